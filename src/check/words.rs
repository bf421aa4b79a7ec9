//! Rules about words.

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Rulebook};

/// The rules.
pub const GROUP: Group = Group { name: "用词", rules: RULES, check };

rules! {
    /// 占位。
    PLACEHOLDER_WORDS = "placeholder-words", Hint;
}

fn check(_: &Draft<'_>, _: &Rulebook, _: &Archive, _: &mut Findings<'_>) {}

/// The program's words and the house's, made ready for looking up.
#[derive(Default)]
pub struct Wordlist {}

impl Wordlist {
    /// Makes the lists ready; the findings are about the house's.
    pub fn new(
        _lexicon: &crate::model::Lexicon,
        _out: &mut Vec<crate::diagnostic::Diagnostic>,
    ) -> Self {
        Self {}
    }
}
