//! Mends in the author's files what can only be mended in one way, and nothing else in them.
//!
//! Files are mended in memory until nothing is left to mend, read again after each step, and written
//! whole at the end, or not at all.
//!
//! `Workspace::as_if` reads an issue as if some of its files had another content, so each round is read
//! by the same code as a real file. `read::rewritten` writes a changed text back only if the file's
//! bytes are the ones its text would be written as; a round that makes the issue less readable is not
//! done. `Passage::edit` refuses where the source is not the very text that readers see.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::press::Press;
use super::time::guarded;
use crate::archive;
use crate::diagnostic::{Diagnostic, Edit, Severity, SourceFile, count, together};
use crate::error::Error;
use crate::model::{Issue, IssueId};
use crate::read;
use crate::workspace::{IssueFolder, fs};

/// A mend may uncover another one; more rounds than this none has needed.
const MOST_ROUNDS: usize = 16;

/// A file that was mended, or would be.
#[derive(Debug)]
pub struct Mended {
    /// The path as shown.
    pub path: String,
    /// The text before and after, decoded.
    pub before: Arc<SourceFile>,
    /// The text afterwards.
    pub after: Arc<SourceFile>,
    /// The rules whose findings were mended, with how often.
    pub rules: BTreeMap<&'static str, usize>,
}

/// What mending an issue came to.
#[derive(Debug, Default)]
pub struct Mending {
    /// The files, in the order of their paths.
    pub files: Vec<Mended>,
    /// Files that were left as they are though there is something to mend: writing them back would
    /// change more than that. Paths as shown.
    pub refused: Vec<String>,
    /// Why the files from one on were left as they are.
    pub failure: Option<Error>,
}

/// Mends the files of an issue; with `dry_run`, only says what would be done.
///
/// # Errors
/// [`Error`] when a file cannot be read. Where one cannot be written, or somebody else edited it
/// meanwhile, that is in what is returned, with the files that were mended before it.
pub fn mend(press: &Press, id: IssueId, dry_run: bool) -> Result<Mending, Error> {
    // Nobody mends the same file at the same time, or puts a new dispatch in its place.
    let _lock = (!dry_run).then(|| archive::intake(&press.house.workspace)).transpose()?;
    let work = guarded(id, || Work::new(press, id)?.run())?;
    let mut mending = Mending { refused: work.refused, ..Mending::default() };
    for (path, file) in work.files {
        if file.bytes == file.original {
            continue;
        }
        if !dry_run {
            if let Err(error) = fs::replace(&path, &file.original, &file.bytes) {
                mending.failure = Some(error);
                break;
            }
            fs::sweep(path.parent().unwrap_or(&work.folder.path), &path);
        }
        let shown = press.house.workspace.display(&path);
        let text = |bytes: &[u8]| read::decoded(&shown, bytes);
        mending.files.push(Mended {
            before: text(&file.original),
            after: text(&file.bytes),
            rules: file.rules,
            path: shown,
        });
    }
    Ok(mending)
}

/// How many of the findings about an issue [`mend`] would mend at once: not those that another one
/// overlaps, nor those in a file that cannot be written back as it is.
///
/// # Errors
/// [`Error`] when a file cannot be read.
pub fn mendable(press: &Press, id: IssueId, findings: &[Diagnostic]) -> Result<usize, Error> {
    guarded(id, || {
        let work = Work::new(press, id)?;
        let own = findings.iter().filter(|finding| finding.is_within(&work.folder.shown));
        let mut count = 0;
        for (path, edits) in work.edits(own) {
            if work.mended(&path, &edits)?.is_some() {
                count += edits.iter().filter(|(rule, _)| rule.is_some()).count();
            }
        }
        Ok(count)
    })
}

/// A change, and the rule whose finding it mends; without one it goes with the change before it.
type Change<'f> = (Option<&'static str>, &'f Edit);

/// A file that is being mended.
#[derive(Clone)]
struct File {
    original: Vec<u8>,
    bytes: Vec<u8>,
    rules: BTreeMap<&'static str, usize>,
}

