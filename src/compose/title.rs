//! Where a title is broken into lines: by meaning, then by shape (GB/T 9704 7.3.1: 词意完整、梯形或菱形).
//!
//! `|` forces a break and a space allows one; they rule over the algorithm. The weights are house
//! practice, found by trying real titles. Widths are counted in em, see [`ems`].

use std::ops::Range;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

/// Marks that close: never at the start of a line.
const CLOSING: &str = "，。、；：？！”’）》】〕…—·";
/// Marks that open: never at the end of a line.
const OPENING: &str = "“‘（《【〔";
/// Words that lean on what stands before them.
const LEANS_BACK: &str = "的地得了等和与及或";
/// Words that lean on what comes after them.
const LEANS_FORWARD: &str = "在对把被将向从由与和及以为";
/// The most lines that are tried exhaustively; a longer title is filled row by row.
const MOST_LINES: usize = 4;

/// One line of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is set; a space kept inside the line is full-width.
    pub text: String,
    /// The bytes of the title it came from.
    pub range: Range<usize>,
}

/// Widths that lines may have, in em of the size they are set in.
#[derive(Clone, Copy, Debug)]
pub struct Widths {
    /// Any line but the last.
    pub line: f64,
    /// The last line; smaller where something stands beside it.
    pub last: f64,
}

impl Widths {
    /// The same width for every line.
    pub fn even(line: f64) -> Self {
        Self { line, last: line }
    }
}

/// The width of a text in em: half for ASCII, one for everything else.
pub fn ems(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

/// Breaks at the author's own places only; `None` when a line would be too wide.
pub fn break_as_written(title: &str, widths: Widths) -> Option<Vec<Line>> {
    let mut lines = Vec::new();
    for segment in forced_segments(title) {
        let pieces = soft_breaks(title, segment.clone());
        lines.extend(best(title, segment, &pieces, widths)?);
    }
    Some(lines)
}

/// Breaks at the author's places, and by meaning wherever a line would still be too wide.
/// `names` (people, posts, places) are never broken inside. Always returns at least one line
/// for a title that is not blank, even one that no break can fit.
pub fn break_by_meaning(title: &str, widths: Widths, names: &[&str]) -> Vec<Line> {
    if let Some(lines) = break_as_written(title, widths) {
        return lines;
    }
    let mut lines = Vec::new();
    for segment in forced_segments(title) {
        let places = meaning_breaks(title, segment.clone(), names);
        let broken = best(title, segment.clone(), &places, widths);
        lines.extend(broken.unwrap_or_else(|| fill(title, segment, widths)));
    }
    lines
}

/// A place where a line may end, and the bytes there that are dropped when it does (a space).
#[derive(Clone, Debug)]
struct Place {
    gap: Range<usize>,
    soft: bool,
    cost: f64,
}

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
    let text = &title[segment.clone()];
    let mut places: Vec<Place> = Vec::new();
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
            places.push(Place {
                gap: segment.start + at..segment.start + end,
                soft: true,
                cost: 0.0,
            });
        }
    }
    // Two clauses of one length belong on one line: 强化责任落实　坚持问题导向.
    let edges = |index: usize| if index == 0 { segment.start } else { places[index - 1].gap.end };
    let lengths: Vec<f64> = (0..=places.len())
        .map(|index| {
            ems(&title
                [edges(index)..places.get(index).map_or(segment.end, |place| place.gap.start)])
        })
        .collect();
    for (place, pair) in places.iter_mut().zip(lengths.windows(2)) {
        if (pair[0] - pair[1]).abs() < 0.1 && pair[0] <= 8.0 {
            place.cost = 30.0;
        }
    }
    places
}

