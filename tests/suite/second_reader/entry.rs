//! An entry as its readers see it: Markdown undone, and the values of its head.

use std::collections::BTreeMap;

use super::shown::{Gap, HOLE, Height, Look, NOTE, Text};

/// What an entry says.
#[derive(Debug, Default)]
pub struct Entry {
    /// The values of its head: title, source, date …
    pub fields: Vec<String>,
    pub body: Text,
    /// Which note each mark in the body is of, in order.
    pub marks: Vec<String>,
    pub notes: BTreeMap<String, Text>,
    /// What stands under its pictures.
    pub captions: Vec<String>,
    pub pictures: usize,
    /// Places of pictures that it could not hold.
    pub gaps: usize,
}

/// Reads the text of an entry.
pub fn read(text: &str) -> Entry {
    let mut entry = Entry::default();
    let mut lines = text.lines().peekable();
    if lines.next_if(|line| *line == "---").is_some() {
        for line in lines.by_ref() {
            if line == "---" {
                break;
            }
            if line.trim_start().starts_with('#') {
                continue;
            }
            let value = line.split_once(": ").map_or("", |(_, value)| value.trim());
            let value = value.trim_start_matches("- ");
            if !value.is_empty() && !line.contains("sha256: ") && !line.contains("文件: ") {
                entry.fields.push(unquoted(value));
            }
        }
    }
    let mut note: Option<String> = None;
    let mut item = false;
    for line in lines {
        if line.trim().is_empty() {
            entry.part(note.as_deref(), Gap::Paragraph);
            item = false;
            continue;
        }
        if let Some((name, rest)) = definition(line) {
            note = Some(name.to_owned());
            entry.notes.entry(name.to_owned()).or_default();
            entry.inline(rest, note.as_deref());
            continue;
        }
        if !line.starts_with("    ") {
            note = None;
        }
        if line.starts_with('|') {
            if !is_rule(line) {
                cells(line).into_iter().for_each(|cell| {
                    entry.body.part(Gap::Paragraph);
                    // One with the cell above, or to the left.
                    let cell = if ["^^", "<<"].contains(&cell.trim()) { "" } else { cell };
                    entry.inline(cell, None);
                    entry.body.part(Gap::Paragraph);
                });
            }
            continue;
        }
        let mut rest = line.trim_start();
        if let Some(words) = rest.strip_prefix("- ") {
            entry.part(note.as_deref(), Gap::Paragraph);
            entry.body.begin_item();
            item = true;
            rest = words;
        } else if item {
            entry.part(note.as_deref(), Gap::Line);
        }
        let marks = rest.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&marks) && rest[marks..].starts_with(' ') {
            rest = &rest[marks + 1..];
        }
        entry.inline(rest, note.as_deref());
        entry.part(note.as_deref(), Gap::Line);
    }
    entry
}

impl Entry {
    fn part(&mut self, note: Option<&str>, gap: Gap) {
        match note.and_then(|note| self.notes.get_mut(note)) {
            Some(note) => note.part(gap),
            None => self.body.part(gap),
        }
    }

    fn inline(&mut self, text: &str, note: Option<&str>) {
        let mut out = match note {
            Some(note) => std::mem::take(self.notes.entry(note.to_owned()).or_default()),
            None => std::mem::take(&mut self.body),
        };
        let mut look = Look::default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(behind) = rest.strip_prefix('\\') {
                let mut signs = behind.chars();
                out.push(signs.next().unwrap_or('\\'), look);
                rest = signs.as_str();
            } else if let Some(behind) = rest.strip_prefix("**") {
                rest = behind;
            } else if let Some(behind) = rest.strip_prefix("~~") {
                look.struck = !look.struck;
                rest = behind;
            } else if let Some(behind) = rest.strip_prefix("<br>") {
                out.part(Gap::Line);
                rest = behind;
            } else if let Some((height, behind)) = script(rest) {
                look.height = height;
                rest = behind;
            } else if let Some((name, behind)) = mark(rest) {
                self.marks.push(name.to_owned());
                out.push(NOTE, Look::default());
                rest = behind;
            } else if let Some((caption, line, behind)) = picture(rest) {
                self.pictures += 1;
                self.captions.extend([caption, line]);
                rest = behind;
            } else if let Some(behind) =
                rest.strip_prefix("【待补：").and_then(|it| it.split_once('】'))
            {
                let of_picture = ["图片", "图表", "附件", "此处原有图片"].contains(&behind.0);
                self.gaps += usize::from(of_picture);
                out.push(HOLE, Look::default());
                rest = behind.1;
            } else {
                out.push(c, look);
                rest = &rest[c.len_utf8()..];
            }
        }
        match note {
            Some(note) => drop(self.notes.insert(note.to_owned(), out)),
            None => self.body = out,
        }
    }
}

/// A scalar of YAML on one line.
fn unquoted(value: &str) -> String {
    let inner = |mark: char| value.strip_prefix(mark).and_then(|it| it.strip_suffix(mark));
    if let Some(inner) = inner('\'') {
        return inner.replace("''", "'");
    }
    match inner('"') {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => value.to_owned(),
    }
}

/// `[^1]: …`
fn definition(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("[^")?.split_once("]: ")
}

/// `[^1]`
fn mark(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix("[^")?.split_once(']')?;
    name.bytes().all(|byte| byte.is_ascii_digit()).then_some((name, rest))
}

fn script(text: &str) -> Option<(Height, &str)> {
    let tags = [
        ("<sup>", Height::Raised),
        ("</sup>", Height::Line),
        ("<sub>", Height::Lowered),
        ("</sub>", Height::Line),
    ];
    tags.iter().find_map(|(tag, height)| Some((*height, text.strip_prefix(tag)?)))
}

/// `![caption](path "whole line"){宽=6cm}`: the caption, the line that it was, and what follows.
fn picture(text: &str) -> Option<(String, String, &str)> {
    let (caption, rest) = until(text.strip_prefix("![")?, ']')?;
    let rest = rest.strip_prefix('(')?;
    // Brackets in the path come in pairs.
    let mut open = 0;
    let end = rest.char_indices().find(|(_, c)| {
        open += i32::from(*c == '(') - i32::from(*c == ')');
        open < 0 || *c == ' '
    });
    let mut rest = &rest[end?.0..];
    let mut line = String::new();
    if let Some(title) = rest.strip_prefix(" \"") {
        (line, rest) = until(title, '"')?;
    }
    rest = rest.strip_prefix(')')?;
    if let Some(inner) = rest.strip_prefix('{') {
        rest = inner.split_once('}')?.1;
    }
    Some((caption, line, rest))
}

/// What stands before a mark, escapes undone, and what follows it.
fn until(text: &str, mark: char) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut signs = text.chars();
    loop {
        match signs.next()? {
            '\\' => out.push(signs.next()?),
            c if c == mark => return Some((out, signs.as_str())),
            c => out.push(c),
        }
    }
}

/// Whether a row of a table is the rule under its head.
fn is_rule(line: &str) -> bool {
    line.contains('-')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
        && cells(line).iter().all(|cell| ["---", ":-", "-:"].iter().any(|it| cell.contains(it)))
}

/// The cells of a row; `\|` parts none.
fn cells(line: &str) -> Vec<&str> {
    let inner = line.trim().trim_start_matches('|');
    let mut found = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in inner.char_indices() {
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '|' if !escaped => {
                found.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        escaped = false;
    }
    found
}
