//! The ways in which Word writes a number (ISO/IEC 29500-1, 17.18.59), as far as Chinese documents
//! use them: the others, of scripts that these have not, are written with Arabic digits.

use crate::import::numerals::{CHINESE, Count, FORMAL, JAPANESE, TRADITIONAL, roman};

/// A way of writing numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// 1 2 3
    #[default]
    Decimal,
    /// 01 02 … 10, with so many digits at least.
    Padded(usize),
    /// １ ２ ３, or 一 二 … 一〇: a row of ten digits.
    Digits(&'static str),
    /// - 1 -
    InDashes,
    /// ① … ⑳: characters that follow each other; how many there are.
    Enclosed(char, u32),
    /// 甲 乙 丙: a row of signs.
    Row(&'static str),
    /// 甲子 乙丑 … 癸亥
    Sexagenary,
    /// 一 十 二十一 九十九 一〇〇: counted up to 99, digit by digit from there.
    ShortCount(&'static str),
    /// 一 十 一百零一: counted.
    Count(&'static Count),
    /// a … z aa bb, from a letter.
    Letters(u8),
    /// I II III; whether in capitals.
    Roman(bool),
    /// 1st 2nd 3rd
    Ordinal,
    /// No number at all.
    None,
    /// A sign, the same for every paragraph.
    Bullet,
}

const DIGITS: &str = "〇一二三四五六七八九";
const TAIWANESE: &str = "○一二三四五六七八九";
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
impl Format {
    /// A format by the name that Word gives it.
    pub fn named(name: &str) -> Self {
        match name {
            "decimalZero" => Self::Padded(2),
            "decimalFullWidth" | "decimalFullWidth2" => Self::Digits("０１２３４５６７８９"),
            "ideographDigital" | "japaneseDigitalTenThousand" => Self::Digits(DIGITS),
            "taiwaneseDigital" => Self::Digits(TAIWANESE),
            "koreanDigital2" => Self::Digits(CHINESE.digits),
            "numberInDash" => Self::InDashes,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Enclosed('①', 20),
            "decimalEnclosedParen" => Self::Enclosed('⑴', 20),
            "decimalEnclosedFullstop" => Self::Enclosed('⒈', 20),
            // What it is called, it is not: the ideographs stand in brackets.
            "ideographEnclosedCircle" => Self::Enclosed('㈠', 10),
            "ideographTraditional" => Self::Row(STEMS),
            "ideographZodiac" => Self::Row(BRANCHES),
            "ideographZodiacTraditional" => Self::Sexagenary,
            "chineseCounting" => Self::ShortCount(DIGITS),
            "taiwaneseCounting" => Self::ShortCount(TAIWANESE),
            "chineseCountingThousand" | "taiwaneseCountingThousand" => Self::Count(&CHINESE),
            "japaneseCounting" => Self::Count(&JAPANESE),
            "chineseLegalSimplified" => Self::Count(&FORMAL),
            "ideographLegalTraditional" => Self::Count(&TRADITIONAL),
            "lowerLetter" => Self::Letters(b'a'),
            "upperLetter" => Self::Letters(b'A'),
            "lowerRoman" => Self::Roman(false),
            "upperRoman" => Self::Roman(true),
            "ordinal" => Self::Ordinal,
            "none" => Self::None,
            "bullet" => Self::Bullet,
            _ => Self::Decimal,
        }
    }

    /// A format given by its beginning, 「001, 002, 003, ...」.
    pub fn custom(beginning: &str) -> Self {
        let first = beginning.split(',').next().unwrap_or_default().trim();
        let is_padded = first.ends_with('1') && first.trim_start_matches('0') == "1";
        if is_padded { Self::Padded(first.len().min(10)) } else { Self::Decimal }
    }

    /// Whether there is a number to write.
    pub fn counts(self) -> bool {
        !matches!(self, Self::None | Self::Bullet)
    }

    /// This format where all numbers of a level are to be Arabic, which these are.
    pub fn legal(self) -> Self {
        if matches!(self, Self::Padded(_)) { self } else { Self::Decimal }
    }

    /// A number as it stands on the page.
    pub fn written(self, number: u32) -> String {
        let plain = number.to_string();
        let index = number.checked_sub(1);
        let special = match self {
            Self::Decimal => None,
            Self::Padded(width) => Some(format!("{number:0width$}")),
            Self::Digits(row) => Some(substituted(&plain, row)),
            Self::InDashes => Some(format!("- {number} -")),
            Self::Enclosed(first, most) => index
                .filter(|index| *index < most)
                .and_then(|index| char::from_u32(u32::from(first) + index))
                .map(String::from),
            Self::Row(row) => {
                index.and_then(|index| row.chars().nth(index as usize)).map(String::from)
            }
            Self::Sexagenary => index.filter(|index| *index < 60).map(|index| {
                let of = |row: &str, length: u32| row.chars().nth((index % length) as usize);
                of(STEMS, 10).into_iter().chain(of(BRANCHES, 12)).collect()
            }),
            Self::ShortCount(row) => Some(match number {
                0..=9 | 100.. => substituted(&plain, row),
                _ => CHINESE.counted(number),
            }),
            Self::Count(count) => (number < 10_000).then(|| count.counted(number)),
            Self::Letters(first) => letters(number, first),
            Self::Roman(capitals) => {
                roman(number).map(|text| if capitals { text } else { text.to_lowercase() })
            }
            Self::Ordinal => Some(format!("{number}{}", ending(number))),
            Self::None | Self::Bullet => Some(String::new()),
        };
        special.unwrap_or(plain)
    }
}

/// Arabic digits as those of a row.
fn substituted(digits: &str, row: &str) -> String {
    digits.bytes().filter_map(|byte| row.chars().nth(usize::from(byte - b'0'))).collect()
}

/// a … z, aa … zz.
fn letters(number: u32, first: u8) -> Option<String> {
    // So far Word goes itself.
    let index = number.checked_sub(1).filter(|index| *index < 26 * 30)?;
    let letter = char::from(first + (index % 26) as u8);
    Some(std::iter::repeat_n(letter, index as usize / 26 + 1).collect())
}

fn ending(number: u32) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_they_stand_on_the_page() {
        let table: [(&str, &[u32], &str); 24] = [
            ("decimal", &[0, 7], "0 7"),
            ("decimalZero", &[1, 9, 10, 100], "01 09 10 100"),
            ("decimalFullWidth", &[1, 10], "１ １０"),
            ("decimalFullWidth2", &[27], "２７"),
            ("decimalEnclosedCircle", &[1, 20, 21], "① ⑳ 21"),
            ("decimalEnclosedCircleChinese", &[3], "③"),
            ("decimalEnclosedParen", &[2], "⑵"),
            ("decimalEnclosedFullstop", &[2], "⒉"),
            ("ideographEnclosedCircle", &[1, 10, 11], "㈠ ㈩ 11"),
            (
                "chineseCounting",
                &[1, 10, 11, 20, 21, 99, 100, 105, 110],
                "一 十 十一 二十 二十一 九十九 一〇〇 一〇五 一一〇",
            ),
            (
                "chineseCountingThousand",
                &[1, 10, 11, 20, 99, 100, 101, 110, 111, 1000, 1001, 1010, 2018],
                "一 十 十一 二十 九十九 一百 一百零一 一百一十 一百一十一 一千 一千零一 一千零一十 \
                 二千零一十八",
            ),
            ("taiwaneseCountingThousand", &[12, 105], "十二 一百零五"),
            ("japaneseCounting", &[1, 10, 21, 100, 101, 111], "一 十 二十一 百 百一 百十一"),
            ("ideographDigital", &[1, 9, 10, 11, 20], "一 九 一〇 一一 二〇"),
            ("taiwaneseDigital", &[10], "一○"),
            ("ideographTraditional", &[1, 2, 10, 11], "甲 乙 癸 11"),
            ("ideographZodiac", &[1, 12, 13], "子 亥 13"),
            ("ideographZodiacTraditional", &[1, 2, 13, 60, 61], "甲子 乙丑 丙子 癸亥 61"),
            ("chineseLegalSimplified", &[1, 10, 21, 105], "壹 壹拾 贰拾壹 壹佰零伍"),
            ("lowerLetter", &[1, 26, 27, 52, 53], "a z aa zz aaa"),
            ("upperLetter", &[28], "BB"),
            ("upperRoman", &[1, 4, 9, 14, 1999, 4000], "I IV IX XIV MCMXCIX 4000"),
            ("ordinal", &[1, 2, 3, 4, 11, 22], "1st 2nd 3rd 4th 11th 22nd"),
            ("numberInDash", &[3], "- 3 -"),
        ];
        for (format, numbers, shown) in table {
            let all = numbers.iter().map(|number| Format::named(format).written(*number));
            assert_eq!(all.collect::<Vec<_>>().join(" "), shown, "{format}");
        }
    }

    #[test]
    fn formats_given_by_their_beginning() {
        let shown = |format: &str, number| Format::custom(format).written(number);
        assert_eq!(shown("001, 002, 003, ...", 7), "007");
        assert_eq!(shown("0001, 0002, 0003, ...", 12345), "12345");
        assert_eq!(shown("01, 02, 03, ...", 3), "03");
        assert_eq!(shown(&("0".repeat(1 << 16) + "1"), 3), "0000000003");
        for strange in ["", "a, ç, ĝ, ...", "000", "101"] {
            assert_eq!(shown(strange, 3), "3", "{strange}");
        }
    }

    #[test]
    fn every_number_is_written_somehow() {
        for name in
            ["chineseCountingThousand", "chineseLegalSimplified", "upperLetter", "lowerRoman"]
        {
            for number in [0, 9_999, 10_000, u32::MAX] {
                assert!(!Format::named(name).written(number).is_empty(), "{name} {number}");
            }
        }
    }
}
