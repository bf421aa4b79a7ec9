//! A laid-out document as plain values for exports that write pages themselves: runs of glyphs, paths,
//! pictures and links, by their places in mm from the top left of the page.
//!
//! Only what every reader draws is left in it: colours are solid, translucent ones are mixed with white,
//! dashes are strokes of their own, and what could not be said so is a picture. Judges nothing.

mod bounds;
mod ink;
mod outline;
mod path;
mod picture;
mod raster;
mod walk;

use std::ops::Range;

use typst::text::{FontInstance, FontVariations};

pub use walk::scene as of;

pub use path::{Colour, Join, Segment, Stroke};

/// A laid-out document.
pub struct Scene {
    /// Its pages.
    pub pages: Vec<ScenePage>,
    /// The faces of its runs; a [`GlyphRun`] names one by its place here.
    pub faces: Vec<Face>,
    /// The pictures; a [`ScenePicture`] names one by its place here.
    pub pictures: Vec<PictureFile>,
    /// Its headings in the order of the text, as readers list them beside the pages.
    pub headings: Vec<SceneHeading>,
    /// Its title.
    pub title: Option<String>,
    /// Its authors: the office that issues it.
    pub authors: Vec<String>,
    /// Words to find it by.
    pub keywords: Vec<String>,
}

/// A page.
pub struct ScenePage {
    /// In mm.
    pub width: f64,
    /// In mm.
    pub height: f64,
    /// What is drawn, the lowest first.
    pub items: Vec<SceneItem>,
}

/// Something on a page.
pub enum SceneItem {
    /// Characters.
    Run(GlyphRun),
    /// A rule, a frame, a filled area.
    Path(ScenePath),
    /// A picture.
    Picture(ScenePicture),
    /// A place to click on.
    Link(SceneLink),
}

/// A rectangle in mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Left edge.
    pub x0: f64,
    /// Top.
    pub y0: f64,
    /// Right edge.
    pub x1: f64,
    /// Foot.
    pub y1: f64,
}

/// `[a b c d e f]`: a point (x, y) comes to (a·x + c·y + e, b·x + d·y + f).
pub type Matrix = [f64; 6];

/// Characters of one face and size, on one baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphRun {
    /// Which of [`Scene::faces`].
    pub face: usize,
    /// The size of its em, in mm, before [`GlyphRun::matrix`].
    pub size: f64,
    /// From the run, whose origin is the beginning of its baseline, to the page; in mm.
    pub matrix: Matrix,
    /// Its colour.
    pub fill: Colour,
    /// Width in mm and colour of a stroke along the outlines: how a face without a bold cut is made bold.
    pub stroke: Option<(f64, Colour)>,
    /// What it says.
    pub text: String,
    /// How it is drawn, from left to right.
    pub glyphs: Vec<PlacedGlyph>,
}

/// A glyph of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedGlyph {
    /// Its number in the face.
    pub id: u16,
    /// Its origin, in mm from that of the run.
    pub x: f64,
    /// How far below the baseline it stands, in mm.
    pub y: f64,
    /// How far it advances, in mm.
    pub advance: f64,
    /// Its ink about its own origin, in mm; `None` where it has none.
    pub ink: Option<Bounds>,
    /// The bytes of the run's text that it shows. Several glyphs may show the same ones.
    pub range: Range<usize>,
}

/// A path in mm on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenePath {
    /// How it runs; what it encloses is told by the sum of its turns (non-zero).
    pub segments: Vec<Segment>,
    /// What it is filled with.
    pub fill: Option<Colour>,
    /// How it is stroked.
    pub stroke: Option<Stroke>,
}

/// A picture on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenePicture {
    /// Which of [`Scene::pictures`].
    pub file: usize,
    /// From the square between (0, 0), its upper left, and (1, 1) to the page in mm.
    pub matrix: Matrix,
}

/// What kind of file a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// The file of a picture.
pub struct PictureFile {
    /// What kind.
    pub format: PictureFormat,
    /// Its content: as it was given, where that is a PNG or a JPEG.
    pub bytes: Vec<u8>,
}

/// A place to click on.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneLink {
    /// Where.
    pub area: Bounds,
    /// Where it leads.
    pub target: Target,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// To an address.
    Address(String),
    /// Into the document.
    Place(ScenePlace),
}

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScenePlace {
    /// Its page, from 0.
    pub page: usize,
    /// In mm from the left.
    pub x: f64,
    /// In mm from the top.
    pub y: f64,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneHeading {
    /// From 1.
    pub level: usize,
    /// Its words.
    pub title: String,
    /// Where it stands.
    pub place: ScenePlace,
}

/// The families in the binary, and what stands in for them on a machine that has the faces of offices.
const STAND_INS: &[(&str, &str)] = &[
    ("Zhuque Fangsong (technical preview)", "仿宋"),
    ("LXGW WenKai GB Lite", "楷体"),
    ("Noto Serif SC", "宋体"),
    ("Noto Sans SC", "黑体"),
    ("Liberation Serif", "Times New Roman"),
];

/// A face, with its bytes.
pub struct Face {
    font: FontInstance,
}

impl Face {
    /// The bytes of its file.
    pub fn file(&self) -> &[u8] {
        self.font.font().data()
    }

    /// Which face of its file, where that is a collection.
    pub fn index(&self) -> u32 {
        self.font.font().index()
    }

    /// How a variable one is set: names of axes and their values.
    pub fn variations(&self) -> Vec<([u8; 4], f32)> {
        let FontVariations(set) = self.font.variations();
        set.iter().map(|(axis, value)| (axis.to_bytes(), value.0)).collect()
    }

    /// Its family.
    pub fn family(&self) -> &str {
        &self.font.font().info().family
    }

    /// The family by whose name offices have something like it, for readers that draw with the faces of
    /// their own machine.
    pub fn stand_in(&self) -> &str {
        let family = self.family();
        let known = STAND_INS.iter().find(|(own, _)| *own == family);
        known.map_or(family, |(_, common)| *common)
    }

    /// Its PostScript name, where it has one.
    pub fn postscript_name(&self) -> Option<String> {
        self.font.font().post_script_name()
    }

    /// Whether its maker lets it be put into documents (OpenType, `OS/2`, fsType: not “restricted”).
    pub fn may_be_embedded(&self) -> bool {
        let rights = self.table(*b"OS/2").and_then(|table| table.get(8..10));
        rights.is_none_or(|rights| rights[1] & 0xF != 2)
    }

    /// The glyph that the face has for a character by itself.
    pub fn glyph_of(&self, c: char) -> Option<u16> {
        self.font.ttf().glyph_index(c).map(|glyph| glyph.0)
    }

    /// One of its tables, as it stands in the file.
    pub fn table(&self, tag: [u8; 4]) -> Option<&[u8]> {
        self.font.ttf().raw_face().table(ttf_parser::Tag::from_bytes(&tag))
    }
}
