//! A YAML mapping read by its table of keys.
//!
//! Resolves names, reports unknown, doubled and missing keys and values of the wrong type;
//! what the values mean together is its callers' business.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, SourceFile, Span, Text, code};
use crate::model::Limit;

use super::keys::{Choice, ISSUE, Key, Kind, SETTINGS, Table};
use super::text::top;
use super::value::{self, Read};
use super::yaml::{Node, Value, duplicate};

/// The most findings of unknown keys in one mapping; a file of another sort is told so often enough.
const MOST_UNKNOWN: usize = 20;

/// The most characters of a text on one line: more is a body in the wrong place.
const MOST_CHARACTERS: usize = 500;

/// The most characters of a text where there may be a list: one line may name all departments.
const MOST_LISTED: usize = 5_000;

/// A mapping whose keys are known.
pub(super) struct Record<'n> {
    table: &'static Table,
    fields: Vec<Field<'n>>,
    /// What no key of the table answers to.
    pub extra: Vec<(&'n Text, &'n Node)>,
    /// Where a missing key is reported.
    place: Span,
}

/// A key of the table that is there.
pub(super) struct Field<'n> {
    key: &'static Key,
    /// The key as written.
    pub name: &'n Text,
    /// Its value.
    pub node: &'n Node,
}

impl<'n> Record<'n> {
    /// Takes a whole file's mapping; missing keys are reported at its top. `None`, with a finding, if it is none.
    pub(super) fn of_file(
        file: &Arc<SourceFile>,
        node: &'n Node,
        table: &'static Table,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        match &node.value {
            Value::Map(entries) => Some(Self::new(entries, table, top(file), out)),
            // An empty file lacks all that is required, and is told so key by key.
            Value::Null => Some(Self::new(&[], table, top(file), out)),
            other => {
                let message =
                    format!("{}应是一行一行的「项目: 内容」，这里是{}", table.name, other.noun());
                let help = format!("每行写成「项目: 内容」，可用的项目：{}", table.listed());
                let at = Span::new(&node.span.file, node.span.range.start..node.span.range.start);
                out.push(Diagnostic::error(code::WRONG_VALUE, message).at(at).help(help));
                None
            }
        }
    }

    /// Takes the mappings of a file that is a list of them; unknown keys are reported, and so is
    /// what is no mapping. `None`, with a finding, if the file is no list.
    pub(super) fn list_of_file(
        node: &'n Node,
        table: &'static Table,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Vec<Self>> {
        let wrong = |what: &str, node: &Node| {
            let message = format!("{}{what}，这里是{}", table.name, node.value.noun());
            let at = Span::new(&node.span.file, node.span.range.start..node.span.range.start);
            let help =
                format!("每条以「- 」开头，写成「项目: 内容」，可用的项目：{}", table.listed());
            Diagnostic::error(code::WRONG_VALUE, message).at(at).help(help)
        };
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Null => &[],
            _ => {
                out.push(wrong("应是一条一条的列表", node));
                return None;
            }
        };
        let mut records = Vec::new();
        for item in items {
            let Value::Map(entries) = &item.value else {
                out.push(wrong("的每一条应是一组项目", item));
                continue;
            };
            let place = entries.first().and_then(|(name, _)| name.whole());
            let record = Self::new(entries, table, place.unwrap_or_else(|| item.span.clone()), out);
            record.refuse_extra(out);
            records.push(record);
        }
        Some(records)
    }

    fn new(
        entries: &'n [(Text, Node)],
        table: &'static Table,
        place: Span,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut record = Self { table, fields: Vec::new(), extra: Vec::new(), place };
        for (name, node) in entries {
            let Some(key) = table.find(name.as_str().trim()) else {
                record.extra.push((name, node));
                continue;
            };
            match record.fields.iter().find(|field| field.key.name == key.name) {
                Some(first) => {
                    if let (Some(span), Some(earlier)) = (name.whole(), first.name.whole()) {
                        out.push(duplicate(name, &earlier, span));
                    }
                }
                None => record.fields.push(Field { key, name, node }),
            }
        }
        record
    }

    /// Reports every key that is not in the table, and every one that must be there and is not.
    pub(super) fn close(&self, out: &mut Vec<Diagnostic>) {
        self.refuse_extra(out);
        for key in self.table.keys.iter().filter(|key| key.required) {
            self.require(key.name, out);
        }
    }

    /// Reports every key that is not in the table.
    pub(super) fn refuse_extra(&self, out: &mut Vec<Diagnostic>) {
        out.extend(self.extra.iter().take(MOST_UNKNOWN).map(|(name, _)| self.unknown(name)));
    }

    fn unknown(&self, name: &Text) -> Diagnostic {
        // What is for all issues is not to be tried key by key.
        let of_house = self.table.id == ISSUE.id && SETTINGS.find(name.as_str().trim()).is_some();
        let help = match self.table.nearest(name.as_str()) {
            _ if of_house => "写在 jianbao.yaml 里，各期都一样，不能只为一期改".to_owned(),
            Some(near) => format!("是不是「{near}」？"),
            None => format!("可用的项目：{}", self.table.listed()),
        };
        let message = format!("不认识的项目「{}」", value::shown(name));
        Diagnostic::error(code::UNKNOWN_KEY, message).at(name.whole()).help(help)
    }

    /// The finding of an unknown key that is most likely meant to be the one of that English name.
    pub(super) fn misspelt(&self, name: &str) -> Option<Diagnostic> {
        let key = self.table.find(name)?;
        let meant = |written: &Text| {
            let near = self.table.nearest(written.as_str());
            near.is_some_and(|near| key.names().any(|have| have == near))
        };
        self.extra
            .iter()
            .find(|(written, _)| meant(written))
            .map(|(written, _)| self.unknown(written))
    }

    /// The field of that English name, unless it is missing or empty.
    pub(super) fn get(&self, name: &str) -> Option<&Field<'n>> {
        self.written(name).filter(|field| match &field.node.value {
            Value::Null => false,
            Value::Scalar(text) => !text.as_str().trim().is_empty(),
            Value::List(_) | Value::Map(_) => true,
        })
    }

    fn written(&self, name: &str) -> Option<&Field<'n>> {
        debug_assert!(self.table.find(name).is_some(), "{name}");
        self.fields.iter().find(|field| field.key.name == name)
    }

    /// Reports a key that must be there and is not, or is empty.
    pub(super) fn require(&self, name: &str, out: &mut Vec<Diagnostic>) {
        if self.get(name).is_some() {
            return;
        }
        let (Some(key), place) = (self.table.find(name), self.name_of(name)) else {
            return;
        };
        let chinese = key.chinese.first().copied().unwrap_or(key.name);
        out.push(
            Diagnostic::error(code::MISSING_KEY, format!("{}缺少「{chinese}」", self.table.name))
                .at(place.unwrap_or_else(|| self.place.clone()))
                .help(format!("补上一行「{chinese}: …」（或「{}: …」）：{}", key.name, key.about)),
        );
    }

    fn scalar(
        &self,
        name: &str,
        out: &mut Vec<Diagnostic>,
    ) -> Option<(&'n str, &'static Key, &'n Text)> {
        let field = self.get(name)?;
        match &field.node.value {
            Value::Scalar(text) => Some((field.name.as_str(), field.key, text)),
            other => {
                out.push(field.wrong(other.noun()));
                None
            }
        }
    }

    /// One line of text.
    pub(super) fn text(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<Text> {
        let (label, _, text) = self.scalar(name, out)?;
        bounded(label, text, MOST_CHARACTERS, out)
    }

    /// One line of text over that of the house; 无 takes it away, for one left empty is none.
    pub(super) fn text_over(
        &self,
        name: &str,
        house: Option<&Text>,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Text> {
        match self.text(name, out) {
            Some(text) if text.as_str() == "无" => None,
            own => own.or_else(|| house.cloned()),
        }
    }

    /// Markdown, as it is.
    pub(super) fn markdown(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<Text> {
        self.scalar(name, out).map(|(_, _, text)| text.clone())
    }

    /// Yes or no; no when missing.
    pub(super) fn boolean(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<bool> {
        let (label, _, text) = self.scalar(name, out)?;
        keep(value::boolean(label, text), out)
    }

    /// A whole number within the table's bounds.
    pub(super) fn integer(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<u32> {
        let (label, key, text) = self.scalar(name, out)?;
        let Kind::Integer(least, most) = key.value else { return None };
        let unit =
            Limit::ALL.into_iter().find(|limit| self.table.id == "limits" && limit.key == name);
        keep(value::integer(label, text, unit.map(|limit| limit.unit), least, most), out)
    }

    /// A number within the table's bounds.
    pub(super) fn number(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<f64> {
        let (label, key, text) = self.scalar(name, out)?;
        let Kind::Number(unit, least, most) = key.value else { return None };
        keep(value::number(label, text, unit, least, most), out)
    }

    /// A number within the table's bounds; `Some(None)` where the word in its place is written.
    pub(super) fn number_or(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<Option<f64>> {
        let (label, key, text) = self.scalar(name, out)?;
        let Kind::NumberOr(unit, least, most, word) = key.value else { return None };
        keep(value::number_or(label, text, unit, (least, most), word), out)
    }

    /// One of the table's words, in English.
    pub(super) fn choice(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<&'static str> {
        let (label, key, text) = self.scalar(name, out)?;
        let Kind::Choice(choices) = key.value else { return None };
        keep(value::choice(label, text, choices), out)
    }

    /// One of some words, in English, where the value is one; nothing is told where it is not.
    pub(super) fn word_among(&self, name: &str, choices: &[Choice]) -> Option<&'static str> {
        let (label, _, text) = self.scalar(name, &mut Vec::new())?;
        value::choice(label, text, choices).ok()
    }

    /// A date.
    pub(super) fn date(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<NaiveDate> {
        let (_, _, text) = self.scalar(name, out)?;
        keep(value::date(text), out)
    }

    /// A list of texts, empty items left out; `None` when the key is missing.
    pub(super) fn texts(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<Vec<Text>> {
        let field = self.get(name)?;
        let label = field.name.as_str();
        let items = match &field.node.value {
            Value::Scalar(text) => {
                return bounded(label, text, MOST_LISTED, out).map(|it| vec![it]);
            }
            Value::List(items) => items,
            other => {
                out.push(field.wrong(other.noun()));
                return None;
            }
        };
        let mut texts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match &item.value {
                Value::Scalar(text) => texts.extend(bounded(label, text, MOST_LISTED, out)),
                Value::Null => {}
                other => {
                    let message = format!(
                        "「{}」的第 {} 项应是一段文字，这里是{}",
                        field.name.as_str(),
                        index + 1,
                        other.noun()
                    );
                    let help = "每项写成一行「- 内容」；内容里有「: 」时放进引号";
                    out.push(
                        Diagnostic::error(code::WRONG_VALUE, message)
                            .at(item.span.clone())
                            .help(help),
                    );
                }
            }
        }
        texts.retain(|text| !text.as_str().is_empty());
        Some(texts)
    }

    /// A list of texts exactly as they are, empty ones included; none when the key is missing.
    pub(super) fn verbatim(&self, name: &str, out: &mut Vec<Diagnostic>) -> Vec<Text> {
        let Some(field) = self.get(name) else { return Vec::new() };
        let Value::List(items) = &field.node.value else {
            out.push(field.wrong(field.node.value.noun()));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Value::Scalar(text) => texts.push(text.clone()),
                other => {
                    let name = field.name.as_str();
                    let message = format!("「{name}」的每项应是一段文字，这里是{}", other.noun());
                    let found = Diagnostic::error(code::WRONG_VALUE, message);
                    out.push(found.at(item.span.clone()).help("每项写成一行「- 内容」"));
                }
            }
        }
        texts
    }

    /// Names of any sort, each with one of the words, which are returned in English.
    pub(super) fn words(
        &self,
        name: &str,
        choices: &[Choice],
        out: &mut Vec<Diagnostic>,
    ) -> Vec<(Text, &'static str)> {
        let Some(field) = self.get(name) else { return Vec::new() };
        let Value::Map(entries) = &field.node.value else {
            out.push(field.wrong(field.node.value.noun()));
            return Vec::new();
        };
        let mut words = Vec::new();
        for (name, node) in entries {
            match &node.value {
                Value::Scalar(text) => {
                    let word = keep(value::choice(name.as_str(), text, choices), out);
                    words.extend(word.map(|word| (value::one_line(name), word)));
                }
                other => {
                    let message =
                        format!("「{}」应是一个词，这里是{}", name.as_str(), other.noun());
                    let words: Vec<&str> = choices.iter().map(|(_, chinese)| *chinese).collect();
                    let help = format!("可以写：{}", words.join("、"));
                    let found = Diagnostic::error(code::WRONG_VALUE, message);
                    out.push(found.at(node.span.clone()).help(help));
                }
            }
        }
        words
    }

    /// Names of any sort, each with a few words on it.
    pub(super) fn reasons(&self, name: &str, out: &mut Vec<Diagnostic>) -> Vec<(Text, Text)> {
        let Some(field) = self.get(name) else { return Vec::new() };
        let Value::Map(entries) = &field.node.value else {
            out.push(field.wrong(field.node.value.noun()));
            return Vec::new();
        };
        let mut reasons = Vec::new();
        for (name, node) in entries {
            let name = value::one_line(name);
            let reason = match &node.value {
                Value::Scalar(text) if !text.as_str().trim().is_empty() => {
                    bounded(name.as_str(), text, MOST_CHARACTERS, out)
                }
                other => {
                    let what = match other {
                        Value::Scalar(_) | Value::Null => "空的",
                        other => other.noun(),
                    };
                    let message =
                        format!("「{}」后面应写明是什么，这里是{what}", value::shown(&name));
                    let help = format!("写成「{}: 原因」，如「red-rule: 五角星」", name.as_str());
                    let at = name.whole().unwrap_or_else(|| node.span.clone());
                    out.push(Diagnostic::error(code::WRONG_VALUE, message).at(at).help(help));
                    None
                }
            };
            reasons.extend(reason.map(|reason| (name, reason)));
        }
        reasons
    }

    /// A list whose items are mappings or, short for them, texts; one text alone is a list of one.
    pub(super) fn items(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<Vec<Item<'n>>> {
        let field = self.get(name)?;
        let Kind::MapsOrTexts(table) = field.key.value else { return None };
        let label = field.name.as_str();
        let nodes = match &field.node.value {
            Value::List(items) => items.as_slice(),
            Value::Scalar(_) => std::slice::from_ref(field.node),
            other => {
                out.push(field.wrong(other.noun()));
                return None;
            }
        };
        let mut items = Vec::new();
        for node in nodes {
            match &node.value {
                Value::Scalar(text) => {
                    let text = bounded(label, text, MOST_CHARACTERS, out);
                    items.extend(text.filter(|text| !text.as_str().is_empty()).map(Item::Text));
                }
                _ => items.extend(field.open(table, node, out).map(Item::Record)),
            }
        }
        Some(items)
    }

    /// A mapping of its own; keys in it that are unknown, and those that are missing, are reported.
    pub(super) fn record(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<Record<'n>> {
        let field = self.get(name)?;
        let Kind::Map(table) = field.key.value else { return None };
        field.open(table, field.node, out)
    }

    /// A list of mappings.
    pub(super) fn records(&self, name: &str, out: &mut Vec<Diagnostic>) -> Option<Vec<Record<'n>>> {
        let field = self.get(name)?;
        let Kind::Maps(table) = field.key.value else { return None };
        match &field.node.value {
            Value::List(items) => {
                Some(items.iter().filter_map(|item| field.open(table, item, out)).collect())
            }
            other => {
                out.push(field.wrong(other.noun()));
                None
            }
        }
    }

    /// Where a key's name stands, though its value may be empty.
    pub(super) fn name_of(&self, name: &str) -> Option<Span> {
        self.written(name)?.name.whole()
    }

    /// Where the mapping begins.
    pub(super) fn place(&self) -> Span {
        self.place.clone()
    }
}

/// An item of a list of mappings or texts.
pub(super) enum Item<'n> {
    /// A mapping.
    Record(Record<'n>),
    /// A text, on one line.
    Text(Text),
}

impl<'n> Field<'n> {
    fn open(
        &self,
        table: &'static Table,
        node: &'n Node,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Record<'n>> {
        match &node.value {
            Value::Map(entries) => {
                let place = entries
                    .first()
                    .and_then(|(name, _)| name.whole())
                    .or_else(|| self.name.whole());
                let record =
                    Record::new(entries, table, place.unwrap_or_else(|| node.span.clone()), out);
                record.close(out);
                Some(record)
            }
            Value::Null => None,
            other => {
                let message = format!(
                    "「{}」应是一组项目（{}），这里是{}",
                    self.name.as_str(),
                    table.listed(),
                    other.noun()
                );
                out.push(
                    Diagnostic::error(code::WRONG_VALUE, message)
                        .at(node.span.clone())
                        .help(self.key.form(self.name.as_str().trim())),
                );
                None
            }
        }
    }

    fn wrong(&self, noun: &str) -> Diagnostic {
        let name = self.name.as_str();
        let message = format!("「{name}」应是{}，这里是{noun}", self.key.value.noun());
        Diagnostic::error(code::WRONG_VALUE, message)
            .at(self.node.span.clone())
            .help(self.key.form(self.name.as_str().trim()))
    }
}

impl Kind {
    fn noun(&self) -> &'static str {
        match self {
            Self::Text | Self::Markdown => "一段文字",
            Self::Texts | Self::Maps(_) | Self::MapsOrTexts(_) => "列表",
            Self::Integer(..) | Self::Number(..) | Self::NumberOr(..) => "数字",
            Self::Bool => "「是」或「否」",
            Self::Date => "日期",
            Self::Choice(_) => "一个词",
            Self::Map(_) | Self::Words(_) | Self::Reasons => "一组项目",
        }
    }
}

impl Key {
    /// How to write it under the name its author used.
    fn form(&self, name: &str) -> String {
        // Whoever writes Chinese keys is shown Chinese ones.
        let inner = |key: &Self| match key.chinese.first() {
            Some(chinese) if !name.is_ascii() => *chinese,
            _ => key.name,
        };
        match &self.value {
            Kind::Texts | Kind::MapsOrTexts(_) => {
                format!("写成「{name}: [甲, 乙]」，或每项一行「- 内容」")
            }
            Kind::Map(table) => match table.keys.first() {
                Some(first) => {
                    format!("写成「{name}: {{{}: …}}」，或每项另起一行并缩进", inner(first))
                }
                None => self.about.to_owned(),
            },
            Kind::Maps(table) => match table.keys.first() {
                Some(first) => format!("每项一行，写成「- {{{}: …}}」", inner(first)),
                None => self.about.to_owned(),
            },
            Kind::Text | Kind::Markdown => {
                format!("写成「{name}: 内容」；内容以「[」「{{」开头时放进引号")
            }
            _ => format!("{name}：{}", self.about),
        }
    }
}

/// A text on one line; none where it is longer than `most` characters.
fn bounded(label: &str, text: &Text, most: usize, out: &mut Vec<Diagnostic>) -> Option<Text> {
    let line = value::one_line(text);
    let length = line.as_str().chars().count();
    if length > most {
        let message = format!("「{label}」有 {length} 个字，最多 {most} 个字");
        let found = Diagnostic::error(code::TOO_LARGE, message).at(line.whole());
        out.push(found.help("请检查是否把正文写到了这里"));
        return None;
    }
    Some(line)
}

fn keep<T>(result: Read<T>, out: &mut Vec<Diagnostic>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(found) => {
            out.push(*found);
            None
        }
    }
}
