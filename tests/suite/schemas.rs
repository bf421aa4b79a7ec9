//! The JSON Schemas: the committed ones are what the program says, and everything written in this
//! repository keeps to them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::project::{Project, repository};

const SHAPES: [&str; 5] = ["settings", "issue", "entry", "lexicon", "roster"];

fn schema(shape: &str) -> Value {
    let output = Project::new().run(["schema", shape]);
    assert_eq!(output.status, 0, "{output}");
    serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output}"))
}

#[test]
fn the_committed_schemas_are_current() {
    for shape in SHAPES {
        let name = format!("docs/schema/{shape}.schema.json");
        let committed = fs::read_to_string(repository().join(&name));
        let printed = Project::new().run(["schema", shape]).stdout;
        assert!(
            committed.is_ok_and(|committed| committed == printed),
            "{name} is not current; run: jianbao schema {shape} > {name}"
        );
    }
}

#[test]
fn everything_here_keeps_to_the_schemas() {
    let schemas = SHAPES.map(schema);
    let mut checked = [0; 5];
    let mut wrong = Vec::new();
    for path in
        ["briefings", "tests/projects"].iter().flat_map(|dir| files(&repository().join(dir)))
    {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = || {
            let bytes = fs::read(&path).expect("read");
            String::from_utf8(bytes).unwrap_or_else(|error| {
                encoding_rs::GB18030.decode(error.as_bytes()).0.into_owned()
            })
        };
        let (shape, yaml) = match name.as_str() {
            "jianbao.yaml" => (0, text()),
            "issue.yaml" => (1, text()),
            "lexicon.yaml" => (3, text()),
            "roster.yaml" => (4, text()),
            name if name.ends_with(".yaml") => (2, text()),
            name if name.ends_with(".md") => {
                let text = text();
                let head = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
                (2, head.unwrap_or_else(|| panic!("{}", path.display())).0.to_owned())
            }
            _ => continue,
        };
        let value: Value = serde_yaml::from_str(&yaml)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        checked[shape] += 1;
        let mut found = Vec::new();
        check(&value, &schemas[shape], &schemas[shape], "", &mut found);
        if shape == 2 {
            // Only a kind of the workspace's own has fields that the schema does not know.
            let known = schemas[2]["properties"].as_object().expect("properties");
            let own = value.get("kind").and_then(Value::as_str) == Some("visit");
            let keys = value.as_object().expect("a mapping").keys();
            found.extend(keys.filter(|key| !own && !known.contains_key(*key)).cloned());
        }
        wrong.extend(found.into_iter().map(|what| format!("{}: {what}", path.display())));
    }
    assert!(
        checked[..3].iter().all(|&count| count >= 4) && checked[3].min(checked[4]) > 0,
        "{checked:?} files"
    );
    // `broken` is broken there and nowhere else.
    let [key, lexicon] = &wrong[..] else { panic!("{wrong:#?}") };
    assert!(lexicon.contains("broken/lexicon.yaml: ") && lexicon.contains("wrong"), "{lexicon}");
    assert!(key.ends_with("broken/2024/002/10-错键.md: 标提"), "{key}");
}

#[test]
fn a_schema_refuses_what_is_wrong() {
    let mut refused = 0;
    for (shape, yaml) in [
        (0, "name: 简报\n"),
        (0, "name: 简报\nissuer: 甲\nnumbering: sometimes\n"),
        (0, "name: 简报\nissuer: 甲\nlayout: {grid: {lines: 1000}}\n"),
        (0, "name: 简报\nissuer: 甲\ncolumns: [{titel: 甲}]\n"),
        (1, "number: 0\ndate: 2024-01-01\n"),
        (1, "number: 1\ndate: 2024-01-01\nsupplement: 2\n"),
        (1, "number: 1\ndate: 2024-01-01\nserail: 1\n"),
        (2, "title: [甲]\n"),
        (2, "leader: {post: 县长}\n"),
    ] {
        let value: Value = serde_yaml::from_str(yaml).expect("YAML");
        let schema = schema(SHAPES[shape]);
        let mut found = Vec::new();
        check(&value, &schema, &schema, "", &mut found);
        assert!(!found.is_empty(), "let through: {yaml}");
        refused += 1;
    }
    assert_eq!(refused, 9);
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// As much of JSON Schema as the program's schemas use.
fn check(value: &Value, schema: &Value, root: &Value, at: &str, found: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().expect("a schema") {
        let fine = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" => true,
            "$ref" => {
                let pointer =
                    rule.as_str().and_then(|rule| rule.strip_prefix('#')).expect("a pointer");
                let target = root.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}"));
                check(value, target, root, at, found);
                true
            }
            "type" => match rule {
                Value::Array(types) => types.iter().any(|one| is(value, one)),
                one => is(value, one),
            },
            "enum" => rule.as_array().expect("a list").contains(value),
            "minimum" => value.as_f64().is_none_or(|number| Some(number) >= rule.as_f64()),
            "maximum" => value.as_f64().is_none_or(|number| Some(number) <= rule.as_f64()),
            "required" => {
                let mut keys = rule.as_array().expect("a list").iter().filter_map(Value::as_str);
                keys.all(|key| value.get(key).is_some())
            }
            "allOf" => {
                rule.as_array()
                    .expect("a list")
                    .iter()
                    .for_each(|one| check(value, one, root, at, found));
                true
            }
            "anyOf" => rule.as_array().expect("a list").iter().any(|one| {
                let mut inner = Vec::new();
                check(value, one, root, at, &mut inner);
                inner.is_empty()
            }),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(item, rule, root, &format!("{at}/{index}"), found);
                }
                true
            }
            "properties" => {
                for (key, rule) in rule.as_object().expect("properties") {
                    if let Some(item) = value.get(key) {
                        check(item, rule, root, &format!("{at}/{key}"), found);
                    }
                }
                true
            }
            "additionalProperties" => {
                assert_eq!(rule, &Value::Bool(false), "another use of additionalProperties");
                let known = schema["properties"].as_object().expect("properties");
                value.as_object().is_none_or(|map| map.keys().all(|key| known.contains_key(key)))
            }
            other => panic!("the schema uses {other}, which this test does not know"),
        };
        if !fine {
            found.push(format!("{at}: {keyword} {rule}"));
        }
    }
}

fn is(value: &Value, name: &Value) -> bool {
    match name.as_str().expect("the name of a type") {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the type {other}"),
    }
}
