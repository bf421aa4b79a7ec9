//! The lines of a file, found once for all findings in it.

use std::cell::RefCell;
use std::sync::{Arc, Weak};

use super::file::SourceFile;

/// How many bytes lie between two places of which the column is kept, at least.
const STEP: usize = 1_024;

thread_local! {
    /// Findings come file by file: the lines of the last one are kept.
    static LAST: RefCell<Option<Lines>> = const { RefCell::new(None) };
}

/// Where the lines of a file begin, and how many characters stand before some of its places.
struct Lines {
    file: Weak<SourceFile>,
    starts: Vec<usize>,
    /// Place, and the characters before it in the file.
    steps: Vec<(usize, usize)>,
}

impl Lines {
    fn of(file: &Arc<SourceFile>) -> Self {
        let mut starts = vec![0];
        let mut steps = vec![(0, 0)];
        let (mut count, mut next) = (0, STEP);
        for (at, c) in file.text.char_indices() {
            if at >= next {
                steps.push((at, count));
                next = at + STEP;
            }
            if c == '\n' {
                starts.push(at + 1);
            }
            count += 1;
        }
        Self { file: Arc::downgrade(file), starts, steps }
    }

    /// How many characters stand before a place.
    fn characters(&self, text: &str, at: usize) -> usize {
        let step = self.steps.partition_point(|(place, _)| *place <= at).saturating_sub(1);
        let (place, count) = self.steps.get(step).copied().unwrap_or_default();
        count + text[place..at].chars().count()
    }
}

/// Line and column of a place in a file, both from 1; the column counts characters.
pub fn line_column(file: &Arc<SourceFile>, at: usize) -> (usize, usize) {
    LAST.with_borrow_mut(|last| {
        let known = last.as_ref().is_some_and(|lines| lines.file.as_ptr() == Arc::as_ptr(file));
        if !known {
            *last = None;
        }
        let lines = last.get_or_insert_with(|| Lines::of(file));
        let line = lines.starts.partition_point(|start| *start <= at);
        let start = lines.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let text = &file.text;
        (line, lines.characters(text, at) - lines.characters(text, start) + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::super::Span;
    use super::*;

    #[test]
    fn lines_and_columns_are_those_that_counting_finds() {
        let text = "甲乙\n\na丙".to_owned() + &"丁a".repeat(3_000) + "\r\n戊\n";
        let file =
            |text: &str| Arc::new(SourceFile { path: "a.md".to_owned(), text: text.to_owned() });
        for text in [text.as_str(), "", "\n", "甲"] {
            let file = file(text);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let before = &text[..at];
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let want = (before.matches('\n').count() + 1, before[start..].chars().count() + 1);
                assert_eq!(Span::new(&file, at..at).line_column(), want, "{at}");
            }
        }
    }
}
