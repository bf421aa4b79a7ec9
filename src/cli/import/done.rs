//! What an import is asked to do and what became of it, for all who tell of it.

use std::collections::BTreeMap;
use std::io::Write;

use crate::cli::table::TableFormat;
use crate::cli::{Exit, ImportArgs, Stop, render};
use crate::diagnostic::Diagnostic;
use crate::import::{Item, Outcome, Plan, Written};

/// When an entry whose dispatch came again may be replaced.
pub enum Replacing<'o> {
    /// Where somebody says so.
    Asked,
    /// Also where nobody has touched it since this run wrote it: entries with the digests of their
    /// texts.
    Untouched(&'o mut BTreeMap<String, String>),
}

/// What became of a plan: an entry, a reason why there is none, or nothing.
pub type Done = Option<Result<Written, Box<Diagnostic>>>;

/// The entries that are to be, each with the file that it comes from.
pub fn plans(items: &[Item]) -> impl Iterator<Item = (&str, &Plan)> {
    items.iter().filter_map(|item| match &item.outcome {
        Outcome::Entry(plan) => Some((item.shown.as_str(), plan.as_ref())),
        _ => None,
    })
}

pub fn not_begun(findings: &[Diagnostic], args: &ImportArgs) -> Result<Exit, Stop> {
    let mut output = beside(args)?;
    render::all(&mut output, findings)?;
    writeln!(output, "没有导入，请先改正上面的错误")?;
    Ok(Exit::Findings)
}

/// Where it is told that nothing is imported: beside what is for programs, which then is an empty
/// array.
pub fn beside(args: &ImportArgs) -> Result<Box<dyn Write>, Stop> {
    Ok(match args.output.format {
        TableFormat::Table => Box::new(crate::cli::output::stdout()),
        TableFormat::Json => {
            writeln!(crate::cli::output::stdout(), "[]")?;
            Box::new(crate::cli::output::stderr())
        }
    })
}
