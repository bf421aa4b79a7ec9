//! Rules about papers.

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Rulebook};

/// The rules.
pub const GROUP: Group = Group { name: "文件和附件", rules: RULES, check };

rules! {
    /// 占位。
    PLACEHOLDER_PAPERS = "placeholder-papers", Hint;
}

fn check(_: &Draft<'_>, _: &Rulebook, _: &Archive, _: &mut Findings<'_>) {}
