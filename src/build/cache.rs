//! What was built of what, remembered between runs in `.jianbao/`.
//!
//! One line for each PDF, added when it is on disk; the last line of a PDF counts. Each carries a
//! digest of itself: a line that a killed run or a bad disk spoiled is passed over, and its issue is
//! built anew. The folder can be deleted at any time.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::inputs::Seen;
use crate::error::Error;
use crate::workspace::{Workspace, fs};

/// The file; its name carries the version of its form, so that another version begins anew.
const FILE: &str = "built-1.txt";
/// Larger than the lines of any archive; what is larger is not ours.
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// Characters of the digest before each line.
const MARK: usize = 16;
/// This many lines that no longer count are borne before the file is written anew.
const IDLE_LINES: usize = 512;

/// How a PDF came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where it was to be written: [`folder_key`] and the file's name.
    pub key: String,
    /// What it was made of, in one digest.
    pub fingerprint: String,
    /// What it was made of, file by file.
    pub files: Vec<Seen>,
    /// Pictures among them, as paths within the folder.
    pub pictures: Vec<String>,
    /// The PDF; its name may differ from the one it was to have.
    pub pdf: Seen,
    /// Pages.
    pub pages: usize,
    /// Warnings that were told.
    pub warnings: usize,
}

/// The records of a workspace.
pub struct Cache {
    path: PathBuf,
    records: BTreeMap<String, Record>,
    latest: Option<String>,
    /// Lines that could not be understood.
    pub damaged: usize,
    idle: usize,
    file: Mutex<Option<File>>,
}

impl Cache {
    /// Reads what earlier runs left; a missing file is an empty one.
    ///
    /// # Errors
    /// [`Error::Read`] when the file is there and cannot be read.
    pub fn open(workspace: &Workspace) -> Result<Self, Error> {
        let path = workspace.cache_dir().join(FILE);
        let mut cache = Self::empty(path);
        if fs::stamp(&cache.path)?.is_some() {
            match fs::read_limited(&cache.path, MAX_BYTES)? {
                Some(bytes) => cache.take(&bytes),
                None => cache.damaged = 1,
            }
        }
        Ok(cache)
    }

    fn empty(path: PathBuf) -> Self {
        Self {
            path,
            records: BTreeMap::new(),
            latest: None,
            damaged: 0,
            idle: 0,
            file: Mutex::new(None),
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match understand(line) {
                Some(record) => {
                    self.latest = Some(record.key.clone());
                    let earlier = self.records.insert(record.key.clone(), record);
                    self.idle += usize::from(earlier.is_some());
                }
                None => self.damaged += 1,
            }
        }
    }

    /// What is known of a PDF.
    pub fn get(&self, key: &str) -> Option<&Record> {
        self.records.get(key)
    }

    /// The record added last.
    pub fn latest(&self) -> Option<&Record> {
        self.get(self.latest.as_ref()?)
    }

    /// Remembers a PDF that is on disk. A cache that cannot be written costs time, not work, so
    /// that is no error.
    pub fn add(&self, record: &Record) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if file.is_none() {
            let made = self.path.parent().is_some_and(|dir| std::fs::create_dir_all(dir).is_ok());
            *file = made
                .then(|| OpenOptions::new().append(true).create(true).open(&self.path).ok())
                .flatten();
        }
        if let (Some(file), Some(line)) = (file.as_mut(), line(record)) {
            // In one piece, so that lines of two programs do not run into each other.
            let _ = file.write_all(line.as_bytes());
        }
    }

    /// Writes the file anew where it is damaged or mostly idle lines.
    pub fn tidy(&self) {
        if self.damaged == 0 && self.idle < IDLE_LINES + self.records.len() {
            return;
        }
        // With the lines that this run and others have added meanwhile.
        let mut now = Self::empty(self.path.clone());
        if let Ok(Some(bytes)) = fs::read_limited(&self.path, MAX_BYTES) {
            now.take(&bytes);
        }
        let text: String = now.records.values().filter_map(line).collect();
        let _ = fs::write_atomic(&self.path, text.as_bytes());
    }
}

/// The name of a folder for PDFs, however it was written: its path from the workspace's root, or
/// where it lies elsewhere a digest, because the cache tells nobody's folders.
pub fn folder_key(root: &Path, dir: &Path) -> String {
    let dir = real(dir);
    match dir.strip_prefix(real(root)) {
        Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
        Err(_) => format!("={}", fs::sha256(dir.to_string_lossy().as_bytes())),
    }
}

/// A folder by its one true path: links and `..` resolved, also where it does not exist yet.
fn real(dir: &Path) -> PathBuf {
    let mut real = PathBuf::new();
    for part in Path::new(".").join(dir).components() {
        match part {
            // Of a folder that does not exist, nothing but its name is known.
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
        if let Ok(there) = real.canonicalize() {
            real = there;
        }
    }
    real
}

fn line(record: &Record) -> Option<String> {
    let text = serde_json::to_string(record).ok()?;
    let mark = fs::sha256(text.as_bytes());
    // A line break in front as well: a line that was cut short spoils no other.
    Some(format!("\n{} {text}\n", &mark[..MARK]))
}

fn understand(line: &[u8]) -> Option<Record> {
    let line = std::str::from_utf8(line).ok()?;
    let (mark, text) = line.split_once(' ')?;
    let right = fs::sha256(text.as_bytes());
    (mark == &right[..MARK]).then(|| serde_json::from_str(text).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_name_however_it_is_written() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("w");
        std::fs::create_dir_all(root.join("out")).expect("a folder");
        for written in ["out", "./out", "out/", "out/../out", "no/../out", "no/deep/../../out"] {
            assert_eq!(folder_key(&root, &root.join(written)), "out", "{written}");
        }
        assert_eq!(folder_key(&root, &root.join("no/deep")), "no/deep");
        assert_eq!(folder_key(&root, &root), "");
        let outside = folder_key(&root, dir.path());
        assert!(outside.starts_with('=') && outside == folder_key(&root, &root.join("..")));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.join("out"), dir.path().join("link")).expect("a link");
            assert_eq!(folder_key(&root, &dir.path().join("link")), "out");
        }
    }
}
