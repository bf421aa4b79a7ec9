//! Short clauses that belong on one line: 心系基层 情暖新春.

/// A pair of parallel clauses is kept on one line up to this many em each.
pub const LONGEST_OF_PAIR: f64 = 8.0;
/// The same of three of them.
const LONGEST_OF_THREE: f64 = 5.0;

/// The first clause of each pair of neighbours that have one length and are short; of three very short
/// ones the first two: 提高站位 明确任务 强化管理 are one line.
pub fn pairs(lengths: &[f64]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut index = 0;
    while let [first, second, ..] = lengths[index..] {
        let same = lengths[index..].iter().take_while(|it| (*it - first).abs() < 0.1).count();
        if same == 3 && first <= LONGEST_OF_THREE {
            found.extend([index, index + 1]);
            index += same;
            if index >= lengths.len() {
                break;
            }
            continue;
        }
        if (first - second).abs() < 0.1 && first <= LONGEST_OF_PAIR {
            found.push(index);
            index += 1;
        }
        index += 1;
        if index >= lengths.len() {
            break;
        }
    }
    found
}
