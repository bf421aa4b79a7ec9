//! The register once more, in `.jianbao/`, as this program last wrote it: for the day it is lost.
//!
//! Only a help: the folder can be deleted at any time, and whoever reads the copy holds it against
//! the PDFs.

use std::path::PathBuf;

use crate::read::LedgerFile;
use crate::workspace::{LEDGER_FILE, Workspace, fs};

/// Larger than a register is read, in bytes.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

fn path(workspace: &Workspace) -> Option<PathBuf> {
    let path = workspace.cache_dir().join(LEDGER_FILE);
    // Somebody else's file is neither read nor written.
    workspace.contained(&path).is_ok().then_some(path)
}

/// Keeps what the register holds now, of which the first `before` bytes stood there already.
pub(super) fn keep(workspace: &Workspace, now: &[u8], before: usize) {
    let Some(path) = path(workspace) else { return };
    let (old, new) = now.split_at(before.min(now.len()));
    // Mostly a copy of that is there, and the register may be large.
    let is_there = !old.is_empty()
        && matches!(fs::stamp(&path), Ok(Some(stamp)) if stamp.size == old.len() as u64);
    if !(is_there && fs::append(&path, new).is_ok()) {
        let _ = fs::write_atomic(&path, now);
    }
}

/// The copy; `None` where there is none, or it is damaged.
pub fn copy(workspace: &Workspace) -> Option<LedgerFile> {
    let path = path(workspace)?;
    fs::stamp(&path).ok()??;
    let bytes = fs::read_limited(&path, MAX_BYTES).ok()??;
    LedgerFile::parse(bytes).sound().filter(|file| file.ledger.entries() > 0)
}
