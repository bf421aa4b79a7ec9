//! A text as its likeliest row of words, by how often they stand in official texts.

use std::ops::Range;

use super::entry::Entry;
use super::trie::WORDS;

/// What a character costs that begins no word of the dictionary, in half bits: as much as the rarest.
const UNKNOWN: u32 = 52;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// The bytes of the text where it begins and ends.
    start: u32,
    end: u32,
    /// Its first character, counted from the text's, and how many it has.
    first: u32,
    count: u32,
    /// What the trie says of it; 0 of what is in no dictionary.
    value: u16,
}

impl Piece {
    /// The bytes it takes up.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The characters it takes up, counted from the text's first.
    pub fn chars(&self) -> Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }

    /// Whether it is one character.
    pub fn is_single(&self) -> bool {
        self.count == 1
    }

    /// What the general dictionary says of it; nothing of a character on its own that is not in it,
    /// nor of a row of letters or digits.
    pub fn entry(&self) -> Option<Entry> {
        Entry::read(self.value)
    }

    /// What it costs, in bits.
    pub fn cost(&self) -> f64 {
        f64::from(self.half_bits()) / 2.0
    }

    /// The same in half bits.
    pub fn half_bits(&self) -> u32 {
        half_bits(self.value)
    }
}

fn half_bits(value: u16) -> u32 {
    UNKNOWN.saturating_sub(u32::from(Entry::official(value)))
}

/// Cuts a text into the row of words whose frequencies multiply to the most. Letters and digits
/// that follow each other are one piece, and everything else unknown is cut into its characters.
/// Takes time in proportion to the length of the text.
pub fn segment(text: &str) -> Vec<Piece> {
    let mut cutter = Cutter::default();
    cutter.cut(text);
    cutter.pieces
}

/// Cuts many texts, one after the other, in the same room.
#[derive(Default)]
pub struct Cutter {
    chars: Vec<char>,
    /// From each character on: what the rest costs, and its first word.
    rest: Vec<Rest>,
    pieces: Vec<Piece>,
}

/// What is left of a text from a character on.
#[derive(Clone, Copy, Default)]
struct Rest {
    /// In half bits.
    cost: u32,
    /// The character behind the first word.
    next: u32,
    /// What the trie says of it.
    value: u16,
}

impl Cutter {
    /// See [`segment`].
    pub fn cut(&mut self, text: &str) -> &[Piece] {
        self.chars.clear();
        self.chars.extend(text.chars());
        self.measure();
        self.pieces.clear();
        let (mut first, mut start) = (0, 0);
        while let (Some(rest), true) = (self.rest.get(first), first < self.chars.len()) {
            let next = rest.next as usize;
            let length = match rest.value {
                0 => self.chars[first..next].iter().map(|c| c.len_utf8()).sum(),
                // All words are 汉字.
                _ => (next - first) * '一'.len_utf8(),
            };
            self.pieces.push(Piece {
                start,
                end: start + length as u32,
                first: first as u32,
                count: (next - first) as u32,
                value: rest.value,
            });
            (first, start) = (next, start + length as u32);
        }
        &self.pieces
    }

    /// The characters of the text that was cut last.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The words of the text that was cut last.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// What the likeliest row of words of some characters costs, in bits.
    pub fn cost(&mut self, chars: impl Iterator<Item = char>) -> f64 {
        self.chars.clear();
        self.chars.extend(chars);
        self.pieces.clear();
        self.measure();
        f64::from(self.rest[0].cost) / 2.0
    }

    fn measure(&mut self) {
        let length = self.chars.len();
        self.rest.clear();
        self.rest.resize(length + 1, Rest::default());
        // Where the letters or digits end that the last character read is one of.
        let mut run = length;
        // From the end to the start, so that what is behind a word is known already.
        for at in (0..length).rev() {
            let c = self.chars[at];
            let behind = self.chars.get(at + 1);
            run = if behind.is_some_and(|behind| goes_on(c, *behind)) { run } else { at + 1 };
            let mut next = if c.is_ascii_alphanumeric() { run } else { at + 1 };
            let cost = UNKNOWN + self.rest[next].cost;
            let mut best = Rest { cost, next: next as u32, value: 0 };
            let mut node = WORDS.begin(c);
            next = at + 1;
            while let Some(reached) = node {
                if reached.value != 0 {
                    let cost = half_bits(reached.value) + self.rest[next].cost;
                    // Of two rows that cost the same the one with the longer word first is taken.
                    if cost <= best.cost {
                        best = Rest { cost, next: next as u32, value: reached.value };
                    }
                }
                node = self.chars.get(next).and_then(|c| WORDS.step(reached, *c));
                next += 1;
            }
            self.rest[at] = best;
        }
    }
}

/// Whether a character and the next are of one run of letters or of digits.
fn goes_on(c: char, behind: char) -> bool {
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    c.is_ascii_alphabetic() && behind.is_ascii_alphabetic() || digit(c) && digit(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let words: Vec<&str> = segment(text).iter().map(|piece| &text[piece.range()]).collect();
        words.join(" ")
    }

    #[test]
    fn a_text_is_cut_into_its_words() {
        for want in [
            "全市 生态环境保护工作 会议 召开",
            "县委常委会 研究 乡村振兴工作",
            "2018 年 完成 投资 1.2 亿元",
            "GDP 增长 8.5 %",
            "",
        ] {
            assert_eq!(shown(&want.replace(' ', "")), want);
        }
    }

    #[test]
    fn a_long_text_is_cut_in_linear_time() {
        for part in ["中华人民共和国生态环境保护督察工作领导小组", "1234567890.1234567890"]
        {
            let text = part.repeat(20_000);
            let begin = std::time::Instant::now();
            assert!(!segment(&text).is_empty());
            // A second is twenty times what it takes; a square of the length would take hours.
            assert!(begin.elapsed().as_secs() < 10);
        }
    }

    proptest::proptest! {
        #[test]
        fn pieces_are_the_text(text in "[一-龥的和工作人民政府a-z0-9，。 é\u{301}😀]{0,60}") {
            let mut end = 0;
            for piece in segment(&text) {
                proptest::prop_assert_eq!(piece.range().start, end);
                proptest::prop_assert!(piece.range().end > end);
                end = piece.range().end;
                let chars = text[piece.range()].chars().count();
                proptest::prop_assert_eq!(piece.chars().len(), chars);
            }
            proptest::prop_assert_eq!(end, text.len());
        }

        #[test]
        fn a_text_costs_what_its_pieces_cost(text in "[一-龥的和工作人民政府a-z0-9，。]{0,60}") {
            let sum: f64 = segment(&text).iter().map(Piece::cost).sum();
            proptest::prop_assert_eq!(Cutter::default().cost(text.chars()), sum);
        }
    }
}
