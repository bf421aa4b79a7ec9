//! A table of a page, row by row, as it is read.

use scraper::ElementRef;

use crate::import::document::{Block, Document, Dropped, Merged, Paragraph, Run, Table};

/// The most columns or rows that a cell may fill.
const SPAN: usize = 31;

/// A table that is open.
#[derive(Default)]
pub struct Open {
    rows: Vec<Vec<Vec<Block>>>,
    /// The row that is open.
    row: Option<Vec<Vec<Block>>>,
    /// The cells that go over several columns or rows.
    merged: Vec<Merged>,
    /// Columns that a cell above still fills, with the rows left.
    filled: Vec<usize>,
    /// Whether it is said to be a frame and no table.
    frame: bool,
}

impl Open {
    /// The table that an element opens.
    pub fn of(element: ElementRef<'_>) -> Self {
        let frame = element.attr("role").is_some_and(|it| it == "presentation" || it == "none");
        Self { frame, ..Self::default() }
    }

    /// A row begins.
    pub fn begin_row(&mut self) {
        self.end_row();
        self.row = Some(Vec::new());
    }

    /// A row ends.
    pub fn end_row(&mut self) {
        if self.row.is_none() {
            return;
        }
        while self.filled.len() > self.row.as_ref().map_or(0, Vec::len) {
            if !self.pass_filled() {
                break;
            }
        }
        // What is filled beyond a row that has ended early is filled all the same.
        let at = self.row.as_ref().map_or(0, Vec::len);
        self.filled.iter_mut().skip(at).for_each(|left| *left = left.saturating_sub(1));
        self.rows.extend(self.row.take());
    }

    /// Leaves the next column empty, where a cell above fills it.
    fn pass_filled(&mut self) -> bool {
        let row = self.row.get_or_insert_default();
        let Some(left) = self.filled.get_mut(row.len()).filter(|left| **left > 0) else {
            return false;
        };
        *left -= 1;
        row.push(Vec::new());
        true
    }

    /// Puts a cell into the row.
    pub fn cell(&mut self, element: ElementRef<'_>, blocks: Vec<Block>) {
        while self.pass_filled() {}
        let span = |name: &str| {
            element.attr(name).and_then(|it| it.trim().parse::<usize>().ok()).unwrap_or(1)
        };
        let across = span("colspan").clamp(1, SPAN);
        // 0 is: down to the end of the table.
        let down = match span("rowspan") {
            0 => usize::MAX,
            rows => rows,
        };
        let row = self.row.get_or_insert_default();
        let start = row.len();
        if across > 1 || down > 1 {
            self.merged.push(Merged { row: self.rows.len(), column: start, across, down });
        }
        row.push(blocks);
        row.resize_with(start + across, Vec::new);
        if self.filled.len() < row.len() {
            self.filled.resize(row.len(), 0);
        }
        self.filled[start..].iter_mut().take(across).for_each(|left| *left = down - 1);
    }

    /// The table, or what a frame holds.
    pub fn end(mut self, document: &mut Document) -> Vec<Block> {
        self.end_row();
        let mut kept = 0;
        let mut places: Vec<usize> = Vec::with_capacity(self.rows.len() + 1);
        for row in &self.rows {
            places.push(kept);
            kept += usize::from(!row.is_empty());
        }
        places.push(kept);
        for merged in &mut self.merged {
            let end = merged.row.saturating_add(merged.down).min(self.rows.len());
            let start = places[merged.row.min(end)];
            (merged.row, merged.down) = (start, places[end] - start);
        }
        self.rows.retain(|row| !row.is_empty());
        let is_blank = |cell: &Vec<Block>| cell.is_empty();
        let full = |row: &Vec<Vec<Block>>| row.iter().filter(|cell| !is_blank(cell)).count();
        let holds_table =
            self.rows.iter().flatten().flatten().any(|it| matches!(it, Block::Table(_)));
        let holds_text = self.rows.iter().flatten().any(|cell| is_text(cell));
        let is_frame = self.frame
            || self.rows.iter().all(|row| row.len() <= 1)
            || ((holds_table || holds_text) && self.rows.iter().all(|row| full(row) <= 1))
            // A page whose columns are those of a table.
            || (holds_table && holds_text);
        if is_frame {
            return self.rows.into_iter().flatten().flatten().collect();
        }
        let cell = |blocks: Vec<Block>, document: &mut Document| {
            let mut own: Vec<Paragraph> = Vec::new();
            for block in blocks {
                match block {
                    Block::Paragraph(paragraph) => own.extend(lines(paragraph)),
                    Block::Table(inner) => {
                        document.drop(Dropped::NestedTable);
                        own.extend(inner.rows.into_iter().flatten().flatten());
                    }
                }
            }
            own
        };
        let mut rows = Vec::new();
        for row in self.rows {
            rows.push(row.into_iter().map(|blocks| cell(blocks, document)).collect());
        }
        vec![Block::Table(Table { rows, merged: self.merged })]
    }
}

/// Whether a cell holds a text, as no cell of a table does that holds others.
fn is_text(cell: &[Block]) -> bool {
    const LONG: usize = 200;
    let length = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.text().chars().count(),
        Block::Table(_) => 0,
    };
    cell.iter().map(length).sum::<usize>() >= LONG
}

/// The lines of a paragraph in a cell, where each stays one; what is a bullet elsewhere is a sign.
fn lines(paragraph: Paragraph) -> Vec<Paragraph> {
    let blank = Paragraph { runs: Vec::new(), bullet: None, ..paragraph.clone() };
    let mut lines = vec![blank.clone()];
    if paragraph.bullet.is_some() {
        lines[0].push(Run { text: "•".to_owned(), ..Run::default() });
    }
    for run in paragraph.runs {
        for (index, text) in run.text.split('\n').enumerate() {
            if index > 0 {
                lines.push(blank.clone());
            }
            let part = Run { text: text.to_owned(), ..run.clone() };
            if let Some(last) = lines.last_mut().filter(|_| !part.is_empty()) {
                last.push(part);
            }
        }
    }
    lines.retain(|line| line.runs.iter().any(|run| !run.is_blank()));
    lines
}
