//! What a line break in the source means: nothing, a space, a new line or a new paragraph.
//!
//! Typst turns a line break between two 汉字 into a visible gap, so the decision is made here.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{html, numbered};

/// What ends a sentence.
const ENDS: [char; 5] = ['。', '！', '？', '；', '”'];
/// As much of a line as tells whether it begins with a number, in bytes.
const LONGEST_LINE: usize = 400;

/// What stands in the place of a line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// The lines are one.
    Nothing,
    /// A space, between two words of a language that has them.
    Space,
    /// A new line in the same paragraph.
    Line,
    /// A new paragraph: the author typed an indent.
    Paragraph,
}

/// What becomes of a line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decision {
    /// What stands in its place.
    pub(super) join: Join,
    /// Whether the lines become one although the first ends a sentence or is a heading: perhaps two
    /// paragraphs were meant.
    pub(super) doubtful: bool,
}

/// One decision for each soft or hard break among the events of a text, in their order.
pub(super) fn decide<'e>(
    source: &str,
    events: impl Iterator<Item = &'e (Event<'e>, Range<usize>)>,
) -> Vec<Decision> {
    let mut state = State::default();
    for (event, range) in events {
        if matches!(event, Event::SoftBreak | Event::HardBreak) {
            // The parser takes blanks off the head of a line; in a list they only show whose it is.
            let line = source[range.start..].split_inclusive('\n').nth(1).unwrap_or_default();
            let indented = line.starts_with("    ") || line.starts_with('\t');
            state.indented = indented && state.within == 0;
        }
        state.see(event);
    }
    state.joins
}

#[derive(Default)]
struct State {
    joins: Vec<Decision>,
    /// The first break since the last visible character.
    open: Option<usize>,
    /// The last visible character of the block; emphasis is looked through.
    before: Option<char>,
    /// Open emphasis, links and pictures, and headings: no paragraph can begin in there.
    inside: usize,
    /// Whether the open break stands in one of these.
    broken_inside: bool,
    /// The line up to here, as far as it is plain text.
    line: String,
    /// Open lists and quotations.
    within: usize,
    /// Whether the line after the open break begins with blanks that a clerk indents with.
    indented: bool,
}

impl State {
    fn see(&mut self, event: &Event) {
        match event {
            Event::SoftBreak => self.line_break(Join::Nothing),
            Event::HardBreak => self.line_break(Join::Line),
            Event::Text(text) => self.visible(text),
            // Blanks at its head are code, no indent.
            Event::Code(code) => self.visible(code.trim_start_matches(is_indent)),
            Event::InlineHtml(code) if html::is_comment(code) || html::is_script(code) => {}
            Event::InlineHtml(code) if html::is_line_break(code) => self.boundary(),
            Event::InlineHtml(code) => self.visible(code),
            Event::FootnoteReference(_) => {}
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }) => {
                self.inside += 1;
            }
            Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => {
                self.inside = self.inside.saturating_sub(1);
            }
            Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => {
                self.boundary();
                self.within += 1;
            }
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => {
                self.boundary();
                self.within = self.within.saturating_sub(1);
            }
            Event::Start(Tag::Image { .. } | Tag::Heading { .. }) => {
                self.boundary();
                self.inside += 1;
            }
            Event::End(TagEnd::Image | TagEnd::Heading(_)) => {
                self.boundary();
                self.inside = self.inside.saturating_sub(1);
            }
            _ => self.boundary(),
        }
    }

    fn line_break(&mut self, join: Join) {
        self.joins.push(Decision { join, doubtful: false });
        if self.open.is_none() {
            self.open = Some(self.joins.len() - 1);
            self.broken_inside = self.inside > 0;
        }
    }

    fn visible(&mut self, text: &str) {
        let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
            return;
        };
        if let Some(open) = self.open.take() {
            let Decision { join, doubtful } = &mut self.joins[open];
            let may_begin = self.inside == 0 && !self.broken_inside;
            let is_heading = numbered::is_bare_heading(&self.line);
            let indented = is_indent(first) || self.indented;
            if may_begin && (indented || numbered::begins(text) || is_heading) {
                *join = Join::Paragraph;
            } else if *join == Join::Nothing {
                let ends = self.before.is_some_and(|before| ENDS.contains(&before));
                let numbered = numbered::begins(&self.line) && !self.line.contains(ENDS);
                *doubtful = ends || numbered && is_wide(first);
                if self.before.is_some_and(|before| spaced(before, first)) {
                    *join = Join::Space;
                }
            }
            self.line.clear();
        }
        self.before = Some(last);
        if self.line.len() < LONGEST_LINE {
            self.line.push_str(text);
        }
    }

    fn boundary(&mut self) {
        self.open = None;
        self.before = None;
        self.line.clear();
    }
}

/// Whether a line break between these two is a space: only between two characters of
/// languages that separate words.
pub(super) fn spaced(before: char, after: char) -> bool {
    !is_wide(before) && !is_wide(after)
}

/// Whether the character is white space that clerks indent with.
pub(super) fn is_indent(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{A0}' | '\u{2002}' | '\u{2003}' | '\u{3000}')
}

/// Whether the character belongs to Chinese text: 汉字, kana, full-width forms and the
/// punctuation and symbols that Chinese sets to full width.
pub(crate) fn is_wide(character: char) -> bool {
    is_wide_punctuation(character)
        || matches!(character,
            '\u{2460}'..='\u{24FF}' // ① … ⓿
            | '\u{2500}'..='\u{26FF}' // rules, ■ ● ◆ ★
            | '\u{2E80}'..='\u{2FDF}' // radicals
            | '\u{2FF0}'..='\u{2FFF}'
            | '\u{3000}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3021}'..='\u{3029}'
            | '\u{3038}'..='\u{303C}'
            | '\u{3040}'..='\u{312F}' // kana, bopomofo
            | '\u{3190}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF00}'..='\u{FFEF}'
            | '\u{20000}'..='\u{3FFFF}'
            | '·' | '×' | '※' | '№' | '℃' | '→' | '‰')
}

/// Whether the character is punctuation of Chinese text. All of these are three bytes long.
pub fn is_wide_punctuation(character: char) -> bool {
    matches!(character,
        '—' | '‘' | '’' | '“' | '”' | '…' | '\u{2E3A}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303D}'
        | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
        | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}')
}
