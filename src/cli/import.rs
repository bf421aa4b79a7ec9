//! `jianbao import`: dispatches into an issue, with a report of what was guessed and left out.

pub mod args;
mod ask;
mod report;
mod watch;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

pub use report::{KindName, shortened};

use super::{Exit, ImportArgs, Stop, TableFormat, fix, open, render};
use crate::archive::{self, Order};
use crate::error::Error;
use crate::import::{House, Intake, Item, Known, Outcome, Plan, Source, Written, gather, look};
use crate::model::{IssueId, IssueNumber, Limits, Roster};
use crate::read;
use crate::workspace::Workspace;
use crate::workspace::fs::sha256;

pub fn run(directory: Option<&Path>, args: &ImportArgs) -> Result<Exit, Stop> {
    let workspace = open(directory)?;
    let Some(id) = issue(&workspace, args)? else {
        return Ok(Exit::Findings);
    };
    match &args.watch {
        Some(folder) => watch::run(&workspace, id, folder, args),
        None => import(&workspace, id, &args.files, args),
    }
}

/// The issue that is meant; made when it is the next one. None when nothing could be put into it: a
/// slip in a file's name must not take a number.
fn issue(workspace: &Workspace, args: &ImportArgs) -> Result<Option<IssueId>, Stop> {
    let date = chrono::Local::now().date_naive();
    let Some(written) = &args.issue else {
        let ledger = read::read_ledger(workspace)?.value.unwrap_or_default();
        let open = workspace
            .issues()?
            .into_iter()
            .rev()
            .find(|id| !id.number.is_supplement() && ledger.current(*id).is_none());
        return open
            .ok_or_else(|| {
                let message = "没有还没印发的一期；请先运行 jianbao new 取号，或写明 --issue 期号";
                Error::Usage(message.to_owned()).into()
            })
            .map(Some);
    };
    match workspace.select(written) {
        Err(Error::NoIssue { wanted, have, unready }) => {
            let order = Order { date, supplement: false, only: None };
            let next = archive::peek(workspace, &order)?;
            let is_next = next.is_some_and(|next| {
                matches!(next.number, IssueNumber::Regular(number) if written.trim() == number.to_string())
            });
            let missing = Error::NoIssue { wanted, have, unready };
            // Whoever waits for dispatches has none yet.
            if !is_next || args.watch.is_some() {
                return Err(missing.into());
            }
            if !is_anything_new(workspace, &args.files)? {
                writeln!(anstream::stdout(), "没有可以导入的新来稿，没有建第 {written} 期")?;
                return Ok(None);
            }
            let order = Order { only: next.map(|next| next.number), ..order };
            let reserved = archive::reserve(workspace, &order)?;
            let Some(taken) = reserved.value else {
                for finding in &reserved.diagnostics {
                    render::full(&mut anstream::stderr(), finding)?;
                }
                // Somebody else may have made it meanwhile.
                return workspace.select(written).map(Some).map_err(|_| missing.into());
            };
            writeln!(
                anstream::stderr(),
                "还没有第 {written} 期，已建好文件夹 {}，日期写的是今天，请核对",
                workspace.display(&taken.dir)
            )?;
            Ok(Some(taken.id))
        }
        found => Ok(Some(found?)),
    }
}

/// Whether any of the files can become an entry. Tells why those that cannot be read are refused
/// only when there is none: otherwise the import itself tells.
fn is_anything_new(workspace: &Workspace, files: &[PathBuf]) -> Result<bool, Stop> {
    let known = Known::read(workspace)?;
    let roster = Roster::default();
    let house = House { roster: &roster, columns: &[], date: chrono::Local::now().date_naive() };
    let mut new = false;
    let mut refused = Vec::new();
    gather(files, &mut |found| {
        match found {
            Ok(source) if known.became(&sha256(&source.bytes)).is_some() => {}
            Ok(source) => match look(&source, house) {
                Ok(_) => new = true,
                Err(finding) => refused.push(finding),
            },
            Err((_, finding)) => refused.push(finding),
        }
        Ok(())
    })?;
    for finding in refused.iter().filter(|_| !new) {
        render::full(&mut anstream::stdout(), finding)?;
    }
    Ok(new)
}

