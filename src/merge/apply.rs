//! Changes → the files of entries: each at its place, every other byte as it was.
//!
//! What would not read back as what was wanted is not done.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::align;
use super::changes::{Edit, Merge};
use super::units::{self, Place, Unit};
use crate::diagnostic::{SourceFile, Span, Text};
use crate::export::docx;
use crate::import::escaped;
use crate::markdown::LineSort;
use crate::model::{Entry, Issue};
use crate::read;

/// An entry as it becomes.
#[derive(Clone, Debug)]
pub struct Rewritten {
    /// Index into [`Issue::entries`].
    pub entry: usize,
    /// Its file as it was read.
    pub before: Arc<SourceFile>,
    /// What the file is to say.
    pub after: String,
    /// What of it is replaced, ascending: bytes of the file as it was read, and what comes there.
    pub edits: Vec<(Range<usize>, String)>,
    /// Which changes are in it, as indices into [`Merge::changes`].
    pub taken: Vec<usize>,
}

/// Takes changes over, as many as can be; the rest of `wanted` is told as refused.
pub fn apply(issue: &Issue, merge: &Merge, wanted: &[usize]) -> (Vec<Rewritten>, Vec<usize>) {
    let mut of_entry: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut refused = Vec::new();
    for &index in wanted {
        match merge.changes.get(index) {
            Some(change) if !matches!(change.edit, Edit::Nothing) => match change.entry {
                Some(entry) => of_entry.entry(entry).or_default().push(index),
                None => refused.push(index),
            },
            _ => refused.push(index),
        }
    }
    let mut rewritten = Vec::new();
    for (at, wanted) in of_entry {
        let made = issue.entries.get(at).and_then(|entry| {
            let work = Work { issue, merge, at, entry, file: docx::file_of(entry)? };
            Some(work.rewrite(&wanted))
        });
        let Some((one, left)) = made else {
            refused.extend(wanted);
            continue;
        };
        refused.extend(left);
        if !one.taken.is_empty() {
            rewritten.push(one);
        }
    }
    refused.sort_unstable();
    (rewritten, refused)
}

struct Work<'a> {
    issue: &'a Issue,
    merge: &'a Merge,
    at: usize,
    entry: &'a Entry,
    file: Arc<SourceFile>,
}

/// What is put in the place of some bytes of a file.
type Replacement = (Range<usize>, String);

