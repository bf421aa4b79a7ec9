//! Which paragraph of a copy is which: by its bookmark; where that is lost, by where it stands and what it
//! says. And which paragraph of an entry it is today, if the entry was changed since.

use std::collections::{BTreeMap, BTreeSet};

use super::align;
use super::copy::Copy;
use super::units::Unit;
use crate::export::docx;
use crate::model::Issue;

/// A paragraph that was in the copy when it was written.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Index into the entries of the issue as it is now.
    pub entry: Option<usize>,
    /// What it said; none where no program kept that and the entry was changed since.
    pub text: Option<String>,
    /// The digits of what it said, from its bookmark.
    pub digits: Option<String>,
    /// What it is now, by its index.
    pub unit: Option<usize>,
    /// The paragraph of the copy.
    pub found: Option<usize>,
    /// Whether its start was deleted, so that it is a part of the one before.
    pub joined: bool,
    /// Whether it is a part of masthead, columns or tail.
    pub is_setting: bool,
    /// Whether it is a title.
    pub is_title: bool,
    /// Whether it stands in a footnote.
    pub in_note: bool,
}

impl Known {
    /// Whether it said this.
    pub fn says(&self, text: &str) -> bool {
        match (&self.text, &self.digits) {
            (Some(own), _) => own == text,
            (None, Some(digits)) => docx::digits(text) == *digits,
            (None, None) => false,
        }
    }

    /// What a paragraph says, where there is no unit to tell what is written around it.
    pub fn said(&self, text: &str) -> String {
        if self.is_title { docx::squeezed(text) } else { text.trim().to_owned() }
    }
}

/// Who is who in a copy.
pub struct Marks {
    /// Its paragraphs as it was written, in their order.
    pub known: Vec<Known>,
    /// Entries of it that the issue no longer has.
    pub missing: Vec<String>,
    /// How many were told by their words.
    pub by_likeness: usize,
    /// Paragraphs of the copy that are none of them, blank ones aside.
    pub left: Vec<usize>,
}

/// The name of a paragraph that is no author's: an entry of 要目, a date.
const NOBODYS: &str = "x_";

/// The place of an entry in the copy and the name within it; none for what belongs to the whole issue.
fn parts(name: &str) -> (Option<usize>, &str) {
    let entry = name.split_once('_').and_then(|(number, local)| {
        let number: usize = number.parse().ok()?;
        Some((number.checked_sub(1)?, local))
    });
    entry.map_or((None, name), |(at, local)| (Some(at), local))
}

