//! An issue as its rules see it: passages of prose, each leading back to the author's file.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::index::Index;
use crate::diagnostic::{Edit, OffsetMap, SourceFile, Span, Text};
use crate::markdown::{Block, Body};
use crate::model::{Entry, Issue};

/// An issue, its texts taken apart.
pub struct Draft<'a> {
    /// The issue.
    pub issue: &'a Issue,
    /// 编者按, block by block.
    pub note: Vec<Passage<'a>>,
    /// The entries, in the order of the page.
    pub stories: Vec<Story<'a>>,
}

impl<'a> Draft<'a> {
    /// Takes an issue apart.
    pub fn new(issue: &'a Issue) -> Self {
        Self {
            issue,
            note: issue.editors_note.iter().flat_map(body).collect(),
            stories: issue.entries.iter().map(Story::new).collect(),
        }
    }

    /// All passages: 编者按, then entry by entry.
    pub fn passages(&self) -> impl Iterator<Item = &Passage<'a>> {
        self.note.iter().chain(self.stories.iter().flat_map(|story| &story.passages))
    }
}

/// An entry, its texts taken apart.
pub struct Story<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Title and fields, then the body and the measures, block by block.
    pub passages: Vec<Passage<'a>>,
}

impl<'a> Story<'a> {
    fn new(entry: &'a Entry) -> Self {
        let field =
            |part, text: &'a Option<Text>| text.as_ref().map(|text| Passage::field(part, text));
        let leader = entry.leader.as_ref();
        let mut passages: Vec<Passage> = [
            field(Part::Title, &entry.title),
            field(Part::Source, &entry.source),
            field(Part::Author, &entry.author),
            leader.map(|leader| Passage::field(Part::Name, &leader.name)),
            leader.and_then(|leader| field(Part::Post, &leader.post)),
            field(Part::Place, &entry.place),
            field(Part::Topic, &entry.topic),
        ]
        .into_iter()
        .flatten()
        .collect();
        passages.extend(body(&entry.body));
        passages.extend(entry.measures.iter().map(|text| Passage::field(Part::Measure, text)));
        Self { entry, passages }
    }

    /// The title, if the author gave one.
    pub fn title(&self) -> Option<&Passage<'a>> {
        self.passages.iter().find(|passage| passage.part == Part::Title)
    }

    /// The author's file.
    pub fn file(&self) -> Option<Arc<SourceFile>> {
        Some(self.passages.iter().find_map(|passage| passage.span(0..0))?.file)
    }

    /// The blocks of the body and the measures.
    pub fn body(&self) -> impl Iterator<Item = &Passage<'a>> {
        self.passages.iter().filter(|passage| passage.part.is_body())
    }
}

fn body(text: &Body) -> impl Iterator<Item = Passage<'_>> {
    text.prose().into_iter().map(move |prose| Passage {
        part: Part::Block(prose.block),
        index: Index::of(&prose.text),
        text: Cow::Owned(prose.text),
        struck: prose.struck,
        origin: text,
        map: Some(prose.map),
    })
}

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 标题; `|` in it is a forced line break, a space one that is allowed.
    Title,
    /// 来源.
    Source,
    /// 作者.
    Author,
    /// 领导的姓名.
    Name,
    /// 领导的职务.
    Post,
    /// 地点.
    Place,
    /// 事项.
    Topic,
    /// One of 措施.
    Measure,
    /// A block of the body, or of 编者按.
    Block(Block),
}

impl Part {
    /// Whether it is running text rather than a field.
    pub fn is_body(self) -> bool {
        matches!(self, Self::Block(_) | Self::Measure)
    }
}

/// A stretch of prose as its readers see it.
pub struct Passage<'a> {
    /// What it is.
    pub part: Part,
    /// The text. In running text a line break that shows is `\n`, and [`OBJECT`](crate::markdown::OBJECT) stands for
    /// pictures and code.
    pub text: Cow<'a, str>,
    index: Index,
    /// The stretches of it that are struck out.
    pub struck: Vec<Range<usize>>,
    origin: &'a Text,
    /// Offset in `text` → offset in `origin`; `None` where they are the same.
    map: Option<OffsetMap>,
}

impl<'a> Passage<'a> {
    pub(super) fn field(part: Part, text: &'a Text) -> Self {
        Self {
            part,
            index: Index::of(text.as_str()),
            text: Cow::Borrowed(text.as_str()),
            struck: Vec::new(),
            origin: text,
            map: None,
        }
    }

    /// Whether all characters of a word stand in the text: where they do not, nobody need look for it.
    pub fn may_have(&self, word: &str) -> bool {
        word.chars().all(|c| self.has(c))
    }

    /// Whether a character stands in the text.
    pub fn has(&self, c: char) -> bool {
        self.index.find(c).next().is_some()
    }

