//! The tables of keys themselves.
//!
//! Nothing but data; the reading of each value is beside the type it becomes.

use super::page::{BLANK, FONTS, GRID, LAYOUT, MARGINS, MASTHEAD};
use super::table::Kind::{
    Bool, Choice as OneOf, Date, Integer, Map, Maps, MapsOrTexts, Markdown, Reasons, Text, Texts,
    Words,
};
use super::table::{Choice, Key, Kind, Table, key};
use crate::model::{EntryKind, Limit};

/// 编号方式.
pub(in crate::read) const NUMBERINGS: &[Choice] = &[("continuous", "连续"), ("yearly", "按年")];
/// How sure the findings of a rule are.
pub(in crate::read) const LEVELS: &[Choice] =
    &[("off", "关"), ("hint", "提示"), ("warning", "警告"), ("error", "错误")];

/// Every table.
pub(super) const ALL: &[&Table] = &[
    &SETTINGS,
    &ISSUE,
    &ENTRY,
    &COLUMN,
    &DISTRIBUTION,
    &SIGN_OFF,
    &CORRECTION,
    &LAYOUT,
    &GRID,
    &MARGINS,
    &MASTHEAD,
    &BLANK,
    &FONTS,
    &MEASURE,
    &LEADER,
    &ORIGINAL,
    &CHECK,
    &LIMITS,
    &LEXICON,
    &SLIP,
    &ROSTER,
    &PERSON,
    &POST,
    &UNIT,
];

const fn required(
    name: &'static str,
    chinese: &'static [&'static str],
    value: Kind,
    about: &'static str,
) -> Key {
    Key { name, chinese, value, required: true, about, setting: None }
}

/// `jianbao.yaml`.
pub(in crate::read) static SETTINGS: Table = Table {
    id: "settings",
    name: "简报设置",
    keys: &[
        required("name", &["名称", "简报名称"], Text, "简报名称，报头的红色大字；「|」处分成两行"),
        key("prefix", &["前缀", "报头前缀"], Text, "报头名称上方的一行红字"),
        required("issuer", &["编发单位"], Texts, "编发单位；联合编发时写成列表，主办单位在前"),
        key(
            "numbering",
            &["编号方式"],
            OneOf(NUMBERINGS),
            "连续：期号一直往下编；按年：每年从 1 开始",
        ),
        key(
            "columns",
            &["栏目"],
            MapsOrTexts(&COLUMN),
            "栏目，按版面上的先后排列；只写名称的，名称就是栏目名",
        ),
        key(
            "distribution",
            &["报送", "分发"],
            Map(&DISTRIBUTION),
            "末页的主送、报、送、发、抄送和印数",
        ),
        key("sign-off", &["签发"], Map(&SIGN_OFF), "编辑、审核、签发人"),
        key("classification", &["密级"], Text, "左上角的密级或「内部资料　注意保存」"),
        key("correction", &["更正"], Map(&CORRECTION), "重新印发时首页上的更正说明；不写则不印"),
        key("outputs", &["输出"], Texts, "生成和印发哪些文件：pdf、ofd；PDF 总会有，不写就只有它"),
        key("check", &["检查"], Map(&CHECK), "怎样检查稿件"),
        key("layout", &["版式"], Map(&LAYOUT), "页面的各项尺寸"),
        key("fonts", &["字体"], Map(&FONTS), "各种用途的字体，用 fonts 文件夹里的字体的名称"),
        key("measure", &["测量"], Map(&MEASURE), "量版面时不算毛病的项目"),
        key("limits", &["限制"], Map(&LIMITS), "稿件、图片、页数、用时等的上限，不够时改大"),
    ],
};

