//! The list of words: the program's own, looked up where they lie, and the house's.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Match, MatchKind};
use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Severity, Text, code};
use crate::model::Lexicon;

/// The program's own words; the form is explained at the head of each list.
const OWN: &[(&str, Sort)] =
    &[(include_str!("slips.txt"), Sort::Slip), (include_str!("confused.txt"), Sort::Confused)];

/// Lines of the program's own lists by the first two characters of their words: what else a line says
/// is read where its word stands.
static LINES: LazyLock<Lines> = LazyLock::new(Lines::of_program);

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

/// The first two characters of a word; 0 for the second where it has one.
type Key = (u32, u32);

/// Lines by the first two characters of their words.
struct Lines {
    /// In the order of the keys, the longer words of one first.
    lines: Vec<(Key, &'static str, &'static str, Sort)>,
    /// A bit for each key, shared by some others: most places of a text begin no word.
    bits: Vec<u64>,
    /// Words of one character.
    singles: Vec<u32>,
}

/// How many bits; far more than there are words.
const BITS: usize = 1 << 17;

impl Lines {
    fn of_program() -> Self {
        let mut lines = Vec::with_capacity(1_500);
        let mut bits = vec![0; BITS / 64];
        let mut singles = Vec::new();
        for (list, sort) in OWN {
            for line in list.lines().filter(|line| !line.starts_with('#')) {
                let wrong = line.split_whitespace().next().unwrap_or_default();
                let mut chars = wrong.chars().map(u32::from);
                let Some(first) = chars.next() else { continue };
                let key = (first, chars.next().unwrap_or_default());
                if key.1 == 0 {
                    singles.push(first);
                }
                let bit = bit(key);
                bits[bit / 64] |= 1_u64 << (bit % 64);
                lines.push((key, wrong, line, *sort));
            }
        }
        lines.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.len().cmp(&a.1.len())));
        Self { lines, bits, singles }
    }

    /// Whether a word may begin with a character before another one; if not, none does.
    fn may_begin(&self, first: char, second: Option<char>) -> bool {
        let first = u32::from(first);
        second.is_some_and(|second| self.has((first, u32::from(second))))
            || self.singles.contains(&first)
    }

    fn has(&self, key: Key) -> bool {
        let bit = bit(key);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The longest word that a text begins with, and its line.
    fn at(&self, text: &str) -> Option<(&'static str, &'static str, Sort)> {
        let mut chars = text.chars().map(u32::from);
        let first = chars.next()?;
        let with = |key: Key| {
            if !self.has(key) {
                return None;
            }
            let from = self.lines.partition_point(|(other, ..)| *other < key);
            let same = self.lines[from..].iter().take_while(|(other, ..)| *other == key);
            let mut found = same.filter(|(_, wrong, ..)| text.starts_with(wrong));
            found.next().map(|(_, wrong, line, sort)| (*wrong, *line, *sort))
        };
        chars.next().and_then(|second| with((first, second))).or_else(|| with((first, 0)))
    }
}

fn bit((first, second): Key) -> usize {
    let mixed = first.wrapping_mul(0x9E37_79B1) ^ second.wrapping_mul(0x85EB_CA6B);
    (mixed >> 15) as usize % BITS
}

/// Words made ready for looking up.
#[derive(Clone, Default)]
pub struct Wordlist {
    /// The house's.
    words: Vec<Word>,
    /// Words that are right in this house.
    allowed: Vec<String>,
    finder: Option<AhoCorasick>,
}

impl Wordlist {
    /// Makes the lists ready; the findings are about the house's.
    pub fn new(lexicon: &Lexicon, out: &mut Vec<Diagnostic>) -> Self {
        let mut words: Vec<Word> = Vec::new();
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
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostLongest);
        let finder = (!words.is_empty()).then(|| builder.build(patterns).ok()).flatten();
        let allowed = lexicon.allowed.iter().map(|text| text.value.clone()).collect();
        Self { finder, words, allowed }
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

    /// The wrong words of a text, in their order.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, Word)> {
        let finder = self.finder.iter();
        let house: Vec<Match> = finder.flat_map(|finder| finder.find_iter(text)).collect();
        let mut house = house.iter().peekable();
        let mut found: Vec<(Range<usize>, Word)> = Vec::new();
        let mut end = 0;
        let lines = &*LINES;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let is_of_none = house.peek().is_none_or(|word| word.start() > at);
            if at < end || is_of_none && !lines.may_begin(c, next) {
                continue;
            }
            while house.peek().is_some_and(|word| word.start() < at) {
                house.next();
            }
            let own = lines.at(&text[at..]).filter(|(wrong, ..)| !self.says_of(wrong));
            let of_house = house.next_if(|word| word.start() == at);
            // Of the two the longer one counts.
            let of_house = of_house.filter(|it| own.is_none_or(|(own, ..)| own.len() <= it.len()));
            let (word, length) = match (of_house, own) {
                (Some(it), _) => (self.words.get(it.pattern().as_usize()).cloned(), it.len()),
                (None, Some((wrong, line, sort))) => {
                    (read(line).map(|word| Word { sort, ..word }), wrong.len())
                }
                (None, None) => continue,
            };
            end = at + length;
            found.extend(
                word.filter(|word| word.is_wrong(text, &(at..end))).map(|it| (at..end, it)),
            );
        }
        found
    }

    /// Whether the house says of a word of the program's own what it wants.
    fn says_of(&self, wrong: &str) -> bool {
        self.allowed.iter().any(|word| word == wrong)
            || self.words.iter().any(|word| word.wrong == wrong)
    }
}

impl Word {
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
fn read(line: &str) -> Option<Word> {
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

    fn of_program() -> impl Iterator<Item = Word> {
        LINES
            .lines
            .iter()
            .filter_map(|(_, _, line, sort)| Some(Word { sort: *sort, ..read(line)? }))
    }

    #[test]
    fn the_own_list_is_sound() {
        let mut seen = Vec::new();
        for word in of_program() {
            let Word { wrong, right, sort, .. } = word;
            let right = right.unwrap_or_else(|| panic!("{wrong}"));
            assert!(!right.contains(&wrong), "{wrong}");
            assert!(!seen.contains(&wrong), "{wrong}");
            assert!(sort != Sort::Confused || word.reason.is_some(), "{wrong}");
            seen.push(wrong);
        }
        assert!(seen.len() > 1_000);
        // What is right must not be found wrong.
        let list = Wordlist::new(&Lexicon::default(), &mut Vec::new());
        for word in of_program() {
            let right = word.right.unwrap_or_default();
            let found: Vec<String> =
                list.find(&right).into_iter().map(|(_, word)| word.wrong).collect();
            assert!(found.is_empty(), "{right}: {found:?}");
        }
    }

    #[test]
    fn words_are_found_where_they_stand() {
        let list = Wordlist::new(&Lexicon::default(), &mut Vec::new());
        let found = |text: &str| -> Vec<String> {
            list.find(text).into_iter().map(|(range, _)| text[range].to_owned()).collect()
        };
        assert_eq!(found("对布署作了再布署"), ["布署", "布署"]);
        assert_eq!(found("一一公布署名"), Vec::<String>::new());
        assert_eq!(found("建立帐目，搭设帐篷、帐蓬"), ["帐", "帐蓬"]);
        assert_eq!(found(""), Vec::<String>::new());
    }
}
