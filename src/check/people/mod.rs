//! Rules about people and units, as far as the house's roster knows them. Each issue is judged by
//! what was so on its own day.

mod directory;
mod lists;
mod near;
mod near_names;
mod places;
mod posts;
mod slips;
mod titles;
mod told;
mod units;

use std::ops::Range;

use chrono::NaiveDate;

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Passage, Rulebook, Story};
use crate::check::lists::words;
pub use directory::Directory;
use directory::Known;
pub use near_names::is_one_surname;

use crate::model::{Person, Post};

/// Posts of leaders, as they stand before their names and behind them.
pub const POSTS: &[&str] = words!("words.txt", "POSTS");

/// The rules.
pub const GROUP: Group = Group { name: "人名、职务和单位", rules: RULES, check };

rules! {
    /// 领导的职务与名册不符。
    ///
    /// 工作区的 `roster.yaml` 列出领导的姓名和职务、任职的起止日期。姓名前面紧挨着名册里的某个职务，
    /// 而他在稿件（没有日期的，看本期）那一天不任这个职务，就提醒。写「原」「时任」的不算。以前各期按当时的职务看。
    ///
    /// 职务要与名册一字不差：副县长写成「常务副县长」、县长写成「代县长」都提醒；不写单位的（「县长李建国」）算对。
    /// 可以用的简称写在名册职务的「简称」里。
    ///
    /// 不看名册也知道的：政协没有主任、法院没有检察长、县里没有市长；一篇稿件里同一个人前面是县委书记、后面是县长，
    /// 「县长甲、县长乙」，副县长后面称县长，「他」「她」与称呼不合，也提醒。
    ///
    /// ```yaml
    /// 领导:
    ///   - 姓名: 张明
    ///     职务:
    ///       - {职务: 河东县县长, 自: 2021-06-01, 至: 2023-12-31}
    ///       - {职务: 河东县委书记, 自: 2024-01-01}
    ///   - 姓名: 王强
    ///     职务:
    ///       - {职务: 河东县常务副县长, 简称: [副县长]}
    /// ```
    ///
    /// 改法：核对职务；名册不对的，改名册。
    WRONG_POST = "wrong-post", Warning;
    /// 姓名与名册只差一个字。
    ///
    /// 名册里某个职务的人叫「陈振亮」，稿件里这个职务后面写的是「陈震亮」。两个字的姓名，
    /// 只看职务旁边的。一篇里前面写的是「刘志强」，后面是「刘志刚指出」，不看名册也提醒。前面没有职务、后面是「指出」「强调」一类的，姓名有一个同音字、形近字，或字序颠倒，也提醒；
    /// 曾用名写在名册的「曾用名」里。
    ///
    /// 改法：核对姓名。
    NEAR_NAME = "near-name", Warning;
    /// 单位用了旧称或不规范的简称。
    ///
    /// 名册里是「市水利局」，稿件写成「市水务局」「市水利厅」，也提醒。名册里县区的国土资源局、安监局一类，机构改革以后没有了；
    /// 「望河县县委」「供电局公司」是写重了，或两个名称混在一起。
    ///
    /// 名册里单位的「旧称」，应改成它的「名称」。写了「自」的，那一天以前的稿件不查；写「原」的、说以前某年的、
    /// 引号和书名号里的不算。该不该用旧称要由人定，所以不自动改。
    ///
    /// ```yaml
    /// 单位:
    ///   - {名称: 市生态环境局, 旧称: [市环保局], 自: 2019-03-01}
    /// ```
    UNIT_NAME = "unit-name", Warning;
    /// 县、区、市写错了。
    ///
    /// 名册里是「山阴县」，稿件写成了「山阴区」，或标题写成了「山阴镇」而正文没有说到。只看名册里写了「县区: 是」的单位。
    UNKNOWN_COUNTY = "unknown-county", Warning;
    /// 县区、单位的名称写错了一个字。
    ///
    /// 与名册里的名称只差一个同音字或形近字，如「石粱县」（应为「石梁县」）。只看三个字以上的名称；五个字以上的，
    /// 错一个字、漏一个字都算，如「市农业农业局」「市发展改委」。
    ///
    /// 一篇稿件里前面是「青石乡」后面是「青石镇」，前面是「河湾村」后面是「河弯村」，或来源是「望河县」、正文只说「望江县」，也提醒。
    ///
    /// 改法：核对名称；确有其地、其单位的，写进名册。
    NEAR_UNIT = "near-unit", Warning;
    /// 名单里领导的先后与名册的位次不符。
    ///
    /// 名册里的职务可以写「位次」。两位领导用顿号、逗号或「和」连着写，后一位那时的位次比前一位靠前，就提醒。没有写位次的不查。
    /// 一个人在名单里写了两遍，也提醒。
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
    /// 按工作进度、排名写的，不必照这个先后，忽略这一条。
    ///
    /// 改法：按名册的先后重排；有意这样排的，不用改。
    COUNTY_ORDER = "county-order", Warning;
    /// 并列的县区之间漏了顿号，同一个县区写了两遍，或个数比名册里的多。
    ///
    /// 只看名册里写了「县区: 是」的单位。
    ///
    /// - 错：山阴县应县、右玉县；山阴、应县、右玉、山阴4县；全市12个县（名册里只有6个）
    /// - 对：山阴县、应县、右玉县；全市6个县
    ///
    /// 改法：核对名单和个数；名册漏了的，补进名册。
    COUNTY_LIST = "county-list", Warning;
    /// 领导第一次出现，职务前没有写单位。
    ///
    /// 简报各级都看，「县长」不知道是哪个县的。一篇稿件里第一次写到名册里的领导，职务要写全；
    /// 前面已经写过这个单位的，不算。
    ///
    /// - 错：县长李建国主持会议
    /// - 对：河东县县长李建国主持会议
    BARE_POST = "bare-post", Warning;
}

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

/// Who says this before a post speaks of another time, or of another post.
const OTHERWISE: &[char] = &['原', '前', '任', '副', '代', '兼', '总', '名', '助'];

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
