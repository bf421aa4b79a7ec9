//! Verbs and nouns that do not go together: 提高打击力度 (力度 is 加大), 水平不断扩大 (水平 is 提高).
//!
//! Only pairs that 14 million characters of published official texts have next to never.

use std::ops::Range;
use std::sync::LazyLock;

use super::WRONG_COLLOCATION;
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, han_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// A noun, the verbs that cannot have it for an object, those that cannot have it for a subject, and
/// what is said instead.
struct Row {
    noun: &'static str,
    not_before: Vec<&'static str>,
    not_behind: Vec<&'static str>,
    right: &'static str,
}

/// Read from the list of that name: 力度：加大：提高、增强：提高、加快.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let verbs = |part: Option<&'static str>| {
        part.unwrap_or_default().split('、').filter(|it| !it.is_empty()).collect()
    };
    let row = |row: &&'static str| {
        let mut parts = row.split('：');
        let (noun, right) = (parts.next()?, parts.next()?);
        Some(Row { noun, right, not_before: verbs(parts.next()), not_behind: verbs(parts.next()) })
    };
    words!("collocation.txt", "ROWS").iter().filter_map(row).collect()
});

/// Verbs of which the nearest to a noun is the one that has it for an object.
const VERBS: &[&str] = words!("collocation.txt", "VERBS");

/// How far before a noun its verb is looked for, in characters.
const REACH: usize = 14;

/// What stands between a subject and its verb.
const ADVERBS: &[&str] = words!("collocation.txt", "ADVERBS");

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let nouns: Vec<&str> = ROWS.iter().map(|row| row.noun).collect();
    Cues::new(&[(&nouns, look)])
});

/// Looks at the nouns of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if out.wants(WRONG_COLLOCATION) {
        CUES.look(passage, out);
    }
}

fn look(passage: &Passage<'_>, noun: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(row) = ROWS.iter().find(|row| row.noun == &text[noun.clone()]) else { return };
    if is_quoted(text, noun.start) {
        return;
    }
    let rest = &text[noun.end..];
    if ends(rest)
        && let Some((at, verb)) = verb_before(text, noun.start)
        && row.not_before.contains(&verb)
    {
        return tell(passage, at..noun.end, verb, row, out);
    }
    let mut verb = rest;
    while let Some(word) = ADVERBS.iter().find(|word| verb.starts_with(**word)) {
        verb = &verb[word.len()..];
    }
    let wrong = row.not_behind.iter().find(|word| verb.starts_with(**word));
    if let Some(word) = wrong.filter(|word| ends(verb[word.len()..].trim_start_matches('了'))) {
        let end = text.len() - verb.len() + word.len();
        tell(passage, noun.start..end, word, row, out);
    }
}

/// Whether a clause ends here.
fn ends(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| "，。；、！：\n”）".contains(c))
}

/// The verb nearest before a place, and where it begins.
fn verb_before(text: &str, at: usize) -> Option<(usize, &'static str)> {
    let near = han_before(text, at, REACH);
    // 改善|的问题: the verb belongs to what qualifies the noun.
    if near.ends_with('的') {
        return None;
    }
    let start = at - near.len();
    let verbs = VERBS.iter().filter_map(|verb| Some((near.rfind(verb)?, *verb)));
    let (found, verb) = verbs.max_by_key(|(found, verb)| (*found, verb.len()))?;
    // 改善|…中的问题: it is no object of the verb.
    (!near[found + verb.len()..].contains("中的")).then_some((start + found, verb))
}

fn tell(passage: &Passage<'_>, place: Range<usize>, verb: &str, row: &Row, out: &mut Findings<'_>) {
    let message = format!("「{verb}」和「{}」搭配不上", row.noun);
    out.tell(
        WRONG_COLLOCATION,
        passage,
        place,
        message,
        format!("「{}」用「{}」", row.noun, row.right),
    );
}
