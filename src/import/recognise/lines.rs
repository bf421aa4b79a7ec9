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
    (&["标题", "题目", "信息标题", "稿件标题", "信息题目", "title"], |text| {
        Some(Line::Title(unquoted(text)))
    }),
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
            "发布单位",
            "source",
        ],
        |text| Some(Line::Unit(unquoted(text))),
    ),
    (
        &["日期", "时间", "报送时间", "报送日期", "发布时间", "发布日期", "date"],
        |text| {
            let found = dates::first(text)?;
            // The hour of a meeting is no date of a dispatch.
            let rest = [&text[..found.range.start], &text[found.range.end..]].concat();
            (!rest.contains(char::is_alphabetic)).then(|| Line::Date(found, text.to_owned()))
        },
    ),
    (
        &["作者", "撰稿", "撰稿人", "拟稿", "拟稿人", "执笔", "通讯员", "author"],
        |text| Some(Line::Author(unquoted(text))),
    ),
    (&["供稿", "供稿人"], |text| Some(Line::Author(unquoted(text)))),
    (
        &[
            "联系人",
            "联系电话",
            "电话",
            "联系方式",
            "手机",
            "传真",
            "邮箱",
            "报送人",
            "填报人",
            "联系人及电话",
            "联系人电话",
        ],
        |_| Some(Line::Other("联系人和电话")),
    ),
    (
        &[
            "签发",
            "签发人",
            "审核",
            "审核人",
            "编辑",
            "责任编辑",
            "校对",
            "审签",
            "核稿",
            "核稿人",
            "签发领导",
            "审核领导",
            "单位负责人",
        ],
        |_| Some(Line::Other("编辑、审核、签发")),
    ),
    (&["报", "送", "发", "抄送", "抄报", "主送", "分送"], |_| {
        Some(Line::Other("报送发"))
    }),
    (&["kind", "类型", "column", "栏目"], |_| Some(Line::Other("类型或栏目"))),
];

/// Whether a text is a label that something of a head stands behind.
pub fn is_label(text: &str) -> bool {
    LABELS.iter().any(|(labels, _)| labels.contains(&text))
}

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
    let labelled = parts.len() > 1 && parts.iter().any(|part| part.contains(['：', ':']));
    match several {
        Some(several) if labelled => several,
        _ => match unit_and_people(inner(line), roster) {
            Some(both) => both,
            None => one(line, roster).into_iter().flat_map(without_number).collect(),
        },
    }
}

/// 作者：某某 13800000000 says two things.
fn without_number(line: Line) -> Vec<Line> {
    match line {
        Line::Author(text) if text.contains(|c: char| c.is_ascii_digit()) => {
            let name = text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
            let name = name.trim_end_matches("电话").trim_end_matches("联系电话");
            let name = name.trim_matches([' ', '　', '（', '(', '，', ',', '：', ':', '-', '—']);
            let author = (!name.is_empty()).then(|| Line::Author(name.to_owned()));
            author.into_iter().chain([Line::Other("联系人和电话")]).collect()
        }
        line => vec![line],
    }
}

/// 山阴县水利局 张三: a unit, and behind blanks the names of those who wrote.
fn unit_and_people(line: &str, roster: &Roster) -> Option<Vec<Line>> {
    let mut parts = line.split([' ', '　']).filter(|part| !part.is_empty());
    let unit = parts.next().filter(|unit| units::looks_like_one(unit, roster))?;
    let names: Vec<&str> = parts.collect();
    let is_name = |name: &&str| {
        (2..=3).contains(&name.chars().count())
            && name.starts_with(crate::check::is_surname)
            && name.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
            && !units::looks_like_one(name, roster)
    };
    let named = (1..=3).contains(&names.len()) && names.iter().all(is_name);
    named.then(|| vec![Line::Unit(unit.to_owned()), Line::Author(names.join("、"))])
}

