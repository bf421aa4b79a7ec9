//! The workspace that a command works on, and what is told of it whatever the command is.

use std::io::Write;
use std::path::Path;

use super::{Stop, caller};
use crate::error::Error;
use crate::read;
use crate::workspace::{Workspace, proper};

/// The workspace, with no more issues than its settings allow.
pub fn open(directory: Option<&Path>) -> Result<Workspace, Error> {
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
    let workspace = read::bounded(found?.called_by(caller::this()))?;
    tell_misnamed(&workspace)?;
    Ok(workspace)
}

/// Says on standard error which folders were meant as issues and are called otherwise.
fn tell_misnamed(workspace: &Workspace) -> Result<(), Error> {
    for folder in workspace.misnamed()? {
        let shown = workspace.display(&folder.dir);
        let right = format!("{:04}/{}", folder.id.year, proper(folder.id.number));
        // Where nobody can be told, the work goes on all the same.
        let _ = writeln!(
            super::output::stderr(),
            "提醒：文件夹「{shown}」像是{}，但这样写不算一期；改名为「{right}」就算上了",
            folder.id.number.spoken()
        );
    }
    Ok(())
}

/// Says on standard error which folders look like issues and are none.
pub fn tell_unready(workspace: &Workspace) -> Result<(), Stop> {
    // Those have been told of already.
    let misnamed = workspace.misnamed()?;
    let is_told = |shown: &String| misnamed.iter().any(|it| workspace.display(&it.dir) == *shown);
    for folder in workspace.unready()?.into_iter().filter(|shown| !is_told(shown)) {
        writeln!(
            super::output::stderr(),
            "提醒：文件夹「{folder}」里没有 issue.yaml，或名称不是期号（如 028、增刊1），没有算作一期"
        )?;
    }
    Ok(())
}
