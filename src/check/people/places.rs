//! Places that a story names in two ways, and a county that is nearly its own: 青石乡 and 青石镇, 河湾村 and 河弯村, 望江县 in the
//! text of 望河县, 云岭镇 in its title.

use std::collections::BTreeMap;
use std::ops::Range;

use super::directory::{Directory, Known};
use super::{NEAR_UNIT, UNKNOWN_COUNTY};
use crate::check::cues::is_han;
use crate::check::lists::words;
use crate::check::words::alike;
use crate::check::{Findings, Part, Passage, Story};

/// What the names of places end with, of which the two characters before are the name.
const LEVELS: &[char] = &['村', '镇', '乡'];

/// What stands before the name of a place.
const BEFORE: &str = "县市区镇乡，。、；：在到赴和与对为由从向往（“抵据将让于及是的以";

/// Words that end so and are no names.
const NO_NAME: &[&str] = words!("places.txt", "NO_NAME");

/// A place that a story names.
struct Place<'d, 'a> {
    passage: &'d Passage<'a>,
    range: Range<usize>,
    stem: &'d str,
    level: char,
}

fn places<'d, 'a>(passage: &'d Passage<'a>, out: &mut Vec<Place<'d, 'a>>) {
    let text: &'d str = &passage.text;
    for (at, word) in text.match_indices(LEVELS) {
        let lead = &text[..at];
        let size: usize = lead.chars().rev().take(2).map(char::len_utf8).sum();
        let start = at - size;
        let stem = &text[start..at];
        let before = text[..start].chars().next_back();
        let opens = before.is_none_or(|c| BEFORE.contains(c) || !is_han(c));
        let named = stem.chars().count() == 2
            && stem.chars().all(|c| {
                is_han(c)
                    && !"一二三四五六七八九十个各全每名该本此两几数新老乡镇村县和与及的在"
                        .contains(c)
            })
            && !NO_NAME.iter().any(|other| {
                text[start..].starts_with(other) || text[start..at + word.len()].ends_with(other)
            });
        if let Some(level) = word.chars().next().filter(|_| opens && named) {
            out.push(Place { passage, range: start..at + word.len(), stem, level });
        }
    }
}

/// Looks at the places of a story.
pub fn check(story: &Story<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let mut found = Vec::new();
    for passage in story.body() {
        places(passage, &mut found);
    }
    found.truncate(80);
    let mut told: BTreeMap<&str, ()> = BTreeMap::new();
    for (at, later) in found.iter().enumerate() {
        let written = &later.passage.text[later.range.clone()];
        let first = found[..at].iter().find(|earlier| {
            let level = earlier.stem == later.stem
                && earlier.level != later.level
                && earlier.level != '村'
                && later.level != '村';
            let pair: Vec<(char, char)> =
                earlier.stem.chars().zip(later.stem.chars()).filter(|(a, b)| a != b).collect();
            let slip = earlier.level == later.level
                && matches!(pair[..], [(a, b)] if alike(a).any(|it| it == b) || alike(b).any(|it| it == a));
            level || slip
        });
        let Some(first) = first.filter(|_| told.insert(written, ()).is_none()) else { continue };
        let other = &first.passage.text[first.range.clone()];
        let message = format!("前面写的是「{other}」，这里是「{written}」");
        out.tell(
            NEAR_UNIT,
            later.passage,
            later.range.clone(),
            message,
            "核对地名，两处改成一致；确是两个地方的，忽略这一条",
        );
    }
    of_source(story, directory, out);
    if let Some(title) = story.title() {
        titled(title, story, directory, out);
    }
}

/// 云岭镇 at the head of a title, where the body tells of no such town.
fn titled(title: &Passage<'_>, story: &Story<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let text = &*title.text;
    for unit in directory.all_counties() {
        let own = directory.units[unit].name.as_str();
        let Some(stem) = own.char_indices().next_back().map(|(at, _)| &own[..at]) else { continue };
        let Some(rest) = text.strip_prefix(stem) else { continue };
        let Some(level) = rest.chars().next().filter(|c| matches!(c, '镇' | '乡' | '村')) else {
            continue;
        };
        let range = 0..stem.len() + level.len_utf8();
        let written = &text[range.clone()];
        let known = directory.units.iter().any(|unit| unit.name.as_str().ends_with(written));
        if known || story.body().any(|it| it.text.contains(written)) {
            continue;
        }
        let message = format!("标题里是「{written}」，正文没有说到；名册里有「{own}」");
        out.tell(
            UNKNOWN_COUNTY,
            title,
            range,
            message,
            format!("核对名称，多半是「{own}」；确是乡镇的，正文里写明"),
        );
        return;
    }
}

/// 望江县, in a text that comes from 望河县 and nowhere names it.
fn of_source(story: &Story<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let source =
        story.entry.source.as_ref().and_then(|source| directory.counties(source.as_str()).next());
    let Some(own) = source.map(|unit| directory.units[unit].name.as_str()) else { return };
    let Some(last) = own.chars().next_back() else { return };
    let name: Vec<char> = own.chars().collect();
    if name.len() != 3 {
        return;
    }
    let named = story
        .passages
        .iter()
        .filter(|it| it.part.is_body() || it.part == Part::Title)
        .any(|it| it.text.contains(own));
    if named {
        return;
    }
    for passage in story.passages.iter().filter(|it| it.part.is_body() || it.part == Part::Title) {
        let text = &*passage.text;
        {
            for (at, level) in text.match_indices(last) {
                let size: usize = text[..at].chars().rev().take(2).map(char::len_utf8).sum();
                let start = at - size;
                let written: Vec<char> = text[start..at + level.len()].chars().collect();
                let differ = written.iter().zip(&name).filter(|(a, b)| a != b).count();
                let opens = text[..start]
                    .chars()
                    .next_back()
                    .is_none_or(|c| !is_han(c) || "在到赴和为由从对".contains(c));
                let known = directory
                    .find(&text[start..at + level.len()])
                    .any(|(_, it)| matches!(it, Known::Stem(_) | Known::Unit));
                let han = written.len() == 3 && written.iter().all(|c| is_han(*c));
                let counted = written
                    .first()
                    .is_some_and(|c| "全各该本外邻两三四五六七八九十每某同".contains(*c));
                if han
                    && differ == 1
                    && opens
                    && !known
                    && !counted
                    && directory.misspelt(&text[start..at + level.len()]).next().is_none()
                {
                    let range = start..at + level.len();
                    let message =
                        format!("稿件的来源是「{own}」，这里是「{}」", &text[range.clone()]);
                    out.tell(
                        NEAR_UNIT,
                        passage,
                        range,
                        message,
                        format!("核对名称，改成「{own}」；确是另一个县的，写进 roster.yaml"),
                    );
                    return;
                }
            }
        }
    }
}
