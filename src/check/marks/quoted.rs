//! Marks that enclose: what they hold, and the marks right inside and outside of them.

use std::ops::Range;
use std::sync::LazyLock;

use super::rules::{ANNIVERSARY, BOOK_TITLE, DOUBLED_MARK, QUOTATION};
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, before, behind, first_chars, han_before, is_han};
use crate::check::{Findings, Passage, Rule};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["。”", "，”", "；”", "、”"], part_of_sentence),
        (&["”。"], whole_sentence),
        (&["《"], book_title),
        (&["“"], quotation),
        (&["「", "『"], corner),
        (&["‘"], single),
        (&["<", "≪", "«", "＜"], angle),
        (
            &["，）", "、）", "；）", "：）", "（，", "（、", "（。", "“，", "“、", "“。", "《，"],
            inner_mark,
        ),
        (&["。）"], bracket_end),
        (&["，（", "。》", "，》"], outer_mark),
    ])
});

/// Looks at the enclosing marks of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

fn tell(
    rule: Rule,
    passage: &Passage<'_>,
    range: Range<usize>,
    message: String,
    help: impl Into<String>,
    out: &mut Findings<'_>,
) {
    if let Some(found) = out.add(rule, passage, range, message) {
        found.help = Some(help.into());
    }
}

/// What goes on behind a quotation that is part of the sentence.
const GOES_ON: &[&str] = &["的", "、", "等", "之", "这", "原则", "要求", "理念", "目标", "思路"];

/// “谁负责。”的原则: no full stop where the sentence goes on.
fn part_of_sentence(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[range.end..];
    let Some(mark) = text[range.clone()].chars().next() else { return };
    let wrong = match mark {
        '、' | '；' => true,
        // “…，”他说 is right.
        '，' => rest.starts_with(['的', '、']),
        _ => GOES_ON.iter().any(|word| rest.starts_with(word)) && !rest.starts_with("等待"),
    };
    // 各县“要守土尽责。”
    if mark == '。'
        && (rest.is_empty() || rest.starts_with(is_han) || rest.starts_with('\n'))
        && !wrong
    {
        return partial(passage, range, out);
    }
    // What is quoted on its own, behind 说：, ends with its own mark.
    let near = before(text, range.start);
    let open = near.rfind('“').map(|at| range.start - near.len() + at);
    let told = open.is_some_and(|open| text[..open].ends_with('：'));
    if !wrong || open.is_none() || (told && mark == '。' && !rest.starts_with(['的', '、'])) {
        return;
    }
    let message = format!("引的是句中的一部分，引号里末尾的「{mark}」不要");
    tell(QUOTATION, passage, range.clone(), message, format!("删去「{mark}」"), out);
}

/// 各县“要守土有责、守土尽责。”: what is quoted is part of the sentence, which ends outside.
fn partial(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, range.start);
    let Some(open) = near.rfind('“').map(|at| range.start - near.len() + at) else { return };
    let inside = &text[open..range.start];
    let lead = text[..open].chars().next_back();
    let told = SAYS.iter().any(|word| text[..open].ends_with(word))
        || lead.is_some_and(|c| "说道曰云写称问答：，是喊".contains(c));
    if lead.is_some_and(is_han)
        && !told
        && !inside.contains(['。', '？', '！', '”', '\n'])
        && inside.chars().count() <= 40
    {
        let message = "引的是句中的一部分，句号写在引号外面".to_owned();
        tell(QUOTATION, passage, range, message, "改成「”。」", out);
    }
}

/// Verbs behind which somebody's words stand whole.
const SAYS: &[&str] = &[
    "说",
    "道",
    "强调",
    "指出",
    "表示",
    "要求",
    "认为",
    "介绍",
    "感慨",
    "感叹",
    "坦言",
    "直言",
    "写道",
    "告诉记者",
    "回答",
    "呼吁",
    "嘱咐",
    "叮嘱",
    "解释",
    "总结",
    "提出",
    "谈到",
    "称",
];

