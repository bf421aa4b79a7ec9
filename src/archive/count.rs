//! How many entries the register had: noted beside it, so that one that was cut short is told.

use crate::diagnostic::{Diagnostic, code};
use crate::error::Error;
use crate::model::Ledger;
use crate::workspace::{LEDGER_FILE, Workspace, fs};

/// Name of the file in `.jianbao/` that tells how many entries the register had.
const COUNT: &str = "issued";
/// More than a count has.
const MAX_COUNT: u64 = 32;

/// An error where the register has fewer entries than it had: with it gone or cut short, a PDF that
/// was issued would look like any other, and be written over.
pub(super) fn shrunk(workspace: &Workspace, ledger: &Ledger) -> Option<Diagnostic> {
    fewer(counted(workspace)?, ledger)
}

/// How many entries there were; `None` where nobody has noted it, or somebody has deleted the note.
pub fn counted(workspace: &Workspace) -> Option<usize> {
    let known = workspace.bytes(&workspace.cache_dir().join(COUNT), MAX_COUNT).ok()??;
    std::str::from_utf8(&known).ok()?.trim().parse().ok()
}

/// An error where a register does not have all entries that were known.
pub(super) fn fewer(known: usize, ledger: &Ledger) -> Option<Diagnostic> {
    let missing = known.checked_sub(ledger.entries()).filter(|missing| *missing > 0)?;
    let message = format!("「{LEDGER_FILE}」里少了 {missing} 条登记，原有 {known} 条");
    let help = remedy(ledger);
    Some(Diagnostic::error(code::LEDGER, message).help(help))
}

/// Notes how many entries there are.
///
/// # Errors
/// [`Error::Write`] when that cannot be written.
pub(super) fn count(workspace: &Workspace, ledger: &Ledger) -> Result<(), Error> {
    let count = ledger.entries().to_string();
    fs::write_atomic(&workspace.cache_dir().join(COUNT), count.as_bytes()).map(drop)
}

/// What to do where entries are missing.
pub(super) fn remedy(ledger: &Ledger) -> &'static str {
    match ledger.publications.is_empty() {
        true => {
            "从备份中取回 ledger.yaml；没有备份的，运行 jianbao register rebuild，照 out 里的 PDF 重建（空的 ledger.yaml 先移到别处）"
        }
        false => {
            "从备份中取回 ledger.yaml；没有备份的，先把现有的 ledger.yaml 移到别处留着，再运行 jianbao register rebuild 重建"
        }
    }
}
