//! Which characters are 汉字, and what a Chinese input method makes of Western signs.

/// Whether a character is a 汉字, rare ones and 〇 included.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

/// A sign of the width that a 汉字 has, as one of Western width: `１` is `1`, `．` is `.`.
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}
