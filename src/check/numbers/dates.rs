//! Dates in running text: found, placed in a year, and held against the calendar.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::{DATE_WEEKDAY, IMPOSSIBLE_DATE, LEADING_ZERO, RELATIVE_DATE};
use crate::check::context::is_quoted;
use crate::check::cues::Words;
use crate::check::lists::words;
use crate::check::{Findings, Passage, Story};
use crate::diagnostic::{Diagnostic, Severity, Span};

/// A date as written, such as 2018年11月27日 or 11 月 27 日.
pub struct Written {
    /// All of it.
    pub range: Range<usize>,
    pub year: Option<i32>,
    /// The digits.
    pub month: Range<usize>,
    /// The digits; none in 11月.
    pub day: Option<Range<usize>>,
}

/// A date without a year is taken to be the one nearest to the day of the text; farther away than
/// this, in days, nobody can say which year is meant.
const NEAR: i64 = 150;

/// The dates of a text, in order.
pub fn dates(text: &str) -> impl Iterator<Item = Written> + '_ {
    text.match_indices('月').filter_map(move |(at, moon)| {
        let month = digits_before(text, at, 2)?;
        let mut start = month.start;
        let mut year = None;
        let before = text[..start].trim_end_matches(' ');
        if let Some(rest) = before.strip_suffix('年')
            && let Some(digits) = digits_before(text, rest.len(), 4).filter(|it| it.len() == 4)
        {
            year = text[digits.clone()].parse().ok();
            start = digits.start;
        }
        let after = at + moon.len();
        let mut end = after;
        let day = digits_after(text, after).filter(|day| {
            let rest = text[day.end..].trim_start_matches(' ');
            let unit = ['日', '号'].into_iter().find(|unit| rest.starts_with(*unit));
            let behind = rest.chars().nth(1);
            // 11月31号楼 is no date.
            let date = unit.is_some()
                && !(unit == Some('号') && behind.is_some_and(|c| "楼线院井机文".contains(c)));
            if date {
                end = text.len() - rest.len() + '日'.len_utf8();
            }
            date
        });
        Some(Written { range: start..end, year, month, day })
    })
}

/// Up to `most` digits right before a place, blanks between left out; none if there are more.
fn digits_before(text: &str, at: usize, most: usize) -> Option<Range<usize>> {
    let end = text[..at].trim_end_matches(' ').len();
    let bytes = text.as_bytes();
    let mut start = end;
    while start > 0 && end - start <= most && bytes[start - 1].is_ascii_digit() {
        start -= 1;
    }
    let alone =
        start == 0 || !matches!(bytes[start - 1], b'.' | b'-' | b'/' | b'0'..=b'9' | b'A'..=b'z');
    (start < end && end - start <= most && alone).then_some(start..end)
}

fn digits_after(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text[at..].trim_start_matches(' ');
    let start = text.len() - rest.len();
    let count = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&count).then_some(start..start + count)
}

/// The years that a text names, such as 2023年度考核.
pub fn years_named(text: &str) -> impl Iterator<Item = i32> + '_ {
    text.match_indices('年').filter_map(move |(at, _)| {
        let digits = digits_before(text, at, 4).filter(|digits| digits.len() == 4)?;
        text[digits].parse().ok()
    })
}

/// Looks at the dates of a passage of a text of that day; `told` are the years that the title and
/// the paragraphs before name.
pub fn check(passage: &Passage<'_>, day: NaiveDate, told: &BTreeSet<i32>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let mut known = None;
    for date in dates(text) {
        let Ok(month) = text[date.month.clone()].parse::<u32>() else { continue };
        if date.year.is_some() {
            known = date.year.map(|year| (year, month));
        }
        if is_lunar(text, &date) {
            continue;
        }
        let number = date.day.clone().and_then(|day| text[day].parse::<u32>().ok());
        let shown = text[date.range.clone()].replace(' ', "");
        let years = || {
            let mut years = years(text, &date, month, known, day);
            if date.year.is_none() && !years.is_empty() {
                years.extend(told);
            }
            years
        };
        match why_impossible(&date, month, number, years) {
            Some(why) => {
                out.tell(
                    IMPOSSIBLE_DATE,
                    passage,
                    date.range.clone(),
                    format!("「{shown}」这个日期不存在：{why}"),
                    "核对来稿或日历",
                );
            }
            None => weekday(passage, &date, month, number, years, out),
        }
        leading_zero(passage, &date, &shown, out);
    }
    relative(passage, out);
}

/// How far back a word is looked for that says which year a date without one is in: bytes.
const LOOK_BACK: usize = 240;

/// What stands right before a date, no more than so many bytes.
fn before<'t>(text: &'t str, date: &Written, most: usize) -> &'t str {
    let mut start = date.range.start.saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text[start..date.range.start].trim_end()
}

/// 农历2月30日 is a day that our calendar does not know.
fn is_lunar(text: &str, date: &Written) -> bool {
    let before = before(text, date, 30);
    ["农历", "阴历", "旧历"].iter().any(|word| before.contains(word))
}

