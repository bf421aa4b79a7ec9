//! Rules about other documents: how they are referred to.

mod annexes;
mod issuer;
mod kinds;
mod laws;
mod pairs;
pub mod rules;
mod sayings;
mod serials;
mod titles;

use annexes::begins_with;
use chrono::Datelike;
use rules::{ANNEX_MARK, DOCUMENT_NUMBER, DOCUMENT_SERIAL, DOCUMENT_TITLE, MISSING_ANNEX, RULES};

use super::across::Archive;
use super::{Draft, Findings, Group, Passage, Rulebook, Story};
use crate::check::lists::words;

/// The rules.
pub const GROUP: Group = Group { name: "文件", rules: RULES, check };

fn check(draft: &Draft<'_>, book: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    for passage in draft.passages() {
        numbers(passage, out);
        issuer::check(passage, &book.directory, out);
        incomplete(passage, out);
        titles::check(passage, out);
        laws::check(passage, out);
        kinds::check(passage, out);
        sayings::check(passage, out);
        serials::check(passage, out);
    }
    draft.stories.iter().for_each(|story| pairs::check(story, out));
    draft.stories.iter().for_each(|story| annexes::check(story, out));
    let issued = draft.issue.date.year();
    for story in &draft.stories {
        let year = story.entry.date.map_or(issued, |day| day.year());
        story.body().for_each(|passage| titles::years(passage, year, out));
    }
    draft.stories.iter().flat_map(Story::body).for_each(|passage| annex_mark(passage, out));
    draft.stories.iter().for_each(|story| annex_row(story, out));
    let there = draft.stories.iter().filter(|story| story.entry.is_annex()).count();
    draft.stories.iter().for_each(|story| annexes(story, there, out));
}

/// 见附件, where there is none, or too few.
fn annexes(story: &Story<'_>, there: usize, out: &mut Findings<'_>) {
    let own = |passage: &Passage<'_>| {
        let text = passage.text.trim_start();
        text.starts_with("附件") || text.starts_with("附：") || text.starts_with("附表")
    };
    // A list of its own at the end says which there are.
    let body: Vec<&Passage<'_>> = story.body().collect();
    let listed = body.iter().position(|passage| own(passage)).map(|at| {
        let first = listed(body[at]);
        let text = body[at].text.as_ref();
        // The others stand in paragraphs of their own: 2.名额分配表.
        let opens = text.contains("1.") || text.contains("1．") || text.contains("1、");
        let mut last = usize::from(opens && first < 2);
        while last > 0 && body.get(at + last).is_some_and(|next| begins_with(&next.text, last + 1))
        {
            last += 1;
        }
        let single =
            text.trim_end().split_once('：').is_some_and(|(_, name)| !name.is_empty() && !opens);
        first.max(if last > 1 { last } else { usize::from(single && first == 0) })
    });
    let listed = listed
        .max(body.iter().filter(|passage| own(passage)).map(|passage| self::listed(passage)).max());
    let there = match listed {
        Some(0) => return,
        Some(listed) => listed.max(there),
        None => there,
    };
    for passage in story.body() {
        let may = |word: &&str| passage.may_have(word);
        for word in ["见附件", "附件附后", "、附件", "和附件"].into_iter().filter(may)
        {
            for (at, _) in passage.find_word(word) {
                let end = at + word.len();
                // （见附件1、附件2）
                let joined = word.starts_with(['、', '和']);
                let near = passage.text.floor_char_boundary(at.saturating_sub(24));
                if joined && !passage.text[near..at].contains("见附件") {
                    continue;
                }
                let digits =
                    passage.text[end..].bytes().take(2).take_while(u8::is_ascii_digit).count();
                let numeral = passage.text[end..].chars().next();
                let chinese =
                    numeral.and_then(|c| "一二三四五六七八九".chars().position(|each| each == c));
                let digits = if chinese.is_some() { '一'.len_utf8() } else { digits };
                let number = match chinese {
                    Some(at) => at + 1,
                    None => passage.text[end..end + digits].parse().unwrap_or(1),
                };
                if number <= there {
                    continue;
                }
                let range = at..end + digits;
                let shown = &passage.text[range.clone()];
                let message = match there {
                    0 => format!("正文写着「{shown}」，本期没有附件"),
                    _ => format!("正文写着「{shown}」，本期只有 {there} 个附件"),
                };
                out.tell(MISSING_ANNEX, passage, range, message, "把附件放进本期，或删去这句话");
            }
        }
    }
}

