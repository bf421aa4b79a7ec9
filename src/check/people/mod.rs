//! Rules about people and units, as far as the house's roster knows them. Each issue is judged by
//! what was so on its own day.

mod directory;

use std::ops::Range;

use chrono::NaiveDate;

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Passage, Rulebook, Story};
pub use directory::Directory;
use directory::Known;

use crate::model::{Person, Post};

/// The rules.
pub const GROUP: Group = Group { name: "人名、职务和单位", rules: RULES, check };

rules! {
    /// 领导的职务与名册不符。
    ///
    /// 工作区的 `roster.yaml` 列出领导的姓名和职务、任职的起止日期。姓名前面紧挨着名册里的某个职务，
    /// 而他在稿件（没有日期的，看本期）那一天不任这个职务，就提醒。写「原」「时任」的不算。以前各期按当时的职务看。
    ///
    /// ```yaml
    /// 领导:
    ///   - 姓名: 张明
    ///     职务:
    ///       - {职务: 河东县县长, 自: 2021-06-01, 至: 2023-12-31}
    ///       - {职务: 河东县委书记, 自: 2024-01-01}
    /// ```
    ///
    /// 改法：核对职务；名册不对的，改名册。
    WRONG_POST = "wrong-post", Warning;
    /// 姓名与名册只差一个字。
    ///
    /// 名册里某个职务的人叫「陈振亮」，稿件里这个职务后面写的是「陈震亮」。只看三个字以上的姓名；曾用名写在名册的「曾用名」里。
    ///
    /// 改法：核对姓名。
    NEAR_NAME = "near-name", Warning;
    /// 单位用了旧称或不规范的简称。
    ///
    /// 名册里单位的「旧称」，应改成它的「名称」。写「原」的不算。
    ///
    /// ```yaml
    /// 单位:
    ///   - {名称: 市生态环境局, 旧称: [市环保局]}
    /// ```
    UNIT_NAME = "unit-name", Warning;
    /// 县、区、市写错了。
    ///
    /// 名册里是「山阴县」，稿件写成了「山阴区」。只看名册里写了「县区: 是」的单位。
    UNKNOWN_COUNTY = "unknown-county", Warning;
    /// 名单里领导的先后与名册的位次不符。
    ///
    /// 名册里的职务可以写「位次」。两位领导用顿号连着写，后一位那时的位次比前一位靠前，就提醒。没有写位次的不查。
    ///
    /// ```yaml
    /// 领导:
    ///   - {姓名: 张国明, 职务: [{职务: 河东县委书记, 位次: 1}]}
    ///   - {姓名: 李建国, 职务: [{职务: 河东县县长, 位次: 2}]}
    /// ```
    LEADER_ORDER = "leader-order", Warning;
    /// 并列的县区与名册的先后不符。
    ///
    /// 名册里写了「县区: 是」的单位，自上而下就是习惯的先后。用顿号连着写的几个县区，后一个在名册里靠前，就提醒；
    /// 按工作进度、排名写的，不必照这个先后，所以只作提示。
    ///
    /// 改法：按名册的先后重排；有意这样排的，不用改。
    COUNTY_ORDER = "county-order", Hint;
    /// 领导第一次出现，职务前没有写单位。
    ///
    /// 简报各级都看，「县长」不知道是哪个县的。一篇稿件里第一次写到名册里的领导，职务要写全；
    /// 前面已经写过这个单位的，不算。
    ///
    /// - 错：县长李建国主持会议
    /// - 对：河东县县长李建国主持会议
    BARE_POST = "bare-post", Hint;
}

fn check(draft: &Draft<'_>, book: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    let issued = draft.issue.date;
    for passage in &draft.note {
        look(passage, issued, &book.directory, out);
        leader_order(passage, issued, &book.directory, out);
        county_order(passage, &book.directory, out);
    }
    for story in &draft.stories {
        let day = story.entry.date.unwrap_or(issued);
        for passage in &story.passages {
            look(passage, day, &book.directory, out);
            leader_order(passage, day, &book.directory, out);
            county_order(passage, &book.directory, out);
        }
        bare_posts(story, day, &book.directory, out);
    }
}

/// Who says this before a post speaks of another time, or of another post.
const OTHERWISE: &[char] = &['原', '前', '任', '副', '代', '兼', '总', '名', '助'];

fn look(passage: &Passage<'_>, day: NaiveDate, directory: &Directory, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (range, known) in directory.find(text) {
        match known {
            Known::Name(person) => wrong_post(passage, range, person, day, directory, out),
            Known::Post(_) if text[..range.start].ends_with(OTHERWISE) => {}
            Known::Post(title) => near_name(passage, range, title, day, directory, out),
            Known::OldName(unit) => old_name(passage, range, unit, directory, out),
            Known::Stem(unit) => county(passage, range, unit, directory, out),
        }
    }
}

