//! What tells that the register is not whole: how many entries it had, and the PDFs in `out/` that say
//! of themselves that they were issued.
//!
//! Writes nothing into the register.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::count::{counted, remedy, shrunk};
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::{IssueId, Ledger, Limit, Mark};
use crate::pdf;
use crate::read::{House, LedgerFile, Settings};
use crate::workspace::{LEDGER_FILE, Workspace, fs};

/// Name of the file in `.jianbao/` with the digests of PDFs that are put in their places before they
/// are entered, a line each: a run that is ended in between leaves them there.
const ISSUING: &str = "issuing";
/// Larger than such a file is, in bytes.
const MAX_ISSUING: u64 = 1024 * 1024;
/// How often the register is read once more, because somebody was writing into it.
const LOOKS: usize = 3;

/// An issued PDF, by what it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub mark: Mark,
}

/// Reads the register as [`LedgerFile::read`] does, and adds an error where entries are missing: then
/// nobody knows what was issued.
///
/// # Errors
/// [`Error::Read`] when `ledger.yaml` cannot be read.
pub fn register(workspace: &Workspace) -> Result<Checked<LedgerFile>, Error> {
    let mut read = LedgerFile::read(workspace)?;
    for _ in 0..LOOKS {
        let missing = match &read.value {
            Some(file) if !read.has_errors() => missing(workspace, &file.ledger),
            _ => None,
        };
        let Some(missing) = missing else { return Ok(read) };
        // Somebody may have entered it since it was read.
        let again = read.value.as_ref().map(|file| file.read_again(workspace)).transpose()?;
        match again.flatten() {
            Some(again) => read = again,
            None => {
                read.diagnostics.push(missing);
                return Ok(read);
            }
        }
    }
    Ok(read)
}

/// What the register says, with an error where entries are missing.
///
/// # Errors
/// [`Error::Read`] when `ledger.yaml` cannot be read.
pub fn ledger(workspace: &Workspace) -> Result<Checked<Ledger>, Error> {
    let Checked { value, diagnostics } = register(workspace)?;
    Ok(Checked { value: value.map(|file| file.ledger), diagnostics })
}

/// The register for those who cannot go on where it is not whole.
///
/// # Errors
/// [`Error::Selection`] with the first thing that is wrong with it; [`Error::Read`].
pub fn sound_ledger(workspace: &Workspace) -> Result<Ledger, Error> {
    let read = ledger(workspace)?;
    let wrong = read.diagnostics.into_iter().find(Diagnostic::is_error);
    match (wrong, read.value) {
        (None, Some(ledger)) => Ok(ledger),
        (None, None) => Ok(Ledger::default()),
        (Some(wrong), _) => {
            let place = wrong.span.as_ref().map(|span| {
                let (line, _) = span.line_column();
                format!("（{LEDGER_FILE} 第 {line} 行）")
            });
            Err(Error::Selection {
                problem: format!(
                    "印发登记有错误，不知道哪些已经印发：{}{}",
                    wrong.message,
                    place.unwrap_or_default()
                ),
                remedy: wrong.help.unwrap_or_else(|| remedy(&Ledger::default()).to_owned()),
            })
        }
    }
}

/// The settings and the register, where neither has errors; and what was found in both.
pub(super) fn both(house: &House) -> Result<Checked<(&Settings, Ledger)>, Error> {
    let register = ledger(&house.workspace)?;
    let value = house.settings.value.as_ref().zip(register.value);
    let diagnostics = [house.settings.diagnostics.clone(), register.diagnostics].concat();
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    Ok(Checked { value: value.filter(|_| sound), diagnostics })
}

/// An error where a house has as many issues as it may have.
pub(super) fn full(house: &House) -> Result<Option<Diagnostic>, Error> {
    let (have, most) = (house.workspace.issues()?.len(), house.limits().issues);
    let message = format!("工作区里已有 {have} 期，不能超过 {most} 期");
    let help = format!("把往年的各期移到另一个工作区；{}", Limit::ISSUES.remedy(most));
    let found = Diagnostic::error(code::TOO_MANY, message).help(help);
    Ok(Some(found).filter(|_| u32::try_from(have).is_ok_and(|have| have >= most)))
}

fn missing(workspace: &Workspace, ledger: &Ledger) -> Option<Diagnostic> {
    shrunk(workspace, ledger).or_else(|| unentered(workspace, ledger))
}

/// An error where PDFs in `out/` were issued and are not in the register.
fn unentered(workspace: &Workspace, ledger: &Ledger) -> Option<Diagnostic> {
    const MOST: usize = 5;
    let in_force: BTreeMap<IssueId, (u32, u32)> = ledger
        .in_force()
        .filter_map(|id| ledger.current(id).map(|it| (id, (it.turn, it.edition))))
        .collect();
    let is_counted = counted(workspace).is_some();
    let mut found = Vec::new();
    let mut issuing = None;
    for (id, path) in printed(workspace) {
        // Of an issue that is in force a later edition may be missing. Where the entries were counted
        // it is not: a run was killed before it entered this one.
        let in_force = in_force.get(&id);
        if is_counted && in_force.is_some() {
            continue;
        }
        // One that cannot be read says nothing; whoever writes there tells.
        let mark = mark(&path).ok().flatten();
        let Some(mark) = mark.filter(|mark| mark.id == id) else { continue };
        // Issued once more after it was taken back, its editions count from 1 again.
        if in_force.is_some_and(|known| (mark.turn, mark.edition) <= *known) {
            continue;
        }
        let Ok(sha256) = fs::sha256_of(&path) else { continue };
        let is_known = ledger.publications.iter().any(|it| it.pdf.sha256 == sha256);
        let issuing = issuing.get_or_insert_with(|| issuing_now(workspace));
        if !is_known && !issuing.contains(&sha256) {
            found.push((mark, path));
        }
    }
    let Some((first, path)) = found.first() else {
        return untaken(workspace, ledger).filter(|_| !is_counted);
    };
    let message = match found.len() {
        1 => format!(
            "「{}」印发过（第 {} 版，{}），「{LEDGER_FILE}」里却没有登记",
            first.id,
            first.edition,
            workspace.display(path)
        ),
        count => {
            let ids: Vec<String> =
                found.iter().take(MOST).map(|(mark, _)| mark.id.to_string()).collect();
            let more = if count > MOST { "等" } else { "" };
            format!(
                "「{LEDGER_FILE}」里少了 {count} 期的登记：{}{more}，out 里有它们印发的 PDF",
                ids.join("、")
            )
        }
    };
    let help = format!("{}；没有发出去的，把它的 PDF 移到别处", remedy(ledger));
    Some(Diagnostic::error(code::LEDGER, message).help(help))
}

