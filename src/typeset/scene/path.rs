//! Shapes as paths on the page: in mm, without dashes, and filled by the sum of turns alone.

use typst::layout::{Abs, Point, Transform};
use typst::visualize::{CurveItem, FillRule, FixedStroke, Geometry, LineCap, LineJoin};

use crate::model::MM_PER_PT;

/// Red, green and blue.
pub type Colour = [u8; 3];

/// A point in mm.
type At = (f64, f64);

/// A piece of a path, in mm on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Begins anew.
    Move(f64, f64),
    /// A straight line.
    Line(f64, f64),
    /// A cubic Bézier curve: two handles and its end.
    Cubic([f64; 6]),
    /// Back to where it began.
    Close,
}

/// How ends or corners of a stroke look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// Ends cut off straight; corners drawn out to a point.
    Plain,
    /// Round.
    Round,
    /// Ends longer by half the width; corners cut off.
    Square,
}

/// A line along a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// In mm.
    pub width: f64,
    /// Its colour.
    pub colour: Colour,
    /// Its ends.
    pub cap: Join,
    /// Its corners.
    pub join: Join,
    /// How many times its width a corner may be drawn out.
    pub miter: f64,
}

/// Curves are taken for so many straight lines where dashes or turns are looked for.
const STEPS: u32 = 16;
/// The most dashes of one stroke; more of them look like a line.
const MOST_DASHES: usize = 20_000;

/// A point as it comes on the page.
fn on_page(point: Point, at: Transform) -> At {
    let moved = point.transform(at);
    (moved.x.to_mm(), moved.y.to_mm())
}

/// A geometry on the page.
pub fn segments(geometry: &Geometry, at: Transform) -> Vec<Segment> {
    let point = |x: Abs, y: Abs| on_page(Point::new(x, y), at);
    let mut path = Vec::new();
    match geometry {
        Geometry::Line(to) => {
            let (from, to) = (point(Abs::zero(), Abs::zero()), point(to.x, to.y));
            path.extend([Segment::Move(from.0, from.1), Segment::Line(to.0, to.1)]);
        }
        Geometry::Rect(size) => {
            let corners = [(Abs::zero(), Abs::zero()), (size.x, Abs::zero()), (size.x, size.y)];
            for (index, (x, y)) in corners.into_iter().chain([(Abs::zero(), size.y)]).enumerate() {
                let (x, y) = point(x, y);
                path.push(if index == 0 { Segment::Move(x, y) } else { Segment::Line(x, y) });
            }
            path.push(Segment::Close);
        }
        Geometry::Curve(curve) => {
            for item in &curve.0 {
                path.push(match item {
                    CurveItem::Move(to) => {
                        let (x, y) = on_page(*to, at);
                        Segment::Move(x, y)
                    }
                    CurveItem::Line(to) => {
                        let (x, y) = on_page(*to, at);
                        Segment::Line(x, y)
                    }
                    CurveItem::Cubic(a, b, to) => {
                        let [a, b, to] = [a, b, to].map(|point| on_page(*point, at));
                        Segment::Cubic([a.0, a.1, b.0, b.1, to.0, to.1])
                    }
                    CurveItem::Close => Segment::Close,
                });
            }
            // A path begins at the origin where nothing says otherwise.
            if !matches!(path.first(), None | Some(Segment::Move(..))) {
                let (x, y) = point(Abs::zero(), Abs::zero());
                path.insert(0, Segment::Move(x, y));
            }
        }
    }
    path
}

/// A stroke on the page, its width as the transformation leaves it.
pub fn stroke(stroke: &FixedStroke, at: Transform, colour: Colour) -> Stroke {
    let area = at.sx.get() * at.sy.get() - at.kx.get() * at.ky.get();
    Stroke {
        width: stroke.thickness.to_mm() * area.abs().sqrt(),
        colour,
        cap: match stroke.cap {
            LineCap::Butt => Join::Plain,
            LineCap::Round => Join::Round,
            LineCap::Square => Join::Square,
        },
        join: match stroke.join {
            LineJoin::Miter => Join::Plain,
            LineJoin::Round => Join::Round,
            LineJoin::Bevel => Join::Square,
        },
        miter: stroke.miter_limit.get(),
    }
}

