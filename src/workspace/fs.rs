//! Reading and writing files so that every failure names its path.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::busy;
pub use super::busy::rename;
use super::content::open;
pub use super::content::{holds, sha256, sha256_of};

use crate::error::Error;

/// What the file system says of a file without its being read. Two equal stamps mean the same
/// content, unless it was changed twice within what the clock of the disk can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Last change of the content, in ns since 1970.
    pub modified: i64,
    /// Last change of content or attributes, in ns since 1970, which no program can set back;
    /// 0 where the system does not tell.
    pub changed: i64,
}

impl Stamp {
    /// Later than every file: what was seen in this very run.
    pub const NEVER: Self = Self { size: 0, modified: i64::MAX, changed: i64::MAX };
}

/// How many links may lead to one another before they are taken for a circle, as systems do.
const MOST_LINKS: usize = 40;

/// Refuses a path below `root` that a link leads out of it, at whatever step. Links within the folder
/// are as good as what they lead to; where none is on the way, nothing is resolved, so that a root
/// which is itself reached by links is none of this.
///
/// # Errors
/// [`Error::Outside`] with the link and where it leads, as it was written.
pub fn contained(root: &Path, path: &Path) -> Result<(), Error> {
    let outside = |link: &Path, target: &Path| {
        let shown = link.strip_prefix(root).unwrap_or(link);
        Error::Outside {
            link: shown.to_string_lossy().replace('\\', "/"),
            target: target.to_string_lossy().into_owned(),
        }
    };
    let Ok(below) = path.strip_prefix(root) else { return Err(outside(path, path)) };
    let mut at = root.to_owned();
    for part in below.components() {
        at.push(part);
        // Junctions of Windows count as links here, too.
        let is_link = at.symlink_metadata().is_ok_and(|data| data.file_type().is_symlink());
        if !is_link && part != Component::ParentDir {
            continue;
        }
        // One that leads nowhere, or in a circle, leads nowhere outside: reading it fails.
        let (Some(real), Ok(root)) = (end_of(&at, MOST_LINKS), root.canonicalize()) else {
            continue;
        };
        if !real.starts_with(root) {
            return Err(outside(&at, &at.read_link().unwrap_or(real)));
        }
    }
    Ok(())
}

/// Whether two paths are one file or folder to the system, by whatever mounts and links they are
/// reached. Where it does not tell (Windows), only paths are compared, by others.
pub fn is_same(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let known = |path: &Path| fs::metadata(path).map(|data| (data.dev(), data.ino())).ok();
        known(one).is_some_and(|own| known(other) == Some(own))
    }
    #[cfg(not(unix))]
    {
        let _ = (one, other);
        false
    }
}

