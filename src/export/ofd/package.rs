//! The zip around the parts, and the file at its head, which names them.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::particulars::{Particulars, Unfit};
use super::xml::Xml;
use crate::typeset::{Scene, SceneItem, Target};
use crate::workspace::fs;

/// How hard parts are packed, of 9: two steps more would make files half a hundredth smaller, and cost a
/// fifth of all the time.
const EFFORT: i64 = 4;

/// The parts of a file so far.
#[derive(Default)]
pub struct Package {
    parts: Vec<(String, Vec<u8>, CompressionMethod)>,
}

impl Package {
    /// A part that is worth packing.
    pub fn text(&mut self, path: &str, bytes: Vec<u8>) {
        self.parts.push((path.to_owned(), bytes, CompressionMethod::Deflated));
    }

    /// A part that is packed already.
    pub fn packed(&mut self, path: &str, bytes: Vec<u8>) {
        self.parts.push((path.to_owned(), bytes, CompressionMethod::Stored));
    }

    /// The file, `OFD.xml` first.
    ///
    /// # Errors
    /// [`Unfit::TooLarge`].
    pub fn finish(self, about: &Particulars, scene: &Scene) -> Result<Vec<u8>, Unfit> {
        let head = head(about, scene, &self.identifier(about));
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // No clock and no rights of this machine: the same content gives the same bytes.
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let first = ("OFD.xml".to_owned(), head, CompressionMethod::Deflated);
        for (path, bytes, method) in std::iter::once(first).chain(self.parts) {
            let level = (method == CompressionMethod::Deflated).then_some(EFFORT);
            let options = options.compression_method(method).compression_level(level);
            zip.start_file(path, options).map_err(|_| Unfit::TooLarge)?;
            zip.write_all(&bytes).map_err(|_| Unfit::TooLarge)?;
        }
        Ok(zip.finish().map_err(|_| Unfit::TooLarge)?.into_inner())
    }

    /// 32 hexadecimal digits of what names the document and of its content (7.4, DocID: a UUID without
    /// its dashes).
    fn identifier(&self, about: &Particulars) -> String {
        let mut all = about.identity.clone().into_bytes();
        for (path, bytes, _) in &self.parts {
            all.extend([0]);
            all.extend(path.as_bytes());
            all.extend(bytes.len().to_be_bytes());
            all.extend(bytes);
        }
        fs::sha256(&all).chars().take(32).collect()
    }
}

/// Whether nothing leads out of the document (GB/T 42133).
fn is_closed(scene: &Scene) -> bool {
    let leads_out = |item: &SceneItem| matches!(item, SceneItem::Link(link) if matches!(link.target, Target::Address(_)));
    !scene.pages.iter().flat_map(|page| &page.items).any(leads_out)
}

fn head(about: &Particulars, scene: &Scene, identifier: &str) -> Vec<u8> {
    let kind = if about.archive && is_closed(scene) { "OFD-A" } else { "OFD" };
    let mut xml = Xml::new("OFD");
    xml.attribute("Version", "1.0").attribute("DocType", kind);
    xml.open("DocBody").open("DocInfo");
    xml.element("DocID", identifier);
    let title = scene.title.as_deref().filter(|title| !title.trim().is_empty());
    xml.element("Title", title.unwrap_or(&about.title));
    if !scene.authors.is_empty() {
        xml.element("Author", &scene.authors.join("、"));
    }
    xml.element("CreationDate", &about.date.format("%Y-%m-%d").to_string());
    if !scene.keywords.is_empty() {
        xml.open("Keywords");
        for word in &scene.keywords {
            xml.element("Keyword", word);
        }
        xml.close();
    }
    xml.element("Creator", &about.creator.0).element("CreatorVersion", &about.creator.1);
    if !about.custom.is_empty() {
        xml.open("CustomDatas");
        for (name, value) in &about.custom {
            xml.open("CustomData").attribute("Name", name).text(value).close();
        }
        xml.close();
    }
    xml.close();
    xml.element("DocRoot", "Doc_0/Document.xml");
    xml.finish()
}
