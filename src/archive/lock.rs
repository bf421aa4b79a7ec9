//! One process at a time: the lock that whoever changes the archive holds.
//!
//! It keeps processes apart on one disk where locks work. Where they do not (some network disks),
//! work goes on without: what must hold even then is checked by whoever writes.

use std::fs::{self, File, OpenOptions};
use std::io;

use crate::error::Error;
use crate::workspace::Workspace;

/// The lock, let go when dropped or when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
    /// Whether the system granted it.
    pub held: bool,
}

/// Waits for the lock of a workspace and takes it. A process that holds it must not ask for it again.
///
/// # Errors
/// [`Error::Write`] when the lock's file can neither be made nor opened: nothing else could be
/// written there.
pub(super) fn lock(workspace: &Workspace) -> Result<Lock, Error> {
    take(workspace, File::lock)
}

/// Waits until nobody writes into the register, and keeps it as it is while others may read it too.
/// `None` where there can be no lock: then nobody else could write there either.
pub fn still_register(workspace: &Workspace) -> Option<Lock> {
    take(workspace, File::lock_shared).ok()
}

fn take(workspace: &Workspace, lock: fn(&File) -> io::Result<()>) -> Result<Lock, Error> {
    let dir = workspace.cache_dir();
    let path = dir.join("lock");
    let open = || {
        fs::create_dir_all(&dir)?;
        let made = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
        match made {
            // The file of a colleague can be locked without being written.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && path.is_file() => {
                File::open(&path)
            }
            file => file,
        }
    };
    let file = open().map_err(|source| Error::Write { path: path.clone(), source })?;
    loop {
        match lock(&file) {
            Ok(()) => return Ok(Lock { _file: file, held: true }),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Ok(Lock { _file: file, held: false }),
        }
    }
}
