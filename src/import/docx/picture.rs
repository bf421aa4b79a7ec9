//! The pictures of a drawing: how large each is shown, where it stands, and what Word cuts off it.

use super::xml::Element;
use crate::import::document::{Shown, Stands};
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

impl Found {
    /// Its place, without what is shown there.
    pub fn shown(&self) -> Shown {
        Shown {
            width: self.width,
            height: self.height,
            stands: self.stands,
            is_below: self.is_below,
            ..Shown::default()
        }
    }
}

/// What is known of a place before its picture is met.
#[derive(Clone, Default)]
struct Placement {
    found: Found,
    /// mm for each unit of the group that it stands in.
    unit: Option<f32>,
}

/// The pictures of a drawing, in its order; those in its text boxes are not its own.
pub fn within(drawing: &Element) -> Vec<Found> {
    let mut found = Vec::new();
    walk(drawing, &Placement::default(), &mut found);
    found
}

fn walk(element: &Element, place: &Placement, found: &mut Vec<Found>) {
    // What is written once for new programs and once for old ones.
    let has_choice = element.child("mc:Choice").is_some();
    for child in element.children() {
        let name = child.name.as_str();
        if name.ends_with(":txbxContent") || (has_choice && name == "mc:Fallback") {
            continue;
        }
        let mut own = place.clone();
        own.found.hidden |= is_hidden(child);
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

/// Whether the place of a drawing, or a shape of it, says that it is not shown.
pub fn is_hidden(element: &Element) -> bool {
    if element.name.starts_with("v:") {
        let style = element.attribute("style").unwrap_or_default();
        let is = |name: &str, value: &str| {
            lengths::property(style, name).is_some_and(|it| it.eq_ignore_ascii_case(value))
        };
        return is("visibility", "hidden") || is("display", "none");
    }
    let says =
        |it: &Element| (it.name == "wp:docPr" || it.name.ends_with(":cNvPr")) && it.is_on("hidden");
    // A picture names itself one level deeper than a shape does.
    let names = |it: &Element| it.name.contains(":nv") && it.children().any(says);
    element.children().any(|it| says(it) || names(it))
}

/// The place of a drawing in the text.
fn frame(element: &Element, place: &mut Placement) {
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
}

/// What a shape of its own does to what it shows: its size within a group, and how it is turned.
fn transform(properties: &Element, place: &mut Placement) {
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
fn group(properties: &Element, place: &mut Placement) {
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
fn shape(element: &Element, place: &mut Placement) {
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
fn turn(degrees: f32, place: &mut Placement) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::docx::xml;

    const NAMES: &str = concat!(
        r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
        r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
        r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
        r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
        r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" "#,
        r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
        r#"xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w10="urn:schemas-microsoft-com:office:word" "#,
        r#"xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup""#,
    );

    /// Id, width × height, how it stands, and what is done to it.
    fn found(inner: &str) -> String {
        let text = format!("<w:r {NAMES}>{inner}</w:r>");
        let root = xml::parse(text.as_bytes()).expect("well-formed");
        let mm = |length: Option<f32>| length.map_or("?".to_owned(), |it| format!("{it:.0}"));
        let one = |it: Found| {
            let below = if it.is_below { "↓" } else { "" };
            let hidden = if it.hidden { " 隐" } else { "" };
            let Shape { cut, turns, mirrored } = it.shape;
            let mut done = String::new();
            if cut != [0; 4] {
                done += &format!(" 裁{cut:?}");
            }
            if turns > 0 || mirrored.contains(&true) {
                done += &format!(" 转{turns}{mirrored:?}");
            }
            let (width, height) = (mm(it.width), mm(it.height));
            format!("{} {width}×{height} {:?}{below}{done}{hidden}", it.id, it.stands)
        };
        within(&root).into_iter().map(one).collect::<Vec<_>>().join("；")
    }

    fn placed(frame: &str, more: &str, picture: &str) -> String {
        format!(
            r#"<w:drawing><wp:{frame}><wp:extent cx="2520000" cy="1800000"/>{more}<a:graphic>
            <a:graphicData><pic:pic>{picture}</pic:pic></a:graphicData></a:graphic></wp:{frame}></w:drawing>"#
        )
    }

    #[test]
    fn pictures_of_drawings() {
        const BLIP: &str = r#"<pic:blipFill><a:blip r:embed="r1"/></pic:blipFill>"#;
        let cut = |how: &str| BLIP.replace("/></pic", &format!("/><a:srcRect {how}/></pic"));
        let turned = |how: &str| format!("{BLIP}<pic:spPr><a:xfrm {how}/></pic:spPr>");
        let offset = |from: &str| {
            format!(
                r#"<wp:positionV relativeFrom="{from}"><wp:posOffset>900000</wp:posOffset></wp:positionV>"#
            )
        };
        for (drawing, want) in [
            (placed("inline", "", BLIP), "r1 70×50 InLine"),
            (placed("anchor", "<wp:wrapNone/>", BLIP), "r1 70×50 Over"),
            (placed("anchor", "<wp:wrapTight/>", BLIP), "r1 70×50 Beside"),
            (placed("anchor", &offset("paragraph"), BLIP), "r1 70×50 Over↓"),
            (placed("anchor", &offset("page"), BLIP), "r1 70×50 Over"),
            (placed("inline", r#"<wp:docPr hidden="1"/>"#, BLIP), "r1 70×50 InLine 隐"),
            (placed("inline", "", &BLIP.replace("embed", "link")), "r1 70×50 InLine"),
            (
                placed("inline", "", &cut(r#"l="25000" b="100""#)),
                "r1 70×50 InLine 裁[25000, 0, 0, 0]",
            ),
            (placed("inline", "", &cut(r#"t="12.5%""#)), "r1 70×50 InLine 裁[0, 12500, 0, 0]"),
            (placed("inline", "", &cut(r#"l="-9000" r="x""#)), "r1 70×50 InLine"),
            (placed("inline", "", &cut(r#"l="60000" r="60000""#)), "r1 70×50 InLine"),
            (
                placed("inline", "", &turned(r#"rot="16200000""#)),
                "r1 50×70 InLine 转3[false, false]",
            ),
            (placed("inline", "", &turned(r#"rot="-300000""#)), "r1 70×50 InLine"),
            (placed("inline", "", &turned(r#"flipH="1""#)), "r1 70×50 InLine 转0[true, false]"),
        ] {
            assert_eq!(found(&drawing), want, "{drawing}");
        }
        let child = r#"<pic:pic><pic:blipFill><a:blip r:embed="r2"/></pic:blipFill><pic:spPr><a:xfrm>
            <a:ext cx="200" cy="100"/></a:xfrm></pic:spPr></pic:pic>"#;
        let sizes = r#"<wpg:grpSpPr><a:xfrm><a:ext cx="500" cy="1"/><a:chExt cx="250" cy="1"/>
            </a:xfrm></wpg:grpSpPr>"#;
        // Two units of the outer group, of which 500 are 70 mm, are one of the inner.
        let inner = format!("<wpg:grpSp>{sizes}{child}</wpg:grpSp>");
        let outer = sizes.replace("250", "500");
        let group = format!("<wpg:wgp>{outer}{child}{inner}</wpg:wgp>");
        let group = placed("inline", "", "").replace("<pic:pic></pic:pic>", &group);
        assert_eq!(found(&group), "r2 28×14 InLine；r2 56×28 InLine");
    }

    #[test]
    fn pictures_of_older_drawings() {
        let shape = |style: &str, more: &str, behind: &str| {
            format!(
                r#"<w:pict><v:shape style="{style}"><v:imagedata r:id="r1" {more}/>{behind}</v:shape></w:pict>"#
            )
        };
        let over = "position:absolute;width:72pt;height:36pt";
        for (drawing, want) in [
            (shape("width:2in;height:36pt", "", ""), "r1 51×13 InLine"),
            (shape("WIDTH: 3CM", "", ""), "r1 30×? InLine"),
            (shape("", "", ""), "r1 ?×? InLine"),
            (shape(over, "", ""), "r1 25×13 Over"),
            (shape(over, "", r#"<w10:wrap type="square"/>"#), "r1 25×13 Beside"),
            (shape(&format!("{over};margin-top:60pt"), "", ""), "r1 25×13 Over↓"),
            (
                shape(&format!("{over};margin-top:60pt;mso-position-vertical-relative:page"), "", ""),
                "r1 25×13 Over",
            ),
            (shape("width:1in;visibility:hidden", "", ""), "r1 25×? InLine 隐"),
            (
                shape("width:1in", r#"cropleft="16384f" cropbottom=".5""#, ""),
                "r1 25×? InLine 裁[25000, 0, 0, 50000]",
            ),
            (shape("width:1in;rotation:90;flip:x", "", ""), "r1 ?×25 InLine 转1[true, false]"),
            (
                r#"<w:pict><v:group style="width:100mm" coordsize="1000,500"><v:shape style="width:200;height:100"><v:imagedata r:id="r2"/></v:shape></v:group></w:pict>"#.to_owned(),
                "r2 20×10 InLine",
            ),
            (
                r#"<w:pict><v:rect style="width:1in"><v:fill type="frame" r:id="r3"/></v:rect></w:pict>"#.to_owned(),
                "r3 25×? InLine",
            ),
            (
                r#"<mc:AlternateContent><mc:Choice><w:pict><v:shape><v:imagedata r:id="r1"/></v:shape></w:pict></mc:Choice><mc:Fallback><w:pict><v:shape><v:imagedata r:id="r2"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"#.to_owned(),
                "r1 ?×? InLine",
            ),
        ] {
            assert_eq!(found(&drawing), want, "{drawing}");
        }
    }
}
