//! The roster made ready: all names, posts and units looked for at once.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use chrono::NaiveDate;

use crate::model::{Person, Roster, Unit};

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
}

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
            let stem =
                unit.name.value.char_indices().next_back().map(|(at, _)| &unit.name.value[..at]);
            if let Some(stem) = stem.filter(|stem| unit.county && stem.chars().count() >= 2) {
                learn(stem, Known::Stem(index));
            }
        }
        let finder = AhoCorasick::new(&patterns).ok().filter(|_| !patterns.is_empty());
        Self { leaders, units, titles, known, finder }
    }

    /// Everything known that a text names, one within another as well.
    pub fn find<'d>(&'d self, text: &'d str) -> impl Iterator<Item = (Range<usize>, Known)> + 'd {
        let found = self.finder.iter().flat_map(move |finder| finder.find_overlapping_iter(text));
        found
            .filter_map(|found| Some((found.range(), *self.known.get(found.pattern().as_usize())?)))
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
