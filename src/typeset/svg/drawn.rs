//! What a drawing comes to once everything in it is unfolded: shapes, dashes, and the pictures within
//! it.

use std::sync::{Mutex, PoisonError};

use usvg::roxmltree::Document;
use usvg::{ImageHrefResolver, ImageKind, Options, Tree};

use super::flaw::{Flaw, MAX_DRAWN, MAX_HEIGHT};

/// Most dashes and gaps of all lines: a map of a county has some thousand. Whoever draws the page
/// draws each as a line of its own.
const MAX_DASHES: f64 = 2e5;

/// Makes of the document what is drawn, and counts that.
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
    let mut left = Left { shapes: MAX_DRAWN, dashes: MAX_DASHES };
    if !left.take(tree.root(), 0) {
        return Err(Flaw::TooMuch);
    }
    if left.dashes < 0.0 { Err(Flaw::Dashed) } else { Ok(()) }
}

/// Whether the lines of a text have too many dashes: its letters are lines only where its face is
/// known.
pub(super) fn is_too_dashed(text: &usvg::Text) -> bool {
    let mut left = Left { shapes: MAX_DRAWN, dashes: MAX_DASHES };
    !left.take(text.flattened(), 0) || left.dashes < 0.0
}

/// What may still be drawn.
struct Left {
    shapes: usize,
    dashes: f64,
}

impl Left {
    /// Takes what a group and everything in it draws; whether that is there.
    fn take(&mut self, group: &usvg::Group, depth: usize) -> bool {
        if depth > MAX_HEIGHT * 2 {
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
