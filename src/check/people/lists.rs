//! Counties side by side: two without a mark between, one named twice, more than there are; names of
//! counties with a character mistaken or left out.

use std::ops::Range;

use super::directory::{Directory, Known};
use super::{COUNTY_LIST, LEADER_ORDER, NEAR_UNIT};
use crate::check::context::is_quoted;
use crate::check::cues::{first_chars, is_han};
use crate::check::{Findings, Part, Passage};
use crate::dictionary::{Class, lookup};

/// Looks at the counties of a passage.
pub fn check(passage: &Passage<'_>, directory: &Directory, out: &mut Findings<'_>) {
    if out.wants(COUNTY_LIST) {
        rows(passage, directory, out);
        how_many(passage, directory, out);
    }
    if out.wants(NEAR_UNIT) {
        near(passage, directory, out);
    }
}

/// The counties of a text with their bytes, 县 included where it is written.
fn counties(text: &str, directory: &Directory) -> Vec<(Range<usize>, usize)> {
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (stem, known) in directory.find(text) {
        let Known::Stem(unit) = known else { continue };
        let name = directory.units[unit].name.as_str();
        let end = match text[stem.start..].starts_with(name) {
            true => stem.start + name.len(),
            false => stem.end,
        };
        found.push((stem.start..end, unit));
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// 望河县柳溪县、石梁县; 望河、柳溪、石梁、柳溪4县.
fn rows(passage: &Passage<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let mut row: Vec<usize> = Vec::new();
    let mut last: Option<(Range<usize>, usize)> = None;
    for (range, unit) in counties(text, directory) {
        let between = last.as_ref().and_then(|(before, _)| text.get(before.end..range.start));
        match between {
            Some("、" | "和" | "与" | "及") => {}
            Some("") if passage.part.is_body() || passage.part == Part::Title => {
                if let Some((before, other)) = last.as_ref().filter(|(_, other)| *other != unit) {
                    let whole = before.start..range.end;
                    let full = |unit: usize| directory.units[unit].name.as_str();
                    // Only names with their level: 柳溪石梁 may be one name of a road.
                    let stem = |unit: usize| full(unit).trim_end_matches(['县', '区', '市', '旗']);
                    let written = &text[whole.clone()];
                    let both = written == format!("{}{}", full(*other), full(unit));
                    // 望河柳溪县 at the head of a clause
                    let half = written == format!("{}{}", stem(*other), full(unit))
                        && text[..whole.start].chars().next_back().is_none_or(|c| !is_han(c));
                    if both || half {
                        let message = format!("「{}」之间漏了顿号", &text[whole.clone()]);
                        out.tell(COUNTY_LIST, passage, whole, message, "补上顿号");
                    }
                }
            }
            _ => row.clear(),
        }
        if row.contains(&unit) && row.len() >= 2 {
            let message = format!("「{}」在这一串里写了两遍", &text[range.clone()]);
            out.tell(COUNTY_LIST, passage, range.clone(), message, "核对名单，改正其中一个");
        }
        row.push(unit);
        last = Some((range, unit));
    }
}

/// 全市5个县, where the roster has four.
fn how_many(passage: &Passage<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let all: Vec<usize> = {
        let mut all: Vec<usize> = directory.all_counties().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let text = &*passage.text;
    if all.len() < 3 {
        return;
    }
    for (at, word) in text.match_indices("全市") {
        let rest = &text[at + word.len()..];
        let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let first = rest.chars().next().unwrap_or(' ');
        let (said, length) = match digits {
            0 => match "两三四五六七八九".chars().position(|c| c == first) {
                Some(at) => (at + 2, first.len_utf8()),
                None => continue,
            },
            _ => (rest[..digits].parse().unwrap_or(0), digits),
        };
        let behind = rest[length..].strip_prefix('个').unwrap_or(&rest[length..]);
        let both = ["县区", "县（区）", "县（市、区）", "县市区", "县（市区）"];
        let end = |unit: &str| text.len() - behind.len() + unit.len();
        let found =
            both.iter().find(|unit| behind.starts_with(**unit)).map(|unit| (all.len(), end(unit)));
        let found = found.or_else(|| {
            let level = behind.chars().next().filter(|c| "县区".contains(*c))?;
            // 县城, 县级, 区域
            let word = ["县城", "县级", "县域", "县直", "区域", "县委", "县医"]
                .iter()
                .any(|word| behind.starts_with(word));
            let count = all
                .iter()
                .filter(|unit| directory.units[**unit].name.as_str().ends_with(level))
                .count();
            (!word && count > 0).then(|| (count, text.len() - behind.len() + level.len_utf8()))
        });
        let Some((count, end)) = found else { continue };
        if said > count && said < 60 && !is_quoted(text, at) {
            let message = format!("名册里只有 {count} 个，这里是「{}」", &text[at..end]);
            out.tell(
                COUNTY_LIST,
                passage,
                at..end,
                message,
                "核对个数；名册漏了的，补进 roster.yaml",
            );
        }
    }
}

/// 周国平、李明、王芳、王芳: a leader named twice in one list.
pub fn twice(passage: &Passage<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let mut row: Vec<usize> = Vec::new();
    let mut last = 0;
    for (person, range) in directory.people(text) {
        if text.get(last..range.start) != Some("、") {
            row.clear();
        }
        if row.contains(&person) {
            let message = format!("「{}」在名单里写了两遍", &text[range.clone()]);
            out.tell(LEADER_ORDER, passage, range.clone(), message, "核对名单，改正其中一个");
        }
        row.push(person);
        last = range.end;
    }
}

/// What may stand right before the name of a county.
const BEFORE: &[char] =
    &['在', '到', '赴', '和', '与', '对', '为', '由', '从', '向', '往', '抵', '据', '将', '让'];

/// 云岑县, where the roster has 云岭县; 望县, where it has 望河县.
fn near(passage: &Passage<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, level) in text.match_indices('县') {
        let end = at + level.len();
        let lead = &text[..at];
        for count in [2, 1] {
            let run = lead.chars().rev().take(count);
            let size: usize = run.map(char::len_utf8).sum();
            let start = at - size;
            let name = &text[start..end];
            let before = text[..start].chars().next_back();
            let opens = before.is_none_or(|c| !is_han(c) || BEFORE.contains(&c));
            if !opens || name.chars().count() != count + 1 || !name.chars().all(is_han) {
                continue;
            }
            let Some(right) = slip(name, count, directory) else { continue };
            let known = lookup(name).is_some()
                || lookup(&text[start..at]).is_some_and(|entry| {
                    count == 2 && (entry.class == Class::Place || entry.frequency() >= 20.0)
                });
            let own = directory.units.iter().any(|unit| {
                unit.name.as_str() == name
                    || unit.short_names.iter().any(|short| short.as_str() == name)
                    || unit.rejected.iter().any(|old| old.as_str() == name)
            });
            // 全县, 各县, 该县: said of every county.
            let first = name.chars().next().unwrap_or(' ');
            let said =
                "全各该本我外邻两三四五六七八九十每某同市省分跨县大小老新原州".contains(first);
            let next = first_chars(&text[end..], 1);
            let goes_on = !matches!(next, "城" | "域" | "级" | "际" | "区" | "长" | "道");
            if known || own || said || !goes_on || is_quoted(text, start) {
                continue;
            }
            // What was told as one character of the same sound is told there.
            if directory.misspelt(name).next().is_some() {
                continue;
            }
            let message = format!("名册里没有「{name}」，有「{right}」");
            out.tell(
                NEAR_UNIT,
                passage,
                start..end,
                message,
                format!("核对名称，改成「{right}」；确有其地的，写进 roster.yaml"),
            );
            break;
        }
    }
}

/// The county of which a name has one character changed, or left out.
fn slip<'d>(name: &str, count: usize, directory: &'d Directory) -> Option<&'d str> {
    let own: Vec<char> = name.chars().collect();
    directory.all_counties().map(|unit| directory.units[unit].name.as_str()).find(|right| {
        let chars: Vec<char> = right.chars().collect();
        if chars.len() != 3 || chars.last() != own.last() {
            return false;
        }
        match count {
            // One of the two is right.
            // Or both, the other way round.
            2 => {
                chars.iter().zip(&own).filter(|(a, b)| a != b).count() == 1
                    || chars[0] == own[1] && chars[1] == own[0]
            }
            _ => own[0] == chars[0],
        }
    })
}
