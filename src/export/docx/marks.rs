//! The names by which a copy and its paragraphs are known again.

use std::sync::Arc;

use super::copy::Copy;
use super::parts;
use crate::diagnostic::SourceFile;
use crate::model::{Entry, IssueId, IssueNumber};
use crate::workspace::fs::sha256;

/// The property of a copy that says of which issue it is and what it calls itself.
pub const PROPERTY: &str = "jianbao";
/// The part that holds what each paragraph said.
pub const BASE_PART: &str = parts::BASE;

/// How many digits of a digest tell what a paragraph said.
const DIGITS: usize = 8;

/// The property that names the file of an entry, by its place in the issue from 0.
pub fn entry_property(index: usize) -> String {
    format!("jianbao-{:02}", index + 1)
}

/// What all bookmarks of an issue begin with.
pub fn prefix(id: IssueId) -> String {
    match id.number {
        IssueNumber::Regular(number) => format!("jb_{}_{number}", id.year),
        IssueNumber::Joint(first, last) => format!("jb_{}_{first}j{last}", id.year),
        IssueNumber::Supplement(number) => format!("jb_{}_z{number}", id.year),
    }
}

/// The bookmark of a paragraph: of which issue, its name there, and what it says as a few digits.
pub fn bookmark(prefix: &str, name: &str, text: &str) -> String {
    format!("{prefix}_{name}_{}", digits(text))
}

/// What a paragraph says, as a few digits.
pub fn digits(text: &str) -> String {
    sha256(text.as_bytes()).chars().take(DIGITS).collect()
}

/// What a file says, as more of them.
pub fn digest(text: &str) -> String {
    sha256(text.as_bytes()).chars().take(2 * DIGITS).collect()
}

/// The file that an entry is written in.
pub fn file_of(entry: &Entry) -> Option<Arc<SourceFile>> {
    let texts = [Some(entry.body.text()), entry.title.as_ref(), entry.source.as_ref()];
    let mut texts = texts.into_iter().flatten().chain([&entry.kind]).chain(&entry.measures);
    texts.find_map(|text| text.whole()).map(|span| span.file)
}

/// The name of a paragraph and the digits of what it said, from its bookmark.
pub fn named<'b>(bookmark: &'b str, prefix: &str) -> Option<(&'b str, &'b str)> {
    let rest = bookmark.strip_prefix(prefix)?.strip_prefix('_')?;
    rest.rsplit_once('_').filter(|(_, digits)| digits.len() == DIGITS)
}

/// What a copy says of itself.
pub fn properties(copy: &Copy<'_>) -> Vec<(String, String)> {
    let about = format!("{} {}", copy.issue.id, copy.edition);
    let mut properties = vec![(PROPERTY.to_owned(), about)];
    for (index, entry) in copy.issue.entries.iter().enumerate() {
        let digest = file_of(entry).map(|file| digest(&file.text)).unwrap_or_default();
        properties.push((entry_property(index), format!("{digest} {}", entry.file)));
    }
    properties
}
