//! An entry from one issue to another, with its pictures and its original.
//!
//! Everything is in the new place before anything is taken from the old one: a run that is killed
//! leaves the entry twice, never not at all.

use std::path::{Path, PathBuf};

use super::named::{self, Shelved};
use super::place::{ENTRY, EntryNumbers, Rank, refuse_issued};
use super::{held, known};
use crate::archive;
use crate::diagnostic::{SourceFile, Text};
use crate::error::Error;
use crate::markdown;
use crate::model::IssueId;
use crate::read;
use crate::workspace::{Workspace, fault, fs, is_free, portable};

/// Folders within an issue whose files entries name.
const BESIDE: [&str; 2] = ["assets", "sources"];

/// What moving came to.
#[derive(Debug)]
pub struct Moved {
    /// Where the entry was, as shown.
    pub from: String,
    /// Where it is now.
    pub to: String,
    /// Its title, where it can be read.
    pub title: Option<String>,
    /// How many files came along.
    pub along: usize,
    /// Files that came along and could not be taken away from where they were, as shown.
    pub left: Vec<String>,
}

/// Moves the entry at `path` to another issue.
///
/// # Errors
/// [`Error::Usage`] when the file is no entry of an issue, is there already, or an issue has been
/// issued; [`Error::Read`] and [`Error::Write`] of the disk.
pub fn transfer(workspace: &Workspace, path: &Path, to: IssueId) -> Result<Moved, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let _lock = archive::intake(workspace)?;
    let path = path.canonicalize().map_err(failed)?;
    let target = workspace.issue_folder(to)?.path;
    let Some(Shelved { id, folder, .. }) = named::at(workspace, &path)? else {
        let message = format!("「{}」不是这个工作区里某一期的稿件", workspace.display(&path));
        return Err(Error::Usage(message));
    };
    if id == to {
        return Err(Error::Usage(format!("「{}」已在 {to} 里", workspace.display(&path))));
    }
    refuse_issued(workspace, to)?;
    for part in BESIDE {
        workspace.contained(&target.join(part))?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let entry = folder.join(&name);
    let Some(bytes) = workspace.bytes(&entry, ENTRY)? else {
        return Err(Error::Usage(format!("「{}」太大，不是稿件", workspace.display(&entry))));
    };
    let shown = workspace.display(&entry);
    let file =
        read::decode(shown.clone(), &bytes).map_err(|finding| Error::Usage(finding.message))?;
    // One that was held back is no part of what went out.
    let read = read::read_entry(&file, &[]);
    let is_held = read.value.is_none() && read.diagnostics.is_empty();
    if !is_held {
        refuse_issued(workspace, id)?;
    }
    let title = held::title(&file, &bytes);
    let mut copies = Copies::default();
    let carried = carry(workspace, &folder, to, (&entry, &bytes, &file), &mut copies);
    let (new, along) = match carried {
        Ok(carried) => carried,
        Err(error) => {
            copies.undo();
            return Err(error);
        }
    };
    let mut left = Vec::new();
    // Copies first: they name originals.
    for path in along.iter().rev() {
        let relative = workspace.display(path);
        let relative = relative.strip_prefix(&format!("{}/", workspace.display(&folder)));
        let name = relative.unwrap_or_default();
        // What another entry names stays; the entry is moved, whatever becomes of the rest.
        if !is_named_by_others(workspace, &folder, name).unwrap_or(true)
            && fs::remove(path).is_err()
        {
            left.push(workspace.display(path));
        }
    }
    fs::sweep(&target, &new);
    for part in BESIDE {
        fs::sweep(&target.join(part), &new);
    }
    Ok(Moved { from: shown, to: workspace.display(&new), title, along: along.len(), left })
}

/// Files that this run put into the new place.
#[derive(Default)]
struct Copies(Vec<(PathBuf, fs::Stamp)>);

impl Copies {
    /// Writes one where there is none; one of this very content may be there from a run that was killed.
    fn put(&mut self, path: &Path, content: &[u8]) -> Result<(), Error> {
        self.0.extend(fs::write_new(path, content)?.map(|stamp| (path.to_owned(), stamp)));
        Ok(())
    }

