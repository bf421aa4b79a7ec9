//! How the text of an element looks, by its name, its attributes and the sheets.

use scraper::ElementRef;

use super::colour::{self, Colour, Tone};
use super::css::Said;
use super::list::Marker;
use crate::import::document::{Align, Run, Script};
use crate::import::symbols;

/// Elements that no reader sees.
pub const UNSEEN: &[&str] = &[
    "script", "style", "head", "noscript", "noframes", "template", "title", "meta", "link", "base",
    "datalist", "colgroup", "col", "param", "source", "track", "area", "rp", "xml",
];
/// The size of text that has none of its own, in pt.
const SIZE: f32 = 12.0;

/// Elements that begin a paragraph.
pub const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "menu",
    "dir",
    "section",
    "article",
    "main",
    "blockquote",
    "center",
    "pre",
    "listing",
    "xmp",
    "plaintext",
    "dd",
    "dt",
    "dl",
    "figure",
    "figcaption",
    "body",
    "html",
    "hr",
    "address",
    "form",
    "fieldset",
    "legend",
    "header",
    "footer",
    "aside",
    "nav",
    "details",
    "summary",
    "hgroup",
    "search",
    "dialog",
    "caption",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "td",
    "th",
    "optgroup",
    "option",
    "frameset",
    "noframes",
];

/// How text looks, and whether it is shown.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Whether it is bold.
    pub bold: bool,
    /// How its lines stand.
    pub align: Align,
    /// Its level as a heading.
    pub level: Option<u8>,
    /// Its size in pt, where it has one.
    pub size: Option<f32>,
    /// The first of its faces.
    pub face: String,
    /// Whether it is struck out.
    pub struck: bool,
    /// Whether it is raised or lowered.
    pub script: Script,
    /// Whether it was put in by a revision.
    pub inserted: bool,
    /// Whether its colour stands out.
    pub coloured: bool,
    /// Whether it takes its place and is not seen.
    pub hidden: bool,
    /// Whether the lines of the source are those shown.
    pub lines: bool,
    /// Whether each of these is a line of its own and none goes on in the next.
    pub preformatted: bool,
    /// Whether it is a link.
    pub linked: bool,
    /// Whether it is the number or bullet that a writing program put before a paragraph.
    pub number: bool,
    /// What stands before the items of a list.
    pub marker: Option<Marker>,
    /// Whether it stands on a ground that stands out.
    pub on_ground: bool,
    /// Whether it is the caption of a picture.
    pub is_caption: bool,
    /// Its tone, where it has one of its own.
    pub tone: Option<Tone>,
    /// The tone of what it stands on, where that is not paper.
    pub ground: Option<Tone>,
    /// Whether it stands on a picture.
    pub on_picture: bool,
}

/// What is said of one element alone and not of those within.
#[derive(Clone, Copy, Debug, Default)]
pub struct Own {
    /// Whether it begins a paragraph.
    pub block: bool,
    /// Whether it takes no place at all.
    pub gone: bool,
    /// Whether it says itself that it is not seen.
    pub unseen: bool,
    /// Whether a page ends before it.
    pub page: bool,
}

impl Look {
    /// The look of text in an element within this one.
    pub fn within(&self, element: ElementRef<'_>, said: &[Said]) -> (Self, Own) {
        let mut look = self.clone();
        let name = element.value().name();
        let attr = |name: &str| element.attr(name);
        let mut own = Own { block: BLOCKS.contains(&name), ..Own::default() };
        own.gone = attr("hidden").is_some_and(|it| !it.eq_ignore_ascii_case("until-found"))
            || (name == "dialog" && attr("open").is_none());
        look.by_name(name);
        let mut struck = matches!(name, "s" | "strike" | "del");
        look.by_attributes(element);
        for (property, value) in said {
            let value = value.as_str();
            match *property {
                "display" => {
                    own.gone = value == "none";
                    own.block = match value {
                        "none" => own.block,
                        "inline" | "inline-block" | "inline-flex" | "contents" | "ruby" => false,
                        value if value.starts_with("ruby") || value.starts_with("inline") => false,
                        _ => own.block || !matches!(value, "inherit" | "initial" | "revert"),
                    };
                }
                "mso-hide" => own.gone |= value == "all",
                "visibility" => {
                    own.unseen = value == "hidden" || value == "collapse";
                    look.hidden = own.unseen || (look.hidden && value != "visible");
                }
                // Out of the window, where only machines read.
                "text-indent" | "left" | "top" | "margin-left" => {
                    own.unseen |= is_far_out(value);
                }
                "opacity" => own.unseen |= value.parse::<f32>().is_ok_and(|it| it == 0.0),
                "text-decoration" | "text-decoration-line" => {
                    struck = value.contains("line-through");
                }
                "page-break-before" => own.page = value == "always",
                _ => look.set(property, value, self.size),
            }
        }
        look.struck |= struck;
        look.hidden |= own.unseen;
        (look, own)
    }

