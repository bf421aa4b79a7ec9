//! Findings as SARIF 2.1.0, for editors and services that show findings of any checker.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Edit, Severity, Span};

/// A log with one run.
pub fn log(findings: &[Diagnostic]) -> Value {
    let mut index = BTreeMap::new();
    let mut rules = Vec::new();
    for finding in findings {
        index.entry(finding.code.name).or_insert_with(|| {
            rules.push(json!({
                "id": finding.code.name,
                "shortDescription": { "text": finding.code.summary() },
                "fullDescription": { "text": finding.code.text() },
            }));
            rules.len() - 1
        });
    }
    let results: Vec<Value> =
        findings.iter().map(|finding| result(finding, index[finding.code.name])).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "jianbao",
                "version": env!("CARGO_PKG_VERSION"),
                "language": "zh-CN",
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(finding: &Diagnostic, rule: usize) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    };
    let parts = [Some(finding.message.as_str()), finding.note.as_deref(), finding.help.as_deref()];
    let mut result = json!({
        "ruleId": finding.code.name,
        "ruleIndex": rule,
        "level": level,
        "message": { "text": parts.into_iter().flatten().collect::<Vec<_>>().join("。") },
    });
    if let Some(span) = &finding.span {
        let artifact = json!({ "uri": uri(&span.file.path) });
        result["locations"] = json!([{ "physicalLocation": {
            "artifactLocation": artifact,
            "region": region(span),
        }}]);
    }
    if let Some(first) = finding.fix.first() {
        result["fixes"] = json!([{ "artifactChanges": [{
            "artifactLocation": { "uri": uri(&first.span.file.path) },
            "replacements": finding.fix.iter().map(replacement).collect::<Vec<_>>(),
        }]}]);
    }
    result
}

fn replacement(edit: &Edit) -> Value {
    json!({ "deletedRegion": region(&edit.span), "insertedContent": { "text": edit.text } })
}

fn region(span: &Span) -> Value {
    let (line, column) = span.line_column();
    let end = Span::new(&span.file, span.range.end..span.range.end);
    let (end_line, end_column) = end.line_column();
    json!({
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

/// A path within the workspace as the address that SARIF asks for.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let mut uri = String::new();
    for byte in path.bytes() {
        if plain(byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
