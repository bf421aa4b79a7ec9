//! What nobody has looked at yet and must not be issued: places to be confirmed or filled in, and
//! mistakes in the files that the rules go by.
//!
//! However a house grades its rules, and whatever it keeps silent: these are questions to a person.

use crate::check;
use crate::diagnostic::{Code, Diagnostic, Severity, Span, Text, code};
use crate::error::Error;
use crate::model::Issue;
use crate::read;
use crate::workspace::{IssueFolder, LEXICON_FILE, ROSTER_FILE, Workspace};

/// What stands where something is to be confirmed, in a comment.
const CONFIRM: &str = "请核对";
/// What stands where something is to be filled in.
const FILL_IN: &str = "【待补";
/// What is said in messages about either.
const HOLDS: &str = "改好以前不能印发；确实要这样印发的，加 --unread \"原因\"，原因记入登记";

/// The code of such places.
fn left_over() -> Code {
    check::code("left-over").unwrap_or(code::WRONG_VALUE)
}

/// Adds the places of an issue that no rule has told.
///
/// # Errors
/// [`Error::Read`] when `issue.yaml` cannot be read.
pub fn add(
    issue: &Issue,
    folder: &IssueFolder,
    workspace: &Workspace,
    found: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let head = read::head_of(workspace, &folder.path)?;
    let mut files = vec![(head.file, 0..0)];
    for entry in &issue.entries {
        let body = entry.body.whole().filter(|_| !entry.body.value.is_empty());
        let place = body.clone().or_else(|| entry.title.as_ref().and_then(Text::whole));
        files.extend(place.map(|place| (place.file, body.map_or(0..0, |body| body.range))));
    }
    for (file, body) in files {
        let mut at = 0;
        for line in file.text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let text = line.trim_end();
            let words = text.trim_start();
            // On a line of its own, or behind a value: 日期: 2026-12-01 # 请核对.
            let comment =
                words.find('#').map(|at| words[at..].trim_start_matches('#').trim_start());
            let is_comment =
                !body.contains(&start) && comment.is_some_and(|said| said.starts_with(CONFIRM));
            let gap = text.find(FILL_IN);
            // In a comment it is not printed.
            let is_printed = |from: &usize| {
                let is_hidden = words.starts_with('#') && !body.contains(&start);
                !is_hidden && !text[..*from].contains("<!--")
            };
            let range = match (is_comment, gap.filter(is_printed)) {
                (true, _) => {
                    let lead = text.len() - words.len() + words.find('#').unwrap_or(0);
                    start + lead..start + text.len()
                }
                (false, Some(from)) => {
                    let to = text[from..]
                        .find('】')
                        .map_or(text.len(), |end| from + end + '】'.len_utf8());
                    start + from..start + to
                }
                (false, None) => continue,
            };
            let span = Span::new(&file, range);
            let is_told = |other: &Diagnostic| {
                other.code == left_over()
                    && other.span.as_ref().is_some_and(|told| {
                        told.file.path == span.file.path
                            && told.range.start < at
                            && told.range.end > start
                    })
            };
            if found.iter().any(is_told) {
                continue;
            }
            let what = file.text[span.range.clone()].trim_start_matches(['#', ' ']).to_owned();
            let message = format!("「{what}」还没有处理");
            let help = match (is_comment, words.starts_with('#')) {
                (true, true) => "核对后删去这一行",
                (true, false) => "核对后删去这句注释",
                (false, _) => "补上，或去掉这一处",
            };
            let mut finding = Diagnostic::error(left_over(), message).at(span).help(help);
            finding.is_of_rule = true;
            found.push(finding);
        }
    }
    Ok(())
}

/// Whether a finding is of this sort.
fn is_unread(finding: &Diagnostic) -> bool {
    let is_of_file = |name: &str| {
        finding.is_error() && finding.span.as_ref().is_some_and(|span| span.file.path == name)
    };
    let is_open =
        finding.code == left_over() && (finding.is_error() || finding.message.contains("没有核对"));
    finding.is_of_rule && (is_open || is_of_file(ROSTER_FILE) || is_of_file(LEXICON_FILE))
}

/// Makes such findings errors, which keep an issue from being issued, or warnings where it is issued
/// all the same. Says whether there are any.
pub fn hold(found: &mut [Diagnostic], goes_on: bool) -> bool {
    let mut any = false;
    for finding in found.iter_mut().filter(|finding| is_unread(finding)) {
        any = true;
        finding.severity = if goes_on { Severity::Warning } else { Severity::Error };
        if !goes_on && finding.note.is_none() {
            finding.note = Some(HOLDS.to_owned());
        }
    }
    any
}
