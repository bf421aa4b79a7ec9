//! `correction` of `jianbao.yaml`: what the first page says of an issue that is issued once more.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Text, code};

use super::record::Record;

/// What stands for 版次 in the words.
pub const EDITION: &str = "{版次}";
/// What stands for the reason.
pub const REASON: &str = "{原因}";

/// The words, where they are given.
pub(super) fn correction(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<Text> {
    let record = record.record("correction", out)?;
    let note = record.text("note", out)?;
    // Whatever else stands in braces would be printed as it is, on the first page.
    for range in in_braces(note.as_str()) {
        let written = &note.as_str()[range.clone()];
        if ![EDITION, REASON].contains(&written) {
            let message = format!("「更正」的说明里不认识「{written}」");
            let help = format!(
                "可用的只有 {EDITION}（第几版）和 {REASON}（重发原因），花括号用半角，里面不空格；不换成内容的，不用花括号"
            );
            let place = note.span(range).or_else(|| note.whole());
            out.push(Diagnostic::error(code::WRONG_VALUE, message).at(place).help(help));
        }
    }
    Some(note)
}

/// What stands in braces of either width, with them; of one without its other half, what is there.
fn in_braces(text: &str) -> Vec<Range<usize>> {
    const CLOSING: [char; 2] = ['}', '｝'];
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if ['{', '｛'].contains(&c) {
            found.extend(open.replace(at).map(|start| start..at));
        } else if CLOSING.contains(&c) {
            found.push(open.take().unwrap_or(at)..end);
        }
    }
    found.extend(open.map(|start| start..text.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::in_braces;

    #[test]
    fn braces_are_found_whole_and_half() {
        for (text, want) in [
            ("本期重新印发。", &[][..]),
            ("第{版次}版：{原因}。", &["{版次}", "{原因}"]),
            ("｛版次｝{ 原因 }{}", &["｛版次｝", "{ 原因 }", "{}"]),
            ("{版次版", &["{版次版"]),
            ("版次}版{{原因}}", &["}", "{", "{原因}", "}"]),
        ] {
            let found: Vec<&str> = in_braces(text).into_iter().map(|it| &text[it]).collect();
            assert_eq!(found, want, "{text}");
        }
    }
}
