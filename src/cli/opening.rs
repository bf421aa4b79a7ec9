//! The workspace that a command works on, and what is told of it whatever the command is.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Stop, caller};
use crate::error::Error;
use crate::model::IssueNumber;
use crate::read::House;
use crate::workspace::{ISSUE_FILE, SETTINGS_FILE, Workspace, fs, proper};

/// The house that a command works for, read once.
pub fn open(directory: Option<&Path>) -> Result<House, Error> {
    let found = match directory {
        // A slip of the pen must not lead to whatever workspace lies around.
        Some(directory) => match std::fs::metadata(directory) {
            Ok(_) => Workspace::find(directory),
            Err(source) => Err(Error::Read { path: directory.to_owned(), source }),
        },
        None => {
            let here = std::env::current_dir()
                .map_err(|source| Error::Read { path: ".".into(), source })?;
            Workspace::find(&here)
        }
    };
    let found = found.map_err(|error| match error {
        Error::NoWorkspace { start, misnamed, .. } => {
            Error::NoWorkspace { below: below(&start), start, misnamed }
        }
        other => other,
    })?;
    let house = House::open(found.called_by(caller::this()))?;
    let workspace = &house.workspace;
    tell_misnamed(workspace)?;
    if let Some(other) = workspace.misnamed_settings() {
        // Where nobody can be told, the work goes on all the same.
        let _ = writeln!(
            super::output::stderr(),
            "提醒：「{}」没有用上，设置是 {SETTINGS_FILE} 里的；不要的删去，要的抄进 {SETTINGS_FILE}",
            workspace.display(&other)
        );
    }
    Ok(house)
}

/// How many folders down a workspace is looked for below where somebody stands.
const DEEPEST: usize = 2;
/// How many folders are looked at for that: on a disk of another computer each takes its time.
const MOST_FOLDERS: usize = 500;
/// How many are named.
const MOST_NAMED: usize = 5;

/// Workspaces in the folders below one, nearest first: the clerk has not gone in yet.
fn below(start: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut looked = 0;
    let mut level = vec![start.to_owned()];
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for dir in level {
            for path in fs::list(&dir).unwrap_or_default() {
                let hidden =
                    path.file_name().is_none_or(|it| it.to_string_lossy().starts_with('.'));
                // A link may lead anywhere.
                if hidden || path.is_symlink() || !path.is_dir() {
                    continue;
                }
                looked += 1;
                if looked > MOST_FOLDERS || found.len() == MOST_NAMED {
                    return found;
                }
                match path.join(SETTINGS_FILE).is_file() {
                    true => found.push(path),
                    false => next.push(path),
                }
            }
        }
        level = next;
    }
    found
}

/// Says on standard error which folders were meant as issues and are called otherwise.
fn tell_misnamed(workspace: &Workspace) -> Result<(), Error> {
    for folder in workspace.misnamed()? {
        let shown = workspace.display(&folder.dir);
        let right = format!("{:04}/{}", folder.id.year, proper(folder.id.number));
        let then = match folder.dir.join(ISSUE_FILE).is_file() {
            true => format!("改名为「{right}」就算上了"),
            false => format!(
                "里面也没有 {ISSUE_FILE}；先改名为「{right}」，再运行 jianbao new {} --date {}-月-日 补上",
                folder.id.number, folder.id.year
            ),
        };
        // Where nobody can be told, the work goes on all the same.
        let _ = writeln!(
            super::output::stderr(),
            "提醒：文件夹「{shown}」像是{}，但这样写不算一期，{then}",
            folder.id.number.spoken()
        );
    }
    Ok(())
}

/// What a folder that looks like an issue lacks, and what to do about it.
fn lacking(folder: &str) -> String {
    let (year, name) = folder.split_once('/').unwrap_or_default();
    match name.parse::<IssueNumber>() {
        Ok(number) => format!(
            "里没有 {ISSUE_FILE}：是一期的，运行 jianbao new {number} --date {year}-月-日 补上"
        ),
        Err(()) => "的名称不是期号：是一期的，改名为期号（如 028、增刊1）".to_owned(),
    }
}

/// Says on standard error which folders look like issues and are none.
pub fn tell_unready(workspace: &Workspace) -> Result<(), Stop> {
    // Those have been told of already.
    let misnamed = workspace.misnamed()?;
    let is_told = |shown: &String| misnamed.iter().any(|it| workspace.display(&it.dir) == *shown);
    for folder in workspace.unready()?.into_iter().filter(|shown| !is_told(shown)) {
        writeln!(
            super::output::stderr(),
            "提醒：文件夹「{folder}」{}，没有算作一期",
            lacking(&folder)
        )?;
    }
    Ok(())
}
