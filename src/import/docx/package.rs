//! The zip file that a .docx is: its parts by name, and what a part calls the others.
//!
//! A name is only ever looked up in the zip, never on the disk.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Damage;
use super::xml::{self, Element};

/// The largest part with text, in bytes.
const PART: u64 = 16 << 20;
/// The largest picture, in bytes.
const PICTURE: u64 = 16 << 20;
/// All pictures together, in bytes.
const PICTURES: u64 = 40 << 20;
/// The most files of a zip.
pub const FILES: usize = 5_000;

/// A .docx file.
pub struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Its files by name: names count whatever their case, and some writers use `\`.
    names: BTreeMap<String, usize>,
    /// Bytes that pictures may still have.
    left: u64,
}

/// What a part calls others by: the id, and the name of the part; `None` for what lies elsewhere.
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
        Ok(Self { zip, names, left: PICTURES })
    }

    /// A part with text; `None` when there is none of that name.
    pub fn part(&mut self, name: &str) -> Result<Option<Element>, Damage> {
        let Some(index) = self.find(name) else { return Ok(None) };
        xml::parse(&bytes(&mut self.zip, index, PART)?).map(Some)
    }

    /// A part with text without the elements that nobody will ask for.
    pub fn part_without(
        &mut self,
        name: &str,
        skip: fn(&Element) -> bool,
    ) -> Result<Option<Element>, Damage> {
        let Some(index) = self.find(name) else { return Ok(None) };
        xml::parse_without(&bytes(&mut self.zip, index, PART)?, skip).map(Some)
    }

    /// A picture; `None` when there is none of that name.
    pub fn picture(&mut self, name: &str) -> Result<Option<Vec<u8>>, Damage> {
        let Some(index) = self.find(name) else { return Ok(None) };
        let bytes = bytes(&mut self.zip, index, PICTURE.min(self.left))?;
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
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
            let target = (!outside).then(|| resolve(folder, target));
            relations.insert(id.to_owned(), target.clone());
            // Parts that there is one of are looked for by what they are.
            let kind = relation.attribute("Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default();
            relations.entry(format!("={kind}")).or_insert(target);
        }
        Ok(relations)
    }

    fn find(&self, name: &str) -> Option<usize> {
        let exact = self.zip.index_for_name(name);
        exact.or_else(|| self.names.get(&name.to_lowercase()).copied())
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
