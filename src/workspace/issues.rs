//! The issues of a workspace, and where each lies: looked for once, and handed on to whoever reads it.

use std::path::{Path, PathBuf};

use super::names::{is_ready, number_of, year_of};
use super::root::Workspace;
use super::{fs, numbered};
use crate::error::Error;
use crate::model::{IssueId, IssueNumber, Limit};

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
    /// All issues, sorted by year, then 正刊 before 增刊, then number.
    ///
    /// An issue is a folder `YEAR/NUMBER` with an `issue.yaml` in it; other folders are left alone.
    ///
    /// # Errors
    /// [`Error::Read`] when a folder cannot be listed, [`Error::TooManyIssues`] when there are more
    /// than may be.
    pub fn issues(&self) -> Result<Vec<IssueId>, Error> {
        let mut issues: Vec<IssueId> =
            self.issue_folders()?.into_iter().map(|(id, _)| id).collect();
        issues.dedup();
        if issues.len() > usize::try_from(self.most_issues).unwrap_or(usize::MAX) {
            return Err(Error::TooManyIssues {
                root: self.root.clone(),
                have: issues.len(),
                most: self.most_issues,
                remedy: Limit::ISSUES.remedy(self.most_issues),
            });
        }
        Ok(issues)
    }

    /// Folders `YEAR/NUMBER` that have no `issue.yaml` and so are no issues, relative to the workspace.
    ///
    /// # Errors
    /// [`Error::Read`] when a folder cannot be listed.
    pub fn unready(&self) -> Result<Vec<String>, Error> {
        let mut found = Vec::new();
        for (_, dir) in self.in_years()?.into_iter().filter(|(_, dir)| dir.is_dir()) {
            let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let put_aside = name.starts_with(['.', '_', '~']);
            let numbered =
                name.chars().any(|c| c.is_ascii_digit()) || numbered::meant(&name).is_some();
            let is_issue = name.parse::<IssueNumber>().is_ok() && is_ready(&dir)?;
            if numbered && !put_aside && !is_issue {
                found.push(self.display(&dir));
            }
        }
        Ok(found)
    }

    /// The folder of an issue. A year's folder is listed for it: who has it hands it on.
    ///
    /// # Errors
    /// [`Error::NoIssue`] when there is none; [`Error::DoubledIssue`] when two folders
    /// (`28` and `028`) claim the same number; [`Error::Outside`] when it is a link out of the workspace.
    pub fn issue_folder(&self, id: IssueId) -> Result<IssueFolder, Error> {
        // Of one year only, and the number before the disk: this is asked for each issue of a batch.
        let mut found = Vec::new();
        for dir in self.year(&self.root.join(format!("{:04}", id.year)))? {
            if number_of(&dir) == Some(id.number) && is_ready(&dir)? {
                found.push(dir);
            }
        }
        match (found.pop(), found.is_empty()) {
            (Some(path), true) => {
                self.contained(&path)?;
                Ok(IssueFolder { id, shown: self.display(&path), path })
            }
            (Some(dir), false) => Err(Error::DoubledIssue {
                issue: id.to_string(),
                folders: found.iter().chain([&dir]).map(|dir| self.display(dir)).collect(),
            }),
            (None, _) => Err(Error::NoIssue {
                wanted: id.to_string(),
                have: Vec::new(),
                unready: Vec::new(),
            }),
        }
    }

    /// A folder for a year's issues, and what is in it.
    pub(super) fn year(&self, dir: &Path) -> Result<Vec<PathBuf>, Error> {
        self.contained(dir)?;
        fs::list(dir)
    }

    /// What lies in the folders of years, each with its year.
    pub(super) fn in_years(&self) -> Result<Vec<(u16, PathBuf)>, Error> {
        let mut found = Vec::new();
        for dir in fs::list(&self.root)? {
            let Some(year) = year_of(&dir) else { continue };
            found.extend(self.year(&dir)?.into_iter().map(|inside| (year, inside)));
        }
        Ok(found)
    }

    pub(super) fn issue_folders(&self) -> Result<Vec<(IssueId, PathBuf)>, Error> {
        let mut folders = Vec::new();
        for (year, dir) in self.in_years()? {
            if let Some(number) = number_of(&dir)
                && is_ready(&dir)?
            {
                folders.push((IssueId { year, number }, dir));
            }
        }
        folders.sort();
        Ok(folders)
    }
}
