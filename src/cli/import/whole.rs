//! `jianbao import --whole`: past issues, each from one file, in the order of their numbers.

mod came;
mod report;

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;

use tempfile::TempDir;

use came::{Came, One};

use super::done::not_begun;
use super::{ask, passed_over};
use crate::cli::table::TableFormat;
use crate::cli::{Exit, ImportArgs, Stop, next, render};
use crate::diagnostic::{Checked, Diagnostic};
use crate::error::Error;
use crate::import::whole::{self, HouseFiles, Placed, Told};
use crate::import::{Item, Known, Outcome, Source, gather};
use crate::model::{IssueId, Roster};
use crate::read::{House, Settings};
use crate::workspace::{Workspace, fs};

/// A file that waits: where its bytes are, and what else is known of it.
struct Waiting {
    source: Source,
    /// Where its bytes are meanwhile; one issue at a time is held in memory.
    path: PathBuf,
    sha256: String,
    /// What it is sorted by; files that cannot be read come last, in the order given.
    id: Option<IssueId>,
}

/// Imports the files named on the command line.
pub fn run(house: &House, args: &ImportArgs) -> Result<Exit, Stop> {
    let mut sources = Vec::new();
    let mut refused = Vec::new();
    let Some((settings, roster, told)) = prepared(house, args)? else {
        return Ok(Exit::Findings);
    };
    let files = HouseFiles { settings: &settings, roster: &roster };
    let stage = stage(&house.workspace)?;
    let passed = gather(&args.files, &mut |found| {
        match found {
            Ok(source) => sources.push(wait(source, stage.path(), sources.len(), told, files)?),
            Err((shown, finding)) => {
                refused.push(One { shown, outcome: Came::Refused(vec![*finding]) });
            }
        }
        Ok(())
    })?;
    passed_over(&passed)?;
    if sources.len() + refused.len() > 1 && (args.issue.is_some() || args.date.is_some()) {
        let message = "几个文件一起导入时，期号和日期都从文件里取，不能写 --issue、--date；要写明的，一个一个导入";
        return Err(Error::Usage(message.to_owned()).into());
    }
    placed(house, sources, refused, told, files, args)
}

/// Imports files that somebody said are whole issues.
pub fn import(house: &House, sources: Vec<Source>, args: &ImportArgs) -> Result<Exit, Stop> {
    // The number and the date on the command line are those of the issue that dispatches go into.
    let Some((settings, roster, _)) = prepared(house, args)? else {
        return Ok(Exit::Findings);
    };
    let (files, told) = (HouseFiles { settings: &settings, roster: &roster }, Told::default());
    let stage = stage(&house.workspace)?;
    let mut waiting = Vec::new();
    for source in sources {
        waiting.push(wait(source, stage.path(), waiting.len(), told, files)?);
    }
    placed(house, waiting, Vec::new(), told, files, args)
}

/// What is known before any file is read. None when the settings cannot be read.
fn prepared(house: &House, args: &ImportArgs) -> Result<Option<(Settings, Roster, Told)>, Stop> {
    let (settings, roster) = (house.settings.clone(), house.roster()?.clone());
    let wrong = |read: &Vec<Diagnostic>| read.iter().any(Diagnostic::is_error);
    let Checked { value: Some(settings), diagnostics } = settings else {
        not_begun(&settings.diagnostics, args)?;
        return Ok(None);
    };
    if wrong(&diagnostics) {
        not_begun(&diagnostics, args)?;
        return Ok(None);
    }
    render::all(&mut crate::cli::output::stderr(), &roster.diagnostics)?;
    let mut told = Told::default();
    if let Some(date) = &args.date {
        told.date = Some(next::date(Some(date))?);
    }
    if let Some(written) = args.issue.as_deref().filter(|_| args.whole) {
        let (year, number) = match written.trim().split_once('/') {
            Some((year, number)) => (Some(year), number),
            None => (None, written.trim()),
        };
        let year = year.map(|year| year.parse().map_err(drop)).transpose();
        let (Ok(year), Ok(number)) = (year, number.parse()) else {
            let message = format!("期号「{written}」写得不对，写成 28、增刊1 或 2018/28");
            return Err(Error::Usage(message).into());
        };
        (told.year, told.number) = (year, Some(number));
    }
    Ok(Some((settings, roster.value.unwrap_or_default(), told)))
}

fn stage(workspace: &Workspace) -> Result<TempDir, Error> {
    let dir = workspace.cache_dir();
    workspace.contained(&dir)?;
    let made = std::fs::create_dir_all(&dir)
        .and_then(|()| tempfile::Builder::new().prefix("import-").tempdir_in(&dir));
    made.map_err(|source| Error::Write { path: dir, source })
}

