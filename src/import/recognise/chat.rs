//! What a chat puts around a dispatch that was copied out of it: senders, times, 「`[文件]`」. Of
//! 「`[图片]`」 sees `gaps`.
//!
//! Taken off only where it is certain that a chat was copied: each such line is told.

use chrono::NaiveDate;

use super::placing::leave_out;
use super::{Dispatch, breaks, dates, page, people, units};
use crate::import::document::{Block, Paragraph};
use crate::model::Roster;

/// What a chat writes for what is no text.
const MARKS: &[&str] = &[
    "文件",
    "语音",
    "链接",
    "位置",
    "名片",
    "表情",
    "动画表情",
    "聊天记录",
    "小程序",
    "卡片",
    "File",
    "强",
    "玫瑰",
    "抱拳",
    "微笑",
    "握手",
    "赞",
    "鼓掌",
    "合十",
    "愉快",
    "OK",
];
/// What is told of senders and times.
const SENDERS: &str = "聊天里的人名和时间";
/// What is told of marks.
const MARKED: &str = "聊天里的记号";
/// The most characters of the name of a sender.
const NAME: usize = 20;

/// What a line of a chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// Who and when, beyond doubt.
    Sender,
    /// What may be a name and an hour.
    Perhaps,
    /// A day and an hour behind words that are no name: of somebody who calls himself so, or a line of
    /// a programme.
    Programme,
    /// `[文件]`, or what the program itself says.
    Mark,
    /// 收到: an answer.
    Answer,
    /// A message.
    Message,
}

/// Takes off what is not the dispatch's. Returns the day on which it was sent, as far as it is said.
/// `marked`: whether marks of a chat were found in it already.
pub fn take(
    blocks: &mut Vec<Block>,
    issue: NaiveDate,
    marked: bool,
    dispatch: &mut Dispatch,
) -> Option<NaiveDate> {
    let lines = || {
        blocks.iter().flat_map(|block| match block {
            Block::Paragraph(it) => it.text().lines().map(str::to_owned).collect::<Vec<_>>(),
            Block::Table(_) => vec![String::new()],
        })
    };
    let kinds: Vec<Said> = lines().map(|line| of(&line)).collect();
    let count = |kind: Said| kinds.iter().filter(|own| **own == kind).count();
    // In a programme one of the words may look like a name: 马拉松 11月27日 8:00. None has seconds.
    let told = |kind: Said, seconds: bool| {
        lines().filter(|line| of(line) == kind && look(line).0 == seconds).count()
    };
    let senders =
        told(Said::Sender, true) > 0 || told(Said::Sender, false) > told(Said::Programme, false);
    let sure = marked || senders || count(Said::Mark) > 0;
    // A name and an hour twice, and not in a row: no timetable.
    let apart = kinds.windows(2).filter(|two| two[0] == Said::Perhaps && two[1] != two[0]).count();
    if !sure && apart < 2 && !(apart == 1 && kinds.first() == Some(&Said::Perhaps)) {
        return None;
    }
    let is_sender = |line: &String| senders && of(line) == Said::Sender;
    let sent = lines().filter(is_sender);
    let sent = sent.filter_map(|line| dates::first(&line)?.on(issue)).next();
    // One program writes all its hours alike.
    let is_who = |line: &String| is_sender(line) || of(line) == Said::Perhaps;
    let looks: Vec<_> = lines().filter(is_who).map(|line| look(&line)).collect();
    let is_chat = |text: &str| match of(text) {
        Said::Message => None,
        Said::Programme if !looks.contains(&look(text)) => None,
        Said::Sender if !senders && count(Said::Programme) > 0 => None,
        Said::Mark => Some(MARKED),
        Said::Answer => Some("客套话"),
        _ => Some(SENDERS),
    };
    let mut kept = Vec::new();
    for block in std::mem::take(blocks) {
        let Block::Paragraph(paragraph) = block else {
            kept.push(block);
            continue;
        };
        for part in breaks::apart(paragraph, &|line| is_chat(line).is_some()) {
            let text = part.text();
            match is_chat(&text).filter(|_| !part.has_pictures()) {
                Some(what) => leave_out(what, &text, dispatch),
                None => kept.push(Block::Paragraph(without_marks(part, dispatch))),
            }
        }
    }
    kept.retain(|block| !matches!(block, Block::Paragraph(it) if it.runs.is_empty()));
    *blocks = kept;
    sent
}

