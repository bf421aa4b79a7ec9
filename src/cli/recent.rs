//! Workspaces that were opened by the program's name alone, so that the next time they are offered.
//!
//! A small file of this person's own outside all workspaces, one path a line. It is a help: where it
//! cannot be read or written nothing is told.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::{SETTINGS_FILE, fs::write_atomic};

/// How many are kept.
const MOST: usize = 8;

/// Those that are still there, the newest first.
pub fn recent() -> Vec<PathBuf> {
    let kept = file().and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let kept = kept.lines().map(PathBuf::from);
    kept.filter(|root| root.is_absolute() && root.join(SETTINGS_FILE).is_file())
        .take(MOST)
        .collect()
}

/// Puts one in front.
pub fn remember(root: &Path) {
    let (Some(file), Ok(root)) = (file(), std::path::absolute(root)) else { return };
    let others = recent().into_iter().filter(|other| *other != root).take(MOST - 1);
    let lines: Vec<String> = std::iter::once(root.clone())
        .chain(others)
        .filter_map(|path| Some(path.to_str()?.to_owned()))
        .filter(|path| !path.contains('\n'))
        .collect();
    let made = file.parent().map(fs::create_dir_all);
    if matches!(made, Some(Ok(()))) {
        let _ = write_atomic(&file, (lines.join("\n") + "\n").as_bytes());
    }
}

/// Where a new workspace lies: among this person's documents rather than in the folder of everything.
pub fn documents(folder: &Path) -> PathBuf {
    let is_home = home().is_some_and(|home| home == folder);
    let names = ["文档", "Documents"].map(|name| folder.join(name));
    let documents = names.into_iter().find(|path| is_home && path.is_dir());
    documents.unwrap_or_else(|| folder.to_owned())
}

fn home() -> Option<PathBuf> {
    let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}

/// The file, where the system keeps what programs note for themselves.
fn file() -> Option<PathBuf> {
    let said = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let dir = if cfg!(windows) {
        said("LOCALAPPDATA")?
    } else if cfg!(target_os = "macos") {
        home()?.join("Library/Application Support")
    } else {
        said("XDG_STATE_HOME").or_else(|| Some(home()?.join(".local/state")))?
    };
    Some(dir.join("jianbao").join("recent"))
}
