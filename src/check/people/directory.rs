//! The roster made ready: all names, posts and units looked for at once.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use chrono::NaiveDate;

use super::near_names::NearNames;
use crate::check::words::alike;
use crate::dictionary::{Class, lookup};
use crate::model::{Person, Roster, Unit};

/// How far around a place a name is looked for: bytes. The names of units are long.
const AROUND: usize = 90;

/// People and units.
#[derive(Clone, Default)]
pub struct Directory {
    /// Leaders.
    pub leaders: Vec<Person>,
    /// Units.
    pub units: Vec<Unit>,
    /// The titles of all posts, the longest first.
    pub titles: Vec<String>,
    known: Vec<Known>,
    finder: Option<AhoCorasick>,
    /// Names of units with one character that is taken for the right one; made when first asked for.
    slips: OnceLock<Slips>,
    near: OnceLock<NearNames>,
}

/// Misspelt names, and of each the right one.
#[derive(Clone, Default)]
struct Slips {
    right: Vec<String>,
    finder: Option<AhoCorasick>,
}

impl Slips {
    fn of(units: &[Unit]) -> Self {
        let names =
            || units.iter().flat_map(|unit| std::iter::once(&unit.name).chain(&unit.short_names));
        let own: BTreeSet<&str> = names()
            .map(|name| name.as_str())
            .chain(units.iter().flat_map(|unit| unit.rejected.iter().map(|old| old.as_str())))
            .collect();
        let mut right = Vec::new();
        let mut wrong = Vec::new();
        for name in names().map(|name| name.as_str()) {
            // A short name is soon another word.
            if name.chars().count() < SHORTEST || name.chars().count() > LONGEST {
                continue;
            }
            for (at, c) in name.char_indices() {
                // The level of a place is looked at elsewhere.
                if at + c.len_utf8() == name.len() {
                    continue;
                }
                for other in alike(c) {
                    let mut slip = name.to_owned();
                    slip.replace_range(at..at + c.len_utf8(), other.encode_utf8(&mut [0; 4]));
                    // Another county that there is.
                    let stem = slip.char_indices().next_back().map_or("", |(end, _)| &slip[..end]);
                    let is_place = |word| {
                        lookup(word).is_some_and(|entry| {
                            entry.class == Class::Place && entry.frequency() >= KNOWN_PLACE
                        })
                    };
                    if !own.contains(slip.as_str()) && lookup(&slip).is_none() && !is_place(stem) {
                        right.push(name.to_owned());
                        wrong.push(slip);
                    }
                }
            }
        }
        let finder = AhoCorasick::new(&wrong).ok().filter(|_| !wrong.is_empty());
        Self { right, finder }
    }
}

/// A place that is counted more seldom is some village, and no county.
const KNOWN_PLACE: f64 = 20.0;

/// The names of units in which one wrong character is looked for, in characters.
const SHORTEST: usize = 3;
const LONGEST: usize = 20;

/// What was found, by its index.
#[derive(Clone, Copy, Debug)]
pub enum Known {
    /// The name of a leader.
    Name(usize),
    /// The title of a post.
    Post(usize),
    /// A name of a unit that is not to be used.
    OldName(usize),
    /// The name of a county without its last character.
    Stem(usize),
    /// The name of a unit, or a short name of it.
    Unit,
}

