//! Blocks and paragraphs while they are read.

use super::xml::Element;
use crate::import::document::{Block, Paragraph, Run};

/// Blocks that follow each other.
#[derive(Default)]
pub struct Flow {
    pub blocks: Vec<Block>,
    /// The paragraph before, which goes on in the next one.
    pub before: Option<Start>,
    /// The place of a line above a table of contents, by its style.
    pub above_contents: Option<usize>,
}

/// The beginning of a paragraph, from one before it whose end is not seen.
pub struct Start {
    pub runs: Vec<Run>,
    /// It has its own number, or none: that of the next one stands behind it.
    pub is_numbered: bool,
    /// It is the large letter that begins the next one, and looks as that one does.
    pub is_cap: bool,
}

/// A paragraph that is being read, and what stands in text boxes of it.
pub struct Open<'e> {
    pub paragraph: Paragraph,
    pub properties: Option<&'e Element>,
    pub boxes: Vec<Block>,
    /// What stands before the ends of pages and columns in it.
    pub pages: Vec<Vec<Run>>,
    /// The text that stands in it.
    length: usize,
    /// A fraction or root was the last of it.
    pub after_formula: bool,
}

impl<'e> Open<'e> {
    /// One without text.
    pub fn new(paragraph: Paragraph, properties: Option<&'e Element>) -> Self {
        let (boxes, pages) = (Vec::new(), Vec::new());
        Self { paragraph, properties, boxes, pages, length: 0, after_formula: false }
    }

    /// Adds text.
    pub fn push(&mut self, run: Run) {
        self.length += run.text.len();
        self.paragraph.push(run);
    }

    /// How many bytes of text stand in it.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Its text from a byte on.
    pub fn tail(&self, start: usize) -> String {
        let mut left = self.length.saturating_sub(start);
        let mut pieces = Vec::new();
        for run in self.paragraph.runs.iter().rev() {
            if left == 0 {
                break;
            }
            let own = run.text.len().min(left);
            pieces.push(run.text.get(run.text.len() - own..).unwrap_or_default());
            left -= own;
        }
        pieces.into_iter().rev().collect()
    }

    /// Takes off its text from a byte on.
    pub fn cut(&mut self, start: usize) -> String {
        let said = self.tail(start);
        while self.length > start
            && let Some(last) = self.paragraph.runs.last_mut()
        {
            let own = last.text.len().min(self.length - start);
            last.text.truncate(last.text.len() - own);
            self.length -= own;
            if last.is_empty() {
                self.paragraph.runs.pop();
            } else if own == 0 {
                break;
            }
        }
        said
    }

    /// Whether the last character of its text is of a sort.
    pub fn ends_with(&self, sort: fn(char) -> bool) -> bool {
        self.paragraph.runs.last().is_some_and(|run| run.text.ends_with(sort))
    }

    /// A page or a column ends here.
    pub fn end_page(&mut self) {
        self.pages.push(std::mem::take(&mut self.paragraph.runs));
        self.length = 0;
    }
}

impl Flow {
    /// Something that no paragraph goes on in.
    pub fn part(&mut self) {
        if let Some(before) = self.before.take() {
            let paragraph = Paragraph { runs: before.runs, ..Paragraph::default() };
            self.blocks.push(Block::Paragraph(paragraph));
        }
    }
}
