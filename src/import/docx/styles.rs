//! What a run and a paragraph look like: their own properties over those of styles over the defaults.

use std::collections::BTreeMap;

use super::colours;
use super::xml::Element;
use crate::import::document::{Align, Script};
use crate::import::symbols::{Face, Faces};

/// Styles may be based on each other in a ring.
const CHAIN: usize = 16;

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
    default_paragraph: Option<String>,
    default: RunLook,
    fonts: Fonts,
    /// The lists that styles of the sort for lists name, by their ids.
    pub lists: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default)]
struct Style {
    id: String,
    name: String,
    based_on: Option<String>,
    run: RunLook,
    paragraph: ParagraphLook,
    numbered: Numbered,
}

/// The faces of the theme, for Chinese.
#[derive(Debug, Default)]
struct Fonts {
    major: String,
    minor: String,
}

/// Properties of a run; what is `None` is said elsewhere.
#[derive(Clone, Debug, Default)]
pub struct RunLook {
    /// Bold.
    pub bold: Option<bool>,
    /// Not shown.
    pub hidden: Option<bool>,
    /// The face for Chinese.
    pub face: Option<String>,
    /// Size in pt.
    pub size: Option<f32>,
    /// Its faces, as far as they have signs where others have letters.
    pub faces: Faces,
    /// Struck out, by one line or two.
    pub struck: [Option<bool>; 2],
    /// Raised or lowered.
    pub script: Option<Script>,
    /// How far it is raised without being made smaller, in half points.
    pub lift: Option<i32>,
    /// Its small letters are shown as capitals.
    pub capitals: [Option<bool>; 2],
    /// Its colour, as red, green and blue; that of plain text is black.
    pub colour: Option<u32>,
    /// Whether its ground has another colour: by the marker, by shading.
    pub ground: [Option<bool>; 2],
}

/// Properties of a paragraph.
#[derive(Clone, Debug, Default)]
pub struct ParagraphLook {
    /// How its lines stand.
    pub align: Option<Align>,
    /// The level of a heading, from 1.
    pub level: Option<u8>,
    /// Its place in a list.
    pub list: Option<ListPlace>,
}

/// What a paragraph or a style says of its list and its level; one of them may be said elsewhere.
#[derive(Clone, Debug, Default)]
struct Numbered {
    list: Option<String>,
    level: Option<usize>,
}

/// Whether an element of the part with styles says nothing here. Looks of tables are most of what
/// Word and python-docx write: a hundred styles of seven sorts of cells each.
pub fn is_unused(element: &Element) -> bool {
    match element.name.as_str() {
        "w:style" => element.attribute("w:type") == Some("table"),
        name => matches!(name, "w:latentStyles" | "w:tblPr" | "w:tblStylePr" | "w:tcPr" | "w:trPr"),
    }
}

/// Whether an element of a theme says nothing here: all but its faces.
pub fn is_unused_theme(element: &Element) -> bool {
    let name = element.name.as_str();
    !matches!(
        name,
        "a:theme"
            | "a:themeElements"
            | "a:fontScheme"
            | "a:majorFont"
            | "a:minorFont"
            | "a:font"
            | "a:latin"
            | "a:ea"
    )
}

impl Styles {
    /// Reads the part with styles and the theme.
    pub fn read(part: Option<&Element>, theme: Option<&Element>) -> Self {
        let mut styles = Self { fonts: Fonts::read(theme), ..Self::default() };
        let Some(part) = part else { return styles };
        if let Some(look) = part.at(&["w:docDefaults", "w:rPrDefault", "w:rPr"]) {
            styles.default = styles.run(Some(look));
        }
        for element in part.children().filter(|element| element.name == "w:style") {
            let Some(id) = element.attribute("w:styleId") else { continue };
            let style = Style {
                id: id.to_owned(),
                name: element.value("w:name").unwrap_or(id).to_lowercase(),
                based_on: element.value("w:basedOn").map(str::to_owned),
                run: styles.run(element.child("w:rPr")),
                paragraph: ParagraphLook::read(element.child("w:pPr")),
                numbered: Numbered::read(element.child("w:pPr")),
            };
            if element.attribute("w:type") == Some("numbering")
                && let Some(list) = &style.numbered.list
            {
                styles.lists.insert(id.to_owned(), list.clone());
            }
            let is_default = matches!(element.attribute("w:default"), Some("1" | "true"));
            if is_default && element.attribute("w:type") == Some("paragraph") {
                styles.default_paragraph = Some(id.to_owned());
            }
            styles.styles.insert(id.to_owned(), style);
        }
        styles
    }

