//! Lengths of time held against the dates beside them: born 1925, 今年91岁; founded 1956, 建校60周年; 始建于2021年，四年
//! 来; 提前15天; 距年底仅剩41天; 9日开班、5日结业; 次日（13日）; 14时至12时.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::{LATER_THAN_ISSUE, PERIOD, WRONG_HOUR, dates};
use crate::check::cues::{
    Cues, clause_before, first_chars, number_before, number_behind, sentence_before,
    sentence_behind,
};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["时至", "时到", "时—", "时－", "时-", "时～"], hours),
        (&["次日（", "翌日（", "第二天（", "当日（", "前一日（"], next_day),
        (&["连续"], in_a_row),
        (&["提前", "推迟", "延后", "延迟", "晚于", "早于"], earlier),
        (&["距年底", "距离年底", "离年底", "距年末", "距离年末"], to_the_end),
        (&["开班", "开工", "启动", "开幕", "开赛", "开播", "开馆", "进场"], began),
        (&["天的", "天时间"], so_many_days),
        (&["前"], first_months),
    ])
});

/// Looks at the lengths of time of a passage; `day` is that of the text.
pub fn check(passage: &Passage<'_>, day: NaiveDate, out: &mut Findings<'_>) {
    if !passage.text.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    CUES.look(passage, out);
    since_year(passage, day.year(), out);
    other_births(passage, day.year(), out);
    backwards(passage, out);
    done_ahead(passage, day, out);
}

/// A number in digits or 汉字 that a text begins with, and its bytes.
fn number(text: &str) -> Option<(i64, usize)> {
    let digits = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some((text[..digits].parse().ok()?, digits));
    }
    let letter = |c: char| match c {
        '两' => Some(2),
        c => "一二三四五六七八九十".chars().position(|it| it == c).map(|at| at as i64 + 1),
    };
    let first = text.chars().next()?;
    let value = letter(first)?;
    let rest = &text[first.len_utf8()..];
    let second = rest.chars().next().and_then(letter);
    match (value, second) {
        // 十五, 三十, 三十五
        (10, Some(second)) if second < 10 => Some((10 + second, 2 * first.len_utf8())),
        (_, Some(10)) => {
            let third = rest.chars().nth(1).and_then(letter).filter(|it| *it < 10);
            let count = 2 + usize::from(third.is_some());
            Some((value * 10 + third.unwrap_or(0), count * first.len_utf8()))
        }
        (_, Some(_)) => None,
        _ => Some((value, first.len_utf8())),
    }
}

/// A number that a text ends with, and its bytes.
fn number_at_end(text: &str) -> Option<(i64, usize)> {
    let numeral = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(*c);
    let size: usize = text.chars().rev().take(4).take_while(numeral).map(char::len_utf8).sum();
    let start = text.len() - size;
    let (value, length) = number(&text[start..])?;
    (length == size).then_some((value, size))
}

/// The days of a stretch of text: month, day and bytes; 至6日 has the month of the one before.
fn days(text: &str) -> Vec<(u32, u32, Range<usize>)> {
    dates::dates(text)
        .filter_map(|date| {
            let month = text[date.month.clone()].parse().ok()?;
            let day = text[date.day.clone()?].parse().ok()?;
            Some((month, day, date.range))
        })
        .collect()
}

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// 14时至12时.
fn hours(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = number_before(text, cue.start);
    let rest = &text[cue.end..];
    let behind = number_behind(rest);
    let (Ok(from), Ok(to)) =
        (text[cue.start - before..cue.start].parse::<u32>(), rest[..behind].parse::<u32>())
    else {
        return;
    };
    let unit = rest[behind..].starts_with('时') && !rest[behind..].starts_with("时许");
    // From the evening to the morning is a night.
    if unit
        && to < from
        && (6..=16).contains(&from)
        && to >= 6
        && !clause_before(text, cue.start).ends_with("下午")
    {
        let range = cue.start - before..cue.end + behind + '时'.len_utf8();
        out.tell_of(WRONG_HOUR, passage, range, ("止比起还早", "核对起止的钟点"));
    }
}