/// A path of which any reader fills the same: with other directions where it was to be filled by odd and
/// even.
pub fn filled(path: Vec<Segment>, rule: FillRule) -> Vec<Segment> {
    match rule {
        FillRule::NonZero => path,
        FillRule::EvenOdd => by_turns(path),
    }
}

/// Turns closed parts so that those within an odd number of others run the other way. Parts that cross
/// each other or themselves are not looked into.
fn by_turns(path: Vec<Segment>) -> Vec<Segment> {
    let parts = parts(path);
    if parts.len() < 2 {
        return parts.concat();
    }
    let flat: Vec<Vec<At>> = parts.iter().map(|part| flattened(part).concat()).collect();
    let mut turned = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let around = |other: &usize| {
            let first = flat[index].first();
            *other != index && first.is_some_and(|first| encloses(&flat[*other], *first))
        };
        let is_hole = (0..parts.len()).filter(around).count() % 2 == 1;
        let clockwise = area(&flat[index]) > 0.0;
        match is_hole == clockwise {
            true => turned.extend(reversed(part)),
            false => turned.extend_from_slice(part),
        }
    }
    turned
}

/// The parts of a path, each with its beginning.
fn parts(path: Vec<Segment>) -> Vec<Vec<Segment>> {
    let mut parts: Vec<Vec<Segment>> = Vec::new();
    for segment in path {
        match (segment, parts.last_mut()) {
            (Segment::Move(..), _) | (_, None) => parts.push(vec![segment]),
            (_, Some(part)) => part.push(segment),
        }
    }
    parts
}

/// A part the other way round.
fn reversed(part: &[Segment]) -> Vec<Segment> {
    let mut points: Vec<At> = Vec::new();
    let mut last = (0.0, 0.0);
    for segment in part {
        points.push(last);
        last = end(*segment, last);
    }
    let mut turned = vec![Segment::Move(last.0, last.1)];
    let mut closed = false;
    for (segment, from) in part.iter().zip(&points).skip(1).rev() {
        match *segment {
            Segment::Line(..) => turned.push(Segment::Line(from.0, from.1)),
            Segment::Cubic([ax, ay, bx, by, ..]) => {
                turned.push(Segment::Cubic([bx, by, ax, ay, from.0, from.1]));
            }
            Segment::Close => closed = true,
            Segment::Move(..) => {}
        }
    }
    if closed {
        turned.push(Segment::Close);
    }
    turned
}

/// Where a segment leaves the pen that stood at `from`.
fn end(segment: Segment, from: At) -> At {
    match segment {
        Segment::Move(x, y) | Segment::Line(x, y) | Segment::Cubic([.., x, y]) => (x, y),
        Segment::Close => from,
    }
}

/// Twice the area that a line of points encloses, positive where it runs clockwise on the page.
fn area(points: &[At]) -> f64 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

/// Whether a point lies within a line of points.
fn encloses(points: &[At], at: At) -> bool {
    let next = points.iter().cycle().skip(1);
    let crossed = points.iter().zip(next).filter(|(a, b)| {
        (a.1 > at.1) != (b.1 > at.1) && at.0 < (b.0 - a.0) * (at.1 - a.1) / (b.1 - a.1) + a.0
    });
    crossed.count() % 2 == 1
}

/// A path as lines of points.
fn flattened(path: &[Segment]) -> Vec<Vec<At>> {
    let mut lines: Vec<Vec<At>> = Vec::new();
    let (mut pen, mut start) = ((0.0, 0.0), (0.0, 0.0));
    for segment in path {
        match *segment {
            Segment::Move(x, y) => {
                start = (x, y);
                lines.push(vec![start]);
            }
            Segment::Line(x, y) => lines.last_mut().into_iter().for_each(|line| line.push((x, y))),
            Segment::Cubic([ax, ay, bx, by, x, y]) => {
                let points = (1..=STEPS).map(|step| {
                    let t = f64::from(step) / f64::from(STEPS);
                    let u = 1.0 - t;
                    let mix = |p0: f64, p1: f64, p2: f64, p3: f64| {
                        u * u * u * p0
                            + 3.0 * u * u * t * p1
                            + 3.0 * u * t * t * p2
                            + t * t * t * p3
                    };
                    (mix(pen.0, ax, bx, x), mix(pen.1, ay, by, y))
                });
                lines.last_mut().into_iter().for_each(|line| line.extend(points.clone()));
            }
            Segment::Close => lines.last_mut().into_iter().for_each(|line| line.push(start)),
        }
        pen = if *segment == Segment::Close { start } else { end(*segment, pen) };
    }
    lines
}

