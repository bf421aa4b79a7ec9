//! 总期号: one count over both series and all years, a step for each issue.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Span, code};
use crate::model::IssueId;
use crate::read::Numbering;

use super::super::shelf::Volume;
use super::runs::{listed, missing, name};

/// An issue that has one.
#[derive(Clone)]
struct Counted {
    id: IssueId,
    total: u32,
    place: Span,
}

/// The findings over all 总期号.
pub(super) fn examine(volumes: &[Volume], numbering: Option<Numbering>) -> Vec<Diagnostic> {
    let counted: Vec<Counted> = volumes
        .iter()
        .filter_map(|volume| {
            let total = volume.heading.as_ref()?.total.as_ref()?;
            let place = total.span.clone();
            Some(Counted { id: volume.folder.id, total: total.value, place })
        })
        .collect();
    let mut by_total: BTreeMap<u32, Vec<&Counted>> = BTreeMap::new();
    for issue in &counted {
        by_total.entry(issue.total).or_default().push(issue);
    }
    let mut found: Vec<Diagnostic> = by_total.values().filter_map(|same| doubled(same)).collect();
    let mut regular: Vec<&Counted> =
        counted.iter().filter(|issue| !issue.id.number.is_supplement()).collect();
    if numbering == Some(Numbering::Continuous) {
        regular.sort_by_key(|issue| issue.id.number);
    }
    let steps = regular.windows(2).filter_map(|pair| match pair {
        [before, issue] => step(before, issue, numbering, &by_total),
        _ => None,
    });
    found.extend(steps);
    found
}

/// Several issues with the same count.
fn doubled(same: &[&Counted]) -> Option<Diagnostic> {
    let (last, others) = same.split_last()?;
    // Two folders of one issue are told of as such.
    let others: Vec<String> =
        others.iter().filter(|other| other.id != last.id).map(|other| name(other.id)).collect();
    if others.is_empty() {
        return None;
    }
    let message = format!("{}与{}的总期号都是 {}", name(last.id), others.join("、"), last.total);
    Some(
        Diagnostic::error(code::TOTAL_NUMBER, message)
            .at(last.place.clone())
            .help("核对这几期的「总期号」，改正写错的"),
    )
}

/// A step of the regular series that is not one, counting what 增刊 and missing issues take up.
fn step(
    before: &Counted,
    issue: &Counted,
    numbering: Option<Numbering>,
    by_total: &BTreeMap<u32, Vec<&Counted>>,
) -> Option<Diagnostic> {
    let same_run = before.id.year == issue.id.year || numbering == Some(Numbering::Continuous);
    let (number, last) = (issue.id.number.value(), before.id.number.last());
    // Issues that are not here, or have no count, may each have taken one up; a 合刊 takes one for
    // each of its numbers.
    let absent = match numbering {
        _ if same_run => number.saturating_sub(last + 1),
        Some(Numbering::Yearly) => number.saturating_sub(1),
        _ => return None,
    } + (issue.id.number.count() - 1);
    if issue.total == before.total {
        return None;
    }
    let between = by_total.range(before.total.saturating_add(1)..issue.total.max(before.total + 1));
    let unused = issue.total.saturating_sub(before.total + 1) as usize - between.clone().count();
    let message = if issue.total < before.total {
        format!(
            "{}的总期号 {} 小于前一期{}的 {}",
            name(issue.id),
            issue.total,
            name(before.id),
            before.total
        )
    } else if unused > absent as usize {
        let used = between.map(|(&total, _)| total).chain([issue.total]);
        let missing = missing(before.total + 1, used);
        format!(
            "{}的总期号是 {}，前一期{}是 {}，中间缺 {}",
            name(issue.id),
            issue.total,
            name(before.id),
            before.total,
            listed(&missing)
        )
    } else {
        return None;
    };
    Some(
        Diagnostic::warning(code::TOTAL_NUMBER, message)
            .at(issue.place.clone())
            .help("总期号每印一期加一，增刊也算；核对这两期，改正写错的那一期"),
    )
}