    fn by_name(&mut self, name: &str) {
        match name {
            "b" | "strong" | "th" => self.bold = true,
            "center" => self.align = Align::Center,
            "sup" => self.script = Script::Raised,
            "sub" => self.script = Script::Lowered,
            "big" => self.size = Some(self.size.unwrap_or(SIZE) * 1.2),
            "small" => self.size = Some(self.size.unwrap_or(SIZE) / 1.2),
            "ins" => self.inserted = true,
            "mark" => {
                self.on_ground = true;
                self.ground = Some(Tone::Of([255, 255, 0]));
            }
            "pre" | "listing" | "xmp" | "plaintext" | "textarea" => {
                self.lines = true;
                self.preformatted = name != "textarea";
            }
            "caption" => self.align = Align::Center,
            "figcaption" => self.is_caption = true,
            "a" => {
                self.linked = true;
                self.tone = None;
            }
            _ => {}
        }
        let level = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        self.level = level.filter(|level| (1..=6).contains(level)).or(self.level);
    }

    fn by_attributes(&mut self, element: ElementRef<'_>) {
        match element.attr("align").map(str::to_lowercase).as_deref() {
            Some("center" | "middle") => self.align = Align::Center,
            Some("right") => self.align = Align::End,
            Some("left" | "justify") => self.align = Align::Start,
            _ => {}
        }
        if element.value().name() == "font" {
            if let Some(size) = element.attr("size") {
                self.size = font_size(size).or(self.size);
            }
            if let Some(face) = element.attr("face") {
                self.set("font-family", face, None);
            }
            if let Some(colour) = element.attr("color") {
                self.set("color", &colour.to_lowercase(), None);
            }
        }
        if let Some(ground) = element.attr("bgcolor") {
            self.set("background", &ground.to_lowercase(), None);
        }
        // A browser's own sheet gives each list its kind anew.
        if ["ol", "ul", "menu", "dir"].contains(&element.value().name()) {
            self.marker = None;
        }
    }

    fn set(&mut self, property: &str, value: &str, outer: Option<f32>) {
        match property {
            "font-weight" => {
                self.bold = match value {
                    "bold" | "bolder" => true,
                    "normal" | "lighter" | "initial" => false,
                    weight => weight.parse::<f32>().map_or(self.bold, |weight| weight >= 600.0),
                };
            }
            "font-size" => self.size = size(value, outer).or(self.size),
            "font-family" => self.face = first_face(value),
            "mso-fareast-font-family" if self.symbols().is_none() => {
                self.face = first_face(value);
            }
            "font" => self.font(value, outer),
            "text-align" => {
                match value.trim_start_matches("-webkit-").trim_start_matches("-moz-") {
                    "center" => self.align = Align::Center,
                    "right" | "end" => self.align = Align::End,
                    "left" | "start" | "justify" => self.align = Align::Start,
                    _ => {}
                }
            }
            "vertical-align" => match value {
                "super" => self.script = Script::Raised,
                "sub" => self.script = Script::Lowered,
                _ => {}
            },
            "white-space" => match value {
                "pre" | "pre-wrap" | "pre-line" | "break-spaces" => self.lines = true,
                "normal" | "nowrap" | "initial" => self.lines = false,
                _ => {}
            },
            "color" => {
                self.tone = colour::tone(value).or(self.tone);
                match colour::named(value) {
                    Some(Colour::Bright) => self.coloured = true,
                    // On a ground it is the ground that stands out.
                    Some(Colour::White) => self.coloured = !self.on_ground,
                    Some(Colour::Dark) => self.coloured = false,
                    None => {}
                }
            }
            "background" | "background-color" | "background-image" | "mso-highlight" => {
                self.on_ground |= colour::named(value) == Some(Colour::Bright);
                self.stand_on(value);
            }
            "list-style" | "list-style-type" => self.marker = Marker::named(value).or(self.marker),
            "mso-list" => self.number = value == "ignore",
            _ => {}
        }
    }

    fn stand_on(&mut self, ground: &str) {
        match (colour::tone(ground), colour::named(ground)) {
            _ if colour::is_painted(ground) => self.on_picture = true,
            (Some(Tone::Clear), _) | (None, None) => {}
            (Some(tone), _) => (self.ground, self.on_picture) = (Some(tone), false),
            // A name of a colour that is not known.
            (None, Some(_)) => self.on_picture = true,
        }
    }

