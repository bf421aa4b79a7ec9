//! A workspace: one series of briefings in one folder with `jianbao.yaml` at its root.
//!
//! Knows where things lie and what outputs are called; never looks into a file.
//!
//! # How a file is written
//!
//! All writing goes through [`fs`]: a file is made beside its place, synced, and renamed into it, then
//! the folder is synced, so that neither a kill nor a power cut leaves half of it, and what is written
//! second (the entry after its original, the register after its PDF) is never there without the first.
//! `replace` is for texts that people edit: it looks once more whether the file is still what was read,
//! immediately before renaming. `write_new` writes over nothing. What a killed run left begins with
//! `.jianbao-`; whoever writes into the folder an hour later clears it away.

mod busy;
mod caller;
mod changes;
mod content;
pub mod fs;
mod issues;
mod names;
mod numbered;
mod portable;
pub mod renames;
mod revision;
mod root;
mod select;
mod settings_name;
#[cfg(test)]
pub mod tests;

pub use caller::{Caller, Holder};
pub use issues::IssueFolder;
pub use names::{
    ISSUE_FILE, LEDGER_FILE, LEXICON_FILE, PROVENANCE_FILE, ROSTER_FILE, SETTINGS_FILE,
};
pub use numbered::{Folder, proper};
pub use portable::{alike, fault, is_free, is_portable, portable};
pub use revision::NoRevision;
pub use root::Workspace;
pub use select::{Selection, Shard};
