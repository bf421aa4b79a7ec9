//! Numbers that a list beside them belies: 甲、乙、丙等2个县, 共3人：甲、乙.

use std::ops::Range;

use super::SUM_MISMATCH;
use crate::check::lists::{pairs, words};
use crate::check::{Findings, Passage};

/// What is counted behind 等. Longer ones first.
const UNITS: &[&str] = words!("sums.txt", "UNITS");

/// The longest item of a list, in characters, and how many of them are counted.
const ITEM: usize = 12;
const ITEMS: usize = 40;

/// Looks at the lists of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(SUM_MISMATCH) {
        return;
    }
    let text = &*passage.text;
    named(passage, out);
    exact(passage, out);
    for (at, word) in passage.find('等') {
        let Some((number, range)) = counted(text, at + word.len()) else { continue };
        let items = items(&text[..at]);
        // Fewer are an excerpt; more cannot be.
        if items > number && number > 1 {
            let shown = &text[range.clone()];
            let message = format!("写的是「{shown}」，前面列出的有 {items} 个");
            out.tell(SUM_MISMATCH, passage, range, message, "数一数，改正数字或名单");
        }
    }
}

/// 共12人： and their names, to the end of the sentence: there are as many as it says.
fn named(passage: &Passage<'_>, out: &mut Findings<'_>) {
    const PEOPLE: &[&str] = &["人", "名同志", "位同志", "名党员", "名干部", "名代表"];
    let text = &*passage.text;
    for (at, word) in passage.find('共') {
        let rest = &text[at + word.len()..];
        let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let Ok(number) = rest[..digits].parse::<usize>() else { continue };
        let unit = PEOPLE.iter().find(|unit| rest[digits..].starts_with(**unit));
        let Some(list) = unit.and_then(|unit| rest[digits + unit.len()..].strip_prefix('：'))
        else {
            continue;
        };
        let Some(end) = list.find('。') else { continue };
        let names: Vec<&str> = list[..end].split('、').map(str::trim).collect();
        // Names and nothing else: 教师3人、学生9人 is another count.
        let is_name = |name: &&str| {
            let length = name.chars().count();
            (2..=4).contains(&length)
                && name.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
        };
        let is_whole = !list[..end].ends_with('等') && names.len() > 1;
        if is_whole && names.iter().all(is_name) && names.len() != number {
            let range = at..at + word.len() + digits + unit.map_or(0, |unit| unit.len());
            let message =
                format!("写的是「{}」，后面列出的有 {} 人", &text[range.clone()], names.len());
            out.tell(SUM_MISMATCH, passage, range, message, "数一数，改正数字或名单");
        }
    }
}

/// What is counted right behind a list of them, by the character that each of them ends with.
const EXACT: &[(&str, &str)] = pairs!("sums.txt", "EXACT");

/// 望河县、柳溪县、云岭县四县; 五大行动，即清淤行动、清洁行动…: as many as it says, no more and no fewer.
fn exact(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, _) in passage.find_any(&[
        '两', '三', '四', '五', '六', '七', '八', '九', '2', '3', '4', '5', '6', '7', '8', '9',
    ]) {
        let before = &text[..at];
        if before.ends_with(['第', '等', '十', '百', '.', '前', '后', '几', '和', '余'])
            || before.ends_with(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        let first = text[at..].chars().next().unwrap_or(' ');
        let number = "两三四五六七八九".chars().position(|c| c == first).map(|it| it + 2);
        let number = number.or_else(|| first.to_digit(10).map(|it| it as usize)).unwrap_or(0);
        let length = first.len_utf8();
        let rest = &text[at + length..];
        // 四项改革，即…改革、…改革: each item ends with what is counted.
        let noun = rest
            .strip_prefix(['项', '大', '个', '种', '类', '条', '支', '张'])
            .map(|noun| crate::check::cues::first_chars(noun, 2));
        let noun = noun.filter(|noun| {
            noun.chars().count() == 2 && noun.chars().all(crate::check::cues::is_han)
        });
        let exact = EXACT.iter().find(|(unit, _)| rest.starts_with(unit));
        let (unit, ends) = match (exact, noun) {
            (Some((unit, ends)), _) => (*unit, *ends),
            (None, Some(noun)) => (&rest[..'项'.len_utf8() + noun.len()], noun),
            _ => continue,
        };
        let by_noun = exact.is_none();
        let end = at + length + unit.len();
        let behind = &text[end..];
        // “三大工程”：
        let behind = if before.ends_with('“') {
            behind.strip_prefix('”').unwrap_or(behind)
        } else {
            behind
        };
        // 三县 and 四村 alone are words of many sorts: only a list right before or behind speaks.
        let listed = if before.ends_with(|c: char| ends.contains(c)) && !by_noun {
            list_before(before, ends)
        } else {
            let lead =
                ["，即", "，分别是", "，分别为", "（", "：", "，包括", "，也就是", "——", "，即："];
            let lead =
                lead.iter().filter(|lead| behind.starts_with(**lead)).max_by_key(|lead| lead.len());
            lead.and_then(|lead| list_behind(&behind[lead.len()..], ends, by_noun))
        };
        let Some(listed) = listed.filter(|listed| *listed >= 2 && *listed != number) else {
            continue;
        };
        let shown = &text[at..end];
        let message = format!("写的是「{shown}」，列出的有 {listed} 个");
        out.tell(SUM_MISMATCH, passage, at..end, message, "数一数，改正数字或名单");
    }
}

