//! A dispatch as its reader sees it in Word, for somebody who holds an entry against it: paragraphs with
//! what is bold, tables, and where pictures stand.

use serde::Serialize;

use super::document::{Align, Block, Paragraph};
use super::formats;
use super::sources::Source;
use crate::diagnostic::Diagnostic;

/// A part of a dispatch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// A paragraph.
    Paragraph {
        /// How its lines stand: `start`, `center` or `end`.
        align: &'static str,
        /// Its text in stretches, and whether each is bold; 〔图〕 stands for a picture.
        runs: Vec<(String, bool)>,
    },
    /// A table: rows of cells.
    Table(Vec<Vec<String>>),
}

/// What stands in a file, from its top.
///
/// # Errors
/// Why it cannot be read, and the way out.
pub fn seen(source: &Source) -> Result<Vec<Seen>, Box<Diagnostic>> {
    let document = formats::document(source)?;
    let of_block = |block: &Block| match block {
        Block::Paragraph(paragraph) => Seen::Paragraph {
            align: match paragraph.align {
                Align::Start => "start",
                Align::Center => "center",
                Align::End => "end",
            },
            runs: runs(paragraph),
        },
        Block::Table(table) => Seen::Table(
            table.rows.iter().map(|row| row.iter().map(|cell| text(cell)).collect()).collect(),
        ),
    };
    Ok(document.blocks.iter().map(of_block).collect())
}

fn runs(paragraph: &Paragraph) -> Vec<(String, bool)> {
    let mut runs: Vec<(String, bool)> = Vec::new();
    for run in &paragraph.runs {
        let text = if run.picture().is_some() { "〔图〕" } else { run.text.as_str() };
        match runs.last_mut() {
            Some((last, bold)) if *bold == run.bold => last.push_str(text),
            _ => runs.push((text.to_owned(), run.bold)),
        }
    }
    runs
}

fn text(cell: &[Paragraph]) -> String {
    let lines = cell
        .iter()
        .map(|paragraph| runs(paragraph).into_iter().map(|(text, _)| text).collect::<String>());
    lines.collect::<Vec<_>>().join("\n")
}
