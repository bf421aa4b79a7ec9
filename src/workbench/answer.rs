//! What an action came to, as a page is told.

use serde::Serialize;

use crate::error::Error;
use crate::model::IssueId;

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

/// What became of a dispatch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// Its name.
    pub name: String,
    /// The entry that it became or had become, by its file's name.
    pub entry: Option<String>,
    /// Whether that was made now.
    pub is_new: bool,
    /// What is worth looking at, in sentences; why there is no entry.
    pub told: Vec<String>,
}

/// What is about to be issued, or was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Issuing {
    /// What would be issued; none where something stops it.
    pub planned: Option<Planned>,
    /// The PDF, from the workspace's root, once it was.
    pub pdf: Option<String>,
    /// What stops it, in sentences, the worst first.
    pub stopped: Vec<String>,
    /// How many places nobody has looked at.
    pub held: usize,
}

/// What would be issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// The issue, as it is said.
    pub name: String,
    /// Its date, as printed.
    pub date: String,
    /// Pages.
    pub pages: usize,
    /// Entries.
    pub entries: usize,
    /// 版次.
    pub edition: u32,
}

/// A file that was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// Its name.
    pub file: String,
    /// Its text, lines ended by `\n`.
    pub text: String,
    /// The digest of its bytes.
    pub digest: String,
}

/// Done, and said so.
pub fn told(said: impl Into<String>) -> Done {
    Done { said: said.into(), ..Done::default() }
}

/// The issue that a page means.
pub fn issue(stem: &str) -> Result<IssueId, Refusal> {
    IssueId::of_file_stem(stem).ok_or_else(|| Refusal::Said("没有这一期，请刷新页面".to_owned()))
}
