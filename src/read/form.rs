//! The keys of a file one by one, as a form shows them: read, and written back in place.
//!
//! Whoever sets a key changes the lines of that key and nothing else of the file: comments, the order
//! of keys, the encoding and the ends of lines stay. What was written is read again before it is given
//! back; where another key would read otherwise, nothing is.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::entry::keys_of;
use super::keys::{self, ENTRY, ISSUE, Kind, LEXICON, ROSTER, SETTINGS, Shape, Table};
use super::text::{decode, rewritten};
use super::yaml::{self, Node, Value};
use crate::diagnostic::SourceFile;

/// A key of a file, with what is written for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormField {
    /// Its English name.
    pub name: &'static str,
    /// Its Chinese name.
    pub label: &'static str,
    /// One line about it.
    pub about: &'static str,
    /// What its value is: `text`, `markdown`, `texts`, `number`, `bool`, `date`, `choice`, `words`,
    /// `map` or `maps`.
    pub kind: &'static str,
    /// The words of a `choice`.
    pub choices: Vec<&'static str>,
    /// Whether it may not be missing.
    pub required: bool,
    /// The keys of a `map`, and of each of `maps`, without values.
    pub fields: Vec<FormField>,
    /// What is written, scalars as texts: `null` where nothing is.
    pub value: Json,
    /// Why somebody is to look at it, where import was not sure of it (a comment before its line).
    pub doubt: Option<String>,
}

/// Why a key could not be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unset {
    /// No file of this sort has such a key.
    UnknownKey,
    /// The file's encoding or its YAML has a mistake that must be mended first.
    Unsound,
}

/// How deep a value may be nested.
const DEPTH: usize = 8;

/// The keys of a file, in the order in which they are documented. `None` where its YAML cannot be read.
pub fn form(file: &Arc<SourceFile>, shape: Shape) -> Option<Vec<FormField>> {
    let written = values(file, shape)?;
    let table = table(shape);
    let mut fields = fields(table, Some(&written));
    for (field, key) in fields.iter_mut().zip(table.keys) {
        field.doubt = doubt(file, shape, key).map(|(_, reason)| reason);
    }
    Some(fields)
}

/// The bytes of a file without the comment that asks to look at a key; the same bytes where there is none.
///
/// # Errors
/// [`Unset`] where the key is unknown, or the file cannot be changed in this way.
pub fn confirm_key(bytes: &[u8], shape: Shape, path: &str, key: &str) -> Result<Vec<u8>, Unset> {
    let key = table(shape).find(key).ok_or(Unset::UnknownKey)?;
    let file = decode(path.to_owned(), bytes).map_err(|_| Unset::Unsound)?;
    let Some((lines, _)) = doubt(&file, shape, key) else { return Ok(bytes.to_owned()) };
    rewritten(bytes, &[(lines, "")]).ok_or(Unset::Unsound)
}

/// The lines that ask to look at a key, with the reason: the comment that import writes, and the line
/// after it that is only there to be filled in.
fn doubt(file: &SourceFile, shape: Shape, key: &keys::Key) -> Option<(Range<usize>, String)> {
    let range = range(file, shape)?;
    let mut at = range.start;
    let mut found: Option<(Range<usize>, String)> = None;
    for line in file.text.get(range)?.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(comment) = line.strip_prefix('#').map(str::trim) else {
            if found.is_some() {
                break;
            }
            continue;
        };
        let rest = |text: &'_ str| -> Option<String> {
            let rest = key.names().find_map(|name| text.strip_prefix(name))?;
            Some(rest.strip_prefix([':', '：'])?.trim().to_owned())
        };
        match &mut found {
            None => {
                let reason = comment.strip_prefix(DOUBT).and_then(rest);
                found = reason.map(|reason| (start..at, reason));
            }
            Some((lines, _)) => {
                if rest(comment).is_some_and(|value| value.is_empty()) {
                    lines.end = at;
                }
                break;
            }
        }
    }
    found
}

/// What import writes before a key that it was not sure of.
const DOUBT: &str = "请核对";

