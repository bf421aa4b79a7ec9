//! What stands in a cell of a table and out of it: over a neighbour, over the rule between them, or past
//! the edge of the text.
//!
//! Cells are known by the tags that Typst leaves in the frames; how wide they ought to be, by the rules
//! that are drawn between them.
//!
//! `grid-table` in `templates/briefing.typ` measures its cells: columns get their natural widths
//! where these fit; else they share the room so that the longest cells run over about as many rows,
//! then the text becomes smaller, then words break anywhere. This looks at each page that was laid
//! out and tells text that stands on its neighbour or past the edge. Cells that are one are
//! `Merged` from import to page: `markdown/tree/table.rs` reads `^^` and `<<`,
//! `markdown/write/table.rs` writes the call.

use std::collections::HashMap;

use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Rect, Transform};
use typst::model::{TableCell, TableElem};
use typst::syntax::Span as TypstSpan;
use typst::text::TextItem;
use typst::visualize::Geometry;
use typst_layout::PagedDocument;

use super::findings::author_place;
use super::world::DocumentWorld;
use crate::compose::Document;
use crate::diagnostic::{Diagnostic, Span, code};

/// How far, in pt, boxes may reach into each other: the rounding of widths.
const TOLERANCE: f64 = 0.5;
/// The part of a glyph's size above the baseline; see ASCENT in `briefing.typ`.
const ASCENT: f64 = 0.88;
/// The most findings of an issue.
const MOST: usize = 10;
/// The most characters that a finding quotes.
const QUOTED: usize = 20;

/// A finding for each line of an author's text that does not fit its cell, as far as they are of use.
pub fn find(document: &Document, world: &DocumentWorld, pages: &PagedDocument) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut walk = Walk::default();
    for (number, page) in (1..).zip(pages.pages()) {
        let upright = page.frame.width() < page.frame.height();
        let margins = &document.layout.margins;
        let right = if upright { margins.right } else { margins.top };
        let edge = page.frame.width() - Abs::mm(right);
        walk.frame(&page.frame, Transform::identity());
        for piece in walk.misplaced(edge) {
            let first = piece.text.chars().next().unwrap_or(' ');
            let place = author_place(document, world, piece.glyph, first);
            let row = place.as_ref().map(row);
            let known = |known: &Diagnostic| known.span.as_ref().map(self::row) == row;
            if found.len() < MOST && !found.iter().any(known) {
                found.push(finding(&piece, number, upright).at(place));
            }
        }
    }
    found
}

/// The file and the line of a place: rows of a table are lines.
fn row(place: &Span) -> (&str, usize) {
    let before = place.file.text.get(..place.range.start).unwrap_or_default();
    (&place.file.path, before.matches('\n').count())
}

fn finding(piece: &Piece, page: usize, upright: bool) -> Diagnostic {
    let what = match piece.text.trim() {
        "" => "图片".to_owned(),
        text if text.chars().count() > QUOTED => {
            format!("「{}……」", text.chars().take(QUOTED).collect::<String>())
        }
        text => format!("「{text}」"),
    };
    let help = if upright {
        "表格太宽：减少几列，缩短这一格，或在稿件里写一行「横排: 是」，表格就横着排"
    } else {
        "表格太宽：减少几列，或缩短这一格"
    };
    Diagnostic::error(code::OVERFLOW, format!("第 {page} 页表格的格子里放不下{what}")).help(help)
}

/// A run of text, or a picture, in a cell.
struct Piece {
    /// Tells its cell from others of the page.
    cell: usize,
    area: Rect,
    /// Empty for a picture.
    text: String,
    glyph: (TypstSpan, u16),
}

/// What is in the cells of a page, and the upright rules of its tables.
#[derive(Default)]
struct Walk {
    tables: Vec<Location>,
    /// The cells that are open, by their numbers.
    open: Vec<(Location, usize)>,
    /// The numbers of all cells.
    cells: HashMap<Location, usize>,
    pieces: Vec<Piece>,
    /// Where upright rules stand, with their upper and lower ends.
    rules: Vec<(Abs, Abs, Abs)>,
}

