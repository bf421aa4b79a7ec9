//! `jianbao list`: every issue of the workspace.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::build::issue_name;
use super::{Exit, ListArgs, ListFormat, Stop, open, render, table};
use crate::archive;
use crate::build::{self, Stored};
use crate::diagnostic::code;
use crate::error::Error;
use crate::model::{Issue, IssueId, Ledger, Publication};
use crate::read;
use crate::workspace::{ISSUE_FILE, Workspace};

/// One row.
#[derive(Debug, Serialize)]
struct Row {
    issue: String,
    date: String,
    titles: Vec<String>,
    pages: Option<usize>,
    state: String,
}

pub fn run(directory: Option<&Path>, args: &ListArgs) -> Result<Exit, Stop> {
    let workspace = open(directory)?;
    super::tell_unready(&workspace)?;
    // What is wrong with the register is among the findings over the archive.
    let register = archive::ledger(&workspace)?;
    let settings = read::read_settings(&workspace)?;
    let unsure = match (settings.has_errors(), register.has_errors()) {
        (true, _) => Some("jianbao.yaml 有错误"),
        (false, true) => Some("印发登记有错误"),
        (false, false) => None,
    };
    let ledger = register.value.unwrap_or_default();
    let mut rows: Vec<Row> = Vec::new();
    let mut failures = Vec::new();
    for id in workspace.issues()? {
        rows.push(row(&workspace, &ledger, id).unwrap_or_else(|failure| {
            failures.push((id, failure));
            Row::bare(id, "有文件读不出来".to_owned())
        }));
    }
    if let Some(unsure) = unsure {
        rows.iter_mut().for_each(|row| unsure.clone_into(&mut row.state));
    }
    let mut output = anstream::stdout();
    match args.format {
        ListFormat::Table => print(&mut output, &rows)?,
        ListFormat::Json => writeln!(
            output,
            "{}",
            serde_json::to_string_pretty(&rows).map_err(std::io::Error::other)?
        )?,
        ListFormat::Csv => csv(&mut output, &rows)?,
    }
    // Beside the table, so that it stays a table for whatever reads it.
    let mut beside = anstream::stderr();
    for (id, failure) in &failures {
        writeln!(beside, "{}　{}", issue_name(*id), render::failure_line(failure))?;
    }
    for finding in settings.diagnostics.iter().filter(|finding| finding.is_error()) {
        render::full(&mut beside, finding)?;
    }
    let mut wrong = false;
    let kept = build::kept(&workspace, &ledger, |_| true)?;
    for finding in archive::survey(&workspace)?.iter().chain(&kept) {
        render::full(&mut beside, finding)?;
        // A lost or damaged register; single issues have their states.
        wrong |= finding.code == code::LEDGER && finding.is_error();
    }
    Ok(match () {
        () if !failures.is_empty() => Exit::Failure,
        () if wrong => Exit::Findings,
        () => Exit::Fine,
    })
}

impl Row {
    /// That of an issue of which only the state can be told.
    fn bare(id: IssueId, state: String) -> Self {
        let issue = id.to_string();
        Self { issue, date: String::new(), titles: Vec::new(), pages: None, state }
    }
}

