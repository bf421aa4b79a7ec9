//! What a single line of the head or the tail of a dispatch is.

use super::dates::{self, Found};
use super::units;
use crate::model::Roster;

/// What a line says about the dispatch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The title, named as such.
    Title(String),
    /// The unit that sent it.
    Unit(String),
    /// The date.
    Date(Found, String),
    /// Unit and date.
    Both(String, Found, String),
    /// Who wrote it.
    Author(String),
    /// Something that an entry does not have, with what it is.
    Other(&'static str),
}

/// What the text behind a label says; nothing where it cannot.
type Make = fn(&str) -> Option<Line>;

/// Labels and what is behind them.
const LABELS: &[(&[&str], Make)] = &[
    (&["标题", "题目", "title"], |text| Some(Line::Title(unquoted(text)))),
    (
        &[
            "来源",
            "报送单位",
            "报送",
            "供稿单位",
            "单位",
            "来稿单位",
            "信息来源",
            "发布单位",
            "source",
        ],
        |text| Some(Line::Unit(unquoted(text))),
    ),
    (
        &["日期", "时间", "报送时间", "报送日期", "发布时间", "发布日期", "date"],
        |text| {
            let found = dates::first(text)?;
            Some(Line::Date(found, text.to_owned()))
        },
    ),
    (&["作者", "撰稿", "撰稿人", "执笔", "通讯员", "author"], |text| {
        Some(Line::Author(unquoted(text)))
    }),
    (&["供稿", "供稿人"], |text| Some(Line::Author(unquoted(text)))),
    (
        &["联系人", "联系电话", "电话", "联系方式", "手机", "传真", "邮箱"],
        |_| Some(Line::Other("联系人和电话")),
    ),
    (
        &["签发", "签发人", "审核", "审核人", "编辑", "责任编辑", "校对", "审签"],
        |_| Some(Line::Other("编辑、审核、签发")),
    ),
    (&["报", "送", "发", "抄送", "抄报", "主送", "分送"], |_| {
        Some(Line::Other("报送发"))
    }),
    (&["kind", "类型", "column", "栏目"], |_| Some(Line::Other("类型或栏目"))),
];

fn unquoted(text: &str) -> String {
    text.trim().trim_matches('"').to_owned()
}

