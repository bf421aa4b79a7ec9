//! Lead-ins of running text: 一是…二是…, 第一，…第二，…, ①…②…, and how many were announced.

use std::ops::Range;
use std::sync::LazyLock;

use super::{COUNT_MISMATCH, LEAD_IN_ORDER, LEVEL_ORDER, chinese, fault, ordinal};
use crate::check::cues::{self, Words};
use crate::check::lists::words;
use crate::check::{Findings, Passage, Story};

/// Added to the last number of a run where one before it was left out.
const JUMPED: u32 = 1_000;

/// How many runs within runs are kept in mind.
const DEEPEST: usize = 8;

/// A run of lead-ins: 是, 要 or 第, and the last number.
type Run = (char, u32);

/// Kinds of lead-ins that do not go together in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// 首先, 其次, 再次, 最后.
    First,
    /// 第一，第二，.
    Ordinal,
    /// 一是, 二是, and 一要, 二要, which some write in one run.
    Item,
    /// 其一, 其二.
    One,
    /// 一方面, 另一方面.
    Side,
}

const SORTS: &[(&str, Sort, u32)] = &[
    ("首先", Sort::First, 1),
    ("其次", Sort::First, 2),
    ("再次", Sort::First, 3),
    ("其一", Sort::One, 1),
    ("其二", Sort::One, 2),
    ("其三", Sort::One, 3),
    ("一方面", Sort::Side, 1),
    ("另一方面", Sort::Side, 2),
    ("第一，", Sort::Ordinal, 1),
    ("第二，", Sort::Ordinal, 2),
    ("第三，", Sort::Ordinal, 3),
    ("第四，", Sort::Ordinal, 4),
    ("第二是", Sort::Ordinal, 2),
    ("第三是", Sort::Ordinal, 3),
    ("第二", Sort::Ordinal, 2),
    ("第三", Sort::Ordinal, 3),
    ("第四", Sort::Ordinal, 4),
    ("一是", Sort::Item, 1),
    ("二是", Sort::Item, 2),
    ("三是", Sort::Item, 3),
    ("四是", Sort::Item, 4),
    ("五是", Sort::Item, 5),
    ("一要", Sort::Item, 1),
    ("二要", Sort::Item, 2),
    ("三要", Sort::Item, 3),
    ("四要", Sort::Item, 4),
];

static FINDER: LazyLock<Words> = LazyLock::new(|| Words::new(SORTS.iter().map(|(word, ..)| *word)));

/// What makes a count of 第三.
const COUNTS: &str = "次个届条季产年名位批期天代章项者一二三四五六七八九十部阶步类轮种书医人中师方款节组时线大小卷轴站所局院";

