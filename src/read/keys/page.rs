//! The settings of the page: one row each, and nothing said of them anywhere else.
//!
//! Defaults are those of the profile `gb9704`; the other profiles change some of them. The schema,
//! `docs/guide/zh/layout.md` and the output of `jianbao profile` are made of these rows.

use super::table::Kind::{Bool, Choice as OneOf, Integer, Map, Number, NumberOr, Text, Texts};
use super::table::{Choice, Key, Kind, Setting, Table, key};
use crate::model::{
    Anchor, LeadIns, LineBreaks, LineModel, NumberForm, PageNumberForm, PageNumberPlace, Pitch,
    RuleForm, SourceLines,
};

/// No clause asks for it.
const PRACTICE: &str = "惯例";

/// What stands where no pitch of rows is given.
const BY_ROWS: Choice = ("auto", "按行数");

/// Settings whose value may be a word of another setting beside them: 「页码: 居中」, 「红线: 双线」.
pub(in crate::read) const WORDS_OF_OTHERS: &[(&str, &[&str])] =
    &[("page-number", &["page-number-form", "page-number-place"]), ("rule", &["rule-form"])];

/// A row: the English name and the Chinese ones, what it may be, the default, whose it is, where it
/// acts, and what it is.
const fn row(
    name: &'static str,
    chinese: &'static [&'static str],
    value: Kind,
    default: &'static str,
    source: &'static str,
    acts: &'static str,
    about: &'static str,
) -> Key {
    let unit = match &value {
        Number(unit, ..) | NumberOr(unit, ..) => unit,
        _ => "",
    };
    let setting = Some(Setting { unit, default, source, acts });
    Key { name, chinese, value, required: false, about, setting }
}

/// The same for a count of something.
const fn count(
    name: &'static str,
    chinese: &'static [&'static str],
    (least, most, unit): (u32, u32, &'static str),
    default: &'static str,
    source: &'static str,
    acts: &'static str,
    about: &'static str,
) -> Key {
    let setting = Some(Setting { unit, default, source, acts });
    Key { name, chinese, value: Integer(least, most), required: false, about, setting }
}

