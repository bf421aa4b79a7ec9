//! Marks that come in pairs: quotes, brackets, title marks.

use std::ops::Range;

use super::{
    NESTED_QUOTE, STRAIGHT_QUOTE, UNPAIRED_BOOK_TITLE, UNPAIRED_BRACKET, UNPAIRED_QUOTE, is_han,
};
use crate::check::{Findings, Passage, Rule};

/// Opening mark, closing mark, whose fault it is when one is missing.
const PAIRS: &[(char, char, Rule)] = &[
    ('“', '”', UNPAIRED_QUOTE),
    ('（', '）', UNPAIRED_BRACKET),
    ('〔', '〕', UNPAIRED_BRACKET),
    ('【', '】', UNPAIRED_BRACKET),
    ('《', '》', UNPAIRED_BOOK_TITLE),
];

/// Looks at the pairs of a passage, each kind by itself.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for &(open, close, rule) in PAIRS {
        if !out.wants(rule) && rule != UNPAIRED_QUOTE {
            continue;
        }
        let mut depth = 0_usize;
        let mut first_open = None;
        let mut stray = None;
        let mut nested = Vec::new();
        for (at, mark) in text.match_indices([open, close]) {
            if mark.starts_with(open) {
                depth += 1;
                match depth {
                    1 => first_open = Some(at..at + mark.len()),
                    2 => nested.push(at..at + mark.len()),
                    _ => {}
                }
            } else if depth > 0 {
                depth -= 1;
                if depth == 1 {
                    nested.push(at..at + mark.len());
                }
            } else if !is_list_number(text, at) {
                stray.get_or_insert(at..at + mark.len());
            }
        }
        let lone = match (stray, first_open.filter(|_| depth > 0)) {
            (Some(place), _) => Some((place, close, open)),
            // A quotation over several paragraphs opens each of them and closes the last.
            (None, Some(place)) if rule == UNPAIRED_QUOTE && (place.start == 0 || depth > 1) => {
                None
            }
            (None, Some(place)) => Some((place, open, close)),
            (None, None) => None,
        };
        match lone {
            Some((place, have, want)) => {
                let message = format!("「{have}」没有配对的「{want}」");
                if let Some(found) = out.add(rule, passage, place, message) {
                    found.help = Some(format!("补上「{want}」，或删去多余的「{have}」"));
                }
            }
            None if rule == UNPAIRED_QUOTE && depth == 0 => inner_quotes(passage, &nested, out),
            None => {}
        }
    }
    straight(passage, out);
}

/// 1） or 一） at the head of a paragraph, or behind 。 or ；.
fn is_list_number(text: &str, at: usize) -> bool {
    let number = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    let before = text[..at].trim_end_matches(number);
    before.len() < at && before.chars().next_back().is_none_or(|c| "。；：，、\n ".contains(c))
}

/// “…“…”…”: the inner ones, in pairs.
fn inner_quotes(passage: &Passage<'_>, nested: &[Range<usize>], out: &mut Findings<'_>) {
    for pair in nested.chunks(2) {
        let [open, close] = pair else { return };
        let message = "双引号里面又用了双引号";
        if let Some(found) = out.add(NESTED_QUOTE, passage, open.start..close.end, message) {
            found.help = Some("里面的改成单引号「‘ ’」".to_owned());
            let inner = &passage.text[open.end..close.start];
            if !inner.contains(['“', '”', '‘', '’']) {
                let edits = [passage.edit(open.clone(), "‘"), passage.edit(close.clone(), "’")];
                let edits: Option<Vec<_>> = edits.into_iter().collect();
                found.fix.extend(edits.into_iter().flatten());
            }
        }
    }
}

/// " beside a 汉字. Two in a passage that hold something between them are a pair.
fn straight(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if !out.wants(STRAIGHT_QUOTE) || !text.contains('"') {
        return;
    }
    let places: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    if !places.len().is_multiple_of(2) || text.contains(['“', '”']) {
        return;
    }
    for pair in places.chunks(2) {
        let [open, close] = *pair else { return };
        let inner = &text[open + 1..close];
        let chinese = inner.chars().next().is_some_and(is_han)
            && inner.chars().next_back().is_some_and(is_han);
        if !chinese || inner.contains('\n') {
            continue;
        }
        if let Some(found) =
            out.add(STRAIGHT_QUOTE, passage, open..close + 1, "汉字旁边的引号是直的")
        {
            found.help = Some("改成「“」和「”」".to_owned());
            let edits = [passage.edit(open..open + 1, "“"), passage.edit(close..close + 1, "”")];
            let edits: Option<Vec<_>> = edits.into_iter().collect();
            found.fix.extend(edits.into_iter().flatten());
        }
    }
}
