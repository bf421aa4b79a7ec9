//! Dispatches into an issue: the original beside the entry, each entry in its place, none written over.
//!
//! Everything is made ready in a folder of its own within the issue, and moved into place with the
//! entry last: a run that is killed leaves no entry without its original.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::document::shortened;
use super::entry::{self, Original};
use super::place::{Placed, Shelf};
use super::recognise::{Dispatch, House, recognise};
use super::sources::{Source, refusal};
use super::{formats, known, whole};
use crate::archive::{self, Place};
use crate::check::{self, Archive, Rulebook, check};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::model::{Entry, Issue, IssueId, IssueNumber, Roster};
use crate::read::{self, Settings};
use crate::workspace::{Workspace, fs};

/// What unfinished folders are called; a dot keeps them from being looked into.
const STAGE: &str = ".jianbao-import-";
/// The largest original that is looked into again, in bytes.
const ORIGINAL: u64 = 48 << 20;
/// Mending may uncover something to mend; more rounds none has needed.
const ROUNDS: usize = 8;

/// Work on one issue. Nobody else imports into the workspace meanwhile.
pub struct Intake<'w> {
    workspace: &'w Workspace,
    folder: PathBuf,
    issue: Issue,
    settings: Settings,
    roster: Roster,
    book: Rulebook,
    known: known::Known,
    shelf: Shelf,
    stage: TempDir,
    staged: usize,
    _lock: Place,
    /// What is wrong with the roster and the lexicon, which are then as good as empty.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a file came to.
pub struct Item {
    /// The file as shown.
    pub shown: String,
    /// What is to be done with it.
    pub outcome: Outcome,
}

/// What is to be done with a file.
pub enum Outcome {
    /// It cannot be read.
    Refused(Box<Diagnostic>),
    /// It was imported before, as this entry.
    Known(String),
    /// It was imported before; a later version of it became this entry.
    Superseded(String),
    /// It becomes an entry.
    Entry(Box<Plan>),
}

/// An entry that is to be written.
pub struct Plan {
    /// What was recognized; may be corrected before it is written.
    pub dispatch: Dispatch,
    /// What was left out and changed, in sentences.
    pub remarks: Vec<String>,
    /// The entry that an earlier version of the same file became.
    pub earlier: Option<String>,
    /// The entry whose original has the same name and is another dispatch.
    pub namesake: Option<String>,
    /// The number and how many entries it has, where it looks like a whole past issue.
    pub whole: Option<(IssueNumber, usize)>,
    name: String,
    sha256: String,
    /// Where the original waits, and its pictures with their extensions.
    staged: PathBuf,
    pictures: Vec<(PathBuf, &'static str)>,
}

/// An entry that was written.
#[derive(Debug)]
pub struct Written {
    /// Its path as shown.
    pub entry: String,
    /// The text that stood there before, of one that was replaced, and where it is kept.
    pub kept: Option<String>,
    /// Where its original is kept, as shown, when another one has its name.
    pub renamed: Option<String>,
}

impl<'w> Intake<'w> {
    /// Begins work on an issue. No value when its settings cannot be read; the findings say why.
    ///
    /// # Errors
    /// [`Error::NoIssue`] when there is none; [`Error::Usage`] when it has been issued;
    /// [`Error::Outside`] when a folder to write into leads out of the workspace; [`Error::Read`] and [`Error::Write`] of the disk.
    pub fn begin(
        workspace: &'w Workspace,
        id: IssueId,
    ) -> Result<Result<Self, Vec<Diagnostic>>, Error> {
        let folder = workspace.issue_dir(id)?;
        refuse_issued(workspace, id)?;
        for part in ["sources", "assets"] {
            workspace.contained(&folder.join(part))?;
        }
        let lock = archive::intake(workspace);
        let house = read::read_settings(workspace)?;
        let read = read::read_issue_of(workspace, &house, id)?;
        let (Some(settings), Some(issue)) = (&house.value, read.value) else {
            return Ok(Err(read.diagnostics));
        };
        let roster = read::read_roster(workspace)?;
        let lexicon = read::read_lexicon(workspace)?;
        let mut diagnostics = [roster.diagnostics, lexicon.diagnostics].concat();
        let roster = roster.value.unwrap_or_default();
        let lexicon = lexicon.value.unwrap_or_default();
        let (book, found) = Rulebook::new(&settings.check, roster.clone(), &lexicon);
        diagnostics.extend(found);
        diagnostics.retain(|finding| finding.severity <= Severity::Warning);
        for leftover in fs::list(&folder)? {
            let name = leftover.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if lock.held && name.starts_with(STAGE) && leftover.is_dir() {
                // A run that was killed; nobody else is at work here.
                let _ = std::fs::remove_dir_all(&leftover);
            }
        }
        let stage = tempfile::Builder::new()
            .prefix(STAGE)
            .tempdir_in(&folder)
            .map_err(|source| Error::Write { path: folder.clone(), source })?;
        let known = known::Known::read(workspace)?;
        let shelf = Shelf::of(&issue, &roster, &folder)?;
        Ok(Ok(Self {
            workspace,
            folder,
            issue,
            settings: settings.clone(),
            roster,
            book,
            known,
            shelf,
            stage,
            staged: 0,
            _lock: lock,
            diagnostics,
        }))
    }

