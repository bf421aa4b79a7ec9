//! Colours of text and of its ground: which of them a reader sees as a mark, and what is told of them.

use std::collections::BTreeMap;

use super::xml::Element;
use crate::import::document::{Document, Dropped};

/// A colour that a theme names and the file does not give.
const OF_THEME: u32 = 0x44_72_C4;
/// Letters of a masthead are at least this large, in pt: 一号.
const MASTHEAD: f32 = 26.0;
/// The most passages that are kept: more than is told.
const PASSAGES: usize = 5_000;

/// The colour of `w:color`; black where the program chooses it.
pub fn of_text(element: &Element) -> u32 {
    let of_theme = |name: &str| match name {
        "text1" | "dark1" | "tx1" | "dk1" | "none" => 0,
        _ => OF_THEME,
    };
    let theme = element.attribute("w:themeColor").map(of_theme);
    match element.attribute("w:val") {
        Some("auto") | None => theme.unwrap_or(0),
        Some(value) => u32::from_str_radix(value, 16).unwrap_or(0),
    }
}

/// Whether a colour is that of paper.
pub fn is_white(colour: u32) -> bool {
    parts(colour).into_iter().all(|part| part >= 0xF0)
}

/// Whether `w:highlight` shows.
pub fn is_marked(element: &Element) -> bool {
    !matches!(element.attribute("w:val"), None | Some("none" | "white"))
}

/// Whether `w:shd` shows.
pub fn is_shaded(element: &Element) -> bool {
    let shows = |name: &str| {
        let colour = element.attribute(name).and_then(|it| u32::from_str_radix(it, 16).ok());
        colour.is_some_and(|colour| parts(colour).into_iter().any(|part| part < 0xF0))
    };
    match element.attribute("w:val") {
        Some("nil") => false,
        Some("clear") | None => shows("w:fill"),
        // A pattern, in black where nothing else is said.
        Some(_) => {
            shows("w:fill") || shows("w:color") || element.attribute("w:color") == Some("auto")
        }
    }
}

fn parts(colour: u32) -> [u32; 3] {
    [colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF]
}

/// Whether a colour is that of plain text: black, or a grey that is nearly black.
fn is_plain(colour: u32) -> bool {
    let parts = parts(colour);
    let (least, most) =
        parts.iter().fold((0xFF, 0), |(least, most), part| (least.min(*part), most.max(*part)));
    most <= 0x40 || (most <= 0x70 && most - least <= 0x18)
}

/// How a passage differs from plain text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tint {
    colour: Option<u32>,
    ground: bool,
}

impl Tint {
    /// That of text of a colour and a size in pt. A masthead is red, which says nothing.
    pub fn of(colour: Option<u32>, ground: bool, size: Option<f32>) -> Self {
        let is_masthead = size.is_some_and(|size| size >= MASTHEAD);
        Self { colour: colour.filter(|it| !is_plain(*it) && !is_masthead), ground }
    }
}

/// The passages of a document that differ from plain text.
#[derive(Debug, Default)]
pub struct Tints {
    passages: Vec<(Tint, String)>,
    /// How the text before looks.
    last: Tint,
    /// Characters in all, and those of each colour.
    all: usize,
    of_colour: BTreeMap<u32, usize>,
}

impl Tints {
    /// Notes text; `goes_on` where it follows other text of its paragraph at once.
    pub fn add(&mut self, tint: Tint, text: &str, goes_on: bool) {
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        self.all += letters;
        if let Some(colour) = tint.colour {
            *self.of_colour.entry(colour).or_default() += letters;
        }
        let goes_on = goes_on && self.last == tint;
        self.last = tint;
        if tint == Tint::default() {
            return;
        }
        if let Some((_, passage)) = self.passages.last_mut().filter(|_| goes_on) {
            passage.push_str(text);
        } else if self.passages.len() < PASSAGES {
            self.passages.push((tint, text.to_owned()));
        }
    }

    /// Tells them. A colour that nearly all of the text has marks nothing.
    pub fn tell(self, document: &mut Document) {
        for (tint, text) in self.passages {
            if text.trim().is_empty() {
                continue;
            }
            let letters = tint.colour.and_then(|colour| self.of_colour.get(&colour)).copied();
            if letters.is_some_and(|letters| letters * 5 <= self.all * 4) {
                document.drop_text(Dropped::Coloured, &text);
            }
            if tint.ground {
                document.drop_text(Dropped::Highlighted, &text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_that_mark_something() {
        for colour in [0, 0x0D0D0D, 0x333333, 0x666666, 0x00_00_40] {
            assert!(is_plain(colour), "{colour:06X}");
        }
        for colour in [0xFF0000, 0xC00000, 0x0000FF, 0x1F4E79, 0x808080, 0xFFFFFF] {
            assert!(!is_plain(colour), "{colour:06X}");
        }
    }

    #[test]
    fn passages_in_their_words() {
        let told = |pieces: &[(u32, &str, bool)]| {
            let (mut tints, mut document) = (Tints::default(), Document::default());
            for (colour, text, goes_on) in pieces {
                tints.add(Tint::of(Some(*colour), false, None), text, *goes_on);
            }
            tints.tell(&mut document);
            document.dropped.into_values().flat_map(|left| left.said).collect::<Vec<_>>()
        };
        let red = 0xFF0000;
        assert_eq!(told(&[(0, "全县会议", false), (red, "三", true), (red, "天", true)]), ["三天"]);
        assert_eq!(
            told(&[(0, "全县会议", false), (red, "三", true), (red, "天", false)]),
            ["三", "天"]
        );
        // The colour of the whole text.
        assert!(told(&[(red, "全县召开会议", false), (0, "三", true)]).is_empty());
    }
}