/// What a line is.
fn of(line: &str) -> Said {
    let line = line.trim();
    if line.is_empty() || line.chars().count() > 80 {
        return Said::Message;
    }
    let answers = ["收到", "好的", "已收到", "收到，谢谢", "收到谢谢", "好的，谢谢", "谢谢"];
    if answers.contains(&line.trim_end_matches(['。', '！', '!'])) {
        return Said::Answer;
    }
    let recalled = line.ends_with("撤回了一条消息") || line.ends_with("以上是打招呼的内容");
    let new = line.contains("以下为新消息") || line.contains("以下是新消息");
    if recalled || new || is_marked(line) {
        return Said::Mark;
    }
    sender(line)
}

/// `[强]`, `[文件] 简报.docx`, `[强][强]`.
fn is_marked(line: &str) -> bool {
    let mut rest = line;
    while let Some((mark, behind)) = marked(rest) {
        // A file and a link have their name behind them.
        if ["文件", "链接", "语音", "位置", "File"].contains(&mark) && !behind.contains('。')
        {
            return true;
        }
        rest = behind.trim_start();
    }
    rest.is_empty() && rest.len() < line.len()
}

/// The mark that a text begins with, and what is behind.
fn marked(text: &str) -> Option<(&str, &str)> {
    let (mark, behind) = text.strip_prefix(['[', '［'])?.split_once([']', '］'])?;
    MARKS.contains(&mark).then_some((mark, behind))
}

/// 张三 10:23, 李明 2026/11/27 9:03:11, 2026-11-27 9:03:11 李明(10001).
fn sender(line: &str) -> Said {
    let Some((before, clock, behind)) = clock(line) else { return Said::Message };
    let behind = behind.trim();
    if !behind.is_empty() && !before.trim().ends_with(|c: char| c.is_ascii_digit() || c == '日') {
        return Said::Message;
    }
    let seconds = clock.matches([':', '：']).count() == 2;
    let mut rest = before.trim_end();
    for word in ["上午", "下午", "凌晨", "早上", "中午", "晚上"] {
        rest = rest.strip_suffix(word).unwrap_or(rest).trim_end();
    }
    let weekday = ["昨天", "前天", "今天"].iter().find_map(|word| rest.strip_suffix(word));
    let weekday = weekday.or_else(|| {
        let (before, day) = rest.char_indices().next_back().map(|(at, day)| (&rest[..at], day))?;
        let before = "一二三四五六日天".contains(day).then_some(before)?;
        before.strip_suffix("星期").or_else(|| before.strip_suffix('周'))
    });
    let dated = day(rest);
    let name = dated.or(weekday).unwrap_or(rest).trim();
    let who = if name.is_empty() { behind } else { name };
    let is_name = who.chars().count() <= NAME
        && !who.contains(['：', ':', '，', '。', '；', '！', '？', '、', '|', '《', '“']);
    // A unit, a day and an hour sign a dispatch; a day and an hour alone are those of a page.
    let is_unit = units::looks_like_one(who, &Roster::default());
    let signs = is_unit && (dated.is_some() || weekday.is_some()) || page::is_word(who);
    match () {
        () if !is_name || who.is_empty() || signs => Said::Message,
        () if is_unit && behind.is_empty() => Said::Programme,
        () if !name.is_empty() && !behind.is_empty() => Said::Message,
        () if !behind.is_empty() && dated.is_none() && weekday.is_none() && !seconds => {
            Said::Message
        }
        () => {
            let told = dated.is_some() || weekday.is_some() || seconds;
            match (is_somebody(who), told) {
                (true, true) => Said::Sender,
                (true, false) => Said::Perhaps,
                (false, true) => Said::Programme,
                (false, false) => Said::Message,
            }
        }
    }
}

