//! Dispatches into an issue: the original beside the entry, each entry in its place, none written over.
//!
//! Everything is made ready in a folder of its own within the issue ([`stage`]), and moved into place
//! with the entry last: a run that is killed leaves no entry without its original. What is another
//! version of what is decided in [`versions`]; an entry is read back ([`readback`]) before any of it
//! is written ([`mod@write`]).

mod names;
mod plan;
mod readback;
mod stage;
mod versions;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use names::{family, safe_name};
pub use plan::{Intake, Item, Outcome, Plan};
use stage::Stage;
pub use stage::{pending, stages};
pub use write::{Batch, Written};

use super::document::Document;
use super::place::{EntryNumbers, refuse_issued};
use super::recognise::{Confidence, Dispatch, Guess, Reference, recognise};
use super::sources::{Source, refusal};
use super::{formats, known, whole};
use crate::archive::{self, Place};
use crate::check::Rulebook;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::model::{Issue, IssueId, Roster};
use crate::read::{self, Settings};
use crate::workspace::{Workspace, fs};

/// What is read of an issue before anything is put into it.
struct Ground {
    folder: PathBuf,
    issue: Issue,
    settings: Settings,
    roster: Roster,
    book: Rulebook,
    known: known::Known,
    numbers: EntryNumbers,
    lock: Place,
    diagnostics: Vec<Diagnostic>,
}

impl Ground {
    fn read(workspace: &Workspace, id: IssueId) -> Result<Result<Self, Vec<Diagnostic>>, Error> {
        let folder = workspace.issue_folder(id)?.path;
        refuse_issued(workspace, id)?;
        for part in ["sources", "assets"] {
            workspace.contained(&folder.join(part))?;
        }
        let lock = archive::intake(workspace)?;
        let house = read::House::open(workspace.clone())?;
        let read = house.issue(id)?;
        let (Some(settings), Some(issue)) = (&house.settings.value, read.value) else {
            return Ok(Err(read.diagnostics));
        };
        let (roster, lexicon) = (house.roster()?.clone(), house.lexicon()?.clone());
        let mut diagnostics = [roster.diagnostics, lexicon.diagnostics].concat();
        let roster = roster.value.unwrap_or_default();
        let lexicon = lexicon.value.unwrap_or_default();
        let (book, found) = Rulebook::new(&settings.check, roster.clone(), &lexicon);
        diagnostics.extend(found);
        diagnostics.retain(|finding| finding.severity <= Severity::Warning);
        if lock.held {
            clear(workspace, &folder)?;
        }
        let known = known::Known::read(workspace)?;
        let numbers = EntryNumbers::of(&issue, &roster, &folder)?;
        let settings = settings.clone();
        Ok(Ok(Self { folder, issue, settings, roster, book, known, numbers, lock, diagnostics }))
    }
}

