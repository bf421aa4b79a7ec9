//! Collects what is wrong with one text, in the order of the text.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Text};

/// The findings of one conversion.
pub(super) struct Findings<'t> {
    text: &'t Text,
    found: Vec<(usize, Diagnostic)>,
    too_deep: bool,
    deepest: usize,
}

impl<'t> Findings<'t> {
    /// No findings yet.
    pub(super) fn new(text: &'t Text) -> Self {
        Self::within(text, super::tree::DEEPEST)
    }

    /// No findings yet of a text that may be nested this deep.
    pub(super) fn within(text: &'t Text, deepest: usize) -> Self {
        Self { text, found: Vec::new(), too_deep: false, deepest }
    }

    /// The deepest nesting of blocks and inline elements together.
    pub(super) fn deepest(&self) -> usize {
        self.deepest
    }

    /// Adds a finding about these bytes of the text.
    pub(super) fn add(&mut self, range: &Range<usize>, finding: Diagnostic) {
        let finding = finding.at(self.text.span(range.clone()));
        self.found.push((range.start, finding));
    }

    /// Reports nesting beyond the limit, once per text: whoever nests a hundred levels
    /// deep needs one message and not seventy.
    pub(super) fn add_too_deep(&mut self, range: &Range<usize>) {
        if !self.too_deep {
            self.too_deep = true;
            let finding = Diagnostic::error(
                crate::diagnostic::code::TOO_LARGE,
                format!("正文的嵌套超过 {} 层", self.deepest),
            );
            let help = "列表、引用等一层套一层，请减少层数";
            self.add(&(range.start..range.start), finding.help(help));
        }
    }

    /// All findings, sorted by place.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|&(start, _)| start);
        self.found.into_iter().map(|(_, finding)| finding).collect()
    }
}
