//! Numbers that Word counts itself → the characters that stand on the page: 一、（一）1. ①.

use std::collections::BTreeMap;

use super::xml::Element;

/// The levels a list can have.
const LEVELS: usize = 9;

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Definitions, by their own id.
    definitions: BTreeMap<String, Vec<Level>>,
    /// What lists by a style's name stand for.
    styles: BTreeMap<String, String>,
    /// List → its definition, and the levels that it begins anew.
    lists: BTreeMap<String, (String, BTreeMap<usize, u32>)>,
    /// Definition → how far each level has been counted.
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// Lists that have begun.
    begun: BTreeMap<String, ()>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// All numbers in it are Arabic.
    is_legal: bool,
}

/// What stands before a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Characters.
    Number(String),
    /// A bullet.
    Bullet,
}

impl Numbering {
    /// Reads the part with lists.
    pub fn read(part: Option<&Element>) -> Self {
        let mut numbering = Self::default();
        let Some(part) = part else { return numbering };
        let mut links = BTreeMap::new();
        for element in part.children() {
            match element.name.as_str() {
                "w:abstractNum" => {
                    let id = element.attribute("w:abstractNumId").unwrap_or_default().to_owned();
                    if let Some(style) = element.value("w:numStyleLink") {
                        links.insert(id.clone(), style.to_owned());
                    }
                    if let Some(style) = element.value("w:styleLink") {
                        numbering.styles.insert(style.to_owned(), id.clone());
                    }
                    numbering.definitions.insert(id, levels(element));
                }
                "w:num" => numbering.list(element),
                _ => {}
            }
        }
        // A definition may be another's by the name of a style.
        for (id, style) in links {
            if let Some(levels) = numbering
                .styles
                .get(&style)
                .and_then(|of_style| numbering.definitions.get(of_style))
                .cloned()
            {
                numbering.definitions.insert(id, levels);
            }
        }
        numbering
    }

    fn list(&mut self, element: &Element) {
        let Some(id) = element.attribute("w:numId") else { return };
        let of = element.value("w:abstractNumId").unwrap_or_default();
        let mut starts = BTreeMap::new();
        let mut changed: Option<Vec<Level>> = None;
        for over in element.children().filter(|child| child.name == "w:lvlOverride") {
            let Some(level) = over.attribute("w:ilvl").and_then(|it| it.parse::<usize>().ok())
            else {
                continue;
            };
            if let Some(start) = over.value("w:startOverride").and_then(|it| it.parse().ok()) {
                starts.insert(level, start);
            }
            if let Some(own) = over.child("w:lvl").filter(|_| level < LEVELS) {
                let levels = changed
                    .get_or_insert_with(|| self.definitions.get(of).cloned().unwrap_or_default());
                levels.resize(LEVELS, Level::default());
                levels[level] = Level::read(own);
            }
        }
        let definition = match changed {
            // One of its own, counted apart.
            Some(levels) => {
                let own = format!("={id}");
                self.definitions.insert(own.clone(), levels);
                own
            }
            None => of.to_owned(),
        };
        self.lists.insert(id.to_owned(), (definition, starts));
    }

