//! A number of things and the things themselves in one sentence: 5个乡镇：…, 居前三位的…依次为…,
//! 聚焦住房、饮水三大难题, and slips in the words that number items: 三时, 意识, 另一方.

use std::ops::Range;
use std::sync::LazyLock;

use super::{COUNT_MISMATCH, LEAD_IN_ORDER, LEVEL_MARK, chinese, ordinal};
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, clause_before, first_chars, is_han, sentence_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["：", "（", "依次为", "依次是", "分别为", "分别是"], behind_mark),
        (words!("listed.txt", "before_count"), before_count),
        (&["位的", "名的", "个的"], placed),
        (&["另一方"], half_side),
        (&["是", "时", "事", "式", "识", "使", "市", "示"], homophone),
        (&["。"], stopped),
        (&["其次"], second),
        (&["第"], beyond),
        (&["上述", "以上"], above),
    ])
});

/// Looks at a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

const COUNT: &str = "数一数，改正数字，或补上漏掉的、删去多余的一项";

/// What is counted where the things are listed one by one.
const MEASURES: &[&str] =
    &["条", "项", "个", "名", "家", "位", "种", "类", "大", "所", "支", "款", "点", "座"];

/// The numbers with a measure in a clause: where, and how many.
fn counts(clause: &str) -> Vec<(Range<usize>, usize)> {
    let numeral = |c: char| "两二三四五六七八九十".contains(c) || c.is_ascii_digit();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = clause[at..].find(numeral).map(|it| at + it) {
        let rest = &clause[start..];
        let length = rest.find(|c| !numeral(c)).unwrap_or(rest.len());
        let written = &rest[..length];
        let number = match written {
            "两" => Some(2),
            _ => written.parse().ok().or_else(|| {
                ordinal(written)
                    .filter(|(_, read)| *read == length)
                    .map(|(number, _)| number as usize)
            }),
        };
        let measure = MEASURES.iter().find(|measure| rest[length..].starts_with(**measure));
        at = start + length;
        if let (Some(number), Some(measure)) = (number, measure) {
            found.push((start..at + measure.len(), number));
        }
    }
    found
}

/// How many items a list has: 、 between them, at most 14 characters each; none where it is not plain.
fn items(list: &str) -> Option<Vec<&str>> {
    let row: Vec<&str> = list.split('、').collect();
    let short = |item: &&str| {
        (2..=12).contains(&item.chars().count())
            && item.chars().all(|c| is_han(c) || "“”".contains(c))
    };
    let open = ["等", "和", "及", "与", "或", "各", "其中", "以及"];
    (row.len() >= 2
        && row.iter().all(short)
        && !row.iter().any(|item| open.iter().any(|word| item.contains(word))))
    .then_some(row)
}

/// 5个乡镇：甲、乙、丙、丁, 两家医院（甲、乙、丙）, 前三位的…依次为甲、乙、丙、丁.
fn behind_mark(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let sign = &text[cue.clone()];
    let rest = first_chars(&text[cue.end..], 90);
    let Some(stop) = rest.find(['，', '。', '；', '）', '：', '（']) else { return };
    let closes = match sign {
        "（" => rest[stop..].starts_with('）'),
        _ => rest[stop..].starts_with(['，', '。']),
    };
    let Some(listed) = items(&rest[..stop]).filter(|_| closes) else { return };
    // What is listed may go on in clauses of its own.
    let more = first_chars(&rest[stop + '，'.len_utf8()..], 14).contains('、')
        && rest[stop..].starts_with('，');
    let clause = clause_before(text, cue.start);
    let start = cue.start - clause.len();
    let row = counts(clause);
    let [(range, said)] = &row[..] else { return };
    let behind = clause[range.end..].chars().count();
    let lead = &clause[..range.start];
    let part = lead
        .ends_with(['第', '另', '其', '余', '等', '.', '百', '千', '万', '每', '近', '超', '约'])
        || is_quoted(text, start + range.start)
        || clause[range.end..].starts_with(['月', '多', '余', '以']);
    // 前三位 counts, and so does 三个; of 100个 nobody lists all.
    if (2..=9).contains(said)
        && listed.len() != *said
        && listed.len().abs_diff(*said) <= 2
        && behind <= 12
        && !part
        && !more
    {
        let range = start + range.start..start + range.end;
        let message = format!("写的是「{}」，后面列出 {} 个", &text[range.clone()], listed.len());
        out.tell(COUNT_MISMATCH, passage, range, message, COUNT);
    }
}

