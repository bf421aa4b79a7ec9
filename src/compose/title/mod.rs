//! Where a title is broken into lines: by meaning, then by shape (GB/T 9704 7.3.1: 词意完整、梯形或菱形).
//!
//! `|` forces a break and a space allows one; they rule over the algorithm. The words of a title
//! are found in `words` (by the dictionary, the `lexicon` and given names; `people` nobody gave), its
//! `predicates` and the names of `units` after them, `terms` of several words last; what a break does
//! to the sense is judged in `places` by the `cost` of each, and the cheapest row of breaks is chosen
//! in `shape`. Widths are counted in em, see [`ems`].
//!
//! `titles.txt` is the table of titles with the breaks an editor chose; a title broken badly is
//! mended by a row there and a price in `cost` or a word in `lexicon`. `neighbours.txt` holds the
//! ends of words that official texts often put beside each other, counted there: `terms` makes a
//! break between two such nouns dear.

mod boundary;
mod clauses;
mod cost;
mod lexicon;
mod marks;
mod people;
mod places;
mod predicates;
mod shape;
mod terms;
#[cfg(test)]
mod tests;
mod units;
mod widths;
mod word;
mod words;

use std::ops::Range;

use marks::{CLOSING, LEANING, OPENING};
use places::Reading;
use widths::set_ems;
pub use widths::{Widths, ems};

/// One line of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is set; a space kept inside the line is full-width.
    pub text: String,
    /// The bytes of the title it came from.
    pub range: Range<usize>,
}

/// Breaks at the author's own places only; `None` when a line would be too wide.
pub fn break_as_written(title: &str, widths: Widths) -> Option<Vec<Line>> {
    let mut lines = Vec::new();
    for segment in forced_segments(title) {
        let places = soft_breaks(title, segment.clone());
        lines.extend(best(title, segment, &places, widths)?);
    }
    Some(lines)
}

/// Breaks at the author's places, and by meaning wherever a line would still be too wide.
/// `names` (people, posts, places) are broken inside only if nothing else fits. Always returns at
/// least one line for a title that is not blank, even one that no break can fit.
pub fn break_by_meaning(title: &str, widths: Widths, names: &[&str]) -> Vec<Line> {
    break_reading(title, widths, names, Reading::Title)
}

/// Breaks the name of an organ that is too long for one row of the masthead, where one part of it
/// ends: 中央生态环境保护督察“回头看”, 朔州市协调联络领导小组.
pub fn break_organ(name: &str, widths: Widths) -> Vec<Line> {
    break_reading(name, widths, &[], Reading::Organ)
}

fn break_reading(title: &str, widths: Widths, names: &[&str], reading: Reading) -> Vec<Line> {
    if let Some(lines) = break_as_written(title, widths) {
        return lines;
    }
    let mut lines = Vec::new();
    for segment in forced_segments(title) {
        let places = |names| meaning_breaks(title, segment.clone(), names, reading);
        let broken = best(title, segment.clone(), &places(names), widths)
            // A name may be longer than a line.
            .or_else(|| best(title, segment.clone(), &places(&[]), widths));
        lines
            .extend(broken.unwrap_or_else(|| fill(title, segment.clone(), &places(names), widths)));
    }
    lines
}

/// A place where a line may end.
#[derive(Clone, Debug)]
struct Place {
    /// The bytes that are dropped when it does: none, or the author's space.
    gap: Range<usize>,
    cost: f64,
    missed: f64,
}

/// What it costs that no line ends at an author's space.
const MISSED_SPACE: f64 = 32.0;
/// … and behind a unit's name, which may be the first of two: 市财政局 市教育局关于….
const MISSED_SPACE_OF_UNITS: f64 = 4.0;
/// What stands before a colon has its own line from so many em on.
const LONG_BEFORE_COLON: f64 = 8.0;
const UNITS_END: &[char] = &['局', '委', '办', '厅', '部', '府', '院', '会', '室', '社'];

fn forced_segments(title: &str) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    let mut start = 0;
    for (at, _) in title.match_indices('|').chain([(title.len(), "")]) {
        let part = &title[start..at];
        let lead = part.len() - part.trim_start().len();
        let kept = part.trim().len();
        if kept > 0 {
            segments.push(start + lead..start + lead + kept);
        }
        start = at + 1;
    }
    segments
}

