//! `jianbao import --watch`: a folder into which dispatches are put one by one.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::done::Replacing;
use super::put::import;
use crate::cli::table::TableFormat;
use crate::cli::{Exit, ImportArgs, Stop, render};
use crate::error::Error;
use crate::import::is_whole;
use crate::model::IssueId;
use crate::workspace::Workspace;
use crate::workspace::fs::{self, Stamp};

/// How often the folder is looked at. A folder on another computer tells nobody of changes.
const EVERY: Duration = Duration::from_secs(1);
/// How many looks in a row must find a file as it was: it may still be copied into the folder.
const QUIET: u32 = 2;
/// After how many quiet looks it is told that a file has not come whole.
const LONG: u32 = 15;
/// Endings of what other programs are still loading down or writing.
const UNFINISHED: &[&str] = &[
    "crdownload",
    "part",
    "partial",
    "tmp",
    "temp",
    "download",
    "opdownload",
    "td",
    "xltd",
    "aria2",
    "lock",
];

/// What is known of a file in the folder.
struct Seen {
    stamp: Stamp,
    /// How many looks in a row found it as it was.
    quiet: u32,
    /// Whether nothing more is to be done with it until it changes.
    done: bool,
}

/// Whether a file is not one to be taken by its name: hidden, a lock, or still on its way.
fn is_unfinished(name: &str) -> bool {
    let lower = name.to_lowercase();
    let ending = lower.rsplit('.').next().unwrap_or_default();
    // LibreOffice: `.~lock.稿件.docx#`.
    name.starts_with(['.', '~', '_'])
        || name.ends_with(['#', '~'])
        || (lower.contains('.') && UNFINISHED.contains(&ending))
        || ["thumbs.db", "desktop.ini"].contains(&lower.as_str())
}

/// Imports files apart from each other; one that has gone again is told of and passed over.
fn one_by_one(
    workspace: &Workspace,
    id: IssueId,
    files: &[PathBuf],
    args: &ImportArgs,
    own: &mut BTreeMap<String, String>,
) -> Result<(), Stop> {
    for file in files {
        match import(workspace, id, std::slice::from_ref(file), args, Replacing::Untouched(own)) {
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
    writeln!(words(args), "正在等「{}」里的来稿，放进 {id}；按 Ctrl-C 结束", folder.display())?;
    let mut told = String::new();
    let mut seen: BTreeMap<PathBuf, Seen> = BTreeMap::new();
    // Entries that this run has written, with the digests of their texts: as long as nobody has
    // touched one, a dispatch that goes on takes its place.
    let mut own: BTreeMap<String, String> = BTreeMap::new();
    loop {
        let ready = match look(folder, &mut seen, &mut words(args)) {
            // A folder on another computer may be away for a while.
            Err(Stop::Error(error @ Error::Read { .. })) => {
                tell_once(&error, &mut told)?;
                Vec::new()
            }
            looked => looked?,
        };
        let done = match ready.is_empty() {
            true => Ok(()),
            // One that has gone again does not keep the others out.
            false => match import(workspace, id, &ready, args, Replacing::Untouched(&mut own)) {
                Err(Stop::Error(Error::Read { .. })) => {
                    one_by_one(workspace, id, &ready, args, &mut own)
                }
                done => done.map(drop),
            },
        };
        // What is wrong with one dispatch, or with the disk for a while, does not end the watch.
        match done {
            Ok(()) => {}
            Err(Stop::Error(error @ (Error::Write { .. } | Error::Edited { .. }))) => {
                // Tried again.
                tell_once(&error, &mut told)?;
                for path in &ready {
                    if let Some(seen) = seen.get_mut(path) {
                        seen.done = false;
                    }
                }
            }
            Err(stop) => return Err(stop),
        }
        std::thread::sleep(EVERY);
    }
}

/// Where words go: beside what is for programs.
fn words(args: &ImportArgs) -> Box<dyn Write> {
    match args.output.format {
        TableFormat::Table => Box::new(crate::cli::output::stdout()),
        TableFormat::Json => Box::new(crate::cli::output::stderr()),
    }
}

fn tell_once(error: &Error, told: &mut String) -> std::io::Result<()> {
    let line = render::failure_line(error);
    if line != *told {
        writeln!(crate::cli::output::stderr(), "{line}")?;
    }
    *told = line;
    Ok(())
}

/// One look at the folder: the files that have come whole and are to be imported now.
fn look(
    folder: &Path,
    seen: &mut BTreeMap<PathBuf, Seen>,
    output: &mut impl Write,
) -> Result<Vec<PathBuf>, Stop> {
    let mut ready = Vec::new();
    let paths = fs::list(folder)?;
    seen.retain(|path, _| paths.binary_search(path).is_ok());
    for path in paths {
        if is_unfinished(&path.file_name().unwrap_or_default().to_string_lossy()) {
            continue;
        }
        let shown = path.display().to_string();
        let Ok(stamp) = fs::stamp(&path) else { continue };
        let Some(stamp) = stamp else {
            // A folder, or something that is no file at all.
            if !seen.contains_key(&path) {
                seen.insert(path.clone(), Seen { stamp: Stamp::NEVER, quiet: 0, done: true });
                let (what, remedy) = match path.is_dir() {
                    true => ("文件夹", "只看放在外层的文件；要导入的，另用 jianbao import"),
                    false => ("不是普通文件的", "没有导入"),
                };
                writeln!(output, "有{what}「{shown}」，{remedy}")?;
            }
            continue;
        };
        // Whoever may put files into the folder must not choose among all files of this computer.
        if let Err(Error::Outside { target, .. }) = fs::contained(folder, &path) {
            if seen.insert(path.clone(), Seen { stamp, quiet: 0, done: true }).is_none() {
                let outside = "是链接，指向这个文件夹之外的";
                writeln!(output, "「{shown}」{outside}「{target}」，没有导入")?;
            }
            continue;
        }
        let now = seen.entry(path.clone()).or_insert(Seen { stamp, quiet: 0, done: false });
        if now.stamp != stamp {
            *now = Seen { stamp, quiet: 0, done: false };
            continue;
        }
        if now.done {
            continue;
        }
        now.quiet += u32::from(now.quiet <= LONG);
        if now.quiet < QUIET {
            continue;
        }
        if has_come(&path) {
            now.done = true;
            ready.push(path);
        } else if now.quiet == LONG {
            writeln!(
                output,
                "「{shown}」还没有传完（或已损坏），在等它；已经传完了的，请报送单位重新发送"
            )?;
        }
    }
    Ok(ready)
}

/// Whether a file can be opened and has its end.
fn has_come(path: &Path) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let mut start = Vec::new();
    let read = std::io::Read::by_ref(&mut file).take(512).read_to_end(&mut start);
    // Nothing yet, or room that is kept for what is to come.
    if read.is_err() || start.iter().all(|byte| *byte == 0) {
        return false;
    }
    !start.starts_with(b"PK") || is_whole(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_still_on_its_way() {
        for name in [
            "~$稿件.docx",
            ".~lock.稿件.docx#",
            ".稿件.docx",
            "稿件.docx.crdownload",
            "未确认 12345.CRDOWNLOAD",
            "稿件.docx.part",
            "稿件.tmp",
            "稿件.docx.download",
            "稿件.docx~",
            "~WRL0001.tmp",
            "Thumbs.db",
        ] {
            assert!(is_unfinished(name), "{name}");
        }
        for name in ["稿件.docx", "part", "tmp", "稿件part.txt", "a.b.docx", "download.html"] {
            assert!(!is_unfinished(name), "{name}");
        }
    }
}
