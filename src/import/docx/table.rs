//! Tables: rows, cells, and cells that are one across several.

use std::collections::BTreeMap;

use super::reader::Reader;
use super::xml::Element;
use super::xml::{texts, words};
use super::{Damage, colours};
use crate::import::document::{Block, Dropped, Merged, Paragraph, Table};

/// The most columns of a page.
const COLUMNS: usize = 31;

/// The cells of a table that go over others, as far as it is read.
#[derive(Default)]
pub(super) struct Spans {
    merged: Vec<Merged>,
    /// The row that is read.
    row: usize,
    /// By its column, the cell that may go on below.
    below: BTreeMap<usize, usize>,
    /// The cell that may go on beside.
    beside: Option<usize>,
    /// Whether the cell before may go on in the next one, however it began.
    open: bool,
    /// Cells that go on where none has begun.
    lost: usize,
}

impl Spans {
    /// Begins a row whose first columns are passed over.
    fn begin(&mut self, row: usize, before: usize) {
        (self.row, self.beside, self.open) = (row, None, false);
        self.pass(0..before);
    }

    /// Passes over columns: what stood above goes on no further.
    fn pass(&mut self, columns: std::ops::Range<usize>) {
        columns.for_each(|it| _ = self.below.remove(&it));
    }

    /// A cell over so many columns. `below` and `beside` say whether it begins or goes on a cell over
    /// several rows, or columns.
    fn cell(&mut self, column: usize, across: usize, below: Option<bool>, beside: Option<bool>) {
        let row = self.row;
        self.pass(column + 1..column + across);
        self.open = beside.is_some();
        if beside == Some(true) {
            match self.beside {
                Some(index) => self.merged[index].across += across,
                // It goes on a cell that goes on one above.
                None => self.lost += usize::from(below.is_none()),
            }
            return;
        }
        self.beside = None;
        let above = self.below.remove(&column);
        if below == Some(true) {
            let goes_on = |it: &&mut Merged| it.across == across && it.row + it.down == row;
            let above = above.filter(|index| {
                let found = self.merged.get_mut(*index);
                found.filter(goes_on).map(|it| it.down += 1).is_some()
            });
            match above {
                Some(index) => _ = self.below.insert(column, index),
                None => self.lost += 1,
            }
            return;
        }
        if across > 1 || below.is_some() || beside.is_some() {
            self.merged.push(Merged { row, column, across, down: 1 });
            let index = self.merged.len() - 1;
            if below.is_some() {
                self.below.insert(column, index);
            }
            self.beside = beside.is_some().then_some(index);
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn table(&mut self, element: &Element, out: &mut Vec<Block>) -> Result<(), Damage> {
        let mut rows = Vec::new();
        let mut spans = Spans::default();
        // A style may shade any of its cells.
        let properties = element.child("w:tblPr");
        let is_styled = properties.is_some_and(|it| it.child("w:tblStyle").is_some());
        let is_styled = is_styled || properties.is_some_and(has_ground);
        self.grounds += usize::from(is_styled);
        let done = self.rows(element, &mut rows, &mut spans);
        self.grounds -= usize::from(is_styled);
        done?;
        let merged = spans.merged.into_iter().filter(|it| it.across * it.down > 1).collect();
        let table = Table { rows, merged };
        if table.rows.iter().all(|row| row.len() <= 1) {
            // A frame around text.
            let cells = table.rows.into_iter().flatten().flatten();
            out.extend(cells.map(Block::Paragraph));
            return Ok(());
        }
        for _ in 0..spans.lost {
            self.document.drop(Dropped::Merged);
        }
        out.push(Block::Table(table));
        Ok(())
    }

    pub(super) fn rows(
        &mut self,
        parent: &Element,
        rows: &mut Vec<Vec<Vec<Paragraph>>>,
        spans: &mut Spans,
    ) -> Result<(), Damage> {
        for element in parent.children() {
            match element.name.as_str() {
                "w:tr" => {
                    let properties = element.child("w:trPr");
                    if properties.is_some_and(|it| it.child("w:del").is_some()) {
                        self.document.drop_text(Dropped::Deletion, &words(element));
                        continue;
                    }
                    if properties.is_some_and(|it| it.child("w:ins").is_some()) {
                        self.inserted(element);
                    }
                    // Columns that are passed over before the first cell.
                    let before = properties.and_then(|it| it.value("w:gridBefore"));
                    let before = before.and_then(|it| it.parse::<usize>().ok()).unwrap_or(0);
                    let mut row = vec![Vec::new(); before.min(COLUMNS)];
                    spans.begin(rows.len(), row.len());
                    self.cells(element, &mut row, spans)?;
                    // All of its cells may be deleted.
                    if !row.is_empty() {
                        rows.push(row);
                    }
                }
                "w:sdt" => {
                    self.control(element, |reader, content| reader.rows(content, rows, spans))?;
                }
                "w:ins" | "w:moveTo" | "w:customXml" => self.rows(element, rows, spans)?,
                "w:del" | "w:moveFrom" => {
                    self.document.drop_text(Dropped::Deletion, &words(element));
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn cells(
        &mut self,
        parent: &Element,
        row: &mut Vec<Vec<Paragraph>>,
        spans: &mut Spans,
    ) -> Result<(), Damage> {
        for element in parent.children() {
            match element.name.as_str() {
                "w:tc" => {
                    let properties = element.child("w:tcPr");
                    let has = |name: &str| properties.is_some_and(|it| it.child(name).is_some());
                    if has("w:cellDel") {
                        self.document.drop_text(Dropped::Deletion, &words(element));
                        continue;
                    }
                    if has("w:cellIns") {
                        self.inserted(element);
                    }
                    let mut cell = Vec::new();
                    let is_shaded = properties.is_some_and(has_ground);
                    self.grounds += usize::from(is_shaded);
                    let blocks = self.blocks(element);
                    self.grounds -= usize::from(is_shaded);
                    for block in blocks? {
                        match block {
                            Block::Paragraph(paragraph) => cell.push(paragraph),
                            Block::Table(table) => {
                                self.document.drop(Dropped::NestedTable);
                                cell.extend(table.rows.into_iter().flatten().flatten());
                            }
                        }
                    }
                    let below = properties.and_then(|it| it.child("w:vMerge"));
                    let goes_on = |it: &Element| it.attribute("w:val") != Some("restart");
                    let beside = properties.and_then(|it| it.child("w:hMerge"));
                    // One that goes on where nothing has begun is shown, and begins it.
                    let column = row.len();
                    let below = below.map(|it| goes_on(it) && spans.below.contains_key(&column));
                    let beside = beside.map(|it| goes_on(it) && spans.open);
                    let continued = below == Some(true) || beside == Some(true);
                    if continued {
                        // Word shows the first cell of those that are one.
                        self.unseen_cell(&cell);
                    }
                    let span = properties.and_then(|it| it.value("w:gridSpan"));
                    let span = span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
                    row.push(if continued { Vec::new() } else { cell });
                    let more = span.min(COLUMNS.saturating_sub(row.len()).saturating_add(1));
                    row.extend((1..more).map(|_| Vec::new()));
                    spans.cell(column, row.len() - column, below, beside);
                }
                "w:sdt" => {
                    self.control(element, |reader, content| reader.cells(content, row, spans))?
                }
                "w:ins" | "w:moveTo" | "w:customXml" => {
                    self.cells(element, row, spans)?;
                }
                "w:del" | "w:moveFrom" => {
                    self.document.drop_text(Dropped::Deletion, &words(element));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Tells what stands in a cell that is not shown.
    fn unseen_cell(&mut self, cell: &[Paragraph]) {
        let texts: Vec<String> = cell.iter().map(Paragraph::text).collect();
        self.tell(Dropped::Hidden, &texts.join(" "));
        for _ in cell.iter().flat_map(Paragraph::pictures) {
            self.document.drop(Dropped::HiddenPicture);
        }
    }

    /// Tells a row or a cell that a revision put in, unless what stands in it is told so by itself.
    fn inserted(&mut self, element: &Element) {
        let mut paragraphs = Vec::new();
        element.all("w:p", &mut paragraphs);
        let is_told = |paragraph: &&Element| {
            let inner = paragraph.children();
            inner.into_iter().any(|it| matches!(it.name.as_str(), "w:ins" | "w:moveTo"))
        };
        if !paragraphs.iter().any(is_told) {
            let mut text = String::new();
            texts(element, &["w:t", "m:t"], &mut text);
            self.document.drop_text(Dropped::Insertion, &text);
        }
    }
}

/// Whether the properties of a table or a cell give it a ground that shows.
fn has_ground(properties: &Element) -> bool {
    properties.child("w:shd").is_some_and(colours::is_shaded)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows by `/`, cells by blanks: how many columns, then `v` where it begins a cell over rows and
    /// `^` where it goes one on, `h` and `<` the same over columns. Merged cells as row, column and
    /// size; then how many were lost.
    fn merged(table: &str) -> String {
        let mut spans = Spans::default();
        for (row, cells) in table.split('/').enumerate() {
            (spans.row, spans.beside) = (row, None);
            let mut column = 0;
            for cell in cells.split_whitespace() {
                let across = cell[..1].parse().expect("columns");
                let is = |begins: char, goes_on: char| {
                    (cell.contains(begins) || cell.contains(goes_on))
                        .then(|| cell.contains(goes_on))
                };
                spans.cell(column, across, is('v', '^'), is('h', '<'));
                column += across;
            }
        }
        let merged = spans.merged.iter().filter(|it| it.across * it.down > 1);
        let shown = |it: &Merged| format!("{},{} {}x{}", it.row, it.column, it.across, it.down);
        let mut all: Vec<String> = merged.map(shown).collect();
        all.extend((spans.lost > 0).then(|| format!("lost {}", spans.lost)));
        all.join("; ")
    }

    #[test]
    fn cells_over_others() {
        for (table, wanted) in [
            ("1 1/1 1", ""),
            ("2 1/1 1 1", "0,0 2x1"),
            ("1v 1/1^ 1/1^ 1/1 1", "0,0 1x3"),
            ("2v 1/2^ 1/1 1 1", "0,0 2x2"),
            ("1h 1< 1</1 1 1", "0,0 3x1"),
            ("1v 1/1v 1/1^ 1", "1,0 1x2"),
            // What goes on is not as wide as what began, or nothing began.
            ("2v 1/1^ 1^ 1", "0,0 2x1; lost 2"),
            ("1 1/1^ 1", "lost 1"),
            ("1v 1/1 1/1^ 1", "lost 1"),
        ] {
            assert_eq!(merged(table), wanted, "{table}");
        }
    }
}
