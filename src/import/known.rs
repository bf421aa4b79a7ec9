//! Which originals have become entries, by the digests that entries carry.
//!
//! Entries are looked through as bytes: an archive is large, and a digest is a digest. What somebody
//! has taken out is remembered by its original, which stays when the entry goes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::held;
use super::intake::{family, pending, stages};
use super::place::ENTRY;
use crate::error::Error;
use crate::import::bare::plain;
use crate::model::IssueId;
use crate::read::{self, written_field};
use crate::workspace::{IssueFolder, Workspace, fs};

/// Originals that are known.
#[derive(Debug, Default)]
pub struct Known {
    /// Digest → entry, as shown.
    entries: BTreeMap<String, String>,
    /// Digest → entry that a later version took the place of.
    replaced: BTreeMap<String, String>,
    /// Entries that are held back, as shown.
    held: BTreeSet<String>,
    /// Issue's folder and name of the original → entries.
    names: BTreeMap<(String, String), BTreeSet<String>>,
    /// Entry → its original, within the issue's folder.
    originals: BTreeMap<String, PathBuf>,
    /// Originals that no entry is of: size → path, and path as shown.
    left: BTreeMap<u64, Vec<(PathBuf, String)>>,
    /// Digests of those that a run was putting in their places when it was killed.
    pending: BTreeSet<String>,
    /// Title and unit, as compared → issues and entries.
    titled: BTreeMap<(String, String), Vec<(IssueId, String)>>,
}

/// An entry as far as it is looked at here.
struct Live {
    shown: String,
    path: PathBuf,
    title: Option<String>,
    source: Option<String>,
}

impl Known {
    /// Looks through all entries of a workspace.
    ///
    /// # Errors
    /// [`Error::Read`] when a folder cannot be listed or an entry not be read.
    pub fn read(workspace: &Workspace) -> Result<Self, Error> {
        let mut known = Self::default();
        for id in workspace.issues()? {
            let Ok(folder) = workspace.issue_folder(id) else { continue };
            known.issue(workspace, &folder)?;
        }
        Ok(known)
    }