fn one(line: &str, roster: &Roster) -> Option<Line> {
    let bare = inner(line);
    // 山 阴 县: spaced to fill a line.
    let spaced = bare.split([' ', '　']).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let joined = spaced.concat();
    let is_spaced = spaced.len() > 1 && spaced.iter().all(|part| part.chars().count() == 1);
    let bare = if is_spaced { joined.as_str() } else { bare };
    if let Some((label, text)) = bare.split_once(['：', ':']) {
        let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
        let known = LABELS.iter().find(|(labels, _)| labels.contains(&label.as_str()));
        if let Some((_, make)) = known {
            return match make(text.trim()) {
                // 供稿：山阴县环保局 names a unit.
                Some(Line::Author(author)) if units::looks_like_one(&author, roster) => {
                    Some(Line::Unit(author))
                }
                Some(Line::Unit(text)) => Some(unit_and_date(&text).unwrap_or(Line::Unit(text))),
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
    if is_number_of_paper(bare) {
        return Some(Line::Other("发文字号"));
    }
    if is_contact(bare) {
        return Some(Line::Other("联系人和电话"));
    }
    if let Some(names) = bare.strip_suffix(['：', ':']) {
        let mut names = names.split(['、', '，']).map(str::trim);
        // 山阴县： leads to what is told of it.
        if names
            .all(|name| units::known(name, roster).is_none() && units::looks_like_one(name, roster))
        {
            return Some(Line::Other("主送单位"));
        }
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
    if let Some(Line::Both(unit, found, text)) = unit_and_date(bare)
        && units::looks_like_one(&unit, roster)
    {
        return Some(Line::Both(unit, found, text));
    }
    units::looks_like_one(bare, roster).then(|| Line::Unit(bare.to_owned()))
}

/// 山阴县水利局 2018年11月25日, 山阴县水利局（2018年11月25日）.
fn unit_and_date(text: &str) -> Option<Line> {
    let found = dates::first(text)?;
    let behind = text[found.range.end..].trim_matches(['）', ')', ' ', '　']);
    let unit = text[..found.range.start].trim_end_matches(['（', '(', '，', ',', ' ', '　']);
    let unit = unit.trim_end_matches(['编', '印', '发', ' ', '　']).trim();
    let whole = behind.is_empty() && !unit.is_empty();
    whole.then(|| Line::Both(unit.to_owned(), found, text.to_owned()))
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

/// 第28期, （总第128期）, 2018年第 12 期（总第 30 期）. Not 第三期干部培训班开班.
pub fn is_number_of_issue(line: &str) -> bool {
    let kept: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let rest = kept.trim_start_matches(['（', '(']);
    let year = |c: char| c.is_ascii_digit() || "〔〕[]年".contains(c);
    let rest = match rest.starts_with(|c: char| c.is_ascii_digit() || c == '〔' || c == '[') {
        true => rest.trim_start_matches(year),
        false => rest,
    };
    let Some(rest) = rest.trim_start_matches('总').strip_prefix('第') else { return false };
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百〇".contains(c);
    let behind = rest.trim_start_matches(number);
    let Some(last) = behind.strip_prefix('期').filter(|_| behind.len() < rest.len()) else {
        return false;
    };
    let ends = last.is_empty() || last.starts_with(['（', '(', '）', ')', '总', '—', '-', '·']);
    (ends || last == "增刊") && kept.chars().count() <= 24
}

/// 怀环发〔2018〕86号.
fn is_number_of_paper(line: &str) -> bool {
    let Some((before, rest)) = line.split_once(['〔', '[', '［', '【']) else { return false };
    let Some((year, rest)) = rest.split_once(['〕', ']', '］', '】']) else { return false };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let number = rest.trim().trim_start_matches('第').strip_suffix('号');
    let is_number = number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    is_year && is_number && before.chars().count() <= 12
}

/// 联系人 某某 13800000000, 某某 0349-1234567: short, and a number of a telephone in it.
fn is_contact(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let named = ["联系人", "联系电话", "电话", "手机", "报送人", "填报人"];
    let is_number = |part: &str| {
        let digits = part.chars().filter(char::is_ascii_digit).count();
        (7..=12).contains(&digits) && part.chars().all(|c| c.is_ascii_digit() || c == '-')
    };
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let starts = named.iter().any(|name| line.starts_with(name)) && digits >= 7 && letters <= 24;
    let alone = line.split([' ', '　', '：', ':', '（', '）']).any(is_number) && letters <= 8;
    (starts || alone) && dates::first(line).is_none()
}

fn is_greeting(line: &str) -> bool {
    let short = line.chars().count() <= 40 && !line.contains('。');
    let polite = ["请审阅", "请查收", "请审核", "请审示", "请领导审阅"];
    let sends = ["您好", "你好", "报送", "信息", "领导"];
    if short
        && polite.iter().any(|word| line.contains(word))
        && sends.iter().any(|word| line.contains(word))
    {
        return true;
    }
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
        assert_eq!(is("山 阴　县"), "单位 山阴县");
        assert_eq!(is("2018年第15期"), "期号");
        assert_eq!(is("第三期干部培训班开班"), "-");
        assert_eq!(is("怀环发〔2018〕86号"), "发文字号");
        assert_eq!(is("市协调联络领导小组："), "主送单位");
        assert_eq!(is("会议要求："), "-");
        assert_eq!(is("中共右玉县委办公室（2018年11月20日）"), "单位和日期 中共右玉县委办公室");
        assert_eq!(is("报送单位：朔城区 2018年11月22日"), "单位和日期 朔城区");
        assert_eq!(is("来源：平鲁区　2018-11-10"), "单位 平鲁区，日期");
        assert_eq!(is("（山阴县水利局 张三 李四）"), "单位 山阴县水利局，作者 张三、李四");
        assert_eq!(is("山阴县政府 部署"), "-");
        assert_eq!(is("撰稿人：某某 13800000000"), "作者 某某，联系人和电话");
        assert_eq!(is("联系人 某某 手机 13800000000"), "联系人和电话");
        assert_eq!(is("某主任您好，现报送我区信息一条，请审阅"), "客套话");
        assert_eq!(is("时间：11月20日上午在县政府召开"), "-");
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
