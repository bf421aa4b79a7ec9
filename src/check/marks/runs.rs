//! Single marks and runs of equal ones, in one walk over a passage.

use std::ops::Range;

use super::{
    CONTROL_CHARACTER, DASH, DOUBLED_MARK, ELLIPSIS, FULL_WIDTH_ALPHANUMERIC, HALF_WIDTH_MARK,
    LOOKALIKE_CHARACTER, SERIAL_COMMA, STRAY_SPACE, is_han,
};
use crate::check::{Findings, Part, Passage, Rule};
use crate::markdown::Block;

/// Looks at the characters of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let mut before = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = at + c.len_utf8();
        let next = text[end..].chars().next();
        let mut past = end;
        match c {
            ',' | ';' | ':' | '?' | '!' => half_width(passage, at..end, c, before, next, out),
            '。' | '，' | '、' | '；' | '：' => past = doubled(passage, at, c, out),
            '.' | '．' | '・' => past = dots(passage, at, c, before, out),
            '-' => past = dash(passage, at, before, out),
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => past = full_width(passage, at, out),
            ' ' | '\u{A0}' => past = space(passage, at, before, out),
            '○' | 'О' | 'о' | '0' | 'O' => lookalike(passage, at..end, c, before, next, out),
            '\u{200B}'..='\u{200F}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\u{AD}'
            | '\u{202A}'..='\u{202E}' => {
                unseen(passage, at..end, c, out);
            }
            // What no face has (private characters) is told with the pages.
            '\u{FFFD}' | '\u{80}'..='\u{9F}' => lost(passage, at..end, c, out),
            _ => {}
        }
        before = text[..past].chars().next_back();
        at = past;
    }
}

/// Adds a finding whose mend is certain.
fn mend(
    rule: Rule,
    passage: &Passage<'_>,
    range: Range<usize>,
    message: String,
    right: &str,
    out: &mut Findings<'_>,
) {
    if let Some(found) = out.add(rule, passage, range.clone(), message) {
        found.help = Some(match right {
            "" => "删去".to_owned(),
            _ => format!("改成「{right}」"),
        });
        found.fix.extend(passage.edit(range, right));
    }
}

fn half_width(
    passage: &Passage<'_>,
    range: Range<usize>,
    c: char,
    before: Option<char>,
    next: Option<char>,
    out: &mut Findings<'_>,
) {
    let right = match c {
        ',' => "，",
        ';' => "；",
        ':' => "：",
        '?' => "？",
        _ => "！",
    };
    let beside = |c: Option<char>| c.is_some_and(|c| is_han(c) || "“”《》（）‘’".contains(c));
    let ends = next.is_none_or(|c| c == '\n');
    if beside(before) && (beside(next) || ends) {
        mend(HALF_WIDTH_MARK, passage, range, format!("汉字之间的「{c}」是半角的"), right, out);
    }
}

/// The end of a run of point marks; a run of one is none.
fn doubled(passage: &Passage<'_>, at: usize, c: char, out: &mut Findings<'_>) -> usize {
    let text = &*passage.text;
    let rest = &text[at..];
    let end = at + rest.len() - rest.trim_start_matches(['。', '，', '、', '；', '：']).len();
    let run = &text[at..end];
    let count = run.chars().count();
    if c == '、' && count == 1 {
        serial_comma(passage, at..end, out);
    }
    if count < 2 {
        return end;
    }
    if run.chars().all(|c| c == '。') && count >= 3 {
        mend(ELLIPSIS, passage, at..end, format!("省略号写成了「{}」", shown(run)), "……", out);
    } else if run.chars().all(|each| each == c) {
        mend(
            DOUBLED_MARK,
            passage,
            at..end,
            format!("标点「{}」重复", shown(run)),
            c.encode_utf8(&mut [0; 4]),
            out,
        );
    } else if let Some(found) =
        out.add(DOUBLED_MARK, passage, at..end, format!("标点「{}」连在一起", shown(run)))
    {
        found.help = Some("只留下该用的那一个".to_owned());
    }
    end
}

fn shown(run: &str) -> String {
    run.chars().take(8).collect()
}

fn serial_comma(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let (before, behind) = (&passage.text[..range.start], &passage.text[range.end..]);
    for (close, open) in [('”', '“'), ('》', '《')] {
        if before.ends_with(close) && behind.starts_with(open) {
            mend(
                SERIAL_COMMA,
                passage,
                range.clone(),
                format!("「{close}」和「{open}」之间不用顿号"),
                "",
                out,
            );
        }
    }
}

