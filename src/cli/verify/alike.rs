//! What differs in several issues alike is told once: a masthead, a face, a pitch that the house has
//! changed since.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::words::{apart, causes, forms, looks};
use crate::batch::InputKind;
use crate::model::Publication;
use crate::pdf::{Difference, TextChange};
use crate::publish::{PagePicture, Remade, Verification};

/// Issues that differ alike.
#[derive(Debug, Default)]
pub struct Alike {
    /// Their places among all.
    pub members: Vec<usize>,
    /// What the house has changed, a line each.
    pub causes: Vec<String>,
    /// What differs in all of them, a line each.
    pub what: Vec<String>,
    /// Changes of the text that several have.
    texts: BTreeSet<(String, String)>,
    /// The issue and page that show it.
    pub sample: Option<(usize, usize)>,
    /// The picture of it.
    pub picture: Option<PathBuf>,
}

/// Which issues differ alike.
pub fn heading(group: &Alike, done: &[Verification]) -> String {
    const MOST: usize = 6;
    let ids: Vec<String> = group.members.iter().map(|at| done[*at].id.to_string()).collect();
    let shown = match ids.len() {
        count if count > MOST => format!("{}……{}", ids[..MOST - 1].join("、"), ids[count - 1]),
        _ => ids.join("、"),
    };
    format!("{} 期一样的不同（{shown}）", ids.len())
}

/// All that was verified, sorted by how it differs.
#[derive(Debug, Default)]
pub struct Sorted {
    /// Issues that differ alike, at least two of each.
    pub groups: Vec<Alike>,
    /// Of each issue, its group.
    group: BTreeMap<usize, usize>,
}

impl Sorted {
    /// Looks for what differs alike.
    pub fn of(done: &[Verification]) -> Self {
        let mut by_cause: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for (at, verification) in done.iter().enumerate() {
            let causes = causes(verification);
            if difference(verification).is_some() && !causes.is_empty() {
                by_cause.entry(causes).or_default().push(at);
            }
        }
        let mut sorted = Self::default();
        for (causes, members) in by_cause.into_iter().filter(|(_, members)| members.len() > 1) {
            let mut group = Alike { members, causes, ..Alike::default() };
            group.compare(done);
            let place = sorted.groups.len();
            sorted.group.extend(group.members.iter().map(|at| (*at, place)));
            sorted.groups.push(group);
        }
        for place in 0..sorted.groups.len() {
            let members = sorted.groups[place].members.clone();
            let of_page = |at: &usize| {
                let page = difference(&done[*at])?.first_differing_page?;
                Some((*at, page))
            };
            let alone = |at: &&usize| sorted.is_all(done, **at);
            let best = members.iter().filter(alone).find_map(of_page);
            sorted.groups[place].sample = best.or_else(|| members.iter().find_map(of_page));
        }
        sorted
    }

    /// The group of an issue.
    pub fn group(&self, at: usize) -> Option<&Alike> {
        self.groups.get(*self.group.get(&at)?)
    }

    /// Whether an issue differs in nothing but what its group does.
    pub fn is_all(&self, done: &[Verification], at: usize) -> bool {
        self.group(at).is_some() && self.texts(&done[at], at).is_empty() && !has_own(&done[at])
    }