/// How many annexes a list of them numbers: 附件：1.清单 2.名单; none where it numbers none.
fn listed(passage: &Passage<'_>) -> usize {
    let mut last = 0;
    for (at, _) in passage.find_any(&['.', '．', '、', '：']) {
        let before = &passage.text[..at];
        let digits = before.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
        if let Ok(number) = before[before.len() - digits..].parse::<usize>()
            && number == last + 1
        {
            last = number;
        }
    }
    // The others may stand in paragraphs of their own.
    if last == 1 { 0 } else { last }
}

/// 附件：1、清单, and 附件：清单。
fn annex_mark(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = passage.text.trim_end();
    let lead = text.len() - text.trim_start().len();
    let Some(rest) = text[lead..].strip_prefix("附件") else { return };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let Some(name) = rest.strip_prefix('：') else { return };
    // A sentence about annexes is longer than a name.
    if name.chars().count() > 60 || name.contains('。') && !name.ends_with('。') {
        return;
    }
    let start = text.len() - name.len();
    let digits = name.bytes().take(2).take_while(u8::is_ascii_digit).count();
    if digits > 0
        && name[digits..].starts_with('、')
        // 1、2号地块, but 1、2025年度清单.
        && (!name[digits + 3..].starts_with(|c: char| c.is_ascii_digit())
            || name[digits + 3..].bytes().take_while(u8::is_ascii_digit).count() == 4)
    {
        let range = start + digits..start + digits + '、'.len_utf8();
        let message = "附件的序号后面用「.」，不用顿号";
        out.mend(ANNEX_MARK, passage, range, message, format!("改成「{}.」", &name[..digits]), ".");
    }
    if let Some(mark) = name.chars().next_back().filter(|c| matches!(c, '。' | '；' | '，'))
        && !name.contains('，')
    {
        let range = text.len() - mark.len_utf8()..text.len();
        let message = format!("附件名称后面的「{mark}」不要");
        out.mend(ANNEX_MARK, passage, range, message, "删去", "");
    }
}

/// 附件：1.…表, and 3.…表 in the paragraph below it.
fn annex_row(story: &Story<'_>, out: &mut Findings<'_>) {
    let body: Vec<&Passage<'_>> = story.body().collect();
    for (at, passage) in body.iter().enumerate() {
        let text = passage.text.trim_start();
        let Some(rest) = text.strip_prefix("附件：") else { continue };
        if !begins_with(rest, 1) {
            continue;
        }
        let mut last = 1;
        let rows =
            std::iter::once(rest).chain(body[at + 1..].iter().map(|next| next.text.trim_start()));
        for (index, row) in rows.enumerate() {
            // Several may stand in one paragraph, each on a line of its own.
            for (number, line) in row.split('\n').enumerate() {
                let line_start = line.trim_start();
                let digits = line_start.bytes().take(2).take_while(u8::is_ascii_digit).count();
                let Ok(own) = line_start[..digits].parse::<usize>() else { return };
                if !line_start[digits..].starts_with(['.', '．', '、']) || (index, number) == (0, 0)
                {
                    if (index, number) != (0, 0) {
                        return;
                    }
                    continue;
                }
                if own != last + 1 {
                    let place = body[at + index];
                    let start = place.text.find(line_start).unwrap_or(0);
                    let message = format!("附件「{last}.」之后是「{own}.」");
                    let range = start
                        ..start
                            + digits
                            + line_start[digits..].chars().next().map_or(0, char::len_utf8);
                    out.tell(
                        ANNEX_MARK,
                        place,
                        range,
                        message,
                        format!("改成「{}.」，或补上漏掉的附件", last + 1),
                    );
                    return;
                }
                last = own;
            }
        }
    }
}