/// 11日早晨…次日（13日）.
fn next_day(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[cue.end..];
    let rest = match rest.find('月') {
        Some(at) if at <= 2 => &rest[at + '月'.len_utf8()..],
        _ => rest,
    };
    let digits = number_behind(rest);
    let Ok(said) = rest[..digits].parse::<i64>() else { return };
    if !rest[digits..].starts_with("日）") {
        return;
    }
    let lead = sentence_before(text, cue.start);
    let Some(before) = lead.match_indices('日').rev().find_map(|(at, _)| {
        let digits = number_before(lead, at);
        lead[at - digits..at].parse::<i64>().ok().filter(|it| (1..=31).contains(it))
    }) else {
        return;
    };
    let word = &text[cue.clone()];
    let right = match word {
        "当日（" => before,
        "前一日（" => before - 1,
        _ => before + 1,
    };
    // The last of a month is followed by the first.
    if said != right && !(before >= 28 && said == 1) && (1..=31).contains(&right) {
        let end = text.len() - rest.len() + digits + "日）".len();
        let message = format!("前面说的是{before}日，「{}」不对", &text[cue.start..end]);
        out.tell(PERIOD, passage, cue.start..end, message, "核对日期");
    }
}

/// 连续三天（11月4日、5日、7日）.
fn in_a_row(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((said, length)) = number(&text[cue.end..]) else { return };
    let Some(inside) = text[cue.end + length..]
        .strip_prefix(['天', '日'])
        .and_then(|rest| rest.strip_prefix('（'))
    else {
        return;
    };
    let Some(close) = inside.find('）') else { return };
    let list: Vec<&str> = inside[..close].split('、').collect();
    let all: Vec<i64> = list
        .iter()
        .filter_map(|item| {
            let item = item.strip_suffix('日')?;
            let digits = number_before(item, item.len());
            item[item.len() - digits..].parse().ok()
        })
        .collect();
    if list.len() < 2 || all.len() != list.len() {
        return;
    }
    let one_month = list.iter().skip(1).all(|item| !item.contains('月'));
    let gap = one_month && all.windows(2).any(|pair| pair[1] != pair[0] + 1);
    if gap || all.len() as i64 != said {
        let end = text.len() - inside.len() + close;
        let message = format!(
            "「{}」和列出的日子对不上",
            &text[cue.start..cue.end + length + '天'.len_utf8()]
        );
        out.tell(PERIOD, passage, cue.start..end, message, "核对日期，或天数");
    }
}

/// 于11月5日开始，去年为11月15日，比去年提前15天; 原定12月20日完工，于11月20日完工，提前两个月.
fn earlier(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..].trim_start_matches(['了', '约', '近']);
    let Some((said, length)) = number(rest) else { return };
    let unit = &rest[length..];
    let lead = sentence_before(text, cue.start);
    let found = days(lead);
    let [(m1, d1, _), (m2, d2, last)] = &found[..] else { return };
    let (Some(a), Some(b)) = (date(2023, *m1, *d1), date(2023, *m2, *d2)) else { return };
    // The dates of a range, or the date of something else.
    let tied = ["原定", "原计划", "去年", "上年", "计划", "往年", "预定", "要求"]
        .iter()
        .any(|word| lead.contains(word));
    let between = lead[last.end..].chars().count();
    if !tied || between > 30 {
        return;
    }
    let gap = (a - b).num_days().abs();
    let gap = gap.min(365 - gap);
    let start = text.len() - rest.len();
    let (wrong, end, right) = if unit.starts_with('天') {
        (said != gap && said != gap + 1, '天'.len_utf8(), format!("{gap} 天"))
    } else if let Some(word) = ["个月"].iter().find(|word| unit.starts_with(**word)) {
        let half = unit[word.len()..].starts_with(['多', '零', '半']);
        let months = gap as f64 / 30.4;
        let wrong = !half && (months - said as f64).abs() > 0.7;
        (wrong, word.len(), format!("{} 个月", (months * 10.0).round() / 10.0))
    } else {
        return;
    };
    if wrong && gap > 0 {
        let range = cue.start..start + length + end;
        let message =
            format!("{m1}月{d1}日和{m2}月{d2}日相差 {right}，不是「{}」", &text[range.clone()]);
        out.tell(PERIOD, passage, range, message, "数一数，改正天数或日期");
    }
}

