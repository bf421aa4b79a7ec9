//! `jianbao import`: dispatches into an issue, with a report of what was guessed and left out.

pub mod args;
mod ask;
mod done;
mod json;
mod put;
mod replace;
mod report;
mod watch;
mod whole;

use std::io::Write;
use std::path::Path;

pub use ask::line as ask_line;
use done::{Replacing, beside};
use put::import;
pub use report::{KindName, passed_over, shortened};

use super::table::TableFormat;
use super::{Exit, ImportArgs, Stop, confirm, next, open, render};
use crate::archive::{self, Order};
use crate::error::Error;
use crate::import::{Known, Reference, Source, gather, look};
use crate::model::{IssueId, IssueNumber, Roster};
use crate::read;
use crate::workspace::fs::sha256;
use crate::workspace::{ROSTER_FILE, Workspace};

pub fn run(directory: Option<&Path>, args: &ImportArgs) -> Result<Exit, Stop> {
    let house = open(directory)?;
    if !house.workspace.root().join(ROSTER_FILE).exists() {
        writeln!(
            crate::cli::output::stderr(),
            "提醒：还没有名册 {ROSTER_FILE}，认不出领导的姓名和职务，领导活动可能分错栏目；写法见 jianbao guide roster"
        )?;
    }
    if args.whole {
        return whole::run(&house, args);
    }
    let Some(id) = issue(&house, args)? else {
        return Ok(Exit::Findings);
    };
    let workspace = &house.workspace;
    match &args.watch {
        Some(folder) => watch::run(workspace, id, folder, args),
        None => import(workspace, id, &args.files, args, Replacing::Asked),
    }
}

/// The issue that is meant; made when it is the next one. None when nothing could be put into it: a
/// slip in a file's name must not take a number.
fn issue(house: &read::House, args: &ImportArgs) -> Result<Option<IssueId>, Stop> {
    let workspace = &house.workspace;
    let date = next::date(args.date.as_deref())?;
    let Some(written) = &args.issue else {
        let Some(open) = next::open(workspace)? else {
            let message = "没有还没印发的一期；请先运行 jianbao new 取号，或写明 --issue 期号";
            return Err(Error::Usage(message.to_owned()).into());
        };
        writeln!(crate::cli::output::stderr(), "没有写 --issue，放进 {open}")?;
        return Ok(Some(open));
    };
    match workspace.select(written) {
        Err(Error::NoIssue { wanted, have, unready }) => {
            let next = next::number(house, date)?;
            let is_next = next.is_some_and(|next| {
                matches!(next, IssueNumber::Regular(number) if written.trim() == number.to_string())
            });
            let missing = Error::NoIssue { wanted, have, unready };
            let first = match is_next {
                true => None,
                false => first(workspace, written, args, &missing)?,
            };
            if !is_next && first.is_none() {
                // Somebody else may have made it meanwhile.
                if let Ok(id) = workspace.select(written) {
                    return Ok(Some(id));
                }
                let Some(next) = next else { return Err(missing.into()) };
                let remedy = format!("下一期是第 {next} 期：写 --issue {next}，自动建好");
                return Err(Error::Selection { problem: missing.to_string(), remedy }.into());
            }
            // Whoever waits for dispatches has none yet.
            if args.watch.is_none() && !is_anything_new(workspace, args)? {
                writeln!(beside(args)?, "没有可以导入的新来稿，没有建第 {written} 期")?;
                return Ok(None);
            }
            let begins = first.is_some();
            let order = Order { date, supplement: false, only: first.or(next), begins };
            let reserved = archive::reserve(house, &order)?;
            let Some(taken) = reserved.value else {
                render::all(&mut crate::cli::output::stderr(), &reserved.diagnostics)?;
                // Somebody else may have made it meanwhile.
                return workspace.select(written).map(Some).map_err(|_| missing.into());
            };
            let folder = workspace.display(&taken.dir);
            let day = match args.date {
                Some(_) => format!("日期是 {date}"),
                None => {
                    format!("日期写的是今天（{date}），年份不对就删去这个文件夹，用 --date 重来")
                }
            };
            writeln!(
                crate::cli::output::stderr(),
                "还没有第 {written} 期，已建好文件夹 {folder}，{day}"
            )?;
            Ok(Some(taken.id))
        }
        found => {
            let id = found?;
            next::refuse_issued(house, id, "--issue")?;
            if args.date.is_some() {
                writeln!(crate::cli::output::stderr(), "{id} 已经有了，没有用上 --date")?;
            }
            Ok(Some(id))
        }
    }
}

/// The number that the series begins with, where it has none yet and somebody says that it does: a
/// slip must not begin it.
fn first(
    workspace: &Workspace,
    written: &str,
    args: &ImportArgs,
    missing: &Error,
) -> Result<Option<IssueNumber>, Stop> {
    let number = archive::number_written(written).ok().filter(|number| !number.is_supplement());
    let Some(number) = number else { return Ok(None) };
    if !archive::is_open(workspace, false)? {
        return Ok(None);
    }
    if args.yes || (confirm::is_possible() && confirm::yes(&next::before(number))?) {
        return Ok(Some(number));
    }
    let remedy = format!(
        "{}若是这里的第一期（上一期在别处印过），加 --yes 再运行一次，从它编起",
        number.spoken()
    );
    Err(Error::Selection { problem: missing.to_string(), remedy }.into())
}

/// Whether any of the files can become an entry. Tells why those that cannot be read are refused
/// only when there is none: otherwise the import itself tells.
fn is_anything_new(workspace: &Workspace, args: &ImportArgs) -> Result<bool, Stop> {
    let known = Known::read(workspace)?;
    let roster = Roster::default();
    let house = Reference { roster: &roster, columns: &[], date: super::now::now().date_naive() };
    let mut new = false;
    let mut refused = Vec::new();
    let is_known = |source: &Source| {
        let sha256 = sha256(&source.bytes);
        known.became(&sha256).is_some()
            || (!args.again && known.taken_out(source.bytes.len() as u64, &sha256).is_some())
    };
    let passed = gather(&args.files, &mut |found| {
        match found {
            Ok(source) if is_known(&source) => {}
            Ok(source) => match look(&source, house) {
                Ok(_) => new = true,
                Err(finding) => refused.push(finding),
            },
            Err((_, finding)) => refused.push(finding),
        }
        Ok(())
    })?;
    if !new {
        for finding in &refused {
            match args.output.format {
                TableFormat::Table => render::full(&mut crate::cli::output::stdout(), finding)?,
                TableFormat::Json => render::full(&mut crate::cli::output::stderr(), finding)?,
            }
        }
        passed_over(&passed)?;
    }
    Ok(new)
}