/// `issue.yaml`.
pub(in crate::read) static ISSUE: Table = Table {
    id: "issue",
    name: "本期设置",
    keys: &[
        required("number", &["期号"], Integer(1, 999_999), "期号，与所在文件夹一致"),
        required("date", &["日期", "印发日期"], Date, "印发日期，如 2018-11-27 或 2018年11月27日"),
        key("total", &["总期号"], Integer(1, 999_999), "总期号"),
        key("supplement", &["增刊"], Bool, "是否增刊；增刊单独编号"),
        key(
            "classification",
            &["密级"],
            Text,
            "左上角的密级或「内部资料　注意保存」；写「无」则不用",
        ),
        key("serial", &["份号"], Text, "右上角的份号，如 000028"),
        key(
            "editors-note",
            &["编者按", "按语"],
            Markdown,
            "编者按，可分段；写「按语」时版面上印按语",
        ),
        key("contents", &["要目", "本期要目"], Bool, "是否列出本期要目"),
        key("sign-off", &["签发"], Map(&SIGN_OFF), "编辑、审核、签发人"),
        key("name", &["名称", "简报名称"], Text, "本期改用的简报名称"),
        key("prefix", &["前缀", "报头前缀"], Text, "本期改用的报头前缀；写「无」则不用"),
        key("issuer", &["编发单位"], Texts, "本期改用的编发单位"),
        key("columns", &["栏目"], MapsOrTexts(&COLUMN), "本期改用的栏目"),
        key(
            "distribution",
            &["报送", "分发"],
            Map(&DISTRIBUTION),
            "本期改动的主送、报、送、发、抄送和印数",
        ),
        key("layout", &["版式"], Map(&LAYOUT), "本期改动的版式"),
    ],
};

/// Front matter, or a YAML entry.
pub(in crate::read) static ENTRY: Table = Table {
    id: "entry",
    name: "稿件",
    keys: &[
        key("kind", &["类型"], Text, EntryKind::ABOUT),
        key("column", &["栏目"], Text, "所属栏目的标识或标题"),
        key("title", &["标题"], Text, "标题；「|」处必须换行，空格处可以换行"),
        key("source", &["来源"], Text, "报送单位"),
        key("date", &["日期"], Date, "事情或来稿的日期"),
        key("author", &["作者"], Text, "作者"),
        key("leader", &["领导"], Map(&LEADER), "督查的领导"),
        key("place", &["地点"], Text, "督查的地点"),
        key("topic", &["事项", "主题"], Text, "督查的事项"),
        key("measures", &["措施"], Texts, "各项措施，排成一是……二是……"),
        key("body", &["正文"], Markdown, "正文，Markdown（仅用于 YAML 稿件）"),
        key(
            "landscape",
            &["横排"],
            Bool,
            "附件横排；其他稿件里的表格各自横排在一页上，用于很宽的表格",
        ),
        key("hold", &["暂缓"], Bool, "暂缓：本期不用这篇稿件"),
        key("original", &["原稿"], Map(&ORIGINAL), "导入时的原稿，由 jianbao import 填写"),
    ],
};

/// What an entry was imported from.
pub(in crate::read) static ORIGINAL: Table = Table {
    id: "original",
    name: "原稿",
    keys: &[
        key("file", &["文件"], Text, "原稿，在本期文件夹的 sources 里"),
        key("sha256", &["摘要"], Text, "原稿的 SHA-256，凭它认出同一份稿件"),
    ],
};

/// `check`.
pub(in crate::read) static CHECK: Table = Table {
    id: "check",
    name: "检查",
    keys: &[
        key(
            "levels",
            &["级别"],
            Words(LEVELS),
            "各条规则的级别，写成「规则名: 错误、警告、提示或关」；规则名见 jianbao explain",
        ),
        key("hints", &["提示"], Bool, "是否连提示（体例上的建议）也列出来"),
        key(
            "stale-after",
            &["来稿期限"],
            Integer(1, 3650),
            "来稿比本期早多少天以上要提醒，默认 30",
        ),
    ],
};

/// `measure`.
pub(in crate::read) static MEASURE: Table = Table {
    id: "measure",
    name: "测量",
    keys: &[key(
        "except",
        &["例外"],
        Reasons,
        "本单位特意不同的项目，写成「检查名: 是什么」，如「red-rule: 五角星」；检查名见 jianbao measure",
    )],
};

/// `limits`.
pub(in crate::read) static LIMITS: Table = Table { id: "limits", name: "限制", keys: &limits() };

/// A key for each limit.
const fn limits() -> [Key; Limit::ALL.len()] {
    let mut keys = [limit(Limit::ALL[0]); Limit::ALL.len()];
    let mut at = 1;
    while at < keys.len() {
        keys[at] = limit(Limit::ALL[at]);
        at += 1;
    }
    keys
}

