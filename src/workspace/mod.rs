//! A workspace: one series of briefings in one folder with `jianbao.yaml` at its root.
//!
//! Knows where things lie and what outputs are called; never looks into a file.
//!
//! # How a file is written
//!
//! All writing goes through [`fs`]: a file is made beside its place, synced, and renamed into it, then
//! the folder is synced, so that neither a kill nor a power cut leaves half of it, and what is written
//! second (the entry after its original, the register after its PDF) is never there without the first.
//! `replace` is for texts that people edit: it looks once more whether the file is still what was read,
//! immediately before renaming. `write_new` writes over nothing. What a killed run left begins with
//! `.jianbao-`; whoever writes into the folder an hour later clears it away.

mod busy;
mod caller;
mod changes;
mod content;
pub mod fs;
mod issue_folder;
mod numbered;
mod portable;
pub mod renames;
mod revision;
mod select;
mod settings_name;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use caller::{Caller, Holder};
pub use issue_folder::IssueFolder;
pub use numbered::{Folder, proper};
pub use portable::{alike, fault, is_free, is_portable, portable};
pub use revision::NoRevision;

use crate::error::{Error, shown};
use crate::model::{IssueId, IssueNumber, Limit};

pub use select::{Selection, Shard};

/// File name of the house settings.
pub const SETTINGS_FILE: &str = "jianbao.yaml";
/// File name of an issue's settings within its folder.
pub const ISSUE_FILE: &str = "issue.yaml";
/// File name of the register of what was issued, at the workspace's root.
pub const LEDGER_FILE: &str = "ledger.yaml";

/// File name of the people and units that the house knows, at the workspace's root.
pub const ROSTER_FILE: &str = "roster.yaml";
/// File name of the house's own words, at the workspace's root.
pub const LEXICON_FILE: &str = "lexicon.yaml";

/// File name of what says how a PDF was made that carries its own sources.
pub const PROVENANCE_FILE: &str = "出处.yaml";

/// A folder with `jianbao.yaml` in it.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    /// Files as if they had this content.
    instead: Arc<BTreeMap<PathBuf, Vec<u8>>>,
    /// Whether its templates are left alone.
    built_in_only: bool,
    /// The most issues it may have; what the settings say is not known here.
    most_issues: u32,
    /// Who works on it.
    caller: Option<Arc<Caller>>,
}