fn row(workspace: &Workspace, ledger: &Ledger, id: IssueId) -> Result<Row, Error> {
    let issue = match read::read_issue(workspace, id) {
        // The findings over the archive name the folders.
        Err(Error::DoubledIssue { .. }) => {
            return Ok(Row::bare(id, "期号重复".to_owned()));
        }
        Err(Error::Outside { link, target }) => {
            let state = format!("「{link}」是链接，指向工作区之外的「{target}」，没有读取");
            return Ok(Row::bare(id, state));
        }
        issue => issue?,
    };
    let broken = issue.has_errors();
    let pdf = workspace.default_out().join(format!("{}.pdf", id.file_stem()));
    let pages = build::page_count(&pdf)?;
    // As `new` leaves it: nobody has made a mistake yet.
    let bare = issue.diagnostics.iter().any(|finding| finding.code == code::NO_ENTRIES);
    let issued = match (ledger.current(id), &issue.value) {
        (Some(publication), Some(issue)) => Some(issued(workspace, issue, publication)?),
        _ => None,
    };
    // What was taken back is as if it had never been issued, and still known for it.
    let withdrawn = ledger
        .withdrawn(id)
        .map(|(_, withdrawal)| format!("已撤回（{}）", withdrawal.recorded.format("%Y-%m-%d")));
    let state = match (broken, issued.or(withdrawn), pages) {
        (true, ..) if bare => "没有稿件".to_owned(),
        (true, ..) => "稿件有错误".to_owned(),
        (false, Some(state), _) => state,
        (false, None, Some(_)) => "已生成".to_owned(),
        (false, None, None) => "未生成".to_owned(),
    };
    let undated = issue.diagnostics.iter().any(|finding| {
        let of_issue =
            finding.span.as_ref().is_some_and(|span| span.file.path.ends_with(ISSUE_FILE));
        of_issue
            && finding.is_error()
            && [code::WRONG_DATE, code::MISSING_KEY].contains(&finding.code)
    });
    let (date, titles) = issue.value.map_or_else(Default::default, |issue| {
        let titles = issue.entries.iter().map(|entry| entry.title_or_composed().value);
        // The date of an issue without one is a stand-in.
        let date = if undated { String::new() } else { issue.date.to_string() };
        (date, titles.map(|title| title.replace('|', "")).collect())
    });
    Ok(Row { issue: id.to_string(), date, titles, pages, state })
}

/// The state of an issue that is in the register.
fn issued(
    workspace: &Workspace,
    issue: &Issue,
    publication: &Publication,
) -> Result<String, Error> {
    let mut state = "已印发".to_owned();
    if publication.edition > 1 {
        state.push_str(&format!("（第 {} 版）", publication.edition));
    }
    match build::stored(workspace, publication)? {
        Stored::Whole => {}
        Stored::Missing => state.push_str("，PDF 不见了"),
        Stored::Altered => state.push_str("，PDF 被改过"),
    }
    if build::changed_since(workspace, issue, publication)? {
        state.push_str("，稿件有改动");
    }
    Ok(state)
}

/// The most characters of a title in the table: a terminal is 80 cells wide.
const TITLE: usize = 18;

/// The first title, shortened, and how many there are.
fn titles(row: &Row) -> String {
    let Some(first) = row.titles.first() else { return String::new() };
    let mut shown: String = first.chars().take(TITLE).collect();
    if shown.len() < first.len() {
        shown.push('…');
    }
    if row.titles.len() > 1 {
        shown.push_str(&format!("等 {} 篇", row.titles.len()));
    }
    shown
}

fn print(output: &mut impl Write, rows: &[Row]) -> std::io::Result<()> {
    if rows.is_empty() {
        return writeln!(
            output,
            "工作区里还没有任何一期简报：每期是一个「年份/期号」文件夹（如 2018/028），里面有 issue.yaml"
        );
    }
    let head = ["期号", "日期", "页数", "状态", "标题"].map(str::to_owned);
    let body = rows.iter().map(|row| {
        let pages = row.pages.map_or_else(|| "-".to_owned(), |pages| pages.to_string());
        [row.issue.clone(), row.date.clone(), pages, row.state.clone(), titles(row)]
    });
    table::write(output, &[head].into_iter().chain(body).collect::<Vec<_>>())
}

/// With a byte-order mark: without it, Excel takes the Chinese for another encoding.
fn csv(output: &mut impl Write, rows: &[Row]) -> std::io::Result<()> {
    output.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(["期号", "日期", "页数", "状态", "标题"])?;
    for row in rows {
        let pages = row.pages.map(|pages| pages.to_string()).unwrap_or_default();
        writer.write_record([&row.issue, &row.date, &pages, &row.state, &row.titles.join("；")])?;
    }
    writer.flush()
}