fn wait(
    mut source: Source,
    stage: &std::path::Path,
    index: usize,
    told: Told,
    files: HouseFiles<'_>,
) -> Result<Waiting, Error> {
    let sha256 = fs::sha256(&source.bytes);
    let id = whole::read(&source, told, files).ok().map(|past| past.id);
    let path = stage.join(index.to_string());
    fs::write_atomic(&path, &source.bytes)?;
    source.bytes = Vec::new();
    Ok(Waiting { source, path, sha256, id })
}

/// Puts issues in their places, in the order of their numbers. One that fails keeps nobody from the
/// others.
fn placed(
    house: &House,
    mut waiting: Vec<Waiting>,
    refused: Vec<One>,
    told: Told,
    files: HouseFiles<'_>,
    args: &ImportArgs,
) -> Result<Exit, Stop> {
    waiting.sort_by_key(|one| (one.id.is_none(), one.id));
    // Nobody else imports meanwhile.
    let _lock = crate::archive::intake(&house.workspace)?;
    let known = Known::read(&house.workspace)?;
    let mut here: BTreeMap<String, String> = BTreeMap::new();
    let mut all = Vec::new();
    for Waiting { mut source, path, sha256, .. } in waiting {
        let before = known.became(&sha256).or_else(|| here.get(&sha256).map(String::as_str));
        let outcome = match before {
            Some(before) => Came::Known(before.to_owned()),
            None => {
                source.bytes =
                    std::fs::read(&path).map_err(|source| Error::Read { path, source })?;
                match whole::read(&source, told, files) {
                    Err(finding) => Came::Refused(vec![*finding]),
                    Ok(mut past) => match whole::place(house, &past, &source, files.settings) {
                        Err(error) => Came::Failed(error),
                        Ok(Placed::Refused(findings)) => Came::Refused(findings),
                        Ok(Placed::Done(shelved)) => {
                            here.insert(sha256, shelved.folder.clone());
                            past.settle();
                            Came::Placed(Box::new(past), shelved)
                        }
                    },
                }
            }
        };
        all.push(One { shown: source.shown, outcome });
    }
    all.extend(refused);
    let mut output = crate::cli::output::stdout();
    match args.output.format {
        TableFormat::Table => report::table(&mut output, &all)?,
        TableFormat::Json => report::json(&mut output, &all)?,
    }
    let refused = all.iter().any(|one| matches!(one.outcome, Came::Refused(_) | Came::Failed(_)));
    Ok(if refused { Exit::Findings } else { Exit::Fine })
}

/// Files of an ordinary import that look like whole issues.
pub struct Seen {
    /// Whether anybody can be asked about them.
    can_ask: bool,
    files: Vec<(usize, Source)>,
}

impl Seen {
    /// None yet.
    pub fn new(args: &ImportArgs) -> Self {
        let can_ask = std::io::stdin().is_terminal()
            && args.watch.is_none()
            && matches!(args.output.format, TableFormat::Table);
        Self { can_ask, files: Vec::new() }
    }

    /// Notes a file, if it looks like one; `index` is its place among all.
    pub fn note(&mut self, index: usize, item: &Item, source: Source) {
        let is_whole = matches!(&item.outcome, Outcome::Entry(plan) if plan.whole.is_some() && plan.earlier.is_none());
        if self.can_ask && is_whole {
            self.files.push((index, source));
        }
    }

    /// Whether somebody is going to be asked.
    pub fn asks(&self) -> bool {
        !self.files.is_empty()
    }

    /// Asks about each. Those that are whole issues are taken from the items, and returned.
    pub fn asked(self, items: &mut Vec<Item>) -> Result<Vec<Source>, Stop> {
        let mut wholes = Vec::new();
        let mut taken = Vec::new();
        for (index, source) in self.files {
            let Some(Item { outcome: Outcome::Entry(plan), shown }) = items.get(index) else {
                continue;
            };
            let Some((number, entries)) = plan.whole else { continue };
            let question = format!(
                "{shown} 像是整期简报（第{number}期，{entries}篇），按整期导入吗？（是/否；回车：否）"
            );
            if matches!(ask::line(&question)?.as_deref(), Some("是" | "y" | "yes" | "Y")) {
                taken.push(index);
                wholes.push(source);
            }
        }
        for index in taken.into_iter().rev() {
            items.remove(index);
        }
        Ok(wholes)
    }
}
