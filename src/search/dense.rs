//! Text as it is searched: without blanks, letters small, signs of Western width.
//!
//! Where rows and lines end, a word may be cut in two; what is searched knows no ends.

use crate::model::half_width;

/// A text made ready for searching, with the way back.
#[derive(Debug, Default)]
pub struct Dense {
    /// What is searched.
    pub text: String,
    /// For each byte of it, the byte of the original where its character begins.
    from: Vec<usize>,
    /// The length of the original, in bytes.
    length: usize,
}

impl Dense {
    /// Makes a text ready.
    pub fn of(original: &str) -> Self {
        let mut dense = Self { length: original.len(), ..Self::default() };
        for (at, c) in original.char_indices() {
            // The marks for breaks in titles are not printed.
            if c.is_whitespace() || c == '|' {
                continue;
            }
            for c in half_width(c).to_lowercase() {
                dense.text.push(c);
                dense.from.resize(dense.text.len(), at);
            }
        }
        dense
    }

    /// Some bytes of it as bytes of the original.
    pub fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let at = |byte: usize| self.from.get(byte).copied().unwrap_or(self.length);
        // Up to where the next character begins, or whatever blank stands before it.
        (at(start), at(end))
    }
}

/// The last characters of a text, at most so many.
pub fn tail(text: &str, most: usize) -> &str {
    let start = text.char_indices().rev().nth(most.saturating_sub(1)).map_or(0, |(at, _)| at);
    if most == 0 { "" } else { &text[start..] }
}

/// The first characters of a text, at most so many.
pub fn head(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_widths_do_not_matter() {
        let check = |text: &str, want: &str| assert_eq!(Dense::of(text).text, want);
        check("清洁\n　供暖 ", "清洁供暖");
        check("ＰＭ２．５ 与pM2.5", "pm2.5与pm2.5");
        check("山阴县|第一时间", "山阴县第一时间");
        let dense = Dense::of("甲 乙\n丙丁");
        let at = dense.text.find("乙丙").expect("found");
        let (start, end) = dense.original(at, at + "乙丙".len());
        assert_eq!(&"甲 乙\n丙丁"[start..end], "乙\n丙");
        let (start, end) = dense.original(dense.text.len() - 3, dense.text.len());
        assert_eq!(&"甲 乙\n丙丁"[start..end], "丁");
    }

    #[test]
    fn ends_of_texts() {
        assert_eq!((tail("甲乙丙", 2), head("甲乙丙", 2)), ("乙丙", "甲乙"));
        assert_eq!((tail("甲", 5), head("甲", 5)), ("甲", "甲"));
        assert_eq!((tail("甲", 0), head("甲", 0)), ("", ""));
    }
}
