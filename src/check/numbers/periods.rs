//! Stretches of time that have a name or a length, held against the dates beside them.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::dates;
use super::{NUMBER_RANGE, PERIOD, TWO_DIGIT_YEAR, WRONG_HOUR};
use crate::check::cues::{Cues, first_chars, sentence_before, sentence_behind};
use crate::check::{Findings, Passage};

/// Parts of a year, with their months.
const PARTS: &[(&str, u32, u32)] = &[
    ("上半年", 1, 6),
    ("下半年", 7, 12),
    ("前三季度", 1, 9),
    ("前三个季度", 1, 9),
    ("一季度", 1, 3),
    ("首季度", 1, 3),
    ("二季度", 4, 6),
    ("三季度", 7, 9),
    ("四季度", 10, 12),
    ("全年", 1, 12),
];

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["上半年（", "下半年（", "季度（", "全年（"], part_of_year),
        (&["十五”", "十一五”", "十二五”", "十三五”", "十四五”", "十五五”"], plan),
        (&["为期", "历时", "共计"], length),
        (&["个月（"], first_months),
        (&["五季度", "第五个季度"], fifth),
        (&["时"], clock),
        (&["年代"], decade),
        (&["月至", "月到", "月—", "月－", "月-"], months),
        (&[":", "："], of_day),
        (&["年至", "年到", "年—", "年－", "年-"], years),
    ])
});

/// Looks at the stretches of time of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if passage.text.bytes().any(|b| b.is_ascii_digit()) {
        CUES.look(passage, out);
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take(5).take_while(u8::is_ascii_digit).count()
}

/// Two numbers with a dash or 至 between them, and the length of all: 1—7, 1月至7月.
fn span(text: &str, unit: char) -> Option<(u32, u32, usize)> {
    let first = digits(text);
    let a = text[..first].parse().ok()?;
    let rest = text[first..].trim_start_matches(unit);
    let rest = rest.strip_prefix(['—', '-', '－', '–', '～', '~', '至', '到'])?;
    let second = digits(rest);
    let b = rest[..second].parse().ok()?;
    let behind = rest[second..].strip_prefix(unit)?;
    Some((a, b, text.len() - behind.len()))
}

/// 上半年（1—7月）.
fn part_of_year(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let name = &text[..cue.end - '（'.len_utf8()];
    let Some((word, from, to)) = PARTS.iter().find(|(word, ..)| name.ends_with(word)) else {
        return;
    };
    let inside = &text[cue.end..];
    let year = digits(inside);
    let inside = if year == 4 { inside[4..].strip_prefix('年').unwrap_or(inside) } else { inside };
    let Some((a, b, length)) = span(inside, '月') else { return };
    let start = text.len() - inside.len();
    if (a, b) != (*from, *to) && inside[length..].starts_with('）') {
        let message =
            format!("「{word}」是{from}—{to}月，不是「{}」", &text[start..start + length]);
        out.tell(
            PERIOD,
            passage,
            start..start + length,
            message,
            format!("改成「{from}—{to}月」，或改前面的说法"),
        );
    }
}

/// 今年前10个月（1—9月）.
fn first_months(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = &text[..cue.start];
    let count = lead.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    let Ok(said) = lead[lead.len() - count..].parse::<u32>() else { return };
    let inside = &text[cue.end..];
    let Some((from, to, length)) = span(inside, '月') else { return };
    let first = lead[..lead.len() - count].ends_with('前');
    if to >= from && to + 1 - from != said && (!first || from == 1) && said <= 12 {
        let range = cue.end..cue.end + length;
        let message = format!("「{}」不是 {said} 个月", &text[range.clone()]);
        out.tell(PERIOD, passage, range, message, "核对起止的月份");
    }
}

/// The years of a plan.
const PLANS: &[(&str, u32)] = &[
    ("十一五", 2006),
    ("十二五", 2011),
    ("十三五", 2016),
    ("十四五", 2021),
    ("十五五", 2026),
    ("十五", 2001),
];

/// “十四五”时期（2020—2025年）.
fn plan(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let name = &text[..cue.end - '”'.len_utf8()];
    let Some((word, first)) = PLANS
        .iter()
        .find(|(word, _)| name.strip_suffix(word).is_some_and(|rest| rest.ends_with('“')))
    else {
        return;
    };
    let rest = first_chars(&text[cue.end..], 24);
    let Some(open) = rest
        .find('（')
        .filter(|at| ["", "时期", "期间", "规划", "规划期", "规划时期"].contains(&&rest[..*at]))
    else {
        return;
    };
    let inside = &rest[open + '（'.len_utf8()..];
    let Some((a, b, length)) = span(inside, '年') else { return };
    let start = cue.end + open + '（'.len_utf8();
    if (a, b) != (*first, first + 4) {
        let message =
            format!("“{word}”是{first}—{}年，不是「{}」", first + 4, &text[start..start + length]);
        out.tell(
            PERIOD,
            passage,
            start..start + length,
            message,
            format!("改成「{first}—{}年」", first + 4),
        );
    }
}

