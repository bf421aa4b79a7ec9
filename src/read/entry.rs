//! One entry: Markdown with front matter, or YAML → [`Entry`].
//!
//! Does not read Markdown (the body stays text) and does not know which kinds have templates.
//!
//! Front matter is split here, not by the Markdown parser, because its end may be missing, and that
//! deserves a finding of its own and a guess at the body.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, OffsetMap, SourceFile, Span, Text, code};
use crate::model::{Column, Entry, EntryKind, FieldValue, Leader};

use super::keys::{self, ENTRY};
use super::order::in_order;
use super::record::Record;
use super::settings::kind;
use super::text::top;
use super::value::shown;
use super::yaml::{self, Node, Value};

const HEAD: &str = "在文件最前面加上四行：\n---\n标题: 本篇的标题\n栏目: 栏目的名称\n---";

/// Reads an entry; `columns` are those of its issue, `None` when they could not be read.
///
/// No value for an entry that is held back (暂缓) or unreadable; an entry that is held back
/// has no findings either, for nothing of it is printed.
pub(super) fn parse_entry(file: &Arc<SourceFile>, columns: Option<&[Column]>) -> Checked<Entry> {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let mut out = Vec::new();
    let entry = if name.to_lowercase().ends_with(".md") {
        markdown(file, columns, &mut out)
    } else {
        let parsed = yaml::parse(file, 0..file.text.len());
        out.extend(parsed.diagnostics);
        parsed.value.and_then(|node| from_node(file, &node, None, columns, &mut out))
    };
    match entry {
        Some(Draft::Held) => Checked { value: None, diagnostics: Vec::new() },
        Some(Draft::Entry(mut entry)) => {
            entry.file = name.to_owned();
            Checked { value: Some(*entry), diagnostics: in_order(out) }
        }
        None => Checked { value: None, diagnostics: in_order(out) },
    }
}

enum Draft {
    Held,
    Entry(Box<Entry>),
}

fn markdown(
    file: &Arc<SourceFile>,
    columns: Option<&[Column]>,
    out: &mut Vec<Diagnostic>,
) -> Option<Draft> {
    let text = &file.text;
    let all = Head { yaml: 0..0, body: 0, end: 0..0 };
    let head = match head(text) {
        Some(head) => head,
        None => {
            out.push(no_head(file));
            return Some(bare(file, &all));
        }
    };
    if head.end.is_empty() {
        out.push(
            Diagnostic::error(code::UNCLOSED_FRONT_MATTER, "项目区没有结束")
                .at(Span::new(file, 0..3))
                .help("在最后一个项目下面加一行「---」，正文从它的下一行开始"),
        );
        // What the author meant as head is a guess, so what is wrong in it is not told.
        let parsed = yaml::parse(file, head.yaml.clone());
        let guess = parsed
            .value
            .and_then(|node| from_node(file, &node, Some(&head), columns, &mut Vec::new()));
        return Some(guess.unwrap_or_else(|| bare(file, &head)));
    }
    let parsed = yaml::parse(file, head.yaml.clone());
    out.extend(parsed.diagnostics);
    let entry = parsed.value.and_then(|node| from_node(file, &node, Some(&head), columns, out));
    Some(entry.unwrap_or_else(|| bare(file, &head)))
}

/// The parts of a Markdown entry.
struct Head {
    /// Between the fences.
    yaml: Range<usize>,
    /// Where the body begins.
    body: usize,
    /// The closing fence; empty when there is none.
    end: Range<usize>,
}

/// Finds the front matter; one without end is taken to reach to the first empty line.
fn head(text: &str) -> Option<Head> {
    let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    });
    let first = lines.find(|(_, line)| !line.is_empty())?;
    if first.1 != "---" {
        return None;
    }
    let rest: Vec<(usize, &str)> = lines.collect();
    let start = rest.first().map_or(text.len(), |&(at, _)| at);
    let after = |index: usize| rest.get(index + 1).map_or(text.len(), |&(at, _)| at);
    if let Some(index) = rest.iter().position(|&(_, line)| line == "---" || line == "...") {
        let (at, line) = rest[index];
        return Some(Head { yaml: start..at, body: after(index), end: at..at + line.len() });
    }
    let blank = rest.iter().position(|&(_, line)| line.is_empty());
    let body = blank.map_or(text.len(), after);
    Some(Head { yaml: start..blank.map_or(text.len(), |index| rest[index].0), body, end: 0..0 })
}

/// Where the keys of a Markdown entry stand: between its fences. `None` where it has no head, or one
/// without an end.
pub(super) fn keys_of(text: &str) -> Option<Range<usize>> {
    head(text).filter(|head| !head.end.is_empty()).map(|head| head.yaml)
}

