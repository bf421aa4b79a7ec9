//! The page, measured from outside: rows, cells, page numbers, masthead, tail.
//!
//! The numbers are those of the layout description (GB/T 9704-2012 paper, line model "fill").

use crate::measure::{Page, pages};
use crate::outside::{Part, have, ink};
use crate::project::{HOUSE, Pdf, Project, repository};

const PT: f64 = 25.4 / 72.0;
/// Twenty-two rows of 16 pt fill 225 mm: the first em box at the top, the last at the foot.
const PITCH: f64 = (225.0 - 16.0 * PT) / 21.0;
const FIRST_BASELINE: f64 = 41.967;
/// The text is 156 mm wide and 28 cells.
const CELL: f64 = 156.0 / 28.0;
const LEFT: f64 = 28.0;
/// Half-way between black and white.
const HALF: u8 = 127;

fn near(measured: f64, wanted: f64, tolerance: f64, what: &str) {
    assert!(
        (measured - wanted).abs() <= tolerance,
        "{what}: measured {measured:.3} mm, wanted {wanted:.3} ± {tolerance} mm"
    );
}

/// Which row a baseline is, from 1.
#[track_caller]
fn row(baseline: f64) -> usize {
    let row = (baseline - FIRST_BASELINE) / PITCH;
    near(baseline, FIRST_BASELINE + row.round() * PITCH, 0.02, "a baseline on the row grid");
    row.round() as usize + 1
}

/// Han characters of the given text, so that every one has a glyph, over and over.
fn han(count: usize) -> String {
    let given = std::fs::read_to_string(repository().join("tests/data/issue-28.txt"));
    let given = given.expect("read");
    given.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).cycle().take(count).collect()
}

/// No. 28 on the page of the standard instead of its own house's.
fn briefings_on_standard_paper() -> Project {
    let project = Project::briefings();
    let settings = std::fs::read_to_string(project.path("jianbao.yaml")).expect("read");
    let standard = settings.replace("profile: shuozhou-2018", "profile: gb9704");
    assert_ne!(settings, standard, "the house has a profile of its own");
    project.settings(&standard)
}

#[test]
fn page_2_of_issue_28_stands_on_22_rows() {
    if !have(&["qpdf"]) {
        return;
    }
    let pages = pages(&Project::briefings().into_pdf());
    let page = &pages[1];
    // Titles (18 pt) are centred in rows of their own; everything else stands on the grid.
    let mut rows: Vec<usize> = page
        .runs
        .iter()
        .filter(|run| run.size < 17.0 && run.y < 262.0)
        .map(|run| row(run.y))
        .collect();
    rows.dedup();
    // Text, an empty row, the column, two rows of title and an empty one, text to the foot.
    let wanted: Vec<usize> = (1..=2).chain([4]).chain(8..=22).collect();
    assert_eq!(rows, wanted, "{page:#?}");
    assert_eq!(page.runs.iter().filter(|run| run.size > 17.0).count(), 2, "title lines");
}

#[test]
fn the_page_number_hangs_7_mm_under_the_text_on_the_outer_side() {
    if !have(&["pdftoppm"]) {
        return;
    }
    let pdf = briefings_on_standard_paper().into_pdf();
    for page in 1..=5 {
        // Everything under the text area, 262 mm, is the number.
        let Some([left, _, right, _]) =
            ink(&pdf, page, Part { left: 0.0, top: 263.0, width: 210.0, height: 30.0 }, HALF)
        else {
            panic!("page {page} has no number");
        };
        let (edge, wanted, dash) = if page % 2 == 1 {
            (right, 210.0 - 26.0 - CELL, right - 4.0)
        } else {
            (left, LEFT + CELL, left)
        };
        near(edge, wanted, 0.25, &format!("the outer end of page {page}'s number"));
        assert!(right - left < 25.0, "page {page}: only the number stands there");
        let [_, top, _, foot] =
            ink(&pdf, page, Part { left: dash, top: 263.0, width: 3.5, height: 12.0 }, HALF)
                .expect("a dash");
        assert!(foot - top < 1.0, "page {page}: the dash is a stroke, {top:.2}..{foot:.2}");
        near((top + foot) / 2.0, 269.0, 0.3, &format!("the dash of page {page}"));
    }
}

