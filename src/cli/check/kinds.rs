//! Findings as people read many of them: the light ones first and the worst last, where the eye is
//! when the listing ends; one kind is shown once with its line, and then by its places.

use std::io::{self, Write};

use crate::cli::render;
use crate::diagnostic::Diagnostic;

/// So many of a kind are each shown with their line.
const FEW: usize = 3;
/// So many places of a kind are listed.
const MOST_PLACES: usize = 30;

/// Puts the worst last; those of one severity stay in the order of the files.
pub fn sort(findings: &mut [Diagnostic]) {
    // An error is the least of severities.
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
}

/// Writes sorted findings, those of a kind together.
pub fn write(output: &mut impl Write, findings: &[Diagnostic]) -> io::Result<()> {
    for kind in kinds(findings) {
        let (shown, others) = match kind.len() > FEW {
            true => kind.split_at(1),
            false => kind.split_at(kind.len()),
        };
        render::all(output, shown.iter().copied())?;
        if let (Some(first), false) = (shown.first(), others.is_empty()) {
            listed(output, first, others)?;
        }
    }
    Ok(())
}

/// The findings of each kind, in the order of the first of each.
fn kinds(findings: &[Diagnostic]) -> Vec<Vec<&Diagnostic>> {
    let mut kinds: Vec<Vec<&Diagnostic>> = Vec::new();
    let is_same =
        |a: &Diagnostic, b: &Diagnostic| a.code.name == b.code.name && a.severity == b.severity;
    for finding in findings {
        match kinds.iter_mut().find(|kind| kind.first().is_some_and(|it| is_same(it, finding))) {
            Some(kind) => kind.push(finding),
            None => kinds.push(vec![finding]),
        }
    }
    kinds
}

/// The places of the others of a kind: with what each says, where that is not the same.
fn listed(output: &mut impl Write, first: &Diagnostic, others: &[&Diagnostic]) -> io::Result<()> {
    writeln!(
        output,
        "　　{} 还有 {} 处（逐处带原文列出加 --verbose）：",
        first.code.name,
        others.len()
    )?;
    let alike = others.iter().all(|it| it.message == first.message && it.span.is_some());
    let mut before = "";
    for (index, finding) in others.iter().take(MOST_PLACES).enumerate() {
        let (path, line, column) = place(finding);
        match alike {
            true if index > 0 && path == before => write!(output, "、{line}:{column}")?,
            true => {
                let end = if index > 0 { "\n" } else { "" };
                write!(output, "{end}　　{path}　{line}:{column}")?;
            }
            false if path.is_empty() => writeln!(output, "　　{}", finding.message)?,
            false => writeln!(output, "　　{path}:{line}:{column}　{}", finding.message)?,
        }
        before = path;
    }
    if alike {
        writeln!(output)?;
    }
    if let Some(left) = others.len().checked_sub(MOST_PLACES).filter(|left| *left > 0) {
        writeln!(output, "　　……另有 {left} 处")?;
    }
    writeln!(output)
}

/// The file, line and column of a finding.
fn place(finding: &Diagnostic) -> (&str, usize, usize) {
    finding.span.as_ref().map_or(("", 0, 0), |span| {
        let (line, column) = span.line_column();
        (span.file.path.as_str(), line, column)
    })
}
