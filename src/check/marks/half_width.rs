//! Half-width marks between Chinese.

use std::ops::Range;

use super::line::{Scan, is_chinese, is_closing, is_han, is_numeral, is_opening, is_point};
use super::rules::HALF_WIDTH_MARK;
use crate::check::lists::words;

/// How far the other bracket of a pair is looked for.
const REACH: usize = 120;

/// How far back the beginning of an address is looked for.
const ADDRESS: usize = 80;

/// How far back the beginning of a clause is looked for.
const CLAUSE: usize = 40;

/// The length of a name in quotation marks.
const SHORT: usize = 8;

/// Characters that foreign names are written with: a point between two of them divides a name.
pub const FOREIGN: &str = "阿艾爱安奥巴贝本比博布查达戴丹德迪蒂都杜多恩尔法菲费夫弗福戈格哈海罕汉赫亨胡霍基吉加杰卡凯康柯科克肯库拉莱兰劳勒雷里力利莉丽列林琳卢鲁伦罗洛马玛买麦曼梅米默莫姆穆木内娜纳妮尼诺帕皮普奇乔切热萨塞桑沙史斯苏索塔泰坦汤特提图吐托瓦威维沃乌吾西希夏谢雅亚叶伊依约泽扎詹孜江";

/// Whether foreign names are written with a character.
pub fn is_foreign(c: char) -> bool {
    FOREIGN.contains(c)
}

/// What stands before the point of a name such as 中国·朔州.
const PLACES: &[&str] = words!("half_width.txt", "PLACES");

/// `,` `;` `:` `.`: one mark, and the one space that may follow it.
pub fn point(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let next = at + 1;
    let Some((mark, full)) = scan.get(at).and_then(full_width) else { return next };
    let end = if scan.get(next) == Some(' ') && scan.get(next + 1) != Some(' ') {
        next + 1
    } else {
        next
    };
    let after = scan.get(end);
    let text_follows =
        after.is_none_or(|c| is_han(c) || is_opening(c) || c == '\n' || c.is_ascii_alphanumeric());
    let wrong = match (mark, scan.before(at)) {
        ('.', Some('%' | '％')) => scan.is_han(next) && is_among_chinese(scan, at),
        ('.', Some(before)) => {
            (is_han(before) || is_closing(before)) && ends_a_sentence(scan, at, end)
        }
        (':', Some(before)) => {
            (is_han(before) || is_closing(before))
                && text_follows
                && !scan.text(next..(next + 8).min(scan.len())).contains(['=', '＝', '/'])
        }
        (_, Some(before)) if is_han(before) || is_closing(before) => text_follows,
        (_, Some(before)) if before == '%' || before.is_ascii_digit() => {
            scan.is_han(next) && !is_list_number(scan, at) && is_among_chinese(scan, at)
        }
        _ => false,
    };
    if !wrong || is_in_address(scan, at) {
        return next;
    }
    // At the end of a line the space belongs to Markdown.
    let end = if after.is_none_or(|c| c == '\n') { next } else { end };
    tell(scan, at..end, full);
    end
}

/// Whether the point at `at`, with the space up to `end`, is the end of a Chinese sentence: it may
/// also divide a name, or follow the number of an item.
fn ends_a_sentence(scan: &Scan<'_, '_, '_>, at: usize, end: usize) -> bool {
    let clause = scan.run_back(at, CLAUSE, |c| c != '\n' && !is_point(c));
    let text = scan.text(clause..at);
    let count = |sort: fn(char) -> bool| text.chars().filter(|&c| sort(c)).count();
    // `（1）.` and `（一）.` are numbers; a foreign sentence may end in a Chinese word.
    let level = scan.before(at) == Some('）') && {
        let digit = |c: char| c.is_ascii_digit() || is_numeral(c);
        scan.before(scan.run_back(at - 1, 4, digit)) == Some('（')
    };
    // `一.`, `第一.` and `附件.` begin an item.
    let short = at - clause < 4;
    let begins = scan.before(clause).is_none_or(|c| c == '\n');
    if !scan.is_running()
        || short && begins
        || level
        || count(|c| c.is_ascii_alphabetic()) > count(is_han)
    {
        return false;
    }
    match scan.get(end) {
        None | Some('\n') => true,
        Some(c) if is_closing(c) => end == at + 1,
        Some(c) if is_han(c) || is_opening(c) => {
            let before = scan.before(at).unwrap_or_default();
            // 阿不都.买买提, 健康中国.朔州论坛, “一带一路.朔州”, 二〇一八.十一
            let in_name = FOREIGN.contains(before) && FOREIGN.contains(c);
            let place = PLACES.iter().any(|place| text.ends_with(place));
            let quoted =
                scan.quoted > 0 && text.chars().rev().take(SHORT).any(|c| matches!(c, '“' | '《'));
            let named = short && scan.before(clause).is_some_and(|c| matches!(c, '：' | '、'));
            !(in_name || place || quoted || named || is_numeral(before))
        }
        _ => false,
    }
}

