//! Rules about people and units, as far as the house's roster knows them. Each issue is judged by
//! what was so on its own day.

mod directory;
mod lists;
mod near;
mod near_names;
mod places;
mod posts;
pub mod rules;
mod slips;
mod titles;
mod told;
mod units;
mod words;

use rules::{
    BARE_POST, COUNTY_LIST, COUNTY_ORDER, LEADER_ORDER, NEAR_NAME, NEAR_UNIT, RULES, UNIT_NAME,
    UNKNOWN_COUNTY, WRONG_POST,
};
use std::ops::Range;
use words::OTHERWISE;
pub use words::POSTS;

use chrono::NaiveDate;

use super::across::Archive;
use super::{Draft, Findings, Group, Passage, Rulebook, Story};
pub use directory::Directory;
use directory::Known;
pub use near_names::is_one_surname;

use crate::model::{Person, Post};

/// The rules.
pub const GROUP: Group = Group { name: "人名、职务和单位", rules: RULES, check };

fn check(draft: &Draft<'_>, book: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    let issued = draft.issue.date;
    for passage in &draft.note {
        look(passage, issued, &book.directory, out);
        leader_order(passage, issued, &book.directory, out);
        county_order(passage, &book.directory, out);
    }
    for story in &draft.stories {
        // Who held which post is not known for a day that is not known.
        if story.entry.date.is_none() && !draft.issue.is_dated {
            continue;
        }
        let day = story.entry.date.unwrap_or(issued);
        for passage in &story.passages {
            look(passage, day, &book.directory, out);
            leader_order(passage, day, &book.directory, out);
            county_order(passage, &book.directory, out);
            titles::check(passage, day, &book.directory, out);
        }
        places::check(story, &book.directory, out);
        bare_posts(story, day, &book.directory, out);
        told::check(story, &book.directory, out);
    }
}

fn look(passage: &Passage<'_>, day: NaiveDate, directory: &Directory, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if out.wants(NEAR_UNIT) {
        units::misspelt(passage, directory, out);
    }
    slips::check(passage, directory, out);
    lists::check(passage, directory, out);
    lists::twice(passage, directory, out);
    // 副县长 ends with 县长: a name behind both is told once.
    let mut told = 0;
    for (range, known) in directory.find(text) {
        match known {
            Known::Name(person) => posts::check(passage, range, person, day, directory, out),
            Known::Post(_) if range.end < told || text[..range.start].ends_with(OTHERWISE) => {}
            Known::Post(title) => {
                told = near::check(passage, range, title, day, directory, out).unwrap_or(told);
            }
            Known::OldName(unit) => units::old_name(passage, range, unit, day, directory, out),
            Known::Stem(unit) => units::county(passage, range, unit, directory, out),
            Known::Unit => {}
        }
    }
}

/// 李建国、张国明, where the second comes before the first.
fn leader_order(
    passage: &Passage<'_>,
    day: NaiveDate,
    directory: &Directory,
    out: &mut Findings<'_>,
) {
    if !out.wants(LEADER_ORDER) {
        return;
    }
    let text = &*passage.text;
    let rank = |person: usize| {
        let posts = directory.leaders[person].posts.iter().filter(|post| post.is_held_on(day));
        posts.filter_map(|post| post.rank).min()
    };
    let mut last: Option<(Range<usize>, u32)> = None;
    for (range, known) in directory.find(text) {
        let Known::Name(person) = known else { continue };
        let Some(rank) = rank(person) else {
            last = None;
            continue;
        };
        if let Some((before, first)) = last.filter(|(before, _)| before.end <= range.start) {
            let between = &text[before.end..range.start];
            let title = directory.title_at_end(between).unwrap_or_default();
            // 王芳副市长、李明市长
            let mark = between.strip_suffix(title).unwrap_or(between);
            let mark = mark.trim_start_matches(|c: char| {
                "副市县区长书记主任同志秘委常党组部局席政协".contains(c)
            });
            if rank < first && matches!(mark, "、" | "，" | "和" | "与" | "及" | "以及") {
                let (a, b) = (&text[before.clone()], &text[range.clone()]);
                let message = format!("「{a}」排在「{b}」前面，与名册的位次不符");
                out.tell(
                    LEADER_ORDER,
                    passage,
                    before.start..range.end,
                    message,
                    "核对先后；名册不对的，改 roster.yaml 里的位次",
                );
            }
        }
        last = Some((range, rank));
    }
}

