//! Symbol fonts: the signs that Word keeps as letters or private characters, in Unicode.
//!
//! The same code is another sign in each font, so a code says nothing without its font. Word keeps
//! signs as private-use characters (U+F000 and up), which no other face has: none of them reaches an
//! entry. What is a bullet is decided elsewhere ([`super::bullets`]).

mod tables;

use tables::Table;

/// What is put where a sign stood that has no equal; it is told.
pub const UNKNOWN: char = '□';

/// Latin signs that are set as Chinese is where a run asks for it.
const EITHER: &str = "¡¤§¨ª\u{AD}¯°±²³´¶·¸¹º¼½¾¿×÷";

/// A symbol font of Windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// Greek and mathematics.
    Symbol,
    /// Bullets, boxes, arrows.
    Wingdings,
    /// Boxes with ticks and crosses, circled numbers.
    Wingdings2,
    /// Arrows.
    Wingdings3,
    /// Pictures.
    Webdings,
}

/// A face that text is set in, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// One of letters.
    Text,
    /// One of signs.
    Symbols(Font),
}

/// The faces of a run, of which each sort of characters has one of its own. `None` is said elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faces {
    /// For the characters of ASCII.
    pub ascii: Option<Face>,
    /// For other Latin letters and for signs.
    pub high: Option<Face>,
    /// For Chinese.
    pub east: Option<Face>,
    /// For scripts that join their letters.
    pub complex: Option<Face>,
    /// Whether what could be either is set as Chinese is.
    pub is_east: Option<bool>,
}

impl Face {
    /// A face by its name.
    pub fn named(name: &str) -> Self {
        Font::named(name).map_or(Self::Text, Self::Symbols)
    }

    /// The symbol font that it is.
    pub fn font(self) -> Option<Font> {
        match self {
            Self::Symbols(font) => Some(font),
            Self::Text => None,
        }
    }
}

impl Font {
    const ALL: [(Self, &'static str, Table); 5] = [
        (Self::Symbol, "Symbol", tables::SYMBOL),
        (Self::Wingdings, "Wingdings", tables::WINGDINGS),
        (Self::Wingdings2, "Wingdings 2", tables::WINGDINGS_2),
        (Self::Wingdings3, "Wingdings 3", tables::WINGDINGS_3),
        (Self::Webdings, "Webdings", tables::WEBDINGS),
    ];

    /// A symbol font by its name, in quotes or not, with its blank or without.
    pub fn named(name: &str) -> Option<Self> {
        let plain = |name: &str| -> String {
            let letters = name.chars().filter(|c| c.is_alphanumeric());
            letters.take(20).collect::<String>().to_lowercase()
        };
        let wanted = plain(name);
        // 「Symbol MT」 and 「Wingdings Regular」 are the same fonts of other makers.
        let wanted = ["mt", "regular", "ps"]
            .iter()
            .find_map(|end| wanted.strip_suffix(end))
            .unwrap_or(wanted.as_str());
        Self::ALL.iter().find(|(_, own, _)| plain(own) == wanted).map(|(font, ..)| *font)
    }

    /// The sign of a code, from 0 to 0xFF.
    pub fn sign(self, code: u8) -> Option<char> {
        if code == 0x20 {
            return Some(' ');
        }
        let (_, _, table) = Self::ALL.iter().find(|(font, ..)| *font == self)?;
        let at = table.partition_point(|(first, _)| *first <= code).checked_sub(1)?;
        let (first, row) = table.get(at)?;
        row.chars().nth(usize::from(code - first)).filter(|sign| *sign != ' ')
    }

    /// Text in this font as the signs that it shows; `unknown` hears of those without an equal.
    pub fn shown(self, text: &str, unknown: &mut dyn FnMut(String)) -> String {
        let faces = Some(Face::Symbols(self));
        Faces { ascii: faces, high: faces, ..Faces::default() }.shown(text, unknown)
    }
}

impl Faces {
    /// These faces, and where they say nothing, those below.
    pub fn over(self, below: Self) -> Self {
        Self {
            ascii: self.ascii.or(below.ascii),
            high: self.high.or(below.high),
            east: self.east.or(below.east),
            complex: self.complex.or(below.complex),
            is_east: self.is_east.or(below.is_east),
        }
    }

