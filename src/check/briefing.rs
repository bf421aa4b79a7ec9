//! Rules about briefing.

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Rulebook};

/// The rules.
pub const GROUP: Group = Group { name: "简报的体例", rules: RULES, check };

rules! {
    /// 占位。
    PLACEHOLDER_BRIEFING = "placeholder-briefing", Hint;
}

fn check(_: &Draft<'_>, _: &Rulebook, _: &Archive, _: &mut Findings<'_>) {}
