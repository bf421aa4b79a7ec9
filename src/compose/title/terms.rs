//! Terms of several words that no line should cut: 城市基础设施|配套费, 造价评估|规范.

use super::cost;
use super::places::Boundary;
use super::predicates::{Role, Sentence};
use crate::dictionary::WORDS;

/// A term of several words has so many characters at least.
const SHORTEST: usize = 4;

/// Raises the cost of breaking within the terms of a title.
pub fn keep(sentence: Sentence<'_>, roles: &[Role], boundaries: &mut [Boundary]) {
    let Sentence { text, words } = sentence;
    for (index, word) in words.iter().enumerate() {
        let from = word.range.start;
        let Some(to) = longest(&text[from..]).map(|length| from + length) else { continue };
        // It ends where a word does, and nothing of it is a predicate.
        let count = words[index..].partition_point(|word| word.range.end <= to);
        let next = words.get(index + count).map_or(text.len(), |word| word.range.start);
        if next != to || roles[index..index + count].iter().any(|role| *role != Role::Noun) {
            continue;
        }
        for boundary in boundaries.iter_mut().filter(|it| from < it.at && it.at < to) {
            boundary.cost = boundary.cost.max(cost::TERM);
        }
    }
}

/// How many bytes the longest term takes up that a text begins with: official texts use it, and no
/// dictionary has it.
fn longest(text: &str) -> Option<usize> {
    let mut node = None;
    let mut longest = None;
    for (count, (at, c)) in text.char_indices().enumerate() {
        let next = match node {
            None => WORDS.begin(c),
            Some(node) => WORDS.step(node, c),
        };
        let Some(next) = next else { break };
        if count + 1 >= SHORTEST && next.official() > 0 && next.entry().is_none() {
            longest = Some(at + c.len_utf8());
        }
        node = Some(next);
    }
    longest
}
