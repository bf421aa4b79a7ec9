//! What a drawing comes to once everything in it is unfolded: shapes, pixels of filters, dashes, and
//! the pictures within it.

use std::sync::{Mutex, PoisonError};

use usvg::filter::{EdgeMode, Kind, Primitive};
use usvg::roxmltree::Document;
use usvg::{ImageHrefResolver, ImageKind, Options, Tree};

use super::{Flaw, MAX_DRAWN, MAX_HEIGHT};

/// Most pixels that filters (shadows, blurs) paint, step by step: drawing them takes a minute.
const MAX_FILTERED: f64 = 2e8;
/// No filter is painted with more pixels than this.
const FILTERED_AT_ONCE: f64 = 2.5e7;
/// Steps that look at much for each pixel are painted this many pixels wide, however small what they
/// lie on is said to be: a small drawing may be shown large.
const FILTERED_ACROSS: f64 = 800.0;
/// Most dashes and gaps of all lines: a map of a county has some thousand. Whoever draws the page
/// draws each as a line of its own.
const MAX_DASHES: f64 = 2e5;

/// Makes of the document what is drawn, and counts that: patterns and masks refer to one another, and
/// each is drawn as often as it is referred to.
pub(super) fn drawn(
    document: &Document,
    picture: impl Fn(&[u8]) -> Result<(), String> + Send + Sync,
) -> Result<(), Flaw> {
    let found: Mutex<Option<Flaw>> = Mutex::new(None);
    let note = |flaw: Flaw| {
        found.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(flaw);
    };
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|media, data, _| {
                let kind = match media {
                    "image/png" => ImageKind::PNG(data.clone()),
                    "image/jpeg" | "image/jpg" => ImageKind::JPEG(data.clone()),
                    other => {
                        note(Flaw::Unsafe(format!("里面的图片是「{other}」，只能是 PNG 或 JPEG")));
                        return None;
                    }
                };
                match picture(&data) {
                    Ok(()) => Some(kind),
                    Err(why) => {
                        note(Flaw::Within(why));
                        None
                    }
                }
            }),
            resolve_string: Box::new(|address, _| {
                let shown: String = address.chars().take(60).collect();
                note(Flaw::Unsafe(format!("引用了外部的「{shown}」")));
                None
            }),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(document, &options);
    drop(options);
    if let Some(flaw) = found.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(flaw);
    }
    let tree = tree.map_err(|error| Flaw::Damaged(error.to_string()))?;
    let mut left = Left { shapes: MAX_DRAWN, pixels: MAX_FILTERED, dashes: MAX_DASHES };
    if !left.take(tree.root(), 0) {
        return Err(Flaw::TooMuch);
    }
    if left.dashes < 0.0 { Err(Flaw::Dashed) } else { Ok(()) }
}

/// Whether the lines of a text have too many dashes: its letters are lines only where its face is
/// known.
pub(super) fn is_too_dashed(text: &usvg::Text) -> bool {
    let mut left = Left { shapes: MAX_DRAWN, pixels: MAX_FILTERED, dashes: MAX_DASHES };
    !left.take(text.flattened(), 0) || left.dashes < 0.0
}

/// What may still be drawn.
struct Left {
    shapes: usize,
    pixels: f64,
    dashes: f64,
}

impl Left {
    /// Takes what a group and everything in it draws; whether that is there.
    fn take(&mut self, group: &usvg::Group, depth: usize) -> bool {
        if depth > MAX_HEIGHT * 2 {
            return false;
        }
        let area = group.abs_layer_bounding_box();
        let area = f64::from(area.width()) * f64::from(area.height()) * 4.0;
        for filter in group.filters() {
            let area = area.clamp(0.0, FILTERED_AT_ONCE);
            let beside: f64 = filter.primitives().iter().map(beside).sum();
            self.pixels -= area * (filter.primitives().len() + 1) as f64;
            self.pixels -= area.max(FILTERED_ACROSS * FILTERED_ACROSS) * beside;
        }
        if self.pixels < 0.0 {
            return false;
        }
        group.children().iter().all(|node| {
            let Some(rest) = self.shapes.checked_sub(1) else { return false };
            self.shapes = rest;
            let mut within = true;
            match node {
                usvg::Node::Group(inner) => within = self.take(inner, depth + 1),
                usvg::Node::Path(path) => self.dashes -= dashes(path),
                _ => {}
            }
            node.subroots(|root| within = within && self.take(root, depth + 1));
            within
        })
    }
}

/// How much longer a step of a filter takes for each pixel than a plain one, which takes 1.
fn beside(primitive: &Primitive) -> f64 {
    /// Neighbours that are looked at in the time of a plain step.
    const NEIGHBOURS: f64 = 16.0;
    match primitive.kind() {
        Kind::Turbulence(noise) => f64::from(noise.num_octaves()),
        Kind::ConvolveMatrix(convolve) => {
            let (columns, rows) = (convolve.matrix().columns(), convolve.matrix().rows());
            // Around a narrow picture it goes many times.
            let around = if convolve.edge_mode() == EdgeMode::Wrap { columns.max(rows) } else { 1 };
            f64::from(columns) * f64::from(rows) * f64::from(around) / NEIGHBOURS
        }
        Kind::Morphology(morphology) => {
            // To both sides, and no further than the picture goes.
            let across = |radius: f32, side: f32| {
                let side = f64::from(side);
                (f64::from(radius) * 2.0 / side).min(1.0) * side.mul_add(2.0, FILTERED_ACROSS)
            };
            let (region, x) = (primitive.rect(), morphology.radius_x().get());
            let y = morphology.radius_y().get();
            across(x, region.width()) * across(y, region.height()) / NEIGHBOURS
        }
        _ => 0.0,
    }
}

/// At least as many dashes and gaps as the line of a path is cut into; both are in the units of its
/// own, so that it makes no difference how it is shown.
fn dashes(path: &usvg::Path) -> f64 {
    let Some(stroke) = path.stroke() else { return 0.0 };
    let Some(array) = stroke.dasharray() else { return 0.0 };
    let period: f64 = array.iter().map(|part| f64::from(*part)).sum();
    let along = length(path.data());
    let dashes = along / period * array.len() as f64;
    // No line, or none that could be measured.
    if dashes.is_nan() { if along > 0.0 { f64::INFINITY } else { 0.0 } } else { dashes }
}

/// How long a line is at most: no curve is longer than the corners that it is drawn by.
fn length(path: &usvg::tiny_skia_path::Path) -> f64 {
    use usvg::tiny_skia_path::{PathSegment, Point};
    let between = |a: Point, b: Point| f64::from(a.x - b.x).hypot(f64::from(a.y - b.y));
    let mut along = 0.0;
    let (mut start, mut at) = (Point::zero(), Point::zero());
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => (start, at) = (to, to),
            PathSegment::LineTo(to) => {
                along += between(at, to);
                at = to;
            }
            PathSegment::QuadTo(a, to) => {
                along += between(at, a) + between(a, to);
                at = to;
            }
            PathSegment::CubicTo(a, b, to) => {
                along += between(at, a) + between(a, b) + between(b, to);
                at = to;
            }
            PathSegment::Close => {
                along += between(at, start);
                at = start;
            }
        }
    }
    along
}
