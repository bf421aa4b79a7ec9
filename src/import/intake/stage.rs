//! The folder within an issue in which originals wait until their entries are written.
//!
//! It has a lock of its own: whoever is asked questions holds nothing else meanwhile, and nobody may
//! take what waits for what a killed run left. Before an original is put into its place, its digest
//! is written down here: one without entry then came from a run that was killed, and nobody has taken
//! its entry away.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::Error;
use crate::workspace::fs;

/// What such folders are called; a dot keeps them from being looked into.
const PREFIX: &str = ".jianbao-import-";
/// The file that is locked as long as somebody works with the folder.
const OWNER: &str = "owner";
/// The file with the digests of what is being put into its place.
const PENDING: &str = "pending";
/// The most bytes of such digests: far more than an import has files.
const LIST: u64 = 16 << 20;

/// A folder in which originals wait.
#[derive(Debug)]
pub struct Stage {
    // Let go before the folder is removed: some systems remove no open file.
    _owner: Option<File>,
    dir: TempDir,
    count: usize,
}

impl Stage {
    /// A new one in the folder of an issue.
    ///
    /// # Errors
    /// [`Error::Write`] when it cannot be made.
    pub fn new(issue: &Path) -> Result<Self, Error> {
        let made = tempfile::Builder::new().prefix(PREFIX).tempdir_in(issue);
        let dir = made.map_err(|source| Error::Write { path: issue.to_owned(), source })?;
        let owner = OpenOptions::new().write(true).create_new(true).open(dir.path().join(OWNER));
        let owner = owner.ok().filter(|file| file.try_lock().is_ok());
        Ok(Self { _owner: owner, dir, count: 0 })
    }

    /// Puts a file aside. `goal`: where it is to go in the end, which is what people are told of.
    ///
    /// # Errors
    /// [`Error::Write`] when it cannot be written.
    pub fn put(&mut self, bytes: &[u8], goal: &Path) -> Result<PathBuf, Error> {
        let path = self.dir.path().join(self.count.to_string());
        self.count += 1;
        fs::write_aside(&path, bytes).map_err(|error| of(goal, error))?;
        Ok(path)
    }

    /// Waits until the disk has files that were put aside: an entry never outlives a failure of the
    /// power that its original does not.
    ///
    /// # Errors
    /// [`Error::Write`] when it does not take one.
    pub fn settle(&self, paths: &[&Path], goal: &Path) -> Result<(), Error> {
        fs::settle(paths).map_err(|error| of(goal, error))
    }

    /// Writes down the digests and sizes of what is to be put into its place.
    ///
    /// # Errors
    /// [`Error::Write`] when that cannot be written.
    pub fn announce(
        &self,
        originals: impl Iterator<Item = (String, u64)>,
        goal: &Path,
    ) -> Result<(), Error> {
        let lines: String = originals.map(|(sha256, size)| format!("{sha256} {size}\n")).collect();
        let path = self.dir.path().join(PENDING);
        fs::write_atomic(&path, lines.as_bytes()).map(drop).map_err(|error| of(goal, error))
    }

    /// Leaves the folder where it is: something of it could not be taken back.
    pub fn leave(&mut self) {
        self.dir.disable_cleanup(true);
    }
}

/// What went wrong, with the path that people know.
fn of(goal: &Path, error: Error) -> Error {
    match error {
        Error::Write { source, .. } => Error::Write { path: goal.to_owned(), source },
        other => other,
    }
}

/// The folders in an issue that runs work or worked with.
///
/// # Errors
/// [`Error::Read`] when the issue's folder cannot be listed.
pub fn stages(issue: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = fs::list(issue)?;
    found.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(PREFIX) && path.is_dir() && !path.is_symlink()
    });
    Ok(found)
}

/// The digests that were written down in such a folder, with the sizes of what they are of.
pub fn pending(stage: &Path) -> BTreeMap<String, u64> {
    let bytes = fs::read_limited(&stage.join(PENDING), LIST).ok().flatten().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().filter_map(|line| {
        let (sha256, size) = line.split_once(' ')?;
        Some((sha256.to_owned(), size.parse().ok()?))
    });
    lines.collect()
}

/// Whether nobody works with such a folder any more. Asked only while nobody else can make one.
pub fn is_abandoned(stage: &Path) -> bool {
    match OpenOptions::new().write(true).open(stage.join(OWNER)) {
        Ok(owner) => owner.try_lock().is_ok(),
        // Killed before it was made.
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}
