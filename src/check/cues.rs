//! Words that rules start from, looked for all at once, and what stands around them.
//!
//! Most texts have none of them, and where a character stands is known: that is all that they cost.

use std::cmp::Reverse;
use std::ops::Range;

use super::{Findings, Passage};

/// Words that are looked for all at once.
pub struct Words {
    /// By their first characters, each with its place in the list.
    words: Vec<(char, Vec<(&'static str, usize)>)>,
}

impl Words {
    /// Makes a list ready.
    pub fn new(list: impl IntoIterator<Item = &'static str>) -> Self {
        let mut words: Vec<(char, Vec<(&'static str, usize)>)> = Vec::new();
        for (at, word) in list.into_iter().enumerate() {
            let Some(first) = word.chars().next() else { continue };
            match words.iter_mut().find(|(c, _)| *c == first) {
                Some((_, same)) => same.push((word, at)),
                None => words.push((first, vec![(word, at)])),
            }
        }
        Self { words }
    }

    /// Every word of a passage with its place in the list, in the order of their ends, the longer
    /// ones first.
    pub fn find(&self, passage: &Passage<'_>) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        for (first, words) in &self.words {
            for (at, _) in passage.find(*first) {
                let rest = &passage.text.as_bytes()[at..];
                let words = words.iter().filter(|(word, _)| rest.starts_with(word.as_bytes()));
                found.extend(words.map(|(word, index)| (at..at + word.len(), *index)));
            }
        }
        found.sort_unstable_by_key(|(range, index)| (range.end, range.start, *index));
        found
    }

    /// The same of words that do not overlap: the first, and of those that begin with it the longest.
    pub fn find_longest(&self, passage: &Passage<'_>) -> Vec<(Range<usize>, usize)> {
        let mut found = self.find(passage);
        found.sort_unstable_by_key(|(range, index)| (range.start, Reverse(range.end), *index));
        let mut end = 0;
        found.retain(|(range, _)| {
            let is_free = range.start >= end;
            end = if is_free { range.end } else { end };
            is_free
        });
        found
    }

    /// The first of the list that a text begins with.
    pub fn begins(&self, text: &str) -> Option<&'static str> {
        let first = text.chars().next()?;
        let (_, words) = self.words.iter().find(|(c, _)| *c == first)?;
        words.iter().map(|(word, _)| *word).find(|word| text.starts_with(word))
    }
}

/// Looks at one place where a word was found.
pub type Look = fn(&Passage<'_>, Range<usize>, &mut Findings<'_>);

/// Words with what looks at them.
pub struct Cues {
    words: Words,
    looks: Vec<Look>,
}

impl Cues {
    /// Makes a table ready.
    pub fn new(table: &[(&[&'static str], Look)]) -> Self {
        let words = Words::new(table.iter().flat_map(|(words, _)| words.iter().copied()));
        let looks = table.iter().flat_map(|(words, look)| words.iter().map(|_| *look)).collect();
        Self { words, looks }
    }

    /// Shows each word that a passage has to what looks at it.
    pub fn look(&self, passage: &Passage<'_>, out: &mut Findings<'_>) {
        for (range, index) in self.words.find(passage) {
            if let Some(look) = self.looks.get(index) {
                look(passage, range, out);
            }
        }
    }
}

/// How far from a place its sentence is looked through: bytes.
const REACH: usize = 480;

/// Whether a character is a 汉字.
pub fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '〇'
}

/// What stands before a place, no more than one looks through.
pub fn before(text: &str, at: usize) -> &str {
    &text[text.floor_char_boundary(at.saturating_sub(REACH))..at]
}

/// What stands behind a place, no more than one looks through.
pub fn behind(text: &str, at: usize) -> &str {
    &text[at..text.floor_char_boundary((at + REACH).min(text.len()))]
}

/// What stands before a place in its sentence.
pub fn sentence_before(text: &str, at: usize) -> &str {
    let near = before(text, at);
    let start = near.char_indices().rev().find(|(_, c)| "。！？；\n".contains(*c));
    start.map_or(near, |(at, c)| &near[at + c.len_utf8()..])
}

/// What stands behind a place in its sentence, without the mark at the end.
pub fn sentence_behind(text: &str, at: usize) -> &str {
    let near = behind(text, at);
    near.find(['。', '！', '？', '；', '\n']).map_or(near, |end| &near[..end])
}

/// What stands before a place in its clause.
pub fn clause_before(text: &str, at: usize) -> &str {
    let near = before(text, at);
    let start = near.char_indices().rev().find(|(_, c)| "。！？；，：\n".contains(*c));
    start.map_or(near, |(at, c)| &near[at + c.len_utf8()..])
}

/// The 汉字 right before a place, at most so many.
pub fn han_before(text: &str, at: usize, most: usize) -> &str {
    let run = text[..at].chars().rev().take(most).take_while(|c| is_han(*c));
    &text[at - run.map(char::len_utf8).sum::<usize>()..at]
}

/// The 汉字 that a text begins with, at most so many.
pub fn han_behind(text: &str, most: usize) -> &str {
    let run = text.chars().take(most).take_while(|c| is_han(*c));
    &text[..run.map(char::len_utf8).sum::<usize>()]
}

/// The first characters of a text, at most so many.
pub fn first_chars(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// The longest number that is read, in bytes.
const NUMBER: usize = 12;

/// How many bytes of digits and points stand before a place.
pub fn number_before(text: &str, at: usize) -> usize {
    text[..at].bytes().rev().take(NUMBER).take_while(|b| b.is_ascii_digit() || *b == b'.').count()
}

/// How many bytes of digits and points a text begins with.
pub fn number_behind(text: &str) -> usize {
    text.bytes().take(NUMBER).take_while(|b| b.is_ascii_digit() || *b == b'.').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Part;
    use crate::diagnostic::Text;

    const LIST: [&str; 6] = ["近", "接近", "近有", "……", "大约", "约"];

    fn shown(text: &str, found: &[(Range<usize>, usize)]) -> Vec<String> {
        assert!(found.iter().all(|(range, index)| text[range.clone()] == *LIST[*index]));
        found.iter().map(|(range, _)| format!("{} {}", range.start, &text[range.clone()])).collect()
    }

    #[test]
    fn words_are_found_where_they_stand() {
        let text = Text::unplaced("大约3户……接近有4户");
        let passage = Passage::field(Part::Title, &text);
        let words = Words::new(LIST);
        let all = shown(&passage.text, &words.find(&passage));
        assert_eq!(all, ["0 大约", "3 约", "10 ……", "16 接近", "19 近", "19 近有"]);
        let longest = shown(&passage.text, &words.find_longest(&passage));
        assert_eq!(longest, ["0 大约", "10 ……", "16 接近"]);
        assert_eq!(words.begins("接近有"), Some("接近"));
        assert_eq!(words.begins("有"), None);
    }

    #[test]
    fn what_stands_around_a_place() {
        let text = "甲。乙，丙★丁，戊。己";
        let at = text.find('★').unwrap_or_default();
        assert_eq!(sentence_before(text, at), "乙，丙");
        assert_eq!(clause_before(text, at), "丙");
        assert_eq!(sentence_behind(text, at), "★丁，戊");
        assert_eq!(han_before(text, at, 4), "丙");
        assert_eq!(first_chars(text, 3), "甲。乙");
    }
}
