//! The part with lists → what each list is: its levels, and what it begins anew.

use std::collections::BTreeMap;

use super::formats::Format;
use crate::import::docx::styles::faces;
use crate::import::docx::xml::Element;

/// The levels a list can have.
pub const LEVELS: usize = 9;
/// The longest text of a level, in characters: it is written before every paragraph of the list.
const TEXT: usize = 255;

/// The lists of a document.
#[derive(Debug, Default)]
pub struct Definitions {
    /// What each list is, by its id.
    pub lists: BTreeMap<String, List>,
    /// The levels that lists share, in the order of the part.
    pub shared: Vec<Vec<Option<Level>>>,
}

/// A list: levels that it may share with others, which are then counted together.
#[derive(Debug, Default)]
pub struct List {
    /// The place of its levels among those shared.
    pub of: usize,
    /// Levels that are its own.
    pub own: BTreeMap<usize, Level>,
    /// Levels that begin anew where the list first uses them, and their first numbers.
    pub starts: BTreeMap<usize, u32>,
}

/// A level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    /// Its first number.
    pub start: u32,
    /// How its numbers are written.
    pub format: Format,
    /// What is written: `%1` is the number of the first level.
    pub text: String,
    /// Whether all numbers in it are Arabic.
    pub is_legal: bool,
    /// The levels above which it begins anew after; all where nothing is said.
    pub restart: Option<usize>,
    /// What stands between number and text.
    pub suffix: Suffix,
    /// Whether its number is not shown.
    pub is_hidden: bool,
    /// The paragraph style that is always of this level.
    pub style: Option<String>,
}

/// What stands between number and text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Suffix {
    /// A blank of some width.
    #[default]
    Blank,
    /// Nothing.
    Nothing,
}

impl Definitions {
    /// Reads the part. `lists_of_styles`: the list that a style of the sort for lists names.
    pub fn read(part: Option<&Element>, lists_of_styles: &BTreeMap<String, String>) -> Self {
        let mut found = Self::default();
        let Some(part) = part else { return found };
        let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
        let mut by_style: BTreeMap<&str, usize> = BTreeMap::new();
        let mut links: Vec<(usize, &str)> = Vec::new();
        for element in part.children().filter(|it| it.name == "w:abstractNum") {
            let at = found.shared.len();
            found.shared.push(levels(element));
            by_id.insert(element.attribute("w:abstractNumId").unwrap_or_default(), at);
            links.extend(element.value("w:numStyleLink").map(|style| (at, style)));
            if let Some(style) = element.value("w:styleLink") {
                by_style.insert(style, at);
            }
        }
        for element in part.children().filter(|it| it.name == "w:num") {
            let Some(id) = element.attribute("w:numId") else { continue };
            let of = by_id.get(element.value("w:abstractNumId").unwrap_or_default());
            let Some(of) = of.copied() else { continue };
            found.lists.insert(id.to_owned(), List::read(element, of));
        }
        // One may be another's by the name of a style, which names a list or is named by its levels.
        for (at, style) in links {
            let list = lists_of_styles.get(style).and_then(|list| found.lists.get(list));
            let other = by_style.get(style).copied().or_else(|| list.map(|list| list.of));
            let levels = other.and_then(|other| found.shared.get(other)).cloned();
            if let (Some(levels), Some(own)) = (levels, found.shared.get_mut(at)) {
                *own = levels;
            }
        }
        found
    }

    /// A level of a list.
    pub fn level<'d>(&'d self, list: &'d List, level: usize) -> Option<&'d Level> {
        list.own.get(&level).or_else(|| self.shared.get(list.of)?.get(level)?.as_ref())
    }
}

impl List {
    fn read(element: &Element, of: usize) -> Self {
        let mut list = Self { of, ..Self::default() };
        for over in element.children().filter(|child| child.name == "w:lvlOverride") {
            let Some(level) = index(over) else { continue };
            if let Some(start) = over.value("w:startOverride").and_then(|it| it.trim().parse().ok())
            {
                list.starts.insert(level, start);
            }
            if let Some(own) = over.child("w:lvl") {
                list.own.insert(level, Level::read(own));
            }
        }
        list
    }
}

/// The level that an element is about.
fn index(element: &Element) -> Option<usize> {
    let level = element.attribute("w:ilvl").and_then(|it| it.trim().parse::<usize>().ok());
    level.filter(|level| *level < LEVELS)
}

fn levels(definition: &Element) -> Vec<Option<Level>> {
    let mut levels = Vec::new();
    for element in definition.children().filter(|child| child.name == "w:lvl") {
        let Some(at) = index(element) else { continue };
        if levels.len() <= at {
            levels.resize(at + 1, None);
        }
        levels[at] = Some(Level::read(element));
    }
    levels
}

impl Level {
    fn read(element: &Element) -> Self {
        let look = element.child("w:rPr");
        let format = format(element);
        let text = element.child("w:lvlText").filter(|text| !text.is_on("w:null"));
        let text = text.and_then(|text| text.attribute("w:val")).unwrap_or_default();
        let text: String = text.chars().take(TEXT).collect();
        Self {
            start: element.value("w:start").and_then(|it| it.trim().parse().ok()).unwrap_or(0),
            text: match format {
                Format::Bullet => sign(&faces(look).shown(&text, &mut |_| ())),
                _ => text,
            },
            format,
            is_legal: element.toggle("w:isLgl").unwrap_or(false),
            restart: element.value("w:lvlRestart").and_then(|it| it.trim().parse().ok()),
            suffix: match element.value("w:suff") {
                Some("nothing") => Suffix::Nothing,
                _ => Suffix::Blank,
            },
            is_hidden: look.and_then(|look| look.toggle("w:vanish")).unwrap_or(false),
            style: element.value("w:pStyle").map(str::to_owned),
        }
    }
}

/// The text of a bullet, mostly a letter of a symbol font. One of a font of signs that is not known
/// is some sign: OpenSymbol has its own.
fn sign(shown: &str) -> String {
    let is_private = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
    shown.chars().map(|c| if is_private(c) { '•' } else { c }).collect()
}

/// The format of a level. One that older programs do not know stands in an alternative, its
/// beginning written out.
fn format(element: &Element) -> Format {
    let new = element.at(&["mc:AlternateContent", "mc:Choice", "w:numFmt"]);
    let old = || element.at(&["mc:AlternateContent", "mc:Fallback", "w:numFmt"]);
    let Some(format) = element.child("w:numFmt").or(new).or_else(old) else {
        return Format::Decimal;
    };
    match format.attribute("w:val") {
        Some("custom") => Format::custom(format.attribute("w:format").unwrap_or_default()),
        Some(name) => Format::named(name),
        None => Format::Decimal,
    }
}