/// 应县、山阴县, where the second comes before the first in the roster.
fn county_order(passage: &Passage<'_>, directory: &Directory, out: &mut Findings<'_>) {
    if !out.wants(COUNTY_ORDER) {
        return;
    }
    let text = &*passage.text;
    let mut last: Option<(Range<usize>, usize)> = None;
    for (stem, known) in directory.find(text) {
        let Known::Stem(unit) = known else { continue };
        let name = directory.units[unit].name.as_str();
        let whole = text[stem.start..].starts_with(name);
        let range = stem.start..if whole { stem.start + name.len() } else { stem.end };
        // 云岭、石梁、望河四县: names without their level in a row.
        if !whole
            && !text[stem.end..]
                .starts_with(['、', '两', '三', '四', '五', '六', '等', '2', '3', '4', '5', '6'])
        {
            continue;
        }
        let name = &text[range.clone()];
        if let Some((before, first)) = last
            && text.get(before.end..range.start) == Some("、")
            && unit < first
        {
            let (a, b) = (&text[before.clone()], name);
            let message = format!("「{a}」排在「{b}」前面，与名册的先后不符");
            out.tell(
                COUNTY_ORDER,
                passage,
                before.start..range.end,
                message,
                "按名册的先后排；有意这样排的，不用改",
            );
        }
        last = Some((range, unit));
    }
}

/// Posts without their unit where a story first names who holds them.
fn bare_posts(story: &Story<'_>, day: NaiveDate, directory: &Directory, out: &mut Findings<'_>) {
    if !out.wants(BARE_POST) {
        return;
    }
    let field = story.entry.leader.as_ref().map(|leader| leader.name.as_str());
    let is_met = |leader: &Person| field.is_some_and(|name| leader.names().any(|it| it == name));
    let mut met: Vec<bool> = directory.leaders.iter().map(is_met).collect();
    for passage in story.body() {
        // Where the unit stands before, everybody knows whose 县长 it is.
        let is_named = |unit: &str| {
            let earlier = story.passages.iter().take_while(|it| !std::ptr::eq(*it, passage));
            earlier.map(|it| &*it.text).any(|text| text.contains(unit))
        };
        for (name, known) in directory.find(&passage.text) {
            let Known::Name(person) = known else { continue };
            if std::mem::replace(&mut met[person], true) {
                continue;
            }
            let before = &passage.text[..name.start];
            let leader = &directory.leaders[person];
            let held = || leader.posts.iter().filter(|post| post.is_held_on(day));
            if held().any(|post| before.ends_with(post.title.as_str())) {
                continue;
            }
            let Some((post, tail)) = held().find_map(|post| Some((post, bare(before, post)?)))
            else {
                continue;
            };
            // 市长, 市政府秘书长: of the city whose briefing it is.
            if tail.starts_with('市') {
                continue;
            }
            let unit = &post.title.as_str()[..post.title.as_str().len() - tail.len()];
            // 平鲁区 is all of 平鲁区委副书记、 that has to be named.
            let place = unit.find(['县', '区', '旗']).map_or(unit.len(), |at| at + '县'.len_utf8());
            let unit = &unit[..place];
            let range = name.start - tail.len()..name.end;
            if passage.text[..range.start].contains(unit) || is_named(unit) {
                continue;
            }
            let message = format!("「{tail}」前没有写单位");
            if let Some(found) = out.add(BARE_POST, passage, range, message) {
                let shown = &passage.text[name.clone()];
                found.help = Some(format!("第一次出现写全：「{}{shown}」", post.title.as_str()));
            }
        }
    }
}

/// The end of a post's title that a text ends with, at the beginning of a clause.
fn bare<'p>(before: &str, post: &'p Post) -> Option<&'p str> {
    let title = post.title.as_str();
    let tails = title.char_indices().skip(1).map(|(at, _)| &title[at..]);
    tails.filter(|tail| tail.chars().count() >= 2).find(|tail| {
        before.strip_suffix(tail).is_some_and(|rest| {
            rest.chars()
                .next_back()
                .is_none_or(|c| c.is_whitespace() || "，。；：、（“".contains(c))
        })
    })
}
