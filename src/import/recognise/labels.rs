//! Labels that stand before what a line says: 来源：, 撰稿人：, 浏览次数：.
//!
//! Finds them, several in a line as well. What is behind them is read by `lines`.

use crate::import::bare::dense;

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The title.
    Title,
    /// The unit that sent it.
    Unit,
    /// The date. Where something else is behind it, the line is text.
    Date,
    /// The date at which a page went up: nothing else is ever behind it.
    Published,
    /// Who wrote it.
    Author,
    /// How often a page was read: nothing but a number is ever behind it.
    Count,
    /// Something that an entry does not have, with what it is.
    Other(&'static str),
}

/// What is told of people who only passed a dispatch on.
pub const EDITORS: &str = "编辑、审核、签发";
/// What is told of telephone numbers and the like.
pub const CONTACT: &str = "联系人和电话";
/// What is told of what stands around the text of a page.
pub const PAGE: &str = "网页上的次数、字号、导航";

/// Labels as they are written, without blanks.
const LABELS: &[(&[&str], Label)] = &[
    (&["标题", "题目", "信息标题", "稿件标题", "信息题目", "文章标题", "title"], Label::Title),
    (
        &[
            "来源",
            "报送单位",
            "上报单位",
            "填报单位",
            "报送",
            "供稿单位",
            "单位",
            "来稿单位",
            "信息来源",
            "文章来源",
            "文章出处",
            "发文机构",
            "稿件来源",
            "消息来源",
            "稿源",
            "发布单位",
            "发布机构",
            "发文单位",
            "发文机关",
            "撰稿单位",
            "投稿单位",
            "编报单位",
            "供稿部门",
            "报送部门",
            "信息报送单位",
            "source",
        ],
        Label::Unit,
    ),
    (
        &["日期", "时间", "报送时间", "报送日期", "上报时间", "填报时间", "填报日期", "date"],
        Label::Date,
    ),
    (
        &[
            "发布时间",
            "发布日期",
            "成文日期",
            "发文日期",
            "刊发日期",
            "生成日期",
            "更新时间",
            "发表时间",
            "录入时间",
            "添加时间",
            "发稿时间",
            "编辑时间",
        ],
        Label::Published,
    ),
    (
        &[
            "作者",
            "撰稿",
            "撰稿人",
            "撰写人",
            "撰文",
            "拟稿",
            "拟稿人",
            "执笔",
            "执笔人",
            "通讯员",
            "供稿",
            "供稿人",
            "供稿者",
            "投稿人",
            "文字",
            "文图",
            "图文",
            "文/图",
            "图/文",
            "文、图",
            "文并图",
            "报道员",
            "信息员",
            "记者",
            "采写",
            "author",
            "文章作者",
        ],
        Label::Author,
    ),
    (
        &[
            "联系人",
            "联系电话",
            "电话",
            "联系方式",
            "手机",
            "传真",
            "邮箱",
            "报送邮箱",
            "电子邮箱",
            "报送人",
            "填报人",
            "上报人",
            "联系人及电话",
            "联系人电话",
            "联系人及联系电话",
            "联系人及联系方式",
            "手机号",
            "手机号码",
            "电话号码",
            "办公电话",
            "联络员",
            "经办人",
            "填表人",
            "固定电话",
        ],
        Label::Other(CONTACT),
    ),
    (
        &[
            "签发",
            "签发人",
            "审核",
            "审核人",
            "审稿",
            "审稿人",
            "编辑",
            "责任编辑",
            "责编",
            "校对",
            "校对人",
            "审签",
            "审签人",
            "核稿",
            "核稿人",
            "签发领导",
            "审核领导",
            "单位负责人",
            "编审",
            "主编",
            "副主编",
            "初审",
            "复审",
            "终审",
            "一审",
            "二审",
            "三审",
            "编校",
            "监制",
            "值班编辑",
            "网站编辑",
            "信息审核",
            "分管领导",
            "审批人",
            "美编",
            "排版",
            "录入",
            "录入人",
            "发布人",
            "发布者",
            "制作",
            "制图",
        ],
        Label::Other(EDITORS),
    ),
    (&["报", "送", "发", "抄送", "抄报", "主送", "分送"], Label::Other("报送发")),
    (&["kind", "类型", "column", "栏目"], Label::Other("类型或栏目")),
    (
        &[
            "浏览次数",
            "浏览量",
            "浏览",
            "浏览数",
            "阅读",
            "阅读次数",
            "阅读量",
            "阅读数",
            "点击",
            "点击数",
            "点击量",
            "点击率",
            "点击次数",
            "访问量",
            "访问次数",
            "访问",
            "人气",
            "评论",
            "点赞",
            "收藏",
        ],
        Label::Count,
    ),
    (
        &[
            "字号",
            "字体",
            "字体大小",
            "文字大小",
            "字体显示",
            "分享",
            "分享到",
            "分享至",
            "打印",
            "有效性",
            "保护视力色",
            "视力保护色",
            "相关链接",
            "扫码阅读",
            "语音阅读",
            "文号",
            "发文字号",
            "生效时间",
            "生效日期",
            "废止时间",
            "废止日期",
            "关键词",
            "公开形式",
            "公开方式",
        ],
        Label::Other(PAGE),
    ),
    (OF_PAGES, Label::Other(PAGE)),
];