/// 截至11月30日，距年底仅剩41天.
fn to_the_end(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..].trim_start_matches(['还', '仅', '只', '不', '剩', '有', '余', '下']);
    let Some((said, length)) = number(rest) else { return };
    let found = days(sentence_before(text, cue.start));
    let Some((month, day, _)) = found.last() else { return };
    let (Some(from), Some(to)) = (date(2023, *month, *day), date(2023, 12, 31)) else { return };
    let gap = (to - from).num_days();
    let unit = &rest[length..];
    let wrong = if unit.starts_with('天') {
        (said - gap).abs() > 1 && !text[cue.end..].starts_with('不')
    } else if unit.starts_with("个月") {
        (said as f64 - gap as f64 / 30.4).abs() > 1.0
    } else {
        false
    };
    if wrong {
        let range = cue.start..text.len() - rest.len() + length + '天'.len_utf8();
        let message =
            format!("{month}月{day}日到年底有 {gap} 天，对不上「{}」", &text[range.clone()]);
        out.tell(PERIOD, passage, range, message, "数一数，改正天数或日期");
    }
}

/// 11月9日开班、11月5日结业.
fn began(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const ENDED: &[&str] =
        &["结业", "竣工", "完工", "闭幕", "结束", "收官", "落幕", "截止", "闭馆", "撤场", "结班"];
    let text = &*passage.text;
    let lead = clause_before(text, cue.start);
    let rest = sentence_behind(text, cue.end);
    let first = days(lead);
    let Some((m1, d1, place)) = first.last() else { return };
    if lead[place.end..].chars().count() > 6 {
        return;
    }
    let near = first_chars(rest, 24);
    let second = days(near);
    let Some((m2, d2, other)) = second.first() else { return };
    let behind = first_chars(&near[other.end..], 6);
    let ended = ENDED.iter().any(|word| behind.contains(word));
    let close = near[..other.start].chars().count() <= 4;
    if ended && close && m1 == m2 && d2 < d1 && !near[..other.start].contains('年') {
        let start = cue.end + other.start;
        let end = cue.end + other.end;
        let message = format!("「{}」比开始的{m1}月{d1}日还早", &text[start..end]);
        out.tell(PERIOD, passage, start..end, message, "核对起止的日期");
    }
}

/// 11月3日至5日，…开展两天的集中视察.
fn so_many_days(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((said, length)) = number_at_end(&text[..cue.start]) else { return };
    let verb = &text[..cue.start - length];
    let held = ["开展", "进行了", "举办", "举行", "组织", "经过", "开展了", "进行", "历经"]
        .iter()
        .any(|word| verb.ends_with(word));
    let lead = sentence_before(text, cue.start - length);
    // 11月3日至5日: the only days of the sentence.
    let found = days(lead);
    let [(month, from, place)] = &found[..] else { return };
    let tail = &lead[place.end..];
    let Some(tail) = tail.strip_prefix(['至', '到', '—', '－', '-', '～']) else { return };
    let digits = number_behind(tail);
    let Ok(to) = tail[..digits].parse::<i64>() else { return };
    let inclusive = to - i64::from(*from) + 1;
    if held
        && tail[digits..].starts_with('日')
        && (2..=31).contains(&inclusive)
        && said != inclusive
    {
        let range = cue.start - length..cue.start + '天'.len_utf8();
        let message =
            format!("{month}月{from}日至{to}日是 {inclusive} 天，不是「{}」", &text[range.clone()]);
        out.tell(PERIOD, passage, range, message, "数一数，改正天数或日期");
    }
}

