//! Frames → [`Scene`].

use std::collections::BTreeMap;

use typst::layout::{Abs, Axes, Frame, FrameItem, GroupItem, Point, Size, Transform};
use typst::model::{Destination, Document as _};
use typst::text::TextItem;
use typst::utils::hash128;
use typst::visualize::{Color, Curve, Geometry, Image, Paint, Shape};
use typst_layout::{Page, PagedDocument};

use super::bounds::{bounds_of, common, corners, holds, is_area, is_rectangle, placed};
use super::ink::Faces;
use super::raster::{self, Piece};
use super::{
    Bounds, Colour, GlyphRun, Matrix, PictureFile, PictureFormat, PlacedGlyph, Scene, SceneItem,
    SceneLink, ScenePage, ScenePath, ScenePicture, Target, outline, path, picture,
};

/// A document as a scene.
pub fn scene(pages: &PagedDocument) -> Scene {
    let mut walk =
        Walk { pages, faces: Faces::default(), files: Vec::new(), known: BTreeMap::new() };
    let drawn = pages.pages().iter().map(|page| walk.page(page)).collect();
    let info = pages.info();
    Scene {
        pages: drawn,
        faces: walk.faces.into_faces(),
        pictures: walk.files,
        headings: outline::headings(pages),
        title: info.title.as_ref().map(ToString::to_string),
        authors: info.author.iter().map(ToString::to_string).collect(),
        keywords: info.keywords.iter().map(ToString::to_string).collect(),
    }
}

struct Walk<'a> {
    pages: &'a PagedDocument,
    faces: Faces,
    files: Vec<PictureFile>,
    /// Pictures that have a file already, by what they are and how large they were drawn.
    known: BTreeMap<u128, (usize, Matrix)>,
}

/// What things on a page are cut to.
#[derive(Clone)]
struct Clip<'a> {
    curve: &'a Curve,
    at: Transform,
    bounds: Bounds,
    /// Whether the curve is a rectangle along the page's edges.
    is_plain: bool,
}

/// What a page has so far.
struct Drawn<'a> {
    page: &'a Page,
    area: Bounds,
    /// What lets what is under it be seen: drawn first, mixed with the white of the paper, so that it
    /// hides nothing.
    under: Vec<SceneItem>,
    over: Vec<SceneItem>,
}

impl<'a> Walk<'a> {
    fn page(&mut self, page: &'a Page) -> ScenePage {
        let [width, height] = [page.frame.width(), page.frame.height()].map(Abs::to_mm);
        let area = Bounds { x0: 0.0, y0: 0.0, x1: width, y1: height };
        let mut drawn = Drawn { page, area, under: Vec::new(), over: Vec::new() };
        if let Some(paint) = page.fill_or_transparent() {
            let shape = Geometry::Rect(page.frame.size()).filled(paint);
            let item = FrameItem::Shape(shape, typst::syntax::Span::detached());
            self.item(&item, Transform::identity(), None, &mut drawn);
        }
        // The paper itself is under everything.
        let mut items = std::mem::take(&mut drawn.over);
        self.frame(&page.frame, Transform::identity(), None, &mut drawn);
        items.extend(drawn.under);
        items.extend(drawn.over);
        ScenePage { width, height, items }
    }

