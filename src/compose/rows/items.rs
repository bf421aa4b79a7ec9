//! What each character is in a row: a mark, part of a word, a space.
//!
//! The marks and their blank halves are those of GB/T 15834 and of Typst, which does the squeezing:
//! what is given up here must be there to give.

use unicode_width::UnicodeWidthChar;

use crate::markdown::is_wide;

use super::units;
use super::{After, Item};

/// Marks whose right half is blank.
const CLOSING: &str = "，。、；：？！．”’）》〉】〗〕」』］｝";
/// Marks whose left half is blank.
const OPENING: &str = "“‘（《〈【〖〔「『［｛";
/// Marks with blank on both sides, half a cell together; they close.
const CENTRED: &str = "·・";
/// What may not start a row either, but has nothing to give.
const FOLLOWING: &str = "％‰℃～－／!),.:;?]}%°′″〃々";
/// What may not end a row either, but has nothing to give.
const LEADING: &str = "([{￥＄№";
/// Marks of two cells: each two of the same in a row are one.
const DOUBLE: &str = "—…⸺";

/// A visible thing of a paragraph with its natural width in em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece {
    /// A character.
    Char(char, f64),
    /// Something else that is not broken, such as the mark of a footnote, and whether it leans on
    /// what stands before it.
    Object {
        /// In em.
        width: f64,
        /// Whether it never starts a row.
        leans: bool,
    },
}

impl Piece {
    fn char(self) -> Option<char> {
        match self {
            Self::Char(c, _) => Some(c),
            Self::Object { .. } => None,
        }
    }
}

/// What the characters of a paragraph may do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules<'a> {
    /// Whether 11 月 and 4 天 stay together where the row allows it. Word has no such rule.
    pub units: bool,
    /// Names that stay whole where the row allows it.
    pub names: &'a [&'a str],
    /// Whether quotes cannot be squeezed: Typst takes them for Chinese only at exactly one em,
    /// which they have not where characters are tracked.
    pub stiff_quotes: bool,
}

/// The items of a paragraph, one for each piece.
pub fn items(pieces: &[Piece], rules: Rules) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::with_capacity(pieces.len());
    for (at, &piece) in pieces.iter().enumerate() {
        let next = pieces.get(at + 1).and_then(|next| next.char());
        items.push(match piece {
            Piece::Char(c, width) => character(c, width, next, rules),
            Piece::Object { width, leans } => Item { may_start: !leans, ..plain(width) },
        });
    }
    let text: Vec<char> = pieces.iter().map(|piece| piece.char().unwrap_or('\u{FFFC}')).collect();
    if rules.units {
        units::hold_units(&text, &mut items);
    }
    units::hold_names(&text, rules.names, &mut items);
    items
}

fn plain(width: f64) -> Item {
    Item { width, shrink: 0.0, may_start: true, may_end: true, space: false, after: After::Free }
}

fn character(c: char, width: f64, next: Option<char>, rules: Rules) -> Item {
    let item = plain(width);
    let gives = if rules.stiff_quotes && "“”‘’".contains(c) { 0.0 } else { width / 2.0 };
    let glued = next.is_some_and(is_glued);
    let mut item = match c {
        ' ' | '\t' => Item { may_start: false, space: true, ..item },
        '\u{A0}' | '\u{202F}' => Item { may_start: false, may_end: false, ..item },
        '\u{2060}' | '\u{FEFF}' => Item { may_start: false, may_end: false, ..item },
        _ if CLOSING.contains(c) || CENTRED.contains(c) => {
            Item { may_start: false, shrink: gives, ..item }
        }
        _ if OPENING.contains(c) => Item { may_end: false, shrink: gives, ..item },
        _ if FOLLOWING.contains(c) || is_glued(c) => Item { may_start: false, ..item },
        _ if LEADING.contains(c) => Item { may_end: false, ..item },
        _ => item,
    };
    let pair = DOUBLE.contains(c) && next == Some(c);
    if glued || pair || (is_word(c) && next.is_some_and(is_word)) {
        item.after = After::Joined;
    }
    item
}

/// Whether the character is part of the one before it: accents, variation selectors, joiners.
fn is_glued(c: char) -> bool {
    c != '\u{200B}' && !c.is_control() && c.width() == Some(0)
}

/// Whether the character belongs to a word that is not split: all that is set at its own width.
fn is_word(c: char) -> bool {
    !is_wide(c) && !c.is_whitespace() && c != '\u{200B}'
}
