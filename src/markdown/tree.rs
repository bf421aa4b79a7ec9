//! Markdown as a tree of nodes, no deeper than is allowed, with everything doubtful settled.
//!
//! What the writer gets can be set as it stands: addresses are checked, HTML is text, line
//! breaks are decided.

mod builder;
mod fragment;
mod link;
mod literal;
mod marks;
mod table;

use std::ops::Range;

use pulldown_cmark::{Alignment, Options};

use super::join::Join;
use super::picture::{Side, Width};

pub(super) use builder::grow;

/// A body and its footnotes.
#[derive(Debug)]
pub(super) struct Tree {
    /// The blocks of the body.
    pub(super) nodes: Vec<Node>,
    /// The footnotes, in the order in which they are first met.
    pub(super) notes: Vec<Note>,
    /// How deep elements are nested in it, as far as they are elements.
    pub(super) depth: usize,
}

/// An element of a text.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What it is.
    pub(super) kind: Kind,
    /// Its bytes in the Markdown text.
    pub(super) range: Range<usize>,
    /// What is in it.
    pub(super) children: Vec<Node>,
}

impl Node {
    /// A node without children.
    pub(super) fn leaf(kind: Kind, range: Range<usize>) -> Self {
        Self { kind, range, children: Vec::new() }
    }

    /// How many levels of nodes there are, this one included.
    pub(super) fn height(&self) -> usize {
        1 + height(&self.children)
    }
}

/// How many levels of nodes there are.
pub(super) fn height(nodes: &[Node]) -> usize {
    nodes.iter().map(Node::height).max().unwrap_or(0)
}

/// The kinds of elements. A block that holds blocks may hold inline elements as well (a tight
/// list item does): a run of them is a paragraph.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    // Inline.
    Text(String),
    Code(String),
    Break(Join),
    Emphasis,
    Strong,
    Strike,
    /// Raised or lowered text.
    Script {
        raised: bool,
    },
    /// `<sup>` and its kin before they are paired; a finished tree has none.
    ScriptTag {
        raised: bool,
        closing: bool,
    },
    /// With a checked address.
    Link(String),
    /// With a checked path; the children are the description.
    Picture {
        path: String,
        caption: String,
        width: Option<Width>,
        side: Option<Side>,
    },
    /// A reference to a note, by index.
    Reference(usize),
    /// Nothing but its children: what could not be set as meant.
    Plain,

    // Blocks.
    Paragraph,
    Heading(u8),
    Quote,
    /// The children are text.
    CodeBlock,
    List {
        start: Option<u64>,
    },
    Item,
    /// The children are its rows, before which its title may stand.
    Table {
        alignments: Vec<Alignment>,
        /// Proportions of the columns; empty where the contents tell.
        widths: Vec<usize>,
        /// How many rows belong to the head.
        heads: usize,
    },
    /// The line above a table that says what is in it.
    Title,
    /// The header of a table or one of its rows.
    Row,
    /// A cell, with how many columns and rows it goes over.
    Cell {
        across: usize,
        down: usize,
    },
    /// The place of a cell that one to the left or above goes over.
    Covered,
    Rule,
    /// The place of a note's text, by index.
    Definition(usize),
}

impl Kind {
    /// Whether it stands within a line.
    pub(super) fn is_inline(&self) -> bool {
        matches!(
            self,
            Self::Text(_)
                | Self::Code(_)
                | Self::Break(_)
                | Self::Emphasis
                | Self::Strong
                | Self::Strike
                | Self::Script { .. }
                | Self::ScriptTag { .. }
                | Self::Link(_)
                | Self::Picture { .. }
                | Self::Reference(_)
                | Self::Plain
        )
    }
}

/// The Markdown that is understood: CommonMark with tables, footnotes and ~~strikethrough~~.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// One footnote: everything that bears its name.
#[derive(Debug)]
pub(super) struct Note {
    /// The name, as first written.
    pub(super) name: String,
    /// Its text, unless it was never defined.
    pub(super) definition: Option<Definition>,
    /// The references to it; each with the note whose text it stands in.
    pub(super) references: Vec<Option<usize>>,
    /// Whether nothing that is set refers to it, so that its text is set where it stands.
    pub(super) in_place: bool,
}

/// The text of a footnote.
#[derive(Debug)]
pub(super) struct Definition {
    /// Its blocks.
    pub(super) nodes: Vec<Node>,
    /// How many levels of nodes these are.
    pub(super) height: usize,
    /// Its place.
    pub(super) range: Range<usize>,
}