#[test]
fn a_page_of_han_has_22_rows_of_28() {
    if !have(&["qpdf"]) {
        return;
    }
    let pdf = Project::with_body(&han(28 * 22 * 3)).into_pdf();
    let pages = pages(&pdf);
    assert!(pages.len() >= 4, "{} pages", pages.len());
    for (number, page) in pages.iter().enumerate().take(pages.len() - 1).skip(1) {
        let rows = page.baselines();
        let counts: Vec<usize> = rows.iter().map(|&y| page.glyphs_at(y)).collect();
        assert_eq!(counts, [28; 22], "characters in the rows of page {}", number + 1);
        let numbers: Vec<usize> = rows.iter().map(|&y| row(y)).collect();
        assert_eq!(numbers, (1..=22).collect::<Vec<_>>(), "page {}", number + 1);
        for run in page.runs.iter().filter(|run| run.y < 262.0) {
            near(run.x, LEFT, 0.01, "the left edge");
            assert_eq!(run.size.round(), 16.0);
        }
    }
}

#[test]
fn quotes_are_as_wide_as_han() {
    if !have(&["qpdf"]) {
        return;
    }
    // The second row: quotes that stand neither at its ends nor beside other marks.
    let body = format!("{}山“水”田{}", han(26 + 10), han(40));
    let page = pages(&Project::with_body(&body).into_pdf()).remove(0);
    let rows = page.baselines();
    let counts: Vec<usize> = rows[rows.len() - 3..].iter().map(|&y| page.glyphs_at(y)).collect();
    assert_eq!(counts[..2], [26, 28], "{counts:?}");
}

#[test]
fn a_page_of_han_under_the_house_profile_has_22_rows_of_25() {
    if !have(&["qpdf"]) {
        return;
    }
    let project = Project::with_body(&han(25 * 22 * 3))
        .settings(&format!("{HOUSE}layout: {{profile: shuozhou-2018}}\n"));
    let pages = pages(&project.into_pdf());
    assert!(pages.len() >= 4, "{} pages", pages.len());
    for page in &pages[1..pages.len() - 1] {
        let counts: Vec<usize> =
            page.baselines().iter().map(|&baseline| page.glyphs_at(baseline)).collect();
        assert_eq!(counts, [25; 22]);
        for run in page.runs.iter().filter(|run| run.y < 262.0) {
            near(run.x, 31.75, 0.01, "the left edge");
        }
    }
}

#[test]
fn the_grid_model_has_rows_of_its_own() {
    if !have(&["qpdf"]) {
        return;
    }
    let project = Project::with_body(&han(28 * 22 * 2))
        .settings(&format!("{HOUSE}layout: {{line-model: grid}}\n"));
    let rows = pages(&project.into_pdf())[1].baselines();
    assert_eq!(rows.len(), 22);
    near(rows[0], 44.258, 0.02, "the first baseline");
    near(rows[21], 59.031 + 200.0, 0.02, "the last baseline");
}

#[test]
fn a_paragraph_is_indented_by_two_cells() {
    if !have(&["qpdf"]) {
        return;
    }
    let pages = pages(&Project::with_body(&format!("{}\n\n{}", han(40), han(27))).into_pdf());
    let rows = pages[0].baselines();
    let body: Vec<(f64, usize)> = rows[rows.len() - 4..]
        .iter()
        .map(|&y| {
            let left = pages[0].runs.iter().filter(|run| run.y == y).map(|run| run.x);
            (left.fold(f64::INFINITY, f64::min), pages[0].glyphs_at(y))
        })
        .collect();
    for (&(x, count), (wanted, many)) in
        body.iter().zip([(2.0, 26), (0.0, 14), (2.0, 26), (0.0, 1)])
    {
        near(x, LEFT + wanted * CELL, 0.02, "the left end of a row");
        assert_eq!(count, many, "{body:?}");
    }
}

