//! One scalar → one value: texts on one line, numbers, dates, words.
//!
//! Knows no keys: messages begin with the name the caller gives.

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::{Diagnostic, OffsetMap, Text, code};

use super::keys::{self, Choice};
use crate::model::IssueNumber;

/// A value, or what is wrong with it.
pub(super) type Read<T> = Result<T, Box<Diagnostic>>;

/// A text on one line: white space around it is gone, a line break inside it is nothing
/// between Chinese characters and a space elsewhere.
pub(super) fn one_line(text: &Text) -> Text {
    let value = text.as_str();
    let trimmed = value.trim();
    let start = value.len() - value.trim_start().len();
    if !trimmed.contains(char::is_whitespace) && trimmed.len() == value.len() {
        return text.clone();
    }
    let mut out = String::with_capacity(trimmed.len());
    let mut map = OffsetMap::default();
    let mut at = start;
    let end = start + trimmed.len();
    let origin = |at: usize| text.span(at..at + 1).map(|span| span.range.start);
    while let Some(c) = value.get(at..end).and_then(|rest| rest.chars().next()) {
        let run = if c.is_whitespace() { space_run(&value[at..end]) } else { 0 };
        if run > 0 && is_broken(text, at, &value[at..at + run]) {
            let before = out.chars().next_back().is_some_and(is_chinese);
            let after = value[at + run..].chars().next().is_some_and(is_chinese);
            if !(before && after) {
                origin(at).into_iter().for_each(|original| map.push(out.len(), original));
                out.push(' ');
            }
            at += run;
        } else {
            for (i, c) in value[at..at + run.max(c.len_utf8())].char_indices() {
                origin(at + i).into_iter().for_each(|original| map.push(out.len(), original));
                out.push(c);
            }
            at += run.max(c.len_utf8());
        }
    }
    match text.span(0..0).or_else(|| text.whole()) {
        Some(span) => Text::new(out, &span.file, map),
        None => Text::unplaced(out),
    }
}

fn space_run(text: &str) -> usize {
    text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len())
}

/// Whether there is a line break in white space, also one that YAML has folded into a space.
fn is_broken(text: &Text, at: usize, run: &str) -> bool {
    let broken = |run: &str| run.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    if broken(run) {
        return true;
    }
    let Some(span) = text.span(at..at + 1) else { return false };
    let original = &span.file.text[span.range.start..];
    broken(&original[..space_run(original)])
}

/// Characters that stand next to each other without a space.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}' | '—' | '…' | '‘' | '’' | '“' | '”')
}

/// A value as people type it with a Chinese input method: full-width digits and marks become half-width.
fn half_width(text: &Text) -> String {
    text.as_str().trim().chars().map(crate::model::half_width).collect()
}

