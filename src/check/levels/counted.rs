//! “三个坚持” and the like, held against what is listed of them in the sentence.

use std::ops::Range;
use std::sync::LazyLock;

use super::COUNT_MISMATCH;
use crate::check::cues::{Cues, is_han, sentence_before, sentence_behind};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["两个", "三个", "四个", "五个", "六个", "七个", "八个"], counted),
        (&["“三", "“四", "“五", "“六", "“七", "“八"], single),
    ])
});

/// Looks at a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if out.wants(COUNT_MISMATCH) {
        CUES.look(passage, out);
    }
}

/// “五包”责任：包宣传、包排查、包整改….
fn single(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(numeral) = text[cue.clone()].chars().nth(1) else { return };
    let Some(at) = "三四五六七八".chars().position(|c| c == numeral) else { return };
    let rest = &text[cue.end..];
    let Some(word) = rest.chars().next().filter(|c| is_han(*c)) else { return };
    let Some(behind) = rest[word.len_utf8()..].strip_prefix('”') else { return };
    let clause = sentence_behind(behind, 0);
    let Some(open) = clause.find(['：', '，']).filter(|at| clause[..*at].chars().count() <= 14)
    else {
        return;
    };
    let list = clause[open + '：'.len_utf8()..].trim_start_matches('即');
    let items = list.split(['、', '，']).take_while(|item| item.starts_with(word)).count();
    if items >= 2 && items != at + 3 {
        tell(passage, cue.start + '“'.len_utf8()..cue.end + word.len_utf8(), items, out);
    }
}

/// Phrases whose number everybody knows, whatever stands beside them.
const KNOWN: &[&str] = words!("counted.txt", "KNOWN");

/// 坚持党建引领、坚持项目支撑、坚持群众主体，以“四个坚持”推动….
fn counted(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(first) = text[cue.clone()].chars().next() else { return };
    let number = "两三四五六七八".chars().position(|c| c == first).map(|at| at + 2).unwrap_or(2);
    // “四个一”：一张清单、一套机制….
    if let Some(rest) = text[cue.end..].strip_prefix("一”")
        && let Some(mark) = rest.find(['：', '，', '—', '、', '。', '“'])
        && mark <= 30
        && let Some(list) = rest[mark..].strip_prefix(['：', '，', '—'])
    {
        let list = list.trim_start_matches(['—', '即']);
        let items = sentence_behind(list, 0)
            .split(['、', '，'])
            .take_while(|item| item.trim_start_matches("以及").starts_with('一'))
            .count();
        if items >= 2 && items != number {
            let range = cue.start..cue.end + '一'.len_utf8();
            tell(passage, range, items, out);
        }
        return;
    }
    let Some(word) =
        text[cue.end..].char_indices().nth(2).map(|(end, _)| &text[cue.end..cue.end + end])
    else {
        return;
    };
    let quoted = text[..cue.start].ends_with('“');
    let closes = text[cue.end + word.len()..].starts_with('”');
    if !word.chars().all(is_han) || KNOWN.contains(&word) || !(quoted && closes) {
        return;
    }
    let (before, behind) =
        (sentence_before(text, cue.start), sentence_behind(text, cue.end + word.len()));
    let listed = listed(before, word).max(listed(behind, word));
    if listed >= 2 && listed != number {
        tell(passage, cue.start..cue.end + word.len(), listed, out);
    }
}

fn tell(passage: &Passage<'_>, range: Range<usize>, listed: usize, out: &mut Findings<'_>) {
    let message = format!("写的是「{}」，列出的有 {listed} 个", &passage.text[range.clone()]);
    out.tell(
        COUNT_MISMATCH,
        passage,
        range,
        message,
        "数一数，改正数字，或补上漏掉的、删去多余的一项",
    );
}

/// How many items in a row have a word: 不摘责任、不摘政策、不摘帮扶.
fn listed(text: &str, word: &str) -> usize {
    let (mut run, mut longest) = (0, 0);
    for item in text.split(['、', '，', '；', '：']) {
        run = if item.contains(word) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