/// Whether a name ends in that of a person, in the number of an account, or in what people of an
/// office call each other: 小王, 老李, 王秘书.
fn is_somebody(who: &str) -> bool {
    let account = who.strip_suffix([')', '）']).and_then(|rest| {
        let (_, number) = rest.rsplit_once(['(', '（'])?;
        Some(number.len() >= 5 && number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let called = |word: &str| {
        let mut characters = word.chars();
        let small = matches!(characters.next(), Some('小' | '老'));
        small
            && word.chars().count() == 2
            && characters.as_str().starts_with(crate::check::is_surname)
    };
    account == Some(true)
        || last_word(who).is_some_and(|word| people::is_name(word) || called(word))
}

/// How a program writes who and when: with seconds or without, the month in a word or not.
fn look(line: &str) -> (bool, bool, bool) {
    let seconds = clock(line).is_some_and(|(_, clock, _)| clock.matches([':', '：']).count() == 2);
    let first = clock(line)
        .is_some_and(|(before, ..)| before.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    (seconds, line.contains('月'), first)
}

fn last_word(name: &str) -> Option<&str> {
    name.split([' ', '　', '-', '－', '—', '_', '·', '（', '(']).rfind(|word| !word.is_empty())
}

/// What stands before an hour of a line, the hour, and what stands behind.
fn clock(line: &str) -> Option<(&str, &str, &str)> {
    let digit = |c: char| c.is_ascii_digit();
    let (colon, _) = line.char_indices().find(|(at, c)| {
        matches!(c, ':' | '：')
            && line[..*at].ends_with(digit)
            && line[at + c.len_utf8()..].starts_with(digit)
    })?;
    let start = line[..colon].trim_end_matches(digit).len();
    let mark = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：');
    let end = line.len() - line[colon..].trim_start_matches(mark).len();
    let (before, clock) = (&line[..start], &line[start..end]);
    let hours = (1..=2).contains(&(colon - start));
    // 1:5 is a scale, 3:2 the end of a match.
    let minutes = clock.split([':', '：']).skip(1).all(|part| part.len() == 2);
    let apart = before.is_empty() || !before.ends_with(|c: char| c.is_ascii_alphanumeric());
    (hours && minutes && apart).then(|| (before, clock, &line[end..]))
}

/// What stands before the day at the end of a text: 2026-11-27, 11月27日, 11/27.
fn day(text: &str) -> Option<&str> {
    let text = text.trim_end();
    if let Some(found) = dates::first(text).filter(|found| found.range.end == text.len()) {
        return Some(&text[..found.range.start]);
    }
    let mark = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.');
    let before = text.trim_end_matches(mark);
    let parts: Vec<&str> = text[before.len()..].split(['/', '-', '.']).collect();
    let is_day = parts.len() == 2 && parts.iter().all(|part| (1..=2).contains(&part.len()));
    is_day.then_some(before)
}

/// A message without the marks in it.
fn without_marks(mut paragraph: Paragraph, dispatch: &mut Dispatch) -> Paragraph {
    for run in &mut paragraph.runs {
        let mut out = String::with_capacity(run.text.len());
        let mut rest = run.text.as_str();
        while let Some(at) = rest.find(['[', '［']) {
            let (before, text) = rest.split_at(at);
            out.push_str(before);
            match marked(text) {
                Some((_, behind)) => {
                    leave_out(MARKED, &text[..text.len() - behind.len()], dispatch);
                    rest = behind;
                }
                None => {
                    let bracket = text.chars().next().map_or(0, char::len_utf8);
                    out.push_str(&text[..bracket]);
                    rest = &text[bracket..];
                }
            }
        }
        out.push_str(rest);
        run.text = out;
    }
    paragraph.runs.retain(|run| !run.is_empty());
    paragraph
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::Run;

    /// How many lines of a text are taken off as those of a chat.
    fn taken(lines: &[&str]) -> usize {
        let paragraph = |line: &&str| {
            let run = Run { text: (*line).to_owned(), ..Run::default() };
            Block::Paragraph(Paragraph { runs: vec![run], ..Paragraph::default() })
        };
        let mut blocks: Vec<Block> = lines.iter().map(paragraph).collect();
        let date = NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day");
        take(&mut blocks, date, false, &mut Dispatch::default());
        lines.len() - blocks.len()
    }

    #[test]
    fn programmes_are_no_chats() {
        for lines in [
            &["报到 11月27日 14:30", "现场观摩 11月28日 9:00", "座谈 11月28日 15:00"][..],
            &["报到 11月27日 14:30", "地点：县宾馆", "座谈 11月28日 9:00", "地点：县政府"],
            &["开幕式 星期三 9:00", "马拉松 星期三 10:00", "颁奖 星期三 11:30", "请各乡镇参加。"],
            &["报到 2026-11-27 14:30", "望河县抓好春耕。", "座谈 2026-11-28 9:00", "要求落实。"],
        ] {
            assert_eq!(taken(lines), 0, "{lines:?}");
        }
        for (lines, count) in [
            (
                &["李明 2026/11/27 9:03:11", "望河县抓好春耕。", "阳光 2026/11/27 9:04:11", "好"][..],
                2,
            ),
            (
                &[
                    "小王(12345678) 9:03:11",
                    "议程如下。",
                    "报到 11月28日 9:00",
                    "座谈 11月28日 15:00",
                ],
                1,
            ),
            (&["望河县 李明 昨天 9:03", "望河县抓好春耕。", "李明 昨天 9:05", "收到"], 3),
        ] {
            assert_eq!(taken(lines), count, "{lines:?}");
        }
    }

    #[test]
    fn lines_of_chats() {
        for (line, want) in [
            ("李明 2026/11/27 9:03:11", Said::Sender),
            ("望河县-李明 2026-11-27 09:03", Said::Sender),
            ("2026-11-27 9:03:11 李明(10001)", Said::Sender),
            ("王芳 昨天 20:15", Said::Sender),
            ("王芳 星期三 上午10:23", Said::Sender),
            ("李明 11月27日 09:03", Said::Sender),
            ("李明 11/27 09:03", Said::Sender),
            ("张三 10:23", Said::Perhaps),
            ("张三 10:23:11", Said::Sender),
            ("小王(12345678)  9:12:33", Said::Sender),
            ("望河县 小李 昨天 9:12", Said::Sender),
            ("阳光总在风雨后 2026/11/27 9:03:11", Said::Programme),
            ("报到 11月27日 14:30", Said::Programme),
            ("现场观摩 11月28日 9:00", Said::Programme),
            ("座谈 星期三 上午9:00", Said::Programme),
            ("市信息科 10:02", Said::Programme),
            ("[语音]", Said::Mark),
            ("[强] [强]", Said::Mark),
            ("[文件] 望河县简报.docx", Said::Mark),
            ("“李明”撤回了一条消息", Said::Mark),
            ("收到", Said::Answer),
            ("9:30 开幕式", Said::Message),
            ("开幕式 9:30", Said::Message),
            ("比例为1:5", Said::Message),
            ("来源：望河县 2026-11-27 9:03", Said::Message),
            ("2026-11-27 9:03", Said::Message),
            ("望河县水利局 2026-11-27 9:03", Said::Message),
            ("会议定于11月27日9:30召开", Said::Message),
            ("[注]", Said::Message),
            ("11月27日 9:30，会议召开。", Said::Message),
        ] {
            assert_eq!(of(line), want, "{line}");
        }
    }
}