/// The author's spaces and every word boundary that no name spans.
fn meaning_breaks(title: &str, segment: Range<usize>, names: &[&str]) -> Vec<Place> {
    let text = &title[segment.clone()];
    let mut places = soft_breaks(title, segment.clone());
    let inside_name = |at: usize| {
        names.iter().filter(|name| !name.is_empty()).any(|name| {
            text.match_indices(*name).any(|(start, found)| start < at && at < start + found.len())
        })
    };
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    for at in segmenter.segment_str(text).filter(|&at| at > 0 && at < text.len()) {
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = text[at..].chars().next().unwrap_or(' ');
        let spaced = before.is_whitespace() || after.is_whitespace();
        if spaced || inside_name(at) || CLOSING.contains(after) || OPENING.contains(before) {
            continue;
        }
        if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() {
            continue;
        }
        let mut cost = 0.0;
        if LEANS_BACK.contains(after) {
            cost += 100.0;
        }
        if LEANS_FORWARD.contains(before) {
            cost += 40.0;
        }
        if "、，：".contains(before) {
            cost -= 4.0;
        } else if CLOSING.contains(before) || OPENING.contains(after) {
            cost -= 3.0;
        }
        let at = segment.start + at;
        places.push(Place { gap: at..at, soft: false, cost });
    }
    places.sort_by_key(|place| place.gap.start);
    places
}

/// The cheapest way to cut a segment at `places`, or `None` when no way fits the widths.
fn best(title: &str, segment: Range<usize>, places: &[Place], widths: Widths) -> Option<Vec<Line>> {
    let softs = places.iter().filter(|place| place.soft).count();
    let mut search = Search { title, segment, places, widths, softs, best: None };
    search.extend(&mut Vec::new());
    let (_, cuts) = search.best.take()?;
    Some(search.lines(&cuts))
}

struct Search<'a> {
    title: &'a str,
    segment: Range<usize>,
    places: &'a [Place],
    widths: Widths,
    softs: usize,
    best: Option<(f64, Vec<usize>)>,
}

impl Search<'_> {
    fn extend(&mut self, cuts: &mut Vec<usize>) {
        let last = self.line(cuts.last().copied(), None);
        if ems(&last.text) <= self.widths.last {
            let cost = self.cost(cuts);
            if self.best.as_ref().is_none_or(|(least, _)| cost < *least) {
                self.best = Some((cost, cuts.clone()));
            }
        }
        if cuts.len() + 1 >= MOST_LINES {
            return;
        }
        for next in cuts.last().map_or(0, |at| at + 1)..self.places.len() {
            if ems(&self.line(cuts.last().copied(), Some(next)).text) > self.widths.line {
                break;
            }
            cuts.push(next);
            self.extend(cuts);
            cuts.pop();
        }
    }

    fn lines(&self, cuts: &[usize]) -> Vec<Line> {
        let starts = [None].into_iter().chain(cuts.iter().copied().map(Some));
        let ends = cuts.iter().copied().map(Some).chain([None]);
        starts.zip(ends).map(|(from, to)| self.line(from, to)).collect()
    }

    fn line(&self, from: Option<usize>, to: Option<usize>) -> Line {
        let start = from.map_or(self.segment.start, |place| self.places[place].gap.end);
        let end = to.map_or(self.segment.end, |place| self.places[place].gap.start);
        whole_line(self.title, start..end)
    }

    fn cost(&self, cuts: &[usize]) -> f64 {
        let widths: Vec<f64> = self.lines(cuts).iter().map(|line| ems(&line.text)).collect();
        let used = cuts.iter().filter(|&&cut| self.places[cut].soft).count();
        let roomy = self.widths.line * 0.9;
        let lines: f64 = widths
            .iter()
            .map(|&width| 4.0 * (width - roomy).max(0.0) + if width < 4.0 { 50.0 } else { 0.0 })
            .sum();
        let places: f64 = cuts.iter().map(|&cut| self.places[cut].cost).sum();
        let softs = 12.0 * (self.softs - used) as f64 - 8.0 * used as f64;
        lines + places + softs + 6.0 * cuts.len() as f64 + shape(&widths)
    }
}

/// What the outline of the lines costs: trapezoid or diamond is free, an hourglass is dear.
fn shape(widths: &[f64]) -> f64 {
    let most = widths.iter().copied().fold(0.0, f64::max);
    let least = widths.iter().copied().fold(f64::INFINITY, f64::min);
    match widths {
        [] | [_] => 0.0,
        [_, _] => 40.0 * (least / most - 0.78).abs(),
        [first, inner @ .., last] => {
            let ends = first.max(*last);
            let mut cost = if inner.iter().all(|&width| width > ends) {
                0.0
            } else if widths.is_sorted_by(|a, b| a >= b) {
                2.0
            } else if widths.is_sorted() {
                3.0
            } else if inner.iter().all(|&width| width < first.min(*last)) {
                85.0
            } else {
                25.0
            };
            cost += 30.0 * (0.5 - least / most).max(0.0);
            if most - least <= 1.0 {
                cost += 20.0;
            }
            cost
        }
    }
}

