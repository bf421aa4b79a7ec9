//! One process at a time: the lock that whoever changes the archive holds.
//!
//! It keeps processes apart on one disk where locks work. Where they do not (some network disks),
//! work goes on without: what must hold even then is checked by whoever writes.
//!
//! The system's lock decides, never what stands in the file: that only says whose it is, for those
//! who wait.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::error::Error;
use crate::workspace::{Holder, Workspace};

/// How often a lock is asked for in the first second, and how long it takes from one to the next.
const TRIES: u32 = 50;
const BETWEEN: Duration = Duration::from_millis(20);
/// More than what says whose a lock is, in bytes.
const LINE: u64 = 4096;

/// The lock, let go when dropped or when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    /// Whether the system granted it.
    pub held: bool,
}

impl Lock {
    fn take(workspace: &Workspace, path: &Path, file: File, shared: bool) -> Self {
        let held = wait(workspace, path, &file, shared);
        let mut lock = Self { file, held };
        if held && let Some(caller) = workspace.caller() {
            // Without it others wait all the same, and only do not know for whom.
            let _ = lock.sign(&caller.line());
        }
        lock
    }

    fn sign(&mut self, line: &str) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(line.as_bytes())?;
        self.file.set_len(line.len() as u64)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Nothing of this process is to stay behind; who else shares it is then not known by name.
        if self.held {
            let _ = self.file.set_len(0);
        }
    }
}

/// Waits for the lock of a workspace and takes it. A process that holds it must not ask for it again.
///
/// # Errors
/// [`Error::Write`] when the lock's file can neither be made nor opened: nothing else could be
/// written there. [`Error::Outside`] when a link leads it out of the workspace.
pub(super) fn lock(workspace: &Workspace) -> Result<Lock, Error> {
    let path = workspace.cache_dir().join("lock");
    workspace.contained(&path)?;
    match open(&path) {
        Ok(file) => Ok(Lock::take(workspace, &path, file, false)),
        Err(source) => Err(Error::Write { path, source }),
    }
}

/// Held by whoever puts files in their places, let go when dropped.
#[derive(Debug)]
pub struct Place {
    _lock: Option<Lock>,
    /// Whether the system granted it; otherwise others may be at it too.
    pub held: bool,
}

/// Waits until PDFs may be put in their places: by any number of builds at once, or by one process
/// that issues, from the PDF to its entry. A build that looked into the register before could
/// otherwise write over a PDF that was issued since.
///
/// Short, unlike the lock of the register, so that builds need not wait for a batch that is issued.
/// Without a lock (a read-only disk, say) work goes on.
///
/// # Errors
/// [`Error::Write`] when something else than a file is in the place of the lock.
pub fn place(workspace: &Workspace, issuing: bool) -> Result<Place, Error> {
    optional(workspace, "place.lock", !issuing)
}

/// Waits until no other process changes entries: puts dispatches into issues, moves or mends them.
///
/// # Errors
/// [`Error::Write`] when something else than a file is in the place of the lock.
pub fn intake(workspace: &Workspace) -> Result<Place, Error> {
    optional(workspace, "import.lock", false)
}

/// A lock without which work goes on.
fn optional(workspace: &Workspace, name: &str, shared: bool) -> Result<Place, Error> {
    let path = workspace.cache_dir().join(name);
    let opened = match workspace.contained(&path) {
        Ok(()) => open(&path),
        Err(_) => return Ok(Place { _lock: None, held: false }),
    };
    let lock = match opened {
        Ok(file) => Some(Lock::take(workspace, &path, file, shared)),
        // A pipe or a device: opening it would wait, or do what nobody knows.
        Err(source) if source.kind() == io::ErrorKind::InvalidInput => {
            return Err(Error::Write { path, source });
        }
        Err(_) => None,
    };
    let held = lock.as_ref().is_some_and(|lock| lock.held);
    Ok(Place { _lock: lock, held })
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(there) if !there.is_file() => return Err(io::ErrorKind::InvalidInput.into()),
        _ => {}
    }
    match OpenOptions::new().write(true).create(true).truncate(false).open(path) {
        // The file of a colleague can be locked without being written.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && path.is_file() => {
            File::open(path)
        }
        file => file,
    }
}

/// Whether the system granted a lock in the end. After a second it is told who has it.
fn wait(workspace: &Workspace, path: &Path, file: &File, shared: bool) -> bool {
    for _ in 0..TRIES {
        match if shared { file.try_lock_shared() } else { file.try_lock() } {
            Ok(()) => return true,
            Err(TryLockError::WouldBlock) => sleep(BETWEEN),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(_)) => return false,
        }
    }
    if let Some(caller) = workspace.caller() {
        (caller.waiting)(holder(path).as_ref());
    }
    loop {
        match if shared { file.lock_shared() } else { file.lock() } {
            Ok(()) => return true,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}

/// Who says in the file of a lock that it is his. On some systems it cannot be read while it is held.
fn holder(path: &Path) -> Option<Holder> {
    let file = File::open(path).ok()?;
    let since = file.metadata().ok()?.modified().ok()?;
    let mut bytes = Vec::new();
    file.take(LINE).read_to_end(&mut bytes).ok()?;
    Holder::of_line(&String::from_utf8_lossy(&bytes), since)
}