    fn issue(&mut self, workspace: &Workspace, of: &IssueFolder) -> Result<(), Error> {
        let (id, dir, folder) = (of.id, &of.path, &of.shown);
        let mut live = Vec::new();
        // Names of originals that an entry is of, or was before it was replaced.
        let mut used = BTreeSet::new();
        for path in read::issue_files(dir)?.entries {
            let Some(text) = text_of(workspace, &path)? else { continue };
            let shown = workspace.display(&path);
            let original = original_in(&text);
            if let Some(digest) = digest_in(&text) {
                self.name(folder, &original, &shown);
                if is_held(&shown, &text) {
                    self.held.insert(shown.clone());
                }
                self.originals.insert(shown.clone(), dir.join("sources").join(&original));
                self.entries.entry(digest).or_insert_with(|| shown.clone());
            }
            used.insert(original);
            let title = field(&text, &["标题", "title"]);
            let source = field(&text, &["来源", "source"]);
            if let (Some(title), Some(source)) = (&title, &source) {
                let key = (plain(title), plain(source));
                self.titled.entry(key).or_default().push((id, shown.clone()));
            }
            live.push(Live { shown, path, title, source });
        }
        for path in earlier_in(workspace, dir)? {
            let Some(text) = text_of(workspace, &path)? else { continue };
            let rest = |it: &&Live| after_name(&path, &it.path);
            // 10-甲县-2 may have a copy of its own, and be the second of 10-甲县.
            let own = live.iter().find(|it| rest(it).is_some_and(|rest| rest.is_empty()));
            let own = own.or_else(|| live.iter().find(|it| rest(it).is_some()));
            // One that was renamed since is known by what it says.
            let title = field(&text, &["标题", "title"]);
            let source = field(&text, &["来源", "source"]);
            let is_filled = |text: &Option<String>| text.as_ref().is_some_and(|it| !it.is_empty());
            let told = is_filled(&title) && is_filled(&source);
            let alike = |it: &&Live| told && it.title == title && it.source == source;
            // Of an entry that is gone nothing is known any more, nor of what it was before.
            let Some(entry) = own.or_else(|| live.iter().find(alike)) else { continue };
            // Later versions come under the name of the first, whose original keeps it.
            let original = original_in(&text);
            self.name(folder, &original, &entry.shown);
            used.insert(original);
            if let Some(digest) = digest_in(&text) {
                self.replaced.entry(digest).or_insert_with(|| entry.shown.clone());
            }
        }
        for stage in stages(dir)? {
            self.pending.extend(pending(&stage).into_keys());
        }
        for path in originals_in(workspace, dir)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if !used.contains(name.as_ref())
                && let Ok(Some(stamp)) = fs::stamp(&path)
            {
                let shown = workspace.display(&path);
                self.left.entry(stamp.size).or_default().push((path, shown));
            }
        }
        Ok(())
    }

    /// Notes that an entry came from a file of a name, and of the name that this one may have had.
    fn name(&mut self, folder: &str, original: &str, entry: &str) {
        for name in [Some(original.to_owned()), family(original)].into_iter().flatten() {
            self.names.entry((folder.to_owned(), name)).or_default().insert(entry.to_owned());
        }
    }

    /// The entry that the original of a digest became.
    pub fn entry_of(&self, sha256: &str) -> Option<&str> {
        self.entries.get(sha256).map(String::as_str)
    }

    /// The entry that a later version of the original of a digest became.
    pub fn replaced_by(&self, sha256: &str) -> Option<&str> {
        self.replaced.get(sha256).map(String::as_str)
    }

    /// The entry that the original of a digest, or a later version of it, became.
    pub fn became(&self, sha256: &str) -> Option<&str> {
        self.entry_of(sha256).or_else(|| self.replaced_by(sha256))
    }

    /// The original, as shown, that a file is equal to and that no entry is of any more: somebody has
    /// taken its entry out.
    pub fn taken_out(&self, size: u64, sha256: &str) -> Option<&str> {
        if self.became(sha256).is_some() || self.pending.contains(sha256) {
            return None;
        }
        let alike = self.left.get(&size)?;
        let equal =
            alike.iter().find(|(path, _)| fs::sha256_of(path).is_ok_and(|own| own == sha256));
        equal.map(|(_, shown)| shown.as_str())
    }

    /// Entries of a title and a unit, as these are compared, with their issues.
    pub fn titled(&self, title: &str, unit: &str) -> &[(IssueId, String)] {
        let key = (title.to_owned(), unit.to_owned());
        self.titled.get(&key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Originals in the folder of an issue that no entry is of and that came under a name, with their
    /// paths as shown.
    pub fn left_named<'k>(
        &'k self,
        issue: &'k Path,
        name: &'k str,
    ) -> impl Iterator<Item = &'k (PathBuf, String)> {
        let came_as = move |path: &Path| {
            let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            own == name || family(&own).is_some_and(|own| own == name)
        };
        self.left.values().flatten().filter(move |(path, _)| {
            path.parent().and_then(Path::parent) == Some(issue) && came_as(path)
        })
    }

    /// Originals in the folder of an issue that no entry is of, of some size.
    pub fn left_in<'k>(&'k self, issue: &'k Path, size: u64) -> impl Iterator<Item = &'k Path> {
        let all = self.left.get(&size).into_iter().flatten().map(|(path, _)| path.as_path());
        all.filter(move |path| path.parent().and_then(Path::parent) == Some(issue))
    }

    /// Whether an entry is held back, and so in its issue by name only.
    pub fn is_held(&self, entry: &str) -> bool {
        self.held.contains(entry)
    }

    /// The entries of an issue whose originals came under a name.
    pub fn entries_named(&self, folder: &str, name: &str) -> Vec<String> {
        let entries = self.names.get(&(folder.to_owned(), name.to_owned()));
        entries.into_iter().flatten().cloned().collect()
    }

    /// Where the original of an entry is kept.
    pub fn original_of(&self, entry: &str) -> Option<&Path> {
        self.originals.get(entry).map(PathBuf::as_path)
    }
}

