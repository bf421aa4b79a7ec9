//! Every rule of every room, by its declaration alone.

use super::rule::Rule;
use super::{across, briefing, levels, marks, numbers, papers, people, words};

/// The rules of the rooms, in the order of the page about them.
const ROOMS: [&[Rule]; 8] = [
    marks::rules::RULES,
    numbers::rules::RULES,
    levels::rules::RULES,
    papers::rules::RULES,
    briefing::rules::RULES,
    people::rules::RULES,
    across::rules::RULES,
    words::rules::RULES,
];

/// Every rule.
pub fn rules() -> impl Iterator<Item = Rule> {
    ROOMS.iter().flat_map(|room| room.iter().copied())
}
