//! One process at a time: the lock that whoever changes the archive holds.
//!
//! It keeps processes apart on one disk where locks work. Where they do not (some network disks),
//! work goes on without: what must hold even then is checked by whoever writes.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use crate::error::Error;
use crate::workspace::Workspace;

/// The lock, let go when dropped or when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
    /// Whether the system granted it.
    pub held: bool,
}

/// Waits for the lock of a workspace and takes it. A process that holds it must not ask for it again.
///
/// # Errors
/// [`Error::Write`] when the lock's file can neither be made nor opened: nothing else could be
/// written there. [`Error::Outside`] when a link leads it out of the workspace.
pub(super) fn lock(workspace: &Workspace) -> Result<Lock, Error> {
    let path = workspace.cache_dir().join("lock");
    workspace.contained(&path)?;
    let file = open(&path).map_err(|source| Error::Write { path, source })?;
    let held = wait(|| file.lock());
    Ok(Lock { _file: file, held })
}

/// Held by whoever puts files in their places, let go when dropped.
#[derive(Debug)]
pub struct Place {
    _file: Option<File>,
    /// Whether the system granted it; otherwise others may be at it too.
    pub held: bool,
}

/// Waits until PDFs may be put in their places: by any number of builds at once, or by one process
/// that issues, from the PDF to its entry. A build that looked into the register before could
/// otherwise write over a PDF that was issued since.
///
/// Short, unlike the lock of the register, so that builds need not wait for a batch that is issued.
/// Without a lock (a read-only disk, say) work goes on.
pub fn place(workspace: &Workspace, issuing: bool) -> Place {
    let file = optional(workspace, "place.lock");
    let lock = |file: &File| wait(|| if issuing { file.lock() } else { file.lock_shared() });
    let held = file.as_ref().is_some_and(lock);
    Place { _file: file, held }
}

/// Waits until no other process changes entries: puts dispatches into issues, moves or mends them.
pub fn intake(workspace: &Workspace) -> Place {
    let file = optional(workspace, "import.lock");
    let held = file.as_ref().is_some_and(|file| wait(|| file.lock()));
    Place { _file: file, held }
}

/// The file of a lock without which work goes on.
fn optional(workspace: &Workspace, name: &str) -> Option<File> {
    let path = workspace.cache_dir().join(name);
    workspace.contained(&path).ok()?;
    open(&path).ok()
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    match OpenOptions::new().write(true).create(true).truncate(false).open(path) {
        // The file of a colleague can be locked without being written.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && path.is_file() => {
            File::open(path)
        }
        file => file,
    }
}

/// Whether the system granted a lock in the end.
fn wait(lock: impl Fn() -> io::Result<()>) -> bool {
    loop {
        match lock() {
            Ok(()) => return true,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}
