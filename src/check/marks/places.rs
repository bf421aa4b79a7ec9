//! Marks that are right in themselves and stand in the wrong place: 、和, ……等, 。”。, “12.4”.

use std::ops::Range;

use super::half_width::FOREIGN;
use super::line::{is_han, is_point};
use super::rules::{
    ANNIVERSARY, DASH, DOUBLED_MARK, ELLIPSIS, LAST_COMMA, LOOKALIKE_CHARACTER, NESTED_BOOK_TITLE,
    SEMICOLON,
};
use super::{clauses, pauses, questions, quoted, sayings, shapes, signs, stops};
use crate::check::context::is_quoted;
use crate::check::cues::{han_before, han_behind, sentence_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage, Rule};
use crate::markdown::Block;

use super::super::Part;

/// Looks at the marks of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    last_comma(passage, out);
    comma_before_rest(passage, out);
    joined_places(passage, out);
    ellipsis(passage, out);
    full_stops(passage, out);
    book_titles(passage, out);
    anniversaries(passage, out);
    name_points(passage, out);
    quoted::check(passage, out);
    shapes::check(passage, out);
    if passage.part == Part::Title {
        pauses::title(passage, out);
    }
    if passage.part.is_body() && !matches!(passage.part, Part::Block(Block::Cell)) {
        questions::check(passage, out);
        clauses::check(passage, out);
        pauses::check(passage, out);
        sayings::check(passage, out);
        stops::check(passage, out);
        signs::check(passage, out);
        semicolons(passage, out);
        dashes(passage, out);
    }
}

fn tell(
    rule: Rule,
    passage: &Passage<'_>,
    range: Range<usize>,
    message: String,
    right: Option<&str>,
    help: &str,
    out: &mut Findings<'_>,
) {
    if let Some(found) = out.add(rule, passage, range.clone(), message) {
        found.help = Some(help.to_owned());
        if let Some(right) = right {
            found.fix.extend(passage.edit(range, right));
        }
    }
}

/// Words that begin with 和, 及, 等 and join nothing.
const NO_JOINT: &[&str] = words!("places.txt", "NO_JOINT");

/// Whether the item before begins with a word for 和 itself: 与乡亲相伴、和大地同行.
fn is_with(before: &str) -> bool {
    let mark = before.rfind(is_point).map_or(before, |at| &before[at..]);
    mark.trim_start_matches(is_point).starts_with(['与', '同', '跟', '和', '向'])
        || mark.contains('与')
}

/// 甲、乙、和丙; 甲、乙、等.
fn last_comma(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, comma) in passage.find('、') {
        let end = at + comma.len();
        let behind = &text[end..];
        let Some(joint) =
            behind.chars().next().filter(|c| matches!(c, '和' | '及' | '等' | '以' | '与' | '或'))
        else {
            continue;
        };
        let next = behind[joint.len_utf8()..].chars().next();
        let joins = match joint {
            // 甲、乙、等单位: an end of the list; 等、靠、要 is none.
            '等' => next != Some('、'),
            '以' => behind.starts_with("以及"),
            _ => next.is_some_and(|c| is_han(c) || matches!(c, '“' | '《')),
        };
        if joins
            && !NO_JOINT.iter().any(|word| behind.starts_with(word))
            && text[..at].ends_with(|c: char| is_han(c) || matches!(c, '”' | '》' | '）'))
            && !is_quoted(text, at)
            && !(matches!(joint, '和' | '与' | '或') && is_with(&text[..at]))
        {
            let message = format!("「{joint}」前面多了顿号");
            // 和 may be 跟 as well: 与乡亲相伴、和大地同行.
            let right = (joint == '等').then_some("");
            tell(LAST_COMMA, passage, at..end, message, right, "删去顿号", out);
        }
    }
}

/// 集加工、仓储，等功能于一体.
fn comma_before_rest(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, word) in passage.find_word("，等") {
        let behind = &text[at + word.len()..];
        let other = behind.starts_with(|c: char| {
            !is_han(c) || "待到候着于同级你我他她它您大一下会雨车天了过不".contains(c)
        });
        let listed = sentence_before(text, at);
        let listed = listed.rfind(['，', '：']).map_or(listed, |mark| &listed[mark..]);
        if !other && listed.contains('、') {
            let message = "「等」前面多了逗号".to_owned();
            tell(LAST_COMMA, passage, at..at + word.len(), message, None, "删去逗号", out);
        }
    }
}

