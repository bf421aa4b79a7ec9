//! The faces of a document cut down to the glyphs on its pages, each a font by itself.

use std::collections::{BTreeMap, BTreeSet};

use subsetter::{GlyphRemapper, Tag, subset_with_variations};

use super::particulars::Unfit;
use super::sfnt;
use crate::typeset::{Face, GlyphRun, Scene, SceneItem};

/// The faces of a document.
pub struct Faces {
    cut: Vec<Cut>,
}

/// A face cut down.
pub struct Cut {
    /// Its name in ASCII, which no other face of the document has.
    pub name: String,
    /// The family that may stand in for it (GB/T 33190, 11.1, FamilyName).
    pub stand_in: String,
    /// The font file.
    pub bytes: Vec<u8>,
    glyphs: GlyphRemapper,
    characters: BTreeMap<char, u16>,
}

impl Cut {
    /// The number that a glyph of the whole face has here.
    pub fn glyph(&self, id: u16) -> u16 {
        self.glyphs.get(id).unwrap_or(0)
    }

    /// The glyph that a reader finds for a character by itself.
    pub fn glyph_of(&self, c: char) -> Option<u16> {
        self.characters.get(&c).copied()
    }
}

impl Faces {
    /// Cuts down the faces of a document.
    ///
    /// # Errors
    /// [`Unfit`] where a face may not or cannot be put into a file.
    pub fn new(scene: &Scene) -> Result<Self, Unfit> {
        let mut used: Vec<Used> = scene.faces.iter().map(|_| Used::default()).collect();
        let items = scene.pages.iter().flat_map(|page| &page.items);
        for item in items {
            if let SceneItem::Run(run) = item
                && let (Some(used), Some(face)) =
                    (used.get_mut(run.face), scene.faces.get(run.face))
            {
                used.add(run, face);
            }
        }
        let mut names = BTreeSet::new();
        let faces = scene.faces.iter().zip(used);
        let cut =
            faces.map(|(face, used)| cut(face, used, &mut names)).collect::<Result<_, _>>()?;
        Ok(Self { cut })
    }

    /// A face by its place in the scene.
    pub fn get(&self, face: usize) -> Option<&Cut> {
        self.cut.get(face)
    }

    /// All of them.
    pub fn into_cut(self) -> Vec<Cut> {
        self.cut
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.cut.len()
    }
}

/// What of a face stands on the pages.
#[derive(Default)]
struct Used {
    glyphs: GlyphRemapper,
    characters: BTreeMap<char, u16>,
    /// Which of the characters have the glyph that the face gives them by itself.
    own: BTreeSet<char>,
    seen: BTreeSet<(char, u16)>,
}

impl Used {
    fn add(&mut self, run: &GlyphRun, face: &Face) {
        for glyph in &run.glyphs {
            let here = self.glyphs.remap(glyph.id);
            let mut shown = run.text.get(glyph.range.clone()).unwrap_or_default().chars();
            let (Some(c), None) = (shown.next(), shown.next()) else { continue };
            if !self.seen.insert((c, glyph.id)) || self.own.contains(&c) {
                continue;
            }
            // A character that is drawn in two ways keeps the usual one.
            if face.glyph_of(c) == Some(glyph.id) {
                self.own.insert(c);
                self.characters.insert(c, here);
            } else {
                self.characters.entry(c).or_insert(here);
            }
        }
    }
}

fn cut(face: &Face, used: Used, names: &mut BTreeSet<String>) -> Result<Cut, Unfit> {
    let family = face.family().to_owned();
    if !face.may_be_embedded() {
        return Err(Unfit::Restricted(family));
    }
    let name = named(face, names);
    let variations: Vec<(Tag, f32)> =
        face.variations().iter().map(|(axis, value)| (Tag::new(axis), *value)).collect();
    let Used { glyphs, characters, .. } = used;
    let bytes = subset_with_variations(face.file(), face.index(), &variations, &glyphs)
        .ok()
        .and_then(|subset| sfnt::packed(&subset, &name, &characters, face.table(*b"OS/2")))
        .ok_or_else(|| Unfit::Broken(family.clone()))?;
    let stand_in = face.stand_in().to_owned();
    Ok(Cut { name, stand_in, bytes, glyphs, characters })
}

/// A name for a face: its own as far as it is of ASCII letters, since some readers lose all else.
fn named(face: &Face, names: &mut BTreeSet<String>) -> String {
    let own = face.postscript_name().unwrap_or_default();
    let mut name: String =
        own.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name = format!("Face{name}");
    }
    let first = name.clone();
    let mut count = 1;
    while !names.insert(name.clone()) {
        count += 1;
        name = format!("{first}-{count}");
    }
    name
}