/// The bytes of a file with the value of one key set, or, for `null`, without the key.
///
/// # Errors
/// [`Unset`] where the key is unknown, or the file cannot be changed in this way.
pub fn set_key(
    bytes: &[u8],
    shape: Shape,
    path: &str,
    key: &str,
    value: &Json,
) -> Result<Vec<u8>, Unset> {
    let table = table(shape);
    let key = table.find(key).ok_or(Unset::UnknownKey)?;
    let file = decode(path.to_owned(), bytes).map_err(|_| Unset::Unsound)?;
    let before = values(&file, shape).ok_or(Unset::Unsound)?;
    let (range, text) = edit(&file, shape, key, value).ok_or(Unset::Unsound)?;
    let new = rewritten(bytes, &[(range, text.as_str())]).ok_or(Unset::Unsound)?;
    let read = decode(path.to_owned(), &new).map_err(|_| Unset::Unsound)?;
    let mut wanted = before;
    wanted.retain(|name, _| !key.names().any(|own| own == name));
    let mut got = values(&read, shape).ok_or(Unset::Unsound)?;
    let own: Vec<Json> = key.names().filter_map(|name| got.remove(name)).collect();
    let meant = as_read(value, nested(key.value));
    let is_it = match own.as_slice() {
        [] => meant.is_null(),
        [own] => as_read(own, nested(key.value)) == meant,
        _ => false,
    };
    if got == wanted && is_it { Ok(new) } else { Err(Unset::Unsound) }
}

fn table(shape: Shape) -> &'static Table {
    match shape {
        Shape::Settings => &SETTINGS,
        Shape::Issue => &ISSUE,
        Shape::Entry => &ENTRY,
        Shape::Lexicon => &LEXICON,
        Shape::Roster => &ROSTER,
    }
}

/// The table of the mappings that a value is or holds.
fn nested(kind: Kind) -> Option<&'static Table> {
    match kind {
        Kind::Map(table) | Kind::Maps(table) | Kind::MapsOrTexts(table) => Some(table),
        _ => None,
    }
}

fn fields(table: &'static Table, written: Option<&Map<String, Json>>) -> Vec<FormField> {
    let field = |key: &'static keys::Key| {
        let value = written.and_then(|map| key.names().find_map(|name| map.get(name))).cloned();
        let (kind, choices) = match key.value {
            Kind::Text => ("text", &[][..]),
            Kind::Markdown => ("markdown", &[][..]),
            Kind::Texts => ("texts", &[][..]),
            Kind::Integer(..) | Kind::Number(..) => ("number", &[][..]),
            Kind::NumberOr(..) => ("text", &[][..]),
            Kind::Bool => ("bool", &[][..]),
            Kind::Date => ("date", &[][..]),
            Kind::Choice(choices) => ("choice", choices),
            Kind::Words(choices) => ("words", choices),
            Kind::Reasons => ("words", &[][..]),
            Kind::Map(_) => ("map", &[][..]),
            Kind::Maps(_) | Kind::MapsOrTexts(_) => ("maps", &[][..]),
        };
        FormField {
            name: key.name,
            label: key.chinese.first().copied().unwrap_or(key.name),
            about: key.about,
            kind,
            choices: choices.iter().map(|(_, chinese)| *chinese).collect(),
            required: key.required,
            fields: nested(key.value).map(|table| fields(table, None)).unwrap_or_default(),
            value: as_read(&value.unwrap_or_default(), nested(key.value)),
            doubt: None,
        }
    };
    table.keys.iter().map(field).collect()
}

/// A value with the English names of keys, numbers and truth as texts: what is written in either
/// language is the same.
fn as_read(value: &Json, table: Option<&'static Table>) -> Json {
    match value {
        Json::Null => Json::Null,
        Json::Bool(truth) => Json::String(if *truth { "是" } else { "否" }.to_owned()),
        Json::Number(number) => Json::String(number.to_string()),
        Json::String(text) => Json::String(text.trim_end_matches('\n').to_owned()),
        Json::Array(items) => Json::Array(items.iter().map(|item| as_read(item, table)).collect()),
        Json::Object(map) => {
            let named = map.iter().map(|(name, value)| {
                let key = table.and_then(|table| table.find(name));
                let value = as_read(value, key.and_then(|key| nested(key.value)));
                (key.map_or(name.as_str(), |key| key.name).to_owned(), value)
            });
            Json::Object(named.filter(|(_, value)| !value.is_null()).collect())
        }
    }
}

