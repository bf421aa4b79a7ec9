//! What another program has open for a moment, and is asked for again.
//!
//! On Windows a file that somebody has open can neither be replaced nor renamed, and a file that was
//! just written is opened at once by whatever looks for viruses, indexes disks or copies folders into
//! a cloud. That passes; a PDF that a reader shows does not, and is told after a short while.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use tempfile::NamedTempFile;

/// How long it is waited before each further try, in ms: two thirds of a second in all.
const WAITS: [u64; 6] = [10, 20, 40, 80, 160, 320];

/// Windows' numbers for: access denied, which is what replacing an open file comes to; a sharing
/// violation; a stretch that is locked; a folder that is not empty, because what was deleted in it is
/// still open.
const PASSING: [i32; 4] = [5, 32, 33, 145];

/// Gives a file or folder another name.
///
/// # Errors
/// Those of the system.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    again(cfg!(windows), (), |()| fs::rename(from, to).map_err(|error| (error, ())))
}

/// Gives a finished file its name; one that stands there is replaced.
///
/// # Errors
/// Those of the system; the file is removed then.
pub fn persist(file: NamedTempFile, path: &Path) -> io::Result<File> {
    again(cfg!(windows), file, |file| file.persist(path).map_err(|error| (error.error, error.file)))
}

/// Does something with a thing until it is done, fails for good, or time is up. What fails gives the
/// thing back.
fn again<T, R>(
    windows: bool,
    thing: T,
    mut attempt: impl FnMut(T) -> Result<R, (io::Error, T)>,
) -> io::Result<R> {
    let mut thing = thing;
    for wait in WAITS {
        match attempt(thing) {
            Ok(done) => return Ok(done),
            Err((error, back)) if windows && is_passing(&error) => {
                thing = back;
                sleep(Duration::from_millis(wait));
            }
            Err((error, _)) => return Err(error),
        }
    }
    attempt(thing).map_err(|(error, _)| error)
}

fn is_passing(error: &io::Error) -> bool {
    error.raw_os_error().is_some_and(|code| PASSING.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often something is tried that fails with a code `times` times, and what it comes to.
    fn tries(windows: bool, code: i32, times: u32) -> (u32, Result<(), Option<i32>>) {
        let mut tried = 0;
        let done = again(windows, (), |()| {
            tried += 1;
            let failed = || (io::Error::from_raw_os_error(code), ());
            if tried > times { Ok(()) } else { Err(failed()) }
        });
        (tried, done.map_err(|error| error.raw_os_error()))
    }

    #[test]
    fn what_passes_is_waited_for_and_nothing_else() {
        assert_eq!(tries(true, 32, 0), (1, Ok(())));
        assert_eq!(tries(true, 32, 2), (3, Ok(())));
        assert_eq!(tries(true, 5, 100), (7, Err(Some(5))));
        // A full disk stays full, and other systems know no such locks.
        assert_eq!(tries(true, 112, 1), (1, Err(Some(112))));
        assert_eq!(tries(false, 32, 1), (1, Err(Some(32))));
    }

    #[test]
    fn a_file_takes_the_place_of_another() {
        let dir = tempfile::tempdir().expect("a folder");
        let (one, other) = (dir.path().join("一"), dir.path().join("二"));
        fs::write(&one, "旧").expect("written");
        fs::write(&other, "").expect("written");
        let new = NamedTempFile::new_in(dir.path()).expect("a file");
        fs::write(new.path(), "新").expect("written");
        persist(new, &one).expect("replaced");
        rename(&one, &other).expect("renamed");
        assert_eq!(fs::read_to_string(&other).expect("read"), "新");
        assert!(rename(&one, &other).is_err());
    }
    /// As a reader of PDFs opens them: others may read, and nobody may replace or remove.
    #[cfg(windows)]
    #[test]
    fn a_file_that_somebody_looks_at_is_not_replaced() {
        use std::os::windows::fs::OpenOptionsExt;

        use super::super::fs::{list, write_atomic};

        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("2018-028.pdf");
        fs::write(&path, "旧").expect("written");
        let looks = || File::options().read(true).share_mode(1).open(&path).expect("opened");
        let reader = looks();
        let refused = write_atomic(&path, "新".as_bytes()).expect_err("open elsewhere").to_string();
        assert!(refused.contains("请先关闭正在打开它的程序"), "{refused}");
        assert_eq!(list(dir.path()).expect("listed"), [path.clone()]);
        drop(reader);
        // Whoever lets go soon is waited for.
        let reader = looks();
        let gone = std::thread::spawn(move || {
            sleep(Duration::from_millis(60));
            drop(reader);
        });
        write_atomic(&path, "新".as_bytes()).expect("replaced");
        gone.join().expect("it ends");
        assert_eq!(fs::read_to_string(&path).expect("read"), "新");
    }
}