    fn frame(
        &mut self,
        frame: &'a Frame,
        transform: Transform,
        clip: Option<&Clip<'a>>,
        drawn: &mut Drawn<'a>,
    ) {
        for (position, item) in frame.items() {
            let at = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => self.group(group, at, clip, drawn),
                FrameItem::Link(target, size) => self.link(target, *size, at, drawn),
                FrameItem::Tag(_) => {}
                _ => self.item(item, at, clip, drawn),
            }
        }
    }

    fn group(
        &mut self,
        group: &'a GroupItem,
        at: Transform,
        clip: Option<&Clip<'a>>,
        drawn: &mut Drawn<'a>,
    ) {
        let at = at.pre_concat(group.transform);
        let Some(curve) = &group.clip else { return self.frame(&group.frame, at, clip, drawn) };
        let bounds = curve.bbox(None);
        let mut bounds = placed(corners(bounds.min, bounds.max), at);
        if let Some(outer) = clip {
            bounds = common(bounds, outer.bounds);
        }
        let upright = at.kx.get() == 0.0 && at.ky.get() == 0.0;
        let own = Clip { curve, at, bounds, is_plain: upright && is_rectangle(curve) };
        self.frame(&group.frame, at, Some(&own), drawn);
    }

    fn link(&self, to: &Destination, size: Size, at: Transform, drawn: &mut Drawn<'a>) {
        let target = match to {
            Destination::Url(address) => Some(Target::Address(address.as_str().to_owned())),
            Destination::Position(position) => Some(Target::Place(outline::place(*position))),
            Destination::Location(location) => {
                outline::place_of(self.pages, *location).map(Target::Place)
            }
        };
        let area = common(placed(corners(Point::zero(), size.to_point()), at), drawn.area);
        if let Some(target) = target.filter(|_| is_area(area)) {
            drawn.over.push(SceneItem::Link(SceneLink { area, target }));
        }
    }

    /// Text, a shape or a picture.
    fn item(
        &mut self,
        item: &FrameItem,
        at: Transform,
        clip: Option<&Clip<'a>>,
        drawn: &mut Drawn<'a>,
    ) {
        let plain = match item {
            FrameItem::Text(text) => self.text(text, at),
            FrameItem::Shape(shape, _) => shape_of(shape, at),
            FrameItem::Image(image, size, _) => self.image(image, *size, at),
            FrameItem::Group(_) | FrameItem::Link(..) | FrameItem::Tag(_) => return,
        };
        // Most things are cut by nothing, and to ask where all ink stands takes a while.
        let bounds = || bounds_of(item, at);
        let whole = match clip {
            None => true,
            Some(clip) => {
                let bounds = bounds();
                if !is_area(common(bounds, clip.bounds)) {
                    return;
                }
                let is_text = matches!(item, FrameItem::Text(_));
                (clip.is_plain || is_text) && holds(clip.bounds, bounds)
            }
        };
        match plain.filter(|_| whole) {
            Some((items, true)) => drawn.over.extend(items),
            Some((items, false)) => drawn.under.extend(items),
            None => {
                let clipped = clip.map_or(drawn.area, |clip| common(clip.bounds, drawn.area));
                let area = common(bounds(), clipped);
                let clip = clip.map(|clip| (clip.curve, clip.at));
                let piece = Piece { item, at, clip };
                let bytes =
                    is_area(area).then(|| raster::piece(drawn.page, &piece, area)).flatten();
                let Some(bytes) = bytes else { return };
                self.files.push(PictureFile { format: PictureFormat::Png, bytes });
                let [width, height] = [area.x1 - area.x0, area.y1 - area.y0];
                let matrix = [width, 0.0, 0.0, height, area.x0, area.y0];
                let file = self.files.len() - 1;
                drawn.over.push(SceneItem::Picture(ScenePicture { file, matrix }));
            }
        }
    }

    /// A run of text, and whether it hides what is under it; `None` where it is no plain text.
    fn text(&mut self, item: &TextItem, at: Transform) -> Option<(Vec<SceneItem>, bool)> {
        let face = self.faces.index(&item.font);
        if item.glyphs.iter().any(|glyph| self.faces.is_picture(face, glyph.id)) {
            return None;
        }
        let (fill, solid) = plain(&item.fill);
        let stroke =
            item.stroke.as_ref().map(|stroke| (stroke.thickness.to_mm(), plain(&stroke.paint).0));
        let size = item.size.to_mm();
        let (mut x, mut y) = (Abs::zero(), Abs::zero());
        let mut glyphs = Vec::with_capacity(item.glyphs.len());
        for glyph in &item.glyphs {
            let ink = self.faces.ink(face, glyph.id).map(|ink| Bounds {
                x0: ink.x0 * size,
                y0: ink.y0 * size,
                x1: ink.x1 * size,
                y1: ink.y1 * size,
            });
            glyphs.push(PlacedGlyph {
                id: glyph.id,
                x: (x + glyph.x_offset.at(item.size)).to_mm(),
                y: -(y + glyph.y_offset.at(item.size)).to_mm(),
                advance: glyph.x_advance.at(item.size).to_mm(),
                ink,
                range: glyph.range(),
            });
            x += glyph.x_advance.at(item.size);
            y += glyph.y_advance.at(item.size);
        }
        let text = item.text.to_string();
        let run = GlyphRun { face, size, matrix: matrix(at), fill, stroke, text, glyphs };
        Some((vec![SceneItem::Run(run)], solid))
    }

    fn image(
        &mut self,
        image: &Image,
        size: Size,
        at: Transform,
    ) -> Option<(Vec<SceneItem>, bool)> {
        let length = |x: f64, y: f64| x.hypot(y);
        let scale = Axes::new(length(at.sx.get(), at.ky.get()), length(at.kx.get(), at.sy.get()));
        // A drawing is drawn anew for each size.
        let key = hash128(&(image, size, scale.x.to_bits(), scale.y.to_bits()));
        let (file, turn) = match self.known.get(&key) {
            Some(known) => *known,
            None => {
                let (file, turn) = picture::file(image, size, scale)?;
                let same = |known: &PictureFile| known.bytes == file.bytes;
                let index = self.files.iter().position(same).unwrap_or_else(|| {
                    self.files.push(file);
                    self.files.len() - 1
                });
                self.known.insert(key, (index, turn));
                (index, turn)
            }
        };
        let [a, b, c, d, e, f] = matrix(at);
        let (width, height) = (size.x.to_mm(), size.y.to_mm());
        let square = [a * width, b * width, c * height, d * height, e, f];
        let matrix = joined(square, turn);
        Some((vec![SceneItem::Picture(ScenePicture { file, matrix })], true))
    }
}