impl Marks {
    /// Finds out.
    pub fn of(issue: &Issue, copy: &Copy, units: &[Unit]) -> Self {
        let prefix = docx::prefix(issue.id);
        let mut marked: BTreeMap<String, (usize, String)> = BTreeMap::new();
        // In the order of the copy: the first of several that bear one name is it.
        let mut order: Vec<(usize, String)> = Vec::new();
        let mut nobodys = BTreeSet::new();
        for (at, paragraph) in copy.paragraphs.iter().enumerate() {
            for mark in &paragraph.marks {
                let Some((name, digits)) = docx::named(mark, &prefix) else { continue };
                if name.starts_with(NOBODYS) {
                    nobodys.insert(at);
                } else if !marked.contains_key(name) {
                    marked.insert(name.to_owned(), (at, digits.to_owned()));
                    order.push((at, name.to_owned()));
                }
            }
        }
        let entries = Entries::of(issue, copy);
        let mut all = Self {
            known: Vec::new(),
            missing: entries.missing.clone(),
            by_likeness: 0,
            left: Vec::new(),
        };
        let names = all.name(copy, units, &entries, &order);
        all.link(units, &entries, &names);
        let places: BTreeMap<&str, usize> =
            names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).rev().collect();
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, name) in &order {
            let Some(&index) = places.get(name.as_str()) else { continue };
            let Some(known) = all.known.get_mut(index) else { continue };
            // Emptied: what it said may stand beside it now.
            let says_nothing = copy.paragraphs.get(*at).is_some_and(|it| it.text.trim().is_empty());
            if says_nothing
                && known.text.as_ref().is_none_or(|text| !text.is_empty())
                && !known.is_setting
            {
                continue;
            }
            known.found = Some(*at);
            known.digits = marked.get(name).map(|(_, digits)| digits.clone());
            known.joined = taken.insert(*at, index).is_some();
            known.in_note = copy.paragraphs.get(*at).is_some_and(|it| it.in_note);
        }
        all.guess(copy, &mut taken, &nobodys);
        let blank =
            |at: &usize| copy.paragraphs.get(*at).is_none_or(|it| it.text.trim().is_empty());
        all.left = (0..copy.paragraphs.len())
            .filter(|at| !taken.contains_key(at) && !nobodys.contains(at) && !blank(at))
            .collect();
        all
    }

    /// All paragraphs that were in the copy, and their names.
    fn name(
        &mut self,
        copy: &Copy,
        units: &[Unit],
        entries: &Entries,
        order: &[(usize, String)],
    ) -> Vec<String> {
        let mut names = Vec::new();
        let mut add = |known: &mut Vec<Known>, name: &str, text: Option<String>| {
            let (place, local) = parts(name);
            known.push(Known {
                entry: place.and_then(|at| entries.now.get(at).copied().flatten()),
                text,
                is_setting: place.is_none(),
                is_title: place.is_some() && local == "t",
                ..Known::default()
            });
            names.push(name.to_owned());
        };
        let base: Vec<&(String, String)> =
            copy.base.iter().filter(|(name, _)| !name.starts_with(NOBODYS)).collect();
        if !base.is_empty() {
            base.into_iter()
                .for_each(|(name, text)| add(&mut self.known, name, Some(text.clone())));
            return names;
        }
        // No program kept what it said: what an unchanged entry says is what it said.
        let mut seen = BTreeSet::new();
        for unit in units {
            let name = match unit.entry {
                Some(entry) => {
                    let Some(place) = entries.now.iter().position(|now| *now == Some(entry)) else {
                        continue;
                    };
                    format!("{:02}_{}", place + 1, unit.name)
                }
                None => unit.name.clone(),
            };
            let same = unit.entry.is_some_and(|entry| entries.unchanged.contains(&entry));
            seen.insert(name.clone());
            add(&mut self.known, &name, same.then(|| unit.text.clone()));
        }
        for (_, name) in order.iter().filter(|(_, name)| !seen.contains(name)) {
            add(&mut self.known, name, None);
        }
        names
    }

    /// Finds for each what it is now.
    fn link(&mut self, units: &[Unit], entries: &Entries, names: &[String]) {
        let by_name: BTreeMap<(Option<usize>, &str), usize> = units
            .iter()
            .enumerate()
            .map(|(at, unit)| ((unit.entry, unit.name.as_str()), at))
            .collect();
        let mut changed: BTreeSet<usize> = BTreeSet::new();
        for (known, name) in self.known.iter_mut().zip(names) {
            let (_, local) = parts(name);
            let in_order = known.entry.is_none_or(|it| entries.unchanged.contains(&it));
            // A title, a source is found by its name whatever else has changed.
            if in_order || known.text.is_none() || !local.starts_with(['p', 'g', 'k', 'm']) {
                if known.is_setting || known.entry.is_some() {
                    known.unit = by_name.get(&(known.entry, local)).copied();
                }
            } else {
                changed.extend(known.entry);
            }
        }
        for entry in changed {
            let open = |known: &Known| known.entry == Some(entry) && known.unit.is_none();
            let old: Vec<usize> =
                (0..self.known.len()).filter(|at| self.known.get(*at).is_some_and(open)).collect();
            let new: Vec<usize> = (0..units.len())
                .filter(|at| {
                    units.get(*at).is_some_and(|unit| {
                        unit.entry == Some(entry) && unit.name.starts_with(['p', 'g', 'k', 'm'])
                    })
                })
                .collect();
            let old_texts: Vec<&str> =
                old.iter().filter_map(|at| self.known.get(*at)?.text.as_deref()).collect();
            let new_texts: Vec<&str> =
                new.iter().filter_map(|at| Some(units.get(*at)?.text.as_str())).collect();
            for (a, b) in align::pairs(&old_texts, &new_texts) {
                if let (Some(known), Some(unit)) =
                    (old.get(a).and_then(|at| self.known.get_mut(*at)), new.get(b))
                {
                    known.unit = Some(*unit);
                }
            }
        }
    }

    /// Finds those whose bookmarks are lost, between those whose bookmarks are there.
    fn guess(
        &mut self,
        copy: &Copy,
        taken: &mut BTreeMap<usize, usize>,
        nobodys: &BTreeSet<usize>,
    ) {
        let mut gaps: BTreeMap<(Option<usize>, Option<usize>), Vec<usize>> = BTreeMap::new();
        let anchors: Vec<(usize, usize)> = taken.iter().map(|(at, index)| (*at, *index)).collect();
        for (at, paragraph) in copy.paragraphs.iter().enumerate() {
            if taken.contains_key(&at) || nobodys.contains(&at) || paragraph.text.trim().is_empty()
            {
                continue;
            }
            let next = anchors.partition_point(|(place, _)| *place < at);
            let before = next.checked_sub(1).and_then(|it| anchors.get(it)).map(|(_, it)| *it);
            let behind = anchors.get(next).map(|(_, it)| *it);
            gaps.entry((before, behind)).or_default().push(at);
        }
        for ((before, behind), places) in gaps {
            let start = before.map_or(0, |it| it + 1);
            let end = behind.unwrap_or(self.known.len()).max(start);
            let free: Vec<usize> = (start..end)
                .filter(|at| {
                    self.known.get(*at).is_some_and(|it| it.found.is_none() && it.text.is_some())
                })
                .collect();
            let old: Vec<&str> =
                free.iter().filter_map(|at| self.known.get(*at)?.text.as_deref()).collect();
            let texts: Vec<String> = places
                .iter()
                .filter_map(|at| copy.paragraphs.get(*at))
                .map(|it| it.text.trim().to_owned())
                .collect();
            let new: Vec<&str> = texts.iter().map(String::as_str).collect();
            for (a, b) in align::pairs(&old, &new) {
                if let (Some(index), Some(place)) = (free.get(a), places.get(b))
                    && let Some(known) = self.known.get_mut(*index)
                {
                    known.found = Some(*place);
                    known.in_note = copy.paragraphs.get(*place).is_some_and(|it| it.in_note);
                    taken.insert(*place, *index);
                    self.by_likeness += 1;
                }
            }
        }
    }
}

