//! One series, 正刊 or 增刊: numbers doubled between years, numbers left out, dates running backwards.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use crate::diagnostic::{Diagnostic, code};
use crate::model::IssueId;
use crate::read::{LedgerFile, Numbering};

use super::super::shelf::Volume;
use super::runs::{listed, missing, name, runs};

/// The findings over one series. Without a numbering, only within each year.
pub(super) fn examine(
    volumes: &[Volume],
    register: &LedgerFile,
    numbering: Option<Numbering>,
    supplement: bool,
) -> Vec<Diagnostic> {
    let of_series = |id: &IssueId| id.number.is_supplement() == supplement;
    let volumes: Vec<&Volume> =
        volumes.iter().filter(|volume| of_series(&volume.folder.id)).collect();
    let issued = register.ledger.publications.iter().map(|publication| publication.id);
    // A number is there as long as anything tells of it.
    let taken: BTreeSet<IssueId> =
        volumes.iter().map(|volume| volume.folder.id).chain(issued.filter(of_series)).collect();
    let continuous = numbering == Some(Numbering::Continuous);
    let mut found = if continuous { doubled(&volumes) } else { Vec::new() };
    found.extend(overlapping(&volumes));
    let in_years = !continuous || !found.is_empty();
    found.extend(if in_years {
        // Numbers that begin anew each year would be full of gaps taken together.
        gaps_by_year(&volumes, &taken, numbering == Some(Numbering::Yearly))
    } else {
        gaps(&volumes, &taken)
    });
    found.extend(backwards(volumes, in_years, numbering.is_none()));
    found
}

/// Numbers that two years have in common, told once for each two years.
fn doubled(volumes: &[&Volume]) -> Vec<Diagnostic> {
    let mut last: BTreeMap<u32, u16> = BTreeMap::new();
    let mut pairs: BTreeMap<(u16, u16), BTreeMap<u32, &Volume>> = BTreeMap::new();
    for volume in volumes.iter().filter(|volume| volume.folder.ready) {
        let IssueId { year, number } = volume.folder.id;
        for number in number.all() {
            if let Some(earlier) = last.insert(number, year)
                && earlier != year
            {
                pairs.entry((earlier, year)).or_default().insert(number, volume);
            }
        }
    }
    let finding = |((earlier, later), same): (_, BTreeMap<u32, &Volume>)| {
        let first = same.values().next()?;
        let id = first.folder.id;
        let message = match same.len() {
            1 => {
                let other = IssueId { year: earlier, ..id };
                format!("{}与{}的期号相同，而编号方式是「连续」", name(id), name(other))
            }
            count => {
                let series = if id.number.is_supplement() { "增刊" } else { "" };
                let numbers = listed(&runs(same.keys().copied()));
                format!(
                    "{later} 年与 {earlier} 年有 {count} 期{series}的期号相同，而编号方式是「连续」：第 {numbers} 期"
                )
            }
        };
        let help = "改成没有用过的期号，文件夹名和 issue.yaml 一起改；每年从 1 编起的，在 jianbao.yaml 里写「编号方式: 按年」";
        Some(Diagnostic::error(code::DOUBLED_NUMBER, message).at(first.place()).help(help))
    };
    pairs.into_iter().filter_map(finding).collect()
}

/// A number that a 合刊 of the same year takes as well.
fn overlapping(volumes: &[&Volume]) -> Vec<Diagnostic> {
    let ready = volumes.iter().filter(|volume| volume.folder.ready);
    let mut last: Option<&Volume> = None;
    let mut found = Vec::new();
    for volume in ready {
        let id = volume.folder.id;
        if let Some(before) = last
            && before.folder.id.year == id.year
            && before.folder.id.number != id.number
            && before.folder.id.number.meets(id.number)
        {
            let message = format!("{}与{}有相同的期号", name(id), name(before.folder.id));
            let help = "合刊用了的期号，别的期不能再用；改正其中一期的文件夹名和 issue.yaml";
            found.push(
                Diagnostic::error(code::DOUBLED_NUMBER, message).at(volume.place()).help(help),
            );
        }
        let reaches = |before: &Volume| {
            before.folder.id.year == id.year && before.folder.id.number.last() >= id.number.last()
        };
        last = last.filter(|before| reaches(before)).or(Some(volume));
    }
    found
}

/// The numbers left out between the first and the last, told once.
fn gaps(volumes: &[&Volume], taken: &BTreeSet<IssueId>) -> Vec<Diagnostic> {
    let numbers: BTreeSet<u32> = taken.iter().flat_map(|id| id.number.all()).collect();
    let missing = missing(numbers.first().copied().unwrap_or(0), numbers.iter().copied());
    gap(volumes.iter().copied(), &missing, "").into_iter().collect()
}

/// The numbers left out in each year, told once for each. A year begins at 1 where every year
/// does, save for the first, with which the archive may have begun in between.
fn gaps_by_year(volumes: &[&Volume], taken: &BTreeSet<IssueId>, yearly: bool) -> Vec<Diagnostic> {
    let mut years: BTreeMap<u16, BTreeSet<u32>> = BTreeMap::new();
    for id in taken {
        years.entry(id.year).or_default().extend(id.number.all());
    }
    let first_year = years.keys().next().copied();
    let found = years.iter().filter_map(|(&year, numbers)| {
        let begun = first_year == Some(year) || !yearly;
        let first = if begun { numbers.first().copied()? } else { 1 };
        let of_year = volumes.iter().copied().filter(|volume| volume.folder.id.year == year);
        gap(of_year, &missing(first, numbers.iter().copied()), &format!("{year} 年"))
    });
    found.collect()
}

/// One finding for all that is missing, at the first issue after it.
fn gap<'v>(
    volumes: impl Iterator<Item = &'v Volume>,
    missing: &[(u32, u32)],
    year: &str,
) -> Option<Diagnostic> {
    let &(first, _) = missing.first()?;
    let after = volumes
        .filter(|volume| volume.folder.id.number.value() > first)
        .min_by_key(|volume| volume.folder.id.number.value());
    let supplement = after.is_some_and(|volume| volume.folder.id.number.is_supplement());
    let series = if supplement { "增刊" } else { "" };
    let message = format!("{year}缺{series}第 {} 期", listed(missing));
    Some(
        Diagnostic::warning(code::NUMBER_GAP, message)
            .at(after.map(Volume::place))
            .help("核对是不是编错了号；在别处印发的，把它的文件夹放进来"),
    )
}

/// Dates earlier than that of the issue before.
fn backwards(mut volumes: Vec<&Volume>, in_years: bool, apart: bool) -> Vec<Diagnostic> {
    if !in_years {
        volumes.sort_by_key(|volume| volume.folder.id.number);
    }
    let dated: Vec<_> = volumes
        .into_iter()
        .filter_map(|volume| Some((volume.folder.id, volume.heading.as_ref()?.date.as_ref()?)))
        // A date of another year than the folder's has a finding of its own.
        .filter(|(id, date)| date.value.year() == i32::from(id.year))
        .collect();
    dated
        .windows(2)
        .filter_map(|pair| {
            let [(before, earlier), (id, date)] = pair else { return None };
            let related = !apart || before.year == id.year;
            (related && date.value < earlier.value).then(|| {
                let message = format!(
                    "{}的日期 {} 早于前一期{}的 {}",
                    name(*id),
                    date.value,
                    name(*before),
                    earlier.value
                );
                Diagnostic::warning(code::DATE_BACKWARDS, message)
                    .at(date.span.clone())
                    .help("核对这两期的日期和期号，改正写错的那一期")
            })
        })
        .collect()
}
