//! Names of leaders and units that are nearly those of the roster: one character taken for another,
//! two in the wrong order, one left out.

use std::ops::Range;

use super::directory::Directory;
use super::near_names::{HALF, NearNames, Slip};
use super::{NEAR_NAME, NEAR_UNIT, UNIT_NAME};
use crate::check::cues::{first_chars, is_han};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// What follows a name that is the subject of its sentence.
const ACTS: &[&str] = words!("slips.txt", "ACTS");

/// Looks at the near names of a passage; `whole` is all that its story says.
pub fn check(passage: &Passage<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let near = directory.near_names();
    let text = &*passage.text;
    let mut told = 0;
    for found in near.finder.iter().flat_map(|finder| finder.find_overlapping_iter(text)) {
        let Some(slip) = near.slips.get(found.pattern().as_usize()) else { continue };
        match *slip {
            Slip::Name(index) => name(passage, found.range(), index, directory, out),
            Slip::Unit(index) => {
                let known = near.own.iter().any(|own| {
                    own.len() > found.len() && text[found.start()..].starts_with(own.as_str())
                });
                if !known && found.start() >= told {
                    told = found.end();
                    called(passage, found.range(), index, directory, out);
                }
            }
            Slip::Half(index, begins) => {
                if let Some(range) = half(text, found.range(), index, begins, directory, near)
                    && range.start >= told
                {
                    told = range.end;
                    let right = directory.units[index].name.as_str();
                    let message =
                        format!("「{}」与名册里的「{right}」差一个字", &text[range.clone()]);
                    out.tell(
                        NEAR_UNIT,
                        passage,
                        range,
                        message,
                        format!("核对名称，改成「{right}」"),
                    );
                }
            }
        }
    }
}

fn name(
    passage: &Passage<'_>,
    range: Range<usize>,
    index: usize,
    directory: &Directory,
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let before = &text[..range.start];
    let acts = ACTS.iter().any(|word| text[range.end..].starts_with(word));
    let opens = before.chars().next_back().is_none_or(|c| !is_han(c)) || before.ends_with("同志");
    // Behind a post this is told with the post, but for characters in the wrong order.
    let right = directory.leaders[index].name.as_str();
    let written = &text[range.clone()];
    let differ = right.chars().zip(written.chars()).filter(|(a, b)| a != b).count();
    let posted = directory.title_at_end(before).is_some();
    // 李铭市长: of two characters only the post behind makes it a slip.
    let short = right.chars().count() == 2;
    let post_behind = ["副市长", "市长", "书记", "秘书长", "县长", "副县长"]
        .iter()
        .any(|word| text[range.end..].starts_with(word));
    // 李民强调: who does so in a report is a leader.
    let leads = ["强调", "指出", "要求", "主持召开", "一行", "率队", "带队"]
        .iter()
        .any(|word| text[range.end..].starts_with(word))
        || {
            let clause = first_chars(&text[range.end..], 14);
            clause.starts_with(['在', '到', '赴'])
                && ["调研时", "检查时", "督导时", "强调", "主持"]
                    .iter()
                    .any(|word| clause.contains(word))
        };
    let acts = if short { post_behind || leads } else { acts };
    if (posted && differ > 1) || (!posted && opens && acts) {
        let message = match differ {
            1 => format!("「{written}」与名册里的「{right}」差一个字"),
            _ => format!("「{written}」的字序与名册里的「{right}」不同"),
        };
        out.tell(
            NEAR_NAME,
            passage,
            range,
            message,
            format!("是「{right}」的，改正；确是另一个人的，把他写进 roster.yaml"),
        );
    }
}

fn called(
    passage: &Passage<'_>,
    range: Range<usize>,
    index: usize,
    directory: &Directory,
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let right = directory.units[index].name.as_str();
    let old = ["原", "前", "称", "叫", "时任", "曾任"]
        .iter()
        .any(|word| text[..range.start].ends_with(word));
    // 市教育部门
    let old = old || text[range.end..].starts_with(['门', '长', '队', '署', '员']);
    if old || crate::check::context::is_quoted(text, range.start) {
        return;
    }
    let message = format!("名册里没有「{}」，只有「{right}」", &text[range.clone()]);
    out.tell(
        UNIT_NAME,
        passage,
        range,
        message,
        format!("改成「{right}」；确有这个单位的，写进 roster.yaml"),
    );
}

/// The unit's name with one character changed or left out, around half of it.
fn half(
    text: &str,
    found: Range<usize>,
    index: usize,
    begins: bool,
    directory: &Directory,
    near: &NearNames,
) -> Option<Range<usize>> {
    let name: Vec<char> = directory.units[index].name.as_str().chars().collect();
    let written: Vec<char> = if begins {
        first_chars(&text[found.start..], name.len()).chars().collect()
    } else {
        let mut back: Vec<char> = text[..found.end].chars().rev().take(name.len()).collect();
        back.reverse();
        back
    };
    // 市发改革委 at the head of a text.
    if !begins && written.len() + 1 == name.len() {
        return left_out(text, &written, found.end, &name, near);
    }
    if written.len() < name.len() || written.iter().any(|c| !is_han(*c)) && begins {
        return None;
    }
    let differ: Vec<usize> = (0..name.len()).filter(|at| name[*at] != written[*at]).collect();
    let bytes = |chars: &[char]| chars.iter().map(|c| c.len_utf8()).sum::<usize>();
    let place = |length: usize| {
        if begins { found.start..found.start + length } else { found.end - length..found.end }
    };
    // The level of a unit is another unit's: 省发展改革委.
    if let [at] = differ[..]
        && at > 0
        && is_han(written[at])
        && (at + 1 < name.len() || "局委办厅部院会处".contains(written[at]))
    {
        let range = place(bytes(&written));
        // 市农业农村部门
        if text[range.end..].starts_with('门') {
            return None;
        }
        return (!near.own.contains(&text[range.clone()])).then_some(range);
    }
    // One left out; the second and the last stay.
    let short = &written[..name.len() - 1];
    if begins {
        let gone = (1..name.len() - 1).any(|gone| {
            name.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| c).eq(short.iter())
        });
        let range = place(bytes(short));
        return (gone && !near.own.contains(&text[range.clone()])).then_some(range);
    }
    left_out(text, &written[1..], found.end, &name, near)
}

/// 市发改革委: the end is whole, and one character is left out before it.
fn left_out(
    text: &str,
    short: &[char],
    end: usize,
    name: &[char],
    near: &NearNames,
) -> Option<Range<usize>> {
    let gone = (1..name.len() - HALF).any(|gone| {
        name.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| c).eq(short.iter())
    });
    let length: usize = short.iter().map(|c| c.len_utf8()).sum();
    let range = end - length..end;
    let longer =
        near.own.iter().any(|own| text[..end].ends_with(own.as_str()) && own.len() > length);
    let free = gone && short.iter().all(|c| is_han(*c)) && !longer;
    (free && !near.own.contains(&text[range.clone()])).then_some(range)
}
