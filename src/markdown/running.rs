//! What a paragraph of running text shows, character by character, and where in the markup.
//!
//! For whoever breaks it into rows: nothing has to be guessed from the markup. Headings, list
//! items, table cells, footnotes and captions are no running text.

use std::ops::Range;

/// A paragraph of running text: of the body itself, or of a quotation in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Whether it stands in a quotation.
    pub quoted: bool,
    /// What it shows, in order.
    pub visible: Vec<Visible>,
}

/// One visible thing of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visible {
    /// Its bytes in [`super::Markup::typst`], a backslash before it included.
    pub range: Range<usize>,
    /// What is seen.
    pub shown: Shown,
    /// Whether it is emphasized, that is, set in 楷体.
    pub emphasized: bool,
    /// Whether it is raised or lowered, and smaller.
    pub script: bool,
    /// Whether it stands in the string of `#code("…")`, where no markup can stand.
    pub code: bool,
}

/// What is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A character.
    Char(char),
    /// Several spaces in a string, which do not vanish at the end of a row.
    Spaces(usize),
    /// The mark of a footnote.
    Note,
    /// `#linebreak()`.
    Break,
    /// A picture in the line; how wide it is cannot be told here.
    Picture,
}

/// Writes down what is seen while markup is written.
#[derive(Default)]
pub(super) struct Recorder {
    finished: Vec<Paragraph>,
    open: Option<Paragraph>,
    emphasis: usize,
    script: bool,
    code: bool,
}

/// A paragraph set aside while something within it is written.
pub(super) struct Paused {
    open: Option<Paragraph>,
    emphasis: usize,
    code: bool,
}

impl Recorder {
    /// The paragraphs.
    pub(super) fn finish(self) -> Vec<Paragraph> {
        self.finished
    }

    /// From here to [`Recorder::stop`] there is running text.
    pub(super) fn start(&mut self, quoted: bool) {
        self.open = Some(Paragraph { quoted, visible: Vec::new() });
    }

    /// The end of running text.
    pub(super) fn stop(&mut self) {
        let open = self.open.take();
        self.finished.extend(open.filter(|paragraph| !paragraph.visible.is_empty()));
    }

    /// The end of a paragraph; running text goes on in the next one.
    pub(super) fn split(&mut self) {
        if let Some(quoted) = self.open.as_ref().map(|paragraph| paragraph.quoted) {
            self.stop();
            self.start(quoted);
        }
    }

    /// Sets the paragraph aside.
    pub(super) fn pause(&mut self) -> Paused {
        let paused = Paused { open: self.open.take(), emphasis: self.emphasis, code: self.code };
        (self.emphasis, self.code) = (0, false);
        paused
    }

    /// Takes it up again.
    pub(super) fn resume(&mut self, paused: Paused) {
        (self.open, self.emphasis, self.code) = (paused.open, paused.emphasis, paused.code);
    }

    /// Goes into emphasis or out of it.
    pub(super) fn emphasize(&mut self, into: bool) {
        self.emphasis = if into { self.emphasis + 1 } else { self.emphasis.saturating_sub(1) };
    }

    /// Goes into raised or lowered text or out of it.
    pub(super) fn script(&mut self, into: bool) {
        self.script = into;
    }

    /// Goes into the string of a code span or out of it.
    pub(super) fn code(&mut self, into: bool) {
        self.code = into;
    }

    /// Something visible.
    pub(super) fn see(&mut self, range: Range<usize>, shown: Shown) {
        if let Some(open) = &mut self.open {
            let (emphasized, script, code) = (self.emphasis > 0, self.script, self.code);
            open.visible.push(Visible { range, shown, emphasized, script, code });
        }
    }
}
