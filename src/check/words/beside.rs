//! Which 汉字 stand beside each other in official texts, each a word of its own (`beside.txt`).

use std::sync::LazyLock;

static PAIRS: &str = include_str!("beside.txt");

/// Bits for the pairs: fifty for each, so that hardly another pair falls on one.
const BITS: usize = 1 << 20;

static SEEN: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut seen = vec![0; BITS / 64];
    for line in PAIRS.lines().filter(|line| !line.starts_with('#')) {
        let mut chars = line.chars();
        let Some(first) = chars.next() else { continue };
        for second in chars {
            let bit = bit(first, second);
            seen[bit / 64] |= 1_u64 << (bit % 64);
        }
    }
    seen
});

/// Whether two characters were seen beside each other; of others, one pair in fifty counts as seen.
pub fn are_seen(first: char, second: char) -> bool {
    let bit = bit(first, second);
    SEEN[bit / 64] >> (bit % 64) & 1 == 1
}

fn bit(first: char, second: char) -> usize {
    let first = u32::from(first).wrapping_mul(0x9E37_79B1);
    let second = u32::from(second).wrapping_mul(0x85EB_CA6B);
    (first ^ second) as usize >> 12
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_is_seen_and_hardly_another() {
        let lines: Vec<&str> = PAIRS.lines().collect();
        assert!(lines.windows(2).all(|pair| pair[0] < pair[1]));
        let mut pairs = 0;
        for line in lines.iter().filter(|line| !line.starts_with('#')) {
            let mut chars = line.chars();
            let first = chars.next().expect("a character");
            for second in chars {
                pairs += 1;
                assert!(are_seen(first, second), "{first}{second}");
            }
        }
        let set: u32 = SEEN.iter().map(|bits| bits.count_ones()).sum();
        assert!(pairs > 10_000 && set as usize * 50 < BITS, "{pairs} pairs, {set} bits");
        // None of these is a word of its own.
        assert!(!are_seen('葡', '萄') && !are_seen('徘', '徊'));
    }
}
