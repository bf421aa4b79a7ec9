//! The pictures of a drawing: how large each is shown, where it stands, and what Word cuts off it.

use super::xml::Element;
use crate::import::document::Stands;
use crate::import::pictures::bytes::Shape;
use crate::import::pictures::lengths;

/// What is cut off or added, in parts of 100,000, without anybody seeing it.
const UNSEEN: i64 = 500;

/// Where a picture begins below the line that it stands in, in mm.
const LINE: f32 = 8.0;

/// A picture of a drawing.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The id of its file among the relations; empty where there is none.
    pub id: String,
    pub width: Option<f32>,
    pub height: Option<f32>,
    pub stands: Stands,
    /// Whether it begins lower than the line that it stands in.
    pub is_below: bool,
    pub shape: Shape,
    /// Its width against its height, before it is turned.
    pub ratio: Option<f32>,
    pub hidden: bool,
}

/// What is known of a place before its picture is met.
#[derive(Clone, Default)]
struct Place {
    found: Found,
    /// mm for each unit of the group that it stands in.
    unit: Option<f32>,
}

/// The pictures of a drawing, in its order; those in its text boxes are not its own.
pub fn within(drawing: &Element) -> Vec<Found> {
    let mut found = Vec::new();
    walk(drawing, &Place::default(), &mut found);
    found
}

fn walk(element: &Element, place: &Place, found: &mut Vec<Found>) {
    // What is written once for new programs and once for old ones.
    let has_choice = element.child("mc:Choice").is_some();
    for child in element.children() {
        let name = child.name.as_str();
        if name.ends_with(":txbxContent") || (has_choice && name == "mc:Fallback") {
            continue;
        }
        let mut own = place.clone();
        match name {
            "wp:inline" | "wp:anchor" => frame(child, &mut own),
            _ if name.starts_with("v:") => shape(child, &mut own),
            _ => {}
        }
        if let Some(properties) = child.children().find(|it| it.name.ends_with(":spPr")) {
            transform(properties, &mut own);
        }
        if let Some(properties) = child.children().find(|it| it.name.ends_with(":grpSpPr")) {
            group(properties, &mut own);
        }
        if child.child("a:blip").is_some() {
            own.found.shape.cut = child.child("a:srcRect").map(cut).unwrap_or_default();
        }
        match name {
            "a:blip" => {
                let id = child.attribute("r:embed").or_else(|| child.attribute("r:link"));
                let ratio = own.found.ratio.or_else(|| ratio(&own.found));
                found.push(Found { id: id.unwrap_or_default().to_owned(), ratio, ..own.found });
            }
            "v:imagedata" => {
                own.found.shape.cut = cut_of_old(child);
                let id = child.attribute("r:id").or_else(|| child.attribute("r:href"));
                let ratio = own.found.ratio.or_else(|| ratio(&own.found));
                found.push(Found { id: id.unwrap_or_default().to_owned(), ratio, ..own.found });
            }
            "v:fill" if child.attribute("type") == Some("frame") => {
                let id = child.attribute("r:id").unwrap_or_default();
                found.push(Found { id: id.to_owned(), ..own.found });
            }
            _ => walk(child, &own, found),
        }
    }
}

/// The place of a drawing in the text.
fn frame(element: &Element, place: &mut Place) {
    let extent = element.child("wp:extent");
    let length = |name: &str| lengths::of_emu(extent?.attribute(name)?);
    (place.found.width, place.found.height) = (length("cx"), length("cy"));
    let runs_around = ["wp:wrapSquare", "wp:wrapTight", "wp:wrapThrough", "wp:wrapTopAndBottom"];
    place.found.stands = match element.name.as_str() {
        "wp:inline" => Stands::InLine,
        _ if runs_around.iter().any(|name| element.child(name).is_some()) => Stands::Beside,
        _ => Stands::Over,
    };
    let vertical = element
        .child("wp:positionV")
        .filter(|it| matches!(it.attribute("relativeFrom"), Some("paragraph" | "line")));
    let offset = vertical.and_then(|it| it.child("wp:posOffset"));
    let offset = offset.and_then(|it| lengths::of_emu(&it.text()));
    place.found.is_below = offset.is_some_and(|offset| offset > LINE);
    place.found.hidden = element.child("wp:docPr").is_some_and(|it| it.is_on("hidden"));
}

/// What a shape of its own does to what it shows: its size within a group, and how it is turned.
fn transform(properties: &Element, place: &mut Place) {
    let Some(form) = properties.child("a:xfrm") else { return };
    if let (Some(unit), Some(size)) = (place.unit, form.child("a:ext")) {
        let length = |name: &str| size.attribute(name)?.parse::<f32>().ok().map(|it| it * unit);
        (place.found.width, place.found.height) = (length("cx"), length("cy"));
    }
    let degrees = form.attribute("rot").and_then(|it| it.parse::<f32>().ok()).unwrap_or(0.0);
    turn(degrees / 60_000.0, place);
    place.found.shape.mirrored = [form.is_on("flipH"), form.is_on("flipV")];
}

