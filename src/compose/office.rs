//! Puts the breaks of `linebreaks: office` into markup, each at its exact place.
//!
//! Typst squeezes and spreads the rows; it is told where they end (`#linebreak(justify: true)`)
//! and finds every row possible, because only as much is taken into one as it can squeeze. Left to
//! Typst are headings, lists, tables, footnotes, texts that templates set, and paragraphs with a
//! picture in the line.
//!
//! `rows` is a pure function from items (widths, blank that can be given up, where a row may end)
//! and row widths to rows; its table tests write rows as text with `/` at the breaks. This makes
//! the items of what `markdown` says a paragraph shows, asks `Faces` for the widths of Latin
//! letters and digits, and writes each end as `#linebreak(justify: true)`. A row never asks for
//! more than its marks can give, so Typst keeps to it. The marks of a row give half an em together
//! (`squeeze`, a number of the layout): this alone explains the rows of the printed No. 28.
//! `tests/data/issue-28-rows.txt` holds the rows of the printed No. 28.
//!
//! The ends of rows go into finished markup; `OffsetMap::with_insertions` moves the map along.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthChar;

use super::faces::Faces;
use super::rows::{self, Item, Options, Piece, Rules, Widths};
use crate::markdown::{Markup, Paragraph, Shown, Visible, is_wide};
use crate::model::{Issue, LineBreaks, MM_PER_PT};

/// Ends a row that is spread to the edge.
const BREAK: &str = "#linebreak(justify: true)";
/// The mark of a footnote, as `show super` in `briefing.typ` sets it.
const NOTE_MARK: f64 = 0.6;
/// Raised and lowered text, as `raised` and `lowered` in `briefing.typ` set it.
const SCRIPT: f64 = 0.6;
/// Tracking below this is none, in em.
const UNTRACKED: f64 = 1e-6;

/// The measures of running text, in em of the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Width of a row.
    pub row: f64,
    /// From one character to the next: 一字.
    pub cell: f64,
    /// What the house decides about rows.
    pub options: Options,
    /// Whether numbers stay with their units.
    pub units: bool,
    /// People, who stay whole.
    pub names: Vec<String>,
    /// Characters of the label before the 编者按, its colon included.
    pub note_label: f64,
}

/// What a body is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An entry.
    Entry,
    /// The 编者按: in 楷体, behind its label.
    Note,
}

impl Page {
    /// The measures of an issue's layout; none where Typst decides about rows.
    pub fn of(issue: &Issue) -> Option<Self> {
        let layout = &issue.layout;
        let size = layout.body_size * MM_PER_PT;
        (layout.line_breaks == LineBreaks::Office).then(|| Self {
            row: layout.text_width() / size,
            cell: layout.char_pitch() / size,
            options: Options { squeeze: layout.squeeze, ..Options::DEFAULT },
            // Office programs part 11 from 月; readers stumble there. No. 28 is the same either way.
            units: true,
            names: names_of(issue),
            note_label: issue.note_label.chars().count() as f64 + 1.0,
        })
    }

    fn tracking(&self) -> f64 {
        self.cell - 1.0
    }

    /// What is left of a row beside the padding of a quotation.
    fn row_of(&self, paragraph: &Paragraph) -> f64 {
        if paragraph.quoted { self.row - 2.0 * self.cell } else { self.row }
    }
}

/// The people an issue names as such.
pub(super) fn names_of(issue: &Issue) -> Vec<String> {
    let leaders = issue.entries.iter().filter_map(|entry| entry.leader.as_ref());
    leaders.map(|leader| leader.name.value.clone()).collect()
}

/// Widths that were asked for: a face is slow to find, and a text has few such characters.
struct Advances<'a> {
    faces: &'a dyn Faces,
    known: BTreeMap<(&'static str, char), f64>,
}

impl Advances<'_> {
    fn of(&mut self, role: &'static str, c: char) -> f64 {
        if is_wide(c) {
            1.0
        } else if c.width() == Some(0) {
            0.0
        } else {
            *self.known.entry((role, c)).or_insert_with(|| self.faces.advance(role, c))
        }
    }
}

/// Something to put into the markup.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Insertion {
    pub(super) at: usize,
    pub(super) text: String,
}

/// Decides the rows of every paragraph and writes their ends into the markup, whose map and ranges
/// move along.
pub fn break_rows(markup: &mut Markup, page: &Page, place: Place, faces: &dyn Faces) {
    let mut insertions = Vec::new();
    let mut advances = Advances { faces, known: BTreeMap::new() };
    for (index, paragraph) in markup.paragraphs.iter().enumerate() {
        // Not even whether it fits a row is known of a picture.
        if paragraph.visible.iter().any(|each| each.shown == Shown::Picture) {
            continue;
        }
        let label =
            if place == Place::Note && index == 0 { page.note_label * page.cell } else { 0.0 };
        insertions.extend(of_paragraph(paragraph, page, place, label, &mut advances));
    }
    insert(markup, &insertions);
}

