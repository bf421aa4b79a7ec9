//! Words that look like slips of others and are none (`right.txt`): what published texts have and the
//! dictionary lacks.

use std::ops::Range;
use std::sync::LazyLock;

/// One a line, in the order of their bytes, behind the lines that begin with `#`.
static LIST: &str = include_str!("right.txt");

static WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| LIST.lines().filter(|line| !line.starts_with('#')).collect());

/// The longest of them, in characters.
const LONGEST: usize = 6;

/// Whether some characters of a row are part of such a word, or are one.
pub fn is_right(chars: &[char], range: &Range<usize>) -> bool {
    let first = (range.start + 1).saturating_sub(LONGEST);
    let mut word = String::new();
    (first..range.end).any(|start| {
        word.clear();
        let end = chars.len().min(start + LONGEST);
        chars[start..end].iter().enumerate().any(|(at, c)| {
            word.push(*c);
            at > 0 && start + at >= range.start && contains(&word)
        })
    })
}

fn contains(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        let lines: Vec<&str> = LIST.lines().collect();
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