/// The author's spaces; one between two Latin words is an ordinary space.
fn soft_breaks(title: &str, segment: Range<usize>) -> Vec<Place> {
    let mut places = spaces(title, segment.clone());
    let leans = |place: &Place| title[place.gap.end..].starts_with(|c| LEANING.contains(c));
    // 心系基层 情暖新春——柳溪县开展…: a subtitle may have its own line as well, and so may what a
    // colon leads to: 望河县：治理荒漠化 沙丘变绿洲.
    let text = &title[segment.clone()];
    let long = |(at, _): &(usize, &str)| ems(&text[..*at]) >= LONG_BEFORE_COLON;
    let colons = text.match_indices('：').filter(long).map(|(at, colon)| at + colon.len());
    let dashes = text.match_indices("——").map(|(at, _)| at).chain(colons);
    let dashes = dashes.map(|at| segment.start + at).filter(|at| *at < segment.end);
    // 县：　治理…: a space beside it is that place already.
    let alone = |at: &usize| {
        let is_apart = |place: &Place| *at < place.gap.start || place.gap.end < *at;
        *at > segment.start && places.iter().all(is_apart)
    };
    let dashes: Vec<usize> = dashes.filter(alone).collect();
    if !places.is_empty() {
        places.extend(dashes.into_iter().map(|at| Place {
            gap: at..at,
            cost: cost::PLAIN,
            missed: 0.0,
        }));
        places.sort_by_key(|place| place.gap.start);
    }
    let ends = places.iter().map(|place| place.gap.start).chain([segment.end]);
    let starts = [segment.start].into_iter().chain(places.iter().map(|place| place.gap.end));
    // 望河县：线上赋能 线下核查: what stands before a colon is no part of the first clause.
    let clause = |start: usize, end: usize| {
        let part = &title[start..end];
        part.rsplit('：').next().unwrap_or(part)
    };
    let lengths: Vec<f64> = starts.zip(ends).map(|(start, end)| ems(clause(start, end))).collect();
    for first in clauses::pairs(&lengths) {
        (places[first].cost, places[first].missed) = (cost::PAIR, 0.0);
    }
    for place in &mut places {
        if leans(place) {
            (place.cost, place.missed) = (cost::LEANS_BACK, 0.0);
        }
    }
    places
}

fn spaces(title: &str, segment: Range<usize>) -> Vec<Place> {
    let text = &title[segment.clone()];
    let mut places = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut before = '　';
    while let Some((at, c)) = chars.next() {
        if !c.is_whitespace() {
            before = c;
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, c)) = chars.next_if(|(_, c)| c.is_whitespace()) {
            end = next + c.len_utf8();
        }
        let after = text[end..].chars().next().unwrap_or('　');
        if !(before.is_ascii() && after.is_ascii()) {
            let gap = segment.start + at..segment.start + end;
            let units = text[..at].ends_with(UNITS_END);
            let missed = if units { MISSED_SPACE_OF_UNITS } else { MISSED_SPACE };
            places.push(Place { gap, cost: cost::PLAIN, missed });
        }
    }
    places
}

/// The author's spaces and every word boundary.
fn meaning_breaks(
    title: &str,
    segment: Range<usize>,
    names: &[&str],
    reading: Reading,
) -> Vec<Place> {
    let mut places = soft_breaks(title, segment.clone());
    let spaces: Vec<Range<usize>> = places.iter().map(|place| place.gap.clone()).collect();
    let boundaries = places::boundaries(&title[segment.clone()], names, reading);
    let clauses = boundaries.iter().filter(|found| found.cost <= cost::PLAIN);
    keep_last_pair(
        title,
        segment.start,
        &mut places,
        clauses.map(|found| segment.start + found.at),
    );
    for found in boundaries {
        let at = segment.start + found.at;
        // A word may begin or end with a space: one place is enough.
        if spaces.iter().any(|gap| gap.start <= at && at <= gap.end) {
            continue;
        }
        places.push(Place { gap: at..at, cost: found.cost, missed: found.missed });
    }
    places.sort_by_key(|place| place.gap.start);
    places
}

/// 以案为鉴筑防线 廉洁履职勇担当|财政部宁夏监管局…: the second of a pair may end without a space.
fn keep_last_pair(
    title: &str,
    start: usize,
    spaces: &mut [Place],
    mut clauses: impl Iterator<Item = usize>,
) {
    let Some((last, before)) = spaces.split_last_mut() else { return };
    let first = &title[before.last().map_or(start, |place| place.gap.end)..last.gap.start];
    let length = ems(first);
    let alike =
        |end: usize| end > last.gap.end && (ems(&title[last.gap.end..end]) - length).abs() < 0.1;
    if length <= clauses::LONGEST_OF_PAIR && last.cost <= cost::PLAIN && clauses.any(alike) {
        (last.cost, last.missed) = (cost::PAIR, 0.0);
    }
}

