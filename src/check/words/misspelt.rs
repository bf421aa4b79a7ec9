//! Words that are no words: cut by the dictionary, a text falls into single characters where one of
//! them is wrong. Where another one of the same sound or the same shape makes a frequent word there
//! that fits its neighbours, that word was meant.
//!
//! Silent wherever a name may stand, and in quotations.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{DOUBLED_CHARACTER, MISSPELT_WORD};
use crate::check::marks::{is_foreign, is_surname};
use crate::check::{Findings, Passage, Rulebook};
use crate::diagnostic::{Diagnostic, Severity};
use crate::dictionary::{Class, Piece, lookup, segment};

/// For each 汉字 the rows of those that are taken for each other.
static ALIKE: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut alike: HashMap<char, Vec<&'static str>> = HashMap::new();
    let rows = lines(include_str!("sounds.txt")).chain(lines(include_str!("shapes.txt")));
    for row in rows {
        for c in row.chars() {
            alike.entry(c).or_default().push(row);
        }
    }
    alike
});

/// The characters that one is taken for.
pub fn alike(c: char) -> impl Iterator<Item = char> {
    let rows = ALIKE.get(&c).into_iter().flatten();
    rows.flat_map(|row| row.chars()).filter(move |other| *other != c)
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

/// Characters that often stand alone and are words of their own.
const ALONE: &str = "的了和在是有为不与及对以从到把被等将上下中内外前后各全市县区省年月日个一二三四五六七八九十我你他它这那其也都又再就才只要可能会并或由向于给让使做";

/// How many bits a text must be likelier with the word that was meant: one of two characters that
/// official texts use often. Tried, as the others, on published texts of 540,000 characters.
const BITS_OF_TWO: f64 = 11.5;

/// The same of one that official texts use many times as often as others do.
const BITS_OF_OFFICIAL: f64 = 9.5;

/// The same where what is written is a word too, but a rare one: 防制 for 防治.
const BITS_OVER_RARE: f64 = 10.0;

/// So often a word is counted, at most, to be taken for a slip.
const RARE: f64 = 12.0;

/// The same of a word of three and of four characters.
const BITS_OF_MORE: [f64; 2] = [12.5, 11.0];

/// From here on a word of four characters is certainly meant.
const CERTAIN: f64 = 16.0;

/// How often, at least, a word of three and of four characters is counted, to be meant.
const FREQUENT: [f64; 2] = [18.0, 2.5];

/// The surroundings that a word has to fit: characters on each side.
const AROUND: usize = 6;

/// The longest run of 汉字 that is cut at once, in bytes: longer ones are no sentence.
const LONGEST: usize = 3_000;

/// Looks at the 汉字 of a passage, run by run between its marks.
pub fn check(
    passage: &Passage<'_>,
    listed: &[Range<usize>],
    book: &Rulebook,
    out: &mut Findings<'_>,
) {
    if !out.wants(MISSPELT_WORD) && !out.wants(DOUBLED_CHARACTER) {
        return;
    }
    let text = &*passage.text;
    let mut quoted = 0_usize;
    let mut start = None;
    for (at, c) in text.char_indices() {
        if ('\u{4E00}'..='\u{9FFF}').contains(&c) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take()
            && quoted == 0
        {
            run(passage, from..at, listed, book, out);
        }
        match c {
            '“' | '《' | '‘' | '〈' | '「' => quoted += 1,
            '”' | '》' | '’' | '〉' | '」' => quoted = quoted.saturating_sub(1),
            '\n' => quoted = 0,
            _ => {}
        }
    }
    if let Some(from) = start.filter(|_| quoted == 0) {
        run(passage, from..text.len(), listed, book, out);
    }
}

fn run(
    passage: &Passage<'_>,
    range: Range<usize>,
    listed: &[Range<usize>],
    book: &Rulebook,
    out: &mut Findings<'_>,
) {
    if range.len() < 6 || range.len() > LONGEST {
        return;
    }
    let text = &passage.text[range.clone()];
    let pieces = segment(text);
    let mut told = 0;
    for (index, piece) in pieces.iter().enumerate() {
        if piece.range.start < told {
            continue;
        }
        let place = |it: &Range<usize>| range.start + it.start..range.start + it.end;
        let known = |it: &Range<usize>| {
            let next = listed.partition_point(|word| word.end <= place(it).start);
            listed.get(next).is_some_and(|word| word.start < place(it).end)
                || book.directory.names(&passage.text, &place(it))
                || book.words.allows(&passage.text, &place(it))
        };
        if let Some(it) = doubled(text, &pieces, index).filter(|it| !known(it)) {
            told = it.end;
            tell_doubled(passage, place(&it), out);
        } else if let Some(Meant { range: it, word, bits }) = slip(text, &pieces, index)
            && !known(&it)
            && !is_no_slip(text, &it)
            && !may_be_name(text, &pieces, &it)
        {
            told = it.end;
            tell(passage, place(&it), &word, bits, out);
        }
    }
}

/// What was meant at a piece, if something else was.
fn slip(text: &str, pieces: &[Piece], index: usize) -> Option<Meant> {
    if is_weak(text, pieces, index) {
        meant(text, pieces, index)
    } else {
        meant_by_rare(text, pieces, index)
    }
}

fn is_single(piece: &Piece) -> bool {
    piece.range.len() == '一'.len_utf8()
}

fn is_alone(text: &str, piece: &Piece) -> bool {
    is_single(piece) && text[piece.range.clone()].starts_with(|c| ALONE.contains(c))
}

/// Whether the text falls apart at a piece: two single characters, of which one is seldom a word.
fn is_weak(text: &str, pieces: &[Piece], index: usize) -> bool {
    let (piece, Some(next)) = (&pieces[index], pieces.get(index + 1)) else { return false };
    is_single(piece) && is_single(next) && !(is_alone(text, piece) && is_alone(text, next))
}

/// A word that was meant.
struct Meant {
    range: Range<usize>,
    word: String,
    /// How much likelier the text is with it.
    bits: f64,
}

/// The characters of the longest word that is looked for.
const MOST: usize = 4;

/// The word that was meant around a piece and the next, if one fits much better.
fn meant(text: &str, pieces: &[Piece], index: usize) -> Option<Meant> {
    let near = &pieces[index.saturating_sub(AROUND)..(index + AROUND).min(pieces.len())];
    let window = near.first()?.range.start..near.last()?.range.end;
    let before: f64 = near.iter().map(|piece| piece.cost).sum();
    let single = pieces[index].range.clone();
    // The characters around: both and two more on each side.
    let start = text[window.start..single.start].char_indices().rev().nth(1).map(|(at, _)| at);
    let start = window.start + start.unwrap_or(0);
    let chars: Vec<(usize, char)> = text[start..window.end]
        .char_indices()
        .map(|(at, c)| (start + at, c))
        .take(2 + MOST)
        .collect();
    let own = chars.iter().position(|(at, _)| *at == single.start)?;
    let fit = |range: &Range<usize>, word: &str, least: f64| {
        fits(text, &window, range, word, before).filter(|bits| *bits >= least)
    };
    let mut best: Option<Meant> = None;
    for length in [4, 3] {
        for first in (own + 2).saturating_sub(length)..=own {
            let Some(row) = chars.get(first..first + length) else { continue };
            let range = row[0].0..row[length - 1].0 + row[length - 1].1.len_utf8();
            // What costs little as it stands cannot become much likelier.
            let covered = near
                .iter()
                .filter(|piece| piece.range.start < range.end && range.start < piece.range.end);
            let cost: f64 = covered.map(|piece| piece.cost).sum();
            if cost < BITS_OF_MORE[length - 3] + LIKELIEST || lookup(&text[range.clone()]).is_some()
            {
                continue;
            }
            let mut word = text[range.clone()].to_owned();
            for wrong in [own, own + 1] {
                let Some(&(at, c)) = chars.get(wrong) else { continue };
                let place = at - range.start..at - range.start + c.len_utf8();
                for other in alike(c) {
                    word.replace_range(place.clone(), other.encode_utf8(&mut [0; 4]));
                    let frequent = lookup(&word)
                        .is_some_and(|entry| entry.frequency() >= FREQUENT[length - 3]);
                    if frequent
                        && let Some(bits) = fit(&range, &word, BITS_OF_MORE[length - 3])
                        && best.as_ref().is_none_or(|best| best.bits < bits)
                    {
                        best = Some(Meant { range: range.clone(), word: word.clone(), bits });
                    }
                }
                word.replace_range(place, c.encode_utf8(&mut [0; 4]));
            }
        }
        if best.is_some() {
            return best;
        }
    }
    let &[(at, first), (behind, second)] = chars.get(own..own + 2)? else { return None };
    let range = at..behind + second.len_utf8();
    if lookup(&text[range.clone()]).is_some() {
        return None;
    }
    for (word, least) in mistaken(first, second) {
        if let Some(bits) = fit(&range, &word, least)
            && best.as_ref().is_none_or(|best| best.bits < bits)
        {
            best = Some(Meant { range: range.clone(), word, bits });
        }
    }
    best
}

/// The common word that was meant by a rare one.
fn meant_by_rare(text: &str, pieces: &[Piece], index: usize) -> Option<Meant> {
    let piece = &pieces[index];
    let entry = piece.entry?;
    let mut chars = text[piece.range.clone()].chars();
    let (Some(first), Some(second), None) = (chars.next(), chars.next(), chars.next()) else {
        return None;
    };
    if entry.frequency() > RARE
        || matches!(entry.class, Class::Person | Class::Place | Class::Idiom)
    {
        return None;
    }
    mistaken(first, second)
        .filter_map(|(word, _)| {
            let bits = piece.cost - lookup(&word)?.cost();
            Some(Meant { range: piece.range.clone(), word, bits })
        })
        .filter(|meant| meant.bits >= BITS_OVER_RARE)
        .max_by(|a, b| a.bits.total_cmp(&b.bits))
}

/// Whether some bytes are part of a word that is no slip.
fn is_no_slip(text: &str, range: &Range<usize>) -> bool {
    NO_SLIPS
        .iter()
        .flat_map(|finder| finder.find_overlapping_iter(text))
        .any(|found| found.start() < range.end && range.start < found.end())
}

/// What the likeliest longer word costs.
const LIKELIEST: f64 = 14.0;

/// Words that official texts use often, and how many bits it takes for each to be meant.
static COMMON: LazyLock<HashMap<[char; 2], f64>> = LazyLock::new(|| {
    let words = lines(include_str!("common.txt")).flat_map(|line| {
        let least = if line.starts_with('+') { BITS_OF_OFFICIAL } else { BITS_OF_TWO };
        line.split_whitespace().map(move |word| (word, least))
    });
    let two = |(word, least): (&'static str, f64)| {
        let mut chars = word.chars();
        Some(([chars.next()?, chars.next()?], least))
    };
    words.filter_map(two).collect()
});

/// The common words that two characters are taken for, each with the bits it takes to be meant.
fn mistaken(first: char, second: char) -> impl Iterator<Item = (String, f64)> {
    let firsts = alike(first).map(move |other| [other, second]);
    let seconds = alike(second).map(move |other| [first, other]);
    firsts.chain(seconds).filter_map(|word| {
        let least = COMMON.get(&word)?;
        Some((word.iter().collect(), *least))
    })
}

/// Words that look like slips of others and are none.
static NO_SLIPS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = lines(include_str!("rare.txt")).flat_map(str::split_whitespace);
    AhoCorasick::new(words).ok()
});

