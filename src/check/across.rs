//! Rules across entries and issues.

use super::rule::rules;
use super::{Draft, Findings, Group, Rulebook};

/// The rules.
pub const GROUP: Group = Group { name: "稿件之间、各期之间", rules: RULES, check };

rules! {
    /// 占位。
    PLACEHOLDER_ACROSS = "placeholder-across", Hint;
}

fn check(_: &Draft<'_>, _: &Rulebook, _: &Archive, _: &mut Findings<'_>) {}

/// What stands in other issues.
#[derive(Default)]
pub struct Archive {}
