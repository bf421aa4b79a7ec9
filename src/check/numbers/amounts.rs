//! Amounts of a sentence held against each other: parts and their whole, what is left, and shares.

use std::ops::Range;

use super::about::UNITS;
use super::{SHARE, SUM_MISMATCH};
use crate::check::{Findings, Passage};

/// A number with what it counts.
struct Amount<'t> {
    range: Range<usize>,
    value: f64,
    /// Digits behind the point.
    decimals: i32,
    unit: &'t str,
}

/// More amounts in a sentence are a table in words.
const MOST: usize = 24;

/// The longest sentence that is held against itself, in bytes.
const LONGEST: usize = 900;

/// Looks at the sentences of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(SUM_MISMATCH) && !out.wants(SHARE) {
        return;
    }
    let text = &*passage.text;
    let mut start = 0;
    for sentence in text.split_inclusive(['。', '；', '！', '？', '\n']) {
        let range = start..start + sentence.len();
        start = range.end;
        if range.len() > LONGEST || !sentence.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let amounts = amounts(text, range.clone());
        if !(2..=MOST).contains(&amounts.len()) {
            continue;
        }
        parts(passage, range.clone(), &amounts, out);
        rest(passage, range.clone(), &amounts, out);
        shares(passage, &amounts, out);
    }
}

fn amounts(text: &str, sentence: Range<usize>) -> Vec<Amount<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = sentence.start;
    while let Some(digit) = bytes[at..sentence.end].iter().position(u8::is_ascii_digit) {
        let start = at + digit;
        let number = |b: &u8| b.is_ascii_digit() || *b == b'.';
        let length = bytes[start..sentence.end].iter().take_while(|b| number(b)).count();
        at = start + length;
        let Ok(value) = text[start..at].parse::<f64>() else { continue };
        let decimals = text[start..at].split_once('.').map_or(0, |(_, rest)| rest.len());
        let (behind, scale) = match text[at..].chars().next() {
            Some('万') => (at + '万'.len_utf8(), 1e4),
            Some('亿') => (at + '亿'.len_utf8(), 1e8),
            _ => (at, 1.0),
        };
        let before = text[..start].chars().next_back();
        // The number of a thing, of a range, of a date.
        let is_part =
            before.is_some_and(|c| c.is_ascii_alphanumeric() || "第-—－~～./:：〔".contains(c));
        let unit = UNITS.iter().find(|unit| text[behind..sentence.end].starts_with(**unit));
        let Some(unit) = unit.filter(|_| !is_part) else { continue };
        let end = behind + unit.len();
        // 3个镇 and 5个村 are no parts of one whole.
        let noun = match *unit {
            "个" => text[end..]
                .chars()
                .take(1)
                .filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c))
                .count(),
            _ => 0,
        };
        let unit_end = text[end..].char_indices().nth(noun).map_or(text.len(), |(at, _)| end + at);
        found.push(Amount {
            range: start..end,
            value: value * scale,
            decimals: i32::try_from(decimals).unwrap_or(0),
            unit: &text[behind..unit_end],
        });
        at = end;
    }
    found
}

fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > 1e-6 * a.abs().max(1.0)
}

