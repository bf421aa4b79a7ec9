//! Chinese words with how frequent they are and what they are, read without loading.
//!
//! The words lie in the program as a trie (`words.trie`): nothing is read, unpacked or
//! allocated before the first word is looked up, and each character of a look-up is one step. Where
//! the words come from and how the trie is made again stands in `README.md` beside it. This module
//! knows words, no grammar, and no names of a house.

mod entry;
mod segment;
mod trie;

pub use entry::{Class, Entry};
pub use segment::{Cutter, Piece, segment};
pub use trie::{Node, Trie, WORDS};

/// The longest word there is, in characters.
pub const LONGEST: usize = 16;

/// What is known of a word, or nothing if it is not in the general dictionary.
pub fn lookup(word: &str) -> Option<Entry> {
    Entry::read(WORDS.get(word)?)
}

/// Every word that the text begins with, the shortest first, with the bytes it takes up.
pub fn beginning(text: &str) -> impl Iterator<Item = (usize, Entry)> {
    let mut node = None;
    let mut chars = text.char_indices();
    std::iter::from_fn(move || {
        loop {
            let (at, c) = chars.next()?;
            let next = match node {
                None => WORDS.begin(c),
                Some(node) => WORDS.step(node, c),
            };
            // Nothing goes on from here: what is left is not asked again.
            let Some(reached) = next else {
                chars = "".char_indices();
                return None;
            };
            node = Some(reached);
            if let Some(entry) = Entry::read(reached.value) {
                return Some((at + c.len_utf8(), entry));
            }
        }
    })
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
    fn what_follows_two_characters_is_told() {
        let lead = WORDS.begin('生').and_then(|node| WORDS.step(node, '态')).expect("a node");
        let children: Vec<(char, Node)> = WORDS.children(lead).collect();
        assert!(children.iter().any(|(c, _)| *c == '环') && !WORDS.is_end(lead));
        for (c, node) in children {
            assert_eq!(WORDS.step(lead, c), Some(node), "{c}");
        }
        assert!(WORDS.may_begin('生', '态') && !WORDS.may_begin('生', 'a'));
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