impl Directory {
    /// Makes a roster ready.
    pub fn new(roster: Roster) -> Self {
        let Roster { leaders, units } = roster;
        let posts = leaders.iter().flat_map(|leader| &leader.posts);
        let mut titles: Vec<String> = posts.map(|post| post.title.value.clone()).collect();
        titles.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        titles.dedup();
        let mut known = Vec::new();
        let mut patterns: Vec<&str> = Vec::new();
        let mut learn = |pattern, what| {
            patterns.push(pattern);
            known.push(what);
        };
        for (index, leader) in leaders.iter().enumerate() {
            leader.names().for_each(|name| learn(name, Known::Name(index)));
        }
        for (index, title) in titles.iter().enumerate() {
            learn(title, Known::Post(index));
        }
        for (index, unit) in units.iter().enumerate() {
            for old in unit.rejected.iter().filter(|old| !old.value.is_empty()) {
                learn(&old.value, Known::OldName(index));
            }
            for name in std::iter::once(&unit.name).chain(&unit.short_names) {
                if !name.value.is_empty() {
                    learn(name.as_str(), Known::Unit);
                }
            }
            let stem =
                unit.name.value.char_indices().next_back().map(|(at, _)| &unit.name.value[..at]);
            if let Some(stem) = stem.filter(|stem| unit.county && stem.chars().count() >= 2) {
                learn(stem, Known::Stem(index));
            }
        }
        let finder = AhoCorasick::new(&patterns).ok().filter(|_| !patterns.is_empty());
        Self {
            leaders,
            units,
            titles,
            known,
            finder,
            slips: OnceLock::new(),
            near: OnceLock::new(),
        }
    }

    /// Everything known that a text names, one within another as well.
    pub fn find<'d>(&'d self, text: &'d str) -> impl Iterator<Item = (Range<usize>, Known)> + 'd {
        let found = self.finder.iter().flat_map(move |finder| finder.find_overlapping_iter(text));
        found
            .filter_map(|found| Some((found.range(), *self.known.get(found.pattern().as_usize())?)))
    }

    /// Whether some bytes of a text are part of a name that the roster gives: of a person, or of a
    /// unit.
    pub fn names(&self, text: &str, range: &Range<usize>) -> bool {
        let start = text.floor_char_boundary(range.start.saturating_sub(AROUND));
        let end = text.ceil_char_boundary((range.end + AROUND).min(text.len()));
        self.find(&text[start..end]).any(|(found, known)| {
            matches!(known, Known::Name(_) | Known::Unit)
                && start + found.start < range.end
                && range.start < start + found.end
        })
    }

    /// Names of units that a text has with one character wrong, each with the right name.
    pub fn misspelt<'d>(
        &'d self,
        text: &'d str,
    ) -> impl Iterator<Item = (Range<usize>, &'d str)> + 'd {
        let slips = self.slips.get_or_init(|| Slips::of(&self.units));
        let found = slips.finder.iter().flat_map(move |finder| finder.find_iter(text));
        found.filter_map(|found| {
            Some((found.range(), slips.right.get(found.pattern().as_usize())?.as_str()))
        })
    }

    /// Names that are nearly those of the roster, made ready when first asked for.
    pub fn near_names(&self) -> &NearNames {
        self.near.get_or_init(|| NearNames::of(&self.leaders, &self.units))
    }

    /// The leaders that a text names, by their indices.
    pub fn people<'d>(&'d self, text: &'d str) -> impl Iterator<Item = (usize, Range<usize>)> + 'd {
        self.find(text).filter_map(|(range, known)| match known {
            Known::Name(person) => Some((person, range)),
            _ => None,
        })
    }

    /// The counties that a text names, by their indices among the units.
    pub fn counties<'d>(&'d self, text: &'d str) -> impl Iterator<Item = usize> + 'd {
        self.find(text).filter_map(|(_, known)| match known {
            Known::Stem(unit) => Some(unit),
            _ => None,
        })
    }

    /// The counties of the roster.
    pub fn all_counties(&self) -> impl Iterator<Item = usize> + '_ {
        self.known.iter().filter_map(|known| match known {
            Known::Stem(unit) => Some(*unit),
            _ => None,
        })
    }

    /// The longest title that a text ends with.
    pub fn title_at_end(&self, text: &str) -> Option<&str> {
        self.titles.iter().map(String::as_str).find(|title| text.ends_with(title))
    }

    /// Who holds a post on a day.
    pub fn holders<'d>(
        &'d self,
        title: &'d str,
        day: NaiveDate,
    ) -> impl Iterator<Item = &'d Person> {
        self.leaders.iter().filter(move |leader| {
            leader.posts.iter().any(|post| post.title.value == title && post.is_held_on(day))
        })
    }
}

impl Person {
    /// The name and those it had before.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name)
            .chain(&self.former_names)
            .map(|name| name.as_str())
            .filter(|name| !name.is_empty())
    }
}
