//! Standard output and standard error, kept from what would make a terminal show other words than
//! there are.
//!
//! Titles and names of files come from anywhere. Signs that turn the direction of writing, and those
//! that steer a terminal, are shown by their numbers: `\u202e`. In JSON this is the sign itself.

use std::io::{self, Write};

/// Standard output.
pub fn stdout() -> Plain<anstream::Stdout> {
    Plain::new(anstream::stdout())
}

/// Standard error.
pub fn stderr() -> Plain<anstream::Stderr> {
    Plain::new(anstream::stderr())
}

/// Writes text with such signs by their numbers.
pub struct Plain<W: Write> {
    to: W,
    /// The beginning of a character whose end has not come yet.
    begun: Vec<u8>,
}

impl<W: Write> Plain<W> {
    fn new(to: W) -> Self {
        Self { to, begun: Vec::new() }
    }
}

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let whole = all.len() - unfinished(&all);
        self.begun = all.split_off(whole);
        let mut done = 0;
        for (at, length, number) in steering(&all) {
            self.to.write_all(&all[done..at])?;
            write!(self.to, "\\u{number:04x}")?;
            done = at + length;
        }
        self.to.write_all(&all[done..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let begun = std::mem::take(&mut self.begun);
        self.to.write_all(&begun)?;
        self.to.flush()
    }
}

impl<W: Write> Drop for Plain<W> {
    fn drop(&mut self) {
        // What is no whole character is shown as what it is.
        let _ = self.to.write_all(&self.begun);
    }
}

/// How many bytes at the end may be the beginning of a character.
fn unfinished(bytes: &[u8]) -> usize {
    let last = bytes.iter().rev().take(3).position(|byte| *byte >= 0xC0);
    let Some(back) = last else { return 0 };
    let wants = match bytes[bytes.len() - 1 - back] {
        0xF0.. => 4,
        0xE0.. => 3,
        _ => 2,
    };
    if back + 1 < wants { back + 1 } else { 0 }
}

/// Where such signs are, how long they are in bytes, and their numbers.
fn steering(bytes: &[u8]) -> Vec<(usize, usize, u32)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let (length, number) = match *rest {
            // Line ends, tabs and the escapes of our own colours stay.
            [b'\t' | b'\n' | b'\r' | 0x1B, ..] => (1, None),
            [byte @ (0..0x20 | 0x7F), ..] => (1, Some(u32::from(byte))),
            [0xC2, byte @ 0x80..=0x9F, ..] => (2, Some(u32::from(byte))),
            [0xD8, 0x9C, ..] => (2, Some(0x061C)),
            [0xE2, 0x80, byte @ (0x8E | 0x8F | 0xA8..=0xAE), ..] => {
                (3, Some(0x2000 + u32::from(byte) - 0x80))
            }
            [0xE2, 0x81, byte @ 0xA6..=0xA9, ..] => (3, Some(0x2040 + u32::from(byte) - 0x80)),
            _ => (1, None),
        };
        if let Some(number) = number {
            found.push((at, length, number));
        }
        at += length;
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(pieces: &[&[u8]]) -> String {
        let mut bytes = Vec::new();
        {
            let mut plain = Plain::new(&mut bytes);
            for piece in pieces {
                plain.write_all(piece).expect("written");
            }
        }
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn signs_that_steer_are_numbers() {
        let check = |text: &str, want: &str| assert_eq!(written(&[text.as_bytes()]), want);
        check("甲\u{202E}乙\u{2066}丙\u{200F}", "甲\\u202e乙\\u2066丙\\u200f");
        check("\u{61C}\u{85}\u{7}\u{8}\u{2028}", "\\u061c\\u0085\\u0007\\u0008\\u2028");
        check("一\t二\r\n\u{1b}[31m红\u{1b}[0m“‘—…", "一\t二\r\n\u{1b}[31m红\u{1b}[0m“‘—…");
    }

    proptest! {
        /// However a text is cut into pieces, the same comes out, and none of the signs.
        #[test]
        fn pieces_do_not_matter(text in "[a甲\u{202a}-\u{202e}\u{2066}-\u{2069}“😀\n]{0,20}", cut in 0..40usize) {
            let bytes = text.as_bytes();
            let cut = cut.min(bytes.len());
            let whole = written(&[bytes]);
            prop_assert_eq!(&written(&[&bytes[..cut], &bytes[cut..]]), &whole);
            let steers = |c: char| ('\u{202a}'..='\u{202e}').contains(&c);
            prop_assert!(!whole.contains(steers));
            let back = whole.replace("\\u202e", "\u{202e}");
            prop_assert_eq!(back.contains('\u{202e}'), text.contains('\u{202e}'));
        }
    }
}
