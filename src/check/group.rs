//! What a room of rules is to whoever checks a draft.

use super::across::archive::Archive;
use super::draft::Draft;
use super::findings::Findings;
use super::rule::Rule;
use super::rulebook::Rulebook;

/// Rules about the same thing.
#[derive(Clone, Copy)]
pub struct Group {
    /// What they are about, in Chinese.
    pub name: &'static str,
    /// The rules.
    pub rules: &'static [Rule],
    /// Looks for what they forbid. Called when at least one of them is on.
    pub check: fn(&Draft<'_>, &Rulebook, &Archive, &mut Findings<'_>),
}