/// First `inner`, then `outer`.
fn joined(outer: Matrix, inner: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = outer;
    let put = |x: f64, y: f64| (a * x + c * y, b * x + d * y);
    let (ax, ay) = put(inner[0], inner[1]);
    let (bx, by) = put(inner[2], inner[3]);
    let (tx, ty) = put(inner[4], inner[5]);
    [ax, ay, bx, by, tx + e, ty + f]
}

fn matrix(at: Transform) -> Matrix {
    let [a, b, c, d] = [at.sx, at.ky, at.kx, at.sy].map(|ratio| ratio.get());
    [a, b, c, d, at.tx.to_mm(), at.ty.to_mm()]
}

/// A shape, and whether it hides what is under it; `None` where its colours run.
fn shape_of(shape: &Shape, at: Transform) -> Option<(Vec<SceneItem>, bool)> {
    let is_plain = |paint: &Paint| matches!(paint, Paint::Solid(_));
    let stroke = shape.stroke.as_ref().filter(|stroke| stroke.thickness > Abs::zero());
    if !shape.fill.iter().chain(stroke.map(|stroke| &stroke.paint)).all(is_plain) {
        return None;
    }
    let segments = path::segments(&shape.geometry, at);
    let line = matches!(shape.geometry, Geometry::Line(_));
    let fill = shape.fill.as_ref().filter(|_| !line).map(plain);
    let stroke = stroke.map(|stroke| (stroke, plain(&stroke.paint)));
    let solid = fill.is_none_or(|fill| fill.1) && stroke.is_none_or(|(_, paint)| paint.1);
    let mut items = Vec::new();
    let is_dashed = stroke.is_some_and(|(stroke, _)| stroke.dash.is_some());
    let whole = |fill, stroke| {
        SceneItem::Path(ScenePath {
            segments: path::filled(segments.clone(), shape.fill_rule),
            fill,
            stroke,
        })
    };
    let drawn = stroke.map(|(stroke, (colour, _))| path::stroke(stroke, at, colour));
    match stroke {
        Some((stroke, _)) if is_dashed => {
            items.extend(fill.map(|(fill, _)| whole(Some(fill), None)));
            let dashes = path::dashed(segments.clone(), stroke, at);
            items.push(SceneItem::Path(ScenePath { segments: dashes, fill: None, stroke: drawn }));
        }
        None if fill.is_none() => {}
        _ => items.push(whole(fill.map(|(fill, _)| fill), drawn)),
    }
    Some((items, solid))
}

/// A colour, mixed with white as far as it lets light through, and whether it lets none through. Of
/// colours that run, the one in the middle.
fn plain(paint: &Paint) -> (Colour, bool) {
    let colour = match paint {
        Paint::Solid(colour) => colour.clone(),
        Paint::Gradient(gradient) => {
            let stops = gradient.stops_ref();
            stops.get(stops.len() / 2).map_or(Color::BLACK, |(colour, _)| colour.clone())
        }
        Paint::Tiling(_) => Color::BLACK,
    };
    let [red, green, blue, alpha] = Color::from(colour.to_rgb()).to_vec4_u8();
    let mixed = |part: u8| {
        let mixed = u32::from(part) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
        u8::try_from((mixed + 127) / 255).unwrap_or(255)
    };
    ([mixed(red), mixed(green), mixed(blue)], alpha == 255)
}
