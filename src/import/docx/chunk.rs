//! Texts of other formats within a document (`w:altChunk`): each is read as what it is.

use super::body::read_within;
use super::flow::Flow;
use super::package::Package;
use super::reader::Depth;
use super::reader::Reader;
use super::xml::Element;
use super::{Damage, flat};
use crate::import::beside::{Beside, PICTURE};
use crate::import::document::{Block, Content, Document, Dropped, Inset, Paragraph, Run};
use crate::import::mime::Archive;
use crate::import::{encoding, html, text};

/// How deep documents stand in each other.
const DEEPEST: usize = 4;
/// How many of them there are in all.
const MOST: usize = 64;

/// What a text within a document is.
enum Sort {
    Word,
    Flat,
    Rich,
    OldXml,
    Page,
    Archive,
    Plain,
}

impl Sort {
    fn of(bytes: &[u8]) -> Self {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4_000)]).to_lowercase();
        let start = start.trim_start_matches('\u{FEFF}').trim_start();
        let has = |word: &str| start.contains(word);
        match start {
            _ if bytes.starts_with(b"PK\x03\x04") => Self::Word,
            _ if start.starts_with("{\\rt") => Self::Rich,
            _ if flat::is_such(bytes) => Self::Flat,
            _ if has("http://schemas.microsoft.com/office/word/2003/wordml") => Self::OldXml,
            _ if start.starts_with("mime-version:") || has("\ncontent-type: multipart/") => {
                Self::Archive
            }
            _ if start.starts_with("content-type:") => Self::Archive,
            _ if start.starts_with('<') => Self::Page,
            _ if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) => Self::Page,
            _ => Self::Plain,
        }
    }
}

impl Reader<'_, '_> {
    /// Reads what `w:altChunk` names.
    pub(super) fn chunk(&mut self, element: &Element, flow: &mut Flow) -> Result<(), Damage> {
        if self.shows_nothing() {
            return Ok(());
        }
        let id = element.attribute("r:id").unwrap_or_default();
        let Some(name) = self.relations.get(id).cloned().flatten() else {
            let outside = self.relations.get(&format!("@{id}")).cloned().flatten();
            self.gap(&outside.unwrap_or_default(), flow);
            return Ok(());
        };
        self.depth.read += 1;
        if self.depth.read > MOST {
            return Err(Damage::TooLarge);
        }
        let Some(bytes) = self.package.text(&name)? else {
            self.gap(&name, flow);
            return Ok(());
        };
        let document = match Sort::of(&bytes) {
            Sort::Word => self.within(Package::open(&bytes)),
            Sort::Flat => self.within(Package::open_flat(&bytes)),
            Sort::Page => page(&name, &bytes, None, &Beside::Folder(None)).map(Ok),
            Sort::Archive => letter(&name, &bytes).map(Ok),
            Sort::Plain => {
                encoding::of_text(&name, &bytes).ok().map(|read| Ok(text::plain(&read.text)))
            }
            Sort::Rich | Sort::OldXml => None,
        };
        match document.transpose()? {
            Some(document) => flow.blocks.extend(self.taken(document)),
            None => self.gap(&name, flow),
        }
        Ok(())
    }

    /// A Word document within this one.
    fn within(&mut self, package: Result<Package<'_>, Damage>) -> Option<Result<Document, Damage>> {
        if self.depth.level >= DEEPEST {
            return Some(Err(Damage::TooLarge));
        }
        let mut package = package.ok()?;
        package.texts = self.package.texts;
        let mut depth = Depth { level: self.depth.level + 1, ..self.depth };
        let document = read_within(&mut package, &mut depth);
        self.package.texts = package.texts;
        self.depth.read = depth.read;
        match document {
            Err(Damage::TooLarge) => Some(Err(Damage::TooLarge)),
            // One that cannot be read leaves a mark.
            document => document.ok().map(Ok),
        }
    }

    /// A mark where a text cannot be read, and a line that says so.
    fn gap(&mut self, name: &str, flow: &mut Flow) {
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let said = if file.is_empty() { "altChunk" } else { file };
        self.document.drop_text(Dropped::Outside, said);
        let run = Run { text: "【待补：嵌入的文件】".to_owned(), ..Run::default() };
        flow.blocks.push(Block::Paragraph(Paragraph { runs: vec![run], ..Paragraph::default() }));
    }

    /// Takes over what another document has; its blocks are returned.
    fn taken(&mut self, mut other: Document) -> Vec<Block> {
        let (notes, pictures) = (self.document.notes.len(), self.document.pictures.len());
        let mut move_on = |paragraph: &mut Paragraph| {
            for inset in paragraph.runs.iter_mut().filter_map(|run| run.inset.as_mut()) {
                match inset {
                    Inset::Note(note) => *note += notes,
                    Inset::Picture(shown) => {
                        if let Content::Picture(index) = &mut shown.content {
                            *index += pictures;
                        }
                    }
                }
            }
        };
        other.blocks.iter_mut().flat_map(Block::paragraphs_mut).for_each(&mut move_on);
        other.notes.iter_mut().flatten().for_each(&mut move_on);
        self.document.notes.append(&mut other.notes);
        self.document.pictures.append(&mut other.pictures);
        self.document.drop_all(other.dropped);
        other.blocks
    }
}

/// A page, in the encoding that it or the letter around it names.
fn page(name: &str, bytes: &[u8], charset: Option<&str>, beside: &Beside<'_>) -> Option<Document> {
    html::read(&encoding::of_page(name, bytes, charset).ok()?.text, &mut |address| {
        beside.find(address)
    })
}

/// A page in one file with what it shows.
fn letter(name: &str, bytes: &[u8]) -> Option<Document> {
    let archive = Archive::open(bytes)?;
    let (text, charset) = archive.page()?;
    page(name, &text, charset, &Beside::Letter(&archive, PICTURE))
}
