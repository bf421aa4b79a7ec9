//! Dispatches into one issue.

use std::path::PathBuf;

use super::done::{Done, Replacing, not_begun, plans};
use super::{ask, json, passed_over, replace, report, whole};
use crate::cli::table::TableFormat;
use crate::cli::{Exit, ImportArgs, Stop, render};
use crate::error::Error;
use crate::import::{Batch, Intake, Item, Outcome, Plan, Source, Written, gather};
use crate::model::IssueId;
use crate::read::House;
use crate::workspace::Workspace;

pub fn import(
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
    render::all(&mut crate::cli::output::stderr(), &intake.diagnostics)?;
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
        false => whole::import(&House::open(workspace.clone())?, wholes, args)?,
    };
    Ok(if refused { Exit::Findings } else { placed })
}

fn take(intake: &mut Intake<'_>, source: &Source, args: &ImportArgs) -> Result<Item, Error> {
    let mut item = intake.take(source, args.again)?;
    if let Outcome::Entry(plan) = &mut item.outcome {
        plan.dispatch.hold |= args.hold;
    }
    Ok(item)
}
