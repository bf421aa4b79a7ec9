//! The workbench of a workspace, and what all that is done at it needs.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, FixedOffset};

use super::action::Spot;
use super::answer::Refusal;
use super::history::{History, Step, Version};
use crate::archive;
use crate::error::Error;
use crate::model::IssueId;
use crate::workspace::Workspace;

/// A workspace that somebody works on. Actions follow one another; reading waits for none.
pub struct Workbench {
    pub(super) workspace: Workspace,
    pub(super) now: fn() -> DateTime<FixedOffset>,
    /// This program, for the fingerprint of what is issued.
    pub(super) program: Option<PathBuf>,
    history: Mutex<History>,
}

impl Workbench {
    /// The workbench of a workspace.
    pub fn new(
        workspace: &Workspace,
        now: fn() -> DateTime<FixedOffset>,
        program: Option<PathBuf>,
    ) -> Self {
        let history = Mutex::new(History::of(workspace));
        Self { workspace: workspace.clone(), now, program, history }
    }

    /// All actions that can be undone or done again, the oldest first.
    ///
    /// # Errors
    /// [`Error::Read`] of the disk.
    pub fn steps(&self) -> Result<Vec<Step>, Error> {
        self.history().steps()
    }

    /// What a file was before, the newest first.
    ///
    /// # Errors
    /// [`Refusal`] where there is no such file, or the disk cannot be read.
    pub fn versions(&self, spot: &Spot) -> Result<Vec<Version>, Refusal> {
        let path = self.workspace.display(&self.path(spot)?);
        Ok(self.history().versions(&path)?)
    }

    pub(super) fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something that the library can do to files in these places, and sets down what it changed.
    pub(super) fn around<T>(
        &self,
        what: &str,
        places: &[PathBuf],
        work: impl FnOnce() -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut history = self.history();
        let before = history.snapshot(places, true)?;
        let done = work();
        // What was done before it failed can be undone too.
        let after = history.snapshot(places, false)?;
        history.record(what, (self.now)(), &before, &after)?;
        done
    }

    /// Refuses what changes an issue that was issued. `what` is what cannot be done, as a clause.
    pub(super) fn refuse_issued(&self, id: IssueId, what: &str) -> Result<(), Error> {
        if archive::sound_ledger(&self.workspace)?.current(id).is_none() {
            return Ok(());
        }
        Err(Error::Selection {
            problem: format!("{}已印发，{what}", id.spoken()),
            remedy: "要收回的先撤回，再改；只是更正的，改好稿件后更正、重新印发".to_owned(),
        })
    }
}
