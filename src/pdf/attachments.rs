//! The files a document carries: the name tree of the catalog, and the streams it leads to.

use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro::hayro_syntax::object::{Array, Dict, Object, Stream, String as PdfString};
use hayro::hayro_syntax::{Filter, Pdf};

use super::Unreadable;

/// Most bytes of all files together.
const MAX_BYTES: u64 = 512 * 1024 * 1024;
/// Most files, and most nodes of the tree they hang in.
const MAX_COUNT: usize = 10_000;
/// A tree of ten thousand names is three levels high.
const MAX_DEPTH: usize = 32;

/// A file within a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name as the PDF has it: nothing vouches for it, it may be `../x` or empty.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The files in the order of the tree; none where there is no tree.
pub fn read(pdf: &Pdf) -> Result<Vec<Attachment>, Unreadable> {
    let mut reading = Reading { found: Vec::new(), nodes: 0, left: MAX_BYTES };
    let catalog: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    let names = catalog.and_then(|catalog| catalog.get::<Dict<'_>>("Names"));
    if let Some(root) = names.and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles")) {
        reading.node(&root, 0)?;
    }
    Ok(reading.found)
}

struct Reading {
    found: Vec<Attachment>,
    nodes: usize,
    /// Bytes that may still come.
    left: u64,
}

impl Reading {
    /// A node of the name tree (ISO 32000-1, 7.9.6). A circle ends at the bound of depth.
    fn node(&mut self, node: &Dict<'_>, depth: usize) -> Result<(), Unreadable> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_COUNT {
            return Err(Unreadable::TooLarge);
        }
        if let Some(pairs) = node.get::<Array<'_>>("Names") {
            let mut pairs = pairs.iter::<Object<'_>>();
            while let (Some(key), Some(file)) = (pairs.next(), pairs.next()) {
                let file = file.into_dict().ok_or(Unreadable::Broken)?;
                let key = key.into_string().map(|key| text(&key)).unwrap_or_default();
                self.file(key, &file)?;
            }
        }
        for kid in node.get::<Array<'_>>("Kids").iter().flat_map(Array::iter::<Dict<'_>>) {
            self.node(&kid, depth + 1)?;
        }
        Ok(())
    }

    /// A file specification (ISO 32000-1, 7.11.3).
    fn file(&mut self, key: String, file: &Dict<'_>) -> Result<(), Unreadable> {
        if self.found.len() >= MAX_COUNT {
            return Err(Unreadable::TooLarge);
        }
        let named = |name| file.get::<PdfString<'_>>(name).map(|name| text(&name));
        let name = named("UF").or_else(|| named("F")).unwrap_or(key);
        let streams = file.get::<Dict<'_>>("EF").ok_or(Unreadable::Broken)?;
        let stream = ["F", "UF"].iter().find_map(|key| streams.get::<Stream<'_>>(key));
        let bytes = self.decoded(&stream.ok_or(Unreadable::Broken)?)?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        self.found.push(Attachment { name, bytes });
        Ok(())
    }

    /// Not by the reader's own decoder, which would unpack a thousandfold of what it is given
    /// before anybody could say stop.
    fn decoded(&self, stream: &Stream<'_>) -> Result<Vec<u8>, Unreadable> {
        let raw = stream.raw_data();
        let filtered = stream.dict().contains_key("Filter");
        let mut bytes = Vec::new();
        let read = match (&stream.filters()[..], filtered) {
            ([], false) => raw.as_ref().take(self.left + 1).read_to_end(&mut bytes),
            ([Filter::FlateDecode], _) if !stream.dict().contains_key("DecodeParms") => {
                ZlibDecoder::new(raw.as_ref()).take(self.left + 1).read_to_end(&mut bytes)
            }
            _ => return Err(Unreadable::Broken),
        };
        read.map_err(|_| Unreadable::Broken)?;
        if bytes.len() as u64 > self.left { Err(Unreadable::TooLarge) } else { Ok(bytes) }
    }
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 after its mark. Without one it is in an
/// encoding of PDF's own, whose ASCII is ASCII; file names beyond that are written with a mark.
fn text(string: &PdfString<'_>) -> String {
    match string.as_bytes() {
        [0xfe, 0xff, utf16 @ ..] => {
            let units: Vec<u16> =
                utf16.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, utf8 @ ..] => String::from_utf8_lossy(utf8).into_owned(),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}
