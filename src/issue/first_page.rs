//! Page 1 as loose as it can be with body text on it: an issue is composed and typeset tighter until
//! it has some.
//!
//! Set again and again, an issue is not tried where nothing changed that could make the trial end
//! otherwise. Decides nothing about what tightening is.
//!
//! # How a page is set again
//!
//! Whoever looks on while an issue is written wants the page at the next blink. Typst remembers what it
//! computed (comemo), by content, and the content of a paragraph includes the numbers of its syntax
//! nodes. A file parsed anew is numbered anew, so `Warm` keeps the parsed files of an issue and edits
//! them: the nodes that did not change keep their numbers, and their paragraphs are not set again.
//! Typst's incremental parser is not taken at its word: its tree must equal a fresh one's. Of each file
//! some states are kept, because page 1 is tried at several tightnesses, and each trial writes some
//! files otherwise.
//!
//! A trial that left no body text on page 1 is not made again while everything before the end of the
//! first body is the same (`issue/first_page.rs`): what is behind it cannot stand on page 1. What the
//! files do not show (pictures, the page numbers of 要目) is held against the last time when the pages
//! are there; if it changed, all trials are made. A `Warm` counts for nothing with another `Press`,
//! whose fonts may differ.
//!
//! Everything else is done anew each time: reading, composing, measuring and judging take a few
//! milliseconds. A picture of a page is drawn only when somebody asks for it, and known by its *look*
//! (`typeset/page.rs`), a digest of what is drawn on it, not of where that came from. What Typst has
//! not used for four settings is forgotten, so memory stays as it is after the first few.
//! `tests/suite/again.rs` edits issues at random and compares each setting with a first one, character
//! by character; `benches/line.rs` (`edited`) says what an edit costs.

use std::path::Path;
use std::sync::Arc;

use super::judge::too_many_pages;
use super::press::Press;
use super::set::{Setting, Times, timed};
use crate::compose::{ComposeOptions, Composer, Document};
use crate::diagnostic::{Diagnostic, code};
use crate::error::Error;
use crate::measure::{Measured, Part};
use crate::model::Issue;
use crate::typeset::{Beside, TooLoose, Typeset, Warm};
use crate::workspace::fs;

/// The most footnotes of lists and tables that the issue is set once more for.
const MOST_APART: usize = 24;

/// An issue composed and typeset.
pub(super) struct Pages {
    pub(super) document: Document,
    pub(super) typeset: Option<Typeset>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Press {
    /// Composes and typesets an issue, with what its last setting left; adds how long it took.
    pub(super) fn lay_out(
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
                let note = self.issue.editors_note.as_ref().and_then(|note| note.whole());
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
