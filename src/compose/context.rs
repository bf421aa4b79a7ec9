//! What templates are given: plain values by name, and which of them an author wrote.

use std::collections::BTreeMap;

use chrono::Datelike;
use tera::{Context, Value};

use super::ComposeOptions;
use super::filters::han_number;
use super::title::{self, Widths, ems};
use crate::diagnostic::Text;
use crate::markdown::string_literal;
use crate::model::{
    Entry, EntryKind, FieldValue, Issue, IssueNumber, Layout, Leader, MM_PER_PT, NumberForm,
    PageField, PageValue, SourceLine, SourceLines,
};

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
    let number = number_row(issue);
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

/// 第 28 期（总第 136 期）, 增刊第 2 期（总第 136 期）, in the form that the house wants.
fn number_row(issue: &Issue) -> String {
    let (series, number) = match issue.id.number {
        IssueNumber::Regular(number) => ("", format!("第 {number} 期")),
        IssueNumber::Joint(first, last) => ("", format!("第 {first}—{last} 期")),
        IssueNumber::Supplement(number) => ("增刊", format!("第 {number} 期")),
    };
    // The total of a 合刊 counts each of its numbers; what is written is the last.
    let count = issue.id.number.count();
    let total = issue.total.map(|total| match total.checked_sub(count - 1) {
        Some(first) if count > 1 => format!("总第 {first}—{total} 期"),
        _ => format!("总第 {total} 期"),
    });
    match (issue.layout.masthead.number_form, total) {
        (NumberForm::Plain, Some(total)) => format!("{series}{number}（{total}）"),
        (NumberForm::Plain, None) => format!("{series}{number}"),
        (NumberForm::Brackets, Some(total)) => format!("（{series}{number}　{total}）"),
        (NumberForm::Brackets, None) => format!("（{series}{number}）"),
        (NumberForm::Total, Some(total)) if series.is_empty() => total,
        (NumberForm::Total, Some(total)) => format!("{series}{number}（{total}）"),
        // Without a count over all years the number is the only one there is.
        (NumberForm::Total, None) if series.is_empty() => format!("总{number}"),
        (NumberForm::Total, None) => format!("{series}{number}"),
    }
}

/// The prefix is one line up to this many em, so that it stays readable (house practice).
const PREFIX_EMS: f64 = 24.0;

