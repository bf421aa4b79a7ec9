//! Words as a trie: a word's first two characters are one look into a table, each further one a search
//! among the few that can follow.
//!
//! The trie lies in the program as it is read, so nothing is unpacked or allocated. Numbers are
//! little-endian. A character's number is its distance from 一. The file is, one after the other:
//!
//! - two times 32 bits: how many pairs of characters words begin with, and how many nodes there are
//!   behind them;
//! - 2^20 bits, of which one is set for each pair that a word begins with, see [`bit`]: few others fall
//!   on it, so that most that none begins with are known at one look;
//! - the same for the words that official texts use, and set phrases;
//! - for each of the 20,992 numbers, 16 bits: the value of the character, 0 where it is no word;
//! - for each eight of those bits and one behind the last: where the pairs begin that fall on them;
//! - for each pair, ordered so, and one behind the last: 16 bits each for the numbers of its two
//!   characters, and its value, 0 where it is no word; 24 bits for where the nodes begin that follow it;
//! - for each node, 16 bits each: the number of the character that leads to it, and its value, 0 where
//!   no word ends there; then for each and one behind the last: where the nodes begin that follow it.
//!   The nodes that follow another stand one after the other by their characters.
//!
//! A row of places (“where … begin”) is 16 bits each, counted from the block's on, and then 32 bits for
//! each block of 64.

use super::entry::Entry;

/// The words; `tests/suite/dictionary.rs` holds them against their sources.
pub static WORDS: Trie = Trie::new(include_bytes!("words.trie"));

/// The first character that words are written with.
const FIRST: u32 = '一' as u32;
/// How many there are.
const CHARACTERS: usize = 0x9FFF - FIRST as usize + 1;
/// Bits for the pairs of characters that words begin with.
const BITS: usize = 1 << 20;
/// Places of a block.
const BLOCK: usize = 64;

/// Words and their values.
#[derive(Clone, Copy, Debug)]
pub struct Trie {
    bits: &'static [u8],
    official: &'static [u8],
    singles: &'static [[u8; 2]],
    begins: Places,
    pairs: &'static [[u8; 9]],
    nodes: &'static [[u8; 4]],
    behind_nodes: Places,
}

/// A row of places that ascend.
#[derive(Clone, Copy, Debug)]
struct Places {
    offsets: &'static [[u8; 2]],
    blocks: &'static [[u8; 4]],
}

impl Places {
    const NONE: Self = Self { offsets: &[], blocks: &[] };

    /// So many ranges of them, and what is behind them in the file.
    const fn read(file: &'static [u8], count: usize) -> Option<(Self, &'static [u8])> {
        let count = count.saturating_add(1);
        let Some((offsets, rest)) = file.split_at_checked(count.saturating_mul(2)) else {
            return None;
        };
        let Some((blocks, rest)) = rest.split_at_checked(count.div_ceil(BLOCK) * 4) else {
            return None;
        };
        Some((Self { offsets: offsets.as_chunks().0, blocks: blocks.as_chunks().0 }, rest))
    }

    /// From one place to the next.
    #[inline]
    fn range(self, at: usize) -> Option<(usize, usize)> {
        let start = u16::from_le_bytes(*self.offsets.get(at)?);
        let end = u16::from_le_bytes(*self.offsets.get(at + 1)?);
        let block = self.block(at / BLOCK)?;
        let next = if (at + 1).is_multiple_of(BLOCK) { self.block(at / BLOCK + 1)? } else { block };
        Some((block + usize::from(start), next + usize::from(end)))
    }

    #[inline]
    fn block(self, at: usize) -> Option<usize> {
        Some(u32::from_le_bytes(*self.blocks.get(at)?) as usize)
    }
}

