//! What a rule is, and how a group of them is declared.

use super::across::archive::Archive;
use super::{Draft, Findings, Rulebook};
use crate::diagnostic::{Code, Severity};

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name and its page.
    pub code: Code,
    /// How sure its findings are, unless the house says otherwise; hints are off by default.
    pub level: Severity,
}

/// Rules about the same thing.
#[derive(Clone, Copy)]
pub struct Group {
    /// What they are about, in Chinese.
    pub name: &'static str,
    /// The rules.
    pub rules: &'static [Rule],
    /// Looks for what they forbid. Called when at least one of them is on.
    pub check: fn(&Draft<'_>, &Rulebook, &Archive, &mut Findings<'_>),
}

/// Declares the rules of a group: the doc comment is the rule's page, in Markdown, for clerks. Its
/// first line is one sentence that says what the rule finds.
macro_rules! rules {
    ($($(#[doc = $page:literal])+ $ident:ident = $name:literal, $level:ident;)+) => {
        $($(#[doc = $page])+ pub const $ident: crate::check::Rule = crate::check::Rule {
            code: crate::diagnostic::Code { name: $name, page: concat!($($page, "\n"),+) },
            level: crate::diagnostic::Severity::$level,
        };)+
        /// Every rule of this group.
        pub const RULES: &[crate::check::Rule] = &[$($ident),+];
    };
}
pub(super) use rules;
