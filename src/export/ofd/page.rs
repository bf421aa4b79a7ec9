//! A page: its objects one above the other, each with the box that readers cut it to.

use super::document::{Document, Ids};
use super::faces::{Cut, Faces};
use super::xml::{PLACES, Xml, number, physical_box};
use crate::typeset::{
    Bounds, Colour, GlyphRun, Join, Matrix, PlacedGlyph, SceneItem, SceneLink, ScenePage,
    ScenePath, ScenePicture, Segment, Target,
};

/// Decimal places of matrices, which lengths are multiplied by.
const FINE: u32 = 6;
/// The part of an em above the baseline that the box of a run holds at least, and below.
const ASCENT: f64 = 0.88;
const DESCENT: f64 = 0.12;
/// The width of a stroke that is nearly none, in mm: readers leave out thinner ones.
const HAIR: f64 = 0.05;
/// How far corners may be drawn out where nothing is said (GB/T 33190, 9.1).
const MITER: f64 = 3.528;

/// `Content.xml` of a page.
pub fn content(page: &ScenePage, document: &Document, faces: &Faces, ids: &mut Ids) -> Vec<u8> {
    let mut xml = Xml::new("Page");
    xml.open("Area");
    physical_box((page.width, page.height), &mut xml);
    xml.close();
    xml.open("Content").open("Layer").id("ID", ids.next()).attribute("Type", "Body");
    let paper = Bounds { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
    let mut drawing = Drawing { paper, document, faces, ids, xml };
    for item in &page.items {
        match item {
            SceneItem::Run(run) => drawing.run(run),
            SceneItem::Path(path) => drawing.path(path),
            SceneItem::Picture(picture) => drawing.picture(picture),
            SceneItem::Link(link) => drawing.link(link),
        }
    }
    drawing.xml.finish()
}

struct Drawing<'a> {
    paper: Bounds,
    document: &'a Document,
    faces: &'a Faces,
    ids: &'a mut Ids,
    xml: Xml,
}

/// Glyphs that are written as one object.
struct Piece<'a> {
    glyphs: &'a [PlacedGlyph],
    text: &'a str,
    /// Whether a reader that knows the characters alone would take other glyphs.
    told: bool,
}