/// 1—11月，即前10个月.
fn first_months(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((said, length)) = number(&text[cue.end..]) else { return };
    if !text[cue.end + length..].starts_with("个月") {
        return;
    }
    let end = cue.end + length + "个月".len();
    let from_first = |text: &str| -> Option<i64> {
        let rest = ["1—", "1-", "1－", "1至", "1月至", "1月—", "1～"]
            .iter()
            .find_map(|word| text.strip_prefix(word))?;
        let digits = number_behind(rest);
        rest[digits..].starts_with('月').then(|| rest[..digits].parse().ok())?
    };
    let before =
        text[..cue.start].trim_end_matches(['，', '即', '（', '也', '就', '是', '年', '今']);
    let run = before.len()
        - before.trim_end_matches(|c: char| c.is_ascii_digit() || "—-－至月～份".contains(c)).len();
    let joined = text[before.len()..cue.start].contains(['即', '（', '就']);
    let behind = text[end..].strip_prefix('（').and_then(from_first);
    let ahead = from_first(&before[before.len() - run..]).filter(|_| joined);
    let Some(right) = ahead.or(behind) else { return };
    if right != said {
        let range = if ahead.is_some() { before.len() - run..end } else { cue.start..end };
        let message = format!("1月到{right}月是 {right} 个月，不是「{}」", &text[cue.start..end]);
        out.tell(PERIOD, passage, range, message, "核对月份");
    }
}

/// Said of a year in which something came to be.
const CAME: &[&str] = words!("spans.txt", "CAME");

/// 出生于1925年3月，今年91岁; 创办于1956年，今年建校60周年; 始建于2021年，四年来.
fn since_year(passage: &Passage<'_>, year: i32, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for word in CAME.iter().filter(|word| passage.may_have(word)) {
        for (at, _) in text.match_indices(word) {
            let start = at + word.len();
            let digits = number_behind(&text[start..]);
            let Some(rest) = text[start + digits..].strip_prefix('年').filter(|_| digits == 4)
            else {
                continue;
            };
            let Ok(from) = text[start..start + digits].parse::<i32>() else { continue };
            let place = text.len() - rest.len();
            let sentence = sentence_behind(text, place);
            let born = word.ends_with("生于");
            // Another year of the sentence is that up to which is counted.
            let now = dates::years_named(sentence).last().filter(|it| *it > from).unwrap_or(year);
            let span = i64::from(now - from);
            for (mark, unit) in sentence.match_indices(['岁', '年']) {
                let Some((said, length)) = number_at_end(&sentence[..mark]) else { continue };
                let lead = &sentence[..mark - length];
                let behind = &sentence[mark + unit.len()..];
                let about = lead.ends_with(['近', '超', '约', '逾', '第', '过', '—', '几', '余'])
                    || lead.chars().count() > 40;
                let wrong = match unit {
                    "岁" => born && lead.contains("今年") && (said - span).abs() > 1,
                    _ if behind.starts_with('来') && length <= 6 => {
                        !born && said < 100 && !(span..=span + 1).contains(&said)
                    }
                    _ => false,
                };
                if wrong && !about && span > 0 {
                    let range = place + mark - length..place + mark + unit.len();
                    told(passage, range, from, now, span, out);
                    return;
                }
            }
            for (mark, unit) in sentence.match_indices("周年") {
                let Some((said, length)) = number_at_end(&sentence[..mark]) else { continue };
                let lead = &sentence[..mark - length];
                let own = ["今年", "建校", "迎来", "成立"].iter().any(|word| lead.contains(word));
                if own
                    && said != span
                    && !born
                    && lead.chars().count() <= 24
                    && !lead.contains("建党")
                {
                    let range = place + mark - length..place + mark + unit.len();
                    told(passage, range, from, now, span, out);
                    return;
                }
            }
        }
    }
}

