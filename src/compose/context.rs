//! What templates are given: plain values by name, and which of them an author wrote.

use std::collections::BTreeMap;

use chrono::Datelike;
use tera::{Context, Value};

use super::options::ComposeOptions;
use super::title;
use super::wording;
use crate::diagnostic::Text;
use crate::markdown::string_literal;
use crate::model::{Entry, FieldValue, Issue, Layout, Leader, PageField, PageValue};

/// A value as it is set, and the author's text it came from.
pub struct Field {
    pub value: String,
    pub text: Text,
}

/// The values of a template, remembering the author's.
#[derive(Default)]
struct Values {
    context: Context,
    fields: Vec<Field>,
}

impl Values {
    fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.context.insert_value(name, value.into());
    }

    fn text(&mut self, text: &Text) -> Value {
        self.part(&text.value, text)
    }

    fn optional(&mut self, text: Option<&Text>) -> Value {
        text.map_or_else(Value::none, |text| self.text(text))
    }

    /// A value that is part of an author's text, such as one line of a title.
    fn part(&mut self, value: &str, text: &Text) -> Value {
        self.fields.push(Field { value: value.to_owned(), text: text.clone() });
        Value::from(value)
    }

    fn lines(&mut self, lines: &[title::Line], text: &Text) -> Value {
        Value::from(lines.iter().map(|line| self.part(&line.text, text)).collect::<Vec<Value>>())
    }
}

fn map<const N: usize>(pairs: [(&'static str, Value); N]) -> Value {
    Value::from(BTreeMap::from(pairs))
}

/// `settings.typ`: the numbers of the page as Typst code, and by name for templates of a house's own.
pub fn settings(layout: &Layout, options: &ComposeOptions) -> Context {
    let mut values = Values::default();
    let given = || Layout::FIELDS.iter().filter_map(|field| Some((field, field.typst?)));
    let named = given().map(|(field, name)| {
        let name = name.rsplit('.').next().unwrap_or(name).replace('-', "_");
        let value = match (field.given)(layout) {
            PageValue::Integer(number) => Value::from(number),
            PageValue::Number(number) => Value::from(number),
            PageValue::Bool(yes) => Value::from(yes),
            PageValue::Word(word) => Value::from(word),
        };
        (name, value)
    });
    values.set("layout", named.collect::<BTreeMap<_, _>>());
    values.set("numbers", numbers(layout, given()));
    values.set("draft", options.draft);
    values.set("apart", options.apart.clone());
    values.context
}

/// The rows of a dictionary of Typst, those of a group in one of their own.
fn numbers<'f>(layout: &Layout, fields: impl Iterator<Item = (&'f PageField, &'f str)>) -> String {
    let mut code = String::new();
    let mut open = None;
    for (field, name) in fields {
        let (group, name) =
            name.split_once('.').map_or((None, name), |(group, name)| (Some(group), name));
        if group != open {
            code.push_str(if open.is_some() { "  ),\n" } else { "" });
            code.extend(group.map(|group| format!("  {group}: (\n")));
            open = group;
        }
        let value = match (field.given)(layout) {
            PageValue::Integer(number) => number.to_string(),
            PageValue::Number(number) => format!("{number}{}", field.unit),
            PageValue::Bool(yes) => yes.to_string(),
            PageValue::Word(word) => string_literal(word),
        };
        let indent = if open.is_some() { "    " } else { "  " };
        code.push_str(&format!("{indent}{name}: {value},\n"));
    }
    code.push_str(if open.is_some() { "  ),\n" } else { "" });
    code
}

/// `issue.typ`: `entries` are the rendered ones, by column; `note` the file of the 编者按.
pub fn issue(
    issue: &Issue,
    entries: &[(usize, String)],
    note: Option<&str>,
) -> (Context, Vec<Field>) {
    let mut values = Values::default();
    let name = issue.masthead.plain_name();
    let number = wording::number(issue);
    values.set("document_title", format!("{name}{}", number.replace(' ', "")));
    let issuers: Vec<&str> =
        issue.masthead.issuers.iter().map(|text| text.value.trim_matches('|')).collect();
    values.set("document_author", issuers.join("、").replace('|', ""));
    let mut keywords = vec![name.clone(), number.replace(' ', "")];
    keywords.extend(
        issue
            .columns
            .iter()
            .filter_map(|column| column.title.as_ref())
            .map(|title| title.value.clone()),
    );
    values.set("keywords", keywords);
    values.set("date", issue.date.to_string());
    values.set("year", issue.date.year());
    values.set("month", issue.date.month());
    values.set("day", issue.date.day());
    let masthead = masthead(issue, number, &mut values);
    values.set("masthead", masthead);
    values.set("editors_note", note.map(Value::from));
    values.set("note_label", issue.note_label);
    values.set("correction", issue.correction.clone());
    let columns: Vec<Value> = issue
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let files: Vec<&str> = entries
                .iter()
                .filter(|(at, _)| *at == index)
                .map(|(_, path)| path.as_str())
                .collect();
            // A column nothing was sent for is not printed.
            let title = column.title.as_ref().filter(|_| !files.is_empty());
            let (title, mark) = (values.optional(title), values.optional(column.mark.as_ref()));
            map([("title", title), ("mark", mark), ("entries", Value::from(files))])
        })
        .collect();
    values.set("columns", columns);
    let annexes = entries.iter().filter(|(column, _)| *column >= issue.columns.len());
    values.set("annexes", annexes.map(|(_, path)| path.as_str()).collect::<Vec<_>>());
    values.set("contents", issue.contents);
    let tail = tail(issue, &mut values);
    values.set("tail", tail);
    (values.context, values.fields)
}

