//! Many issues → PDFs on disk: those that are stale, each set on its own and written whole or not at all.
//!
//! Decides nothing about text or page; prints nothing. What happened leaves as values.
//!
//! # How a batch stays quick and true
//!
//! A PDF could only come out otherwise when something changed that it is made of: `inputs.rs` lists all
//! of it for an issue — `issue.yaml`, entries, the pictures that were really read, `jianbao.yaml`,
//! templates, fonts, the program itself, options, and what the register says of it — as paths with
//! their SHA-256. One digest over the list is the *fingerprint*. To read every file on every run would
//! take too long, so the cache keeps the stamp (size, time of change, and where the system tells it,
//! the time of any change) beside each digest. An equal stamp is believed, unless the file is hardly
//! older than the PDF made of it: then it may have changed once more within the same tick of the disk's
//! clock, and its content is read. A stamp is only ever a reason not to read; content decides.
//!
//! `.jianbao/built-1.txt` has a line for each PDF, added when the PDF is on disk, with a digest of
//! itself in front. Lines are only added; the last one of a PDF counts. So a killed run spoils at most
//! the line it was writing, two runs at once do not spoil each other’s (one that tidies the file may
//! drop a line just added, whose issue is then built once more), and a line that does not match its
//! digest is passed over with a word and its issue built anew. The version is in the file's name. The
//! PDF is looked at too: one that was deleted or altered is built again.
//!
//! What issues share (settings, templates, fonts) is read once at the beginning; the first look counts
//! for the whole batch. An issue's own files are looked at before it is read and after it is set: if
//! one changed in between, nobody could say what the pages were made of, so they are not written, and
//! the clerk is told.
//!
//! Each issue is set on one thread, in a rayon pool of one thread. In a common pool, a thread that
//! waits for a part of its issue would begin another whole one: half set issues would pile up in memory
//! and on the stack. Typst's memory of earlier results is emptied after each issue but for the last few
//! (`comemo::evict`). Results are told in the order asked for. A crash over one issue (there should be
//! none) is caught and told as that issue's failure.
//!
//! After Ctrl-C no issue is begun; what takes longer than a moment is given up when nobody is putting a
//! file in its place (`interrupt.rs`).
//!
//! For the fingerprint the program is hashed, and not its version read: templates, fonts and code
//! are all in it, and a developer's build has no new version. It is read once per binary, while the
//! first issues are set. `build 28` alone gets all cores.

mod build;
mod cache;
mod inputs;
mod inspect;
mod interrupt;
mod pages;
mod parallel;
mod publication;
mod standing;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use build::{Batch, Others, attempt, build, remade_path};
pub use inputs::{Ingredients, Seen};
pub use inspect::inspect;
pub use interrupt::Interrupt;
pub use parallel::{Ahead, Step, each};
pub use publication::{PROFILES, is_shared, unportable};
pub use standing::{InputKind, Made, Standing};

use crate::diagnostic::{Diagnostic, Severity, count};
use crate::error::Error;
use crate::export::Output;
use crate::model::IssueId;

/// How to build.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Folder for the PDFs; `out/` in the workspace where `None`.
    pub out: Option<PathBuf>,
    /// Set a watermark 草稿; the file is called `…-草稿.pdf`, so that the final one stays.
    pub draft: bool,
    /// Write the generated Typst files beside the PDF, into a folder `….typ`.
    pub keep_typ: bool,
    /// What is made of an issue besides its PDF, and written beside it.
    pub outputs: Vec<&'static Output>,
    /// Pass over issues whose PDF is there and could only come out the same.
    pub stale_only: bool,
    /// How many threads; as many as there are cores where `None`.
    pub jobs: Option<usize>,
    /// The program that runs: when it changes, so may every page.
    pub program: Option<PathBuf>,
    /// By which the batch can be stopped.
    pub interrupt: Option<Arc<Interrupt>>,
}

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
