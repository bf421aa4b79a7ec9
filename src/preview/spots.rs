//! Where entries and findings stand on the pages of an edition.

use std::collections::BTreeMap;

use serde::Serialize;

use super::edition::Edition;
use super::pages::Pages;
use super::places::fine;
use super::sheet;
use crate::diagnostic::Span;
use crate::measure::Area;
use crate::typeset::Place;

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
    // A failure comes first in the list and stands nowhere.
    let failed = edition.failure.iter().map(|_| None);
    let findings = failed.chain(edition.findings.iter().map(|finding| finding.span.clone()));
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
