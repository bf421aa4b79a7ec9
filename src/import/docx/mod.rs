//! `.docx` as Word, WPS and LibreOffice write it → [`Document`].
//!
//! Reads what is printed, and how it looks; guesses nothing. Bounded in size, number and depth, so
//! that no file can take more than its share of memory.

mod alternatives;
mod body;
mod chunk;
mod colours;
mod contents;
mod controls;
mod drawing;
mod eq;
mod errors;
mod field;
mod flat;
mod flow;
mod formula;
mod math;
mod notes;
mod numbering;
pub mod package;
mod picture;
mod run;
mod styles;
mod table;
mod unseen;
pub mod xml;

use super::document::Document;
use body::{Reader, texts};
use chunk::Depth;
use colours::Tints;
use notes::{Notes, Sort};
use numbering::Numbering;
use package::Package;
use styles::Styles;
use xml::Element;

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// It is no zip file, or its contents cannot be unpacked.
    Zip,
    /// A part of it is not well-formed.
    Xml,
    /// A part declares entities, which no writing program does.
    DocType,
    /// More, or larger, than a dispatch can have.
    TooLarge,
    /// It has a password.
    Encrypted,
    /// It is a zip file, but no Word document.
    NoDocument,
}

/// Reads a document.
///
/// # Errors
/// [`Damage`] when it cannot be read whole: half a dispatch would be worse than none.
pub fn read(bytes: &[u8]) -> Result<Document, Damage> {
    read_within(&mut Package::open(bytes)?, &mut Depth::default())
}

/// Whether a file is a document whose parts stand in one XML (Flat OPC).
pub fn is_flat(bytes: &[u8]) -> bool {
    flat::is_such(bytes)
}

/// Reads a document whose parts stand in one XML (Flat OPC).
///
/// # Errors
/// As [`read`].
pub fn read_flat(bytes: &[u8]) -> Result<Document, Damage> {
    read_within(&mut Package::open_flat(bytes)?, &mut Depth::default())
}

/// Reads a document that may stand within others.
fn read_within(package: &mut Package<'_>, depth: &mut Depth) -> Result<Document, Damage> {
    let main = package.relations("")?.get("=officeDocument").cloned().flatten();
    let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
    let root = package.part(&main)?.ok_or(Damage::NoDocument)?;
    let body = root.child("w:body").filter(|_| root.name == "w:document");
    let body = body.ok_or(Damage::NoDocument)?;
    let relations = package.relations(&main)?;
    let mut part =
        |kind: &str, skip: fn(&Element) -> bool| match relations.get(kind).cloned().flatten() {
            Some(name) => package.part_without(&name, skip),
            None => Ok(None),
        };
    let styles = part("=styles", styles::is_unused)?;
    let theme = part("=theme", styles::is_unused_theme)?;
    let mut part = |kind: &str| part(kind, |_| false);
    let lists = part("=numbering")?;
    let mut notes = Notes::default();
    notes.add(Sort::Foot, part("=footnotes")?);
    notes.add(Sort::End, part("=endnotes")?);
    let comments = part("=comments")?.unwrap_or_default();
    let comments = comments.children().filter_map(|comment| {
        let mut text = String::new();
        texts(comment, &["w:t"], &mut text);
        Some((comment.attribute("w:id")?.to_owned(), text))
    });
    let comments = comments.collect();
    let styles = Styles::read(styles.as_ref(), theme.as_ref());
    let numbering = Numbering::read(lists.as_ref(), &styles.lists);
    let mut reader = Reader {
        package,
        relations,
        styles,
        numbering,
        document: Document::default(),
        notes,
        comments,
        fields: Vec::new(),
        album: Default::default(),
        fields_close: field::close(body),
        contents_begun: false,
        paragraphs: 0,
        links: 0,
        tints: Tints::default(),
        grounds: 0,
        depth: *depth,
        headers: Default::default(),
    };
    let mut blocks = reader.blocks(body)?;
    *depth = reader.depth;
    let mut document = reader.document;
    contents::leave_out_typed(&mut blocks, &mut document);
    reader.tints.tell(&mut document);
    Ok(Document { blocks, ..document })
}
