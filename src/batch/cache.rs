//! What was built of what, remembered between runs in `.jianbao/`.
//!
//! One line for each PDF, added when it is on disk; the last line of a PDF counts. Each carries a
//! digest of itself: a line that a killed run or a bad disk spoiled is passed over, and its issue is
//! built anew. The folder can be deleted at any time.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
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
/// Where the latest record is looked for, in bytes before the end.
const TAIL: u64 = 1024 * 1024;
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
    /// Errors that were told and stopped no page: with any it is built anew each time, so that they
    /// are told again.
    #[serde(default)]
    pub errors: usize,
    /// Places that nobody has looked at yet, besides these.
    #[serde(default)]
    pub held: usize,
    /// The files of other outputs, each beside the PDF.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Seen>,
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
    /// Reads what earlier runs left; a missing file is an empty one, one that cannot be read is
    /// damaged.
    ///
    /// # Errors
    /// [`Error::Write`] when a pipe or a device stands in its place: adding to it would wait for ever,
    /// or do what nobody knows.
    pub fn open(workspace: &Workspace) -> Result<Self, Error> {
        Self::opened(workspace, false)
    }

    /// The same for whoever asks for the [`latest`](Self::latest) record only: there may be thousands.
    ///
    /// # Errors
    /// As [`Cache::open`].
    pub fn open_latest(workspace: &Workspace) -> Result<Self, Error> {
        Self::opened(workspace, true)
    }

    fn opened(workspace: &Workspace, latest_only: bool) -> Result<Self, Error> {
        let mut cache = Self::empty(workspace.cache_dir().join(FILE));
        // Somebody else's file is neither read nor added to.
        if workspace.contained(&cache.path).is_err() {
            return Ok(Self::empty(PathBuf::new()));
        }
        if cache.path.metadata().is_ok_and(|data| !data.is_file() && !data.is_dir()) {
            let source = io::ErrorKind::InvalidInput.into();
            return Err(Error::Write { path: cache.path, source });
        }
        if latest_only {
            // One that cannot be read costs time, and no more.
            let end = fs::tail(&cache.path, TAIL).unwrap_or_default();
            let lines = end.rsplit(|byte| *byte == b'\n');
            if let Some(record) = lines.filter(|it| !it.is_empty()).find_map(understand) {
                cache.latest = Some(record.key.clone());
                cache.records.insert(record.key.clone(), record);
            }
        } else if !matches!(fs::stamp(&cache.path), Ok(None)) {
            match fs::read_limited(&cache.path, MAX_BYTES) {
                Ok(Some(bytes)) => cache.take(&bytes),
                Ok(None) | Err(_) => cache.damaged = 1,
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
/// where it lies elsewhere a digest, because the cache tells nobody's folders. The workspace's own
/// may be a link to another disk: it has its name all the same, which the register is told.
pub fn folder_key(workspace: &Workspace, dir: &Path) -> String {
    let own = workspace.default_out();
    // A second mount of the folder has another path, and its PDFs are the same ones.
    let is_own = real(dir) == real(&own) || fs::is_same(dir, &own);
    let dir = if is_own { own } else { real(dir) };
    let inside = dir.strip_prefix(workspace.root()).map(Path::to_owned);
    match inside.or_else(|_| dir.strip_prefix(real(workspace.root())).map(Path::to_owned)) {
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_folder_has_one_name_however_it_is_written() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("w");
        std::fs::create_dir_all(root.join("out")).expect("a folder");
        std::fs::write(root.join("jianbao.yaml"), "").expect("written");
        let workspace = Workspace::open(&root).expect("a workspace");
        let folder_key = |dir: &Path| folder_key(&workspace, dir);
        for written in ["out", "./out", "out/", "out/../out", "no/../out", "no/deep/../../out"] {
            assert_eq!(folder_key(&root.join(written)), "out", "{written}");
        }
        assert_eq!(folder_key(&root.join("no/deep")), "no/deep");
        assert_eq!(folder_key(&root), "");
        let outside = folder_key(dir.path());
        assert!(outside.starts_with('=') && outside == folder_key(&root.join("..")));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.join("out"), dir.path().join("link")).expect("a link");
            assert_eq!(folder_key(&dir.path().join("link")), "out");
            // The workspace's own folder on another disk.
            std::fs::remove_dir(root.join("out")).expect("removed");
            std::fs::create_dir(dir.path().join("disk")).expect("a folder");
            std::os::unix::fs::symlink(dir.path().join("disk"), root.join("out")).expect("a link");
            for written in [root.join("out"), dir.path().join("disk")] {
                assert_eq!(folder_key(&written), "out");
            }
        }
    }

    fn record(number: usize) -> Record {
        let stamp = fs::Stamp { size: 9, modified: 1_700_000_000_123_456_789, changed: -1 };
        let seen = |path: String| Seen { path, stamp, sha256: fs::sha256(&[number as u8]) };
        Record {
            key: format!("out/2024-{number:03}.pdf"),
            fingerprint: fs::sha256(b"fingerprint"),
            files: vec![seen("jianbao.yaml".to_owned()), seen(format!("2024/{number:03}/甲.md"))],
            pictures: vec!["assets/a.png".to_owned()],
            pdf: seen(format!("2024-{number:03}.pdf")),
            pages: number,
            warnings: 0,
            errors: 0,
            held: 0,
            others: Vec::new(),
        }
    }

    fn read(bytes: &[u8]) -> Cache {
        let mut cache = Cache::empty(PathBuf::new());
        cache.take(bytes);
        cache
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(read(&bytes).records.is_empty());
        }

        /// Whatever happens to the file, a record is one that was written, or there is none.
        #[test]
        fn a_spoiled_record_is_none(
            edits in proptest::collection::vec((0.0..1.0f64, any::<u8>(), 0..4u8), 0..6),
        ) {
            let mut bytes: Vec<u8> =
                (1..5).filter_map(|number| line(&record(number))).collect::<String>().into();
            for (at, byte, how) in &edits {
                let at = (bytes.len() as f64 * at) as usize;
                match how {
                    0 if at < bytes.len() => bytes[at] = *byte,
                    1 => bytes.insert(at, *byte),
                    2 => bytes.truncate(at),
                    _ => bytes.rotate_left(at),
                }
            }
            let cache = read(&bytes);
            for (number, found) in cache.records.values().map(|found| (found.pages, found)) {
                prop_assert_eq!(found, &record(number));
            }
            prop_assert!(!edits.is_empty() || cache.records.len() == 4);
        }
    }
}