/// 他强调：“……要果断”。
fn whole_sentence(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, range.start);
    let start = range.start - near.len();
    // The mark that opens this quotation.
    let mut depth = 0_usize;
    let mut open = None;
    for (at, c) in near.char_indices().rev() {
        match c {
            '”' => depth += 1,
            '“' if depth == 0 => {
                open = Some(start + at);
                break;
            }
            '“' => depth -= 1,
            '\n' => return,
            _ => {}
        }
    }
    let Some(open) = open else { return };
    let Some(lead) = text[..open].strip_suffix('：') else { return };
    let inside = &text[open + '“'.len_utf8()..range.start];
    let says = SAYS.iter().any(|word| lead.ends_with(word));
    let is_whole = inside.contains(['，', '。', '；']) && inside.chars().count() >= 8;
    if says && is_whole && !inside.ends_with(['。', '！', '？', '…', '”', '’']) {
        let message = "引的是完整的话，句号写在引号里面".to_owned();
        tell(QUOTATION, passage, range, message, "改成「。”」", out);
    }
}

/// What a meeting, a drive, an honour or an organization ends with: no titles of works.
const NO_WORKS: &[&str] = &[
    "月",
    "周",
    "日",
    "节",
    "行动",
    "活动",
    "工程",
    "称号",
    "先进个人",
    "先进集体",
    "先进单位",
    "标兵",
    "模范",
    "劳模",
    "能手",
    "奖",
    "奖章",
    "奖状",
    "红旗",
    "锦旗",
    "会",
    "会议",
    "论坛",
    "培训班",
    "研讨班",
    "杯",
    "赛",
    "大赛",
    "竞赛",
    "村",
    "镇",
    "乡",
    "县",
    "市",
    "区",
    "社区",
    "单位",
    "示范点",
    "示范区",
    "示范县",
    "示范村",
    "基地",
    "企业",
    "公司",
    "中心",
    "品牌",
    "商标",
    "模式",
    "机制",
    "理念",
    "精神",
    "课程",
    "专业",
    "平台",
    "家庭",
    "好人",
    "工匠",
    "学校",
    "年",
    "仪式",
    "工作法",
    "协会",
    "小组",
    "服务队",
    "志愿者",
];

/// What stands before such a name, or behind it.
const AROUND_BEFORE: &[&str] = &[
    "获评",
    "荣获",
    "获得",
    "评为",
    "授予",
    "评选",
    "创建",
    "创成",
    "争创",
    "开展",
    "举办",
    "举行",
    "召开",
    "参加",
    "启动",
    "命名为",
    "认定为",
    "列为",
    "入选",
    "获",
    "组织",
    "主题为",
    "荣膺",
    "摘得",
    "推行",
    "推广",
    "实施",
    "打造",
    "成立",
    "建成",
    "搭建",
    "弘扬",
    "注册",
    "开设",
];
const AROUND_BEHIND: &[&str] = &[
    "宣传",
    "主题",
    "活动",
    "称号",
    "荣誉",
    "专项",
    "竞赛",
    "大赛",
    "奖",
    "创建",
    "评选",
    "期间",
    "集中",
    "咨询",
    "系列",
    "开幕",
    "闭幕",
    "在",
    "圆满",
    "工作法",
    "品牌",
    "模式",
];

/// What documents are called, by which their titles end.
pub const DOCUMENTS: &[&str] = &[
    "通知", "意见", "方案", "办法", "条例", "规定", "决定", "通报", "报告", "请示", "批复", "函",
    "纪要", "规划", "计划", "细则", "公告", "通告", "公报", "决议", "预案", "指南", "规程", "规范",
    "标准", "要点", "清单", "制度", "法",
];

