//! PDFs that were issued, where they lie: those in force, and those that were replaced or taken back.
//!
//! Writes nothing.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use crate::diagnostic::{Diagnostic, code};
use crate::error::Error;
use crate::model::{Digest, Issue, IssueId, Ledger, Loss, Mark, Publication};
use crate::workspace::{LEDGER_FILE, Workspace, fs};

/// What stands in the place of an issued PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// The PDF that was issued.
    Whole,
    /// Nothing.
    Missing,
    /// Something else.
    Altered,
}

/// A name for a PDF that is in force no more, which must not be another one's.
pub struct KeptName {
    path: PathBuf,
    /// 第1版, 撤回.
    what: String,
}

/// Where such a PDF goes.
pub enum KeptPath {
    /// It is there already.
    There(PathBuf),
    /// There is nothing yet.
    Free(PathBuf),
}

/// A name beside an issued file: `2018-028-第1版.ofd`, the second such `2018-028-第1版-2.ofd`.
pub fn beside(path: &Path, what: &str, count: u32) -> PathBuf {
    let part = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (part(path.file_stem()), part(path.extension()));
    numbered(&path.with_file_name(format!("{stem}-{what}.{ending}")), count)
}

/// The name that a file gets where the same one was taken by `count` less one: `2018-028-第1版-2.ofd`.
fn numbered(path: &Path, count: u32) -> PathBuf {
    if count == 1 {
        return path.to_owned();
    }
    let part = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{}-{count}.{}", part(path.file_stem()), part(path.extension())))
}

impl KeptName {
    /// Of an edition that is replaced: `2018-028-第1版.pdf`.
    pub fn of(path: &Path, edition: u32) -> Self {
        Self { path: path.to_owned(), what: format!("第{edition}版") }
    }

    /// Of one that is taken back: `2018-028-撤回.pdf`.
    pub fn withdrawn(path: &Path) -> Self {
        Self { path: path.to_owned(), what: "撤回".to_owned() }
    }

    /// The first name that is free, or under which the PDF lies already. A number that was taken back
    /// has several PDFs of an edition: `2018-028-第1版-2.pdf`.
    ///
    /// # Errors
    /// [`Error::Read`] when one of that name cannot be read.
    pub fn find(
        &self,
        workspace: &Workspace,
        ledger: &Ledger,
        publication: &Publication,
    ) -> Result<KeptPath, Error> {
        let mut count = 1;
        loop {
            let path = beside(&self.path, &self.what, count);
            let shown = workspace.display(&path);
            // One that is gone keeps its name: it may come back from a backup.
            let is_others = ledger
                .kept()
                .any(|(other, kept)| kept == shown && other.pdf.sha256 != publication.pdf.sha256);
            if !is_others {
                if path.symlink_metadata().is_err() {
                    return Ok(KeptPath::Free(path));
                }
                if fs::stamp(&path)?.is_some() && fs::sha256_of(&path)? == publication.pdf.sha256 {
                    return Ok(KeptPath::There(path));
                }
            }
            count += 1;
        }
    }
}

/// What is wrong with the PDFs of some issues that are in force no more: one is gone or altered. One
/// that is known to be lost is a reminder only.
///
/// # Errors
/// [`Error::Read`] when one cannot be read.
pub fn kept(
    workspace: &Workspace,
    ledger: &Ledger,
    wanted: impl Fn(IssueId) -> bool,
) -> Result<Vec<Diagnostic>, Error> {
    let mut found = Vec::new();
    for (publication, path) in ledger.kept().filter(|(publication, _)| wanted(publication.id)) {
        // What was issued beside it, and may have been sealed since: whether it is there is all that is
        // known of it here.
        for other in &publication.others {
            let ending = Path::new(&other.path).extension().unwrap_or_default();
            let beside = workspace.root().join(path).with_extension(ending);
            // Where somebody else's file had its name, it has a number behind it.
            if !(1..=MOST_NAMES).any(|count| numbered(&beside, count).exists()) {
                let shown = workspace.display(&beside);
                let edition = edition_of(ledger, publication);
                let message = format!("「{}」{edition}的「{shown}」不见了", publication.id);
                let finding = Diagnostic::warning(code::LEDGER, message);
                found.push(finding.help("从备份中取回，放回原处"));
            }
        }
        let Publication { id, pdf, .. } = publication;
        let what = format!("「{id}」{}的 PDF「{path}」", edition_of(ledger, publication));
        let (message, help) = match stored_at(workspace, *id, path, &pdf.sha256)? {
            Stored::Whole => continue,
            Stored::Missing => {
                if let Some(loss) = ledger.lost(path, &pdf.sha256) {
                    let message = format!("{what}{}", told(loss));
                    found.push(Diagnostic::warning(code::LEDGER, message));
                    continue;
                }
                let help = format!(
                    "从备份中取回；确已遗失的，登记下来：jianbao register lost {path} --reason \"原因\""
                );
                (format!("{what}不见了"), help)
            }
            Stored::Altered => (
                format!("{what}与登记的不符，可能被人改过"),
                "把它移到别处，从备份中取回原件".to_owned(),
            ),
        };
        found.push(Diagnostic::error(code::LEDGER, message).help(help));
    }
    Ok(found)
}

