//! Words that are no words: cut by the dictionary, a text falls into single characters where one of
//! them is wrong. Where another one of the same sound or the same shape makes a frequent word there
//! that fits its neighbours, that word was meant.
//!
//! Silent wherever a name may stand, and in quotations.

use std::ops::Range;

use super::collocations;
use super::doubled::doubled;
use super::meant::{Finder, Meant, Slip};
use super::right::is_right;
use super::unmet;
use super::{DOUBLED_CHARACTER, MISSPELT_WORD};
use crate::check::lists::words;
use crate::check::marks::{is_foreign, is_surname};
use crate::check::{Findings, Passage, Rulebook};
use crate::diagnostic::{Diagnostic, Severity};
use crate::dictionary::{Class, lookup};

/// From here on a word of four characters or more is certainly meant, in bits.
const CERTAIN: f64 = 16.0;

/// The longest run of 汉字 that is cut at once, in bytes: longer ones are no sentence.
const LONGEST: usize = 3_000;

/// A 汉字 takes up so many bytes.
const WIDTH: usize = '一'.len_utf8();

/// Looks at the 汉字 of a passage, run by run between its marks; `listed` are the places of words that
/// the lists know.
pub fn check(
    passage: &Passage<'_>,
    listed: &[Range<usize>],
    book: &Rulebook,
    finder: &mut Finder,
    out: &mut Findings<'_>,
) {
    if !out.wants(MISSPELT_WORD) && !out.wants(DOUBLED_CHARACTER) {
        return;
    }
    let text = &*passage.text;
    let mut quoted = 0_usize;
    let mut start = None;
    let mut run = |range: Range<usize>| {
        if (2 * WIDTH..=LONGEST).contains(&range.len()) {
            Run { passage, range, listed, book, finder }.check(out);
        }
    };
    for (at, c) in text.char_indices() {
        if ('\u{4E00}'..='\u{9FFF}').contains(&c) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take()
            && quoted == 0
        {
            run(from..at);
        }
        match c {
            '“' | '《' | '‘' | '〈' | '「' => quoted += 1,
            '”' | '》' | '’' | '〉' | '」' => quoted = quoted.saturating_sub(1),
            '\n' => quoted = 0,
            _ => {}
        }
    }
    if let Some(from) = start.filter(|_| quoted == 0) {
        run(from..text.len());
    }
}

/// A run of 汉字 of a passage.
struct Run<'r, 'a> {
    passage: &'r Passage<'a>,
    range: Range<usize>,
    listed: &'r [Range<usize>],
    book: &'r Rulebook,
    finder: &'r mut Finder,
}

impl Run<'_, '_> {
    fn check(mut self, out: &mut Findings<'_>) {
        let text = &self.passage.text[self.range.clone()];
        self.finder.take(text);
        let mut told = 0;
        for index in 0..self.finder.pieces().len() {
            if self.finder.pieces()[index].range().start < told {
                continue;
            }
            let repeated = doubled(text, self.finder.chars(), self.finder.pieces(), index);
            if let Some(it) = repeated.filter(|it| !self.is_known(it)) {
                told = it.end;
                tell_doubled(self.passage, self.place(&it), out);
            } else if let Some(meant) = self.meant(index) {
                let it = meant.chars.start * WIDTH..meant.chars.end * WIDTH;
                if !self.is_known(&it)
                    && !is_right(self.finder.chars(), &meant.chars)
                    && !self.may_be_name(&meant)
                    && !goes_on_behind_de(&meant)
                    && !self.is_written_again(&meant)
                    && !self.counts(&meant)
                    // A few words of the dictionary are slips themselves: 欢渡佳节.
                    && self.book.words.find(&meant.word).is_empty()
                {
                    told = it.end;
                    tell(self.passage, self.place(&it), &meant, out);
                }
            }
        }
    }

    /// What was meant at a piece: told by the characters, or by the word beside it.
    fn meant(&mut self, index: usize) -> Option<Meant> {
        let by_characters = self.finder.meant(index);
        by_characters
            .or_else(|| collocations::meant(self.finder.chars(), self.finder.pieces(), index))
            .or_else(|| unmet::meant(self.finder.chars(), self.finder.pieces(), index))
    }

    /// Some bytes of the run as bytes of the passage.
    fn place(&self, it: &Range<usize>) -> Range<usize> {
        self.range.start + it.start..self.range.start + it.end
    }

    /// Whether a list, the roster or the house's lexicon knows what stands there.
    fn is_known(&self, it: &Range<usize>) -> bool {
        let place = self.place(it);
        let next = self.listed.partition_point(|word| word.end <= place.start);
        self.listed.get(next).is_some_and(|word| word.start < place.end)
            || self.book.directory.names(&self.passage.text, &place)
            || self.book.words.allows(&self.passage.text, &place)
    }

    /// Whether a measure or a unit stands there: 3亿辆, 5至8级.
    fn counts(&self, meant: &Meant) -> bool {
        meant.chars.start == 0
            && self.passage.text[..self.range.start]
                .ends_with(|c: char| c.is_ascii_digit() || c == '%')
    }

    /// Whether two characters stand elsewhere in the entry too: what is written twice is meant, as the
    /// name of a firm or a place that nobody gave.
    fn is_written_again(&self, meant: &Meant) -> bool {
        let place = self.place(&(meant.chars.start * WIDTH..meant.chars.end * WIDTH));
        let written = &self.passage.text[place.clone()];
        let file = self.passage.span(place).map(|span| span.file);
        meant.chars.len() == 2
            && file.is_some_and(|file| file.text.matches(written).nth(1).is_some())
    }

