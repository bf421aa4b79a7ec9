//! JSON Schema of the files, for editors that complete and check YAML.
//!
//! Derived from the tables; it can say less than the reader checks (no column names, no dates).

use serde_json::{Map, Value, json};

use super::page::WORDS_OF_OTHERS;
use super::table::{Key, Kind, Setting, Shape, Table};
use super::tables::{ALL, ENTRY, ISSUE, LEXICON, ROSTER, SETTINGS};

/// The JSON Schema (draft 2020-12) of a file; every key under all its names.
pub fn schema(shape: Shape) -> Value {
    let (table, open) = match shape {
        Shape::Settings => (&SETTINGS, false),
        Shape::Issue => (&ISSUE, false),
        // The kinds a workspace adds have fields of their own.
        Shape::Entry => (&ENTRY, true),
        Shape::Lexicon => (&LEXICON, false),
        Shape::Roster => (&ROSTER, false),
    };
    let mut schema = object(table, open);
    let mut defs = Map::new();
    for table in ALL {
        if !std::ptr::eq(*table, &SETTINGS)
            && !std::ptr::eq(*table, &ISSUE)
            && !std::ptr::eq(*table, &ENTRY)
        {
            defs.insert(table.id.to_owned(), Value::Object(object(table, false)));
        }
    }
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(table.name));
    schema.insert("$defs".to_owned(), Value::Object(defs));
    Value::Object(schema)
}

fn object(table: &Table, open: bool) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for key in table.keys {
        for name in key.names() {
            let mut property = with_words_of_others(table, key);
            property.insert("description".to_owned(), json!(description(key)));
            if let Some(setting) = &key.setting {
                property.insert("default".to_owned(), default(&key.value, setting.default));
            }
            properties.insert(name.to_owned(), Value::Object(property));
        }
        if key.required {
            let any: Vec<Value> = key.names().map(|name| json!({ "required": [name] })).collect();
            required.push(json!({ "anyOf": any }));
        }
    }
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Value::Object(properties));
    if !open {
        object.insert("additionalProperties".to_owned(), json!(false));
    }
    if !required.is_empty() {
        object.insert("allOf".to_owned(), Value::Array(required));
    }
    object
}

/// What a key may be, with the words of settings beside it that it takes as well.
fn with_words_of_others(table: &Table, key: &Key) -> Map<String, Value> {
    let others = WORDS_OF_OTHERS.iter().find(|(name, _)| *name == key.name);
    let others = others.map_or(&[][..], |(_, others)| others);
    let others = others.iter().filter_map(|other| table.find(other));
    let mut any: Vec<Value> = others.map(|other| Value::Object(value(&other.value))).collect();
    let own = value(&key.value);
    if any.is_empty() {
        return own;
    }
    any.insert(0, Value::Object(own));
    Map::from_iter([("anyOf".to_owned(), Value::Array(any))])
}

/// What a key is; of a setting of the page also where it acts and who asks for it.
fn description(key: &Key) -> String {
    match &key.setting {
        Some(Setting { source, acts, .. }) => {
            format!("{}（作用处：{acts}；依据：{source}）", key.about)
        }
        None => key.about.to_owned(),
    }
}

/// A default as the value of a JSON property.
fn default(kind: &Kind, written: &str) -> Value {
    let plain = || Value::from(written);
    match kind {
        Kind::Integer(..) => written.parse::<u32>().map_or_else(|_| plain(), Value::from),
        Kind::Number(..) | Kind::NumberOr(..) => {
            written.parse::<f64>().map_or_else(|_| plain(), Value::from)
        }
        Kind::Bool => Value::from(written == "true"),
        _ => plain(),
    }
}

fn value(kind: &Kind) -> Map<String, Value> {
    // A text may look like a number or a truth value to YAML, so those types are let through.
    let text = json!(["string", "number", "boolean", "null"]);
    let schema = match kind {
        Kind::Text | Kind::Markdown => json!({ "type": text }),
        Kind::Texts => {
            json!({ "type": ["array", "string", "number", "null"], "items": { "type": text } })
        }
        Kind::Integer(least, most) => {
            json!({ "type": ["integer", "string"], "minimum": least, "maximum": most })
        }
        Kind::Number(_, least, most) => {
            json!({ "type": ["number", "string"], "minimum": least, "maximum": most })
        }
        Kind::NumberOr(_, least, most, (english, chinese)) => json!({ "anyOf": [
            { "type": ["number", "string"], "minimum": least, "maximum": most },
            { "enum": [english, chinese] },
        ] }),
        Kind::Bool => json!({ "enum": [true, false, "是", "否"] }),
        Kind::Date => json!({ "type": "string" }),
        Kind::Choice(choices) => {
            let words: Vec<&str> =
                choices.iter().flat_map(|&(english, chinese)| [english, chinese]).collect();
            json!({ "enum": words })
        }
        Kind::Words(choices) => {
            let words: Vec<&str> =
                choices.iter().flat_map(|&(english, chinese)| [english, chinese]).collect();
            json!({ "type": "object", "additionalProperties": { "enum": words } })
        }
        Kind::Reasons => json!({ "type": "object", "additionalProperties": { "type": text } }),
        Kind::MapsOrTexts(table) => json!({
            "type": ["array", "string"],
            "items": { "anyOf": [{ "$ref": format!("#/$defs/{}", table.id) }, { "type": text }] },
        }),
        Kind::Map(table) => json!({ "$ref": format!("#/$defs/{}", table.id) }),
        Kind::Maps(table) => {
            json!({ "type": "array", "items": { "$ref": format!("#/$defs/{}", table.id) } })
        }
    };
    match schema {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_are_described() {
        let schema = schema(Shape::Issue);
        assert_eq!(schema["properties"]["number"], schema["properties"]["期号"]);
        assert_eq!(schema["properties"]["columns"]["items"]["anyOf"][0]["$ref"], "#/$defs/column");
        assert_eq!(schema["$defs"]["column"]["properties"]["标题"]["type"][0], "string");
        assert_eq!(schema["allOf"][1]["anyOf"][1]["required"][0], "日期");
        assert_eq!(schema["additionalProperties"], false);
        assert!(super::schema(Shape::Entry).get("additionalProperties").is_none());
    }
}