const fn limit(limit: Limit) -> Key {
    key(limit.key, limit.names, Integer(1, limit.ceiling), limit.about)
}

/// `roster.yaml`.
pub(in crate::read) static ROSTER: Table = Table {
    id: "roster",
    name: "名册",
    keys: &[
        key("leaders", &["领导"], Maps(&PERSON), "领导，写明姓名和职务"),
        key("units", &["单位"], Maps(&UNIT), "单位，写明规范的名称"),
    ],
};

/// One of `leaders`.
pub(in crate::read) static PERSON: Table = Table {
    id: "person",
    name: "领导",
    keys: &[
        required("name", &["姓名"], Text, "姓名"),
        key("former-names", &["曾用名"], Texts, "曾用名，和别的可用的写法"),
        key("posts", &["职务"], Maps(&POST), "职务，一个一条，写明起止日期"),
    ],
};

/// One of `posts`.
pub(in crate::read) static POST: Table = Table {
    id: "post",
    name: "职务",
    keys: &[
        required("title", &["职务"], Text, "带单位的职务，如 山阴县委书记"),
        key("short-titles", &["简称"], Texts, "也可以用的简称，如 常务副县长也可以称 副县长"),
        key("from", &["自"], Date, "从哪一天起；不写则一直是"),
        key("to", &["至"], Date, "到哪一天止；不写则现在还是"),
        key("rank", &["位次"], Integer(1, 999), "排名的先后，1 在最前；名单按它核对"),
    ],
};

/// One of `units`.
pub(in crate::read) static UNIT: Table = Table {
    id: "unit",
    name: "单位",
    keys: &[
        required("name", &["名称"], Text, "规范的名称"),
        key("rejected", &["旧称"], Texts, "不再用的名称，应改成规范的名称"),
        key("short-names", &["简称"], Texts, "可以用的简称"),
        key("from", &["自"], Date, "从哪一天起用现在的名称；以前的稿件用旧称不提醒"),
        key("county", &["县区"], Bool, "是否县、区、市"),
    ],
};

/// `lexicon.yaml`.
pub(in crate::read) static LEXICON: Table = Table {
    id: "lexicon",
    name: "词表",
    keys: &[
        key("words", &["词表"], Maps(&SLIP), "不让用的词，每条写明错的和对的"),
        key("allowed", &["不查"], Texts, "程序自己的错词表里，本单位要用的词"),
    ],
};

/// One of `words` of `lexicon.yaml`.
pub(in crate::read) static SLIP: Table = Table {
    id: "slip",
    name: "词",
    keys: &[
        required("wrong", &["错"], Text, "不让用的词"),
        key("right", &["对"], Text, "应改成的词；不写则只提醒，由人决定"),
        key("level", &["级别"], OneOf(LEVELS), "错误、警告、提示，默认警告"),
        key("after", &["前"], Texts, "只在它前面紧挨着这些词之一时才算"),
        key("before", &["后"], Texts, "只在它后面紧挨着这些词之一时才算"),
        key("unless", &["除非"], Texts, "是这些更长的词的一部分时不算"),
        key("from", &["自"], Date, "从这一天起的稿件才算"),
        key("reason", &["说明"], Text, "为什么，一句话"),
    ],
};

/// One of `columns`.
pub(in crate::read) static COLUMN: Table = Table {
    id: "column",
    name: "栏目",
    keys: &[
        key("id", &["标识"], Text, "稿件里用的标识；不写则用标题"),
        key("title", &["标题"], Text, "版面上的栏目名；不写则不排栏目名"),
        key("mark", &["标记", "符号"], Text, "栏目名前的符号，如 ◆"),
        key("kind", &["类型"], Text, "本栏稿件的类型，不写则为 update"),
    ],
};

