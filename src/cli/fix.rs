//! `jianbao check --fix`: what was mended, or would be, as a diff.

use std::io::{self, Write};

use super::{Exit, Stop, render};
use crate::issue::{Mended, Mending, Press, mend};
use crate::model::IssueId;

/// Mends issues, and says how that ended. What goes wrong with one does not stop the others.
pub fn run(
    press: &Press,
    ids: &[IssueId],
    dry_run: bool,
    output: &mut dyn Write,
) -> Result<Exit, Stop> {
    let (mut files, mut places) = (0, 0);
    let mut ended = Exit::Fine;
    for id in ids {
        let mut mending = mend(press, *id, dry_run)
            .unwrap_or_else(|error| Mending { failure: Some(error), ..Mending::default() });
        for file in &mending.files {
            diff(output, file)?;
            files += 1;
            places += file.rules.values().sum::<usize>();
        }
        for path in &mending.refused {
            writeln!(
                output,
                "{path}　没有改：这个文件的编码不规范，改了会动到别处；请用记事本另存为 UTF-8，再运行一次"
            )?;
        }
        if let Some(failure) = mending.failure.take() {
            let line = render::failure_line(&failure);
            writeln!(crate::cli::output::stderr(), "{}　{line}", id.spoken())?;
            ended = Exit::Failure;
        }
    }
    let done = if dry_run { "可以改正" } else { "已改正" };
    match places {
        0 => writeln!(output, "没有可以自动改正的\n")?,
        _ => writeln!(output, "{done} {places} 处，在 {files} 个文件里\n")?,
    }
    Ok(ended)
}

/// The lines that changed, in the form that `patch` and every editor know.
fn diff(output: &mut dyn Write, file: &Mended) -> io::Result<()> {
    let path = &file.path;
    lines(output, path, &file.before.text, &file.after.text)?;
    let rules: Vec<String> =
        file.rules.iter().map(|(rule, count)| format!("{rule} {count} 处")).collect();
    writeln!(output, "{path}　{}\n", rules.join("，"))
}

/// The lines of two texts of one file that differ.
pub fn lines(output: &mut dyn Write, path: &str, before: &str, after: &str) -> io::Result<()> {
    writeln!(output, "--- {path}\n+++ {path}")?;
    let before: Vec<&str> = before.split('\n').collect();
    let after: Vec<&str> = after.split('\n').collect();
    for (from, to) in hunks(&before, &after) {
        let head = |start: usize, lines: &[&str]| format!("{},{}", start + 1, lines.len());
        writeln!(output, "@@ -{} +{} @@", head(from.0, from.1), head(to.0, to.1))?;
        for (sign, lines) in [('-', from.1), ('+', to.1)] {
            for line in lines {
                writeln!(output, "{sign}{}", line.trim_end_matches('\r'))?;
            }
        }
    }
    Ok(())
}

/// Where a run of lines begins, and the lines.
type Run<'l, 't> = (usize, &'l [&'t str]);

/// The runs of lines that differ. Mending seldom makes lines or removes any; where it does, all
/// between the first and the last difference is one run.
fn hunks<'l, 't>(before: &'l [&'t str], after: &'l [&'t str]) -> Vec<(Run<'l, 't>, Run<'l, 't>)> {
    if before.len() != after.len() {
        let first = before.iter().zip(after).take_while(|(a, b)| a == b).count();
        let rest = before.len().min(after.len()) - first;
        let last = before.iter().rev().zip(after.iter().rev());
        let last = last.take(rest).take_while(|(a, b)| a == b).count();
        return vec![(
            (first, &before[first..before.len() - last]),
            (first, &after[first..after.len() - last]),
        )];
    }
    let mut hunks = Vec::new();
    let mut at = 0;
    while at < before.len() {
        let end = at + before[at..].iter().zip(&after[at..]).take_while(|(a, b)| a != b).count();
        if end > at {
            hunks.push(((at, &before[at..end]), (at, &after[at..end])));
        }
        at = end + 1;
    }
    hunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str, want: &[&str]) {
        let before: Vec<&str> = before.split('/').collect();
        let after: Vec<&str> = after.split('/').collect();
        let got: Vec<String> = hunks(&before, &after)
            .into_iter()
            .map(|(from, to)| format!("{} {}>{}", from.0, from.1.join("/"), to.1.join("/")))
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn lines_that_differ() {
        check("a/b/c", "a/b/c", &[]);
        check("a/b/c/d/e", "a/B/C/d/E", &["1 b/c>B/C", "4 e>E"]);
        check("a/b/c", "a/c", &["1 b>"]);
        check("a/c", "a/b/b/c", &["1 >b/b"]);
        check("a/a", "a/a/a", &["2 >a"]);
    }
}