/// Why a file has no head: the line before its keys is missing or mistyped, or there are no keys.
fn no_head(file: &Arc<SourceFile>) -> Diagnostic {
    let mut start = 0;
    let mut first = None;
    for line in file.text.split_inclusive('\n').take(12) {
        let text = line.trim();
        let key = text.split([':', '：']).next().unwrap_or_default().trim();
        let is_key = text.contains([':', '：']) && ENTRY.find(key).is_some();
        let is_fence = !text.is_empty() && text.chars().all(|c| "-－—–_=".contains(c));
        if first.is_none() && (is_key || is_fence) {
            first = Some((start, text, is_fence));
        }
        if is_key && let Some((at, text, is_fence)) = first {
            let place = Span::new(file, at..at + text.len());
            let found = |message: String, help: &str| {
                Diagnostic::error(code::UNCLOSED_FRONT_MATTER, message).at(place.clone()).help(help)
            };
            return if is_fence {
                let message = format!("项目区的第一行「{text}」不是三个半角减号");
                found(message, "把这一行改成「---」，项目区最后一行也一样")
            } else {
                let message = "项目区前面缺少一行「---」".to_owned();
                found(message, "在这一行前面加一行「---」（三个半角减号），项目区后面也要有一行")
            };
        }
        if first.is_none() && !text.is_empty() {
            break;
        }
        start += line.len();
    }
    Diagnostic::error(code::MISSING_TITLE, "稿件没有项目区，不知道标题和栏目")
        .at(top(file))
        .help(HEAD)
}

fn body_of(file: &Arc<SourceFile>, head: &Head) -> Text {
    Text::new(file.text.get(head.body..).unwrap_or_default(), file, OffsetMap::shifted(head.body))
}

/// An entry of which only the body could be read: its text is still worth checking.
fn bare(file: &Arc<SourceFile>, head: &Head) -> Draft {
    Draft::Entry(Box::new(Entry {
        file: String::new(),
        kind: Text::unplaced(EntryKind::DEFAULT),
        column: 0,
        title: None,
        source: None,
        author: None,
        date: None,
        date_line: None,
        comments: comments(file, head.body..file.text.len()),
        leader: None,
        place: None,
        topic: None,
        landscape: false,
        measures: Vec::new(),
        body: body_of(file, head).into(),
        fields: BTreeMap::new(),
    }))
}

fn from_node(
    file: &Arc<SourceFile>,
    node: &Node,
    head: Option<&Head>,
    columns: Option<&[Column]>,
    out: &mut Vec<Diagnostic>,
) -> Option<Draft> {
    let record = Record::of_file(file, node, &ENTRY, out)?;
    if record.boolean("hold", out) == Some(true) {
        return Some(Draft::Held);
    }
    let own_kind = kind(&record, out);
    let column = column(&record, own_kind.as_ref().map(Text::as_str), columns, out);
    let kind = own_kind.or_else(|| Some(columns?.get(column?)?.kind.clone()));
    // While the kind is unknown nobody can say which fields it has.
    let built_in = kind.as_ref().and_then(|kind| EntryKind::named(kind.as_str()));
    let fields = match built_in {
        Some(_) => {
            record.refuse_extra(out);
            BTreeMap::new()
        }
        _ => record.extra.iter().map(|(name, node)| (name.value.clone(), field(node))).collect(),
    };
    let title = record.text("title", out);
    let leader = record.record("leader", out).and_then(|leader| {
        Some(Leader { name: leader.text("name", out)?, post: leader.text("post", out) })
    });
    // Nothing of it is printed; a slip in it is told of all the same.
    if let Some(original) = record.record("original", out) {
        let _ = (original.text("file", out), original.text("sha256", out));
    }
    // A title of the wrong type has been told of already.
    let composed =
        built_in.is_some_and(|kind| kind.composes_title) && record.get("leader").is_some();
    // A misspelt key is told of as such; its value is the title that seems to be missing.
    let misspelt = record.misspelt("title").is_some();
    if record.get("title").is_none() && !composed && !misspelt {
        let at = record.name_of("title").unwrap_or_else(|| top(file));
        out.push(
            Diagnostic::error(code::MISSING_TITLE, "稿件没有标题")
                .at(at)
                .help("补上一行「标题: …」（或「title: …」）"),
        );
    }
    let landscape = record.boolean("landscape", out).unwrap_or(false);
    let measures = record.texts("measures", out).unwrap_or_default();
    let body = match head {
        None => record.markdown("body", out),
        Some(head) => {
            if let Some(field) = record.get("body") {
                let message = format!(
                    "Markdown 稿件的正文写在项目区下面，项目区里不用「{}」",
                    field.name.as_str()
                );
                let found = Diagnostic::error(code::WRONG_VALUE, message).at(field.name.whole());
                out.push(found.help("把正文移到第二个「---」下面，删去这一项"));
            }
            Some(body_of(file, head))
        }
    };
    let empty = body.as_ref().is_none_or(|body| body.as_str().trim().is_empty());
    if empty
        && measures.is_empty()
        && record.get("body").is_none()
        && record.get("measures").is_none()
    {
        let end = head.map(|head| Span::new(file, head.end.clone()));
        let at = end.or_else(|| record.name_of("body")).unwrap_or_else(|| top(file));
        let help = if head.is_some() {
            "在「---」下面写正文"
        } else {
            "补上「body: |」，正文从下一行开始，每行前加两个空格"
        };
        out.push(Diagnostic::error(code::EMPTY_ENTRY, "稿件没有正文").at(at).help(help));
    }
    let of_body = body.as_ref().filter(|body| !body.value.is_empty()).and_then(Text::whole);
    let of_body = of_body.map_or(0..0, |body| body.range);
    Some(Draft::Entry(Box::new(Entry {
        file: String::new(),
        kind: kind.unwrap_or_else(|| Text::unplaced(EntryKind::DEFAULT)),
        column: column.unwrap_or(0),
        title,
        source: record.text("source", out),
        author: record.text("author", out),
        date: record.date("date", out),
        date_line: record.get("date").and_then(|date| line_of(date.name)),
        comments: comments(file, of_body),
        landscape,
        leader,
        place: record.text("place", out),
        topic: record.text("topic", out),
        measures,
        body: body.unwrap_or_default().into(),
        fields,
    })))
}

