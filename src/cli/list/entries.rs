//! `jianbao list --entries`: one row for each entry.

use std::io::Write;

use serde::Serialize;

use super::row::{NONE, shortened};
use crate::archive::{self, Sandbox, Stored};
use crate::batch::{Made, Standing};
use crate::check::Draft;
use crate::cli::import::KindName;
use crate::cli::table::ListFormat;
use crate::cli::{Exit, Stop, render, sheet, table};
use crate::error::Error;
use crate::model::{Entry, Issue, IssueId, Ledger};
use crate::read::{self, House};
use crate::search::Leaves;

/// One entry.
#[derive(Debug, Serialize)]
struct Row {
    year: u16,
    issue: String,
    column: String,
    title: String,
    source: String,
    leader: String,
    page: Option<usize>,
    file: String,
    held: bool,
}

/// Where everything about an issue is read.
struct Reading<'a> {
    house: &'a House,
    ledger: Ledger,
    standing: Standing<'a>,
    sandbox: Sandbox,
}

pub fn run(house: &House, ids: &[IssueId], format: ListFormat) -> Result<Exit, Stop> {
    let workspace = &house.workspace;
    let program = std::env::current_exe().ok();
    let register = archive::ledger(workspace)?;
    let is_sound = !register.has_errors();
    let damaged = register.diagnostics;
    let reading = Reading {
        house,
        ledger: register.value.filter(|_| is_sound).unwrap_or_default(),
        standing: Standing::new(workspace, None)?,
        sandbox: Sandbox::of(program),
    };
    let mut rows = Vec::new();
    let mut failures = Vec::new();
    let mut unread = Vec::new();
    for id in ids {
        match reading.rows(*id, &mut unread) {
            Ok(more) => rows.extend(more),
            Err(failure) => failures.push((*id, failure)),
        }
    }
    let mut output = crate::cli::output::stdout();
    match format {
        ListFormat::Table => print(&mut output, &rows, ids.is_empty())?,
        ListFormat::Json => table::json(&mut output, &rows)?,
        ListFormat::Csv => csv(&mut output, &rows)?,
    }
    let mut beside = crate::cli::output::stderr();
    let findings = house.settings.diagnostics.iter().chain(&damaged);
    render::all(&mut beside, findings.filter(|finding| finding.is_error()))?;
    for path in &unread {
        writeln!(beside, "{path}　有错误，没有列出；用 jianbao check 看是什么错误")?;
    }
    for (id, failure) in &failures {
        writeln!(beside, "{}　{}", id.spoken(), render::failure_line(failure))?;
    }
    let is_wrong = house.settings.has_errors() || !is_sound || !unread.is_empty();
    Ok(Exit::of(!failures.is_empty(), is_wrong))
}

impl Reading<'_> {
    fn rows(&self, id: IssueId, unread: &mut Vec<String>) -> Result<Vec<Row>, Error> {
        let whole = read::read_whole_issue(self.house, id)?;
        unread.extend(whole.unread.iter().map(|file| file.path.clone()));
        let Some(mut issue) = whole.issue else { return Ok(Vec::new()) };
        let folder = whole.folder.as_str();
        let all = std::mem::take(&mut issue.entries);
        let is_held = |entry: &Entry| whole.held.contains(&entry.file);
        issue.entries = all.iter().filter(|entry| !is_held(entry)).cloned().collect();
        let mut pages = self.pages(&issue)?.into_iter();
        let row = |entry: &Entry| {
            let text = |text: &Option<crate::diagnostic::Text>| {
                text.as_ref().map(|text| text.value.clone()).unwrap_or_default()
            };
            Row {
                year: id.year,
                issue: id.number.to_string(),
                column: column(&issue, entry),
                title: entry.title_or_composed().value.replace('|', ""),
                source: text(&entry.source),
                leader: entry.leader.as_ref().map(|it| it.name.value.clone()).unwrap_or_default(),
                page: if is_held(entry) { None } else { pages.next().flatten() },
                file: format!("{folder}/{}", entry.file),
                held: is_held(entry),
            }
        };
        // Of what is no entry yet only its text is known.
        let (named, unnamed): (Vec<&Entry>, Vec<&Entry>) =
            all.iter().partition(|entry| !entry.title_or_composed().value.trim().is_empty());
        unread.extend(unnamed.iter().map(|entry| format!("{folder}/{}", entry.file)));
        let mut rows: Vec<Row> = all.iter().map(row).collect();
        rows.retain(|row| named.iter().any(|entry| row.file == format!("{folder}/{}", entry.file)));
        Ok(rows)
    }

    /// The page of each entry in the PDF that was issued, or that was built last and still holds.
    fn pages(&self, issue: &Issue) -> Result<Vec<Option<usize>>, Error> {
        let path = match self.ledger.current(issue.id) {
            Some(publication) => {
                let is_whole =
                    crate::archive::stored(&self.house.workspace, publication)? == Stored::Whole;
                is_whole.then(|| self.house.workspace.root().join(&publication.pdf.path))
            }
            None => match self.standing.of(issue.id)? {
                Made::Built { changed, .. } if changed.is_empty() => {
                    let name = format!("{}.pdf", issue.id.file_stem());
                    Some(self.house.workspace.default_out().join(name))
                }
                _ => None,
            },
        };
        let leaves = path.and_then(|path| Leaves::of(&self.sandbox, &path).ok());
        Ok(match leaves {
            Some(leaves) => leaves.of_stories(&Draft::new(issue).stories),
            None => Vec::new(),
        })
    }
}

fn column(issue: &Issue, entry: &Entry) -> String {
    match issue.columns.get(entry.column) {
        Some(column) => match &column.title {
            Some(title) => title.value.clone(),
            // A column that leads the issue has no heading: its kind says what it is.
            None => KindName(column.kind.as_str()).to_string(),
        },
        // Annexes stand behind all columns.
        None => "附件".to_owned(),
    }
}

const HEADS: [&str; 7] = ["年份", "期号", "栏目", "标题", "来源", "领导", "页码"];

fn cells(row: &Row, none: &str) -> [String; 7] {
    [
        row.year.to_string(),
        row.issue.clone(),
        row.column.clone(),
        row.title.clone(),
        row.source.clone(),
        row.leader.clone(),
        row.page.map_or_else(|| none.to_owned(), |page| page.to_string()),
    ]
}

fn print(output: &mut impl Write, rows: &[Row], is_empty: bool) -> std::io::Result<()> {
    if rows.is_empty() {
        return writeln!(output, "{}", if is_empty { NONE } else { "这些期里还没有稿件" });
    }
    let body = rows.iter().map(|row| {
        let mut cells = cells(row, "-");
        cells[3] = shortened(&cells[3]);
        if row.held {
            cells[6] = "暂缓".to_owned();
        }
        cells
    });
    let head = HEADS.map(str::to_owned);
    table::write(output, &[head].into_iter().chain(body).collect::<Vec<_>>())
}

fn csv(output: &mut impl Write, rows: &[Row]) -> std::io::Result<()> {
    let rows = rows.iter().map(|row| {
        let [year, issue, column, title, source, leader, page] = cells(row, "");
        let held = if row.held { "是" } else { "" }.to_owned();
        [year, issue, column, title, source, leader, page, held, row.file.clone()]
    });
    let [a, b, c, d, e, f, g] = HEADS;
    sheet::write(output, [a, b, c, d, e, f, g, "暂缓", "文件"], rows)
}
