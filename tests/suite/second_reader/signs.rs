//! Signs of the symbol fonts, as far as documents here have them.

use super::shown::ANY;

/// What a character code of a symbol font shows; [`ANY`] where this small table does not know.
pub fn of(font: &str, code: u32) -> char {
    let font = font.to_lowercase();
    let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let wingdings = |code: u32| match code {
        0x6C => Some('●'),
        0x6E => Some('■'),
        0x6F | 0xA8 => None,
        0x75 => Some('◆'),
        0x81..=0x8A => char::from_u32(0x2460 + code - 0x81),
        0xFC => None,
        _ => None,
    };
    let symbol = |code: u32| match code {
        0x30..=0x39 | 0x28 | 0x29 | 0x2B | 0x2C | 0x2E | 0x2F | 0x3A..=0x3F | 0x25 | 0x21 => {
            char::from_u32(code)
        }
        0x2D => Some('−'),
        0x61 => Some('α'),
        0x62 => Some('β'),
        0x63 => Some('χ'),
        0x64 => Some('δ'),
        0x65 => Some('ε'),
        0x67 => Some('γ'),
        0x6C => Some('λ'),
        0x6D => Some('μ'),
        0x70 => Some('π'),
        0x73 => Some('σ'),
        0x44 => Some('Δ'),
        0x53 => Some('Σ'),
        0x57 => Some('Ω'),
        0xA3 => Some('≤'),
        0xB3 => Some('≥'),
        0xB0 => Some('°'),
        0xB1 => Some('±'),
        0xB4 => Some('×'),
        0xB8 => Some('÷'),
        0xA5 => Some('∞'),
        0xB9 => Some('≠'),
        0xBB => Some('≈'),
        _ => None,
    };
    let found = match font.as_str() {
        "symbol" => symbol(code),
        "wingdings" => wingdings(code),
        _ => None,
    };
    found.unwrap_or(ANY)
}

/// Whether a face shows signs where others have letters.
pub fn is_font(face: &str) -> bool {
    let face = face.to_lowercase();
    matches!(face.as_str(), "symbol" | "wingdings" | "wingdings 2" | "wingdings 3" | "webdings")
}

/// Signs that stand before the items of a list.
pub fn is_bullet(c: char) -> bool {
    c == ANY || "●•·■◆➢➤▪▫◦‣⁃►▶▲◇❖✧✓✔√★☆□○∙◼◾⚫–—-※→Ø".contains(c)
}
