//! Characters that no face has, found before anything is set.

use std::collections::BTreeMap;

use super::Typesetter;
use super::findings::missing_glyph;
use crate::diagnostic::{Diagnostic, Span, Text};

/// Characters that are not drawn, or that another one draws.
fn is_undrawn(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(
            c,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
                | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}'
        )
}

/// Whether a place of a Markdown text is within a comment.
fn is_in_comment(text: &str, at: usize) -> bool {
    text[..at].rfind("<!--").is_some_and(|open| !text[open..at].contains("-->"))
}

impl Typesetter {
    /// Every character of some texts that no face has, once per file, with how often it stands
    /// there.
    pub fn lacking<'t>(&self, texts: impl IntoIterator<Item = &'t Text>) -> Vec<Diagnostic> {
        let mut known: BTreeMap<char, bool> = BTreeMap::new();
        let mut found: BTreeMap<(String, char), (Option<Span>, usize)> = BTreeMap::new();
        for text in texts {
            for (at, c) in text.as_str().char_indices() {
                // The commonest signs and 汉字 are in every face that this program has.
                if c.is_ascii() || ('\u{4E00}'..='\u{9FA5}').contains(&c) || is_undrawn(c) {
                    continue;
                }
                let has = *known.entry(c).or_insert_with(|| self.fonts.has_character(c));
                if has || is_in_comment(text.as_str(), at) {
                    continue;
                }
                let span = text.span(at..at + c.len_utf8());
                let path = span.as_ref().map_or_else(String::new, |span| span.file.path.clone());
                found.entry((path, c)).or_insert((span, 0)).1 += 1;
            }
        }
        found.into_iter().map(|((_, c), (span, count))| missing_glyph(c, span, count)).collect()
    }
}
