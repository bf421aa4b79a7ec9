//! Names of leaders and units that are nearly those of the roster: one character taken for another,
//! two in the wrong order, one left out.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::directory::Directory;
use super::{NEAR_NAME, NEAR_UNIT, UNIT_NAME};
use crate::check::cues::{first_chars, is_han};
use crate::check::lists::words;
use crate::check::words::alike;
use crate::check::{Findings, Passage};

/// Names by which the same unit is called in other places, or was called before.
const CALLED: &[&[&str]] = &[
    &["水利局", "水务局", "水利水电局", "水电局"],
    &["农业农村局", "农业局", "农牧局", "农林局", "农业委员会"],
    &["生态环境局", "环保局", "环境保护局", "生态环保局"],
    &["教育局", "教体局", "教育体育局", "教育和体育局", "教科局"],
    &["发展改革委", "发展改革局", "发展计划委", "发展与改革委", "发展和改革局", "发展和改革委"],
    &["自然资源局", "国土资源局", "国土局", "自然资源与规划局"],
    &["文化和旅游局", "文化旅游局", "文广新局", "文化局", "旅游局"],
    &["卫生健康委", "卫计委", "卫生局", "卫生健康局", "卫生计生委"],
    &["应急管理局", "安监局", "安全生产监督管理局", "应急局"],
    &["市场监管局", "市场监督局", "工商局", "质监局"],
    &["住房城乡建设局", "建设局", "城乡建设局"],
    &["人力资源社会保障局", "人事局", "劳动局"],
    &["交通运输局", "交通局"],
    &["工业和信息化局", "经信局", "经信委", "工业信息化局"],
    &["退役军人事务局", "退役军人局", "退役军人管理局"],
    &["医疗保障局", "医疗保险局"],
    &["乡村振兴局", "扶贫办", "扶贫局"],
    &["林业局", "林草局", "林业和草原局"],
];

/// Surnames that sound nearly the same.
const SURNAMES: &[&str] = words!("slips.txt", "SURNAMES");

/// Whether two surnames sound nearly the same.
pub fn is_one_surname(a: char, b: char) -> bool {
    SURNAMES.iter().any(|row| row.contains(a) && row.contains(b))
}

/// What a slip is of.
#[derive(Clone, Copy)]
enum Slip {
    /// A leader's name.
    Name(usize),
    /// A unit called as it is elsewhere.
    Unit(usize),
    /// The beginning of a unit's name, or its end.
    Half(usize, bool),
}

/// What is looked for, made ready once.
#[derive(Clone, Default)]
pub struct NearNames {
    slips: Vec<Slip>,
    finder: Option<AhoCorasick>,
    own: BTreeSet<String>,
}

/// Names of units shorter than this are soon those of others, with one character changed.
const SHORTEST: usize = 5;
/// Of so many characters half a name is looked for.
const HALF: usize = 3;

impl NearNames {
    /// Makes the names of a roster ready.
    pub fn of(directory: &Directory) -> Self {
        let mut own: BTreeSet<String> = BTreeSet::new();
        for leader in &directory.leaders {
            own.extend(leader.names().map(str::to_owned));
        }
        for unit in &directory.units {
            let names = std::iter::once(&unit.name).chain(&unit.short_names).chain(&unit.rejected);
            own.extend(names.map(|name| name.as_str().to_owned()));
        }
        let mut patterns: Vec<String> = Vec::new();
        let mut slips = Vec::new();
        let mut learn = |pattern: String, slip| {
            if !own.contains(&pattern) {
                patterns.push(pattern);
                slips.push(slip);
            }
        };
        for (index, leader) in directory.leaders.iter().enumerate() {
            let name: Vec<char> = leader.name.as_str().chars().collect();
            if name.len() == 2 {
                for other in alike(name[1]).chain(super::near::row_of(name[1])) {
                    learn([name[0], other].iter().collect(), Slip::Name(index));
                }
            }
            if name.len() != 3 {
                continue;
            }
            for (at, c) in name.iter().enumerate() {
                for other in alike(*c) {
                    let mut slip = name.clone();
                    slip[at] = other;
                    learn(slip.iter().collect(), Slip::Name(index));
                }
            }
            for row in SURNAMES.iter().filter(|row| row.contains(name[0])) {
                for other in row.chars().filter(|c| *c != name[0]) {
                    learn([other, name[1], name[2]].iter().collect(), Slip::Name(index));
                }
            }
            if name[1] != name[2] {
                learn([name[0], name[2], name[1]].iter().collect(), Slip::Name(index));
            }
        }
        for (index, unit) in directory.units.iter().enumerate().filter(|(_, unit)| !unit.county) {
            let name = unit.name.as_str();
            for row in CALLED {
                let Some(lead) = row.iter().find_map(|called| name.strip_suffix(called)) else {
                    continue;
                };
                let others = row.iter().filter(|called| name.strip_suffix(**called) != Some(lead));
                if !lead.is_empty() {
                    others.for_each(|other| learn(format!("{lead}{other}"), Slip::Unit(index)));
                }
            }
            let chars: Vec<char> = name.chars().collect();
            // 市农村农业局, 市教育厅
            for at in 1..chars.len().saturating_sub(4) {
                let mut swapped = chars.clone();
                swapped.swap(at, at + 2);
                swapped.swap(at + 1, at + 3);
                learn(swapped.iter().collect(), Slip::Unit(index));
            }
            if let Some((last, stem)) = chars
                .split_last()
                .filter(|(last, stem)| stem.len() >= 3 && "局厅部委".contains(**last))
            {
                for other in "局厅部".chars().filter(|other| other != last) {
                    learn(stem.iter().chain([&other]).collect(), Slip::Unit(index));
                }
            }
            if chars.len() >= SHORTEST {
                learn(chars[..HALF].iter().collect(), Slip::Half(index, true));
                learn(chars[chars.len() - HALF..].iter().collect(), Slip::Half(index, false));
            }
        }
        let finder = AhoCorasick::new(&patterns).ok().filter(|_| !patterns.is_empty());
        Self { slips, finder, own }
    }
}

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