fn masthead(issue: &Issue, number: String, values: &mut Values) -> Value {
    let head = &issue.masthead;
    let chars = (issue.layout.text_width() / issue.layout.char_pitch()).floor();
    let prefix = match &head.prefix {
        Some(prefix) => {
            let lines = title::break_by_meaning(&prefix.value, Widths::even(PREFIX_EMS), &[]);
            values.lines(&lines, prefix)
        }
        None => Value::none(),
    };
    // The date stands on the last row, so that one has less room; 空一字 at each end, two between.
    let date = issue.date;
    let date_ems = ems(&format!("{}年{}月{}日", date.year(), date.month(), date.day()));
    let room = Widths { line: chars - 2.0, last: chars - 4.0 - date_ems };
    let mut issuers = Vec::new();
    for (index, issuer) in head.issuers.iter().enumerate() {
        let last = index + 1 == head.issuers.len();
        let widths = if last { room } else { Widths::even(room.line) };
        for line in title::break_organ(&issuer.value, widths) {
            issuers.push(values.part(&line.text, issuer));
        }
    }
    let lines: Vec<&str> = lines_of(&head.name.value).collect();
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

/// The lines of a masthead's name.
fn lines_of(name: &str) -> impl Iterator<Item = &str> {
    name.split('|').map(str::trim).filter(|line| !line.is_empty())
}

fn tail(issue: &Issue, values: &mut Values) -> Value {
    let to = &issue.distribution;
    let sign_off = &issue.sign_off;
    let signed = [
        ("编辑：", &sign_off.editor),
        ("审核：", &sign_off.reviewer),
        ("签发：", &sign_off.approver),
    ];
    if to.is_empty() && signed.iter().all(|(_, name)| name.is_none()) {
        return Value::none();
    }
    let mut recipients = Vec::new();
    for (label, units) in [
        ("主送", &to.main),
        ("报", &to.report),
        ("送", &to.send),
        ("发", &to.issue),
        ("抄送", &to.copy),
        ("本期增发", &to.extra),
    ] {
        if units.is_empty() {
            continue;
        }
        for unit in units {
            values.text(unit);
        }
        let units: Vec<&str> =
            units.iter().map(|unit| unit.value.trim_end_matches(['。', '，', '；'])).collect();
        let units = format!("{}。", units.join("，"));
        recipients.push(map([("label", Value::from(label)), ("units", Value::from(units))]));
    }
    let mut left = Vec::new();
    for (label, name) in signed {
        if let Some(name) = name {
            values.text(name);
            left.push(format!("{label}{}", name.value));
        }
    }
    if left.is_empty() {
        // Without names the last row says who printed it.
        left.extend(issue.masthead.issuers.first().map(|issuer| issuer.value.replace('|', "")));
    }
    let right = to.copies.map(|copies| format!("（共印 {copies} 份）")).unwrap_or_default();
    map([
        ("recipients", Value::from(recipients)),
        ("left", Value::from(left.join("　"))),
        ("right", Value::from(right)),
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
        let annexes: Vec<&str> = issue
            .entries
            .iter()
            .filter(|entry| entry.is_annex())
            .map(|entry| entry.file.as_str())
            .collect();
        // A single annex has no number (7.3.7).
        let number =
            annexes.iter().position(|file| *file == entry.file).filter(|_| annexes.len() > 1);
        let number = number.map_or_else(String::new, |index| (index + 1).to_string());
        values.set("annex_label", format!("附件{number}"));
    }
    values.set("landscape", entry.landscape);
    let line =
        EntryKind::named(&entry.kind.value).map_or(SourceLine::OnRequest, |kind| kind.source_line);
    let source_line = match issue.layout.source_lines {
        SourceLines::Reports => line == SourceLine::Usual,
        SourceLines::All => line != SourceLine::Never,
        SourceLines::None => false,
    };
    values.set("source_line", source_line);
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

/// 一是 and the first sentence in bold, the rest after it; a single sentence is not bold.
fn measure(number: u32, measure: &Text, values: &mut Values) -> Value {
    let text = measure.value.trim();
    let (lead, rest) =
        match text.find('。').map(|at| at + '。'.len_utf8()).filter(|&at| at < text.len()) {
            Some(at) => text.split_at(at),
            None => ("", text),
        };
    map([
        ("ordinal", Value::from(format!("{}是", han_number(number)))),
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
    let layout = &issue.layout;
    let text = entry.title_or_composed();
    let widths = |size: f64| Widths::even((layout.text_width() / (size * MM_PER_PT)).floor());
    let mut sizes = vec![layout.item_title_size];
    if lead {
        sizes.insert(0, layout.title_size);
    }
    let names: Vec<&str> = [&entry.source, &entry.place]
        .into_iter()
        .flatten()
        .chain(
            entry
                .leader
                .iter()
                .flat_map(|leader| [Some(&leader.name), leader.post.as_ref()])
                .flatten(),
        )
        .map(Text::as_str)
        .collect();
    // The author's own lines are kept as long as a smaller size can hold them.
    let written = sizes
        .iter()
        .find_map(|&size| Some((size, title::break_as_written(&text.value, widths(size))?)));
    let (size, lines) = written.unwrap_or_else(|| {
        let size = sizes[0];
        (size, title::break_by_meaning(&text.value, widths(size), &names))
    });
    map([
        ("text", Value::from(text.value.replace('|', ""))),
        ("size", Value::from(size)),
        ("lines", values.lines(&lines, &text)),
    ])
}
