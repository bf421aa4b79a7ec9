//! Dates as clerks write them, anywhere in a line.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

/// A date in a text; the year may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands.
    pub range: Range<usize>,
    year: Option<i32>,
    month: u32,
    day: u32,
}

impl Found {
    /// The day it means for an issue of a day: without a year, the latest such day that is not
    /// after the issue.
    pub fn on(&self, issue: NaiveDate) -> Option<NaiveDate> {
        let of = |year| NaiveDate::from_ymd_opt(year, self.month, self.day);
        match self.year {
            Some(year) => of(year),
            None => of(issue.year()).filter(|day| *day <= issue).or_else(|| of(issue.year() - 1)),
        }
    }

    /// The day it means in a text of a year.
    pub fn in_year(&self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year.unwrap_or(year), self.month, self.day)
    }

    /// Whether its year is written.
    pub fn has_year(&self) -> bool {
        self.year.is_some()
    }
}

/// The date that is all of a text, brackets aside.
pub fn whole(text: &str) -> Option<Found> {
    let bare = text.trim().trim_matches(['（', '）', '(', ')', '。']);
    let found = first(bare)?;
    (found.range == (0..bare.len())).then_some(found)
}

/// The first date of a text.
pub fn first(text: &str) -> Option<Found> {
    written(text, &is_real)
}

/// The first that is written like a date and is no day of any calendar: 11月31日.
pub fn impossible(text: &str) -> Option<&str> {
    let named = |date: &Found| (1..=31).contains(&date.day) && (1..=99).contains(&date.month);
    written(text, &|date| named(date) && !is_real(date)).map(|found| &text[found.range])
}

/// The first of a text that is meant.
fn written(text: &str, meant: &dyn Fn(&Found) -> bool) -> Option<Found> {
    let starts = text.char_indices().filter(|(_, c)| is_digit(*c));
    let mut end = 0;
    for (at, _) in starts {
        if at < end {
            continue;
        }
        let digits = text[at..].len() - text[at..].trim_start_matches(is_digit).len();
        let found = chinese(text, at).or_else(|| with_marks(text, at));
        if let Some(found) = found.filter(meant) {
            return Some(found);
        }
        end = at + digits;
    }
    None
}

fn is_digit(c: char) -> bool {
    number(c).is_some() || c == '十'
}

fn number(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        '〇' | '○' | '零' => Some(0),
        _ => "一二三四五六七八九".chars().position(|own| own == c).map(|at| at as u32 + 1),
    }
}

/// A number and what is behind it; blanks around it do not count.
fn read(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = text[at..].trim_start_matches([' ', '　']);
    let start = text.len() - rest.len();
    let length = rest.len() - rest.trim_start_matches(is_digit).len();
    let digits = &rest[..length];
    let value = match digits.split_once('十') {
        // 十 二十 十一 二十一
        Some((tens, ones)) => {
            let one = |text: &str, none| match text.chars().count() {
                0 => Some(none),
                1 => text.chars().next().and_then(number),
                _ => None,
            };
            one(tens, 1)? * 10 + one(ones, 0)?
        }
        None if (1..=4).contains(&digits.chars().count()) => {
            digits.chars().try_fold(0, |sum, c| Some(sum * 10 + number(c)?))?
        }
        None => return None,
    };
    let rest = text[start + length..].trim_start_matches([' ', '　']);
    Some((value, text.len() - rest.len()))
}

/// 2018年11月27日, 11月27日, 二〇一八年十一月二十七日.
fn chinese(text: &str, at: usize) -> Option<Found> {
    let (first, behind) = read(text, at)?;
    let (year, month, behind) = match text[behind..].strip_prefix('年') {
        Some(rest) => {
            let (month, behind) = read(text, text.len() - rest.len())?;
            (Some(i32::try_from(first).ok()?), month, behind)
        }
        None => (None, first, behind),
    };
    let rest = text[behind..].strip_prefix('月')?;
    let (day, behind) = read(text, text.len() - rest.len())?;
    let rest = text[behind..].strip_prefix(['日', '号'])?;
    Some(Found { range: at..text.len() - rest.len(), year, month, day })
}

/// 2018-11-27, 2018.11.27, 2018/11/27.
fn with_marks(text: &str, at: usize) -> Option<Found> {
    let marks = |text: &str| text.strip_prefix(['-', '.', '/', '．', '－']).map(str::len);
    let digits = |at: usize| {
        let rest = &text[at..];
        let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        Some((rest[..length].parse::<u32>().ok()?, length, at + length))
    };
    let (year, length, end) = digits(at).filter(|(_, length, _)| *length == 4)?;
    let (month, _, end) = digits(text.len() - marks(&text[end..])?)?;
    let (day, _, end) = digits(text.len() - marks(&text[end..])?)?;
    let _ = length;
    Some(Found { range: at..end, year: Some(i32::try_from(year).ok()?), month, day })
}

/// Whether it is a day that a dispatch may speak of.
fn is_real(date: &Found) -> bool {
    let recent = date.year.is_none_or(|year| (1949..=2200).contains(&year));
    // The 29th of February where the year is not known.
    let day_of_year = NaiveDate::from_ymd_opt(date.year.unwrap_or(2000), date.month, date.day);
    recent && day_of_year.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<(&str, &str)>) {
        let issue = NaiveDate::from_ymd_opt(2019, 1, 5).expect("a day");
        let got = first(text).map(|found| {
            let day = found.on(issue).map(|day| day.to_string()).unwrap_or_default();
            (text[found.range].to_owned(), day)
        });
        let want = want.map(|(text, day)| (text.to_owned(), day.to_owned()));
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn dates_of_every_hand() {
        check("会议于2018年11月27日召开", Some(("2018年11月27日", "2018-11-27")));
        check("11 月 27 日，张祥", Some(("11 月 27 日", "2018-11-27")));
        check("1月3日下午", Some(("1月3日", "2019-01-03")));
        check("二〇一八年十一月二十七日", Some(("二〇一八年十一月二十七日", "2018-11-27")));
        check("二○一八年十月十日", Some(("二○一八年十月十日", "2018-10-10")));
        check("2018.11.27", Some(("2018.11.27", "2018-11-27")));
        check("日期：2018-11-27 ", Some(("2018-11-27", "2018-11-27")));
        check("２０１８年１１月２７日", Some(("２０１８年１１月２７日", "2018-11-27")));
        check("11月31日和12月1日", Some(("12月1日", "2018-12-01")));
        check("第28期，130多株，10月份，3.5.2节", None);
        check("十三五规划", None);
    }

    #[test]
    fn days_that_no_calendar_has() {
        for (text, day) in [
            ("2018年11月31日", Some("2018年11月31日")),
            ("望河县水务局 2019年2月29日", Some("2019年2月29日")),
            ("2月30日", Some("2月30日")),
            ("望河县-2018-13-01.docx", Some("2018-13-01")),
            ("二〇一八年九月三十一日", Some("二〇一八年九月三十一日")),
            ("2018年11月30日", None),
            ("2月29日", None),
            ("3.5.2节，第31号", None),
        ] {
            assert_eq!(impossible(text), day, "{text}");
        }
    }
}
