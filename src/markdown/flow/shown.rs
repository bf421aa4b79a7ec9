//! The parts of what a text shows.

use std::ops::Range;

use crate::markdown::numbered::OBJECT;
use crate::markdown::picture::{Side, Width};

/// A text as it is shown.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// What stands in the text, in its order.
    pub blocks: Vec<FlowBlock>,
    /// What footnotes say, by their index; empty for one that says nothing.
    pub notes: Vec<Vec<FlowBlock>>,
}

/// One thing of a text.
#[derive(Clone, Debug)]
pub enum FlowBlock {
    /// A paragraph, a heading, a line of code.
    Line(Line),
    /// Pictures that stand beside each other and alone.
    Pictures(Figures),
    /// A table.
    Table(FlowTable),
    /// A line across.
    Rule,
}

/// Pictures that stand beside each other and alone.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Its number among lines and pictures.
    pub number: usize,
    /// From the left.
    pub figures: Vec<Figure>,
    /// Their bytes in the text.
    pub range: Range<usize>,
}

/// A paragraph or its like.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its number among all lines and pictures of the text, from 1.
    pub number: usize,
    /// What it is.
    pub sort: LineSort,
    /// How many quotations it stands in.
    pub quotes: usize,
    /// How many lists it stands in.
    pub lists: usize,
    /// The item that begins with it.
    pub item: Option<ItemMark>,
    /// A picture at its side.
    pub beside: Option<Figure>,
    /// What stands in it.
    pub pieces: Vec<Piece>,
    /// The bytes of the text that it is all of.
    pub range: Range<usize>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineSort {
    /// A paragraph.
    #[default]
    Text,
    /// A heading with this many `#`, or typed as one.
    Heading(u8),
    /// A line of code.
    Code,
    /// What is said above a table.
    TableTitle,
    /// A cell of a table, and whether of its head.
    Cell,
}

/// The mark of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemMark {
    /// Which list of the text, from 0.
    pub list: usize,
    /// The number of the list's first item; none where it has dots.
    pub start: Option<u64>,
}

/// A stretch of a line.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What is seen.
    pub shown: Shown,
    /// How it looks.
    pub look: Look,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

/// What a stretch of a line shows.
#[derive(Clone, Debug)]
pub enum Shown {
    /// Characters.
    Text(String),
    /// A new line within the paragraph.
    Break,
    /// The mark of a footnote, by its index.
    Note(usize),
    /// A picture in the line.
    Picture(Figure),
}

/// How text looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Bold.
    pub strong: bool,
    /// In 楷体.
    pub emphasis: bool,
    /// Struck out.
    pub struck: bool,
    /// Raised, or lowered.
    pub raised: Option<bool>,
    /// Where it leads.
    pub link: Option<String>,
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Within the folder.
    pub path: String,
    /// For those who cannot see it.
    pub alt: String,
    /// What is said under it.
    pub caption: String,
    /// The width that its author wants.
    pub width: Option<Width>,
    /// The side of a paragraph that its author wants.
    pub side: Option<Side>,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct FlowTable {
    /// The sides that its columns have; none where it is left open.
    pub sides: Vec<Option<CellSide>>,
    /// Proportions of its columns; empty where the contents tell.
    pub widths: Vec<usize>,
    /// How many rows belong to the head.
    pub heads: usize,
    /// What is said above it.
    pub title: Option<Line>,
    /// Its rows, each with as many places as there are columns.
    pub rows: Vec<Vec<FlowCell>>,
}

/// At which side of a cell its text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellSide {
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// A place of a table.
#[derive(Clone, Debug)]
pub enum FlowCell {
    /// A cell, with how many columns and rows it goes over.
    Cell {
        /// Columns.
        across: usize,
        /// Rows.
        down: usize,
        /// What stands in it.
        line: Box<Line>,
    },
    /// One that a cell at the left or above goes over.
    Covered,
}

impl Line {
    /// What is seen of it: [`OBJECT`] for pictures and marks of notes, `\n` for new lines.
    pub fn text(&self) -> String {
        self.places().into_iter().map(|(c, _)| c).collect()
    }

    /// Each character of [`Line::text`] with its bytes in the Markdown text.
    pub fn places(&self) -> Vec<(char, Range<usize>)> {
        let mut places = Vec::new();
        for piece in &self.pieces {
            match &piece.shown {
                Shown::Text(text) if text.len() == piece.range.len() => {
                    places.extend(text.char_indices().map(|(at, c)| {
                        let start = piece.range.start + at;
                        (c, start..start + c.len_utf8())
                    }));
                }
                // Written by its name: all of it stands for one place.
                Shown::Text(text) => places.extend(text.chars().map(|c| (c, piece.range.clone()))),
                Shown::Break => places.push(('\n', piece.range.clone())),
                Shown::Note(_) | Shown::Picture(_) => places.push((OBJECT, piece.range.clone())),
            }
        }
        places
    }
}

impl Flow {
    /// All lines, in the order of their numbers.
    pub fn lines(&self) -> Vec<&Line> {
        let mut lines = Vec::new();
        self.blocks.iter().chain(self.notes.iter().flatten()).for_each(|it| it.lines(&mut lines));
        lines
    }

    /// All pictures that stand alone.
    pub fn figures(&self) -> Vec<&Figures> {
        let blocks = self.blocks.iter().chain(self.notes.iter().flatten());
        let figures = blocks.filter_map(|block| match block {
            FlowBlock::Pictures(figures) => Some(figures),
            _ => None,
        });
        figures.collect()
    }
}

impl FlowBlock {
    /// Adds its lines, in their order.
    pub fn lines<'f>(&'f self, lines: &mut Vec<&'f Line>) {
        match self {
            Self::Line(line) => lines.push(line),
            Self::Table(table) => {
                lines.extend(&table.title);
                lines.extend(table.rows.iter().flatten().filter_map(|cell| match cell {
                    FlowCell::Cell { line, .. } => Some(&**line),
                    FlowCell::Covered => None,
                }));
            }
            Self::Pictures(_) | Self::Rule => {}
        }
    }
}