fn masthead(issue: &Issue, number: String, values: &mut Values) -> Value {
    let head = &issue.masthead;
    let prefix = match &head.prefix {
        Some(prefix) => values.lines(&wording::prefix(prefix), prefix),
        None => Value::none(),
    };
    let mut issuers = Vec::new();
    for (line, issuer) in wording::issuers(issue) {
        issuers.push(values.part(&line.text, issuer));
    }
    let lines: Vec<&str> = wording::lines_of(&head.name.value).collect();
    let (name, name_lines) = match lines.as_slice() {
        [] => (values.text(&head.name), Value::none()),
        [line] => (values.part(line, &head.name), Value::none()),
        lines => {
            let lines: Vec<Value> =
                lines.iter().map(|line| values.part(line, &head.name)).collect();
            (Value::from(head.plain_name()), Value::from(lines))
        }
    };
    map([
        ("name", name),
        ("name_lines", name_lines),
        ("prefix", prefix),
        ("number", Value::from(number)),
        ("issuers", Value::from(issuers)),
        ("classification", values.optional(head.classification.as_ref())),
        ("serial", values.optional(head.serial.as_ref())),
    ])
}

fn tail(issue: &Issue, values: &mut Values) -> Value {
    let Some(tail) = wording::tail(issue) else { return Value::none() };
    for text in wording::tail_texts(issue) {
        values.text(text);
    }
    let recipients: Vec<Value> = tail
        .recipients
        .into_iter()
        .map(|(label, units)| map([("label", Value::from(label)), ("units", Value::from(units))]))
        .collect();
    map([
        ("recipients", Value::from(recipients)),
        ("left", Value::from(tail.left)),
        ("right", Value::from(tail.right)),
    ])
}

/// `entries/KIND.typ`: `body` is the file of the body, if there is one.
/// `first` says that nothing but the heading of its column stands before it.
pub fn entry(
    issue: &Issue,
    entry: &Entry,
    first: bool,
    body: Option<&str>,
) -> (Context, Vec<Field>) {
    let mut values = Values::default();
    let lead = issue.columns.get(entry.column).is_none_or(|column| column.title.is_none());
    let title = entry_title(issue, entry, lead, &mut values);
    values.set("title", title);
    values.set("lead", lead);
    values.set("first", first && !lead);
    // A title under a column's heading is one level below it.
    values.set("level", if lead { 1 } else { 2 });
    if entry.is_annex() {
        values.set("annex_label", wording::annex_label(issue, entry));
    }
    values.set("landscape", entry.landscape);
    values.set("source_line", wording::has_source_line(issue, entry));
    values.set("kind", entry.kind.value.as_str());
    for (name, text) in [
        ("source", &entry.source),
        ("author", &entry.author),
        ("place", &entry.place),
        ("topic", &entry.topic),
    ] {
        let value = values.optional(text.as_ref());
        values.set(name, value);
    }
    let leader = match &entry.leader {
        Some(Leader { name, post }) => {
            map([("name", values.text(name)), ("post", values.optional(post.as_ref()))])
        }
        None => Value::none(),
    };
    values.set("leader", leader);
    values.set("date", entry.date.map(|date| date.to_string()));
    values.set("body", body.map(Value::from));
    let measures: Vec<Value> = (1..)
        .zip(&entry.measures)
        .map(|(number, measure)| self::measure(number, measure, &mut values))
        .collect();
    values.set("measures", measures);
    let fields: BTreeMap<&str, Value> = entry
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), field(value, &mut values)))
        .collect();
    values.set(
        "fields",
        fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect::<BTreeMap<_, _>>(),
    );
    (values.context, values.fields)
}

fn measure(number: u32, measure: &Text, values: &mut Values) -> Value {
    let (ordinal, lead, rest) = wording::measure(number, measure);
    map([
        ("ordinal", Value::from(ordinal)),
        ("lead", values.part(lead, measure)),
        ("rest", values.part(rest, measure)),
    ])
}

fn field(value: &FieldValue, values: &mut Values) -> Value {
    match value {
        FieldValue::Text(text) => values.text(text),
        FieldValue::List(items) => {
            Value::from(items.iter().map(|item| field(item, values)).collect::<Vec<_>>())
        }
        FieldValue::Map(pairs) => Value::from(
            pairs
                .iter()
                .map(|(name, item)| (name.clone(), field(item, values)))
                .collect::<BTreeMap<_, _>>(),
        ),
    }
}

fn entry_title(issue: &Issue, entry: &Entry, lead: bool, values: &mut Values) -> Value {
    let text = entry.title_or_composed();
    let (size, lines) = wording::title(issue, entry, lead, &text);
    map([
        ("text", Value::from(text.value.replace('|', ""))),
        ("size", Value::from(size)),
        ("lines", values.lines(&lines, &text)),
    ])
}