/// What a line is; empty when it may be a title or text. Several things may stand in one line, with
/// blanks between.
pub fn read(line: &str, roster: &Roster) -> Vec<Line> {
    let parts: Vec<&str> = inner(line)
        .split(['　', '|', '\n'])
        .flat_map(|part| part.split("  "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let several: Option<Vec<Line>> = parts.iter().map(|part| one(part, roster)).collect();
    let labelled = parts.iter().filter(|part| part.contains(['：', ':'])).count() > 1;
    match several {
        Some(several) if labelled => several,
        _ => one(line, roster).into_iter().collect(),
    }
}

fn one(line: &str, roster: &Roster) -> Option<Line> {
    let bare = inner(line);
    if let Some((label, text)) = bare.split_once(['：', ':']) {
        let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
        let known = LABELS.iter().find(|(labels, _)| labels.contains(&label.as_str()));
        if let Some((_, make)) = known {
            return match make(text.trim()) {
                // 供稿：山阴县环保局 names a unit.
                Some(Line::Author(author)) if units::looks_like_one(&author, roster) => {
                    Some(Line::Unit(author))
                }
                line => line,
            };
        }
    }
    if let Some(found) = dates::whole(bare) {
        return Some(Line::Date(found, bare.to_owned()));
    }
    if is_number_of_issue(bare) {
        return Some(Line::Other("期号"));
    }
    if bare.starts_with("共印") || bare.starts_with("（共印") || bare.starts_with("(共印") {
        return Some(Line::Other("印数"));
    }
    if bare.chars().all(|c| "—-－_─━=＝*＊ 　".contains(c)) {
        return Some(Line::Other("分隔线"));
    }
    if is_greeting(bare) {
        return Some(Line::Other("客套话"));
    }
    if let Some(found) = dates::first(bare).filter(|found| found.range.end == bare.len()) {
        let unit =
            bare[..found.range.start].trim_end_matches(['编', '印', '发', ' ', '　', '，', ',']);
        let unit = unit.trim();
        if units::looks_like_one(unit, roster) {
            return Some(Line::Both(unit.to_owned(), found.clone(), bare.to_owned()));
        }
    }
    units::looks_like_one(bare, roster).then(|| Line::Unit(bare.to_owned()))
}

/// Without brackets around all of it.
fn inner(line: &str) -> &str {
    let line = line.trim();
    let stripped = line
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']))
        .filter(|rest| !rest.contains(['（', '(', '）', ')']));
    stripped.unwrap_or(line).trim()
}

/// 第28期, （总第128期）, 第 12 期（总第 30 期）.
fn is_number_of_issue(line: &str) -> bool {
    let kept: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let rest = kept.trim_start_matches(['（', '(', '〔', '[', '总']);
    let Some(rest) = rest.strip_prefix('第') else { return false };
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百〇".contains(c);
    let behind = rest.trim_start_matches(number);
    behind.len() < rest.len() && behind.starts_with('期') && kept.chars().count() <= 24
}

fn is_greeting(line: &str) -> bool {
    let short = line.chars().count() <= 40;
    let starts = ["各位领导", "尊敬的", "领导好", "领导您好", "您好", "你好"];
    let hello = starts.iter().any(|start| line.starts_with(start)) && line.chars().count() <= 16;
    let sent = line.contains("报送如下") || line.contains("汇报如下") && line.starts_with("现将");
    let thanks = ["请查收", "请审阅", "请领导审阅", "妥否，请批示", "收到请回复", "谢谢"];
    let thanked = thanks.iter().any(|word| line.starts_with(word)) && line.chars().count() <= 12;
    short && (hello || (sent && line.starts_with("现将") && line.contains("信息")) || thanked)
}

/// A unit in brackets before a title: 【山阴县】第一时间……, or 山阴县：…… where the roster knows it.
pub fn unit_before<'l>(line: &'l str, roster: &Roster) -> Option<(&'l str, &'l str)> {
    for (open, close) in [('【', '】'), ('[', ']'), ('［', '］')] {
        if let Some((unit, rest)) = line.strip_prefix(open).and_then(|rest| rest.split_once(close))
        {
            let is_unit = units::looks_like_one(unit, roster) && !rest.trim().is_empty();
            return is_unit.then(|| (unit, rest.trim()));
        }
    }
    let (unit, rest) = line.split_once(['：', ':'])?;
    (units::known(unit.trim(), roster).is_some() && !rest.trim().is_empty())
        .then(|| (unit.trim(), rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_heads_and_tails() {
        let roster = Roster::default();
        let one = |line: Option<Line>| match line {
            Some(Line::Title(text)) => format!("题 {text}"),
            Some(Line::Unit(text)) => format!("单位 {text}"),
            Some(Line::Date(..)) => "日期".to_owned(),
            Some(Line::Both(unit, ..)) => format!("单位和日期 {unit}"),
            Some(Line::Author(text)) => format!("作者 {text}"),
            Some(Line::Other(what)) => what.to_owned(),
            None => "-".to_owned(),
        };
        let is = |line: &str| match read(line, &roster) {
            several if several.is_empty() => one(None),
            several => {
                several.into_iter().map(|line| one(Some(line))).collect::<Vec<_>>().join("，")
            }
        };
        assert_eq!(is("标题：抓好春耕"), "题 抓好春耕");
        assert_eq!(is("（报送单位：山阴县）"), "单位 山阴县");
        assert_eq!(is("（2018年11月25日）"), "日期");
        assert_eq!(is("山阴县人民政府办公室  2018年11月25日"), "单位和日期 山阴县人民政府办公室");
        assert_eq!(is("（供稿：某某）"), "作者 某某");
        assert_eq!(is("供稿：山阴县水利局"), "单位 山阴县水利局");
        assert_eq!(is("联系人：某某　电话：0349-0000000"), "联系人和电话，联系人和电话");
        assert_eq!(is("来源：平鲁区　发布时间：2018-11-10"), "单位 平鲁区，日期");
        assert_eq!(is("第 12 期（总第30期）"), "期号");
        assert_eq!(is("各位领导好："), "客套话");
        assert_eq!(is("报：省委办公厅"), "报送发");
        assert_eq!(is("———————"), "分隔线");
        assert_eq!(is("山阴县第一时间贯彻落实督察组意见"), "-");
        assert_eq!(is("会议指出：要抓好落实"), "-");
        assert_eq!(is("第一时间落实"), "-");
    }

    #[test]
    fn units_before_titles() {
        let roster = Roster::default();
        assert_eq!(unit_before("【应县】抓好春耕", &roster), Some(("应县", "抓好春耕")));
        assert_eq!(unit_before("【聚焦】抓好春耕", &roster), None);
        assert_eq!(unit_before("应县：抓好春耕", &roster), None);
    }
}