/// 共85人（男40人、女35人）, 共120家：甲60家、乙70家。
fn parts(
    passage: &Passage<'_>,
    sentence: Range<usize>,
    amounts: &[Amount<'_>],
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    for (index, whole) in amounts.iter().enumerate() {
        let behind = &text[whole.range.end..sentence.end];
        let Some(mark) = behind.chars().next() else { continue };
        let (open, end) = match mark {
            '（' => (mark.len_utf8(), behind.find('）')),
            '：' => (mark.len_utf8(), Some(behind.len())),
            _ => continue,
        };
        let Some(end) = end.filter(|end| *end > open) else { continue };
        let list = whole.range.end + open..whole.range.end + end;
        let inside = text[list.clone()].trim_end_matches(['。', '；', '\n', '！']);
        let items: Vec<&str> = inside.split(['、', '，', '；']).collect();
        let parts: Vec<&Amount<'_>> = amounts[index + 1..]
            .iter()
            .filter(|part| list.contains(&part.range.start) && part.unit == whole.unit)
            .collect();
        // Each item is a name and its amount, and nothing is left out.
        let each = items.len() >= 2
            && items.len() == parts.len()
            && items.iter().zip(&parts).all(|(item, part)| {
                item.ends_with(&text[part.range.clone()])
                    && item.chars().count() <= 16
                    && !["其中", "分别", "约", "超", "近", "含", "新增", "累计", "已", "占", "完成"]
                        .iter()
                        .any(|word| item.contains(word))
            });
        let two_sorts =
            items.len() > 2 || (inside.starts_with('男') && inside.contains('女')) || mark == '：';
        let sum: f64 = parts.iter().map(|part| part.value).sum();
        let is_said = mark == '（'
            || ["共", "计"].iter().any(|word| {
                let start = text.floor_char_boundary(whole.range.start.saturating_sub(24));
                text[start.max(sentence.start)..whole.range.start].contains(word)
            });
        if each && two_sorts && is_said && differ(sum, whole.value) {
            tell(passage, whole, &format!("各项加起来是 {}", shown(sum, whole)), out);
            return;
        }
    }
}

/// 检查20家，其中合格5家，其余14家…
fn rest(
    passage: &Passage<'_>,
    sentence: Range<usize>,
    amounts: &[Amount<'_>],
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    for (at, word) in text[sentence.clone()].match_indices("其余") {
        let at = sentence.start + at;
        let Some(left) = amounts.iter().find(|amount| amount.range.start == at + word.len()) else {
            continue;
        };
        let before: Vec<&Amount<'_>> = amounts
            .iter()
            .filter(|amount| amount.range.end <= at && amount.unit == left.unit)
            .collect();
        let Some((whole, parts)) = before.split_first() else { continue };
        let sum: f64 = parts.iter().map(|part| part.value).sum();
        let between = &text[whole.range.end..at];
        if parts.is_empty()
            || parts.len() > 4
            || sum >= whole.value
            || ["新增", "累计", "又", "再", "比", "占"].iter().any(|word| between.contains(word))
        {
            continue;
        }
        if differ(whole.value - sum, left.value) {
            let message = format!("前面的减下来，其余应是 {}", shown(whole.value - sum, left));
            tell(passage, left, &message, out);
        }
    }
}

fn shown(value: f64, like: &Amount<'_>) -> String {
    let (value, scale) = match like.unit {
        _ if value >= 1e4 && value % 1e4 == 0.0 => (value / 1e4, "万"),
        _ => (value, ""),
    };
    let value = (value * 1e4).round() / 1e4;
    format!("{value}{scale}{}", like.unit)
}

fn tell(passage: &Passage<'_>, amount: &Amount<'_>, why: &str, out: &mut Findings<'_>) {
    let written = &passage.text[amount.range.clone()];
    let message = format!("写的是「{written}」，{why}");
    if let Some(found) = out.add(SUM_MISMATCH, passage, amount.range.clone(), message) {
        found.help = Some("算一算，改正总数或各项".to_owned());
    }
}

/// Words that say which share of a whole is meant.
const RATES: &[&str] = &[
    "完成率",
    "整改率",
    "办结率",
    "合格率",
    "覆盖率",
    "占比",
    "达标率",
    "签约率",
    "入户率",
    "满意率",
    "占总数的",
    "占总户数的",
    "占总人数的",
    "占任务的",
    "占任务数的",
    "完成任务的",
    "占全部的",
];

/// 应改120户，已改96户，完成率85%.
fn shares(passage: &Passage<'_>, amounts: &[Amount<'_>], out: &mut Findings<'_>) {
    let text = &*passage.text;
    for window in amounts.windows(3) {
        let [whole, part, share] = window else { continue };
        let lead = text[part.range.end..share.range.start].trim_start_matches(['，', '、', '（']);
        let lead = lead.trim_end_matches(['为', '达', '到', '是', '约']);
        if !matches!(share.unit, "%" | "％")
            || whole.unit != part.unit
            || matches!(whole.unit, "%" | "％" | "度" | "天")
            || part.value > whole.value
            || part.value <= 0.0
            || !RATES.contains(&lead)
            || text[whole.range.end..part.range.start].chars().count() > 16
        {
            continue;
        }
        let right = part.value / whole.value * 100.0;
        let step = 10_f64.powi(-share.decimals);
        if (right - share.value).abs() <= step * 1.05 {
            continue;
        }
        let written = &text[share.range.clone()];
        let message = format!(
            "「{}」是「{}」的 {:.1}%，不是「{written}」",
            &text[part.range.clone()],
            &text[whole.range.clone()],
            right
        );
        if let Some(found) = out.add(SHARE, passage, share.range.clone(), message) {
            found.help = Some("算一算，三个数里改正写错的那个".to_owned());
        }
    }
}