/// 〔24〕41号, 〔2024年〕41号, 〔2024〕41）.
fn incomplete(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, open) in passage.find('〔') {
        let inside = &text[at + open.len()..];
        let Some(close) = inside.find('〕').filter(|close| (2..=12).contains(close)) else {
            continue;
        };
        let year = &inside[..close];
        let behind = &inside[close + '〕'.len_utf8()..];
        let end = at + open.len() + close + '〕'.len_utf8();
        let issuer =
            text[..at].chars().next_back().is_some_and(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        let serial = behind.bytes().take(5).take_while(u8::is_ascii_digit).count();
        if !issuer || serial == 0 || serial > 4 {
            continue;
        }
        let digits =
            |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        let rest = &behind[serial..];
        let written_out = year.chars().all(|c| "〇零○一二三四五六七八九".contains(c))
            && year.chars().count() == 4;
        if rest.starts_with('号') && written_out {
            let message = format!("文号的年份「〔{year}〕」用阿拉伯数字");
            out.add(DOCUMENT_NUMBER, passage, at..end, message);
        } else if rest.starts_with('号') && digits(year, 2) {
            let message = format!("文号的年份「〔{year}〕」只写了两位");
            out.tell(
                DOCUMENT_NUMBER,
                passage,
                at..end,
                message,
                format!("写全四位，如「〔20{year}〕」"),
            );
        } else if let Some(only) = year.strip_suffix('年').filter(|only| digits(only, 4)) {
            let message = format!("文号的「〔{year}〕」里多了「年」");
            out.mend(
                DOCUMENT_NUMBER,
                passage,
                at..end,
                message,
                format!("改成「〔{only}〕」"),
                format!("〔{only}〕"),
            );
        } else if digits(year, 4)
            && (rest.is_empty()
                || rest.starts_with(['）', '》', '，', '。', '；', ')', '要', '精', '文', '的']))
        {
            let range = at..end + serial;
            let message = format!("文号「{}」后面漏了「号」", &text[range.clone()]);
            out.tell(
                DOCUMENT_NUMBER,
                passage,
                range,
                message,
                format!("改成「〔{year}〕{}号」", &behind[..serial]),
            );
        }
    }
}

/// What stands before the year in numbers of other things: land, purchases, licences, cases.
const OTHER_SERIES: &[&str] = words!("words.txt", "OTHER_SERIES");

/// What stands behind the number of such a thing.
const OTHER_THINGS: &[&str] = words!("words.txt", "OTHER_THINGS");

/// A year in brackets, behind a 汉字 and before a number and 号.
fn numbers(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, open) in passage.find_any(&['〔', '[', '(', '（', '【', '［']) {
        let year = at + open.len()..at + open.len() + 4;
        let Some(digits) =
            text.get(year.clone()).filter(|it| it.bytes().all(|b| b.is_ascii_digit()))
        else {
            continue;
        };
        let Some(close) = text[year.end..].chars().next().filter(|c| "〕])）】］".contains(*c))
        else {
            continue;
        };
        let after = year.end + close.len_utf8();
        let rest = text[after..].strip_prefix('第').unwrap_or(&text[after..]);
        let count = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
        let chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        let issuer = text[..at].chars().next_back().is_some_and(chinese);
        if count == 0
            || count > 5
            || !rest[count..].starts_with('号')
            || !issuer
            || !(digits.starts_with("19") || digits.starts_with("20"))
        {
            continue;
        }
        let behind = &rest[count + '号'.len_utf8()..];
        if OTHER_SERIES.iter().any(|series| text[..at].ends_with(series))
            || OTHER_THINGS.iter().any(|thing| behind.starts_with(thing))
        {
            continue;
        }
        let serial = text.len() - rest.len();
        if open != "〔" || close != '〕' {
            let range = at..after;
            let message = format!("文号的年份「{}」没有用六角括号", &text[range.clone()]);
            out.mend(
                DOCUMENT_NUMBER,
                passage,
                range,
                message,
                format!("改成「〔{digits}〕」"),
                format!("〔{digits}〕"),
            );
        }
        let zeros = rest[..count].bytes().take_while(|b| *b == b'0').count();
        if serial > after || (zeros > 0 && zeros < count) {
            let range = after..serial + count;
            let number = rest[zeros..count].to_owned();
            let message = format!("文号的顺序号「{}」多了「第」或 0", &text[range.clone()]);
            out.mend(DOCUMENT_SERIAL, passage, range, message, format!("改成「{number}」"), number);
        }
    }
}
