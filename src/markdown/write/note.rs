//! References to footnotes.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, code};
use crate::markdown::picture::shortened;
use crate::markdown::running::Shown;

use super::{OF_NOTES, State, Within, Writer};

impl Writer<'_> {
    /// A reference to a note: the first one carries the text, the others repeat its number.
    pub(super) fn reference(&mut self, at: usize, range: &Range<usize>) {
        let name = format!("{}-note-{}", self.prefix, at + 1);
        let label = format!("<{name}>");
        let note = &self.notes[at];
        match self.states[at] {
            _ if note.in_place => self.literal_reference(at, range),
            State::Done => {
                let start = self.output.begin(range.start);
                self.output.put(&format!("#footnote({label})"), range.start);
                self.output.see(start, Shown::Note);
            }
            State::Open => {
                let message = format!("脚注「{}」的内容又引用了它自己", shortened(&note.name));
                let help = "从脚注的内容里删去这处引用";
                let finding = Diagnostic::warning(code::FOOTNOTE, message).help(help);
                self.findings.add(range, finding);
                self.literal_reference(at, range);
            }
            State::New => {
                let Some(definition) = &note.definition else {
                    self.literal_reference(at, range);
                    return;
                };
                let repeated = note.references.len() > 1;
                if self.depth + definition.height > 2 * self.findings.deepest() + OF_NOTES {
                    self.findings.add_too_deep(range);
                    self.literal_reference(at, range);
                    // Another, less deep reference may still carry the text.
                    return;
                }
                self.states[at] = State::Open;
                let held = self.noted.as_mut().map(|noted| noted.notes.push((name, noted.part)));
                // A list in a note is no list on the page.
                let outer = self.noted.take();
                let paused = self.output.recorder.pause();
                let start = self.output.begin(range.start);
                self.output.put("#footnote[", range.start);
                self.blocks_at(Within::Elsewhere, &definition.nodes);
                self.output.put_end("]");
                if repeated || held.is_some() {
                    self.output.put_end(&label);
                }
                self.noted = outer;
                self.output.recorder.resume(paused);
                self.output.see(start, Shown::Note);
                self.states[at] = State::Done;
            }
        }
    }

    fn literal_reference(&mut self, at: usize, range: &Range<usize>) {
        let text = format!("[^{}]", self.notes[at].name);
        self.output.text(&text, range);
    }
}
