//! What was to be filled in and was not: 11月　日, ××亿元, ___户, （ ）%, ？？户, #REF!.

use std::ops::Range;

use super::tell;
use crate::check::lists::words;
use crate::check::{Findings, Part, Passage};
use crate::markdown::Block;

/// What Word and Excel print where they find nothing.
const OFFICE_ERRORS: &[&str] = &[
    "错误!未找到引用源",
    "错误！未找到引用源",
    "错误!未定义书签",
    "错误！未定义书签",
    "错误!书签未定义",
    "Error! Reference source not found",
    "Error! Bookmark not defined",
    "#REF!",
    "#DIV/0!",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#N/A",
];

/// What is counted behind a number that is missing.
const COUNTED: &str = "亿万元户人名个家项次处件条吨亩里米天年月日号期%％县市区镇乡村公平立千座台辆套所株只头份起批场位";

/// A clause that is a note of the author's.
const NOTES: &[&str] =
    &["待补充", "待核实", "待核对", "待确认", "待定", "此处需", "此处待", "此处插入"];

/// Looks for what was to be filled in.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    for error in OFFICE_ERRORS.iter().filter(|word| passage.may_have(word)) {
        for (at, _) in passage.find_word(error) {
            tell(passage, at..at + error.len(), out);
        }
    }
    // A form has blanks to be filled in by its readers.
    let is_cell = matches!(passage.part, Part::Block(Block::Cell));
    if !is_cell {
        dates(passage, out);
        brackets(passage, out);
        notes(passage, out);
        spaces(passage, out);
    }
    signs(passage, out);
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{3000}' | '\t')
}

/// 2018年 月 日, 11月  日.
fn dates(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let mut told = 0;
    for (at, first) in passage.find_any(&['年', '月']) {
        if at < told {
            continue;
        }
        let rest = &text[at + first.len()..];
        let bare = rest.trim_start_matches(is_blank);
        let wanted = if first == "年" { '月' } else { '日' };
        if bare.len() == rest.len() || !bare.starts_with(wanted) {
            continue;
        }
        let mut end = text.len() - bare.len() + wanted.len_utf8();
        // 年 月 日: told once.
        let day = text[end..].trim_start_matches(is_blank);
        if wanted == '月' && day.starts_with('日') {
            end = text.len() - day.len() + '日'.len_utf8();
        }
        told = end;
        tell(passage, at..end, out);
    }
}

/// （　）, 【】.
fn brackets(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, open) in passage.find_any(&['（', '【', '(']) {
        let close = match open {
            "（" => '）',
            "【" => '】',
            _ => ')',
        };
        let rest = &text[at + open.len()..];
        let bare = rest.trim_start_matches(is_blank);
        // main(): a half-width pair without a blank is a word of a program.
        if bare.starts_with(close) && (open != "(" || bare.len() < rest.len()) {
            tell(passage, at..text.len() - bare.len() + close.len_utf8(), out);
        }
    }
}

/// 投资约××亿元，待补充，….
fn notes(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for note in NOTES.iter().filter(|word| passage.may_have(word)) {
        for (at, _) in passage.find_word(note) {
            let opens = text[..at].chars().next_back().is_none_or(|c| "，。；：\n".contains(c));
            let rest = &text[at + note.len()..];
            // 此处需核实 is a note, 此处需要说明的是… none.
            let limit = if note.starts_with('此') { 6 } else { 0 };
            let mut near = rest.char_indices().take(limit + 1);
            let end = near.find(|(_, c)| "，。；\n".contains(*c)).map(|(end, _)| end);
            let end = end.or_else(|| rest.chars().nth(limit).is_none().then_some(rest.len()));
            if let Some(length) = end.filter(|_| opens && !rest.starts_with('要')) {
                tell(passage, at..at + note.len() + length, out);
            }
        }
    }
}

