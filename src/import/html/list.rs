//! The marks before the items of a list, as a browser shows them.

use scraper::ElementRef;

use crate::import::numerals::{CHINESE, Count, FORMAL, roman};

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// Nothing.
    None,
    /// A bullet.
    Bullet,
    /// A number of some kind.
    Number(Kind),
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 1, 2, 3.
    Decimal,
    /// 01, 02, 03.
    Zeroed,
    /// a, b, c.
    Lower,
    /// A, B, C.
    Upper,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// α, β, γ.
    Greek,
    /// 一, 二, 三.
    Han,
    /// 壹, 贰, 叁.
    Formal,
    /// 甲, 乙, 丙.
    Stem,
    /// 子, 丑, 寅.
    Branch,
}

impl Marker {
    /// What a style names; `None` where it is none that is known.
    pub fn named(value: &str) -> Option<Self> {
        value.split_whitespace().find_map(|word| {
            Some(match word {
                "none" => Self::None,
                "disc" | "circle" | "square" => Self::Bullet,
                "decimal" => Self::Number(Kind::Decimal),
                "decimal-leading-zero" => Self::Number(Kind::Zeroed),
                "lower-alpha" | "lower-latin" => Self::Number(Kind::Lower),
                "upper-alpha" | "upper-latin" => Self::Number(Kind::Upper),
                "lower-roman" => Self::Number(Kind::LowerRoman),
                "upper-roman" => Self::Number(Kind::UpperRoman),
                "lower-greek" => Self::Number(Kind::Greek),
                "cjk-ideographic"
                | "simp-chinese-informal"
                | "trad-chinese-informal"
                | "japanese-informal" => Self::Number(Kind::Han),
                "simp-chinese-formal" => Self::Number(Kind::Formal),
                "cjk-heavenly-stem" => Self::Number(Kind::Stem),
                "cjk-earthly-branch" => Self::Number(Kind::Branch),
                _ => return None,
            })
        })
    }

    /// What the attribute `type` names, whose letters count as they are.
    fn typed(value: &str) -> Option<Self> {
        Some(match value.trim() {
            "1" => Self::Number(Kind::Decimal),
            "a" => Self::Number(Kind::Lower),
            "A" => Self::Number(Kind::Upper),
            "i" => Self::Number(Kind::LowerRoman),
            "I" => Self::Number(Kind::UpperRoman),
            other => return Self::named(&other.to_lowercase()),
        })
    }
}

/// A list that is open.
#[derive(Debug)]
pub struct List {
    marker: Marker,
    next: i64,
    step: i64,
}

/// What is put before the text of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A number with what stands behind it.
    Number(String),
    /// A bullet, and how deep.
    Bullet(u8),
}

impl List {
    /// A list that an element opens. `styled` is what the sheets say.
    pub fn of(element: ElementRef<'_>, styled: Option<Marker>) -> Self {
        let numbered = element.value().name() == "ol";
        let typed = element.attr("type").and_then(Marker::typed);
        let plain = if numbered { Marker::Number(Kind::Decimal) } else { Marker::Bullet };
        let reversed = numbered && element.attr("reversed").is_some();
        let items = || element.child_elements().filter(|it| it.value().name() == "li").count();
        let first = if reversed { i64::try_from(items()).unwrap_or(1) } else { 1 };
        let start = element.attr("start").and_then(|it| it.trim().parse::<i32>().ok());
        Self {
            marker: styled.or(typed).unwrap_or(plain),
            next: start.map_or(first, i64::from),
            step: if reversed { -1 } else { 1 },
        }
    }

    /// What the next item begins with; `depth` is that of the list.
    pub fn item(
        &mut self,
        element: ElementRef<'_>,
        styled: Option<Marker>,
        depth: usize,
    ) -> Option<Mark> {
        if let Some(value) = element.attr("value").and_then(|it| it.trim().parse::<i32>().ok()) {
            self.next = i64::from(value);
        }
        let number = self.next;
        self.next += self.step;
        let typed = element.attr("type").and_then(Marker::typed);
        match styled.or(typed).unwrap_or(self.marker) {
            Marker::None => None,
            Marker::Bullet => Some(Mark::Bullet(depth.min(8) as u8)),
            Marker::Number(kind) => Some(Mark::Number(kind.written(number))),
        }
    }
}

impl Kind {
    /// A number with what stands behind it.
    fn written(self, number: i64) -> String {
        let letters = |first: char, count: u32| lettered(number, first, count);
        let of = |signs: &str| {
            let index = usize::try_from(number - 1).ok()?;
            signs.chars().nth(index).map(String::from)
        };
        let natural = || u32::try_from(number).ok();
        let counted = |count: &Count| {
            natural().filter(|number| *number < 10_000).map(|number| count.counted(number))
        };
        let written = match self {
            Self::Decimal => None,
            Self::Zeroed => Some(format!("{number:02}")),
            Self::Lower => letters('a', 26),
            Self::Upper => letters('A', 26),
            Self::LowerRoman => natural().and_then(roman).map(|it| it.to_lowercase()),
            Self::UpperRoman => natural().and_then(roman),
            Self::Greek => of("αβγδεζηθικλμνξοπρστυφχψω"),
            Self::Han => counted(&CHINESE),
            Self::Formal => counted(&FORMAL),
            Self::Stem => of("甲乙丙丁戊己庚辛壬癸"),
            Self::Branch => of("子丑寅卯辰巳午未申酉戌亥"),
        };
        let behind = match self {
            Self::Han | Self::Formal | Self::Stem | Self::Branch => "、",
            _ => ".",
        };
        format!("{}{behind}", written.unwrap_or_else(|| number.to_string()))
    }
}

/// a … z, aa …
fn lettered(number: i64, first: char, count: u32) -> Option<String> {
    let mut left = u32::try_from(number).ok().filter(|number| *number > 0)?;
    let mut letters = Vec::new();
    while left > 0 {
        letters.push(char::from_u32(u32::from(first) + (left - 1) % count)?);
        left = (left - 1) / count;
    }
    Some(letters.iter().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_browsers_show_them() {
        let cases = [
            (Kind::Decimal, 12, "12."),
            (Kind::Decimal, -3, "-3."),
            (Kind::Zeroed, 3, "03."),
            (Kind::Lower, 28, "ab."),
            (Kind::Upper, 1, "A."),
            (Kind::Lower, 0, "0."),
            (Kind::LowerRoman, 4, "iv."),
            (Kind::UpperRoman, 1999, "MCMXCIX."),
            (Kind::UpperRoman, 4000, "4000."),
            (Kind::Han, 1, "一、"),
            (Kind::Han, 12, "十二、"),
            (Kind::Han, 20, "二十、"),
            (Kind::Han, 103, "一百零三、"),
            (Kind::Han, 9999, "九千九百九十九、"),
            (Kind::Han, 10000, "10000、"),
            (Kind::Formal, 3, "叁、"),
            (Kind::Stem, 2, "乙、"),
            (Kind::Stem, 11, "11、"),
        ];
        for (kind, number, wanted) in cases {
            assert_eq!(kind.written(number), wanted);
        }
    }
}
