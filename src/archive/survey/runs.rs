//! Runs of numbers, and what is left out of them.

use crate::model::IssueId;

/// Numbers as people list them: `3、25—27`, the longest lists shortened.
pub(super) fn listed(runs: &[(u32, u32)]) -> String {
    const MOST: usize = 8;
    let mut parts: Vec<String> = runs
        .iter()
        .take(MOST)
        .map(|&(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first}、{last}"),
            _ => format!("{first}—{last}"),
        })
        .collect();
    if runs.len() > MOST {
        parts.push("……".to_owned());
    }
    parts.join("、")
}

/// Runs of numbers that follow each other, from numbers in ascending order.
pub(super) fn runs(numbers: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if number <= last.saturating_add(1) => *last = number.max(*last),
            _ => runs.push((number, number)),
        }
    }
    runs
}

/// What is left out of numbers in ascending order, from `first` on.
pub(super) fn missing(first: u32, numbers: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut expected = first;
    let mut missing = Vec::new();
    for number in numbers {
        if number > expected {
            missing.push((expected, number - 1));
        }
        expected = number + 1;
    }
    missing
}

/// An issue as findings name it.
pub(super) fn name(id: IssueId) -> String {
    format!("「{id}」")
}
