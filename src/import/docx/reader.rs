//! What is known while the text of a document is read: its parts, and what is open.
//!
//! Each sort of element is read in a file of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::colours::Tints;
use super::notes::Notes;
use super::numbering::Numbering;
use super::package::{Package, Relations};
use super::styles::Styles;
use crate::import::document::{Document, Dropped};
use crate::import::pictures::bytes::{ALL_PIXELS, Shape};

/// Reads the body of a document.
pub struct Reader<'p, 'b> {
    pub package: &'p mut Package<'b>,
    pub relations: Relations,
    pub styles: Styles,
    pub numbering: Numbering,
    pub document: Document,
    /// Footnotes and endnotes.
    pub notes: Notes,
    /// What comments say, by id.
    pub comments: BTreeMap<String, String>,
    /// Fields that are open.
    pub fields: Vec<Field>,
    /// Whether each field of the text that is read has its end.
    pub fields_close: bool,
    /// A table of contents was met.
    pub contents_begun: bool,
    /// Paragraphs that were begun.
    pub paragraphs: usize,
    /// Links that are open.
    pub links: usize,
    /// Passages of other colours.
    pub tints: Tints,
    /// Cells and boxes that are open whose ground may be another than paper.
    pub grounds: usize,
    /// Documents within the document.
    pub depth: Depth,
    /// Pictures that were read.
    pub album: Album,
    /// Headers and footers that were looked at.
    pub headers: BTreeSet<String>,
}

/// How deep a document stands in others, and how many were read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Depth {
    pub level: usize,
    pub read: usize,
}

/// Pictures that were read: the same one may stand in many places.
pub struct Album {
    /// What each came to: its place among those of the document, or what it is that cannot be set.
    pub(super) read: BTreeMap<(String, Shape), Result<usize, String>>,
    /// What charts and diagrams say.
    pub(super) said: BTreeMap<String, String>,
    /// Pixels that may still be unpacked.
    pub(super) left: u64,
}

impl Default for Album {
    fn default() -> Self {
        Self { read: BTreeMap::new(), said: BTreeMap::new(), left: ALL_PIXELS }
    }
}

/// A field that is open.
#[derive(Default)]
pub struct Field {
    pub(super) code: String,
    /// What of its code is not hidden, for fields that show it.
    pub(super) seen: String,
    /// Its code is still being read.
    pub(super) in_code: bool,
    /// Its code has ended.
    pub(super) separated: bool,
    /// What a box or list of a form says.
    pub(super) form: Option<String>,
    /// Its result is left out: what of it was seen, and as what it is told, if at all.
    pub(super) left_out: Option<(String, Option<Dropped>)>,
    /// It has shown something.
    pub(super) has_shown: bool,
    /// The paragraph, and the place in it, where its result begins.
    pub(super) start: (usize, usize),
}
