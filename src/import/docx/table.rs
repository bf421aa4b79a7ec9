//! Tables: rows, cells, and cells that are one across several.

use std::collections::BTreeSet;

use super::Damage;
use super::body::{Reader, texts, words};
use super::xml::Element;
use crate::import::document::{Block, Dropped, Paragraph, Table};

/// The most columns of a page.
const COLUMNS: usize = 31;

/// Cells that may go on in those below and beside.
#[derive(Default)]
pub struct Merges {
    /// By their columns.
    below: BTreeSet<usize>,
    /// The last one of the row.
    beside: bool,
}

impl Merges {
    /// Passes over columns.
    fn end(&mut self, columns: impl Iterator<Item = usize>) {
        columns.for_each(|it| _ = self.below.remove(&it));
    }
}

impl Reader<'_, '_> {
    pub(super) fn table(&mut self, element: &Element, out: &mut Vec<Block>) -> Result<(), Damage> {
        let mut rows = Vec::new();
        let mut merged = 0;
        let outer = std::mem::take(&mut self.merges);
        self.rows(element, &mut rows, &mut merged)?;
        self.merges = outer;
        let table = Table { rows };
        if table.rows.iter().all(|row| row.len() <= 1) {
            // A frame around text.
            let cells = table.rows.into_iter().flatten().flatten();
            out.extend(cells.map(Block::Paragraph));
            return Ok(());
        }
        for _ in 0..merged {
            self.document.drop(Dropped::Merged);
        }
        out.push(Block::Table(table));
        Ok(())
    }

    pub(super) fn rows(
        &mut self,
        parent: &Element,
        rows: &mut Vec<Vec<Vec<Paragraph>>>,
        merged: &mut usize,
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
                    self.merges.end(0..row.len());
                    self.merges.beside = false;
                    self.cells(element, &mut row, merged)?;
                    // All of its cells may be deleted.
                    if !row.is_empty() {
                        rows.push(row);
                    }
                }
                "w:sdt" => {
                    self.control(element, |reader, content| reader.rows(content, rows, merged))?;
                }
                "w:ins" | "w:moveTo" | "w:customXml" => self.rows(element, rows, merged)?,
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
        merged: &mut usize,
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
                    for block in self.blocks(element)? {
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
                    let span = properties.and_then(|it| it.value("w:gridSpan"));
                    let span = span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
                    // One that goes on where nothing has begun is shown, and begins it.
                    let column = row.len();
                    let above = self.merges.below.contains(&column);
                    self.merges.end((column..=COLUMNS).take(span));
                    if below.is_some() {
                        self.merges.below.insert(column);
                    }
                    let left = std::mem::replace(&mut self.merges.beside, beside.is_some());
                    let continued = (above && below.is_some_and(goes_on))
                        || (left && beside.is_some_and(goes_on));
                    if continued {
                        // Word shows the first cell of those that are one.
                        self.unseen_cell(&cell);
                    }
                    let begins = |it: Option<&Element>| it.is_some() && !continued;
                    *merged += usize::from(span > 1 || begins(below) || begins(beside));
                    row.push(if continued { Vec::new() } else { cell });
                    let more = span.min(COLUMNS.saturating_sub(row.len()).saturating_add(1));
                    row.extend((1..more).map(|_| Vec::new()));
                }
                "w:sdt" => {
                    self.control(element, |reader, content| reader.cells(content, row, merged))?
                }
                "w:ins" | "w:moveTo" | "w:customXml" => {
                    self.cells(element, row, merged)?;
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