struct Work<'p> {
    press: &'p Press,
    folder: IssueFolder,
    files: BTreeMap<PathBuf, File>,
    refused: Vec<String>,
}

impl<'p> Work<'p> {
    fn new(press: &'p Press, id: IssueId) -> Result<Self, Error> {
        let folder = press.house.workspace.issue_folder(id)?;
        Ok(Self { press, folder, files: BTreeMap::new(), refused: Vec::new() })
    }

    fn run(mut self) -> Result<Self, Error> {
        let (mut issue, mut told) = self.read(&self.files)?;
        for _ in 0..MOST_ROUNDS {
            let Some(read) = issue else { break };
            let mut findings = self.press.check(&read)?;
            let mut errors = count(&told, Severity::Error);
            findings.append(&mut told);
            let mut changed = false;
            for (path, edits) in self.edits(findings.iter()) {
                let Some(next) = self.mended(&path, &edits)? else {
                    let shown = self.press.house.workspace.display(&path);
                    if !self.refused.contains(&shown) {
                        self.refused.push(shown);
                    }
                    continue;
                };
                // Each file is tried alone: what makes it unreadable is not done.
                let mut files = self.files.clone();
                files.insert(path, next);
                let (_, then) = self.read(&files)?;
                let errors_then = count(&then, Severity::Error);
                if errors_then <= errors {
                    (self.files, errors, changed) = (files, errors_then, true);
                }
            }
            if !changed {
                break;
            }
            (issue, told) = self.read(&self.files)?;
        }
        Ok(self)
    }

    /// The issue as it would be read with these files, and what is wrong with them.
    fn read(
        &self,
        files: &BTreeMap<PathBuf, File>,
    ) -> Result<(Option<Issue>, Vec<Diagnostic>), Error> {
        let instead = files.iter().map(|(path, file)| (path.clone(), file.bytes.clone()));
        let workspace = self.press.house.workspace.as_if(instead.collect());
        let read = read::read_issue_in(&workspace, &self.press.house.settings, &self.folder)?;
        Ok((read.value, read.diagnostics))
    }

    /// The changes that findings propose, by file, each finding's all or none.
    fn edits<'f>(
        &self,
        findings: impl Iterator<Item = &'f Diagnostic>,
    ) -> BTreeMap<PathBuf, Vec<Change<'f>>> {
        let root = self.press.house.workspace.root();
        // The issue's own files only: a house setting is nobody's slip of this issue.
        let own = |edit: &Edit| root.join(&edit.span.file.path).starts_with(&self.folder.path);
        let own = findings.filter(|it| !it.fix.is_empty() && it.fix.iter().all(own));
        let mut files: BTreeMap<PathBuf, Vec<Change<'_>>> = BTreeMap::new();
        for finding in together(own) {
            // A finding counts once, however many changes it takes.
            for (index, edit) in finding.fix.iter().enumerate() {
                let rule = (index == 0).then_some(finding.code.name);
                files.entry(root.join(&edit.span.file.path)).or_default().push((rule, edit));
            }
        }
        files
    }

    /// A file with some changes; `None` where the rest of it would not stay as it is.
    fn mended(&self, path: &Path, edits: &[Change<'_>]) -> Result<Option<File>, Error> {
        let mut file = match self.files.get(path) {
            Some(file) => file.clone(),
            None => {
                let original =
                    self.press.house.workspace.bytes(path, u64::MAX - 1)?.unwrap_or_default();
                File { bytes: original.clone(), original, rules: BTreeMap::new() }
            }
        };
        let mut sorted: Vec<(Range<usize>, &str)> =
            edits.iter().map(|(_, edit)| (edit.span.range.clone(), edit.text.as_str())).collect();
        sorted.sort_by_key(|(range, _)| (range.start, range.end));
        let Some(bytes) = read::rewritten(&file.bytes, &sorted) else { return Ok(None) };
        file.bytes = bytes;
        for rule in edits.iter().filter_map(|(rule, _)| *rule) {
            *file.rules.entry(rule).or_default() += 1;
        }
        Ok(Some(file))
    }
}
