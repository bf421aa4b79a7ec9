//! What is told where the preview was started.

use std::path::PathBuf;
use std::time::Duration;

use crate::model::IssueId;

/// What happens while a preview runs.
#[derive(Clone, Debug)]
pub enum Event {
    /// It can be looked at.
    Ready {
        /// The address to open.
        address: String,
        /// Whether others than this machine can reach it.
        exposed: bool,
    },
    /// An issue was set.
    Set {
        /// Which.
        id: IssueId,
        /// Pages that are shown now.
        pages: usize,
        /// How many errors there are, and how many warnings.
        findings: (usize, usize),
        /// What the machine could not do.
        failure: Option<String>,
        /// How long it took.
        time: Duration,
    },
    /// A workspace was begun or chosen, and is served from now on.
    Chosen {
        /// Its folder.
        root: PathBuf,
    },
    /// The system tells of no changes: files are looked at again and again instead.
    Polling,
}
