//! Items that have lost their number or their partner: ；是加强管护, 一方面 without 另一方面, 前两项 and
//! 后四项 of five, 问题清单、责任清单、整改清单两个清单.

use std::ops::Range;
use std::sync::LazyLock;

use super::{COUNT_MISMATCH, LEAD_IN_ORDER, LEVEL_BRACKET, chinese, ordinal};
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, first_chars, han_before, han_behind, is_han, sentence_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage, Story};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["；是", "。是", "；要", "，是"], numberless),
        (words!("lost.txt", "halves"), halves),
        (
            &[
                "两个", "三个", "四个", "五个", "六个", "两张", "三张", "四张", "两项", "三项",
                "四项", "五项", "三大", "四大", "五大", "两大",
            ],
            sorts,
        ),
        (&["第1步", "第1阶段", "第1批", "第1轮", "第一步", "第一阶段"], step_digits),
        (&["(", "）", ")"], bracket),
        (&["“两", "“三", "“四", "“五", "“六"], pairs),
    ])
});

/// How far the items of a row stand apart at most: bytes.
const FAR: usize = 1_500;

/// Looks at the items of a story.
pub fn check(story: &Story<'_>, out: &mut Findings<'_>) {
    let body: Vec<&Passage<'_>> = story.body().collect();
    beheaded(&body, out);
    for (at, passage) in body.iter().enumerate() {
        CUES.look(passage, out);
        odd_word(passage, out);
        alone(passage, &body[at + 1..], out);
        if let Some(lead) = passage.text.find("一方面") {
            let below = &body[at + 1..];
            side(passage, lead..lead + "一方面".len(), below, out);
        }
    }
}

/// 一是…；二是…；是加强管护….
fn numberless(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(mark) = text[cue.clone()].chars().next() else { return };
    let word = &text[cue.start + mark.len_utf8()..cue.end];
    // The last item before, and the next one behind, no further than items are long.
    let lead = &text[text.floor_char_boundary(cue.start.saturating_sub(FAR))..cue.start];
    let far = &text[cue.end..text.floor_char_boundary((cue.end + FAR).min(text.len()))];
    let sign = |number: u32| format!("{}{word}", chinese(number));
    let last = (1..=9).rev().find(|number| {
        lead.rfind(&sign(*number)).is_some_and(|at| {
            lead[..at].chars().next_back().is_none_or(|c| "。；：，\n".contains(c))
        })
    });
    let Some(last) = last else { return };
    let Some(at) = lead.rfind(&sign(last)) else { return };
    // Within one item 是 may well begin a sentence or a clause; between items their mark stands.
    let item = &lead[at..];
    let own_mark =
        last > 1 && lead[..at].ends_with(mark) && lead[..at].rfind(&sign(last - 1)).is_some();
    let next = far.contains(&sign(last + 2));
    let follows = far.contains(&sign(last + 1));
    let sure = match mark {
        '；' => !item.contains('；') && (own_mark || next) && !follows,
        '。' => !item.contains('。') && (own_mark || next) && !follows && word == "是",
        // 一是甲，二是乙，是丙: only where the number behind shows the gap.
        _ => !item.contains(['。', '；']) && next && !follows && own_mark,
    };
    let rest = &text[cue.end..];
    if sure
        && rest.starts_with(is_han)
        && !rest.starts_with(['否', '非', '求'])
        && !is_quoted(text, cue.start)
    {
        let range = cue.start + mark.len_utf8()..cue.end;
        let shown = han_behind(rest, 4);
        let message = format!("「{word}{shown}」前面漏了序数");
        let range = range.start..range.end + shown.len();
        out.tell(LEAD_IN_ORDER, passage, range, message, format!("补上「{}」", chinese(last + 1)));
    }
}

