//! JSON Schema of the files, for editors that complete and check YAML.
//!
//! Derived from the tables; it can say less than the reader checks (no column names, no dates).

use serde_json::{Map, Value, json};

use super::tables::{ALL, ENTRY, ISSUE, LEXICON, ROSTER, SETTINGS};
use super::{Kind, Shape, Table};

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
            let mut property = value(&key.value);
            property.insert("description".to_owned(), json!(key.about));
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
        assert_eq!(schema["properties"]["columns"]["items"]["$ref"], "#/$defs/column");
        assert_eq!(schema["$defs"]["column"]["properties"]["标题"]["type"][0], "string");
        assert_eq!(schema["allOf"][1]["anyOf"][1]["required"][0], "日期");
        assert_eq!(schema["additionalProperties"], false);
        assert!(super::schema(Shape::Entry).get("additionalProperties").is_none());
    }
}