/// 投入资金   万元: blanks where a figure belongs.
fn spaces(passage: &Passage<'_>, out: &mut Findings<'_>) {
    const MEASURES: &[&str] = words!("blanks.txt", "MEASURES");
    let text = &*passage.text;
    let mut from = 0;
    while let Some(at) = text[from..].find(is_blank) {
        let start = from + at;
        let bare = text[start..].trim_start_matches(is_blank);
        let end = text.len() - bare.len();
        from = end;
        let blanks = text[start..end].chars().count();
        let wide = blanks >= 2 || text[start..end].contains('\u{3000}') && blanks >= 1;
        let before = text[..start].chars().next_back();
        let measure = MEASURES.iter().find(|measure| bare.starts_with(**measure));
        // A heading's 　户 is set apart, and 个 begins 个人.
        let whole = measure.is_some_and(|measure| {
            let next = bare[measure.len()..].chars().next();
            match *measure {
                "万元" | "亿元" | "万亩" | "公里" | "%" | "％" => true,
                "个" => next.is_some_and(|c| !"人体别性案".contains(c)),
                _ => next.is_none_or(|c| "，。；、）".contains(c)) || blanks >= 3,
            }
        });
        if wide
            && whole
            && before.is_some_and(|c| crate::check::cues::is_han(c) || c == '约')
            && text.contains('。')
        {
            let lead: usize = text[..start].chars().rev().take(2).map(char::len_utf8).sum();
            let measure = measure.map_or(0, |measure| measure.len());
            tell(passage, start - lead..end + measure, out);
        }
    }
}

/// What stands in rows for a number or a name.
const SIGNS: &[char] = &['×', 'X', 'x', '_', '＿', '？', '?', '□', '■'];

/// Rows of signs that stand for a number or a name.
fn signs(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !SIGNS.iter().any(|sign| passage.has(*sign)) {
        return;
    }
    let text = &*passage.text;
    let mut chars = text.char_indices().peekable();
    while let Some((at, sign)) = chars.next() {
        if !SIGNS.contains(&sign) {
            continue;
        }
        let mut end = at + sign.len_utf8();
        let mut count = 1;
        while let Some((next, _)) = chars.next_if(|(_, c)| *c == sign) {
            end = next + sign.len_utf8();
            count += 1;
        }
        let one = match sign {
            '×' => text[end..].starts_with("亿元") || text[end..].starts_with("万元"),
            '？' => {
                let unit = text[end..].trim_start_matches(['万', '亿']);
                let counted = ["元", "户", "人次", "公里", "亩", "吨"]
                    .iter()
                    .any(|word| unit.starts_with(word));
                text[end..].starts_with(['%', '％'])
                    || counted
                        && (unit.len() < text[end..].len()
                            || unit.chars().nth(1).is_none_or(|c| "，。；、".contains(c)))
            }
            _ => false,
        };
        let lone = one && text[..at].ends_with(crate::check::cues::is_han);
        if (count >= 2 || lone) && is_left(text, sign, count, at..end) {
            tell(passage, at..end, out);
        }
    }
}

fn is_left(text: &str, sign: char, count: usize, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let behind = text[range.end..].chars().next();
    let letter =
        |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "/.:_-".contains(c));
    let han = |c: Option<char>| c.is_some_and(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let counted = behind.is_some_and(|c| COUNTED.contains(c));
    if letter(before) || letter(behind) {
        return false;
    }
    match sign {
        // 张××等人 is a name that is not told.
        '×' | 'X' | 'x' if text[range.end..].starts_with("公司") => count >= 4,
        // 县委书记×××出席
        '×' | 'X' | 'x'
            if matches!(count, 2 | 3)
                && before.is_some_and(|c| "记长任席员".contains(c))
                && [
                    "出席", "主持", "参加", "到", "在", "赴", "带队", "强调", "指出", "要求",
                    "表示", "，", "、", "率",
                ]
                .iter()
                .any(|verb| text[range.end..].starts_with(verb)) =>
        {
            true
        }
        '×' | 'X' | 'x' if count == 3 && before.is_some_and(|c| "记长任席".contains(c)) => {
            true
        }
        // 云岭县XXX工作取得成效
        'X' | 'x'
            if count == 3
                && (before.is_none() || han(before))
                && [
                    "工作", "活动", "会议", "行动", "产业", "问题", "情况", "推进", "现场", "部门",
                    "单位", "专项", "工程", "领域", "任务", "取得", "开展", "召开",
                ]
                .iter()
                .any(|word| text[range.end..].starts_with(word)) =>
        {
            true
        }
        '×' | 'X' | 'x' => counted || count >= 4 && (han(before) || before == Some('：')),
        '_' | '＿' => han(before) || han(behind),
        '□' | '■' => count >= 3 && counted,
        _ => counted && han(before),
    }
}
