//! Reads a draft for mistakes, as a careful editor does: characters, numbers, dates, levels, names,
//! words, and what stands in it twice.
//!
//! Rather misses one than cries wolf. Reads no file and no clock: what the house knows comes in as
//! a [`Rulebook`], the archive as [`Archive`]. What cannot be read or typeset at all is told
//! elsewhere.
//!
//! One file for each group of rules; a rule's page for clerks is the doc comment of its constant.

mod across;
mod briefing;
mod context;
mod cues;
mod draft;
mod findings;
mod index;
mod levels;
mod lists;
mod marks;
mod numbers;
mod papers;
mod people;
mod rule;
mod rulebook;
mod silence;
mod words;

pub use across::Archive;
pub use draft::{Draft, Part, Passage, Story};
pub use findings::Findings;
pub use marks::is_surname;
pub use rule::{Group, Rule};
pub use rulebook::Rulebook;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Issue;

/// Every group of rules, in the order of the page about them.
pub const GROUPS: &[Group] = &[
    marks::GROUP,
    numbers::GROUP,
    levels::GROUP,
    papers::GROUP,
    briefing::GROUP,
    people::GROUP,
    across::GROUP,
    words::GROUP,
];

/// Every rule.
pub fn rules() -> impl Iterator<Item = Rule> {
    GROUPS.iter().flat_map(|group| group.rules.iter().copied())
}

/// The code of that name, a rule's or another's.
pub fn code(name: &str) -> Option<Code> {
    rules().map(|rule| rule.code).find(|code| code.name == name).or_else(|| Code::find(name))
}

/// What an issue needs mended, in the order of its entries; `archive` is what was printed before,
/// or is about to be.
pub fn check(issue: &Issue, book: &Rulebook, archive: &Archive) -> Vec<Diagnostic> {
    let draft = Draft::new(issue);
    let mut findings = Findings::new(book);
    for group in GROUPS {
        if group.rules.iter().any(|rule| findings.wants(*rule)) {
            (group.check)(&draft, book, archive, &mut findings);
        }
    }
    silence::apply(&draft, book, findings.finish())
}
