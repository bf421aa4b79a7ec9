//! Two texts side by side: what is the same in both, and where they differ.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices, capture_diff_slices_deadline};

use super::shown::{Gap, Sign};

/// Texts that have little in common are aligned roughly after this time.
const PATIENCE: Duration = Duration::from_secs(5);

/// A stretch of two texts.
pub enum Piece {
    Same { at: usize, to: usize, count: usize },
    Differs { from: (usize, usize), to: (usize, usize) },
}

/// Aligns two texts: by whole lines first, then sign by sign where lines differ.
pub fn aligned(a: &[Sign], b: &[Sign]) -> Vec<Piece> {
    type Key = (char, bool, u8);
    let keys = |signs: &[Sign]| -> Vec<Key> {
        let key = |sign: &Sign| (sign.c, sign.look.struck, sign.look.height as u8);
        signs.iter().map(key).collect()
    };
    let lines = |signs: &[Sign]| -> Vec<usize> {
        let starts = (0..signs.len()).filter(|at| *at == 0 || signs[*at].gap >= Gap::Line);
        starts.chain([signs.len()]).collect()
    };
    let (ends_a, ends_b) = (lines(a), lines(b));
    let (a, b) = (keys(a), keys(b));
    let cut = |signs: &[Key], ends: &[usize]| -> Vec<Vec<Key>> {
        ends.windows(2).map(|pair| signs[pair[0]..pair[1]].to_vec()).collect()
    };
    let (lines_a, lines_b) = (cut(&a, &ends_a), cut(&b, &ends_b));
    let at = |ends: &[usize], line: usize| ends.get(line).or(ends.last()).copied().unwrap_or(0);
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &lines_a, &lines_b) {
        let (old, new) = (op.old_range(), op.new_range());
        let (from, to) = (at(&ends_a, old.start), at(&ends_b, new.start));
        let (end_from, end_to) = (at(&ends_a, old.end), at(&ends_b, new.end));
        if let DiffOp::Equal { .. } = op {
            out.push(Piece::Same { at: from, to, count: end_from - from });
            continue;
        }
        let (a, b) = (&a[from..end_from], &b[to..end_to]);
        let patience = Some(Instant::now() + PATIENCE);
        for op in capture_diff_slices_deadline(Algorithm::Myers, a, b, patience) {
            let (old, new) = (op.old_range(), op.new_range());
            out.push(match op {
                DiffOp::Equal { len, .. } => {
                    Piece::Same { at: from + old.start, to: to + new.start, count: len }
                }
                _ => Piece::Differs {
                    from: (from + old.start, from + old.end),
                    to: (to + new.start, to + new.end),
                },
            });
        }
    }
    merged(out, &a)
}

/// Differences beside each other are one; so are two stretches that the entry leaves out with a few
/// signs between, where these stand at the end or the beginning of the whole as well.
fn merged<K: PartialEq>(pieces: Vec<Piece>, a: &[K]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        out.push(piece);
        while settle(&mut out, a) {}
    }
    out
}

/// Puts the last pieces into one; false where they stay.
fn settle<K: PartialEq>(out: &mut Vec<Piece>, a: &[K]) -> bool {
    use Piece::{Differs, Same};
    const FEW: usize = 40;
    let made = match out.as_slice() {
        [.., Differs { from, to }, Differs { from: more, to: also }] => {
            Some((2, vec![Differs { from: (from.0, more.1), to: (to.0, also.1) }]))
        }
        [.., Same { at, to, count }, Same { at: next, to: goes, count: more }]
            if at + count == *next && to + count == *goes =>
        {
            Some((2, vec![Same { at: *at, to: *to, count: count + more }]))
        }
        [
            ..,
            Differs { from, to },
            Same { at, to: goes, count },
            Differs { from: more, to: also },
        ] if to.0 == to.1
            && also.0 == also.1
            && *count <= FEW
            && from.1 > from.0
            && more.1 > more.0 =>
        {
            let (kept, end) = (&a[*at..at + count], more.1);
            if end - count >= from.0 && &a[end - count..end] == kept && end - count >= more.0 {
                let same = Same { at: end - count, to: *goes, count: *count };
                Some((3, vec![Differs { from: (from.0, end - count), to: *to }, same]))
            } else if from.0 + count <= from.1 && &a[from.0..from.0 + count] == kept {
                let same = Same { at: from.0, to: *goes, count: *count };
                let left = Differs { from: (from.0 + count, end), to: *also };
                Some((3, vec![same, left]))
            } else {
                None
            }
        }
        _ => None,
    };
    let Some((count, made)) = made else { return false };
    out.truncate(out.len() - count);
    out.extend(made);
    true
}