impl Work<'_> {
    /// All changes at once; where that does not come out as wanted, one after the other.
    fn rewrite(&self, wanted: &[usize]) -> (Rewritten, Vec<usize>) {
        let (mut taken, mut refused) = (wanted.to_vec(), Vec::new());
        let mut after = self.with(&taken);
        if after.is_none() {
            taken.clear();
            for &index in wanted {
                taken.push(index);
                match self.with(&taken) {
                    Some(text) => after = Some(text),
                    None => {
                        taken.pop();
                        refused.push(index);
                    }
                }
            }
        }
        let (after, edits) = after.unwrap_or_else(|| (self.file.text.clone(), Vec::new()));
        (Rewritten { entry: self.at, before: Arc::clone(&self.file), after, edits, taken }, refused)
    }

    /// The file with some changes in it; none where it would not say what is wanted.
    fn with(&self, changes: &[usize]) -> Option<(String, Vec<Replacement>)> {
        let mut all: Vec<Replacement> = Vec::new();
        for index in changes {
            all.extend(self.replacements(&self.merge.changes.get(*index)?.edit)?);
        }
        // What is put somewhere stands before what is taken out there.
        all.sort_by_key(|(range, _)| (range.start, range.end));
        let mut text = String::with_capacity(self.file.text.len());
        let mut at = 0;
        for (range, put) in &all {
            // Two changes of the same bytes.
            text.push_str(self.file.text.get(at..range.start)?);
            text.push_str(put);
            at = range.end;
        }
        text.push_str(self.file.text.get(at..)?);
        let file = Arc::new(SourceFile { path: self.file.path.clone(), text: text.clone() });
        let entry = read::read_entry(&file, &self.issue.columns).value?;
        let said: Vec<String> =
            units::of_entry(self.issue, self.at, &entry).into_iter().map(|it| it.text).collect();
        (said == self.wanted(changes)).then_some((text, all))
    }

    /// What the units of the entry are to say, in their order.
    fn wanted(&self, changes: &[usize]) -> Vec<String> {
        let own = |unit: &Unit| unit.entry == Some(self.at);
        let mut row: Vec<(Option<usize>, String)> = self
            .merge
            .units
            .iter()
            .enumerate()
            .filter(|(_, unit)| own(unit))
            .map(|(at, unit)| (Some(at), unit.text.clone()))
            .collect();
        let place = |row: &[(Option<usize>, String)], unit: usize| {
            row.iter().position(|(at, _)| *at == Some(unit))
        };
        let mut gone = Vec::new();
        for index in changes {
            let Some(change) = self.merge.changes.get(*index) else { continue };
            match &change.edit {
                Edit::Words { unit, text } => {
                    if let Some(said) = place(&row, *unit).and_then(|at| row.get_mut(at)) {
                        said.1.clone_from(text);
                    }
                }
                Edit::Delete { unit } => gone.push(*unit),
                Edit::Insert { after, text } => {
                    let at = self.end_of(&row, *after);
                    // Behind those that were put there before.
                    let behind = row.iter().skip(at).take_while(|(at, _)| at.is_none()).count();
                    row.insert(at + behind, (None, text.clone()));
                }
                Edit::Move { unit, after } => {
                    if let Some(from) = place(&row, *unit) {
                        let moved = row.remove(from);
                        let at = self.end_of(&row, *after);
                        let behind = row.iter().skip(at).take_while(|(at, _)| at.is_none()).count();
                        row.insert(at + behind, (None, moved.1));
                    }
                }
                Edit::Remark { .. } | Edit::Nothing => {}
            }
        }
        row.retain(|(at, _)| at.is_none_or(|at| !gone.contains(&at)));
        row.into_iter().map(|(_, said)| said).collect()
    }

    /// The place behind a unit and, where it stands in a table, behind the table.
    fn end_of(&self, row: &[(Option<usize>, String)], unit: usize) -> usize {
        let at = row.iter().position(|(at, _)| *at == Some(unit)).map_or(row.len(), |at| at + 1);
        let is_cell = |at: &Option<usize>| {
            at.and_then(|at| self.merge.units.get(at)).is_some_and(
                |unit| matches!(&unit.place, Place::Line(line) if line.sort == LineSort::Cell),
            )
        };
        if !is_cell(&Some(unit)) {
            return at;
        }
        at + row.iter().skip(at).take_while(|(at, _)| is_cell(at)).count()
    }

    fn unit(&self, at: usize) -> Option<&Unit> {
        self.merge.units.get(at)
    }

    fn replacements(&self, edit: &Edit) -> Option<Vec<Replacement>> {
        let body = &self.entry.body;
        match edit {
            Edit::Words { unit, text } => self.words(self.unit(*unit)?, text),
            Edit::Delete { unit } => {
                Some(vec![(self.block(self.unit(*unit)?, true)?, String::new())])
            }
            Edit::Insert { after, text } => {
                let paragraph = escaped(&text.replace('\n', " "), true);
                Some(vec![self.behind(self.unit(*after)?, &paragraph)?])
            }
            Edit::Move { unit, after } => {
                let unit = self.unit(*unit)?;
                let own = self.block(unit, false)?;
                let written = self.file.text.get(own)?.trim_end().to_owned();
                let lines: Vec<&str> = written.lines().map(str::trim_start).collect();
                let put = self.behind(self.unit(*after)?, &lines.join("\n"))?;
                Some(vec![(self.block(unit, true)?, String::new()), put])
            }
            Edit::Remark { unit, comment } => {
                let own = self.range(self.unit(*unit)?)?;
                let end = own.end + line_rest(&body.value, own.end);
                let span = body.verbatim(end..end)?;
                Some(vec![(span.range, comment.clone())])
            }
            Edit::Nothing => None,
        }
    }

    /// The bytes of the body that a unit is written in.
    fn range(&self, unit: &Unit) -> Option<Range<usize>> {
        match &unit.place {
            Place::Line(line) => Some(line.range.clone()),
            Place::Pictures(range) | Place::Caption(range) => Some(range.clone()),
            Place::Value { .. } | Place::Settings => None,
        }
    }

    /// The whole lines of the file that a paragraph is written in, with the blank ones behind it or, at
    /// the end, before it.
    fn block(&self, unit: &Unit, with_blank: bool) -> Option<Range<usize>> {
        let own = self.range(unit)?;
        let span = self.entry.body.span(own)?;
        let text = &self.file.text;
        let mut start = text.get(..span.range.start)?.rfind('\n').map_or(0, |at| at + 1);
        let mut end = span.range.end + line_rest(text, span.range.end);
        if !with_blank {
            return Some(start..end);
        }
        end = next_line(text, end);
        while end < text.len() && is_blank_line(text, end) {
            end = next_line(text, end);
        }
        if end == text.len() {
            while start > 0
                && is_blank_line(text, text.get(..start - 1)?.rfind('\n').map_or(0, |at| at + 1))
            {
                start = text.get(..start - 1)?.rfind('\n').map_or(0, |at| at + 1);
            }
        }
        Some(start..end)
    }

    /// A paragraph put behind a unit.
    fn behind(&self, unit: &Unit, paragraph: &str) -> Option<Replacement> {
        let body = &self.entry.body;
        let text = &self.file.text;
        let Some(own) = self.range(unit) else {
            // Behind the title: before everything else.
            let first = body.value.len() - body.value.trim_start().len();
            let span = body.verbatim(first..first)?;
            let start = text.get(..span.range.start)?.rfind('\n').map_or(0, |at| at + 1);
            let indent = self.indent(start);
            return Some((
                start..start,
                format!("{indent}{}\n\n", self.indented(paragraph, &indent)),
            ));
        };
        let span = body.span(own.clone())?;
        let start = text.get(..span.range.start)?.rfind('\n').map_or(0, |at| at + 1);
        let mut end = span.range.end + line_rest(text, span.range.end);
        if matches!(&unit.place, Place::Line(line) if line.sort == LineSort::Cell) {
            // Behind all rows.
            loop {
                let next = next_line(text, end);
                let row = text.get(next..).unwrap_or_default().trim_start_matches([' ', '\t']);
                if next == text.len() || !row.starts_with('|') {
                    break;
                }
                end = next + line_rest(text, next);
            }
        }
        let indent = self.indent(start);
        Some((end..end, format!("\n\n{indent}{}", self.indented(paragraph, &indent))))
    }

    /// What stands before a line: in YAML it belongs to the value.
    fn indent(&self, start: usize) -> String {
        if self.file.path.to_lowercase().ends_with(".md") {
            return String::new();
        }
        let line = self.file.text.get(start..).unwrap_or_default();
        line.chars().take_while(|c| *c == ' ').collect()
    }

    fn indented(&self, text: &str, indent: &str) -> String {
        text.replace('\n', &format!("\n{indent}"))
    }

    /// Other words at their places.
    fn words(&self, unit: &Unit, text: &str) -> Option<Vec<Replacement>> {
        let (source, places): (&Text, Vec<Range<usize>>) = match &unit.place {
            Place::Line(line) => {
                (&self.entry.body, line.places().into_iter().map(|(_, place)| place).collect())
            }
            Place::Caption(range) => {
                let said = unit.text.char_indices();
                let place =
                    |(at, c): (usize, char)| range.start + at..range.start + at + c.len_utf8();
                (&self.entry.body, said.map(place).collect())
            }
            Place::Value { text, is_title } => {
                let value = text.value.as_str();
                let start = value.len() - value.trim_start().len();
                let chars = value.trim().char_indices();
                let place = |(at, c): (usize, char)| (c, start + at..start + at + c.len_utf8());
                let seen = |c: char| !is_title || !(c.is_whitespace() || c == '|');
                let places = chars.map(place).filter(|(c, _)| seen(*c)).map(|(_, place)| place);
                (text, places.collect())
            }
            Place::Pictures(_) | Place::Settings => return None,
        };
        let is_code = matches!(&unit.place, Place::Line(line) if line.sort == LineSort::Code);
        let markdown = matches!(unit.place, Place::Line(_) | Place::Caption(_)) && !is_code;
        let otherwise = self.range(unit).map_or(0, |range| range.start);
        let mut out = Vec::new();
        for (range, put) in align::edits(&unit.text, text) {
            let put = if markdown { self.inline(&put, range.start == 0) } else { put };
            out.extend(replace(source, &places, range, put, otherwise)?);
        }
        Some(out)
    }

    /// Words within a paragraph of Markdown.
    fn inline(&self, text: &str, first: bool) -> String {
        let lines: Vec<String> = text
            .split('\n')
            .enumerate()
            .map(|(at, line)| escaped(line, first && at == 0))
            .collect();
        lines.join("<br>")
    }
}

