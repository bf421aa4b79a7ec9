//! Numbers of items within a paragraph: （1）…；（2）…, 1.…；2.…, （一）…（二）….

use std::ops::Range;

use super::lead_ins::{announcement, tell};
use super::{
    COUNT_MISMATCH, LEAD_IN_ORDER, LEVEL_BRACKET, LEVEL_MARK, LEVEL_ORDER, chinese, fault, ordinal,
};
use crate::check::cues::is_han;
use crate::check::{Findings, Passage};

/// How an item is numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Bracketed,
    Chinese,
    Plain,
    Circled,
}

/// An item's number.
struct Item {
    sort: Sort,
    number: u32,
    range: Range<usize>,
}

impl Sort {
    fn shown(self, number: u32) -> String {
        match self {
            Self::Bracketed => format!("（{number}）"),
            Self::Chinese => format!("（{}）", chinese(number)),
            Self::Plain => format!("{number}."),
            Self::Circled => char::from_u32(u32::from('①') + number.saturating_sub(1))
                .map_or_else(String::new, String::from),
        }
    }
}

/// Looks at the items within a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    ordinals(passage, out);
    steps(passage, out);
    if !(out.wants(LEVEL_ORDER) || out.wants(COUNT_MISMATCH))
        || !text.contains(['（', '①', '.', '．'])
    {
        return;
    }
    let items = items(passage);
    for sort in [Sort::Bracketed, Sort::Chinese, Sort::Plain, Sort::Circled] {
        let mut last = 0;
        let mut begun = None;
        let mut read = 0;
        for item in items.iter().filter(|item| item.sort == sort) {
            if item.number == 1 {
                begun = Some(item.range.start);
            }
            // A run begins with one; what is cited does not.
            // 6.3类放射源 may have been no item to us, but it is one.
            let between = &text[read.min(item.range.start)..item.range.start];
            let hidden = item.number > last + 1
                && between.contains(sort.shown(last + 1).trim_end_matches('.'));
            read = item.range.end;
            if last > 0
                && !hidden
                && sort != Sort::Circled
                && let Some(message) = fault(last, item.number, "", |number| sort.shown(number))
            {
                out.add(LEVEL_ORDER, passage, item.range.clone(), message);
            }
            last = if item.number == 1 || last > 0 { item.number } else { 0 };
        }
        let runs = items.iter().filter(|item| item.sort == sort && item.number == 1).count();
        if let Some((range, said)) = begun.and_then(|start| announcement(text, start))
            && runs == 1
            && last >= 2
            && said != last
        {
            tell(passage, range, last, out);
        }
    }
}

