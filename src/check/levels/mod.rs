//! Rules about the order of levels: 一、（一） at the head of paragraphs, 一是…二是 in running text.

mod counted;
mod enumerated;
mod inline;
mod lead_ins;
mod listed;
mod lost;
mod ordinals;
pub mod rules;

use ordinals::{chinese, fault, ordinal};
use rules::{
    COUNT_MISMATCH, EMPTY_HEADING, LEAD_IN_ORDER, LEVEL_BRACKET, LEVEL_MARK, LEVEL_ORDER,
    MIXED_LEVELS, RULES,
};
use std::ops::Range;

use super::across::Archive;
use super::{Draft, Findings, Group, Part, Passage, Rulebook, Story};
use crate::diagnostic::Diagnostic;
use crate::markdown::Block;

/// The rules.
pub const GROUP: Group = Group { name: "层次序号", rules: RULES, check };

/// 一，加强领导 at the head of a paragraph, where others begin so as well.
fn comma_heads(story: &Story<'_>, out: &mut Findings<'_>) {
    if !out.wants(LEVEL_MARK) {
        return;
    }
    // The number that a paragraph begins with, and where its comma stands.
    let head = |passage: &Passage<'_>| {
        let text = passage.text.trim_start();
        let start = passage.text.len() - text.len();
        let (number, length) = ordinal(text)?;
        let mark = text[length..].chars().next().filter(|c| matches!(c, '，' | '、'))?;
        Some((number, start + length, mark))
    };
    let heads: Vec<(&Passage<'_>, u32, usize, char)> = story
        .body()
        .filter_map(|passage| head(passage).map(|(number, at, mark)| (passage, number, at, mark)))
        .collect();
    for (index, &(passage, number, at, mark)) in heads.iter().enumerate() {
        let next = heads.get(index + 1).is_some_and(|next| next.1 == number + 1);
        let last = index.checked_sub(1).and_then(|at| heads.get(at));
        let last = last.is_some_and(|last| last.1 + 1 == number);
        if mark != '，' || !(next || last) {
            continue;
        }
        let range = at..at + mark.len_utf8();
        let written = chinese(number);
        let message = format!("序号「{written}」后面用顿号，不用逗号");
        out.mend(LEVEL_MARK, passage, range, message, format!("改成「{written}、」"), "、");
    }
}

fn check(draft: &Draft<'_>, _: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    for story in &draft.stories {
        headings(story, out);
        beheaded(story, out);
        lead_ins::lead_ins(story, out);
        lead_ins::announced(story, out);
        announced_below(story, out);
        circled_heads(story, out);
        comma_heads(story, out);
        lost::check(story, out);
        let bracketed =
            story.body().any(|passage| passage.text.trim_start().starts_with(['（', '(']));
        story.body().for_each(|passage| {
            mark(passage, out);
            lead_ins::circled(passage, out);
            lead_ins::mixed(passage, out);
            counted::check(passage, out);
            enumerated::check(passage, out);
            listed::check(passage, out);
            let apart = matches!(passage.part, Part::Block(Block::Cell | Block::Note));
            if !apart {
                inline::head(passage, bracketed, out);
                inline::check(passage, out);
            }
        });
        empty_headings(story, out);
    }
}

/// ① and ③ at the head of paragraphs.
fn circled_heads(story: &Story<'_>, out: &mut Findings<'_>) {
    if !out.wants(LEVEL_ORDER) {
        return;
    }
    let mut last = 0;
    for passage in story.body() {
        let text = passage.text.trim_start();
        let Some(c) = text.chars().next().filter(|c| ('①'..='⑳').contains(c)) else {
            // Another level begins anew.
            last = if Head::of(text).is_some() { 0 } else { last };
            continue;
        };
        let number = u32::from(c) - u32::from('①') + 1;
        let shown = |number: u32| {
            char::from_u32(u32::from('①') + number.saturating_sub(1)).unwrap_or(c).to_string()
        };
        if last > 0
            && let Some(message) = fault(last, number, "", shown)
        {
            let start = passage.text.len() - text.len();
            out.add(LEVEL_ORDER, passage, start..start + c.len_utf8(), message);
        }
        last = number;
    }
}

