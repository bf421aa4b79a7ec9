//! Paragraphs and headings over all pages: cells, edges of rows, marks at their ends.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::check::worst;
use super::geometry::{Geometry, as_f64, subject};
use super::{Check, Measured, MeasuredPage, Part, Row};
use crate::diagnostic::code;
use crate::model::{Layout, MM_PER_PT, Pitch, is_han};

/// Where the 编者按 is written.
const ISSUE_FILE: &str = "issue.yaml";

/// Marks that never begin a row.
const CLOSING: &str = "，。、；：？！’”）》】〕〉」』";
/// Marks that never end a row.
const OPENING: &str = "‘“（《【〔〈「『";
/// How many characters more than its cells a row with marks may have, when they give way.
const SQUEEZED: f64 = 3.0;
/// A page's rows and columns are told from this many rows on.
const ENOUGH_ROWS: usize = 3;

/// A row and the page it stands on.
#[derive(Clone, Copy)]
pub struct RowOnPage<'a> {
    pub page: &'a MeasuredPage,
    pub row: &'a Row,
}

/// The paragraphs, items and quotations of upright pages, each with its rows.
pub fn paragraphs(measured: &Measured) -> Vec<Vec<RowOnPage<'_>>> {
    let mut found: BTreeMap<usize, Vec<RowOnPage<'_>>> = BTreeMap::new();
    for page in measured.pages.iter().filter(|page| !page.is_landscape()) {
        for row in &page.rows {
            if matches!(row.part, Part::Body | Part::List | Part::Quote)
                && let Some(paragraph) = row.paragraph
            {
                found.entry(paragraph).or_default().push(RowOnPage { page, row });
            }
        }
    }
    found.into_values().collect()
}

pub fn judge(measured: &Measured, layout: &Layout, geometry: &Geometry, out: &mut Vec<Check>) {
    let paragraphs = paragraphs(measured);
    let mut checks: Vec<Check> = worst(pitches(&paragraphs, geometry)).into_iter().collect();
    checks.extend(cells(&paragraphs, layout, geometry));
    checks.extend(worst(starts(&paragraphs, geometry)));
    checks.extend(marks(&paragraphs, geometry));
    checks.extend(titles(measured, layout, geometry));
    checks.extend(stranded(measured, geometry));
    // What is right is right on every page.
    out.extend(
        checks
            .into_iter()
            .map(|check| if check.ok { Check { page: None, ..check } } else { check }),
    );
    if let Some(first) = measured.pages.first() {
        // The 编者按 is no entry's body: it stands before the first title and comes from issue.yaml.
        // Its label comes from nobody's file.
        let titled =
            measured.pages.iter().flat_map(|page| &page.rows).any(|row| row.part == Part::Heading);
        let of_entry =
            |row: &Row| row.span.as_ref().is_none_or(|span| !span.file.path.ends_with(ISSUE_FILE));
        let shows = first
            .rows
            .iter()
            .skip_while(|row| titled && row.part != Part::Heading)
            .any(|row| matches!(row.part, Part::Body | Part::List) && of_entry(row));
        let got = if shows { "有" } else { "无" };
        let check = Check::same("首页有正文", "有", got).on(1).by("GB/T 9704 7.3.3");
        // Composing tries to make room for it, and tells.
        out.push(check.raises(None));
    }
}

