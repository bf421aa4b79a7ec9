//! A PDF that carries its own sources → the workspace it was made from.
//!
//! The PDF may come from anywhere and its names say nothing until they are looked at: all is
//! checked before anything is written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::model::{Digest, IssueId};
use crate::pdf::{Attachment, Pdf};
use crate::read;
use crate::workspace::{ISSUE_FILE, PROVENANCE_FILE, SETTINGS_FILE, fs, is_portable};

/// Larger files than this are not ours.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// What was taken out of a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted {
    /// The new workspace.
    pub folder: PathBuf,
    /// Its files, with `/` between the parts of their paths, in the order of the PDF.
    pub files: Vec<String>,
    /// Its issues.
    pub issues: Vec<IssueId>,
    /// Font files the PDF was set with that are neither in the program nor among the files: a
    /// licensed font cannot be passed on.
    pub missing_fonts: Vec<Digest>,
}

/// Writes the files that a PDF carries into a new folder, all or none.
///
/// # Errors
/// [`Error::Read`] when the PDF cannot be read, [`Error::Pdf`] when it is none or carries no
/// workspace, [`Error::Attached`] when a name in it is no path within a folder, [`Error::Occupied`]
/// when something is in the folder, [`Error::Write`] when a file cannot be written.
pub fn extract(pdf: &Path, to: &Path) -> Result<Extracted, Error> {
    let unusable = |why: String| Error::Pdf { path: pdf.to_owned(), why };
    let bytes = fs::read_limited(pdf, MAX_BYTES)?.ok_or_else(|| unusable("文件太大".to_owned()))?;
    let files = Pdf::parse(bytes)
        .and_then(|pdf| pdf.attachments())
        .map_err(|error| unusable(error.to_string()))?;
    check(&files).map_err(|why| Error::Attached { path: pdf.to_owned(), why })?;
    let issues: BTreeSet<IssueId> = files.iter().filter_map(|file| issue_of(&file.name)).collect();
    let settings = files.iter().any(|file| file.name == SETTINGS_FILE);
    if issues.is_empty() || !settings {
        let why = "这个 PDF 没有附带稿件，只有用 jianbao publish --attach 印发的才有";
        return Err(unusable(why.to_owned()));
    }
    if to.is_dir() && !fs::list(to)?.is_empty() {
        return Err(Error::Occupied { path: to.to_owned() });
    }
    fs::write_folder(to, files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())))?;
    Ok(Extracted {
        folder: to.to_owned(),
        issues: issues.into_iter().collect(),
        missing_fonts: missing_fonts(&files),
        files: files.into_iter().map(|file| file.name).collect(),
    })
}

/// Whether every name is a path of its own within a folder; otherwise, which is not.
fn check(files: &[Attachment]) -> Result<(), String> {
    // Without regard to case, as Windows and macOS have it.
    let mut names = BTreeMap::new();
    let mut folders = BTreeSet::new();
    for Attachment { name, .. } in files {
        if !is_portable(name) {
            return Err(format!("附带的文件名「{}」不能用作工作区里的路径", printable(name)));
        }
        let folded = name.to_lowercase();
        folders.extend(folded.match_indices('/').map(|(at, _)| folded[..at].to_owned()));
        if let Some(before) = names.insert(folded, name) {
            return Err(format!("附带的文件「{before}」和「{name}」重名"));
        }
    }
    match names.iter().find(|(folded, _)| folders.contains(*folded)) {
        Some((_, name)) => Err(format!("附带的「{name}」又是文件又是文件夹")),
        None => Ok(()),
    }
}

/// A name from outside as it may stand on a terminal.
fn printable(name: &str) -> String {
    name.chars().take(80).flat_map(char::escape_debug).collect()
}

/// `2018/028/issue.yaml` → 2018/28.
fn issue_of(name: &str) -> Option<IssueId> {
    let mut parts = name.split('/');
    let (year, number) = (parts.next()?, parts.next()?);
    let alone = parts.next() == Some(ISSUE_FILE) && parts.next().is_none();
    let year = year.parse().ok().filter(|_| alone && year.len() == 4)?;
    Some(IssueId { year, number: number.parse().ok()? })
}

fn missing_fonts(files: &[Attachment]) -> Vec<Digest> {
    let provenance = files.iter().find(|file| file.name == PROVENANCE_FILE);
    let fonts = provenance.map(|file| read::fonts_of_provenance(&file.bytes)).unwrap_or_default();
    let here = |font: &Digest| files.iter().any(|file| file.name == font.path);
    fonts.into_iter().filter(|font| !font.path.starts_with("内置") && !here(font)).collect()
}
