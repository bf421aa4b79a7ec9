//! Many issues → PDFs on disk: those that are stale, each set on its own and written whole or not at all.
//!
//! Decides nothing about text or page; prints nothing. What happened leaves as values.

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

pub use build::{Batch, attempt, beside, build};
pub use inputs::{Ingredients, Seen};
pub use inspect::inspect;
pub use interrupt::Interrupt;
pub use parallel::{Ahead, Step, each};
pub use publication::{PROFILES, is_shared, unportable};
pub use standing::{InputKind, Made, Standing};

use crate::diagnostic::Diagnostic;
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

/// What became of one issue.
#[derive(Debug)]
pub struct Report {
    /// Which.
    pub id: IssueId,
    /// Where its PDF is, or would be.
    pub path: PathBuf,
    /// The PDF that stands there now; `None` when findings stopped it. What stood at
    /// [`Report::path`] before still stands then.
    pub built: Option<Built>,
    /// Whether it stood there already: nothing that could change it has changed.
    pub fresh: bool,
    /// Of a fresh one, how many warnings were told when it was built.
    pub warned_before: usize,
    /// How many places nobody has looked at yet: no mistakes of a build, and it cannot be issued so.
    pub held: usize,
    /// The files of other outputs that were written beside it.
    pub others: Vec<PathBuf>,
    /// How it stands to the PDF that was issued; `None` when none was, or it lies elsewhere.
    pub kept: Option<Kept>,
    /// How it was issued, when that was asked for.
    pub issued: Option<Issued>,
    /// Whether somebody who was asked did not want it issued.
    pub declined: bool,
    /// Everything found, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// A failure of the machine while this issue was built.
    pub failure: Option<Error>,
    /// How long it took.
    pub time: Duration,
}

impl Report {
    /// Of an issue of which nothing is known yet.
    pub fn new(id: IssueId, path: PathBuf) -> Self {
        Self {
            id,
            path,
            built: None,
            fresh: false,
            warned_before: 0,
            held: 0,
            others: Vec::new(),
            kept: None,
            issued: None,
            declined: false,
            diagnostics: Vec::new(),
            failure: None,
            time: Duration::ZERO,
        }
    }
}

/// A PDF on disk.
#[derive(Clone, Copy, Debug)]
pub struct Built {
    /// Pages.
    pub pages: usize,
    /// Size in bytes.
    pub bytes: usize,
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
        let counter = match report {
            Report { failure: Some(_), .. } => &mut self.failed,
            Report { declined: true, .. } => &mut self.declined,
            Report { built: None, .. } => &mut self.broken,
            Report { fresh: true, .. } | Report { issued: Some(Issued { new: false, .. }), .. } => {
                &mut self.fresh
            }
            _ => &mut self.built,
        };
        *counter += 1;
        let faulty = report.built.is_some() && report.diagnostics.iter().any(Diagnostic::is_error);
        self.faulty += usize::from(faulty);
    }
}