/// 首先…其次…第三, 一方面…二是: lead-ins of two sorts in one run.
pub fn mixed(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(LEAD_IN_ORDER) {
        return;
    }
    let text = &*passage.text;
    let mut runs: Vec<(Sort, u32, &str)> = Vec::new();
    for (range, index) in FINDER.find_longest(passage) {
        let Some(&(word, sort, number)) = SORTS.get(index) else { continue };
        let opens = text[..range.start]
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || "。；：，！？）”—".contains(c));
        let bare = sort == Sort::Ordinal && word.chars().count() == 2;
        let begins = number == 1 && sort == Sort::First;
        if !(opens || begins)
            || (bare
                && text[range.end..].starts_with(|c: char| COUNTS.contains(c) || !cues::is_han(c)))
        {
            continue;
        }
        if number == 1 {
            if runs.len() == DEEPEST {
                runs.remove(0);
            }
            runs.push((sort, 1, word));
            continue;
        }
        if let Some(at) = runs.iter().rposition(|run| run.0 == sort && run.1 + 1 == number) {
            runs.truncate(at + 1);
            if let Some(run) = runs.last_mut() {
                (run.1, run.2) = (number, word);
            }
            continue;
        }
        // 首先…再次, 其一…其三: one is left out.
        if let Some(run) = runs.last_mut().filter(|run| {
            run.0 == sort && matches!(sort, Sort::First | Sort::One) && run.1 + 2 == number
        }) {
            let message = format!("「{}」之后是「{word}」，中间缺了", run.2);
            (run.1, run.2) = (number, word);
            out.tell(LEAD_IN_ORDER, passage, range, message, "改正序次，或补上漏掉的一项");
            continue;
        }
        let Some(run) = runs.last_mut().filter(|run| {
            // 首先要…，二是要… is written by many.
            let common = run.0 == Sort::First && sort == Sort::Item;
            run.0 != sort && !common && run.1 + 1 == number
        }) else {
            continue;
        };
        // Without its mark 第三 may be anything; behind 首先、其次 it goes on with them.
        let after_item = run.0 == Sort::Item && text[..range.start].ends_with('；');
        if bare && !after_item && !(run.0 == Sort::First && matches!(number, 2 | 3)) {
            continue;
        }
        // 首先…；第二…；第三…: the first is the one that differs.
        if run.0 == Sort::First && run.1 == 1 && sort == Sort::Ordinal {
            let third = text[range.end..]
                .find("第三")
                .is_some_and(|at| text[..range.end + at].ends_with(['。', '；', '，', '：']));
            let first = text[..range.start].rfind("首先").filter(|_| third);
            if let Some(first) = first {
                *run = (sort, number, word);
                let range = first..first + "首先".len();
                let message = "后面是「第二」「第三」，这里是「首先」，序次用了两种说法".to_owned();
                out.tell(LEAD_IN_ORDER, passage, range, message, "改成「第一」");
                continue;
            }
        }
        let message = format!(
            "前面是「{}」，这里是「{}」，序次用了两种说法",
            run.2,
            word.trim_end_matches('，')
        );
        run.1 = number;
        out.tell(LEAD_IN_ORDER, passage, range, message, "一组里用同一种说法");
    }
}

/// 一是…二是…, 一要…二要… and 第一，…第二，… through the paragraphs of a story, runs within runs.
pub fn lead_ins(story: &Story<'_>, out: &mut Findings<'_>) {
    if !out.wants(LEAD_IN_ORDER) {
        return;
    }
    let mut runs: Vec<Run> = Vec::new();
    for passage in story.body() {
        let text = &*passage.text;
        // A second 一是 right behind the first, in this paragraph.
        let mut again: Option<(Range<usize>, usize)> = None;
        // A heading begins something new.
        if ordinal(text).is_some_and(|(_, length)| text[length..].starts_with('、')) {
            runs.clear();
        }
        let mut read = 0;
        for LeadIn { range, number, word, opens } in found(passage) {
            let since = &text[read..range.start];
            read = range.end;
            if !opens {
                // 做到一是…, or 统一是…: what follows may go on with it, or with what was before.
                if number == 1 {
                    runs.clear();
                    // 望河县一要…，二要…: a run, though its subject stands before.
                    let next = format!("，{}{word}", chinese(2));
                    if word != '第' && cues::behind(text, range.end).contains(&next) {
                        runs.push((word, 1));
                    }
                }
            } else if number == 1 {
                if runs.len() == DEEPEST {
                    runs.remove(0);
                }
                again = (runs.last() == Some(&(word, 1)) && read > since.len())
                    .then_some((range, runs.len()));
                runs.push((word, 1));
            } else if number == 3
                && let Some((second, at)) = again.take()
                && runs.len() == at + 1
                && runs[at] == (word, 1)
            {
                // 一是…；一是…；三是…: the second is the slip.
                runs.truncate(at);
                if let Some(run) = runs.last_mut() {
                    run.1 = 3;
                }
                let message = format!("「{}」重复", &text[second.clone()]);
                out.tell(LEAD_IN_ORDER, passage, second, message, format!("改成「二{word}」"));
            } else if let Some(message) = proceed(&mut runs, (word, number), since)
                && let Some(found) = out.add(LEAD_IN_ORDER, passage, range, message)
            {
                found.help = Some("改正序号，或补上漏掉的一项".to_owned());
            }
        }
    }
}

