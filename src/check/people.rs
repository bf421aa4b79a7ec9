//! Rules about people.

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Rulebook};

/// The rules.
pub const GROUP: Group = Group { name: "人名、职务和单位", rules: RULES, check };

rules! {
    /// 占位。
    PLACEHOLDER_PEOPLE = "placeholder-people", Hint;
}

fn check(_: &Draft<'_>, _: &Rulebook, _: &Archive, _: &mut Findings<'_>) {}

/// People and units, made ready for looking up.
#[derive(Default)]
pub struct Directory {}

impl Directory {
    /// Makes a roster ready.
    pub fn new(_roster: crate::model::Roster) -> Self {
        Self {}
    }
}
