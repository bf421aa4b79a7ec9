//! Words that look like slips of others and are none (`right.txt`): what published texts have and the
//! dictionary lacks. Looked up where they lie in the program, in their order.

use std::cmp::Ordering;
use std::ops::Range;

/// One a line, in the order of their bytes, behind the lines that begin with `#`.
static WORDS: &str = include_str!("right.txt");

/// The longest of them, in characters.
const LONGEST: usize = 6;

/// Whether some characters of a row are part of such a word, or are one.
pub fn is_right(chars: &[char], range: &Range<usize>) -> bool {
    let first = (range.start + 1).saturating_sub(LONGEST);
    (first..range.end).any(|start| {
        let mut ends = (start + 2).max(range.start + 1)..=(start + LONGEST).min(chars.len());
        ends.any(|end| {
            let word: String = chars[start..end].iter().collect();
            contains(&word)
        })
    })
}

fn contains(word: &str) -> bool {
    let (mut start, mut end) = (0, WORDS.len());
    while start < end {
        // The line that the middle is in.
        let middle = WORDS.floor_char_boundary(start.midpoint(end));
        let line = WORDS[start..middle].rfind('\n').map_or(start, |at| start + at + 1);
        let stop = WORDS[middle..end].find('\n').map_or(end, |at| middle + at);
        let found = &WORDS[line..stop];
        match found.cmp(word) {
            Ordering::Equal => return true,
            Ordering::Less => start = (stop + 1).min(end),
            Ordering::Greater => end = line,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        let lines: Vec<&str> = WORDS.lines().collect();
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
        let words = lines.iter().filter(|line| !line.starts_with('#'));
        for word in words {
            assert!(contains(word), "{word}");
            assert!((2..=LONGEST).contains(&word.chars().count()), "{word}");
        }
        for none in ["", "部署", "一", "龥龥", "#"] {
            assert!(!contains(none), "{none}");
        }
    }

    #[test]
    fn what_is_part_of_a_right_word_is_right() {
        let chars: Vec<char> = "全面推行河长制工作".chars().collect();
        assert!(is_right(&chars, &(4..6)));
        assert!(is_right(&chars, &(6..8)));
        assert!(!is_right(&chars, &(0..2)));
        assert!(!is_right(&chars, &(7..9)));
    }
}