/// From one row of a paragraph to the next, in pt.
fn pitches(paragraphs: &[Vec<RowOnPage<'_>>], geometry: &Geometry) -> impl Iterator<Item = Check> {
    let pairs = paragraphs.iter().flat_map(|rows| rows.windows(2));
    pairs.filter_map(|pair| {
        let [above, below] = pair else { return None };
        if above.page.number != below.page.number || !geometry.is_body_size(below.row) {
            return None;
        }
        let got = (below.row.baseline - above.row.baseline) / MM_PER_PT;
        // Between them there may be rows of blanks, or of pictures.
        let between = |y: f64| above.row.baseline + 0.1 < y && y < below.row.baseline - 0.1;
        let page = above.page;
        let skips = !adjoin(above.row, below.row)
            || page.unseen.iter().any(|y| between(*y))
            || page.pictures.iter().any(|area| between(f64::midpoint(area.y0, area.y1)));
        let steps = (got * MM_PER_PT / geometry.pitch).round();
        let got = if skips && steps > 1.0 { got / steps } else { got };
        let check = Check::near("行距", geometry.pitch / MM_PER_PT, got, 0.02, "磅");
        Some(located(check, *below, geometry).by("GB/T 9704 5.2.3"))
    })
}

/// A full row of Han alone has the characters of the grid, each in its cell; with marks it may have
/// a few more.
fn cells(paragraphs: &[Vec<RowOnPage<'_>>], layout: &Layout, geometry: &Geometry) -> Vec<Check> {
    let chars = as_f64(geometry.chars);
    let (mut counts, mut marked, mut widths) = (Vec::new(), Vec::new(), Vec::new());
    let wide = paragraphs.iter().filter(|rows| !rows.iter().any(|it| it.row.beside));
    for pair in wide.flat_map(|rows| rows.windows(2)) {
        let [here, next] = pair else { continue };
        let row = here.row;
        let indent = (row.x0 - geometry.left) / geometry.cell;
        let countable = row.part == Part::Body && geometry.is_body_size(row) && !row.mixed;
        if !countable || !row.text.chars().all(is_cell) || !adjoin(row, next.row) {
            continue;
        }
        let got = as_f64(row.cells) + indent.round().max(0.0);
        if !row.text.chars().all(is_han) {
            // Each mark can give half a cell.
            let marks = as_f64(row.text.chars().filter(|&c| !is_han(c)).count());
            let squeezed = SQUEEZED.max(marks / 2.0 + 1.0);
            let check = Check::at_most("含标点满行字数", chars, got, squeezed, "字");
            marked.push(located(check, *here, geometry).by("GB/T 9704 5.2.3"));
            continue;
        }
        let check = Check::near("全汉字满行字数", chars, got, 0.0, "字");
        let check = located(check, *here, geometry).by("GB/T 9704 5.2.3");
        // Where a mark follows, or a number with its unit, the row may have given up a character.
        let free = next.row.text.chars().take(2).all(is_han);
        if got > chars || free {
            counts.push(check);
        }
        let full = free || got >= chars;
        if layout.grid.pitch == Pitch::Grid && row.cells >= geometry.chars - 2 && full {
            let got = (row.x1 - row.x0) / as_f64(row.cells);
            let check = Check::near("字距", geometry.cell, got, 0.01, "毫米");
            widths.push(located(check, *here, geometry).by("GB/T 9704 5.2.3"));
        }
    }
    let too_many = |check: &&Check| check.got_number() > chars;
    let mut checks: Vec<Check> = Vec::new();
    match counts.iter().find(too_many) {
        Some(check) => checks.push(check.clone()),
        // A name kept whole may leave any one row short, but not most of them.
        None => {
            let right = counts.iter().filter(|check| check.ok).count();
            let most = counts.len() >= ENOUGH_ROWS && right * 2 < counts.len();
            checks.extend(counts.iter().find(|check| check.ok != most).cloned());
        }
    }
    checks.extend(worst(marked));
    // Nor may it leave most of them spread.
    let right = widths.iter().filter(|check| check.ok).count();
    if widths.len() >= ENOUGH_ROWS && right * 2 < widths.len() {
        checks.extend(worst(widths));
    } else {
        checks.extend(worst(widths.into_iter().filter(|check| check.ok)));
    }
    checks
}

/// A row of a paragraph begins at the edge, or two cells in; deeper indents have their own reasons.
fn starts(paragraphs: &[Vec<RowOnPage<'_>>], geometry: &Geometry) -> impl Iterator<Item = Check> {
    let rows = paragraphs.iter().flatten().filter(|placed| {
        // An opening mark at the edge is trimmed: its cell begins outside.
        let row = placed.row;
        row.part == Part::Body && !row.mixed && !row.text.starts_with(|c| OPENING.contains(c))
    });
    rows.filter_map(|placed| {
        let indented = geometry.left + 2.0 * geometry.cell;
        let x = placed.row.x0;
        if x > indented + 0.02 {
            return None;
        }
        let near = if x - geometry.left < geometry.cell { geometry.left } else { indented };
        let check = Check::near("正文行左端", near, x, 0.02, "毫米");
        Some(located(check, *placed, geometry).by("GB/T 9704 7.3.3"))
    })
}

/// 避头尾: no closing mark begins a row, no opening mark ends one.
fn marks(paragraphs: &[Vec<RowOnPage<'_>>], geometry: &Geometry) -> Vec<Check> {
    let mut wrong = Vec::new();
    let mut seen = false;
    for pair in paragraphs.iter().flat_map(|rows| rows.windows(2)) {
        let [above, below] = pair else { continue };
        seen = true;
        let found = |name, mark: Option<char>, placed: RowOnPage<'_>| {
            let check = Check::same(name, "无", mark.map(String::from).unwrap_or_default());
            // Rare runs of marks leave no better break, and ’ may be an apostrophe: no fault of the page.
            located(check, placed, geometry).by("GB/T 15834 5.1").raises(Some(code::ROW_EDGE))
        };
        if above.row.text.ends_with(|c| OPENING.contains(c)) {
            wrong.push(found("行尾无前引号前括号", above.row.text.chars().last(), *above));
        }
        if below.row.text.starts_with(is_closing) {
            wrong.push(found("行首无点号后括号", below.row.text.chars().next(), *below));
        }
    }
    if wrong.is_empty() && seen {
        wrong.push(Check::same("避头尾", "无", "无").by("GB/T 15834 5.1"));
    }
    wrong
}

/// Lines of titles are narrower than the 版心; one that had to be broken again is wider.
fn titles(measured: &Measured, layout: &Layout, geometry: &Geometry) -> Vec<Check> {
    let mut lines: BTreeMap<(usize, usize), (RowOnPage<'_>, f64)> = BTreeMap::new();
    for page in measured.pages.iter().filter(|page| !page.is_landscape()) {
        for row in &page.rows {
            if let (Some(heading), true) = (row.heading, row.size > geometry.size + 0.01) {
                let line = lines.entry((heading, row.block));
                line.or_insert((RowOnPage { page, row }, 0.0)).1 += row.ems();
            }
        }
    }
    let check = |(placed, got): &(RowOnPage<'_>, f64)| {
        let want = layout.text_width() / (placed.row.size * MM_PER_PT);
        let check = Check::at_most("标题行宽", want, *got, 0.05, "字");
        located(check, *placed, geometry).by("GB/T 9704 7.3.1").raises(Some(code::TITLE_TOO_WIDE))
    };
    let checks: Vec<Check> = lines.values().map(check).collect();
    some_or_worst(checks)
}

/// No heading is the last thing on a page while the text goes on.
fn stranded(measured: &Measured, geometry: &Geometry) -> Vec<Check> {
    let check = |page: &MeasuredPage, got: &str| {
        let check = Check::same("标题不落在页末", "无", got).on(page.number);
        check.by("惯例").raises(Some(code::STRANDED_HEADING))
    };
    let mut checks = Vec::new();
    let upright = measured.pages.iter().filter(|page| !page.is_landscape());
    let mut any = None;
    for page in upright {
        let flows = |row: &&Row| !matches!(row.part, Part::Footnote | Part::Tail | Part::Masthead);
        if page.rows.iter().any(|row| row.part == Part::Heading) {
            any = Some(page);
        }
        let Some(last) = page.rows.iter().rfind(flows) else { continue };
        let below = |y: f64| y > last.baseline;
        let followed = page.pictures.iter().any(|picture| below(picture.y1))
            || page.rules.iter().any(|rule| rule.part != Part::Tail && below(rule.area.y0));
        let next = measured.pages.get(page.number).and_then(|next| next.rows.iter().find(flows));
        // A column without entries ends in its heading; nothing is torn from it.
        let torn =
            next.is_some_and(|next| next.part != Part::Heading || next.heading == last.heading);
        if last.part == Part::Heading && !followed && torn {
            checks.push(check(page, "有").of(subject(last, geometry), last.span.clone()));
        }
    }
    if checks.is_empty() {
        checks.extend(any.map(|page| check(page, "无")));
    }
    checks
}

/// Every check that is wrong; where none is, the one that comes closest to it.
fn some_or_worst(checks: Vec<Check>) -> Vec<Check> {
    let (right, wrong): (Vec<Check>, Vec<Check>) = checks.into_iter().partition(|check| check.ok);
    if wrong.is_empty() { worst(right).into_iter().collect() } else { wrong }
}

fn located(check: Check, placed: RowOnPage<'_>, geometry: &Geometry) -> Check {
    check.on(placed.page.number).of(subject(placed.row, geometry), placed.row.span.clone())
}

impl Check {
    fn got_number(&self) -> f64 {
        match self.got {
            super::Got::Number(number) => number,
            super::Got::Text(_) => 0.0,
        }
    }
}

/// Whether a row ends where it does only because it is full: nothing stands in the author's text
/// between it and the next but signs of bold, and one line break. What no author wrote cannot be told.
pub fn adjoin(above: &Row, below: &Row) -> bool {
    let (Some(above), Some(below)) = (&above.span, &below.span) else { return false };
    if !Arc::ptr_eq(&above.file, &below.file) || below.range.start < above.range.end {
        return false;
    }
    let between = above.file.text.get(above.range.end..below.range.start).unwrap_or_default();
    between.chars().all(|c| matches!(c, '*' | '_' | ' ' | '\r' | '\n')) && !between.contains("  ")
}

/// Whether a mark never begins a row.
pub(super) fn is_closing(c: char) -> bool {
    CLOSING.contains(c)
}

fn is_cell(c: char) -> bool {
    is_han(c) || is_closing(c) || OPENING.contains(c)
}
