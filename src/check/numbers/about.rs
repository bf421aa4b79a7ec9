//! Numbers that are said to be about something twice: 近3000余户, 约50人左右.

use std::ops::Range;
use std::sync::LazyLock;

use super::DOUBLE_APPROXIMATE;
use crate::check::cues::Words;
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// What says before a number that it is about so much, what before it makes another word of it, and
/// what behind the number says the same again or the contrary.
type Before = (&'static str, &'static str, &'static [&'static str]);

const ABOUT: &[&str] = &["余", "多", "左右", "上下", "以上", "开外"];
const MORE: &[&str] = &["余", "多", "左右", "上下", "以上", "以下", "开外"];
const LESS: &[&str] = &["余", "多", "左右", "上下", "以下", "以内", "以上"];
const BEFORE: &[Before] = &[
    ("近", "附最邻临靠亲就接将新远", ABOUT),
    ("约", "节预公合签契制条集简特违履赴立解失大", ABOUT),
    ("大约", "", ABOUT),
    ("将近", "", ABOUT),
    ("接近", "", ABOUT),
    ("约有", "", ABOUT),
    ("近有", "附", ABOUT),
    ("大概", "", ABOUT),
    ("大概有", "", ABOUT),
    ("估计", "", &["左右", "上下"]),
    ("超过", "", MORE),
    ("超", "赶反高远最", MORE),
    ("逾", "", MORE),
    ("至少", "", &["以上", "左右", "余", "多"]),
    ("不少于", "", &["以上", "左右", "余", "多", "以下", "以内"]),
    ("不低于", "", &["以上", "左右", "以下", "以内"]),
    ("不高于", "", &["以下", "以内", "左右", "以上"]),
    ("不多于", "", &["以下", "以内", "左右", "以上"]),
    ("不大于", "", &["以下", "以内", "左右", "以上"]),
    ("不小于", "", &["以上", "左右", "以下", "以内"]),
    ("最少", "", &["以上", "左右", "以下", "以内"]),
    ("最多", "", &["以下", "以内", "左右", "以上"]),
    ("不超过", "", &["以下", "以内", "左右", "以上"]),
    ("不足", "", LESS),
    ("不到", "", LESS),
    ("不满", "", &["左右", "上下", "余", "多"]),
    ("多达", "", &["左右", "上下"]),
    ("高达", "", &["左右", "上下"]),
    ("几乎", "", &["左右", "上下"]),
];

/// What says so behind the number, before what is counted.
const WITHIN: &[&str] = &["余", "多"];

/// What is counted. Longer ones first.
pub const UNITS: &[&str] = words!("about.txt", "UNITS");

static COUNTED: LazyLock<Words> = LazyLock::new(|| Words::new(UNITS.iter().copied()));

/// What is counted at the beginning of a text.
pub fn unit(text: &str) -> Option<&'static str> {
    COUNTED.begins(text)
}

/// The longest number, in characters.
const LONGEST: usize = 14;

/// Every word of [`BEFORE`], looked for at once.
static FINDER: LazyLock<Words> =
    LazyLock::new(|| Words::new(BEFORE.iter().map(|(word, ..)| *word)));

/// Looks at the numbers of a passage that are said to be about so much.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(DOUBLE_APPROXIMATE) {
        return;
    }
    let text = &*passage.text;
    let mut told = 0;
    for (Range { start: at, end: start }, index) in FINDER.find(passage) {
        let Some((word, not_behind, again)) = BEFORE.get(index) else { continue };
        if text[..at].ends_with(|c| not_behind.contains(c)) {
            continue;
        }
        // 超过 and 超 begin at the same place.
        let Some(end) = said_again(text, start, again).filter(|end| *end > told) else { continue };
        told = end;
        tell(
            passage,
            at..end,
            &format!("「{word}」和后面的「余」「多」「左右」「以上」一类只留一个"),
            out,
        );
    }
    twice_behind(passage, out);
}

fn tell(passage: &Passage<'_>, range: Range<usize>, help: &str, out: &mut Findings<'_>) {
    let message = format!("「{}」约数说了两遍", &passage.text[range.clone()]);
    out.tell(DOUBLE_APPROXIMATE, passage, range, message, help);
}

/// 300余户左右, 100多余人, 十余多个.
fn twice_behind(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千万亿几数".contains(c);
    for (at, word) in passage.find_any(&['余', '多']) {
        let Some(last) = text[..at].chars().next_back().filter(|c| number(*c)) else { continue };
        let rest = &text[at + word.len()..];
        let other = if word == "余" { '多' } else { '余' };
        let run = text[..at].chars().rev().take(10).take_while(|c| number(*c));
        let first = at - run.map(char::len_utf8).sum::<usize>();
        if rest.starts_with(other) && !rest[3..].starts_with(['次', '样', '元', '年']) {
            tell(passage, first..at + 2 * word.len(), "「余」和「多」只留一个", out);
            continue;
        }
        let counted = rest.strip_prefix(['万', '亿']).unwrap_or(rest);
        let Some(unit) = unit(counted).filter(|_| last != '数') else { continue };
        let behind = &counted[unit.len()..];
        if let Some(again) =
            ["左右", "上下", "以上"].iter().find(|again| behind.starts_with(**again))
        {
            let end = text.len() - behind.len() + again.len();
            // 近300余户左右 is told once.
            let lead = &text[..first];
            if !BEFORE.iter().any(|(before, ..)| lead.ends_with(before)) {
                tell(passage, first..end, &format!("「{word}」和「{again}」只留一个"), out);
            }
        }
    }
}

/// Where a number that begins at a place is said to be about so much once more.
fn said_again(text: &str, start: usize, again: &[&str]) -> Option<usize> {
    let numeral =
        |c: &char| c.is_ascii_digit() || ".,，一二三四五六七八九十百千万亿两几〇零".contains(*c);
    let length: usize =
        text[start..].chars().take(LONGEST).take_while(numeral).map(char::len_utf8).sum();
    let number = text[start..start + length].trim_end_matches(['.', ',', '，']);
    if number.is_empty() {
        return None;
    }
    let behind = start + number.len();
    let rest = &text[behind..];
    let unit = |rest: &str| unit(rest).map(str::len);
    if let Some(word) = WITHIN.iter().find(|word| again.contains(word) && rest.starts_with(**word))
    {
        let counted = &rest[word.len()..];
        let scale = counted.strip_prefix(['万', '亿']).unwrap_or(counted);
        return unit(scale).map(|_| behind + word.len());
    }
    let length = unit(rest)?;
    let rest = &rest[length..];
    let word = again
        .iter()
        .filter(|word| word.chars().count() == 2)
        .find(|word| rest.starts_with(**word))?;
    Some(behind + length + word.len())
}