    /// What is known of the issue.
    pub fn house(&self) -> House<'_> {
        House { roster: &self.roster, columns: &self.issue.columns, date: self.issue.date }
    }

    /// Reads a file and decides what is to be done with it. `is_version`: what has the name of
    /// one that was imported before is a new version of it, whatever its title.
    ///
    /// # Errors
    /// [`Error::Write`] when the original cannot be put aside.
    pub fn take(&mut self, source: &Source, is_version: bool) -> Result<Item, Error> {
        let shown = source.shown.clone();
        let item = |outcome| Ok(Item { shown, outcome });
        let sha256 = fs::sha256(&source.bytes);
        let here = self.workspace.display(&self.folder);
        // What has been corrected in its entry since would be undone.
        if let Some(entry) = self.known.entry_of(&sha256) {
            return item(Outcome::Known(entry.to_owned()));
        }
        if let Some(entry) = self.known.replaced_by(&sha256) {
            return item(Outcome::Superseded(entry.to_owned()));
        }
        if source.folder.as_deref().is_some_and(|folder| self.is_of_an_issue(folder)) {
            let message = format!("文件「{}」已在某一期的文件夹里", source.shown);
            let help = "稿件不用再导入；要移到另一期，用 jianbao move";
            return item(Outcome::Refused(refusal(message, help)));
        }
        let document = match formats::document(source) {
            Ok(document) => document,
            Err(finding) => return item(Outcome::Refused(finding)),
        };
        let stem = source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, _)| stem);
        let mut dispatch = recognise(&document, stem, self.house());
        let name = safe_name(&source.name);
        // A name alone makes no new version: every county calls its dispatch 简报.docx.
        let named = self.known.entry_named(&here, &name).map(str::to_owned);
        let is_version = is_version || self.is_of_same_title(&name, &dispatch);
        let (earlier, namesake) = if is_version { (named, None) } else { (None, named) };
        let mut remarks: Vec<String> =
            document.dropped.iter().map(|(what, left)| what.told(left)).collect();
        let mut left: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (what, line) in &dispatch.left_out {
            left.entry(what).or_default().push(line);
        }
        remarks.extend(left.iter().map(|(what, lines)| {
            format!(
                "{what}没有用：{}",
                lines.iter().map(|line| shortened(line)).collect::<Vec<_>>().join("；")
            )
        }));
        remarks.extend(dispatch.remarks.iter().cloned());
        if earlier.is_none()
            && let Some(entry) = self.twin(&dispatch)
        {
            remarks.push(format!(
                "与 {here}/{entry} 同标题；若是它的新稿，删去那一篇，\
                 或删去这一篇，把文件改成那一篇原稿的名字，加 --replace 导入"
            ));
        }
        if let Some(entry) = &earlier
            && self.is_held(entry)
        {
            dispatch.hold = true;
            remarks.push("原来的稿件写着「暂缓: 是」，换了新稿照旧；要用的，删去这一行".to_owned());
        }
        let known = whole::Known { settings: &self.settings, roster: &self.roster };
        let whole = whole::seen(&document, known);
        if let Some((number, entries)) = whole {
            remarks.push(format!(
                "像是整期简报（第 {number} 期，{entries} 篇），这里按一篇导入；要按整期导入，\
                 删去这一篇，再用 jianbao import {} --whole",
                source.shown
            ));
        }
        self.known.add(&sha256, &here, &name);
        let staged = self.put_aside(&source.bytes, &format!("sources/{name}"))?;
        let mut pictures = Vec::new();
        for picture in &document.pictures {
            pictures.push((self.put_aside(&picture.bytes, "assets")?, picture.extension));
        }
        item(Outcome::Entry(Box::new(Plan {
            dispatch,
            remarks,
            earlier,
            namesake,
            whole,
            name,
            sha256,
            staged,
            pictures,
        })))
    }

    /// The entry of the issue that has the title and the unit of a dispatch.
    fn twin(&self, dispatch: &Dispatch) -> Option<&str> {
        let plain =
            |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
        let title = plain(&dispatch.title.as_ref()?.value);
        let source = dispatch.source.as_ref().map(|source| plain(&source.value));
        let is_twin = |entry: &&Entry| {
            entry.title.as_ref().is_some_and(|own| plain(own.as_str()) == title)
                && entry.source.as_ref().map(|own| plain(own.as_str())) == source
        };
        self.issue.entries.iter().find(is_twin).map(|entry| entry.file.as_str())
    }

    /// Whether an entry is held back.
    fn is_held(&self, entry: &str) -> bool {
        let path = self.workspace.root().join(entry);
        // One that is still to be written, or cannot be read, is told of where it is replaced.
        let Ok(Some(bytes)) = self.workspace.bytes(&path, ORIGINAL) else { return false };
        let Ok(file) = read::decode(entry.to_owned(), &bytes) else { return false };
        let read = read::read_entry(&file, &self.issue.columns);
        // What is wrong with it says why.
        read.value.is_none() && read.diagnostics.is_empty()
    }

    /// Whether the original of a name that is kept here has the title of a dispatch.
    fn is_of_same_title(&self, name: &str, dispatch: &Dispatch) -> bool {
        let path = self.folder.join("sources").join(name);
        let Ok(Some(bytes)) = self.workspace.bytes(&path, ORIGINAL) else { return false };
        let shown = self.workspace.display(&path);
        let kept = Source { name: name.to_owned(), shown, bytes, folder: None };
        let title = |dispatch: &Dispatch| {
            let title = dispatch.title.as_ref()?.value.chars();
            Some(title.filter(|c| c.is_alphanumeric()).collect::<String>())
        };
        let theirs = super::look(&kept, self.house()).ok();
        theirs.is_some_and(|theirs| title(&theirs) == title(dispatch))
    }

    /// Whether a folder is that of an issue: what lies there is an entry already.
    fn is_of_an_issue(&self, folder: &Path) -> bool {
        let (Ok(folder), Ok(root)) = (folder.canonicalize(), self.workspace.root().canonicalize())
        else {
            return false;
        };
        let inside = folder.strip_prefix(&root).ok().map(Path::to_string_lossy);
        inside.is_some_and(|inside| {
            let year = inside.split(['/', '\\']).next().unwrap_or_default();
            year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
        })
    }

    /// `goal`: where in the issue it is to go, which is what people are told of.
    fn put_aside(&mut self, bytes: &[u8], goal: &str) -> Result<PathBuf, Error> {
        let path = self.stage.path().join(self.staged.to_string());
        self.staged += 1;
        fs::write_atomic(&path, bytes).map_err(|error| match error {
            Error::Write { source, .. } => Error::Write { path: self.folder.join(goal), source },
            other => other,
        })?;
        Ok(path)
    }

    /// The text that an entry would have, mended in what can only be mended in one way.
    pub fn text(&self, plan: &Plan) -> String {
        let (original, pictures) = self.names(plan);
        let original = Original { file: original, sha256: plan.sha256.clone() };
        let paths: Vec<String> = pictures.into_iter().collect();
        let text = entry::write(&plan.dispatch, &self.issue.columns, &original, &paths);
        self.mended(text)
    }

    /// What `check --fix` would do to characters and marks.
    fn mended(&self, mut text: String) -> String {
        let marks = check::GROUPS.first().map(|group| group.rules).unwrap_or_default();
        for _ in 0..ROUNDS {
            let Ok(file) = read::decode("00.md".to_owned(), text.as_bytes()) else { return text };
            let Some(entry) = read::read_entry(&file, &self.issue.columns).value else {
                return text;
            };
            let issue = Issue { entries: vec![entry], ..self.issue.clone() };
            let findings = check(&issue, &self.book, &Archive::default());
            let own = findings.iter().filter(|finding| {
                marks.iter().any(|rule| rule.code.name == finding.code.name)
                    && finding.fix.iter().all(|edit| edit.span.file.path == file.path)
            });
            let mut edits: Vec<_> = own.flat_map(|finding| &finding.fix).collect();
            edits.sort_by_key(|edit| (edit.span.range.start, edit.span.range.end));
            edits.dedup_by(|later, first| {
                later.span.range.start < first.span.range.end
                    || later.span.range == first.span.range
            });
            if edits.is_empty() {
                return text;
            }
            for edit in edits.iter().rev() {
                text.replace_range(edit.span.range.clone(), &edit.text);
            }
        }
        text
    }

    /// Free names for the original and its pictures, within the issue's folder.
    fn names(&self, plan: &Plan) -> (String, Vec<String>) {
        let (stem, ending) = plan.name.rsplit_once('.').unwrap_or((plan.name.as_str(), "txt"));
        let original = self.free("sources", stem, ending, &plan.sha256);
        let pictures = plan.pictures.iter().enumerate().map(|(index, (path, ending))| {
            let sha256 = fs::sha256_of(path).unwrap_or_default();
            self.free("assets", &format!("{stem}-{}", index + 1), ending, &sha256)
        });
        (original, pictures.collect())
    }

    /// A name in a folder that nothing has, or this very file.
    fn free(&self, folder: &str, stem: &str, ending: &str, sha256: &str) -> String {
        let mut count = 1;
        loop {
            let name = match count {
                1 => format!("{folder}/{stem}.{ending}"),
                _ => format!("{folder}/{stem}-{count}.{ending}"),
            };
            let path = self.folder.join(&name);
            let free = path.symlink_metadata().is_err();
            let is_ours = self.workspace.contained(&path).is_ok();
            if free || is_ours && fs::sha256_of(&path).is_ok_and(|own| own == sha256) {
                return name;
            }
            count += 1;
        }
    }

    /// Writes entries, in the order that the roster gives their units.
    ///
    /// # Errors
    /// [`Error::Write`] when a file cannot be written, [`Error::Edited`] when somebody edited one that
    /// is replaced, [`Error::Usage`] when the issue has been issued; what was written before is whole.
    pub fn write(&mut self, plans: &[&Plan]) -> Result<Vec<Written>, Error> {
        // Somebody may have been asked about them for long.
        refuse_issued(self.workspace, self.issue.id)?;
        let mut order: Vec<usize> = (0..plans.len()).collect();
        let rank = |plan: &Plan| Placed::of(&plan.dispatch, &self.roster);
        order.sort_by_key(|index| rank(plans[*index]));
        let mut written: Vec<(usize, Written)> = Vec::new();
        for (done, index) in order.iter().enumerate() {
            let plan = plans[*index];
            let text = self.text(plan);
            let (original, pictures) = self.names(plan);
            let is_own = original == format!("sources/{}", plan.name);
            let renamed = (!is_own).then(|| self.workspace.display(&self.folder.join(&original)));
            let moved = std::iter::once((&plan.staged, original))
                .chain(plan.pictures.iter().map(|(path, _)| path).zip(pictures));
            for (from, to) in moved {
                let to = self.folder.join(to);
                if to.symlink_metadata().is_err() {
                    move_to(from, &to)?;
                }
                fs::sweep(to.parent().unwrap_or(&self.folder), &to);
            }
            let one = match &plan.earlier {
                Some(entry) => self.replace(entry, &text)?,
                None => {
                    let placed = Placed::of(&plan.dispatch, &self.roster);
                    let path = loop {
                        let name = self.shelf.name(&placed, "md", order.len() - done, &self.folder);
                        let path = self.folder.join(&name);
                        // Somebody may save an entry of this name just now.
                        if fs::write_new(&path, text.as_bytes())?.is_some() {
                            break path;
                        }
                    };
                    Written { entry: self.workspace.display(&path), kept: None, renamed }
                }
            };
            fs::sweep(&self.folder, &self.workspace.root().join(&one.entry));
            written.push((*index, one));
        }
        written.sort_by_key(|(index, _)| *index);
        Ok(written.into_iter().map(|(_, one)| one).collect())
    }

    /// Puts a text in the place of an entry, which is kept beside the originals.
    fn replace(&self, entry: &str, text: &str) -> Result<Written, Error> {
        let path = self.workspace.root().join(entry);
        let old = self.workspace.bytes(&path, u64::MAX - 1)?.unwrap_or_default();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let kept =
            self.free("sources", &format!("{}{stem}", known::EARLIER), &ending, &fs::sha256(&old));
        fs::write_atomic(&self.folder.join(&kept), &old)?;
        // What is edited from here on would be kept nowhere.
        fs::replace(&path, &old, text.as_bytes())?;
        let kept = self.workspace.display(&self.folder.join(&kept));
        Ok(Written { entry: entry.to_owned(), kept: Some(kept), renamed: None })
    }
}

