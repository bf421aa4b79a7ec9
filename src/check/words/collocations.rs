//! Words typed for others of the same sound, told by the word beside them (`collocations.txt`):
//! 环境政治 is 环境整治, for official texts have 整治 beside 环境 and never were seen to have 政治 there.

use std::sync::LazyLock;

use super::alike::is_one_sound;
use super::meant::{Meant, Slip};
use crate::dictionary::Piece;

static WORDS: &str = include_str!("collocations.txt");

/// The lines of the list, each behind its word as a number: they stand in the order of their words.
static LINES: LazyLock<Vec<(u64, &str)>> = LazyLock::new(|| {
    let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| Some((key(line.chars().take(2))?, &line[WORD + 1..]))).collect()
});

/// All words of the list have two characters of so many bytes.
const WORD: usize = 2 * '一'.len_utf8();

/// A word of two characters as a number that sorts as it does.
fn key(mut word: impl Iterator<Item = char>) -> Option<u64> {
    let (first, second) = (word.next()?, word.next()?);
    Some(u64::from(u32::from(first)) << 32 | u64::from(u32::from(second)))
}

/// What was meant by the word that begins with a piece of the run, if the word before it or behind it
/// is seen with another one of the same sound.
pub fn meant(chars: &[char], pieces: &[Piece], index: usize) -> Option<Meant> {
    let piece = pieces.get(index)?;
    let mut next = index + 1;
    // Two characters that are no word, or one: 管网|未|端.
    if piece.is_single() {
        next += 1;
        pieces.get(index + 1).filter(|piece| piece.is_single())?;
    }
    let start = piece.chars().start;
    let written = chars.get(start..start + 2)?;
    if !piece.is_single() && piece.chars().len() != 2 {
        return None;
    }
    let word = |at: Option<usize>| {
        let piece = at.and_then(|at| pieces.get(at)).filter(|piece| piece.chars().len() == 2)?;
        key(chars[piece.chars()].iter().copied())
    };
    let behind_the_one_before = word(index.checked_sub(1)).and_then(|it| alike(it, 1, written));
    let before_the_next = || word(Some(next)).and_then(|it| alike(it, 0, written));
    let word = behind_the_one_before.or_else(before_the_next)?;
    Some(Meant {
        chars: start..start + 2,
        word: word.to_owned(),
        bits: 0.0,
        slip: if is_like(word, written) { Slip::Sound } else { Slip::Look },
    })
}

/// A word of the same sound as what is written, among those before a word (side 0) or behind it (1).
fn alike(beside: u64, side: usize, written: &[char]) -> Option<&'static str> {
    let at = LINES.binary_search_by_key(&beside, |(word, _)| *word).ok()?;
    let words = LINES.get(at)?.1.split('|').nth(side)?;
    let words = || (0..words.len()).step_by(WORD).filter_map(|at| words.get(at..at + WORD));
    let found = words().find(|word| is_like(word, written))?;
    let is_itself = words().any(|word| word.chars().eq(written.iter().copied()));
    (!is_itself).then_some(found)
}

fn is_like(word: &str, written: &[char]) -> bool {
    word.chars().zip(written).all(|(one, other)| one == *other || is_one_sound(one, *other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::words::meant::Finder;

    fn found(run: &str) -> Vec<String> {
        let mut finder = Finder::default();
        finder.take(run);
        (0..finder.pieces().len())
            .filter_map(|index| meant(finder.chars(), finder.pieces(), index))
            .map(|meant| meant.word)
            .collect()
    }

    #[test]
    fn the_word_beside_tells_what_was_meant() {
        for (run, word) in [
            ("云岭县开展农村人居环境政治行动", "整治"),
            ("带动农户增收支付", "致富"),
            ("有效扼制了违法行为", "遏制"),
        ] {
            assert_eq!(found(run), [word], "{run}");
        }
    }

    #[test]
    fn what_is_right_stays() {
        for run in ["开展环境整治行动", "带动农户增收致富", "坚持正确政治方向", "支付工程款"]
        {
            assert_eq!(found(run), [""; 0], "{run}");
        }
    }

    #[test]
    fn the_list_is_in_order_and_both_ways() {
        assert!(LINES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (_, line) in LINES.iter() {
            let (before, behind) = line.split_once('|').expect("two sides");
            assert!(before.len() % WORD == 0 && behind.len() % WORD == 0, "{line}");
            assert!(!before.is_empty() || !behind.is_empty(), "{line}");
        }
    }
}
