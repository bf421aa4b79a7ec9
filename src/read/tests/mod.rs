//! What the reader makes of whole files, and what it tells of them.

mod entry;
mod hostile;
mod issue;
mod settings;

use std::fmt::Write as _;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity, SourceFile};

fn file(path: &str, text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile { path: path.to_owned(), text: text.to_owned() })
}

/// Findings as lines: `[path:]line:column code message | help`, warnings with a `?` before them.
pub(in crate::read) fn told(diagnostics: &[Diagnostic], with_path: bool) -> String {
    let mut out = String::new();
    for found in diagnostics {
        let span = found.span.as_ref().expect("a place");
        let (line, column) = span.line_column();
        let path = if with_path { format!("{}:", span.file.path) } else { String::new() };
        let mark = if found.severity == Severity::Warning { "?" } else { "" };
        let _ = write!(out, "{mark}{path}{line}:{column} {} {}", found.code.name, found.message);
        let help = found.help.as_deref().unwrap_or_default();
        let _ = writeln!(out, " | {}", help.lines().next().unwrap_or_default());
    }
    out.trim_end().to_owned()
}
