//! Work on an issue while dispatches come in, and what is to be done with each of them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::stage::Stage;
use crate::archive::Place;
use crate::check::Rulebook;
use crate::diagnostic::Diagnostic;
use crate::import::known;
use crate::import::place::EntryNumbers;
use crate::import::recognise::Dispatch;
use crate::model::{Issue, IssueId, IssueNumber, Roster};
use crate::read::Settings;
use crate::workspace::Workspace;

/// Work on one issue. Nobody else imports into the workspace meanwhile, but while it is released.
pub struct Intake<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) id: IssueId,
    pub(super) folder: PathBuf,
    pub(super) issue: Issue,
    pub(super) settings: Settings,
    pub(super) roster: Roster,
    pub(super) book: Rulebook,
    pub(super) known: known::Known,
    pub(super) numbers: EntryNumbers,
    pub(super) stage: Stage,
    /// Digests of this run → where the original is to go, as shown.
    pub(super) taken: BTreeMap<String, String>,
    /// What originals that are kept turned out to be.
    pub(super) kept: BTreeMap<PathBuf, Option<Kept>>,
    pub(super) lock: Option<Place>,
    /// What is wrong with the roster and the lexicon, which are then as good as empty.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a file came to.
pub struct Item {
    /// The file as shown.
    pub shown: String,
    /// What is to be done with it.
    pub outcome: Outcome,
}

/// What is to be done with a file.
pub enum Outcome {
    /// It cannot be read.
    Refused(Box<Diagnostic>),
    /// It was imported before, as this entry.
    Known(String),
    /// It was imported before; a later version of it became this entry.
    Superseded(String),
    /// It was imported before, and somebody has taken the entry out; this is its original.
    TakenOut(String),
    /// It becomes an entry.
    Entry(Box<Plan>),
}

/// An entry that is to be written.
pub struct Plan {
    /// What was recognized; may be corrected before it is written.
    pub dispatch: Dispatch,
    /// What was left out and changed, in sentences.
    pub remarks: Vec<String>,
    /// What is in the issue already, or comes with it, and is like it: in sentences.
    pub likeness: Vec<String>,
    /// The entry that an earlier version of the same file became.
    pub earlier: Option<String>,
    /// The number and how many entries it has, where it looks like a whole past issue.
    pub whole: Option<(IssueNumber, usize)>,
    /// The text of that entry when somebody was asked whether it may be replaced.
    pub(super) asked: Option<String>,
    pub(super) shown: String,
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) size: u64,
    /// The columns of the issue when its own was guessed.
    pub(super) columns: Vec<String>,
    /// Where the original waits, and its pictures with their extensions.
    pub(super) staged: PathBuf,
    pub(super) pictures: Vec<(PathBuf, &'static str)>,
}

/// What an original that is kept turned out to be.
pub struct Kept {
    pub(super) title: Option<String>,
    pub(super) source: Option<String>,
    /// The beginning of its text.
    pub(super) text: String,
}
