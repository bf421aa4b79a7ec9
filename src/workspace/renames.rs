//! Several files of a folder renamed at once: all of them or none, also when the run is killed.
//!
//! The files are first made ready under their new names in a folder of their own. That folder gets
//! another name, and from then on the renaming counts as done: what is still to be moved is moved by
//! whoever lists the folder next. Before, nothing has changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::fs::{read_limited, rename, write_aside, write_atomic};
use crate::error::Error;

/// Where files are made ready.
const READY: &str = ".jianbao-names";
/// The same once it counts.
const AGREED: &str = ".jianbao-renaming";
/// The file in it that says what is renamed to what, a line each.
const LIST: &str = "list";
/// Larger than what is ever renamed, in bytes.
const MOST: u64 = 1 << 30;

/// Renames files in `dir` and in the folders in it; paths are relative to it, with `/`. Their new
/// names must differ from each other, and be free or be the old name of one of them.
///
/// # Errors
/// [`Error::Write`] when something cannot be written; then nothing has changed, unless it is of a file
/// that could not be moved after all was agreed: then the next one who lists the folder moves it.
pub fn rename_all(dir: &Path, names: &[(String, String)]) -> Result<(), Error> {
    let ready = dir.join(READY);
    let agreed = dir.join(AGREED);
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    let undone = |error: Error| {
        let _ = clear(&ready);
        error
    };
    // What cannot be written is the folder, for whoever knows nothing of these.
    clear(&ready).map_err(failed(dir))?;
    fs::create_dir(&ready).map_err(failed(dir))?;
    prepare(dir, &ready, names).map_err(undone)?;
    rename(&ready, &agreed).map_err(failed(dir)).map_err(undone)?;
    settle(dir);
    complete(dir).map(drop)
}

/// What came of completing a renaming.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Completed {
    /// Whether there was one to complete.
    pub any: bool,
    /// Old names of files that have their new ones and could not be taken away: they do not count.
    pub gone: Vec<String>,
}

