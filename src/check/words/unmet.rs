//! Two characters side by side that published texts never have so, where one of the same sound or look
//! makes a word that they use often (`unmet.txt`): 方示 is 方式, 办里 is 办理.
//!
//! Each of the two is frequent by itself, so that cutting shows nothing odd: only that they never meet.

use std::sync::LazyLock;

use super::alike::{is_one_sound, rows};
use super::meant::{Meant, Slip};
use crate::dictionary::{Piece, WORDS};

static FILE: &str = include_str!("unmet.txt");

/// The lines of the file, each behind its word: they stand in the order of their words.
static LINES: LazyLock<Vec<([char; 2], &str)>> = LazyLock::new(|| {
    let lines = FILE.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (word, met) = line.split_once(' ')?;
            let mut chars = word.chars();
            Some(([chars.next()?, chars.next()?], met))
        })
        .collect()
});

/// How often official texts must use a word that only one side speaks for, as [`Node::official`] counts:
/// 4,000 times in 60 million.
///
/// [`Node::official`]: crate::dictionary::Node::official
const OFTEN: u8 = 24;

/// What was meant by a piece of one character and the next one.
pub fn meant(chars: &[char], pieces: &[Piece], index: usize) -> Option<Meant> {
    let one = pieces.get(index).filter(|piece| piece.is_single())?;
    pieces.get(index + 1).filter(|piece| piece.is_single())?;
    let start = one.chars().start;
    let Some(&[first, second]) = chars.get(start..start + 2) else { return None };
    let others = |own: char| rows(own).into_iter().flatten().copied().filter(move |c| *c != own);
    let firsts = others(first).map(|c| ([c, second], 0));
    let seconds = others(second).map(|c| ([first, c], 1));
    let mut best: Option<(bool, u8, [char; 2])> = None;
    let before = start.checked_sub(1).and_then(|at| chars.get(at));
    let behind = chars.get(start + 2);
    for (word, side) in firsts.chain(seconds) {
        if !WORDS.may_begin(word[0], word[1]) {
            continue;
        }
        let Ok(at) = LINES.binary_search_by_key(&word, |(word, _)| *word) else { continue };
        let (own, other) = if side == 0 { (first, word[0]) } else { (second, word[1]) };
        // That the two do meet is no less said of one word than of another.
        if LINES[at].1.split('|').nth(side).is_some_and(|met| met.contains(own)) {
            return None;
        }
        // What stands around it has to be what stands around the word.
        let mut near = LINES[at].1.split('|').skip(2);
        let mut is_near = |c: Option<&char>| {
            let row = near.next().unwrap_or_default();
            c.map(|c| row.contains(*c))
        };
        let node = WORDS.begin(word[0]).and_then(|node| WORDS.step(node, word[1]));
        let level = node.map_or(0, |node| node.official());
        match (is_near(before), is_near(behind)) {
            (Some(true), Some(true)) => {}
            // One side says less: 湿地春韵.
            (Some(true), None) | (None, Some(true)) if level >= OFTEN => {}
            _ => continue,
        }
        let found = (is_one_sound(own, other), level, word);
        best = best.max(Some(found));
    }
    let (sounds, _, word) = best?;
    let slip = if sounds { Slip::Sound } else { Slip::Look };
    Some(Meant { chars: start..start + 2, word: word.iter().collect(), bits: 0.0, slip })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order() {
        assert!(LINES.windows(2).all(|pair| pair[0].0 < pair[1].0) && LINES.len() > 2_000);
        assert!(LINES.iter().all(|(_, met)| met.matches('|').count() == 3));
    }
}