/// Goes on with a run; what is wrong if there is none that it can go on.
fn proceed(runs: &mut Vec<Run>, (word, number): Run, since: &str) -> Option<String> {
    // The run it goes on with may be one around the last, and some write 一要…二是….
    let own = runs.iter().rposition(|run| *run == (word, number - 1));
    let next = own.or_else(|| runs.iter().rposition(|run| run.1 == number - 1));
    if let Some(at) = next {
        runs.truncate(at + 1);
        if let Some(run) = runs.last_mut() {
            run.1 = number;
        }
        return None;
    }
    // 首先…，二是…
    if ["首先", "第一", "其一"].iter().any(|first| since.contains(first)) {
        runs.clear();
        return None;
    }
    let (_, last) = runs.iter_mut().rfind(|run| run.0 == word)?;
    // 一是、三是、三是: the first was wrong, and has been told.
    if *last == JUMPED + number {
        *last = number;
        return None;
    }
    if *last > JUMPED {
        *last -= JUMPED;
        if *last + 1 == number {
            *last = number;
            return None;
        }
    }
    let jumps = number > *last + 1;
    let message = fault(*last, number, "", |number| match word {
        '第' => format!("第{}", chinese(number)),
        _ => format!("{}{word}", chinese(number)),
    });
    *last = if jumps && message.is_some() { JUMPED + number } else { number };
    message
}

/// 一是, 二要 and the like.
struct LeadIn {
    range: Range<usize>,
    number: u32,
    /// 是, 要, or 第 where the number is 第一.
    word: char,
    /// Whether it stands at the beginning of a sentence or a clause.
    opens: bool,
}

/// The lead-ins of a text, and what looks like one.
fn found<'p>(passage: &'p Passage<'_>) -> impl Iterator<Item = LeadIn> + use<'p> {
    let text = &*passage.text;
    passage.find_any(&['是', '要', '，', '、']).filter_map(move |(at, word)| {
        let numeral = |c: char| {
            matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
        };
        let before = text[..at].trim_end_matches(numeral);
        // Longer runs of numerals are no number, and need not be looked at.
        let length = at - before.len();
        if length == 0 || length > 9 {
            return None;
        }
        let (number, read) = ordinal(&text[before.len()..at])?;
        // 第一，…: the mark is part of the lead-in; without 第 it is none.
        let before = match word {
            "，" | "、" => before.strip_suffix('第')?,
            _ => before,
        };
        let opens = before
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || "。；：，、！？）”“—,;:!?".contains(c));
        // 一是一，二是二 is an idiom; 四是三城天然气公司 is none.
        let end = at + word.len();
        let idiom = text[end..].starts_with(&text[at - length..at])
            || (word == "、" && text[end..].starts_with(['第', '二', '三', '四', '五']));
        let word = if matches!(word, "，" | "、") { '第' } else { word.chars().next()? };
        (read == length && !idiom).then_some(LeadIn {
            range: before.len()..end,
            number,
            word,
            opens,
        })
    })
}

/// ①…③ within a paragraph.
pub fn circled(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(LEVEL_ORDER) {
        return;
    }
    if !('①'..='⑳').any(|c| passage.has(c)) {
        return;
    }
    let mut last = 0;
    for (at, c) in passage.text.char_indices() {
        if !('①'..='⑳').contains(&c) {
            continue;
        }
        let number = u32::from(c) - u32::from('①') + 1;
        // A number that is cited stands within the sentence: 第①项.
        let opens =
            passage.text[..at].chars().next_back().is_none_or(|c| "。；：，、\n ".contains(c));
        let range = at..at + c.len_utf8();
        if opens && last > 0 && number > last + 1 {
            let circled = |number: u32| char::from_u32(u32::from('①') + number - 1).unwrap_or('①');
            let message = format!("「{}」之后是「{c}」，中间缺了", circled(last));
            out.add(LEVEL_ORDER, passage, range, message);
        }
        last = if opens { number } else { last };
    }
}

/// What is announced with its number: 三项措施, 四点要求.
const ANNOUNCED: &[&str] = words!("lead_ins.txt", "ANNOUNCED");

