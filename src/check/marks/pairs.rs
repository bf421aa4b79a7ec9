//! Quotes, brackets and 《》 that have no partner, and quotes within quotes.

use std::ops::Range;

use super::line::{is_han, is_numeral, is_point};
use super::rules::{NESTED_QUOTE, UNPAIRED_BOOK_TITLE, UNPAIRED_BRACKET, UNPAIRED_QUOTE};
use crate::check::cues::first_chars;
use crate::check::{Draft, Findings, Part, Passage, Rule};
use crate::diagnostic::Edit;
use crate::markdown::Block;

/// Marks that come in pairs.
struct Kind {
    rule: Rule,
    open: char,
    close: char,
    /// Whether a pair may reach over paragraphs.
    wide: bool,
}

const fn kind(rule: Rule, open: char, close: char, wide: bool) -> Kind {
    Kind { rule, open, close, wide }
}

const KINDS: [Kind; 7] = [
    kind(UNPAIRED_QUOTE, '“', '”', true),
    kind(UNPAIRED_QUOTE, '‘', '’', false),
    kind(UNPAIRED_BRACKET, '（', '）', true),
    kind(UNPAIRED_BRACKET, '〔', '〕', false),
    kind(UNPAIRED_BRACKET, '【', '】', false),
    kind(UNPAIRED_BOOK_TITLE, '《', '》', false),
    kind(UNPAIRED_BOOK_TITLE, '〈', '〉', false),
];

/// All of them.
const MARKS: &[char] =
    &['(', ')', '“', '”', '‘', '’', '（', '）', '〔', '〕', '【', '】', '《', '》', '〈', '〉'];

const QUOTE: usize = 0;
const SINGLE: usize = 1;
const ROUND: usize = 2;

/// The most paragraphs a quotation goes on over.
const REACH: usize = 12;

/// The longest name between two marks of which the second was to close: bytes.
const MOST: usize = 120;

/// The most characters that are shown of it.
const MOST_CHARS: usize = 24;

/// A mark without a partner in its passage.
#[derive(Clone, Copy)]
struct Lone {
    passage: usize,
    at: usize,
    kind: usize,
    opens: bool,
}

/// Looks through all passages of a draft.
pub fn check(draft: &Draft<'_>, findings: &mut Findings<'_>) {
    text(&draft.note, findings);
    for story in &draft.stories {
        text(&story.passages, findings);
    }
}

fn text(passages: &[Passage<'_>], findings: &mut Findings<'_>) {
    let mut lone = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        let found = Pairing::of(passage);
        if found.lone.iter().all(|lone| lone.kind != QUOTE) && !passage.has('"') {
            nested(passage, &found.inner, findings);
        }
        lone.extend(found.lone.into_iter().map(|lone| Lone { passage: index, ..lone }));
    }
    join(&mut lone, passages);
    // One of each sort in a paragraph: the others may follow from it.
    lone.sort_by_key(|lone| (lone.passage, lone.at));
    let mut told: Option<(usize, [bool; KINDS.len()])> = None;
    for (place, &Lone { passage: index, at, kind, opens }) in lone.iter().enumerate() {
        let (Some(passage), Some(pair)) = (passages.get(index), KINDS.get(kind)) else { continue };
        let mut kinds = told
            .filter(|(last, _)| *last == index)
            .map_or([false; KINDS.len()], |(_, kinds)| kinds);
        if std::mem::replace(&mut kinds[kind], true) {
            continue;
        }
        told = Some((index, kinds));
        let (have, lack) = if opens { (pair.open, pair.close) } else { (pair.close, pair.open) };
        let message = format!("「{have}」没有配对的「{lack}」");
        // A title that does not end: all that may be in it.
        let length = match have {
            '《' => passage.text[at..].find(['，', '。', '；', '！', '？', '\n']),
            // “人民至上“理念: the second one was to close.
            '“' => lone.get(place + 1).and_then(|next| {
                let same = next.passage == index && next.kind == kind && next.opens;
                let between = next.at.checked_sub(at).filter(|it| same && *it <= MOST);
                between.map(|between| between + have.len_utf8())
            }),
            _ => None,
        };
        let range = reach(&passage.text, at, have, length);
        if let Some(found) = findings.add(pair.rule, passage, range, message) {
            found.help = Some(format!("补上「{lack}」，或删去多余的「{have}」"));
        }
    }
}

/// What may be in a pair of which one is missing: as far as its clause goes.
fn reach(text: &str, at: usize, have: char, length: Option<usize>) -> Range<usize> {
    let end = at + have.len_utf8();
    if let Some(length) = length {
        return at..at + length;
    }
    let stops = |c: char| is_point(c) && c != '、' || c == '\n';
    let close = match have {
        // 〈…》, ‘…”: the other one was to close.
        '〈' => '》',
        '‘' => '”',
        '“' | '（' => {
            let near = first_chars(&text[end..], MOST_CHARS);
            // A title has no mark at its end.
            let whole = if near.len() == text[end..].len() { near.len() } else { 0 };
            let to = near.find(|c: char| stops(c)).unwrap_or(whole);
            return at..end + to;
        }
        '”' | '）' => {
            let back = text[..at].chars().rev().take(MOST_CHARS);
            let length: usize =
                back.take_while(|c| !stops(*c) && *c != have).map(char::len_utf8).sum();
            return at - length..end;
        }
        _ => return at..end,
    };
    let near = first_chars(&text[end..], MOST_CHARS);
    let to = near.find(close).map_or(0, |to| to + close.len_utf8());
    at..end + to
}

