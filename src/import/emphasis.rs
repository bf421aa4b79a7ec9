//! Bold and struck text in Markdown: where the signs stand so that they are signs.
//!
//! A sign opens nothing between a letter and a mark such as # or ℃, and closes nothing between such a
//! mark and a letter; two closing signs and two opening ones beside each other are four stars. So signs
//! are put around what looks alike as a whole, and marks at its ends stay outside.

use super::document::{Run, Script};
use super::scripts;
use crate::markdown::is_wide_punctuation;

/// A stretch of a paragraph as it is written.
pub enum Piece<'r> {
    /// Text.
    Text(&'r Run),
    /// What is written already: the mark of a note, a small picture.
    Written(String),
}

/// One character, or what stands for one, with its looks.
struct Unit {
    text: UnitText,
    bold: bool,
    struck: bool,
}

enum UnitText {
    Letter(char),
    Written(String),
}

impl Unit {
    fn letter(&self) -> Option<char> {
        match self.text {
            UnitText::Letter(c) => Some(c),
            UnitText::Written(_) => None,
        }
    }

    fn is_blank(&self) -> bool {
        self.letter().is_some_and(char::is_whitespace)
    }

    /// Whether a sign beside it is taken for a part of a word: next to anything that is no blank and
    /// no mark. What is full-width counts as a letter.
    fn is_word(&self) -> bool {
        !self.is_blank() && !self.is_mark()
    }

    fn is_mark(&self) -> bool {
        match &self.text {
            UnitText::Letter(c) => {
                !c.is_alphanumeric() && !c.is_whitespace() && !is_wide_punctuation(*c)
            }
            // All of it begins and ends with one.
            UnitText::Written(_) => true,
        }
    }
}

/// The pieces of a paragraph with their signs; `first` where they begin one.
pub fn write(pieces: &[Piece<'_>], first: bool) -> String {
    let mut units = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Written(text) => {
                let (bold, struck) = (false, false);
                units.push(Unit { text: UnitText::Written(text.clone()), bold, struck });
            }
            Piece::Text(run) => of_run(run, &mut units),
        }
    }
    if first {
        // Four blanks before a paragraph would make it code.
        let shown = units.iter().position(|unit| !unit.is_blank()).unwrap_or(units.len());
        units.drain(..shown);
    }
    settle(&mut units, |unit| &mut unit.struck, false);
    // Signs within signs close nothing before a letter; that it is struck says more.
    units.iter_mut().for_each(|unit| unit.bold &= !unit.struck);
    settle(&mut units, |unit| &mut unit.bold, true);
    let mut out = String::new();
    let mut text = String::new();
    let (mut bold, mut struck) = (false, false);
    for unit in &units {
        if (unit.bold, unit.struck) != (bold, struck) {
            flush(&mut text, first, false, &mut out);
            if unit.bold != bold {
                out.push_str(if bold { "**" } else { "" });
            }
            if unit.struck != struck {
                out.push_str("~~");
            }
            if unit.bold != bold {
                out.push_str(if unit.bold { "**" } else { "" });
            }
            (bold, struck) = (unit.bold, unit.struck);
        }
        match &unit.text {
            UnitText::Letter(c) => text.push(*c),
            UnitText::Written(written) => {
                flush(&mut text, first, false, &mut out);
                out.push_str(written);
            }
        }
    }
    flush(&mut text, first, true, &mut out);
    out.push_str(if bold { "**" } else { "" });
    out.push_str(if struck { "~~" } else { "" });
    out
}

fn of_run(run: &Run, units: &mut Vec<Unit>) {
    let unit = |text| Unit { text, bold: run.bold, struck: run.struck };
    let core = run.text.trim();
    if run.script == Script::Line || core.is_empty() {
        units.extend(run.text.chars().map(|c| unit(UnitText::Letter(c))));
        return;
    }
    let start = run.text.len() - run.text.trim_start().len();
    let (before, behind) = (&run.text[..start], &run.text[start + core.len()..]);
    units.extend(before.chars().map(|c| unit(UnitText::Letter(c))));
    match scripts::written(core, run.script) {
        Some(own) => units.extend(own.chars().map(|c| unit(UnitText::Letter(c)))),
        None => {
            let name = if run.script == Script::Raised { "sup" } else { "sub" };
            let text = format!("<{name}>{}</{name}>", escaped(core, false));
            units.push(unit(UnitText::Written(text)));
        }
    }
    units.extend(behind.chars().map(|c| unit(UnitText::Letter(c))));
}