/// What is written for each key, by the key as written; no keys where there is no head.
fn values(file: &Arc<SourceFile>, shape: Shape) -> Option<Map<String, Json>> {
    let Some(range) = range(file, shape) else { return Some(Map::new()) };
    let parsed = yaml::parse(file, range);
    match parsed.value?.value {
        Value::Null => Some(Map::new()),
        Value::Map(map) => {
            Some(map.into_iter().map(|(key, node)| (key.value, json(&node, DEPTH))).collect())
        }
        _ => None,
    }
}

fn json(node: &Node, depth: usize) -> Json {
    match &node.value {
        _ if depth == 0 => Json::Null,
        Value::Null => Json::Null,
        Value::Scalar(text) => Json::String(text.value.clone()),
        Value::List(items) => items.iter().map(|item| json(item, depth - 1)).collect(),
        Value::Map(map) => Json::Object(
            map.iter().map(|(key, node)| (key.value.clone(), json(node, depth - 1))).collect(),
        ),
    }
}

/// Where the keys stand; `None` for a Markdown entry without a head.
fn range(file: &SourceFile, shape: Shape) -> Option<Range<usize>> {
    match shape {
        Shape::Entry if file.path.to_lowercase().ends_with(".md") => keys_of(&file.text),
        _ => Some(0..file.text.len()),
    }
}

/// What of the text is replaced by what.
fn edit(
    file: &SourceFile,
    shape: Shape,
    key: &keys::Key,
    value: &Json,
) -> Option<(Range<usize>, String)> {
    let text = &file.text;
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let own = key.chinese.first().copied().unwrap_or(key.name);
    let is_number = matches!(key.value, Kind::Integer(..) | Kind::Number(..));
    let written = |name: &str| {
        if let Some(digits) = value.as_str().filter(|it| is_number && it.parse::<f64>().is_ok()) {
            return Some(format!("{name}: {digits}{end}"));
        }
        let lines = render(name, value, nested(key.value), 0)?;
        Some(lines.iter().map(|line| format!("{line}{end}")).collect::<String>())
    };
    let Some(range) = range(file, shape) else {
        // A head of its own.
        let head = written(own)?;
        return Some((0..0, format!("---{end}{head}---{end}")));
    };
    match lines_of(text, range.clone(), key) {
        Some((_, place)) if value.is_null() => Some((place, String::new())),
        Some((name, place)) => Some((place, written(&name)?)),
        None if value.is_null() => Some((range.end..range.end, String::new())),
        None => {
            let at = range.end;
            // A file whose last line has no end gets one first.
            let open = at > range.start && !text[..at].ends_with('\n');
            Some((at..at, format!("{}{}", if open { end } else { "" }, written(own)?)))
        }
    }
}

/// A key as it is written, and its lines with those of its value.
fn lines_of(text: &str, range: Range<usize>, key: &keys::Key) -> Option<(String, Range<usize>)> {
    let mut found: Option<(String, Range<usize>, bool)> = None;
    let mut at = range.start;
    for line in text.get(range)?.split_inclusive('\n') {
        let (start, stop) = (at, at + line.len());
        at = stop;
        let bare = line.trim_end();
        match &mut found {
            None => {
                let name = key.names().find(|name| {
                    let rest = line.strip_prefix(name).map(str::trim_start);
                    rest.is_some_and(|rest| rest.starts_with([':', '：']))
                });
                if let Some(name) = name {
                    let value = bare[name.len()..].trim_start().trim_start_matches([':', '：']);
                    let value = value.trim();
                    let is_open = value.is_empty() || value.starts_with('#');
                    found = Some((name.to_owned(), start..stop, is_open));
                }
            }
            Some((_, place, is_open)) => {
                let is_item = *is_open && (bare == "-" || bare.starts_with("- "));
                let is_own = line.starts_with([' ', '\t']) && !bare.is_empty();
                if is_own || is_item {
                    place.end = stop;
                } else if !bare.is_empty() {
                    break;
                }
            }
        }
    }
    found.map(|(name, place, _)| (name, place))
}

