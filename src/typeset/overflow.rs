//! Text that runs out of the text area: it would be cut off in print.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::syntax::Span as TypstSpan;
use typst_layout::PagedDocument;

use super::findings::author_place;
use super::world::DocumentWorld;
use crate::compose::Document;
use crate::diagnostic::{Diagnostic, Span, code};
use crate::model::PAPER;

/// A finding for each author's file, or for each page where none can be named; `cells` are those of
/// files in which a table is known to be too wide.
pub fn find(
    document: &Document,
    world: &DocumentWorld,
    pages: &PagedDocument,
    cells: &[Diagnostic],
) -> Vec<Diagnostic> {
    let mut found: Vec<(Option<Span>, usize)> = Vec::new();
    for (number, page) in (1..).zip(pages.pages()) {
        let upright = page.frame.width() < page.frame.height();
        let margins = &document.layout.margins;
        // A page on its side has its right margin at the head of the sheet.
        let (right, bottom) =
            if upright { (margins.right, PAPER.1) } else { (margins.top, PAPER.0) };
        // A closing mark may hang, and a page number stands under the text area.
        let limit = Point::new(
            page.frame.width() - Abs::mm(right) + Abs::pt(document.layout.body_size),
            Abs::mm(bottom),
        );
        let mut outside = Vec::new();
        visit(&page.frame, Transform::identity(), &mut |place, c, span| {
            let out = place.x > limit.x
                || place.y > limit.y
                || place.x < Abs::zero()
                || place.y < Abs::zero();
            if out && !c.is_whitespace() {
                outside.push((c, span));
            }
        });
        for (c, span) in outside {
            let place = author_place(document, world, span, c);
            let known = |(have, page): &(Option<Span>, usize)| match (have, &place) {
                (Some(have), Some(place)) => have.file == place.file,
                (None, None) => *page == number,
                _ => false,
            };
            let of_table = |finding: &Diagnostic| {
                let files = finding.span.as_ref().zip(place.as_ref());
                files.is_some_and(|(cell, place)| cell.file == place.file)
            };
            if !found.iter().any(known) && !cells.iter().any(of_table) {
                found.push((place, number));
            }
        }
    }
    found.into_iter().map(|(span, page)| finding(span, page)).collect()
}

fn finding(span: Option<Span>, page: usize) -> Diagnostic {
    Diagnostic::error(code::OVERFLOW, format!("第 {page} 页有文字伸出版心，印不全"))
        .at(span)
        .help("在很长的网址或字母串中间加空格；标题、单位名称太长时请缩短，或用「|」分行")
}

/// Every character with the right end of its glyph on the page.
fn visit(
    frame: &Frame,
    transform: Transform,
    visit_glyph: &mut impl FnMut(Point, char, (TypstSpan, u16)),
) {
    for (position, item) in frame.items() {
        let here = transform.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Text(text) => {
                let mut x = Abs::zero();
                for glyph in &text.glyphs {
                    let start = x;
                    x += glyph.x_advance.at(text.size);
                    let c = text.text[glyph.range()].chars().next().unwrap_or(' ');
                    // The middle of the glyph itself: its advance may hold what a spread row adds.
                    let middle = Point::with_x(start + (x - start).min(text.size) / 2.0);
                    visit_glyph(middle.transform(here), c, glyph.span);
                }
            }
            FrameItem::Group(group) => {
                visit(&group.frame, here.pre_concat(group.transform), visit_glyph);
            }
            _ => {}
        }
    }
}