    /// `bold 12pt/1.5 黑体`.
    fn font(&mut self, value: &str, outer: Option<f32>) {
        self.bold = value.split_whitespace().any(|part| {
            part == "bold" || part == "bolder" || ["600", "700", "800", "900"].contains(&part)
        });
        let mut rest = value;
        while let Some((part, behind)) = rest.trim_start().split_once(char::is_whitespace) {
            rest = behind;
            let named = part.split('/').next().and_then(|part| size(part, outer));
            if named.is_some() && part.parse::<f32>().is_err() {
                self.size = named;
                self.face = first_face(behind);
                return;
            }
        }
    }

    /// The font of signs that it is set in.
    pub fn symbols(&self) -> Option<symbols::Font> {
        symbols::Font::named(&self.face)
    }

    /// Whether its text is not seen.
    pub fn is_unseen(&self) -> bool {
        /// No eye reads text of this size, in pt: pages hide words for machines in it.
        const SMALLEST: f32 = 1.5;
        let tone = self.tone.unwrap_or(Tone::INK);
        self.hidden
            || self.size.is_some_and(|size| size <= SMALLEST)
            || (!self.on_picture && tone.is_lost_on(self.ground.unwrap_or(Tone::PAPER)))
    }

    /// Text of this look.
    pub fn run(&self, text: String) -> Run {
        Run {
            text,
            bold: self.bold,
            face: self.face.clone(),
            size: self.size,
            struck: self.struck,
            script: self.script,
            ..Run::default()
        }
    }
}

/// Whether a length leads out of any window: -9999px.
fn is_far_out(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse::<f32>().is_ok_and(|it| it <= -900.0)
}

fn first_face(value: &str) -> String {
    let first = value.split(',').next().unwrap_or_default();
    first.trim().trim_matches(['"', '\'']).trim().to_owned()
}

/// The sizes of `<font size>`, 1 to 7, in pt.
fn font_size(value: &str) -> Option<f32> {
    const SIZES: [f32; 7] = [7.5, 10.0, 12.0, 13.5, 18.0, 24.0, 36.0];
    let value = value.trim();
    let number: i32 = value.trim_start_matches('+').parse().ok()?;
    let number = if value.starts_with(['+', '-']) { 3 + number } else { number };
    SIZES.get(usize::try_from(number.clamp(1, 7) - 1).ok()?).copied()
}

/// A size in pt; `outer` is that of the text around.
fn size(value: &str, outer: Option<f32>) -> Option<f32> {
    let outer = outer.unwrap_or(SIZE);
    let named = match value {
        "xx-small" => 6.75,
        "x-small" => 7.5,
        "small" => 10.0,
        "medium" => 12.0,
        "large" => 13.5,
        "x-large" => 18.0,
        "xx-large" => 24.0,
        "xxx-large" => 36.0,
        "larger" => outer * 1.2,
        "smaller" => outer / 1.2,
        "0" => 0.0,
        _ => {
            let units = [
                ("rem", SIZE),
                ("em", outer),
                ("%", outer / 100.0),
                ("pt", 1.0),
                ("px", 0.75),
                ("pc", 12.0),
                ("mm", 72.0 / 25.4),
                ("cm", 720.0 / 25.4),
                ("in", 72.0),
            ];
            let (number, factor) = units
                .iter()
                .find_map(|(unit, factor)| Some((value.strip_suffix(unit)?.trim(), factor)))?;
            number.parse::<f32>().ok()? * factor
        }
    };
    (named.is_finite() && (0.0..=1_000.0).contains(&named)).then_some(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_in_points() {
        let cases = [
            ("16px", Some(12.0)),
            ("22.0pt", Some(22.0)),
            ("2em", Some(20.0)),
            ("150%", Some(15.0)),
            ("x-large", Some(18.0)),
            ("0", Some(0.0)),
            ("0px", Some(0.0)),
            ("calc(1px)", None),
            ("-3px", None),
            ("nanpx", None),
            ("", None),
        ];
        for (value, wanted) in cases {
            assert_eq!(size(value, Some(10.0)), wanted, "{value}");
        }
        assert_eq!(
            ["1", "+2", "-9", "7", "x"].map(font_size),
            [Some(7.5), Some(18.0), Some(7.5), Some(36.0), None]
        );
    }

    #[test]
    fn the_short_form_of_fonts() {
        let mut look = Look::default();
        look.set("font", "bold 18pt/1.5 \"方正小标宋简体\", serif", None);
        assert_eq!(
            (look.bold, look.size, look.face.as_str()),
            (true, Some(18.0), "方正小标宋简体")
        );
        look.set("font", "7.0pt \"times new roman\"", None);
        assert_eq!(
            (look.bold, look.size, look.face.as_str()),
            (false, Some(7.0), "times new roman")
        );
    }
}
