//! The copy of a text that the Markdown parser sees: as long as the text, byte for byte, but
//! with stand-ins where CommonMark would misread Chinese.
//!
//! * `**一是。**各级`: to CommonMark, `**` between a full stop and a letter cannot close, so full-width
//!   punctuation beside `*` and `~` is replaced by characters that count as letters.
//! * `600*800*1200`: a single star between figures is printed.
//! * Four spaces before a paragraph: the first of them is replaced by something that is no
//!   white space, so that the paragraph is not taken for code.
//! * Hundreds of `>` or `-` at the head of a line: the parser would take each further line through
//!   all of these quotations and lists, so it is not shown more than [`MOST_OPENED`] of them.
//!
//! Every string that comes out of the parser passes through [`ParserCopy::restore`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};

use super::join::{is_wide, is_wide_punctuation};

/// The most quotations and items that one line opens. It is far beyond what is set as such; see
/// [`DEEPEST`](super::findings::DEEPEST).
const MOST_OPENED: usize = 64;

/// Marks that end something: what follows a delimiter and begins with one is not emphasized.
const CLOSING: &str = "。，、；：！？）》】〕”’…";
/// Units between a number and the star that stands for ×, in characters at the most.
const LONGEST_UNIT: usize = 3;

/// A text with stand-ins.
pub(super) struct ParserCopy {
    /// What the parser reads.
    pub(super) text: String,
    /// Stand-in → what it stands for.
    originals: BTreeMap<char, char>,
}

impl ParserCopy {
    /// The copy of a text.
    pub(super) fn of(source: &str) -> Self {
        let mut copy = Self { text: String::new(), originals: BTreeMap::new() };
        let has_stars = source.contains(['*', '~']);
        copy.text = match has_stars {
            true => copy.with_letters_beside_stars(source),
            false => source.to_owned(),
        };
        // As long as what they stand for, and not used by the author.
        let mut free = (1..0x20).map(char::from).filter(|each| {
            !each.is_ascii_whitespace() && *each != '\u{0B}' && !source.contains(*each)
        });
        if has_stars {
            copy.keep_times_signs(&mut free);
        }
        copy.level_off(&mut free);
        if source.contains("    ") || source.contains('\t') {
            copy.unindent(&mut free);
        }
        copy
    }

    /// A string from the parser as its author wrote it.
    pub(super) fn restore<'s>(&self, text: &'s str) -> Cow<'s, str> {
        if text.chars().any(|each| self.originals.contains_key(&each)) {
            let original = |each| self.originals.get(&each).copied().unwrap_or(each);
            Cow::Owned(text.chars().map(original).collect())
        } else {
            Cow::Borrowed(text)
        }
    }

    /// An event with every string in it as its author wrote it.
    pub(super) fn restore_event<'e>(&self, event: Event<'e>) -> Event<'e> {
        if self.originals.is_empty() {
            return event;
        }
        match event {
            Event::Text(text) => Event::Text(self.restore_string(text)),
            Event::Code(text) => Event::Code(self.restore_string(text)),
            Event::Html(text) => Event::Html(self.restore_string(text)),
            Event::InlineHtml(text) => Event::InlineHtml(self.restore_string(text)),
            Event::FootnoteReference(name) => Event::FootnoteReference(self.restore_string(name)),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                Event::Start(Tag::FootnoteDefinition(self.restore_string(name)))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = self.restore_string(dest_url);
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let dest_url = self.restore_string(dest_url);
                let title = self.restore_string(title);
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            event => event,
        }
    }

    fn restore_string<'e>(&self, text: CowStr<'e>) -> CowStr<'e> {
        match self.restore(&text) {
            Cow::Owned(original) => original.into(),
            Cow::Borrowed(_) => text,
        }
    }

    fn with_letters_beside_stars(&mut self, source: &str) -> String {
        let places = beside_stars(source);
        if places.is_empty() {
            return source.to_owned();
        }
        let taken: BTreeSet<char> =
            source.chars().filter(|each| ('\u{E000}'..='\u{F8FF}').contains(each)).collect();
        let mut free = ('\u{E000}'..='\u{F8FF}').filter(|each| !taken.contains(each));
        let mut stand_ins = BTreeMap::new();
        let mut text = String::with_capacity(source.len());
        let mut end = 0;
        for (at, character) in places {
            let known = stand_ins.get(&character).copied();
            let Some(stand_in) = known.or_else(|| free.next()) else { continue };
            stand_ins.insert(character, stand_in);
            self.originals.insert(stand_in, character);
            text.push_str(&source[end..at]);
            text.push(stand_in);
            end = at + character.len_utf8();
        }
        text.push_str(&source[end..]);
        text
    }

    /// A single star between figures is a sign for times: 600*800*1200毫米, 3米*5米.
    fn keep_times_signs(&mut self, free: &mut impl Iterator<Item = char>) {
        let bytes = self.text.as_bytes();
        let stars: Vec<usize> = (1..bytes.len().saturating_sub(1))
            .filter(|&at| bytes[at] == b'*' && bytes[at + 1].is_ascii_digit())
            .filter(|&at| ends_in_quantity(&self.text[..at]))
            .collect();
        let Some(stand_in) = (!stars.is_empty()).then(|| free.next()).flatten() else { return };
        for at in stars {
            self.text.replace_range(at..=at, stand_in.encode_utf8(&mut [0; 4]));
        }
        self.originals.insert(stand_in, '*');
    }

    fn level_off(&mut self, free: &mut impl Iterator<Item = char>) {
        let mut start = 0;
        let mut deep = Vec::new();
        let lines = self.text.split_inclusive('\n').flat_map(|line| line.split_inclusive('\r'));
        for line in lines {
            deep.extend(one_too_many(line).map(|at| start + at));
            start += line.len();
        }
        let mut stand_ins = BTreeMap::new();
        for at in deep {
            let marker = char::from(self.text.as_bytes()[at]);
            let known = stand_ins.get(&marker).copied();
            let Some(stand_in) = known.or_else(|| free.next()) else {
                return;
            };
            stand_ins.insert(marker, stand_in);
            self.originals.insert(stand_in, marker);
            self.text.replace_range(at..=at, stand_in.encode_utf8(&mut [0; 4]));
        }
    }

    fn unindent(&mut self, free: &mut impl Iterator<Item = char>) {
        let (Some(for_space), Some(for_tab)) = (free.next(), free.next()) else {
            return;
        };
        let mut stand_ins = Vec::new();
        for start in indented_lines(&self.text) {
            let before = &self.text.as_bytes()[..start];
            let width = before.iter().rev().take(4).take_while(|byte| **byte == b' ').count();
            if width > 0 {
                stand_ins.push((start - width, for_space));
            } else if before.last() == Some(&b'\t') {
                stand_ins.push((start - 1, for_tab));
            }
        }
        for (at, stand_in) in stand_ins {
            self.text.replace_range(at..=at, stand_in.encode_utf8(&mut [0; 4]));
        }
        self.originals.insert(for_space, ' ');
        self.originals.insert(for_tab, '\t');
    }
}

