//! Terms of several words that no line should cut: 城市基础设施|配套费, 造价评估|规范.

use std::ops::Range;

use super::boundary::Boundary;
use super::cost;
use super::predicates::{Role, Sentence};
use crate::dictionary::WORDS;

/// The ends of two words that official texts often put beside each other, 服务|平台 and 科研|助理: four
/// characters a line, in the order of their bytes. Counted in 6.2 million words of published texts: four
/// times and oftener, eight times as often as chance would have it, with different words around
/// them; finite verbs were taken out by hand.
const NEIGHBOURS: &str = include_str!("neighbours.txt");
/// A line of them, in bytes.
const RECORD: usize = "服务平台\n".len();

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

/// Raises the cost of breaking between two nouns that often stand beside each other.
pub fn keep_neighbours(sentence: Sentence<'_>, roles: &[Role], boundaries: &mut [Boundary]) {
    let Sentence { text, words } = sentence;
    for (index, pair) in words.windows(2).enumerate() {
        let nouns = roles[index] == Role::Noun && roles[index + 1] == Role::Noun;
        if nouns && are_neighbours(text, pair[0].range.clone(), pair[1].range.clone()) {
            let at = pair[1].range.start;
            for boundary in boundaries.iter_mut().filter(|it| it.at == at) {
                boundary.cost = boundary.cost.max(cost::BOND);
            }
        }
    }
}

/// Whether the last two characters of one word and the first two of the next are such neighbours.
fn are_neighbours(text: &str, left: Range<usize>, right: Range<usize>) -> bool {
    let (left, right) = (&text[left], &text[right]);
    let Some((from, _)) = left.char_indices().nth_back(1) else { return false };
    let Some((last, c)) = right.char_indices().nth(1) else { return false };
    let record = [&left[from..], &right[..last + c.len_utf8()], "\n"].concat();
    let lines = NEIGHBOURS.as_bytes().as_chunks::<RECORD>().0;
    record.len() == RECORD && lines.binary_search_by(|line| line[..].cmp(record.as_bytes())).is_ok()
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
