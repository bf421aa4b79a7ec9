//! What is read of a page so far, and how text is put to it: blanks as a browser sets them.

use std::collections::{BTreeMap, BTreeSet};

use super::article::Article;
use super::css::Sheets;
use super::list::{List, Mark};
use super::look::Look;
use super::office::Notes;
use super::table;
use super::weights::Weights;
use crate::import::document::{Block, Document, Dropped, Paragraph, Run};
use crate::import::pictures::bytes::ALL_PIXELS;

/// All pictures together, in bytes.
const PICTURES: usize = 40 << 20;

/// Blanks of the source that were met and not yet set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Gap {
    /// None.
    #[default]
    None,
    /// Blanks in a line.
    Blank,
    /// Blanks with the end of a line of the source among them.
    LineEnd,
}

/// A page that is being read.
pub struct Reader<'r, 'h> {
    /// What was read.
    pub document: Document,
    pub(super) sheets: &'r Sheets,
    pub(super) weights: &'r Weights,
    pub(super) notes: &'r Notes<'h>,
    pub(super) article: &'r Article,
    /// Words around the article that are not yet told: those of one line.
    pub(super) left_out: String,
    /// Blocks of the page, and behind them those of the cells that are open.
    pub(super) sinks: Vec<Vec<Block>>,
    /// Tables that are open.
    pub(super) tables: Vec<table::Open>,
    /// Lists that are open.
    pub(super) lists: Vec<List>,
    /// What the next text begins with.
    pub(super) mark: Option<Mark>,
    /// Whether the text of a note is read.
    pub(super) in_note: bool,
    open: Paragraph,
    gap: Gap,
    /// What is told of the text that was put last, and its words so far.
    telling: BTreeMap<Dropped, String>,
    /// Pictures that were fetched: their places among those of the document with what was done to
    /// them, or what they are that cannot be set.
    pub(super) pictures: BTreeMap<String, Result<(usize, String), String>>,
    /// Addresses of pictures that stand only for others until these are loaded.
    pub(super) stand_ins: BTreeSet<String>,
    /// Bytes that pictures may still have.
    pub(super) left: usize,
    /// Pixels that may still be unpacked.
    pub(super) pixels: u64,
    pub(super) beside: &'r mut dyn FnMut(&str) -> Option<Vec<u8>>,
}

impl<'r, 'h> Reader<'r, 'h> {
    /// One that has read nothing.
    pub fn new(
        sheets: &'r Sheets,
        weights: &'r Weights,
        notes: &'r Notes<'h>,
        article: &'r Article,
        beside: &'r mut dyn FnMut(&str) -> Option<Vec<u8>>,
    ) -> Self {
        Self {
            document: Document::default(),
            sheets,
            weights,
            notes,
            article,
            left_out: String::new(),
            sinks: vec![Vec::new()],
            tables: Vec::new(),
            lists: Vec::new(),
            mark: None,
            in_note: false,
            open: Paragraph::default(),
            gap: Gap::None,
            telling: BTreeMap::new(),
            pictures: BTreeMap::new(),
            stand_ins: BTreeSet::new(),
            left: PICTURES,
            pixels: ALL_PIXELS,
            beside,
        }
    }

    /// Ends the paragraph.
    pub fn close(&mut self) {
        self.gap = Gap::None;
        self.tell_left();
        self.end_telling(|_| true);
        let done = std::mem::take(&mut self.open);
        if done.runs.iter().any(|run| !run.is_blank()) {
            self.put(Block::Paragraph(done));
        }
    }

    /// Puts a block where it belongs: into the page, or the cell that is open.
    pub fn put(&mut self, block: Block) {
        if let Some(sink) = self.sinks.last_mut() {
            sink.push(block);
        }
    }

    /// Puts a run that is no text of the page's own.
    pub fn run(&mut self, run: Run, look: &Look) {
        let begins = self.begin(look, '字');
        if !begins {
            self.fill_gap('字', look);
        }
        self.gap = Gap::None;
        self.open.push(run);
    }

