//! What became of issues that were built or issued.

use std::path::PathBuf;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Severity, count};
use crate::error::Error;
use crate::model::IssueId;

/// What happens while issues are built.
#[derive(Debug)]
pub enum Event {
    /// Before the first issue: how many will be built, and how many need not be.
    Planned {
        /// To be built.
        stale: usize,
        /// Whose PDF is there and could only come out the same.
        fresh: usize,
    },
    /// An issue is being set.
    Begun(IssueId),
    /// An issue is done with.
    Done(Box<Report>),
}

/// What became of one issue, and what was found.
#[derive(Debug)]
pub struct Report {
    /// Which.
    pub id: IssueId,
    /// Where its PDF is, or would be. Where none was written, what stood there before still stands.
    pub path: PathBuf,
    /// What became of it.
    pub outcome: Outcome,
    /// How many places nobody has looked at yet: no mistakes of a build, and it cannot be issued so.
    pub held: usize,
    /// The files of other outputs that were written beside it.
    pub others: Vec<PathBuf>,
    /// Everything found, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub time: Duration,
}

/// What became of one issue.
#[derive(Debug)]
pub enum Outcome {
    /// Its PDF was made.
    Built(Built),
    /// Its PDF stood there already, and nothing that could change it has changed.
    Fresh {
        /// As it stands there.
        built: Built,
        /// How many warnings were told when it was built.
        warned_before: usize,
    },
    /// It is in the register with this PDF.
    Issued(Built, Issued),
    /// Somebody who was asked did not want it issued.
    Declined,
    /// Findings stopped it.
    Stopped,
    /// The machine failed.
    Failed(Error),
}

impl Outcome {
    /// The PDF that stands there now.
    pub fn built(&self) -> Option<Built> {
        match self {
            Self::Built(built) | Self::Fresh { built, .. } | Self::Issued(built, _) => Some(*built),
            Self::Declined | Self::Stopped | Self::Failed(_) => None,
        }
    }

    /// How it stands to the PDF that was issued; `None` when none was, or it lies elsewhere.
    pub fn kept(&self) -> Option<Kept> {
        self.built()?.kept
    }
}

impl Report {
    /// Of an issue that nothing came of yet.
    pub fn new(id: IssueId, path: PathBuf) -> Self {
        Self {
            id,
            path,
            outcome: Outcome::Stopped,
            held: 0,
            others: Vec::new(),
            diagnostics: Vec::new(),
            time: Duration::ZERO,
        }
    }

    /// How many mistakes are in it.
    pub fn errors(&self) -> usize {
        count(&self.diagnostics, Severity::Error)
    }
}

/// A PDF on disk.
#[derive(Clone, Copy, Debug)]
pub struct Built {
    /// Pages.
    pub pages: usize,
    /// Size in bytes.
    pub bytes: usize,
    /// How it stands to the PDF that was issued; `None` when none was, or it lies elsewhere.
    pub kept: Option<Kept>,
}

/// How a PDF stands to the one that was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is the same, byte for byte; nothing was written.
    Same,
    /// It is the same, and the issued one was gone: it is there again.
    Restored,
    /// It differs, and was written beside the issued one.
    Differs,
    /// What stands in the place of the issued one is not what was issued; written beside it.
    Altered,
    /// It differs, and the issued one is gone; written beside its place.
    Gone,
}

/// How an issue stands in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Its edition.
    pub edition: u32,
    /// Whether this run entered it; otherwise it stood there already, and nothing was written.
    pub new: bool,
    /// Where the PDF of the edition before is kept; `None` where there was none any more.
    pub before: Option<PathBuf>,
}

/// How a batch ended, counted in issues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Built.
    pub built: usize,
    /// Not built, because nothing had changed.
    pub fresh: usize,
    /// Built, or not changed, with errors in what is written: not fit to be issued.
    pub faulty: usize,
    /// Stopped by findings.
    pub broken: usize,
    /// Stopped by a failure of the machine.
    pub failed: usize,
    /// Not issued, because somebody who was asked did not want it.
    pub declined: usize,
    /// Not begun, because the batch was stopped.
    pub left: usize,
    /// Records of earlier runs that could not be understood.
    pub damaged_records: usize,
}

impl Summary {
    /// Counts one more.
    pub fn count(&mut self, report: &Report) {
        let counter = match &report.outcome {
            Outcome::Failed(_) => &mut self.failed,
            Outcome::Declined => &mut self.declined,
            Outcome::Stopped => &mut self.broken,
            Outcome::Fresh { .. } | Outcome::Issued(_, Issued { new: false, .. }) => {
                &mut self.fresh
            }
            Outcome::Built(_) | Outcome::Issued(..) => &mut self.built,
        };
        *counter += 1;
        self.faulty += usize::from(report.outcome.built().is_some() && report.errors() > 0);
    }
}
