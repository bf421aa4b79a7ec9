//! Which originals have become entries, by the digests that entries carry.
//!
//! Entries are looked through as bytes: an archive is large, and a digest is a digest.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use crate::error::Error;
use crate::model::{Limit, megabytes};
use crate::read;
use crate::workspace::Workspace;

/// The largest entry that is looked through, in bytes: as large as one can be.
const ENTRY: u64 = megabytes(Limit::FILE_SIZE.ceiling);

/// Originals that are known.
#[derive(Debug, Default)]
pub struct Known {
    /// Digest → entry, as shown.
    entries: BTreeMap<String, String>,
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
            for path in read::issue_files(&dir)?.entries {
                let bytes = match workspace.bytes(&path, ENTRY) {
                    Ok(Some(bytes)) => bytes,
                    // A link that leads out of the workspace is no entry.
                    Ok(None) | Err(Error::Outside { .. }) => continue,
                    // Gone since the folder was listed. Passing over one that is there and cannot be
                    // read would import its original once more.
                    Err(Error::Read { source, .. }) if source.kind() == ErrorKind::NotFound => {
                        continue;
                    }
                    Err(error) => return Err(error),
                };
                let file = read::decoded("", &bytes);
                let value = |key: &str| {
                    let line = file.text.lines().take(60).find_map(|line| {
                        line.trim_start().strip_prefix(key)?.trim_start().strip_prefix([':', '：'])
                    })?;
                    Some(line.trim().trim_matches(['"', '\'']).to_owned())
                };
                let digest = value("sha256").or_else(|| value("摘要"));
                let Some(digest) = digest.filter(|digest| digest.len() == 64) else { continue };
                let shown = workspace.display(&path);
                let name = value("文件").or_else(|| value("file")).unwrap_or_default();
                let name = name.rsplit('/').next().unwrap_or_default().to_owned();
                known.names.insert((folder.clone(), name), shown.clone());
                known.entries.entry(digest).or_insert(shown);
            }
        }
        Ok(known)
    }

    /// The entry that the original of a digest became.
    pub fn entry_of(&self, sha256: &str) -> Option<&str> {
        self.entries.get(sha256).map(String::as_str)
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
