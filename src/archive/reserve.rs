//! 取号: the next number of a series, its folder made whole and by nobody else.
//!
//! Decides the number; asks no clock: the date is its caller's.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::{IssueId, IssueNumber, Ledger};
use crate::read::{House, Numbering};
use crate::workspace::fs::{list, read_limited, rename, write_atomic};
use crate::workspace::{Folder, ISSUE_FILE, Workspace};

use super::draft::issue_yaml;
use super::evidence;
use super::lock::lock;
use super::shelf::{self, Volume};

/// The highest number there can be.
const MOST: u32 = 999_999;
/// How often another number is tried when somebody else was quicker; locks make that rare.
const TRIES: usize = 100;
/// What the name of an unfinished folder begins with; a dot keeps it from being an issue.
const UNFINISHED: &str = ".jianbao-new-";

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// 印发日期; its year is the folder's.
    pub date: NaiveDate,
    /// Whether it is a 增刊, which has a series of its own.
    pub supplement: bool,
    /// The number that it has to be; where another is next, none is taken.
    pub only: Option<IssueNumber>,
    /// Whether [`Order::only`] may be any number where the series has none yet: what came before it
    /// was printed elsewhere.
    pub begins: bool,
}

/// A number that is taken now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// Year and number.
    pub id: IssueId,
    /// 总期号, where the series counts it.
    pub total: Option<u32>,
    /// The new folder, with an `issue.yaml` in it.
    pub dir: PathBuf,
}

/// Takes the next number and makes its folder. Numbers of all folders, with or without
/// `issue.yaml`, and of the register count as taken. No value where `jianbao.yaml` or the
/// register have errors, for the number could then not be trusted; nor where it is not the only one
/// that was asked for.
///
/// Nothing half made is ever seen: the folder appears with its file in it, or not at all.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`] when the disk does not do as asked.
pub fn reserve(house: &House, order: &Order) -> Result<Checked<Reserved>, Error> {
    let workspace = &house.workspace;
    let lock = lock(workspace)?;
    let Checked { value, mut diagnostics } = evidence::both(house)?;
    let Some((settings, ledger)) = value else { return Ok(Checked { value: None, diagnostics }) };
    let Some(year) = u16::try_from(order.date.year()).ok().filter(|year| *year <= 9999) else {
        let message = format!("日期 {} 的年份不对", order.date);
        let help = "年份是四位数字，例如 2018-11-27";
        diagnostics.push(Diagnostic::error(code::WRONG_DATE, message).help(help));
        return Ok(Checked { value: None, diagnostics });
    };
    if let Some(full) = evidence::full(house)? {
        diagnostics.push(full);
        return Ok(Checked { value: None, diagnostics });
    }
    let year_dir = workspace.root().join(format!("{year:04}"));
    if lock.held {
        remove_unfinished(&year_dir);
    }
    let printed = printed(workspace, &ledger);
    let run = Run { year, numbering: settings.numbering, ledger, printed };
    let taken = take(workspace, order, &run)?;
    diagnostics.extend(taken.diagnostics);
    Ok(Checked { value: taken.value, diagnostics })
}

/// The number that would be taken; nothing is taken. `None` when the settings or the register
/// cannot be read.
///
/// # Errors
/// [`Error::Read`] when a file or folder cannot be read.
pub fn peek(house: &House, order: &Order) -> Result<Option<IssueId>, Error> {
    let workspace = &house.workspace;
    let register = evidence::ledger(workspace)?;
    let register = register.sound();
    let year = u16::try_from(order.date.year()).ok();
    let (Some(settings), Some(ledger), Some(year)) = (&house.settings.value, register, year) else {
        return Ok(None);
    };
    let printed = printed(workspace, &ledger);
    let run = Run { year, numbering: settings.numbering, ledger, printed };
    Ok(next(&shelf::volumes(workspace)?, order, &run).map(|next| next.id))
}

/// Whether a series has no number yet, so that it may begin with any. A first issue that is still as it
/// was made does not count: it gives way to the one that is wanted.
///
/// # Errors
/// [`Error::Read`] when a file or folder cannot be read.
pub fn is_open(workspace: &Workspace, supplement: bool) -> Result<bool, Error> {
    let register = evidence::ledger(workspace)?;
    let Some(ledger) = register.sound() else { return Ok(false) };
    let volumes = shelf::volumes(workspace)?;
    Ok(beginning(&volumes, &ledger, &printed(workspace, &ledger), supplement)?.is_some())
}