/// 提出三项要求：一是…四是…, in one paragraph or in several.
pub fn announced(story: &Story<'_>, out: &mut Findings<'_>) {
    if !out.wants(COUNT_MISMATCH) {
        return;
    }
    let body: Vec<&Passage<'_>> = story.body().collect();
    for (index, passage) in body.iter().enumerate() {
        let text = &*passage.text;
        let leads: Vec<LeadIn> = found(passage).filter(|lead| lead.opens).collect();
        for (at, first) in leads.iter().enumerate().filter(|(_, lead)| lead.number == 1) {
            let before = index.checked_sub(1).map(|before| body[before]);
            let own = announcement(text, first.range.start).map(|found| (*passage, found));
            // The paragraph before may have said how many, where this one begins with the first.
            let above = || {
                let before = before.filter(|_| text[..first.range.start].trim().is_empty())?;
                let end = before.text.trim_end().len();
                Some((before, announcement(&before.text, end)?))
            };
            let Some((place, (range, said))) = own.or_else(above) else { continue };
            // The items may go on in the paragraphs behind.
            let mut last = 1;
            for lead in &leads[at + 1..] {
                match lead.number {
                    number if lead.word == first.word && number == last + 1 => last = number,
                    // Another run, within this one or behind it: nothing sure can be said.
                    1 => {
                        last = 0;
                        break;
                    }
                    _ => {}
                }
            }
            if last > 0 {
                for next in &body[index + 1..] {
                    let Some(lead) = found(next).find(|lead| lead.opens) else { break };
                    let begins = next.text[..lead.range.start].trim().is_empty();
                    if !begins || lead.word != first.word || lead.number != last + 1 {
                        break;
                    }
                    last = lead.number;
                }
            }
            // 从两方面采取措施。一要…九要: those are other things.
            if last < 2 || last == said || last >= said + 5 {
                continue;
            }
            tell(place, range, last, out);
        }
    }
}

/// Tells that as many are not listed as were announced.
pub(super) fn tell(
    passage: &Passage<'_>,
    range: Range<usize>,
    listed: u32,
    out: &mut Findings<'_>,
) {
    let message = format!("写的是「{}」，后面列出 {listed} 个", &passage.text[range.clone()]);
    out.tell(
        COUNT_MISMATCH,
        passage,
        range,
        message,
        "数一数，改正数字，或补上漏掉的、删去多余的一项",
    );
}

/// How far before its items a number of them is announced: bytes.
const NEAR_BY: usize = 120;

/// How far before its end a clause has the unit of what it announces: bytes of the longest unit, and of
/// eight characters behind it.
const LAST: usize = 50;

/// What is announced right before a place: 三项重点工作：.
pub(super) fn announcement(text: &str, end: usize) -> Option<(Range<usize>, u32)> {
    let before = text[..end].strip_suffix(['：', '。', '，'])?;
    let clause =
        before.rfind(['，', '。', '；', '：', '、', '\n']).map_or(0, |at| at + '，'.len_utf8());
    let clause = if text.is_char_boundary(clause) { clause } else { before.len() };
    // What is announced stands close by.
    let near = before.floor_char_boundary(before.len().saturating_sub(NEAR_BY));
    let clause = clause.max(near);
    // What is counted is short: the unit stands at the end.
    let end = before.floor_char_boundary(before.len().saturating_sub(LAST));
    let last = &before[clause.max(end)..];
    let found = ANNOUNCED.iter().filter_map(|unit| {
        let begins = |(at, _): &(usize, char)| last[*at..].starts_with(unit);
        let at = before.len() - last.len() + last.char_indices().rev().find(begins)?.0;
        // What is counted is short, and nothing but that.
        if before[at + unit.len()..].chars().count() > 8 {
            return None;
        }
        let numeral = |c: char| "一二两三四五六七八九十".contains(c) || c.is_ascii_digit();
        let lead = before[..at].trim_end_matches(numeral);
        let written = &before[lead.len()..at];
        let number = match written {
            "两" => 2,
            _ => written.parse().ok().or_else(|| {
                ordinal(written)
                    .filter(|(_, read)| *read == written.len())
                    .map(|(number, _)| number)
            })?,
        };
        // 第三项, 十三个方面 of something else.
        let is_part = lead.ends_with(['第', '几', '百', '千', '万', '.', '另', '余']);
        (number > 1 && !is_part).then(|| (lead.len()..at + unit.len(), number))
    });
    found.max_by_key(|(range, _)| range.end)
}