    /// Takes them away again, as far as the disk lets it; not what somebody has edited since.
    fn undo(self) {
        for (path, stamp) in self.0.iter().rev() {
            if fs::stamp(path).is_ok_and(|now| now.as_ref() == Some(stamp)) {
                let _ = fs::remove(path);
            }
        }
    }
}

/// Puts an entry and what belongs to it into its new issue, and takes the entry itself from the old
/// one. Returns where it is now, and the files of the old issue that came along.
fn carry(
    workspace: &Workspace,
    folder: &Path,
    to: IssueId,
    (entry, bytes, file): (&Path, &[u8], &SourceFile),
    copies: &mut Copies,
) -> Result<(PathBuf, Vec<PathBuf>), Error> {
    let target = workspace.issue_folder(to)?.path;
    // What it was before it was replaced, and the originals of that.
    let mut earlier = Vec::new();
    let mut named = named_in(folder, file)?;
    let mut texts = file.text.clone();
    for (path, rest) in known::earlier_of(workspace, folder, entry)? {
        let Some(bytes) = workspace.bytes(&path, ENTRY)? else { continue };
        let file = read::decoded(&workspace.display(&path), &bytes);
        named.extend(named_in(folder, &file)?);
        texts.push_str(&file.text);
        earlier.push((path, rest, bytes));
    }
    named.sort();
    named.dedup();
    let mut along = Vec::new();
    let mut renamed = Vec::new();
    for relative in &named {
        let content = workspace.bytes(&folder.join(relative), u64::MAX - 1)?.unwrap_or_default();
        workspace.contained(&target.join(relative))?;
        let new = free(&target, relative, &content)?;
        if new != *relative && !texts.contains(relative.as_str()) {
            let why = match relative.split('/').find_map(fault) {
                Some(why) => format!("「{relative}」的文件名{why}"),
                None => format!("「{}」里已有别的「{relative}」", workspace.display(&target)),
            };
            let message = format!("{why}；先给这一期的这个文件改名，稿件里的地址一并改，再移动");
            return Err(Error::Usage(message));
        }
        copies.put(&target.join(&new), &content)?;
        if new != *relative {
            renamed.push((relative.as_str(), new));
        }
        along.push(folder.join(relative));
    }
    let Some(written) = with_names(bytes, &renamed) else {
        let shown = workspace.display(entry);
        let message = format!("「{shown}」的编码不规范，请用记事本另存为 UTF-8，再移动");
        return Err(Error::Usage(message));
    };
    let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let new = place(workspace, to, &target, &name, &written)?;
    let stem = new.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    for (path, rest, bytes) in earlier {
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let content = with_names(&bytes, &renamed).unwrap_or(bytes);
        let name = format!("sources/{}{stem}{rest}.{ending}", known::EARLIER);
        copies.put(&target.join(free(&target, &name, &content)?), &content)?;
        along.push(path);
    }
    copies.put(&new, &written)?;
    if fs::read_limited(&new, ENTRY)?.as_ref() != Some(&written) {
        return Err(Error::Edited { path: new });
    }
    match fs::read_limited(entry, ENTRY) {
        Ok(Some(now)) if now == bytes => fs::remove(entry)?,
        _ => return Err(Error::Edited { path: entry.to_owned() }),
    }
    Ok((new, along))
}

/// A text in which files have their new names; `None` where its encoding does not let it be written.
fn with_names(bytes: &[u8], renamed: &[(&str, String)]) -> Option<Vec<u8>> {
    let decoded = read::decoded("", bytes);
    let mut edits: Vec<(std::ops::Range<usize>, &str)> = Vec::new();
    for (old, new) in renamed {
        let places = decoded.text.match_indices(old);
        edits.extend(places.map(|(at, old)| (at..at + old.len(), new.as_str())));
    }
    // `a.png` stands in `a.png.png` too; the longer one is meant.
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    edits.dedup_by(|later, first| later.0.start < first.0.end);
    read::rewritten(bytes, &edits)
}

