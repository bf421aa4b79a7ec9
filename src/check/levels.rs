//! Rules about levels.

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Rulebook};

/// The rules.
pub const GROUP: Group = Group { name: "层次序号", rules: RULES, check };

rules! {
    /// 占位。
    PLACEHOLDER_LEVELS = "placeholder-levels", Hint;
}

fn check(_: &Draft<'_>, _: &Rulebook, _: &Archive, _: &mut Findings<'_>) {}
