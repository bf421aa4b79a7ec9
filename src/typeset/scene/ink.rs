//! Where the ink of glyphs stands, asked of each face once.

use std::collections::BTreeMap;

use typst::text::FontInstance;
use typst::text::color::should_outline;

use super::Bounds;

/// The faces of a document in the order in which they come, and what is known of their glyphs.
#[derive(Default)]
pub struct Faces {
    known: Vec<FontInstance>,
    /// By face and glyph, in em, y down.
    ink: BTreeMap<(usize, u16), Option<Bounds>>,
    /// Glyphs that have colours of their own, by face and glyph.
    coloured: BTreeMap<(usize, u16), bool>,
}

impl Faces {
    /// Which face it is.
    pub fn index(&mut self, font: &FontInstance) -> usize {
        match self.known.iter().position(|known| known == font) {
            Some(index) => index,
            None => {
                self.known.push(font.clone());
                self.known.len() - 1
            }
        }
    }

    /// The ink of a glyph about its origin at a size of 1, y down.
    pub fn ink(&mut self, face: usize, glyph: u16) -> Option<Bounds> {
        let font = self.known.get(face)?;
        *self.ink.entry((face, glyph)).or_insert_with(|| {
            let ink = font.ttf().glyph_bounding_box(ttf_parser::GlyphId(glyph))?;
            let em = |units: i16| f64::from(units) / font.units_per_em();
            Some(Bounds {
                x0: em(ink.x_min),
                y0: -em(ink.y_max),
                x1: em(ink.x_max),
                y1: -em(ink.y_min),
            })
        })
    }

    /// Whether a glyph is a picture.
    pub fn is_picture(&mut self, face: usize, glyph: u16) -> bool {
        let Some(font) = self.known.get(face) else { return false };
        *self
            .coloured
            .entry((face, glyph))
            .or_insert_with(|| !should_outline(font, ttf_parser::GlyphId(glyph)))
    }

    /// All faces.
    pub fn into_faces(self) -> Vec<super::Face> {
        self.known.into_iter().map(|font| super::Face { font }).collect()
    }
}
