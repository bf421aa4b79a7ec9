//! What is written in a drawing, once its faces are known: letters that no face has, and dashes along
//! letters.

use std::collections::BTreeSet;

use usvg::{Group, Node, Tree};

use super::drawn::is_too_dashed;

/// How deep groups are gone into: more than a drawing may have.
const MAX_DEPTH: usize = super::flaw::MAX_HEIGHT * 4;

/// What is wrong with the writing in a drawing.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lettering {
    /// Characters that no face has.
    pub missing: BTreeSet<char>,
    /// Whether letters are drawn with too many dashes.
    pub is_too_dashed: bool,
}

/// Looks through the writing of a drawing as it is drawn.
pub fn lettering(tree: &Tree) -> Lettering {
    let mut found = Lettering::default();
    visit(tree.root(), &mut found, 0);
    found
}

fn visit(group: &Group, found: &mut Lettering, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    for node in group.children() {
        match node {
            Node::Group(inner) => visit(inner, found, depth + 1),
            Node::Text(text) => {
                let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                let missing = glyphs.filter(|glyph| glyph.id.0 == 0);
                let letters = missing.flat_map(|glyph| glyph.text.chars());
                found.missing.extend(letters.filter(|c| !c.is_whitespace() && !c.is_control()));
                found.is_too_dashed |= is_too_dashed(text);
                continue;
            }
            _ => {}
        }
        node.subroots(|root| visit(root, found, depth + 1));
    }
}
