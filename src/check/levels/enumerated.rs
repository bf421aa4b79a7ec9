//! 蜜柚、食用菌、生态茶四大产业: a number right behind the things that it counts.

use std::ops::Range;
use std::sync::LazyLock;

use super::COUNT_MISMATCH;
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, clause_before, is_han};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> =
    LazyLock::new(|| Cues::new(&[(words!("counted.txt", "SORTS"), sorts)]));

/// Looks at a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if out.wants(COUNT_MISMATCH) {
        CUES.look(passage, out);
    }
}

const NUMERALS: &str = "一二三四五六七八九";

/// The number that stands right before a place, and its bytes.
fn number(text: &str) -> Option<(usize, usize)> {
    let c = text.chars().next_back()?;
    let value = match c {
        '两' => 2,
        '2'..='9' => c as usize - '0' as usize,
        _ => NUMERALS.chars().position(|it| it == c)? + 1,
    };
    // 十三类, 第三类, 12类, 3.5类 are others.
    let before = text[..text.len() - c.len_utf8()].chars().next_back();
    let is_part = before.is_none_or(|c| {
        c.is_ascii_digit() || ".第十百千、至到-—".contains(c) || NUMERALS.contains(c)
    });
    (value >= 2 && !is_part).then_some((value, c.len_utf8()))
}

/// Words that join the last two of a row.
const JOINS: [&str; 5] = ["以及", "和", "与", "及", "或"];

fn sorts(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((said, length)) = number(&text[..cue.start]) else { return };
    let start = cue.start - length;
    let row = clause_before(text, start);
    let items: Vec<&str> = row.split('、').collect();
    let own = |item: &&str| item.chars().all(is_han) && !item.is_empty();
    let [first, .., last] = items[..] else { return };
    // 等 leaves some out; 一、二、三类 are numbers themselves.
    let counts = |item: &&str| item.chars().all(|c| NUMERALS.contains(c));
    if !items.iter().all(own)
        || items.iter().skip(1).any(counts)
        || last.ends_with(['等', '各', '的', '这', '共', '为', '成', '出', '有', '了', '及', '和'])
        || items.iter().skip(1).any(|item| item.chars().count() > 8)
        || first.contains(['分', '每'])
        || is_quoted(text, start)
    {
        return;
    }
    let joined = items.iter().filter(|item| JOINS.iter().any(|join| item.contains(join))).count();
    if (items.len()..=items.len() + joined).contains(&said) {
        return;
    }
    // What is counted may begin in the clause before.
    let lead = &text[..start - row.len()];
    if let Some(lead) = lead.strip_suffix('，') {
        let before = clause_before(text, lead.len());
        if items.len() < said && (before.contains('、') || before.chars().count() <= 6) {
            return;
        }
    } else if lead.ends_with(['”', '）', '》', '’']) {
        return;
    }
    let range = start..cue.end;
    let message = format!("写的是「{}」，前面列出的有 {} 个", &text[range.clone()], items.len());
    out.tell(
        COUNT_MISMATCH,
        passage,
        range,
        message,
        "数一数，改正数字，或补上漏掉的、删去多余的一项",
    );
}