/// How much likelier a text is with a word in it; none with a name.
fn fits(
    text: &str,
    window: &Range<usize>,
    range: &Range<usize>,
    word: &str,
    before: f64,
) -> Option<f64> {
    if matches!(lookup(word)?.class, Class::Person | Class::Place | Class::Organ | Class::Proper) {
        return None;
    }
    let (lead, tail) = (&text[window.start..range.start], &text[range.end..window.end]);
    let mended = format!("{lead}{word}{tail}");
    let after: f64 = segment(&mended).iter().map(|piece| piece.cost).sum();
    Some(before - after)
}

/// What people do in briefings, right behind their names.
const PEOPLE_DO: &[&str] = &[
    "出席", "主持", "参加", "讲话", "强调", "指出", "要求", "表示", "来到", "会见", "同志", "率队",
    "带队", "调研", "陪同", "介绍", "说", "深入", "等人", "等同",
];

/// Whether what stands here may be made for the moment, or a name: a surname before it or at its
/// beginning, a foreign name, somebody who does something.
fn may_be_name(text: &str, pieces: &[Piece], range: &Range<usize>) -> bool {
    if range.len() > 2 * '一'.len_utf8() {
        return false;
    }
    let first = text[range.clone()].chars().next();
    // 应入尽入, 应通尽通: pairs that are made as they are needed.
    if text[range.clone()].contains('尽') {
        return true;
    }
    // 应勇出席, 县长应勇: who does something, or holds a post.
    let behind = &text[range.end..];
    if PEOPLE_DO.iter().any(|word| behind.starts_with(word))
        || text[..range.start].ends_with(['长', '记', '任', '席', '委', '员', '志'])
    {
        return true;
    }
    let is_foreign = text[range.clone()].chars().all(is_foreign);
    let before = pieces.iter().rev().find(|piece| piece.range.end <= range.start);
    let is_behind = before.is_some_and(|piece| {
        piece.range.end == range.start
            && is_single(piece)
            && text[piece.range.clone()].chars().all(is_surname)
    });
    is_foreign || is_behind || first.is_some_and(is_surname)
}

