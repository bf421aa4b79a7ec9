//! Taking back an issue that was issued: its PDF is kept under another name, the register says when
//! and why, and its number and folder are free again.
//!
//! The kept PDF comes first, then the entry, then what stood in its place goes: whenever a run is
//! ended, the PDF is on disk, and another run goes on from there.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use super::issued::{KeptName, KeptPath, Stored, stored};
use super::lock;
use super::register::Register;
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::{Entered, IssueId, Ledger, Publication, Withdrawal};
use crate::workspace::{LEDGER_FILE, Workspace, fs};

/// What became of an issue that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The edition that was in force.
    pub edition: u32,
    /// Where its PDF is now; `None` when there was none any more.
    pub kept: Option<PathBuf>,
    /// Issues of its series that were issued after it and are in force.
    pub later: Vec<IssueId>,
    /// Why, as the register has it.
    pub reason: String,
    /// Whether this run entered it; otherwise it had been taken back before.
    pub new: bool,
}

/// Takes an issue back. No value where it was not issued, its PDF is not the one that was, or the
/// register has errors; the findings say which.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`] when the disk does not do as asked.
pub fn withdraw(
    workspace: &Workspace,
    id: IssueId,
    reason: &str,
    at: DateTime<FixedOffset>,
) -> Result<Checked<Withdrawn>, Error> {
    let opened = Register::open(workspace)?;
    let Some(mut register) = opened.value else {
        return Ok(Checked { value: None, diagnostics: opened.diagnostics });
    };
    let none = |found: Diagnostic| Ok(Checked { value: None, diagnostics: vec![found] });
    let _place = lock::place(workspace, true)?;
    let Some(current) = register.ledger().current(id).cloned() else {
        return match register.ledger().withdrawn(id) {
            Some((publication, withdrawal)) => {
                let done = Withdrawn {
                    edition: publication.edition,
                    kept: withdrawal.kept.as_ref().map(|path| workspace.root().join(path)),
                    later: later(register.ledger(), id),
                    reason: withdrawal.reason.clone(),
                    new: false,
                };
                clear(workspace, publication, withdrawal)?;
                Ok(Checked { value: Some(done), diagnostics: Vec::new() })
            }
            None => none(never_issued(id)),
        };
    };
    let kept = match stored(workspace, &current)? {
        Stored::Altered => return none(altered(&current)),
        Stored::Missing => None,
        Stored::Whole => {
            let path = workspace.root().join(&current.pdf.path);
            match KeptName::withdrawn(&path).find(workspace, register.ledger(), &current)? {
                KeptPath::There(aside) => Some(aside),
                KeptPath::Free(aside) => {
                    let bytes = fs::read_limited(&path, u64::MAX - 1)?.unwrap_or_default();
                    fs::write_atomic(&aside, &bytes)?;
                    Some(aside)
                }
            }
        }
    };
    let withdrawal = Withdrawal {
        recorded: at,
        reason: reason.to_owned(),
        kept: kept.as_ref().map(|path| workspace.display(path)),
    };
    let entered = register.append(Entered::Withdrawn {
        id,
        edition: current.edition,
        sha256: current.pdf.sha256.clone(),
        withdrawal: withdrawal.clone(),
    });
    if !entered.as_ref().is_ok_and(|entered| entered.value.is_some())
        && let Some(kept) = &kept
    {
        // It is in force as before, and no other PDF is to be taken for one that was taken back.
        fs::remove(kept)?;
    }
    let entered = entered?;
    if entered.value.is_none() {
        return Ok(Checked { value: None, diagnostics: entered.diagnostics });
    }
    clear(workspace, &current, &withdrawal)?;
    let later = later(register.ledger(), id);
    let reason = withdrawal.reason;
    let done = Withdrawn { edition: current.edition, kept, later, reason, new: true };
    Ok(Checked { value: Some(done), diagnostics: Vec::new() })
}

/// Removes the PDF from where it was in force, once it is kept elsewhere.
fn clear(
    workspace: &Workspace,
    publication: &Publication,
    withdrawal: &Withdrawal,
) -> Result<(), Error> {
    let is_it = |path: &str| -> Result<bool, Error> {
        let path = workspace.root().join(path);
        Ok(fs::is_below(&publication.pdf.path)
            && fs::stamp(&path)?.is_some()
            && fs::sha256_of(&path)? == publication.pdf.sha256)
    };
    if let Some(kept) = &withdrawal.kept
        && is_it(kept)?
        && is_it(&publication.pdf.path)?
    {
        fs::remove(&workspace.root().join(&publication.pdf.path))?;
    }
    // What was issued beside it goes with it, sealed or not.
    if let Some(kept) = &withdrawal.kept {
        for other in publication.others.iter().filter(|other| fs::is_below(&other.path)) {
            let path = workspace.root().join(&other.path);
            let ending = path.extension().unwrap_or_default();
            let aside = workspace.root().join(kept).with_extension(ending);
            if fs::stamp(&path)?.is_some() && aside.symlink_metadata().is_err() {
                std::fs::rename(&path, &aside)
                    .map_err(|source| Error::Write { path: aside, source })?;
            }
        }
    }
    // What a run left that was ended in between.
    let newest = workspace.root().join(LEDGER_FILE);
    for dir in [&workspace.default_out(), workspace.root(), &workspace.cache_dir()] {
        fs::sweep(dir, &newest);
    }
    Ok(())
}

/// What of its series was issued after an issue and is in force.
pub(super) fn later(ledger: &Ledger, id: IssueId) -> Vec<IssueId> {
    let is_later = |other: &IssueId| {
        other.number.is_supplement() == id.number.is_supplement()
            && (other.year, other.number.value()) > (id.year, id.number.value())
    };
    ledger.in_force().filter(is_later).collect()
}

fn never_issued(id: IssueId) -> Diagnostic {
    Diagnostic::error(code::ISSUED, format!("「{id}」没有印发过，不用撤回"))
        .help("印发过哪些，用 jianbao list 查看")
}

fn altered(current: &Publication) -> Diagnostic {
    let Publication { id, pdf, .. } = current;
    let message = format!("「{id}」存档的 PDF「{}」与登记的不符，可能被人改过，没有撤回", pdf.path);
    let help = "把这个文件移到别处，从备份中取回原件，再撤回；没有备份的，移走以后直接撤回";
    Diagnostic::error(code::ISSUED, message).help(help)
}
