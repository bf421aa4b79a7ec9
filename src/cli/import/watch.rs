//! `jianbao import --watch`: a folder into which dispatches are put one by one.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::import;
use crate::cli::{Exit, ImportArgs, Stop, render};
use crate::error::Error;
use crate::model::IssueId;
use crate::workspace::Workspace;
use crate::workspace::fs::{self, Stamp};

/// How often the folder is looked at. A folder on another computer tells nobody of changes.
const EVERY: Duration = Duration::from_secs(1);

/// Imports files apart from each other; one that has gone again is told of and passed over.
fn one_by_one(
    workspace: &Workspace,
    id: IssueId,
    files: &[PathBuf],
    args: &ImportArgs,
) -> Result<(), Stop> {
    for file in files {
        match import(workspace, id, std::slice::from_ref(file), args) {
            Err(Stop::Error(error @ Error::Read { .. })) => drop(render::failure(&error)),
            done => drop(done?),
        }
    }
    Ok(())
}

/// Imports what comes into a folder until somebody ends the program.
pub fn run(
    workspace: &Workspace,
    id: IssueId,
    folder: &Path,
    args: &ImportArgs,
) -> Result<Exit, Stop> {
    if !folder.is_dir() {
        return Err(Error::Usage(format!("没有文件夹「{}」", folder.display())).into());
    }
    writeln!(
        anstream::stdout(),
        "正在等「{}」里的来稿，放进 {id}；按 Ctrl-C 结束",
        folder.display()
    )?;
    let mut told = String::new();
    // A file is taken when it is twice seen alike: it may still be copied into the folder.
    let mut seen: BTreeMap<PathBuf, (Stamp, bool)> = BTreeMap::new();
    loop {
        let mut ready = Vec::new();
        for path in fs::list(folder)? {
            let Ok(Some(stamp)) = fs::stamp(&path) else { continue };
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with(['.', '~', '_']) {
                continue;
            }
            // Whoever may put files into the folder must not choose among all files of this computer.
            if let Err(Error::Outside { target, .. }) = fs::contained(folder, &path) {
                if seen.insert(path.clone(), (stamp, true)).is_none() {
                    let shown = path.display();
                    let outside = "是链接，指向这个文件夹之外的";
                    writeln!(anstream::stdout(), "「{shown}」{outside}「{target}」，没有导入")?;
                }
                continue;
            }
            match seen.get(&path) {
                Some((before, done)) if *before == stamp => {
                    if !done {
                        ready.push(path.clone());
                    }
                    seen.insert(path, (stamp, true));
                }
                _ => drop(seen.insert(path, (stamp, false))),
            }
        }
        let done = match ready.is_empty() {
            true => Ok(()),
            // One that has gone again does not keep the others out.
            false => match import(workspace, id, &ready, args) {
                Err(Stop::Error(Error::Read { .. })) => one_by_one(workspace, id, &ready, args),
                done => done.map(drop),
            },
        };
        // What is wrong with one dispatch, or with the disk for a while, does not end the watch.
        match done {
            Ok(()) => {}
            Err(Stop::Error(error @ (Error::Write { .. } | Error::Edited { .. }))) => {
                // Tried again, and told once.
                let line = render::failure_line(&error);
                if line != told {
                    writeln!(anstream::stderr(), "{line}")?;
                }
                told = line;
                for path in &ready {
                    if let Some((_, done)) = seen.get_mut(path) {
                        *done = false;
                    }
                }
            }
            Err(stop) => return Err(stop),
        }
        std::thread::sleep(EVERY);
    }
}