/// What is said twice by right: 山阴县县长, 市市场监管局.
const TWICE: &str = "暖市县区旗州省镇乡村会部局院厅处科组队所站社校委人大中行厂家天日年月个一二三四五六七八九十的了是不有多大小层级次条项件户些点国与军舰学党民司馆团员师河山江湖路桥城港";

/// A character that is written twice: 会议议, 落落实.
fn doubled(text: &str, pieces: &[Piece], index: usize) -> Option<Range<usize>> {
    let piece = pieces.get(index).filter(|piece| is_single(piece))?;
    let own = text[piece.range.clone()].chars().next()?;
    if TWICE.contains(own) {
        return None;
    }
    let long = |piece: &&Piece| {
        !is_single(piece)
            && piece.entry.is_some_and(|entry| {
                entry.frequency() >= 80.0 && !matches!(entry.class, Class::Person | Class::Place)
            })
    };
    let before = index.checked_sub(1).and_then(|at| pieces.get(at)).filter(long);
    let behind = pieces.get(index + 1).filter(long);
    let ends = before.is_some_and(|piece| text[piece.range.clone()].ends_with(own));
    let begins = behind.is_some_and(|piece| text[piece.range.clone()].starts_with(own));
    // 一间间, 一台台: one after the other.
    let pair = if ends { piece.range.start - piece.range.len() } else { piece.range.start };
    if text[..pair].ends_with('一') {
        return None;
    }
    // 耕地地力: each belongs to a word of its own.
    let is_word = |range: Range<usize>| text.get(range).is_some_and(|it| lookup(it).is_some());
    let width = piece.range.len();
    let own_word = match ends {
        true => is_word(piece.range.start..piece.range.end + width),
        false => piece.range.start >= width && is_word(piece.range.start - width..piece.range.end),
    };
    if own_word {
        return None;
    }
    // 王伟伟: a name.
    let named = text[..piece.range.start].chars().rev().take(2).any(is_surname);
    ((ends || begins) && !named).then(|| piece.range.clone())
}

fn tell_doubled(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let written = &passage.text[range.clone()];
    let message = format!("「{written}」多写了一个");
    if let Some(found) = out.add(DOUBLED_CHARACTER, passage, range, message) {
        found.help = Some("删去一个；没有多写的，忽略这一条".to_owned());
    }
}

fn tell(passage: &Passage<'_>, range: Range<usize>, word: &str, bits: f64, out: &mut Findings<'_>) {
    let written = &passage.text[range.clone()];
    let message = format!("「{written}」多半是「{word}」写错了");
    let certain = bits >= CERTAIN && word.chars().count() >= 4;
    let mut finding = Diagnostic::error(MISSPELT_WORD.code, message)
        .at(passage.span(range.clone()))
        .help(format!("改成「{word}」；本来就要这样写的，写进 lexicon.yaml 的「不查」"));
    if certain {
        finding.fix.extend(passage.edit(range, word));
    }
    let level = if certain { Severity::Error } else { Severity::Warning };
    out.push_at(MISSPELT_WORD, level, finding);
}
