//! An issue read for mistakes, without setting its pages: what reading and composing them finds, and
//! what the rules find.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::press::Press;
use super::set::{Goal, Setting, sort};
use super::time::guarded;
use crate::check::{Archive, Rulebook};
use crate::compose::ComposeOptions;
use crate::diagnostic::{Checked, Diagnostic, SourceFile, Text};
use crate::error::Error;
use crate::model::{Entry, Issue, IssueId, megabytes};
use crate::read::{self, House};
use crate::typeset::{Typesetter, faults_of_pictures};

/// What was found in an issue.
#[derive(Debug)]
pub struct Inspection {
    /// Which.
    pub id: IssueId,
    /// Everything found, by file and place; in a file that issues share, for each of them.
    pub diagnostics: Vec<Diagnostic>,
    /// A failure of the machine while this issue was read.
    pub failure: Option<Error>,
    /// The characters of its texts, spaces not counted.
    pub characters: usize,
}

impl Press {
    /// Reads one issue for mistakes. Writes nothing.
    pub fn inspect(&self, id: IssueId) -> Inspection {
        let how = Setting { goal: Goal::Text, check: true, ..Setting::default() };
        let mut inspection =
            Inspection { id, diagnostics: Vec::new(), failure: None, characters: 0 };
        match guarded(id, || self.set(id, how)) {
            Ok(Checked { value, diagnostics }) => {
                inspection.diagnostics = diagnostics;
                inspection.characters = value.map_or(0, |set| characters(&set.issue));
            }
            Err(error) => inspection.failure = Some(error),
        }
        sort(&mut inspection.diagnostics);
        inspection
    }

    /// What composing an issue finds, and what is wrong with its pictures.
    pub(super) fn faults_of_text(
        &self,
        issue: &Issue,
        folder: &Path,
    ) -> Result<Vec<Diagnostic>, Error> {
        let Some(composer) = &self.composer else { return Ok(Vec::new()) };
        let composed = composer.compose(issue, ComposeOptions::default(), &*self.typesetter);
        let mut found = composed.diagnostics;
        if let Some(document) = &composed.value {
            found.extend(faults_of_pictures(document, folder)?);
            if !document.pictures.is_empty() {
                // Unpacked they are large, and no other issue has them.
                Typesetter::forget(0);
            }
        }
        Ok(found)
    }

    /// The characters of an issue that no face has.
    pub(super) fn lacking(&self, issue: &Issue) -> Vec<Diagnostic> {
        self.typesetter.lacking(texts_of(issue))
    }
}

/// How many characters the texts of an issue have, spaces not counted.
fn characters(issue: &Issue) -> usize {
    let texts = issue.entries.iter().map(|entry| entry.body.as_str());
    texts.flat_map(str::chars).filter(|c| !c.is_whitespace()).count()
}

/// Every text of an issue that is printed.
fn texts_of(issue: &Issue) -> impl Iterator<Item = &Text> {
    issue
        .editors_note
        .iter()
        .map(|note| note.text())
        .chain(issue.entries.iter().flat_map(texts_of_entry))
}

fn texts_of_entry(entry: &Entry) -> impl Iterator<Item = &Text> {
    let leader = entry.leader.iter().flat_map(|it| std::iter::once(&it.name).chain(&it.post));
    let fields = [&entry.title, &entry.source, &entry.author, &entry.place, &entry.topic];
    let fields = fields.into_iter().flatten().chain(leader).chain(&entry.measures);
    fields.chain(std::iter::once(entry.body.text()))
}

/// What the house wants of its drafts; the findings are about the files that say so.
pub(super) fn rulebook(house: &House) -> Result<Checked<Rulebook>, Error> {
    let (roster, lexicon) = (house.roster()?.clone(), house.lexicon()?.clone());
    let settings = house.settings.value.as_ref();
    let settings = settings.map(|settings| settings.check.clone()).unwrap_or_default();
    let (book, about_rules) = Rulebook::new(
        &settings,
        roster.value.unwrap_or_default(),
        &lexicon.value.unwrap_or_default(),
    );
    let mut diagnostics = [roster.diagnostics, lexicon.diagnostics, about_rules].concat();
    for finding in &mut diagnostics {
        // The rules go by these files, the pages do not.
        finding.is_of_rule = true;
        if finding.is_error() && finding.note.is_none() {
            let note = "核对稿件要用这个文件；改正以前，各期都不能印发";
            finding.note = Some(note.to_owned());
        }
    }
    Ok(Checked { value: Some(book), diagnostics })
}

/// How many issues' texts are in memory while the archive is read.
const AT_ONCE: usize = 64;

/// What stands in all issues. A file that cannot be read is told of where its issue is read.
pub(super) fn archive(house: &House) -> Result<Archive, Error> {
    let (workspace, limits) = (&house.workspace, house.limits());
    let most = usize::try_from(limits.entries).unwrap_or(usize::MAX);
    let texts = |id: &IssueId| -> Vec<(IssueId, String, Arc<SourceFile>)> {
        let files = workspace.issue_folder(*id).and_then(|it| read::issue_files(&it.path));
        let paths = files.map(|files| files.entries).unwrap_or_default();
        let text = |path: &PathBuf| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            let bytes = workspace.bytes(path, megabytes(limits.file_size)).ok()??;
            Some((*id, name.clone(), read::decoded(&name, &bytes)))
        };
        paths.iter().take(most).filter_map(text).collect()
    };
    let mut archive = Archive::default();
    // Some at a time: of the texts only what counts is kept.
    for some in workspace.issues()?.chunks(AT_ONCE) {
        let issues: Vec<Vec<_>> = some.par_iter().map(texts).collect();
        for (id, name, file) in issues.into_iter().flatten() {
            archive.add(id, &name, &file.text);
        }
    }
    Ok(archive)
}
