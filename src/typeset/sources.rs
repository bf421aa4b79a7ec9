//! The Typst files of one document as they were parsed, and the way from a glyph back to its author.
//!
//! Outlives the typesetting: whoever clicks on a page asks later.
//!
//! A glyph of the laid-out page carries a Typst span; that leads to the author, and measured rows
//! get their places the same way. A place that does not show the character is none, unless it is
//! written there by name or number (`&copy;`). For a finding, the character is then searched for in
//! everything an author wrote; whoever clicks on a page (`Typeset::runs`) is told nothing rather
//! than that: of labels, numbers and dates that the program writes, of code, of anything turned.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use typst::syntax::{DiagSpan, DiagSpanKind, FileId, Source, Span as TypstSpan, SyntaxNode};

use crate::compose::TypstFile;
use crate::diagnostic::{SourceFile, Span};

/// Where a character on the page came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The character in the author's file.
    pub span: Span,
    /// The whole field, where the character is only known to lie in it: then `span` is a guess.
    pub field: Option<Span>,
}

/// Where each node of a parsed file begins, made when the first of it is asked for.
type Starts = OnceLock<HashMap<TypstSpan, usize>>;

/// A parsed file.
#[derive(Clone)]
pub struct Parsed {
    source: Source,
    starts: Arc<Starts>,
}

impl Parsed {
    /// A file just parsed.
    pub fn new(source: Source) -> Self {
        Self { source, starts: Arc::default() }
    }

    /// As Typst reads it.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The byte of the file at which a node begins.
    ///
    /// Typst searches the tree for each; asked for every row of a long text, which is one node with
    /// very many children, that takes far longer than setting it.
    fn start(&self, span: TypstSpan) -> Option<usize> {
        let starts = self.starts.get_or_init(|| {
            let mut starts = HashMap::new();
            let mut nodes: Vec<(&SyntaxNode, usize)> = vec![(self.source.root(), 0)];
            while let Some((node, start)) = nodes.pop() {
                starts.insert(node.span(), start);
                let mut offset = start;
                for child in node.children() {
                    nodes.push((child, offset));
                    offset += child.len();
                }
            }
            starts
        });
        let range = || match DiagSpan::from(span).get() {
            DiagSpanKind::Number { num, sub_range, .. } => self.source.range(num, sub_range),
            DiagSpanKind::Range { range, .. } => Some(range),
            DiagSpanKind::Detached => None,
        };
        starts.get(&span).copied().or_else(|| Some(range()?.start))
    }
}

/// All parsed files of a document.
#[derive(Default)]
pub struct Sources {
    files: HashMap<FileId, (Parsed, Option<TypstFile>)>,
}

impl Sources {
    /// Adds a parsed file; `composed` is what it was made of, if any of it is an author's.
    pub fn insert(&mut self, id: FileId, parsed: Parsed, composed: Option<TypstFile>) {
        self.files.insert(id, (parsed, composed));
    }

    /// A file as Typst reads it.
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.files.get(&id).map(|(parsed, _)| parsed.source())
    }

    /// The author's place of a stretch of a file, or the template's line where no author wrote it.
    pub fn nearest(&self, span: DiagSpan) -> Option<Span> {
        let (parsed, file) = self.files.get(&span.id()?)?;
        let file = file.as_ref()?;
        let at = match span.get() {
            DiagSpanKind::Number { num, sub_range, .. } => parsed.source.range(num, sub_range)?,
            DiagSpanKind::Range { range, .. } => range,
            DiagSpanKind::Detached => return None,
        };
        file.author_span(at.start, None).or_else(|| file.template_span(at.start))
    }

    /// The author's files that anything came from, sorted by path.
    pub fn origins(&self) -> Vec<Arc<SourceFile>> {
        let mut files: Vec<Arc<SourceFile>> = Vec::new();
        let composed = self.files.values().filter_map(|(_, file)| file.as_ref());
        for span in composed.flat_map(|file| &file.origins).filter_map(|it| it.text.whole()) {
            if !files.iter().any(|known| Arc::ptr_eq(known, &span.file)) {
                files.push(span.file);
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// The author's place of a glyph that shows `c`, where it can be told for certain.
    pub fn place(&self, (span, offset): (TypstSpan, u16), c: char) -> Option<Place> {
        let (parsed, file) = self.files.get(&span.id()?)?;
        // In the page library nobody's text stands, and finding a node in it takes long.
        let file = file.as_ref()?;
        let at = parsed.start(span)? + usize::from(offset);
        let span = file.author_span(at, Some(c))?;
        let field = file.field_span(at);
        // A place that does not show the character is not its place, unless the author wrote it by
        // its name or number: `&copy;`, and in quotes `\u4e00`.
        let written = &span.file.text[span.range.clone()];
        let named = field.is_none() && written.starts_with(['&', '\\']);
        (named || written.contains(c)).then_some(Place { span, field })
    }
}
