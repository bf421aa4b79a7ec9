//! Sentences of an issue as those rules read them that hold each against the others, and what two have
//! in common.

use std::ops::Range;

use crate::check::cues::{han_before, is_han, number_before, number_behind};
use crate::check::lists::words;
use crate::check::people::Directory;
use crate::check::{Draft, Part, Passage};
use crate::markdown::Block;

/// Said of what is done.
const DONE: &[&str] = words!("readings.txt", "DONE");
/// Said of what is to come, or goes on.
const AHEAD: &[&str] = words!("readings.txt", "AHEAD");
/// What is opened once.
pub(super) const OPENED: &[&str] = words!("readings.txt", "OPENED");
/// Said of a meeting.
pub(super) const HELD: &[&str] = &["召开", "举行"];
/// What a thing has one of.
pub(super) const SIZES: &[&str] = words!("readings.txt", "SIZES");

/// How many sentences of an issue are held against each other.
const MOST: usize = 160;
/// The longest sentence that is read: bytes.
const LONGEST: usize = 480;

/// A sentence of a story, and what it says.
pub(super) struct Reading<'d, 'a> {
    pub(super) story: usize,
    pub(super) passage: &'d Passage<'a>,
    pub(super) start: usize,
    pub(super) text: &'d str,
    pub(super) county: Option<usize>,
    /// The last day that the sentence names: month and day.
    pub(super) day: Option<(u32, u32)>,
    /// 1—10月, 前三季度.
    pub(super) period: Option<&'d str>,
    pub(super) figures: Vec<Figure<'d>>,
    /// What says that something is done, and that it is to come, with their places.
    pub(super) done: Option<(usize, &'static str)>,
    pub(super) ahead: Option<(usize, &'static str)>,
    /// Whether it says that something opens, and how large something is.
    pub(super) opens: bool,
    pub(super) sized: bool,
}

/// What was found: where, here, there.
pub(super) struct Clash {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) rule: crate::check::Rule,
}

/// The sentences of an issue that are held against each other.
pub(super) fn readings<'d, 'a>(
    draft: &'d Draft<'a>,
    directory: &Directory,
) -> Vec<Reading<'d, 'a>> {
    let mut found = Vec::new();
    for (story, passage) in passages(draft) {
        let source = draft.stories[story].entry.source.as_ref();
        let of_source = source.and_then(|source| directory.counties(source.as_str()).next());
        let [done, ahead, opened, held, sizes] =
            [DONE, AHEAD, OPENED, HELD, SIZES].map(|words| passage.those_of(words));
        for (start, text) in sentences(&passage.text) {
            if found.len() == MOST {
                return found;
            }
            let mut named = directory.counties(text);
            let county = match named.next() {
                Some(first) if named.all(|other| other == first) => Some(first),
                Some(_) => None,
                None => of_source,
            };
            found.push(Reading {
                story,
                passage,
                start,
                text,
                county,
                day: day(text),
                period: period(text),
                figures: figures(text),
                done: first(text, &done),
                ahead: first(text, &ahead),
                opens: opened.iter().chain(&held).any(|word| text.contains(word)),
                sized: sizes.iter().any(|word| text.contains(word)),
            });
        }
    }
    found
}

/// The running text of an issue but its tables, with the number of its story.
pub(super) fn passages<'d, 'a>(
    draft: &'d Draft<'a>,
) -> impl Iterator<Item = (usize, &'d Passage<'a>)> {
    let stories = draft.stories.iter().enumerate().filter(|(_, story)| !story.entry.is_annex());
    stories
        .flat_map(|(index, story)| story.body().map(move |passage| (index, passage)))
        .filter(|(_, passage)| passage.part != Part::Block(Block::Cell))
}

/// The sentences of a text that are neither too short to say something nor too long to be one, each
/// with its place.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    text.split_inclusive(['。', '！', '？', '\n']).filter_map(move |piece| {
        let start = end;
        end += piece.len();
        (piece.len() <= LONGEST && piece.chars().count() >= 10).then_some((start, piece))
    })
}

