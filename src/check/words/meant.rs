//! What was meant where a text is no row of words: a search for the one change that makes it one.
//!
//! Knows characters, words and how often they stand in official texts; nothing of names or marks.

use std::ops::Range;

use super::alike::{is_one_sound, rows};
use super::beside::are_seen;
use crate::dictionary::{Class, Cutter, Node, Piece, WORDS};

/// What was meant at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Meant {
    /// The characters that are written, counted from the first of the run.
    pub chars: Range<usize>,
    /// What was meant by them.
    pub word: String,
    /// How much likelier the run is with it, in bits, less what the change costs.
    pub bits: f64,
    /// What was done wrong.
    pub slip: Slip,
}

/// What can be done wrong with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Another character of the same sound.
    Sound,
    /// Another one that looks much the same.
    Look,
    /// Two characters changed places.
    Swapped,
    /// One is missing.
    Missing,
}

impl Slip {
    /// What each costs, in bits: who types by sound makes the first most often.
    fn cost(self) -> f64 {
        match self {
            Self::Sound => 0.0,
            Self::Look => 2.5,
            Self::Swapped => 2.5,
            Self::Missing => 3.0,
        }
    }
}

/// A single character that costs so much, in bits, is seldom a word of its own.
const SELDOM: f64 = 9.5;
/// One that costs less is a word wherever it stands.
const OFTEN: f64 = 5.5;
/// A word that costs so much is a rare one: it may be another one written wrong.
const RARE: f64 = 20.0;
/// What the most frequent words cost.
const FREQUENT: f64 = 8.5;
/// What is left of a word that is cut costs, at least, in half bits.
const LEFT: i32 = 12;
/// How many characters before a wrong one a word may begin.
const BEFORE: usize = 3;
/// The longest word that is looked for, in characters.
const LONGEST: usize = 7;
/// Words on each side that what is meant has to fit.
const AROUND: usize = 5;
/// How often a word of 2, 3, 4 and more characters must stand in official texts to be meant, as
/// [`Node::official`] counts: 10 is 32 times in 60 million.
const LEVELS: [u8; 3] = [10, 10, 8];
/// How many bits likelier it must make the text, of each length. Tried on published texts.
const BITS: [f64; 3] = [14.0, 14.0, 9.0];

/// The same where characters changed places or one is missing.
const BITS_OF_ORDER: f64 = 12.5;
/// The same of two characters, never seen beside each other as they stand, that changed places.
const BITS_OF_TWO_SWAPPED: f64 = 9.5;
/// The same of two characters that official texts were never seen to have beside each other, by how
/// often they use the word that may be meant.
const BITS_OF_UNSEEN: [(u8, f64); 3] = [(24, 11.0), (18, 12.0), (12, 13.5)];

/// Two characters with one of these are a count more often than a slip.
const NUMERALS: &str = "一二两三四五六七八九十百千万亿几数每各第";
/// What words are made with for the moment, at their end: 网办率, 路域, 引到, and at their beginning: 不淡.
const ENDINGS: &str = "率型性化力度量级类区域处户员者线点面间期季科所站室们到了过着上下出入起来去完段港渡铁线好题法享室于";
const BEGINNINGS: &str = "不未可待应再且及成使将把让由从对因经据按职部专";
/// A character that costs more by itself, in bits, is hardly typed for another.
const TERM: f64 = 16.0;
/// Terms that were counted nowhere have this level, and take so many bits more.
const TERM_LEVEL: u8 = 12;
const OF_TERM: f64 = 3.0;
/// How many bits more it takes there.
const OF_ENDING: f64 = 3.0;

/// Looks for what was meant in one run after the other.
#[derive(Default)]
pub struct Finder {
    cutter: Cutter,
    again: Cutter,
}

impl Finder {
    /// Cuts a run of 汉字; [`Finder::meant`] is about it from then on.
    pub fn take(&mut self, run: &str) {
        self.cutter.cut(run);
    }

    /// Its characters.
    pub fn chars(&self) -> &[char] {
        self.cutter.chars()
    }

    /// Its words.
    pub fn pieces(&self) -> &[Piece] {
        self.cutter.pieces()
    }

    /// What was meant at the piece of that index, if the text is much likelier with something else.
    pub fn meant(&mut self, index: usize) -> Option<Meant> {
        let pieces = self.cutter.pieces();
        let piece = pieces.get(index).filter(|_| is_doubtful(pieces, index))?;
        let mut search = Search {
            chars: self.cutter.chars(),
            pieces,
            index,
            again: &mut self.again,
            best: None,
        };
        let chars = piece.chars();
        if piece.is_single() {
            let at = chars.start;
            for start in at.saturating_sub(BEFORE)..=at {
                if search.is_worth_a_look(start, at) {
                    search.another(start, at);
                    search.moved(start, at);
                }
            }
        } else {
            // Another word in the place of this one.
            for at in chars.clone() {
                search.another(chars.start, at);
            }
        }
        search.best
    }
}