/// 聚焦住房、饮水三大难题, 按近期、中期、远期两个阶段.
fn before_count(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const LEADS: &[&str] = words!("listed.txt", "LEADS");
    let text = &*passage.text;
    let Some(numeral) = text[..cue.start].chars().next_back() else { return };
    let Some(said) = "两三四五六七八".chars().position(|c| c == numeral).map(|at| at + 2)
    else {
        return;
    };
    let start = cue.start - numeral.len_utf8();
    let clause = clause_before(text, start);
    let opens =
        LEADS.iter().filter_map(|lead| clause.find(lead).map(|at| (at, at + lead.len()))).min();
    let Some((_, from)) = opens else { return };
    let list = &clause[from..];
    let Some(listed) = items(list).filter(|row| row.iter().all(|item| item.chars().count() <= 8))
    else {
        return;
    };
    if listed.len() != said && !is_quoted(text, start) {
        let range = start..cue.end;
        let message = format!("写的是「{}」，前面列出 {} 个", &text[range.clone()], listed.len());
        out.tell(COUNT_MISMATCH, passage, range, message, COUNT);
    }
}

/// 后两位的岩口镇、双溪乡、大坪乡进行约谈.
fn placed(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(numeral) = text[..cue.start].chars().next_back() else { return };
    let Some(said) = "两三四五六七八".chars().position(|c| c == numeral).map(|at| at + 2)
    else {
        return;
    };
    let start = cue.start - numeral.len_utf8();
    let Some(side) = text[..start].chars().next_back().filter(|c| "前后末".contains(*c)) else {
        return;
    };
    let rest = first_chars(&text[cue.end..], 80);
    let rest = rest.find(['，', '。', '；']).map_or(rest, |stop| &rest[..stop]);
    let row: Vec<&str> = rest.split('、').collect();
    let places = ['镇', '乡', '县', '区', '村', '局'];
    let is_place = |item: &&str| item.chars().count() <= 6 && item.ends_with(places);
    let (Some(last), true) = (row.last(), row.len() >= 2) else { return };
    let whole = first_chars(last, 6).contains(places) && !last.contains(['和', '与', '等', '及']);
    if row[..row.len() - 1].iter().all(is_place) && whole && row.len() != said {
        let range = start - side.len_utf8()..cue.end - '的'.len_utf8();
        let message = format!("写的是「{}」，后面列出 {} 个", &text[range.clone()], row.len());
        out.tell(COUNT_MISMATCH, passage, range, message, COUNT);
    }
}

/// 一方面…，另一方与….
fn half_side(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let first = sentence_before(text, cue.start).contains("一方面");
    let opens = text[..cue.start].ends_with(['，', '；']);
    if first && opens && !text[cue.end..].starts_with(['面', '的', '当']) {
        let message = "「另一方」后面漏了「面」".to_owned();
        out.tell(LEAD_IN_ORDER, passage, cue, message, "改成「另一方面」");
    }
}

/// Characters that are typed for a number, and for 是, because they sound like it.
const SOUNDS: &[(u32, &str)] =
    &[(1, "意已以亦义医依"), (2, "而儿耳尔"), (3, "散山叁"), (4, "似思寺是"), (5, "无午武伍")];

/// 三时 for 三是, 意识 for 一是, where those before and behind are right.
fn homophone(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(first) = text[..cue.start].chars().next_back() else { return };
    let start = cue.start - first.len_utf8();
    let opens = text[..start].chars().next_back().is_none_or(|c| "。；：\n".contains(c));
    if !opens || is_quoted(text, start) {
        return;
    }
    let own = ordinal(&text[start..]).filter(|(_, length)| *length == first.len_utf8());
    let number = match own {
        Some((number, _)) if &text[cue.clone()] != "是" => number,
        Some(_) => return,
        None => match SOUNDS.iter().find(|(_, sounds)| sounds.contains(first)) {
            Some((number, _)) => *number,
            None => return,
        },
    };
    let sign = |number: u32| format!("{}是", chinese(number));
    let (lead, rest) = (&text[..start], &text[cue.end..]);
    let before = number == 1 || lead.contains(&sign(number - 1));
    let behind = rest.contains(&sign(number + 1));
    let sure = if number == 1 { behind } else { before && (behind || own.is_some()) };
    if sure && !text.contains(&sign(number)) {
        let range = start..cue.end;
        let message = format!("「{}」多半应是「{}」", &text[range.clone()], sign(number));
        out.tell(LEAD_IN_ORDER, passage, range, message, format!("改成「{}」", sign(number)));
    }
}

