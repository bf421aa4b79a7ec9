//! Which of the changes that findings propose can be made at once.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Diagnostic, Edit};

/// The findings whose changes overlap those of none before them: of each all its changes or none.
pub fn together<'f>(findings: impl Iterator<Item = &'f Diagnostic>) -> Vec<&'f Diagnostic> {
    let mut taken: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
    let mut free = Vec::new();
    for finding in findings.filter(|finding| !finding.fix.is_empty()) {
        let is_free = |edit: &Edit| {
            let ranges = taken.get(edit.span.file.path.as_str());
            ranges.is_none_or(|ranges| is_free(ranges, &edit.span.range))
        };
        if !finding.fix.iter().all(is_free) {
            continue;
        }
        for edit in &finding.fix {
            let Range { start, end } = edit.span.range;
            taken.entry(&edit.span.file.path).or_default().insert(start, end);
        }
        free.push(finding);
    }
    free
}

/// Whether nothing that is taken overlaps a range.
fn is_free(taken: &BTreeMap<usize, usize>, range: &Range<usize>) -> bool {
    let before = taken.range(..=range.start).next_back();
    let after = taken.range(range.start..).next();
    before.is_none_or(|(start, end)| *end <= range.start && *start != range.start)
        && after.is_none_or(|(start, _)| range.end <= *start)
}
