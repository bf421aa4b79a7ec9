//! `jianbao move`: an entry to another issue, which is made where it is the next one.

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::import::ask_line;
use super::{Exit, MoveArgs, Stop, issued, next, open, render};
use crate::archive::{self, Order};
use crate::error::Error;
use crate::import::{Shelved, is_waiting, named, transfer};
use crate::model::{IssueId, IssueNumber};
use crate::read::House;

pub fn run(directory: Option<&Path>, args: &MoveArgs) -> Result<Exit, Stop> {
    let house = open(directory)?;
    let workspace = &house.workspace;
    // First what is to be moved: nobody makes an issue for a slip of the pen.
    let entry = named(workspace, &args.entry)?;
    let Some(to) = target(&house, &entry, args)? else { return Ok(Exit::Findings) };
    let moved = transfer(workspace, &entry.entry, to)?;
    let along = match moved.along {
        0 => String::new(),
        count => format!("，连同图片和原稿 {count} 个"),
    };
    let title = moved.title.map_or_else(String::new, |it| format!("《{it}》"));
    writeln!(crate::cli::output::stdout(), "{}{title} 已移到 {}{along}", moved.from, moved.to)?;
    if !moved.left.is_empty() {
        let left = moved.left.join("」「");
        writeln!(
            crate::cli::output::stdout(),
            "「{left}」不能删去（可能只读或正被打开），留在原处，可以以后手工删"
        )?;
    }
    Ok(Exit::Fine)
}

/// The issue that is meant; where it is the next one and somebody agrees, it is made. None where it
/// could not be made, which has been told.
fn target(house: &House, entry: &Shelved, args: &MoveArgs) -> Result<Option<IssueId>, Stop> {
    let workspace = &house.workspace;
    let written = args.to.trim();
    let missing = match workspace.select(written) {
        Err(missing @ Error::NoIssue { .. }) => missing,
        found => {
            let id = found?;
            next::refuse_issued(house, id, "--to")?;
            if args.date.is_some() {
                writeln!(crate::cli::output::stderr(), "{id} 已经有了，没有用上 --date")?;
            }
            return Ok(Some(id));
        }
    };
    let date = next::date(args.date.as_deref())?;
    let Some(number) = next::number(house, date)? else { return Err(missing.into()) };
    if !is_named(written, number, date) {
        let remedy = format!("下一期是第 {number} 期，写 --to {number}，会先建好再移");
        return Err(Error::Selection { problem: missing.to_string(), remedy }.into());
    }
    // Whatever could stop the entry from leaving its issue is known before another one is made.
    // One that waits is no part of what went out.
    if !is_waiting(workspace, entry)? {
        issued::refuse(workspace, entry.id, "不能再移出稿件")?;
    }
    if !args.yes && !std::io::stdin().is_terminal() {
        let problem = format!("还没有第 {number} 期");
        let remedy = format!(
            "第 {number} 期正是下一期：加 --yes 就先建好它再移；或先用 jianbao new 取号，再移"
        );
        return Err(Error::Selection { problem, remedy }.into());
    }
    if !args.yes {
        let question = format!("还没有第 {number} 期，现在建好它（日期 {date}）再移吗？（是/否）");
        if !matches!(ask_line(&question)?.as_deref(), Some("是" | "y" | "yes" | "Y")) {
            writeln!(crate::cli::output::stdout(), "没有建第 {number} 期，也没有移")?;
            return Ok(None);
        }
    }
    let order = Order { date, supplement: false, only: Some(number), begins: false };
    let reserved = archive::reserve(house, &order)?;
    let Some(taken) = reserved.value else {
        // Somebody else may have made it meanwhile.
        if let Ok(id) = workspace.select(written) {
            return Ok(Some(id));
        }
        render::all(&mut crate::cli::output::stderr(), &reserved.diagnostics)?;
        writeln!(
            crate::cli::output::stderr(),
            "没有建第 {number} 期，也没有移；请先改正上面的错误"
        )?;
        return Ok(None);
    };
    let folder = workspace.display(&taken.dir);
    writeln!(crate::cli::output::stderr(), "已建好第 {number} 期的文件夹 {folder}，日期是 {date}")?;
    Ok(Some(taken.id))
}

/// Whether what was written is this number of this year: `29`, `第29期`, `2018/29`.
fn is_named(written: &str, number: IssueNumber, date: chrono::NaiveDate) -> bool {
    use chrono::Datelike;
    let number = number.to_string();
    let bare = |text: &str| {
        let text = text.trim().trim_start_matches('第').trim_end_matches('期');
        text.trim_start_matches('0').to_owned()
    };
    match written.rsplit_once('/') {
        Some((year, own)) => year.trim() == date.year().to_string() && bare(own) == number,
        None => bare(written) == number,
    }
}