/// Whether a piece is seldom written, or stands alone where it seldom does.
fn is_doubtful(pieces: &[Piece], index: usize) -> bool {
    let piece = &pieces[index];
    if !piece.is_single() {
        return piece.chars().len() == 2 && piece.cost() >= RARE;
    }
    let is_alone = |at: Option<usize>| {
        at.and_then(|at| pieces.get(at)).is_some_and(|it| it.is_single() && it.cost() >= SELDOM)
    };
    // Beside another one that stands alone a frequent one is doubtful too.
    piece.cost() >= SELDOM
        || piece.cost() >= OFTEN && (is_alone(index.checked_sub(1)) || is_alone(Some(index + 1)))
}

/// A look around one place of a run.
struct Search<'a> {
    chars: &'a [char],
    pieces: &'a [Piece],
    /// The piece that is doubtful.
    index: usize,
    again: &'a mut Cutter,
    best: Option<Meant>,
}

impl Search<'_> {
    /// Words from `start` on with another character at a place.
    fn another(&mut self, start: usize, at: usize) {
        let Some(lead) = walk(None, &self.chars[start..at]) else { return };
        // Most are known not to begin a word at one look.
        match (lead, self.chars.get(at + 1).copied(), self.chars[start]) {
            (None, None, _) => {}
            (None, Some(behind), _) => self.others(start, at, |other| {
                if WORDS.may_begin(other, behind) { WORDS.begin(other) } else { None }
            }),
            (Some(lead), _, before) if at == start + 1 => self.others(start, at, |other| {
                if WORDS.may_begin(before, other) { WORDS.step(lead, other) } else { None }
            }),
            (Some(lead), ..) if WORDS.is_end(lead) => {}
            (Some(lead), ..) => {
                // A bit for each character that leads on, shared by others.
                let bit = |c: char| 1_u64 << (u32::from(c) % 64);
                let bits = WORDS.children(lead).fold(0, |bits, (c, _)| bits | bit(c));
                self.others(start, at, |other| {
                    if bits & bit(other) == 0 { None } else { WORDS.step(lead, other) }
                });
            }
        }
    }

    /// The same with each character that the one at the place may be taken for, where it leads on.
    fn others(&mut self, start: usize, at: usize, leads: impl Fn(char) -> Option<Node>) {
        let own = self.chars[at];
        for row in rows(own) {
            for &other in row {
                if let Some(node) = leads(other).filter(|_| other != own) {
                    self.go_on(start, at, &[other], at + 1, node, Slip::Look);
                }
            }
        }
    }

    /// Whether a word from `start` on with another character at `at` may make the text much likelier:
    /// what costs little as it stands cannot become so.
    fn is_worth_a_look(&self, start: usize, at: usize) -> bool {
        let least = |count: usize| match count {
            2 if self.is_pair_seen(start) => BITS[0] + FREQUENT,
            2 => BITS_OF_UNSEEN[0].1 + FREQUENT,
            count => BITS[(count - 2).min(2)] + FREQUENT,
        };
        (2..=4).any(|count| {
            let end = start + count;
            end > at && end <= self.chars.len() && {
                let written = self.written(start, end);
                written >= BITS_OF_UNSEEN[0].1 + FREQUENT && written >= least(count)
            }
        })
    }

    /// Whether two characters stand beside each other as official texts have them, or are no words of
    /// their own.
    fn is_pair_seen(&self, start: usize) -> bool {
        let near = self.index.saturating_sub(1)..(self.index + 2).min(self.pieces.len());
        let stands_alone = |at: usize| {
            self.pieces[near.clone()].iter().any(|it| it.is_single() && it.chars().start == at)
        };
        let Some(&[first, second]) = self.chars.get(start..start + 2) else { return true };
        !stands_alone(start) || !stands_alone(start + 1) || are_seen(first, second)
    }

    /// What the words cost that some characters are of, less what is left of those that are cut: at
    /// most so much can be gained.
    fn written(&self, start: usize, end: usize) -> f64 {
        let near = self.index.saturating_sub(BEFORE)..(self.index + LONGEST).min(self.pieces.len());
        let mut sum = 0;
        for piece in &self.pieces[near] {
            let chars = piece.chars();
            if chars.start >= end {
                break;
            }
            if start < chars.end {
                let cut = i32::from(chars.start < start) + i32::from(end < chars.end);
                sum += piece.half_bits() as i32 - cut * LEFT;
            }
        }
        f64::from(sum) / 2.0
    }

    /// Words from `start` on of which two characters changed places, or of which one is missing.
    fn moved(&mut self, start: usize, at: usize) {
        let first = self.chars[start];
        for gap in [at.checked_sub(1), Some(at)].into_iter().flatten().filter(|gap| *gap >= start) {
            let Some(lead) = walk(None, &self.chars[start..gap]) else { continue };
            // Most pairs are known at one look to begin no word.
            let may_begin = |second: char| gap != start + 1 || WORDS.may_begin(first, second);
            // Two that changed places: the one before and this one, or this one and the next.
            if let Some(&[one, other]) = self.chars.get(gap..gap + 2)
                && one != other
                && may_begin(other)
                && (gap > start || WORDS.may_begin(other, one))
                && let Some(node) = step(lead, other)
                && let Some(node) = WORDS.step(node, one)
            {
                self.go_on(start, gap, &[other, one], gap + 2, node, Slip::Swapped);
            }
            // One is missing behind it.
            if gap > start
                && may_begin(self.chars[gap])
                && let Some(lead) = step(lead, self.chars[gap])
            {
                for (c, node) in WORDS.children(lead) {
                    self.go_on(start, gap + 1, &[c], gap + 1, node, Slip::Missing);
                }
            }
        }
    }

    /// Proposes the words that begin as the text does from `start` to `to`, then with some other
    /// characters, and then as the text does from `end` on.
    fn go_on(
        &mut self,
        start: usize,
        to: usize,
        other: &[char],
        mut end: usize,
        mut node: Node,
        slip: Slip,
    ) {
        let from = end;
        let least = if slip == Slip::Missing { 4 } else { 2 };
        loop {
            let length = to - start + other.len() + end - from;
            let level = node.official();
            // What is missing stands within the word: at its end a text goes on as it likes.
            let is_within = slip != Slip::Missing || end > from;
            let is_idiom =
                || length >= 4 && node.entry().is_some_and(|it| it.class == Class::Idiom);
            let is_used = level >= LEVELS[length.saturating_sub(2).min(2)] || is_idiom();
            // What a name was meant by cannot be told.
            let is_name = || {
                node.entry().is_some_and(|it| match it.class {
                    Class::Place | Class::Organ => true,
                    // Of longer words the tags are wrong too often: 戮力同心.
                    Class::Person | Class::Proper => length < 4,
                    _ => false,
                })
            };
            if is_within && length >= least && is_used && !is_name() {
                self.propose(&Candidate { start, to, other, from, end, level, slip });
            }
            let next = self.chars.get(end).filter(|_| length < LONGEST);
            let Some(next) = next.and_then(|c| WORDS.step(node, *c)) else { return };
            (node, end) = (next, end + 1);
        }
    }

    /// How many bits likelier a word must make the text.
    fn least(&self, start: usize, end: usize, length: usize, level: u8, slip: Slip) -> f64 {
        let is_unseen = length == 2 && end == start + 2 && !self.is_pair_seen(start);
        match slip {
            Slip::Swapped if is_unseen => BITS_OF_TWO_SWAPPED,
            Slip::Swapped | Slip::Missing => BITS_OF_ORDER,
            Slip::Sound | Slip::Look => {
                let mut lower = BITS_OF_UNSEEN.iter().filter(|(often, _)| level >= *often);
                let lower = lower.next().filter(|_| is_unseen);
                let uncounted = if length >= 4 && level <= TERM_LEVEL { OF_TERM } else { 0.0 };
                lower.map_or(BITS[(length - 2).min(2)] + uncounted, |(_, bits)| *bits)
            }
        }
    }

    /// Weighs a word at a place against what is written there.
    fn propose(&mut self, word: &Candidate<'_>) {
        let Candidate { start, to, other, from, end, level, mut slip } = *word;
        let length = to - start + other.len() + end - from;
        let least = self.least(start, end, length, level, slip);
        let least = least.max(self.best.as_ref().map_or(0.0, |best| best.bits));
        if self.written(start, end) - f64::from(52 - level) / 2.0 < least {
            return;
        }
        if let (Slip::Look, &[c]) = (slip, other)
            && is_one_sound(self.chars[to], c)
        {
            slip = Slip::Sound;
        }
        // 一格, 三季, 率 and 型 at the end of what is made for the moment.
        let written = &self.chars[start..end];
        let mended = |at: usize| {
            let lead = to - start;
            match at.checked_sub(lead) {
                None => written.get(at),
                Some(after) => {
                    other.get(after).or_else(|| self.chars.get(from + after - other.len()))
                }
            }
        };
        let numeral = |c: &char| NUMERALS.contains(*c);
        if length == 2 && (written.iter().any(numeral) || (0..2).filter_map(mended).any(numeral)) {
            return;
        }
        let least = match *written {
            [first, last] if ENDINGS.contains(last) || BEGINNINGS.contains(first) => {
                least + OF_ENDING
            }
            _ => least,
        };
        let near =
            self.index.saturating_sub(AROUND)..(self.index + AROUND + 1).min(self.pieces.len());
        let near = &self.pieces[near];
        let (Some(first), Some(last)) = (near.first(), near.last()) else { return };
        let before: f64 = near.iter().map(Piece::cost).sum();
        let (first, last) = (first.chars().start.min(start), last.chars().end.max(end));
        let (lead, tail) = (&self.chars[start..to], &self.chars[from..end]);
        let word = lead.iter().chain(other).chain(tail).copied();
        let around = |range: Range<usize>| self.chars[range].iter().copied();
        let mended = around(first..start).chain(word.clone()).chain(around(end..last));
        let mut bits = before - self.again.cost(mended) - slip.cost();
        // A term of a trade is typed on purpose: 降钾, 碱剂.
        if length == 2 && slip != Slip::Swapped {
            let written = WORDS.begin(self.chars[to]).map_or(0, Node::official);
            bits -= (f64::from(52 - written) / 2.0 - TERM).max(0.0);
        }
        if bits >= least {
            self.best = Some(Meant { chars: start..end, word: word.collect(), bits, slip });
        }
    }
}

