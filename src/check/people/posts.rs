//! Whether a leader holds the post that is written beside the name.

use std::ops::Range;

use chrono::NaiveDate;

use super::directory::Directory;
use super::{OTHERWISE, WRONG_POST};
use crate::check::lists::words;
use crate::check::{Findings, Passage};
use crate::model::{Person, Post};

/// Offices, each before those that it ends with.
const OFFICES: &[&str] = words!("posts.txt", "OFFICES");

/// What tells an office from the one that is called so without it; each before those it ends with.
const RANKS: &[&str] =
    &["常务副", "执行副", "第一副", "专职副", "代理", "常务", "第一", "执行", "名誉", "副", "代"];

/// Said before an office, this makes no other office of it.
const STILL: &[&str] = &["现任", "新任"];

/// Offices of which nobody holds two of the same rank.
const HEADS_OF_GOVERNMENT: &[&str] = &["市长", "县长", "区长"];

/// What may follow an office that stands behind a name, and make something else of it.
const LONGER: &[char] = &['助', '医', '委', '级', '单', '办', '科', '信', '在'];

/// An office as it is written: 河东县 / 常务副 / 县长.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Office<'t> {
    /// What stands before it in the text.
    before: &'t str,
    rank: &'t str,
    name: &'static str,
}

impl<'t> Office<'t> {
    /// The office that a text ends with.
    fn at_end(text: &'t str) -> Option<Self> {
        let name = OFFICES.iter().copied().find(|office| text.ends_with(office))?;
        let ranked = &text[..text.len() - name.len()];
        let mut before = ranked;
        while let Some(rest) = RANKS.iter().find_map(|rank| before.strip_suffix(rank)) {
            before = rest;
        }
        let rank = &ranked[before.len()..];
        let before = STILL.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
        Some(Self { before, rank, name })
    }

    /// The office that a text begins with.
    fn at_start(text: &'t str) -> Option<(Self, usize)> {
        let mut rest = text;
        while let Some(behind) = RANKS.iter().find_map(|rank| rest.strip_prefix(rank)) {
            rest = behind;
        }
        let name = OFFICES.iter().copied().find(|office| rest.starts_with(office))?;
        let rank = &text[..text.len() - rest.len()];
        Some((Self { before: "", rank, name }, rank.len() + name.len()))
    }

    /// The seat of which nobody holds two.
    fn seat(self) -> Option<&'static str> {
        let ends = |word: &str| self.before.ends_with(word);
        match (self.rank, self.name) {
            ("", "书记") if ends("市委") || ends("县委") || ends("区委") => Some("委书记"),
            ("", "市长" | "县长" | "区长") => Some("政府正职"),
            ("副" | "常务副", "市长" | "县长" | "区长") => Some("政府副职"),
            ("", "主席") if ends("政协") => Some("政协主席"),
            ("", "主任") if ends("人大常委会") || ends("人大") => Some("人大常委会主任"),
            ("", "检察长") => Some("检察长"),
            ("", "院长") if ends("法院") => Some("法院院长"),
            ("", "秘书长") if ends("委") => Some("委秘书长"),
            ("", "秘书长") if ends("政府") => Some("政府秘书长"),
            _ => None,
        }
    }

    fn is(self, other: Office<'_>) -> bool {
        self.rank == other.rank && self.name == other.name
    }
}

/// The offices of a post, of which a title may give several: 河东县委副书记、县长.
fn offices(post: &Post) -> impl Iterator<Item = Office<'_>> {
    let titles = std::iter::once(&post.title).chain(&post.short_titles);
    titles.flat_map(|title| title.as_str().split('、')).filter_map(Office::at_end)
}