impl Drawing<'_> {
    /// Begins an object with its box, its outer edges rounded outwards; `None` where nothing of it is on
    /// the paper. Returns where its own coordinates begin.
    fn begin(&mut self, name: &'static str, bounds: Bounds) -> Option<(f64, f64)> {
        let places = 10_f64.powi(PLACES.cast_signed());
        let x0 = (bounds.x0.max(self.paper.x0) * places).floor() / places;
        let y0 = (bounds.y0.max(self.paper.y0) * places).floor() / places;
        // The paper's own edge may lie between two thousandths.
        let edge = |bound: f64, paper: f64| {
            let bound = (bound * places).ceil() / places;
            bound.min((paper * places).round() / places)
        };
        let x1 = edge(bounds.x1, self.paper.x1);
        let y1 = edge(bounds.y1, self.paper.y1);
        if !(x1 > x0 && y1 > y0) {
            return None;
        }
        self.xml.open(name).id("ID", self.ids.next());
        self.xml.numbers("Boundary", &[x0, y0, x1 - x0, y1 - y0], PLACES);
        Some((x0, y0))
    }

    fn run(&mut self, run: &GlyphRun) {
        let faces = self.faces;
        let Some(face) = faces.get(run.face) else { return };
        for piece in pieces(run, face) {
            self.piece(run, &piece, face);
        }
    }

    fn piece(&mut self, run: &GlyphRun, piece: &Piece, face: &Cut) {
        let (Some(first), Some(id)) = (piece.glyphs.first(), self.document.faces.get(run.face))
        else {
            return;
        };
        let placing = Placing::of(run.matrix, run.size);
        let bounds = placing.bounds(extent(run, piece));
        let Some((x, y)) = self.begin("TextObject", bounds) else { return };
        let xml = &mut self.xml;
        if let Some([a, b, c, d, e, f]) = placing.matrix {
            xml.numbers("CTM", &[a, b, c, d, e - x, f - y], FINE);
        }
        xml.id("Font", *id).numbers("Size", &[placing.size], 4);
        if let Some(scale) = placing.stretch {
            xml.numbers("HScale", &[scale], FINE);
        }
        if let Some((width, _)) = run.stroke {
            xml.attribute("Stroke", "true").attribute("Fill", "true");
            xml.numbers("LineWidth", &[width * placing.scale], PLACES);
        }
        colour("FillColor", run.fill, xml);
        if let Some((_, stroke)) = run.stroke {
            colour("StrokeColor", stroke, xml);
        }
        let count = piece.text.encode_utf16().count();
        if piece.told {
            xml.open("CGTransform").attribute("CodePosition", "0");
            xml.attribute("CodeCount", &count.to_string());
            xml.attribute("GlyphCount", &piece.glyphs.len().to_string());
            let numbers: Vec<String> =
                piece.glyphs.iter().map(|glyph| face.glyph(glyph.id).to_string()).collect();
            xml.element("Glyphs", &numbers.join(" ")).close();
        }
        let (x, y) = match placing.matrix {
            // Everything within it is moved by the matrix.
            Some(_) => (first.x, first.y),
            None => (
                run.matrix[4] + first.x * placing.across - x,
                run.matrix[5] + first.y * placing.scale - y,
            ),
        };
        xml.open("TextCode").numbers("X", &[x], PLACES).numbers("Y", &[y], PLACES);
        let across = if placing.matrix.is_some() { 1.0 } else { placing.across };
        let steps = steps(piece, across);
        if !steps.is_empty() {
            xml.numbers("DeltaX", &steps, PLACES);
        }
        xml.text(piece.text).close().close();
    }

    fn path(&mut self, path: &ScenePath) {
        let Some(bounds) = around(path) else { return };
        let Some((x, y)) = self.begin("PathObject", bounds) else { return };
        let xml = &mut self.xml;
        match &path.stroke {
            Some(stroke) => {
                xml.numbers("LineWidth", &[stroke.width.max(HAIR)], PLACES);
                match stroke.cap {
                    Join::Plain => {}
                    Join::Round => drop(xml.attribute("Cap", "Round")),
                    Join::Square => drop(xml.attribute("Cap", "Square")),
                }
                match stroke.join {
                    Join::Plain
                        if (stroke.miter - MITER).abs() > 1e-6 && path.segments.len() > 2 =>
                    {
                        xml.numbers("MiterLimit", &[stroke.miter], PLACES);
                    }
                    Join::Plain => {}
                    Join::Round => drop(xml.attribute("Join", "Round")),
                    Join::Square => drop(xml.attribute("Join", "Bevel")),
                }
            }
            None => drop(xml.attribute("Stroke", "false")),
        }
        if path.fill.is_some() {
            xml.attribute("Fill", "true");
        }
        if let Some(stroke) = &path.stroke {
            colour("StrokeColor", stroke.colour, xml);
        }
        if let Some(fill) = path.fill {
            colour("FillColor", fill, xml);
        }
        let mut text = String::new();
        for segment in &path.segments {
            let (letter, points): (char, &[f64]) = match segment {
                Segment::Move(x, y) => ('M', &[*x, *y]),
                Segment::Line(x, y) => ('L', &[*x, *y]),
                Segment::Cubic(points) => ('B', points),
                Segment::Close => ('C', &[]),
            };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push(letter);
            for point in points.chunks(2) {
                for (at, from) in point.iter().zip([x, y]) {
                    text.push(' ');
                    number(at - from, PLACES, &mut text);
                }
            }
        }
        xml.element("AbbreviatedData", &text).close();
    }

    fn picture(&mut self, picture: &ScenePicture) {
        let Some(id) = self.document.pictures.get(picture.file) else { return };
        let square = Bounds { x0: 0.0, y0: 0.0, x1: 1.0, y1: 1.0 };
        let Some((x, y)) = self.begin("ImageObject", moved(square, picture.matrix)) else { return };
        let [a, b, c, d, e, f] = picture.matrix;
        self.xml.numbers("CTM", &[a, b, c, d, e - x, f - y], FINE);
        self.xml.id("ResourceID", *id).close();
    }

    /// A place to click on is a path that nobody sees.
    fn link(&mut self, link: &SceneLink) {
        let Some((x, y)) = self.begin("PathObject", link.area) else { return };
        let xml = &mut self.xml;
        xml.attribute("Stroke", "false");
        match &link.target {
            Target::Place(place) => self.document.destination(*place, xml),
            Target::Address(address) => {
                xml.open("Actions").open("Action").attribute("Event", "CLICK");
                xml.open("URI").attribute("URI", address).close().close().close();
            }
        }
        let mut text = String::from("M 0 0");
        let (width, height) = (link.area.x1 - x, link.area.y1 - y);
        for (x, y) in [(width, 0.0), (width, height), (0.0, height)] {
            text.push_str(" L ");
            number(x, PLACES, &mut text);
            text.push(' ');
            number(y, PLACES, &mut text);
        }
        text.push_str(" C");
        xml.element("AbbreviatedData", &text).close();
    }
}

