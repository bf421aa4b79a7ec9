//! Findings as a reader of one file meets them.

use crate::diagnostic::Diagnostic;

/// The findings of one file in the order of the file, without repetitions.
pub(super) fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|found| found.span.as_ref().map_or(0, |span| span.range.start));
    diagnostics.dedup();
    diagnostics
}
