//! The list of words: the program's own and the house's, looked for all at once.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Severity, Text, code};
use crate::model::Lexicon;

/// The program's own words; the form is explained at the head of each list.
const OWN: &[(&str, Sort)] =
    &[(include_str!("slips.txt"), Sort::Slip), (include_str!("confused.txt"), Sort::Confused)];

/// What a word is wrong by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// There is no such word.
    #[default]
    Slip,
    /// It is another word.
    Confused,
    /// The house does not want it.
    House,
}

/// A word that is wrong, and when.
#[derive(Clone, Debug, Default)]
pub struct Word {
    wrong: String,
    /// What it should be; `None` where a person has to decide.
    pub right: Option<String>,
    /// The house's level, where it gives one.
    pub level: Option<Severity>,
    /// What it is wrong by.
    pub sort: Sort,
    /// Why it is wrong.
    pub reason: Option<String>,
    /// Only in texts of this day and later.
    pub from: Option<NaiveDate>,
    after: Vec<String>,
    before: Vec<String>,
    /// Longer words in which it is right, each with where it stands in them, in bytes.
    unless: Vec<(usize, String)>,
    /// Only at the beginning of a clause.
    is_first: bool,
}

/// Words made ready for looking up.
#[derive(Clone, Default)]
pub struct Wordlist {
    words: Vec<Word>,
    /// Words that are right in this house.
    allowed: Vec<String>,
    finder: Option<AhoCorasick>,
}

impl Wordlist {
    /// Makes the lists ready; the findings are about the house's.
    pub fn new(lexicon: &Lexicon, out: &mut Vec<Diagnostic>) -> Self {
        let allowed = |word: &Word| lexicon.allowed.iter().any(|text| text.as_str() == word.wrong);
        let mut words: Vec<Word> = Word::of_program().filter(|word| !allowed(word)).collect();
        for slip in &lexicon.slips {
            let texts = |texts: &[Text]| texts.iter().map(|text| text.value.clone()).collect();
            let wrong = slip.wrong.value.clone();
            if slip.right.as_ref().is_some_and(|right| right.value.contains(&wrong)) {
                let message = format!("「{wrong}」改成的词里还有「{wrong}」，会改了又改");
                let finding = Diagnostic::warning(code::WRONG_VALUE, message);
                out.push(finding.at(slip.wrong.whole()).help("把改对以后的词也写进「除非」"));
            }
            let longer: Vec<String> =
                slip.unless.iter().chain(&slip.right).map(|text| text.value.clone()).collect();
            words.retain(|word| word.wrong != wrong);
            words.push(Word {
                right: slip.right.as_ref().map(|text| text.value.clone()),
                level: Some(slip.level),
                sort: Sort::House,
                is_first: false,
                reason: slip.reason.as_ref().map(|text| text.value.clone()),
                after: texts(&slip.after),
                before: texts(&slip.before),
                unless: places(&wrong, &longer),
                from: slip.from,
                wrong,
            });
        }
        let patterns = words.iter().map(|word| word.wrong.as_bytes());
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns);
        let allowed = lexicon.allowed.iter().map(|text| text.value.clone()).collect();
        Self { finder: finder.ok().filter(|_| !words.is_empty()), words, allowed }
    }

    /// Whether some bytes of a text are part of a word that is right in this house.
    pub fn allows(&self, text: &str, range: &Range<usize>) -> bool {
        self.allowed.iter().filter(|word| !word.is_empty()).any(|word| {
            let start = text.floor_char_boundary(range.start.saturating_sub(word.len()));
            let end = text.ceil_char_boundary((range.end + word.len()).min(text.len()));
            text[start..end]
                .match_indices(word.as_str())
                .any(|(at, _)| start + at < range.end && range.start < start + at + word.len())
        })
    }

    /// The wrong words of a text.
    pub fn find<'w>(&'w self, text: &'w str) -> impl Iterator<Item = (Range<usize>, &'w Word)> {
        let found = self.finder.iter().flat_map(move |finder| finder.find_iter(text));
        found.filter_map(move |found| {
            let word = self.words.get(found.pattern().as_usize())?;
            word.is_wrong(text, &found.range()).then(|| (found.range(), word))
        })
    }
}

impl Word {
    fn of_program() -> impl Iterator<Item = Self> {
        OWN.iter().flat_map(|(list, sort)| {
            let word = |line| Some(Self { sort: *sort, ..own(line)? });
            list.lines().filter_map(word)
        })
    }

    fn is_wrong(&self, text: &str, range: &Range<usize>) -> bool {
        let (before, behind) = (&text[..range.start], &text[range.end..]);
        let right = self.unless.iter().any(|(at, longer)| {
            let start = range.start.checked_sub(*at);
            start.is_some_and(|start| text.as_bytes()[start..].starts_with(longer.as_bytes()))
        });
        let clause = |c: char| c.is_whitespace() || "，。；！？".contains(c);
        !right
            && (!self.is_first || before.chars().next_back().is_none_or(clause))
            && (self.after.is_empty() || self.after.iter().any(|it| before.ends_with(it.as_str())))
            && (self.before.is_empty()
                || self.before.iter().any(|it| behind.starts_with(it.as_str())))
    }
}

/// Where a word stands in longer ones.
fn places(wrong: &str, longer: &[String]) -> Vec<(usize, String)> {
    let place = |longer: &String| longer.find(wrong).map(|at| (at, longer.clone()));
    longer.iter().filter_map(place).collect()
}

/// A line of the program's own list.
fn own(line: &str) -> Option<Word> {
    let (line, reason) = match line.split_once('｜') {
        Some((line, reason)) => (line, Some(reason.trim().to_owned())),
        None => (line, None),
    };
    let mut parts = line.split_whitespace();
    let wrong = parts.next().filter(|word| !word.starts_with('#'))?.to_owned();
    let mut word = Word { right: parts.next().map(str::to_owned), reason, ..Word::default() };
    let mut unless = Vec::new();
    let mut kind = "";
    for part in parts {
        match (part, kind) {
            ("除非" | "前" | "后", _) => kind = part,
            ("提示", _) => word.level = Some(Severity::Hint),
            ("句首", _) => word.is_first = true,
            (part, "前") => word.after.push(part.to_owned()),
            (part, "后") => word.before.push(part.to_owned()),
            (part, _) => unless.push(part.to_owned()),
        }
    }
    word.unless = places(&wrong, &unless);
    word.wrong = wrong;
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_list_is_sound() {
        let mut seen = Vec::new();
        for word in Word::of_program() {
            let Word { wrong, right, sort, .. } = word;
            let right = right.unwrap_or_else(|| panic!("{wrong}"));
            assert!(!right.contains(&wrong), "{wrong}");
            assert!(!seen.contains(&wrong), "{wrong}");
            assert!(sort != Sort::Confused || word.reason.is_some(), "{wrong}");
            seen.push(wrong);
        }
        // What is right must not be found wrong.
        let list = Wordlist::new(&Lexicon::default(), &mut Vec::new());
        for word in &list.words {
            let right = word.right.as_deref().unwrap_or_default();
            let found: Vec<&str> = list.find(right).map(|(_, word)| word.wrong.as_str()).collect();
            assert!(found.is_empty(), "{right}: {found:?}");
        }
    }
}
