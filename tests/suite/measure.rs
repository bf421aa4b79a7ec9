//! Where things stand on a page, read from the page description that `qpdf` unpacks.
//!
//! Knows as much of PDF as Typst writes: runs of glyphs and straight lines, upright, in the frame
//! of the page. All lengths are millimetres from the upper left corner of an A4 page.

use std::collections::BTreeMap;
use std::path::Path;

use crate::outside::ask;

const PT: f64 = 25.4 / 72.0;
const PAGE_HEIGHT: f64 = 297.0;

/// One page.
#[derive(Debug, Default)]
pub struct Page {
    pub runs: Vec<Run>,
    pub lines: Vec<Line>,
}

/// Glyphs of one face and size in one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    pub x: f64,
    /// The baseline.
    pub y: f64,
    /// In points.
    pub size: f64,
    pub glyphs: usize,
}

/// A straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub from: (f64, f64),
    pub to: (f64, f64),
    pub width: f64,
    pub red: bool,
}

impl Line {
    /// The lower edge.
    pub fn foot(&self) -> f64 {
        self.from.1 + self.width / 2.0
    }
}

impl Page {
    /// The baselines of the text, without the page number, from the top, each once.
    pub fn baselines(&self) -> Vec<f64> {
        let mut rows: Vec<f64> = self.runs.iter().map(|run| run.y).filter(|&y| y < 262.0).collect();
        rows.sort_by(f64::total_cmp);
        rows.dedup_by(|a, b| (*a - *b).abs() < 0.01);
        rows
    }

    /// How many glyphs a row has.
    pub fn glyphs_at(&self, baseline: f64) -> usize {
        self.runs.iter().filter(|run| (run.y - baseline).abs() < 0.01).map(|run| run.glyphs).sum()
    }

    /// Whether the page carries a number under the text area.
    pub fn is_numbered(&self) -> bool {
        self.runs.iter().any(|run| run.y > 262.0)
    }
}

/// The pages of a PDF. Needs `qpdf`.
pub fn pages(pdf: &Path) -> Vec<Page> {
    let text = ask("qpdf", &["--qdf", "--object-streams=disable"], pdf, &["-"]);
    // The streams stand in any order; the mark says which page they are.
    let mut pages = BTreeMap::new();
    for part in text.split("%% Contents for page ").skip(1) {
        let number = part.lines().next().and_then(|line| line.parse::<usize>().ok());
        let content =
            part.split_once("stream\n").and_then(|(_, rest)| rest.split_once("endstream"));
        pages.insert(number.expect("a number"), page(content.expect("a stream").0));
    }
    assert!(!pages.is_empty(), "qpdf shows no page in {}", pdf.display());
    pages.into_values().collect()
}

#[derive(Clone)]
struct State {
    /// `a b c d e f` of PDF.
    matrix: [f64; 6],
    width: f64,
    red: bool,
}

fn page(content: &str) -> Page {
    let mut page = Page::default();
    let mut state = State { matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], width: 1.0, red: false };
    let mut saved = Vec::new();
    let mut operands: Vec<f64> = Vec::new();
    let mut glyphs = 0;
    let mut text = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let mut size = 0.0;
    let mut pen = (0.0, 0.0);
    let mut path = Vec::new();
    for token in tokens(content) {
        if let Ok(number) = token.parse::<f64>() {
            operands.push(number);
            continue;
        }
        if let Some(hex) = token.strip_prefix('<') {
            glyphs += hex.len() / 4;
            continue;
        }
        let last = |n: usize| operands.get(operands.len().wrapping_sub(n)).copied().unwrap_or(0.0);
        match token {
            "q" => saved.push(state.clone()),
            "Q" => state = saved.pop().expect("as many Q as q"),
            "cm" => {
                state.matrix =
                    product(&[last(6), last(5), last(4), last(3), last(2), last(1)], &state.matrix);
            }
            "w" => state.width = last(1),
            "SCN" => state.red = (last(3), last(2), last(1)) == (1.0, 0.0, 0.0),
            "Tf" => size = last(1),
            "Tm" => text = [last(6), last(5), last(4), last(3), last(2), last(1)],
            "Tj" | "TJ" => {
                let [a, _, _, _, e, f] = product(&text, &state.matrix);
                let (x, y) = place(e, f);
                page.runs.push(Run { x, y, size: size * a, glyphs });
            }
            "m" => pen = apply(&state.matrix, last(2), last(1)),
            "l" => {
                let to = apply(&state.matrix, last(2), last(1));
                path.push((pen, to));
                pen = to;
            }
            "S" => {
                for (from, to) in path.drain(..) {
                    let width = state.width * PT;
                    page.lines.push(Line { from, to, width, red: state.red });
                }
            }
            "n" | "f" | "f*" | "W" => path.clear(),
            _ => {}
        }
        glyphs = 0;
        // Brackets stand between the operands of TJ; names and words end nothing.
        if !token.starts_with('/') {
            operands.clear();
        }
    }
    page
}

/// Numbers, hexadecimal strings (with their `<`), names and operators; brackets are dropped.
fn tokens(content: &str) -> impl Iterator<Item = &str> {
    let mut rest = content;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "[]>(){}".contains(c));
            let first = rest.chars().next()?;
            if let Some(inner) = rest.strip_prefix("<<") {
                rest = inner;
                continue;
            }
            let ends = |c: char| c.is_whitespace() || "[]<>(){}/".contains(c);
            let end =
                rest[first.len_utf8()..].find(ends).map_or(rest.len(), |at| at + first.len_utf8());
            let (token, after) = rest.split_at(end);
            rest = after;
            return Some(token);
        }
    })
}

fn product(a: &[f64; 6], b: &[f64; 6]) -> [f64; 6] {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn apply(m: &[f64; 6], x: f64, y: f64) -> (f64, f64) {
    place(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

fn place(x: f64, y: f64) -> (f64, f64) {
    (x * PT, PAGE_HEIGHT - y * PT)
}