/// Where an entry stands among those of its new issue, in the order of the roster. One that cannot
/// be read keeps its number.
fn place(
    workspace: &Workspace,
    to: IssueId,
    target: &Path,
    name: &str,
    written: &[u8],
) -> Result<PathBuf, Error> {
    // One that a killed run has put there already.
    for entry in read::issue_files(target)?.entries {
        if fs::read_limited(&entry, ENTRY)?.as_deref() == Some(written) {
            return Ok(entry);
        }
    }
    let as_it_was = target.join(free(target, name, written)?);
    let house = read::House::open(workspace.clone())?;
    let roster = house.roster()?.value.clone().unwrap_or_default();
    let Some(issue) = house.issue(to)?.value else {
        return Ok(as_it_was);
    };
    // One that waits has its place too.
    let file = read::decoded(name, written);
    let Some(entry) = read::read_entry_or_waiting(&file, &issue.columns) else {
        return Ok(as_it_was);
    };
    let name = portable(name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, "md"));
    let number = |c: char| c.is_ascii_digit();
    let slug = stem.trim_start_matches(number).trim_start_matches(['-', '_', ' ', '.', '、']);
    let rank = Rank::of_entry(&entry, slug, &roster);
    Ok(target.join(EntryNumbers::of(&issue, &roster, target)?.name(&rank, ending, 1, target)))
}

/// The files beside an entry that its text names, or sets as pictures, relative to the issue's folder.
fn named_in(folder: &Path, file: &SourceFile) -> Result<Vec<String>, Error> {
    let text = &file.text;
    let mut named = Vec::new();
    for part in BESIDE {
        let dir = folder.join(part);
        if !dir.is_dir() {
            continue;
        }
        for path in fs::list(&dir)?.into_iter().filter(|path| path.is_file()) {
            let relative =
                format!("{part}/{}", path.file_name().unwrap_or_default().to_string_lossy());
            if text.contains(&relative) {
                named.push(relative);
            }
        }
    }
    // `a.png` stands in the name `a.png.png` too; the longer one is meant.
    let shorter: Vec<String> = named.clone();
    named.retain(|name| {
        let longer =
            shorter.iter().filter(|other| *other != name && other.starts_with(name.as_str()));
        let covered: usize = longer.map(|other| text.matches(other.as_str()).count()).sum();
        text.matches(name.as_str()).count() > covered
    });
    named.extend(pictures_of(file).into_iter().filter(|path| folder.join(path).is_file()));
    named.sort();
    named.dedup();
    Ok(named)
}

/// The pictures that an entry sets, wherever in the issue's folder they lie and however their
/// addresses are written.
fn pictures_of(file: &SourceFile) -> Vec<String> {
    let entry = read::read_entry_or_waiting(file, &[]);
    // What is no entry yet may become one.
    let body = entry.map_or_else(|| Text::unplaced(&file.text), |entry| entry.body.text().clone());
    markdown::to_typst(&body, "move", false).pictures.into_iter().map(|it| it.path).collect()
}

fn is_named_by_others(workspace: &Workspace, folder: &Path, relative: &str) -> Result<bool, Error> {
    let entries = read::issue_files(folder)?.entries;
    let copies = known::earlier_in(workspace, folder)?;
    for entry in entries.into_iter().chain(copies) {
        // Of one that cannot be read nobody knows what it names.
        let Some(bytes) = workspace.bytes(&entry, ENTRY)? else { return Ok(true) };
        let Ok(file) = read::decode(workspace.display(&entry), &bytes) else { return Ok(true) };
        if file.text.contains(relative) || pictures_of(&file).iter().any(|path| path == relative) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A name in a folder that every system bears and nothing has, or a file of this very content.
fn free(target: &Path, relative: &str, content: &[u8]) -> Result<String, Error> {
    let relative = portable(relative);
    let (stem, ending) = relative.rsplit_once('.').unwrap_or((&relative, ""));
    let mut count = 1;
    loop {
        let name = match count {
            1 => relative.clone(),
            _ => format!("{stem}-{count}.{ending}"),
        };
        let path: PathBuf = target.join(&name);
        // Of another size it is another one: what is larger is not read for nothing.
        let is_as_long = std::fs::metadata(&path)
            .is_ok_and(|data| data.is_file() && data.len() == content.len() as u64);
        let same = is_as_long
            && fs::read_limited(&path, content.len() as u64)?.as_deref() == Some(content);
        if same || is_free(&path) {
            return Ok(name);
        }
        count += 1;
    }
}
