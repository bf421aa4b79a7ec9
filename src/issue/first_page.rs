//! Page 1 as loose as it can be with body text on it: an issue is composed and typeset tighter until
//! it has some.
//!
//! Set again and again, an issue is not tried where nothing changed that could make the trial end
//! otherwise. Decides nothing about what tightening is.

use std::path::Path;
use std::sync::Arc;

use super::judge::too_many_pages;
use super::press::{Pages, Press, Setting};
use super::set::{Times, timed};
use crate::compose::{ComposeOptions, Composer, Document};
use crate::diagnostic::{Diagnostic, Text, code};
use crate::error::Error;
use crate::measure::{Measured, Part};
use crate::model::Issue;
use crate::typeset::{Beside, TooLoose, Typeset, Warm};
use crate::workspace::fs;

/// The most footnotes of lists and tables that the issue is set once more for.
const MOST_APART: usize = 24;

impl Press {
    /// Composes and typesets an issue.
    pub(super) fn lay_out(
        &self,
        issue: &Issue,
        folder: &Path,
        how: &Setting,
    ) -> Result<Option<Pages>, Error> {
        self.lay_out_again(issue, folder, how, &mut Warm::default(), &mut Times::default())
    }

    /// The same, with what the last setting of the issue left, and how long it took.
    pub(super) fn lay_out_again(
        &self,
        issue: &Issue,
        folder: &Path,
        how: &Setting,
        warm: &mut Warm,
        times: &mut Times,
    ) -> Result<Option<Pages>, Error> {
        let Some(composer) = &self.composer else { return Ok(None) };
        let known = std::mem::take(&mut warm.too_loose);
        let own = known.by.as_ref().is_some_and(|by| Arc::ptr_eq(by, &self.mark));
        let known = if own { known } else { TooLoose::default() };
        let mut trials = Trials { press: self, composer, issue, folder, how, warm, times };
        let page = trials.run(&known.trials)?;
        if known.trials.is_empty() || trials.warm.too_loose.beside == known.beside {
            return Ok(Some(page));
        }
        trials.run(&[]).map(Some)
    }
}

struct Trials<'a> {
    press: &'a Press,
    composer: &'a Composer,
    issue: &'a Issue,
    folder: &'a Path,
    how: &'a Setting,
    warm: &'a mut Warm,
    times: &'a mut Times,
}

impl Trials<'_> {
    /// The first that shows body text on page 1, or the last. `known` are those that were too loose
    /// before: where all that stands on page 1 is the same, they still are.
    fn run(&mut self, known: &[(String, String)]) -> Result<Pages, Error> {
        let mut failed = Vec::new();
        let mut tighten = 0;
        let mut apart: Vec<String> = Vec::new();
        loop {
            let options = ComposeOptions { draft: self.how.draft, tighten, apart: apart.clone() };
            let composed = timed(&mut self.times.compose, || {
                self.composer.compose(self.issue, options, &*self.press.typesetter)
            });
            let mut diagnostics = composed.diagnostics;
            let Some(mut document) = composed.value else {
                return Ok(Pages { document: Document::default(), typeset: None, diagnostics });
            };
            document.attach(self.how.attachments.clone());
            let last = tighten == ComposeOptions::TIGHTEST;
            let before = known.get(usize::from(tighten)).filter(|_| !last);
            if let Some((body, front)) =
                before.filter(|(body, _)| document.files.contains_key(body))
                && front_of(&document, body) == *front
            {
                failed.push((body.clone(), front.clone()));
                tighten += 1;
                continue;
            }
            let typeset = timed(&mut self.times.typeset, || {
                self.press.typesetter.typeset_again(&document, self.folder, self.warm)
            })?;
            diagnostics.extend(typeset.diagnostics);
            let shows = typeset.value.as_ref().is_none_or(Typeset::body_on_first_page);
            if !shows && !last {
                let body = typeset.value.as_ref().and_then(Typeset::first_body).unwrap_or_default();
                let front = front_of(&document, &body);
                failed.push((body, front));
                tighten += 1;
                continue;
            }
            let strayed = typeset.value.as_ref().and_then(|it| strayed(it.measured(), &apart));
            if let Some(label) = strayed.filter(|_| apart.len() < MOST_APART) {
                apart.push(label);
                continue;
            }
            if !shows && !diagnostics.iter().any(Diagnostic::stops_pages) {
                let note = self.issue.editors_note.as_ref().and_then(Text::whole);
                diagnostics.push(
                    Diagnostic::warning(code::FIRST_PAGE, "首页没有正文")
                        .at(note)
                        .help("报头、编者按和要目占满了首页；请缩短编者按，或去掉本期要目"),
                );
            }
            if let Some(typeset) = &typeset.value {
                diagnostics.extend(too_many_pages(typeset.measured(), self.issue));
            }
            self.warm.too_loose = TooLoose {
                by: Some(Arc::clone(&self.press.mark)),
                trials: failed,
                beside: typeset.value.as_ref().map(beside),
            };
            return Ok(Pages { document, typeset: typeset.value, diagnostics });
        }
    }
}

/// The first footnote of a list or table whose text is not on the page of its mark, and which was not
/// taken account of.
fn strayed(measured: &Measured, apart: &[String]) -> Option<String> {
    let strays = measured.notes.iter().filter(|note| note.text != Some(note.mark));
    strays.filter_map(|note| note.label.clone()).find(|label| !apart.contains(label))
}

/// A digest of all that can stand on page 1 when the body at `first` does not: everything but the
/// bodies behind it.
fn front_of(document: &Document, first: &str) -> String {
    let body = |path: &str| path.starts_with("/entries/") && path.ends_with("-body.typ");
    let mut front = String::new();
    for (path, file) in document.files.iter().filter(|(path, _)| *path == first || !body(path)) {
        front.extend([path, "\n", &file.text, "\n"]);
    }
    fs::sha256(front.as_bytes())
}

/// What the files of the front do not show: the pictures, and the page numbers that 要目 gives.
fn beside(typeset: &Typeset) -> Beside {
    let rows = typeset.measured().pages.iter().flat_map(|page| &page.rows);
    let contents = rows.filter(|row| row.part == Part::Contents).map(|row| row.text.clone());
    Beside { contents: contents.collect(), pictures: typeset.pictures().to_vec() }
}
