//! What is said of annexes in running text, and the list of them: 附件3 of a document that has two.

use super::{ANNEX_MARK, DOCUMENT_TITLE, MISSING_ANNEX};
use crate::check::context::is_quoted;
use crate::check::cues::{first_chars, han_before};
use crate::check::{Findings, Passage, Story};

/// Looks at the annexes that a story speaks of.
pub fn check(story: &Story<'_>, out: &mut Findings<'_>) {
    for passage in story.body() {
        beyond(passage, out);
        head(passage, out);
        written_date(passage, out);
    }
    rows(story, out);
}

/// How many there are: 附件2个, 2个附件, 附件共2个.
fn said(text: &str) -> Option<usize> {
    text.match_indices("附件").find_map(|(at, word)| {
        let behind = text[at + word.len()..].trim_start_matches(['共', '有', '计']);
        let digits = behind.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let counted = behind[digits..].starts_with(['个', '份', '张']);
        if counted && (1..3).contains(&digits) {
            return behind[..digits].parse().ok();
        }
        let before = text[..at].strip_suffix(['个', '份', '张'])?;
        let digits = before.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
        let whole = ["共有", "有", "共", "附", "含"]
            .iter()
            .any(|word| before[..before.len() - digits].ends_with(word));
        before[before.len() - digits..].parse().ok().filter(|_| whole)
    })
}

/// 在附件3中列出名单。该文件共有附件2个.
fn beyond(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !passage.may_have("附件") {
        return;
    }
    let text = &*passage.text;
    let Some(there) = said(text) else { return };
    for (at, word) in text.match_indices("附件") {
        let rest = &text[at + word.len()..];
        let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let Ok(number) = rest[..digits].parse::<usize>() else { continue };
        if number <= there || rest[digits..].starts_with(['个', '份', '张']) {
            continue;
        }
        let range = at..at + word.len() + digits;
        let message = format!("写着「{}」，附件只有 {there} 个", &text[range.clone()]);
        out.tell(MISSING_ANNEX, passage, range, message, "核对附件的序号和个数");
    }
}

/// 附件1、名册 at the head of a paragraph, which ends with no mark.
fn head(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = passage.text.trim_start();
    let start = passage.text.len() - text.len();
    let Some(rest) = text.strip_prefix("附件") else { return };
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let line = rest.lines().next().unwrap_or_default();
    if (1..3).contains(&digits)
        && rest[digits..].starts_with(['、', '.', '．', '，'])
        && line.chars().count() <= 40
        && !line.contains('。')
        && line[digits..].chars().nth(1).is_some_and(crate::check::cues::is_han)
    {
        let mark = rest[digits..].chars().next().map_or(0, char::len_utf8);
        let range = start..start + "附件".len() + digits + mark;
        let shown = &passage.text[range.clone()];
        let message = format!("附件说明的「{shown}」写法不对");
        out.tell(
            ANNEX_MARK,
            passage,
            range,
            message,
            format!("改成「附件：{}.」", &rest[..digits]),
        );
    }
}

/// The marks behind the names of the list below 附件：1.….
fn rows(story: &Story<'_>, out: &mut Findings<'_>) {
    let body: Vec<&Passage<'_>> = story.body().collect();
    for (at, passage) in body.iter().enumerate() {
        let text = passage.text.trim();
        if !(text.starts_with("附件：") || text.starts_with("附件1")) || text.contains('。') {
            continue;
        }
        let begun = text.trim_start_matches("附件").trim_start_matches('：');
        if !begun.starts_with('1') {
            continue;
        }
        for (index, row) in body[at + 1..].iter().take(30).enumerate() {
            let line = row.text.trim();
            if !begins_with(line, index + 2) {
                break;
            }
            let Some(mark) = line.chars().next_back().filter(|c| "。；，".contains(*c)) else {
                continue;
            };
            if line.chars().count() > 40 || line.matches(['。', '，']).count() > 1 {
                continue;
            }
            let end = row.text.trim_end().len();
            let last = line.chars().rev().nth(1).map_or(0, char::len_utf8);
            let range = end - mark.len_utf8() - last..end;
            let message = format!("附件名称后面的「{mark}」不要");
            out.tell(ANNEX_MARK, row, range, message, "删去");
        }
    }
}

/// 成文日期为二〇二六年十一月九日: since 2012 in digits.
fn written_date(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, century) in passage.find_any(&['二']) {
        let rest = first_chars(&text[at..], 14);
        let Some(year) = rest.find('年').filter(|at| rest[..*at].chars().count() == 4) else {
            continue;
        };
        let numeral = |c: char| "〇零○一二三四五六七八九十".contains(c);
        let is_year = rest[..year].chars().all(numeral)
            && ["二〇", "二零", "二○"].iter().any(|it| rest.starts_with(it));
        let later = rest[century.len()..].chars().nth(1).is_some_and(|c| "一二三".contains(c));
        let day = rest.find('日').filter(|day| *day > year);
        let Some(day) = day.filter(|day| {
            rest[year + '年'.len_utf8()..*day].chars().all(|c| numeral(c) || c == '月')
        }) else {
            continue;
        };
        let old =
            ["二〇一〇", "二〇一一", "二零一零", "二零一一"].iter().any(|it| rest.starts_with(it));
        // A date alone in its paragraph is told elsewhere.
        let alone = text.trim().chars().count() <= 14;
        if is_year
            && later
            && !old
            && !alone
            && !is_quoted(text, at)
            && han_before(text, at, 1) != "农"
        {
            let range = at..at + day + '日'.len_utf8();
            let message = format!("日期「{}」用阿拉伯数字", &text[range.clone()]);
            out.tell(
                DOCUMENT_TITLE,
                passage,
                range,
                message,
                "成文日期用阿拉伯数字（GB/T 9704 7.3.5.4），如「2025年11月3日」",
            );
        }
    }
}

/// Whether a paragraph begins with a number and its mark.
pub fn begins_with(text: &str, number: usize) -> bool {
    let rest = text.trim_start().strip_prefix(&number.to_string());
    rest.is_some_and(|rest| rest.starts_with(['.', '．', '、']))
}