/// The units of a group: its own width against that of what is in it.
fn group(properties: &Element, place: &mut Place) {
    let Some(form) = properties.child("a:xfrm") else { return };
    let width = |name: &str| form.child(name)?.attribute("cx")?.parse::<f32>().ok();
    let own = match place.unit {
        Some(unit) => width("a:ext").map(|width| width * unit),
        None => place.found.width,
    };
    let inner = width("a:chExt").filter(|inner| *inner > 0.0);
    place.unit = own.zip(inner).map(|(own, inner)| own / inner).or(place.unit);
}

/// A shape of the older form, whose place is a `style`.
fn shape(element: &Element, place: &mut Place) {
    let Some(style) = element.attribute("style") else { return };
    let property = |name: &str| lengths::property(style, name);
    let unit = place.unit;
    let length = |name: &str| {
        let text = property(name)?;
        match (unit, text.parse::<f32>()) {
            (Some(unit), Ok(number)) => Some(number * unit),
            _ => lengths::of(text, "px"),
        }
    };
    (place.found.width, place.found.height) = (length("width"), length("height"));
    if unit.is_none() && property("position") == Some("absolute") {
        let wrap = element.children().find(|it| it.name.ends_with(":wrap"));
        let kind = wrap.and_then(|wrap| wrap.attribute("type")).unwrap_or("none");
        place.found.stands = if kind == "none" { Stands::Over } else { Stands::Beside };
        let relative = property("mso-position-vertical-relative").unwrap_or("text");
        let offset = length("margin-top").filter(|_| matches!(relative, "text" | "line"));
        place.found.is_below = offset.is_some_and(|offset| offset > LINE);
    }
    place.found.hidden |= property("visibility") == Some("hidden");
    if let Some(degrees) = property("rotation").and_then(|it| it.parse::<f32>().ok()) {
        turn(degrees, place);
    }
    if let Some(flip) = property("flip") {
        place.found.shape.mirrored = [flip.contains('x'), flip.contains('y')];
    }
    if element.name == "v:group" {
        let inner = element.attribute("coordsize").and_then(|it| it.split(',').next());
        let inner = inner.and_then(|it| it.trim().parse::<f32>().ok()).filter(|it| *it > 0.0);
        place.unit = place.found.width.zip(inner).map(|(own, inner)| own / inner).or(unit);
    }
}

/// Turned by a quarter and its like, a picture is as wide as it was high; by less it stays upright.
fn turn(degrees: f32, place: &mut Place) {
    place.found.ratio = ratio(&place.found);
    let turns = (degrees / 90.0).round().rem_euclid(4.0) as u8;
    if turns % 2 == 1 {
        std::mem::swap(&mut place.found.width, &mut place.found.height);
    }
    place.found.shape.turns = turns;
}

/// The width of what is shown against its height.
fn ratio(found: &Found) -> Option<f32> {
    found.width.zip(found.height).map(|(width, height)| width / height)
}

fn cut(rectangle: &Element) -> [u32; 4] {
    seen(["l", "t", "r", "b"].map(|side| {
        let text = rectangle.attribute(side).unwrap_or_default();
        // The strict form writes parts of a hundred.
        match text.strip_suffix('%') {
            Some(percent) => percent.parse::<f64>().map_or(0, |it| (it * 1_000.0) as i64),
            None => text.parse().unwrap_or(0),
        }
    }))
}

/// `1234f` is in parts of 65,536; `0.1` in parts of the whole.
fn cut_of_old(image: &Element) -> [u32; 4] {
    seen(["cropleft", "croptop", "cropright", "cropbottom"].map(|side| {
        let text = image.attribute(side).unwrap_or_default();
        let part = match text.strip_suffix('f') {
            Some(parts) => parts.parse::<f64>().map(|parts| parts / 65_536.0),
            None => text.parse::<f64>(),
        };
        part.map_or(0, |part| (part * 100_000.0) as i64)
    }))
}

/// What is really cut off. Where less than nothing is, there is a margin, which says nothing; where all
/// is, nothing would be left.
fn seen(sides: [i64; 4]) -> [u32; 4] {
    let [left, top, right, below] = sides.map(|side| side.clamp(0, 100_000));
    let all = left + right >= 100_000 || top + below >= 100_000;
    if all {
        return [0; 4];
    }
    [left, top, right, below].map(|side| if side < UNSEEN { 0 } else { side as u32 })
}