fn dots(
    passage: &Passage<'_>,
    at: usize,
    c: char,
    before: Option<char>,
    out: &mut Findings<'_>,
) -> usize {
    let text = &*passage.text;
    let end = at + text[at..].len() - text[at..].trim_start_matches(c).len();
    let count = (end - at) / c.len_utf8();
    if count >= 3 && before.is_some_and(|c| is_han(c) || "、，”》）".contains(c)) {
        mend(
            ELLIPSIS,
            passage,
            at..end,
            format!("省略号写成了「{}」", shown(&text[at..end])),
            "……",
            out,
        );
    }
    end
}

fn dash(passage: &Passage<'_>, at: usize, before: Option<char>, out: &mut Findings<'_>) -> usize {
    let text = &*passage.text;
    let end = at + text[at..].len() - text[at..].trim_start_matches('-').len();
    let next = text[end..].chars().next();
    let beside = |c: Option<char>| c.is_some_and(|c| is_han(c) || "“”《》（）".contains(c));
    if end - at == 2 && beside(before) && beside(next) {
        mend(DASH, passage, at..end, "破折号写成了「--」".to_owned(), "——", out);
    }
    end
}

fn full_width(passage: &Passage<'_>, at: usize, out: &mut Findings<'_>) -> usize {
    let text = &*passage.text;
    let wide = |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    let mut end = at;
    let mut right = String::new();
    let mut rest = text[at..].chars().peekable();
    while let Some(c) = rest.next() {
        // A point between two of them goes with them.
        let point =
            matches!(c, '．' | '％') && (c == '％' || rest.peek().is_some_and(|c| wide(*c)));
        if !(wide(c) || point && end > at && c == '．') {
            break;
        }
        right.extend(char::from_u32(u32::from(c) - 0xFEE0));
        end += c.len_utf8();
    }
    let message = format!("「{}」是全角的", shown(&text[at..end]));
    if let Some(found) = out.add(FULL_WIDTH_ALPHANUMERIC, passage, at..end, message) {
        found.help = Some(format!("改成半角的「{}」", shown(&right)));
        // At the head of a paragraph a number and a point would become a list.
        if at > 0 {
            found.fix.extend(passage.edit(at..end, right));
        }
    }
    end
}

fn space(passage: &Passage<'_>, at: usize, before: Option<char>, out: &mut Findings<'_>) -> usize {
    let text = &*passage.text;
    let end = at + text[at..].len() - text[at..].trim_start_matches([' ', '\u{A0}']).len();
    if !matches!(passage.part, Part::Block(Block::Paragraph | Block::Quote | Block::Item)) {
        return end;
    }
    let alone = |c: Option<char>| c.is_none_or(|c| !is_han(c));
    let before_that = text[..at].chars().rev().nth(1);
    let mut behind = text[end..].chars();
    let (next, after_that) = (behind.next(), behind.next());
    // 张 祥: a name spaced to the width of three. 一、 加强: the blank after a number.
    let name = alone(before_that) && alone(after_that);
    if before.is_some_and(is_han) && next.is_some_and(is_han) && !name && end - at == 1 {
        mend(STRAY_SPACE, passage, at..end, "两个汉字之间有空格".to_owned(), "", out);
    }
    end
}

fn lookalike(
    passage: &Passage<'_>,
    range: Range<usize>,
    c: char,
    before: Option<char>,
    next: Option<char>,
    out: &mut Findings<'_>,
) {
    let digit = |c: Option<char>| c.is_some_and(|c| "一二三四五六七八九〇".contains(c));
    // 二0 may be a slip, but 二○一 is a year in all cases: three numerals without a unit.
    let year = passage.text[..range.start]
        .chars()
        .rev()
        .take(2)
        .all(|c| "一二三四五六七八九〇○".contains(c))
        || passage.text[range.end..].chars().take(2).all(|c| "一二三四五六七八九〇○".contains(c));
    if digit(before) && (digit(next) || next == Some('年')) && year {
        mend(
            LOOKALIKE_CHARACTER,
            passage,
            range,
            format!("汉字数字里的「{c}」不是「〇」"),
            "〇",
            out,
        );
    }
}

fn unseen(passage: &Passage<'_>, range: Range<usize>, c: char, out: &mut Findings<'_>) {
    let message = format!("这里有看不见的字符（U+{:04X}）", u32::from(c));
    mend(CONTROL_CHARACTER, passage, range, message, "", out);
}

fn lost(passage: &Passage<'_>, range: Range<usize>, c: char, out: &mut Findings<'_>) {
    let message = format!("这里有不能识别的字符（U+{:04X}）", u32::from(c));
    if let Some(found) = out.add(CONTROL_CHARACTER, passage, range, message) {
        found.help = Some("多半是复制或转换编码时丢了字，照来稿补上".to_owned());
    }
}
