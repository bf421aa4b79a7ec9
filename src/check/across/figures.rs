//! One event told twice in an issue with one figure that differs.
//!
//! Sentences are compared without their figures; only those speak that are the same but for a
//! single one, and that cannot be about two days or two periods.

use std::collections::HashMap;
use std::ops::Range;

use super::DIFFERING_FIGURES;
use crate::check::cues::is_han;
use crate::check::{Draft, Findings, Part, Passage};
use crate::markdown::Block;

/// A sentence with fewer characters beside its figures may be about anything.
const LEAST: usize = 16;
/// One with a single quantity needs more.
const LEAST_ALONE: usize = 24;
/// A sentence with more figures is a table.
const MOST: usize = 8;
/// What may be counted; before anything else a figure is a clause of a law, a time or a number.
const UNITS: &str = "人户名家个处起件项次亩吨辆台套座所万亿元%％公平米头株份";
/// Sentences with these words are told anew each time.
const ANEW: &[&str] = &["截至", "截止", "每日", "每天", "当日", "昨日", "今日", "目前"];

struct Sentence {
    story: usize,
    /// Values of the figures.
    figures: Vec<String>,
}

pub(super) fn check(draft: &Draft<'_>, out: &mut Findings<'_>) {
    let stories = draft.stories.iter().filter(|story| !story.entry.is_annex());
    if stories.count() < 2 {
        return;
    }
    // By the digest of all but the figures; the first that has it.
    let mut first: HashMap<u64, Sentence> = HashMap::new();
    for (index, story) in draft.stories.iter().enumerate() {
        let passages = story.body().filter(|passage| passage.part != Part::Block(Block::Cell));
        for passage in passages.filter(|it| !story.entry.is_annex() && it.has_digits()) {
            let may = |word: &&&str| passage.may_have(word);
            let anew: Vec<&str> = ANEW.iter().filter(may).copied().collect();
            for range in sentences(&passage.text) {
                let Some(read) = read(passage, range.clone(), &anew) else { continue };
                let values = read.figures.iter().map(|figure| value(&passage.text[figure.clone()]));
                let known = first.entry(read.digest).or_insert_with(|| Sentence {
                    story: index,
                    figures: values.clone().collect(),
                });
                if known.story == index {
                    continue;
                }
                let values: Vec<String> = values.collect();
                let Some(at) = differing(&known.figures, &values) else { continue };
                if let Some(place) = telling(&passage.text, range, &read, at) {
                    let other = &draft.stories[known.story].entry.file;
                    let before = &known.figures[at];
                    let message = format!(
                        "同样的一句话，这里是「{}」，本期的「{other}」里是「{before}{}」",
                        &passage.text[place.clone()],
                        &passage.text[read.figures[at].end..place.end],
                    );
                    out.tell(
                        DIFFERING_FIGURES,
                        passage,
                        place,
                        message,
                        "向报送单位核实，两处改成一致",
                    );
                }
            }
        }
    }
}

fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive(['。', '！', '？', '；', '\n']).map(move |sentence| {
        at += sentence.len();
        at - sentence.len()..at
    })
}

/// A sentence with figures.
struct Read {
    digest: u64,
    /// Characters that are no figures.
    length: usize,
    figures: Vec<Range<usize>>,
}

/// A sentence that has figures, and none of some words.
fn read(passage: &Passage<'_>, range: Range<usize>, anew: &[&str]) -> Option<Read> {
    let sentence = &passage.text[range.clone()];
    sentence.bytes().position(|byte| byte.is_ascii_digit())?;
    if anew.iter().any(|word| sentence.contains(word)) {
        return None;
    }
    let mut read = Read { digest: 0xCBF2_9CE4_8422_2325, length: 0, figures: Vec::new() };
    let mut end = range.start;
    for (at, c) in sentence.char_indices() {
        let at = range.start + at;
        if at < end {
            continue;
        }
        let sign = if c.is_ascii_digit() {
            end = at + figure(&passage.text.as_bytes()[at..range.end]);
            read.figures.push(at..end);
            '#'
        } else if is_han(c) || c.is_alphanumeric() || matches!(c, '%' | '％') {
            read.length += 1;
            c
        } else {
            continue;
        };
        if read.figures.len() > MOST {
            return None;
        }
        read.digest = (read.digest ^ u64::from(u32::from(sign))).wrapping_mul(0x0100_0000_01B3);
    }
    (read.length >= LEAST).then_some(read)
}

/// How long the figure at the beginning is: 1200, 1,200 or 35.6.
fn figure(bytes: &[u8]) -> usize {
    let mut end = 0;
    loop {
        end += bytes[end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        match bytes[end..] {
            [b'.' | b',', b'0'..=b'9', ..] => end += 1,
            _ => return end,
        }
    }
}

/// A figure without what does not change it.
fn value(figure: &str) -> String {
    let plain = figure.replace(',', "");
    let plain = plain.trim_start_matches('0');
    let whole = plain.contains('.').then(|| plain.trim_end_matches('0').trim_end_matches('.'));
    whole.unwrap_or(plain).to_owned()
}

/// The only figure that differs.
fn differing(one: &[String], other: &[String]) -> Option<usize> {
    let mut differ = one.iter().zip(other).enumerate().filter(|(_, (one, other))| one != other);
    let (at, _) = differ.next()?;
    differ.next().is_none().then_some(at)
}

/// The figure with its unit, where another one in its place means that one of them is wrong.
fn telling(text: &str, sentence: Range<usize>, read: &Read, at: usize) -> Option<Range<usize>> {
    let figure = read.figures[at].clone();
    let before = text[sentence.start..figure.start].trim_end().chars().next_back();
    // A number in a series, or part of something longer, such as a model's number.
    if before.is_some_and(|c| "第前—－-~～/:：".contains(c) || c.is_ascii_alphanumeric()) {
        return None;
    }
    // The end of a range, where the beginning is close by: 1至10, 26日到30.
    let last = at.checked_sub(1).map_or(sentence.start, |at| read.figures[at].end);
    let between = &text[last..figure.start];
    if at > 0 && between.ends_with(['至', '到']) && between.chars().count() <= 3 {
        return None;
    }
    let rest = &text[figure.end..sentence.end];
    let unit = rest.trim_start_matches(' ');
    let blank = rest.len() - unit.len();
    let c = unit.chars().next()?;
    let place = figure.start..figure.end + blank + c.len_utf8();
    let after = unit[c.len_utf8()..].trim_start();
    // A range of days or amounts goes on behind the unit.
    if after.starts_with(['至', '到', '—', '-', '－', '～', '~']) {
        return None;
    }
    match c {
        // The day of a month that is the same.
        '日' if before == Some('月') && at > 0 => Some(place),
        c if UNITS.contains(c) => {
            let alone = read.figures.len() == 1;
            (!alone || read.length >= LEAST_ALONE).then_some(place)
        }
        _ => None,
    }
}
