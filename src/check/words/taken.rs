//! Words taken for another, told by what else stands in the clause.

use std::ops::Range;
use std::sync::LazyLock;

use super::CONFUSED_WORD;
use crate::check::context::is_quoted;
use crate::check::{Findings, Passage};
use crate::diagnostic::Diagnostic;

/// How far around a word its clause is looked through, in bytes.
const REACH: usize = 60;

/// A word that is another one where certain words stand around it.
#[derive(Default)]
struct Taken {
    wrong: &'static str,
    right: &'static str,
    /// Longer words in which it is right.
    unless: Vec<&'static str>,
    /// Of these one stands before it in the clause; anything where empty.
    before: Vec<&'static str>,
    /// Of these none does.
    not_before: Vec<&'static str>,
    /// Of these one stands behind it in the clause; anything where empty.
    behind: Vec<&'static str>,
    /// Of these none stands right behind it.
    not_next: Vec<&'static str>,
    why: &'static str,
}

static WORDS: LazyLock<Vec<Taken>> = LazyLock::new(|| read(include_str!("taken.txt")));

/// The words of a list; its form is explained at its head.
fn read(list: &'static str) -> Vec<Taken> {
    let mut words: Vec<Taken> = Vec::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split_whitespace();
        let (Some(first), Some(second)) = (parts.next(), parts.next()) else { continue };
        if let Some(word) = words.last_mut().filter(|_| line.starts_with(' ')) {
            let row = match first {
                "除非" => &mut word.unless,
                "前有" => &mut word.before,
                "前无" => &mut word.not_before,
                "后有" => &mut word.behind,
                _ => &mut word.not_next,
            };
            row.push(second);
            row.extend(parts);
        } else {
            let why = parts.next().unwrap_or_default();
            words.push(Taken { wrong: first, right: second, why, ..Taken::default() });
        }
    }
    words
}

/// Looks for words taken for another, apart from those that the lists have found.
pub fn check(passage: &Passage<'_>, listed: &[Range<usize>], out: &mut Findings<'_>) {
    if !out.wants(CONFUSED_WORD) {
        return;
    }
    let text = &*passage.text;
    for word in WORDS.iter().filter(|word| passage.may_have(word.wrong)) {
        for (at, _) in passage.find_word(word.wrong) {
            let range = at..at + word.wrong.len();
            let next = listed.partition_point(|other| other.end <= at);
            let is_listed = listed.get(next).is_some_and(|other| other.start < range.end);
            if !is_listed && word.is_taken(text, &range) && !is_quoted(text, at) {
                tell(passage, range, word, out);
            }
        }
    }
}

impl Taken {
    fn is_taken(&self, text: &str, range: &Range<usize>) -> bool {
        let start = text.floor_char_boundary(range.start.saturating_sub(REACH));
        let end = text.ceil_char_boundary((range.end + REACH).min(text.len()));
        let points = ['，', '。', '；', '：', '！', '？', '\n', '“', '”'];
        let before = text[start..range.start].rsplit(points).next().unwrap_or_default();
        let rest = &text[range.end..end];
        let behind = match self.wrong {
            // What belongs together stands on both sides of a comma.
            "即要" | "即能" | "即有" | "以至" | "截止" => {
                rest.split(['。', '；', '\n']).next()
            }
            _ => rest.split(points).next(),
        }
        .unwrap_or_default();
        let is_in = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
        let longer = self.unless.iter().any(|longer| {
            longer.match_indices(self.wrong).any(|(place, _)| {
                let start = range.start.checked_sub(place);
                start.is_some_and(|start| text.as_bytes()[start..].starts_with(longer.as_bytes()))
            })
        });
        !longer
            && (self.before.is_empty() || is_in(&self.before, before))
            && !is_in(&self.not_before, before)
            && (self.behind.is_empty() || is_in(&self.behind, behind))
            && !self.not_next.iter().any(|word| rest.starts_with(word))
    }
}

fn tell(passage: &Passage<'_>, range: Range<usize>, word: &Taken, out: &mut Findings<'_>) {
    let message = format!("「{}」应是「{}」", word.wrong, word.right);
    let mut finding = Diagnostic::error(CONFUSED_WORD.code, message)
        .at(passage.span(range))
        .help(format!("核对意思，改成「{}」", word.right));
    finding.note = Some(word.why.to_owned());
    out.push(CONFUSED_WORD, finding);
}
