//! The rows of one page: on the grid, as many as the layout asks, within the 版心 (GB/T 9704 5.2).

use super::check::worst;
use super::geometry::{Geometry, as_f64, subject};
use super::text::{adjoin, is_closing};
use super::{Check, Measured, MeasuredPage, Part, Row};
use crate::diagnostic::code;
use crate::model::{MM_PER_PT, is_han};

/// 天头 and 订口, and so the other two, are right within this many mm (5.2.1: 37 ± 1, 28 ± 1).
const WHITE: f64 = 1.0;
/// A row may be off the grid by this many mm.
const OFF_GRID: f64 = 0.02;
/// A row with so many Han characters has ink from the top of its em boxes to their foot.
const WELL_INKED: usize = 10;
/// Ink may stand this far outside the 版心, in mm: glyphs of some faces overhang their cells.
const OVERHANG: f64 = 0.3;
/// How far a closing mark may stand past the right edge, in its own em: by the half that is ink, as
/// Word's 允许标点溢出边界 (house practice of `linebreaks: office`).
const HANG: f64 = 0.5;

pub fn judge(page: &MeasuredPage, measured: &Measured, geometry: &Geometry, out: &mut Vec<Check>) {
    let on = |check: Check| check.on(page.number);
    let body: Vec<&Row> = page.rows.iter().filter(|row| on_grid(row, geometry)).collect();
    let off_grid = body.iter().map(|row| {
        let index = geometry.row_of(row.baseline);
        let check = Check::near(
            "行在行格上（基线）",
            geometry.baseline(index),
            row.baseline,
            OFF_GRID,
            "毫米",
        );
        check.of(subject(row, geometry), row.span.clone()).by("GB/T 9704 5.2.3")
    });
    out.extend(worst(off_grid).map(on));
    let lines = geometry.lines as usize;
    if let Some(last) = body.last().filter(|_| goes_on(page, measured)) {
        let check =
            Check::near("末行基线", geometry.baseline(lines), last.baseline, OFF_GRID, "毫米");
        out.push(on(check.by("GB/T 9704 5.2.3").of(subject(last, geometry), last.span.clone())));
        if let Some(first) = body.first().filter(|_| is_plain(page, geometry)) {
            // Rows with nothing but blanks in them are rows.
            let steps = page.rows.windows(2).map(|pair| match pair {
                [above, below] => ((below.baseline - above.baseline) / geometry.pitch).round(),
                _ => 0.0,
            });
            let count = 1.0 + steps.sum::<f64>();
            let before =
                page.number.checked_sub(2).and_then(|at| measured.pages.get(at)?.rows.last());
            let broken = before.is_some_and(|last| {
                last.paragraph.is_some()
                    && last.paragraph == first.paragraph
                    && !adjoin(last, first)
            });
            let above =
                broken || page.unseen.iter().any(|y| *y < first.baseline - geometry.pitch / 2.0);
            let begins = if above { geometry.row_of(first.baseline) } else { 1 };
            let want = as_f64(lines + 1 - begins.min(lines));
            let full = [
                Check::near(
                    "首行基线",
                    geometry.baseline(begins),
                    first.baseline,
                    OFF_GRID,
                    "毫米",
                ),
                Check::near("满页行数", want, count, 0.0, "行"),
            ];
            out.extend(full.map(|check| on(check.by("GB/T 9704 5.2.3"))));
        }
    }
    let inked = |row: &&&Row| row.text.chars().filter(|&c| is_han(c)).count() >= WELL_INKED;
    if let Some(first) = body.first().filter(inked).filter(|row| is_first(row, page, geometry)) {
        let check = Check::near("天头", geometry.em_top(1), first.ink.y0, WHITE, "毫米");
        out.push(on(check.by("GB/T 9704 5.2.1")));
    }
    out.extend(worst(beside(page, geometry)).map(on));
    out.extend(worst(below(page, geometry)).map(on));
}

/// Whether a row is one of those that the grid is for: text of the body's size under the masthead.
fn on_grid(row: &Row, geometry: &Geometry) -> bool {
    let apart = matches!(row.part, Part::Masthead | Part::Table | Part::Footnote | Part::Tail);
    geometry.is_body_size(row) && !apart
}

