//! Where a title may be broken and how well the sense bears it. Shape is not its business.

use std::ops::Range;

use super::boundary::Boundary;
use super::clauses::pairs;
use super::lexicon::{
    ABOUT, ALIAS, CLOSERS, COUNCILS, HELD, Kind, PAPERS, PLACES, TIMES, describes,
};
use super::marks::{CLOSING, LEANING, OPENING};
use super::predicates::{Depth, Role, Sentence};
use super::widths::ems;
use super::word::Word;
use super::words::{places_of, words};
use super::{cost, terms, units};
use crate::dictionary::Class;

/// An object's beginning of up to this many em stays with the rest of it rather than the verb.
const BARE: f64 = 4.0;

/// An item of an enumeration from this many em on may end a line.
const LONG_ITEM: f64 = 6.0;

/// How many words are looked at before and after a place: more than any line has.
const MOST_WORDS: usize = 24;
/// So many characters in quotation marks are a name: 台风“杜鹃”.
const QUOTED_NAME: usize = 2;

/// What stands in quotation marks is taken for a name up to this many em.
const LONGEST_NAME: f64 = 7.0;

/// What a masthead's issuer and a title differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Subject and predicate, clauses.
    Title,
    /// One long name: every word in it is a noun.
    Organ,
}

/// Every word boundary of the text where neither a mark nor a name forbids a break.
pub fn boundaries(text: &str, names: &[&str], reading: Reading) -> Vec<Boundary> {
    let mut names = places_of(names, text);
    names.extend(number_of_document(text));
    let words = words(text, &names);
    let sentence = Sentence { text, words: &words };
    let roles = match reading {
        Reading::Title => sentence.roles(),
        Reading::Organ => vec![Role::Noun; words.len()],
    };
    let units = match reading {
        Reading::Title => units::within(&sentence, &roles),
        Reading::Organ => vec![false; words.len()],
    };
    let grammar = Grammar { sentence, reading, roles };
    let mut depth = Depth::default();
    let mut found = Vec::new();
    for (index, pair) in words.windows(2).enumerate() {
        depth.step(sentence.word(index));
        let at = pair[1].range.start;
        // Of two names that overlap only one is a word.
        if names.iter().any(|name| name.start < at && at < name.end) {
            continue;
        }
        if let Some(cost) = grammar.cost(index + 1) {
            let missed = grammar.missed(index + 1, cost);
            let unit = if units[index + 1] { cost::UNIT } else { 0.0 };
            let quoted = match depth.quotes() {
                0 => 0.0,
                _ if grammar.in_short_quotation(index + 1) => cost::GLUE,
                _ => cost::QUOTED,
            };
            let book = if depth.books > 0 { cost::BOOK } else { 0.0 };
            found.push(Boundary { at, cost: cost + unit + quoted + book, missed });
        }
    }
    if reading == Reading::Title {
        terms::keep_neighbours(grammar.sentence, &grammar.roles, &mut found);
        terms::keep(grammar.sentence, &grammar.roles, &mut found);
    }
    grammar.keep_pairs(&mut found);
    found
}

/// Where the number of the document stands that a title ends with: （望政办发〔2026〕13号）.
fn number_of_document(text: &str) -> Option<Range<usize>> {
    let start = text.rfind('（')?;
    is_number_of_document(&text[start..]).then_some(start..text.len())
}

fn is_number_of_document(word: &str) -> bool {
    word.starts_with('（') && word.ends_with("号）") && word.contains('〔')
}

struct Grammar<'a> {
    sentence: Sentence<'a>,
    reading: Reading,
    roles: Vec<Role>,
}

