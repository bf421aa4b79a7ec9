//! What a person does in the browser, done to the files: the workbench behind the page.
//!
//! The files are the truth. Every [`Action`] is something that the command line does too, and leaves the
//! folder as that would; text editors, the command line and the workbench work on one folder at a time.
//! Whoever changes a file says which content was meant (`based`, its SHA-256): where another one stands
//! there by now nothing is written, and both are handed back. Everything but issuing can be undone, see
//! [`history`].
//!
//! Names of files that come from a page are looked for among those that there are; none ever becomes
//! part of a path in another way. Knows nothing of HTTP: `preview` asks and answers.

mod action;
mod files;
mod history;
mod intake;
mod issuing;
#[cfg(test)]
mod tests;
mod view;

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

pub use action::{Action, Dropped, Spot};
pub use files::Opened;
pub use history::{Step, Version};
pub use issuing::Issuing;

use crate::archive;
use crate::error::Error;
use crate::model::IssueId;
use crate::workspace::Workspace;
use history::History;

/// A workspace that somebody works on. Actions follow one another; reading waits for none.
pub struct Workbench {
    workspace: Workspace,
    now: fn() -> DateTime<FixedOffset>,
    /// This program, for the fingerprint of what is issued.
    program: Option<PathBuf>,
    history: Mutex<History>,
}

/// What an action came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Done {
    /// What happened, in a sentence for whoever did it; empty where the page shows it anyway.
    pub said: String,
    /// The file that was written, made or renamed, with its digest.
    pub file: Option<String>,
    /// The digest of its content.
    pub digest: Option<String>,
    /// The issue that was made or moved to, by its file stem.
    pub issue: Option<String>,
    /// What became of each dispatch.
    pub dropped: Vec<Dropped>,
    /// What is about to be issued, or was.
    pub issuing: Option<Issuing>,
}

/// Why an action was not done; then nothing was written.
#[derive(Debug)]
pub enum Refusal {
    /// The machine, or a rule of the archive.
    Failed(Error),
    /// Another content stands in the file than the one that was meant.
    Conflict {
        /// What stands there now; `None` where there is no file any more.
        now: Option<Opened>,
    },
    /// Files changed since, so that an action cannot be undone.
    Changed {
        /// Which, from the workspace's root.
        paths: Vec<String>,
    },
    /// What a file was before is not kept any more.
    Gone {
        /// Which.
        path: String,
    },
    /// What was asked for makes no sense, with the reason in a sentence.
    Said(String),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
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

    /// Does an action.
    ///
    /// # Errors
    /// Why not; then nothing was written.
    pub fn act(&self, action: Action) -> Result<Done, Refusal> {
        action.act(self)
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

    fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something that the library can do to files in these places, and sets down what it changed.
    fn around<T>(
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
    fn refuse_issued(&self, id: IssueId, what: &str) -> Result<(), Error> {
        if archive::sound_ledger(&self.workspace)?.current(id).is_none() {
            return Ok(());
        }
        Err(Error::Selection {
            problem: format!("{}已印发，{what}", id.spoken()),
            remedy: "要收回的先撤回，再改；只是更正的，改好稿件后更正、重新印发".to_owned(),
        })
    }
}

/// The issue that a page means.
fn issue(stem: &str) -> Result<IssueId, Refusal> {
    IssueId::of_file_stem(stem).ok_or_else(|| Refusal::Said("没有这一期，请刷新页面".to_owned()))
}
