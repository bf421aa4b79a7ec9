//! `jianbao list`: every issue of the workspace.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::{Exit, ListArgs, ListFormat, Stop, open};
use crate::build;
use crate::error::Error;
use crate::model::IssueId;
use crate::read;
use crate::workspace::Workspace;

/// One row.
#[derive(Debug, Serialize)]
struct Row {
    issue: String,
    date: String,
    titles: Vec<String>,
    pages: Option<usize>,
    state: &'static str,
}

pub fn run(directory: Option<&Path>, args: &ListArgs) -> Result<Exit, Stop> {
    let workspace = open(directory)?;
    let rows: Result<Vec<Row>, Error> =
        workspace.issues()?.into_iter().map(|id| row(&workspace, id)).collect();
    let rows = rows?;
    let mut output = anstream::stdout();
    match args.format {
        ListFormat::Table => table(&mut output, &rows)?,
        ListFormat::Json => writeln!(
            output,
            "{}",
            serde_json::to_string_pretty(&rows).map_err(std::io::Error::other)?
        )?,
        ListFormat::Csv => csv(&mut output, &rows)?,
    }
    Ok(Exit::Fine)
}

fn row(workspace: &Workspace, id: IssueId) -> Result<Row, Error> {
    let issue = read::read_issue(workspace, id)?;
    let broken = issue.has_errors();
    let pdf = workspace.default_out().join(format!("{}.pdf", id.file_stem()));
    let pages = build::page_count(&pdf)?;
    let state = match (broken, pages) {
        (true, _) => "稿件有错误",
        (false, Some(_)) => "已生成",
        (false, None) => "未生成",
    };
    let (date, titles) = issue.value.map_or_else(Default::default, |issue| {
        let titles = issue.entries.iter().filter_map(|entry| entry.title.as_ref());
        (issue.date.to_string(), titles.map(|title| title.value.replace('|', "")).collect())
    });
    Ok(Row { issue: id.to_string(), date, titles, pages, state })
}

/// The first title and how many more there are.
fn titles(row: &Row) -> String {
    match row.titles.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} 等 {} 篇", rest.len() + 1),
    }
}

fn table(output: &mut impl Write, rows: &[Row]) -> std::io::Result<()> {
    if rows.is_empty() {
        return writeln!(output, "工作区里还没有任何一期简报");
    }
    let head = ["期号", "日期", "页数", "状态", "标题"].map(str::to_owned);
    let body = rows.iter().map(|row| {
        let pages = row.pages.map_or_else(|| "-".to_owned(), |pages| pages.to_string());
        [row.issue.clone(), row.date.clone(), pages, row.state.to_owned(), titles(row)]
    });
    let cells: Vec<[String; 5]> = [head].into_iter().chain(body).collect();
    let widths: [usize; 4] = std::array::from_fn(|column| {
        cells.iter().map(|row| row[column].width()).max().unwrap_or(0)
    });
    for row in &cells {
        for (cell, width) in row.iter().zip(widths) {
            write!(output, "{cell}{}  ", " ".repeat(width - cell.width()))?;
        }
        writeln!(output, "{}", row[4])?;
    }
    Ok(())
}

/// With a byte-order mark: without it, Excel takes the Chinese for another encoding.
fn csv(output: &mut impl Write, rows: &[Row]) -> std::io::Result<()> {
    output.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(["期号", "日期", "页数", "状态", "标题"])?;
    for row in rows {
        let pages = row.pages.map(|pages| pages.to_string()).unwrap_or_default();
        writer.write_record([&row.issue, &row.date, &pages, row.state, &row.titles.join("；")])?;
    }
    writer.flush()
}
