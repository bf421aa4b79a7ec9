//! Rules about marks.

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Rulebook};

/// The rules.
pub const GROUP: Group = Group { name: "标点和字符", rules: RULES, check };

rules! {
    /// 占位。
    PLACEHOLDER_MARKS = "placeholder-marks", Hint;
}

fn check(_: &Draft<'_>, _: &Rulebook, _: &Archive, _: &mut Findings<'_>) {}