/// What is put in the place of some characters, of which each has its bytes. Marks of Markdown that stand
/// between them stay.
fn replace(
    source: &Text,
    places: &[Range<usize>],
    range: Range<usize>,
    put: String,
    otherwise: usize,
) -> Option<Vec<Replacement>> {
    let mut put = Some(put);
    let mut out = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for place in places.get(range.clone())? {
        // One that stands for several characters comes once.
        match &mut open {
            Some(run)
                if run.end == place.start || (run.start <= place.start && place.end <= run.end) =>
            {
                run.end = run.end.max(place.end);
            }
            _ => {
                if let Some(run) = open.replace(place.clone()) {
                    out.push(piece(source, run, put.take().unwrap_or_default())?);
                }
            }
        }
    }
    if let Some(run) = open {
        out.push(piece(source, run, put.take().unwrap_or_default())?);
    }
    if let Some(put) = put.filter(|put| !put.is_empty()) {
        let at = match range.start.checked_sub(1).and_then(|before| places.get(before)) {
            Some(before) => before.end,
            None => places.first().map_or(otherwise, |first| first.start),
        };
        // A backslash before the first character belongs to it.
        let at =
            if range.start == 0 && source.value.get(..at)?.ends_with('\\') { at - 1 } else { at };
        out.push(piece(source, at..at, put)?);
    }
    Some(out)
}

fn piece(source: &Text, mut run: Range<usize>, put: String) -> Option<Replacement> {
    if !run.is_empty() && source.value.get(..run.start)?.ends_with('\\') {
        run.start -= 1;
    }
    let Span { range, .. } = source.verbatim(run)?;
    Some((range, put))
}

/// How many bytes there are to the end of the line.
fn line_rest(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    line.trim_end_matches('\r').len()
}

/// The start of the next line.
fn next_line(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end + 1)
}

fn is_blank_line(text: &str, at: usize) -> bool {
    text.get(at..at + line_rest(text, at)).is_some_and(|line| line.trim().is_empty())
}