/// What the number of an item begins with, or ends with.
const SIGNS: &[char] = &['（', '①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '.', '．'];

fn items(passage: &Passage<'_>) -> Vec<Item> {
    let text = &*passage.text;
    let mut found = Vec::new();
    for (at, sign) in passage.find_any(SIGNS) {
        let first = sign.chars().next().unwrap_or(' ');
        let (start, sort, number, end) = match first {
            '（' => {
                let inside = &text[at + sign.len()..];
                let digits = inside.bytes().take(3).take_while(u8::is_ascii_digit).count();
                let read = match digits {
                    1 | 2 => inside[..digits]
                        .parse()
                        .ok()
                        .map(|number| (Sort::Bracketed, number, digits)),
                    0 => ordinal(inside).map(|(number, length)| (Sort::Chinese, number, length)),
                    _ => None,
                };
                let Some((sort, number, length)) = read else { continue };
                let Some(_) = inside[length..].strip_prefix('）') else { continue };
                (at, sort, number, at + sign.len() + length + '）'.len_utf8())
            }
            '.' | '．' => {
                let digits =
                    text[..at].bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
                let end = at + sign.len();
                if !(1..=2).contains(&digits)
                    || !text[end..].starts_with(|c: char| is_han(c) || c == '“' || c == '《')
                {
                    continue;
                }
                let Ok(number) = text[at - digits..at].parse() else { continue };
                (at - digits, Sort::Plain, number, end)
            }
            circled => {
                (at, Sort::Circled, u32::from(circled) - u32::from('①') + 1, at + sign.len())
            }
        };
        // The head of the paragraph is looked at elsewhere, and starts a run here as well.
        let opens = text[..start].chars().next_back().is_none_or(|c| "。；：，\n 　".contains(c));
        let behind = text[end..].chars().next();
        if opens
            && number > 0
            && number < 30
            && behind.is_some_and(|c| is_han(c) || "“《".contains(c))
        {
            found.push(Item { sort, number, range: start..end });
        }
    }
    found
}

/// What is gone through step by step: 第一步, 第二步.
const STEPS: &[&str] = &["步", "阶段", "环节", "部分"];

/// 第一步，…第二步，…第四步.
fn steps(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if passage.find_word("第一").next().is_none() {
        return;
    }
    for step in STEPS {
        let mut last = 0;
        for (at, _) in passage.find('第') {
            let rest = &text[at + '第'.len_utf8()..];
            let Some((number, length)) = ordinal(rest) else { continue };
            let opens = text[..at].chars().next_back().is_none_or(|c| "。；：，\n".contains(c));
            let Some(behind) = rest[length..].strip_prefix(step).filter(|_| opens) else {
                continue;
            };
            if !behind.starts_with(['，', '：', '是', '（']) {
                continue;
            }
            let end = text.len() - behind.len();
            if last > 0
                && let Some(message) =
                    fault(last, number, "", |number| format!("第{}{step}", chinese(number)))
            {
                out.add(LEAD_IN_ORDER, passage, at..end, message);
            }
            last = if number == 1 || last > 0 { number } else { 0 };
        }
        stages(passage, step, out);
    }
}

/// 分两个阶段推进，第一阶段…，第二阶段…，第三阶段…: as many as it says.
fn stages(passage: &Passage<'_>, step: &str, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(first) = text.find(&format!("第一{step}")) else { return };
    let mut last = 1;
    let mut at = first;
    while let Some(next) = text[at..].find(&format!("第{}{step}", chinese(last + 1))) {
        at += next;
        if !text[..at].ends_with(['，', '。', '；', '：', '、']) {
            return;
        }
        last += 1;
    }
    let lead = &text[text.floor_char_boundary(first.saturating_sub(90))..first];
    let words = [
        format!("个{step}"),
        format!("{step}走"),
        format!("{step}实施"),
        format!("{step}推进"),
        format!("{step}，"),
    ];
    let Some((place, word)) = words.iter().find_map(|word| Some((lead.rfind(word)?, word))) else {
        return;
    };
    let numeral = lead[..place].chars().next_back().unwrap_or(' ');
    let Some(said) = "两三四五六七八".chars().position(|c| c == numeral).map(|at| at as u32 + 2)
    else {
        return;
    };
    let before = &lead[..place - numeral.len_utf8()];
    if last >= 2 && said != last && !before.ends_with(['第', '十', '前', '后']) {
        let start = first - lead.len() + before.len();
        let end = start
            + numeral.len_utf8()
            + word.trim_end_matches(['走', '实', '施', '推', '进', '，']).len();
        tell(passage, start..end, last, out);
    }
}

/// 第一、备足仓容 and 首先、 within a paragraph, and 一是、.
fn ordinals(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(LEVEL_MARK) {
        return;
    }
    let text = &*passage.text;
    for (at, comma) in passage.find_any(&['、', '：', '；']) {
        let near = text.floor_char_boundary(at.saturating_sub(15));
        let before = &text[near..at];
        if !before.ends_with(['先', '次', '后', '一', '二', '三', '四', '五', '是']) {
            continue;
        }
        let word = [
            "首先", "其次", "再次", "最后", "其一", "其二", "其三", "一是", "二是", "三是", "四是",
            "五是", "第一", "第二", "第三", "第四", "第五",
        ]
        .iter()
        .find(|word| before.ends_with(**word));
        let Some(word) = word else { continue };
        let start = at - word.len();
        let opens = text[..start].chars().next_back().is_none_or(|c| "。；：，\n".contains(c));
        // The head of a paragraph is told with the levels there.
        let at_head = text[..start].trim().is_empty() && word.starts_with('第') && comma == "、";
        let behind = &text[at + comma.len()..];
        let pair = behind.starts_with(['第', '其', '首', '最', '再', '二', '三', '四', '五', '六']);
        if !opens || at_head || pair || !behind.starts_with(|c: char| is_han(c) || c == '“') {
            continue;
        }
        let is_is = word.ends_with('是');
        let message = match is_is {
            true => format!("「{word}」后面不用「{comma}」"),
            false => format!("「{word}」后面用逗号，不用「{comma}」"),
        };
        let range = start..at + comma.len();
        out.tell(
            LEVEL_MARK,
            passage,
            range,
            message,
            if is_is { format!("删去「{comma}」") } else { format!("改成「{word}，」") },
        );
    }
}

/// 二. at the head of a paragraph, 2） among （1） and （3）, and （二、.
pub fn head(passage: &Passage<'_>, bracketed: bool, out: &mut Findings<'_>) {
    let bare = passage.text.trim_start();
    let start = passage.text.len() - bare.len();
    if let Some((number, length)) = ordinal(bare)
        && let Some(mark) =
            bare[length..].chars().next().filter(|c| matches!(c, '.' | '．' | '：' | ':'))
        && bare[length + mark.len_utf8()..].trim_start().starts_with(is_han)
        && ordinal(&bare[length + mark.len_utf8()..]).is_none()
    {
        let range = start..start + length + mark.len_utf8();
        let message = format!("序号「{}」后面用顿号，不用「{mark}」", &bare[..length]);
        if let Some(found) = out.add(LEVEL_MARK, passage, range, message) {
            found.help = Some(format!("改成「{}、」", chinese(number)));
            let mark = start + length..start + length + mark.len_utf8();
            found.fix.extend(passage.edit(mark, "、"));
        }
        return;
    }
    // （二、 and （2、
    if let Some(inside) = bare.strip_prefix('（') {
        let digits = inside.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let length =
            if digits > 0 { digits } else { ordinal(inside).map_or(0, |(_, length)| length) };
        let mark = inside[length..].chars().next().filter(|c| matches!(c, '、' | '.' | '．'));
        let pair = mark.is_some_and(|mark| {
            let behind = &inside[length + mark.len_utf8()..];
            behind.starts_with(|c: char| c.is_ascii_digit()) || ordinal(behind).is_some()
        });
        if let Some(mark) = mark.filter(|_| length > 0 && digits < 3 && !pair) {
            let range = start..start + '（'.len_utf8() + length + mark.len_utf8();
            let message = format!("序号「{}」缺了后一半括号", &passage.text[range.clone()]);
            out.tell(
                LEVEL_BRACKET,
                passage,
                range,
                message,
                format!("改成「（{}）」", &inside[..length]),
            );
        }
        return;
    }
    let digits = bare.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let length = if digits > 0 { digits } else { ordinal(bare).map_or(0, |(_, length)| length) };
    if let Some(close) = bare[length..].chars().next().filter(|c| matches!(c, '）' | ')'))
        && bracketed
        && (1..3).contains(&digits.max(usize::from(length > 0)))
    {
        let range = start..start + length + close.len_utf8();
        let message = format!("序号「{}」缺了前一半括号", &passage.text[range.clone()]);
        out.tell(
            LEVEL_BRACKET,
            passage,
            range,
            message,
            format!("改成「（{}）」", &bare[..length]),
        );
    }
}