/// `layout`.
pub(in crate::read) static LAYOUT: Table = Table {
    id: "layout",
    name: "版式",
    keys: &[
        key("profile", &["方案"], Text, "版式方案，不写则为 gb9704"),
        row(
            "line-model",
            &["行距方式"],
            OneOf(LineModel::WORDS),
            "fill",
            "GB/T 9704 3.2、5.2.3",
            "各页",
            "撑满：首行顶格、末行到底；网格：等分行格",
        ),
        row(
            "row-pitch",
            &["行距"],
            NumberOr("磅", 12.0, 80.0, &BY_ROWS),
            "auto",
            PRACTICE,
            "各页",
            "行距，磅，如 28磅；每页行数随之增减，版心下边缘移到末行；按行数：版心高除以每页行数",
        ),
        key("grid", &["网格", "行列"], Map(&GRID), "每页行数和每行字数"),
        key("margins", &["页边距", "边距"], Map(&MARGINS), "页边距，毫米"),
        row(
            "body-size",
            &["正文字号"],
            Number("磅", 5.0, 80.0),
            "16",
            "GB/T 9704 5.2.2",
            "正文、期号、编发单位、栏目名",
            "正文字号，磅（三号为 16）",
        ),
        row(
            "title-size",
            &["标题字号"],
            Number("磅", 5.0, 80.0),
            "22",
            "GB/T 9704 7.3.1",
            "首篇的标题",
            "首篇标题的字号，磅（二号为 22）",
        ),
        row(
            "item-title-size",
            &["稿件标题字号"],
            Number("磅", 5.0, 80.0),
            "18",
            PRACTICE,
            "栏目内稿件的标题",
            "栏目内稿件标题的字号，磅（小二为 18）",
        ),
        key("masthead", &["报头"], Map(&MASTHEAD), "报头的尺寸和样式"),
        key("blank", &["空行"], Map(&BLANK), "报头、标题、栏目前后的空行"),
        row(
            "page-number",
            &["页码"],
            Bool,
            "true",
            "GB/T 9704 7.5",
            "各页版心下方",
            "是否排页码；也可以直接写样式或位置，如「页码: 居中」",
        ),
        row(
            "page-number-form",
            &["页码样式"],
            OneOf(PageNumberForm::WORDS),
            "dash",
            "GB/T 9704 7.5",
            "各页版心下方",
            "页码的样式：一字线「— 1 —」、短横线「- 1 -」，或只有数字",
        ),
        row(
            "page-number-place",
            &["页码位置"],
            OneOf(PageNumberPlace::WORDS),
            "outer",
            "GB/T 9704 7.5",
            "各页版心下方",
            "外侧：单页居右、双页居左，各空一字；居中：在版心正中",
        ),
        row(
            "duplex",
            &["双面", "双面打印"],
            Bool,
            "false",
            PRACTICE,
            "报尾",
            "是否双面打印；双面时报尾排在偶数页",
        ),
        row(
            "linebreaks",
            &["断行"],
            OneOf(LineBreaks::WORDS),
            "simple",
            PRACTICE,
            "正文",
            "逐行：一行一行断；整段：整段一起考虑；办公：同 Word、WPS，标点压缩后一行多排一字",
        ),
        row(
            "squeeze",
            &["标点压缩"],
            Number("字", 0.0, 20.0),
            "0.5",
            "2018 年第 28 期的印本",
            "正文",
            "断行为「办公」时，一行里的标点合起来最多压缩多少，字（行末的标点另算）",
        ),
        row(
            "lead-ins",
            &["段首句"],
            OneOf(LeadIns::WORDS),
            "bold",
            PRACTICE,
            "正文",
            "加粗：「一是……。」「一要……。」首句加粗；不加粗：照原稿",
        ),
        row(
            "source-lines",
            &["供稿行"],
            OneOf(SourceLines::WORDS),
            "reports",
            PRACTICE,
            "稿件末尾",
            "文末「（××供稿）」：综合稿件、全部稿件，或不排",
        ),
    ],
};

/// `grid`.
pub(super) static GRID: Table = Table {
    id: "grid",
    name: "网格",
    keys: &[
        count("lines", &["行数"], (10, 40, "行"), "22", "GB/T 9704 5.2.3", "各页", "每页行数"),
        count(
            "chars",
            &["字数", "每行字数"],
            (10, 50, "字"),
            "28",
            "GB/T 9704 5.2.3",
            "正文",
            "每行字数",
        ),
        row(
            "pitch",
            &["字距"],
            OneOf(Pitch::WORDS),
            "grid",
            "GB/T 9704 5.2.3",
            "正文",
            "按格：版心宽除以字数；自然：一字一格，不加字距",
        ),
    ],
};

const fn margin(
    name: &'static str,
    chinese: &'static [&'static str],
    default: &'static str,
    about: &'static str,
) -> Key {
    row(name, chinese, Number("毫米", 0.0, 100.0), default, "GB/T 9704 5.2.1", "各页", about)
}

/// `margins`.
pub(super) static MARGINS: Table = Table {
    id: "margins",
    name: "页边距",
    keys: &[
        margin("top", &["上", "天头"], "37", "上边距（天头），毫米"),
        margin("bottom", &["下", "地脚"], "35", "下边距（地脚），毫米"),
        margin("left", &["左", "订口"], "28", "左边距（订口），毫米"),
        margin("right", &["右", "切口"], "26", "右边距（切口），毫米"),
    ],
};