/// 抓好三项工作： and the numbers at the head of the paragraphs below.
fn announced_below(story: &Story<'_>, out: &mut Findings<'_>) {
    if !out.wants(COUNT_MISMATCH) {
        return;
    }
    let body: Vec<&Passage<'_>> = story.body().collect();
    for (at, passage) in body.iter().enumerate() {
        let text = passage.text.trim_end();
        if !text.ends_with('：') {
            continue;
        }
        let Some((range, said)) = lead_ins::announcement(text, text.len()) else { continue };
        let mut run: Option<(usize, u32)> = None;
        for below in body[at + 1..].iter().take(NEAR) {
            let Some(head) = Head::of(&below.text) else { continue };
            run = match run {
                None if head.number == 1 => Some((head.level, 1)),
                Some((level, last)) if head.level == level && head.number == last + 1 => {
                    Some((level, head.number))
                }
                // Levels below may run as they like.
                Some((level, last)) if head.level > level => Some((level, last)),
                Some((level, _)) if head.level < level => break,
                _ => {
                    run = None;
                    break;
                }
            };
        }
        // Fewer only where the text ends with them: the others may have no numbers.
        let heads = |it: &&&Passage<'_>| Head::of(&it.text).is_some();
        let all = body[at + 1..].len() <= NEAR && body[at + 1..].iter().all(|it| heads(&it));
        if let Some((_, listed)) =
            run.filter(|(_, listed)| *listed > said || (all && *listed > 1 && *listed < said))
        {
            lead_ins::tell(passage, range, listed, out);
        }
    }
}

/// The mark behind the number at the head of a paragraph.
fn mark(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let apart = matches!(passage.part, Part::Block(Block::Cell | Block::Note | Block::Quote));
    let text = passage.text.trim_start();
    let start = passage.text.len() - text.len();
    let Some(at) = text.find('、').filter(|at| *at <= 12 && !apart) else { return };
    let number = &text[..at];
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let all = |text: &str| !text.is_empty() && text.chars().all(numeral);
    let bracketed = |text: &str| {
        text.strip_prefix(['（', '('])
            .and_then(|rest| rest.strip_suffix(['）', ')']))
            .is_some_and(all)
    };
    let behind = &text[at + '、'.len_utf8()..];
    let digits =
        !number.is_empty() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
    // 1、2月份 and 第一、第二小组 count.
    let pair = behind.starts_with(numeral) || behind.starts_with(['第', '（', '(', '①', '②']);
    let right = match number {
        _ if pair => return,
        _ if bracketed(number) => "",
        _ if number.chars().count() == 1
            && ('①'..='⑳').contains(&text.chars().next().unwrap_or(' ')) =>
        {
            ""
        }
        _ if number.strip_prefix('第').is_some_and(all) => "，",
        _ if digits => ". ",
        _ => return,
    };
    let range = start + at..start + at + '、'.len_utf8();
    let message = match right {
        "" => format!("序号「{number}」后面不用顿号"),
        "，" => format!("「{number}」后面用逗号，不用顿号"),
        _ => format!("序号「{number}」后面用「.」，不用顿号"),
    };
    let help = match right {
        "" => "删去顿号".to_owned(),
        _ => format!("改成「{number}{}」", right.trim_end()),
    };
    let mut finding =
        Diagnostic::error(LEVEL_MARK.code, message).at(passage.span(range.clone())).help(help);
    // A number and a point would be a list to Markdown.
    if right != ". " {
        finding.fix.extend(passage.edit(range, right));
    }
    out.push(LEVEL_MARK, finding);
}

