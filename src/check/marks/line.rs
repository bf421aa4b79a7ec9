//! A passage as a row of characters, and what a rule does at one of them.

use std::ops::Range;

use super::super::people::Directory;
use super::super::{Findings, Part, Passage, Rule};
use crate::diagnostic::{Diagnostic, Edit};

/// The characters of a passage with their bytes.
pub struct Line<'s> {
    chars: &'s [(u32, char)],
    length: usize,
    /// Whether there is any 汉字 in it.
    pub is_chinese: bool,
    /// Whether it ends as a sentence does: a row of phrases is no running text.
    pub is_sentence: bool,
}

impl<'s> Line<'s> {
    /// Of a passage.
    pub fn of(passage: &'s Passage<'_>) -> Self {
        let (text, chars) = (&*passage.text, passage.chars());
        Self {
            chars,
            length: text.len(),
            is_sentence: text.trim_end().ends_with(['。', '；', '！', '？', '：', '”', '，']),
            is_chinese: chars.iter().any(|&(_, c)| is_han(c)),
        }
    }
}

/// One passage being read.
pub struct Scan<'s, 'a, 'b> {
    /// The passage.
    pub passage: &'s Passage<'a>,
    /// Its characters.
    pub line: &'s Line<'s>,
    /// What is found.
    pub findings: &'s mut Findings<'b>,
    /// How many “ and 《 are open.
    pub quoted: usize,
    /// The people and units that the house knows.
    pub directory: &'s Directory,
}

impl Scan<'_, '_, '_> {
    /// How many characters there are.
    pub fn len(&self) -> usize {
        self.line.chars.len()
    }

    /// The character there, if any.
    pub fn get(&self, at: usize) -> Option<char> {
        self.line.chars.get(at).map(|&(_, c)| c)
    }

    /// The character before that place.
    pub fn before(&self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    /// Whether the character there is a 汉字.
    pub fn is_han(&self, at: usize) -> bool {
        self.get(at).is_some_and(is_han)
    }

    /// Whether the character before that place is one.
    pub fn is_han_before(&self, at: usize) -> bool {
        self.before(at).is_some_and(is_han)
    }

    /// The first place from `at` on whose character is another sort.
    pub fn run(&self, at: usize, sort: impl Fn(char) -> bool) -> usize {
        let rest = self.line.chars.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|&&(_, c)| sort(c)).count()
    }

    /// The same backward, over at most `most` characters.
    pub fn run_back(&self, at: usize, most: usize, sort: impl Fn(char) -> bool) -> usize {
        let before = self.line.chars.get(..at).unwrap_or_default();
        at - before.iter().rev().take(most).take_while(|&&(_, c)| sort(c)).count()
    }

    /// The place of a character among the `most` next ones; where the search ends if it is not there.
    pub fn find(&self, at: usize, most: usize, wanted: char) -> usize {
        let rest = self.line.chars.get(at..).unwrap_or_default();
        at + rest.iter().take(most).take_while(|&&(_, c)| c != wanted).count()
    }

    /// The bytes of some characters.
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let byte = |at: usize| {
            self.line.chars.get(at).map_or(self.line.length, |&(byte, _)| byte as usize)
        };
        byte(range.start)..byte(range.end)
    }

    /// The text of some characters.
    pub fn text(&self, range: Range<usize>) -> &str {
        self.passage.text.get(self.bytes(range)).unwrap_or_default()
    }

    /// Whether the passage is running text: titles, cells and fields break and space as they like.
    pub fn is_running(&self) -> bool {
        use crate::markdown::Block;
        self.passage.part.is_body()
            && !matches!(self.passage.part, Part::Block(Block::Heading(_) | Block::Cell))
    }

    /// Whether some characters are part of a name that the house's roster gives.
    pub fn is_known_name(&self, range: Range<usize>) -> bool {
        self.directory.names(&self.passage.text, &self.bytes(range))
    }

    /// Whether it is a person's name.
    pub fn is_name(&self) -> bool {
        matches!(self.passage.part, Part::Name | Part::Author)
    }

    /// A finding about some characters, its remedy, and the change that mends it.
    pub fn tell(
        &mut self,
        rule: Rule,
        range: Range<usize>,
        message: String,
        help: &str,
        fix: Option<Edit>,
    ) -> Option<&mut Diagnostic> {
        let bytes = self.bytes(range);
        let finding = self.findings.add(rule, self.passage, bytes, message)?;
        finding.help = Some(help.to_owned());
        finding.fix.extend(fix);
        Some(finding)
    }

    /// The change that puts marks of Chinese in the place of some characters: harmless to Markdown
    /// and YAML wherever it is.
    pub fn replace(&self, range: Range<usize>, text: &str) -> Option<Edit> {
        self.passage.edit(self.bytes(range), text)
    }

    /// The change that takes characters out, or makes them ASCII, only where no mark of Markdown
    /// touches them: beside one, a character more or less may make or unmake emphasis or a list.
    pub fn delete_or_narrow(&self, range: Range<usize>, text: &str) -> Option<Edit> {
        let edit = self.replace(range, text)?;
        let source = &edit.span.file.text;
        let before = source.get(..edit.span.range.start)?.chars().next_back();
        let after = source.get(edit.span.range.end..)?.chars().next();
        let plain = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_punctuation());
        (plain(before) && plain(after)).then_some(edit)
    }

    /// The same where the characters on both sides stand there in the file as well.
    pub fn delete_between(&self, range: Range<usize>, text: &str) -> Option<Edit> {
        let wide = range.start.checked_sub(1)?..(range.end + 1).min(self.len());
        self.replace(wide, "")?;
        self.delete_or_narrow(range, text)
    }
}

/// 汉字, 〇 included.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇' | '\u{20000}'..='\u{3FFFF}')
}

/// A mark that ends something, behind which a clause may go on.
pub fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '》' | '〉' | '）' | '】' | '〕')
}

/// A mark that begins something.
pub fn is_opening(c: char) -> bool {
    matches!(c, '“' | '‘' | '《' | '〈' | '（' | '【' | '〔')
}

/// A mark that divides sentences.
pub fn is_point(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '、' | '？' | '！')
}

/// A character that belongs to Chinese text.
pub fn is_chinese(c: char) -> bool {
    is_han(c) || is_closing(c) || is_opening(c) || is_point(c)
}

/// A digit in Chinese writing.
pub fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}
