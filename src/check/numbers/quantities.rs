//! Amounts of a sentence: numbers with what they count.

use std::ops::Range;

/// What is to be done where figures do not agree.
pub const RECKON: &str = "算一算，改正写错的那个数";

use super::about::unit;

/// A number with what it counts.
pub struct Amount<'t> {
    /// From the first digit to the end of the unit.
    pub range: Range<usize>,
    /// The number, 万 and 亿 reckoned in.
    pub value: f64,
    /// Digits behind the point.
    pub decimals: i32,
    /// What the last digit before the point counts: 1, 万 or 亿.
    pub scale: f64,
    /// What it counts, with one 汉字 behind 个.
    pub unit: &'t str,
}

impl Amount<'_> {
    /// How much the number may be off because it is rounded.
    pub fn step(&self) -> f64 {
        10_f64.powi(-self.decimals) * self.scale
    }

    /// How much of itself the number may be off because it is rounded. Most who reckon take the
    /// numbers as they are written, so not all that rounding leaves open.
    pub fn slack(&self) -> f64 {
        if self.decimals > 0 { 0.15 * self.step() / self.value.max(1e-9) } else { 0.0 }
    }

    /// Whether it is a share.
    pub fn is_percent(&self) -> bool {
        matches!(self.unit, "%" | "％")
    }
}

/// The amounts of a stretch of a text, in their order.
pub fn amounts(text: &str, sentence: Range<usize>) -> Vec<Amount<'_>> {
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
        let unit = unit(&text[behind..sentence.end]).filter(|_| !is_part);
        let Some(unit) = unit else { continue };
        let end = behind + unit.len();
        // 3个镇 and 5个村 are no parts of one whole.
        let noun = match unit {
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
            scale,
            unit: &text[behind..unit_end],
        });
        at = end;
    }
    found
}

/// Whether two numbers are not the same.
pub fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > 1e-6 * a.abs().max(1.0)
}

/// The amount that begins at a place, if one does; 第 before it is passed over.
pub fn amount_at(text: &str, at: usize, end: usize) -> Option<Amount<'_>> {
    let rest = &text[at..end];
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    let start = end - rest.len();
    let length = rest.bytes().take(12).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let value: f64 = rest[..length].parse().ok()?;
    let decimals = rest[..length].split_once('.').map_or(0, |(_, rest)| rest.len());
    let (behind, scale) = match rest[length..].chars().next() {
        Some('万') => (length + '万'.len_utf8(), 1e4),
        Some('亿') => (length + '亿'.len_utf8(), 1e8),
        _ => (length, 1.0),
    };
    let unit = unit(&rest[behind..])?;
    Some(Amount {
        range: start..start + behind + unit.len(),
        value: value * scale,
        decimals: i32::try_from(decimals).unwrap_or(0),
        scale,
        unit: &rest[behind..behind + unit.len()],
    })
}

/// A number as a message shows it, with at most four digits behind the point.
pub fn shown(value: f64, unit: &str) -> String {
    let (value, scale) = match value {
        value if value >= 1e8 => (value / 1e8, "亿"),
        value if value >= 1e4 => (value / 1e4, "万"),
        _ => (value, ""),
    };
    let value = (value * 1e4).round() / 1e4;
    format!("{value}{scale}{unit}")
}

/// Whether an amount is given as about so much.
pub fn is_about(text: &str, amount: &Amount<'_>) -> bool {
    text[amount.range.end..].starts_with(['多', '余', '以', '左', '至', '—', '-'])
        || text[..amount.range.start].ends_with(['近', '超', '逾', '约', '过'])
}
