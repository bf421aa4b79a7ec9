//! How wide lines are and may be, in em.

/// Widths that lines may have, in em of the size they are set in.
#[derive(Clone, Copy, Debug)]
pub struct Widths {
    /// Any line but the last.
    pub line: f64,
    /// The last line; smaller where something stands beside it.
    pub last: f64,
}

impl Widths {
    /// The same width for every line.
    pub fn even(line: f64) -> Self {
        Self { line, last: line }
    }
}

/// The width of a text in em: half for ASCII, one for everything else.
pub fn ems(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

/// The width of a text as a title is set, in em: digits and letters of the title's face are wider than
/// half (0.6 and up to 0.97 of the embedded one; those of licensed faces are narrower).
pub fn set_ems(text: &str) -> f64 {
    let one = |c: char| match c {
        '0'..='9' | 'a'..='z' => 0.6,
        'A'..='Z' => 0.75,
        '%' | '@' | '&' => 1.0,
        c if c.is_ascii() => 0.5,
        _ => 1.0,
    };
    text.chars().map(one).sum()
}