    /// Whether there are digits in the text.
    pub fn has_digits(&self) -> bool {
        ('0'..='9').any(|c| self.has(c))
    }

    /// The characters of the text, each with its byte.
    pub fn chars(&self) -> &[(u32, char)] {
        self.index.chars()
    }

    /// Where a character stands, and its text, as [`str::match_indices`] has it: but the text is not
    /// read again.
    pub fn find(&self, c: char) -> impl Iterator<Item = (usize, &str)> {
        self.index.find(c).map(move |at| (at, &self.text[at..at + c.len_utf8()]))
    }

    /// The same of any of some characters.
    pub fn find_any(&self, chars: &[char]) -> impl Iterator<Item = (usize, &str)> {
        let found = chars.iter().flat_map(|c| self.index.find(*c).map(|at| (at, c.len_utf8())));
        let mut found: Vec<(usize, usize)> = found.collect();
        found.sort_unstable();
        found.into_iter().map(|(at, length)| (at, &self.text[at..at + length]))
    }

    /// The same of a word; of two that overlap, of the first.
    pub fn find_word<'w>(&'w self, word: &'w str) -> impl Iterator<Item = (usize, &'w str)> {
        // By the character of it that is rarest here.
        let rarest = word.char_indices().min_by_key(|(_, c)| self.index.most(*c));
        let places = rarest
            .into_iter()
            .flat_map(|(lead, c)| self.index.find(c).filter_map(move |at| at.checked_sub(lead)));
        let mut end = 0;
        places.filter_map(move |at| {
            let rest = self.text.as_bytes().get(at..)?;
            let is_there = at >= end && rest.starts_with(word.as_bytes());
            is_there.then(|| {
                end = at + word.len();
                (at, word)
            })
        })
    }

    /// Those of some words that stand in the text.
    pub fn those_of(&self, words: &[&'static str]) -> Vec<&'static str> {
        words.iter().copied().filter(|word| self.find_word(word).next().is_some()).collect()
    }

    /// The place of some bytes of the text in the author's file.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        self.origin.span(self.in_origin(range)?)
    }

    /// The number that an item of a list has in the author's file, where it is on the item's line.
    pub fn list_number(&self) -> Option<u32> {
        if self.part != Part::Block(Block::Item) {
            return None;
        }
        let span = self.span(0..0)?;
        let before = &span.file.text[..span.range.start];
        let line = before.trim_end_matches([' ', '\t']).strip_suffix(['.', ')'])?;
        let digits = line.bytes().rev().take(9).take_while(u8::is_ascii_digit).count();
        let (lead, number) = line.split_at(line.len() - digits);
        let opens = lead.trim_end_matches([' ', '\t', '>']);
        (opens.is_empty() || opens.ends_with('\n')).then(|| number.parse().ok())?
    }

    /// Some bytes of the text as bytes of the field or body that it is of.
    fn in_origin(&self, range: Range<usize>) -> Option<Range<usize>> {
        let Some(map) = &self.map else { return Some(range) };
        let start = map.resolve(range.start)?;
        // The end of a run belongs to the byte before it: the next run may start elsewhere.
        let end = match range.end.checked_sub(1).filter(|&last| last >= range.start) {
            Some(last) => map.resolve(last)? + 1,
            None => start,
        };
        // A character that Markdown writes otherwise may have a place that is none of its own.
        Some(start..end.max(start).min(self.origin.value.len()))
    }

    /// The change of the author's file that replaces some bytes of the text, where they stand there
    /// just so: not written by name, not broken by markup or a line's end, not escaped.
    pub fn edit(&self, range: Range<usize>, text: impl Into<String>) -> Option<Edit> {
        let span = self.origin.verbatim(self.in_origin(range.clone())?)?;
        let same = span.file.text.get(span.range.clone()) == self.text.get(range);
        same.then(|| Edit { span, text: text.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_text_is_found() {
        let text = Text::unplaced("近日，PH值 5m³，……超过20户以上😀………");
        let passage = Passage::field(Part::Title, &text);
        for word in ["近日", "PH值", "³", "以上", "😀", "户以上", "……", "，", "日近", "截至"]
        {
            let found: Vec<(usize, &str)> = passage.find_word(word).collect();
            let want: Vec<(usize, &str)> = passage.text.match_indices(word).collect();
            assert_eq!(found, want, "{word}");
            assert!(passage.may_have(word) || want.is_empty(), "{word}");
        }
        for word in ["截至", "百分之", "TODO", "错误"] {
            assert!(!passage.may_have(word), "{word}");
        }
        assert!(passage.may_have(""));
        let found: Vec<(usize, &str)> = passage.find_any(&['户', '，', '截']).collect();
        let want: Vec<(usize, &str)> = passage.text.match_indices(['户', '，', '截']).collect();
        assert_eq!(found, want);
    }
}
