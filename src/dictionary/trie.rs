//! Words as a trie of sorted children: a look-up is one search among a few children per character.
//!
//! The trie lies in the program as it is read, so nothing is unpacked or allocated. Nodes are numbered
//! level by level, the children of a node one after the other by their characters, so that a node's
//! children end where the next node's begin. Numbers are little-endian. A character's number is its
//! distance from 一. The file is, one after the other:
//!
//! - 2^20 bits, of which one is set for each two characters that a word begins with that official texts
//!   use, or a set phrase, see [`bit`]: few others fall on it, so that most that none begins with are
//!   known at one look;
//! - for each of the 20,992 numbers, 16 bits: 1 more than the node that a word's first character of
//!   this number leads to, 0 where no word begins so;
//! - for each node, 16 bits: the number of the character that leads to it;
//! - for each node, 16 bits: the value of the word that ends there, 0 where none does;
//! - for each node and one behind the last, 16 bits: where its children begin, from the block's on;
//! - for each block of 64 of these, 32 bits: where the first one's children begin.

use super::Entry;

/// The first character that words are written with.
const FIRST: u32 = '一' as u32;
/// How many there are.
const CHARACTERS: usize = 0x9FFF - FIRST as usize + 1;
/// Bits for the pairs of characters that words begin with.
const PAIRS: usize = 1 << 20;
/// Nodes of a block.
const BLOCK: usize = 64;

/// Words and their values.
#[derive(Clone, Copy, Debug)]
pub struct Trie {
    pairs: &'static [u8],
    begins: &'static [u8],
    labels: &'static [u8],
    values: &'static [u8],
    children: &'static [u8],
    blocks: &'static [u8],
}

/// Where the characters read so far have led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    at: usize,
    /// The value of the word that ends here; 0 where none does.
    pub value: u16,
}

impl Node {
    /// How often official texts use the word that ends here: twice the binary logarithm of how often
    /// in 60 million words; 0 where none ends.
    pub fn official(self) -> u8 {
        (self.value >> 10) as u8
    }

    /// What the general dictionary says of the word that ends here.
    pub fn entry(self) -> Option<Entry> {
        Entry::read(self.value)
    }
}

impl Trie {
    /// The words of a file; none if it is not one.
    pub const fn new(file: &'static [u8]) -> Self {
        let none =
            Self { pairs: &[], begins: &[], labels: &[], values: &[], children: &[], blocks: &[] };
        let Some((pairs, rest)) = file.split_at_checked(PAIRS / 8) else { return none };
        let Some((begins, rest)) = rest.split_at_checked(CHARACTERS * 2) else { return none };
        // Six bytes a node, two for the one behind the last, and the blocks.
        let Some(most) = rest.len().checked_sub(6) else { return none };
        let mut nodes = most / 6;
        while nodes > 0 && nodes * 6 + 2 + (nodes / BLOCK + 1) * 4 > rest.len() {
            nodes -= 1;
        }
        let (labels, rest) = rest.split_at(nodes * 2);
        let (values, rest) = rest.split_at(nodes * 2);
        let (children, blocks) = rest.split_at((nodes + 1) * 2);
        Self { pairs, begins, labels, values, children, blocks }
    }

    /// Where a word's first character leads.
    pub fn begin(self, c: char) -> Option<Node> {
        let number = u32::from(c).checked_sub(FIRST)?;
        let at = usize::from(short(self.begins, number as usize)?).checked_sub(1)?;
        self.node(at)
    }

    /// Where one more character leads.
    pub fn step(self, node: Node, c: char) -> Option<Node> {
        let label = u16::try_from(u32::from(c).checked_sub(FIRST)?).ok()?;
        let (first, end) = (self.first(node.at)?, self.first(node.at + 1)?);
        let labels = self.labels.get(first * 2..end * 2)?.as_chunks::<2>().0;
        let mut at = 0;
        let mut size = labels.len();
        while size > 1 {
            let half = size / 2;
            // Reckoned, not chosen: no branch that cannot be foreseen.
            at += half * usize::from(u16::from_le_bytes(*labels.get(at + half)?) <= label);
            size -= half;
        }
        if u16::from_le_bytes(*labels.get(at)?) == label { self.node(first + at) } else { None }
    }

    /// Whether a word that official texts use may begin with two characters; if not, none does.
    pub fn may_begin(self, first: char, second: char) -> bool {
        let bit = bit(first, second);
        self.pairs.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }

    /// All characters that lead on from a node, and where to.
    pub fn children(self, node: Node) -> impl Iterator<Item = (char, Node)> {
        let first = self.first(node.at).unwrap_or_default();
        let end = self.first(node.at + 1).unwrap_or_default();
        (first..end).filter_map(move |at| {
            let c = char::from_u32(FIRST + u32::from(short(self.labels, at)?))?;
            Some((c, self.node(at)?))
        })
    }

    /// The value of a word.
    pub fn get(self, word: &str) -> Option<u16> {
        let mut chars = word.chars();
        let first = self.begin(chars.next()?)?;
        let last = chars.try_fold(first, |node, c| self.step(node, c))?;
        Some(last.value).filter(|value| *value != 0)
    }

    fn node(self, at: usize) -> Option<Node> {
        Some(Node { at, value: short(self.values, at)? })
    }

    /// Where the children of a node begin.
    fn first(self, at: usize) -> Option<usize> {
        let block = self.blocks.get(at / BLOCK * 4..)?.first_chunk()?;
        Some(u32::from_le_bytes(*block) as usize + usize::from(short(self.children, at)?))
    }
}

/// The bit of two characters.
fn bit(first: char, second: char) -> usize {
    let first = u32::from(first).wrapping_mul(0x9E37_79B1);
    let second = u32::from(second).wrapping_mul(0x85EB_CA6B);
    ((first ^ second) >> 12) as usize
}

fn short(numbers: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*numbers.get(at * 2..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_trie_has_no_words() {
        let begins = PAIRS / 8 + CHARACTERS * 2;
        for length in [0, 5, PAIRS / 8, begins, begins + 3, begins + 6, 200_000] {
            let trie = Trie::new(vec![7_u8; length].leak());
            for word in ["", "一", "一丁", "龥", "a", "\u{10FFFF}"] {
                // Whatever it says, it says something.
                let _ = trie.get(word);
            }
            assert_eq!(trie.get(""), None);
        }
    }
}