/// Where a series has no number yet, its only volume, which nobody has touched, if there is one;
/// `None` where it has begun.
fn beginning<'v>(
    volumes: &'v [Volume],
    ledger: &Ledger,
    printed: &[IssueId],
    supplement: bool,
) -> Result<Option<Option<&'v Volume>>, Error> {
    let of_series = |id: IssueId| id.number.is_supplement() == supplement;
    let others = ledger.publications.iter().map(|publication| publication.id);
    if others.chain(printed.iter().copied()).any(of_series) {
        return Ok(None);
    }
    let own: Vec<&Volume> = volumes.iter().filter(|volume| of_series(volume.folder.id)).collect();
    match own[..] {
        [] => Ok(Some(None)),
        // Any other number was somebody's choice.
        [only] if only.folder.id.number.value() == 1 && is_untouched(only)? => Ok(Some(Some(only))),
        _ => Ok(None),
    }
}

/// Whether an issue's folder holds what was written when it was made, and nothing else.
fn is_untouched(volume: &Volume) -> Result<bool, Error> {
    let Some(date) = volume.heading.as_ref().and_then(|heading| heading.date.as_ref()) else {
        return Ok(false);
    };
    let file = volume.folder.dir.join(ISSUE_FILE);
    if volume.folder.dir.is_symlink() || list(&volume.folder.dir)? != [file.clone()] {
        return Ok(false);
    }
    let made = issue_yaml(volume.folder.id.number, date.value, volume.total());
    Ok(read_limited(&file, made.len() as u64)?.is_some_and(|text| text == made.as_bytes()))
}

/// What decides the number, besides the folders.
struct Run {
    year: u16,
    numbering: Numbering,
    ledger: Ledger,
    /// The issues whose PDFs are there.
    printed: Vec<IssueId>,
}

/// The issues whose PDFs are in their places: their numbers are not given again, whatever became of
/// their folders. What was taken back is not in force.
fn printed(workspace: &Workspace, ledger: &Ledger) -> Vec<IssueId> {
    let ids = evidence::printed(workspace).into_iter().map(|(id, _)| id);
    ids.filter(|id| ledger.withdrawn(*id).is_none()).collect()
}

/// Takes the next number; right without a lock too, only slower.
fn take(workspace: &Workspace, order: &Order, run: &Run) -> Result<Checked<Reserved>, Error> {
    let year_dir = workspace.root().join(format!("{:04}", run.year));
    for _ in 0..TRIES {
        let mut volumes = shelf::volumes(workspace)?;
        // The number that somebody begins with takes the place of the one made for the time being.
        let begins = order.begins && order.only.is_some();
        let first = match begins {
            true => beginning(&volumes, &run.ledger, &run.printed, order.supplement)?,
            false => None,
        };
        let gives_way = first.flatten().map(|volume| volume.folder.dir.clone());
        if let Some(dir) = &gives_way {
            volumes.retain(|volume| volume.folder.dir != *dir);
        }
        let Some(next) = next(&volumes, order, run) else {
            let message = format!("期号已到 {MOST}，没有更大的了");
            let help = "核对是否有文件夹的名称多写了数字；或在 jianbao.yaml 里写「编号方式: 按年」";
            let found = Diagnostic::error(code::WRONG_NUMBER, message).help(help);
            return Ok(Checked { value: None, diagnostics: vec![found] });
        };
        if order.only.is_some_and(|only| only != next.id.number) {
            return Ok(Checked { value: None, diagnostics: Vec::new() });
        }
        let dir = year_dir.join(&next.name);
        let text = issue_yaml(next.id.number, order.date, next.total);
        let fill = |dir: &Path| write_atomic(&dir.join(ISSUE_FILE), text.as_bytes()).map(drop);
        if !make(&year_dir, &dir, &fill)? {
            continue;
        }
        // Where locks do not work, somebody may have taken the number in another year or as `29`
        // beside `029` meanwhile. Both then give way, and neither keeps a number that is doubled.
        if is_doubled(workspace, next.id, run.numbering)? {
            withdraw(&dir)?;
            continue;
        }
        if let Some(old) = &gives_way {
            withdraw(old)?;
            // Only while it is empty.
            let _ = old.parent().map(fs::remove_dir);
        }
        let told = backwards(&volumes, next.id, order.date, run.numbering)
            .into_iter()
            .chain(passed_over(workspace, &volumes, next.id, run));
        let value = Some(Reserved { id: next.id, total: next.total, dir });
        return Ok(Checked { value, diagnostics: told.collect() });
    }
    let source = io::ErrorKind::ResourceBusy.into();
    Err(Error::Write { path: year_dir, source })
}