    /// A style and those it is based on, the nearest first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = &'s Style> {
        let first = id.and_then(|id| self.styles.get(id));
        let next = |style: &&'s Style| self.styles.get(style.based_on.as_deref()?);
        std::iter::successors(first, next).take(CHAIN)
    }

    /// How a paragraph looks.
    pub fn paragraph(&self, properties: Option<&Element>) -> ParagraphLook {
        let own = ParagraphLook::read(properties);
        let style = self.style_of(properties);
        let chain = || self.chain(style);
        let numbered = Numbered::read(properties);
        let list = numbered.list.or_else(|| chain().find_map(|it| it.numbered.list.clone()));
        // A list that a paragraph leaves has the number 0.
        let list = list.filter(|list| list != "0").map(|list| ListPlace {
            list,
            level: numbered.level,
            styles: chain().map(|style| (style.id.clone(), style.numbered.level)).collect(),
        });
        ParagraphLook {
            align: own.align.or_else(|| chain().find_map(|style| style.paragraph.align)),
            level: own.level.or_else(|| chain().find_map(Style::level)).filter(|level| *level <= 9),
            list,
        }
    }

    /// Whether a paragraph has the style for titles.
    pub fn is_title(&self, properties: Option<&Element>) -> bool {
        let id = self.style_of(properties);
        self.chain(id).any(|style| matches!(style.name.as_str(), "title" | "标题" | "文章标题"))
    }

    /// The names of a paragraph's style and of those it is based on.
    pub fn names<'s>(&'s self, properties: Option<&'s Element>) -> impl Iterator<Item = &'s str> {
        self.chain(self.style_of(properties)).map(|style| style.name.as_str())
    }

    fn style_of<'s>(&'s self, properties: Option<&'s Element>) -> Option<&'s str> {
        properties.and_then(|it| it.value("w:pStyle")).or(self.default_paragraph.as_deref())
    }

    /// How a run of a paragraph looks.
    pub fn look(&self, paragraph: Option<&Element>, properties: Option<&Element>) -> RunLook {
        let own = self.run(properties);
        let character = properties.and_then(|it| it.value("w:rStyle"));
        let of_style: Vec<&Style> = self.chain(self.style_of(paragraph)).collect();
        let of_character: Vec<&Style> = self.chain(character).collect();
        let (style, character) = (|| of_style.iter(), || of_character.iter());
        // Bold of a paragraph's style and of a character's style cancel each other out
        // (ISO/IEC 29500-1, 17.7.3).
        let toggled = |of: fn(&RunLook) -> Option<bool>| {
            let of_style = style().find_map(|style| of(&style.run)).unwrap_or(false);
            let of_character = character().find_map(|style| of(&style.run)).unwrap_or(false);
            Some((of_style != of_character) || of(&self.default).unwrap_or(false))
        };
        let face = own.face.clone();
        let face = face.or_else(|| character().find_map(|style| style.run.face.clone()));
        let face = face.or_else(|| style().find_map(|style| style.run.face.clone()));
        let size = own.size.or_else(|| character().find_map(|style| style.run.size));
        let size = size.or_else(|| style().find_map(|style| style.run.size));
        let of_styles = character().chain(style()).map(|style| style.run.faces);
        let faces = of_styles.fold(own.faces, Faces::over).over(self.default.faces);
        // The nearest says it.
        let switched = |of: fn(&RunLook) -> Option<bool>| {
            let near = character().chain(style()).find_map(|style| of(&style.run));
            of(&own).or(near).or(of(&self.default))
        };
        let near = || character().chain(style()).map(|style| &style.run);
        // The colour of links and of headings is a design.
        let of_mark = || character().take_while(|it| !it.is_link()).find_map(|it| it.run.colour);
        let is_head = || {
            let is_title = |name: &str| matches!(name, "title" | "subtitle" | "标题" | "副标题");
            style().any(|it| it.level().is_some_and(|level| level <= 9) || is_title(&it.name))
        };
        let of_text = || style().find_map(|it| it.run.colour).filter(|_| !is_head());
        RunLook {
            bold: own.bold.or_else(|| toggled(|look| look.bold)),
            hidden: own.hidden.or_else(|| toggled(|look| look.hidden)),
            face: face.or_else(|| self.default.face.clone()),
            size: size.or(self.default.size),
            faces,
            struck: [
                own.struck[0].or_else(|| toggled(|look| look.struck[0])),
                switched(|look| look.struck[1]),
            ],
            script: own.script.or_else(|| near().find_map(|look| look.script)),
            lift: own.lift.or_else(|| near().find_map(|look| look.lift)),
            capitals: [
                own.capitals[0].or_else(|| toggled(|look| look.capitals[0])),
                own.capitals[1].or_else(|| toggled(|look| look.capitals[1])),
            ],
            colour: own.colour.or_else(of_mark).or_else(of_text),
            ground: [switched(|look| look.ground[0]), switched(|look| look.ground[1])],
        }
    }

    fn run(&self, properties: Option<&Element>) -> RunLook {
        let Some(properties) = properties else { return RunLook::default() };
        let face = properties.child("w:rFonts").and_then(|fonts| {
            let of_theme = match fonts.attribute("w:eastAsiaTheme") {
                Some(theme) if theme.starts_with("major") => Some(self.fonts.major.as_str()),
                Some(_) => Some(self.fonts.minor.as_str()),
                None => None,
            };
            let own = fonts.attribute("w:eastAsia");
            // Every run has a copy.
            let face = of_theme.or(own).filter(|face| !face.is_empty())?;
            Some(face.chars().take(40).collect())
        });
        // In half points.
        let size = properties.value("w:sz").and_then(|size| size.parse::<f32>().ok());
        RunLook {
            bold: properties.toggle("w:b"),
            hidden: properties.toggle("w:vanish"),
            face,
            size: size.map(|size| size / 2.0).filter(|size| (1.0..1000.0).contains(size)),
            faces: faces(Some(properties)),
            struck: [properties.toggle("w:strike"), properties.toggle("w:dstrike")],
            script: properties.value("w:vertAlign").map(|script| match script {
                "superscript" => Script::Raised,
                "subscript" => Script::Lowered,
                _ => Script::Line,
            }),
            lift: properties.value("w:position").and_then(|lift| lift.parse().ok()),
            capitals: [properties.toggle("w:caps"), properties.toggle("w:smallCaps")],
            colour: properties.child("w:color").map(colours::of_text),
            ground: [
                properties.child("w:highlight").map(colours::is_marked),
                properties.child("w:shd").map(colours::is_shaded),
            ],
        }
    }
}