fn book_title(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = behind(text, range.end);
    let Some(length) = near.find(['》', '《', '\n']).filter(|at| near[*at..].starts_with('》'))
    else {
        return;
    };
    let inside = &near[..length];
    let whole = range.start..range.end + length + '》'.len_utf8();
    let after = &text[whole.end..];
    let ends = |words: &[&str]| words.iter().any(|word| inside.ends_with(word));
    // 《……的意见精神》
    let cut = ["文件精神", "通知精神", "精神", "要求", "部署", "文件"].iter().find_map(|word| {
        let rest = inside.strip_suffix(word)?;
        let of_document = DOCUMENTS.iter().any(|kind| *kind != "法" && rest.ends_with(kind));
        (of_document || (rest.starts_with("关于") && *word != "文件")).then_some(*word)
    });
    if let Some(word) = cut.filter(|word| inside.starts_with("关于") || *word != "文件") {
        let message = format!("「{word}」不是文件名里的字，写在书名号外面");
        let help = format!("把「》」移到「{word}」前面");
        let at = whole.end - '》'.len_utf8() - word.len();
        let start = text.floor_char_boundary(at.saturating_sub(2 * '关'.len_utf8())).max(range.end);
        return tell(BOOK_TITLE, passage, start..whole.end, message, help, out);
    }
    // 《关于……》的通知
    if inside.starts_with("关于")
        && !DOCUMENTS.iter().any(|kind| inside.ends_with(kind) && *kind != "法" && *kind != "标准")
        && let Some(rest) = after.strip_prefix('的')
        && let Some(kind) =
            ["通知", "实施意见", "意见", "方案", "决定", "通报", "请示", "批复", "办法"]
                .iter()
                .find(|kind| rest.starts_with(**kind))
    {
        let message = format!("「的{kind}」是文件名里的字，写在书名号里面");
        let end = whole.end + "的".len() + kind.len();
        return tell(
            BOOK_TITLE,
            passage,
            whole.start..end,
            message,
            format!("改成「……的{kind}》」"),
            out,
        );
    }
    // 《望河县人民政府》, 《望河日报》社
    let organ = [
        "人民政府",
        "办公室",
        "委员会",
        "领导小组",
        "有限公司",
        "集团公司",
        "人民法院",
        "人民检察院",
        "指挥部",
    ];
    let is_organ = ends(&organ) && inside.chars().all(is_han) && !inside.starts_with("关于");
    let paper = after.starts_with('社')
        && !after.starts_with("社会")
        && !after.starts_with("社论")
        && ends(&["报", "杂志", "日报", "晚报"]);
    if is_organ || paper {
        let end = if paper { whole.end + '社'.len_utf8() } else { whole.end };
        let message = "单位的名称不用书名号".to_owned();
        return tell(BOOK_TITLE, passage, whole.start..end, message, "去掉书名号", out);
    }
    // 《安全生产月》宣传活动, 获评《全国文明村》
    let is_short = inside.chars().count() <= 16
        && !inside.starts_with("关于")
        && !inside.contains(['〈', '，']);
    let lead = han_before(text, range.start, 4);
    let around = AROUND_BEFORE.iter().any(|word| lead.ends_with(word))
        || AROUND_BEHIND.iter().any(|word| after.starts_with(word));
    if is_short
        && ends(NO_WORKS)
        && around
        && inside.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric() || c == '·')
    {
        let message = format!("「{inside}」不是书名、文件名，不用书名号");
        tell(BOOK_TITLE, passage, whole, message, format!("改成「“{inside}”」，或去掉书名号"), out);
    }
}

/// Phrases that are fixed with or without marks.
const FIXED: &[&str] = &[
    "两不愁三保障",
    "一带一路",
    "放管服",
    "两学一做",
    "三会一课",
    "三重一大",
    "一岗双责",
    "多规合一",
    "三公",
    "三同时",
    "四议两公开",
    "三农",
    "三区三线",
    "一老一小",
    "产学研",
    "老少边穷",
    "专精特新",
    "上云用数赋智",
    "两新一重",
    "三去一降一补",
    "政产学研用",
    "人地钱",
    "煤改电",
    "一站式",
    "接诉即办",
    "吹哨报到",
];