/// 一方面…, and nothing that answers it.
fn side(passage: &Passage<'_>, cue: Range<usize>, below: &[&Passage<'_>], out: &mut Findings<'_>) {
    const ANSWERS: &[&str] = words!("lost.txt", "ANSWERS");
    let text = &*passage.text;
    let lead = text[..cue.start].chars().next_back();
    let opens = lead.is_none_or(|c| "，。；：\n".contains(c));
    let rest = &text[cue.end..];
    let sentence = sentence_before(text, cue.start);
    let below = below.iter().take(3).any(|it| ANSWERS.iter().any(|word| it.text.contains(word)));
    if opens
        && !below
        && rest.starts_with(['，', '是', '要', '加', '抓', '督', '积', '通', '大', '强'])
        && !ANSWERS.iter().any(|word| rest.contains(word))
        && !sentence.ends_with('另')
        && rest.chars().count() >= 8
        && !is_quoted(text, cue.start)
    {
        let message = "有「一方面」，后面没有「另一方面」".to_owned();
        let shown = first_chars(rest.trim_start_matches('，'), 2);
        let end = text.len() - rest.len()
            + (rest.len() - rest.trim_start_matches('，').len())
            + shown.len();
        out.tell(
            LEAD_IN_ORDER,
            passage,
            cue.start..end,
            message,
            "补上「另一方面」，或删去「一方面」",
        );
    }
}

/// 二是…；三是…, and no 一是 in all the text.
fn beheaded(body: &[&Passage<'_>], out: &mut Findings<'_>) {
    let all = |word: &str| body.iter().any(|it| it.text.contains(word));
    if ["一是", "一要", "首先", "第一", "其一", "一、", "一方面"].iter().any(|word| all(word))
    {
        return;
    }
    let at = |passage: &Passage<'_>, word: &str| {
        passage.text.match_indices(word).map(|(at, _)| at).find(|at| {
            passage.text[..*at].chars().next_back().is_none_or(|c| "。；：，\n".contains(c))
        })
    };
    let third = body.iter().any(|passage| at(passage, "三是").is_some());
    let second = body.iter().find_map(|passage| Some((*passage, at(passage, "二是")?)));
    // 意识…；二是…: the first was mistyped, and is told as that.
    let mistyped = |passage: &Passage<'_>| {
        [
            "意识", "意是", "以是", "已是", "亦是", "一时", "一事", "一式", "一使", "一市", "一示",
            "一识",
        ]
        .iter()
        .any(|word| at(passage, word).is_some())
    };
    let second = second.filter(|(passage, _)| third && !mistyped(passage));
    if let Some((passage, at)) = second {
        let message = "「二是」前面没有「一是」".to_owned();
        let range = at..at + "二是".len();
        out.tell(LEAD_IN_ORDER, passage, range, message, "补上漏掉的一项，或改正序号");
    }
}

/// 一要…；二是强化…；三要…: one of a row has another word.
fn odd_word(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (word, other) in [("要", "是"), ("是", "要")] {
        let find = |number: u32, word: &str, from: usize| {
            let sign = format!("{}{word}", chinese(number));
            text[from..]
                .match_indices(&sign)
                .map(|(at, _)| from + at)
                .find(|at| text[..*at].chars().next_back().is_none_or(|c| "。；：，\n".contains(c)))
        };
        let Some(first) = find(1, word, 0) else { continue };
        let (Some(odd), Some(third)) = (find(2, other, first), find(3, word, first)) else {
            continue;
        };
        let own = find(2, word, first).is_some_and(|at| at < third);
        let end = odd + 2 * '二'.len_utf8();
        // 二是要… says both.
        if !own
            && odd < third
            && !text[end..].starts_with(['要', '是'])
            && find(1, other, 0).is_none()
        {
            let message = format!("别的是「一{word}」「三{word}」，这里是「{}」", &text[odd..end]);
            out.tell(LEAD_IN_ORDER, passage, odd..end, message, format!("改成「二{word}」"));
        }
    }
}