    /// Text in these faces as it is seen; `unknown` hears of signs without an equal.
    pub fn shown(&self, text: &str, unknown: &mut dyn FnMut(String)) -> String {
        let all = [self.ascii, self.high, self.east, self.complex];
        if all.into_iter().flatten().all(|face| face == Face::Text) && !text.contains(is_private) {
            return text.to_owned();
        }
        text.chars().map(|c| self.one(c, unknown)).collect()
    }

    /// A character in these faces as it is seen.
    fn one(&self, c: char, unknown: &mut dyn FnMut(String)) -> char {
        let font = |face: Option<Face>| face.and_then(Face::font);
        let is_east = self.is_east == Some(true);
        match u32::from(c) {
            code @ 0x21..=0x7E => sign(font(self.ascii), code, c, unknown),
            // Signs that Chinese fonts have too (ISO/IEC 29500-1, 17.3.2.26).
            code @ 0xA1..=0xFF if is_east && EITHER.contains(c) => {
                sign(font(self.east), code, c, unknown)
            }
            code @ 0xA1..=0xFF => sign(font(self.high), code, c, unknown),
            code @ 0xF000..=0xF0FF => {
                let any = [self.high, self.ascii, self.complex, self.east];
                match any.into_iter().find_map(font) {
                    Some(own) => sign(Some(own), code - 0xF000, c, unknown),
                    None => of_no_font(c, unknown),
                }
            }
            _ => c,
        }
    }
}

fn sign(font: Option<Font>, code: u32, c: char, unknown: &mut dyn FnMut(String)) -> char {
    let Some(font) = font else { return c };
    let code = u8::try_from(code).unwrap_or_default();
    font.sign(code).unwrap_or_else(|| {
        let name = Font::ALL.iter().find(|(own, ..)| *own == font).map_or("", |(_, name, _)| name);
        unknown(format!("{name} 字体 F0{code:02X}"));
        UNKNOWN
    })
}

/// A character given by its code in a font that is named; nothing where the code is none.
pub fn by_code(
    font: &str,
    code: u32,
    faces: &Faces,
    unknown: &mut dyn FnMut(String),
) -> Option<char> {
    let c = char::from_u32(code)?;
    match (Face::named(font), code) {
        _ if font.is_empty() => Some(faces.one(c, unknown)),
        (Face::Symbols(own), 0x20..=0xFF) => Some(sign(Some(own), code, c, unknown)),
        (Face::Symbols(own), 0xF000..=0xF0FF) => Some(sign(Some(own), code - 0xF000, c, unknown)),
        (Face::Text, 0xE000..=0xEFFF | 0xF100..=0xF8FF) => {
            unknown(format!("{font} 字体 {code:04X}"));
            Some(UNKNOWN)
        }
        (Face::Text, 0xF000..=0xF0FF) => Some(of_no_font(c, &mut |_| {
            unknown(format!("{font} 字体 {code:04X}"));
        })),
        _ => Some(c),
    }
}

/// A private-use character whose font is not known, as in text that was pasted: the bullets, boxes
/// and ticks of Wingdings, and where these are pictures the signs of Symbol.
pub fn of_no_font(c: char, unknown: &mut dyn FnMut(String)) -> char {
    let code = match u32::from(c) {
        code @ 0xF000..=0xF0FF => (code - 0xF000) as u8,
        _ => return c,
    };
    let font = match code {
        0xA3 | 0xB0 | 0xB1 | 0xB3..=0xB5 | 0xB7..=0xBC => Font::Symbol,
        _ => Font::Wingdings,
    };
    font.sign(code).unwrap_or_else(|| {
        unknown(format!("字体不明 F0{code:02X}"));
        UNKNOWN
    })
}

/// Whether a character is one of those that only symbol fonts have.
pub fn is_private(c: char) -> bool {
    ('\u{F000}'..='\u{F0FF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Signs of a font, given as hexadecimal codes, and how many of them are unknown.
    fn check(font: &str, codes: &str, shown: &str, unknown: usize) {
        let mut told = Vec::new();
        let faces = Faces::default();
        let signs: String = codes
            .split_whitespace()
            .filter_map(|code| u32::from_str_radix(code, 16).ok())
            .filter_map(|code| by_code(font, code, &faces, &mut |it| told.push(it)))
            .collect();
        assert_eq!((signs.as_str(), told.len()), (shown, unknown), "{font} {codes}: {told:?}");
    }

    #[test]
    fn each_font_has_signs_of_its_own() {
        check("Wingdings 2", "00A3 F0A3 0052 F052 F050 F04F F054", "□□☑☑√×☒", 0);
        check("Symbol", "F0A3 F061 F062 F06C F06D F070 F057 F03C 003D F035", "≤αβλμπΩ<=5", 0);
        check(
            "Symbol",
            "F0B1 F0B0 F0B4 F0B8 F0B3 F0B9 F0BB F0A5 F0D6 F0E5 F0CE F0DE",
            "±°×÷≥≠≈∞√∑∈⇒",
            0,
        );
        check(
            "Wingdings",
            "F06C F06E F075 F0A7 F0AB F0D8 F0E0 F0FC F0FE F0A8 F0FB",
            "●■◆▪★▶→√☑□×",
            0,
        );
        check("Wingdings", "F081 F08A F08C F095 F028 F02A", "①⑩❶❿☎✉", 0);
        check("Wingdings 3", "F070 F071 F07D F067", "▲▼▶→", 0);
        check("Webdings", "F061 F072 F063 F067", "√×□■", 0);
        check("Wingdings", "F0BA F021", "□□", 2);
        check("MS Gothic", "2610 2611 00D7", "☐☑×", 0);
        check("Segoe UI Symbol", "F0A8 E700", "□□", 1);
        check("Wingdings", "F020 xyz D800", " ", 0);
    }

    #[test]
    fn a_code_beyond_every_table_is_told_with_its_font() {
        let mut unknown = Vec::new();
        let mut tell = |it| unknown.push(it);
        let wingdings = Faces { ascii: Some(Face::named("Wingdings")), ..Faces::default() };
        assert_eq!(wingdings.shown("甲\u{F04A}乙J", &mut tell), "甲□乙□");
        assert_eq!(Font::Webdings.shown("\u{F021}", &mut tell), "□");
        assert_eq!(of_no_font('\u{F04A}', &mut tell), '□');
        by_code("MT Extra", 0xF04C, &Faces::default(), &mut tell);
        assert_eq!(
            unknown[1..],
            ["Wingdings 字体 F04A", "Webdings 字体 F021", "字体不明 F04A", "MT Extra 字体 F04C"]
        );
    }

    #[test]
    fn letters_are_signs_where_their_face_is_one_of_signs() {
        let shown = |faces: Faces, text: &str| faces.shown(text, &mut |_| ());
        let symbol = Some(Face::named("Symbol"));
        let text = Some(Face::named("宋体"));
        let all = Faces { ascii: symbol, high: symbol, ..Faces::default() };
        assert_eq!(shown(all, "浓度<5a\u{F061}±\u{B3}"), "浓度<5αα±≥");
        // Chinese faces draw what could be either, and letters keep their own.
        let east = Faces { east: text, is_east: Some(true), ..all };
        assert_eq!(shown(east, "a\u{B3}\u{F061}\u{E5}"), "α³α∑");
        let own = Faces { ascii: text, high: text, ..Faces::default() }.over(all);
        assert_eq!(shown(own, "a\u{B3}"), "a³");
        assert_eq!(shown(Faces::default(), "\u{F06C}\u{F0FC}\u{F0B7}"), "●√•");
    }

    #[test]
    fn names_of_fonts() {
        for name in ["Wingdings 2", "wingdings2", "\"Wingdings 2\"", " 'WINGDINGS 2' "] {
            assert_eq!(Font::named(name), Some(Font::Wingdings2), "{name}");
        }
        assert_eq!(Font::named("Symbol MT"), Some(Font::Symbol));
        for name in ["Segoe UI Symbol", "Symbola", "仿宋_GB2312", "", "Noto Sans Symbols"] {
            assert_eq!(Font::named(name), None, "{name}");
        }
    }
}