/// A text for a message: on one line, shortened.
pub(super) fn shown(text: &Text) -> String {
    let line = one_line(text).value;
    match line.char_indices().nth(20) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

fn wrong(name: &str, expected: &str, text: &Text, help: &str) -> Box<Diagnostic> {
    let message = format!("「{name}」应是{expected}，这里写的是「{}」", shown(text));
    Box::new(Diagnostic::error(code::WRONG_VALUE, message).at(text.whole()).help(help))
}

/// A whole number within bounds; `unit` is what it counts, where that could be taken for a part of it.
pub(super) fn integer(
    name: &str,
    text: &Text,
    unit: Option<&str>,
    least: u32,
    most: u32,
) -> Read<u32> {
    let digits = half_width(text);
    let is_plain =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_plain(&digits).then(|| digits.parse().ok()).flatten();
    number.filter(|number| (least..=most).contains(number)).ok_or_else(|| {
        let what = if is_plain(&digits) {
            format!("改成 {least} 到 {most} 之间的数")
        } else if unit.is_some() {
            "只写数".to_owned()
        } else {
            "只写阿拉伯数字".to_owned()
        };
        let help = match unit {
            Some(unit) if unit.is_ascii() => format!("{what}，单位是 {unit}"),
            Some(unit) => format!("{what}，单位是{unit}"),
            None => what,
        };
        wrong(name, &format!(" {least} 到 {most} 之间的整数"), text, &help)
    })
}

/// The numbers of a 合刊: `7-8`, `7—8`, `第7、8期`; `None` for anything else.
pub(super) fn joint(text: &Text) -> Option<IssueNumber> {
    let digits = half_width(text).replace(char::is_whitespace, "").replace(['第', '期'], "");
    let digits =
        ["——", "~", "、", ",", "至"].iter().fold(digits, |text, mark| text.replace(mark, "-"));
    digits.parse().ok().filter(|number| matches!(number, IssueNumber::Joint(..)))
}

/// A number within bounds; its unit (毫米 or 磅) may follow it.
pub(super) fn number(name: &str, text: &Text, unit: &str, least: f64, most: f64) -> Read<f64> {
    let written = half_width(text).to_lowercase();
    let latin = if unit == "磅" { "pt" } else { "mm" };
    let bare = written
        .strip_suffix(unit)
        .or_else(|| written.strip_suffix(latin))
        .unwrap_or(&written)
        .trim_end();
    let plain = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = plain.then(|| bare.parse::<f64>().ok()).flatten();
    number.filter(|number| (least..=most).contains(number)).ok_or_else(|| {
        wrong(
            name,
            &format!(" {least} 到 {most} 之间的数（{unit}）"),
            text,
            &format!("只写数字，单位是{unit}"),
        )
    })
}

/// A number within bounds, or the word in its place, for which there is `None`.
pub(super) fn number_or(
    name: &str,
    text: &Text,
    unit: &str,
    (least, most): (f64, f64),
    word: &Choice,
) -> Read<Option<f64>> {
    let written = text.as_str().trim();
    if written == word.0 || written == word.1 {
        return Ok(None);
    }
    number(name, text, unit, least, most).map(Some).map_err(|mut found| {
        found.help = Some(format!("只写数字，单位是{unit}；或写 {}（{}）", word.0, word.1));
        found
    })
}

/// Yes or no.
pub(super) fn boolean(name: &str, text: &Text) -> Read<bool> {
    match half_width(text).to_lowercase().as_str() {
        "true" | "yes" | "on" | "是" | "有" | "对" => Ok(true),
        "false" | "no" | "off" | "否" | "无" | "不" => Ok(false),
        _ => Err(wrong(name, "「是」或「否」", text, "写成 true（是）或 false（否）")),
    }
}

/// One of a few words, given in English or Chinese; the English one is returned.
pub(super) fn choice(name: &str, text: &Text, choices: &[Choice]) -> Read<&'static str> {
    let written = text.as_str().trim();
    let shape = shape(text);
    let same = |word: &str| written == word || shape == self::shape(&Text::unplaced(word));
    if let Some(&(english, _)) =
        choices.iter().find(|&&(english, chinese)| same(english) || same(chinese))
    {
        return Ok(english);
    }
    let words: Vec<String> =
        choices.iter().map(|(english, chinese)| format!("{english}（{chinese}）")).collect();
    let diagnostic =
        Diagnostic::error(code::WRONG_VALUE, format!("「{name}」不能是「{}」", shown(text)));
    let near =
        keys::nearest(written, choices.iter().flat_map(|&(english, chinese)| [english, chinese]));
    Err(Box::new(diagnostic.at(text.whole()).help(match near {
        Some(near) => format!("是不是「{near}」？"),
        None => format!("可以写：{}", words.join("、")),
    })))
}

/// A word as far as it matters which it is: 第1期, 第 12 期 and 第…期, - 1 - and －3－ are the same to
/// whoever shows by them how something is to look.
fn shape(text: &Text) -> String {
    let dense = half_width(text).replace(char::is_whitespace, "");
    let mut shape = String::new();
    for c in dense.chars() {
        let stands_for_number = c.is_ascii_digit() || matches!(c, '…' | 'N');
        match (stands_for_number, shape.ends_with('1')) {
            (true, true) => {}
            (true, false) => shape.push('1'),
            (false, _) => shape.push(c),
        }
    }
    shape
}

/// A date: `2018-11-27`, with `/` or `.` or 年月日, digits of either width.
pub(super) fn date(text: &Text) -> Read<NaiveDate> {
    let written = half_width(text).replace(char::is_whitespace, "");
    let fail = |why: &str| {
        let found = Diagnostic::error(code::WRONG_DATE, format!("日期「{}」{why}", shown(text)));
        Err(Box::new(
            found
                .at(text.whole())
                .help("年月日都要写，用阿拉伯数字，例如 2018-11-27 或 2018年11月27日"),
        ))
    };
    let Some((year, month, day)) = split_date(&written) else { return fail("的写法不对") };
    if year.len() != 4 {
        return fail("的年份应是四位数字");
    }
    let (Ok(year), Ok(month), Ok(day)) =
        (year.parse::<i32>(), month.parse::<u32>(), day.parse::<u32>())
    else {
        return fail("的写法不对");
    };
    if !(1..=12).contains(&month) {
        return fail(&format!("不存在：没有{month}月"));
    }
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) if date.year() > 0 => Ok(date),
        None if month == 2 && day == 29 => fail(&format!("不存在：{year}年2月没有29日")),
        None => fail(&format!("不存在：{month}月没有{day}日")),
        Some(_) => fail("的年份不对"),
    }
}