/// A run of `?` and `!`.
pub fn exclamation(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let end = scan.run(at, |c| matches!(c, '?' | '!'));
    let before = scan.before(at).is_some_and(|c| is_han(c) || is_closing(c));
    let after = scan.get(end).is_none_or(|c| is_chinese(c) || matches!(c, '\n' | ' '));
    if before && after && end - at <= 3 && !is_in_address(scan, at) {
        let full = scan.text(at..end).replace('?', "？").replace('!', "！");
        tell(scan, at..end, &full);
    }
    end
}

/// Brackets: those of a pair that are half-width, where what they hold is Chinese.
pub fn bracket(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let next = at + 1;
    let Some(close) = partner(scan, at) else { return next };
    let halves = (scan.get(at) == Some('('), scan.get(close) == Some(')'));
    if halves == (false, false) {
        return next;
    }
    let inside = scan.text(next..close);
    let level = inside.chars().all(is_numeral);
    let outside = |c: Option<char>| c.is_some_and(is_chinese);
    let around = outside(scan.before(at))
        || outside(scan.get(close + 1))
        || (scan.before(at) == Some(' ') && outside(scan.before(at - 1)));
    let mixed = halves != (true, true);
    if level
        || !inside.chars().any(is_han)
        || !(around || mixed)
        || scan.before(at) == Some(']')
        || is_in_address(scan, at)
    {
        return next;
    }
    // Both or none: one bracket mended alone would make an unequal pair.
    let edits = [(halves.0, at, "（"), (halves.1, close, "）")]
        .into_iter()
        .filter(|(half, ..)| *half)
        .map(|(_, place, full)| (place, full, scan.replace(place..place + 1, full)))
        .collect::<Vec<_>>();
    let certain = edits.iter().all(|(.., edit)| edit.is_some());
    for (place, full, edit) in edits {
        let message = message(scan, place..place + 1);
        let help = format!("改成「{full}」");
        scan.tell(HALF_WIDTH_MARK, place..place + 1, message, &help, edit.filter(|_| certain));
    }
    next
}

fn tell(scan: &mut Scan<'_, '_, '_>, range: Range<usize>, full: &str) {
    let message = message(scan, range.clone());
    let edit = scan.replace(range.clone(), full);
    scan.tell(HALF_WIDTH_MARK, range, message, &format!("改成「{full}」"), edit);
}

fn message(scan: &Scan<'_, '_, '_>, range: Range<usize>) -> String {
    format!("汉字之间的「{}」是半角的", scan.text(range).trim_end())
}

fn full_width(c: char) -> Option<(char, &'static str)> {
    Some(match c {
        ',' => (c, "，"),
        ';' => (c, "；"),
        ':' => (c, "："),
        '.' => (c, "。"),
        _ => return None,
    })
}

/// The place of the bracket that closes the one at `at`.
fn partner(scan: &Scan<'_, '_, '_>, at: usize) -> Option<usize> {
    let mut depth = 0usize;
    for place in at..(at + REACH).min(scan.len()) {
        match scan.get(place) {
            Some('(' | '（') => depth += 1,
            Some(')' | '）') => {
                depth -= 1;
                if depth == 0 {
                    return Some(place);
                }
            }
            Some('\n') => return None,
            _ => {}
        }
    }
    None
}

/// Whether a mark follows the number of a list's item: `1,` `A;` at the beginning.
fn is_list_number(scan: &Scan<'_, '_, '_>, at: usize) -> bool {
    let start = scan.run_back(at, 4, |c| c.is_ascii_alphanumeric());
    scan.before(start).is_none_or(|c| c == '\n')
}

/// Whether there is Chinese a few characters before: else the sentence may be an English one.
fn is_among_chinese(scan: &Scan<'_, '_, '_>, at: usize) -> bool {
    let start = scan.run_back(at, 12, |c| !is_han(c));
    scan.is_han_before(start)
}

/// Whether a mark is part of an address of a page or of mail.
fn is_in_address(scan: &Scan<'_, '_, '_>, at: usize) -> bool {
    let start = scan.run_back(at, ADDRESS, |c| {
        !c.is_whitespace() && !matches!(c, '，' | '。' | '；' | '、' | '：' | '（' | '“' | '《')
    });
    let before = scan.text(start..at);
    before.contains("://") || before.contains("www.") || before.contains('@')
}