/// Takes back what runs that were killed put beside the entries without coming to the entry.
fn clear(workspace: &Workspace, folder: &Path) -> Result<(), Error> {
    let left: Vec<PathBuf> =
        stage::stages(folder)?.into_iter().filter(|stage| stage::is_abandoned(stage)).collect();
    if left.is_empty() {
        return Ok(());
    }
    let known = known::Known::read(workspace)?;
    for stage in left {
        for (sha256, size) in pending(&stage) {
            for path in known.left_in(folder, size) {
                // The dispatch itself lies where it came from.
                if fs::sha256_of(path).is_ok_and(|own| own == sha256) {
                    let _ = fs::remove(path);
                }
            }
        }
        let _ = std::fs::remove_dir_all(&stage);
    }
    Ok(())
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
        let ground = match Ground::read(workspace, id)? {
            Ok(ground) => ground,
            Err(findings) => return Ok(Err(findings)),
        };
        let Ground { folder, issue, settings, roster, book, known, numbers, lock, diagnostics } =
            ground;
        let stage = Stage::new(&folder)?;
        Ok(Ok(Self {
            workspace,
            id,
            folder,
            issue,
            settings,
            roster,
            book,
            known,
            numbers,
            stage,
            taken: BTreeMap::new(),
            kept: BTreeMap::new(),
            lock: Some(lock),
            diagnostics,
        }))
    }

    /// Lets others work while somebody is asked; [`resume`](Self::resume) before anything is written.
    pub fn release(&mut self) {
        self.lock = None;
    }

    /// Looks again at what may have changed since it was released. No value when settings cannot be
    /// read any more.
    ///
    /// # Errors
    /// As of [`begin`](Self::begin).
    pub fn resume(&mut self) -> Result<Result<(), Vec<Diagnostic>>, Error> {
        if self.lock.is_some() {
            return Ok(Ok(()));
        }
        let ground = match Ground::read(self.workspace, self.id)? {
            Ok(ground) => ground,
            Err(findings) => return Ok(Err(findings)),
        };
        let Ground { folder, issue, settings, roster, book, known, numbers, lock, diagnostics: _ } =
            ground;
        self.folder = folder;
        self.issue = issue;
        self.settings = settings;
        self.roster = roster;
        self.book = book;
        self.known = known;
        self.numbers = numbers;
        self.lock = Some(lock);
        self.kept.clear();
        Ok(Ok(()))
    }

    /// What is known of the issue.
    pub fn house(&self) -> Reference<'_> {
        Reference { roster: &self.roster, columns: &self.issue.columns, date: self.issue.date }
    }

    fn columns(&self) -> Vec<String> {
        self.issue.columns.iter().map(|column| column.id.clone()).collect()
    }

    /// Reads a file and decides whether anything is to be done with it. `again`: what somebody has
    /// taken out is wanted after all.
    ///
    /// # Errors
    /// [`Error::Write`] when the original cannot be put aside.
    pub fn take(&mut self, source: &Source, again: bool) -> Result<Item, Error> {
        let shown = source.shown.clone();
        let item = |outcome| Ok(Item { shown, outcome });
        let sha256 = fs::sha256(&source.bytes);
        let size = source.bytes.len() as u64;
        if let Some(outcome) = self.before(&sha256) {
            return item(outcome);
        }
        if let Some(first) = self.taken.get(&sha256) {
            return item(Outcome::Known(first.clone()));
        }
        if source.folder.as_deref().is_some_and(|folder| self.is_of_an_issue(folder)) {
            let message = format!("文件「{}」已在某一期的文件夹里", source.shown);
            let help = "稿件不用再导入；要移到另一期，用 jianbao move";
            return item(Outcome::Refused(refusal(message, help)));
        }
        if !again && let Some(original) = self.known.taken_out(size, &sha256) {
            return item(Outcome::TakenOut(original.to_owned()));
        }
        let mut document = match formats::document(source) {
            Ok(document) => document,
            Err(finding) => return item(Outcome::Refused(finding)),
        };
        let stem = source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, _)| stem);
        let mut dispatch = recognise(&document, stem, self.house());
        let name = safe_name(&source.name);
        let goal = self.folder.join("sources").join(&name);
        let staged = self.stage.put(&source.bytes, &goal)?;
        let mut pictures = Vec::new();
        let all = std::mem::take(&mut document.pictures);
        // A seal, say, is not kept.
        for picture in super::pictures::used(&mut dispatch.body, all) {
            let goal = self.folder.join("assets");
            pictures.push((self.stage.put(&picture.bytes, &goal)?, picture.extension));
        }
        self.taken.insert(sha256.clone(), self.workspace.display(&goal));
        let mut remarks = remarks(&document, &dispatch);
        let known = whole::HouseFiles { settings: &self.settings, roster: &self.roster };
        let whole = whole::seen(&document, known);
        if let Some((number, entries)) = whole {
            remarks.push(format!(
                "像是整期简报（第 {number} 期，{entries} 篇），这里按一篇导入；要按整期导入，\
                 删去这一篇，再用 jianbao import {} --whole",
                source.shown
            ));
        }
        item(Outcome::Entry(Box::new(Plan {
            remarks,
            whole,
            likeness: Vec::new(),
            earlier: None,
            asked: None,
            shown: source.shown.clone(),
            name,
            sha256,
            size,
            columns: self.columns(),
            staged,
            pictures,
            dispatch,
        })))
    }

    /// What became of a digest before: what has been corrected in its entry since would be undone.
    fn before(&self, sha256: &str) -> Option<Outcome> {
        let entry = self.known.entry_of(sha256).map(|entry| Outcome::Known(entry.to_owned()));
        let later = || self.known.replaced_by(sha256);
        entry.or_else(|| later().map(|entry| Outcome::Superseded(entry.to_owned())))
    }

    /// Decides how the dispatches that were taken stand to what is there, and to each other: what has
    /// been imported by somebody else meanwhile, what is a new version, what is only like another.
    /// To be asked when nothing about them changes any more but by [`Intake::release`].
    ///
    /// # Errors
    /// [`Error::Read`] when something that is there cannot be read.
    pub fn relate(&mut self, items: &mut [Item]) -> Result<(), Error> {
        for item in &mut *items {
            let Outcome::Entry(plan) = &mut item.outcome else { continue };
            match self.before(&plan.sha256) {
                Some(outcome) => item.outcome = outcome,
                None => self.fit_column(plan),
            }
        }
        self.versions(items)
    }

    /// The column that was guessed, among those that there are now.
    fn fit_column(&self, plan: &mut Plan) {
        let now = self.columns();
        if plan.columns == now {
            return;
        }
        if let Some(guess) = &mut plan.dispatch.column {
            let name = plan.columns.get(guess.value);
            let place = name.and_then(|name| now.iter().position(|own| own == name));
            match place {
                Some(place) => guess.value = place,
                None => *guess = Guess::new(0, Confidence::Low, "原来的栏目没有了，放在第一个"),
            }
        }
        plan.columns = now;
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
}

/// What was left out and changed, in sentences.
fn remarks(document: &Document, dispatch: &Dispatch) -> Vec<String> {
    let mut remarks: Vec<String> =
        document.dropped.iter().map(|(what, left)| what.told(left)).collect();
    let mut left: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (what, line) in &dispatch.left_out {
        left.entry(what).or_default().push(line);
    }
    remarks.extend(left.iter().map(|(what, lines)| format!("{what}没有用：{}", lines.join("；"))));
    remarks.extend(dispatch.remarks.iter().cloned());
    remarks
}