/// 上海-云岭专列: what joins two places is a longer stroke.
fn joined_places(passage: &Passage<'_>, out: &mut Findings<'_>) {
    const WAYS: &[&str] = words!("places.txt", "WAYS");
    let text = &*passage.text;
    for (at, stroke) in passage.find_any(&['-', '－', '–']) {
        let (before, behind) = (&text[..at], &text[at + stroke.len()..]);
        let names = before.ends_with(is_han)
            && behind.chars().take(6).take_while(|c| is_han(*c)).count() >= 3;
        let near = han_behind(behind, 8);
        let way = WAYS.iter().any(|word| near.find(word).is_some_and(|at| (6..=12).contains(&at)));
        // （县城-茶园）
        let (left, right) = (han_before(text, at, 6), han_behind(behind, 6));
        let short = |name: &str| (2..=5).contains(&name.chars().count());
        let bracketed = short(left)
            && short(right)
            && before[..before.len() - left.len()].ends_with('（')
            && behind[right.len()..].starts_with('）');
        if names && way || bracketed {
            let message = format!("两地之间的「{stroke}」应是一字线「—」");
            tell(DASH, passage, at..at + stroke.len(), message, None, "改成「—」", out);
        }
    }
}

/// 甲、乙……等, 甲、乙等……, 甲、乙、…….
fn ellipsis(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, word) in passage.find_word("……") {
        let (before, behind) = (&text[..at], &text[at + word.len()..]);
        let listed = before.strip_suffix('等').filter(|rest| rest.ends_with(is_han));
        if listed.is_some() && sentence_before(before, before.len()).contains('、') {
            let message = "「等」和省略号说了两遍".to_owned();
            tell(
                ELLIPSIS,
                passage,
                at - '等'.len_utf8()..at + word.len(),
                message,
                None,
                "只留一个",
                out,
            );
        } else if before.ends_with(['、', '，']) && before[..before.len() - 3].ends_with(is_han) {
            let message = "省略号前面的顿号、逗号不要".to_owned();
            tell(
                ELLIPSIS,
                passage,
                at - '、'.len_utf8()..at + word.len(),
                message,
                None,
                "只留省略号",
                out,
            );
        } else if behind.starts_with(['、', '；'])
            || behind.starts_with('。') && before.ends_with(is_han)
        {
            let mark = behind.chars().next().unwrap_or('。');
            let message = format!("省略号后面的「{mark}」不要");
            tell(
                ELLIPSIS,
                passage,
                at..at + word.len() + mark.len_utf8(),
                message,
                None,
                "只留省略号",
                out,
            );
        }
    }
    for (at, word) in passage.find_word("……等") {
        let behind = &text[at + "……".len()..];
        if NO_JOINT.iter().any(|word| behind.starts_with(word)) {
            continue;
        }
        let message = "省略号和「等」说了两遍".to_owned();
        tell(ELLIPSIS, passage, at..at + word.len(), message, None, "只留一个", out);
    }
}

/// 。”。
fn full_stops(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, mark) in passage.find('”') {
        let (before, behind) = (&text[..at], &text[at + mark.len()..]);
        let Some(inner) = before.chars().next_back().filter(|c| matches!(c, '。' | '！' | '？'))
        else {
            continue;
        };
        let Some(outer) = behind.chars().next().filter(|c| matches!(c, '。' | '，' | '；'))
        else {
            continue;
        };
        // ！” may end what is called so, and a clause goes on behind it.
        if inner != '。' {
            continue;
        }
        let range = at - inner.len_utf8()..at + mark.len() + outer.len_utf8();
        let message = format!("引号里外都有句末的标点「{inner}”{outer}」");
        let help = "引的是完整的话，留里面的；是话里的一部分，留外面的";
        tell(DOUBLED_MARK, passage, range, message, None, help, out);
    }
}

/// 《关于贯彻《条例》的通知》.
fn book_titles(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let marks: Vec<(usize, bool)> =
        passage.find_any(&['《', '》']).map(|(at, mark)| (at, mark == "《")).collect();
    let mut open: Vec<usize> = Vec::new();
    for (at, opens) in marks {
        if opens {
            open.push(at);
            continue;
        }
        let Some(from) = open.pop() else { continue };
        let mark = '《'.len_utf8();
        // Within another one that goes on behind it.
        let Some(outer) = open.last().filter(|outer| from > **outer + mark) else { continue };
        let closes = text[at + mark..].find(['》', '。', '\n']);
        let is_whole = closes.is_some_and(|close| text[at + mark + close..].starts_with('》'));
        if !is_whole || from - outer > 180 || open.len() != 1 {
            continue;
        }
        let message = "书名号里面又用了双书名号".to_owned();
        if let Some(found) = out.add(NESTED_BOOK_TITLE, passage, from..at + mark, message) {
            found.help = Some("里面的改成单书名号「〈 〉」".to_owned());
            let edits = [passage.edit(from..from + mark, "〈"), passage.edit(at..at + mark, "〉")];
            let edits: Option<Vec<_>> = edits.into_iter().collect();
            found.fix.extend(edits.into_iter().flatten());
        }
    }
}