/// The lines of a key and its value, without their ends.
fn render(
    name: &str,
    value: &Json,
    table: Option<&'static Table>,
    depth: usize,
) -> Option<Vec<String>> {
    if depth > DEPTH {
        return None;
    }
    let scalar = |text: &str| -> Vec<String> {
        if text.contains('\n') && is_block(text) {
            let lines = text.trim_end_matches('\n').split('\n');
            let lines = lines.map(|line| match line.is_empty() {
                true => String::new(),
                false => format!("  {line}"),
            });
            std::iter::once(format!("{name}: |")).chain(lines).collect()
        } else {
            vec![format!("{name}: {}", yaml::scalar(text))]
        }
    };
    Some(match value {
        Json::Null => vec![],
        Json::Bool(truth) => vec![format!("{name}: {}", if *truth { "是" } else { "否" })],
        Json::Number(number) => vec![format!("{name}: {number}")],
        Json::String(text) => scalar(text),
        Json::Array(items) => {
            let mut lines =
                vec![if items.is_empty() { format!("{name}: []") } else { format!("{name}:") }];
            for item in items {
                match item {
                    Json::Object(map) => {
                        let inner = mapping(map, table, depth)?;
                        for (index, line) in inner.into_iter().enumerate() {
                            lines.push(format!("  {} {line}", if index == 0 { "-" } else { " " }));
                        }
                    }
                    Json::String(text) => lines.push(format!("  - {}", yaml::scalar(text))),
                    Json::Number(number) => lines.push(format!("  - {number}")),
                    _ => return None,
                }
            }
            lines
        }
        Json::Object(map) => {
            let inner = mapping(map, table, depth)?;
            let head = if inner.is_empty() { format!("{name}: {{}}") } else { format!("{name}:") };
            std::iter::once(head).chain(inner.into_iter().map(|line| format!("  {line}"))).collect()
        }
    })
}

/// The lines of the keys of a mapping; known keys by their Chinese names.
fn mapping(
    map: &Map<String, Json>,
    table: Option<&'static Table>,
    depth: usize,
) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    // In the order in which they are documented; what is in no table stands behind.
    let place = |name: &String| {
        table.and_then(|table| table.keys.iter().position(|key| key.names().any(|it| it == name)))
    };
    let mut named: Vec<(&String, &Json)> = map.iter().collect();
    named.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
    for (name, value) in named {
        let key = table.and_then(|table| table.find(name));
        // A number is not in quotation marks.
        let number = key.filter(|key| matches!(key.value, Kind::Integer(..) | Kind::Number(..)));
        if let (Some(key), Some(digits)) = (number, value.as_str())
            && digits.parse::<f64>().is_ok()
        {
            lines.push(format!("{}: {digits}", key.chinese.first().copied().unwrap_or(key.name)));
            continue;
        }
        let shown = key.and_then(|key| key.chinese.first().copied()).unwrap_or(name);
        let shown = if key.is_some() { shown.to_owned() } else { yaml::scalar(shown) };
        lines.extend(render(&shown, value, key.and_then(|key| nested(key.value)), depth + 1)?);
    }
    Some(lines)
}

