//! 的, 地 and 得 taken for each other, where what stands around tells for certain.

use std::ops::Range;

use super::PARTICLE;
use crate::check::context::is_quoted;
use crate::check::lists::words;
use crate::check::{Findings, Passage};
use crate::dictionary::{Class, Entry, lookup};

/// What says how something is done, and hardly ever what a thing is like.
const HOW: &[&str] = words!("particle.txt", "HOW");

/// What is done, and is no word for a thing, nor what a thing is named after.
const DO: &[&str] = words!("particle.txt", "DO");

/// What makes a thing of what is done: 推进会, 完成情况, 落实机制.
const THING: &[&str] = words!("particle.txt", "THING");

/// What has such a thing done: 进行扎实的推进.
const HAVE: &[&str] =
    &["进行", "得到", "给予", "予以", "作出", "做出", "加以", "实现", "取得", "缺乏", "没有", "是"];

/// What can be done in a manner told behind 得.
const DONE: &[&str] = words!("particle.txt", "DONE");

/// In what manner.
const MANNER: &[&str] = words!("particle.txt", "MANNER");

/// How much so.
const MORE: &[&str] = &["更加", "更", "很", "不够", "不", "非常", "越来越", "比较", "十分"];

/// The longest manner, with the mark behind it, in bytes.
const LONGEST: usize = 24;

/// How far back a clause is looked through, in bytes.
const REACH: usize = 45;

/// Looks at each 的.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(PARTICLE) {
        return;
    }
    let text = &*passage.text;
    for (at, own) in passage.find('的') {
        let (before, behind) = (&text[..at], &text[at + own.len()..]);
        let right = if is_manner(before, behind) {
            "得"
        } else if is_how(before, behind) {
            "地"
        } else {
            continue;
        };
        if !is_quoted(text, at) {
            tell(passage, at..at + own.len(), right, out);
        }
    }
}

/// 扎实的推进农村厕所革命: how, what is done, and to what.
fn is_how(before: &str, behind: &str) -> bool {
    // Most of what stands behind 的 is known at one look to be nothing that is done.
    let first = behind.chars().next();
    if !first.is_some_and(|c| DO.iter().any(|word| word.starts_with(c))) {
        return false;
    }
    let Some(how) = HOW.iter().find(|word| before.ends_with(*word)) else { return false };
    let Some(done) = DO.iter().filter(|word| behind.starts_with(*word)).max_by_key(|it| it.len())
    else {
        return false;
    };
    let rest = &behind[done.len()..];
    let start = before.floor_char_boundary((before.len() - how.len()).saturating_sub(REACH));
    let clause = &before[start..before.len() - how.len()];
    let clause = clause.rsplit(['，', '。', '；', '：', '、', '\n']).next().unwrap_or_default();
    let goes_on =
        rest.starts_with(|c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c) || "“《".contains(c));
    goes_on
        && !THING.iter().any(|word| rest.starts_with(word))
        && !HAVE.iter().any(|word| clause.contains(word))
}

/// 抓的实，: what is done, in what manner, and the clause ends.
fn is_manner(before: &str, behind: &str) -> bool {
    // Manners are short.
    let near = &behind[..behind.floor_char_boundary(LONGEST.min(behind.len()))];
    let end = near.find(['，', '。', '；', '、', '！', '\n']);
    let Some(end) = end.or_else(|| (near.len() == behind.len()).then_some(near.len())) else {
        return false;
    };
    let manner = &behind[..end];
    let is_more = |more: &&str| manner.strip_prefix(*more).is_some_and(|it| MANNER.contains(&it));
    if !MANNER.contains(&manner) && !MORE.iter().any(is_more) {
        return false;
    }
    let done = DONE.iter().filter(|word| before.ends_with(*word)).max_by_key(|it| it.len());
    let Some(done) = done else { return false };
    // 实干的好: the character before makes another word of it.
    let stem = before.strip_suffix(done).and_then(|stem| stem.chars().next_back());
    done.chars().count() > 1 || stem.and_then(|c| lookup(&format!("{c}{done}"))).is_none_or(is_done)
}

/// Whether a word is one for what is done: 狠抓, but not 骨干.
fn is_done(word: Entry) -> bool {
    matches!(word.class, Class::Verb | Class::VerbalNoun)
}

fn tell(passage: &Passage<'_>, range: Range<usize>, right: &str, out: &mut Findings<'_>) {
    let text = &passage.text;
    let start = text[..range.start].char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    let shown: String = text[start..].chars().take(5).collect();
    let message = format!(
        "「{}」里的「的」应是「{right}」",
        shown.trim_end_matches(['，', '。', '；', '、'])
    );
    out.mend(PARTICLE, passage, range, message, format!("改成「{right}」"), right);
}
