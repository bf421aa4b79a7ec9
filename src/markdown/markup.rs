//! What a Markdown text becomes.

use super::running::Paragraph;
use crate::diagnostic::{Diagnostic, OffsetMap, Span};

/// A Markdown text as Typst markup, with the way back to its author's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    /// The markup: blocks separated by blank lines, without import lines and without a final
    /// line break.
    pub typst: String,
    /// Offset in [`Markup::typst`] → offset in the Markdown text ([`Text::value`](crate::diagnostic::Text::value)); exact for
    /// every visible character, the start of the construct for what surrounds it.
    pub map: OffsetMap,
    /// The pictures the markup sets, in order.
    pub pictures: Vec<Picture>,
    /// The paragraphs of running text, in order.
    pub paragraphs: Vec<Paragraph>,
    /// What is wrong with the text, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Markup {
    /// Whether nothing would be set.
    pub fn is_empty(&self) -> bool {
        self.typst.is_empty()
    }
}

/// A picture that a text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file relative to the folder, normalized, with `/` between the parts.
    pub path: String,
    /// The description for those who cannot see it; empty if the author gave none.
    pub alt: String,
    /// Where the author asks for it.
    pub span: Option<Span>,
}