/// Looks at the posts beside the name of a leader.
pub fn check(
    passage: &Passage<'_>,
    name: Range<usize>,
    person: usize,
    day: NaiveDate,
    directory: &Directory,
    out: &mut Findings<'_>,
) {
    if !out.wants(WRONG_POST) {
        return;
    }
    let leader = &directory.leaders[person];
    let held: Vec<&Post> = leader.posts.iter().filter(|post| post.is_held_on(day)).collect();
    // Of whom the roster knows no post for that day nothing can be said.
    if held.is_empty() || is_within_another(passage, &name, leader, directory) {
        return;
    }
    let text = &*passage.text;
    let before = &text[..name.start];
    let wrong = before_name(before, &held, directory)
        .map(|length| (name.start - length..name.end, name.start - length..name.start))
        .or_else(|| {
            let behind = &text[name.end..];
            // 李明市委书记: a title of the roster that is another's.
            let other = directory
                .titles
                .iter()
                .find(|title| behind.starts_with(title.as_str()))
                .filter(|title| !held.iter().any(|post| holds(post, title)))
                .filter(|title| !behind[title.len()..].starts_with(LONGER))
                .map(String::len);
            let length = other.or_else(|| behind_name(behind, &held))?;
            Some((name.start..name.end + length, name.end..name.end + length))
        });
    let Some((place, title)) = wrong else { return };
    let (shown, title) = (&text[name], &text[title]);
    let message = format!("「{shown}」在{}不是「{title}」", day.format("%Y年%-m月%-d日"));
    if let Some(found) = out.add(WRONG_POST, passage, place, message) {
        let held: Vec<&str> = held.iter().map(|post| post.title.as_str()).collect();
        found.help = Some(format!(
            "名册里他那时的职务是「{}」；名册不对的，改 roster.yaml",
            held.join("」「")
        ));
    }
}

/// 王强 within 王强国, who is somebody else of the roster.
fn is_within_another(
    passage: &Passage<'_>,
    name: &Range<usize>,
    leader: &Person,
    directory: &Directory,
) -> bool {
    let shown = &passage.text[name.clone()];
    let others = directory.leaders.iter().filter(|other| !std::ptr::eq(*other, leader));
    others.flat_map(Person::names).any(|other| {
        other.len() > shown.len()
            && other.match_indices(shown).any(|(at, _)| {
                let start = name.start.checked_sub(at);
                start.is_some_and(|start| {
                    passage.text.as_bytes()[start..].starts_with(other.as_bytes())
                })
            })
    })
}

/// 时任河东县县长, 原河东县县长: what follows is no post of that day.
fn is_of_another_time(clause: &str) -> bool {
    const THEN: &[&str] =
        &["时任", "曾任", "前任", "历任", "任命", "担任", "兼任", "当选", "拟任", "提名", "接任"];
    clause.trim_start().starts_with('原') || THEN.iter().any(|word| clause.contains(word))
}

/// How much of what stands before a name is a post that its bearer does not hold: bytes.
fn before_name(before: &str, held: &[&Post], directory: &Directory) -> Option<usize> {
    let clause = before.rfind(['，', '。', '；', '：', '、', '（', '“', '\n']);
    let start = clause.map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let written = Office::at_end(&before[start..]);
    if is_of_another_time(&before[start..]) {
        return None;
    }
    if let Some(title) = directory.title_at_end(before) {
        let rest = &before[..before.len() - title.len()];
        // 县长 of 副县长 is another post, which is looked at below.
        let whole = written
            .is_none_or(|office| Office::at_end(title).is_some_and(|of_title| of_title.is(office)));
        if whole {
            let right = rest.ends_with(OTHERWISE) || held.iter().any(|post| holds(post, title));
            return (!right).then_some(title.len());
        }
    }
    let office = written?;
    if office.before.ends_with(OTHERWISE) {
        return None;
    }
    let length = office.rank.len() + office.name.len();
    let offices: Vec<Office<'_>> = held.iter().flat_map(|post| offices(post)).collect();
    // 市教育局局长王芳, of whom 副市长 is known; who leads the police as well is no rare thing.
    let bureau = directory
        .units
        .iter()
        .filter(|unit| !unit.county)
        .find(|unit| office.before.ends_with(unit.name.as_str()));
    if let Some(unit) = bureau
        && matches!(office.name, "局长" | "主任" | "部长" | "处长")
        && offices.iter().all(|own| own.name != office.name)
        && offices.iter().any(|own| own.seat().is_some())
        && !unit.name.as_str().contains("公安")
    {
        return Some(length + unit.name.as_str().len());
    }
    // 县委书记李明, of whom a post of the city is known.
    let lower =
        ["县委", "区委", "镇党委", "乡党委"].iter().any(|unit| office.before.ends_with(unit))
            || matches!(office.name, "县长" | "区长" | "镇长" | "乡长");
    if lower && offices.iter().any(|own| own.name == "市长" || own.before.ends_with("市委")) {
        return Some(length);
    }
    let known = |unit: &&str| office.before.ends_with(unit);
    let units = directory.units.iter().filter(|unit| unit.county);
    let county = units.map(|unit| unit.name.as_str()).find(known);
    if offices.iter().any(|own| own.is(office)) {
        // 市政府秘书长, of whom only 市委秘书长 is known.
        let seats = || offices.iter().filter(|own| own.is(office)).map(|own| own.seat());
        if office.name == "秘书长"
            && office
                .seat()
                .is_some_and(|seat| seats().all(|own| own.is_some_and(|own| own != seat)))
        {
            let unit = ["市人民政府", "市政府", "政府", "市委"]
                .iter()
                .find(|unit| office.before.ends_with(**unit));
            return Some(length + unit.map_or(0, |unit| unit.len()));
        }
        // The right office of another county.
        let county = county?;
        let own = offices.iter().filter(|own| own.is(office));
        let elsewhere = own.map(|own| own.before).all(|unit| {
            let other = directory.units.iter().filter(|unit| unit.county);
            let mut other = other.map(|unit| unit.name.as_str()).filter(|name| *name != county);
            other.any(|name| unit.starts_with(name))
        });
        return elsewhere.then_some(length + county.len());
    }
    (is_of_same_unit(office.before, &offices) && contradicts(office, &offices)).then_some(length)
}