fn import(
    workspace: &Workspace,
    id: IssueId,
    files: &[PathBuf],
    args: &ImportArgs,
) -> Result<Exit, Stop> {
    let mut output = anstream::stdout();
    let mut intake = match Intake::begin(workspace, id)? {
        Ok(intake) => intake,
        Err(findings) => {
            for finding in &findings {
                render::full(&mut output, finding)?;
            }
            writeln!(output, "没有导入，请先改正上面的错误")?;
            return Ok(Exit::Findings);
        }
    };
    for finding in &intake.diagnostics {
        render::full(&mut anstream::stderr(), finding)?;
    }
    let mut items: Vec<Item> = Vec::new();
    gather(files, &mut |found| {
        items.push(match found {
            Ok(source) => take(&mut intake, &source, args)?,
            Err((shown, finding)) => Item { shown, outcome: Outcome::Refused(finding) },
        });
        Ok(())
    })?;
    if args.ask {
        for item in &mut items {
            if let Outcome::Entry(plan) = &mut item.outcome {
                ask::about(&item.shown, plan, intake.house())?;
            }
        }
    }
    let mut wanted = Vec::new();
    for item in &items {
        if let Outcome::Entry(plan) = &item.outcome {
            wanted.push(match &plan.earlier {
                Some(entry) => args.replace && may_replace(workspace, entry, plan, &intake, args)?,
                None => true,
            });
        }
    }
    let plans: Vec<&Plan> = items
        .iter()
        .filter_map(|item| match &item.outcome {
            Outcome::Entry(plan) => Some(plan.as_ref()),
            _ => None,
        })
        .zip(&wanted)
        .filter_map(|(plan, wanted)| wanted.then_some(plan))
        .collect();
    let mut written = intake.write(&plans)?.into_iter();
    let done: Vec<Option<Written>> =
        wanted.iter().map(|wanted| if *wanted { written.next() } else { None }).collect();
    let columns = intake.house().columns;
    match args.output.format {
        TableFormat::Table => report::table(&mut output, &items, &done, columns, args.replace)?,
        TableFormat::Json => report::json(&mut output, &items, &done, columns)?,
    }
    let refused = items.iter().any(|item| matches!(item.outcome, Outcome::Refused(_)));
    Ok(if refused { Exit::Findings } else { Exit::Fine })
}

fn take(intake: &mut Intake<'_>, source: &Source, args: &ImportArgs) -> Result<Item, Error> {
    let mut item = intake.take(source, args.replace)?;
    if let Outcome::Entry(plan) = &mut item.outcome {
        plan.dispatch.hold |= args.hold;
    }
    Ok(item)
}

/// Shows how an entry would change, and asks.
fn may_replace(
    workspace: &Workspace,
    entry: &str,
    plan: &Plan,
    intake: &Intake<'_>,
    args: &ImportArgs,
) -> Result<bool, Stop> {
    let mut output = anstream::stderr();
    let largest = Limits::with(|limit| limit.ceiling);
    let file = read::read_source(workspace, &workspace.root().join(entry), &largest)?;
    let before = file.value.map(|file| file.text.clone()).unwrap_or_default();
    let after = intake.text(plan);
    if before == after {
        writeln!(output, "{entry}　没有变化")?;
        return Ok(false);
    }
    fix::lines(&mut output, entry, &before, &after)?;
    if args.yes {
        return Ok(true);
    }
    if !std::io::stdin().is_terminal() {
        writeln!(output, "{entry}　没有换：不在终端里，不能问；确实要换，加 --yes")?;
        return Ok(false);
    }
    let answer = ask::line(&format!("换掉 {entry}？原来的稿件存到 sources 里（是/否）"))?;
    Ok(matches!(answer.as_deref(), Some("是" | "y" | "yes" | "Y")))
}
