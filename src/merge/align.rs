//! Which text is which: two rows of texts, of which some were changed, came new or are gone.

use std::collections::BTreeMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// From so much in common on, of all that both say, two texts are one that was changed.
const ALIKE: f64 = 0.5;
/// The most pairs that are looked at one by one in one gap: no draft is rewritten to that extent.
const MOST_PAIRS: usize = 40_000;
/// What differs is compared one by one up to so many pairs; beyond that it differs as a whole, or a text
/// made for it would take for ever.
const MOST_COMPARED: usize = 16_000_000;
/// How much of a text is compared to tell how alike it is to another, in characters.
const COMPARED: usize = 600;

/// How alike two texts are, from 0 to 1: by the pairs of characters that both have (Sørensen and Dice).
pub fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let pairs = |text: &str| {
        let chars: Vec<char> = text.chars().take(COMPARED).collect();
        chars
            .windows(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
            .collect::<Vec<_>>()
    };
    let (one, other) = (pairs(one), pairs(other));
    let mut counts: BTreeMap<(char, char), usize> = BTreeMap::new();
    for pair in &one {
        *counts.entry(*pair).or_default() += 1;
    }
    let mut shared = 0_u32;
    for pair in &other {
        if let Some(left) = counts.get_mut(pair).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    let all = one.len() + other.len();
    if all == 0 { 0.0 } else { 2.0 * f64::from(shared) / all as f64 }
}

/// Where two rows differ: the stretches of the one, and what stands there in the other.
fn differences<T: Eq + Ord + std::hash::Hash>(
    old: &[T],
    new: &[T],
) -> Vec<(Range<usize>, Range<usize>)> {
    let start = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let rest = (old.len() - start).min(new.len() - start);
    let both = old.iter().rev().zip(new.iter().rev()).take(rest);
    let end = both.take_while(|(one, other)| one == other).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    if start == old_end && start == new_end {
        return Vec::new();
    }
    let inner =
        (old.get(start..old_end).unwrap_or_default(), new.get(start..new_end).unwrap_or_default());
    if inner.0.len().saturating_mul(inner.1.len()) > MOST_COMPARED {
        return vec![(start..old_end, start..new_end)];
    }
    let ops = capture_diff_slices(Algorithm::Myers, inner.0, inner.1);
    let moved = |range: Range<usize>| range.start + start..range.end + start;
    let mut out: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let (gone, put) = (moved(op.old_range()), moved(op.new_range()));
        match out.last_mut() {
            // What is gone and what is put in its place are one change.
            Some(last) if last.0.end == gone.start && last.1.end == put.start => {
                (last.0.end, last.1.end) = (gone.end, put.end);
            }
            _ => out.push((gone, put)),
        }
    }
    out
}

/// Pairs of places, ascending in both rows: what is equal, and between that what is most alike.
pub fn pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    for (gone, put) in differences(old, new) {
        pairs.extend((a..gone.start).zip(b..put.start));
        let found = alike(
            old.get(gone.clone()).unwrap_or_default(),
            new.get(put.clone()).unwrap_or_default(),
        );
        pairs.extend(found.into_iter().map(|(one, other)| (gone.start + one, put.start + other)));
        (a, b) = (gone.end, put.end);
    }
    pairs.extend((a..old.len()).zip(b..new.len()));
    pairs
}

/// The pairs of two gaps that are together the most alike, ascending in both.
fn alike(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len() * new.len() > MOST_PAIRS {
        return Vec::new();
    }
    // best[a][b]: what the rest from a and b on can have at most.
    let width = new.len() + 1;
    let mut best = vec![0.0_f64; (old.len() + 1) * width];
    let mut score = vec![0.0_f64; old.len() * new.len()];
    for (a, one) in old.iter().enumerate().rev() {
        for (b, other) in new.iter().enumerate().rev() {
            let own = likeness(one, other);
            score[a * new.len() + b] = own;
            let paired = if own >= ALIKE { own + best[(a + 1) * width + b + 1] } else { 0.0 };
            best[a * width + b] =
                paired.max(best[(a + 1) * width + b]).max(best[a * width + b + 1]);
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < old.len() && b < new.len() {
        let own = score[a * new.len() + b];
        let all = best[a * width + b];
        if own >= ALIKE && (own + best[(a + 1) * width + b + 1] - all).abs() < 1e-9 {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if (best[(a + 1) * width + b] - all).abs() < 1e-9 {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// What two people made of one text, where they touched different words of it.
pub fn both(base: &str, one: &str, other: &str) -> Option<String> {
    let base: Vec<char> = base.chars().collect();
    let mut changes = Vec::new();
    for text in [one, other] {
        let text: Vec<char> = text.chars().collect();
        for (old, new) in differences(&base, &text) {
            let put: String = text.get(new)?.iter().collect();
            changes.push((old, put));
        }
    }
    changes.sort_by_key(|(range, _)| (range.start, range.end));
    changes.dedup();
    let mut out = String::new();
    let mut at = 0;
    for (index, (range, put)) in changes.iter().enumerate() {
        // What touches the change before it is no longer only one's own.
        if index > 0 && range.start <= at {
            return None;
        }
        out.extend(base.get(at..range.start)?);
        out.push_str(put);
        at = range.end;
    }
    out.extend(base.get(at..)?);
    Some(out)
}

/// The stretches of a text, in characters, that another text has otherwise, with what stands there
/// instead.
pub fn edits(old: &str, new: &str) -> Vec<(Range<usize>, String)> {
    let old: Vec<char> = old.chars().collect();
    let new: Vec<char> = new.chars().collect();
    let put = |range: Range<usize>| new.get(range).unwrap_or_default().iter().collect();
    differences(&old, &new).into_iter().map(|(gone, new)| (gone, put(new))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_equal_or_alike_is_one() {
        let old = ["全市召开会议。", "各县区抓紧整改落实。", "下一步继续推进。"];
        let new = ["全市召开会议。", "新的一段话。", "各县区要抓紧整改落实到位。"];
        assert_eq!(pairs(&old, &new), [(0, 0), (1, 2)]);
        assert_eq!(pairs(&[], &new), []);
        assert_eq!(pairs(&["甲", "乙"], &["丙", "丁"]), []);
    }

    #[test]
    fn likeness_goes_by_characters() {
        let one = "柳溪县完成整改三项。";
        assert!((likeness(one, "柳溪县完成整改四项。") - 14.0 / 18.0).abs() < 1e-9);
        assert!((likeness(one, one) - 1.0).abs() < 1e-9);
        assert!(likeness(one, "石梁县继续推进。") < 0.2);
        assert!(likeness("", "甲") < 0.1);
    }

    #[test]
    fn texts_made_to_take_for_ever_differ_as_a_whole() {
        let (one, other) = ("甲乙".repeat(50_000), "丙丁".repeat(50_000));
        assert_eq!(edits(&format!("同{one}同"), &format!("同{other}同")), [(1..100_001, other)]);
    }

    #[test]
    fn two_people_change_one_text() {
        let base = "望河县完成整改三项，柳溪县完成两项。";
        let one = "望河县完成整改四项，柳溪县完成两项。";
        let other = "望河县完成整改三项，柳溪县已完成两项。";
        let both = |one, other| super::both(base, one, other);
        assert_eq!(both(one, other).as_deref(), Some("望河县完成整改四项，柳溪县已完成两项。"));
        assert_eq!(both(one, base).as_deref(), Some(one));
        assert_eq!(both(one, one).as_deref(), Some(one));
        assert_eq!(both(one, "望河县完成整改五项，柳溪县完成两项。"), None);
    }
}
