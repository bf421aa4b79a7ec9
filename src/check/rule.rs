//! What a rule is, and how those of a room are declared.

use crate::diagnostic::{Code, Severity};

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name and its page.
    pub code: Code,
    /// How sure its findings are, unless the house says otherwise; hints are off by default.
    pub level: Severity,
}

/// Declares the rules of a group: the doc comment is the rule's page, in Markdown, for clerks. Its
/// first line is one sentence that says what the rule finds.
macro_rules! rules {
    ($($(#[doc = $page:literal])+ $ident:ident = $name:literal, $level:ident;)+) => {
        $($(#[doc = $page])+ pub const $ident: crate::check::rule::Rule = crate::check::rule::Rule {
            code: crate::diagnostic::Code { name: $name, page: concat!($($page, "\n"),+) },
            level: crate::diagnostic::Severity::$level,
        };)+
        /// Every rule of this group.
        pub const RULES: &[crate::check::rule::Rule] = &[$($ident),+];
    };
}
pub(super) use rules;