/// Labels of pages that no sentence begins with: anything may stand behind them.
pub const OF_PAGES: &[&str] = &[
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "前一篇",
    "后一篇",
    "当前位置",
    "您当前的位置",
    "您现在的位置",
    "您所在的位置",
    "你的位置",
    "您的位置",
    "所在位置",
    "索引号",
    "主题分类",
    "信息分类",
    "信息索引",
    "网站标识码",
    "组配分类",
    "体裁分类",
    "公开时限",
    "免责声明",
    "内容概述",
];

/// Labels that a blank alone may part from a name: 撰稿人 李明.
const OPEN: &[&str] = &[
    "供稿",
    "供稿人",
    "供稿单位",
    "撰稿",
    "撰稿人",
    "拟稿人",
    "联系人",
    "联系电话",
    "报送人",
    "填报人",
    "报送单位",
    "填报单位",
    "上报单位",
    "签发人",
    "审核人",
    "责任编辑",
    "责编",
    "通讯员",
    "来源",
    "作者",
];
/// The most characters of a label as it is written, with blanks and what is in its brackets.
const LONGEST: usize = 14;

/// What a label announces.
pub fn named(text: &str) -> Option<Label> {
    known(text).map(|(_, label)| label)
}

/// A label as the table has it, and what it announces.
fn known(text: &str) -> Option<(&'static str, Label)> {
    LABELS.iter().find_map(|(labels, label)| {
        let word = labels.iter().find(|word| **word == text)?;
        Some((*word, *label))
    })
}

/// A label and what stands behind it, up to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labelled<'l> {
    /// What is announced.
    pub label: Label,
    /// Its word, without blanks and brackets.
    pub word: &'static str,
    /// What stands behind.
    pub said: &'l str,
    /// Whether only a blank parts the two: what is behind must be a name or a number then.
    pub loose: bool,
}

/// What stands before the first label of a line, and the labels with what is behind each. None where
/// the line has no label.
pub fn find(line: &str) -> Option<(&str, Vec<Labelled<'_>>)> {
    let mut found: Vec<(usize, usize, (&str, Label))> = Vec::new();
    let marks = line
        .char_indices()
        .filter(|(_, c)| matches!(c, '：' | ':' | '∶' | '/' | '／' | '丨' | ']' | '】'));
    for (at, mark) in marks {
        let from = found.last().map_or(0, |(_, end, _)| *end);
        let Some(before) = line.get(from..at) else { continue };
        let label = before_mark(before, mark);
        // 报、送、发 announce something at the beginning only.
        let is_short = |start: usize| from + start > 0 && before[start..].trim().len() == 3;
        if let Some((start, label)) = label
            && (!is_short(start) || is_stroke(mark))
        {
            found.push((from + start, at + mark.len_utf8(), label));
        }
    }
    if found.is_empty() {
        return open(line).map(|labelled| ("", vec![labelled]));
    }
    let ends = found.iter().skip(1).map(|(start, ..)| *start).chain([line.len()]);
    let parts = found.iter().zip(ends).map(|((_, from, (word, label)), to)| Labelled {
        label: *label,
        word,
        said: bare(&line[*from..to]),
        loose: false,
    });
    Some((bare(&line[..found[0].0]), parts.collect()))
}

