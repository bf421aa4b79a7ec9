//! The author's files → the model, with a place for every byte, and everything worth telling.
//!
//! Does not judge what is well-formed (that is `check`), nor know which templates exist.
//! The only module that names serde_yaml and encoding_rs.
//!
//! The rooms: `text` decodes; `yaml` makes a tree with places; `keys` knows every key; `record` and
//! `value` take values out of the tree; `settings`, `issue`, `entry`, `roster`, `lexicon` and
//! `layout` (profiles, and whose each value is) make the model; `heading` reads the head of an
//! issue alone; `house` holds what all issues share; `ledger` reads the register, and continues it;
//! `form` shows the keys of a file one by one and sets one.

mod correction;
mod entry;
mod field;
mod form;
mod heading;
mod house;
mod issue;
mod keys;
mod layout;
mod ledger;
mod lexicon;
mod provenance;
mod record;
mod roster;
mod secrecy;
mod settings;
mod text;
mod value;
mod whole;
mod yaml;

pub use correction::{EDITION, REASON};
pub use field::written_field;
pub use form::{FormField, Unset, confirm_key, form, set_key};
pub use heading::{Heading, Placed, read_heading};
pub use house::{House, read_issue};
pub use issue::{issue_files, read_issue_in, read_layout};
pub use keys::{Shape, listing, manual, schema};
pub use layout::{LayoutValue, Origin, profile_layout, profile_names, profile_source};
pub use ledger::{LedgerFile, read_ledger};
pub use lexicon::read_lexicon;
pub use provenance::{Provenance, fonts_of_provenance, provenance, provenance_of};
pub use roster::read_roster;
pub use settings::{Numbering, Settings, read_settings};
pub use text::{decode, decoded, decoded_as, rewritten};
pub use value::written_date;
pub use whole::{WholeIssue, read_entry_or_waiting, read_whole_issue};
pub use yaml::scalar;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::{Checked, Diagnostic, SourceFile, Span, Text};
use crate::error::Error;
use crate::model::{Column, Entry, Limits};
use crate::workspace::{ISSUE_FILE, Workspace};

/// Reads and decodes one of the workspace's text files as it is (a template).
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn read_source(
    workspace: &Workspace,
    path: &Path,
    limits: &Limits,
) -> Result<Checked<Arc<SourceFile>>, Error> {
    Ok(match text::load_within(workspace, path, limits.file_size)? {
        Ok(file) => Checked { value: Some(file), diagnostics: Vec::new() },
        Err(finding) => Checked { value: None, diagnostics: vec![*finding] },
    })
}

/// The place of a finding about an issue as a whole: the top of its `issue.yaml`.
///
/// # Errors
/// [`Error::Read`] when that cannot be opened or read.
pub fn head_of(workspace: &Workspace, folder: &Path) -> Result<Span, Error> {
    let path = folder.join(ISSUE_FILE);
    let file = text::load(workspace, &path)?;
    Ok(text::top(&file.unwrap_or_else(|_| text::empty(workspace.display(&path)))))
}

/// Reads one entry as it would stand in an issue with these columns. No value for one that is held
/// back or unreadable.
pub fn read_entry(file: &Arc<SourceFile>, columns: &[Column]) -> Checked<Entry> {
    entry::parse_entry(file, Some(columns))
}

/// A date as clerks write it: `2018-11-27`, `2018年11月27日`, digits of either width.
///
/// # Errors
/// What is wrong with it, without a place.
pub fn read_date(written: &str) -> Result<NaiveDate, Box<Diagnostic>> {
    value::date(&Text::unplaced(written))
}

mod order;
#[cfg(test)]
mod tests;
