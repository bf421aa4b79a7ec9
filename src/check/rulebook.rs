//! What a house wants of its drafts: which rules at which level, its people and units, its words.

use std::collections::BTreeMap;

use super::people::Directory;
use super::rule::Rule;
use super::rules::rules;
use super::words::Wordlist;
use crate::diagnostic::{Code, Diagnostic, Severity, code};
use crate::model::{CheckSettings, Lexicon, Roster};

/// How many days a dispatch may be older than its issue. House practice: two issues' time.
const STALE_AFTER: u32 = 30;

/// What is found on finished pages: no rules, but with levels like theirs.
const OF_PAGE: &[Code] = &[
    code::PAGE_GEOMETRY,
    code::TITLE_TOO_WIDE,
    code::ROW_EDGE,
    code::STRANDED_HEADING,
    code::RUNT,
    code::FEW_ROWS,
];

/// Settings, roster and lexicon, made ready once for any number of issues.
#[derive(Clone)]
pub struct Rulebook {
    levels: BTreeMap<&'static str, Option<Severity>>,
    hints: bool,
    /// How many days a dispatch may be older than its issue.
    pub stale_after: u32,
    /// People and units.
    pub directory: Directory,
    /// Words.
    pub words: Wordlist,
}

impl Default for Rulebook {
    fn default() -> Self {
        Self::new(&CheckSettings::default(), Roster::default(), &Lexicon::default()).0
    }
}

impl Rulebook {
    /// Makes ready what a house has written; the findings are about that.
    pub fn new(
        settings: &CheckSettings,
        roster: Roster,
        lexicon: &Lexicon,
    ) -> (Self, Vec<Diagnostic>) {
        let mut out = Vec::new();
        let mut levels = BTreeMap::new();
        for (name, level) in &settings.levels {
            let of_page = OF_PAGE.iter().find(|code| code.name == name.as_str());
            let rule = rules().map(|rule| rule.code).find(|code| code.name == name.as_str());
            match rule.or(of_page.copied()) {
                Some(code) => drop(levels.insert(code.name, *level)),
                None => out.push(unknown(name.as_str()).at(name.whole())),
            }
        }
        let book = Self {
            levels,
            hints: settings.hints,
            stale_after: settings.stale_after.unwrap_or(STALE_AFTER),
            directory: Directory::new(roster),
            words: Wordlist::new(lexicon, &mut out),
        };
        (book, out)
    }

    /// What the house says of the findings of a finished page; `None` where it says nothing.
    pub fn page_level(&self, code: Code) -> Option<Option<Severity>> {
        self.levels.get(code.name).copied()
    }

    /// The same with hints shown.
    #[must_use]
    pub fn with_hints(mut self) -> Self {
        self.hints = true;
        self
    }

    /// The same with this one rule on, whatever its level, and no other.
    #[must_use]
    pub fn only(mut self, rule: Rule) -> Self {
        self.levels = rules().map(|each| (each.code.name, None)).collect();
        self.levels.insert(rule.code.name, Some(rule.level));
        self
    }

    /// The level of a rule's findings; `None` when it is off.
    pub fn level(&self, rule: Rule) -> Option<Severity> {
        self.level_or(rule, rule.level)
    }

    /// The same where a finding has a level of its own.
    pub fn level_or(&self, rule: Rule, level: Severity) -> Option<Severity> {
        match self.levels.get(rule.code.name) {
            // Who names a rule wants to hear it.
            Some(level) => *level,
            None => Some(level).filter(|level| *level < Severity::Hint || self.hints),
        }
    }
}

/// The finding that there is no such rule.
pub(super) fn unknown(name: &str) -> Diagnostic {
    let finding = Diagnostic::warning(code::UNKNOWN_RULE, format!("没有名为「{name}」的规则"));
    if Code::find(name).is_some() {
        return finding.help("这一种提示不是规则查出来的，不能改级别，也不能忽略");
    }
    let near = rules()
        .map(|rule| (strsim::normalized_damerau_levenshtein(name, rule.code.name), rule.code.name))
        .filter(|(score, _)| *score >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    finding.help(match near {
        Some((_, near)) => format!("是不是「{near}」？"),
        None => "规则的名称见 jianbao explain".to_owned(),
    })
}