/// What the copy of an entry that was replaced is called, before the entry's own name.
pub const EARLIER: &str = "旧稿-";

/// The copies of what an entry of an issue was before, each with what its name has after the entry's.
///
/// # Errors
/// [`Error::Read`] when the folder cannot be listed.
pub fn earlier_of(
    workspace: &Workspace,
    issue: &Path,
    entry: &Path,
) -> Result<Vec<(PathBuf, String)>, Error> {
    let mut found = Vec::new();
    for copy in earlier_in(workspace, issue)? {
        if let Some(rest) = after_name(&copy, entry) {
            found.push((copy, rest));
        }
    }
    Ok(found)
}

/// The copies of earlier entries beside the originals of an issue.
///
/// # Errors
/// [`Error::Read`] when the folder cannot be listed.
pub fn earlier_in(workspace: &Workspace, issue: &Path) -> Result<Vec<PathBuf>, Error> {
    kept_in(workspace, issue, |name| name.starts_with(EARLIER))
}

/// The originals of an issue.
fn originals_in(workspace: &Workspace, issue: &Path) -> Result<Vec<PathBuf>, Error> {
    kept_in(workspace, issue, |name| !name.starts_with(EARLIER) && !name.starts_with('.'))
}

/// The files beside the entries of an issue, by their names.
fn kept_in(
    workspace: &Workspace,
    issue: &Path,
    is_meant: impl Fn(&str) -> bool,
) -> Result<Vec<PathBuf>, Error> {
    let folder = issue.join("sources");
    if !folder.is_dir() || workspace.contained(&folder).is_err() {
        return Ok(Vec::new());
    }
    let mut paths = fs::list(&folder)?;
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        is_meant(&name) && path.is_file()
    });
    Ok(paths)
}

/// What the name of a copy has after the name of an entry: nothing, or a number. `None` where it is
/// the copy of another one.
fn after_name(copy: &Path, entry: &Path) -> Option<String> {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let (copy, entry) = (stem(copy), stem(entry));
    let rest = copy.strip_prefix(EARLIER)?.strip_prefix(entry.as_str())?;
    let is_number = |rest: &str| {
        rest.strip_prefix('-').is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    (rest.is_empty() || is_number(rest)).then(|| rest.to_owned())
}

/// The text of an entry; none of one that is gone or leads out of the workspace.
fn text_of(workspace: &Workspace, path: &Path) -> Result<Option<String>, Error> {
    match workspace.bytes(path, ENTRY) {
        Ok(Some(bytes)) => Ok(Some(read::decoded("", &bytes).text.clone())),
        // A link that leads out of the workspace is no entry.
        Ok(None) | Err(Error::Outside { .. }) => Ok(None),
        // Gone since the folder was listed. Passing over one that is there and cannot be read would
        // import its original once more.
        Err(Error::Read { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_held(shown: &str, text: &str) -> bool {
    // Most say nothing of it, and need not be read.
    written_field(text, &["暂缓", "hold"]).is_some()
        && held::is_held(&read::decoded(shown, text.as_bytes()))
}

/// The name of the original, without folders.
fn original_in(text: &str) -> String {
    let path = written_field(text, &["文件", "file"]).unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

fn digest_in(text: &str) -> Option<String> {
    field(text, &["sha256", "摘要"]).filter(|digest| digest.len() == 64)
}

fn field(text: &str, names: &[&str]) -> Option<String> {
    written_field(text, names).map(str::to_owned)
}