/// Takes out what pairs over paragraphs: a quotation of several, each of which may begin with “
/// while only the last ends with ”.
fn join(lone: &mut Vec<Lone>, passages: &[Passage<'_>]) {
    let mut gone = vec![false; lone.len()];
    for kind in [QUOTE, ROUND] {
        if !KINDS[kind].wide {
            continue;
        }
        let mut open: Vec<usize> = Vec::new();
        for (index, mark) in lone.iter().enumerate() {
            let running = passages.get(mark.passage).is_some_and(|passage| {
                matches!(passage.part, Part::Block(Block::Paragraph | Block::Quote | Block::Item))
            });
            if mark.kind != kind || !running {
                continue;
            }
            if mark.opens {
                let next =
                    passages.get(mark.passage + 1).is_some_and(|next| next.text.starts_with('“'));
                if kind == QUOTE && mark.at == 0 && next {
                    gone[index] = true;
                } else {
                    open.push(index);
                }
                continue;
            }
            let Some(last) = open.pop() else { continue };
            if mark.passage - lone[last].passage > REACH {
                continue;
            }
            gone[index] = true;
            gone[last] = true;
        }
    }
    let mut gone = gone.into_iter();
    lone.retain(|_| !gone.next().unwrap_or(false));
}

/// How the marks of a passage pair.
#[derive(Default)]
struct Pairing {
    lone: Vec<Lone>,
    /// “” right within “”: bytes of the two marks.
    inner: Vec<(usize, usize)>,
}

impl Pairing {
    fn of(passage: &Passage<'_>) -> Self {
        let text: &str = &passage.text;
        let mut out = Self::default();
        // Bytes of the open marks; of a quote, whether it is to be told.
        let mut open: [Vec<(usize, bool)>; KINDS.len()] = Default::default();
        let is_straight = passage.has('"');
        for (at, mark) in passage.find_any(MARKS) {
            let last = text[..at].chars().next_back();
            let Some(c) = mark.chars().next() else { continue };
            let Some((kind, opens)) = sort(c) else { continue };
            if opens {
                let within = kind == QUOTE && open[QUOTE].len() == 1 && open[SINGLE].is_empty();
                open[kind].push((at, within));
                continue;
            }
            match open[kind].pop() {
                Some((from, true)) => out.inner.push((from, at)),
                Some(_) => {}
                None if c == ')'
                    || is_number(text, at, kind)
                    || (kind == SINGLE
                        && (is_letter(last) || is_year(text, at + c.len_utf8()))) => {}
                None => out.lone.push(Lone { passage: 0, at, kind, opens: false }),
            }
        }
        for (kind, rest) in open.iter().enumerate() {
            let half = |at: usize| text.as_bytes().get(at) == Some(&b'(');
            let rest = rest.iter().filter(|(at, _)| !half(*at));
            out.lone.extend(rest.map(|&(at, _)| Lone { passage: 0, at, kind, opens: true }));
        }
        // Straight quotes are told of elsewhere; without them nothing is known of the others.
        out.lone.retain(|lone| !(is_straight && lone.kind == QUOTE));
        out
    }
}

fn sort(c: char) -> Option<(usize, bool)> {
    match c {
        '(' => return Some((ROUND, true)),
        ')' => return Some((ROUND, false)),
        _ => {}
    }
    KINDS.iter().enumerate().find_map(|(index, kind)| {
        if c == kind.open {
            Some((index, true))
        } else {
            (c == kind.close).then_some((index, false))
        }
    })
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Whether an apostrophe stands for the century: ’98.
fn is_year(text: &str, after: usize) -> bool {
    let next = text.get(after..).and_then(|rest| rest.chars().next());
    next.is_some_and(|c| c.is_ascii_digit() || matches!(c, '０'..='９'))
}

/// Whether a closing bracket follows the number of an item: 1）, 一）, a）, ①）.
fn is_number(text: &str, at: usize, kind: usize) -> bool {
    if kind != ROUND {
        return false;
    }
    let before = text.get(..at).unwrap_or_default();
    let mut rest = before.chars().rev();
    for count in 0..5 {
        match rest.next() {
            Some(c)
                if c.is_ascii_alphanumeric()
                    || is_numeral(c)
                    || matches!(c, '①'..='⑳' | '０'..='９') => {}
            None => return count > 0,
            Some(c) => {
                return count > 0
                    && (c.is_whitespace() || is_point(c) || matches!(c, '”' | '“' | '）'));
            }
        }
    }
    false
}

/// Tells of quotes within quotes that are of the same kind.
fn nested(passage: &Passage<'_>, inner: &[(usize, usize)], findings: &mut Findings<'_>) {
    let mark = '“'.len_utf8();
    for &(open, close) in inner {
        let inside = passage.text.get(open + mark..close).unwrap_or_default();
        // “甲“和”乙” is a slip of another sort: the marks are turned round.
        let first = inside.chars().next();
        let joint = first.is_none_or(|c| "和与及或、，。；的".contains(c))
            || inside.chars().nth(1).is_none();
        if joint || !first.is_some_and(|c| is_han(c) || c == '《' || c.is_alphanumeric()) {
            continue;
        }
        let edit = |at: usize, text: &str| passage.edit(at..at + mark, text);
        let edits: Option<Vec<Edit>> = [edit(open, "‘"), edit(close, "’")].into_iter().collect();
        let message = "双引号里面又用了双引号";
        if let Some(found) = findings.add(NESTED_QUOTE, passage, open..close + mark, message) {
            found.help = Some("里面的改成单引号「‘ ’」".to_owned());
            found.fix = edits.filter(|_| !inside.contains('‘')).unwrap_or_default();
        }
    }
}
