//! Any text in any field comes out of the PDF as itself: nothing is lost, nothing becomes code.
//!
//! White space is left out of the comparison: a field is one line and a page breaks it anywhere.

use std::fmt::Write;

use proptest::prelude::*;
use serde_json::json;

use crate::outside::{dense, dense_text, have};
use crate::project::{HOUSE, Project};

/// Characters that mean something to Typst, Tera, Markdown or YAML, beside some that do not.
const ALPHABET: &str = "山阴县第一二三时间贯彻落实，。、；：？！“”‘’（）《》【】—…·　\
    aZfi09 #$*_@<>[]\\`~{}%/\"'-+=^&!?.,:;()";

/// Markup in one piece.
const PIECES: &[&str] = &[
    "#panic()",
    "#{panic()}",
    "{{ title }}",
    "{% raw %}",
    "{# no #}",
    "//",
    "/*",
    "*/",
    "```",
    "$x$",
    "<label>",
    "@ref",
    "\\u{41}",
    "\\",
    "---",
    "~~",
    "**",
    "__",
    "[](x)",
    "![](x)",
    "<b>",
    "&amp;",
    "http://a.cn",
    "= 一",
    "- 二",
    "+ 三",
    "/ 四: 五",
    "1. 六",
    "#import \"/settings.typ\"",
    "\"#\"",
    "'",
    "..",
    "-?",
    "]",
    ")",
    "}",
    "]#[",
    "\\]",
    "\\\"",
    "{{",
    "}}",
    "%}",
    "|",
];

/// A text that begins and ends with a letter, so that no field is empty or trimmed.
fn any_text() -> impl Strategy<Value = String> {
    let letter = proptest::sample::select(ALPHABET.chars().collect::<Vec<_>>());
    let part = prop_oneof![
        6 => letter.prop_map(|c| c.to_string()),
        1 => proptest::sample::select(PIECES).prop_map(str::to_owned),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| format!("甲{}乙", parts.concat()))
}

/// Fields in which `|` is a line break, and which may be too short to be broken otherwise.
fn without_bars(text: &str) -> String {
    text.replace('|', "")
}

/// The project with every field, and what must be read in its PDF.
fn every_field(texts: &[String]) -> (Project, Vec<(&'static str, String)>) {
    let mut texts = texts.iter().cycle();
    let mut expected = Vec::new();
    let mut next = |name: &'static str, bars: bool| {
        let text = texts.next().expect("a cycle");
        let text = if bars { text.clone() } else { without_bars(text) };
        expected.push((name, text.clone()));
        text
    };
    let settings = json!({
        "name": next("name", false),
        "prefix": next("prefix", false),
        // 「（？）」 is a text like any other here.
        "check": {"levels": {"left-over": "关"}},
        "issuer": [next("issuer", false), next("second issuer", false)],
        "columns": [{"id": "a", "title": next("column", true), "mark": next("mark", true), "kind": "report"}],
        "distribution": {
            "report": [next("report", true), next("second report", true)],
            "send": [next("send", true)],
            "issue": [next("issue", true)],
            "extra": [next("extra", true)],
            "copies": 3,
        },
        "sign-off": {
            "editor": next("editor", true),
            "reviewer": next("reviewer", true),
            "approver": next("approver", true),
        },
    });
    let issue = json!({
        "number": 1,
        "date": "2024-01-15",
        "classification": next("classification", true),
        "serial": next("serial", true),
    });
    let report = json!({
        "column": "a",
        "title": next("title", false),
        "source": next("source", true),
        "measures": [next("measure", true), next("second measure", true)],
        "body": "正文。",
    });
    let inspection = json!({
        "kind": "inspection",
        "column": "a",
        "leader": {"name": next("leader", false), "post": next("post", false)},
        "place": next("place", false),
        "topic": next("topic", false),
        "body": "正文。",
    });
    let visit = json!({
        "kind": "visit",
        "column": "a",
        "title": "走访",
        "guest": next("own field", true),
        "route": {"stops": [next("nested field", true)]},
        "body": "正文。",
    });
    let template = "#import \"/briefing.typ\": *\n\n{{ fields.guest }}\n\n\
                    #text({{ fields.guest | typst_string }})\n\n{{ fields.route.stops[0] }}\n";
    // JSON is YAML.
    let project = Project::new()
        .settings(&settings.to_string())
        .issue("2024/001", &issue.to_string())
        .entry("2024/001/10-a.yaml", &report.to_string())
        .entry("2024/001/20-b.yaml", &inspection.to_string())
        .entry("2024/001/30-c.yaml", &visit.to_string())
        .file("templates/entries/visit.typ", template);
    (project, expected)
}