struct Next {
    id: IssueId,
    total: Option<u32>,
    /// Of the folder.
    name: String,
}

/// The number after all that are taken; `None` past the last one.
fn next(volumes: &[Volume], order: &Order, run: &Run) -> Option<Next> {
    let Run { year, numbering, ledger, printed } = run;
    let of_series = |id: &IssueId| id.number.is_supplement() == order.supplement;
    let counts =
        |id: &IssueId| of_series(id) && (*numbering == Numbering::Continuous || id.year == *year);
    let folders = volumes.iter().map(|volume| volume.folder.id);
    let taken: Vec<IssueId> =
        folders.chain(ledger.in_force()).chain(printed.iter().copied()).collect();
    let last = taken.iter().filter(|id| counts(id)).map(|id| id.number.last()).max();
    let has_begun = taken.iter().any(of_series);
    let first = order.only.filter(|_| order.begins && !has_begun);
    let number = first.map_or(last.unwrap_or(0) + 1, IssueNumber::value);
    if number > MOST {
        return None;
    }
    let number = match order.supplement {
        true => IssueNumber::Supplement(number),
        false => IssueNumber::Regular(number),
    };
    let name = folder_name(volumes.iter().map(|volume| &volume.folder), number);
    Some(Next {
        id: IssueId { year: *year, number },
        total: total(volumes, ledger, order.supplement),
        name,
    })
}

/// What the folder of a number is called: as wide as the newest name of its series, 028 → 029,
/// 增刊1 → 增刊2.
pub(super) fn folder_name<'f>(
    folders: impl DoubleEndedIterator<Item = &'f Folder>,
    number: IssueNumber,
) -> String {
    let (prefix, least) = if number.is_supplement() { ("增刊", 1) } else { ("", 3) };
    let newest =
        folders.rev().find(|folder| folder.id.number.is_supplement() == number.is_supplement());
    // A 合刊 has two numbers in its name, of one width.
    let first = |name: &str| name.split(['-', '—', '–']).next().unwrap_or_default().len();
    let width = newest.map_or(least, |folder| first(folder.name.trim_start_matches("增刊")));
    match number {
        IssueNumber::Joint(first, last) => format!("{first:0width$}-{last:0width$}"),
        number => format!("{prefix}{:0width$}", number.value()),
    }
}

/// The next 总期号, if the newest issue of the series has one.
pub(super) fn total(volumes: &[Volume], ledger: &Ledger, supplement: bool) -> Option<u32> {
    let newest = volumes.iter().rev().find(|volume| {
        volume.heading.is_some() && volume.folder.id.number.is_supplement() == supplement
    })?;
    newest.total()?;
    let issued = ledger.publications.iter().filter_map(|publication| publication.total);
    let last = volumes.iter().filter_map(Volume::total).chain(issued).max()?;
    Some(last + 1).filter(|total| *total <= MOST)
}

