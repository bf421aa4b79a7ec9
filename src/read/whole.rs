//! An issue with all that lies in its folder: entries that wait among the others, and files that
//! cannot be read as entries as they are.
//!
//! For whoever lists or searches. What is printed is [`House::issue`]'s.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::SourceFile;
use crate::error::Error;
use crate::model::{Column, Entry, Issue, IssueId};

use super::entry::parse_entry;
use super::house::House;
use super::issue::{issue_files, read_issue_in};
use super::text::load_within;

/// Everything in the folder of an issue.
#[derive(Debug)]
pub struct WholeIssue {
    /// Its folder, as shown.
    pub folder: String,
    /// The issue with all its entries, those that wait among them; none where `issue.yaml` or the
    /// settings cannot be read.
    pub issue: Option<Issue>,
    /// The files of entries that wait, by their names.
    pub held: BTreeSet<String>,
    /// Entries that are not in the issue, as far as they are text.
    pub unread: Vec<Arc<SourceFile>>,
}

/// Reads the folder of an issue. Entries stand by their columns, as on the page.
///
/// # Errors
/// [`Error::Read`] when a file of the issue cannot be read.
pub fn read_whole_issue(house: &House, id: IssueId) -> Result<WholeIssue, Error> {
    let workspace = &house.workspace;
    let folder = workspace.issue_folder(id)?;
    let mut issue = read_issue_in(workspace, &house.settings, &folder)?.value;
    let limits = house.limits();
    let most = usize::try_from(limits.entries).unwrap_or(usize::MAX);
    let (held, unread) = (BTreeSet::new(), Vec::new());
    let mut whole = WholeIssue { folder: folder.shown, issue: None, held, unread };
    let mut order = Vec::new();
    for path in issue_files(&folder.path)?.entries.into_iter().take(most) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        order.push(name.clone());
        let is_read = |issue: &Issue| issue.entries.iter().any(|entry| entry.file == name);
        if issue.as_ref().is_some_and(is_read) {
            continue;
        }
        let Ok(file) = load_within(workspace, &path, limits.file_size)? else { continue };
        let parsed = parse_entry(&file, issue.as_ref().map(|issue| &issue.columns[..]));
        if parsed.value.is_none() && parsed.diagnostics.is_empty() {
            whole.held.insert(name);
            let columns = issue.as_ref().map(|issue| &issue.columns[..]);
            let entry = parse_entry(&released(&file), columns).value;
            if let (Some(issue), Some(entry)) = (&mut issue, entry) {
                issue.entries.push(entry);
                continue;
            }
        }
        whole.unread.push(file);
    }
    if let Some(issue) = &mut issue {
        let place = |name: &String| order.iter().position(|other| other == name);
        issue.entries.sort_by_key(|entry| (entry.column, place(&entry.file)));
    }
    whole.issue = issue;
    Ok(whole)
}

/// The file as if it did not wait; every other byte is where it was.
fn released(file: &SourceFile) -> Arc<SourceFile> {
    let mut text = file.text.clone();
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        let is_key = ["暂缓", "hold"].iter().any(|key| {
            line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
        });
        if is_key {
            let length = line.trim_end_matches(['\r', '\n']).len();
            text.replace_range(at..at + length, &format!("#{}", " ".repeat(length - 1)));
            break;
        }
        at += line.len();
    }
    Arc::new(SourceFile { path: file.path.clone(), text })
}

/// Reads one entry as [`read_entry`](super::read_entry) does, also one that is held back.
pub fn read_entry_or_waiting(file: &SourceFile, columns: &[Column]) -> Option<Entry> {
    parse_entry(&released(file), Some(columns)).value
}