    /// The changes of the text that are an issue's own.
    pub fn texts<'v>(&self, verification: &'v Verification, at: usize) -> Vec<&'v TextChange> {
        let Some(difference) = difference(verification) else { return Vec::new() };
        let shared = |change: &&TextChange| {
            !self.group(at).is_some_and(|group| group.texts.contains(&key(change)))
        };
        difference.text.iter().filter(shared).collect()
    }

    /// The pages of each issue that pictures are to show: what is its own, and one for each group.
    pub fn pictures(&self, done: &[Verification]) -> Vec<(Publication, Vec<usize>)> {
        let mut wanted: Vec<(Publication, Vec<usize>)> = Vec::new();
        for (at, verification) in done.iter().enumerate() {
            let Some(difference) = difference(verification) else { continue };
            let looks = difference.looks.iter().map(|looks| looks.page);
            let is_seen = |page: &usize| {
                difference.looks.iter().any(|looks| looks.page == *page)
                    || *page > difference.pages.0.min(difference.pages.1)
            };
            let own = self.texts(verification, at);
            let mut pages: Vec<usize> =
                own.iter().flat_map(|change| [change.kept_page, change.new_page]).collect();
            pages.retain(is_seen);
            if pages.is_empty() && !self.is_all(done, at) {
                pages = match has_own(verification) && own.is_empty() {
                    true => looks.collect(),
                    false => difference.first_differing_page.into_iter().collect(),
                };
            }
            let is_sample = |group: &&Alike| group.sample.is_some_and(|(of, _)| of == at);
            pages.extend(
                self.groups.iter().filter(is_sample).filter_map(|group| Some(group.sample?.1)),
            );
            pages.sort_unstable();
            pages.dedup();
            if !pages.is_empty() {
                wanted.push((verification.publication.clone(), pages));
            }
        }
        wanted
    }

    /// Names the picture of each group among those that were made of all pages.
    pub fn name(&mut self, done: &[Verification]) {
        for group in &mut self.groups {
            let of = |at: usize| match &done[at].outcome {
                Remade::Differs(_, pictures) => &pictures[..],
                _ => &[],
            };
            let sample = group
                .sample
                .and_then(|(at, page)| of(at).iter().find(|picture| picture.page == page));
            // Of an issue of many pages not all have one.
            let any = || group.members.iter().find_map(|at| of(*at).first());
            group.picture = sample.or_else(any).map(|picture| picture.path.clone());
        }
    }

    /// Takes the pictures of an issue: those of its own, and that of a group.
    pub fn take(&mut self, done: &mut [Verification], at: usize, pictures: Vec<PagePicture>) {
        for group in &mut self.groups {
            let sample = group.sample.filter(|(of, _)| *of == at);
            let picture =
                pictures.iter().find(|it| sample.is_some_and(|(_, page)| page == it.page));
            group.picture = picture.map(|it| it.path.clone()).or(group.picture.take());
        }
        if !self.is_all(done, at)
            && let Remade::Differs(_, own) = &mut done[at].outcome
        {
            *own = pictures;
        }
    }
}

impl Alike {
    fn compare(&mut self, done: &[Verification]) {
        let differences: Vec<&Difference> =
            self.members.iter().filter_map(|at| difference(&done[*at])).collect();
        // Those whose own files are as they were show what comes of the house's changes alone.
        let untouched: Vec<&Difference> = self
            .members
            .iter()
            .filter(|at| !has_own(&done[**at]))
            .filter_map(|at| difference(&done[*at]))
            .collect();
        let (pool, least) = if untouched.is_empty() { (&differences, 2) } else { (&untouched, 1) };
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        for difference in pool {
            let own: BTreeSet<_> = difference.text.iter().map(key).collect();
            for change in own {
                *counts.entry(change).or_default() += 1;
            }
        }
        // Of two issues both, of many at least half.
        let enough = pool.len().div_ceil(2).max(least);
        self.texts =
            counts.into_iter().filter(|(_, count)| *count >= enough).map(|(it, _)| it).collect();
        let shown =
            differences.iter().flat_map(|it| &it.text).fold(Vec::new(), |mut all, change| {
                if self.texts.contains(&key(change)) && !all.iter().any(|it| key(it) == key(change))
                {
                    all.push(change.clone());
                }
                all
            });
        self.what.extend(super::words::texts(&shown.iter().collect::<Vec<_>>()));
        self.what.extend(most_frequent(differences.iter().map(|it| forms(it))));
        if self.what.is_empty() {
            self.what.extend(most_frequent(differences.iter().map(|it| looks(it))));
        }
        let longer = self.members.iter().filter_map(|at| {
            let difference = difference(&done[*at])?;
            let (then, now) = difference.pages;
            (then != now).then(|| format!("{}（{then} → {now} 页）", done[*at].id))
        });
        let longer: Vec<String> = longer.collect();
        if !longer.is_empty() {
            self.what.push(format!("页数变了的：{}", longer.join("、")));
        }
    }
}

/// Of several accounts the one that is given most often.
fn most_frequent(accounts: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for account in accounts.filter(|account| !account.is_empty()) {
        *counts.entry(account).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(it, _)| it).unwrap_or_default()
}

fn difference(verification: &Verification) -> Option<&Difference> {
    match &verification.outcome {
        Remade::Differs(difference, _) => difference.as_deref(),
        _ => None,
    }
}

/// Whether its own files have changed.
fn has_own(verification: &Verification) -> bool {
    verification.inputs.iter().any(|input| input.kind == InputKind::Source)
}

/// What went and what came, without what stands around it: a masthead has another number and date in
/// each issue.
fn key(change: &TextChange) -> (String, String) {
    let [_, then, now, _] = apart(&change.removed.concat(), &change.added.concat());
    (then, now)
}
