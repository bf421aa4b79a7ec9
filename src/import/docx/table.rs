//! Tables: rows, cells, and cells that are one across several.

use super::body::{Reader, texts, words};
use super::xml::Element;
use super::{Damage, colours};
use crate::import::document::{Block, Dropped, Paragraph, Table};

/// The most columns of a page.
const COLUMNS: usize = 31;

impl Reader<'_, '_> {
    pub(super) fn table(&mut self, element: &Element, out: &mut Vec<Block>) -> Result<(), Damage> {
        let mut rows = Vec::new();
        let mut merged = 0;
        // A style may shade any of its cells.
        let properties = element.child("w:tblPr");
        let is_styled = properties.is_some_and(|it| it.child("w:tblStyle").is_some());
        let is_styled = is_styled || properties.is_some_and(has_ground);
        self.grounds += usize::from(is_styled);
        let done = self.rows(element, &mut rows, &mut merged);
        self.grounds -= usize::from(is_styled);
        done?;
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
                    let is_first = rows.is_empty();
                    self.cells(element, &mut row, is_first, merged)?;
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
        is_first: bool,
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
                    let continued = (!is_first && below.is_some_and(goes_on))
                        || (!row.is_empty() && beside.is_some_and(goes_on));
                    if continued {
                        // Word shows the first cell of those that are one.
                        let texts = cell.iter().map(Paragraph::text);
                        let said = texts.collect::<Vec<_>>().join(" ");
                        self.tell(Dropped::Hidden, &said);
                    }
                    let span = properties.and_then(|it| it.value("w:gridSpan"));
                    let span = span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
                    let begins = |it: Option<&Element>| it.is_some() && !continued;
                    *merged += usize::from(span > 1 || begins(below) || begins(beside));
                    row.push(if continued { Vec::new() } else { cell });
                    let more = span.min(COLUMNS.saturating_sub(row.len()).saturating_add(1));
                    row.extend((1..more).map(|_| Vec::new()));
                }
                "w:sdt" => self.control(element, |reader, content| {
                    reader.cells(content, row, is_first, merged)
                })?,
                "w:ins" | "w:moveTo" | "w:customXml" => {
                    self.cells(element, row, is_first, merged)?;
                }
                "w:del" | "w:moveFrom" => {
                    self.document.drop_text(Dropped::Deletion, &words(element));
                }
                _ => {}
            }
        }
        Ok(())
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
