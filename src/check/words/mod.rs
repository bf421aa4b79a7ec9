//! Rules about words: slips that everybody makes, and those a house keeps a list of.

mod alike;
mod beside;
mod collocation;
mod collocations;
mod doubled;
mod grammar;
mod list;
mod meant;
mod misspelt;
mod particle;
mod redundant;
mod right;
pub mod rules;
mod taken;
mod unmet;

use rules::{
    CONFUSED_WORD, DOUBLED_CHARACTER, FAULTY_SENTENCE, HOUSE_WORD, MISSPELT_WORD, PARTICLE,
    REDUNDANT_WORDING, RULES, WRONG_COLLOCATION, WRONG_WORD,
};
use std::ops::Range;

use chrono::NaiveDate;

use super::across::Archive;
use super::context::{is_quoted, tells_of_before};
use super::{Draft, Findings, Group, Part, Passage, Rulebook};
use crate::diagnostic::Diagnostic;
pub use alike::alike;
pub use list::Wordlist;
use list::{Sort, Word};
use meant::Finder;

/// The rules.
pub const GROUP: Group = Group { name: "用词", rules: RULES, check };

fn check(draft: &Draft<'_>, book: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    let issued = draft.issue.date;
    let mut finder = Finder::default();
    for passage in &draft.note {
        look(passage, issued, book, &mut finder, out);
    }
    for story in &draft.stories {
        let day = story.entry.date.unwrap_or(issued);
        for passage in &story.passages {
            look(passage, day, book, &mut finder, out);
        }
    }
}

/// Looks for wrong words in a passage of a text of that day.
fn look(
    passage: &Passage<'_>,
    day: NaiveDate,
    book: &Rulebook,
    finder: &mut Finder,
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let found = book.words.find(text);
    if !matches!(passage.part, Part::Name | Part::Author) {
        // What the lists know is told once.
        let listed: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
        misspelt::check(passage, &listed, book, finder, out);
        if passage.part.is_body() || passage.part == Part::Title {
            taken::check(passage, &listed, out);
            redundant::check(passage, out);
            collocation::check(passage, out);
            grammar::check(passage, out);
            particle::check(passage, out);
        }
    }
    for (range, word) in found {
        let then =
            word.from.is_some_and(|from| day < from || tells_of_before(text, range.start, from));
        // A house that gives a name so wants it so.
        if then || book.directory.names(text, &range) {
            continue;
        }
        // What is quoted stays as it was said, and what was stays as it was called.
        let is_told = is_quoted(text, range.start)
            || (word.sort == Sort::House && tells_of_before(text, range.start, day));
        tell(passage, range, &word, !is_told, out);
    }
}

fn tell(
    passage: &Passage<'_>,
    range: Range<usize>,
    word: &Word,
    is_mendable: bool,
    out: &mut Findings<'_>,
) {
    let rule = match word.sort {
        Sort::Slip => WRONG_WORD,
        Sort::Confused => CONFUSED_WORD,
        Sort::House => HOUSE_WORD,
    };
    let wrong = &passage.text[range.clone()];
    let message = match &word.right {
        Some(right) => format!("「{wrong}」应是「{right}」"),
        None => format!("「{wrong}」不要用"),
    };
    let mut finding = Diagnostic::error(rule.code, message).at(passage.span(range.clone()));
    finding.note.clone_from(&word.reason);
    if let Some(right) = &word.right {
        finding.help = Some(if is_mendable {
            format!("改成「{right}」")
        } else {
            format!("核对原文；不是照引原文的，改成「{right}」")
        });
        if is_mendable {
            finding.fix.extend(passage.edit(range, right.as_str()));
        }
    }
    match word.level {
        Some(level) => out.push_at(rule, level, finding),
        None => drop(out.push(rule, finding)),
    }
}