/// Whether a path as written leads down from where it starts, and never up or to the root of a disk.
pub fn is_below(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Where a path leads in the end, also where nothing stands there yet.
fn end_of(path: &Path, links: usize) -> Option<PathBuf> {
    if let Ok(real) = path.canonicalize() {
        return Some(real);
    }
    let folder = path.parent()?.canonicalize().ok()?;
    let own = folder.join(path.file_name()?);
    match own.read_link() {
        Ok(target) => end_of(&folder.join(target), links.checked_sub(1)?),
        Err(_) => Some(own),
    }
}

/// The bytes of a file, or `None` when it is larger than `limit` bytes (of which nothing is kept).
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn read_limited(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Error> {
    let read = || -> io::Result<Option<Vec<u8>>> {
        let file = open(path)?;
        // Of what is far too large nothing is read.
        if file.metadata()?.len() > limit {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        // A file may grow while it is read: the limit binds the reading, not the size seen before.
        file.take(limit + 1).read_to_end(&mut bytes)?;
        Ok(if bytes.len() as u64 > limit { None } else { Some(bytes) })
    };
    read().map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// The last bytes of a file, `most` at most.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn tail(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let read = || -> io::Result<Vec<u8>> {
        let mut file = open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// The stamp of a file; `None` when there is no file of that name.
///
/// # Errors
/// [`Error::Read`] when the file system does not tell.
pub fn stamp(path: &Path) -> Result<Option<Stamp>, Error> {
    let data = match fs::metadata(path) {
        Ok(data) if data.is_file() => data,
        Ok(_) => return Ok(None),
        Err(error)
            if [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory].contains(&error.kind()) =>
        {
            return Ok(None);
        }
        Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
    };
    Ok(Some(stamp_of(&data)))
}

fn stamp_of(data: &fs::Metadata) -> Stamp {
    let modified = data.modified().map(nanoseconds).unwrap_or(0);
    #[cfg(unix)]
    let changed = {
        use std::os::unix::fs::MetadataExt;
        data.ctime().saturating_mul(1_000_000_000).saturating_add(data.ctime_nsec())
    };
    #[cfg(not(unix))]
    let changed = 0;
    Stamp { size: data.len(), modified, changed }
}

fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |ns| -ns),
    }
}

/// The paths in a folder, sorted by name; a folder that does not exist is empty.
///
/// # Errors
/// [`Error::Read`] when the folder cannot be listed.
pub fn list(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let list = || -> io::Result<Vec<PathBuf>> {
        let mut paths = match fs::read_dir(dir) {
            Ok(entries) => {
                entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        paths.sort();
        Ok(paths)
    };
    list().map_err(|source| Error::Read { path: dir.to_owned(), source })
}

/// Removes a file.
///
/// # Errors
/// [`Error::Write`] when it cannot be removed.
pub fn remove(path: &Path) -> Result<(), Error> {
    fs::remove_file(path).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// How the names of files begin that are being written.
const UNFINISHED: &str = ".jianbao-";
/// Whoever writes a file for longer than this, in ns, was killed: one hour.
const ABANDONED: i64 = 3600 * 1_000_000_000;

/// Removes what killed runs left in a folder: unfinished files that are an hour older than
/// `newest`, a file just written. Failing to do so harms nobody.
pub fn sweep(dir: &Path, newest: &Path) {
    let (Ok(Some(now)), Ok(paths)) = (stamp(newest), list(dir)) else { return };
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(UNFINISHED)
            && let Ok(Some(old)) = stamp(&path)
            && now.modified.saturating_sub(old.modified) > ABANDONED
        {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Writes a file whole or not at all: what stood there stays until its replacement is on disk. Gives
/// the stamp of what was written, not of what another process may have put in its place since.
///
/// # Errors
/// [`Error::Write`] when the folder cannot be made, or the file not written, synced or renamed; then
/// the file is what it was.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<Stamp, Error> {
    let file = finished(path, bytes)?;
    let file = busy::persist(file, path).map_err(failed(path))?;
    Ok(settled(path, &file))
}

/// Puts bytes at the end of an ordinary file that is there. Whoever is ended meanwhile leaves a part
/// of them.
///
/// # Errors
/// [`Error::Write`] when it is not there or cannot be written.
pub fn append(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let append = || -> io::Result<()> {
        match fs::metadata(path)? {
            kind if kind.is_file() => {}
            _ => return Err(io::ErrorKind::InvalidInput.into()),
        }
        fs::OpenOptions::new().append(true).open(path)?.write_all(bytes)
    };
    append().map_err(failed(path))
}

/// Writes a file as [`write_atomic`] does, in the place of one with this very content. A link stays a
/// link: what it leads to is replaced; whether it may be is for the caller to know.
///
/// # Errors
/// [`Error::Edited`] when another stands there by now, which is left as it is; [`Error::Write`], also
/// when the file is read-only: some make it so to keep it as it is.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<Stamp, Error> {
    let is_link = path.symlink_metadata().is_ok_and(|data| data.file_type().is_symlink());
    let end = is_link.then(|| path.canonicalize().map_err(failed(path))).transpose()?;
    let path = end.as_deref().unwrap_or(path);
    let unchanged = || match holds(path, old) {
        Ok(true) => Ok(()),
        _ => Err(Error::Edited { path: path.to_owned() }),
    };
    unchanged()?;
    if fs::metadata(path).is_ok_and(|data| data.permissions().readonly()) {
        return Err(failed(path)(io::ErrorKind::PermissionDenied.into()));
    }
    let file = finished(path, new)?;
    // Once more, for syncing takes long enough for somebody to save what he has in an editor.
    unchanged()?;
    let file = busy::persist(file, path).map_err(failed(path))?;
    Ok(settled(path, &file))
}

/// Writes a file as [`write_atomic`] does where there is none; `None` where there is one by now.
///
/// # Errors
/// [`Error::Write`], as above.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<Option<Stamp>, Error> {
    let is_taken = || path.symlink_metadata().is_ok();
    if is_taken() {
        return Ok(None);
    }
    let file = match finished(path, bytes)?.persist_noclobber(path) {
        Ok(file) => file,
        Err(_) if is_taken() => return Ok(None),
        // Some network disks know no such renaming.
        Err(error) => busy::persist(error.file, path).map_err(failed(path))?,
    };
    Ok(Some(settled(path, &file)))
}

/// Writes a file that nobody looks for yet; whether the disk has it is asked by [`settle`].
///
/// # Errors
/// [`Error::Write`] when there is one, or it cannot be written.
pub fn write_aside(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = fs::File::create_new(path).map_err(failed(path))?;
    file.write_all(bytes).map_err(failed(path))
}

/// Waits until the disk has files, several at a time: it takes many in hardly more time than one.
///
/// # Errors
/// [`Error::Write`] of one that it does not take.
pub fn settle(paths: &[&Path]) -> Result<(), Error> {
    const AT_ONCE: usize = 8;
    let one = |path: &&Path| {
        let file = fs::OpenOptions::new().write(true).open(path);
        file.and_then(|file| file.sync_all()).map_err(failed(path))
    };
    std::thread::scope(|scope| {
        let some = paths.chunks(paths.len().div_ceil(AT_ONCE).max(1));
        let at_work: Vec<_> =
            some.map(|some| scope.spawn(move || some.iter().try_for_each(one))).collect();
        at_work.into_iter().try_for_each(|thread| match thread.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    })
}

/// What the system said when a file could not be written.
fn failed(path: &Path) -> impl FnOnce(io::Error) -> Error {
    move |source| Error::Write { path: path.to_owned(), source }
}

/// A file that is written and on disk, beside the place where it belongs.
fn finished(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, Error> {
    let dir = parent(path);
    if dir.exists() && !dir.is_dir() {
        return Err(failed(dir)(io::ErrorKind::NotADirectory.into()));
    }
    let write = || -> io::Result<NamedTempFile> {
        fs::create_dir_all(dir)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(UNFINISHED);
        #[cfg(unix)]
        {
            // A temporary file is private by default; this one is as other programs would make it.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(dir)?;
        // The file itself tells why it cannot be written, its wrapper does so in English.
        file.as_file_mut().write_all(bytes)?;
        #[cfg(unix)]
        if let Ok(old) = fs::metadata(path)
            && old.is_file()
        {
            // Who may read and write it stays as it is; on some disks nobody can say.
            let _ = file.as_file().set_permissions(old.permissions());
        }
        file.as_file().sync_all()?;
        Ok(file)
    };
    write().map_err(failed(path))
}

/// The stamp of a file that has its name now, and keeps it when the power fails. It is written,
/// whatever the disk says from here on: failing would mean that it was not.
fn settled(path: &Path, file: &fs::File) -> Stamp {
    // Elsewhere a folder cannot be opened.
    #[cfg(unix)]
    let _ = fs::File::open(parent(path)).and_then(|dir| dir.sync_all());
    #[cfg(not(unix))]
    let _ = path;
    // Nothing has such a stamp: what is known of this file will have to be looked at again.
    file.metadata().map_or(Stamp { size: 0, modified: 0, changed: 0 }, |data| stamp_of(&data))
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a folder whole or not at all; it must not be there, or be empty.
///
/// # Errors
/// [`Error::Write`] when a file or folder cannot be made; none is left behind then.
pub fn write_folder<'a>(
    dir: &Path,
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Result<(), Error> {
    let parent = parent(dir);
    let write = || -> io::Result<()> {
        let is_new = !dir.exists();
        if parent.exists() && !parent.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        fs::create_dir_all(parent)?;
        let beside = if is_new { parent } else { dir };
        let temporary = tempfile::Builder::new().prefix(".jianbao-").tempdir_in(beside)?;
        for (path, bytes) in files {
            let path = temporary.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(temporary.path()))?;
            let mut file = fs::File::create_new(&path)?;
            file.write_all(bytes)?;
            file.sync_all()?;
        }
        if is_new {
            #[cfg(unix)]
            {
                // A temporary folder is private by default.
                use std::os::unix::fs::PermissionsExt;
                fs::set_permissions(temporary.path(), fs::Permissions::from_mode(0o755))?;
            }
            busy::rename(temporary.path(), dir)?;
            // It has another name now and is to stay.
            let _ = temporary.keep();
        } else {
            // The folder may be the current one, which must not be replaced.
            for made in fs::read_dir(temporary.path())? {
                let made = made?;
                busy::rename(&made.path(), &dir.join(made.file_name()))?;
            }
        }
        Ok(())
    };
    write().map_err(|source| Error::Write { path: dir.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_trace() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.pdf");
        write_atomic(&path, b"old").expect("written");
        // A folder in the file's place cannot be replaced by a file.
        let blocked = dir.path().join("b.pdf");
        fs::create_dir_all(blocked.join("x")).expect("a folder");
        assert!(write_atomic(&blocked, b"new").is_err());
        assert_eq!(fs::read(&path).expect("read"), b"old");
        assert_eq!(list(dir.path()).expect("listed"), [path, blocked]);
    }

    #[test]
    fn files_put_aside_are_on_the_disk_together() {
        let dir = tempfile::tempdir().expect("a folder");
        let paths: Vec<PathBuf> = (0..20).map(|at| dir.path().join(at.to_string())).collect();
        for path in &paths {
            write_aside(path, b"new").expect("written");
            assert!(write_aside(path, b"other").is_err());
        }
        let mut all: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        settle(&all).expect("settled");
        settle(&[]).expect("nothing to do");
        assert_eq!(fs::read(&paths[19]).expect("read"), b"new");
        let gone = dir.path().join("gone");
        all.push(&gone);
        assert!(matches!(settle(&all), Err(Error::Write { path, .. }) if path == gone));
    }

    #[test]
    fn what_somebody_else_wrote_is_not_written_over() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.md");
        assert!(matches!(replace(&path, b"", b"new"), Err(Error::Edited { .. })));
        assert!(write_new(&path, b"old").expect("written").is_some());
        assert!(write_new(&path, b"new").expect("looked").is_none());
        for edited in [&b"edited"[..], b"ol", b"OLD", b""] {
            fs::write(&path, edited).expect("written");
            assert!(matches!(replace(&path, b"old", b"new"), Err(Error::Edited { .. })));
            assert_eq!(fs::read(&path).expect("read"), edited);
        }
        replace(&path, b"", b"new").expect("replaced");
        assert_eq!(fs::read(&path).expect("read"), b"new");
        assert_eq!(list(dir.path()).expect("listed"), [path]);
    }

    #[cfg(unix)]
    #[test]
    fn who_may_read_a_file_stays_as_it_was() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.md");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        let plain = dir.path().join("plain");
        fs::write(&plain, b"").expect("written");
        write_atomic(&path, b"old").expect("written");
        assert_eq!(mode(&path), mode(&plain));
        for wanted in [0o640, 0o664, 0o600] {
            fs::set_permissions(&path, fs::Permissions::from_mode(wanted)).expect("set");
            write_atomic(&path, b"new").expect("written");
            assert_eq!(mode(&path), wanted);
        }
    }

    #[test]
    fn a_file_over_the_limit_is_not_read() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.md");
        write_atomic(&path, &[b'x'; 11]).expect("written");
        assert_eq!(read_limited(&path, 11).expect("read").map(|bytes| bytes.len()), Some(11));
        assert_eq!(read_limited(&path, 10).expect("read"), None);
    }

    #[cfg(unix)]
    #[test]
    fn links_may_lead_anywhere_within_and_nowhere_else() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("w");
        fs::create_dir_all(root.join("a/b")).expect("a folder");
        fs::create_dir(dir.path().join("w2")).expect("a folder");
        fs::write(root.join("a/b/f"), "").expect("written");
        fs::write(dir.path().join("w2/f"), "").expect("written");
        for (target, link) in [
            ("b/f", "a/inside"),
            ("../w/a", "back"),
            ("a/nothing", "dangling"),
            ("circle", "circle"),
            // Only the beginning of its name is the root's.
            ("../w2", "out"),
            ("../w2/f", "a/../outfile"),
            ("../w2/nothing", "dangling-out"),
            ("out/f", "by-another"),
            ("dangling-out", "by-a-dangling-one"),
        ] {
            symlink(target, root.join(link)).expect("a link");
        }
        for path in ["a/b/f", "a/inside", "back/b/f", "dangling", "circle", "no/such", "a/../a/b"] {
            assert!(contained(&root, &root.join(path)).is_ok(), "{path}");
        }
        for (path, link, target) in [
            ("out", "out", "../w2"),
            ("out/f", "out", "../w2"),
            ("back/../out/f", "back/../out", "../w2"),
            ("outfile", "outfile", "../w2/f"),
            ("dangling-out", "dangling-out", "../w2/nothing"),
            ("by-another", "by-another", "out/f"),
            ("by-a-dangling-one", "by-a-dangling-one", "dangling-out"),
        ] {
            match contained(&root, &root.join(path)) {
                Err(Error::Outside { link: found, target: leads }) => {
                    assert_eq!((found.as_str(), leads.as_str()), (link, target), "{path}");
                }
                other => panic!("{path}: {other:?}"),
            }
        }
        assert!(contained(&root, &root.join("../w2/f")).is_err());
        assert!(contained(&root, dir.path()).is_err());
        // The root itself may be reached by a link.
        symlink("w", dir.path().join("linked")).expect("a link");
        let linked = dir.path().join("linked");
        assert!(contained(&linked, &linked.join("back/b/f")).is_ok());
        assert!(contained(&linked, &linked.join("out/f")).is_err());
    }
}