/// The comments among the fields, each with its `#`: what stands in the body is none.
fn comments(file: &Arc<SourceFile>, body: Range<usize>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        if line.trim_start().starts_with('#') && !body.contains(&at) {
            let start = at + line.len() - line.trim_start().len();
            found.push(Span::new(file, start..start + line.trim().len()));
        }
        at += line.len();
    }
    found
}

/// The line of a field's name, without the blank around it.
fn line_of(name: &Text) -> Option<Span> {
    let name = name.whole()?;
    let text = &name.file.text;
    let start = text[..name.range.start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].split('\n').next()?;
    let start = start + line.len() - line.trim_start().len();
    Some(Span::new(&name.file, start..start + line.trim().len()))
}

/// The index of the entry's column: the one it names by id or title, or the only one that can be meant.
fn column(
    record: &Record<'_>,
    kind: Option<&str>,
    columns: Option<&[Column]>,
    out: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let name = record.text("column", out);
    let columns = columns?;
    if kind == Some(Entry::ANNEX) {
        return Some(columns.len());
    }
    let title = |column: &Column| column.title.as_ref().map(|title| title.value.clone());
    let labels: Vec<String> =
        columns.iter().map(|column| title(column).unwrap_or_else(|| column.id.clone())).collect();
    let Some(name) = name else {
        if record.get("column").is_some() {
            return None;
        }
        let mut of_kind =
            columns.iter().enumerate().filter(|(_, column)| kind == Some(column.kind.as_str()));
        return match (columns.len(), of_kind.next(), of_kind.next()) {
            (1, _, _) => Some(0),
            (_, Some((index, _)), None) => Some(index),
            // An entry of a built-in kind is told of the slip among its other unknown keys.
            _ if record.misspelt("column").is_some() => {
                let told = kind.and_then(EntryKind::named).is_some();
                out.extend(record.misspelt("column").filter(|_| !told));
                None
            }
            _ => {
                let at = record.name_of("column").unwrap_or_else(|| record.place());
                let found = Diagnostic::error(code::UNKNOWN_COLUMN, "稿件没有写明栏目").at(at);
                out.push(
                    found.help(format!("补上一行「栏目: …」，可用的栏目：{}", labels.join("、"))),
                );
                None
            }
        };
    };
    let wanted = name.as_str();
    let by_id = columns.iter().position(|column| column.id == wanted && !wanted.is_empty());
    let found = by_id
        .or_else(|| columns.iter().position(|column| title(column).as_deref() == Some(wanted)));
    if found.is_none() {
        let known =
            columns.iter().flat_map(|column| [Some(column.id.clone()), title(column)]).flatten();
        let known: Vec<String> = known.filter(|name| !name.is_empty()).collect();
        let help = match keys::nearest(wanted, known.iter().map(String::as_str)) {
            Some(near) => format!("是不是「{near}」？"),
            None if known.is_empty() => {
                "设置里没有栏目：删去这一行，或在 jianbao.yaml 的栏目（columns）里加上它".to_owned()
            }
            None => format!("可用的栏目：{}", labels.join("、")),
        };
        out.push(
            Diagnostic::error(code::UNKNOWN_COLUMN, format!("没有栏目「{}」", shown(&name)))
                .at(name.whole())
                .help(help),
        );
    }
    found
}

fn field(node: &Node) -> FieldValue {
    match &node.value {
        Value::Null => FieldValue::Text(Text::new(
            "",
            &node.span.file,
            OffsetMap::shifted(node.span.range.start),
        )),
        Value::Scalar(text) => FieldValue::Text(text.clone()),
        Value::List(items) => FieldValue::List(items.iter().map(field).collect()),
        Value::Map(entries) => FieldValue::Map(
            entries.iter().map(|(name, node)| (name.value.clone(), field(node))).collect(),
        ),
    }
}