    /// Text as the source has it.
    pub fn text(&mut self, text: &str, look: &Look) {
        if look.is_unseen() {
            self.tell(Dropped::Hidden, text);
            return;
        }
        let mut shown = String::new();
        let lines: Vec<&str> = if look.lines { text.split('\n').collect() } else { vec![text] };
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.flush(&mut shown, look);
                match look.preformatted {
                    true => self.close(),
                    false => self.break_line(look),
                }
            }
            for c in line.chars() {
                let is_blank = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}');
                if is_blank && !look.lines {
                    let gap = if matches!(c, '\n' | '\r') { Gap::LineEnd } else { Gap::Blank };
                    self.gap = if self.gap == Gap::LineEnd { self.gap } else { gap };
                    continue;
                }
                if self.gap != Gap::None && !shown.is_empty() {
                    let before = shown.chars().next_back();
                    if before.is_some_and(|before| parts(self.gap, before, c)) {
                        shown.push(' ');
                    }
                    self.gap = Gap::None;
                } else if shown.is_empty() {
                    self.fill_gap(c, look);
                }
                shown.push(c);
            }
        }
        self.flush(&mut shown, look);
    }

    fn flush(&mut self, shown: &mut String, look: &Look) {
        if shown.is_empty() {
            return;
        }
        let text = std::mem::take(shown);
        // A line that is indented begins a paragraph.
        let indents = text.starts_with('　') || text.starts_with("\u{A0}\u{A0}");
        if indents && !look.lines && self.ends_line() {
            self.close();
        }
        self.tell_looks(&text, look);
        if let Some(first) = text.trim_start().chars().next() {
            self.begin(look, first);
        }
        let text = match () {
            () if look.number => number(&text, look),
            () => text,
        };
        let text = match look.symbols() {
            Some(font) => {
                font.shown(&text, &mut |sign| self.document.drop_text(Dropped::Symbol, &sign))
            }
            None => text,
        };
        self.open.push(look.run(text));
    }

    /// Sets the blanks that were met before `next`, where they show.
    fn fill_gap(&mut self, next: char, look: &Look) {
        let gap = std::mem::take(&mut self.gap);
        let before = self.open.runs.iter().rev().find_map(|run| match run.inset {
            Some(_) => Some('字'),
            None => run.text.chars().next_back(),
        });
        let shows = before.is_some_and(|before| before != '\n' && parts(gap, before, next));
        if shows {
            self.open.push(look.run(" ".to_owned()));
        }
    }

    /// Where a paragraph begins, its looks and what stands before its text.
    fn begin(&mut self, look: &Look, next: char) -> bool {
        // Words below a picture say how the paragraph looks.
        if self.open.is_wordless() {
            self.open.align = look.align;
            self.open.level = look.level;
            self.open.is_caption = look.is_caption;
        }
        let begins = self.open.runs.iter().all(Run::is_blank);
        if begins {
            match self.mark.take() {
                Some(Mark::Number(number)) => {
                    // 1. 3个乡镇: two numbers are never one.
                    let parted = if next.is_ascii() { " " } else { "" };
                    let plain = Look { struck: false, ..look.clone() };
                    self.open.push(plain.run(format!("{number}{parted}")));
                }
                Some(Mark::Bullet(depth)) => self.open.bullet = Some(depth),
                None => {}
            }
        }
        begins
    }

    /// The end of a line that is shown.
    pub fn break_line(&mut self, look: &Look) {
        self.gap = Gap::None;
        match self.ends_line() {
            // A line left blank parts paragraphs.
            true => self.close(),
            false => self.open.push(look.run("\n".to_owned())),
        }
    }

    /// Whether the line that is open has nothing in it, and others stand before it.
    fn ends_line(&self) -> bool {
        let mut runs = self.open.runs.iter().rev();
        let last = runs
            .find(|run| run.inset.is_some() || !run.text.trim_matches([' ', '\u{A0}']).is_empty());
        last.is_some_and(|run| {
            run.inset.is_none() && run.text.trim_end_matches([' ', '\u{A0}']).ends_with('\n')
        })
    }

    /// What is to be told of text that is kept.
    fn tell_looks(&mut self, text: &str, look: &Look) {
        let kinds = [
            (look.coloured && !look.linked, Dropped::Coloured),
            (look.on_ground, Dropped::Highlighted),
            (look.inserted, Dropped::Insertion),
        ];
        self.end_telling(|what| !kinds.iter().any(|(on, kind)| *on && *kind == what));
        for (_, what) in kinds.iter().filter(|(on, _)| *on) {
            self.tell(*what, text);
        }
    }

    fn tell(&mut self, what: Dropped, text: &str) {
        self.telling.entry(what).or_default().push_str(text);
    }

    fn end_telling(&mut self, ends: impl Fn(Dropped) -> bool) {
        let all = std::mem::take(&mut self.telling);
        for (what, words) in all {
            match ends(what) {
                true if words.trim().is_empty() => {}
                true => self.document.drop_text(what, &words),
                false => drop(self.telling.insert(what, words)),
            }
        }
    }
}

/// Whether blanks of the source show between two characters. The end of a line of the source beside
/// a Chinese character is none.
fn parts(gap: Gap, before: char, next: char) -> bool {
    let is_wide = |c: char| !c.is_ascii() && c != '\u{A0}';
    match gap {
        Gap::None => false,
        Gap::Blank => true,
        Gap::LineEnd => !is_wide(before) && !is_wide(next),
    }
}

/// The number that a writing program put before a paragraph, with the blanks that fill its place.
fn number(text: &str, look: &Look) -> String {
    let filled = |c: char| c.is_whitespace() || c == '\u{A0}';
    let core = text.trim_matches(filled);
    if look.symbols().is_some() {
        return core.to_owned();
    }
    let ends = core.ends_with(['、', '.', '．', '）', ')']);
    let fills = text.ends_with(filled) && !core.is_empty() && !ends;
    if fills { format!("{core} ") } else { core.to_owned() }
}
