//! What composing makes: Typst files, and the way back from each to the author's text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::{OffsetMap, SourceFile, Span, Text};
use crate::model::Layout;

/// The Typst files of one issue, ready to be typeset.
#[derive(Clone, Debug)]
pub struct Document {
    /// Files by their absolute virtual path; [`Document::MAIN`] is compiled.
    pub files: BTreeMap<String, TypstFile>,
    /// Pictures that bodies use, in order, each once.
    pub pictures: Vec<Picture>,
    /// What names this document for ever: hashed into the PDF's identifier.
    pub identity: String,
    /// Date of the issue: the PDF's date.
    pub date: NaiveDate,
    /// Whether a watermark says 草稿; a draft is never marked as an archive copy.
    pub draft: bool,
    /// The numbers of the page that the files were made with.
    pub layout: Layout,
    /// The author's texts, for places that only a character can be searched by.
    pub texts: Vec<Text>,
}

impl Document {
    /// The file that is compiled.
    pub const MAIN: &str = "/main.typ";
}

/// A picture that a body uses.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Path within the folder, `/` between the parts.
    pub path: String,
    /// Text for those who cannot see it; may be empty.
    pub alt: String,
    /// Where it is used.
    pub span: Option<Span>,
}

/// One generated Typst file.
#[derive(Clone, Debug)]
pub struct TypstFile {
    /// Its content.
    pub text: String,
    /// The stretches that came from an author, sorted, not overlapping.
    pub origins: Vec<Origin>,
    /// The template that made the rest.
    pub template: Option<Template>,
}

/// The template of a generated file.
#[derive(Clone, Debug)]
pub struct Template {
    /// Path and text of the template.
    pub file: Arc<SourceFile>,
    /// Whether the generated file is the template itself, byte for byte.
    pub verbatim: bool,
}

/// A stretch of a generated file that came from an author's text.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Bytes of the generated file.
    pub range: Range<usize>,
    /// Whose text it is.
    pub text: Text,
    /// From an offset within the stretch to an offset in the text's value;
    /// `None` where only the whole field can be named.
    pub map: Option<OffsetMap>,
}

impl TypstFile {
    /// The author's place of a byte of the generated file; `None` where a template wrote it.
    ///
    /// `found` is the character that stands there, if known: it narrows a whole field down.
    pub fn author_span(&self, at: usize, found: Option<char>) -> Option<Span> {
        let index = self.origins.partition_point(|origin| origin.range.end <= at);
        let origin = self.origins.get(index).filter(|origin| origin.range.contains(&at))?;
        let value = &origin.text.value;
        let start = match &origin.map {
            Some(map) => map.resolve(at - origin.range.start),
            None => found.and_then(|c| value.find(c)),
        };
        match start.filter(|&start| start < value.len()) {
            Some(start) => origin.text.span(start..start + 1),
            None => origin.text.whole(),
        }
    }

    /// The template's line that wrote a byte of the generated file, as far as it can be told.
    pub fn template_span(&self, at: usize) -> Option<Span> {
        let template = self.template.as_ref()?;
        let file = &template.file;
        if template.verbatim {
            return Some(Span::new(file, at..at + 1));
        }
        let start =
            self.text[..at.min(self.text.len())].rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text[start..].lines().next().unwrap_or_default().trim();
        let found = file.text.find(line).filter(|_| !line.is_empty());
        Some(
            found.map_or_else(
                || Span::new(file, 0..0),
                |from| Span::new(file, from..from + line.len()),
            ),
        )
    }
}
