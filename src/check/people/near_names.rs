//! The ways in which names of the roster are written wrong, made ready to be looked for.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use crate::check::lists::words;
use crate::check::words::alike;
use crate::model::{Person, Unit};

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
const SURNAMES: &[&str] = words!("near_names.txt", "SURNAMES");

/// Whether two surnames sound nearly the same.
pub fn is_one_surname(a: char, b: char) -> bool {
    SURNAMES.iter().any(|row| row.contains(a) && row.contains(b))
}

/// What a slip is of.
#[derive(Clone, Copy)]
pub enum Slip {
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
    /// What each pattern of the finder is a slip of.
    pub slips: Vec<Slip>,
    /// Finds them.
    pub finder: Option<AhoCorasick>,
    /// The names as they are.
    pub own: BTreeSet<String>,
}

/// Names of units shorter than this are soon those of others, with one character changed.
const SHORTEST: usize = 5;
/// Of so many characters half a name is looked for.
pub const HALF: usize = 3;

impl NearNames {
    /// Makes the names of a roster ready.
    pub fn of(leaders: &[Person], units: &[Unit]) -> Self {
        let mut own: BTreeSet<String> = BTreeSet::new();
        for leader in leaders {
            own.extend(leader.names().map(str::to_owned));
        }
        for unit in units {
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
        for (index, leader) in leaders.iter().enumerate() {
            let name: Vec<char> = leader.name.as_str().chars().collect();
            if name.len() == 2 {
                for other in alike(name[1]).chain(row_of(name[1])) {
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
        for (index, unit) in units.iter().enumerate().filter(|(_, unit)| !unit.county) {
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

/// Characters of given names that look much the same, beside those of the general table.
pub const ALIKE: &[&str] = words!("near_names.txt", "ALIKE");

/// The characters of given names that look or sound much like one.
pub fn row_of(c: char) -> impl Iterator<Item = char> {
    let rows = ALIKE.iter().filter(move |row| row.contains(c));
    rows.flat_map(|row| row.chars()).filter(move |other| *other != c)
}

/// Whether one character of a name is taken for another.
pub fn is_taken(a: char, b: char) -> bool {
    alike(a).any(|it| it == b)
        || alike(b).any(|it| it == a)
        || ALIKE.iter().any(|row| row.contains(a) && row.contains(b))
}