/// The entries of a copy.
struct Entries {
    /// Which each is now, by its place in the copy.
    now: Vec<Option<usize>>,
    /// Those of the issue whose files are as they were.
    unchanged: BTreeSet<usize>,
    /// Files that are gone.
    missing: Vec<String>,
}

impl Entries {
    fn of(issue: &Issue, copy: &Copy) -> Self {
        let files: Vec<(String, String)> = issue
            .entries
            .iter()
            .map(|entry| {
                let digest = docx::file_of(entry).map(|file| docx::digest(&file.text));
                (entry.file.clone(), digest.unwrap_or_default())
            })
            .collect();
        let mut all = Self { now: Vec::new(), unchanged: BTreeSet::new(), missing: Vec::new() };
        for (file, digest) in &copy.sources {
            let now = files
                .iter()
                .position(|(own, _)| own == file)
                // It may have got another name.
                .or_else(|| files.iter().position(|(_, own)| own == digest && !own.is_empty()));
            match now {
                Some(at) if files.get(at).is_some_and(|(_, own)| own == digest) => {
                    all.unchanged.insert(at);
                }
                Some(_) => {}
                None => all.missing.push(file.clone()),
            }
            all.now.push(now);
        }
        if copy.sources.is_empty() {
            // The properties were stripped: entries are taken to be those that they were.
            all.now = (0..files.len()).map(Some).collect();
        }
        all
    }
}
