//! The parts of a document by name, from a zip or from one XML, and what a part calls the others.
//!
//! A name is only ever looked up in the zip, never on the disk.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Damage;
use super::flat::{self, FILES};
use super::xml::{self, Element};

/// The largest part with text, in bytes.
const PART: u64 = 16 << 20;
/// The largest picture, in bytes.
const PICTURE: u64 = 16 << 20;
/// All pictures together, in bytes.
const PICTURES: u64 = 40 << 20;
/// All parts with text together, in bytes, those of documents within others included.
const TEXTS: u64 = 96 << 20;
/// A document as a file.
pub struct Package<'b> {
    parts: Parts<'b>,
    /// Bytes that pictures may still have.
    left: u64,
    /// Bytes that parts with text may still have.
    pub texts: u64,
}

enum Parts<'b> {
    Zip {
        zip: ZipArchive<Cursor<&'b [u8]>>,
        /// Its files by name: names count whatever their case, and some writers use `\`.
        names: BTreeMap<String, usize>,
    },
    Flat(BTreeMap<String, Vec<u8>>),
}

/// What a part calls others by: the id, and the name of the part; `None` for what lies elsewhere, whose
/// address is that of the id with `@` before it.
pub type Relations = BTreeMap<String, Option<String>>;

/// Opens a zip of a bearable number of files.
pub fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Damage> {
    // Each takes memory as soon as the list of them is read.
    let files = bytes.windows(4).filter(|window| *window == b"PK\x01\x02").take(FILES + 1).count();
    if files > FILES {
        return Err(Damage::TooLarge);
    }
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| Damage::Zip)
}

/// The bytes of one file of a zip, up to a limit.
pub fn bytes(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    limit: u64,
) -> Result<Vec<u8>, Damage> {
    let file = zip.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Damage::Encrypted,
        _ => Damage::Zip,
    })?;
    if file.size() > limit {
        return Err(Damage::TooLarge);
    }
    let mut bytes = Vec::new();
    // What a zip says of sizes may be a lie.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| Damage::Zip)?;
    if bytes.len() as u64 > limit { Err(Damage::TooLarge) } else { Ok(bytes) }
}

impl<'b> Package<'b> {
    /// Opens a .docx file.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Damage> {
        let zip = open(bytes)?;
        let mut names = BTreeMap::new();
        for (index, name) in zip.file_names().enumerate() {
            if let Ok(name) = name {
                names.entry(name.replace('\\', "/").to_lowercase()).or_insert(index);
            }
        }
        Ok(Self { parts: Parts::Zip { zip, names }, left: PICTURES, texts: TEXTS })
    }

    /// Opens a document whose parts stand in one XML.
    pub fn open_flat(bytes: &[u8]) -> Result<Self, Damage> {
        Ok(Self { parts: Parts::Flat(flat::parts(bytes)?), left: PICTURES, texts: TEXTS })
    }

    /// A part with text; `None` when there is none of that name.
    pub fn part(&mut self, name: &str) -> Result<Option<Element>, Damage> {
        self.text(name)?.map(|bytes| xml::parse(&bytes)).transpose()
    }

    /// The bytes of a part with text; `None` when there is none of that name.
    pub fn text(&mut self, name: &str) -> Result<Option<Vec<u8>>, Damage> {
        let bytes = self.bytes(name, PART.min(self.texts))?;
        self.texts -= bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        Ok(bytes)
    }

    /// A part with text without the elements that nobody will ask for.
    pub fn part_without(
        &mut self,
        name: &str,
        skip: fn(&Element) -> bool,
    ) -> Result<Option<Element>, Damage> {
        self.text(name)?.map(|bytes| xml::parse_without(&bytes, skip)).transpose()
    }

    /// A picture; `None` when there is none of that name.
    pub fn picture(&mut self, name: &str) -> Result<Option<Vec<u8>>, Damage> {
        let bytes = self.bytes(name, PICTURE.min(self.left))?;
        self.left -= bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        Ok(bytes)
    }

    /// What a part calls others by.
    pub fn relations(&mut self, part: &str) -> Result<Relations, Damage> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = match folder {
            "" => format!("_rels/{name}.rels"),
            _ => format!("{folder}/_rels/{name}.rels"),
        };
        let mut relations = Relations::new();
        let root = self.part(&path)?.unwrap_or_default();
        for relation in root.children() {
            let (Some(id), Some(target)) = (relation.attribute("Id"), relation.attribute("Target"))
            else {
                continue;
            };
            let outside = relation.attribute("TargetMode") == Some("External");
            if outside {
                relations.insert(format!("@{id}"), Some(target.to_owned()));
            }
            let target = (!outside).then(|| resolve(folder, target));
            relations.insert(id.to_owned(), target.clone());
            // Parts that there is one of are looked for by what they are.
            let kind = relation.attribute("Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default();
            relations.entry(format!("={kind}")).or_insert(target);
        }
        Ok(relations)
    }

    fn bytes(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Damage> {
        match &mut self.parts {
            Parts::Zip { zip, names } => {
                let exact = zip.index_for_name(name);
                let index = exact.or_else(|| names.get(&name.to_lowercase()).copied());
                index.map(|index| bytes(zip, index, limit)).transpose()
            }
            Parts::Flat(parts) => match parts.get(&name.to_lowercase()) {
                Some(bytes) if bytes.len() as u64 > limit => Err(Damage::TooLarge),
                bytes => Ok(bytes.cloned()),
            },
        }
    }
}

/// The name that a part in a folder means.
fn resolve(folder: &str, target: &str) -> String {
    let (folder, target) = match target.strip_prefix('/') {
        Some(target) => ("", target),
        None => (folder, target),
    };
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}