fn colour(name: &'static str, [red, green, blue]: Colour, xml: &mut Xml) {
    xml.open(name).attribute("Value", &format!("{red} {green} {blue}")).close();
}

/// How a run stands on the page.
struct Placing {
    /// `CTM`, still to be moved to the object's box; `None` where size and place say it all.
    matrix: Option<Matrix>,
    /// The size of the em in mm.
    size: f64,
    /// How much wider than high glyphs are, where they are.
    stretch: Option<f64>,
    /// How lengths along the row are multiplied.
    across: f64,
    /// How lengths across it are.
    scale: f64,
    whole: Matrix,
}

impl Placing {
    fn of(whole: Matrix, size: f64) -> Self {
        let [a, b, c, d, ..] = whole;
        let level = b.abs() < 1e-9 && c.abs() < 1e-9 && a > 0.0 && d > 0.0;
        if !level {
            return Self {
                matrix: Some(whole),
                size,
                stretch: None,
                across: 1.0,
                scale: 1.0,
                whole,
            };
        }
        let stretch = a / d;
        let stretch = ((stretch - 1.0).abs() > 1e-6).then_some(stretch);
        Self { matrix: None, size: size * d, stretch, across: a, scale: d, whole }
    }

    fn bounds(&self, extent: Bounds) -> Bounds {
        moved(extent, self.whole)
    }
}

/// The rectangle around one that a matrix moves.
fn moved(area: Bounds, [a, b, c, d, e, f]: Matrix) -> Bounds {
    let corners = [(area.x0, area.y0), (area.x1, area.y0), (area.x1, area.y1), (area.x0, area.y1)];
    let nothing = Bounds {
        x0: f64::INFINITY,
        y0: f64::INFINITY,
        x1: f64::NEG_INFINITY,
        y1: f64::NEG_INFINITY,
    };
    corners.iter().fold(nothing, |area, (x, y)| {
        let (x, y) = (a * x + c * y + e, b * x + d * y + f);
        Bounds { x0: area.x0.min(x), y0: area.y0.min(y), x1: area.x1.max(x), y1: area.y1.max(y) }
    })
}

/// Where a piece stands in its run, ink and em boxes.
fn extent(run: &GlyphRun, piece: &Piece) -> Bounds {
    let mut area: Option<Bounds> = None;
    let half = run.stroke.map_or(0.0, |(width, _)| width / 2.0);
    let mut add = |x0: f64, y0: f64, x1: f64, y1: f64| {
        let all = area.unwrap_or(Bounds { x0, y0, x1, y1 });
        area = Some(Bounds {
            x0: all.x0.min(x0),
            y0: all.y0.min(y0),
            x1: all.x1.max(x1),
            y1: all.y1.max(y1),
        });
    };
    for glyph in piece.glyphs {
        let (x, y) = (glyph.x, glyph.y);
        add(x, y - ASCENT * run.size, x + glyph.advance, y + DESCENT * run.size);
        if let Some(ink) = glyph.ink {
            add(x + ink.x0 - half, y + ink.y0 - half, x + ink.x1 + half, y + ink.y1 + half);
        }
    }
    area.unwrap_or(Bounds { x0: 0.0, y0: 0.0, x1: 0.0, y1: 0.0 })
}

/// From each glyph to the next, counted from rounded places so that nothing adds up.
fn steps(piece: &Piece, across: f64) -> Vec<f64> {
    let places = 10_f64.powi(PLACES.cast_signed());
    let round = |x: f64| (x * across * places).round() / places;
    let count = piece.text.chars().count();
    match piece.glyphs {
        // Characters drawn as one: each has its part of the room.
        [one] if count > 1 => {
            #[expect(clippy::cast_precision_loss, reason = "a few characters")]
            let part = one.advance * across / count as f64;
            vec![part; count - 1]
        }
        glyphs => glyphs.windows(2).map(|two| round(two[1].x) - round(two[0].x)).collect(),
    }
}

