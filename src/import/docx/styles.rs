//! What a run and a paragraph look like: their own properties over those of styles over the defaults.

use std::collections::BTreeMap;

use super::colours;
use super::xml::Element;
use crate::import::bullets;
use crate::import::document::{Align, Script};

/// Styles may be based on each other in a ring.
const CHAIN: usize = 16;

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
    default_paragraph: Option<String>,
    default: RunLook,
    fonts: Fonts,
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    run: RunLook,
    paragraph: ParagraphLook,
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
    /// Whether its own face is one of symbols.
    pub symbol: bool,
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
    /// The list and the level in it.
    pub list: Option<(String, usize)>,
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
                name: element.value("w:name").unwrap_or(id).to_lowercase(),
                based_on: element.value("w:basedOn").map(str::to_owned),
                run: styles.run(element.child("w:rPr")),
                paragraph: ParagraphLook::read(element.child("w:pPr")),
            };
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
        // A list that a paragraph leaves has the number 0.
        let list = own.list.or_else(|| {
            let of_style = chain().find_map(|style| style.paragraph.list.clone())?;
            let level = properties.and_then(|it| it.at(&["w:numPr"])?.value("w:ilvl"));
            let level = level.and_then(|level| level.parse().ok()).unwrap_or(of_style.1);
            Some((of_style.0, level))
        });
        ParagraphLook {
            align: own.align.or_else(|| chain().find_map(|style| style.paragraph.align)),
            level: own.level.or_else(|| chain().find_map(Style::level)).filter(|level| *level <= 9),
            list: list.filter(|(list, _)| list != "0"),
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
            symbol: own.symbol,
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
            symbol: properties.child("w:rFonts").is_some_and(|fonts| {
                fonts.attribute("w:ascii").is_some_and(bullets::is_symbol_font)
            }),
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
        let list = properties.child("w:numPr").and_then(|list| {
            let level = list.value("w:ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
            Some((list.value("w:numId")?.to_owned(), level))
        });
        Self { align, level: level.map(|level| level.saturating_add(1)), list }
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