impl Grammar<'_> {
    /// What a break before the word costs, or nothing when marks forbid it.
    fn cost(&self, index: usize) -> Option<f64> {
        let (left, right) = (self.sentence.word(index - 1), self.sentence.word(index));
        if left.trim().is_empty() || right.trim().is_empty() {
            return None;
        }
        // A subtitle's dash is two of them; a single one stands in 1—4月.
        if ["—", "-"].contains(&right) && self.sentence.word(index + 1) == right {
            // One that nothing follows leans on what it breaks off.
            let ends = index + 2 >= self.sentence.words.len();
            return (left != right && !ends).then_some(cost::PLAIN);
        }
        let latin = |c: char| c.is_ascii();
        if left == "—"
            || left == "-" && index > 1 && self.sentence.word(index - 2) == "-"
            || CLOSING.contains(right)
            || OPENING.contains(left)
            || left.ends_with(latin) && right.starts_with(latin)
        {
            return None;
        }
        if is_number_of_document(right) {
            return Some(cost::PLAIN);
        }
        if self.held(index - 1) && !right.starts_with(|c| LEANING.contains(c)) {
            return Some(cost::PLAIN);
        }
        let mut cost = self.leaning(index).unwrap_or_else(|| self.sense(index));
        if self.barely(index) {
            cost += cost::BARELY;
        }
        if cost < cost::GLUE && right.starts_with(|c| LEANING.contains(c)) {
            cost += cost::GLUE;
        }
        Some(cost)
    }

    /// Whether a break here leaves only the beginning of an object with its verb.
    fn barely(&self, index: usize) -> bool {
        let at = self.sentence.words[index].range.start;
        let verb = (0..index).rev().take(MOST_WORDS).find(|&index| self.roles[index] != Role::Noun);
        verb.is_some_and(|verb| {
            let end = self.sentence.words[verb].range.end;
            matches!(self.sentence.words[verb].kind, Kind::Verb | Kind::Act)
                && end < at
                && ems(&self.sentence.text[end..at]) < BARE
        }) && self.roles[index] == Role::Noun
    }

    /// What it costs that no line ends before the word, where one might well.
    fn missed(&self, index: usize, cost: f64) -> f64 {
        let speech = self.sentence.words[index - 1].kind == Kind::Speech;
        if speech && cost == cost::PLAIN {
            cost::MISSED_SPEECH
        } else if self.sentence.word(index) == ALIAS && cost <= cost::PART {
            cost::MISSED_ALIAS
        } else if ["！", "？"].contains(&self.sentence.word(index - 1)) && cost == cost::PLAIN {
            cost::MISSED_CALL
        } else if ["—", "-"].contains(&self.sentence.word(index))
            && self.sentence.word(index + 1) == self.sentence.word(index)
        {
            cost::MISSED_DASH
        } else {
            0.0
        }
    }

    /// The cost of a break beside a word that leans on its neighbour.
    fn leaning(&self, index: usize) -> Option<f64> {
        let (before, after) =
            (self.sentence.words[index - 1].kind, self.sentence.words[index].kind);
        let opens = self.roles[index] != Role::Noun;
        let predicate = self.roles[index - 1] != Role::Noun;
        let single = |index: usize| {
            self.sentence.words[index].kind == Kind::Other
                && self.sentence.word(index).chars().count() == 1
        };
        match (before, after) {
            (_, Kind::Particle) => Some(cost::LEANS_BACK),
            (_, Kind::Joint) if self.sentence.word(index) != ALIAS => Some(cost::LEANS_BACK),
            // “慈善一日捐”和|“道德讲堂”, where no other place is left.
            (Kind::Joint, _)
                if index > 1 && ["”", "》"].contains(&self.sentence.word(index - 2)) =>
            {
                Some(cost::POST)
            }
            (Kind::Joint | Kind::Preposition, _) => Some(cost::LEANS_FORWARD),
            // 施工|期间.
            (Kind::Noun | Kind::Other | Kind::Tail, _) if self.time(index) => Some(cost::POST),
            // 区|第四次党代会.
            (Kind::Suffix | Kind::Prefix, Kind::Number)
                if PLACES.contains(&self.sentence.word(index - 1)) && self.ordinal(index) =>
            {
                Some(cost::BOND)
            }
            (Kind::Prefix, _) => Some(cost::GLUE),
            (Kind::Mark, _) if self.time(index) => Some(cost::BOND),
            (Kind::Mark, _) | (_, Kind::Mark) => None,
            (_, Kind::Suffix) if self.reading == Reading::Organ && self.council(index) => None,
            (_, Kind::Suffix | Kind::Tail) => Some(cost::GLUE),
            // In 转办的案件 the verb belongs to its own subject.
            (_, Kind::Act | Kind::Verb)
                if self.sentence.kind(index + 1) == Some(Kind::Particle) =>
            {
                Some(cost::BOND)
            }
            // 调研时强调, 张某某要求.
            (Kind::Particle | Kind::Name | Kind::Post | Kind::Other, Kind::Speech) if opens => {
                Some(cost::BOND)
            }
            (Kind::Number, Kind::Number) => Some(cost::GLUE),
            // 推进常态化帮扶持续|巩固: an adverb in the name of a meeting.
            (Kind::Adverb, Kind::Verb | Kind::Act | Kind::Adverb) if !predicate => Some(cost::POST),
            // 2个|镇.
            (Kind::Number, Kind::Prefix) if self.sentence.word(index - 1).ends_with('个') => {
                Some(cost::GLUE)
            }
            _ if opens => None,
            // Where unit and post are too long for one line, they part here.
            (_, Kind::Post) if self.owner(index - 1) => Some(cost::POST),
            // 望河水电|有限公司, whoever owns it.
            _ if ["公司", "集团"].iter().any(|end| self.sentence.word(index).ends_with(end)) => {
                Some(cost::GLUE)
            }
            // A person's name, given or not, and a word the dictionary does not know.
            (Kind::Post, Kind::Name | Kind::Other) | (_, Kind::Post) => Some(cost::GLUE),
            // 2个|镇, but 23万亩|占计划的九成.
            _ if single(index)
                && !predicate
                && (before != Kind::Number
                    || self.sentence.words[index].class != Some(Class::Verb)) =>
            {
                Some(cost::GLUE)
            }
            _ if single(index - 1) => Some(cost::GLUE),
            _ => None,
        }
    }

    fn sense(&self, index: usize) -> f64 {
        use Kind::{Act, Mark, Number, Particle, Phrase, Prefix, Speech, Suffix, Verb};
        let (left, right) = (self.sentence.word(index - 1), self.sentence.word(index));
        let (before, after) =
            (self.sentence.words[index - 1].kind, self.sentence.words[index].kind);
        let predicate = self.roles[index - 1] != Role::Noun;
        if before == Speech && predicate {
            // 在会上强调|…, but 召开会议|要求…
            let first = index == 1
                || self.leaning(index - 1).is_some()
                || self.roles[index - 1] != Role::Opens(cost::CLAUSE);
            return if first { cost::PLAIN } else { cost::OBJECT };
        }
        if let Role::Opens(cost) = self.roles[index] {
            // 召开会议|专题研究…: what was done there.
            let after = before == Mark && "，：；".contains(left)
                || cost == cost::CLAUSE && self.sentence.meeting(index - 1);
            return if after { cost::PLAIN } else { cost };
        }
        if self.roles[index] == Role::GoesOn {
            // 带案下访|并督导…: the second of two things that were done.
            return if right == "并" { cost::PART } else { cost::BOND };
        }
        if self.reading == Reading::Organ
            && let Some(cost) = self.parts(index)
        {
            return cost;
        }
        match (before, after) {
            (Mark, _)
                if left == "、" && self.sentence.kind_before(index - 1) == Some(Kind::Post) =>
            {
                cost::POSTS
            }
            (Mark, _) if left == "、" && self.twin_verbs(index) => cost::BOND,
            // 14、15号.
            (Mark, Number)
                if left == "、" && self.sentence.kind_before(index - 1) == Some(Number) =>
            {
                cost::GLUE
            }
            (Mark, _) if left == "、" && self.long_items(index) => cost::PHRASE,
            (Mark, _) if left == "、" => cost::ITEM,
            (Mark, _) if "，；：。！？…".contains(left) => cost::PLAIN,
            (_, Mark) if OPENING.contains(right) && self.dates(index) => cost::PLAIN,
            (Verb | Act | Particle, _) if ["《", "〈"].contains(&right) => cost::PART,
            (Verb, _) if predicate && self.about(index - 1) => cost::WITHIN,
            (Phrase, _) if predicate => cost::CLAUSE,
            // 印发加强|…的意见: two verbs are not left at the end of a line.
            (Verb | Act, _) if predicate && self.sentence.kind_before(index - 1) == Some(Verb) => {
                cost::WITHIN
            }
            (Verb | Act, _) if predicate => cost::OBJECT,
            // 的|通知: what a paper is closes its title.
            (Particle, _) if PAPERS.contains(&right) => cost::POST,
            (Particle, _) => cost::ITEM,
            _ if right == ALIAS => cost::PART,
            _ if CLOSERS.contains(&right) => cost::PHRASE,
            _ if self.held(index) => cost::BOND,
            (_, Mark) if right == "（" => cost::BOND,
            _ if self.likes(index) => cost::BOND,
            // 台风“杜鹃”: a name, not a quotation.
            (Kind::Other | Kind::Noun, Mark) if self.quoted(index) <= QUOTED_NAME => cost::BOND,
            (Mark, Suffix | Kind::Tail) => cost::BOND,
            (_, Mark) => cost::BEFORE_QUOTE,
            (Mark, _) if left == "”" && self.is_place(index) => cost::PLAIN,
            // “散乱污”企业: a short noun does not stand apart from what describes it.
            (Mark, _) if self.nouns(index) >= cost::BOND => cost::BOND,
            // “数据要素×”|大赛: less than a noun that is described at length.
            (Mark, _) if left == "”" && self.is_short(index) => cost::SHORT,
            // 春节|停产停建.
            _ if self.sentence.words[index - 1].class == Some(Class::Time)
                && (matches!(after, Kind::Verb | Kind::Act)
                    || self.sentence.words[index].class == Some(Class::Verb)) =>
            {
                cost::BOND
            }
            (Mark, _) => cost::BESIDE,
            // 12345|系统: a name.
            (Number, _) if left.len() > 3 && left.bytes().all(|byte| byte.is_ascii_digit()) => {
                cost::BOND
            }
            // 10亿|立方米.
            (Number, _) if self.sentence.words[index].class == Some(Class::Measure) => cost::GLUE,
            // 2万|多列.
            (Number, _) if right.starts_with(['多', '余']) => cost::GLUE,
            (Number, _) if self.ordinal(index - 1) || self.counts(index - 1) => cost::BOND,
            // 两|部门.
            (Number, _) if ["部门", "单位", "省份", "地区"].contains(&right) => cost::GLUE,
            // 1号|综合楼.
            (Number, _) if left.ends_with('号') => cost::BOND,
            (Number, _) if left.ends_with('年') && right.ends_with("期间") => cost::BOND,
            (_, Number) if self.amount(index) => cost::BOND,
            // 诞辰|120周年.
            (_, Number) if right.ends_with("周年") => cost::BOND,
            (Number, _) if self.amount(index - 1) => cost::PART,
            (Number, _) | (_, Number | Prefix) => cost::BESIDE,
            // 滨州|沾化区: one place with the one that it lies in.
            _ if self.is_place(index) && self.ends_place(index - 1) => cost::BOND,
            _ if self.owner(index - 1) => cost::OWNER,
            _ => self.nouns(index),
        }
    }

    /// Whether the items on both sides of the 、 before the word are each long enough for a line of
    /// their own: 排放污染物申报登记、排污许可证年检.
    fn long_items(&self, index: usize) -> bool {
        let joint = |at: &usize| {
            let word = self.sentence.word(*at);
            self.roles[*at] != Role::Noun
                || matches!(self.sentence.kind(*at), Some(Kind::Mark | Kind::Joint))
                || word == ABOUT
        };
        let count = self.sentence.words.len();
        let before = (0..index - 1).rev().find(joint).map_or(0, |at| at + 1);
        let after = (index..count).find(joint).unwrap_or(count);
        let long = |from: usize, to: usize| {
            let words = &self.sentence.words[from..to];
            words.iter().map(|word| ems(&self.sentence.text[word.range.clone()])).sum::<f64>()
                >= LONG_ITEM
        };
        long(before, index - 1) && long(index, after)
    }

    /// 取消、核减: two verbs of one object, on both sides of the 、 before the word.
    fn twin_verbs(&self, index: usize) -> bool {
        let verb = |at: usize| {
            self.sentence.words[at].class == Some(Class::Verb)
                && self.sentence.word(at).chars().count() == 2
        };
        index >= 2 && verb(index - 2) && verb(index)
    }

    /// Whether a number says how much of what stands before it: 任务23.6万亩, but 2018年任务.
    fn amount(&self, index: usize) -> bool {
        let number = self.sentence.word(index);
        let counted =
            matches!(self.sentence.kind_before(index), Some(Kind::Noun | Kind::Other | Kind::Tail));
        self.sentence.kind(index) == Some(Kind::Number)
            && counted
            && !number.starts_with('第')
            && !number.ends_with(['年', '月', '日', '时', '度', '季', '届', '期', '号', '批', '级'])
    }

    /// 关于确保: so short a beginning does not stand apart from what it is about.
    fn about(&self, verb: usize) -> bool {
        verb > 0 && self.sentence.word(verb - 1) == ABOUT
    }

    /// 大排查|大整治|大提升: one row.
    fn likes(&self, index: usize) -> bool {
        let great = |index: usize| self.sentence.word(index).starts_with('大');
        great(index) && (1..=2).any(|back| index >= back && great(index - back))
    }

    /// Whether the name of a place stands here, with its kind: “两大战略”|沿滩|区.
    fn is_place(&self, index: usize) -> bool {
        self.sentence.words[index].class == Some(Class::Place)
            || self.sentence.kind(index + 1) == Some(Kind::Suffix)
                && PLACES.contains(&self.sentence.word(index + 1))
            || self.sentence.word(index).chars().count() > 2
                && self.sentence.word(index).ends_with(['县', '区', '市'])
                && matches!(self.roles.get(index + 1), Some(Role::Opens(_)))
    }

    /// Whether the word ends the name of a place: 滨州, and 县 of 柳溪县.
    fn ends_place(&self, index: usize) -> bool {
        let word = &self.sentence.words[index];
        let suffix = word.kind == Kind::Suffix && PLACES.contains(&self.sentence.word(index));
        suffix || word.class == Some(Class::Place)
    }

    /// Whether the word is one of two characters.
    fn is_short(&self, index: usize) -> bool {
        self.reading == Reading::Title && self.sentence.word(index).chars().count() == 2
    }

    /// Whether the word stands in a quotation that is the name of something: “慈善一日捐”.
    fn in_short_quotation(&self, index: usize) -> bool {
        let opens = |at: &usize| OPENING.contains(self.sentence.word(*at));
        let closes = |at: &usize| CLOSING.contains(self.sentence.word(*at));
        let from = (0..index).rev().take(MOST_WORDS).find(opens);
        let to = (index..self.sentence.words.len()).take(MOST_WORDS).find(closes);
        from.zip(to).is_some_and(|(from, to)| {
            let words = self.sentence.words[from].range.end..self.sentence.words[to].range.start;
            self.sentence.word(from) == "“" && ems(&self.sentence.text[words]) <= LONGEST_NAME
        })
    }

    /// How many characters stand in the quotation that begins here, if they are few.
    fn quoted(&self, index: usize) -> usize {
        let from = self.sentence.words[index].range.end;
        let mut rest = self.sentence.text[from..].chars().take(QUOTED_NAME + 1);
        rest.position(|c| c == '”').unwrap_or(usize::MAX)
    }

    /// Whether the word closes a clause on a meeting: 大会召开.
    fn held(&self, index: usize) -> bool {
        HELD.contains(&self.sentence.word(index))
            && index > 0
            && self.roles[index] == Role::Noun
            && self.sentence.meeting(index - 1)
    }

    /// 1万名|高龄老人, 100户|: what is counted follows at once.
    fn counts(&self, index: usize) -> bool {
        let number = self.sentence.word(index);
        self.sentence.kind(index) == Some(Kind::Number)
            && number.ends_with(['名', '个', '家', '户', '位', '项', '条', '座', '所', '批'])
    }

    /// 第49个, 第十六届: what is counted follows; 第四季度 is a time.
    fn ordinal(&self, index: usize) -> bool {
        let number = self.sentence.word(index);
        number.starts_with('第') && !number.ends_with(['年', '月', '日', '度', '季', '期'])
    }

    /// Whether the word ends the name of a place or an organ.
    fn owner(&self, index: usize) -> bool {
        match self.sentence.words[index].kind {
            Kind::Name | Kind::Suffix => true,
            Kind::Noun => {
                let ends = ["委", "府", "组", "局", "办", "院", "厅", "公司", "集团", "中心"];
                ends.iter().any(|end| self.sentence.word(index).ends_with(end))
            }
            _ => false,
        }
    }

    /// 领导小组, 指挥部: an organ made for one task, which may have its own line.
    fn council(&self, index: usize) -> bool {
        self.sentence.kind(index) == Some(Kind::Suffix)
            && COUNCILS.contains(&self.sentence.word(index))
    }

    /// Between the parts of an organ's name: whose it is, what for, what it is.
    fn parts(&self, index: usize) -> Option<f64> {
        let place = PLACES.contains(&self.sentence.word(index - 1));
        match self.sentence.words[index - 1].kind {
            _ if self.council(index) => Some(cost::BESIDE),
            Kind::Suffix if place => Some(cost::WITHIN),
            Kind::Tail => Some(cost::PHRASE),
            Kind::Mark if self.sentence.word(index - 1) == "”" => Some(cost::PART),
            _ if self.owner(index - 1) => Some(cost::PART),
            _ => None,
        }
    }

    /// Between two nouns: official language goes in fours, 大气污染|综合治理.
    fn nouns(&self, index: usize) -> f64 {
        let length = |word: &Word| self.sentence.text[word.range.clone()].chars().count();
        if describes(self.sentence.word(index - 1)) {
            return cost::POST;
        }
        if self.sentence.words[index - 1].class == Some(Class::Adjective)
            || PAPERS.contains(&self.sentence.word(index))
        {
            return cost::BOND;
        }
        // 安全防范 of the dictionary is two of them.
        let pairs = |at: usize| {
            let word = &self.sentence.words[at];
            match (word.kind, length(word)) {
                _ if at < index && self.roles[at] != Role::Noun => 0,
                (Kind::Other | Kind::Noun | Kind::Verb | Kind::Act | Kind::Adverb, 2) => 1,
                (Kind::Other, 4) => 2,
                _ => 0,
            }
        };
        let row = |places: &mut dyn Iterator<Item = usize>| -> usize {
            places.take(MOST_WORDS).map(pairs).take_while(|pairs| *pairs > 0).sum()
        };
        let before = row(&mut (0..index).rev());
        // “三资”清理 and 医疗保障基金 are pairs too.
        let start = (0..index).rev().take(MOST_WORDS).find(|&at| pairs(at) == 0);
        let attached = before > 0
            && start.map(|start| &self.sentence.words[start]).is_some_and(|word| {
                self.sentence.text[word.range.clone()].ends_with('”')
                    || word.kind == Kind::Noun && length(word) >= 4
            });
        let before = before + usize::from(attached);
        let after = row(&mut (index..self.sentence.words.len()));
        let short = length(&self.sentence.words[index - 1]) == 3 && after == 0;
        match (before, after) {
            (0, 1) => cost::BOND,
            // 苹果产业|发展: a last pair belongs to the four characters before it.
            (2, 1) if length(&self.sentence.words[index - 1]) == 4 => cost::BOND,
            (_, 0) if self.sentence.meeting(index) && length(&self.sentence.words[index]) == 3 => {
                cost::BOND
            }
            (_, 0) if before % 2 == 1 || short => cost::SHORT,
            _ if before % 2 == 1 => cost::BOND,
            _ => cost::WITHIN,
        }
    }

    /// Raises the cost of breaking between two clauses of one length: 强化责任落实坚持问题导向.
    fn keep_pairs(&self, boundaries: &mut [Boundary]) {
        let starts: Vec<usize> = self
            .sentence
            .words
            .iter()
            .zip(&self.roles)
            .filter(|(word, role)| {
                let clause = matches!(role, Role::Opens(cost) if *cost < cost::PHRASE);
                clause && word.kind != Kind::Preposition
            })
            .map(|(word, _)| word.range.start)
            .chain([self.sentence.text.len()])
            .collect();
        let lengths: Vec<f64> =
            starts.windows(2).map(|pair| ems(&self.sentence.text[pair[0]..pair[1]])).collect();
        for first in pairs(&lengths) {
            let at = starts[first + 1];
            if let Some(boundary) = boundaries.iter_mut().find(|boundary| boundary.at == at) {
                boundary.cost = boundary.cost.max(cost::PAIR);
                boundary.missed = 0.0;
            }
        }
    }

    /// Whether the quotation that begins here belongs to a time: “五一”假期.
    fn dates(&self, index: usize) -> bool {
        let end = (index..self.sentence.words.len())
            .find(|&index| CLOSING.contains(self.sentence.word(index)));
        end.is_some_and(|end| self.time(end + 1) && self.roles[end + 1] != Role::Noun)
    }

    fn time(&self, index: usize) -> bool {
        TIMES.contains(&self.sentence.word(index))
    }
}