/// Under so many names a file beside a PDF is looked for.
const MOST_NAMES: u32 = 9;

/// An edition as messages name it; after its number was taken back there are several 第 1 版, which
/// their days tell apart.
pub(super) fn edition_of(ledger: &Ledger, publication: &Publication) -> String {
    let Publication { id, edition, turn, recorded, withdrawn, .. } = publication;
    if !ledger.has_turns(*id) {
        return format!("第 {edition} 版");
    }
    let day = |time: &DateTime<FixedOffset>| time.format("%Y-%m-%d").to_string();
    let again = if *turn > 1 { format!("第 {turn} 次印发，") } else { String::new() };
    let back = withdrawn.as_ref().map(|it| format!("，{} 撤回", day(&it.recorded)));
    format!("第 {edition} 版（{again}{} 登记{}）", day(recorded), back.unwrap_or_default())
}

/// Whether the files of an issue are not those that were issued: one changed, went or came.
///
/// # Errors
/// [`Error::Read`] when one cannot be read.
pub fn changed_since(
    workspace: &Workspace,
    issue: &Issue,
    publication: &Publication,
) -> Result<bool, Error> {
    let folder = workspace.issue_folder(issue.id)?.shown;
    let recorded = |file: &str| {
        let path = format!("{folder}/{file}");
        publication.sources.iter().any(|source| source.path == path)
    };
    if !issue.entries.iter().all(|entry| recorded(&entry.file)) {
        return Ok(true);
    }
    for source in &publication.sources {
        let path = workspace.root().join(&source.path);
        if fs::stamp(&path)?.is_none() || fs::sha256_of(&path)? != source.sha256 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What stands in the place of an issued PDF.
///
/// # Errors
/// [`Error::Read`] when it cannot be read; [`Error::Selection`] when the register, which anybody can
/// edit, names a place out of the workspace.
pub fn stored(workspace: &Workspace, publication: &Publication) -> Result<Stored, Error> {
    let Publication { id, pdf, .. } = publication;
    stored_at(workspace, *id, &pdf.path, &pdf.sha256)
}

/// What stands in the place of a file that was issued beside a PDF.
///
/// # Errors
/// As [`stored`].
pub fn stored_other(
    workspace: &Workspace,
    publication: &Publication,
    other: &Digest,
) -> Result<Stored, Error> {
    stored_at(workspace, publication.id, &other.path, &other.sha256)
}

pub(super) fn stored_at(
    workspace: &Workspace,
    id: IssueId,
    path: &str,
    sha256: &str,
) -> Result<Stored, Error> {
    if !fs::is_below(path) {
        return Err(Error::Selection {
            problem: format!("{LEDGER_FILE} 里「{id}」的 PDF「{path}」不在工作区里"),
            remedy: "登记可能被人改过，从备份中取回 ledger.yaml".to_owned(),
        });
    }
    let path = workspace.root().join(path);
    Ok(match fs::stamp(&path)? {
        None => Stored::Missing,
        Some(_) if fs::sha256_of(&path)? == sha256 => Stored::Whole,
        Some(_) => Stored::Altered,
    })
}

/// That a PDF is known to be lost, in words.
pub fn told(loss: &Loss) -> String {
    format!("已于 {} 登记遗失（{}）", loss.recorded.format("%Y-%m-%d"), loss.reason)
}

/// What an issued PDF says of itself.
pub fn mark(publication: &Publication, turn: u32, edition: u32) -> Mark {
    let lines: String = publication
        .sources
        .iter()
        .map(|file| format!("{}  {}\n", file.sha256, file.path))
        .collect();
    Mark { id: publication.id, edition, turn, sources: fs::sha256(lines.as_bytes()) }
}

/// What the PDF of an entry of the register says of itself.
pub fn issued_mark(publication: &Publication) -> Mark {
    mark(publication, publication.turn, publication.edition)
}
