//! What stands where on the pages of an edition, and where it came from: for clicks in either
//! direction.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::edition::{Edition, Pages, source_name};
use super::sheet;
use crate::diagnostic::{SourceFile, Span};
use crate::measure::{ASCENT, Area, Part, Row};
use crate::model::MM_PER_PT;
use crate::typeset::{Place, PlacedRun};

/// The rows of a page as text, for searching, copying and reading aloud.
#[derive(Serialize)]
struct PageText<'a> {
    rows: Vec<TextRow<'a>>,
}

#[derive(Serialize)]
struct TextRow<'a> {
    text: &'a str,
    x0: f64,
    x1: f64,
    top: f64,
    bottom: f64,
    kind: &'static str,
}

/// The text of a page, from 0.
pub fn text(pages: &Pages, index: usize) -> Option<String> {
    let page = pages.typeset.measured().pages.get(index)?;
    let rows = page.rows.iter().map(text_row).collect();
    serde_json::to_string(&PageText { rows }).ok()
}

fn text_row(row: &Row) -> TextRow<'_> {
    let size = row.size * MM_PER_PT;
    TextRow {
        text: &row.text,
        x0: fine(row.x0),
        x1: fine(row.x1),
        top: fine(row.baseline - ASCENT * size),
        bottom: fine(row.baseline + (1.0 - ASCENT) * size),
        kind: match row.part {
            Part::Heading => "heading",
            Part::Body | Part::List | Part::Quote => "body",
            Part::Table => "table",
            _ => "other",
        },
    }
}

/// A hundredth of a millimetre: nobody points more exactly.
fn fine(length: f64) -> f64 {
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
pub fn map(pages: &Pages, index: usize) -> Option<String> {
    if index >= pages.len() {
        return None;
    }
    let mut files = Files::default();
    let runs = pages.typeset.runs(index).iter().map(|run| map_run(run, &mut files)).collect();
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

/// Where entries and findings stand on the pages.
#[derive(Serialize)]
struct Places {
    entries: Vec<Vec<Spot>>,
    findings: Vec<Vec<Spot>>,
}

#[derive(Clone, Copy, Serialize)]
struct Spot {
    page: usize,
    x0: f64,
    y0: f64,
    x1: f64,
    y1: f64,
}

impl Spot {
    fn new(page: usize, area: Area) -> Self {
        let Area { x0, y0, x1, y1 } = area;
        Self { page, x0: fine(x0), y0: fine(y0), x1: fine(x1), y1: fine(y1) }
    }
}

/// The most rows that are marked for one finding.
const MOST_SPOTS: usize = 60;

/// The places of the entries and findings of an edition.
pub fn places(edition: &Edition) -> String {
    let entries = edition.issue.iter().flat_map(|issue| &issue.entries);
    let entries: Vec<Option<Span>> = entries.map(|entry| sheet::places(entry).next()).collect();
    let findings = edition.findings.iter().map(|finding| finding.span.clone());
    let wanted: Vec<Option<Span>> = entries.iter().cloned().chain(findings).collect();
    let mut found = vec![Vec::new(); wanted.len()];
    if let Some(pages) = &edition.pages {
        find(pages, &wanted, &mut found);
    }
    let findings = found.split_off(entries.len());
    serde_json::to_string(&Places { entries: found, findings }).unwrap_or_default()
}

/// Notes the rows in which something stands that came from one of the places wanted.
fn find(pages: &Pages, wanted: &[Option<Span>], found: &mut [Vec<Spot>]) {
    // By file: most characters come from files in which few places are wanted.
    let mut by_file: BTreeMap<&str, Vec<(usize, &Span)>> = BTreeMap::new();
    for (index, span) in wanted.iter().enumerate() {
        if let Some(span) = span {
            by_file.entry(&span.file.path).or_default().push((index, span));
        }
    }
    for page in 0..pages.len() {
        for run in pages.typeset.runs(page) {
            let mut rows: BTreeMap<usize, Area> = BTreeMap::new();
            for cell in &run.cells {
                let Some(place) = &cell.place else { continue };
                let Some(spans) = by_file.get(place.span.file.path.as_str()) else { continue };
                let area = Area { x0: cell.x0, y0: run.top, x1: cell.x1, y1: run.bottom };
                for (index, span) in spans {
                    if comes_from(place, span) {
                        rows.entry(*index).and_modify(|row| *row = row.with(area)).or_insert(area);
                    }
                }
            }
            for (index, area) in rows {
                if found[index].len() < MOST_SPOTS {
                    found[index].push(Spot::new(page + 1, area));
                }
            }
        }
    }
}

/// Whether a character on the page came from a stretch of a file. Offsets of another text of the
/// same file mean nothing.
fn comes_from(place: &Place, span: &Span) -> bool {
    if place.span.file.text != span.file.text {
        return false;
    }
    let own = place.field.as_ref().unwrap_or(&place.span);
    let (a, b) = (&own.range, &span.range);
    // An empty span is a place between characters.
    a.start < b.end.max(b.start + 1) && b.start < a.end
}