/// Whether a text of several lines reads the same in the form with `|`.
fn is_block(text: &str) -> bool {
    let odd = |c: char| c.is_control() && c != '\n';
    !text.starts_with([' ', '\n', '\t'])
        && !text.contains(odd)
        && text.trim_end() == text.trim_end_matches('\n')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(path: &str, before: &str, key: &str, value: &Json, after: &str) {
        let shape = if path.contains("jianbao") { Shape::Settings } else { Shape::Entry };
        let bytes = set_key(before.as_bytes(), shape, path, key, value).expect("can be set");
        assert_eq!(String::from_utf8(bytes).expect("UTF-8"), after);
    }

    #[test]
    fn only_the_lines_of_the_key_change() {
        let head = "---\n标题: 甲 # 说明\n# 来源见函\n来源：  望河县\n领导:\n  姓名: 乙\n\n  职务: 县长\n日期: 2018-11-27\n---\n标题: 不是\n";
        check(
            "a.md",
            head,
            "title",
            &json!("丙: 丁"),
            &head.replace("标题: 甲 # 说明", "标题: '丙: 丁'"),
        );
        check(
            "a.md",
            head,
            "source",
            &json!("石桥县"),
            &head.replace("来源：  望河县", "来源: 石桥县"),
        );
        check(
            "a.md",
            head,
            "leader",
            &json!({"name": "戊", "post": "副县长"}),
            &head.replace("  姓名: 乙\n\n  职务: 县长\n", "  姓名: 戊\n  职务: 副县长\n"),
        );
        check("a.md", head, "date", &Json::Null, &head.replace("日期: 2018-11-27\n", ""));
        check(
            "a.md",
            head,
            "hold",
            &json!(true),
            &head.replace("\n---\n标题: 不是", "\n暂缓: 是\n---\n标题: 不是"),
        );
        check(
            "a.md",
            "没有项目区。\n",
            "title",
            &json!("甲"),
            "---\n标题: 甲\n---\n没有项目区。\n",
        );
        check(
            "jianbao.yaml",
            "名称: 简报\r\n栏目:\r\n- 甲\r\n- 乙\r\n编发单位: 丙",
            "columns",
            &json!(["丁", {"title": "戊"}]),
            "名称: 简报\r\n栏目:\r\n  - 丁\r\n  - 标题: 戊\r\n编发单位: 丙",
        );
        check("jianbao.yaml", "名称: 简报", "issuer", &json!("甲"), "名称: 简报\n编发单位: 甲\n");
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        let set =
            |text: &str, key| set_key(text.as_bytes(), Shape::Entry, "a.md", key, &json!("甲"));
        assert_eq!(set("---\n标题: [甲\n---\n", "title"), Err(Unset::Unsound));
        assert_eq!(set("---\n标题: 甲\n---\n", "nothing"), Err(Unset::UnknownKey));
    }

    #[test]
    fn keys_stand_in_their_order_and_numbers_bare() {
        let value = json!([{"posts": [{"rank": "3", "from": "2024-01-05", "title": "副县长"}], "name": "甲"}]);
        let bytes =
            set_key("单位: []\n".as_bytes(), Shape::Roster, "roster.yaml", "leaders", &value);
        let text = String::from_utf8(bytes.expect("can be set")).expect("UTF-8");
        assert_eq!(
            text,
            "单位: []\n领导:\n  - 姓名: 甲\n    职务:\n      - 职务: 副县长\n        自: 2024-01-05\n        位次: 3\n"
        );
        let bytes =
            set_key("期号: 1\n".as_bytes(), Shape::Issue, "issue.yaml", "number", &json!("29"));
        assert_eq!(bytes.as_deref(), Ok("期号: 29\n".as_bytes()));
    }

    #[test]
    fn what_import_was_not_sure_of_is_told_and_confirmed() {
        let head = "---\n# 请核对栏目：几个都可以\n栏目: 甲\n# 自己写的\n标题: 乙\n# 请核对日期：来稿里没有找到日期，补在下一行，去掉「#」\n# 日期: \n---\n# 请核对标题：不是\n";
        let file = decode("a.md".to_owned(), head.as_bytes()).expect("text");
        let form = form(&file, Shape::Entry).expect("keys");
        let doubts: Vec<_> =
            form.iter().filter_map(|it| Some((it.name, it.doubt.as_deref()?))).collect();
        assert_eq!(doubts.len(), 2, "{doubts:?}");
        assert!(doubts.contains(&("column", "几个都可以")), "{doubts:?}");
        let confirm = |key| {
            let bytes = confirm_key(head.as_bytes(), Shape::Entry, "a.md", key).expect("confirmed");
            String::from_utf8(bytes).expect("UTF-8")
        };
        assert_eq!(confirm("column"), head.replace("# 请核对栏目：几个都可以\n", ""));
        let date = "# 请核对日期：来稿里没有找到日期，补在下一行，去掉「#」\n# 日期: \n";
        assert_eq!(confirm("日期"), head.replace(date, ""));
        assert_eq!(confirm("title"), head);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_back(text in "[^\u{0}-\u{8}\u{b}-\u{1f}\u{7f}-\u{9f}\u{2028}\u{2029}\u{fffe}\u{ffff}\u{feff}]{0,40}") {
            let before = "---\n标题: 甲\n来源: 乙\n---\n正文。\n";
            if let Ok(new) = set_key(before.as_bytes(), Shape::Entry, "a.md", "title", &json!(text)) {
                let file = decode("a.md".to_owned(), &new).expect("text");
                let read = form(&file, Shape::Entry).expect("keys");
                let value = |name| read.iter().find(|it| it.name == name).map(|it| it.value.clone());
                let written = text.trim_end_matches('\n');
                proptest::prop_assert_eq!(value("title"), Some(json!(written)));
                proptest::prop_assert_eq!(value("source"), Some(json!("乙")));
                proptest::prop_assert!(file.text.ends_with("---\n正文。\n"));
            } else {
                // What YAML itself cannot hold.
                proptest::prop_assert!(text.chars().any(|c| c.is_control() || c == '\t' || text.trim() != text));
            }
        }
    }
}
