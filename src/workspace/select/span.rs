//! Ranges: `20..28`, `2018/3..9`, `增刊1..增刊3`, `2017..2018`, with either end left out.

use std::fmt::Display;

use crate::error::Error;
use crate::model::{IssueId, IssueNumber};

use super::wish::End;

/// The issues between two ends, both included; none where there are none. An end that is missing
/// lies where the issues end.
pub fn choose(
    all: &[IssueId],
    wanted: &str,
    from: Option<End>,
    to: Option<End>,
) -> Result<Vec<IssueId>, Error> {
    let any = |kind: fn(&End) -> bool| from.iter().chain(&to).any(kind);
    let names = any(|end| matches!(end, End::Name { .. }));
    let dated = any(|end| matches!(end, End::Name { year: Some(_), .. }));
    let years = any(|end| matches!(end, End::Year(_)));
    let digits = any(|end| matches!(end, End::Either(_)));
    // The end of `2018/3..2019` could be the year or a number.
    if names && (years || digits && dated) {
        return Err(Error::Selection {
            problem: format!("「{wanted}」的一端是期号，另一端是年份"),
            remedy: "两端都写期号，如 2018/3..2018/9；或者都写年份，如 2017..2018".to_owned(),
        });
    }
    if names {
        return of_numbers(all, wanted, from, to);
    }
    let found = of_years(all, wanted, from, to)?;
    if years {
        return Ok(found);
    }
    // Four digits at both ends are years where there are issues of them.
    let (least, most) = (from.and_then(End::year), to.and_then(End::year));
    let between = |number: u32| {
        number >= least.map_or(1000, u32::from) && number <= most.map_or(9999, u32::from)
    };
    let numbers = |id: &IssueId| !id.number.is_supplement() && between(id.number.value());
    if found.is_empty() {
        of_numbers(all, wanted, from, to)
    } else if all.iter().any(numbers) {
        Err(Error::Selection {
            problem: format!("「{wanted}」既可以是年份，也可以是期号"),
            remedy: "要这些年份的写「2017年..2018年」，要这些期的写「第2017期..第2018期」"
                .to_owned(),
        })
    } else {
        Ok(found)
    }
}

fn of_years(
    all: &[IssueId],
    wanted: &str,
    from: Option<End>,
    to: Option<End>,
) -> Result<Vec<IssueId>, Error> {
    let (from, to) = (from.and_then(End::year), to.and_then(End::year));
    in_order(wanted, from, to, |year| year)?;
    let within = |year| from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to);
    Ok(all.iter().copied().filter(|id| within(id.year)).collect())
}

/// The issues of one series between two of its numbers.
fn of_numbers(
    all: &[IssueId],
    wanted: &str,
    from: Option<End>,
    to: Option<End>,
) -> Result<Vec<IssueId>, Error> {
    let (from, to) = (from.and_then(End::number), to.and_then(End::number));
    let supplement = from.or(to).is_some_and(|(_, number)| number.is_supplement());
    // `增刊1..3` ends with 增刊3; the other way round nothing can be meant.
    if !supplement && to.is_some_and(|(_, number)| number.is_supplement()) {
        return Err(Error::Selection {
            problem: format!("「{wanted}」的一端是正刊，另一端是增刊"),
            remedy: "正刊和增刊分开写，如 20..28 增刊1..增刊3".to_owned(),
        });
    }
    // One year stands for both ends: `2018/3..9`. Without any, a number counts whatever its year.
    let year = from.and_then(|(year, _)| year).or(to.and_then(|(year, _)| year));
    let place =
        |(own, number): (Option<u16>, IssueNumber)| (own.or(year).unwrap_or(0), number.value());
    let (from, to) = (from.map(place), to.map(place));
    in_order(wanted, from, to, |(own, value)| {
        let number =
            if supplement { IssueNumber::Supplement(value) } else { IssueNumber::Regular(value) };
        if year.is_some() { IssueId { year: own, number }.to_string() } else { number.to_string() }
    })?;
    let within = |id: &IssueId| {
        let own = if year.is_some() { id.year } else { 0 };
        from.is_none_or(|from| from <= (own, id.number.last()))
            && to.is_none_or(|to| (own, id.number.value()) <= to)
    };
    let series = all.iter().copied().filter(|id| id.number.is_supplement() == supplement);
    let mut found: Vec<IssueId> = series.filter(within).collect();
    if year.is_none() {
        found.sort_by_key(|id| (id.number, id.year));
        let twice = found.chunk_by(|a, b| a.number == b.number).find(|same| same.len() > 1);
        if let Some(same) = twice {
            return Err(Error::AmbiguousIssue {
                wanted: wanted.to_owned(),
                have: same.iter().map(IssueId::to_string).collect(),
            });
        }
    }
    Ok(found)
}

/// Refuses a range whose ends are the wrong way round.
fn in_order<T: PartialOrd + Copy, S: Display>(
    wanted: &str,
    from: Option<T>,
    to: Option<T>,
    written: impl Fn(T) -> S,
) -> Result<(), Error> {
    match (from, to) {
        (Some(from), Some(to)) if from > to => Err(Error::Selection {
            problem: format!("「{wanted}」的两端写反了"),
            remedy: format!("从小到大写：{}..{}", written(to), written(from)),
        }),
        _ => Ok(()),
    }
}