fn of_paragraph(
    paragraph: &Paragraph,
    page: &Page,
    place: Place,
    label: f64,
    advances: &mut Advances,
) -> Vec<Insertion> {
    let rest = page.row_of(paragraph);
    let kai = paragraph.quoted || place == Place::Note;
    let mut insertions = Vec::new();
    let mut first = rest - 2.0 * page.cell - label; // 7.3.3 左空二字
    let mut visible = paragraph.visible.as_slice();
    while !visible.is_empty() {
        let length = visible.iter().take_while(|each| each.shown != Shown::Break).count();
        let (line, after) = visible.split_at(length);
        of_line(line, after.first(), page, Widths { first, rest }, kai, advances, &mut insertions);
        visible = after.get(1..).unwrap_or_default();
        first = rest;
    }
    insertions
}

/// The breaks of what stands between two breaks of the author; `end` is the second of them.
fn of_line(
    line: &[Visible],
    end: Option<&Visible>,
    page: &Page,
    widths: Widths,
    kai: bool,
    advances: &mut Advances,
    insertions: &mut Vec<Insertion>,
) {
    let pieces: Vec<Piece> = line.iter().map(|each| piece(each, page, kai, advances)).collect();
    let stiff_quotes = page.tracking().abs() > UNTRACKED;
    let names: Vec<&str> = page.names.iter().map(String::as_str).collect();
    let rules = Rules { units: page.units, names: &names, stiff_quotes };
    let items = rows::items(&pieces, rules);
    let rows = rows::break_rows(&items, widths, page.options);
    for row in &rows {
        let last = &line[row.items.end - 1];
        let next = line.get(row.items.end);
        // Without its width the mark stands past the edge.
        let hang =
            if row.hang() > 0.0 { format!("#h(-{:.4}em)", row.hang()) } else { String::new() };
        let mut put = |at, text| insertions.push(Insertion { at, text });
        if next.is_some_and(|next| last.code && next.code && last.range.end == next.range.start) {
            put(last.range.end, format!("\"){hang}{BREAK}#code(\""));
        } else if next.is_some() {
            put(after(last), format!("{hang}{BREAK}"));
        } else if row.excess() > trimmed(&items[row.items.clone()]) {
            // A last row that has to be squeezed falls apart unless it is to be spread as well.
            match end {
                Some(end) => {
                    put(after(last), hang);
                    put(end.range.end - 1, "justify: true".to_owned());
                }
                None => put(after(last), format!("{hang}{BREAK}")),
            }
        }
    }
}

/// Where markup can stand after something visible.
fn after(visible: &Visible) -> usize {
    // Behind the end of the string and the call.
    visible.range.end + if visible.code { "\")".len() } else { 0 }
}

/// What Typst takes off the last mark of a row without being asked.
fn trimmed(row: &[Item]) -> f64 {
    row.last().filter(|item| !item.may_start).map_or(0.0, |item| item.shrink)
}

fn piece(visible: &Visible, page: &Page, kai: bool, advances: &mut Advances) -> Piece {
    let role = if kai || visible.emphasized { "kai" } else { "body" };
    let scale = if visible.script { SCRIPT } else { 1.0 };
    let mut advance = |c| advances.of(role, c) * scale + page.tracking();
    match visible.shown {
        Shown::Char(c) => Piece::Char(c, advance(c)),
        Shown::Spaces(count) => Piece::Object { width: advance(' ') * count as f64, leans: false },
        Shown::Note => Piece::Object { width: NOTE_MARK + page.tracking(), leans: true },
        Shown::Break | Shown::Picture => Piece::Object { width: 0.0, leans: false },
    }
}

pub(super) fn insert(markup: &mut Markup, insertions: &[Insertion]) {
    let mut typst = String::with_capacity(markup.typst.len() + insertions.len() * BREAK.len());
    let mut written = 0;
    for Insertion { at, text } in insertions {
        typst.push_str(&markup.typst[written..*at]);
        typst.push_str(text);
        written = *at;
    }
    typst.push_str(&markup.typst[written..]);
    markup.typst = typst;
    markup.map =
        markup.map.with_insertions(insertions.iter().map(|each| (each.at, each.text.len())));
    let mut shift = 0;
    let mut coming = insertions.iter().peekable();
    for visible in markup.paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.visible) {
        let mut move_along = |offset: usize, here: bool| {
            while let Some(passed) =
                coming.next_if(|next| next.at < offset || here && next.at == offset)
            {
                shift += passed.text.len();
            }
            offset + shift
        };
        visible.range = move_along(visible.range.start, true)..move_along(visible.range.end, false);
    }
}