#[test]
fn the_masthead_ends_on_the_grid() {
    if !have(&["qpdf"]) {
        return;
    }
    let pages = pages(&briefings_on_standard_paper().into_pdf());
    let page = &pages[0];
    let red: Vec<_> = page.lines.iter().filter(|line| line.red).collect();
    let [rule] = red[..] else { panic!("one red rule: {red:?}") };
    near(rule.from.0, 28.0, 0.05, "the left end of the red rule");
    near(rule.to.0, 184.0, 0.05, "the right end of the red rule");
    near(rule.foot(), 131.01, 0.05, "the lower edge of the red rule");
    // The em box of the row above: 0.12 em under its baseline.
    let above = page.baselines().into_iter().filter(|&y| y < rule.from.1).fold(0.0, f64::max);
    near(rule.from.1 - rule.width / 2.0 - (above + 0.12 * 16.0 * PT), 4.0, 0.05, "above the rule");
    for run in
        page.runs.iter().filter(|run| run.size < 17.0 && run.y > rule.from.1 && run.y < 262.0)
    {
        row(run.y);
    }
    let name = page.runs.iter().find(|run| run.size > 40.0).expect("the name");
    near(name.size, 62.0, 0.01, "the size of the name in points");
    near(name.y, 86.75, 0.1, "the baseline of the name");
    assert_eq!(name.glyphs, 4);
}

/// The black rules of the tail, from the top.
fn tail_rules(page: &Page) -> Vec<(f64, f64)> {
    let mut rules: Vec<(f64, f64)> =
        page.lines.iter().filter(|line| !line.red).map(|line| (line.foot(), line.width)).collect();
    rules.sort_by(|a, b| a.0.total_cmp(&b.0));
    rules
}

fn with_tail(paragraphs: usize, duplex: bool) -> Pdf {
    let settings = format!(
        "{HOUSE}distribution: {{report: [市委、市政府], send: [各部门], issue: [各县], copies: 50}}\n\
         layout: {{duplex: {duplex}}}\n"
    );
    let body = vec![han(120); paragraphs].join("\n\n");
    Project::with_body(&body).settings(&settings).into_pdf()
}

#[test]
fn the_tail_stands_at_the_foot_of_the_right_page() {
    if !have(&["qpdf"]) {
        return;
    }
    for paragraphs in 1..=12 {
        for duplex in [false, true] {
            let what = format!("{paragraphs} paragraphs, duplex {duplex}");
            let pages = pages(&with_tail(paragraphs, duplex));
            assert!(!duplex || pages.len().is_multiple_of(2), "{what}: {} pages", pages.len());
            let (last, others) = pages.split_last().expect("pages");
            assert!(others.iter().all(|page| tail_rules(page).is_empty()), "{what}: one tail");
            let rules = tail_rules(last);
            let widths: Vec<f64> =
                rules.iter().map(|rule| (rule.1 * 100.0).round() / 100.0).collect();
            assert_eq!(widths, [0.35, 0.25, 0.35], "{what}: the widths of the rules");
            near(rules[2].0, 262.0, 0.05, &format!("{what}: the lower edge of the last rule"));
            // The tail is set in 14 pt: whatever is larger is text and stands above it.
            let text: Vec<f64> =
                last.runs.iter().filter(|run| run.size > 14.5).map(|run| run.y).collect();
            let lowest = text.iter().copied().fold(0.0, f64::max);
            assert!(
                lowest + 0.12 * 16.0 * PT <= rules[0].0 - 0.35,
                "{what}: text runs into the tail"
            );
            let rows = last.baselines().into_iter().filter(|&y| y > rules[0].0).count();
            assert_eq!(rows, 4, "{what}: 报, 送, 发 and the last row");
            // A page without text carries no number, and the pages before it do.
            for page in &pages {
                let has_text = page.runs.iter().any(|run| run.size > 14.5);
                assert_eq!(page.is_numbered(), has_text, "{what}: the page number");
            }
            if !duplex && pages.len() > 1 && text.is_empty() {
                // The tail took a page of its own: there was no room for its four rows before.
                let end = others.last().expect("a page").baselines();
                assert!(end.last().is_some_and(|&y| row(y) > 22 - 5), "{what}: there was room");
            }
        }
    }
}

#[test]
fn without_recipients_there_is_no_tail() {
    if !have(&["qpdf"]) {
        return;
    }
    for page in pages(&Project::briefings().into_pdf()) {
        assert_eq!(tail_rules(&page), []);
    }
}
