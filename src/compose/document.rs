//! What composing makes: Typst files, and the way back from each to the author's text.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::{OffsetMap, SourceFile, Span, Text};
use crate::markdown::string_literal;
use crate::model::{Layout, Limits};

/// The Typst files of one issue, ready to be typeset.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Files by their absolute virtual path; [`Document::MAIN`] is compiled.
    pub files: BTreeMap<String, TypstFile>,
    /// Pictures that bodies use, in order, each once.
    pub pictures: Vec<Picture>,
    /// What names this document for ever: hashed into the PDF's identifier.
    pub identity: String,
    /// Date of the issue: the PDF's date.
    pub date: NaiveDate,
    /// The page it is set on.
    pub layout: Layout,
    /// How much of it there may be.
    pub limits: Limits,
    /// Whether a watermark says 草稿; a draft is never marked as an archive copy.
    pub draft: bool,
    /// Files that the PDF carries.
    pub attachments: Vec<Attachment>,
    /// The author's texts, for places that only a character can be searched by.
    pub texts: Vec<Text>,
}

impl Document {
    /// The file that is compiled.
    pub const MAIN: &str = "/main.typ";

    /// Lets the PDF carry files: its own sources.
    pub fn attach(&mut self, files: Vec<Attachment>) {
        let Some(main) = self.files.get_mut(Self::MAIN) else { return };
        for file in &files {
            // After everything else, where an element without extent moves nothing.
            let _ = write!(
                main.text,
                "\n#pdf.attach({}, read({}, encoding: none), relationship: \"source\", \
                 mime-type: \"{}\", description: {})",
                string_literal(&file.path),
                string_literal(&file.virtual_path()),
                file.media_type(),
                string_literal(&file.about),
            );
        }
        self.attachments = files;
    }
}

/// A file that the PDF carries.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its path from the workspace's root, `/` between the parts.
    pub path: String,
    /// What it is, for the list that a PDF reader shows.
    pub about: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Attachment {
    /// Where Typst finds it.
    pub fn virtual_path(&self) -> String {
        format!("/sources/{}", self.path)
    }

    /// By its extension; PDF/A-3 asks for one (ISO 19005-3, 6.8).
    fn media_type(&self) -> &'static str {
        let extension = self.path.rsplit('.').next().unwrap_or_default().to_lowercase();
        match extension.as_str() {
            "yaml" | "yml" => "application/yaml",
            "md" => "text/markdown",
            "typ" => "text/plain",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "webp" => "image/webp",
            "svg" => "image/svg+xml",
            _ => "application/octet-stream",
        }
    }
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
    /// The templates it may extend or include.
    pub parents: Vec<Arc<SourceFile>>,
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
        let origin = self.origin(at)?;
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

    /// The whole field that a byte of the generated file belongs to, where no more is known of it
    /// for certain.
    pub fn field_span(&self, at: usize) -> Option<Span> {
        self.origin(at).filter(|origin| origin.map.is_none())?.text.whole()
    }

    fn origin(&self, at: usize) -> Option<&Origin> {
        let index = self.origins.partition_point(|origin| origin.range.end <= at);
        self.origins.get(index).filter(|origin| origin.range.contains(&at))
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
        let best = [file].into_iter().chain(&template.parents).filter_map(|file| {
            let (length, range) = most_alike(&file.text, line)?;
            Some((length, Span::new(file, range)))
        });
        // The template itself before its parents, where both have such a line.
        let best = best.rev().max_by_key(|(length, _)| *length);
        Some(best.map_or_else(|| Span::new(file, 0..0), |(_, span)| span))
    }
}

/// The line of a template that can have become `line`: its literal parts stand there in order.
/// The one with most of them, with how many bytes they are.
fn most_alike(template: &str, line: &str) -> Option<(usize, Range<usize>)> {
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut start = 0;
    for written in template.split_inclusive('\n') {
        let text = written.trim();
        let from = start + written.find(text).unwrap_or(0);
        start += written.len();
        if let Some(length) = literal_length(text, line)
            && length > best.as_ref().map_or(0, |(most, _)| *most)
        {
            best = Some((length, from..from + text.len()));
        }
    }
    best
}

/// The bytes of a template's line outside `{{ }}`, `{% %}` and `{# #}`, if they stand in `line` in order.
fn literal_length(mut written: &str, mut line: &str) -> Option<usize> {
    let mut length = 0;
    loop {
        let tag = ["{{", "{%", "{#"].iter().filter_map(|open| written.find(open)).min();
        let literal = written[..tag.unwrap_or(written.len())].trim();
        line = &line[line.find(literal)? + literal.len()..];
        length += literal.len();
        let Some(tag) = tag else { return Some(length) };
        let close = ["}}", "%}", "#}"].iter().filter_map(|end| written[tag..].find(end)).min();
        written = close.map_or("", |close| &written[tag + close + 2..]);
    }
}

#[cfg(test)]
mod tests {
    use super::most_alike;

    #[test]
    fn a_generated_line_leads_to_its_template_line() {
        let template =
            "{% extends \"a\" %}\n  #title([{{ title }}], size: {{ size }}pt)\n#foo({{ x }})\n";
        let found = |line: &str| most_alike(template, line).map(|(_, range)| &template[range]);
        assert_eq!(found("#foo(3)"), Some("#foo({{ x }})"));
        assert_eq!(
            found("#title([山阴], size: 18pt)"),
            Some("#title([{{ title }}], size: {{ size }}pt)")
        );
        assert_eq!(found("#bar()"), None);
    }
}