/// Completes a renaming in `dir` that is agreed, where there is one. Several may do so at the same time.
///
/// # Errors
/// [`Error::Write`] of a file that cannot be moved to its new name; it is still there under the old one.
pub fn complete(dir: &Path) -> Result<Completed, Error> {
    let agreed = dir.join(AGREED);
    let list = match read_limited(&agreed.join(LIST), MOST) {
        Ok(Some(bytes)) => String::from_utf8(bytes).unwrap_or_default(),
        // None, or somebody else has completed it.
        Ok(None) | Err(_) => return Ok(Completed::default()),
    };
    let names: Vec<(&str, &str)> = list.lines().filter_map(|line| line.split_once('\t')).collect();
    // Nobody but this program should have written it; what leads elsewhere is not followed.
    let is_own = |name: &str| {
        super::fs::is_below(name) && super::fs::contained(dir, &dir.join(name)).is_ok()
    };
    let names: Vec<(usize, &str, &str)> = (0..)
        .zip(names)
        .filter(|(_, (old, new))| is_own(old) && is_own(new))
        .map(|(at, (old, new))| (at, old, new))
        .collect();
    for (at, _, new) in &names {
        put(dir, &agreed, *at, new, &names)?;
    }
    let mut gone = Vec::new();
    for (at, old, new) in &names {
        let is_new = names.iter().any(|(_, _, new)| new == old);
        if is_new || !is_same(&dir.join(old), &dir.join(new)) {
            continue;
        }
        // Into the folder that goes in the end: were it gone already, nothing would be taken away.
        match rename(&dir.join(old), &agreed.join(format!("{at}-old"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => gone.push((*old).to_owned()),
            _ => {}
        }
    }
    if gone.is_empty() {
        // Without its list it counts no more, whatever is left of it.
        let _ = fs::remove_file(agreed.join(LIST));
        let _ = clear(&agreed);
        settle(dir);
    }
    Ok(Completed { any: true, gone })
}

fn prepare(dir: &Path, ready: &Path, names: &[(String, String)]) -> Result<(), Error> {
    let mut list = String::new();
    for (at, (old, new)) in names.iter().enumerate() {
        let (from, to) = (dir.join(old), ready.join(at.to_string()));
        if [old, new].iter().any(|name| name.contains(['\t', '\n', '\r'])) {
            let source = io::ErrorKind::InvalidFilename.into();
            return Err(Error::Write { path: from, source });
        }
        // The same file by another name; some disks know of no such thing.
        if fs::hard_link(&from, &to).is_err() {
            copy(&from, &to)?;
        }
        list.push_str(&format!("{old}\t{new}\n"));
    }
    write_atomic(&ready.join(LIST), list.as_bytes()).map(drop)
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    // A link would become a file.
    let is_file = from.symlink_metadata().is_ok_and(|data| data.is_file());
    let bytes = if is_file { read_limited(from, MOST)? } else { None };
    let Some(bytes) = bytes else {
        return Err(Error::Write {
            path: from.to_owned(),
            source: io::ErrorKind::Unsupported.into(),
        });
    };
    write_aside(to, &bytes)?;
    super::fs::settle(&[to])
}

/// Gives a file its new name, unless it has it already.
fn put(
    dir: &Path,
    agreed: &Path,
    at: usize,
    new: &str,
    names: &[(usize, &str, &str)],
) -> Result<(), Error> {
    let from = agreed.join(at.to_string());
    if from.symlink_metadata().is_err() {
        return Ok(());
    }
    let mut to = dir.join(new);
    if to.symlink_metadata().is_ok() && !is_same(&to, &from) {
        // What stands there is one that has been put by too, unless somebody has edited it since.
        let kept = names.iter().find(|(_, old, _)| *old == new).is_some_and(|(at, _, new)| {
            is_same(&to, &agreed.join(at.to_string())) || is_same(&to, &dir.join(new))
        });
        if !kept {
            to = beside(&to);
        }
    }
    match rename(&from, &to) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(Error::Write { path: to, source })
        }
        _ => {
            // Two names of one file are no two files: renaming the one to the other does nothing.
            let _ = fs::remove_file(&from);
            Ok(())
        }
    }
}

/// A free name beside one that is taken.
fn beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending =
        path.extension().map(|it| format!(".{}", it.to_string_lossy())).unwrap_or_default();
    let names = (2_u32..).map(|count| path.with_file_name(format!("{stem}-{count}{ending}")));
    names.into_iter().find(|path| path.symlink_metadata().is_err()).unwrap_or_else(|| path.into())
}

/// Whether two files are there and have the same content.
fn is_same(one: &Path, other: &Path) -> bool {
    let size = |path: &Path| path.metadata().ok().filter(fs::Metadata::is_file).map(|it| it.len());
    let content = |path: &Path| read_limited(path, MOST).ok().flatten();
    size(one).is_some() && size(one) == size(other) && {
        let one = content(one);
        one.is_some() && one == content(other)
    }
}

