//! Sayings that everybody cites, with a character mistaken: 绿水青山就是金山很山.

use super::DOCUMENT_TITLE;
use crate::check::cues::first_chars;
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// Sayings of documents and reports that are cited word for word.
const SAYINGS: &[&str] = words!("sayings.txt", "SAYINGS");

/// Looks for sayings that are nearly right.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(DOCUMENT_TITLE) {
        return;
    }
    let text = &*passage.text;
    let mut told = 0;
    for saying in SAYINGS {
        let head = first_chars(saying, 3);
        if !passage.may_have(head) {
            continue;
        }
        for (at, _) in passage.find_word(head) {
            let length = saying.chars().count();
            let own = first_chars(&text[at..], length);
            let wrong: Vec<usize> = own
                .chars()
                .zip(saying.chars())
                .enumerate()
                .filter(|(_, (a, b))| a != b)
                .map(|(index, _)| index)
                .collect();
            let &[index] = &wrong[..] else { continue };
            let Some((from, c)) = own.char_indices().nth(index) else { continue };
            // Another mark between the halves is no slip of the words; a short saying may be another.
            let is_word = crate::check::cues::is_han(c);
            if !is_word || own.chars().count() < length || length < 7 || at < told {
                continue;
            }
            told = at + own.len();
            let right: String = saying.chars().skip(index).take(1).collect();
            let message = format!("「{own}」的「{c}」应是「{right}」");
            let range = at + from..at + from + c.len_utf8();
            out.tell(DOCUMENT_TITLE, passage, range, message, format!("原话是「{saying}」"));
        }
    }
}