/// What is called by a day, behind its name.
const NAMED_BY_DAY: &[&str] = words!("places.txt", "NAMED_BY_DAY");

/// Days that everybody calls by their number.
const DAYS: &[(u32, u32)] = &[
    (1, 8),
    (1, 10),
    (3, 8),
    (3, 12),
    (3, 15),
    (3, 22),
    (3, 23),
    (4, 15),
    (4, 23),
    (4, 26),
    (5, 12),
    (5, 15),
    (6, 5),
    (6, 14),
    (6, 25),
    (6, 26),
    (7, 11),
    (8, 8),
    (9, 18),
    (9, 20),
    (10, 13),
    (10, 16),
    (10, 17),
    (11, 9),
    (12, 1),
    (12, 2),
    (12, 3),
    (12, 4),
    (12, 5),
    (12, 9),
    (12, 13),
    (7, 7),
];

/// “12.4”国家宪法日.
fn anniversaries(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, open) in passage.find('“') {
        let start = at + open.len();
        let rest = &text[start..];
        let digits = |text: &str| text.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let month = digits(rest);
        let Some(behind) = rest[month..].strip_prefix(['.', '．', '-']) else { continue };
        let point = rest.len() - behind.len() - month;
        let day = digits(behind);
        let numbers = (rest[..month].parse::<u32>(), behind[..day].parse::<u32>());
        let (Ok(1..=12), Ok(1..=31)) = numbers else { continue };
        let Some(after) = behind[day..].strip_prefix('”') else { continue };
        let known = matches!(numbers, (Ok(month), Ok(day)) if DAYS.contains(&(month, day)));
        if !known && !NAMED_BY_DAY.iter().any(|word| after.starts_with(word)) {
            continue;
        }
        let range = start + month..start + month + point;
        let message = format!("「{}」说的是日子，月、日之间用间隔号", &rest[..month + point + day]);
        let help = format!("改成「{}·{}」", &rest[..month], &behind[..day]);
        tell(ANNIVERSARY, passage, range, message, Some("·"), &help, out);
    }
}

/// 买买提．艾力.
fn name_points(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, point) in passage.find_any(&['．', '.', '。']) {
        let (before, behind) = (&text[..at], &text[at + point.len()..]);
        let foreign = |c: Option<char>| c.is_some_and(|c| FOREIGN.contains(c));
        let run = |chars: &mut dyn Iterator<Item = char>| {
            chars.take(4).take_while(|c| FOREIGN.contains(*c)).count()
        };
        // Two of such characters on each side are a name; a sentence that ends in one is none.
        let names = run(&mut before.chars().rev()) >= 2 && run(&mut behind.chars()) >= 2;
        if !names || point == "。" || !foreign(behind.chars().next()) {
            continue;
        }
        let message = format!("姓名中间的「{point}」应是间隔号「·」");
        tell(LOOKALIKE_CHARACTER, passage, at..at + point.len(), message, None, "改成「·」", out);
    }
}

/// 一是…。…；二是…: what has a full stop in it is not divided by semicolons.
fn semicolons(passage: &Passage<'_>, out: &mut Findings<'_>) {
    const ITEMS: &[&str] = &["一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是"];
    let text = &*passage.text;
    if !text.contains("二是") {
        return;
    }
    let places: Vec<usize> = ITEMS
        .iter()
        .map_while(|item| text.find(item))
        .scan(0, |last, at| {
            let goes_on = *last <= at;
            *last = at;
            goes_on.then_some(at)
        })
        .collect();
    for pair in places.windows(2) {
        let &[from, to] = pair else { continue };
        let item = &text[from..to];
        let Some(body) = item.strip_suffix('；') else { continue };
        if body.find('。').is_some_and(|stop| !is_quoted(text, from + stop)) {
            let at = to - '；'.len_utf8();
            let message = "这一项里已经用了句号，末尾不能再用分号".to_owned();
            tell(SEMICOLON, passage, at..to, message, Some("。"), "改成句号", out);
        }
    }
}

/// What begins a phrase that explains the one before.
const EXPLAINS: &[&str] = words!("places.txt", "EXPLAINS");

/// One — between a phrase and its explanation, where —— is meant; between places and numbers one is
/// right.
fn dashes(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, dash) in passage.find('—') {
        let (before, behind) = (&text[..at], &text[at + dash.len()..]);
        if before.ends_with('—') || behind.starts_with('—') {
            continue;
        }
        let clause = before.chars().rev().take_while(|c| is_han(*c)).count();
        let ends = before.ends_with(|c: char| is_han(c) && !is_point(c));
        if ends && clause >= 4 && EXPLAINS.iter().any(|word| behind.starts_with(word)) {
            let message = "破折号「—」只有一半，应为「——」".to_owned();
            tell(DASH, passage, at..at + dash.len(), message, None, "改为占两个字的「——」", out);
        }
    }
}