/// A word that may have been meant by the characters from `start` to `end`: as they stand up to `to`,
/// then others, then as they stand from `from` on.
struct Candidate<'c> {
    start: usize,
    to: usize,
    other: &'c [char],
    from: usize,
    end: usize,
    level: u8,
    slip: Slip,
}

/// Where some characters lead from a node, or from the root.
fn walk(from: Option<Node>, chars: &[char]) -> Option<Option<Node>> {
    chars.iter().try_fold(from, |node, c| step(node, *c).map(Some))
}

fn step(node: Option<Node>, c: char) -> Option<Node> {
    match node {
        None => WORDS.begin(c),
        Some(node) => WORDS.step(node, c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(run: &str) -> Vec<(String, String, Slip)> {
        let mut finder = Finder::default();
        finder.take(run);
        let mut told = 0;
        let mut found = Vec::new();
        for index in 0..finder.pieces().len() {
            if finder.pieces()[index].chars().start < told {
                continue;
            }
            if let Some(meant) = finder.meant(index) {
                told = meant.chars.end;
                let written = finder.chars()[meant.chars].iter().collect();
                found.push((written, meant.word, meant.slip));
            }
        }
        found
    }

    #[test]
    fn one_change_makes_a_word() {
        for (run, written, word, slip) in [
            ("云岭县坚持以点代面推进创建", "以点代面", "以点带面", Slip::Sound),
            ("抓好春季动物房疫工作", "动物房疫", "动物防疫", Slip::Sound),
            ("发挥党员先锋摸范作用", "摸范作用", "模范作用", Slip::Sound),
            ("望河县推广青储玉米种植", "青储玉米", "青贮玉米", Slip::Look),
            ("坚持以高质量展统揽全局", "高质量展", "高质量发展", Slip::Missing),
        ] {
            let want = (written.to_owned(), word.to_owned(), slip);
            assert!(found(run).contains(&want), "{run}: {:?}", found(run));
        }
    }

    #[test]
    fn what_is_right_stays() {
        for run in [
            "全市生态环境保护工作会议召开",
            "提前下达耕地地力补贴资金",
            "完善农村基础设施和公共服务",
            "县委常委会研究乡村振兴工作",
            "的",
            "",
        ] {
            assert_eq!(found(run), [], "{run}");
        }
    }

    #[test]
    fn a_long_run_is_read_in_linear_time() {
        let run = "坚持以点代面推进".repeat(2_000);
        let begin = std::time::Instant::now();
        assert!(found(&run).len() > 1_900);
        // Far more than it takes; a square of the length would take minutes.
        assert!(begin.elapsed().as_secs() < 10);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_found_outside(run in "[一-龥的和工作人民政府建设布署竟标]{0,40}") {
            let mut finder = Finder::default();
            finder.take(&run);
            for index in 0..finder.pieces().len() {
                if let Some(meant) = finder.meant(index) {
                    proptest::prop_assert!(meant.chars.end <= finder.chars().len());
                    proptest::prop_assert!(!meant.chars.is_empty());
                    let written: String = finder.chars()[meant.chars].iter().collect();
                    proptest::prop_assert_ne!(written, meant.word);
                }
            }
        }
    }
}