fn is_first(row: &Row, page: &MeasuredPage, geometry: &Geometry) -> bool {
    geometry.row_of(row.baseline) == 1
        && page.rows.first().is_some_and(|first| first.baseline >= row.baseline)
}

/// Whether a paragraph goes on from a page to the next: then the page is full to its last row. A row
/// that is first on a page with the mark of a footnote in it may have moved there with its note.
fn goes_on(page: &MeasuredPage, measured: &Measured) -> bool {
    let Some(next) = measured.pages.get(page.number) else { return false };
    let follows = |last: &Row, first: &Row| {
        let em = first.size * MM_PER_PT;
        let is_marked =
            next.marks.iter().any(|mark| (first.baseline - em..=first.baseline).contains(mark));
        let same = last.paragraph.is_some() && last.paragraph == first.paragraph;
        last.part != Part::Footnote && same && !is_marked && adjoin(last, first)
    };
    // A row of blanks, or of a picture, may be the last one.
    let seen = page.rows.last().map_or(0.0, |last| last.baseline + 0.1);
    if page.unseen.iter().any(|y| *y > seen) || page.pictures.iter().any(|area| area.y1 > seen) {
        return false;
    }
    page.rows.last().zip(next.rows.first()).is_some_and(|(last, first)| follows(last, first))
}

/// Each footnote on the page of its mark.
pub fn notes(measured: &Measured) -> impl Iterator<Item = Check> {
    measured.notes.iter().filter(|note| note.mark > 0).map(|note| {
        let text = note.text.map_or(0.0, as_f64);
        Check::near("脚注所在的页", as_f64(note.mark), text, 0.0, "页").on(note.mark)
    })
}

/// Whether nothing but text of one size stands on a page.
fn is_plain(page: &MeasuredPage, geometry: &Geometry) -> bool {
    let text = |row: &Row| {
        let flows = matches!(row.part, Part::Body | Part::List | Part::Quote | Part::Other);
        flows && geometry.is_body_size(row)
    };
    page.pictures.is_empty() && page.rules.is_empty() && page.rows.iter().all(text)
}

/// What stands out of the 版心 at its sides: a word that cannot be broken, a wide table.
fn beside(page: &MeasuredPage, geometry: &Geometry) -> impl Iterator<Item = Check> {
    let area = |x0: f64, x1: f64| (geometry.left - x0).max(x1 - geometry.right);
    let check = |over: f64| {
        let check = Check::at_most("左右超出版心", 0.0, over.max(0.0), OVERHANG, "毫米");
        check.by("GB/T 9704 5.2.1").raises(Some(code::OVERFLOW))
    };
    // A title that does not fit has a check of its own.
    let title = |row: &&Row| row.part == Part::Heading && !geometry.is_body_size(row);
    let hang = |row: &Row| {
        if row.text.ends_with(is_closing) { HANG * row.size * MM_PER_PT } else { 0.0 }
    };
    let rows = page.rows.iter().filter(move |row| !title(row)).map(move |row| {
        check(area(row.ink.x0, row.ink.x1 - hang(row))).of(subject(row, geometry), row.span.clone())
    });
    let others = page.rules.iter().map(|rule| rule.area).chain(page.pictures.iter().copied());
    let others = others.map(move |other| check(area(other.x0, other.x1)).of("表格或图片", None));
    others.chain(rows)
}

/// What stands above the first row or below the last: text by its em box, the rest by its row.
fn below(page: &MeasuredPage, geometry: &Geometry) -> impl Iterator<Item = Check> {
    let check = |over: f64| {
        let check = Check::at_most("上下超出版心", 0.0, over.max(0.0), OVERHANG, "毫米");
        check.by("GB/T 9704 5.2.1")
    };
    let rows = page.rows.iter().filter(|row| row.part != Part::Masthead).map(move |row| {
        let over = (geometry.top - row.ink.y1).max(row.em_foot() - geometry.foot);
        check(over).of(subject(row, geometry), row.span.clone())
    });
    let others = page.rules.iter().map(|rule| rule.area).chain(page.pictures.iter().copied());
    let others = others.map(move |other| {
        let over = (geometry.row_top - other.y0).max(other.y1 - geometry.row_foot());
        check(over).of("表格或图片", None)
    });
    others.chain(rows)
}
