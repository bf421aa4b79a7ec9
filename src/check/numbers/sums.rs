//! Numbers that a list beside them belies: 甲、乙、丙等2个县, 共3人：甲、乙.

use std::ops::Range;

use super::SUM_MISMATCH;
use crate::check::{Findings, Passage};

/// What is counted behind 等. Longer ones first.
const UNITS: &[&str] = &[
    "个县（区）",
    "个县(区)",
    "个县市区",
    "个县区",
    "个县",
    "个区",
    "个市",
    "个乡镇",
    "个镇",
    "个村",
    "个部门",
    "个单位",
    "家单位",
    "家企业",
    "名同志",
    "名市领导",
    "名县领导",
    "位同志",
    "县区",
    "部门",
    "乡镇",
];

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
    for (at, word) in text.match_indices('等') {
        let Some((number, range)) = counted(text, at + word.len()) else { continue };
        let items = items(&text[..at]);
        // Fewer are an excerpt; more cannot be.
        if items > number && number > 1 {
            let shown = &text[range.clone()];
            let message = format!("写的是「{shown}」，前面列出的有 {items} 个");
            if let Some(found) = out.add(SUM_MISMATCH, passage, range, message) {
                found.help = Some("数一数，改正数字或名单".to_owned());
            }
        }
    }
}

/// 共12人： and their names, to the end of the sentence: there are as many as it says.
fn named(passage: &Passage<'_>, out: &mut Findings<'_>) {
    const PEOPLE: &[&str] = &["人", "名同志", "位同志", "名党员", "名干部", "名代表"];
    let text = &*passage.text;
    for (at, word) in text.match_indices('共') {
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
            if let Some(found) = out.add(SUM_MISMATCH, passage, range, message) {
                found.help = Some("数一数，改正数字或名单".to_owned());
            }
        }
    }
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
