//! The table: every measurement of a document against one layout.
//!
//! What cannot be told for certain is left out: a row missing here is better than a false one.

use super::check::worst;
use super::geometry::Geometry;
use super::{Check, Measured, masthead, numbers, rows, tail, text};
use crate::model::{Layout, PAPER};

/// Judges pages by a layout: that which they were set with, or another.
///
/// A page on its side is judged by its paper only: rows in it run another way.
pub fn judge(measured: &Measured, layout: &Layout) -> Vec<Check> {
    let geometry = Geometry::new(layout);
    let mut checks = Vec::new();
    for page in &measured.pages {
        let (width, height) =
            if page.is_landscape() { (PAPER.1, PAPER.0) } else { (PAPER.0, PAPER.1) };
        let paper = [
            Check::near("纸宽", width, page.width, 0.05, "毫米"),
            Check::near("纸高", height, page.height, 0.05, "毫米"),
        ];
        checks.extend(paper.map(|check| check.on(page.number).by("GB/T 9704 5.1")));
        if page.number == 1 {
            masthead::judge(page, layout, &geometry, &mut checks);
        }
        if !page.is_landscape() {
            rows::judge(page, measured, &geometry, &mut checks);
            numbers::judge(page, layout, &geometry, &mut checks);
        }
    }
    checks.extend(worst(rows::notes(measured)));
    text::judge(measured, layout, &geometry, &mut checks);
    tail::judge(measured, layout, &geometry, &mut checks);
    checks
}
