//! Chinese words with how frequent they are and what they are, read without loading.
//!
//! The words lie in the program as a finite-state map (`words.fst`): nothing is read, unpacked or
//! allocated before the first word is looked up, and a look-up walks a few dozen bytes. Where they
//! come from and how the map is made again stands in `README.md` beside it. This module knows words,
//! no grammar, and no names of a house.

mod segment;

use std::sync::LazyLock;

use fst::Map;
use fst::raw::{Fst, Output};

pub use segment::{Piece, segment, segment_with};

/// The map; `tests/suite/dictionary.rs` holds it against its sources.
static BYTES: &[u8] = include_bytes!("words.fst");
/// Opening looks at the first and last bytes only. Were they broken, no word would be known.
static WORDS: LazyLock<Option<Map<&'static [u8]>>> = LazyLock::new(|| Map::new(BYTES).ok());

/// The longest word there is, in characters.
pub const LONGEST: usize = 16;
/// What a text of one word costs in bits if it is the rarest there is: log₂ of all occurrences that
/// the frequencies were counted from (60.1 million).
const ALL: f64 = 25.84;

/// What the dictionary says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Half bits: twice the binary logarithm of how often the word was counted.
    level: u8,
    /// What it is.
    pub class: Class,
}

impl Entry {
    /// How often the word was counted in 60 million, within a fifth. Words that somebody added by
    /// hand, among them misspelt ones, have 3.
    pub fn frequency(self) -> f64 {
        (f64::from(self.level) / 2.0).exp2()
    }

    /// How much one is surprised to read the word, in bits: 6 for 的, 24 for the rarest.
    pub fn cost(self) -> f64 {
        ALL - f64::from(self.level) / 2.0
    }

    fn read(value: u64) -> Self {
        let level = u8::try_from(value / Class::COUNT).unwrap_or(u8::MAX);
        Self { level, class: Class::ALL[(value % Class::COUNT) as usize] }
    }
}

/// What a word is, by the tags of its source; these are rough, and one word has one only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Not told, or rarely.
    Other,
    /// 经济.
    Noun,
    /// 召开.
    Verb,
    /// A verb as often as a noun: 工作, 改造.
    VerbalNoun,
    /// 良好, 国营.
    Adjective,
    /// 扎实.
    Adverb,
    /// A surname, a person's name or a part of one.
    Person,
    /// 朔州, 山西省.
    Place,
    /// 国务院.
    Organ,
    /// Another name: a brand, a plant, a substance.
    Proper,
    /// A set phrase: 举一反三.
    Idiom,
    /// A numeral, or one with its unit.
    Number,
    /// 今天.
    Time,
    /// 的, 和, 在, 我们.
    Function,
    /// A measure: 个.
    Measure,
    /// A character that is no word by itself.
    Bound,
}

impl Class {
    /// In the order in which the map numbers them.
    const ALL: [Self; 16] = [
        Self::Other,
        Self::Noun,
        Self::Verb,
        Self::VerbalNoun,
        Self::Adjective,
        Self::Adverb,
        Self::Person,
        Self::Place,
        Self::Organ,
        Self::Proper,
        Self::Idiom,
        Self::Number,
        Self::Time,
        Self::Function,
        Self::Measure,
        Self::Bound,
    ];
    const COUNT: u64 = Self::ALL.len() as u64;
}

/// What is known of a word, or nothing if it is in no dictionary.
pub fn lookup(word: &str) -> Option<Entry> {
    WORDS.as_ref()?.get(word).map(Entry::read)
}

/// Every word that the text begins with, the shortest first, with the bytes it takes up.
pub fn beginning(text: &str) -> Beginning<'_> {
    let fst = WORDS.as_ref().map(Map::as_fst);
    Beginning {
        text: text.as_bytes(),
        at: 0,
        walk: fst.map(|fst| (fst, fst.root().addr(), Output::zero())),
    }
}

/// The words that a text begins with, see [`beginning`].
pub struct Beginning<'a> {
    text: &'a [u8],
    at: usize,
    /// Where in the map the bytes read so far have led, and the sum of what stood on the way.
    walk: Option<(&'static Fst<&'static [u8]>, usize, Output)>,
}

impl Iterator for Beginning<'_> {
    type Item = (usize, Entry);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (fst, address, sum) = self.walk.take()?;
            let node = fst.node(address);
            let step = node.transition(node.find_input(*self.text.get(self.at)?)?);
            let sum = sum.cat(step.out);
            self.at += 1;
            self.walk = Some((fst, step.addr, sum));
            let reached = fst.node(step.addr);
            if reached.is_final() {
                let value = sum.cat(reached.final_output()).value();
                return Some((self.at, Entry::read(value)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_words_cost_less() {
        let cost = |word| lookup(word).map(Entry::cost);
        assert!(cost("的") < cost("工作"));
        assert!(cost("工作") < cost("督察"));
        assert!(cost("督察").is_some());
        assert_eq!(cost("督寨"), None);
        assert_eq!(cost(""), None);
        let frequency = lookup("的").map_or(0.0, Entry::frequency);
        assert!((250_000.0..400_000.0).contains(&frequency), "{frequency}");
    }

    #[test]
    fn words_have_classes() {
        for (word, class) in [
            ("朔州", Class::Place),
            ("国务院", Class::Organ),
            ("召开", Class::Verb),
            ("举一反三", Class::Idiom),
            ("和", Class::Function),
            ("老旧小区", Class::Noun),
        ] {
            assert_eq!(lookup(word).map(|entry| entry.class), Some(class), "{word}");
        }
    }

    #[test]
    fn all_words_at_a_place_are_found() {
        let text = "人民政府工作报告";
        let found: Vec<&str> = beginning(text).map(|(end, _)| &text[..end]).collect();
        assert_eq!(found, ["人", "人民", "人民政府"]);
        assert_eq!(beginning("").count(), 0);
        assert_eq!(beginning("\u{fffd}x").count(), 0);
    }

    #[test]
    fn a_word_is_the_same_by_both_ways() {
        for word in ["生态", "生态环境", "座谈会", "一"] {
            let last = beginning(word).last();
            assert_eq!(last, lookup(word).map(|entry| (word.len(), entry)), "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_begins_a_text_is_a_word(text in "[一-龥的和工作人民政府a-z]{0,12}") {
            for (end, entry) in beginning(&text) {
                proptest::prop_assert_eq!(lookup(&text[..end]), Some(entry));
                proptest::prop_assert!(text[..end].chars().count() <= LONGEST);
            }
        }
    }
}
