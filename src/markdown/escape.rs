//! Any text → Typst markup or a Typst string literal with exactly that text.
//!
//! Every ASCII punctuation character gets a backslash, which to Typst means the character itself,
//! wherever it stands: no list of dangerous characters is to be kept up to date. Markup calls
//! functions (`#strong[…]`), never toggles (`*…*`), whose meaning depends on word boundaries that
//! Chinese does not have. Tera's autoescape is this very function, for every `.typ` template. Runs
//! of spaces are set as strings. The properties below parse what comes out and compare it with what
//! went in.

use crate::diagnostic::OffsetMap;

/// Escapes any text so that Typst markup sets exactly that text.
///
/// Every ASCII punctuation character gets a backslash, which to Typst means the character
/// itself wherever it stands. Because that includes `.`, `-`, `:`, `/` and the quotes, neither
/// a list marker, a dash, a comment, an address nor a smart quote can come about, and the
/// result may directly follow a call such as `#strong[…]`.
///
/// Typst collapses spaces and drops them at the edges; runs and edges are therefore set as a
/// string (`#"  "`). What Typst takes for a line break or a tab becomes a space, except that
/// line breaks at the edges go: they are how a YAML block ends. Other control characters stay;
/// no font has them, so the layout reports them as missing glyphs.
pub fn escape(text: &str) -> String {
    escape_with_map(text).0
}

/// The same, and where in the text each of its characters came from.
pub fn escape_with_map(text: &str) -> (String, OffsetMap) {
    let inner = text.trim_start_matches(is_line_break);
    let from = text.len() - inner.len();
    let inner = inner.trim_end_matches(is_line_break);
    let mut typst = String::with_capacity(inner.len() + inner.len() / 4);
    let mut map = OffsetMap::default();
    let mut spaces = 0;
    let mut characters = inner.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\r' && characters.peek().is_some_and(|(_, next)| *next == '\n') {
            continue;
        }
        if is_space(character) {
            spaces += 1;
            continue;
        }
        let inside = !typst.is_empty();
        push_spaces(&mut typst, spaces, inside);
        spaces = 0;
        map.push(typst.len(), from + at);
        push_character(&mut typst, character);
        if character.is_ascii_punctuation() {
            // The backslash and the character behind it have the same origin.
            map.push(typst.len() - character.len_utf8(), from + at);
        }
    }
    push_spaces(&mut typst, spaces, false);
    (typst, map)
}

/// A Typst string literal, with quotes.
pub fn string_literal(text: &str) -> String {
    let mut typst = String::with_capacity(text.len() + 2);
    typst.push('"');
    for character in text.chars() {
        push_in_string(&mut typst, character);
    }
    typst.push('"');
    typst
}

/// Writes spaces; a single one between words needs no string.
pub(super) fn push_spaces(typst: &mut String, count: usize, between_words: bool) {
    if count == 1 && between_words {
        typst.push(' ');
    } else if count > 0 {
        typst.push_str("#\"");
        typst.extend(std::iter::repeat_n(' ', count));
        typst.push('"');
    }
}

/// Writes a character other than a space into markup.
pub(super) fn push_character(typst: &mut String, character: char) {
    if character.is_ascii_punctuation() {
        typst.push('\\');
    }
    typst.push(character);
}

/// Writes any character into a string literal.
pub(super) fn push_in_string(typst: &mut String, character: char) {
    match character {
        '"' => typst.push_str("\\\""),
        '\\' => typst.push_str("\\\\"),
        '\n' => typst.push_str("\\n"),
        '\r' => typst.push_str("\\r"),
        '\t' => typst.push_str("\\t"),
        _ => typst.push(character),
    }
}

/// Whether Typst takes the character for white space in markup. U+00A0, U+3000 and the like
/// are ordinary characters there.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t') || is_line_break(character)
}

fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse};

    use super::*;

    /// The text that escaped markup sets; panics at anything but text.
    fn set(node: &SyntaxNode, into: &mut String) {
        match node.kind() {
            SyntaxKind::Text => into.push_str(node.leaf_text()),
            SyntaxKind::Space => into.push(' '),
            SyntaxKind::Hash => {}
            SyntaxKind::Escape => {
                into.push(node.cast::<ast::Escape>().expect("an escape").get());
            }
            SyntaxKind::Str => {
                into.push_str(&node.cast::<ast::Str>().expect("a string").get());
            }
            SyntaxKind::Markup => node.children().for_each(|child| set(child, into)),
            kind => panic!("{kind:?} in {node:?}"),
        }
    }

    fn typeset(markup: &str) -> String {
        let root = parse(markup);
        assert!(!root.diagnosis().errors, "{markup}");
        let mut text = String::new();
        set(&root, &mut text);
        text
    }

    /// What `escape` documents to do to white space.
    fn expected(text: &str) -> String {
        let text = text.trim_matches(is_line_break).replace("\r\n", "\n");
        text.chars().map(|each| if is_space(each) { ' ' } else { each }).collect()
    }

    fn check(text: &str, typst: &str) {
        assert_eq!(escape(text), typst);
        assert_eq!(typeset(typst), expected(text));
    }

    #[test]
    fn escapes() {
        check("", "");
        check("督查", "督查");
        check("a b", "a b");
        check("a  b", "a#\"  \"b");
        check(" a ", "#\" \"a#\" \"");
        check("甲\r\n乙\n", "甲 乙");
        check("甲\u{2028}\t乙", "甲#\"  \"乙");
        check("1. 甲", "1\\. 甲");
        check("http://a", "http\\:\\/\\/a");
        check("\\u{41}", "\\\\u\\{41\\}");
        check("#let", "\\#let");
        check("　　甲\u{a0}", "　　甲\u{a0}");
        check("=甲[乙]", "\\=甲\\[乙\\]");
    }

    #[test]
    fn every_character_has_its_place() {
        let text = "\n  1. 甲\u{2028}\t[乙]\n";
        let (typst, map) = escape_with_map(text);
        for (at, character) in typst.char_indices().filter(|(_, each)| "1.甲[乙]".contains(*each))
        {
            let from = map.resolve(at).expect("a place");
            assert!(text[from..].starts_with(character), "{typst} {at}");
        }
    }

    #[test]
    fn quotes_strings() {
        assert_eq!(string_literal("a\"\\\n甲"), "\"a\\\"\\\\\\n甲\"");
    }

    proptest! {
        #[test]
        fn any_text_is_set_exactly(text in any::<String>()) {
            prop_assert_eq!(typeset(&escape(&text)), expected(&text));
        }

        #[test]
        fn any_punctuation_is_set_exactly(text in r#"[ -~一。\n\t\r]{0,12}"#) {
            prop_assert_eq!(typeset(&escape(&text)), expected(&text));
        }

        #[test]
        fn any_string_literal_is_that_string(text in any::<String>()) {
            let root = parse(&format!("#{}", string_literal(&text)));
            let string = root.children().find_map(|node| node.cast::<ast::Str>());
            let value = string.map(|string| string.get().to_string());
            prop_assert_eq!(value, Some(text));
        }
    }
}
