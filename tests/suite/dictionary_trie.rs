//! Makes the trie of the dictionary; its form stands in `src/dictionary/trie.rs`.

use std::collections::BTreeMap;

const FIRST: u32 = 0x4E00;
const CHARACTERS: usize = 0x9FFF - 0x4E00 + 1;
const BLOCK: usize = 64;
const BITS: usize = 1 << 20;
/// From this level on a word may be meant by a slip.
const MEANT: u16 = 8;

/// A word as the numbers of its characters, and its value.
type Word = (Vec<u16>, u16);

/// Words that begin alike, in their order.
struct Family<'w> {
    words: &'w [Word],
    /// How many characters they share.
    depth: usize,
}

impl<'w> Family<'w> {
    /// The last character that they share.
    fn label(&self) -> u16 {
        self.words[0].0[self.depth - 1]
    }

    /// The value of the word that is what they share; 0 where none is.
    fn value(&self) -> u16 {
        let (word, value) = &self.words[0];
        if word.len() == self.depth { *value } else { 0 }
    }

    /// Those that share one more.
    fn children(&self) -> impl Iterator<Item = Family<'w>> + use<'w> {
        let depth = self.depth;
        let ends = usize::from(self.words[0].0.len() == depth);
        let families = self.words[ends..].chunk_by(move |a, b| a.0[depth] == b.0[depth]);
        families.map(move |words| Family { words, depth: depth + 1 })
    }
}

/// The file of some words, each with its value (more than 0).
pub fn packed(words: &BTreeMap<String, u16>) -> Vec<u8> {
    let mut bits = vec![0_u8; BITS / 8];
    let mut official = bits.clone();
    let mut singles = vec![0_u16; CHARACTERS];
    let mut longer: Vec<Word> = Vec::new();
    for (word, value) in words {
        let numbers: Vec<u16> = word.chars().map(|c| (u32::from(c) - FIRST) as u16).collect();
        let [first, second, ..] = numbers[..] else {
            singles[usize::from(numbers[0])] = *value;
            continue;
        };
        let bit = bit(first, second);
        bits[bit / 8] |= 1 << (bit % 8);
        if *value >> 10 >= MEANT || is_idiom(*value) {
            official[bit / 8] |= 1 << (bit % 8);
        }
        longer.push((numbers, *value));
    }
    longer.sort_by_key(|(word, _)| (bit(word[0], word[1]) / 8, word.clone()));
    let pairs: Vec<Family> = longer
        .chunk_by(|a, b| a.0[..2] == b.0[..2])
        .map(|words| Family { words, depth: 2 })
        .collect();
    let mut begins = vec![0; BITS / 8 + 1];
    for pair in &pairs {
        begins[bit(pair.words[0].0[0], pair.label()) / 8 + 1] += 1;
    }
    for at in 0..BITS / 8 {
        begins[at + 1] += begins[at];
    }
    let mut nodes: Vec<Family> = Vec::new();
    let mut of_pairs: Vec<u8> = Vec::new();
    for pair in &pairs {
        put(&mut of_pairs, [pair.words[0].0[0], pair.label(), pair.value()]);
        of_pairs.extend_from_slice(&(nodes.len() as u32).to_le_bytes()[..3]);
        nodes.extend(pair.children());
    }
    put(&mut of_pairs, [0, 0, 0]);
    of_pairs.extend_from_slice(&(nodes.len() as u32).to_le_bytes()[..3]);
    let mut behind_nodes = vec![nodes.len()];
    let mut at = 0;
    while let Some(node) = nodes.get(at) {
        let children = node.children();
        nodes.extend(children);
        behind_nodes.push(nodes.len());
        at += 1;
    }

    let counts = [pairs.len(), nodes.len()].map(|count| (count as u32).to_le_bytes());
    let mut file = counts.concat();
    file.extend(bits);
    file.extend(official);
    put(&mut file, singles);
    put_places(&mut file, &begins);
    file.extend(of_pairs);
    put(&mut file, nodes.iter().flat_map(|it| [it.label(), it.value()]));
    put_places(&mut file, &behind_nodes);
    file
}

fn put(file: &mut Vec<u8>, numbers: impl IntoIterator<Item = u16>) {
    file.extend(numbers.into_iter().flat_map(u16::to_le_bytes));
}

fn put_places(file: &mut Vec<u8>, places: &[usize]) {
    let blocks: Vec<u32> = places.iter().step_by(BLOCK).map(|first| *first as u32).collect();
    let offsets = places.iter().enumerate().map(|(at, place)| {
        u16::try_from(place - blocks[at / BLOCK] as usize).expect("few of them in a block")
    });
    put(file, offsets);
    file.extend(blocks.iter().flat_map(|first| first.to_le_bytes()));
}

/// The bit of two characters.
fn bit(first: u16, second: u16) -> usize {
    let first = u32::from(first).wrapping_mul(0x9E37_79B1);
    let second = u32::from(second).wrapping_mul(0x85EB_CA6B);
    ((first ^ second) >> 12) as usize
}

/// Whether a value is that of a set phrase.
fn is_idiom(value: u16) -> bool {
    (value & 0x3FF).checked_sub(1).is_some_and(|value| value % 16 == 10)
}
