//! YAML → a tree of texts with places, through serde_yaml.
//!
//! Knows no keys and converts nothing: `28`, `true` and `000028` are texts, as written.
//! What looks like YAML but is only nearly so is mended or explained in [`scan`].
//!
//! Values are not validated while they deserialize, because serde stops at the first error. YAML
//! becomes a tree of texts first and values are taken out of it one by one: so all mistakes are
//! told, `000028` keeps its zeros and `否` is not a riddle.

mod align;
mod explain;
mod node;
mod place;
mod scan;
mod tree;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Checked, SourceFile};

pub(super) use node::{Limits, Node, Value};
pub(super) use tree::duplicate;

/// What a clerk writes.
const WRITTEN: Limits = Limits { nodes: 100_000, bytes: 4 * 1024 * 1024 };
/// Reads the YAML in a stretch of a file; an empty stretch is [`Value::Null`].
pub(super) fn parse(file: &Arc<SourceFile>, range: Range<usize>) -> Checked<Node> {
    // A large file was allowed to be large: it is its aliases that are held down.
    let bytes = WRITTEN.bytes.max(2 * range.len());
    parse_within(file, range, Limits { bytes, ..WRITTEN })
}

/// Reads the YAML in a stretch of a file that may hold as much as `limits` says.
pub(super) fn parse_within(
    file: &Arc<SourceFile>,
    range: Range<usize>,
    limits: Limits,
) -> Checked<Node> {
    let scan = scan::scan(file, range.clone());
    let mut diagnostics = scan.findings;
    if scan.fatal {
        return Checked { value: None, diagnostics };
    }
    let mut build = tree::Build::new(file, &scan.mended, range.start, limits);
    let read = build.document();
    diagnostics.append(&mut build.findings);
    let value = match read {
        Ok(node) => Some(node),
        Err(error) => {
            diagnostics.push(explain::explain(
                file,
                range.start,
                &scan.mended,
                &error,
                build.abort,
            ));
            None
        }
    };
    Checked { value, diagnostics }
}

/// A text as the value of a key, on one line, in quotes where it needs them: what [`parse`] gives
/// back for it is this very text.
pub fn scalar(text: &str) -> String {
    // As people would write it where that reads the same, else in the form that can hold anything.
    let plain = serde_yaml::to_string(text).unwrap_or_default();
    let plain = plain.trim_end_matches('\n');
    // Where it stands in the file as it is, its marks can be mended there.
    let is_itself = plain == text || (plain == format!("'{text}'") && !text.contains('\''));
    let breaks = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    let reads_the_same = is_itself && !plain.contains(breaks) && {
        let file = Arc::new(SourceFile { path: String::new(), text: format!("k: {plain}\n") });
        let read = parse(&file, 0..file.text.len());
        let value = match read.value.map(|node| node.value) {
            Some(Value::Map(mut fields)) => fields.pop().map(|(_, node)| node.value),
            _ => None,
        };
        read.diagnostics.is_empty() && matches!(value, Some(Value::Scalar(it)) if it.value == text)
    };
    if reads_the_same { plain.to_owned() } else { super::ledger::quoted(text) }
}

#[cfg(test)]
mod tests;