    /// Whether it is a member of a row of names or terms: 荔园私语、韵动绿洲、挂蔓、打杈.
    fn is_item(&self, meant: &Meant) -> bool {
        let text = &self.passage.text;
        meant.chars.start == 0
            && self.finder.chars().len() <= 4
            && (text[..self.range.start].ends_with('、')
                || text[self.range.end..].starts_with('、'))
    }

    /// Whether what stands here may be a name, or made for the moment: a surname before it or at its
    /// beginning, a foreign name, a place, somebody who does something.
    fn may_be_name(&self, meant: &Meant) -> bool {
        let chars = self.finder.chars();
        let Range { start, end } = meant.chars;
        if end - start > 3 {
            return false;
        }
        // 应入尽入, 应通尽通: pairs that are made as they are needed.
        let own = &chars[start..end];
        if own.contains(&'尽') {
            return true;
        }
        let behind = &chars[end..];
        let before = chars[..start].last().copied();
        if end - start == 2 {
            // 谊来集团, 帛士数码, 博视眼科医院; 勤政优政; 学细一些; 西堤头.
            let near: String = behind.iter().take(MOST_BEFORE_FIRM).collect();
            let is_firm = NAMED.iter().any(|word| near.contains(word));
            let is_pair = before == Some(own[1]);
            let is_degree = behind.first() == Some(&'一')
                && behind.get(1).is_some_and(|c| "些点层步".contains(*c));
            let is_part = before.is_some_and(|c| "东西南北星".contains(c));
            if is_firm || is_pair || is_degree || is_part || self.is_item(meant) {
                return true;
            }
        }
        // 应勇出席, 县长应勇: who does something, or holds a post.
        let does = |word: &&str| word.chars().eq(behind.iter().copied().take(word.chars().count()));
        if PEOPLE_DO.iter().any(does) || before.is_some_and(|c| HOLDS.contains(c)) {
            return true;
        }
        // 水峪村, 马跳庄村.
        if behind.first().into_iter().chain(own.last()).any(|c| PLACES.contains(*c)) {
            return true;
        }
        // 来朔督察, 赴杭考察: a place by one character.
        if end - start == 2 && MOVES.contains(own[0]) && meant.word.starts_with(own[0]) {
            return true;
        }
        // 副县长杨良贵任组长: the end of a name of three characters.
        let alone = |at: usize| {
            self.finder.pieces().iter().any(|it| it.is_single() && it.chars().start == at)
        };
        if start.checked_sub(2).is_some_and(|at| is_surname(chars[at]) && alone(at)) {
            return true;
        }
        let foreign = |c: &char| is_foreign(*c);
        own.iter().all(foreign)
            || before.is_some_and(|c| is_foreign(c) && is_foreign(own[0]))
            || before.is_some_and(is_surname)
            || is_surname(own[0])
    }
}

/// 所需的物 for 所需的无存储功能的…: what follows 的 is free, but in 有的放矢.
fn goes_on_behind_de(meant: &Meant) -> bool {
    let is_idiom = lookup(&meant.word).is_some_and(|entry| entry.class == Class::Idiom);
    !is_idiom && meant.word.chars().count() > 2 && meant.word.contains('的')
}

/// What has a name of its own right before it, or two characters between …
const NAMED: &[&str] = words!("misspelt.txt", "NAMED");
/// … looked for in so many characters.
const MOST_BEFORE_FIRM: usize = 4;

/// What people do in briefings, right behind their names.
const PEOPLE_DO: &[&str] = words!("misspelt.txt", "PEOPLE_DO");

/// What the title of a post ends with, right before a name.
const HOLDS: &str = "长记任席委员志";

/// What stands before a place that one character names.
const MOVES: &str = "来赴返驻抵访援";

/// What the name of a place ends with.
const PLACES: &str = "县市区旗镇乡村州省屯庄寨堡坊路街巷桥寺庙湖河江沟渠山岭岛港湾坝峡";

fn tell_doubled(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let written = &passage.text[range.clone()];
    let message = format!("「{written}」多写了一遍");
    out.tell(DOUBLED_CHARACTER, passage, range, message, "删去一个；没有多写的，忽略这一条");
}

fn tell(passage: &Passage<'_>, range: Range<usize>, meant: &Meant, out: &mut Findings<'_>) {
    let written = &passage.text[range.clone()];
    let word = &meant.word;
    let message = match meant.slip {
        Slip::Sound | Slip::Look => format!("「{written}」多半是「{word}」写错了"),
        Slip::Swapped => format!("「{written}」多半是「{word}」，两个字写颠倒了"),
        Slip::Missing => format!("「{written}」多半是「{word}」，漏了一个字"),
    };
    let certain = meant.bits >= CERTAIN && word.chars().count() >= 4;
    let mut finding = Diagnostic::error(MISSPELT_WORD.code, message)
        .at(passage.span(range.clone()))
        .help(format!("改成「{word}」；本来就要这样写的，写进 lexicon.yaml 的「不查」"));
    if certain {
        finding.fix.extend(passage.edit(range, word.as_str()));
    }
    let level = if certain { Severity::Error } else { Severity::Warning };
    out.push_at(MISSPELT_WORD, level, finding);
}