/// The strokes that a dashed one is made of; the path itself where it has no dashes.
pub fn dashed(path: Vec<Segment>, stroke: &FixedStroke, at: Transform) -> Vec<Segment> {
    let Some(dash) = &stroke.dash else { return path };
    let scale = (at.sx.get() * at.sy.get() - at.kx.get() * at.ky.get()).abs().sqrt();
    let mut lengths: Vec<f64> =
        dash.array.iter().map(|length| length.to_pt().max(0.0) * MM_PER_PT * scale).collect();
    if lengths.len() % 2 == 1 {
        lengths.extend(lengths.clone());
    }
    let period: f64 = lengths.iter().sum();
    let lines = flattened(&path);
    let long: f64 =
        lines.iter().flat_map(|line| line.windows(2)).map(|two| reach(two[0], two[1])).sum();
    #[expect(clippy::cast_precision_loss, reason = "a limit of this size is exact")]
    let most = MOST_DASHES as f64;
    if period <= 0.0 || !period.is_finite() || long / period > most {
        return path;
    }
    let phase = (dash.phase.to_pt() * MM_PER_PT * scale).rem_euclid(period);
    lines.iter().flat_map(|line| cut(line, &lengths, phase)).collect()
}

fn reach(a: At, b: At) -> f64 {
    (b.0 - a.0).hypot(b.1 - a.1)
}

/// A line of points cut into dashes.
fn cut(line: &[At], lengths: &[f64], phase: f64) -> Vec<Segment> {
    // Where in the pattern the line begins.
    let (mut index, mut left) = (0, phase);
    while left >= lengths[index] && lengths.iter().any(|length| *length > 0.0) {
        left -= lengths[index];
        index = (index + 1) % lengths.len();
    }
    let mut left = lengths[index] - left;
    let mut pieces = Vec::new();
    let mut begin = true;
    for two in line.windows(2) {
        let (mut from, to) = (two[0], two[1]);
        let mut rest = reach(from, to);
        while rest > 0.0 {
            let step = rest.min(left);
            let part = step / rest;
            let next = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            if index % 2 == 0 {
                if std::mem::take(&mut begin) {
                    pieces.push(Segment::Move(from.0, from.1));
                }
                pieces.push(Segment::Line(next.0, next.1));
            }
            (from, rest, left) = (next, rest - step, left - step);
            // At the end of this dash or gap; one without length is passed over at once.
            if left <= 0.0 {
                index = (index + 1) % lengths.len();
                (left, begin) = (lengths[index], true);
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_are_strokes_of_their_own() {
        let line = [(0.0, 0.0), (10.0, 0.0)];
        let drawn = cut(&line, &[3.0, 1.0], 2.0);
        let ends: Vec<f64> = drawn.iter().map(|piece| end(*piece, (0.0, 0.0)).0).collect();
        assert_eq!(ends, [0.0, 1.0, 2.0, 5.0, 6.0, 9.0]);
        // Dots have no length, and are no reason to go on for ever.
        assert!(cut(&line, &[0.0, 2.0], 0.0).len() <= 12);
    }

    #[test]
    fn a_hole_runs_the_other_way() {
        let square = |at: f64, size: f64| {
            let far = at + size;
            let line = |x, y| Segment::Line(x, y);
            vec![
                Segment::Move(at, at),
                line(far, at),
                line(far, far),
                line(at, far),
                Segment::Close,
            ]
        };
        let path = [square(0.0, 9.0), square(2.0, 3.0)].concat();
        let turned = parts(filled(path.clone(), FillRule::EvenOdd));
        let areas: Vec<f64> = turned.iter().map(|part| area(&flattened(part).concat())).collect();
        assert!(areas[0] > 0.0 && areas[1] < 0.0, "{areas:?}");
        assert_eq!(areas.map_abs(), [162.0, 18.0]);
        assert_eq!(filled(path.clone(), FillRule::NonZero), path);
    }

    trait Positive {
        fn map_abs(&self) -> Vec<f64>;
    }

    impl Positive for Vec<f64> {
        fn map_abs(&self) -> Vec<f64> {
            self.iter().map(|value| value.abs()).collect()
        }
    }
}
