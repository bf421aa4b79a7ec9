//! What a house knows and wants when its drafts are read for mistakes: levels of rules,
//! people and units, words.

use chrono::NaiveDate;

use crate::diagnostic::{Severity, Text};

/// `check:` of `jianbao.yaml`.
#[derive(Clone, Debug, Default)]
pub struct CheckSettings {
    /// Rule → the level its findings have, `None` for off. Names are as written.
    pub levels: Vec<(Text, Option<Severity>)>,
    /// Whether hints are shown as well.
    pub hints: bool,
    /// How many days a dispatch may be older than its issue; `None` for the program's own number.
    pub stale_after: Option<u32>,
}

/// `fonts:` of `jianbao.yaml`: faces by the names of their families.
#[derive(Clone, Debug, Default)]
pub struct FaceWishes {
    /// Role (`masthead`, `title`, `body`, `kai`, `hei`, `latin`, [`FaceWishes::FALLBACK`]) and name, in the
    /// order of the roles.
    pub wanted: Vec<(&'static str, Text)>,
}

impl FaceWishes {
    /// Not a role: faces only for characters that no other has.
    pub const FALLBACK: &str = "fallback";
}

/// `lexicon.yaml`: words that a house wants replaced.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// In the order of the file.
    pub slips: Vec<Slip>,
    /// Words of the program's own list that are right in this house.
    pub allowed: Vec<Text>,
}

/// A wrong word and the right one.
#[derive(Clone, Debug)]
pub struct Slip {
    /// As it is wrongly written.
    pub wrong: Text,
    /// As it should be; `None` where a person has to decide.
    pub right: Option<Text>,
    /// How sure it is.
    pub level: Severity,
    /// Only where one of these stands right before it; empty for anywhere.
    pub after: Vec<Text>,
    /// Only where one of these stands right behind it; empty for anywhere.
    pub before: Vec<Text>,
    /// Not where it is part of one of these longer words.
    pub unless: Vec<Text>,
    /// Only in texts of this day and later; `None` for all.
    pub from: Option<NaiveDate>,
    /// Why, in a sentence for clerks.
    pub reason: Option<Text>,
}

/// `roster.yaml`: who is who, and what units are called.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// Leaders.
    pub leaders: Vec<Person>,
    /// Units.
    pub units: Vec<Unit>,
}

/// A leader.
#[derive(Clone, Debug)]
pub struct Person {
    /// 姓名.
    pub name: Text,
    /// 曾用名, and other ways of writing the name that are right.
    pub former_names: Vec<Text>,
    /// 职务, each with its time.
    pub posts: Vec<Post>,
}

/// A post held for a time.
#[derive(Clone, Debug)]
pub struct Post {
    /// With its unit, such as 山阴县委书记.
    pub title: Text,
    /// Shorter ways of saying it that are right too, such as 副县长 for 常务副县长.
    pub short_titles: Vec<Text>,
    /// The first day; `None` for ever since.
    pub from: Option<NaiveDate>,
    /// The last day; `None` for still.
    pub to: Option<NaiveDate>,
    /// Place among the leaders of that time, 1 the first; `None` where it is not held against lists.
    pub rank: Option<u32>,
}

impl Post {
    /// Whether it was held on a day.
    pub fn is_held_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A unit: a county, a department, an office.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The standard name, such as 市生态环境局.
    pub name: Text,
    /// Names that must not be used any more, or never; the standard one replaces them.
    pub rejected: Vec<Text>,
    /// Short names that may be used, such as 市环境局.
    pub short_names: Vec<Text>,
    /// The day since which it has this name; `None` where nobody wrote it down.
    pub from: Option<NaiveDate>,
    /// Whether it is a county, a district or a city, of which the last character tells which.
    pub county: bool,
}
