//! Numbers that Word counts itself → the characters that stand on the page: 一、（一）1. ①.
//!
//! Counts as Word does: lists of the same levels together; a level that was passed over has its first
//! number (Microsoft's Q110380); what begins anew, and after what, as each level says.

mod definitions;
mod formats;

use std::collections::{BTreeMap, BTreeSet};

use super::styles::ListPlace;
use super::xml::Element;
use crate::import::bullets;
use crate::model::is_han;
use definitions::{Definitions, LEVELS, Level, Suffix};

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub struct Numbering {
    definitions: Definitions,
    /// By the place of the levels that lists share: how far each has been counted.
    counts: BTreeMap<usize, [Option<u32>; LEVELS]>,
    /// Levels of lists that have been used.
    begun: BTreeSet<(String, usize)>,
}

/// What stands before a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Characters, and whether a blank follows them where text does.
    Number(String, bool),
    /// The sign of a list, and how deep it stands.
    Bullet(char, u8),
}

impl Numbering {
    /// Reads the part with lists. `lists_of_styles`: the list that a style of the sort for lists names.
    pub fn read(part: Option<&Element>, lists_of_styles: &BTreeMap<String, String>) -> Self {
        Self { definitions: Definitions::read(part, lists_of_styles), ..Self::default() }
    }

    /// Counts a paragraph of a list; what stands before it, if anything does.
    pub fn next(&mut self, place: &ListPlace) -> Option<Mark> {
        let definitions = &self.definitions;
        let list = definitions.lists.get(&place.list)?;
        let level_at = |at: usize| definitions.level(list, at);
        let level = self.level(place)?;
        let own = level_at(level)?;
        let start = |at: usize| {
            let of_level = || level_at(at).map_or(0, |level| level.start);
            list.starts.get(&at).copied().unwrap_or_else(of_level)
        };
        let counts = self.counts.entry(list.of).or_default();
        let is_first = !self.begun.contains(&(place.list.clone(), level));
        if is_first {
            self.begun.insert((place.list.clone(), level));
        }
        // Where a list is to begin anew, it does so once.
        let begins_anew = is_first && list.starts.contains_key(&level);
        let before = counts[level].filter(|_| !begins_anew);
        counts[level] = Some(before.map_or_else(|| start(level), |count| count.saturating_add(1)));
        for (above, count) in counts.iter_mut().enumerate().take(level) {
            // One that was passed over counts as used.
            count.get_or_insert_with(|| start(above));
        }
        for (below, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let restart = level_at(below).and_then(|level| level.restart);
            if level < restart.filter(|limit| *limit <= below).unwrap_or(below) {
                *count = None;
            }
        }
        if own.is_hidden {
            return None;
        }
        let has_blank = own.suffix == Suffix::Blank;
        if own.format == formats::Format::Bullet {
            return Some(match bullets::as_bullet(&own.text) {
                Some(sign) => Mark::Bullet(sign, level as u8),
                None => Mark::Number(own.text.clone(), has_blank),
            });
        }
        let text = shown(own, level, &level_at, counts);
        (!text.is_empty()).then_some(Mark::Number(text, has_blank))
    }

    /// The level of a paragraph: its own, or that which is bound to its style, or its style's.
    fn level(&self, place: &ListPlace) -> Option<usize> {
        let list = self.definitions.lists.get(&place.list)?;
        let bound = |style: &str| {
            (0..LEVELS).find(|at| {
                let level = self.definitions.level(list, *at);
                level.is_some_and(|level| level.style.as_deref() == Some(style))
            })
        };
        let mut of_styles = place.styles.iter().filter_map(|(id, level)| bound(id).or(*level));
        let level = place.level.or_else(|| of_styles.next()).unwrap_or(0);
        Some(level).filter(|level| *level < LEVELS)
    }
}

/// A number as it stands before a text: with the blank that Word draws, but where a mark sets the
/// number apart by itself: 一、总体要求, yet 1. 3个乡镇.
pub fn before(mut number: String, has_blank: bool, text: &str) -> String {
    let sets_apart =
        |c: char| "、）)．.。：」』】〕》".contains(c) || matches!(c, '①'..='⓿' | '㈀'..='㋿');
    let (last, first) = (number.chars().next_back(), text.chars().next());
    let has_own = |c: Option<char>| c.is_none_or(char::is_whitespace);
    // Letters and digits would be read as part of it.
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let runs_on = first.is_some_and(|c| is_digit(c) || (c.is_alphabetic() && !is_han(c)));
    let is_apart = last.is_some_and(sets_apart) && !runs_on;
    if has_blank && !has_own(last) && !has_own(first) && !is_apart {
        number.push(' ');
    }
    number
}

/// The text of a level with the numbers of the levels that it names.
fn shown<'d>(
    own: &Level,
    level: usize,
    level_at: &dyn Fn(usize) -> Option<&'d Level>,
    counts: &[Option<u32>; LEVELS],
) -> String {
    let mut text = String::new();
    let mut rest = own.text.chars().peekable();
    while let Some(c) = rest.next() {
        let named = rest.peek().and_then(|digit| digit.to_digit(10)).filter(|digit| *digit > 0);
        let Some(named) = named.filter(|_| c == '%') else {
            text.push(c);
            continue;
        };
        rest.next();
        let at = named as usize - 1;
        // A level below has no number yet.
        let Some(other) = level_at(at).filter(|_| at <= level) else { continue };
        if !other.format.counts() {
            continue;
        }
        let format = if own.is_legal { other.format.legal() } else { other.format };
        text.push_str(&format.written(counts[at].unwrap_or(other.start)));
    }
    text
}

#[cfg(test)]
mod tests;