/// The cheapest way to cut a segment at `places`, or `None` when no way fits the widths.
fn best(title: &str, segment: Range<usize>, places: &[Place], widths: Widths) -> Option<Vec<Line>> {
    // Widths as they are set: a space between Han characters is a whole em.
    let mut width = 0.0;
    let mut at = segment.start;
    let mut measured = Vec::with_capacity(places.len());
    for place in places {
        width += set_ems(&title[at..place.gap.start]);
        let before = width;
        if !place.gap.is_empty() {
            width += set_ems(set_space(title, &place.gap));
        }
        at = place.gap.end;
        let Place { cost, missed, .. } = *place;
        let subtitle = title[at..segment.end].strip_prefix("——").is_some_and(|it| !it.is_empty());
        measured.push(shape::Place { before, after: width, cost, missed, subtitle });
    }
    let whole = width + set_ems(&title[at..segment.end]);
    let cuts = shape::best(whole, &measured, widths)?;
    let starts = [segment.start].into_iter().chain(cuts.iter().map(|&cut| places[cut].gap.end));
    let ends = cuts.iter().map(|&cut| places[cut].gap.start).chain([segment.end]);
    Some(starts.zip(ends).map(|(start, end)| whole_line(title, start..end)).collect())
}

/// How a kept space is set: at full width, beside Latin letters as it is.
fn set_space(title: &str, gap: &Range<usize>) -> &'static str {
    let latin = title[..gap.start].ends_with(|c: char| c.is_ascii())
        || title[gap.end..].starts_with(|c: char| c.is_ascii());
    if latin { " " } else { "　" }
}

/// A line with its inner spaces as they are set.
fn whole_line(title: &str, range: Range<usize>) -> Line {
    let mut text = String::with_capacity(range.len());
    let mut at = range.start;
    for place in spaces(title, range.clone()) {
        text.push_str(&title[at..place.gap.start]);
        text.push_str(set_space(title, &place.gap));
        at = place.gap.end;
    }
    text.push_str(&title[at..range.end]);
    Line { text, range }
}

/// Rows filled one after the other, for a title that no good break can fit: each ends at the last
/// boundary that it has room for, or else, inside a very long word, at the last character.
fn fill(title: &str, segment: Range<usize>, places: &[Place], widths: Widths) -> Vec<Line> {
    let room = widths.line.min(widths.last);
    let fits = |range: Range<usize>| set_ems(&whole_line(title, range).text) <= room;
    let mut lines = Vec::new();
    let mut start = segment.start;
    while !fits(start..segment.end) {
        let next = places.partition_point(|place| place.gap.start <= start);
        let near = places[next..].iter().take_while(|place| fits(start..place.gap.start));
        let gap = near
            .clone()
            .filter(|place| place.cost < cost::GLUE)
            .last()
            .or_else(|| near.min_by(|a, b| a.cost.total_cmp(&b.cost)))
            .filter(|place| place.cost < cost::LEANS_BACK)
            .map(|place| place.gap.clone())
            .or_else(|| any_character(title, start..segment.end, fits));
        let Some(gap) = gap else { break };
        lines.push(whole_line(title, start..gap.start));
        start = gap.end;
    }
    lines.push(whole_line(title, start..segment.end));
    lines
}

/// The last character that a line from the start of `rest` has room for, with the spaces after
/// it: one where no mark stands at the wrong end if there is such a one, and never none.
fn any_character(
    title: &str,
    rest: Range<usize>,
    fits: impl Fn(Range<usize>) -> bool,
) -> Option<Range<usize>> {
    let text = &title[rest.clone()];
    let fitting: Vec<usize> = text
        .char_indices()
        .skip(1)
        .map(|(at, _)| at)
        .take_while(|at| fits(rest.start..rest.start + at))
        .collect();
    let marks_allow = |at: &&usize| {
        !text[**at..].trim_start().starts_with(|c| CLOSING.contains(c) || LEANING.contains(c))
            && !text[..**at].ends_with(|c| OPENING.contains(c))
    };
    let at = fitting.iter().rev().find(marks_allow).or(fitting.last()).copied();
    let at = at.or_else(|| text.char_indices().nth(1).map(|(at, _)| at))?;
    let kept = text[..at].trim_end().len();
    let dropped = text[at..].len() - text[at..].trim_start().len();
    Some(rest.start + kept..rest.start + at + dropped)
}
