//! Tables: rows, cells, and cells that are one across several.

use super::Damage;
use super::body::Reader;
use super::xml::Element;
use crate::import::document::{Block, Dropped, Paragraph, Table};

impl Reader<'_, '_> {
    pub(super) fn table(&mut self, element: &Element, out: &mut Vec<Block>) -> Result<(), Damage> {
        let mut rows = Vec::new();
        let mut merged = 0;
        self.rows(element, &mut rows, &mut merged)?;
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
                    if element.child("w:trPr").is_some_and(|it| it.child("w:del").is_some()) {
                        self.document.drop(Dropped::Deletion);
                        continue;
                    }
                    let mut row = Vec::new();
                    self.cells(element, &mut row, merged)?;
                    rows.push(row);
                }
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        self.rows(content, rows, merged)?;
                    }
                }
                "w:ins" | "w:customXml" => self.rows(element, rows, merged)?,
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
        /// The most columns of a page.
        const COLUMNS: usize = 31;
        for element in parent.children() {
            match element.name.as_str() {
                "w:tc" => {
                    let properties = element.child("w:tcPr");
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
                    let continued =
                        below.is_some_and(|it| it.attribute("w:val") != Some("restart"));
                    let span = properties.and_then(|it| it.value("w:gridSpan"));
                    let span = span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
                    *merged += usize::from(span > 1 || (below.is_some() && !continued));
                    row.push(if continued { Vec::new() } else { cell });
                    let more = span.min(COLUMNS.saturating_sub(row.len()).saturating_add(1));
                    row.extend((1..more).map(|_| Vec::new()));
                }
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        self.cells(content, row, merged)?;
                    }
                }
                "w:customXml" => self.cells(element, row, merged)?,
                _ => {}
            }
        }
        Ok(())
    }
}