/// How many items of one sort a text ends with.
fn list_before(text: &str, ends: &str) -> Option<usize> {
    let start = text
        .char_indices()
        .rev()
        .take(ITEM * 10)
        .find(|(_, c)| "，。；：！？\n（）“”《》".contains(*c));
    let list = start.map_or(text, |(at, c)| &text[at + c.len_utf8()..]);
    count(list, ends)
}

/// How many items of one sort a text begins with.
fn list_behind(text: &str, ends: &str, by_noun: bool) -> Option<usize> {
    let text = crate::check::cues::first_chars(text, ITEM * ITEMS);
    let end = text.find(['，', '。', '；', '\n', '）', '：', '！'])?;
    let list = &text[..end];
    if by_noun {
        let items: Vec<&str> = list.split('、').collect();
        let all = items.len() >= 2
            && items.iter().all(|item| item.ends_with(ends) && !item.contains(['和', '及', '与']));
        return all.then_some(items.len());
    }
    (!list.ends_with('等')).then(|| count(list, ends)).flatten()
}

fn count(list: &str, ends: &str) -> Option<usize> {
    let pieces: Vec<&str> = list.split('、').collect();
    let (last, rest) = pieces.split_last()?;
    let is_item = |item: &str| {
        item.ends_with(|c| ends.contains(c)) && (2..=ITEM).contains(&item.chars().count())
    };
    // 甲县和乙县
    let joint = ["以及", "和", "及", "与"].iter().find_map(|joint| {
        let (left, right) = last.split_once(joint)?;
        (is_item(left) && is_item(right)).then_some(())
    });
    let last = match joint {
        Some(()) => 2,
        None if is_item(last) => 1,
        None => return None,
    };
    (rest.len() + last >= 2 && rest.iter().all(|item| is_item(item))).then_some(rest.len() + last)
}

/// The number and the unit at a place.
fn counted(text: &str, at: usize) -> Option<(usize, Range<usize>)> {
    const NUMERALS: &[(&str, usize)] =
        &[("两", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("七", 7), ("八", 8), ("九", 9)];
    let rest = &text[at..];
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let (number, length) = match digits {
        1..=2 => (rest[..digits].parse().ok()?, digits),
        0 => {
            let (word, number) = NUMERALS.iter().find(|(word, _)| rest.starts_with(word))?;
            (*number, word.len())
        }
        _ => return None,
    };
    let unit = UNITS.iter().find(|unit| rest[length..].starts_with(**unit))?;
    Some((number, at..at + length + unit.len()))
}

/// How many items a text ends with, divided by 、.
fn items(text: &str) -> usize {
    let (mut count, mut length) = (1, 0);
    for c in text.chars().rev().take(ITEM * ITEMS) {
        match c {
            '、' if length > 0 => (count, length) = (count + 1, 0),
            // 甲（乙、丙）: what is in brackets is not told from what is beside them.
            '，' | '。' | '；' | '：' | '！' | '？' | '\n' => return count,
            '、' | '（' | '）' | '(' | ')' | '“' | '”' | '《' | '》' | '和' | '及' | '与' =>
            {
                return 0;
            }
            _ => length += 1,
        }
        if length > ITEM {
            // The first item has the words before it, without a mark between.
            return count;
        }
    }
    count
}
