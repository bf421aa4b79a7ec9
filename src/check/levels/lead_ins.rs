//! Lead-ins of running text: 一是…二是…, 第一，…第二，…, ①…②…, and how many were announced.

use std::ops::Range;

use super::{COUNT_MISMATCH, LEAD_IN_ORDER, LEVEL_ORDER, chinese, fault, ordinal};
use crate::check::{Findings, Passage, Story};

/// How many runs within runs are kept in mind.
const DEEPEST: usize = 8;

/// A run of lead-ins: 是, 要 or 第, and the last number.
type Run = (char, u32);

/// 一是…二是…, 一要…二要… and 第一，…第二，… through the paragraphs of a story, runs within runs.
pub fn lead_ins(story: &Story<'_>, out: &mut Findings<'_>) {
    if !out.wants(LEAD_IN_ORDER) {
        return;
    }
    let mut runs: Vec<Run> = Vec::new();
    for passage in story.body() {
        let text = &*passage.text;
        // A heading begins something new.
        if ordinal(text).is_some_and(|(_, length)| text[length..].starts_with('、')) {
            runs.clear();
        }
        let mut read = 0;
        for LeadIn { range, number, word, opens } in found(text) {
            let since = &text[read..range.start];
            read = range.end;
            if !opens {
                // 做到一是…, or 统一是…: what follows may go on with it, or with what was before.
                if number == 1 {
                    runs.clear();
                }
            } else if number == 1 {
                if runs.len() == DEEPEST {
                    runs.remove(0);
                }
                runs.push((word, 1));
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
        return (word == '第' && number == 2 && since.contains("首先"))
            .then(|| "前面是「首先」，这里是「第二」".to_owned());
    }
    let (_, last) = runs.iter_mut().rfind(|run| run.0 == word)?;
    let message = fault(*last, number, "", |number| match word {
        '第' => format!("第{}", chinese(number)),
        _ => format!("{}{word}", chinese(number)),
    });
    *last = number;
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
fn found(text: &str) -> impl Iterator<Item = LeadIn> + '_ {
    text.match_indices(['是', '要', '，', '、']).filter_map(move |(at, word)| {
        let numeral = |c: char| "一二三四五六七八九十".contains(c);
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
const ANNOUNCED: &[&str] = &["项", "点", "个方面", "条", "件"];

/// 提出三项要求：一是…四是….
pub fn announced(story: &Story<'_>, out: &mut Findings<'_>) {
    if !out.wants(COUNT_MISMATCH) {
        return;
    }
    for passage in story.body() {
        let text = &*passage.text;
        let leads: Vec<LeadIn> = found(text).filter(|lead| lead.opens).collect();
        for (at, first) in leads.iter().enumerate().filter(|(_, lead)| lead.number == 1) {
            let Some((range, said)) = announcement(text, first.range.start) else { continue };
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
            if last < 2 || last == said {
                continue;
            }
            let shown = &text[range.clone()];
            let message = format!("写的是「{shown}」，后面列出 {last} 个");
            if let Some(found) = out.add(COUNT_MISMATCH, passage, range, message) {
                found.help = Some("数一数，改正数字，或补上漏掉的、删去多余的一项".to_owned());
            }
        }
    }
}

/// What is announced right before a place: 三项重点工作：.
fn announcement(text: &str, end: usize) -> Option<(Range<usize>, u32)> {
    let before = text[..end].strip_suffix(['：', '。', '，'])?;
    let clause =
        before.rfind(['，', '。', '；', '：', '、', '\n']).map_or(0, |at| at + '，'.len_utf8());
    let clause = if text.is_char_boundary(clause) { clause } else { before.len() };
    let (at, unit) = ANNOUNCED
        .iter()
        .filter_map(|unit| Some((clause + before[clause..].rfind(unit)?, *unit)))
        .max_by_key(|(at, unit)| (*at, unit.len()))?;
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
            ordinal(written).filter(|(_, read)| *read == written.len()).map(|(number, _)| number)
        })?,
    };
    // 第三项, 十三个方面 of something else.
    let is_part = lead.ends_with(['第', '几', '百', '千', '万', '.', '另', '余']);
    (number > 1 && !is_part).then(|| (lead.len()..at + unit.len(), number))
}
