//! What stands where on the pages of an edition, and where it came from: for clicks in either
//! direction.

use std::sync::Arc;

use serde::Serialize;

use super::named::source_name;
use crate::diagnostic::SourceFile;
use crate::measure::{ASCENT, MeasuredPage, Part, Row};
use crate::model::MM_PER_PT;
use crate::typeset::{Place, PlacedRun, Typeset};

/// The rows of a page as text, for searching, copying and reading aloud.
#[derive(Serialize)]
struct PageText {
    rows: Vec<TextRow>,
}

#[derive(Serialize)]
struct TextRow {
    text: String,
    x0: f64,
    x1: f64,
    top: f64,
    bottom: f64,
    kind: &'static str,
}

/// White wider than so many heights of the text parts a row in two: cells of a table, issuer and
/// date.
const WIDE: f64 = 1.5;

/// The text of a page, from 0.
pub fn text(pages: &Typeset, index: usize) -> Option<String> {
    let page = pages.measured().pages.get(index)?;
    let mut rows: Vec<TextRow> = Vec::new();
    for run in pages.runs(index) {
        for cell in &run.cells {
            let height = run.bottom - run.top;
            let goes_on = rows.last_mut().filter(|row| {
                let (gap, level) = (cell.x0 - row.x1, (row.bottom - run.bottom).abs());
                level < height / 4.0 && (-height..WIDE * height).contains(&gap)
            });
            match goes_on {
                Some(row) => {
                    row.text.push_str(&cell.text);
                    row.x1 = cell.x1;
                }
                None => rows.push(TextRow {
                    text: cell.text.clone(),
                    x0: cell.x0,
                    x1: cell.x1,
                    top: run.top,
                    bottom: run.bottom,
                    kind: kind(page, (run.top + run.bottom) / 2.0),
                }),
            }
        }
    }
    rows.retain(|row| !row.text.trim().is_empty());
    for row in &mut rows {
        for edge in [&mut row.x0, &mut row.x1, &mut row.top, &mut row.bottom] {
            *edge = fine(*edge);
        }
    }
    serde_json::to_string(&PageText { rows }).ok()
}

/// What stands at a height of a page.
fn kind(page: &MeasuredPage, middle: f64) -> &'static str {
    let at = |row: &&Row| {
        let size = row.size * MM_PER_PT;
        let top = row.baseline - ASCENT * size;
        (top..top + size).contains(&middle)
    };
    match page.rows.iter().find(at).map(|row| row.part) {
        Some(Part::Heading) => "heading",
        Some(Part::Body | Part::List | Part::Quote) => "body",
        Some(Part::Table) => "table",
        _ => "other",
    }
}

/// A hundredth of a millimetre: nobody points more exactly.
pub fn fine(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}

/// Which character of the author's stands where on a page.
#[derive(Serialize)]
struct Map {
    files: Vec<String>,
    sources: Vec<String>,
    runs: Vec<Run>,
}

#[derive(Serialize)]
struct Run {
    top: f64,
    bottom: f64,
    x: Vec<f64>,
    file: Vec<i32>,
    at: Vec<i64>,
    field: Vec<Option<[usize; 2]>>,
}

/// The map of a page, from 0.
pub fn map(pages: &Typeset, index: usize) -> Option<String> {
    if index >= pages.page_count() {
        return None;
    }
    let mut files = Files::default();
    let runs = pages.runs(index).iter().map(|run| map_run(run, &mut files)).collect();
    let map = Map {
        files: files.known.iter().map(|known| known.file.path.clone()).collect(),
        sources: files.known.iter().map(|known| source_name(&known.file)).collect(),
        runs,
    };
    serde_json::to_string(&map).ok()
}

fn map_run(run: &PlacedRun, files: &mut Files) -> Run {
    let mut made = Run {
        top: fine(run.top),
        bottom: fine(run.bottom),
        x: Vec::with_capacity(run.cells.len() + 1),
        file: Vec::new(),
        at: Vec::new(),
        field: Vec::new(),
    };
    for cell in &run.cells {
        made.x.push(fine(cell.x0));
        let (file, at, field) = match &cell.place {
            Some(place) => files.place(place),
            None => (-1, -1, None),
        };
        made.file.push(file);
        made.at.push(at);
        made.field.push(field);
    }
    made.x.extend(run.cells.last().map(|cell| fine(cell.x1)));
    made
}

/// The files of a map, and for each where its characters begin in UTF-16 units.
#[derive(Default)]
struct Files {
    known: Vec<Known>,
}

struct Known {
    file: Arc<SourceFile>,
    /// For each byte that begins a character, the units before it.
    units: Vec<u32>,
}

impl Files {
    fn place(&mut self, place: &Place) -> (i32, i64, Option<[usize; 2]>) {
        let index = self.index(&place.span.file);
        let unit = |at: usize| {
            let units = &self.known[index].units;
            units.get(at).or(units.last()).copied().unwrap_or(0)
        };
        let field = place.field.as_ref().map(|field| {
            [field.range.start, field.range.end].map(|at| usize::try_from(unit(at)).unwrap_or(0))
        });
        (i32::try_from(index).unwrap_or(-1), i64::from(unit(place.span.range.start)), field)
    }

    fn index(&mut self, file: &Arc<SourceFile>) -> usize {
        let known = self.known.iter().position(|known| Arc::ptr_eq(&known.file, file));
        known.unwrap_or_else(|| {
            let mut units = Vec::with_capacity(file.text.len() + 1);
            let mut count = 0;
            for c in file.text.chars() {
                units.extend(std::iter::repeat_n(count, c.len_utf8()));
                count += u32::try_from(c.len_utf16()).unwrap_or(1);
            }
            units.push(count);
            self.known.push(Known { file: Arc::clone(file), units });
            self.known.len() - 1
        })
    }
}

/// A file of the author's.
pub fn source(file: &SourceFile) -> String {
    serde_json::json!({ "path": file.path, "text": file.text }).to_string()
}