/// Where the characters read so far have led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    at: Place,
    /// The value of the word that ends here; 0 where none does.
    pub value: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A character, by its number.
    Single(u16),
    /// A pair, or a node behind one: where those begin and end that follow it.
    Deeper(u32, u32),
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
        match Self::read(file) {
            Some(trie) => trie,
            None => Self {
                bits: &[],
                official: &[],
                singles: &[],
                begins: Places::NONE,
                pairs: &[],
                nodes: &[],
                behind_nodes: Places::NONE,
            },
        }
    }

    const fn read(file: &'static [u8]) -> Option<Self> {
        // In constants there is no `?`.
        let Some((head, rest)) = file.split_first_chunk::<8>() else { return None };
        let [a, b, c, d, e, f, g, h] = *head;
        let pairs = u32::from_le_bytes([a, b, c, d]) as usize;
        let nodes = u32::from_le_bytes([e, f, g, h]) as usize;
        let Some((bits, rest)) = rest.split_at_checked(BITS / 8) else { return None };
        let Some((official, rest)) = rest.split_at_checked(BITS / 8) else { return None };
        let Some((singles, rest)) = rest.split_at_checked(CHARACTERS * 2) else { return None };
        let Some((begins, rest)) = Places::read(rest, BITS / 8) else { return None };
        let of_pairs = pairs.saturating_add(1).saturating_mul(9);
        let Some((of_pairs, rest)) = rest.split_at_checked(of_pairs) else { return None };
        let Some((of_nodes, rest)) = rest.split_at_checked(nodes * 4) else { return None };
        let Some((behind_nodes, _)) = Places::read(rest, nodes) else { return None };
        Some(Self {
            bits,
            official,
            singles: singles.as_chunks().0,
            begins,
            pairs: of_pairs.as_chunks().0,
            nodes: of_nodes.as_chunks().0,
            behind_nodes,
        })
    }

    /// Where a word's first character leads.
    #[inline]
    pub fn begin(self, c: char) -> Option<Node> {
        let number = number(c)?;
        let value = u16::from_le_bytes(*self.singles.get(usize::from(number))?);
        Some(Node { at: Place::Single(number), value })
    }

    /// Where one more character leads.
    #[inline]
    pub fn step(self, node: Node, c: char) -> Option<Node> {
        let label = number(c)?;
        match node.at {
            Place::Single(first) => self.pair(first, label),
            Place::Deeper(first, end) => self.behind(first, end, label),
        }
    }

    /// Where two characters lead.
    #[inline]
    fn pair(self, first: u16, second: u16) -> Option<Node> {
        let bit = bit(first, second);
        if !is_set(self.bits, bit) {
            return None;
        }
        let (from, end) = self.begins.range(bit / 8)?;
        let [[a, b], [c, d]] = [first, second].map(u16::to_le_bytes);
        // Each ends where the next begins.
        let mut pairs = self.pairs.get(from..end + 1)?.windows(2);
        let (pair, next) = pairs.find_map(|pairs| match pairs {
            [pair, next] if pair[..4] == [a, b, c, d] => Some((pair, next)),
            _ => None,
        })?;
        let place = |[.., a, b, c]: [u8; 9]| u32::from_le_bytes([a, b, c, 0]);
        let value = u16::from_le_bytes([pair[4], pair[5]]);
        Some(Node { at: Place::Deeper(place(*pair), place(*next)), value })
    }

    /// Where a character leads from those before, of which some nodes follow.
    #[inline]
    fn behind(self, first: u32, end: u32, label: u16) -> Option<Node> {
        let nodes = self.nodes.get(first as usize..end as usize)?;
        let mut at = 0;
        let mut size = nodes.len();
        while size > 1 {
            let half = size / 2;
            // Reckoned, not chosen: no branch that cannot be foreseen.
            at += half * usize::from(label_of(nodes[at + half]) <= label);
            size -= half;
        }
        let node = *nodes.get(at)?;
        (label_of(node) == label).then(|| self.node(first as usize + at, node))?
    }

    /// Whether a word that official texts use may begin with two characters; if not, none does.
    #[inline]
    pub fn may_begin(self, first: char, second: char) -> bool {
        let (Some(first), Some(second)) = (number(first), number(second)) else { return false };
        is_set(self.official, bit(first, second))
    }

    /// Whether no longer word begins as what leads to a node of two characters or more.
    pub fn is_end(self, node: Node) -> bool {
        matches!(node.at, Place::Deeper(first, end) if first == end)
    }

    /// All characters that lead on from two or more, and where to.
    pub fn children(self, node: Node) -> impl Iterator<Item = (char, Node)> {
        let (first, end) = match node.at {
            Place::Single(_) => (0, 0),
            Place::Deeper(first, end) => (first as usize, end as usize),
        };
        let nodes = self.nodes.get(first..end).unwrap_or_default();
        (first..).zip(nodes).filter_map(move |(at, node)| {
            let c = char::from_u32(FIRST + u32::from(label_of(*node)))?;
            Some((c, self.node(at, *node)?))
        })
    }

    /// The value of a word.
    pub fn get(self, word: &str) -> Option<u16> {
        let mut chars = word.chars();
        let first = self.begin(chars.next()?)?;
        let last = chars.try_fold(first, |node, c| self.step(node, c))?;
        Some(last.value).filter(|value| *value != 0)
    }

    #[inline]
    fn node(self, at: usize, [_, _, low, high]: [u8; 4]) -> Option<Node> {
        let (first, end) = self.behind_nodes.range(at)?;
        let value = u16::from_le_bytes([low, high]);
        Some(Node { at: Place::Deeper(first as u32, end as u32), value })
    }
}

fn number(c: char) -> Option<u16> {
    u16::try_from(u32::from(c).checked_sub(FIRST)?).ok()
}

fn label_of([low, high, ..]: [u8; 4]) -> u16 {
    u16::from_le_bytes([low, high])
}

#[inline]
fn is_set(bits: &[u8], bit: usize) -> bool {
    bits.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
}

/// The bit of two characters.
fn bit(first: u16, second: u16) -> usize {
    let first = u32::from(first).wrapping_mul(0x9E37_79B1);
    let second = u32::from(second).wrapping_mul(0x85EB_CA6B);
    ((first ^ second) >> 12) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_trie_has_no_words() {
        let begins = 8 + BITS / 4 + CHARACTERS * 2;
        for length in [0, 5, BITS / 8, begins, begins + 3, begins + 300_000, 700_000] {
            let mut file = vec![7_u8; length];
            // 1,799 pairs and as many nodes.
            file.iter_mut().zip([7, 7, 0, 0, 7, 7, 0, 0]).for_each(|(byte, of)| *byte = of);
            let trie = Trie::new(file.leak());
            for word in ["", "一", "一丁", "龥", "a", "\u{10FFFF}"] {
                // Whatever it says, it says something.
                let _ = trie.get(word);
            }
            assert_eq!(trie.get(""), None);
        }
    }
}