/// Makes a folder with what `fill` puts into it, unless something of that name is there already.
pub(super) fn make(
    year_dir: &Path,
    dir: &Path,
    fill: &dyn Fn(&Path) -> Result<(), Error>,
) -> Result<bool, Error> {
    let new_year = !year_dir.exists();
    let make = || -> Result<bool, Error> {
        let failed = |source| Error::Write { path: dir.to_owned(), source };
        fs::create_dir_all(year_dir).map_err(failed)?;
        let unfinished =
            tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(year_dir).map_err(failed)?;
        // The unfinished folder is nobody's concern: what could not be made is the issue's.
        fill(unfinished.path()).map_err(|error| match error {
            Error::Write { source, .. } => failed(source),
            other => other,
        })?;
        // An empty folder would be replaced, but its number is taken.
        if dir.symlink_metadata().is_ok() {
            return Ok(false);
        }
        match rename(unfinished.path(), dir) {
            Ok(()) => {
                // It is no longer where it would be cleared away.
                let _ = unfinished.keep();
                Ok(true)
            }
            Err(_) if dir.symlink_metadata().is_ok() => Ok(false),
            Err(source) => Err(failed(source)),
        }
    };
    let made = make();
    if new_year && !matches!(made, Ok(true)) {
        // Only while it is empty.
        let _ = fs::remove_dir(year_dir);
    }
    made
}

/// Whether another folder bears the number too.
pub(super) fn is_doubled(
    workspace: &Workspace,
    id: IssueId,
    numbering: Numbering,
) -> Result<bool, Error> {
    let same = workspace.numbered()?.into_iter().filter(|folder| {
        folder.id.number.meets(id.number)
            && (numbering == Numbering::Continuous || folder.id.year == id.year)
    });
    Ok(same.count() > 1)
}

/// Takes back a folder that was made just now: out of sight first, so that it is never seen half gone.
pub(super) fn withdraw(dir: &Path) -> Result<(), Error> {
    let take = || {
        // Of a name of its own: somebody may be taking back the same number.
        let year_dir = dir.parent().unwrap_or(dir);
        let hidden = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(year_dir)?;
        rename(dir, &hidden.path().join("withdrawn"))?;
        // What stays of it is in nobody's way.
        let _ = hidden.close();
        Ok(())
    };
    take().map_err(|source| Error::Write { path: dir.to_owned(), source })
}

/// Clears away what processes left that were ended in between. Nobody else is at it while the lock is held.
pub(super) fn remove_unfinished(year_dir: &Path) {
    let Ok(entries) = fs::read_dir(year_dir) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        if name.starts_with(UNFINISHED) && path.is_dir() {
            // It is in nobody's way if it stays.
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// A warning where the number before is there only as a PDF: it was not given again.
fn passed_over(
    workspace: &Workspace,
    volumes: &[Volume],
    id: IssueId,
    run: &Run,
) -> Option<Diagnostic> {
    let is_before = |other: &IssueId| {
        other.number.is_supplement() == id.number.is_supplement()
            && other.number.last() + 1 == id.number.value()
            && (run.numbering == Numbering::Continuous || other.year == id.year)
    };
    let before = run.printed.iter().find(|other| is_before(other))?;
    let has_folder = volumes.iter().any(|volume| volume.folder.id == *before);
    (!has_folder && run.ledger.current(*before).is_none()).then(|| {
        let pdf = workspace.default_out().join(format!("{}.pdf", before.file_stem()));
        let message = format!(
            "「{before}」没有文件夹，但有它的 PDF「{}」，这个期号没有再给",
            workspace.display(&pdf)
        );
        let help =
            "印发过的，从备份取回它的文件夹；没有印发过的，删去这个 PDF 和刚建的文件夹，再取号";
        Diagnostic::warning(code::NUMBER_GAP, message).help(help)
    })
}

/// A warning where the date lies before that of the issue before it in the series.
fn backwards(
    volumes: &[Volume],
    id: IssueId,
    date: NaiveDate,
    numbering: Numbering,
) -> Option<Diagnostic> {
    let mut of_series = volumes.iter().filter(|volume| {
        volume.heading.is_some()
            && volume.folder.id.number.is_supplement() == id.number.is_supplement()
    });
    let before = match numbering {
        Numbering::Continuous => of_series.max_by_key(|volume| volume.folder.id.number),
        Numbering::Yearly => of_series.rfind(|volume| volume.folder.id < id),
    }?;
    let last = before.heading.as_ref()?.date.as_ref()?;
    (date < last.value).then(|| {
        let message =
            format!("「{id}」的日期 {date} 早于前一期「{}」的 {}", before.folder.id, last.value);
        Diagnostic::warning(code::DATE_BACKWARDS, message)
            .at(last.span.clone())
            .help(format!("请核对；要改日期，改「{id}」的 {ISSUE_FILE}"))
    })
}

#[cfg(test)]
mod tests;