/// An error where a PDF that was taken back lies in `out/`, nothing lies in the place that it had, and
/// the register has it in force: the entry of its withdrawal is gone.
fn untaken(workspace: &Workspace, ledger: &Ledger) -> Option<Diagnostic> {
    let taken = |path: &Path| {
        let stem = path.file_name()?.to_str()?.strip_suffix(".pdf")?;
        let (name, _) = stem.split_once("-撤回")?;
        issue_of(&path.with_file_name(format!("{name}.pdf")))
    };
    let paths = fs::list(&workspace.default_out()).unwrap_or_default();
    let (id, path) = paths.iter().find_map(|path| {
        let id = taken(path)?;
        let current = ledger.current(id)?;
        let is_gone = !workspace.root().join(&current.pdf.path).exists();
        let is_it = || fs::sha256_of(path).is_ok_and(|sha256| sha256 == current.pdf.sha256);
        (is_gone && is_it()).then_some((id, path))
    })?;
    let message =
        format!("「{id}」撤回过（{}），「{LEDGER_FILE}」里却没有登记撤回", workspace.display(path));
    let help = format!("{}；没有撤回的，把这个 PDF 移到别处", remedy(ledger));
    Some(Diagnostic::error(code::LEDGER, message).help(help))
}

/// The PDFs in the folder for them that have the name of an issue, in the order of their names;
/// none where it cannot be listed.
pub fn printed(workspace: &Workspace) -> Vec<(IssueId, PathBuf)> {
    let paths = fs::list(&workspace.default_out()).unwrap_or_default();
    paths.into_iter().filter_map(|path| Some((issue_of(&path)?, path))).collect()
}

/// `2018-028.pdf` → 2018/28.
fn issue_of(path: &Path) -> Option<IssueId> {
    let stem = path.file_name()?.to_str()?.strip_suffix(".pdf")?;
    let (year, number) = stem.split_once('-')?;
    let id = IssueId { year: year.parse().ok()?, number: number.parse().ok()? };
    (id.file_stem() == stem).then_some(id)
}

/// What a PDF says of itself; `None` for one that was not issued, or by an older program.
fn mark(path: &Path) -> Result<Option<Mark>, Error> {
    // Mostly the last bytes are enough, and there may be thousands of them on a slow disk.
    let mut said = pdf::stated(&fs::tail(path, pdf::SHORT_TAIL)?);
    if said.pages.is_none() {
        said = pdf::stated(&fs::tail(path, pdf::TAIL)?);
    }
    Ok(said.description.and_then(|description| description.parse().ok()))
}

/// Every PDF in the folder for them that was issued, in the order of their names.
///
/// # Errors
/// [`Error::Read`] when the folder cannot be listed or one of them not be read.
pub fn marked(workspace: &Workspace) -> Result<Vec<Marked>, Error> {
    let mut found = Vec::new();
    for path in fs::list(&workspace.default_out())? {
        let is_pdf = path.extension().is_some_and(|ending| ending == "pdf");
        if is_pdf
            && fs::stamp(&path)?.is_some()
            && let Some(mark) = mark(&path)?
        {
            found.push(Marked { path, mark });
        }
    }
    Ok(found)
}

/// The digests of PDFs that a run put in their places, or was about to, without entering them.
fn issuing_now(workspace: &Workspace) -> BTreeSet<String> {
    let path = workspace.cache_dir().join(ISSUING);
    let text = workspace.bytes(&path, MAX_ISSUING).ok().flatten().unwrap_or_default();
    String::from_utf8_lossy(&text).lines().map(str::to_owned).collect()
}

/// Notes that a PDF is being put in its place; once it is entered, [`issued`] is called.
///
/// # Errors
/// [`Error::Write`] when that cannot be written.
pub fn issuing(workspace: &Workspace, sha256: &str) -> Result<(), Error> {
    let mut all = issuing_now(workspace);
    match all.insert(sha256.to_owned()) {
        true => note(workspace, &all),
        false => Ok(()),
    }
}

/// Notes that a PDF is entered.
pub fn issued(workspace: &Workspace, sha256: &str) {
    let mut all = issuing_now(workspace);
    if all.remove(sha256) {
        // What stays there is known to be entered: it is in nobody's way.
        let _ = note(workspace, &all);
    }
}

fn note(workspace: &Workspace, all: &BTreeSet<String>) -> Result<(), Error> {
    let path = workspace.cache_dir().join(ISSUING);
    if all.is_empty() {
        return fs::remove(&path);
    }
    let lines: String = all.iter().map(|sha256| format!("{sha256}\n")).collect();
    fs::write_atomic(&path, lines.as_bytes()).map(drop)
}