/// The label at the end of what stands before a mark, and where it begins.
fn before_mark(before: &str, mark: char) -> Option<(usize, (&'static str, Label))> {
    let end = without_brackets(before.trim_end()).len();
    let starts = before[..end].char_indices().rev().take(LONGEST).map(|(at, _)| at);
    let mut longest = None;
    for start in starts {
        let is_apart = match before[..start].chars().next_back() {
            // [ 索引号 ]1150, 【来源】望河县
            left if is_bracket(mark) => matches!(left, Some('[' | '【' | ' ')),
            left => left.is_none_or(parts),
        };
        let word = dense(&before[start..end]);
        let label = match is_stroke(mark) {
            true => stroked(&word),
            false => known(&word),
        };
        longest = label.filter(|_| is_apart).map(|label| (start, label)).or(longest);
    }
    longest
}

fn is_bracket(mark: char) -> bool {
    matches!(mark, ']' | '】')
}

fn is_stroke(mark: char) -> bool {
    matches!(mark, '/' | '／' | '丨')
}

/// A label that a stroke follows: 文/李明.
fn stroked(word: &str) -> Option<(&'static str, Label)> {
    match word {
        "文" | "撰文" | "文字" | "图文" | "文图" | "供稿" | "撰稿" | "作者" | "通讯员" | "记者" => {
            Some(("作者", Label::Author))
        }
        "图" | "图片" | "摄影" | "供图" => Some(("摄影", Label::Other("摄影、供图"))),
        "编辑" | "审核" | "来源" => known(word),
        _ => None,
    }
}

/// 报送单位（盖章）, 联系人（签字）: without what is in the brackets.
pub fn without_brackets(label: &str) -> &str {
    let stripped = label.strip_suffix(['）', ')']).and_then(|rest| {
        let at = rest.rfind(['（', '('])?;
        let inside = rest[at..].chars().count() - 1;
        ((1..=4).contains(&inside) && rest[at..].contains(['章', '签']))
            .then(|| rest[..at].trim_end())
    });
    stripped.unwrap_or(label)
}

/// What stands between two things that a line says.
fn parts(c: char) -> bool {
    c.is_whitespace() || "|｜丨，,；;、/／（(【[］]】)）·•。".contains(c)
}

fn bare(said: &str) -> &str {
    let said = said.trim_matches(|c: char| c.is_whitespace() || "|｜丨，,；;、/／【[".contains(c));
    // The bracket that the next label stood in, or that closes the line.
    let open = |text: &str| text.contains(['（', '(']);
    let said = said.trim_end_matches(['（', '(']).trim_end();
    match said.strip_suffix(['）', ')']) {
        Some(rest) if !open(rest) => rest.trim_end(),
        _ => said,
    }
}

/// 撰稿人 李明: a label, a blank, and few characters.
fn open(line: &str) -> Option<Labelled<'_>> {
    let (word, said) = line.split_once([' ', '　'])?;
    let said = said.trim();
    let short = (2..=24).contains(&said.chars().count());
    let (word, label) = known(word).filter(|_| OPEN.contains(&word) && short)?;
    Some(Labelled { label, word, said, loose: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_in_a_line() {
        let of = |line: &str| {
            let (before, parts) = find(line).unwrap_or_default();
            let parts = parts.iter().map(|it| format!("{:?}={}", it.label, it.said));
            std::iter::once(before.to_owned()).chain(parts).collect::<Vec<_>>().join(";")
        };
        for line in ["来  源：望河县", "来源 ： 望河县", "来源:望河县", "[来源：望河县]"]
        {
            assert_eq!(of(line.trim_matches(['[', ']'])), ";Unit=望河县", "{line}");
        }
        assert_eq!(of("报送单位（盖章）：望河县农业农村局"), ";Unit=望河县农业农村局");
        assert_eq!(
            of("发布时间：2018-11-10 10:23:11 | 来源：望河县 | 浏览次数：123"),
            ";Published=2018-11-10 10:23:11;Unit=望河县;Count=123"
        );
        assert_eq!(of("撰稿：李明 审核：王芳；签发：张三"), {
            let editors = Label::Other(EDITORS);
            format!(";Author=李明;{editors:?}=王芳;{editors:?}=张三")
        });
        assert_eq!(of("望河县水利局　供稿：李明"), "望河县水利局;Author=李明");
        assert_eq!(
            of("文/李明 图/王芳"),
            format!(";Author=李明;{:?}=王芳", Label::Other("摄影、供图"))
        );
        assert_eq!(of("撰稿人 李明"), ";Author=李明");
        assert_eq!(
            of("[ 来源 ]望河县 [ 发布日期 ]2021-02-21"),
            ";Unit=望河县;Published=2021-02-21"
        );
        assert_eq!(of("人气:发表时间:2020-03-31"), ";Count=;Published=2020-03-31");
        // What only looks like one.
        for line in ["会议指出：要落实", "下发：三个", "审核 项目", "9:30开会", "时任来源地：甲"]
        {
            assert_eq!(find(line).filter(|(before, _)| before.is_empty()), None, "{line}");
        }
    }
}
