//! A new workspace: its settings, the folder for what comes in, and the folder of the first issue.
//!
//! `jianbao.yaml` makes it a workspace and is written last: a run that is ended before leaves none,
//! and another run goes on from there. Nothing that stands there is written over.

use std::path::{Path, PathBuf};

use chrono::Datelike;

use super::draft::{Beginning, issue_yaml, settings_yaml};
use super::lock::lock;
use super::reserve::{folder_name, make, remove_unfinished, withdraw};
use crate::error::Error;
use crate::model::IssueId;
use crate::read;
use crate::workspace::fs::{sweep, write_atomic, write_new};
use crate::workspace::{ISSUE_FILE, SETTINGS_FILE, Workspace, fault};

/// The folder for what comes in.
pub const INBOX: &str = "来稿";

/// A workspace that was made.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The workspace.
    pub workspace: Workspace,
    /// The folder of the first issue; `None` where issues were there already.
    pub first: Option<(IssueId, PathBuf)>,
}

/// Makes a workspace of a folder, which need not exist.
///
/// # Errors
/// [`Error::Selection`] when the folder is in a workspace already, or its name, the briefing's or
/// the issuer's cannot be used; [`Error::Read`] and [`Error::Write`] of the disk, which is then as it was.
pub fn begin(dir: &Path, with: &Beginning) -> Result<Begun, Error> {
    refuse_nested(dir)?;
    refuse_name(dir)?;
    let workspace = Workspace::in_making(dir);
    let settings = settings_yaml(with);
    let as_if = workspace.as_if([(dir.join(SETTINGS_FILE), settings.clone().into_bytes())].into());
    let read = read::read_settings(&as_if)?;
    if let Some(wrong) = read.diagnostics.into_iter().next() {
        let remedy = wrong.help.unwrap_or_else(|| "请换一个写法".to_owned());
        return Err(Error::Selection { problem: wrong.message, remedy });
    }
    let year = u16::try_from(with.date.year()).ok().filter(|year| *year <= 9999);
    let Some(year) = year else {
        let problem = format!("日期 {} 的年份不对", with.date);
        let remedy = "年份是四位数字，例如 2018-11-27".to_owned();
        return Err(Error::Selection { problem, remedy });
    };
    let mut made = Made { new: new_folders(dir, &workspace), first: None };
    let lock = match lock(&workspace) {
        Ok(lock) => lock,
        Err(error) => {
            made.undo();
            return Err(error);
        }
    };
    // Somebody else may have made it while this run waited.
    refuse_nested(dir)?;
    if lock.held {
        remove_unfinished(&dir.join(format!("{year:04}")));
    }
    let done = fill(&workspace, with, year, &settings, &mut made);
    drop(lock);
    match done {
        Ok(first) => Ok(Begun { workspace, first }),
        Err(error) => {
            made.undo();
            Err(error)
        }
    }
}

/// A folder in a workspace has one already.
fn refuse_nested(dir: &Path) -> Result<(), Error> {
    let Ok(found) = Workspace::find(dir) else { return Ok(()) };
    let root = found.root();
    let problem = match root == dir {
        true => format!("「{}」已经是简报工作区，没有改动它", dir.display()),
        false => format!("「{}」属于简报工作区「{}」，没有另建", dir.display(), root.display()),
    };
    let remedy =
        "取下一个期号用 jianbao new；要另起一种简报，换一个不在工作区里的文件夹".to_owned();
    Err(Error::Selection { problem, remedy })
}

/// Refuses a new folder whose name no folder has on Windows: most workspaces come there some day.
fn refuse_name(dir: &Path) -> Result<(), Error> {
    let new = dir.ancestors().take_while(|dir| dir.symlink_metadata().is_err());
    for name in new.filter_map(Path::file_name).map(|name| name.to_string_lossy()) {
        if let Some(why) = fault(name.trim_start_matches('.')) {
            let problem = format!("文件夹不能叫「{name}」：它{why}");
            let remedy = "换一个名称，如「工作简报」".to_owned();
            return Err(Error::Selection { problem, remedy });
        }
    }
    Ok(())
}

/// Everything but the settings, and then these.
fn fill(
    workspace: &Workspace,
    with: &Beginning,
    year: u16,
    settings: &str,
    made: &mut Made,
) -> Result<Option<(IssueId, PathBuf)>, Error> {
    let root = workspace.root();
    let inbox = root.join(INBOX);
    if inbox.symlink_metadata().is_err() {
        std::fs::create_dir(&inbox).map_err(|source| Error::Write { path: inbox, source })?;
    }
    let id = IssueId { year, number: with.number };
    let year_dir = root.join(format!("{year:04}"));
    workspace.contained(&year_dir)?;
    let folders = workspace.numbered()?;
    let mut first = None;
    if folders.is_empty() {
        let dir = year_dir.join(folder_name(folders.iter(), id.number));
        let text = issue_yaml(id.number, with.date, None);
        let fill = |dir: &Path| write_atomic(&dir.join(ISSUE_FILE), text.as_bytes()).map(drop);
        if make(&year_dir, &dir, &fill)? {
            made.first = Some(dir.clone());
            first = Some((id, dir));
        }
    } else if let [folder] = &folders[..]
        && folder.id == id
    {
        // Left by a run that was ended.
        first = Some((id, folder.dir.clone()));
    }
    let path = root.join(SETTINGS_FILE);
    match write_new(&path, settings.as_bytes())? {
        Some(_) => {
            sweep(root, &path);
            Ok(first)
        }
        None => Err(Error::Edited { path }),
    }
}

/// The folders that are not there yet and that making a workspace makes, the outermost first.
fn new_folders(dir: &Path, workspace: &Workspace) -> Vec<PathBuf> {
    let above = dir.ancestors().filter(|dir| !dir.as_os_str().is_empty());
    let mut new: Vec<PathBuf> =
        above.take_while(|dir| dir.symlink_metadata().is_err()).map(Path::to_owned).collect();
    new.reverse();
    let inside = [workspace.cache_dir(), workspace.root().join(INBOX)];
    new.extend(inside.into_iter().filter(|path| path.symlink_metadata().is_err()));
    new
}

/// What a run made, to be taken back where it could not make all of it.
struct Made {
    new: Vec<PathBuf>,
    first: Option<PathBuf>,
}

impl Made {
    fn undo(&self) {
        // What cannot be taken back is in nobody's way: without settings it is no workspace.
        if let Some(first) = &self.first {
            let _ = withdraw(first);
            let _ = first.parent().map(std::fs::remove_dir);
        }
        for folder in self.new.iter().rev() {
            let _ = std::fs::remove_file(folder.join("lock"));
            // Only while it is empty.
            let _ = std::fs::remove_dir(folder);
        }
    }
}