/// The years that a date may be in: the one written in it; else all that its readers may think of,
/// the likeliest first. None where nobody can say.
fn years(
    text: &str,
    date: &Written,
    month: u32,
    known: Option<(i32, u32)>,
    reference: NaiveDate,
) -> Vec<i32> {
    if let Some(year) = date.year {
        return vec![year];
    }
    let near = before(text, date, LOOK_BACK);
    let elsewhere = ["去年", "前年", "上年", "明年"].iter().any(|word| near.contains(word));
    if elsewhere || near.ends_with('年') || near.ends_with("年的") {
        return Vec::new();
    }
    let mut years = Vec::new();
    if let Some((year, since)) = known {
        // 2023年12月动员，3月15日总结: the year after.
        years.push(if month < since { year + 1 } else { year });
    }
    // A year without a month, such as 2023年度考核.
    years.extend(years_named(near));
    let Some(day) = date.day.clone().and_then(|day| text[day].parse().ok()) else { return years };
    match nearest(reference, month, day) {
        Some(day) => years.push(day.year()),
        // No leap day is near.
        None if (month, day) == (2, 29) => years.push(reference.year()),
        None => {}
    }
    years
}

fn why_impossible(
    date: &Written,
    month: u32,
    day: Option<u32>,
    years: impl Fn() -> Vec<i32>,
) -> Option<String> {
    if !(1..=12).contains(&month) {
        return (day.is_some() || date.year.is_some()).then(|| format!("没有{month}月"));
    }
    let day = day?;
    let mut year = None;
    let most = match month {
        2 if day == 29 => {
            let years = years();
            let is_leap = |year: &i32| NaiveDate::from_ymd_opt(*year, 2, 29).is_some();
            year = years.first().copied().filter(|_| !years.iter().any(is_leap));
            29 - u32::from(year.is_some())
        }
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if (1..=most).contains(&day) {
        return None;
    }
    Some(match (month, day) {
        (2, 29) => year.map_or_else(String::new, |year| format!("{year}年的2月只有28天")),
        (_, 0) => "没有0日".to_owned(),
        _ => format!("{month}月只有{most}天"),
    })
}

const WEEKDAYS: &str = "一二三四五六日";

/// The weekday that stands right behind a date, and its place.
fn weekday_behind(text: &str, from: usize) -> Option<(usize, Range<usize>)> {
    let rest = &text[from..];
    let inner = rest.trim_start_matches([' ', '（', '(', '，']);
    let skipped = rest.len() - inner.len();
    if skipped > 6 {
        return None;
    }
    let bracketed = rest.trim_start().starts_with(['（', '(']);
    let (name, surely) = if let Some(name) = inner.strip_prefix("星期") {
        (name, true)
    } else if let Some(name) = inner.strip_prefix("周") {
        (name, bracketed)
    } else {
        return None;
    };
    let letter = name.chars().next()?;
    let index = match letter {
        '天' => 6,
        letter => WEEKDAYS.chars().position(|each| each == letter)?,
    };
    let behind = &name[letter.len_utf8()..];
    // 3月11日至3月15日（周一至周五）: not this day alone.
    if behind.trim_start().starts_with(['至', '到', '、', '和', '-', '—', '–', '~', '～'])
    {
        return None;
    }
    // 11月27日周一鸣 is a name.
    let ends = ["上", "下", "晚", "早", "中午", "，", "。", "）", ")", "；"]
        .iter()
        .any(|it| behind.starts_with(it));
    let end = text.len() - behind.len();
    // 3月15日，星期三例会改期: the next clause is about something else.
    let surely = surely && !rest[..skipped].contains('，');
    (surely || behind.is_empty() || ends).then_some((index, from + skipped..end))
}

fn weekday(
    passage: &Passage<'_>,
    date: &Written,
    month: u32,
    number: Option<u32>,
    years: impl Fn() -> Vec<i32>,
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let (Some(number), Some((index, range))) = (number, weekday_behind(text, date.range.end))
    else {
        return;
    };
    let years = years();
    let mut days = years.iter().filter_map(|year| NaiveDate::from_ymd_opt(*year, month, number));
    let weekday = |day: &NaiveDate| day.weekday().num_days_from_monday() as usize;
    let Some(day) = days.next() else { return };
    let right = weekday(&day);
    // Right in any of the years that may be meant is right.
    if right == index || days.any(|day| weekday(&day) == index) {
        return;
    }
    let name = |index: usize| WEEKDAYS.chars().nth(index).unwrap_or('日');
    let shown = day.format("%Y年%-m月%-d日");
    let message = format!("「{shown}」是星期{}，不是星期{}", name(right), name(index));
    let near = |ahead: i64| day.checked_add_signed(chrono::TimeDelta::days(ahead));
    let ahead = (index as i64 - right as i64).rem_euclid(7);
    let days: Vec<String> = [near(ahead - 7), near(ahead)]
        .into_iter()
        .flatten()
        .map(|day| day.format("%-m月%-d日").to_string())
        .collect();
    let finding = Diagnostic::error(DATE_WEEKDAY.code, message)
        .at(passage.span(date.range.start..range.end))
        .help(format!(
            "日期对的话，改成「星期{}」；星期对的话，日期可能是{}",
            name(right),
            days.join("或")
        ));
    // Which year is meant is certain only where it is written.
    let level = if date.year.is_some() { Severity::Error } else { Severity::Warning };
    out.push_at(DATE_WEEKDAY, level, finding);
}

/// The day of that month and number nearest to another.
fn nearest(reference: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let years = [reference.year() - 1, reference.year(), reference.year() + 1];
    let days = years.iter().filter_map(|year| NaiveDate::from_ymd_opt(*year, month, day));
    days.min_by_key(|day| (*day - reference).num_days().abs())
        .filter(|day| (*day - reference).num_days().abs() <= NEAR)
}

fn leading_zero(passage: &Passage<'_>, date: &Written, shown: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    // 06月 alone may be the name of something; with a year it is a month.
    let named = text[date.range.end..].starts_with(['报', '刊', '版', '号', '表']);
    if date.day.is_none() && (date.year.is_none() || named) {
        return;
    }
    let zeros: Vec<Range<usize>> = [Some(date.month.clone()), date.day.clone()]
        .into_iter()
        .flatten()
        .filter(|digits| {
            digits.len() == 2
                && text[digits.clone()].starts_with('0')
                && !text[digits.clone()].ends_with('0')
        })
        .collect();
    if zeros.is_empty() {
        return;
    }
    let message = format!("「{shown}」的月、日前面多了 0");
    if let Some(found) = out.add(LEADING_ZERO, passage, date.range.clone(), message) {
        found.help = Some("去掉前面的 0".to_owned());
        let edits = zeros.into_iter().map(|digits| {
            let digit = text[digits.start + 1..digits.end].to_owned();
            passage.edit(digits, digit)
        });
        let edits: Option<Vec<_>> = edits.collect();
        found.fix.extend(edits.into_iter().flatten());
    }
}

const RELATIVE: &[&str] = words!("dates.txt", "RELATIVE");

/// What stands before such a word where it says when something is.
const WHEN: &[&str] = &[
    "于", "定于", "将于", "已于", "计划", "预计", "拟于", "截至", "截止", "，", "。", "；", "（",
    "\n",
];

/// Where a clause begins with it, or 于 stands before: 昨天下午，…, 将于明天投产.
fn relative(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(RELATIVE_DATE) || !passage.part.is_body() {
        return;
    }
    let text = &*passage.text;
    for (Range { start: at, end }, _) in RELATIVES.find_longest(passage) {
        let word = &text[at..end];
        let near = text.floor_char_boundary(at.saturating_sub(12));
        let opens = at == 0 || WHEN.iter().any(|lead| text[near..at].ends_with(lead));
        let behind = &text[end..];
        // 望河县今天召开会议.
        let told = text[near..at].ends_with(['县', '市', '区', '局', '委', '府', '镇', '乡'])
            && ["召开", "举行", "举办", "开展", "启动", "印发", "出台", "发布", "组织"]
                .iter()
                .any(|deed| behind.starts_with(deed));
        let opens = opens || told;
        // 今天的中国, 今天是…: an age is meant, or what is said of the day.
        let age = behind.starts_with(['的', '是', '、', '”', '）', '（', '更'])
            || ["期", "会更", "头条", "边"].iter().any(|it| behind.starts_with(it))
            || (matches!(word, "今天" | "今日" | "明天")
                && ["我们", "中国", "已经", "依然", "仍"].iter().any(|it| behind.starts_with(it)));
        if opens && !age && !is_quoted(text, at) {
            let message = format!("「{word}」印出来以后就不知道是哪一天");
            out.tell(RELATIVE_DATE, passage, at..end, message, "改成几月几日");
        }
    }
}

static RELATIVES: LazyLock<Words> = LazyLock::new(|| Words::new(RELATIVE.iter().copied()));

/// Words of a sentence about what is to come.
const AHEAD: &[&str] = words!("dates.txt", "AHEAD");

/// Words of a sentence about what has been done.
const HAPPENED: &[&str] = words!("dates.txt", "HAPPENED");

/// The day on which a story begins, if it begins with a date of something that has happened.
pub fn opening(story: &Story<'_>, issued: NaiveDate) -> Option<(NaiveDate, Option<Span>)> {
    let first = story.body().next()?;
    let text = &*first.text;
    let date = dates(text).next().filter(|date| text[..date.range.start].trim().is_empty())?;
    let month = text[date.month.clone()].parse().ok()?;
    let day = text[date.day.clone()?].parse().ok()?;
    let behind = &text[date.range.end..];
    let sentence = behind.split('。').next().unwrap_or(behind);
    let told = behind.strip_prefix('，')?;
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    // 3月22日，是世界水日: the day is spoken of, and nothing is reported of it.
    if told.starts_with(['是', '为', '系', '即']) || has(AHEAD) || !has(HAPPENED) {
        return None;
    }
    if is_lunar(text, &date) {
        return None;
    }
    let day = match date.year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day)?,
        None => nearest(issued, month, day)?,
    };
    Some((day, first.span(date.range)))
}