/// 11月3日开班、11月6日结业，为期5天.
fn length(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[cue.end..];
    let count = digits(rest);
    let (days, unit) = match count {
        0 => {
            let numeral = rest.chars().next().unwrap_or(' ');
            let value = "一二三四五六七八九十".chars().position(|c| c == numeral);
            let value = if numeral == '两' { Some(1) } else { value };
            let Some(value) = value else { return };
            (u32::try_from(value).unwrap_or(0) + 1, numeral.len_utf8())
        }
        _ => (rest[..count].parse().unwrap_or(0), count),
    };
    if !rest[unit..].starts_with('天') || days == 0 {
        return;
    }
    let before = sentence_before(text, cue.start);
    let start = cue.start - before.len();
    let sentence = &text[start..cue.end + sentence_behind(text, cue.end).len()];
    // 11日至13日为期两天的调研
    let range = before.rfind('日').and_then(|end| {
        let lead = &before[..end];
        let second = lead.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
        let to: i64 = lead[lead.len() - second..].parse().ok()?;
        let lead =
            lead[..lead.len() - second].strip_suffix(['至', '—', '到'])?.strip_suffix('日')?;
        let first = lead.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
        let from: i64 = lead[lead.len() - first..].parse().ok()?;
        let near = before[end + '日'.len_utf8()..].chars().count() <= 2;
        (near && to > from && !lead[..lead.len() - first].ends_with('月')).then_some(to - from + 1)
    });
    if let Some(inclusive) = range.filter(|inclusive| *inclusive != i64::from(days)) {
        let range = cue.start..cue.end + unit + '天'.len_utf8();
        let message = format!("前面的起止是 {inclusive} 天，不是「{}」", &text[range.clone()]);
        out.tell(PERIOD, passage, range, message, "数一数，改正天数或日期");
        return;
    }
    let Some((from, to)) = two_days(sentence) else { return };
    let inclusive = (to - from).num_days() + 1;
    let said = i64::from(days);
    // 历时 may be reckoned from day to day.
    let fits = said == inclusive || (&text[cue.clone()] == "历时" && said == inclusive - 1);
    if !fits && (1..=60).contains(&inclusive) {
        let range = cue.start..cue.end + unit + '天'.len_utf8();
        let message = format!(
            "{}到{}是 {inclusive} 天，不是「{}」",
            from.format("%-m月%-d日"),
            to.format("%-m月%-d日"),
            &text[range.clone()]
        );
        out.tell(PERIOD, passage, range, message, "数一数，改正天数或日期");
    }
}

/// The two days of a sentence that has just two: 11月3日至6日, 11月3日…11月6日.
fn two_days(sentence: &str) -> Option<(NaiveDate, NaiveDate)> {
    let mut days = Vec::new();
    for date in dates::dates(sentence) {
        let day = date.day.clone()?;
        let (month, day) =
            (sentence[date.month.clone()].parse().ok()?, sentence[day].parse().ok()?);
        days.push(NaiveDate::from_ymd_opt(date.year.unwrap_or(2023), month, day)?);
        // …至6日: the month is the same.
        let rest = &sentence[date.range.end..];
        let next = rest.strip_prefix(['至', '到', '—', '-', '－', '～', '~']).unwrap_or_default();
        let count = digits(next);
        if (1..=2).contains(&count) && next[count..].starts_with('日') {
            days.push(NaiveDate::from_ymd_opt(
                date.year.unwrap_or(2023),
                month,
                next[..count].parse().ok()?,
            )?);
        }
    }
    match days[..] {
        [from, to] if from < to => Some((from, to)),
        _ => None,
    }
}

/// 第五季度.
fn fifth(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if text[..cue.start].ends_with(['十', '百', '前', '后', '近', '连', '续', '—', '至'])
    {
        return;
    }
    let message = "一年只有四个季度".to_owned();
    out.tell(PERIOD, passage, cue, message, "核对来稿");
}

/// 24时30分, 9时75分.
fn clock(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = text[..cue.start].bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&before) || text[..cue.start - before].ends_with(['.', ':', '：']) {
        return;
    }
    let Ok(hour) = text[cue.start - before..cue.start].parse::<u32>() else { return };
    let rest = &text[cue.end..];
    let count = digits(rest);
    let minutes = rest[..count].parse::<u32>().ok().filter(|_| rest[count..].starts_with('分'));
    let is_span = ["小", "限", "段", "间"].iter().any(|word| rest.starts_with(word));
    let Some(minutes) = minutes else {
        // 27时 alone; within a part of the day it is told with that.
        let of_date = text[..cue.start - before].ends_with('日');
        let is_hour = of_date
            || ["许", "整", "，", "。", "前", "起", "至", "到", "止", "后"]
                .iter()
                .any(|word| rest.starts_with(word));
        let part = ["上午", "早上", "早晨", "凌晨", "下午", "晚上"]
            .iter()
            .any(|word| text[..cue.start - before].ends_with(word));
        if hour > 24 && is_hour && !is_span && !part {
            tell(passage, cue.start - before..cue.end, "没有这个钟点", out);
        }
        return;
    };
    let end = cue.end + count + '分'.len_utf8();
    if minutes >= 60 || hour > 24 {
        tell(passage, cue.start - before..end, "没有这个时刻", out);
    } else if hour == 24 && minutes > 0 {
        tell(passage, cue.start - before..end, "过了24时是第二天，从0时记起", out);
    }
}

