//! 登记: entries are put at the end of `ledger.yaml`, one process at a time.
//!
//! Knows nothing of PDFs: what an entry says is its caller's.

use chrono::SubsecRound;

use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::{Ledger, Publication};
use crate::read::LedgerFile;
use crate::workspace::{LEDGER_FILE, Workspace, fs};

use super::lock::{Lock, lock};

/// Name of the file in `.jianbao/` that tells how many entries the register had.
const COUNT: &str = "issued";
/// More than a count has.
const MAX_COUNT: u64 = 32;

/// An error where the register has fewer entries than it had: with it gone or cut short, a PDF that
/// was issued would look like any other, and be written over.
pub fn shrunk(workspace: &Workspace, ledger: &Ledger) -> Option<Diagnostic> {
    let known = workspace.bytes(&workspace.cache_dir().join(COUNT), MAX_COUNT).ok()??;
    let known: usize = std::str::from_utf8(&known).ok()?.trim().parse().ok()?;
    fewer(known, ledger)
}

/// An error where a register does not have all entries that were known.
fn fewer(known: usize, ledger: &Ledger) -> Option<Diagnostic> {
    let missing = known.checked_sub(ledger.publications.len()).filter(|missing| *missing > 0)?;
    let message = format!("「{LEDGER_FILE}」里少了 {missing} 条登记，原有 {known} 条");
    let help = "从备份中取回 ledger.yaml；确实不要这些登记了，就删去 .jianbao 文件夹";
    Some(Diagnostic::error(code::LEDGER, message).help(help))
}

/// The register, held so that nobody else writes into it: look at the current edition, put the PDF
/// in its place, then [`append`](Self::append).
///
/// While it is held, [`super::reserve()`] and a second register wait, in this process too.
#[derive(Debug)]
pub struct Register {
    workspace: Workspace,
    file: LedgerFile,
    _lock: Lock,
}

impl Register {
    /// Waits until nobody else holds the register, then reads it. No value where it cannot be read
    /// without errors: then nothing may be written into it.
    ///
    /// # Errors
    /// [`Error::Read`] when `ledger.yaml` cannot be read, [`Error::Write`] when the lock's file in
    /// `.jianbao/` cannot be made.
    pub fn open(workspace: &Workspace) -> Result<Checked<Self>, Error> {
        let lock = lock(workspace)?;
        let read = LedgerFile::read(workspace)?;
        let sound = !read.has_errors();
        let value = read.value.filter(|_| sound).map(|file| Self {
            workspace: workspace.clone(),
            file,
            _lock: lock,
        });
        Ok(Checked { value, diagnostics: read.diagnostics })
    }

    /// What it says.
    pub fn ledger(&self) -> &Ledger {
        &self.file.ledger
    }

    /// Puts an entry at the end; its time is kept to the second. Every byte that stood in the file
    /// still stands, and the file is replaced whole or not at all. The value is there exactly when
    /// the entry is in the register.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Write`] when `ledger.yaml` cannot be read or written,
    /// [`Error::Edited`] when somebody edited it in this very moment; nothing is entered then.
    pub fn append(&mut self, publication: &Publication) -> Result<Checked<()>, Error> {
        // Somebody may have edited it by hand since, or the lock may have meant nothing here.
        if let Some(now) = self.file.read_again(&self.workspace)? {
            let sound = !now.has_errors();
            let Some(file) = now.value.filter(|_| sound) else {
                return Ok(Checked { value: None, diagnostics: now.diagnostics });
            };
            // Gone meanwhile, or cut short: the next entry would make it look like a whole one.
            if let Some(found) = fewer(self.ledger().publications.len(), &file.ledger) {
                return Ok(Checked { value: None, diagnostics: vec![found] });
            }
            self.file = file;
        }
        let next = self.ledger().current(publication.id).map_or(0, |last| last.edition) + 1;
        if publication.edition != next {
            let message = format!(
                "「{}」已登记到第 {} 版，不能再登记第 {} 版",
                publication.id,
                next - 1,
                publication.edition
            );
            let help = format!("「{LEDGER_FILE}」刚才被改动过，请重新运行");
            let found = Diagnostic::error(code::LEDGER, message).help(help);
            return Ok(Checked { value: None, diagnostics: vec![found] });
        }
        let recorded = publication.recorded.trunc_subsecs(0);
        match self.file.with(&Publication { recorded, ..publication.clone() }) {
            Ok(file) => {
                let path = self.workspace.root().join(LEDGER_FILE);
                let before = self.file.bytes();
                if !before.is_empty() || fs::write_new(&path, file.bytes())?.is_none() {
                    fs::replace(&path, before, file.bytes())?;
                }
                self.file = file;
                // Only a reminder: without it nothing is lost but a warning.
                let count = self.ledger().publications.len().to_string();
                let _ = fs::write_atomic(&self.workspace.cache_dir().join(COUNT), count.as_bytes());
                Ok(Checked { value: Some(()), diagnostics: Vec::new() })
            }
            Err(found) => Ok(Checked { value: None, diagnostics: vec![*found] }),
        }
    }
}

#[cfg(test)]
mod tests;
