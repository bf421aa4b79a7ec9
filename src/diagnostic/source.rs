//! The author's files and places in them.
//!
//! # How places travel
//!
//! Every finding points into the author's file, whatever step found it. A `Text` is a string, the
//! file it came from, and an `OffsetMap`: sorted points between which offsets run one to one.
//!
//! Each step on the way hands its map on: YAML in `read/yaml/tree.rs` and `align.rs`; front matter
//! is a stretch of its own, and the body an offset away; Markdown in `markdown/write/output.rs`;
//! fields in templates in `compose/mod.rs`; breaks put in later in `compose/office.rs`; glyphs and
//! rows of the page in `typeset/sources.rs`; what Typst says in `typeset/findings.rs`.

use std::ops::Range;
use std::sync::Arc;

use super::file::SourceFile;
use super::lines;

/// A stretch of bytes in one of the author's files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The bytes, as offsets into [`SourceFile::text`], on character boundaries.
    pub range: Range<usize>,
}

impl Span {
    /// A span clamped into `file` and widened to character boundaries.
    pub fn new(file: &Arc<SourceFile>, range: Range<usize>) -> Self {
        let text = &file.text;
        let start = floor_boundary(text, range.start);
        let end = ceil_boundary(text, range.end.max(start));
        Self { file: Arc::clone(file), range: start..end }
    }

    /// Line and column of the start, both from 1; the column counts characters, as an editor does.
    pub fn line_column(&self) -> (usize, usize) {
        lines::line_column(&self.file, self.range.start)
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Where each byte of a derived text came from: sorted points, one to one in between.
///
/// A point `(derived, original)` starts a run in which derived offset `derived + n`
/// came from original offset `original + n`, up to the next point.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OffsetMap {
    points: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// The map of a text that stands in its original unchanged, starting at `original`.
    pub fn shifted(original: usize) -> Self {
        Self { points: vec![(0, original)] }
    }

    /// Adds a point. Points must come in ascending order of `derived`; a point that
    /// merely continues the run before it is not stored.
    pub fn push(&mut self, derived: usize, original: usize) {
        match self.points.last_mut() {
            Some(last) if last.0 == derived => last.1 = original,
            Some(last) if derived.wrapping_sub(last.0) == original.wrapping_sub(last.1) => {}
            _ => self.points.push((derived, original)),
        }
    }

    /// The map of the derived text after insertions into it: bytes of the derived text as it was,
    /// ascending, and how many bytes are put in there. What stood there stands behind them.
    pub fn with_insertions(&self, insertions: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut map = Self::default();
        let mut points = self.points.iter().copied().peekable();
        let mut shift = 0;
        for (at, length) in insertions {
            while let Some((derived, original)) = points.next_if(|&(derived, _)| derived < at) {
                map.push(derived + shift, original);
            }
            shift += length;
            if let Some(original) = self.resolve(at) {
                map.push(at + shift, original);
            }
        }
        for (derived, original) in points {
            map.push(derived + shift, original);
        }
        map
    }

    /// The map of the same derived text, where all of the original stands `by` bytes later.
    pub fn moved(mut self, by: usize) -> Self {
        for (_, original) in &mut self.points {
            *original += by;
        }
        self
    }

    /// The original offset of a derived one, or `None` before the first point.
    pub fn resolve(&self, derived: usize) -> Option<usize> {
        let after = self.points.partition_point(|&(at, _)| at <= derived);
        let (at, original) = *self.points.get(after.checked_sub(1)?)?;
        Some(original + (derived - at))
    }
}

/// A text an author wrote, with the place of every byte of it.
///
/// The value may differ from the file's bytes (a YAML block scalar loses its
/// indentation); the map leads back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// The text itself.
    pub value: String,
    file: Option<Arc<SourceFile>>,
    map: OffsetMap,
}

impl Text {
    /// A text with its origin.
    pub fn new(value: impl Into<String>, file: &Arc<SourceFile>, map: OffsetMap) -> Self {
        Self { value: value.into(), file: Some(Arc::clone(file)), map }
    }

    /// A text that no author wrote: composed by the program, or made in a test.
    pub fn unplaced(value: impl Into<String>) -> Self {
        Self { value: value.into(), file: None, map: OffsetMap::default() }
    }

    /// The value as a string slice.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The place of a byte range of the value in the author's file.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let file = self.file.as_ref()?;
        let start = self.map.resolve(range.start)?;
        // The end of a run belongs to the byte before it: the next run may start elsewhere.
        let end = match range.end.checked_sub(1).filter(|&last| last >= range.start) {
            Some(last) => self.map.resolve(last)? + 1,
            None => start,
        };
        Some(Span::new(file, start..end.max(start)))
    }

    /// The place of a byte range of the value where the file has these very bytes for it: no escape,
    /// no doubled quote, no end of a line. Other bytes can be put there.
    pub fn verbatim(&self, range: Range<usize>) -> Option<Span> {
        let span = self.span(range.clone())?;
        let source = &span.file.text;
        let text = self.value.get(range.clone())?;
        if source.get(span.range.clone()) != Some(text) {
            return None;
        }
        // What stands between a byte and its neighbour is the end of a line, or half of an escape.
        let is_escape = |gap: Option<&str>| {
            gap.is_some_and(|gap| !gap.is_empty() && !gap.contains(['\n', '\r']))
        };
        let before = range.start.checked_sub(1).and_then(|last| self.map.resolve(last));
        let before = before.and_then(|last| source.get(last + 1..span.range.start));
        let rest = source.get(span.range.end..)?;
        let behind = match range.end < self.value.len() {
            true => self.map.resolve(range.end).and_then(|next| source.get(span.range.end..next)),
            // The quote that ends a value is one more than its own, as is its last backslash.
            false => {
                rest.get(..1).filter(|next| ["'", "\\"].contains(next) && text.ends_with(next))
            }
        };
        (!is_escape(before) && !is_escape(behind)).then_some(span)
    }

    /// The place of the whole value.
    pub fn whole(&self) -> Option<Span> {
        self.span(0..self.value.len())
    }
}
