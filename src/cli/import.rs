//! `jianbao import`: dispatches into an issue, with a report of what was guessed and left out.

pub mod args;
mod ask;
mod json;
mod replace;
mod report;
mod watch;
mod whole;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

pub use ask::line as ask_line;
pub use report::{KindName, passed_over, shortened};

use super::table::TableFormat;
use super::{Exit, ImportArgs, Stop, confirm, next, open, render};
use crate::archive::{self, Order};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::import::{
    Batch, House, Intake, Item, Known, Outcome, Plan, Source, Written, gather, look,
};
use crate::model::{IssueId, IssueNumber, Roster};
use crate::read;
use crate::workspace::Workspace;
use crate::workspace::fs::sha256;

pub fn run(directory: Option<&Path>, args: &ImportArgs) -> Result<Exit, Stop> {
    let house = open(directory)?;
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
                for finding in &reserved.diagnostics {
                    render::full(&mut crate::cli::output::stderr(), finding)?;
                }
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
    let number = next::written(written).ok().filter(|number| !number.is_supplement());
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
    let house = House { roster: &roster, columns: &[], date: super::now::now().date_naive() };
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

/// When an entry whose dispatch came again may be replaced.
enum Replacing<'o> {
    /// Where somebody says so.
    Asked,
    /// Also where nobody has touched it since this run wrote it: entries with the digests of their
    /// texts.
    Untouched(&'o mut BTreeMap<String, String>),
}

fn import(
    workspace: &Workspace,
    id: IssueId,
    files: &[PathBuf],
    args: &ImportArgs,
    mut replacing: Replacing<'_>,
) -> Result<Exit, Stop> {
    let mut output = crate::cli::output::stdout();
    let mut intake = match Intake::begin(workspace, id)? {
        Ok(intake) => intake,
        Err(findings) => return not_begun(&findings, args),
    };
    for finding in &intake.diagnostics {
        render::full(&mut crate::cli::output::stderr(), finding)?;
    }
    let mut items: Vec<Item> = Vec::new();
    let mut wholes = whole::Seen::new(args);
    let passed = gather(files, &mut |found| {
        items.push(match found {
            Ok(source) => {
                let item = take(&mut intake, &source, args)?;
                wholes.note(items.len(), &item, source);
                item
            }
            Err((shown, finding)) => Item { shown, outcome: Outcome::Refused(finding) },
        });
        Ok(())
    })?;
    passed_over(&passed)?;
    let asks = args.ask || wholes.asks();
    if asks {
        // Whoever is asked may go to lunch: others work meanwhile.
        intake.release();
    }
    let wholes = wholes.asked(&mut items)?;
    if args.ask {
        ask::about(&mut items, intake.house())?;
    }
    if asks && let Err(findings) = intake.resume()? {
        return not_begun(&findings, args);
    }
    intake.relate(&mut items)?;
    let agreed = replace::agreed(workspace, &mut intake, &mut items, args, &replacing)?;
    let agreed = match agreed {
        Ok(agreed) => agreed,
        Err(findings) => return not_begun(&findings, args),
    };
    let is_wanted = |(shown, plan): &(&str, &Plan)| {
        plan.earlier.as_ref().is_none_or(|entry| agreed.get(entry).is_some_and(|it| it == shown))
    };
    let wanted: Vec<&Plan> = plans(&items).filter(is_wanted).map(|(_, plan)| plan).collect();
    let Batch { done, failure } = intake.write(&wanted);
    let mut done = done.into_iter();
    let done: Vec<Done> = plans(&items)
        .map(|plan| if is_wanted(&plan) { done.next().flatten() } else { None })
        .collect();
    let written: Vec<&Written> = done.iter().flatten().flatten().collect();
    if let Replacing::Untouched(own) = &mut replacing {
        own.extend(written.iter().map(|it| (it.entry.clone(), it.sha256.clone())));
    }
    if failure.is_none() || !written.is_empty() {
        let columns = intake.house().columns;
        match args.output.format {
            TableFormat::Table => report::table(&mut output, &items, &done, columns, args.replace)?,
            TableFormat::Json => json::write(&mut output, &items, &done, columns)?,
        }
    }
    if let Some(failure) = failure {
        return Err(failure.into());
    }
    let refused = items.iter().any(|item| matches!(item.outcome, Outcome::Refused(_)))
        || done.iter().flatten().any(Result::is_err);
    // Whole issues are put in their places after this one is done with.
    drop(intake);
    let placed = match wholes.is_empty() {
        true => Exit::Fine,
        false => whole::import(&read::House::open(workspace.clone())?, wholes, args)?,
    };
    Ok(if refused { Exit::Findings } else { placed })
}

fn not_begun(findings: &[Diagnostic], args: &ImportArgs) -> Result<Exit, Stop> {
    let mut output = beside(args)?;
    for finding in findings {
        render::full(&mut output, finding)?;
    }
    writeln!(output, "没有导入，请先改正上面的错误")?;
    Ok(Exit::Findings)
}

/// Where it is told that nothing is imported: beside what is for programs, which then is an empty
/// array.
fn beside(args: &ImportArgs) -> Result<Box<dyn Write>, Stop> {
    Ok(match args.output.format {
        TableFormat::Table => Box::new(crate::cli::output::stdout()),
        TableFormat::Json => {
            writeln!(crate::cli::output::stdout(), "[]")?;
            Box::new(crate::cli::output::stderr())
        }
    })
}

/// What became of a plan: an entry, a reason why there is none, or nothing.
type Done = Option<Result<Written, Box<Diagnostic>>>;

/// The entries that are to be, each with the file that it comes from.
fn plans(items: &[Item]) -> impl Iterator<Item = (&str, &Plan)> {
    items.iter().filter_map(|item| match &item.outcome {
        Outcome::Entry(plan) => Some((item.shown.as_str(), plan.as_ref())),
        _ => None,
    })
}

fn take(intake: &mut Intake<'_>, source: &Source, args: &ImportArgs) -> Result<Item, Error> {
    let mut item = intake.take(source, args.again)?;
    if let Outcome::Entry(plan) = &mut item.outcome {
        plan.dispatch.hold |= args.hold;
    }
    Ok(item)
}