fn clear(dir: &Path) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Asks the disk to keep the names of a folder when the power fails.
fn settle(dir: &Path) {
    // Elsewhere a folder cannot be opened.
    #[cfg(unix)]
    let _ = fs::File::open(dir).and_then(|dir| dir.sync_all());
    #[cfg(not(unix))]
    let _ = dir;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Files of a folder by name, each with its content: `1=甲 2=乙`.
    fn folder(files: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a folder");
        for file in files.split_whitespace() {
            let (name, text) = file.split_once('=').expect("a name and a text");
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("written");
        }
        dir
    }

    fn files(dir: &Path) -> String {
        let mut found = BTreeMap::new();
        let mut folders = vec![dir.to_owned()];
        while let Some(folder) = folders.pop() {
            for path in super::super::fs::list(&folder).expect("listed") {
                let name = path.strip_prefix(dir).expect("below").to_string_lossy();
                let name = name.replace('\\', "/");
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(name, fs::read_to_string(&path).expect("a text"));
                }
            }
        }
        let shown: Vec<String> =
            found.iter().map(|(name, text)| format!("{name}={text}")).collect();
        shown.join(" ")
    }

    fn names(names: &str) -> Vec<(String, String)> {
        let pairs = names.split_whitespace().map(|pair| pair.split_once('>').expect("a pair"));
        pairs.map(|(old, new)| (old.to_owned(), new.to_owned())).collect()
    }

    #[track_caller]
    fn check(before: &str, renamed: &str, after: &str) {
        let dir = folder(before);
        rename_all(dir.path(), &names(renamed)).expect("renamed");
        assert_eq!(files(dir.path()), after, "{before}: {renamed}");
        assert_eq!(complete(dir.path()).expect("nothing to do"), Completed::default());
    }

    #[test]
    fn names_change_in_any_way() {
        check("1=甲 2=乙 3=丙", "1>4", "2=乙 3=丙 4=甲");
        check("1=甲 2=乙 3=丙", "1>2 2>1", "1=乙 2=甲 3=丙");
        check("1=甲 2=乙 3=丙", "1>2 2>3 3>1", "1=丙 2=甲 3=乙");
        check("1=甲 2=乙 3=丙", "1>2 2>3 3>4", "2=甲 3=乙 4=丙");
        // The same content twice.
        check("1=甲 2=甲 3=乙", "1>3 3>2 2>1", "1=甲 2=乙 3=甲");
        check("1=甲 s/1=旧", "1>2 s/1>s/2", "2=甲 s/2=旧");
    }

    #[test]
    fn what_is_missing_changes_nothing() {
        let dir = folder("1=甲 2=乙");
        assert!(rename_all(dir.path(), &names("1>3 9>4")).is_err());
        assert_eq!(files(dir.path()), "1=甲 2=乙");
    }

    /// Killed at any step after it was agreed: the next one who looks completes it.
    #[test]
    fn what_was_agreed_is_completed() {
        let pairs = names("1>2 2>3 3>1 s/1>s/2");
        for moved in 0..=pairs.len() {
            let dir = folder("1=甲 2=乙 3=丙 s/1=旧");
            let agreed = dir.path().join(AGREED);
            fs::create_dir(&agreed).expect("a folder");
            prepare(dir.path(), &agreed, &pairs).expect("prepared");
            for (at, (_, new)) in pairs.iter().enumerate().take(moved) {
                fs::rename(agreed.join(at.to_string()), dir.path().join(new)).expect("renamed");
            }
            let completed = complete(dir.path()).expect("completed");
            assert!(completed.any && completed.gone.is_empty(), "{moved}");
            assert_eq!(files(dir.path()), "1=丙 2=甲 3=乙 s/2=旧", "{moved}");
        }
    }

    /// Whoever edits a file between a kill and the next run loses nothing.
    #[test]
    fn what_somebody_edited_since_stays() {
        let pairs = names("1>3 2>1");
        let dir = folder("1=甲 2=乙");
        let agreed = dir.path().join(AGREED);
        fs::create_dir(&agreed).expect("a folder");
        prepare(dir.path(), &agreed, &pairs).expect("prepared");
        // As editors save: another file in its place.
        for name in ["1", "2"] {
            fs::remove_file(dir.path().join(name)).expect("removed");
            fs::write(dir.path().join(name), format!("新{name}")).expect("written");
        }
        complete(dir.path()).expect("completed");
        assert_eq!(files(dir.path()), "1=新1 1-2=乙 2=新2 3=甲");
    }

    #[test]
    fn a_list_that_leads_elsewhere_is_not_followed() {
        let dir = folder("w/1=甲 2=乙 w/.jianbao-renaming/0=坏 w/.jianbao-renaming/1=坏");
        let inner = dir.path().join("w");
        fs::write(inner.join(AGREED).join(LIST), "1\t../2\n../2\t3\n").expect("written");
        complete(&inner).expect("completed");
        assert_eq!(files(dir.path()), "2=乙 w/1=甲");
    }
}
