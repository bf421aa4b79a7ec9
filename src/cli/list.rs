//! `jianbao list`: every issue of the workspace, or every entry of it.

mod entries;
mod row;
mod state;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use clap::Args;

use super::table::{ListFormat, ListOutput};
use super::years::Years;
use super::{Exit, Stop, open, render, sheet, table, usage};
use crate::archive;
use crate::batch::{InputKind, Standing};
use crate::model::IssueId;
use row::{NONE, Row, shortened};
use state::{State, Within, state};

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao list [选项]")]
pub struct ListArgs {
    /// 每篇稿件一行：年份、期号、栏目、标题、来源、领导、页码
    #[arg(long)]
    entries: bool,
    /// 只列这些年的：2026、2023..2026、2023..
    #[arg(long, value_name = "年份")]
    years: Option<String>,
    #[command(flatten)]
    output: ListOutput,
}

pub fn run(directory: Option<&Path>, args: &ListArgs) -> Result<Exit, Stop> {
    let house = open(directory)?;
    let (workspace, settings) = (&house.workspace, &house.settings);
    super::tell_unready(workspace)?;
    let years = Years::parse(args.years.as_deref())?;
    let mut ids = workspace.issues()?;
    ids.retain(|id| years.contain(id.year));
    if args.entries {
        return entries::run(&house, &ids, args.output.format);
    }
    // What is wrong with the register is among the findings over the archive, which read it too: one
    // after the other, for it may be long.
    let survey = archive::survey(&house)?;
    let register = archive::ledger(workspace)?;
    let unsure = match (settings.has_errors(), register.has_errors()) {
        (true, _) => Some("jianbao.yaml 有错误"),
        (false, true) => Some("印发登记有错误"),
        (false, false) => None,
    };
    let ledger = register.value.unwrap_or_default();
    let program = std::env::current_exe().ok();
    let standing = Standing::new(workspace, program.as_deref())?;
    let mut rows: Vec<Row> = Vec::new();
    let mut failures = Vec::new();
    let mut is_wrong = unsure.is_some();
    let mut changed = ChangedSince::default();
    let within =
        Within { workspace, settings, standing: &standing, ledger: &ledger, survey: &survey };
    for id in ids {
        let state = state(&within, id);
        let state = state.unwrap_or_else(|failure| {
            failures.push((id, failure));
            State::bare("有文件读不出来")
        });
        is_wrong |= state.is_wrong;
        changed.add(id, &state.house);
        rows.push(state.row(id));
    }
    if let Some(unsure) = unsure {
        rows.iter_mut().for_each(|row| {
            unsure.clone_into(&mut row.state);
            row.fresh = None;
        });
    }
    let mut output = crate::cli::output::stdout();
    match args.output.format {
        ListFormat::Table => print(&mut output, &rows)?,
        ListFormat::Json => table::json(&mut output, &rows)?,
        ListFormat::Csv => csv(&mut output, &rows)?,
    }
    // Beside the table, so that it stays a table for whatever reads it.
    let mut beside = crate::cli::output::stderr();
    for (id, failure) in &failures {
        writeln!(beside, "{}　{}", id.spoken(), render::failure_line(failure))?;
    }
    render::all(&mut beside, settings.diagnostics.iter().filter(|finding| finding.is_error()))?;
    let kept = crate::archive::kept(workspace, &ledger, |_| true)?;
    for finding in survey.iter().chain(&kept) {
        render::full(&mut beside, finding)?;
        is_wrong |= finding.is_error();
    }
    if unsure.is_none() {
        changed.tell(&mut beside)?;
    }
    let is_hurt = |row: &Row| ["不见了", "PDF 被改过"].iter().any(|word| row.state.contains(word));
    if let Some(hurt) = rows.iter().find(|row| is_hurt(row)) {
        let issue = &hurt.issue;
        writeln!(beside, "存档的文件不见了、被改过的，怎么补上，用 jianbao verify {issue} 查看")?;
    }
    Ok(Exit::of(!failures.is_empty(), is_wrong))
}

/// What the house has changed since issues were issued: said once, not in each row.
#[derive(Default)]
struct ChangedSince(BTreeMap<Vec<InputKind>, Vec<IssueId>>);

impl ChangedSince {
    fn add(&mut self, id: IssueId, changed: &[InputKind]) {
        if !changed.is_empty() {
            self.0.entry(changed.to_vec()).or_default().push(id);
        }
    }

    fn tell(&self, output: &mut impl Write) -> std::io::Result<()> {
        for (kinds, ids) in &self.0 {
            let which = match ids[..] {
                [one] => one.to_string(),
                [first, .., last] => format!("{first} 至 {last} 中的 {} 期", ids.len()),
                [] => continue,
            };
            writeln!(
                output,
                "提醒：{which}印发以后，{}有改动；存档的 PDF 不变，重排可能与它不同",
                state::words(kinds)
            )?;
        }
        Ok(())
    }
}

/// The first title, shortened, and how many there are.
fn titles(row: &Row) -> String {
    let Some(first) = row.titles.first() else { return String::new() };
    let mut shown = shortened(first);
    if row.titles.len() > 1 {
        shown.push_str(&format!("等 {} 篇", row.titles.len()));
    }
    shown
}

fn print(output: &mut impl Write, rows: &[Row]) -> std::io::Result<()> {
    if rows.is_empty() {
        return writeln!(output, "{NONE}");
    }
    let head = ["期号", "日期", "页数", "状态", "标题"].map(str::to_owned);
    let body = rows.iter().map(|row| {
        let pages = row.pages.map_or_else(|| "-".to_owned(), |pages| pages.to_string());
        [row.issue.clone(), row.date.clone(), pages, row.state.clone(), titles(row)]
    });
    table::write(output, &[head].into_iter().chain(body).collect::<Vec<_>>())
}

fn csv(output: &mut impl Write, rows: &[Row]) -> std::io::Result<()> {
    let rows = rows.iter().map(|row| {
        let pages = row.pages.map(|pages| pages.to_string()).unwrap_or_default();
        [row.issue.clone(), row.date.clone(), pages, row.state.clone(), row.titles.join("；")]
    });
    sheet::write(output, ["期号", "日期", "页数", "状态", "标题"], rows)
}
