//! The parts of a Word file: a zip, or one XML that holds them all.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::tree::{self, Node};

/// Parts by name.
pub struct Package {
    files: BTreeMap<String, Vec<u8>>,
    trees: BTreeMap<String, Node>,
}

/// What a part refers to, by id: the sort of thing, and where it is.
pub type Relations = BTreeMap<String, (String, String)>;

impl Package {
    pub fn open(bytes: &[u8]) -> Option<Self> {
        if !bytes.starts_with(b"PK") {
            return Self::flat(bytes);
        }
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let Ok(mut file) = archive.by_index(index) else { continue };
            let Ok(name) = file.name() else { continue };
            let name = name.replace('\\', "/").trim_start_matches('/').to_owned();
            let mut content = Vec::new();
            if file.read_to_end(&mut content).is_ok() {
                files.insert(name, content);
            }
        }
        Some(Self { files, trees: BTreeMap::new() })
    }

    fn flat(bytes: &[u8]) -> Option<Self> {
        let root = tree::read(bytes).filter(|root| root.name == "pkg:package")?;
        let mut trees = BTreeMap::new();
        for part in root.children {
            let name = part.attribute("pkg:name").map(|it| it.trim_start_matches('/').to_owned());
            let content = part
                .child("pkg:xmlData")
                .and_then(|data| data.children.iter().find(|node| !node.name.is_empty()).cloned());
            if let (Some(name), Some(content)) = (name, content) {
                trees.insert(name, content);
            }
        }
        Some(Self { files: BTreeMap::new(), trees })
    }

    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        let exact = self.files.get(name);
        let any_case =
            || self.files.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, it)| it);
        exact.or_else(any_case).map(Vec::as_slice)
    }

    pub fn part(&self, name: &str) -> Option<Node> {
        self.trees.get(name).cloned().or_else(|| tree::read(self.bytes(name)?))
    }

    /// The relations of a part; an empty name stands for the package.
    pub fn relations(&self, of: &str) -> Relations {
        let (folder, file) = of.rsplit_once('/').map_or(("", of), |(folder, file)| (folder, file));
        let slash = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{slash}_rels/{file}.rels");
        let Some(part) = self.part(&name) else { return Relations::new() };
        let one = |node: &Node| {
            let sort = node.attribute("Type")?.rsplit('/').next()?.to_owned();
            let target = node.attribute("Target")?;
            let target = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => joined(folder, target),
            };
            Some((node.attribute("Id")?.to_owned(), (sort, target)))
        };
        part.children.iter().filter_map(one).collect()
    }
}

fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