/// ：一是…, and nothing that goes on with it.
fn alone(passage: &Passage<'_>, below: &[&Passage<'_>], out: &mut Findings<'_>) {
    let text = &*passage.text;
    for word in ["一是", "一要"] {
        let Some(at) = text.find(word) else { continue };
        let opens = text[..at].chars().next_back().is_some_and(|c| "：。".contains(c));
        let rest = &text[at + word.len()..];
        let goes_on =
            |text: &str| words!("lost.txt", "alone").iter().any(|next| text.contains(next));
        let more = below.iter().take(4).any(|it| goes_on(&it.text));
        if opens && !goes_on(rest) && !more && rest.chars().count() >= 12 && !is_quoted(text, at) {
            let shown = han_behind(rest, 4);
            let message = format!("只有「{word}」，后面没有「二{}」", &word['一'.len_utf8()..]);
            let range = at..at + word.len() + shown.len();
            out.tell(LEAD_IN_ORDER, passage, range, message, "补上后面的几项，或删去「一是」");
        }
    }
}

/// “三抓三促”工作法，抓甲促乙、抓丙促丁: as many as it says.
fn pairs(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let chars: Vec<char> = text[cue.end..].chars().take(5).collect();
    let numeral = text[cue.clone()].chars().nth(1).unwrap_or(' ');
    let &[first, again, second, close, ..] = &chars[..] else { return };
    let Some(at) = "两三四五六七八".chars().position(|c| c == numeral) else { return };
    if again != numeral || close != '”' || !is_han(first) || !is_han(second) {
        return;
    }
    let end = cue.end + 4 * '一'.len_utf8();
    let rest = crate::check::cues::sentence_behind(text, end);
    let Some(mark) = rest.find(['，', '：']).filter(|mark| rest[..*mark].chars().count() <= 8)
    else {
        return;
    };
    let list = &rest[mark + '，'.len_utf8()..];
    let items = list
        .split(['、', '，', '；'])
        .take_while(|item| item.strip_prefix(first).is_some_and(|rest| rest.contains(second)));
    let count = items.count();
    if count >= 2 && count != at + 2 {
        let range = cue.start..end;
        let message = format!("写的是「{}」，列出的有 {count} 对", &text[range.clone()]);
        out.tell(COUNT_MISMATCH, passage, range, message, "数一数，改正数字，或补上漏掉的一项");
    }
}

fn numeral(text: &str) -> Option<(u32, usize)> {
    if text.starts_with('两') {
        return Some((2, '两'.len_utf8()));
    }
    let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return text[..digits].parse().ok().map(|number| (number, digits));
    }
    ordinal(text)
}

/// 分解为五项，前两项由甲负责，后四项由乙负责.
fn halves(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let Some((whole, length)) = numeral(word) else { return };
    let measure = &word[length..];
    if text[..cue.start].ends_with(['前', '后', '第', '十', '这', '其', '另', '首']) {
        return;
    }
    let rest = first_chars(&text[cue.end..], 120);
    let rest = rest.split(['。', '\n']).next().unwrap_or_default();
    let part = |lead: &str| {
        rest.match_indices(lead).find_map(|(at, _)| {
            let behind = &rest[at + lead.len()..];
            let (number, length) = numeral(behind)?;
            behind[length..].starts_with(measure).then_some((
                number,
                at,
                at + lead.len() + length + measure.len(),
            ))
        })
    };
    let (Some((first, ..)), Some((last, at, end))) = (part("前"), part("后")) else { return };
    if first + last != whole {
        let range = cue.end + at..cue.end + end;
        let message = format!("写的是「{word}」，前 {first} 后 {last} 加起来是 {}", first + last);
        out.tell(COUNT_MISMATCH, passage, range, message, "数一数，改正其中一个数");
    }
}

