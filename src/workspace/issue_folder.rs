//! Where an issue lies: looked for once, and handed on to whoever reads it.

use std::path::PathBuf;

use super::Workspace;
use crate::error::Error;
use crate::model::IssueId;

/// The folder of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueFolder {
    /// Which issue.
    pub id: IssueId,
    /// The folder on the disk.
    pub path: PathBuf,
    /// The same as people are shown it: `2018/028`.
    pub shown: String,
}

impl Workspace {
    /// The folder of an issue. A year's folder is listed for it: who has it hands it on.
    ///
    /// # Errors
    /// As [`Workspace::issue_dir`].
    pub fn issue_folder(&self, id: IssueId) -> Result<IssueFolder, Error> {
        let path = self.issue_dir(id)?;
        Ok(IssueFolder { id, shown: self.display(&path), path })
    }
}
