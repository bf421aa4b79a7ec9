//! What is written on a page: glyphs in the order of drawing, by row and by paragraph.

use std::collections::BTreeMap;

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object};
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::kurbo::{Affine, BezPath, Point, Rect};

/// Baselines nearer to each other than this, in points, are one row.
const SAME_ROW: f64 = 1.0;
/// No element of a briefing lies deeper in the structure of its document.
const MAX_DEPTH: usize = 64;

/// What stands in the line of a paragraph and does not end it (ISO 32000-1, 14.8.4.4, and what
/// newer writers add).
const INLINE: [&[u8]; 11] = [
    b"Span",
    b"Link",
    b"Strong",
    b"Em",
    b"Sub",
    b"Quote",
    b"Code",
    b"Reference",
    b"Annot",
    b"Ruby",
    b"Lbl",
];

/// Text that belongs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// A paragraph, a heading, a cell: an element of the document's structure, by its object.
    Element(i32),
    /// What is not content but furniture of a page: page numbers, a watermark.
    Furniture(usize),
    /// Text that no structure tells of.
    Unknown,
}

/// A row of a page, or what of it belongs to one block.
#[derive(Debug)]
pub struct Run {
    pub block: Block,
    pub text: String,
}

/// The text of a page, a line for each row.
pub fn rows(page: &Page<'_>) -> String {
    let mut text = String::new();
    let mut row = None;
    for glyph in glyphs(page) {
        if row.is_some_and(|row| glyph.begins_row_after(row)) {
            text.push('\n');
        }
        row = Some(glyph.at);
        text.push_str(&glyph.text);
    }
    text
}

/// The rows of a page as far as they belong to one block; `number` is the page's, from 1.
pub fn runs(pdf: &Pdf, page: &Page<'_>, number: usize) -> Vec<Run> {
    let blocks = blocks(pdf, page);
    let mut runs: Vec<Run> = Vec::new();
    let mut last: Option<Written> = None;
    for glyph in glyphs(page) {
        let block = match glyph.mark {
            Mark::Furniture => Block::Furniture(number),
            Mark::Content(id) => blocks.get(&id).map_or(Block::Unknown, |id| Block::Element(*id)),
            Mark::None => Block::Unknown,
        };
        let goes_on = last.as_ref().is_some_and(|last| !glyph.begins_row_after(last.at));
        match runs.last_mut() {
            Some(run) if goes_on && run.block == block => run.text.push_str(&glyph.text),
            _ => runs.push(Run { block, text: glyph.text.clone() }),
        }
        last = Some(glyph);
    }
    runs
}

/// What a glyph was drawn as part of.
#[derive(Clone, Copy, Debug)]
pub enum Mark {
    None,
    /// Content with its number on the page.
    Content(i32),
    Furniture,
}

/// A glyph on a page.
#[derive(Debug)]
pub struct Written {
    pub text: String,
    /// Where it stands, in points.
    pub at: Point,
    pub mark: Mark,
}

impl Written {
    fn begins_row_after(&self, before: Point) -> bool {
        (self.at.y - before.y).abs() > SAME_ROW
    }
}

/// The glyphs of a page in the order of drawing.
pub fn glyphs(page: &Page<'_>) -> Vec<Written> {
    let cache = InterpreterCache::new();
    // In points, whatever the size of the page: nothing is drawn.
    let everything = Rect::new(-1e6, -1e6, 1e6, 1e6);
    let settings = InterpreterSettings::default();
    let mut context = Context::new(Affine::IDENTITY, everything, &cache, page.xref(), settings);
    let mut writer = Writer::default();
    interpret_page(page, &mut context, &mut writer);
    writer.written
}

/// Takes note of glyphs and draws nothing.
#[derive(Default)]
struct Writer {
    written: Vec<Written>,
    marks: Vec<Mark>,
}

impl<'a> Device<'a> for Writer {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => char::REPLACEMENT_CHARACTER.to_string(),
        };
        let at = transform * glyph_transform * Point::ORIGIN;
        // A glyph both filled and outlined is drawn twice.
        let again = matches!(mode, GlyphDrawMode::Stroke(_))
            && self.written.last().is_some_and(|last| last.at == at && last.text == text);
        if !again {
            let mark = self.marks.last().copied().unwrap_or(Mark::None);
            self.written.push(Written { text, at, mark });
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], mcid: Option<i32>) {
        let outer = self.marks.last().copied().unwrap_or(Mark::None);
        self.marks.push(match (tag, mcid) {
            (b"Artifact", _) => Mark::Furniture,
            (_, Some(id)) => Mark::Content(id),
            (_, None) => outer,
        });
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// For each number of content on a page the object of the paragraph, or the like, it is part of.
fn blocks(pdf: &Pdf, page: &Page<'_>) -> BTreeMap<i32, i32> {
    let mut found = BTreeMap::new();
    let elements = page
        .raw()
        .get::<i32>("StructParents")
        .and_then(|key| in_number_tree(&parent_tree(pdf)?, key, 0));
    for (id, element) in (0..).zip(elements.iter().flat_map(Array::raw_iter)) {
        if let MaybeRef::Ref(element) = element {
            found.insert(id, block_of(pdf, element).obj_number);
        }
    }
    found
}

fn parent_tree(pdf: &Pdf) -> Option<Dict<'_>> {
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    catalog.get::<Dict<'_>>("StructTreeRoot")?.get("ParentTree")
}

/// The array under a number (ISO 32000-1, 7.9.7).
fn in_number_tree<'a>(node: &Dict<'a>, key: i32, depth: usize) -> Option<Array<'a>> {
    if let Some(pairs) = node.get::<Array<'_>>("Nums") {
        let mut pairs = pairs.iter::<Object<'_>>();
        while let (Some(number), Some(value)) = (pairs.next(), pairs.next()) {
            if number.into_i32() == Some(key) {
                return value.into_array();
            }
        }
        return None;
    }
    let kids = node.get::<Array<'_>>("Kids").filter(|_| depth < MAX_DEPTH)?;
    let mut kids = kids.iter::<Dict<'_>>().filter(|kid| {
        let limits = kid.get::<Array<'_>>("Limits");
        let limits: Vec<i32> = limits.iter().flat_map(Array::iter::<i32>).collect();
        matches!(limits[..], [first, last] if (first..=last).contains(&key))
    });
    in_number_tree(&kids.next()?, key, depth + 1)
}

/// The nearest element that is not in the line of another.
fn block_of(pdf: &Pdf, element: ObjRef) -> ObjRef {
    let mut at = element;
    for _ in 0..MAX_DEPTH {
        let dict: Option<Dict<'_>> = pdf.xref().get(at.into());
        let inline = dict.as_ref().and_then(|dict| dict.get::<Name<'_>>("S"));
        let inline = inline.is_some_and(|kind| INLINE.contains(&&*kind));
        match dict.and_then(|dict| dict.get_ref("P")) {
            Some(parent) if inline => at = parent,
            _ => break,
        }
    }
    at
}