/// 1938年出生，今年78岁; 自2022年启动…以来，三年来.
fn other_births(passage: &Passage<'_>, year: i32, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, word) in text.match_indices('年') {
        let digits = number_before(text, at);
        let Some(from) = text[at - digits..at]
            .parse::<i32>()
            .ok()
            .filter(|it| digits == 4 && *it < year && *it > 1900)
        else {
            continue;
        };
        let rest = sentence_behind(text, at + word.len());
        let born =
            ["出生", "生人"].iter().filter_map(|it| rest.find(it)).min().filter(|it| *it <= 14);
        let since = text[..at - digits].ends_with(['自', '从']) && rest.contains("以来，");
        let span = i64::from(year - from);
        if let (Some(born), Some(mark)) = (born, rest.find('岁'))
            && let Some((said, length)) = number_at_end(&rest[..mark])
            && mark > born
            && rest[born..mark - length].contains("今年")
            && (said - span).abs() > 1
        {
            let start = at + word.len() + mark - length;
            told(passage, start..start + length + '岁'.len_utf8(), from, year, span, out);
        } else if since
            && let Some(mark) = rest.find("年来")
            && let Some((said, length)) = number_at_end(&rest[..mark])
            && rest[..mark - length].ends_with("以来，")
            && !(span..=span + 1).contains(&said)
            && dates::years_named(rest).next().is_none()
        {
            let start = at + word.len() + mark - length;
            told(passage, start..start + length + "年来".len(), from, year, span, out);
        }
    }
}

/// 2026年11月23日至2026年11月19日.
fn backwards(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let all: Vec<dates::Written> =
        dates::dates(text).filter(|it| it.day.is_some() && it.year.is_some()).collect();
    for pair in all.windows(2) {
        let [a, b] = pair else { continue };
        let read = |it: &dates::Written| {
            let day = it.day.clone()?;
            date(it.year?, text[it.month.clone()].parse().ok()?, text[day].parse().ok()?)
        };
        let joined =
            matches!(&text[a.range.end..b.range.start], "至" | "到" | "—" | "-" | "－" | "～");
        if joined
            && let (Some(from), Some(to)) = (read(a), read(b))
            && to < from
        {
            let range = a.range.start..b.range.end;
            let message = format!("「{}」止比起还早", &text[range.clone()]);
            out.tell(super::NUMBER_RANGE, passage, range, message, "核对起止的日期");
        }
    }
}

fn told(
    passage: &Passage<'_>,
    range: Range<usize>,
    from: i32,
    now: i32,
    span: i64,
    out: &mut Findings<'_>,
) {
    let message =
        format!("{from}年到{now}年是 {span} 年，对不上「{}」", &passage.text[range.clone()]);
    out.tell(PERIOD, passage, range, message, "算一算，改正年份或年数");
}

/// 于12月25日竣工，目前已通过验收, in a text of the 3rd.
fn done_ahead(passage: &Passage<'_>, today: NaiveDate, out: &mut Findings<'_>) {
    const AHEAD: &[&str] = words!("spans.txt", "AHEAD");
    let text = &*passage.text;
    for date_of in dates::dates(text).filter(|it| it.year.is_none()) {
        let Some(day) = date_of.day.clone().and_then(|day| text[day].parse().ok()) else {
            continue;
        };
        let Some(when) = text[date_of.month.clone()]
            .parse()
            .ok()
            .and_then(|month| date(today.year(), month, day))
        else {
            continue;
        };
        let ahead = (when - today).num_days();
        let rest = sentence_behind(text, date_of.range.end);
        let (Some(clause), tail) =
            (rest.split('，').next(), rest.split_once('，').map_or("", |(_, tail)| tail))
        else {
            continue;
        };
        let done = [
            "竣工", "完工", "建成", "召开", "举行", "开工", "启动", "通车", "投用", "完成", "通过",
        ]
        .iter()
        .any(|word| clause.contains(word));
        let now = ["目前已", "现已", "目前，已", "已通过", "已投", "已经"]
            .iter()
            .any(|word| tail.starts_with(word));
        let lead = clause_before(text, date_of.range.start);
        let later = AHEAD.iter().any(|word| clause.contains(word) || lead.contains(word));
        if (1..=90).contains(&ahead) && done && now && !later {
            let message = format!("「{}」还没有到，后面却说已经做了", &text[date_of.range.clone()]);
            out.tell(LATER_THAN_ISSUE, passage, date_of.range.clone(), message, "核对日期");
        }
    }
}