fn wrong_post(
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
    let before = &passage.text[..name.start];
    let Some(title) = directory.title_at_end(before) else { return };
    let start = name.start - title.len();
    if before[..start].ends_with(OTHERWISE) {
        return;
    }
    let leader = &directory.leaders[person];
    let same = |held: &str| held.ends_with(title) || title.ends_with(held);
    let held: Vec<&str> = leader
        .posts
        .iter()
        .filter(|post| post.is_held_on(day))
        .map(|post| post.title.as_str())
        .collect();
    // Of whom the roster knows no post for that day nothing can be said.
    if held.is_empty() || held.iter().any(|held| same(held)) {
        return;
    }
    let shown = &passage.text[name.clone()];
    let message = format!("「{shown}」在{}不是「{title}」", day.format("%Y年%-m月%-d日"));
    if let Some(found) = out.add(WRONG_POST, passage, start..name.end, message) {
        found.help = Some(format!(
            "名册里他那时的职务是「{}」；名册不对的，改 roster.yaml",
            held.join("」「")
        ));
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
            if rank < first && between.strip_suffix(title) == Some("、") {
                let (a, b) = (&text[before.clone()], &text[range.clone()]);
                let message = format!("「{a}」排在「{b}」前面，与名册的位次不符");
                if let Some(found) =
                    out.add(LEADER_ORDER, passage, before.start..range.end, message)
                {
                    found.help = Some("核对先后；名册不对的，改 roster.yaml 里的位次".to_owned());
                }
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
        if !text[stem.start..].starts_with(name) {
            continue;
        }
        let range = stem.start..stem.start + name.len();
        if let Some((before, first)) = last
            && text.get(before.end..range.start) == Some("、")
            && unit < first
        {
            let (a, b) = (&text[before.clone()], name);
            let message = format!("「{a}」排在「{b}」前面，与名册的先后不符");
            if let Some(found) = out.add(COUNTY_ORDER, passage, before.start..range.end, message) {
                found.help = Some("按名册的先后排；有意这样排的，不用改".to_owned());
            }
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
            let unit = &post.title.as_str()[..post.title.as_str().len() - tail.len()];
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

fn near_name(
    passage: &Passage<'_>,
    post: Range<usize>,
    title: usize,
    day: NaiveDate,
    directory: &Directory,
    out: &mut Findings<'_>,
) {
    if !out.wants(NEAR_NAME) {
        return;
    }
    let title = &directory.titles[title];
    let behind = &passage.text[post.end..];
    let holders = || directory.holders(title, day);
    if directory.leaders.iter().any(|leader| leader.names().any(|name| behind.starts_with(name))) {
        return;
    }
    for leader in holders() {
        let name = leader.name.as_str();
        let length = name.chars().count();
        let written: String = behind.chars().take(length).collect();
        let differs = name.chars().zip(written.chars()).filter(|(a, b)| a != b).count();
        // The surname is the same, and so is one more.
        let near = length >= 3
            && written.chars().count() == length
            && differs == 1
            && written.chars().next() == name.chars().next();
        if near {
            let range = post.end..post.end + written.len();
            if let Some(found) = out.add(
                NEAR_NAME,
                passage,
                range,
                format!("「{written}」与名册里的「{name}」差一个字"),
            ) {
                found.help =
                    Some(format!("是「{name}」的，改正；确是另一个人的，把他写进 roster.yaml"));
            }
        }
    }
}

fn old_name(
    passage: &Passage<'_>,
    range: Range<usize>,
    unit: usize,
    directory: &Directory,
    out: &mut Findings<'_>,
) {
    let unit = &directory.units[unit];
    let (old, name) = (&passage.text[range.clone()], unit.name.as_str());
    // 原市环保局; and a new name that has the old one in it.
    let part = name.match_indices(old).any(|(at, _)| {
        range
            .start
            .checked_sub(at)
            .is_some_and(|start| passage.text.as_bytes()[start..].starts_with(name.as_bytes()))
    });
    // 市环境 within 市环境局, which may be used.
    let in_short = unit.short_names.iter().any(|short| {
        short.as_str().match_indices(old).any(|(at, _)| {
            let start = range.start.checked_sub(at);
            start.is_some_and(|it| {
                passage.text.as_bytes()[it..].starts_with(short.as_str().as_bytes())
            })
        })
    });
    if part || in_short || passage.text[..range.start].ends_with(['原', '前']) {
        return;
    }
    if let Some(found) =
        out.add(UNIT_NAME, passage, range.clone(), format!("「{old}」应称「{name}」"))
    {
        found.help = Some(format!("改成「{name}」"));
        if !name.contains(old) {
            found.fix.extend(passage.edit(range, name));
        }
    }
}

fn county(
    passage: &Passage<'_>,
    stem: Range<usize>,
    unit: usize,
    directory: &Directory,
    out: &mut Findings<'_>,
) {
    const LEVELS: &str = "县区市旗";
    let name = directory.units[unit].name.as_str();
    let behind = &passage.text[stem.end..];
    let Some(level) = behind.chars().next().filter(|c| LEVELS.contains(*c) && !name.ends_with(*c))
    else {
        return;
    };
    // 山阴市场 is no city: only what can follow the name of a place.
    let rest = &behind[level.len_utf8()..];
    let place =
        ["委", "政府", "人民", "纪委", "人大", "政协", "领导", "、", "，", "。", "；", "）", "和"];
    if !(rest.is_empty() || place.iter().any(|it| rest.starts_with(it))) {
        return;
    }
    let range = stem.start..stem.end + level.len_utf8();
    let message = format!("名册里没有「{}」，只有「{name}」", &passage.text[range.clone()]);
    if let Some(found) = out.add(UNKNOWN_COUNTY, passage, range, message) {
        found.help = Some(format!("改成「{name}」"));
    }
}