/// A line with its inner spaces at full width (those beside Latin letters stay as they are).
fn whole_line(title: &str, range: Range<usize>) -> Line {
    let source = &title[range.clone()];
    let mut text = String::with_capacity(source.len());
    let mut at = 0;
    for place in soft_breaks(title, range.clone()) {
        let gap = place.gap.start - range.start..place.gap.end - range.start;
        let latin = source[..gap.start].ends_with(|c: char| c.is_ascii())
            || source[gap.end..].starts_with(|c: char| c.is_ascii());
        text.push_str(&source[at..gap.start]);
        text.push(if latin { ' ' } else { '　' });
        at = gap.end;
    }
    text.push_str(&source[at..]);
    Line { text, range }
}

/// Rows filled one after the other: for a title that no good break can fit.
fn fill(title: &str, segment: Range<usize>, widths: Widths) -> Vec<Line> {
    let room = widths.line.min(widths.last).max(1.0);
    let mut lines = Vec::new();
    let mut start = segment.start;
    let mut width = 0.0;
    for (at, c) in title[segment.clone()].char_indices() {
        let here = segment.start + at;
        let next = width + if c.is_ascii() { 0.5 } else { 1.0 };
        if next > room && !CLOSING.contains(c) && here > start {
            lines.push(whole_line(title, start..here));
            start = here;
            width = next - width;
        } else {
            width = next;
        }
    }
    lines.push(whole_line(title, start..segment.end));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, width: f64, names: &[&str], want: &str) {
        let lines = break_by_meaning(title, Widths::even(width), names);
        let shown: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(shown.join("/"), want, "{title}");
    }

    #[test]
    fn the_authors_places_rule() {
        check(
            "朔州市政府秘书长、市协调联络领导小组组长张祥 在朔城区现场督查清洁供暖工作",
            24.0,
            &[],
            "朔州市政府秘书长、市协调联络领导小组组长张祥/在朔城区现场督查清洁供暖工作",
        );
        check(
            "强化责任落实 坚持问题导向 全力抓好中央环保督察交办问题整改",
            24.0,
            &[],
            "强化责任落实　坚持问题导向/全力抓好中央环保督察交办问题整改",
        );
        check(
            "平鲁区委副书记、区长马占文 深入现场督导检查中央生态环境保护督察 “回头看”交办案件整改工作",
            24.0,
            &[],
            "平鲁区委副书记、区长马占文/深入现场督导检查中央生态环境保护督察/“回头看”交办案件整改工作",
        );
        check(
            "山阴县第一时间贯彻落实|中央第二生态环保督察组提出的意见和建议",
            24.0,
            &[],
            "山阴县第一时间贯彻落实/中央第二生态环保督察组提出的意见和建议",
        );
        check("关于召开 Rust Conf 2018 的通知", 24.0, &[], "关于召开 Rust Conf 2018 的通知");
    }

    #[test]
    fn a_line_too_wide_is_broken_by_meaning() {
        check(
            "山阴县第一时间贯彻落实中央第二生态环保督察组提出的意见和建议",
            24.0,
            &["督察组"],
            "山阴县第一时间贯彻落实/中央第二生态环保督察组提出的意见和建议",
        );
        check(
            "中央生态环境保护督察“回头看”朔州市协调联络领导小组",
            25.0,
            &[],
            "中央生态环境保护督察“回头看”/朔州市协调联络领导小组",
        );
    }

    #[test]
    fn a_title_without_any_place_is_filled_and_loses_nothing() {
        let title = "一".repeat(100);
        let lines = break_by_meaning(&title, Widths::even(24.0), &[&title]);
        assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<String>(), title);
        assert!(lines.iter().all(|line| ems(&line.text) <= 24.0));
    }

    proptest::proptest! {
        #[test]
        fn no_character_is_lost(title in "[一-十、“”《》 |a-z0-9的和]{1,60}") {
            let lines = break_by_meaning(&title, Widths::even(12.0), &[]);
            let keep = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect::<String>();
            let set: String = lines.iter().map(|line| line.text.as_str()).collect();
            proptest::prop_assert_eq!(keep(&set), keep(&title));
        }
    }
}