    /// Counts a paragraph of a list.
    pub fn next(&mut self, list: &str, level: usize) -> Option<Mark> {
        let (definition, starts) = self.lists.get(list)?;
        let levels = self.definitions.get(definition)?;
        let own = levels.get(level)?;
        let counts = self.counts.entry(definition.clone()).or_default();
        if self.begun.insert(list.to_owned(), ()).is_none() {
            for (level, start) in starts.iter().filter(|(level, _)| **level < LEVELS) {
                counts[*level] = start.checked_sub(1);
                // One that begins at 0 has not been counted at all.
                if *start == 0 {
                    counts[*level] = None;
                }
            }
        }
        let start = starts.get(&level).copied().unwrap_or(own.start);
        counts[level] = Some(counts[level].map_or(start, |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        if own.format == "bullet" {
            return Some(Mark::Bullet);
        }
        let mut text = own.text.clone();
        for (index, other) in levels.iter().enumerate().take(level + 1) {
            let count = counts[index].unwrap_or(other.start);
            let format = if own.is_legal { "decimal" } else { other.format.as_str() };
            text = text.replace(&format!("%{}", index + 1), &written(count, format));
        }
        Some(Mark::Number(text)).filter(|_| own.format != "none" || !own.text.is_empty())
    }
}

fn levels(definition: &Element) -> Vec<Level> {
    let mut levels = vec![Level::default(); LEVELS];
    for level in definition.children().filter(|child| child.name == "w:lvl") {
        let index = level.attribute("w:ilvl").and_then(|it| it.parse::<usize>().ok());
        if let Some(own) = index.and_then(|index| levels.get_mut(index)) {
            *own = Level::read(level);
        }
    }
    levels
}

impl Level {
    fn read(element: &Element) -> Self {
        Self {
            start: element.value("w:start").and_then(|it| it.parse().ok()).unwrap_or(0),
            format: element.value("w:numFmt").unwrap_or("decimal").to_owned(),
            // It is written before every paragraph of the list.
            text: element.value("w:lvlText").unwrap_or_default().chars().take(32).collect(),
            is_legal: element.toggle("w:isLgl").unwrap_or(false),
        }
    }
}

/// A number in one of the formats of Word (ISO/IEC 29500-1, 17.18.59).
fn written(number: u32, format: &str) -> String {
    let from = |first: char, most: u32| {
        let code = u32::from(first) + number.saturating_sub(1);
        (1..=most).contains(&number).then(|| char::from_u32(code)).flatten().map(String::from)
    };
    let of = |row: &str| {
        let index = (number as usize).checked_sub(1);
        index.and_then(|index| row.chars().nth(index)).map(String::from)
    };
    let special = match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => Some(counted(number)),
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => {
            let digits = number.to_string();
            Some(digits.bytes().filter_map(|b| DIGITS.chars().nth(usize::from(b - b'0'))).collect())
        }
        "chineseLegalSimplified" => Some(counted(number).chars().map(formal).collect()),
        "ideographTraditional" => of("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of("子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => from('①', 20),
        "decimalEnclosedParen" => from('⑴', 20),
        "decimalEnclosedFullstop" => from('⒈', 20),
        "ideographEnclosedCircle" => from('㊀', 10),
        "lowerLetter" => letters(number, b'a'),
        "upperLetter" => letters(number, b'A'),
        "lowerRoman" => roman(number).map(|text| text.to_lowercase()),
        "upperRoman" => roman(number),
        "decimalZero" if number < 10 => Some(format!("0{number}")),
        "none" => Some(String::new()),
        _ => None,
    };
    special.unwrap_or_else(|| number.to_string())
}

const DIGITS: &str = "〇一二三四五六七八九";

/// 1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五.
fn counted(number: u32) -> String {
    let digit = |digit: u32| DIGITS.chars().nth(digit as usize).unwrap_or('〇');
    match number {
        0..=9 => digit(number).to_string(),
        10 => "十".to_owned(),
        11..=19 => format!("十{}", digit(number % 10)),
        20..=99 if number.is_multiple_of(10) => format!("{}十", digit(number / 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        100..=999 => {
            let rest = match number % 100 {
                0 => String::new(),
                rest @ 1..=9 => format!("零{}", digit(rest)),
                rest @ 10..=19 => format!("一{}", counted(rest)),
                rest => counted(rest),
            };
            format!("{}百{rest}", digit(number / 100))
        }
        _ => number.to_string(),
    }
}

fn formal(c: char) -> char {
    let at = "〇一二三四五六七八九十百".chars().position(|own| own == c);
    at.and_then(|at| "零壹贰叁肆伍陆柒捌玖拾佰".chars().nth(at)).unwrap_or(c)
}

/// a … z, aa … zz.
fn letters(number: u32, first: u8) -> Option<String> {
    let index = number.checked_sub(1).filter(|index| *index < 26 * 20)?;
    let letter = char::from(first + (index % 26) as u8);
    Some(std::iter::repeat_n(letter, index as usize / 26 + 1).collect())
}

fn roman(mut number: u32) -> Option<String> {
    const ROMAN: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut text = String::new();
    for (value, letters) in ROMAN {
        while number >= value {
            text.push_str(letters);
            number -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_they_stand_on_the_page() {
        let row = |format: &str, numbers: &[u32]| {
            let all: Vec<String> = numbers.iter().map(|number| written(*number, format)).collect();
            all.join(" ")
        };
        let chinese = row("chineseCounting", &[1, 10, 11, 20, 21, 99, 100, 105, 110, 120]);
        assert_eq!(chinese, "一 十 十一 二十 二十一 九十九 一百 一百零五 一百一十 一百二十");
        assert_eq!(row("decimalEnclosedCircle", &[1, 20, 21]), "① ⑳ 21");
        assert_eq!(row("lowerLetter", &[1, 26, 27]), "a z aa");
        assert_eq!(row("upperRoman", &[1, 4, 9, 14, 1999]), "I IV IX XIV MCMXCIX");
        assert_eq!(row("ideographTraditional", &[1, 10, 11]), "甲 癸 11");
        assert_eq!(row("chineseLegalSimplified", &[21]), "贰拾壹");
        assert_eq!(row("decimal", &[0, 7]), "0 7");
    }
}
