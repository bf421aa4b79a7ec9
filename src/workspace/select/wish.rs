//! What the words of a command line say, before anyone looks which issues there are.

use crate::model::{IssueNumber, half_width};

use crate::workspace::names::year as four_digits;

/// One thing that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// `28`, `2018/28`, `2018`.
    At(End),
    /// `增刊`, `2018/正刊`.
    Series { year: Option<u16>, supplement: bool },
    /// `20..28`; at least one end is there.
    Span { from: Option<End>, to: Option<End> },
}

/// A point in the run of issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A number, perhaps with its year.
    Name { year: Option<u16>, number: IssueNumber },
    /// `2018年`.
    Year(u16),
    /// Four digits alone: a year or a number.
    Either(u16),
}

impl End {
    /// The year it is, or may be.
    pub fn year(self) -> Option<u16> {
        match self {
            Self::Year(year) | Self::Either(year) => Some(year),
            Self::Name { .. } => None,
        }
    }

    /// The number it is, or may be, with its year where that is written.
    pub fn number(self) -> Option<(Option<u16>, IssueNumber)> {
        match self {
            Self::Name { year, number } => Some((year, number)),
            Self::Either(digits) => Some((None, IssueNumber::Regular(digits.into()))),
            Self::Year(_) => None,
        }
    }
}

/// The several wishes of one argument, `20、22、25`, in half-width characters without spaces.
pub fn parts(written: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut spaced = false;
    for c in written.chars().map(typed) {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let before = parts.last().and_then(|part| part.chars().next_back());
        if matches!(c, ',' | '、' | ';') || spaced && parts_at(before, c) {
            parts.push(String::new());
        }
        spaced = false;
        if let Some(part) = parts.last_mut().filter(|_| !matches!(c, ',' | '、' | ';')) {
            part.push(c);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether a space between these two parts wishes: `20 22`, but not `2018年 第28期` or `20 至 28`.
fn parts_at(before: Option<char>, after: char) -> bool {
    match before {
        Some('期' | '刊') => {
            after.is_ascii_digit() && before == Some('期') || "第增正".contains(after)
        }
        Some(before) if before.is_ascii_digit() => after.is_ascii_digit() || "增正".contains(after),
        _ => false,
    }
}

/// What a Chinese input method makes of digits and dots, as they are meant here.
fn typed(c: char) -> char {
    match c {
        '。' => '.',
        '\\' => '/',
        c => half_width(c),
    }
}

/// One wish; `None` when the words make no sense.
pub fn parse(text: &str) -> Option<Wish> {
    if let Some((from, to)) = split_span(text) {
        let end = |text: &str| if text.is_empty() { Some(None) } else { end(text).map(Some) };
        let (from, to) = (end(from)?, end(to)?);
        return from.or(to).map(|_| Wish::Span { from, to });
    }
    series(text).or_else(|| end(text).map(Wish::At))
}

/// The numbers of a 合刊 with the year where it is written; a range looks the same.
pub fn joint(text: &str) -> Option<(Option<u16>, IssueNumber)> {
    let text = text.strip_suffix(".pdf").unwrap_or(text);
    let spoken = text.replace(['第', '期'], "").replace('年', "/");
    let (year, number) = match spoken.split_once('/') {
        Some((year, number)) => (Some(four_digits(year)?), number.to_owned()),
        None => (None, spoken),
    };
    let number = number.replace("——", "-").parse().ok()?;
    matches!(number, IssueNumber::Joint(..)).then_some((year, number))
}

/// The two ends of a range. A hyphen makes one too, but not behind a year, where it is that of the
/// names of the PDFs: `2018-028`.
fn split_span(text: &str) -> Option<(&str, &str)> {
    let marks: [&str; 6] = ["..", "至", "到", "~", "—", "–"];
    let (from, to) = marks.iter().find_map(|mark| text.split_once(mark)).or_else(|| {
        text.split_once('-').filter(|(from, _)| !from.is_empty() && four_digits(from).is_none())
    })?;
    Some((from, to.trim_start_matches(['.', '—', '–', '~'])))
}

fn series(text: &str) -> Option<Wish> {
    let (year, supplement) = match (text.strip_suffix("增刊"), text.strip_suffix("正刊")) {
        (Some(year), _) => (year, true),
        (None, Some(year)) => (year, false),
        (None, None) => return None,
    };
    let year = year.trim_end_matches(['/', '年']);
    let year = if year.is_empty() { None } else { Some(four_digits(year)?) };
    Some(Wish::Series { year, supplement })
}

fn end(text: &str) -> Option<End> {
    let text = text.strip_suffix(".pdf").unwrap_or(text);
    // As the program itself names issues: 第28期, 2018年第28期, 2018年增刊第1期.
    let spoken = text.replace("增刊第", "增刊").replace(['第', '期'], "").replace('年', "/");
    // The folder of a year is written like 2018年: `2018/`.
    if let Some(year) = spoken.strip_suffix('/').and_then(four_digits) {
        return Some(End::Year(year));
    }
    match spoken.trim_matches('/').split_once(['/', '-']) {
        Some((year, number)) => {
            Some(End::Name { year: Some(four_digits(year)?), number: number.parse().ok()? })
        }
        // 第2018期 is a number.
        None => match four_digits(text) {
            Some(digits) => Some(End::Either(digits)),
            None => Some(End::Name { year: None, number: spoken.trim_matches('/').parse().ok()? }),
        },
    }
}
