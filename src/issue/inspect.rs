//! An issue read for mistakes, without setting its pages: what reading and composing them finds, and
//! what the rules find.

use std::path::Path;

use super::press::Press;
use super::set::{Goal, Setting, sort};
use super::time::guarded;
use crate::compose::ComposeOptions;
use crate::diagnostic::{Checked, Diagnostic, Text};
use crate::error::Error;
use crate::model::{Entry, Issue, IssueId};
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