/// 1。检查网点73个。2.培训….
fn stopped(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = text[..cue.start].bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    let start = cue.start - digits;
    let ratio = text[..start].trim_end_matches('：').ends_with(|c: char| c.is_ascii_digit());
    let opens = !ratio && text[..start].chars().next_back().is_none_or(|c| "。；：\n".contains(c));
    if (1..3).contains(&digits) && opens && text[cue.end..].starts_with(is_han) {
        let number = &text[start..cue.start];
        let message = format!("序号「{number}」后面用「.」，不用句号");
        out.tell(LEVEL_MARK, passage, start..cue.end, message, format!("改成「{number}.」"));
    }
}

/// 最后…；其次…；最后…, 首先…；其次…；其次….
fn second(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let opens = |at: usize| text[..at].chars().next_back().is_none_or(|c| "。；\n".contains(c));
    if !opens(cue.start) {
        return;
    }
    let lead = crate::check::cues::before(text, cue.start);
    let base = cue.start - lead.len();
    let last = |word: &str| {
        lead.match_indices(word).map(|(at, _)| base + at).filter(|at| opens(*at)).last()
    };
    let first = last("首先");
    if let Some(again) = last("其次").filter(|again| first.is_some_and(|first| first < *again)) {
        if lead[again - base..].matches(['；', '。']).count() == 1 {
            let message = "「其次」重复".to_owned();
            out.tell(LEAD_IN_ORDER, passage, cue, message, "改成「再次」或「最后」");
        }
    } else if let Some(at) = last("最后").filter(|_| first.is_none() && !lead.contains("第一"))
    {
        let message = "「其次」前面是「最后」，序次乱了".to_owned();
        out.tell(LEAD_IN_ORDER, passage, at..at + "最后".len(), message, "改成「首先」");
    }
}

/// 三项举措：…。其中，第四项….
fn beyond(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = &text[..cue.start];
    if !["其中，", "其中"].iter().any(|word| lead.ends_with(word)) {
        return;
    }
    let Some((number, length)) = ordinal(&text[cue.end..]) else { return };
    let Some(measure) =
        text[cue.end + length..].chars().next().filter(|c| "项条个类点款".contains(*c))
    else {
        return;
    };
    let near = crate::check::cues::before(text, cue.start);
    let row = counts(near);
    let Some((_, said)) = row.iter().rfind(|(range, _)| near[range.clone()].ends_with(measure))
    else {
        return;
    };
    if (2..20).contains(said) && number as usize > *said {
        let range = cue.start..cue.end + length + measure.len_utf8();
        let message = format!("前面只有 {said} {measure}，这里是「{}」", &text[range.clone()]);
        out.tell(COUNT_MISMATCH, passage, range, message, COUNT);
    }
}

/// 甲6万亩、乙1万亩、丙14万亩。上述四种作物….
fn above(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(lead) = text[..cue.start].strip_suffix('。') else { return };
    let rest = &text[cue.end..];
    let row = counts(first_chars(rest, 6));
    let Some((range, said)) = row.first().filter(|(range, _)| range.start == 0) else { return };
    let sentence = sentence_before(text, lead.len());
    let sets: Vec<&str> =
        sentence.split(['，', '：', '；']).filter(|part| part.contains('、')).collect();
    let [only] = &sets[..] else { return };
    let listed = only.split('、').count();
    let plain =
        !only.contains(['和', '及', '等', '与', '（', '“']) && sentence.matches('，').count() <= 1;
    if plain && (2..=9).contains(said) && listed != *said && listed.abs_diff(*said) <= 2 {
        let range = cue.end + range.start..cue.end + range.end;
        let message = format!("写的是「{}」，上文列出 {listed} 个", &text[range.clone()]);
        out.tell(COUNT_MISMATCH, passage, range, message, COUNT);
    }
}