/// Headings of Markdown with nothing below them.
fn empty_headings(story: &Story<'_>, out: &mut Findings<'_>) {
    let mut last: Option<(&Passage<'_>, u8)> = None;
    let mut tell = |passage: &Passage<'_>| {
        let message = "小标题下面没有内容";
        out.tell(
            EMPTY_HEADING,
            passage,
            0..passage.text.len(),
            message,
            "补上内容，或删去这个小标题",
        );
    };
    for passage in story.body() {
        let level = match passage.part {
            Part::Block(Block::Heading(level)) => Some(level),
            _ => None,
        };
        if let (Some((heading, above)), Some(level)) = (last, level)
            && level <= above
        {
            tell(heading);
        }
        last = level.map(|level| (passage, level));
    }
    // A body of nothing but headings is another matter.
    let heading = |passage: &Passage| matches!(passage.part, Part::Block(Block::Heading(_)));
    if let Some((last, _)) = last
        && !story.body().all(heading)
    {
        tell(last);
    }
}

/// A number at the head of a paragraph.
#[derive(Clone)]
struct Head {
    /// 一、 is 0, （一） 1, 1. is 2, （1） 3.
    level: usize,
    number: u32,
    /// The number with its marks, in the text of the passage.
    range: Range<usize>,
    /// Its brackets, on the levels that have them.
    brackets: Option<(char, char)>,
}

impl Head {
    fn of(text: &str) -> Option<Self> {
        let bare = text.trim_start();
        let start = text.len() - bare.len();
        let head = |level, number, length, brackets| {
            Some(Self { level, number, range: start..start + length, brackets })
        };
        if let Some(open @ ('（' | '(')) = bare.chars().next() {
            let inner = &bare[open.len_utf8()..];
            let (level, (number, length)) =
                ordinal(inner).map(|it| (1, it)).or_else(|| Some((3, digits(inner)?)))?;
            let close = inner[length..].chars().next().filter(|c| "）)".contains(*c))?;
            let end = open.len_utf8() + length + close.len_utf8();
            return head(level, number, end, Some((open, close)));
        }
        if let Some((number, length)) = ordinal(bare) {
            let behind = &bare[length..];
            let point = behind
                .strip_prefix(['.', '．'])
                .is_some_and(|rest| rest.starts_with(crate::check::cues::is_han));
            let is_level = point || behind.starts_with('、') && !is_enumeration(behind);
            let mark = behind.chars().next().map_or(0, char::len_utf8);
            return head(0, number, length + mark, None).filter(|_| is_level);
        }
        let (number, length) = digits(bare)?;
        let mark = bare[length..].chars().next().filter(|c| ".．、".contains(*c))?;
        let behind = bare[length + mark.len_utf8()..].trim_start();
        // 3.5万吨, 3、4月份 and 1.1 are no levels.
        let part = |c: char| c.is_ascii_digit() || c.is_ascii_punctuation() || c == '第';
        let is_level = !behind.is_empty() && !behind.starts_with(part);
        head(2, number, length + mark.len_utf8(), None).filter(|_| is_level)
    }

    fn name(&self, number: u32) -> String {
        match self.level {
            0 => format!("{}、", chinese(number)),
            1 => format!("（{}）", chinese(number)),
            2 => format!("{number}."),
            _ => format!("（{number}）"),
        }
    }
}

/// The number of one or two digits that a text begins with, and its length.
fn digits(text: &str) -> Option<(u32, usize)> {
    let length = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let number = text[..length].parse().ok().filter(|number| (1..100).contains(number))?;
    (length < 3 && !text.starts_with('0')).then_some((number, length))
}