/// 问题清单、责任清单、整改清单两个清单.
fn sorts(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((said, _)) = numeral(&text[cue.clone()]) else { return };
    let word = han_behind(&text[cue.end..], 2);
    if word.chars().count() != 2 || text[..cue.start].ends_with(['第', '“', '等', '这', '上', '的'])
    {
        return;
    }
    let sentence = sentence_before(text, cue.start);
    let row = sentence.rsplit(['，', '：']).next().unwrap_or_default();
    let items: Vec<&str> = row.split(['、', '和', '及', '与']).collect();
    let same = items
        .iter()
        .rev()
        .take_while(|item| item.trim_end_matches(['”', '》']).ends_with(word))
        .count();
    let listed = u32::try_from(same).unwrap_or(0);
    if listed >= 2 && same == items.len() && listed != said {
        let range = cue.start..cue.end + word.len();
        let message = format!("写的是「{}」，前面列出的有 {listed} 个", &text[range.clone()]);
        let help = "数一数，改正数字，或补上漏掉的、删去多余的一项".to_owned();
        out.tell(COUNT_MISMATCH, passage, range, message, help);
    }
}

/// 第1步…；第二步….
fn step_digits(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let digits = word.contains('1');
    let measure = &word["第".len() + if digits { 1 } else { "一".len() }..];
    let rest = &text[cue.end..text.floor_char_boundary((cue.end + FAR).min(text.len()))];
    let other = (2..=5).find_map(|number| {
        let sign = match digits {
            true => format!("第{}{measure}", chinese(number)),
            false => format!("第{number}{measure}"),
        };
        rest.find(&sign).map(|at| (at, sign))
    });
    let Some((at, sign)) = other else { return };
    let (range, shown) = match digits {
        true => (cue.clone(), word),
        false => (cue.end + at..cue.end + at + sign.len(), sign.as_str()),
    };
    let message = format!("「{shown}」用了阿拉伯数字，别的用汉字");
    out.tell(LEAD_IN_ORDER, passage, range, message, "序数用同一种写法，改成汉字");
}

/// (1）, （2), and 1） of items within a paragraph.
fn bracket(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let sign = &text[cue.clone()];
    if sign == "(" {
        // (1）
        let rest = &text[cue.end..];
        let Some((_, length)) = numeral(rest).filter(|(number, _)| *number < 30) else { return };
        if rest[length..].starts_with('）') {
            let range = cue.start..cue.end + length + '）'.len_utf8();
            let right = format!("（{}）", &rest[..length]);
            let message = format!("序号「{}」的括号一半是半角的", &text[range.clone()]);
            out.tell(LEVEL_BRACKET, passage, range, message, format!("改成「{right}」"));
        }
        return;
    }
    let lead = &text[..cue.start];
    let digits = lead.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    let count = han_before(lead, lead.len(), 3);
    let length = match digits {
        1 | 2 => digits,
        0 if ordinal(count).is_some_and(|(_, read)| read == count.len()) => count.len(),
        _ => return,
    };
    let number = &lead[lead.len() - length..];
    let before = &lead[..lead.len() - length];
    let behind = &text[cue.end..];
    if sign == ")" {
        // （2) at the head of a paragraph is told there.
        let open = before.strip_suffix('（').filter(|rest| !rest.trim().is_empty());
        if open.is_some() && behind.starts_with(is_han) {
            let range = before.len() - '（'.len_utf8()..cue.end;
            let message = format!("序号「{}」的括号一半是半角的", &text[range.clone()]);
            out.tell(LEVEL_BRACKET, passage, range, message, format!("改成「（{number}）」"));
        }
        return;
    }
    // 做好三项工作：1）摸底；2）整改
    let opens = before.chars().next_back().is_some_and(|c| "。；：\n".contains(c));
    if opens && behind.starts_with(is_han) {
        let range = before.len()..cue.end;
        let message = format!("序号「{}」缺了前一半括号", &text[range.clone()]);
        out.tell(LEVEL_BRACKET, passage, range, message, format!("改成「（{number}）」"));
    }
}
