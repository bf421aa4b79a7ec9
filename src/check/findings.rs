//! What rules find, at the levels that the house wants.
//!
//! A rule speaks by `tell` (what is wrong, and what to do), `tell_of` (the same of the words that
//! stand there) or `mend` (and what they become). Of two findings of one rule at one place the
//! first is kept.
//!
//! A finding of a rule carries `is_of_rule`: an error of that sort does not stop the pages
//! (`Diagnostic::stops_pages`), for leaders read drafts with faults, but it stops `publish`. Issued
//! issues are not held against rules by `build`: nobody can change them, and a new rule must not
//! make old issues fail.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::{Passage, Rule, Rulebook};
use crate::diagnostic::{Diagnostic, Severity};

/// Collects findings.
pub struct Findings<'b> {
    book: &'b Rulebook,
    found: Vec<Diagnostic>,
}

impl<'b> Findings<'b> {
    /// No findings yet.
    pub fn new(book: &'b Rulebook) -> Self {
        Self { book, found: Vec::new() }
    }

    /// Whether a rule is on: what nobody wants to hear need not be looked for.
    pub fn wants(&self, rule: Rule) -> bool {
        self.book.level(rule).is_some()
    }

    /// A finding about some bytes of a passage; nothing where its rule is off. The finding that is
    /// returned can be given a remedy.
    pub fn add(
        &mut self,
        rule: Rule,
        passage: &Passage<'_>,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Option<&mut Diagnostic> {
        self.book.level(rule)?;
        self.push(rule, Diagnostic::error(rule.code, message).at(passage.span(range)))
    }

    /// A finding about some bytes of a passage, and what to do about it.
    pub fn tell(
        &mut self,
        rule: Rule,
        passage: &Passage<'_>,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if let Some(found) = self.add(rule, passage, range, message) {
            found.help = Some(help.into());
        }
    }

    /// The same where the message is what stands there and what is wrong with it.
    pub fn tell_of(
        &mut self,
        rule: Rule,
        passage: &Passage<'_>,
        range: Range<usize>,
        (fault, help): (&str, &str),
    ) {
        let message = format!("「{}」{fault}", &passage.text[range.clone()]);
        self.tell(rule, passage, range, message, help);
    }

    /// A finding about some bytes of a passage, and what they are mended to.
    pub fn mend(
        &mut self,
        rule: Rule,
        passage: &Passage<'_>,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
        right: impl Into<String>,
    ) {
        if let Some(found) = self.add(rule, passage, range.clone(), message) {
            found.help = Some(help.into());
            found.fix.extend(passage.edit(range, right));
        }
    }

    /// A finding that has its place already; its level becomes the rule's.
    pub fn push(&mut self, rule: Rule, mut finding: Diagnostic) -> Option<&mut Diagnostic> {
        finding.severity = self.book.level(rule)?;
        finding.is_of_rule = true;
        self.found.push(finding);
        self.found.last_mut()
    }

    /// A finding of a rule whose level differs from case to case. What the house says of the rule
    /// goes first.
    pub fn push_at(&mut self, rule: Rule, level: Severity, mut finding: Diagnostic) {
        if let Some(level) = self.book.level_or(rule, level) {
            finding.severity = level;
            finding.is_of_rule = true;
            self.found.push(finding);
        }
    }

    /// All of them; of those that two looks of one rule found at one place, the first.
    pub fn finish(self) -> Vec<Diagnostic> {
        let mut seen = BTreeSet::new();
        let is_new = |finding: &Diagnostic| {
            finding.span.as_ref().is_none_or(|span| {
                let file = Arc::as_ptr(&span.file);
                seen.insert((finding.code.name, file, span.range.start, span.range.end))
            })
        };
        let mut found = self.found;
        found.retain(is_new);
        found
    }
}
