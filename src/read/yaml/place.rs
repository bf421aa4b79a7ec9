//! Line and column as libyaml counts them → byte offset.
//!
//! Knows nothing of YAML but its line ends.

/// Characters between two remembered offsets: a line may be the whole file, and walking
/// it from its start for each of its scalars would take quadratic time.
const STRIDE: usize = 64;

/// The length of the line break that `text` starts with, if it starts with one (YAML 1.1 knows five).
pub(super) fn break_len(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => Some(2),
        [b'\r' | b'\n', ..] => Some(1),
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => Some(3),
        _ => None,
    }
}

/// The lines of a text: offset of the start, and the content without its break.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = text.get(start..)?;
        let end = rest.char_indices().find_map(|(at, _)| Some((at, break_len(rest.get(at..)?)?)));
        next = end.map(|(at, len)| start + at + len);
        Some((start, rest.get(..end.map_or(rest.len(), |(at, _)| at))?))
    })
}

/// An index of one text.
pub(super) struct Places<'a> {
    text: &'a str,
    /// The number of the first character of each line.
    lines: Vec<usize>,
    /// The offset of each [`STRIDE`]th character.
    strides: Vec<usize>,
}

impl<'a> Places<'a> {
    /// Indexes `text`.
    pub(super) fn new(text: &'a str) -> Self {
        let mut places = Self { text, lines: vec![0], strides: Vec::new() };
        let mut line_end = None;
        for (count, (at, _)) in text.char_indices().enumerate() {
            if line_end == Some(at) {
                places.lines.push(count);
            }
            if line_end.is_none_or(|end| end <= at) {
                line_end = break_len(&text[at..]).map(|len| at + len);
            }
            if count % STRIDE == 0 {
                places.strides.push(at);
            }
        }
        places
    }

    /// The offset of a line and a column, both from 0; places outside the text are clamped to its end.
    pub(super) fn offset(&self, line: usize, column: usize) -> usize {
        let end = self.text.len();
        let Some(count) = self.lines.get(line).map(|first| first.saturating_add(column)) else {
            return end;
        };
        let Some(&start) = self.strides.get(count / STRIDE) else { return end };
        self.text[start..].char_indices().nth(count % STRIDE).map_or(end, |(at, _)| start + at)
    }
}

/// The line and column, both from 0, that a serde_yaml error names last; the very start when it names none.
///
/// Generic code sees the error only through `Display`, which leaves the place out at the very start.
pub(super) fn of_error(shown: &str) -> (usize, usize) {
    let parse = || {
        let (_, place) = shown.rsplit_once(" at line ")?;
        let (line, column) = place.split_once(" column ")?;
        Some((
            line.parse::<usize>().ok()?.checked_sub(1)?,
            column.parse::<usize>().ok()?.checked_sub(1)?,
        ))
    };
    parse().unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_follow_libyaml() {
        let text = "山a\r\nb\u{2028}c\u{85}县\rd\n";
        let places = Places::new(text);
        for (line, column, at) in [
            (0, 0, 0),
            (0, 1, 3),
            (1, 0, 6),
            (2, 0, 10),
            (3, 0, 13),
            (3, 1, 16),
            (4, 0, 17),
            (5, 0, 19),
            (9, 9, 19),
        ] {
            assert_eq!(places.offset(line, column), at, "{line}:{column}");
        }
        let starts: Vec<_> = lines(text).collect();
        assert_eq!(starts, [(0, "山a"), (6, "b"), (10, "c"), (13, "县"), (17, "d"), (19, "")]);
        let long = "山".repeat(1000);
        assert_eq!(Places::new(&long).offset(0, 777), 777 * 3);
    }

    #[test]
    fn places_are_read_off_messages() {
        assert_eq!(of_error("x at line 9 column 9: · at line 3 column 14"), (2, 13));
        assert_eq!(of_error("·"), (0, 0));
    }
}
