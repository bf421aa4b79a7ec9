//! Straight quotes around Chinese.

use super::line::{Scan, is_han};
use super::rules::STRAIGHT_QUOTE;

/// The quotes of a passage, in their order.
struct Mark {
    at: usize,
    c: char,
}

/// Looks at all `"` and `'` of the passage together: which is which follows from their order.
pub fn quotes(scan: &mut Scan<'_, '_, '_>) {
    if !scan.passage.has('"') && !scan.passage.has('\'') {
        return;
    }
    let marks: Vec<Mark> = (0..scan.len())
        .filter_map(|at| Some(Mark { at, c: scan.get(at)? }))
        .filter(|mark| {
            matches!(mark.c, '"' | '“' | '”') || (mark.c == '\'' && !is_apostrophe(scan, mark.at))
        })
        .collect();
    let double: Vec<&Mark> = marks.iter().filter(|mark| mark.c != '\'').collect();
    let mut inside = Inside::default();
    let mut index = 0;
    while let Some(mark) = double.get(index) {
        index += 1;
        match mark.c {
            '“' => inside.open(mark.at),
            '”' => inside.close(mark.at),
            // Inches, or seconds.
            _ if !inside.is_open() && scan.before(mark.at).is_some_and(|c| c.is_ascii_digit()) => {}
            _ => {
                let next = double.get(index);
                match next {
                    // An opening one that is curly, a closing one that is straight.
                    _ if inside.is_open() && next.is_none_or(|next| next.c == '“') => {
                        tell(scan, &[(mark.at, "”")], mark.at);
                        inside.close(mark.at);
                    }
                    // The other way round.
                    Some(close) if close.c == '”' && !inside.is_open() => {
                        tell(scan, &[(mark.at, "“")], mark.at);
                        inside.span(mark.at, close.at);
                        index += 1;
                    }
                    Some(close) if close.c == '"' && !inside.is_open() => {
                        if holds_chinese(scan, mark.at, close.at) {
                            tell(scan, &[(mark.at, "“"), (close.at, "”")], mark.at);
                            inside.span(mark.at, close.at);
                        }
                        index += 1;
                    }
                    // Nobody can say which is which.
                    _ => {
                        if touches_chinese(scan, mark.at) {
                            tell(scan, &[], mark.at);
                        }
                        break;
                    }
                }
            }
        }
    }
    let single: Vec<usize> =
        marks.iter().filter(|mark| mark.c == '\'').map(|mark| mark.at).collect();
    if single.len() % 2 == 1 {
        return;
    }
    for pair in single.chunks_exact(2) {
        let &[open, close] = pair else { continue };
        if holds_chinese(scan, open, close) {
            let marks = if inside.holds(open) { ["‘", "’"] } else { ["“", "”"] };
            tell(scan, &[(open, marks[0]), (close, marks[1])], open);
        }
    }
}

/// The stretches within double quotes.
#[derive(Default)]
struct Inside {
    spans: Vec<(usize, usize)>,
    from: Option<usize>,
}

impl Inside {
    fn is_open(&self) -> bool {
        self.from.is_some()
    }

    fn open(&mut self, at: usize) {
        self.from.get_or_insert(at);
    }

    fn close(&mut self, at: usize) {
        if let Some(from) = self.from.take() {
            self.spans.push((from, at));
        }
    }

    fn span(&mut self, from: usize, to: usize) {
        self.spans.push((from, to));
    }

    /// The spans come in their order and do not overlap.
    fn holds(&self, at: usize) -> bool {
        let after = self.spans.partition_point(|&(from, _)| from < at);
        after.checked_sub(1).and_then(|last| self.spans.get(last)).is_some_and(|&(_, to)| at < to)
    }
}

/// The apostrophe of a Latin word, feet or minutes.
fn is_apostrophe(scan: &Scan<'_, '_, '_>, at: usize) -> bool {
    scan.before(at).is_some_and(|c| c.is_ascii_alphanumeric())
}

fn touches_chinese(scan: &Scan<'_, '_, '_>, at: usize) -> bool {
    scan.is_han(at + 1) || scan.is_han_before(at)
}

fn holds_chinese(scan: &Scan<'_, '_, '_>, open: usize, close: usize) -> bool {
    close > open + 1 && scan.text(open + 1..close).chars().any(is_han)
}

fn tell(scan: &mut Scan<'_, '_, '_>, marks: &[(usize, &str)], first: usize) {
    let edits: Option<Vec<_>> =
        marks.iter().map(|&(at, curly)| scan.replace(at..at + 1, curly)).collect();
    let help = match marks {
        [] => "分清前后，改成「“」和「”」".to_owned(),
        [(_, curly)] => format!("改成「{curly}」"),
        [(_, open), .., (_, close)] => format!("改成「{open}」和「{close}」"),
    };
    let range = first..marks.last().map_or(first, |&(last, _)| last) + 1;
    let message = "汉字旁边的引号是直的".to_owned();
    let found = scan.tell(STRAIGHT_QUOTE, range, message, &help, None);
    if let (Some(found), Some(edits)) = (found, edits) {
        found.fix = edits;
    }
}