/// Takes a look from where it begins and ends with what stays outside; from all of it where nothing
/// of it is a letter. `is_bold`: the mark that ends what is bold is not, as in 「**一是抓责任**。」.
fn settle(units: &mut [Unit], look: impl Fn(&mut Unit) -> &mut bool, is_bold: bool) {
    let mut at = 0;
    while at < units.len() {
        if !*look(&mut units[at]) {
            at += 1;
            continue;
        }
        let length = units[at..].iter_mut().position(|unit| !*look(unit));
        let end = length.map_or(units.len(), |length| at + length);
        let (mut from, mut to) = (at, end);
        let shows = |unit: &Unit| unit.letter().is_none_or(char::is_alphanumeric);
        let is_shown = match is_bold {
            true => units[at..end].iter().any(shows),
            false => units[at..end].iter().any(|unit| !unit.is_blank()),
        };
        if !is_shown {
            from = end;
        }
        let stops = ['。', '，', '；', '：', '、'];
        loop {
            let before = (from, to);
            let is_stop = |unit: &Unit| unit.letter().is_some_and(|c| stops.contains(&c));
            while from < to && units[from].is_blank() {
                from += 1;
            }
            while from < to
                && (units[to - 1].is_blank() || (is_bold && to == end && is_stop(&units[to - 1])))
            {
                to -= 1;
            }
            while is_bold && from < to && is_stop(&units[to - 1]) {
                to -= 1;
            }
            while from < to && from > 0 && units[from].is_mark() && units[from - 1].is_word() {
                // A mark and those behind it, up to a letter.
                while from < to && units[from].is_mark() {
                    from += 1;
                }
            }
            if from < to && units[to - 1].is_mark() && units.get(to).is_some_and(Unit::is_word) {
                while from < to && units[to - 1].is_mark() {
                    to -= 1;
                }
            }
            if before == (from, to) {
                break;
            }
        }
        for unit in &mut units[at..end] {
            *look(unit) = false;
        }
        for unit in units.get_mut(from..to).unwrap_or_default() {
            *look(unit) = true;
        }
        at = end;
    }
}

/// Puts text behind what is written; `ends` where nothing follows.
fn flush(text: &mut String, first: bool, ends: bool, out: &mut String) {
    if text.is_empty() {
        return;
    }
    let mut own = escaped(text, first && out.is_empty());
    // A number alone would be that of a list.
    let digits = own.trim_end_matches(['.', ')']);
    if ends && first && out.is_empty() && digits.len() + 1 == own.len() {
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        if is_number {
            own.insert(digits.len(), '\\');
        }
    }
    // With a note or a picture behind it, it would be one.
    if !ends && own.ends_with('!') {
        own.truncate(own.len() - 1);
        own.push_str("\\!");
    }
    out.push_str(&own);
    text.clear();
}

/// A text that Markdown shows as it is. `first` where it begins a paragraph.
pub fn escaped(text: &str, first: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // Whoever comes here has settled its lines; what is left of them joins no words.
    let text = text.replace('\n', " ");
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let special = matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '~' | '|')
            || (c == '&'
                && text[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#'))
            || (c == '!' && text[at + 1..].starts_with('['));
        let opens = first && at == 0 && matches!(c, '#' | '+' | '-' | '=' | ':');
        let numbers = first && digits > 0 && at == digits && matches!(c, '.' | ')');
        // Before a blank or the end only: 「1.抓好」 is no list.
        let is_apart = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
        let numbers = numbers && is_apart(&text[at + 1..]);
        if special || opens || numbers {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