/// The first of some words in a text.
fn first(text: &str, words: &[&'static str]) -> Option<(usize, &'static str)> {
    words.iter().filter_map(|word| Some((text.find(word)?, *word))).min()
}

/// The last day that a text names; 底 and 末 are the 31st.
fn day(text: &str) -> Option<(u32, u32)> {
    text.match_indices('月')
        .filter_map(|(at, word)| {
            let digits = number_before(text, at);
            let month = text[at - digits..at].parse().ok()?;
            let rest = &text[at + word.len()..];
            let count = number_behind(rest);
            let day = if rest.starts_with(['底', '末']) {
                31
            } else {
                rest[..count].parse().ok().filter(|_| rest[count..].starts_with('日'))?
            };
            Some((month, day))
        })
        .next_back()
}

/// 1—10月.
fn period(text: &str) -> Option<&str> {
    for word in ["前三季度", "上半年", "一季度", "前10个月", "前11个月"] {
        if text.contains(word) {
            return Some(word);
        }
    }
    let at = text.find("1—")?;
    let rest = &text[at + "1—".len()..];
    let digits = number_behind(rest);
    rest[digits..].starts_with('月').then(|| &text[at..at + "1—".len() + digits])
}

/// The longest run of 汉字, quotation marks within, that two texts share and that is of the sort that
/// is sought, and where it begins in the first.
pub(super) fn shared_that<'s>(
    own: &'s str,
    other: &str,
    least: usize,
    is_sought: impl Fn(&str) -> bool,
) -> Option<(&'s str, usize)> {
    let places: Vec<usize> = own.char_indices().map(|(at, _)| at).chain([own.len()]).collect();
    let is_name = |text: &str| text.chars().all(|c| is_han(c) || matches!(c, '“' | '”'));
    let mut best: Option<(&str, usize)> = None;
    let mut start = 0;
    while start + least < places.len() {
        let run = |end: usize| &own[places[start]..places[end]];
        let mut end = start + least;
        if is_name(run(end)) && other.contains(run(end)) {
            while end + 1 < places.len() && is_name(run(end + 1)) && other.contains(run(end + 1)) {
                end += 1;
            }
            let text = run(end);
            if best.is_none_or(|(best, _)| best.len() < text.len()) && is_sought(text) {
                best = Some((text, places[start]));
            }
            start = end - least + 1;
        } else {
            start += 1;
        }
    }
    best
}

/// The longest run that two texts share, and where it begins in each.
pub(super) fn shared<'s>(
    own: &'s str,
    other: &str,
    least: usize,
) -> Option<(&'s str, usize, usize)> {
    let (text, at) = shared_that(own, other, least, |_| true)?;
    Some((text, at, other.find(text).unwrap_or(0)))
}

/// A figure with its scale and unit.
pub(super) struct Figure<'t> {
    pub(super) range: Range<usize>,
    pub(super) value: f64,
    pub(super) unit: char,
    /// Up to four 汉字 before it.
    pub(super) before: &'t str,
}

/// The figures of a sentence.
fn figures(text: &str) -> Vec<Figure<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + digit;
        at = start + number_behind(&text[start..]).max(1);
        let Ok(value) = text[start..at].parse::<f64>() else { continue };
        let (scale, end) = match text[at..].chars().next() {
            Some('万') => (1e4, at + '万'.len_utf8()),
            Some('亿') => (1e8, at + '亿'.len_utf8()),
            _ => (1.0, at),
        };
        let Some(unit) = text[end..].chars().next().filter(|c| is_han(*c) || matches!(c, '%'))
        else {
            continue;
        };
        let lead = text[..start].chars().next_back();
        if "年月日时分届号".contains(unit) || lead.is_some_and(|c| "第-—－.～".contains(c))
        {
            continue;
        }
        // 公里, 公斤
        let whole = end + unit.len_utf8() + if unit == '公' { '里'.len_utf8() } else { 0 };
        let whole = if text.is_char_boundary(whole.min(text.len())) {
            whole.min(text.len())
        } else {
            end + unit.len_utf8()
        };
        let before = text[..start]
            .trim_end_matches(['达', '到', '为', '共', '约', '有', '了', '已', '占', '的', '近']);
        found.push(Figure {
            range: start..whole,
            value: value * scale,
            unit,
            before: han_before(before, before.len(), 4),
        });
    }
    found
}

/// Whether both sentences have one figure, of some size, that is the same.
pub(super) fn same_figure(own: &[Figure<'_>], other: &[Figure<'_>]) -> bool {
    own.iter().any(|a| {
        other
            .iter()
            .any(|b| (a.value - b.value).abs() < 1e-9 && a.unit == b.unit && a.value >= 10.0)
    })
}
