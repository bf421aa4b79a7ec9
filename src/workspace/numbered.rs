//! Every folder that bears a number, an issue already or not yet.

use std::path::PathBuf;

use crate::error::Error;
use crate::model::{IssueId, IssueNumber};

use super::{Workspace, fs, is_ready, year_of};

/// A folder `YEAR/NUMBER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The number its name says.
    pub id: IssueId,
    /// Where it is.
    pub dir: PathBuf,
    /// Its last part as written: `028`, `增刊1`.
    pub name: String,
    /// Whether `issue.yaml` is in it, which makes it an issue.
    pub ready: bool,
}

impl Workspace {
    /// All folders `YEAR/NUMBER`, with or without `issue.yaml`, sorted by number and then by path.
    /// One number may have several (`28` and `028`).
    ///
    /// # Errors
    /// [`Error::Read`] when a folder cannot be listed.
    pub fn numbered(&self) -> Result<Vec<Folder>, Error> {
        let mut folders = Vec::new();
        for year_dir in fs::list(&self.root)? {
            let Some(year) = year_of(&year_dir) else { continue };
            for dir in self.year(&year_dir)? {
                let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
                // Whatever bears the number has taken it, be it a folder or a file.
                let Ok(number) = name.parse::<IssueNumber>() else { continue };
                let ready = is_ready(&dir)?;
                folders.push(Folder { id: IssueId { year, number }, dir, name, ready });
            }
        }
        folders.sort_by(|a, b| (a.id, &a.dir).cmp(&(b.id, &b.dir)));
        Ok(folders)
    }
}