/// How much of what stands behind a name is a post that its bearer does not hold: bytes.
fn behind_name(behind: &str, held: &[&Post]) -> Option<usize> {
    let (office, length) = Office::at_start(behind)?;
    if behind[length..].starts_with(LONGER) {
        return None;
    }
    let offices: Vec<Office<'_>> = held.iter().flat_map(|post| offices(post)).collect();
    let right = offices.iter().any(|own| own.is(office));
    (!right && contradicts(office, &offices)).then_some(length)
}

/// Whether a post is called so: whole, without its unit, or by a short title of the roster's.
fn holds(post: &Post, title: &str) -> bool {
    let mut titles = std::iter::once(&post.title).chain(&post.short_titles).map(|it| it.as_str());
    titles.any(|own| {
        own == title
            || own.split('、').any(|part| {
                part == title
                    || match (Office::at_end(part), Office::at_end(title)) {
                        (Some(own), Some(other)) => {
                            own.is(other)
                                && (own.before.ends_with(other.before)
                                    || other.before.ends_with(own.before))
                        }
                        _ => part.ends_with(title) || title.ends_with(part),
                    }
            })
    })
}

/// Whether who holds these offices cannot hold that one.
fn contradicts(office: Office<'_>, held: &[Office<'_>]) -> bool {
    held.iter().any(|own| {
        let heads = |it: &Office<'_>| it.rank.is_empty() && HEADS_OF_GOVERNMENT.contains(&it.name);
        let leads = |it: &Office<'_>| {
            it.rank.is_empty() && it.name == "书记" && it.before.ends_with(['市', '县', '区', '委'])
        };
        let other_head = heads(own) && heads(&office) && own.name != office.name;
        // 李明书记, of whom only 市长 is known.
        let no_secretary = office.name == "书记"
            && office.rank.is_empty()
            && office.before.is_empty()
            && HEADS_OF_GOVERNMENT.contains(&own.name)
            && held.iter().all(|own| own.name != "书记");
        let seats = (own.seat(), office.seat());
        let other_seat = matches!(seats, (Some(own), Some(other)) if own != other)
            && !matches!(seats, (Some("委书记"), Some("人大常委会主任")));
        own.name == office.name
            || (heads(own) && leads(&office))
            || (leads(own) && heads(&office))
            || other_head
            || no_secretary
            || other_seat
    })
}

/// Whether what stands before an office names the unit of one of these, or none at all.
fn is_of_same_unit(before: &str, held: &[Office<'_>]) -> bool {
    let unit = |c: char| "县市区局委组厅院办会府部所司处队站校厂州省镇乡村团".contains(c);
    if !before.ends_with(unit) {
        return true;
    }
    held.iter().any(|own| {
        let own = own.before;
        let ends = own.char_indices().map(|(at, _)| &own[at..]);
        let mut ends =
            ends.filter(|end| end.chars().count() >= 2 || end.ends_with(['县', '市', '区']));
        own.ends_with(before) || ends.any(|end| before.ends_with(end))
    })
}
