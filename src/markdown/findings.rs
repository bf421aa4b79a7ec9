//! Collects what is wrong with one text, in the order of the text.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Text, code};

/// The deepest nesting of blocks and inline elements together, unless another is asked for; what
/// lies deeper is reported and becomes plain text. No readable briefing comes near it. Typst gives
/// up at 64 nested show rules, which 17 nested quotations exceed.
pub(super) const DEEPEST: usize = 16;

/// What was found in a text so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    list: Vec<(usize, Diagnostic)>,
    too_deep: bool,
}

/// The findings of one text.
pub(super) struct Findings<'t> {
    text: &'t Text,
    deepest: usize,
    found: Found,
}

impl<'t> Findings<'t> {
    /// Findings about a text that may be nested this deep, beyond what was found in it.
    pub(super) fn beyond(found: Found, text: &'t Text, deepest: usize) -> Self {
        Self { text, deepest, found }
    }

    /// The deepest nesting of blocks and inline elements together.
    pub(super) fn deepest(&self) -> usize {
        self.deepest
    }

    /// Adds a finding about these bytes of the text.
    pub(super) fn add(&mut self, range: &Range<usize>, finding: Diagnostic) {
        let finding = finding.at(self.text.span(range.clone()));
        self.found.list.push((range.start, finding));
    }

    /// Reports nesting beyond the limit, once per text: whoever nests a hundred levels
    /// deep needs one message and not seventy.
    pub(super) fn add_too_deep(&mut self, range: &Range<usize>) {
        if !std::mem::replace(&mut self.found.too_deep, true) {
            let message = format!("正文的嵌套超过 {} 层", self.deepest);
            let help = "列表、引用等一层套一层，请减少层数";
            let finding = Diagnostic::error(code::TOO_LARGE, message).help(help);
            self.add(&(range.start..range.start), finding);
        }
    }

    /// What was found.
    pub(super) fn found(self) -> Found {
        self.found
    }
}

impl Found {
    /// Whether something lay deeper than is allowed.
    pub(super) fn is_too_deep(&self) -> bool {
        self.too_deep
    }

    /// All findings, sorted by place.
    pub(super) fn sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|&(start, _)| start);
        self.list.into_iter().map(|(_, finding)| finding).collect()
    }
}
