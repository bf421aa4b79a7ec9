//! Two names of one document: 《农村公路养护管理办法》 and 《农村公路管理养护办法》, a list of annexes that
//! calls one otherwise than the text, a short name that was never given.

use std::ops::Range;

use super::DOCUMENT_TITLE;
use crate::check::cues::is_han;
use crate::check::lists::words;
use crate::check::{Findings, Passage, Story};

/// How many titles of a story are held against each other.
const MOST: usize = 60;
/// A shorter title may be that of another document, with one character changed.
const SHORTEST: usize = 6;

/// A title of a story.
struct Title<'d, 'a> {
    passage: &'d Passage<'a>,
    range: Range<usize>,
    chars: Vec<char>,
}

/// Looks at the titles of a story.
pub fn check(story: &Story<'_>, out: &mut Findings<'_>) {
    let mut titles: Vec<Title<'_, '_>> = Vec::new();
    for passage in story.passages.iter().filter(|passage| passage.part.is_body()) {
        in_marks(passage, &mut titles);
        annex(passage, &mut titles);
    }
    titles.truncate(MOST);
    for (at, own) in titles.iter().enumerate() {
        // As often as it is named so, it is no slip.
        let same = |title: &&Title<'_, '_>| title.chars == own.chars;
        if titles[..at].iter().any(|title| title.chars == own.chars) {
            continue;
        }
        let other = titles[..at].iter().find(|other| is_slip(&own.chars, &other.chars));
        let Some(other) = other else { continue };
        if titles.iter().filter(same).count() > 1
            && titles.iter().filter(|title| title.chars == other.chars).count() > 1
        {
            continue;
        }
        let before: String = other.chars.iter().collect();
        let message = format!("前面写的是「{before}」，这里不一样");
        out.tell(
            DOCUMENT_TITLE,
            own.passage,
            own.range.clone(),
            message,
            "核对是不是同一份文件，两处改成一致",
        );
    }
    short_names(story, out);
}

/// 《…》, the outer ones.
fn in_marks<'d, 'a>(passage: &'d Passage<'a>, out: &mut Vec<Title<'d, 'a>>) {
    let text = &*passage.text;
    let mut open = None;
    for (at, mark) in text.match_indices(['《', '》', '\n']) {
        match mark {
            "《" => open = Some(at + mark.len()),
            "》" => {
                if let Some(start) = open.take() {
                    out.push(title(passage, start..at));
                }
            }
            _ => open = None,
        }
    }
}

fn title<'d, 'a>(passage: &'d Passage<'a>, range: Range<usize>) -> Title<'d, 'a> {
    let chars = passage.text[range.clone()].chars().filter(|c| !c.is_whitespace()).collect();
    Title { passage, range, chars }
}

/// 附件：1.…表, and the paragraphs below it.
fn annex<'d, 'a>(passage: &'d Passage<'a>, out: &mut Vec<Title<'d, 'a>>) {
    let text = passage.text.trim_end();
    let start = text.len() - text.trim_start().len();
    let Some(rest) = text[start..].strip_prefix("附件") else { return };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let Some(name) = rest.strip_prefix(['：', ':']) else { return };
    let bare = name.trim_start_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || ".．、".contains(c)
    });
    if !bare.contains(['《', '，', '。', '\n']) && bare.chars().count() >= SHORTEST {
        out.push(title(passage, text.len() - bare.len()..text.len()));
    }
}

/// Characters of which another one in the same place makes another document.
const CONTRASTS: &[&str] = words!("pairs.txt", "CONTRASTS");

/// Whether one title is the other with one character changed, or with two words the other way round.
fn is_slip(own: &[char], other: &[char]) -> bool {
    if own.len() < SHORTEST || own == other || own.len() != other.len() {
        return false;
    }
    let differ: Vec<usize> = (0..own.len()).filter(|at| own[*at] != other[*at]).collect();
    let is_word = |at: &usize| is_han(own[*at]) && is_han(other[*at]);
    if !differ.iter().all(is_word) {
        return false;
    }
    if let [at] = differ[..] {
        let contrast = CONTRASTS.iter().any(|row| row.contains(own[at]) && row.contains(other[at]));
        // The first characters are those of a place, the last say what sort of document it is.
        return !contrast && at > 1 && own.len() >= SHORTEST + 2;
    }
    // 养护管理 and 管理养护
    let (Some(first), Some(last)) = (differ.first(), differ.last()) else { return false };
    let (a, b) = (&own[*first..=*last], &other[*first..=*last]);
    let half = a.len() / 2;
    let swapped = a.len() % 2 == 0 && half <= 3 && a[..half] == b[half..] && a[half..] == b[..half];
    swapped && own.len() >= SHORTEST + 2
}

/// What documents are called for short.
const KINDS: &[&str] = words!("pairs.txt", "KINDS");

/// （以下简称《办法》）…《方案》明确: a short name that was not given.
fn short_names(story: &Story<'_>, out: &mut Findings<'_>) {
    let mut given: Vec<String> = Vec::new();
    // Each looks through all of the story.
    let mut told = 0;
    for passage in story.passages.iter().filter(|passage| passage.part.is_body()) {
        let text = &*passage.text;
        for (at, open) in text.match_indices('《') {
            let Some(length) = text[at + open.len()..].find(['》', '《', '\n']) else { continue };
            let name = &text[at + open.len()..at + open.len() + length];
            let lead = &text[..at];
            if ["简称", "简称为", "以下称"].iter().any(|word| lead.ends_with(word)) {
                given.push(name.to_owned());
                continue;
            }
            if !KINDS.contains(&name) || given.iter().any(|short| short == name) {
                continue;
            }
            if given.is_empty() {
                if told < MOST
                    && let Some(other) = other_kind(story, text, at, name)
                {
                    told += 1;
                    let end = at + open.len() + length + '》'.len_utf8();
                    let message = format!("前面说的是{other}，没有「{name}」");
                    let help = format!("改成「《{other}》」，或写全称");
                    out.tell(DOCUMENT_TITLE, passage, at..end, message, help);
                }
                continue;
            }
            if told >= MOST {
                return;
            }
            let end = at + open.len() + length + '》'.len_utf8();
            // Some document of that sort was named, and this may be its short name.
            let is_named = story.passages.iter().filter(|it| it.part.is_body()).any(|it| {
                it.text.match_indices(name).any(|(at, _)| {
                    !it.text[..at].ends_with('《')
                        && it.text[at + name.len()..].starts_with(['》', '〉', '（'])
                })
            });
            told += 1;
            if !is_named {
                let message =
                    format!("前面的简称是「《{}》」，没有「《{name}》」", given.join("》《"));
                out.tell(DOCUMENT_TITLE, passage, at..end, message, "改成前面定下的简称，或写全称");
            }
        }
    }
}

/// The kind of the document that a short name stands for, where the story names one of another kind
/// right before and none of this: 《…指导意见》…《规定》明确.
fn other_kind(story: &Story<'_>, text: &str, at: usize, name: &str) -> Option<&'static str> {
    let lead = &text[..at];
    let close = lead.rfind('》')?;
    let title = lead[..close].trim_end_matches("（试行）").trim_end_matches("（暂行）");
    let kind = KINDS.iter().find(|kind| title.ends_with(**kind) && !title.ends_with('《'))?;
    let is_short = title[..title.len() - kind.len()].ends_with('《');
    // Whatever else is called so may be what is meant.
    let is_told = story
        .passages
        .iter()
        .any(|it| it.text.match_indices(name).any(|(at, _)| !it.text[..at].ends_with('《')));
    (!is_short && !is_told && *kind != name).then_some(*kind)
}