/// `masthead` of a layout.
pub(super) static MASTHEAD: Table = Table {
    id: "masthead",
    name: "报头",
    keys: &[
        row(
            "offset",
            &["下移"],
            Number("毫米", 0.0, 60.0),
            "20",
            PRACTICE,
            "简报名称",
            "版心上边缘到简报名称的距离，毫米",
        ),
        row(
            "crowded-offset",
            &["紧凑下移"],
            Number("毫米", 0.0, 60.0),
            "12",
            PRACTICE,
            "简报名称",
            "有前缀、密级或份号时，版心上边缘到它们下方的距离，毫米",
        ),
        row(
            "anchor",
            &["基准"],
            OneOf(Anchor::WORDS),
            "box",
            PRACTICE,
            "简报名称",
            "下移量到名称的字框还是笔画；笔画用于严格的 35 毫米",
        ),
        row(
            "name-size",
            &["名称字号"],
            Number("磅", 5.0, 80.0),
            "62",
            "GB/T 9704-1999 7.2.4：高不超过 22 毫米",
            "简报名称",
            "简报名称的最大字号，磅；名称长的，缩小到一行排得下",
        ),
        row(
            "number-form",
            &["期号样式"],
            OneOf(NumberForm::WORDS),
            "plain",
            PRACTICE,
            "期号",
            "期号的样式：第1期（有总期号的在后面加注）、（第1期），或总第1期",
        ),
        row(
            "rule",
            &["红线"],
            Number("毫米", 0.0, 5.0),
            "0.7",
            "惯例：0.35 至 1",
            "报头的红线",
            "红线的粗细，毫米；也可以直接写样式，如「红线: 五角星」",
        ),
        row(
            "rule-form",
            &["红线样式"],
            OneOf(RuleForm::WORDS),
            "plain",
            PRACTICE,
            "报头的红线",
            "红线的样式：单线、双线，或中间有五角星",
        ),
    ],
};

const fn blank(
    name: &'static str,
    chinese: &'static [&'static str],
    default: &'static str,
    acts: &'static str,
    about: &'static str,
) -> Key {
    count(name, chinese, (0, 5, "行"), default, PRACTICE, acts, about)
}

/// `blank` of a layout.
pub(super) static BLANK: Table = Table {
    id: "blank",
    name: "空行",
    keys: &[
        blank("after-masthead", &["红线后"], "2", "报头", "红线下的空行数"),
        blank("before-title", &["标题前"], "1", "标题", "稿件标题前的空行数"),
        blank("after-title", &["标题后"], "1", "标题", "稿件标题后的空行数"),
        blank("before-column", &["栏目前"], "1", "栏目名", "栏目名前的空行数"),
        blank("after-column", &["栏目后"], "0", "栏目名", "栏目名与其后第一个标题之间的空行数"),
    ],
};

const fn face(
    name: &'static str,
    chinese: &'static [&'static str],
    default: &'static str,
    acts: &'static str,
    about: &'static str,
) -> Key {
    row(name, chinese, Text, default, "GB/T 9704 5.2.2、7", acts, about)
}

/// `fonts` of `jianbao.yaml`; the default is the face in the program.
pub(in crate::read) static FONTS: Table = Table {
    id: "fonts",
    name: "字体",
    keys: &[
        face(
            "masthead",
            &["报头"],
            "随标题",
            "简报名称",
            "简报名称的字体的名称，如 方正大标宋简体",
        ),
        face(
            "title",
            &["标题", "小标宋"],
            "Noto Serif SC",
            "稿件的标题",
            "标题的字体的名称，如 方正小标宋简体",
        ),
        face(
            "body",
            &["正文", "仿宋"],
            "Zhuque Fangsong",
            "正文、报尾",
            "正文的字体的名称，如 仿宋_GB2312",
        ),
        face(
            "kai",
            &["楷体"],
            "LXGW WenKai GB Lite",
            "编发单位、编者按、二级小标题",
            "楷体的字体的名称，如 楷体_GB2312",
        ),
        face(
            "hei",
            &["黑体"],
            "Noto Sans SC",
            "密级、栏目名、一级小标题",
            "黑体的字体的名称，如 黑体",
        ),
        face(
            "latin",
            &["西文", "数字"],
            "Liberation Serif",
            "页码，正文里的数字和字母",
            "数字和字母的字体的名称，如 Times New Roman",
        ),
        row(
            "fallback",
            &["补字"],
            Texts,
            "无",
            PRACTICE,
            "别的字体没有的字",
            "只用来补别的字体缺的字的字体的名称",
        ),
    ],
};
