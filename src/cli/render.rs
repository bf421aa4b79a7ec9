//! Findings and failures as people read them: with the line, and a mark under the very place.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::Exit;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::error::{COPY_IN, Error};

/// A path as short as it can be shown from the current folder.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    crate::error::shown(path.strip_prefix(&here).unwrap_or(path))
}

/// A finding with the line it stands in.
pub fn full(output: &mut impl Write, diagnostic: &Diagnostic) -> io::Result<()> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::HELP,
    };
    let title = level
        .with_name(word(diagnostic.severity))
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.name);
    let mut group = match &diagnostic.span {
        // Nothing to show of a file that is empty, or whose text cannot be shown.
        Some(span) if span.file.text.is_empty() => {
            title.element(Origin::path(span.file.path.as_str()).line(1).char_column(1))
        }
        Some(span) => {
            let Excerpt { text, line, range, is_cut } = excerpt(span);
            let snippet = Snippet::source(text)
                .line_start(line)
                .annotation(AnnotationKind::Primary.span(range));
            if is_cut {
                // Its column is not that within what is shown.
                let origin = Origin::path(span.file.path.as_str());
                let origin = origin.line(line).char_column(span.line_column().1);
                title.element(origin).element(snippet)
            } else {
                title.element(snippet.path(span.file.path.as_str()))
            }
        }
        None => Group::with_title(title),
    };
    if let Some(note) = &diagnostic.note {
        group = group.element(Level::NOTE.with_name("说明").message(note.as_str()));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.with_name("改法").message(help.as_str()));
    }
    let mut shown = Renderer::styled().render(&[group]);
    if diagnostic.span.as_ref().is_some_and(|span| span.file.text.is_empty()) {
        // Without numbers of lines it begins one column before what stands below it.
        shown = shown.replacen("--> ", " --> ", 1);
    }
    writeln!(output, "{shown}\n")
}

/// How much of a long line is shown on each side of a finding: bytes.
const SHOWN: usize = 600;

/// What is shown of a file at a finding.
struct Excerpt<'s> {
    text: &'s str,
    /// The number of its first line.
    line: usize,
    /// The finding within the text.
    range: Range<usize>,
    /// Whether the line begins before the text.
    is_cut: bool,
}

/// The line a span begins in, or so much of it as can be seen.
///
/// Only this is handed on: a file may be long, a line may be, and the findings many.
fn excerpt(span: &Span) -> Excerpt<'_> {
    let text = &span.file.text;
    let near = text.floor_char_boundary(span.range.start.saturating_sub(SHOWN));
    let far = text.ceil_char_boundary(span.range.start.saturating_add(SHOWN).min(text.len()));
    let line_start = text[near..span.range.start].rfind('\n').map(|at| near + at + 1);
    let start = line_start.unwrap_or(near);
    // A span over many lines is shown by its first.
    let end = text[span.range.start..far].find('\n').map_or(far, |at| span.range.start + at);
    let end = start + text[start..end].trim_end_matches('\r').len();
    let range = span.range.start.min(end) - start
        ..span.range.end.min(end).max(span.range.start.min(end)) - start;
    Excerpt {
        text: &text[start..end],
        line: span.line_column().0,
        range,
        is_cut: line_start.is_none() && near > 0,
    }
}

/// The same of each of some findings.
pub fn all<'d>(
    output: &mut impl Write,
    findings: impl IntoIterator<Item = &'d Diagnostic>,
) -> io::Result<()> {
    findings.into_iter().try_for_each(|finding| full(output, finding))
}

/// `path:line:column: level[code]: message`.
pub fn short(output: &mut impl Write, diagnostic: &Diagnostic) -> io::Result<()> {
    if let Some(span) = &diagnostic.span {
        let (line, column) = span.line_column();
        write!(output, "{}:{line}:{column}: ", span.file.path)?;
    }
    writeln!(
        output,
        "{}[{}]: {}",
        word(diagnostic.severity),
        diagnostic.code.name,
        diagnostic.message
    )
}

/// A finding for programs; offsets count bytes of the decoded text.
pub fn json(diagnostic: &Diagnostic) -> Value {
    let place = diagnostic.span.as_ref().map(|span| {
        let (line, column) = span.line_column();
        json!({
            "path": span.file.path,
            "line": line,
            "column": column,
            "start": span.range.start,
            "end": span.range.end,
        })
    });
    json!({
        "code": diagnostic.code.name,
        "severity": level(diagnostic.severity),
        "message": diagnostic.message,
        "place": place,
        "note": diagnostic.note,
        "help": diagnostic.help,
        "fix": diagnostic.fix.iter().map(|edit| json!({
            "path": edit.span.file.path,
            "start": edit.span.range.start,
            "end": edit.span.range.end,
            "text": edit.text,
        })).collect::<Vec<_>>(),
    })
}

/// A severity for programs.
pub fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

/// Says in one sentence on standard error what the machine could not do.
pub fn failure(error: &Error) -> Exit {
    let mut output = crate::cli::output::stderr();
    // Nobody can be told when standard error itself is closed.
    let _ = writeln!(output, "{}", failure_line(error));
    if let Some(remedy) = remedy(error) {
        let _ = writeln!(output, "改法：{remedy}");
    }
    Exit::Failure
}

/// The sentence alone, for a place among others.
pub fn failure_line(error: &Error) -> String {
    format!("无法完成：{error}")
}

/// What to do about it.
pub fn remedy(error: &Error) -> Option<Cow<'_, str>> {
    let fixed = match error {
        Error::NoWorkspace { misnamed: Some(_), .. } => Some(RENAME_SETTINGS),
        Error::NoWorkspace { below, .. } if !below.is_empty() => {
            let first = shown(&below[0]);
            let first = if first.contains(' ') { format!("\"{first}\"") } else { first };
            let how =
                format!("进入它的文件夹再运行，或用 -C 写明它，例如：jianbao -C {first} list");
            return Some(how.into());
        }
        Error::NoIssue { unready, .. } if !unready.is_empty() => Some(UNREADY),
        Error::NoWorkspace { .. } => Some(
            "还没有工作区的，在这里运行 jianbao init 新建一个；已经有的，先进入它的文件夹，或用 -C 写明它，例如：jianbao -C D:\\简报 build 28",
        ),
        Error::DoubledIssue { .. } => Some("请把多余的文件夹改名（如加上前缀 _）或移走"),
        Error::AmbiguousIssue { .. } => Some("例如：2018/28，或 2018/20..28"),
        Error::Attached { .. } => Some("这个 PDF 可能被人改动过，请向印发单位重新索取"),
        Error::Occupied { .. } => Some(
            "请写明一个新的文件夹（extract 写在 --out 后面，preview 写在 --once 后面），或先把原有的改名、移走",
        ),
        Error::NoIssue { .. } => Some("用 jianbao list 查看所有各期"),
        Error::Selection { remedy, .. } => Some(remedy.as_str()),
        Error::Outside { .. } => Some(COPY_IN),
        _ => None,
    };
    fixed.map(Cow::Borrowed)
}

/// What to do where the settings are called otherwise. Windows hides the ending that it knows.
pub const RENAME_SETTINGS: &str = "把这个文件改名为 jianbao.yaml（看不到末尾的 .txt 时，先在文件夹的「查看」里勾选「文件扩展名」），再运行一次；不是设置的，移到别处";

/// What to do where the issue may be a folder that is none yet.
const UNREADY: &str = "缺 issue.yaml 的，运行 jianbao new 期号 补上；名称不是期号的，先改名（如 028、增刊1）；所有各期用 jianbao list 查看";

/// A severity in Chinese.
pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Hint => "提示",
    }
}