/// 二、 and 三、 of a story that has no 一、.
fn beheaded(story: &Story<'_>, out: &mut Findings<'_>) {
    let apart = |part| matches!(part, Part::Block(Block::Quote | Block::Cell | Block::Note));
    let mut heads = story
        .body()
        .filter(|passage| !apart(passage.part))
        .filter_map(|passage| Some((passage, Head::of(&passage.text)?)))
        .filter(|(_, head)| head.level == 0);
    let (Some((passage, first)), Some((_, second))) = (heads.next(), heads.next()) else { return };
    if first.number == 2
        && second.number == 3
        && !story.passages.iter().any(|it| it.text.contains("一、"))
    {
        let message = "「二、」前面没有「一、」";
        out.tell(LEVEL_ORDER, passage, first.range, message, "补上漏掉的一段，或重新编号");
    }
}

/// How many paragraphs back the beginning of a run is looked for.
const NEAR: usize = 40;

/// The numbers at the head of paragraphs and headings, each level in its own run.
fn headings(story: &Story<'_>, out: &mut Findings<'_>) {
    let mut last = [0; 4];
    // Where a level stood when one above it went on: some number （一）（二）（三） through.
    let mut carried = [0; 4];
    // The last head, and what has been read from its paragraph on.
    let mut previous: Option<Head> = None;
    // The last head of each level that came right behind a single 「1.」 of a level below it.
    let mut stray: [Option<(&Passage<'_>, Head, String)>; 4] = Default::default();
    let mut since: Vec<&Passage<'_>> = Vec::new();
    // What is quoted, and the cells of a table, have numbers of their own.
    let apart = |part| matches!(part, Part::Block(Block::Quote | Block::Cell | Block::Note));
    for passage in story.body().filter(|passage| !apart(passage.part)) {
        let own = Head::of(&passage.text).or_else(|| half_bracketed(&passage.text, &last));
        let Some(head) = own else {
            since.push(passage);
            // 望河县加强保护。一、严格管控: the run begins within the paragraph.
            if let Some(head) = begun_within(&passage.text) {
                last = [0; 4];
                last[head.level] = head.number;
                previous = Some(head);
                continue;
            }
            // 「2. 」 with a blank is an item to Markdown, which goes on from a 「1.」 without.
            if let Some(number) = passage.list_number() {
                last[2] = if number == last[2] + 1 || number == 1 { number } else { 0 };
                previous = None;
            }
            // 1.2018年… is 1. or 1.2018: nothing sure can be said of what follows.
            if digits(passage.text.trim_start()).is_some() {
                last[2] = 0;
                previous = None;
            }
            continue;
        };
        let unequal = |(open, close): (char, char)| (open == '（') != (close == '）');
        if let Some(brackets) = head.brackets.filter(|it| head.level == 1 || unequal(*it)) {
            bracket(passage, head.range.clone(), brackets, out);
        }
        let (level, number) = (head.level, head.number);
        // 1. and （一） below it, where nothing stands above.
        if let Some(before) = previous.as_ref().filter(|before| {
            before.number == 1
                && number == 1
                && before.level > level
                && last[..before.level].iter().all(|it| *it == 0)
        }) && let Some(above) = since.first()
        {
            let (upper, lower) = (before.name(1), head.name(1));
            let message = format!("「{upper}」下面又分「{lower}」，层次颠倒了");
            out.tell(
                MIXED_LEVELS,
                above,
                before.range.clone(),
                message,
                "自上而下用「一、」「（一）」「1.」「（1）」",
            );
        }
        let since_heading =
            since.iter().any(|passage| matches!(passage.part, Part::Block(Block::Heading(_))))
                || matches!(passage.part, Part::Block(Block::Heading(_)));
        if last[level] == 0 && number > 1 && carried[level] + 1 == number {
            last[level] = number - 1;
        }
        // The run may have begun within a paragraph.
        let begun = |before: &str| {
            since.iter().rev().take(NEAR).any(|passage| passage.text.contains(before))
        };
        let mixed = previous.as_ref().filter(|before| {
            last[level] == 0
                && number > 1
                && before.number + 1 == number
                && !begun(head.name(number - 1).trim_end_matches('.'))
        });
        let message = fault(last[level], number, "", |number| head.name(number)).or_else(|| {
            // 一、 right behind 一、 of the same text; digits may begin anew anywhere.
            let again = number == 1 && last[level] == 1 && level < 2 && !since_heading;
            again.then(|| format!("「{}」重复", head.name(1)))
        });
        if let Some(message) = message.filter(|_| last[level] > 0) {
            match stray[level].take().filter(|(_, head, _)| head.number == number) {
                // 一、（一）1. 二、（二） 二、: the first 二、 stands where 2. should.
                Some((place, head, right)) => {
                    out.tell(
                        LEVEL_ORDER,
                        place,
                        head.range,
                        message,
                        format!("这里多半应是「{right}」"),
                    );
                }
                None => drop(out.add(LEVEL_ORDER, passage, head.range.clone(), message)),
            }
        } else if let Some(before) = mixed {
            let (own, other) = (head.name(number), before.name(before.number));
            let message = format!("「{other}」之后是「{own}」，同一级用了两种序号");
            out.tell(
                MIXED_LEVELS,
                passage,
                head.range.clone(),
                message,
                format!("改成「{}」", before.name(number)),
            );
            // It goes on with the run before it.
            last[before.level] = number;
            previous = Some(Head { level: before.level, ..head });
            since = vec![passage];
            continue;
        }
        stray[level] = previous
            .as_ref()
            .filter(|before| before.level > level && before.number == 1 && number > 1)
            .map(|before| (passage, head.clone(), before.name(2)));
        // A run that does not begin at one is cited from elsewhere: （二）, （四） of a law.
        if number == 1 || last[level] > 0 {
            last[level] = number;
            previous = Some(head);
            since.clear();
        }
        since.push(passage);
        for below in level + 1..last.len() {
            carried[below] = if number == 1 { 0 } else { carried[below].max(last[below]) };
            last[below] = 0;
        }
    }
}

/// The last number of the only run that begins with one within a paragraph: 。一、…, 。（一）….
fn begun_within(text: &str) -> Option<Head> {
    let mut last: Option<Head> = None;
    for (at, mark) in text.match_indices(['。', '：']) {
        let start = at + mark.len();
        let Some(head) = Head::of(&text[start..]).filter(|head| head.level < 2) else { continue };
        let range = start + head.range.start..start + head.range.end;
        match &last {
            None if head.number == 1 => last = Some(Head { range, ..head }),
            Some(before) if before.level == head.level && before.number + 1 == head.number => {
                last = Some(Head { range, ..head });
            }
            _ => return None,
        }
    }
    last
}

/// 2） between （1） and （3）: told as a half bracket, and counted with them.
fn half_bracketed(text: &str, last: &[u32; 4]) -> Option<Head> {
    let bare = text.trim_start();
    let start = text.len() - bare.len();
    let (level, (number, length)) =
        digits(bare).map(|it| (3, it)).or_else(|| Some((1, ordinal(bare)?)))?;
    let close = bare[length..].chars().next().filter(|c| "）)".contains(*c))?;
    (last[level] + 1 == number && last[level] > 0).then(|| Head {
        level,
        number,
        range: start..start + length + close.len_utf8(),
        brackets: None,
    })
}

/// 一、二年级学生…: the number is one of a pair and no level.
fn is_enumeration(behind: &str) -> bool {
    ordinal(behind.trim_start_matches('、')).is_some()
}

fn bracket(
    passage: &Passage<'_>,
    range: Range<usize>,
    (open, close): (char, char),
    out: &mut Findings<'_>,
) {
    if open == '（' && close == '）' {
        return;
    }
    let written = &passage.text[range.clone()];
    let right = written.replace('(', "（").replace(')', "）");
    let message = format!("序号「{written}」的括号是半角的");
    out.mend(LEVEL_BRACKET, passage, range, message, format!("改成「{right}」"), right);
}
