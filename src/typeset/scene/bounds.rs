//! Rectangles around what stands on a page.

use typst::layout::{Abs, FrameItem, Point, Transform};
use typst::visualize::{Curve, CurveItem};

use super::Bounds;

/// Where something stands on the page, with all of its ink.
pub fn bounds_of(item: &FrameItem, at: Transform) -> Bounds {
    let (min, max) = match item {
        FrameItem::Text(text) => {
            let ink = text.bbox();
            let half = text.stroke.as_ref().map_or(Abs::zero(), |stroke| stroke.thickness / 2.0);
            let half = Point::new(half, half);
            (ink.min - half, ink.max + half)
        }
        FrameItem::Shape(shape, _) => {
            let area = shape.bbox(true);
            (area.min, area.max)
        }
        FrameItem::Image(_, size, _) => (Point::zero(), size.to_point()),
        FrameItem::Group(_) | FrameItem::Link(..) | FrameItem::Tag(_) => {
            (Point::zero(), Point::zero())
        }
    };
    placed(corners(min, max), at)
}

pub fn corners(min: Point, max: Point) -> [Point; 4] {
    [min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)]
}

/// The rectangle around some points as they come on the page.
pub fn placed(points: [Point; 4], at: Transform) -> Bounds {
    let points = points.map(|point| point.transform(at));
    let least =
        |of: fn(&Point) -> Abs| points.iter().map(of).map(Abs::to_mm).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Point) -> Abs| {
        points.iter().map(of).map(Abs::to_mm).fold(f64::NEG_INFINITY, f64::max)
    };
    Bounds { x0: least(|p| p.x), y0: least(|p| p.y), x1: most(|p| p.x), y1: most(|p| p.y) }
}

/// What two rectangles have in common; upside down where that is nothing.
pub fn common(a: Bounds, b: Bounds) -> Bounds {
    Bounds { x0: a.x0.max(b.x0), y0: a.y0.max(b.y0), x1: a.x1.min(b.x1), y1: a.y1.min(b.y1) }
}

/// Whether a rectangle has an extent.
pub fn is_area(area: Bounds) -> bool {
    area.x1 > area.x0 && area.y1 > area.y0
}

/// Whether one rectangle lies within another, rounding aside.
pub fn holds(outer: Bounds, inner: Bounds) -> bool {
    const ROUNDING: f64 = 0.01;
    inner.x0 >= outer.x0 - ROUNDING
        && inner.y0 >= outer.y0 - ROUNDING
        && inner.x1 <= outer.x1 + ROUNDING
        && inner.y1 <= outer.y1 + ROUNDING
}

/// Whether a curve is a rectangle along the axes.
pub fn is_rectangle(curve: &Curve) -> bool {
    let mut before: Option<Point> = None;
    curve.0.iter().all(|item| match *item {
        CurveItem::Move(to) => {
            before = Some(to);
            true
        }
        CurveItem::Line(to) => {
            let straight = before.is_some_and(|before| before.x == to.x || before.y == to.y);
            before = Some(to);
            straight
        }
        CurveItem::Cubic(..) => false,
        CurveItem::Close => true,
    })
}
