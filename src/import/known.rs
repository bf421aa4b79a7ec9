//! Which originals have become entries, by the digests that entries carry.
//!
//! Entries are looked through as bytes: an archive is large, and a digest is a digest.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::model::{Limit, megabytes};
use crate::read;
use crate::workspace::{Workspace, fs};

/// The largest entry that is looked through, in bytes: as large as one can be.
const ENTRY: u64 = megabytes(Limit::FILE_SIZE.ceiling);

/// Originals that are known.
#[derive(Debug, Default)]
pub struct Known {
    /// Digest → entry, as shown.
    entries: BTreeMap<String, String>,
    /// Digest → entry that a later version took the place of.
    replaced: BTreeMap<String, String>,
    /// Entries that are held back, as shown.
    held: BTreeSet<String>,
    /// Issue's folder and name of the original → entry.
    names: BTreeMap<(String, String), String>,
}

impl Known {
    /// Looks through all entries of a workspace.
    ///
    /// # Errors
    /// [`Error::Read`] when a folder cannot be listed or an entry not be read.
    pub fn read(workspace: &Workspace) -> Result<Self, Error> {
        let mut known = Self::default();
        for id in workspace.issues()? {
            let Ok(dir) = workspace.issue_dir(id) else { continue };
            let folder = workspace.display(&dir);
            let entries = read::issue_files(&dir)?.entries;
            for path in &entries {
                let Some(text) = text_of(workspace, path)? else { continue };
                let Some(digest) = digest_in(&text) else { continue };
                let shown = workspace.display(path);
                known.names.insert((folder.clone(), original_in(&text)), shown.clone());
                if is_held(&shown, &text) {
                    known.held.insert(shown.clone());
                }
                known.entries.entry(digest).or_insert(shown);
            }
            for path in earlier_in(workspace, &dir)? {
                // Of an entry that is gone nothing is known any more, nor of what it was before.
                let Some(entry) = entries.iter().find(|entry| after_name(&path, entry).is_some())
                else {
                    continue;
                };
                let Some(text) = text_of(workspace, &path)? else { continue };
                let shown = workspace.display(entry);
                // Later versions come under the name of the first, whose original keeps it.
                let name = (folder.clone(), original_in(&text));
                known.names.entry(name).or_insert_with(|| shown.clone());
                if let Some(digest) = digest_in(&text) {
                    known.replaced.entry(digest).or_insert(shown);
                }
            }
        }
        Ok(known)
    }

    /// The entry that the original of a digest became.
    pub fn entry_of(&self, sha256: &str) -> Option<&str> {
        self.entries.get(sha256).map(String::as_str)
    }

    /// The entry that a later version of the original of a digest became.
    pub fn replaced_by(&self, sha256: &str) -> Option<&str> {
        self.replaced.get(sha256).map(String::as_str)
    }

    /// The entry that the original of a digest, or a later version of it, became.
    pub fn became(&self, sha256: &str) -> Option<&str> {
        self.entry_of(sha256).or_else(|| self.replaced_by(sha256))
    }

    /// Whether an entry is held back, and so in its issue by name only.
    pub fn is_held(&self, entry: &str) -> bool {
        self.held.contains(entry)
    }

    /// The entry of an issue whose original has a name.
    pub fn entry_named(&self, folder: &str, name: &str) -> Option<&str> {
        self.names.get(&(folder.to_owned(), name.to_owned())).map(String::as_str)
    }

    /// Notes one that is being imported: the same file may be given twice.
    pub fn add(&mut self, sha256: &str, folder: &str, name: &str) {
        self.entries.entry(sha256.to_owned()).or_insert_with(|| format!("{folder}/sources/{name}"));
    }
}

/// What the copy of an entry that was replaced is called, before the entry's own name.
pub const EARLIER: &str = "旧稿-";

/// The copies of what an entry of an issue was before, each with what its name has after the entry's.
///
/// # Errors
/// [`Error::Read`] when the folder cannot be listed.
pub fn earlier_of(
    workspace: &Workspace,
    issue: &Path,
    entry: &Path,
) -> Result<Vec<(PathBuf, String)>, Error> {
    let mut found = Vec::new();
    for copy in earlier_in(workspace, issue)? {
        if let Some(rest) = after_name(&copy, entry) {
            found.push((copy, rest));
        }
    }
    Ok(found)
}

/// The copies of earlier entries beside the originals of an issue.
///
/// # Errors
/// [`Error::Read`] when the folder cannot be listed.
pub fn earlier_in(workspace: &Workspace, issue: &Path) -> Result<Vec<PathBuf>, Error> {
    let folder = issue.join("sources");
    if !folder.is_dir() || workspace.contained(&folder).is_err() {
        return Ok(Vec::new());
    }
    let mut paths = fs::list(&folder)?;
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(EARLIER) && path.is_file()
    });
    paths.sort();
    Ok(paths)
}

/// What the name of a copy has after the name of an entry: nothing, or a number. `None` where it is
/// the copy of another one.
fn after_name(copy: &Path, entry: &Path) -> Option<String> {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let (copy, entry) = (stem(copy), stem(entry));
    let rest = copy.strip_prefix(EARLIER)?.strip_prefix(entry.as_str())?;
    let is_number = |rest: &str| {
        rest.strip_prefix('-').is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    (rest.is_empty() || is_number(rest)).then(|| rest.to_owned())
}

/// The text of an entry; none of one that is gone or leads out of the workspace.
fn text_of(workspace: &Workspace, path: &Path) -> Result<Option<String>, Error> {
    match workspace.bytes(path, ENTRY) {
        Ok(Some(bytes)) => Ok(Some(read::decoded("", &bytes).text.clone())),
        // A link that leads out of the workspace is no entry.
        Ok(None) | Err(Error::Outside { .. }) => Ok(None),
        // Gone since the folder was listed. Passing over one that is there and cannot be read would
        // import its original once more.
        Err(Error::Read { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_held(shown: &str, text: &str) -> bool {
    // Most say nothing of it, and need not be read.
    if value(text, "暂缓").or_else(|| value(text, "hold")).is_none() {
        return false;
    }
    let read = read::read_entry(&read::decoded(shown, text.as_bytes()), &[]);
    read.value.is_none() && read.diagnostics.is_empty()
}

/// The name of the original, without folders.
fn original_in(text: &str) -> String {
    let path = value(text, "文件").or_else(|| value(text, "file")).unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

fn digest_in(text: &str) -> Option<String> {
    let digest = value(text, "sha256").or_else(|| value(text, "摘要"));
    digest.filter(|digest| digest.len() == 64)
}

/// What stands behind a key at the top of a text.
fn value(text: &str, key: &str) -> Option<String> {
    let line = text.lines().take(60).find_map(|line| {
        line.trim_start().strip_prefix(key)?.trim_start().strip_prefix([':', '：'])
    })?;
    Some(line.trim().trim_matches(['"', '\'']).to_owned())
}
