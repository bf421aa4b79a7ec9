//! Where each byte of a scalar's value stands in the source.
//!
//! Does not parse: the value is libyaml's, and this walks both in parallel. Visible
//! characters map exactly; white space that was folded maps into the white space it came from.

use crate::diagnostic::OffsetMap;

use super::place::break_len;

/// A scalar's value tied to its source.
pub(super) struct Aligned {
    /// Value offset → source offset.
    pub map: OffsetMap,
    /// First byte of the content: after the opening quote, or after the `|` line and the indentation.
    pub start: usize,
    /// End of the content.
    pub end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
    Block,
}

/// Ties `value` to the scalar that begins at `at` in `source`; offsets are moved up by `base`.
pub(super) fn align(source: &str, at: usize, value: &str, base: usize) -> Aligned {
    let (style, start) = match source.as_bytes().get(at) {
        Some(b'\'') => (Style::Single, at + 1),
        Some(b'"') => (Style::Double, at + 1),
        Some(b'|' | b'>') => (Style::Block, after_line(source, at)),
        _ => (Style::Plain, at),
    };
    let mut walk = Walk {
        source,
        value,
        base,
        style,
        s: start,
        v: 0,
        joined: false,
        map: OffsetMap::default(),
    };
    while walk.v < value.len() {
        if walk.step().is_none() {
            // Nothing known gets here; should it happen, the rest is placed roughly rather than not at all.
            walk.point();
            break;
        }
    }
    if value.is_empty() {
        walk.point();
    }
    let start = walk.map.resolve(0).unwrap_or(start + base);
    Aligned { map: walk.map, start, end: walk.s + base }
}

struct Walk<'a> {
    source: &'a str,
    value: &'a str,
    base: usize,
    style: Style,
    s: usize,
    v: usize,
    /// After `\` at the end of a line: the break itself is no space.
    joined: bool,
    map: OffsetMap,
}

impl Walk<'_> {
    fn point(&mut self) {
        self.map.push(self.v, self.s + self.base);
    }

    /// Takes the next piece of both; `None` when they do not agree.
    fn step(&mut self) -> Option<()> {
        let source = self.source.get(self.s..)?;
        let wanted = self.value.get(self.v..)?.chars().next()?;
        let found = source.chars().next()?;
        if self.style == Style::Double && found == '\\' {
            let escape = source.get(1..)?;
            if let Some(len) = break_len(escape) {
                self.s += 1 + len;
                self.joined = true;
                return self.spaces();
            }
            let len = match escape.as_bytes().first()? {
                b'x' => 4,
                b'u' => 6,
                b'U' => 10,
                _ => 1 + escape.chars().next()?.len_utf8(),
            };
            self.take(wanted.len_utf8(), len);
            return Some(());
        }
        if self.style == Style::Single && source.starts_with("''") && wanted == '\'' {
            self.take(1, 2);
            return Some(());
        }
        if space_len(source).is_some() {
            return self.spaces();
        }
        (found == wanted).then(|| self.take(found.len_utf8(), found.len_utf8()))
    }

    fn take(&mut self, value: usize, source: usize) {
        self.point();
        self.v += value;
        self.s += source;
    }

    /// A run of white space on both sides, either of which may be empty.
    fn spaces(&mut self) -> Option<()> {
        let (source_len, breaks) = run(self.source.get(self.s..)?);
        let (mut value_len, _) = run(self.value.get(self.v..)?);
        if self.style == Style::Double {
            // Escaped spaces may follow in the value, so its run does not end where the source's ends.
            let folded = match breaks {
                _ if self.joined => breaks,
                0 => source_len,
                _ => (breaks - 1).max(1),
            };
            value_len = value_len.min(folded);
        }
        self.joined = false;
        if value_len > 0 {
            self.point();
            let value_run = self.value.get(self.v..self.v + value_len)?;
            let tail = value_run.len() - last_break_end(value_run);
            // The first line of a block has no break before it, but its indentation is cut off all the same.
            let indented = tail < value_len || (self.v == 0 && self.style == Style::Block);
            if indented && tail <= source_len {
                self.map.push(self.v + value_len - tail, self.s + source_len - tail + self.base);
            }
        }
        self.v += value_len;
        self.s += source_len;
        Some(())
    }
}

fn space_len(text: &str) -> Option<usize> {
    if text.starts_with([' ', '\t']) { Some(1) } else { break_len(text) }
}

/// Length of the white space that `text` starts with, and how many breaks are in it.
fn run(text: &str) -> (usize, usize) {
    let (mut len, mut breaks) = (0, 0);
    while let Some(rest) = text.get(len..) {
        let Some(step) = space_len(rest) else { break };
        breaks += usize::from(!rest.starts_with([' ', '\t']));
        len += step;
    }
    (len, breaks)
}

fn last_break_end(run: &str) -> usize {
    run.rfind(|c| c != ' ' && c != '\t').map_or(0, |at| at + break_len(&run[at..]).unwrap_or(1))
}

fn after_line(source: &str, at: usize) -> usize {
    let rest = &source[at..];
    let end = rest.char_indices().find_map(|(i, _)| Some(i + break_len(&rest[i..])?));
    at + end.unwrap_or(rest.len())
}