fn quotation(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = behind(text, range.end);
    let Some(length) = near.find(['”', '“', '\n']).filter(|at| near[*at..].starts_with('”'))
    else {
        return;
    };
    let inside = &near[..length];
    let whole = range.start..range.end + length + '”'.len_utf8();
    let after = &text[whole.end..];
    // “关于……的通知”, “中华人民共和国森林法”
    let law = inside.starts_with("中华人民共和国") && inside.ends_with(['法', '例']);
    let about = inside.starts_with("关于")
        && ["通知", "意见", "方案", "决定", "办法", "规定", "通报", "条例"]
            .iter()
            .any(|kind| inside.ends_with(kind));
    let rules = inside.chars().count() >= 6
        && ["管理条例", "保护条例", "管理办法", "实施办法", "暂行办法", "暂行规定", "实施细则"]
            .iter()
            .any(|kind| inside.ends_with(kind));
    let volume = ["第一卷", "第二卷", "第三卷", "第四卷", "第五卷", "一书", "一文"]
        .iter()
        .any(|word| after.starts_with(word));
    if law || about || rules || volume {
        let message = "文件名、法规名用书名号，不用引号".to_owned();
        return tell(BOOK_TITLE, passage, whole, message, format!("改成「《{inside}》」"), out);
    }
    if inside.contains(['、', '·', '，']) && inside.len() <= 48 {
        let bare: String = inside.chars().filter(|c| is_han(*c)).collect();
        if FIXED.contains(&bare.as_str()) {
            let message = format!("「{bare}」是固定的说法，中间不加标点");
            return tell(QUOTATION, passage, whole, message, format!("改成「“{bare}”」"), out);
        }
    }
    day(passage, inside, whole, after, out);
}

/// Days by which months are called that have no · in them; the others are digits or have it.
const JOINED: &[&str] = &[
    "五四",
    "五一",
    "七一",
    "八一",
    "三八",
    "六一",
    "七七",
    "九一八",
    "五卅",
    "三一五",
    "六五",
    "九三",
];

/// “五·四”青年节, “一二九”运动, “七·七事变”.
fn day(
    passage: &Passage<'_>,
    inside: &str,
    whole: Range<usize>,
    after: &str,
    out: &mut Findings<'_>,
) {
    let points: &[char] = &['·', '.', '．', '•', '、'];
    if inside.contains(points) && inside.chars().count() <= 8 {
        let bare: String = inside.chars().filter(|c| !points.contains(c)).collect();
        if JOINED.iter().any(|day| {
            bare == *day
                || (bare.starts_with(day)
                    && bare.chars().count() > day.chars().count()
                    && bare.ends_with(['动', '变', '案', '日', '节']))
        }) {
            let message = format!("「{inside}」的月份不是一月、十一月、十二月，中间不用间隔号");
            tell(ANNIVERSARY, passage, whole, message, format!("改成「“{bare}”」"), out);
        }
        return;
    }
    let pointed = match inside {
        "一二九" => "一二·九",
        "一二八" => "一·二八",
        "一二四" => "一二·四",
        _ => return,
    };
    if after.starts_with(|c: char| is_han(c)) {
        let message = format!("「{inside}」看不出是几月几日，月、日之间用间隔号");
        tell(ANNIVERSARY, passage, whole, message, format!("改成「“{pointed}”」"), out);
    }
}

/// 「一网通办」: quotation marks of other places.
fn corner(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let (open, close) =
        if text[range.clone()].starts_with('「') { ("「", '」') } else { ("『", '』') };
    let near = behind(text, range.end);
    let Some(length) = near.find(close) else { return };
    let end = range.end + length + close.len_utf8();
    if near[..length].contains('\n') || !near[..length].chars().any(is_han) {
        return;
    }
    let (left, right) = if is_quoted(text, range.start) { ("‘", "’") } else { ("“", "”") };
    let message = format!("引号写成了直角的「{open}{close}」");
    if let Some(found) = out.add(QUOTATION, passage, range.start..end, message) {
        found.help = Some(format!("改成「{left}{right}」"));
        let edits =
            [passage.edit(range.clone(), left), passage.edit(end - close.len_utf8()..end, right)];
        let edits: Option<Vec<_>> = edits.into_iter().collect();
        found.fix.extend(edits.into_iter().flatten());
    }
}