/// Full-width punctuation right before or behind a star or a tilde, where it stands.
fn beside_stars(source: &str) -> Vec<(usize, char)> {
    let mut places = Vec::new();
    for (at, mark) in source.match_indices(['*', '~']) {
        let before = source[..at].chars().next_back().filter(|c| is_wide_punctuation(*c));
        places.extend(before.map(|c| (at - c.len_utf8(), c)));
        let end = at + mark.len();
        let behind = source[end..].chars().next().filter(|c| is_wide_punctuation(*c));
        // No single star opens before a mark that closes: 备注*：
        let is_single = mark == "*" && !source[..at].ends_with('*');
        let behind = behind.filter(|c| !(is_single && CLOSING.contains(*c)));
        places.extend(behind.map(|c| (end, c)));
    }
    // One between two stars is beside both.
    places.dedup();
    places
}

/// Whether a text ends in a number, perhaps with a unit behind it.
fn ends_in_quantity(text: &str) -> bool {
    let is_unit = |c: &char| c.is_ascii_alphabetic() || "千百分毫厘公里米尺寸亩".contains(*c);
    let mut back = text.chars().rev().peekable();
    for _ in 0..LONGEST_UNIT {
        if back.next_if(is_unit).is_none() {
            break;
        }
    }
    back.next().is_some_and(|c| c.is_ascii_digit())
}

/// Where the first marker of a quotation or an item stands that this line has too many.
fn one_too_many(line: &str) -> Option<usize> {
    let bytes = line.trim_end().as_bytes();
    let mut at = 0;
    for opened in 0.. {
        at += bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at += digits;
        let marker = *bytes.get(at)?;
        let item = bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
        let opens = match marker {
            b'>' => digits == 0,
            b'-' | b'+' | b'*' => digits == 0 && item,
            b'.' | b')' => digits > 0 && item,
            _ => false,
        };
        if !opens {
            return None;
        }
        if opened == MOST_OPENED {
            // `* * *` is a rule, however long it is.
            let mut rest = bytes.iter().filter(|byte| !byte.is_ascii_whitespace());
            return (marker == b'>' || rest.any(|byte| *byte != marker)).then_some(at);
        }
        at += 1;
    }
    None
}

/// The starts of the lines of indented code that is really Chinese text, after the indent.
fn indented_lines(text: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut block: Option<(Vec<usize>, bool)> = None;
    for (event, range) in Parser::new_ext(text, super::tree::options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                block = Some((Vec::new(), false));
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((starts, true)) = block.take() {
                    lines.extend(starts);
                }
            }
            Event::Text(line) => {
                if let Some((starts, chinese)) = &mut block {
                    if !line.trim().is_empty() {
                        starts.push(range.start);
                    }
                    *chinese |= line.chars().any(is_wide);
                }
            }
            _ => {}
        }
    }
    lines
}