fn tell(passage: &Passage<'_>, range: Range<usize>, why: &str, out: &mut Findings<'_>) {
    let message = format!("「{}」：{why}", &passage.text[range.clone()]);
    out.tell(WRONG_HOUR, passage, range, message, "核对日期和时刻");
}

/// 2025年9月至2025年6月.
fn months(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let back = |at: usize| text[..at].bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
    let month = back(cue.start);
    let Some(lead) = text[..cue.start - month].strip_suffix('年') else { return };
    let year = back(lead.len());
    let rest = &text[cue.end..];
    let next_year = digits(rest);
    let Some(behind) = rest[next_year..].strip_prefix('年') else { return };
    let next_month = digits(behind);
    if !(1..=2).contains(&month)
        || year != 4
        || next_year != 4
        || !behind[next_month..].starts_with('月')
    {
        return;
    }
    let read = |text: &str| text.parse::<u32>().unwrap_or(0);
    let from = (read(&lead[lead.len() - 4..]), read(&text[cue.start - month..cue.start]));
    let to = (read(&rest[..4]), read(&behind[..next_month]));
    if to < from {
        let range = lead.len() - 4..text.len() - behind.len() + next_month + '月'.len_utf8();
        let message = format!("「{}」止比起还早", &text[range.clone()]);
        out.tell(NUMBER_RANGE, passage, range, message, "核对起止的月份");
    }
}

/// 90年代, of which century nobody is told.
fn decade(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let count = text[..cue.start].bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    let start = cue.start - count;
    if count != 2
        || !text[..cue.start].ends_with('0')
        || text[..start].ends_with(['纪', '—', '-', '、', '至', '和', '到'])
    {
        return;
    }
    let message = format!("「{}」没有写世纪", &text[start..cue.end]);
    out.tell(
        TWO_DIGIT_YEAR,
        passage,
        start..cue.end,
        message,
        format!("改成「20世纪{}」一类", &text[start..cue.end]),
    );
}

/// 8:75, 25:30, and 8:00至7:30.
fn of_day(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let read = |text: &str, at: usize| -> Option<(u32, usize, usize)> {
        let before = text[..at].bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
        let mark = text[at..].chars().next()?.len_utf8();
        let rest = &text[at + mark..];
        let minutes = digits(rest);
        if !(1..=2).contains(&before) || minutes != 2 {
            return None;
        }
        let hour: u32 = text[at - before..at].parse().ok()?;
        let minute: u32 = rest[..2].parse().ok()?;
        Some((hour * 60 + minute, at - before, at + mark + 2))
    };
    let Some((from, start, end)) = read(text, cue.start) else { return };
    if text[..start].ends_with(['.', ':', '：', '/']) || text[end..].starts_with([':', '：', '.'])
    {
        return;
    }
    let rest = &text[end..];
    let Some(second) = rest.strip_prefix(['至', '到', '—', '-', '－', '～', '~']) else {
        return;
    };
    let count = digits(second);
    if !second[count..].starts_with([':', '：']) {
        return;
    }
    let Some((to, _, close)) = read(text, text.len() - second.len() + count) else { return };
    let before = sentence_before(text, start);
    let half = ["下午", "晚", "次日", "第二天", "夜"].iter().any(|word| before.ends_with(word));
    if to < from && !half && from < 17 * 60 {
        tell(passage, start..close, "止比起还早", out);
    }
}

/// 2025年至2021年, 2021—25年, 2025年3月1日至2024年5月1日.
fn years(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = text[..cue.start].bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
    let rest = &text[cue.end..];
    let count = digits(rest);
    if before != 4 || !rest[count..].starts_with('年') {
        return;
    }
    let range = cue.start - before..cue.end + count + '年'.len_utf8();
    let (Ok(a), Ok(b)) =
        (text[range.start..cue.start].parse::<u32>(), rest[..count].parse::<u32>())
    else {
        return;
    };
    if count == 2 {
        let message = format!("「{}」后一个年份只写了两位", &text[range.clone()]);
        out.tell(TWO_DIGIT_YEAR, passage, range, message, "年份写全四位");
    } else if count == 4 && a > b {
        let message = format!("「{}」止比起还早", &text[range.clone()]);
        out.tell(NUMBER_RANGE, passage, range, message, "核对这两个年份");
    }
}
