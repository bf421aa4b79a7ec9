//! A laid-out page for the screen: its picture, what stands where in it, and whether it changed.
//!
//! Knows nothing of files: where a glyph came from is asked of whoever knows.

use std::fmt::Write;
use std::hash::{Hash, Hasher};

use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::syntax::Span as TypstSpan;
use typst::text::TextItem;
use typst::utils::hash128;
use typst_layout::Page;
use typst_svg::SvgOptions;

use super::sources::Place;
use crate::measure::ASCENT;

/// Characters that stand side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedRun {
    /// Top of the em box, in mm from the head of the page.
    pub top: f64,
    /// Foot of the em box, in mm.
    pub bottom: f64,
    /// Its characters from left to right.
    pub cells: Vec<PlacedCell>,
}

/// A character on a page; several where they are drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedCell {
    /// Left edge, in mm.
    pub x0: f64,
    /// Right edge, in mm; with what a spread row puts behind it.
    pub x1: f64,
    /// What it shows.
    pub text: String,
    /// Where it came from; `None` for what no author wrote or where nobody can tell.
    pub place: Option<Place>,
}

/// The picture of a page: glyphs are outlines, so that no font is needed to look at it.
pub fn svg(page: &Page) -> String {
    typst_svg::svg(page, &SvgOptions::default())
}

/// Equal for pages that look the same: 32 hexadecimal digits.
pub fn look(page: &Page) -> String {
    struct Look<'a>(&'a Page);
    impl Hash for Look<'_> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.fill.hash(state);
            look_of(&self.0.frame, state);
        }
    }
    let mut digits = String::with_capacity(32);
    // Writing into a string cannot fail.
    let _ = write!(digits, "{:032x}", hash128(&Look(page)));
    digits
}

/// All that is drawn, and nothing of what it means or where it came from.
fn look_of(frame: &Frame, state: &mut impl Hasher) {
    frame.size().hash(state);
    for (position, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                (0, position, &group.transform, &group.clip, group.frame.kind()).hash(state);
                look_of(&group.frame, state);
                4.hash(state);
            }
            FrameItem::Text(text) => {
                (1, position, &text.font, text.size, &text.fill, &text.stroke).hash(state);
                for glyph in &text.glyphs {
                    (glyph.id, glyph.x_advance, glyph.x_offset).hash(state);
                    (glyph.y_advance, glyph.y_offset).hash(state);
                }
            }
            FrameItem::Shape(shape, _) => (2, position, shape).hash(state),
            FrameItem::Image(image, size, _) => (3, position, image, size).hash(state),
            FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

/// The runs of a page, each character with what `place` knows of it. Turned and scaled text (the
/// watermark, the number of a page on its side) is no text to click on.
pub fn runs(
    frame: &Frame,
    place: &impl Fn((TypstSpan, u16), char) -> Option<Place>,
) -> Vec<PlacedRun> {
    let mut runs = Vec::new();
    visit(frame, Transform::identity(), &mut |text, at| runs.push(run(text, at, place)));
    runs
}

fn visit(frame: &Frame, transform: Transform, found: &mut impl FnMut(&TextItem, Point)) {
    for (position, item) in frame.items() {
        let here = transform.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Text(text) if here.is_only_translate() => {
                found(text, Point::new(here.tx, here.ty));
            }
            FrameItem::Group(group) => {
                visit(&group.frame, here.pre_concat(group.transform), found);
            }
            _ => {}
        }
    }
}

fn run(
    item: &TextItem,
    at: Point,
    place: &impl Fn((TypstSpan, u16), char) -> Option<Place>,
) -> PlacedRun {
    let (mut x, mut cells) = (at.x, Vec::<PlacedCell>::new());
    let mut before = None;
    for glyph in &item.glyphs {
        let x0 = x.to_mm();
        x += glyph.x_advance.at(item.size);
        let x1 = x.to_mm();
        // A character may be drawn by several glyphs.
        let range = Some(glyph.range());
        if let Some(cell) = cells.last_mut().filter(|_| before == range) {
            cell.x1 = x1;
            continue;
        }
        before = range;
        let text = item.text.get(glyph.range()).unwrap_or_default();
        let place = text.chars().next().and_then(|c| place(glyph.span, c));
        cells.push(PlacedCell { x0, x1, text: text.to_owned(), place });
    }
    let (baseline, size) = (at.y.to_mm(), item.size.to_mm());
    PlacedRun { top: baseline - ASCENT * size, bottom: baseline + (1.0 - ASCENT) * size, cells }
}
