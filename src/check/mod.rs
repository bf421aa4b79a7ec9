//! Reads a draft for mistakes, as a careful editor does: characters, numbers, dates, levels, names,
//! words, and what stands in it twice.
//!
//! Rather misses one than cries wolf. Reads no file and no clock: what the house knows comes in as
//! a [`Rulebook`], the archive as [`Archive`]. What cannot be read or typeset at all is told
//! elsewhere.
//!
//! A rule's page for clerks is the doc comment of its constant, in the `rules.rs` of its room. A list of
//! words stands in the text file beside the file of its rule. The rooms:
//!
//! - `marks`: `half_width`, `width`, `space`, `straight`, `doubled`, `line`, `traditional`,
//!   `alike`: characters one by one; `pairs`, `quoted`, `book_titles`: marks that come in
//!   pairs, and what stands in them; `clauses`, `stops`, `pauses`, `questions`, `sayings`:
//!   marks between clauses, at the end of sentences, in rows, in what is said; `places`,
//!   `shapes`, `signs`: marks by what stands around them, and signs typed for others; `torn`:
//!   a paragraph cut in two.
//! - `numbers`: `dates`, `periods`, `hours`, `spans`: time; `writing`, `forms`, `figures`,
//!   `typed`, `named`, `loose`, `measures`: how a number and its unit are written; `about`,
//!   `approximate`: about so many; `quantities`: amounts as they are read; `amounts`, `sums`,
//!   `opposites`, `lists`, `per`, `products`, `average`, `bracketed`, `agreement`,
//!   `paragraphs`: figures that must agree; `change`, `rates`, `stated`, `plausible`: figures
//!   that cannot be.
//! - `levels`: `inline`, `lead_ins`: 一是、二是 and the numbers within a paragraph; `counted`,
//!   `listed`: as many as announced; `lost`: one that is missing.
//! - `papers`: `titles`, `laws`: names of documents; `serials`, `issuer`: their numbers;
//!   `kinds`: 通知, 请示, 函; `annexes`, `pairs`, `sayings`: what they are sent with and said
//!   with.
//! - `briefing`: `source`, `blanks`, `remarks`: sources, what was left over of a draft;
//!   `press`, `voice`: what a newspaper says and a briefing does not.
//! - `people`: `directory`: the roster; `posts`, `titles`, `told`: posts and their holders;
//!   `near`, `near_names`, `slips`: names nearly those of the roster; `units`, `places`,
//!   `lists`: units, counties, rows of leaders.
//! - `across`: `archive`, `wording`, `totals`: the texts of all issues, and what two have in common;
//!   `readings`: sentences held against each other; `figures`, `claims`, `facts`, `running`,
//!   `shares`, `sizes`, `works`, `documents`, `posts`, `falling`: what two texts say
//!   otherwise.
//! - `words`: `list`, `taken`, `alike`, `right`: words that are wrong, and that look so;
//!   `meant`, `misspelt`, `beside`, `collocations`: what was meant; `collocation`, `grammar`,
//!   `particle`, `redundant`, `doubled`: words that do not go together.
//! - beside them: `draft`, `index`: the issue as rules see it; `cues`: words that rules start
//!   from, and what stands around a place; `context`: quoted, told of another time; `lists`:
//!   lists of words; `findings`, `silence`, `rule`, `rulebook`: what is told, kept back, and
//!   how sure; `rules`, `group`: all of them, and what runs those of a room.
//!
//! # How a draft is checked
//!
//! `Draft` takes an issue apart into passages: each field, each block of Markdown as its readers
//! see it (`markdown/prose.rs`), with a map back to the file. A rule is a constant with its page; a
//! group of rules is a function over the draft. `index` knows where each character of a passage
//! stands: rules look for marks and words there (`Passage::find…`, `cues::Words`) instead of
//! reading the text again, and then no further than a fixed stretch around them.
//! `tests/check/RULE.txt` is the table of a rule: texts on which it speaks, at which characters and
//! with which mend, and a longer list on which it must be silent. A rule without a table fails the
//! test.

mod across;
mod briefing;
mod context;
mod cues;
mod draft;
mod findings;
mod group;
mod index;
mod levels;
mod lists;
mod marks;
mod numbers;
mod papers;
mod people;
mod rule;
mod rulebook;
mod rules;
mod silence;
mod words;

pub use across::Archive;
pub use draft::{Draft, Part, Passage, Story};
pub use findings::Findings;
pub use group::Group;
pub use marks::is_surname;
pub use rule::Rule;
pub use rulebook::Rulebook;
pub use rules::rules;

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