impl Workspace {
    /// Opens the workspace whose root is `dir`.
    ///
    /// # Errors
    /// [`Error::NoWorkspace`] when `dir` holds no `jianbao.yaml`.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        if dir.join(SETTINGS_FILE).is_file() { Ok(Self::at(dir)) } else { Err(none(dir)) }
    }

    /// A folder that is to become a workspace: it may be anything yet, or nothing.
    pub fn in_making(dir: &Path) -> Self {
        Self::at(dir)
    }

    fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            instead: Arc::default(),
            built_in_only: false,
            most_issues: u32::MAX,
            caller: None,
        }
    }

    /// Opens the workspace that `start` lies in: the nearest `jianbao.yaml` at or above it,
    /// otherwise `start/briefings`.
    ///
    /// # Errors
    /// [`Error::NoWorkspace`] when there is neither.
    pub fn find(start: &Path) -> Result<Self, Error> {
        // The last ancestor of a relative path is the empty one, which means the current folder.
        let named = |dir: &Path| {
            if dir.as_os_str().is_empty() { PathBuf::from(".") } else { dir.to_owned() }
        };
        let inside = start.ancestors().map(named).find(|dir| dir.join(SETTINGS_FILE).is_file());
        match inside {
            Some(root) => Self::open(&root),
            None => Self::open(&start.join("briefings")).map_err(|_| none(start)),
        }
    }

    /// A file beside `jianbao.yaml` that looks as if it were meant as it: nobody reads it.
    pub fn misnamed_settings(&self) -> Option<PathBuf> {
        settings_name::meant(&self.root)
    }

    /// The same workspace as if some of its files of text had another content: how it would be read
    /// after a change that nobody has made yet.
    #[must_use]
    pub fn as_if(&self, files: BTreeMap<PathBuf, Vec<u8>>) -> Self {
        Self { instead: Arc::new(files), ..self.clone() }
    }

    /// The same workspace without its own templates, if `only`: the built-in ones set everything.
    #[must_use]
    pub fn with_built_in_templates(self, only: bool) -> Self {
        Self { built_in_only: only, ..self }
    }

    /// Whether its own templates are left alone.
    pub fn is_built_in_only(&self) -> bool {
        self.built_in_only
    }

    /// The same workspace with a limit on its issues: where it has more, they are not listed.
    #[must_use]
    pub fn with_most_issues(self, most_issues: u32) -> Self {
        Self { most_issues, ..self }
    }

    /// The same workspace, worked on by somebody whom others can be told of.
    #[must_use]
    pub fn called_by(self, caller: Caller) -> Self {
        Self { caller: Some(Arc::new(caller)), ..self }
    }

    /// Who works on it, where that was said.
    pub fn caller(&self) -> Option<&Caller> {
        self.caller.as_deref()
    }

    /// The bytes of a file of text, unless it is longer than `limit` bytes.
    ///
    /// # Errors
    /// [`Error::Outside`] when a link leads out of the workspace; [`Error::Read`] when it cannot be
    /// opened or read.
    pub fn bytes(&self, path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Error> {
        match self.instead.get(path) {
            Some(bytes) => Ok(Some(bytes.clone())),
            None => {
                self.contained(path)?;
                fs::read_limited(path, limit)
            }
        }
    }

    /// Whether a file of text has this very content.
    ///
    /// # Errors
    /// As [`Workspace::bytes`].
    pub fn holds(&self, path: &Path, bytes: &[u8]) -> Result<bool, Error> {
        match self.instead.get(path) {
            Some(instead) => Ok(instead == bytes),
            None => {
                self.contained(path)?;
                fs::holds(path, bytes)
            }
        }
    }

    /// Refuses a path that a link leads out of the workspace. Every file of it is read, and every
    /// folder written into, after this; only the folder for PDFs may be somewhere else.
    ///
    /// # Errors
    /// [`Error::Outside`].
    pub fn contained(&self, path: &Path) -> Result<(), Error> {
        fs::contained(&self.root, path)
    }

    /// A folder for a year's issues, and what is in it.
    fn year(&self, dir: &Path) -> Result<Vec<PathBuf>, Error> {
        self.contained(dir)?;
        fs::list(dir)
    }

    /// The folder of the workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder for PDFs unless the command line names another.
    pub fn default_out(&self) -> PathBuf {
        self.root.join("out")
    }

    /// The folder of templates that override the built-in ones; it need not exist. `None` where they
    /// are not wanted.
    pub fn templates_dir(&self) -> Option<PathBuf> {
        (!self.built_in_only).then(|| self.root.join("templates"))
    }

    /// The folder of the workspace's own fonts; it need not exist.
    pub fn fonts_dir(&self) -> PathBuf {
        self.root.join("fonts")
    }

    /// The folder for what the program keeps for itself: it may be deleted at any time, and need
    /// not exist.
    pub fn cache_dir(&self) -> PathBuf {
        self.root.join(".jianbao")
    }

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
        for year_dir in fs::list(&self.root)?.into_iter().filter(|dir| year_of(dir).is_some()) {
            for dir in self.year(&year_dir)?.into_iter().filter(|dir| dir.is_dir()) {
                let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let put_aside = name.starts_with(['.', '_', '~']);
                let numbered =
                    name.chars().any(|c| c.is_ascii_digit()) || numbered::is_meant(&name);
                let is_issue = name.parse::<IssueNumber>().is_ok() && is_ready(&dir)?;
                if numbered && !put_aside && !is_issue {
                    found.push(self.display(&dir));
                }
            }
        }
        Ok(found)
    }

    /// The folder of an issue.
    ///
    /// # Errors
    /// [`Error::NoIssue`] when there is none; [`Error::DoubledIssue`] when two folders
    /// (`28` and `028`) claim the same number; [`Error::Outside`] when it is a link out of the workspace.
    pub fn issue_dir(&self, id: IssueId) -> Result<PathBuf, Error> {
        // Of one year only, and the number before the disk: this is asked for each issue of a batch.
        let mut found = self.year(&self.root.join(format!("{:04}", id.year)))?;
        found.retain(|dir| number_of(dir) == Some(id.number));
        let mut ready = Vec::new();
        for dir in found {
            if is_ready(&dir)? {
                ready.push(dir);
            }
        }
        let mut found = ready;
        match (found.pop(), found.is_empty()) {
            (Some(dir), true) => {
                self.contained(&dir)?;
                Ok(dir)
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

    /// A path as shown to people: relative to the workspace where it lies in it, with `/`.
    pub fn display(&self, path: &Path) -> String {
        match path.strip_prefix(&self.root) {
            Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
            Err(_) => shown(path).replace('\\', "/"),
        }
    }

    fn issue_folders(&self) -> Result<Vec<(IssueId, PathBuf)>, Error> {
        let mut folders = Vec::new();
        for year_dir in fs::list(&self.root)? {
            let Some(year) = year_of(&year_dir) else { continue };
            for dir in self.year(&year_dir)? {
                if let Some(number) = number_of(&dir)
                    && is_ready(&dir)?
                {
                    folders.push((IssueId { year, number }, dir));
                }
            }
        }
        folders.sort();
        Ok(folders)
    }
}

/// Why there is no workspace, and which file here or above was meant as its settings.
fn none(start: &Path) -> Error {
    let misnamed = start.ancestors().find_map(settings_name::meant);
    Error::NoWorkspace { start: start.to_owned(), below: Vec::new(), misnamed }
}

/// Whether there is an `issue.yaml` in a folder. One that nobody may look into is not taken for one
/// without.
fn is_ready(dir: &Path) -> Result<bool, Error> {
    match dir.join(ISSUE_FILE).metadata() {
        Ok(data) => Ok(data.is_file()),
        Err(source) if source.kind() == std::io::ErrorKind::PermissionDenied => {
            Err(Error::Read { path: dir.to_owned(), source })
        }
        Err(_) => Ok(false),
    }
}

fn number_of(dir: &Path) -> Option<IssueNumber> {
    dir.file_name()?.to_str()?.parse().ok()
}

fn year_of(dir: &Path) -> Option<u16> {
    year(dir.file_name()?.to_str()?).filter(|_| dir.is_dir())
}

/// The year that four digits are.
fn year(name: &str) -> Option<u16> {
    let digits = name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| name.parse().ok()).flatten()
}