impl Walk {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (position, item) in frame.items() {
            let at = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => self.group(group, at.pre_concat(group.transform)),
                FrameItem::Tag(tag) => self.tag(tag),
                _ if !at.is_only_translate() => {}
                FrameItem::Text(text) => self.text(text, Point::new(at.tx, at.ty)),
                FrameItem::Image(_, size, span) => {
                    let corner = Point::new(at.tx, at.ty);
                    let area = Rect::new(corner, corner + size.to_point());
                    self.put(area, String::new(), (*span, 0));
                }
                FrameItem::Shape(shape, _) if !self.tables.is_empty() && self.open.is_empty() => {
                    if let Geometry::Line(to) = shape.geometry
                        && to.x == Abs::zero()
                    {
                        let (from, to) = (at.ty.min(at.ty + to.y), at.ty.max(at.ty + to.y));
                        self.rules.push((at.tx, from, to));
                    }
                }
                _ => {}
            }
        }
    }

    /// A part of a cell that goes over several pages; or a footnote, which stands in none.
    fn group(&mut self, group: &GroupItem, at: Transform) {
        let Some(parent) = group.parent else { return self.frame(&group.frame, at) };
        let cell = self.cells.get(&parent.location).map(|number| (parent.location, *number));
        let open = std::mem::replace(&mut self.open, cell.into_iter().collect());
        let tables = std::mem::take(&mut self.tables);
        self.frame(&group.frame, at);
        (self.open, self.tables) = (open, tables);
    }

    fn tag(&mut self, tag: &Tag) {
        match tag {
            Tag::Start(content, _) if content.is::<TableElem>() => {
                self.tables.push(tag.location());
            }
            Tag::Start(content, _) if content.is::<TableCell>() => {
                let number = self.cells.len();
                let number = *self.cells.entry(tag.location()).or_insert(number);
                self.open.push((tag.location(), number));
            }
            Tag::Start(..) => {}
            Tag::End(location, ..) => {
                self.tables.retain(|open| open != location);
                self.open.retain(|(open, _)| open != location);
            }
        }
    }

    fn text(&mut self, item: &TextItem, at: Point) {
        let blank = |range: std::ops::Range<usize>| item.text[range].trim().is_empty();
        let (mut x, mut start, mut end, mut first) = (at.x, None, at.x, None);
        for glyph in &item.glyphs {
            let next = x + glyph.x_advance.at(item.size);
            if !blank(glyph.range()) {
                start = start.or(Some(x));
                first = first.or(Some(glyph.span));
                end = next;
            }
            x = next;
        }
        if let (Some(start), Some(first)) = (start, first) {
            let top = Point::new(start, at.y - item.size * ASCENT);
            let foot = Point::new(end, at.y + item.size * (1.0 - ASCENT));
            self.put(Rect::new(top, foot), item.text.trim().to_owned(), first);
        }
    }

    fn put(&mut self, area: Rect, text: String, glyph: (TypstSpan, u16)) {
        if let Some((_, cell)) = self.open.last() {
            self.pieces.push(Piece { cell: *cell, area, text, glyph });
        }
    }

    /// Those of the page's pieces that reach into those of other cells, over a rule or past the edge.
    fn misplaced(&mut self, edge: Abs) -> Vec<Piece> {
        let (mut pieces, mut rules) =
            (std::mem::take(&mut self.pieces), std::mem::take(&mut self.rules));
        let tolerance = Abs::pt(TOLERANCE);
        pieces.sort_by_key(|piece| piece.area.min.y);
        rules.sort();
        let mut is_out: Vec<bool> = pieces
            .iter()
            .map(|piece| {
                let Rect { min, max } = piece.area;
                let from = rules.partition_point(|(x, ..)| *x <= min.x + tolerance);
                let crossed = rules[from..]
                    .iter()
                    .take_while(|(x, ..)| *x < max.x - tolerance)
                    .any(|(_, top, foot)| *top < max.y - tolerance && min.y + tolerance < *foot);
                crossed || max.x > edge + tolerance
            })
            .collect();
        for (index, piece) in pieces.iter().enumerate() {
            let own = piece.area;
            let below = pieces[index + 1..].iter().zip(index + 1..);
            for (other, at) in
                below.take_while(|(other, _)| other.area.min.y < own.max.y - tolerance)
            {
                let area = other.area;
                let beside =
                    area.min.x < own.max.x - tolerance && own.min.x < area.max.x - tolerance;
                let over = own.min.y < area.max.y - tolerance;
                if beside && over && other.cell != piece.cell {
                    // Of two the left one reaches into the right one.
                    is_out[if own.min.x <= area.min.x { index } else { at }] = true;
                }
            }
        }
        let pieces = pieces.into_iter().zip(is_out);
        pieces.filter_map(|(piece, is_out)| is_out.then_some(piece)).collect()
    }
}