impl Style {
    /// Whether it is the style of links, or of links that were followed.
    fn is_link(&self) -> bool {
        const LINKS: &[&str] = &["hyperlink", "超链接", "超级链接", "internet link"];
        LINKS.iter().any(|name| self.name.contains(name))
    }

    /// The level of a heading, by its own word or else by its name: heading 1, 标题 1.
    fn level(&self) -> Option<u8> {
        let by_name = || {
            let rest =
                ["heading", "标题"].iter().find_map(|start| self.name.strip_prefix(start))?;
            let digits = rest.trim_start();
            let digit = digits.strip_suffix("字符").unwrap_or(digits).trim_end();
            digit.parse().ok().filter(|level| (1..=9).contains(level))
        };
        self.paragraph.level.or_else(by_name)
    }
}

impl ParagraphLook {
    fn read(properties: Option<&Element>) -> Self {
        let Some(properties) = properties else { return Self::default() };
        let align = properties.value("w:jc").map(|align| match align {
            "center" => Align::Center,
            "right" | "end" => Align::End,
            _ => Align::Start,
        });
        // 9 is the level of plain text.
        let level = properties.value("w:outlineLvl").and_then(|level| level.parse::<u8>().ok());
        Self { align, level: level.map(|level| level.saturating_add(1)), list: None }
    }
}

impl Numbered {
    fn read(properties: Option<&Element>) -> Self {
        let list = properties.and_then(|properties| properties.child("w:numPr"));
        Self {
            list: list.and_then(|list| list.value("w:numId")).map(|id| id.trim().to_owned()),
            level: list.and_then(|list| list.value("w:ilvl")?.trim().parse().ok()),
        }
    }
}

/// The faces that properties of a run name.
pub fn faces(properties: Option<&Element>) -> Faces {
    let Some(fonts) = properties.and_then(|properties| properties.child("w:rFonts")) else {
        return Faces::default();
    };
    // Those of a theme are faces of letters.
    let face = |theme: &str, own: &str| match fonts.attribute(theme) {
        Some(_) => Some(Face::Text),
        None => fonts.attribute(own).map(Face::named),
    };
    Faces {
        ascii: face("w:asciiTheme", "w:ascii"),
        high: face("w:hAnsiTheme", "w:hAnsi"),
        east: face("w:eastAsiaTheme", "w:eastAsia"),
        complex: face("w:cstheme", "w:cs"),
        is_east: fonts.attribute("w:hint").map(|hint| hint == "eastAsia"),
    }
}

impl Fonts {
    fn read(theme: Option<&Element>) -> Self {
        let face = |part: &str| {
            let fonts = theme?.at(&["a:themeElements", "a:fontScheme"])?.child(part)?;
            let of_script = fonts
                .children()
                .find(|font| font.name == "a:font" && font.attribute("script") == Some("Hans"));
            let east = fonts.child("a:ea").filter(|ea| ea.attribute("typeface") != Some(""));
            Some(east.or(of_script)?.attribute("typeface")?.to_owned())
        };
        Self {
            major: face("a:majorFont").unwrap_or_default(),
            minor: face("a:minorFont").unwrap_or_default(),
        }
    }
}

/// The place of a paragraph in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPlace {
    /// The id of the list.
    pub list: String,
    /// The level that the paragraph itself names.
    pub level: Option<usize>,
    /// Its style and those that this one is based on, the nearest first, with the levels that they
    /// name; a level may be bound to one of them, whatever it names.
    pub styles: Vec<(String, Option<usize>)>,
}
