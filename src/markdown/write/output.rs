//! The markup as it grows, with the origin of every character.

use std::ops::Range;

use crate::diagnostic::OffsetMap;
use crate::markdown::escape::{is_space, push_character, push_in_string, push_spaces};
use crate::markdown::join::is_indent;
use crate::markdown::running::{Paragraph, Recorder, Shown};

/// How far, in characters, the origin of a character is looked for.
const WINDOW: usize = 300;

/// Growing markup.
pub(super) struct Output<'s> {
    source: &'s str,
    typst: String,
    map: OffsetMap,
    /// Whether the next thing written begins a paragraph after another.
    paragraph_due: bool,
    /// Whether the innermost block has any content yet.
    written: bool,
    /// Whether white space here would be an indent.
    line_start: bool,
    /// What is seen of it.
    pub(super) recorder: Recorder,
}

impl<'s> Output<'s> {
    /// Nothing yet.
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            typst: String::with_capacity(source.len() + source.len() / 4),
            map: OffsetMap::default(),
            paragraph_due: false,
            written: false,
            line_start: true,
            recorder: Recorder::default(),
        }
    }

    /// The markup, its map and what is seen of it.
    pub(super) fn finish(self) -> (String, OffsetMap, Vec<Paragraph>) {
        (self.typst, self.map, self.recorder.finish())
    }

    /// Begins a paragraph where one is due; says where the next thing is written.
    pub(super) fn begin(&mut self, origin: usize) -> usize {
        self.put("", origin);
        self.len()
    }

    /// Where the next thing is written.
    pub(super) fn len(&self) -> usize {
        self.typst.len()
    }

    /// Says what is seen of the markup written since `start`.
    pub(super) fn see(&mut self, start: usize, shown: Shown) {
        self.recorder.see(start..self.typst.len(), shown);
    }

    /// Goes into something that holds paragraphs.
    pub(super) fn enter(&mut self) {
        self.paragraph_due = false;
        self.written = false;
    }

    /// Leaves it again; whatever it stands in has content by now.
    pub(super) fn leave(&mut self) {
        self.paragraph_due = false;
        self.written = true;
    }

    /// Ends a paragraph. The next begins only when something is written into it, so that
    /// an empty one leaves no trace.
    pub(super) fn end_paragraph(&mut self) {
        self.paragraph_due = self.written;
        self.line_start = true;
        self.recorder.split();
    }

    /// White space from here to the next character is an indent, which is the template's to set.
    pub(super) fn begin_line(&mut self) {
        self.line_start = true;
    }

    /// Writes markup that something at `origin` in the source asks for.
    pub(super) fn put(&mut self, typst: &str, origin: usize) {
        if self.paragraph_due {
            self.paragraph_due = false;
            self.typst.push_str("\n\n");
        }
        self.map.push(self.typst.len(), origin);
        self.typst.push_str(typst);
        self.written = true;
    }

    /// Writes markup that completes what [`Output::put`] began.
    pub(super) fn put_end(&mut self, typst: &str) {
        self.typst.push_str(typst);
        self.line_start = false;
    }

    /// Writes a space between two words.
    pub(super) fn space(&mut self, origin: usize) {
        if !self.line_start {
            self.put(" ", origin);
            self.see(self.len() - 1, Shown::Char(' '));
        }
    }

    /// Writes text that stands at `range` in the source, or comes from what stands there.
    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        let mut spaces = 0;
        let mut first_space = range.start;
        for (character, origin) in origins(text, self.source, range) {
            if self.line_start && (is_indent(character) || is_space(character)) {
                continue;
            }
            self.line_start = false;
            if is_space(character) {
                if spaces == 0 {
                    first_space = origin;
                }
                spaces += 1;
                continue;
            }
            self.spaces(spaces, first_space);
            spaces = 0;
            self.put("", origin);
            let start = self.len();
            push_character(&mut self.typst, character);
            self.see(start, Shown::Char(character));
            if character.is_ascii_punctuation() {
                // The backslash and the character behind it have the same origin.
                self.map.push(self.typst.len() - character.len_utf8(), origin);
            }
        }
        self.spaces(spaces, first_space);
    }

    fn spaces(&mut self, count: usize, origin: usize) {
        if count > 0 {
            self.put("", origin);
            let start = self.len();
            push_spaces(&mut self.typst, count, true);
            self.see(start, if count == 1 { Shown::Char(' ') } else { Shown::Spaces(count) });
        }
    }

    /// Writes text into a string literal that is open.
    pub(super) fn string(&mut self, text: &str, range: &Range<usize>) {
        for (character, origin) in origins(text, self.source, range) {
            if character != '\r' {
                self.map.push(self.typst.len(), origin);
                let start = self.len();
                push_in_string(&mut self.typst, character);
                // A space in a string stays where it is, at the end of a row too.
                let shown =
                    if character == ' ' { Shown::Spaces(1) } else { Shown::Char(character) };
                self.see(start, shown);
            }
        }
        // What follows, such as the closing quote, must not run on into the source.
        self.map.push(self.typst.len(), range.end.saturating_sub(1).max(range.start));
    }
}

/// The characters of a text, each with the offset it came from.
///
/// Mostly the text stands in the source as it is. Where it does not (a code span without its
/// backticks, an entity), each character is looked for behind the one before; what is not
/// found gets the place where the search began.
fn origins<'a>(
    text: &'a str,
    source: &'a str,
    range: &Range<usize>,
) -> impl Iterator<Item = (char, usize)> {
    let end = range.end;
    let mut at = range.start;
    text.chars().map(move |character| {
        let rest = source.get(at..end).unwrap_or_default();
        let of_line_break = character == ' ' && rest.starts_with(['\n', '\r']);
        let found = if of_line_break {
            Some((0, 1))
        } else {
            let mut near = rest.char_indices().take(WINDOW);
            near.find(|(_, each)| *each == character).map(|(to, each)| (to, each.len_utf8()))
        };
        let Some((skipped, length)) = found else {
            return (character, at);
        };
        let origin = at + skipped;
        at = origin + length;
        (character, origin)
    })
}
