//! Makes the trie of the dictionary; its form stands in `src/dictionary/trie.rs`.

use std::collections::{BTreeMap, VecDeque};

const FIRST: u32 = 0x4E00;
const CHARACTERS: usize = 0x9FFF - 0x4E00 + 1;
const BLOCK: usize = 64;
const PAIRS: usize = 1 << 20;
/// From this level on a word may be meant by a slip.
const MEANT: u16 = 8;

/// The file of some words, each with its value (more than 0).
pub fn packed(words: &BTreeMap<String, u16>) -> Vec<u8> {
    let mut pairs = vec![0_u8; PAIRS / 8];
    for (word, _) in words.iter().filter(|(_, value)| **value >> 10 >= MEANT || is_idiom(**value)) {
        let mut chars = word.chars().map(u32::from);
        if let (Some(first), Some(second)) = (chars.next(), chars.next()) {
            let (first, second) =
                (first.wrapping_mul(0x9E37_79B1), second.wrapping_mul(0x85EB_CA6B));
            let bit = ((first ^ second) >> 12) as usize;
            pairs[bit / 8] |= 1 << (bit % 8);
        }
    }
    let words: Vec<(Vec<u16>, u16)> = words
        .iter()
        .map(|(word, value)| {
            (word.chars().map(|c| (u32::from(c) - FIRST) as u16).collect(), *value)
        })
        .collect();
    let (mut labels, mut values, mut children) = (Vec::new(), Vec::new(), Vec::new());
    let mut begins = vec![0_u16; CHARACTERS];
    // The words below a node, and how many characters they share; the root's children first.
    let mut waiting = VecDeque::new();
    let families = |from: usize, to: usize, depth: usize| {
        let mut families = Vec::new();
        let mut start = from;
        while start < to {
            let label = words[start].0[depth];
            let count =
                words[start..to].iter().take_while(|(word, _)| word[depth] == label).count();
            families.push((start, start + count, depth + 1));
            start += count;
        }
        families
    };
    waiting.extend(families(0, words.len(), 0));
    let mut next = waiting.len();
    while let Some((from, to, depth)) = waiting.pop_front() {
        let label = words[from].0[depth - 1];
        if depth == 1 {
            begins[usize::from(label)] = labels.len() as u16 + 1;
        }
        let ends = words[from].0.len() == depth;
        labels.push(label);
        values.push(if ends { words[from].1 } else { 0 });
        children.push(next);
        let below = families(from + usize::from(ends), to, depth);
        next += below.len();
        waiting.extend(below);
    }
    children.push(next);
    let blocks: Vec<u32> = children.iter().step_by(BLOCK).map(|first| *first as u32).collect();
    let offsets = children.iter().enumerate().map(|(at, first)| {
        u16::try_from(first - blocks[at / BLOCK] as usize).expect("few children in a block")
    });
    let shorts = begins.into_iter().chain(labels).chain(values).chain(offsets);
    let mut file = pairs;
    file.extend(shorts.flat_map(u16::to_le_bytes));
    file.extend(blocks.iter().flat_map(|first| first.to_le_bytes()));
    file
}

/// Whether a value is that of a set phrase.
fn is_idiom(value: u16) -> bool {
    (value & 0x3FF).checked_sub(1).is_some_and(|value| value % 16 == 10)
}