/// A date on the command line, in any of the forms of [`date`]; `None` when the words have not the
/// form of one.
///
/// # Errors
/// The finding, without a place, on a day that is in no calendar.
pub fn written_date(written: &str) -> Option<Result<NaiveDate, Box<Diagnostic>>> {
    let text = Text::unplaced(written);
    let bare = half_width(&text).replace(char::is_whitespace, "");
    // Two digits may be the version of something, `1.2.3`; four begin a date.
    let (year, ..) = split_date(&bare)?;
    (year.len() == 4).then(|| date(&text))
}

fn split_date(written: &str) -> Option<(&str, &str, &str)> {
    let number = |text: &str| {
        !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    for (first, second, last) in
        [("-", "-", ""), ("/", "/", ""), (".", ".", ""), ("年", "月", "日"), ("年", "月", "号")]
    {
        let parts = || {
            let (year, rest) = written.split_once(first)?;
            let (month, rest) = rest.split_once(second)?;
            Some((year, month, rest.strip_suffix(last)?))
        };
        if let Some(parts) =
            parts().filter(|&(year, month, day)| number(year) && number(month) && number(day))
        {
            return Some(parts);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::SourceFile;

    #[track_caller]
    fn check(written: &str, want: &str) {
        let got = match date(&Text::unplaced(written)) {
            Ok(date) => date.to_string(),
            Err(found) => found.message,
        };
        assert_eq!(got, want);
    }

    #[test]
    fn dates_as_clerks_write_them() {
        for written in [
            "2018-11-27",
            "2018年11月27日",
            "2018/11/27",
            "2018.11.27",
            "２０１８年１１月２７日",
            " 2018 年 11 月 27 号",
            "２０１８－１１－２７",
        ] {
            check(written, "2018-11-27");
        }
        check("2018-3-5", "2018-03-05");
        check("2018-11-31", "日期「2018-11-31」不存在：11月没有31日");
        check("2019-2-29", "日期「2019-2-29」不存在：2019年2月没有29日");
        check("2018-13-01", "日期「2018-13-01」不存在：没有13月");
        check("2018-01-00", "日期「2018-01-00」不存在：1月没有0日");
        check("18-11-27", "日期「18-11-27」的年份应是四位数字");
        check("0000-11-27", "日期「0000-11-27」的年份不对");
        check("2018-11", "日期「2018-11」的写法不对");
        check("明天", "日期「明天」的写法不对");
    }

    #[test]
    fn a_date_is_told_from_other_words() {
        let told = |written| match written_date(written) {
            Some(Ok(date)) => date.to_string(),
            Some(Err(found)) => found.message,
            None => "no date".to_owned(),
        };
        assert_eq!(told(" 2018年11月27日"), "2018-11-27");
        assert_eq!(told("2018-11-31"), "日期「2018-11-31」不存在：11月没有31日");
        for other in ["1.2.3", "HEAD~3", "v2018", "2018", "20181127", ""] {
            assert_eq!(told(other), "no date", "{other}");
        }
    }

    #[test]
    fn one_line_keeps_its_places() {
        let file = Arc::new(SourceFile {
            path: "a".to_owned(),
            text: "\u{3000} 山阴\n  县 第一 b\n c\u{3000}".to_owned(),
        });
        let line = one_line(&Text::new(file.text.clone(), &file, OffsetMap::shifted(0)));
        assert_eq!(line.as_str(), "山阴县 第一 b c");
        for (at, c) in line.as_str().char_indices().filter(|(_, c)| *c != ' ') {
            let span = line.span(at..at + c.len_utf8()).expect("placed");
            assert_eq!(file.text[span.range].to_string(), c.to_string());
        }
        assert_eq!(one_line(&Text::unplaced(" \n ")).as_str(), "");
    }

    #[test]
    fn numbers_and_words() {
        let text = Text::unplaced;
        assert_eq!(integer("期号", &text("０２８"), None, 1, 99), Ok(28));
        assert!(integer("期号", &text("-1"), None, 1, 99).is_err());
        assert!(integer("期号", &text("99999999999999"), None, 1, 99).is_err());
        assert_eq!(number("上", &text("37 mm"), "毫米", 0.0, 100.0), Ok(37.0));
        assert_eq!(number("上", &text("37.5毫米"), "毫米", 0.0, 100.0), Ok(37.5));
        for bad in ["nan", "inf", "1e1", "-1", "", ".", "101", "37pt"] {
            assert!(number("上", &text(bad), "毫米", 0.0, 100.0).is_err(), "{bad}");
        }
        assert_eq!(boolean("增刊", &text("是")), Ok(true));
        let found =
            choice("编号方式", &text("yearl"), &[("continuous", "连续"), ("yearly", "按年")])
                .expect_err("no such word");
        assert_eq!(found.help.as_deref(), Some("是不是「yearly」？"));
    }
}