/// Builds and compares; the error is what a person would want to see.
fn compare(project: &Project, expected: &[(&str, String)]) -> Result<(), String> {
    let output = project.run(["build", "1"]);
    if output.status != 0 {
        return Err(output.to_string());
    }
    let set = dense_text(&project.path("out/2024-001.pdf"));
    let mut missing = String::new();
    for (name, text) in expected {
        if !set.contains(&dense(text)) {
            writeln!(missing, "{name}: {text}").expect("written");
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(format!("not in the PDF:\n{missing}\nbut\n{set}")) }
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 200, ..Default::default() }
}

#[test]
fn any_text_in_any_field() {
    if !have(&["pdftotext"]) {
        return;
    }
    proptest!(cases(40), |(texts in proptest::collection::vec(any_text(), 7..26))| {
        let (project, expected) = every_field(&texts);
        compare(&project, &expected).map_err(TestCaseError::fail)?;
    });
}

#[test]
fn each_piece_of_markup_in_every_field() {
    if !have(&["pdftotext"]) {
        return;
    }
    for piece in PIECES {
        let (project, expected) = every_field(&[format!("甲{piece}乙")]);
        compare(&project, &expected).unwrap_or_else(|shown| panic!("{piece}\n{shown}"));
    }
}

#[test]
fn every_character_of_ascii_escaped_in_a_body() {
    if !have(&["pdftotext"]) {
        return;
    }
    let escape = |text: &str| -> String {
        text.chars()
            .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]))
            .collect()
    };
    proptest!(cases(24), |(texts in proptest::collection::vec(any_text(), 10..20))| {
        // CommonMark: a backslash makes any ASCII punctuation plain text.
        let body: Vec<String> = texts.iter().map(|text| escape(text)).collect();
        let expected: Vec<_> = texts.into_iter().map(|text| ("body", text)).collect();
        compare(&unchecked(&body.join("\n\n")), &expected).map_err(TestCaseError::fail)?;
    });
}

/// Any text at all may be what the rules call an error.
fn unchecked(body: &str) -> Project {
    let off = "check: {levels: {left-over: off, impossible-date: off, date-weekday: off}}\n";
    Project::with_body(body).settings(&format!("{HOUSE}{off}"))
}

#[test]
fn text_without_meaning_to_markdown_needs_no_escape() {
    if !have(&["pdftotext"]) {
        return;
    }
    let plain = "山阴县第一二三，。、；：？！“”‘’（）《》【】—…·aZfi09 #$@{}%/\"'-+=^?.,:;()";
    let letter = proptest::sample::select(plain.chars().collect::<Vec<_>>());
    let text = proptest::collection::vec(letter, 0..40)
        .prop_map(|letters| format!("甲{}乙", letters.into_iter().collect::<String>()));
    proptest!(cases(24), |(texts in proptest::collection::vec(text, 10..20))| {
        let body = texts.join("\n\n");
        let expected: Vec<_> = texts.into_iter().map(|text| ("body", text)).collect();
        compare(&unchecked(&body), &expected).map_err(TestCaseError::fail)?;
    });
}

#[test]
fn code_of_typst_and_tera_in_a_body_is_text() {
    if !have(&["pdftotext"]) {
        return;
    }
    let lines = [
        "甲#panic()乙",
        "甲#read(\"/settings.typ\")乙",
        "甲{{ title }}{% for x in y %}{# z #}乙",
        "甲$ x^2 $乙",
        "甲// 不是注释乙",
        "甲/* 也不是 */乙",
        "甲#{ while true {} }乙",
        "甲@someone乙",
    ];
    // A line of its own, in a table, a heading, a code block, a footnote.
    let body = format!(
        "{}\n\n# {}\n\n- {}\n\n```\n{}\n```\n\n| 甲 |\n|---|\n| {} |\n\n注[^1]\n\n[^1]: {}",
        lines.join("\n\n"),
        lines[0],
        lines[1],
        lines.join("\n"),
        lines[2],
        lines[6],
    );
    // A field of a template that was left in a text keeps it from being issued, but here it is meant.
    let house = "name: 工作简报\nissuer: 河东市\n检查:\n  级别: {left-over: 关}\n";
    let project = Project::with_body(&body).settings(house);
    let expected: Vec<_> = lines.iter().map(|line| ("body", (*line).to_owned())).collect();
    compare(&project, &expected).unwrap_or_else(|shown| panic!("{shown}"));
    let set = dense_text(&project.path("out/2024-001.pdf"));
    assert_eq!(set.matches("甲#panic()乙").count(), 3, "{set}");
}