/// An issue that has been issued is not changed any more.
///
/// # Errors
/// [`Error::Usage`] when it has been; [`Error::Read`] of the register.
pub fn refuse_issued(workspace: &Workspace, id: IssueId) -> Result<(), Error> {
    let ledger = read::read_ledger(workspace)?.value.unwrap_or_default();
    match ledger.current(id) {
        // The register has the day of printing, which need not be that on which it went out.
        Some(_) => Err(Error::Usage(format!("{id} 已印发，不能再放进或移出稿件"))),
        None => Ok(()),
    }
}

fn move_to(from: &Path, to: &Path) -> Result<(), Error> {
    let failed = |source| Error::Write { path: to.to_owned(), source };
    if let Some(dir) = to.parent() {
        std::fs::create_dir_all(dir).map_err(failed)?;
    }
    match std::fs::rename(from, to) {
        // A folder of originals may lie on a disk of its own.
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => {
            let bytes = std::fs::read(from).map_err(failed)?;
            fs::write_new(to, &bytes).map(drop)
        }
        moved => moved.map_err(failed),
    }
}

/// A file's name in characters that no disk and no path minds.
pub fn safe_name(name: &str) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() || "._-（）()、·".contains(c) { c } else { '-' }
    };
    let is_ending = |(_, ending): &(&str, &str)| {
        (1..=8).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let (stem, ending) = name.rsplit_once('.').filter(is_ending).unwrap_or((name, "txt"));
    let stem: String = stem.chars().map(plain).take(60).collect();
    let stem = stem.trim_matches(['.', '-', ' ']);
    let stem = if stem.is_empty() { "来稿" } else { stem };
    // Names that Windows keeps for devices.
    let devices = ["con", "prn", "aux", "nul", "com1", "lpt1"];
    let device = devices.contains(&stem.to_lowercase().as_str());
    format!("{}{stem}.{}", if device { "来稿-" } else { "" }, ending.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_disk_minds() {
        assert_eq!(safe_name("山阴县 11.25（终稿）.docx"), "山阴县-11.25（终稿）.docx");
        assert_eq!(safe_name("../../etc/passwd"), "etc-passwd.txt");
        assert_eq!(safe_name("con.DOCX"), "来稿-con.docx");
        assert_eq!(safe_name("..docx"), "来稿.docx");
        assert_eq!(safe_name("a:b|c\n.txt"), "a-b-c.txt");
    }
}