/// `distribution`.
pub(in crate::read) static DISTRIBUTION: Table = Table {
    id: "distribution",
    name: "报送",
    keys: &[
        key("main", &["主送"], Texts, "主送：主要的收件机关"),
        key("report", &["报"], Texts, "报：上级"),
        key("send", &["送"], Texts, "送：同级"),
        key("issue", &["发"], Texts, "发：下级"),
        key("copy", &["抄送"], Texts, "抄送：要知道这件事的其他机关"),
        key("extra", &["增发"], Texts, "增发：本期另外发给的单位"),
        key("copies", &["份数", "印数"], Integer(1, 9_999_999), "共印份数"),
    ],
};

/// `sign-off`.
pub(in crate::read) static SIGN_OFF: Table = Table {
    id: "sign-off",
    name: "签发",
    keys: &[
        key("editor", &["编辑"], Text, "编辑"),
        key("reviewer", &["审核"], Text, "审核人"),
        key("approver", &["签发", "签发人"], Text, "签发人"),
    ],
};

/// `correction`.
pub(in crate::read) static CORRECTION: Table = Table {
    id: "correction",
    name: "更正",
    keys: &[required(
        "note",
        &["说明"],
        Text,
        "印在首页的文字，如「本期重新印发：{原因}。」；{原因} 是重发原因，{版次} 是第几版",
    )],
};

/// One entry of `ledger.yaml`, in the order it is written.
///
/// Not among [`ALL`]: the program writes it, so its names are neither offered for slips in other
/// files nor described to editors.
pub(in crate::read) static LEDGER: Table = Table {
    id: "ledger",
    name: "印发登记",
    keys: &[
        required("issue", &["期号"], Text, "年份和期号，如 2018/28、2018/增刊1"),
        required("date", &["日期"], Date, "印发日期，如 2018-11-27"),
        key("total", &["总期号"], Integer(1, 999_999), "总期号"),
        required("recorded", &["登记时间"], Text, "登记的时刻，如 2018-11-28T16:20:00+08:00"),
        key("edition", &["版次"], Integer(1, 9_999), "同一期第几次印发，第一次不写"),
        key("reason", &["重发原因"], Markdown, "为什么重发，从第二版起要写"),
        key("earlier", &["上一版"], Markdown, "被换下的 PDF 现在的路径，从工作区算起"),
        key("titles", &["标题"], Texts, "各篇的标题，按版面的先后"),
        required("pages", &["页数"], Integer(1, 999_999), "PDF 的页数"),
        required("pdf", &["文件"], Markdown, "PDF 的路径，从工作区算起"),
        // Under this name an archivist knows what it is and how to check it, in whatever year.
        required("digest", &["sha256", "指纹"], Text, "PDF 的指纹，64 位小写十六进制数字"),
        key("others", &["同时印发"], Texts, "与 PDF 一同印发的 OFD 等，每行是指纹、两个空格和路径"),
        key("attached", &["附带稿件"], Bool, "PDF 里是否附有自己的稿件"),
        required("profile", &["版式"], Markdown, "版式方案，如 gb9704"),
        required("tool", &["程序"], Markdown, "程序和排版引擎的版本"),
        key("sources", &["稿件"], Texts, "本期的各个文件，每行是指纹、两个空格和路径"),
        key("shared", &["公共文件"], Texts, "与别的期共用的文件，写法同上"),
        key("fonts", &["字体"], Texts, "用到的字体文件，写法同上"),
        key("unread", &["未核先发"], Markdown, "还有没核对的就印发了，写明原因"),
        key("rebuilt", &["重建"], Markdown, "这一条由程序照 PDF 重建，写明哪些已不知道"),
        // Programs that know nothing of it refuse the register: to them it would be in force.
        key("withdrawn", &["撤回"], Markdown, "撤回的原因；有它的一条是撤回，不是印发"),
        key("kept", &["存为"], Markdown, "撤回的 PDF 现在的路径，从工作区算起"),
        key(
            "turn",
            &["印发次数"],
            Integer(2, 9_999),
            "撤回以后再用这个期号印发的，写明是第几次；第一次不写",
        ),
        key("lost", &["遗失"], Markdown, "遗失的原因；有它的一条是登记 PDF 遗失，不是印发"),
    ],
};

/// `leader` of an entry.
pub(in crate::read) static LEADER: Table = Table {
    id: "leader",
    name: "领导",
    keys: &[required("name", &["姓名"], Text, "姓名"), key("post", &["职务"], Text, "职务")],
};
