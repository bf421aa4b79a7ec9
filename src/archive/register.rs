//! 登记: entries are put at the end of `ledger.yaml`, one process at a time.
//!
//! Knows nothing of PDFs: what an entry says is its caller's.

use std::path::Path;

use chrono::SubsecRound;

use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::{Entered, Ledger, Publication};
use crate::read::LedgerFile;
use crate::workspace::{LEDGER_FILE, Workspace, fs};

use super::copy;
use super::count::{count, fewer};
use super::evidence;
use super::lock::{Lock, lock};

/// The register, held so that nobody else writes into it: look at the current edition, put the PDF
/// in its place, then [`append`](Self::append).
///
/// While it is held, [`super::reserve()`] and a second register wait, in this process too.
#[derive(Debug)]
pub struct Register {
    workspace: Workspace,
    file: LedgerFile,
    /// None only while it is set down.
    lock: Option<Lock>,
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
        let read = evidence::register(workspace)?;
        let sound = !read.has_errors();
        let value = read.value.filter(|_| sound).map(|file| Self {
            workspace: workspace.clone(),
            file: file.without_places(),
            lock: Some(lock),
        });
        Ok(Checked { value, diagnostics: read.diagnostics })
    }

    /// What it says.
    pub fn ledger(&self) -> &Ledger {
        &self.file.ledger
    }

    /// Makes room for some more entries.
    pub fn expect(&mut self, entries: usize) {
        self.file.expect(entries);
    }

    /// Its file, without the places of its entries.
    pub(super) fn file(&self) -> &LedgerFile {
        &self.file
    }

    /// Lets others at the register while somebody is asked, and waits for it again afterwards. What
    /// they wrote is seen by [`Register::ledger`].
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Write`] as when it was opened; [`Error::Edited`] when it is not
    /// whole any more.
    pub fn set_down<T>(&mut self, work: impl FnOnce() -> T) -> Result<T, Error> {
        self.lock = None;
        let done = work();
        self.lock = Some(lock(&self.workspace)?);
        if let Some(now) = self.file.read_again(&self.workspace)? {
            let whole = |file: &LedgerFile| fewer(self.ledger().entries(), &file.ledger).is_none();
            let path = self.workspace.root().join(LEDGER_FILE);
            let file = now.sound().filter(whole);
            self.file = file.ok_or(Error::Edited { path })?.without_places();
        }
        Ok(done)
    }

    /// Puts an entry at the end; its time is kept to the second. Every byte that stood in the file
    /// still stands, and the file is replaced whole or not at all. The value is there exactly when
    /// the entry is in the register.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Write`] when `ledger.yaml` cannot be read or written,
    /// [`Error::Edited`] when somebody edited it in this very moment; nothing is entered then.
    pub fn append(&mut self, entered: Entered) -> Result<Checked<()>, Error> {
        let none = |found: Vec<Diagnostic>| Ok(Checked { value: None, diagnostics: found });
        // Somebody may have edited it by hand since, or the lock may have meant nothing here.
        if let Some(now) = self.file.read_again(&self.workspace)? {
            let sound = !now.has_errors();
            let Some(file) = now.value.filter(|_| sound) else { return none(now.diagnostics) };
            // Gone meanwhile, or cut short: the next entry would make it look like a whole one.
            if let Some(found) = fewer(self.ledger().entries(), &file.ledger) {
                return none(vec![found]);
            }
            self.file = file.without_places();
        }
        let mut entered = entered;
        match &mut entered {
            Entered::Issued(publication) => {
                let next = self.ledger().next_edition(publication.id);
                if publication.edition != next {
                    return none(vec![out_of_turn(publication, next)]);
                }
                publication.recorded = publication.recorded.trunc_subsecs(0);
            }
            Entered::Withdrawn { withdrawal, .. } => {
                withdrawal.recorded = withdrawal.recorded.trunc_subsecs(0);
            }
            Entered::Lost(loss) => loss.recorded = loss.recorded.trunc_subsecs(0),
        }
        let before = (self.file.bytes().len(), self.ledger().entries());
        if let Err(found) = self.file.enter(&entered) {
            return none(vec![*found]);
        }
        let path = self.workspace.root().join(LEDGER_FILE);
        let written = write(&path, self.file.bytes().split_at(before.0).0, self.file.bytes());
        if let Err(error) = written {
            self.take_back(before)?;
            return Err(error);
        }
        // Only a reminder: without it nothing is lost but a warning.
        let _ = count(&self.workspace, self.ledger());
        copy::keep(&self.workspace, self.file.bytes(), before.0);
        Ok(Checked { value: Some(()), diagnostics: Vec::new() })
    }

    /// After an entry that could not be written: the register is as it is on the disk, or, where it is
    /// gone from there or cut short, as it was before, of so many bytes and entries. What was issued is
    /// known all the same then, and nothing more is entered.
    fn take_back(&mut self, (bytes, entries): (usize, usize)) -> Result<(), Error> {
        let now = LedgerFile::read(&self.workspace)?.value;
        let whole = now.filter(|file| fewer(entries, &file.ledger).is_none());
        let before = || LedgerFile::parse(self.file.bytes().split_at(bytes).0.to_vec()).value;
        if let Some(file) = whole.or_else(before) {
            self.file = file.without_places();
        }
        Ok(())
    }
}

fn write(path: &Path, before: &[u8], now: &[u8]) -> Result<(), Error> {
    if before.is_empty() && fs::write_new(path, now)?.is_some() {
        return Ok(());
    }
    fs::replace(path, before, now).map(drop)
}

fn out_of_turn(publication: &Publication, next: u32) -> Diagnostic {
    let message = format!(
        "「{}」已登记到第 {} 版，不能再登记第 {} 版",
        publication.id,
        next - 1,
        publication.edition
    );
    let help = format!("「{LEDGER_FILE}」刚才被改动过，请重新运行");
    Diagnostic::error(code::LEDGER, message).help(help)
}

/// Makes the register anew where there is none; nobody else takes a number meanwhile. `None` where
/// one is there, which stays as it is.
///
/// # Errors
/// [`Error::Write`] when it cannot be written.
pub fn remake(workspace: &Workspace, entries: &[Entered]) -> Result<Option<Ledger>, Error> {
    let _lock = lock(workspace)?;
    let path = workspace.root().join(LEDGER_FILE);
    let mut file = LedgerFile::default();
    for entered in entries {
        if let Err(found) = file.enter(entered) {
            let source = std::io::Error::other(found.message);
            return Err(Error::Write { path, source });
        }
    }
    put(workspace, &path, file)
}

/// Puts a copy of the register in its place where there is none. `None` where one is there, which
/// stays as it is.
///
/// # Errors
/// [`Error::Write`] when it cannot be written.
pub fn restore(workspace: &Workspace, copy: LedgerFile) -> Result<Option<Ledger>, Error> {
    let _lock = lock(workspace)?;
    put(workspace, &workspace.root().join(LEDGER_FILE), copy)
}

fn put(workspace: &Workspace, path: &Path, file: LedgerFile) -> Result<Option<Ledger>, Error> {
    if fs::write_new(path, file.bytes())?.is_none() {
        return Ok(None);
    }
    let _ = count(workspace, &file.ledger);
    copy::keep(workspace, file.bytes(), 0);
    Ok(Some(file.ledger))
}

#[cfg(test)]
mod tests;
