//! The house: a workspace with what it says for all its issues, each of its own files read once.
//!
//! A command opens one and hands it on, whoever works under a lock opens his own: what he reads must
//! be what holds then. The register is no part of it, for it is read while it is held.

use std::sync::OnceLock;

use super::issue::read_issue_in;
use super::lexicon::read_lexicon;
use super::roster::read_roster;
use super::settings::{Settings, read_settings};
use crate::diagnostic::Checked;
use crate::error::Error;
use crate::model::{Issue, IssueId, Lexicon, Limits, Roster};
use crate::workspace::Workspace;

/// A workspace and what its house says for all issues.
#[derive(Clone, Debug)]
pub struct House {
    /// Where it is. It lists no more issues than the settings allow.
    pub workspace: Workspace,
    /// `jianbao.yaml`.
    pub settings: Checked<Settings>,
    roster: OnceLock<Checked<Roster>>,
    lexicon: OnceLock<Checked<Lexicon>>,
}

impl House {
    /// Reads the settings; the other files when they are asked for.
    ///
    /// # Errors
    /// [`Error::Read`] when `jianbao.yaml` cannot be opened or read.
    pub fn open(workspace: Workspace) -> Result<Self, Error> {
        let settings = read_settings(&workspace)?;
        let most = settings.value.as_ref().map(|settings| settings.limits).unwrap_or_default();
        let workspace = workspace.with_most_issues(most.issues);
        Ok(Self { workspace, settings, roster: OnceLock::new(), lexicon: OnceLock::new() })
    }

    /// Its limits; those of every house where the settings cannot be read.
    pub fn limits(&self) -> Limits {
        self.settings.value.as_ref().map(|settings| settings.limits).unwrap_or_default()
    }

    /// `roster.yaml`.
    ///
    /// # Errors
    /// [`Error::Read`] when it cannot be opened or read.
    pub fn roster(&self) -> Result<&Checked<Roster>, Error> {
        once(&self.roster, || read_roster(&self.workspace))
    }

    /// `lexicon.yaml`.
    ///
    /// # Errors
    /// [`Error::Read`] when it cannot be opened or read.
    pub fn lexicon(&self) -> Result<&Checked<Lexicon>, Error> {
        once(&self.lexicon, || read_lexicon(&self.workspace))
    }

    /// Reads an issue whole: the findings of `jianbao.yaml`, then of `issue.yaml`, then of the entries
    /// by file name. No value when `jianbao.yaml` or `issue.yaml` cannot be read at all.
    ///
    /// # Errors
    /// [`Error::Read`] when a file or folder cannot be read, [`Error::NoIssue`] and
    /// [`Error::DoubledIssue`] when there is not exactly one folder of that number.
    pub fn issue(&self, id: IssueId) -> Result<Checked<Issue>, Error> {
        read_issue_in(&self.workspace, &self.settings, &self.workspace.issue_folder(id)?)
    }
}

/// Reads one issue of a workspace whole, with the findings of its settings.
///
/// # Errors
/// [`Error::Read`] when a file or folder cannot be read, [`Error::NoIssue`] and
/// [`Error::DoubledIssue`] when there is not exactly one folder of that number.
pub fn read_issue(workspace: &Workspace, id: IssueId) -> Result<Checked<Issue>, Error> {
    House::open(workspace.clone())?.issue(id)
}

/// What a cell holds, read when it is first asked for.
fn once<T>(cell: &OnceLock<T>, read: impl FnOnce() -> Result<T, Error>) -> Result<&T, Error> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let read = read()?;
    Ok(cell.get_or_init(|| read))
}
