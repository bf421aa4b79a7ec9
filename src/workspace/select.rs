//! Which issues the command line means: one of them, a range, a year, a series, several.
//!
//! What the words say is `wish`; here they meet the issues that there are.

mod shard;
mod span;
mod wish;

use crate::error::Error;
use crate::model::{IssueId, IssueNumber};

pub use shard::Shard;
use wish::{End, Wish};

use super::Workspace;

/// How many issues a message names.
const MOST_SHOWN: usize = 5;

/// What a command line picked out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Sorted as [`Workspace::issues`] sorts, without doubles.
    pub ids: Vec<IssueId>,
    /// Whether every one of them was asked for by its own number, not as part of a set.
    pub named: bool,
}

impl Workspace {
    /// The one issue that `wanted` names.
    ///
    /// # Errors
    /// [`Error::NoIssue`] when none answers, [`Error::AmbiguousIssue`] when a number without
    /// a year exists in several years, [`Error::Selection`] when it names a set,
    /// [`Error::Read`] when a folder cannot be listed.
    pub fn select(&self, wanted: &str) -> Result<IssueId, Error> {
        let all = self.issues()?;
        let found = match &wish::parts(wanted)[..] {
            [part] => match joint(&all, part).or_else(|| wish::parse(part)) {
                Some(Wish::At(End::Name { year, number })) => named(&all, wanted, year, number)?,
                Some(Wish::At(End::Either(digits))) => {
                    named(&all, wanted, None, IssueNumber::Regular(digits.into()))?
                }
                Some(_) => return Err(not_one(wanted)),
                None => None,
            },
            [] => None,
            _ => return Err(not_one(wanted)),
        };
        found.map_or_else(|| Err(self.no_issue(&all, wanted)?), Ok)
    }

    /// The issues that all of `wanted` name together: `28`, `2018/28`, `增刊1`, ranges with both
    /// ends (`20..28`, `20..`, `2018/3..9`, `2017..2018`), a year (`2018`), a series (`增刊`).
    ///
    /// A range of numbers without a year goes over 正刊 of whatever year, one with years runs on
    /// from year to year. Four digits are a year where there are issues of it.
    ///
    /// # Errors
    /// [`Error::NoIssue`] when one of them matches nothing, [`Error::AmbiguousIssue`] when numbers
    /// without a year exist in several years, [`Error::Selection`] when a range is written
    /// backwards or a number could be a year, [`Error::Read`] when a folder cannot be listed.
    pub fn select_set(&self, wanted: &[String]) -> Result<Selection, Error> {
        self.select_among(&self.issues()?, wanted)
    }

    /// The same among issues that need not have a folder, sorted.
    ///
    /// # Errors
    /// As for [`Workspace::select_set`].
    pub fn select_among(&self, all: &[IssueId], wanted: &[String]) -> Result<Selection, Error> {
        let mut selection = Selection { ids: Vec::new(), named: true };
        for written in wanted {
            let parts = wish::parts(written);
            if parts.is_empty() {
                return Err(self.no_issue(all, written)?);
            }
            for part in &parts {
                // Alone it is shown as it was written.
                let shown = if parts.len() == 1 { written } else { part };
                let found = match joint(all, part).or_else(|| wish::parse(part)) {
                    Some(wish) => choose(all, shown, wish)?,
                    None => Selection::default(),
                };
                if found.ids.is_empty() {
                    return Err(self.no_issue(all, shown)?);
                }
                selection.ids.extend(found.ids);
                selection.named &= found.named;
            }
        }
        selection.ids.sort();
        selection.ids.dedup();
        Ok(selection)
    }

    /// The error that nothing answers to `wanted`.
    fn no_issue(&self, all: &[IssueId], wanted: &str) -> Result<Error, Error> {
        Ok(Error::NoIssue {
            wanted: wanted.to_owned(),
            have: newest(all),
            unready: self.unready()?,
        })
    }
}

/// `7-8`, `2018/7-8`, `第7—8期`: the 合刊 of these numbers, where there is one; a range otherwise.
fn joint(all: &[IssueId], part: &str) -> Option<Wish> {
    let (year, number) = wish::joint(part)?;
    let is_it = |id: &&IssueId| id.number == number && year.is_none_or(|year| id.year == year);
    all.iter().find(is_it).map(|_| Wish::At(End::Name { year, number }))
}

/// The issues that one wish means; none where there are none.
fn choose(all: &[IssueId], wanted: &str, wish: Wish) -> Result<Selection, Error> {
    let set = |ids| Selection { ids, named: false };
    Ok(match wish {
        Wish::At(End::Name { year, number }) => {
            Selection { ids: named(all, wanted, year, number)?.into_iter().collect(), named: true }
        }
        Wish::At(End::Year(year)) => set(of_year(all, year)),
        Wish::At(End::Either(digits)) => {
            let number = IssueNumber::Regular(digits.into());
            let year = of_year(all, digits);
            match (year.is_empty(), all.iter().any(|id| id.number == number)) {
                (false, true) => {
                    return Err(Error::Selection {
                        problem: format!("「{wanted}」既有这一年的简报，也有这个期号的简报"),
                        remedy: format!("要这一年的写「{digits}年」，要这一期的写「第{digits}期」"),
                    });
                }
                (false, false) => set(year),
                (true, _) => Selection {
                    ids: named(all, wanted, None, number)?.into_iter().collect(),
                    named: true,
                },
            }
        }
        Wish::Series { year, supplement } => set(all
            .iter()
            .copied()
            .filter(|id| year.is_none_or(|year| id.year == year))
            .filter(|id| id.number.is_supplement() == supplement)
            .collect()),
        Wish::Span { from, to } => set(span::choose(all, wanted, from, to)?),
    })
}

fn of_year(all: &[IssueId], year: u16) -> Vec<IssueId> {
    all.iter().copied().filter(|id| id.year == year).collect()
}

/// The issue of a number; none where there is none.
fn named(
    all: &[IssueId],
    wanted: &str,
    year: Option<u16>,
    number: IssueNumber,
) -> Result<Option<IssueId>, Error> {
    let of = |year: Option<u16>, same: &dyn Fn(IssueNumber) -> bool| {
        let mut ids = all.to_vec();
        ids.retain(|id| same(id.number) && year.is_none_or(|year| id.year == year));
        ids
    };
    // A 合刊 answers to each of its numbers, unless another issue has it alone.
    let exact = of(year, &|own| own == number);
    let found = if exact.is_empty() { of(year, &|own| own.meets(number)) } else { exact };
    let mut found = found.into_iter();
    let first = found.next();
    let others: Vec<IssueId> = found.collect();
    if !others.is_empty() {
        let have = first.into_iter().chain(others).map(|id| id.to_string()).collect();
        return Err(Error::AmbiguousIssue { wanted: wanted.to_owned(), have });
    }
    Ok(first)
}

fn not_one(wanted: &str) -> Error {
    Error::Selection {
        problem: format!("「{wanted}」不止一期"),
        remedy: "这个命令一次只看一期，请写一个期号，如 2018/28".to_owned(),
    }
}

/// The last few issues, for a message.
fn newest(all: &[IssueId]) -> Vec<String> {
    let start = all.len().saturating_sub(MOST_SHOWN);
    let mut shown: Vec<String> = all[start..].iter().map(IssueId::to_string).collect();
    if start > 0 {
        shown.insert(0, "…".to_owned());
    }
    shown
}

#[cfg(test)]
mod tests;
