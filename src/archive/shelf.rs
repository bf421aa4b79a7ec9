//! Everything that bears a number: the folders with their heads, and the register.
//!
//! Judges nothing.

use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, SourceFile, Span};
use crate::error::Error;
use crate::read::{self, Heading, LedgerFile};
use crate::workspace::{Folder, ISSUE_FILE, Workspace};

use super::evidence;

/// A numbered folder and its head.
#[derive(Debug)]
pub(super) struct Volume {
    pub folder: Folder,
    /// Its head, where there is an `issue.yaml` that can be read.
    pub heading: Option<Heading>,
    /// What is wrong with the head.
    pub diagnostics: Vec<Diagnostic>,
    /// `issue.yaml` as messages name it.
    path: String,
}

impl Volume {
    /// Where findings about its number are shown.
    pub(super) fn place(&self) -> Span {
        match &self.heading {
            Some(heading) => heading.number.clone(),
            None => {
                let file = SourceFile { path: self.path.clone(), text: String::new() };
                Span::new(&Arc::new(file), 0..0)
            }
        }
    }

    /// 总期号.
    pub(super) fn total(&self) -> Option<u32> {
        self.heading.as_ref()?.total.as_ref().map(|total| total.value)
    }
}

/// Reads the head of every numbered folder, sorted by number and then by path.
///
/// # Errors
/// [`Error::Read`] when a folder cannot be listed or an `issue.yaml` not read.
pub(super) fn volumes(workspace: &Workspace) -> Result<Vec<Volume>, Error> {
    let volume = |folder: Folder| {
        let path = workspace.display(&folder.dir.join(ISSUE_FILE));
        let head = if folder.ready {
            read::read_heading(workspace, folder.id, &folder.dir)?
        } else {
            Checked { value: None, diagnostics: Vec::new() }
        };
        Ok(Volume { folder, heading: head.value, diagnostics: head.diagnostics, path })
    };
    workspace.numbered()?.into_iter().map(volume).collect()
}

/// The register, as far as it can be read, and what is wrong with it.
///
/// # Errors
/// [`Error::Read`] when `ledger.yaml` cannot be read.
pub(super) fn ledger(workspace: &Workspace) -> Result<(LedgerFile, Vec<Diagnostic>), Error> {
    let Checked { value, diagnostics } = evidence::register(workspace)?;
    Ok((value.unwrap_or_default(), diagnostics))
}