/// The rectangle around a path with its stroke; `None` where there is nothing to be seen.
fn around(path: &ScenePath) -> Option<Bounds> {
    let mut points = path.segments.iter().flat_map(|segment| match segment {
        Segment::Move(x, y) | Segment::Line(x, y) => vec![(*x, *y)],
        Segment::Cubic([ax, ay, bx, by, x, y]) => vec![(*ax, *ay), (*bx, *by), (*x, *y)],
        Segment::Close => Vec::new(),
    });
    let (x, y) = points.next()?;
    let area = points.fold(Bounds { x0: x, y0: y, x1: x, y1: y }, |area, (x, y)| Bounds {
        x0: area.x0.min(x),
        y0: area.y0.min(y),
        x1: area.x1.max(x),
        y1: area.y1.max(y),
    });
    if path.stroke.is_none() && (path.fill.is_none() || area.x0 >= area.x1 || area.y0 >= area.y1) {
        return None;
    }
    let grow = path.stroke.map_or(0.0, |stroke| {
        // Corners and square ends reach further than half the width.
        let far = if path.segments.len() > 2 { stroke.miter.clamp(1.5, 10.0) } else { 1.5 };
        let rectangle = matches!(path.segments.as_slice(), [_, _, _, _, Segment::Close]);
        let far = if rectangle { 1.5 } else { far };
        let plain = path.segments.len() <= 2 && stroke.cap == Join::Plain;
        stroke.width.max(HAIR) / 2.0 * if plain { 1.0 } else { far }
    });
    Some(Bounds { x0: area.x0 - grow, y0: area.y0 - grow, x1: area.x1 + grow, y1: area.y1 + grow })
}

/// Takes a run apart where its glyphs are not those of its characters one by one, where its baseline
/// changes, and at characters beyond the first plane, which readers count differently. Blanks at the
/// ends are left out: some readers strip them, and put what follows in the wrong place.
fn pieces<'a>(run: &'a GlyphRun, face: &Cut) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let glyphs = &run.glyphs;
    let mut at = 0;
    while at < glyphs.len() {
        let range = &glyphs[at].range;
        let cluster = glyphs[at..].iter().take_while(|glyph| glyph.range == *range).count();
        let end = if is_plain(run, at, cluster, face) {
            let more = (at + 1..glyphs.len()).take_while(|next| {
                let follows = glyphs[*next - 1].range.end == glyphs[*next].range.start;
                let level = (glyphs[*next].y - glyphs[at].y).abs() < 1e-6;
                let cluster =
                    glyphs.get(next + 1).is_some_and(|it| it.range == glyphs[*next].range);
                follows && level && is_plain(run, *next, 1 + usize::from(cluster), face)
            });
            at + 1 + more.count()
        } else {
            at + cluster
        };
        pieces.extend(trimmed(run, at, end, face));
        at = end;
    }
    pieces
}

/// Whether a cluster is one character of the first plane in its usual glyph.
fn is_plain(run: &GlyphRun, at: usize, cluster: usize, face: &Cut) -> bool {
    cluster == 1
        && single(run, at).is_some_and(|c| u32::from(c) < 0x1_0000 && is_usual(run, at, c, face))
}

/// The only character of a glyph.
fn single(run: &GlyphRun, at: usize) -> Option<char> {
    let mut shown = run.text.get(run.glyphs[at].range.clone())?.chars();
    shown.next().filter(|_| shown.next().is_none())
}

fn is_usual(run: &GlyphRun, at: usize, c: char, face: &Cut) -> bool {
    face.glyph_of(c) == Some(face.glyph(run.glyphs[at].id))
}

/// Glyphs as one object, without blanks at its ends.
fn trimmed<'a>(run: &'a GlyphRun, mut at: usize, mut end: usize, face: &Cut) -> Option<Piece<'a>> {
    let is_blank = |index: usize| {
        let shown = run.text.get(run.glyphs[index].range.clone()).unwrap_or_default();
        shown.chars().all(|c| c.is_whitespace() || c.is_control())
    };
    while at < end && is_blank(at) {
        at += 1;
    }
    while at < end && is_blank(end - 1) {
        end -= 1;
    }
    let glyphs = run.glyphs.get(at..end).filter(|glyphs| !glyphs.is_empty())?;
    let text = run.text.get(glyphs.first()?.range.start..glyphs.last()?.range.end)?;
    let usual = |index| single(run, index).is_some_and(|c| is_usual(run, index, c, face));
    let one_to_one = glyphs.len() == text.chars().count();
    let told = !one_to_one || !(at..end).all(usual);
    Some(Piece { glyphs, text, told })
}