/// ‘一网通办’ outside of “”.
fn single(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = first_chars(&text[range.end..], 60);
    let Some(length) = near.find(['’', '\n', '‘']).filter(|at| near[*at..].starts_with('’'))
    else {
        return;
    };
    if !near[..length].chars().any(is_han)
        || is_quoted(text, range.start)
        || before(text, range.start).contains('"')
    {
        return;
    }
    let end = range.end + length + '’'.len_utf8();
    let message = "外面没有双引号，这里不用单引号".to_owned();
    tell(
        QUOTATION,
        passage,
        range.start..end,
        message,
        format!("改成「“{}”」", &near[..length]),
        out,
    );
}

/// <<管理办法>>, <管理办法>.
fn angle(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if text[..range.start].ends_with(['<', '＜']) {
        return;
    }
    let rest = &text[range.start..];
    let inner = rest.trim_start_matches(['<', '≪', '«', '＜']);
    let signs = rest.len() - inner.len();
    let near = first_chars(inner, 50);
    let Some(length) = near.find(['>', '≫', '»', '＞', '\n', '<']) else { return };
    let close = &near[length..];
    let inside = &near[..length];
    let marks = close.len() - close.trim_start_matches(['>', '≫', '»', '＞']).len();
    // a<b and c>d compare; a title is all 汉字 and its like.
    let is_title = inside.chars().filter(|c| is_han(*c)).count() >= 3
        && inside.starts_with(|c: char| is_han(c) || c == '（')
        && !inside.contains(['，', '。', '；', '=']);
    let compares = text[..range.start].ends_with(|c: char| c.is_ascii_alphanumeric());
    if marks == 0 || !is_title || compares {
        return;
    }
    let end = range.start + signs + length + marks;
    let message = "书名号写成了尖括号".to_owned();
    tell(BOOK_TITLE, passage, range.start..end, message, format!("改成「《{inside}》」"), out);
}

/// （含孤儿，）, “、甲”: a mark right inside of an enclosing one.
fn inner_mark(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let shown = &passage.text[range.clone()];
    let message = format!("「{shown}」里的标点多了或错了位置");
    tell(DOUBLED_MARK, passage, range.clone(), message, "删去紧挨着括号、引号里面的这个标点", out);
}

/// （含2个村。）of a sentence that goes on.
fn bracket_end(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, range.start);
    let Some(open) = near.rfind('（').map(|at| range.start - near.len() + at) else { return };
    let lead = text[..open].chars().next_back();
    let rest = &text[range.end..];
    let within = lead.is_some_and(|c| is_han(c) || "”》%".contains(c) || c.is_ascii_digit());
    let goes_on = rest.starts_with(|c: char| is_han(c) || "，。；、".contains(c));
    if within && goes_on && !text[open..range.start].contains('。') {
        let message = "句子里的括号，末尾不用句号".to_owned();
        tell(DOUBLED_MARK, passage, range, message, "删去括号里的句号", out);
    }
}

/// 望河县，（含开发区）: the comma stands behind what the bracket explains.
fn outer_mark(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let shown = &text[range.clone()];
    if shown.ends_with('》') {
        let message = format!("书名号里末尾的「{}」不要", &shown[..shown.len() - '》'.len_utf8()]);
        return tell(DOUBLED_MARK, passage, range, message, "删去", out);
    }
    let rest = behind(text, range.end);
    // ，（一）… and ，（1）… begin an item, and a bracket may hold what goes on.
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤".contains(c);
    let close = rest.find('）');
    let explains =
        ["含", "其中", "不含", "包括", "详见", "见", "即", "简称", "以下简称", "原", "下同"]
            .iter()
            .any(|word| rest.starts_with(word));
    let goes_on = close.is_some_and(|close| rest[close + '）'.len_utf8()..].starts_with(is_han));
    if !rest.starts_with(number) && explains && goes_on {
        let message = "括号解释的是前面的词，逗号写在括号后面".to_owned();
        tell(DOUBLED_MARK, passage, range, message, "把逗号移到括号后面", out);
    }
}
