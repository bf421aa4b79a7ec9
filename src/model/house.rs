//! What a house knows and wants when its drafts are read for mistakes: levels of rules
//! and words.

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
    /// Why, in a sentence for clerks.
    pub reason: Option<Text>,
}
