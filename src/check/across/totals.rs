//! Running totals of a text: 累计完成3200户.

use std::ops::Range;

use crate::check::cues::{is_han, number_behind};

/// A running total: whose, of what, and how many.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Total {
    /// Digest of its source, of the words before the number and of its unit.
    pub(super) key: u64,
    pub(super) value: f64,
}

impl Total {
    /// The same of a source.
    pub(super) fn of(mut self, source: &str) -> Self {
        self.key = digest(self.key, source.chars());
        self
    }
}

/// The words before the number: fewer say nothing certain of what is counted.
const WORDS: std::ops::RangeInclusive<usize> = 3..=16;

/// The running totals of a text, each with the bytes from 累计 to the unit.
pub(super) fn totals(text: &str) -> impl Iterator<Item = (Total, Range<usize>)> + '_ {
    text.match_indices("累计").filter_map(move |(at, word)| {
        let start = at + word.len();
        let length = text[start..].find(|c: char| !is_han(c))?;
        let figure = start + length;
        let end = figure + number_behind(&text[figure..]);
        let value: f64 = text[figure..end].parse().ok()?;
        let (value, unit) = match text[end..].chars().next()? {
            '万' => (value * 1e4, end + '万'.len_utf8()),
            '亿' => (value * 1e8, end + '亿'.len_utf8()),
            _ => (value, end),
        };
        let counted = text[unit..].chars().next().filter(|c| is_han(*c))?;
        let words = text[start..figure].chars();
        if !WORDS.contains(&words.clone().count()) {
            return None;
        }
        let key = digest(digest(0, words), std::iter::once(counted));
        Some((Total { key, value }, at..unit + counted.len_utf8()))
    })
}

/// FNV-1a over characters.
fn digest(start: u64, chars: impl Iterator<Item = char>) -> u64 {
    let seed = start ^ 0xCBF2_9CE4_8422_2325;
    chars.fold(seed, |sum, c| (sum ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3))
}
