//! Which words of a title open a predicate, and of which rank: subject, prepositional phrase,
//! predicate, further clauses. As much grammar as classes of words can tell.

use super::cost;
use super::lexicon::{ABOUT, ALIAS, HELD, Kind};
use super::marks::CLOSING;
use super::word::Word;
use crate::dictionary::Class;

/// The most words that the name of an organ is made of here.
const LONGEST_SUBJECT: usize = 6;

/// What a word is to the predicates of its title.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Role {
    /// No part of one, or what it is about.
    Noun,
    /// The first word of one; what a break before it costs.
    Opens(f64),
    /// A further adverb or verb of one.
    GoesOn,
}

/// A title as its words.
#[derive(Clone, Copy)]
pub struct Sentence<'a> {
    pub text: &'a str,
    pub words: &'a [Word],
}

impl<'a> Sentence<'a> {
    /// The word with this index, empty past the last.
    pub fn word(&self, index: usize) -> &'a str {
        self.words.get(index).map_or("", |word| &self.text[word.range.clone()])
    }

    /// The kind of the word with this index.
    pub fn kind(&self, index: usize) -> Option<Kind> {
        self.words.get(index).map(|word| word.kind)
    }

    /// The kind of the word before, if there is one.
    pub fn kind_before(&self, index: usize) -> Option<Kind> {
        index.checked_sub(1).and_then(|index| self.kind(index))
    }

    /// 推进会, 常务会议: what follows a meeting is what was done there.
    pub fn meeting(&self, index: usize) -> bool {
        ["会", "会议"].iter().any(|end| self.word(index).ends_with(end))
    }

    /// Whether a meeting is the object of what stands before the word: 召开|全市推进会.
    fn meeting_follows(&self, index: usize) -> bool {
        (index..self.words.len()).any(|index| self.meeting(index))
    }

    /// The role of each word.
    pub fn roles(&self) -> Vec<Role> {
        let mut roles = self.predicates();
        self.find_meetings(&mut roles);
        self.find_subjects(&mut roles);
        roles
    }

    fn predicates(&self) -> Vec<Role> {
        let mut roles = vec![Role::Noun; self.words.len()];
        let mut depth = Depth::default();
        let mut state = State::default();
        for (index, role) in roles.iter_mut().enumerate() {
            let kind = self.words[index].kind;
            depth.step(self.word(index));
            if !state.any
                && !depth.inside()
                && self.after_person(index)
                && !self.opens(index, state)
            {
                *role = Role::Opens(cost::PLAIN);
                state.any = true;
                continue;
            }
            if depth.inside() || kind == Kind::Mark || !self.opens(index, state) {
                state.inside = false;
                continue;
            }
            *role = match state {
                State { inside: true, .. } => Role::GoesOn,
                State { waiting: true, .. } => Role::Opens(cost::PHRASE),
                State { any: true, .. } => Role::Opens(cost::CLAUSE),
                _ => Role::Opens(cost::PLAIN),
            };
            let about = self.word(index) == ABOUT;
            state = State {
                any: state.any || about || !matches!(kind, Kind::Adverb | Kind::Preposition),
                waiting: match kind {
                    Kind::Preposition => !about,
                    Kind::Adverb => state.waiting,
                    _ => false,
                },
                // What follows 多措并举 and 强调 is a clause of its own.
                inside: !matches!(kind, Kind::Preposition | Kind::Phrase | Kind::Speech),
            };
        }
        roles
    }

    /// What a meeting is about belongs to its name: behind 暨 (表彰大会暨县委学习…报告会), and
    /// wherever a title is nothing but a meeting that was held.
    fn find_meetings(&self, roles: &mut [Role]) {
        let Some(last) = (0..self.words.len()).rev().find(|&index| self.meeting(index)) else {
            return;
        };
        let held = |index: usize| HELD.iter().any(|verb| self.word(index).ends_with(verb));
        let only = last + 2 >= self.words.len()
            && !(0..last).any(|index| held(index) || self.kind(index) == Some(Kind::Speech));
        self.find_called(roles, last);
        let first = match (0..last).rev().find(|&index| self.word(index) == ALIAS) {
            _ if only && held(last + 1) => 0,
            Some(alias) => alias + 1,
            None => return,
        };
        // Behind a quotation a clause may begin all the same: 实施“百村工程”|促进….
        for index in (first..=last).filter(|&index| index == 0 || self.word(index - 1) != "”") {
            roles[index] = Role::Noun;
        }
    }

    /// 召开推动高质量发展工作会议: up to the meeting, what follows the verb is its name.
    fn find_called(&self, roles: &mut [Role], last: usize) {
        let called = |index: usize| {
            ["召开", "举行", "举办"].iter().any(|verb| self.word(index).ends_with(verb))
                && roles[index] != Role::Noun
        };
        let Some(verb) = (0..last).rev().find(|&index| called(index)) else { return };
        // 召开会议研究…推进会: one that stands at once is the whole of it.
        let near = (verb + 1..last).find(|&index| self.meeting(index));
        if near.is_none() && !self.words[verb + 1..last].iter().any(|word| word.kind == Kind::Mark)
        {
            roles[verb + 1..=last].fill(Role::Noun);
        }
    }

    /// Behind a post and a name the predicate begins, whatever its first word is: 书记李某某|重走….
    fn after_person(&self, index: usize) -> bool {
        index >= 2
            && self.words[index - 1].kind == Kind::Name
            && self.words[index - 2].kind == Kind::Post
            && matches!(self.words[index].kind, Kind::Other | Kind::Prefix | Kind::Noun | Kind::Act)
    }

    /// After a slogan a given name, or that of a unit, begins a clause of its own:
    /// 守护一江清水|临河市推进…, 廉洁履职勇担当|财政部宁夏监管局组织….
    fn find_subjects(&self, roles: &mut [Role]) {
        for index in 2..self.words.len() {
            let Role::Opens(cost) = roles[index] else { continue };
            let Some(start) = self.subject(roles, index) else { continue };
            // 以案为鉴 勇于担当: clauses without a verb that the lexicon knows.
            let spaced = || (0..start).any(|at| self.word(at).trim().is_empty());
            if start == 0 || cost != cost::CLAUSE && !(cost <= cost::PHRASE && spaced()) {
                continue;
            }
            let slogan =
                matches!(self.words[start - 1].kind, Kind::Noun | Kind::Other | Kind::Tail);
            if slogan && (cost == cost::CLAUSE || start + 1 < index) {
                roles[start] = Role::Opens(cost::PLAIN);
                roles[index] = Role::Opens(cost::PHRASE);
            }
        }
    }

    /// Where the name begins that ends before the word: a given one, or an organ's with its parts.
    fn subject(&self, roles: &[Role], end: usize) -> Option<usize> {
        if self.words[end - 1].kind == Kind::Name {
            return Some(end - 1);
        }
        // 发生险情|生态环境部门开展….
        if self.word(end - 1) == "部门"
            && end >= 2
            && matches!(self.words[end - 2].kind, Kind::Noun | Kind::Other)
        {
            return Some(end - 2);
        }
        let unit = ["局", "委", "办", "院", "厅", "部", "会"].iter();
        if !unit.clone().any(|last| self.word(end - 1).ends_with(last)) || self.meeting(end - 1) {
            return None;
        }
        let parts = (1..end).rev().take(LONGEST_SUBJECT).take_while(|&at| {
            let kind = self.words[at].kind;
            roles[at] == Role::Noun
                && matches!(kind, Kind::Name | Kind::Noun | Kind::Other | Kind::Suffix)
        });
        parts.filter(|&at| self.words[at].kind == Kind::Name).last()
    }

    /// Whether a word opens a predicate or goes on with one.
    fn opens(&self, index: usize, state: State) -> bool {
        let State { any, waiting, inside } = state;
        let next = self.kind(index + 1);
        let last =
            next.is_none_or(|kind| kind == Kind::Mark && CLOSING.contains(self.word(index + 1)));
        // 落实情况, 提出的意见: nouns, or verbs of a clause within.
        let noun =
            |kind| matches!(kind, Some(Kind::Suffix | Kind::Tail | Kind::Particle | Kind::Joint));
        // 树立和践行: two verbs of one predicate.
        let verbs = next == Some(Kind::Joint)
            && self
                .words
                .get(index + 2)
                .is_some_and(|word| word.kind == Kind::Verb || word.class == Some(Class::Verb));
        // 救助保障工作, after a predicate that could have it for an object.
        let row = matches!(next, Some(Kind::Verb | Kind::Act)) && any && noun(self.kind(index + 2));
        // 投资|集团公司, 投资|发展|有限公司.
        let firm = (index + 1..self.words.len().min(index + 4))
            .take_while(|&at| !matches!(self.words[at].kind, Kind::Mark | Kind::Particle))
            .any(|at| ["集团", "公司"].iter().any(|end| self.word(at).ends_with(end)));
        // 保障|库: a noun of one character makes a noun of the verb before it.
        let single = self.words.get(index + 1).is_some_and(|word| {
            word.kind == Kind::Other
                && word.class == Some(Class::Noun)
                && self.word(index + 1).chars().count() == 1
                && self.kind(index + 2) != Some(Kind::Particle)
        });
        // 评估规范（试行）: the name of a paper.
        let paper = self.word(index + 1) == "（"
            && ["试行", "暂行", "修订", "草案"]
                .iter()
                .any(|word| self.word(index + 2).starts_with(word));
        let nominal = noun(next) && !verbs || row || firm || single || paper;
        match self.words[index].kind {
            Kind::Adverb => self.words[index + 1..]
                .iter()
                .find(|word| word.kind != Kind::Adverb)
                .is_some_and(|word| {
                    matches!(word.kind, Kind::Verb | Kind::Act | Kind::Phrase | Kind::Preposition)
                }),
            Kind::Preposition => !last,
            Kind::Phrase => !last || inside,
            Kind::Speech => !nominal && !last,
            // 大会召开: it closes a clause, and what comes next is one of its own.
            Kind::Verb
                if HELD.contains(&self.word(index))
                    && index > 0
                    && self.meeting(index - 1)
                    && !self.meeting_follows(index + 1) =>
            {
                false
            }
            // At the end it is a noun: 责任落实, 会议召开.
            Kind::Verb => inside || !last && !nominal,
            Kind::Act => {
                let before = self.kind_before(index);
                let subject = match before {
                    None | Some(Kind::Name | Kind::Suffix | Kind::Post | Kind::Number) => true,
                    Some(kind) => waiting && kind != Kind::Preposition || self.meeting(index - 1),
                };
                !nominal && (inside || subject && !last)
            }
            _ => false,
        }
    }
}

/// Where the walk through a title has come to.
#[derive(Clone, Copy, Default)]
struct State {
    /// A predicate came before.
    any: bool,
    /// A preposition waits for its verb.
    waiting: bool,
    /// The word before belongs to the predicate that goes on.
    inside: bool,
}

/// How deep a place is in marks that come in pairs.
#[derive(Default)]
pub struct Depth {
    quotes: usize,
    straight: usize,
    pub books: usize,
}

impl Depth {
    /// Goes past a word.
    pub fn step(&mut self, word: &str) {
        match word {
            "“" | "‘" | "（" | "【" | "〔" | "〈" => self.quotes += 1,
            "”" | "’" | "）" | "】" | "〕" | "〉" => {
                self.quotes = self.quotes.saturating_sub(1)
            }
            "《" => self.books += 1,
            "》" => self.books = self.books.saturating_sub(1),
            // Straight ones, which look the same at both ends.
            "\"" => self.straight ^= 1,
            _ => {}
        }
    }

    /// How many quotations and brackets.
    pub fn quotes(&self) -> usize {
        self.quotes + self.straight
    }

    fn inside(&self) -> bool {
        self.quotes() + self.books > 0
    }
}
