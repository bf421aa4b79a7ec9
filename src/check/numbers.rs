//! Rules about numbers.

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Rulebook};

/// The rules.
pub const GROUP: Group = Group { name: "数字和日期", rules: RULES, check };

rules! {
    /// 占位。
    PLACEHOLDER_NUMBERS = "placeholder-numbers", Hint;
}

fn check(_: &Draft<'_>, _: &Rulebook, _: &Archive, _: &mut Findings<'_>) {}
