//! What was there before each action, so that it can be undone: `.jianbao/history`.
//!
//! A step is one action: which files it changed, from which content to which. Contents lie beside, each
//! named by its digest, once however often it occurs; steps are numbered files. A content is on the disk
//! before the action begins, the step after it ended: whoever is killed in between loses the possibility
//! to undo with one key, and no content.
//!
//! Bounded: the oldest steps go first, then the contents that none names any more.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::answer::Refusal;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::fs::{self, Stamp};

/// Most steps that are kept, and how many go at once when there are more.
const MOST: usize = 500;
const GO: usize = 50;
/// Most bytes of contents that are kept.
const ROOM: u64 = 512 << 20;
/// A file larger than this, in bytes, is none that a clerk works on.
const LARGEST: u64 = 64 << 20;
/// How deep folders of an issue are.
const DEPTH: usize = 3;
/// Typing in one file is one step as long as it goes on within so many seconds.
const ONE_STEP: i64 = 120;

/// An action that was done, or undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Counts up.
    pub number: u64,
    /// When, as RFC 3339.
    pub at: String,
    /// What was done, in a few words.
    pub what: String,
    /// Whether it was undone.
    pub undone: bool,
    /// Whether it was typed: more of the same goes into it.
    pub typed: bool,
    /// Files.
    pub changes: Vec<Change>,
}

impl Step {
    fn new(what: &str, at: DateTime<FixedOffset>, changes: Vec<Change>) -> Self {
        let (what, at) = (what.to_owned(), at.to_rfc3339());
        Self { number: 0, at, what, undone: false, typed: false, changes }
    }
}

/// A file that an action changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// From the workspace's root, with `/`.
    pub path: String,
    /// The digest of what it was; `None` where there was none.
    pub before: Option<String>,
    /// The digest of what it became.
    pub after: Option<String>,
    /// Of typing that goes on: the digest of what stood there before the last write, which may never
    /// have come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_the_way: Option<String>,
}

/// What a file once was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The digest of its content.
    pub digest: String,
    /// The time of the action that changed it.
    pub until: String,
    /// What that action was.
    pub what: String,
}

/// Files and the digests of their contents, by their paths from the root.
pub type Snapshot = BTreeMap<String, String>;

/// The history of a workspace.
pub struct History {
    workspace: Workspace,
    dir: PathBuf,
    /// Digests of files by their stamps, and whether the content is kept: a file that did not change is
    /// not read again.
    known: HashMap<PathBuf, (Stamp, String, bool)>,
    /// The bytes of contents; counted at first use.
    size: Option<u64>,
}

impl History {
    /// The history of a workspace, which need not have one yet.
    pub fn of(workspace: &Workspace) -> Self {
        let dir = workspace.cache_dir().join("history");
        Self { workspace: workspace.clone(), dir, known: HashMap::new(), size: None }
    }

    /// Every file in these folders, and these files; where `keep` says so with their contents, which are
    /// needed of what is about to be changed.
    ///
    /// # Errors
    /// [`Error::Read`], [`Error::Write`] of the disk.
    pub fn snapshot(&mut self, places: &[PathBuf], keep: bool) -> Result<Snapshot, Error> {
        let mut files = Vec::new();
        for place in places {
            if place.is_dir() {
                walk(place, DEPTH, &mut files)?;
            } else {
                files.push(place.clone());
            }
        }
        let mut snapshot = Snapshot::new();
        for file in files {
            let Some(stamp) = fs::stamp(&file)? else { continue };
            self.workspace.contained(&file)?;
            let digest = match self.known.get(&file) {
                Some((then, digest, kept)) if *then == stamp && (*kept || !keep) => digest.clone(),
                _ => {
                    let Some(bytes) = fs::read_limited(&file, LARGEST)? else { continue };
                    let digest = if keep { self.keep(&bytes)? } else { fs::sha256(&bytes) };
                    self.known.insert(file.clone(), (stamp, digest.clone(), keep));
                    digest
                }
            };
            snapshot.insert(self.workspace.display(&file), digest);
        }
        Ok(snapshot)
    }

    /// Sets down what an action changed; nothing where it changed nothing. What had been undone before
    /// can no longer be done again.
    ///
    /// # Errors
    /// [`Error::Write`] of the disk.
    pub fn record(
        &mut self,
        what: &str,
        at: DateTime<FixedOffset>,
        before: &Snapshot,
        after: &Snapshot,
    ) -> Result<(), Error> {
        let changes = changes(before, after);
        if changes.is_empty() {
            return Ok(());
        }
        let steps = self.done()?;
        self.add(steps, Step::new(what, at, changes)).map(drop)
    }

    /// Does what was typed into a file, which `write` writes, and sets it down: typing that goes on is
    /// one step.
    ///
    /// # Errors
    /// [`Error::Write`] of the disk, or what `write` returns.
    pub fn typed(
        &mut self,
        what: &str,
        at: DateTime<FixedOffset>,
        path: &str,
        (old, new): (&[u8], &[u8]),
        write: impl FnOnce() -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (before, after) = (Some(fs::sha256(old)), Some(fs::sha256(new)));
        let change = Change { path: path.to_owned(), before, after, on_the_way: None };
        if change.before == change.after {
            return Ok(());
        }
        // Set down first: whoever is killed before the file is written has a step that undoes nothing.
        let mut steps = self.done()?;
        if let Some(last) = steps.last_mut().filter(|last| goes_on(last, what, at, &change)) {
            let earlier = last.clone();
            last.changes[0].on_the_way = last.changes[0].after.replace(fs::sha256(new));
            self.put(last)?;
            return write().inspect_err(|_| drop(self.put(&earlier)));
        }
        self.keep(old)?;
        let step = Step { typed: true, ..Step::new(what, at, vec![change]) };
        let number = self.add(steps, step)?;
        write().inspect_err(|_| drop(fs::remove(&self.path(number))))
    }

    /// The steps that were not undone; those that were are given up.
    fn done(&self) -> Result<Vec<Step>, Error> {
        let mut steps = self.steps()?;
        while let Some(step) = steps.pop_if(|step| step.undone) {
            fs::remove(&self.path(step.number))?;
        }
        Ok(steps)
    }

    /// Sets a step down behind the others, and gives its number.
    fn add(&mut self, mut steps: Vec<Step>, mut step: Step) -> Result<u64, Error> {
        let number = steps.last().map_or(1, |last| last.number + 1);
        step.number = number;
        self.put(&step)?;
        steps.push(step);
        self.tidy(steps)?;
        Ok(number)
    }

    /// All steps, the oldest first.
    ///
    /// # Errors
    /// [`Error::Read`] of the disk.
    pub fn steps(&self) -> Result<Vec<Step>, Error> {
        let mut steps: Vec<Step> = Vec::new();
        for path in fs::list(&self.dir)? {
            if path.extension().is_some_and(|it| it == "json")
                && let Some(bytes) = fs::read_limited(&path, LARGEST)?
                && let Ok(step) = serde_json::from_slice(&bytes)
            {
                steps.push(step);
            }
        }
        steps.sort_by_key(|step| step.number);
        Ok(steps)
    }

    /// Takes the last action back. `None` where there is none.
    ///
    /// # Errors
    /// [`Refusal::Changed`] where a file is no longer what the action made of it, and then nothing is
    /// written.
    pub fn undo(&mut self) -> Result<Option<Step>, Refusal> {
        let Some(mut step) = self.steps()?.into_iter().rfind(|step| !step.undone) else {
            return Ok(None);
        };
        for change in &mut step.changes {
            let Some(on_the_way) = change.on_the_way.take() else { continue };
            let bytes = fs::read_limited(&self.workspace.root().join(&change.path), LARGEST);
            if matches!(bytes, Ok(Some(bytes)) if fs::sha256(&bytes) == on_the_way) {
                change.after = Some(on_the_way);
            }
        }
        let back = |change: &Change| (change.after.clone(), change.before.clone());
        self.lead(&step, back)?;
        step.undone = true;
        step.typed = false;
        self.put(&step)?;
        Ok(Some(step))
    }

    /// Does once more what was undone last. `None` where nothing was.
    ///
    /// # Errors
    /// As [`undo`](Self::undo).
    pub fn redo(&mut self) -> Result<Option<Step>, Refusal> {
        let Some(mut step) = self.steps()?.into_iter().find(|step| step.undone) else {
            return Ok(None);
        };
        self.lead(&step, |change| (change.before.clone(), change.after.clone()))?;
        step.undone = false;
        self.put(&step)?;
        Ok(Some(step))
    }

    /// What a file was before, the newest first.
    ///
    /// # Errors
    /// [`Error::Read`] of the disk.
    pub fn versions(&self, path: &str) -> Result<Vec<Version>, Error> {
        let mut versions: Vec<Version> = Vec::new();
        for step in self.steps()?.into_iter().rev() {
            for change in step.changes.iter().filter(|change| change.path == path) {
                let ends = [&change.after, &change.before].into_iter().flatten();
                for digest in ends.filter(|digest| self.blob(digest).is_file()) {
                    if !versions.iter().any(|version| version.digest == *digest) {
                        versions.push(Version {
                            digest: digest.clone(),
                            until: step.at.clone(),
                            what: step.what.clone(),
                        });
                    }
                }
            }
        }
        Ok(versions)
    }

    /// A content that is kept; `None` where it is not, or not any more.
    ///
    /// # Errors
    /// [`Error::Read`] of the disk.
    pub fn content(&self, digest: &str) -> Result<Option<Vec<u8>>, Error> {
        let is_digest = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let path = self.blob(digest);
        if !is_digest || !path.is_file() {
            return Ok(None);
        }
        // One that a crash of the machine has damaged is none.
        Ok(fs::read_limited(&path, LARGEST)?.filter(|bytes| fs::sha256(bytes) == digest))
    }

    /// Leads the files of a step from one end to the other. Whoever was killed on the way goes on.
    fn lead(
        &mut self,
        step: &Step,
        ends: impl Fn(&Change) -> (Option<String>, Option<String>),
    ) -> Result<(), Refusal> {
        let mut left = Vec::new();
        let mut changed = Vec::new();
        for change in &step.changes {
            let (from, to) = ends(change);
            let path = self.workspace.root().join(&change.path);
            self.workspace.contained(&path)?;
            let there = match fs::stamp(&path)? {
                Some(_) => fs::read_limited(&path, LARGEST)?,
                None => None,
            };
            let digest = there.as_deref().map(fs::sha256);
            if digest == to {
                continue;
            }
            let new = match &to {
                Some(to) => match self.content(to)? {
                    Some(content) => Some(content),
                    None => return Err(Refusal::Gone { path: change.path.clone() }),
                },
                None => None,
            };
            if digest == from {
                left.push((path, there, new));
            } else {
                changed.push(change.path.clone());
            }
        }
        if !changed.is_empty() {
            return Err(Refusal::Changed { paths: changed });
        }
        for (_, there, _) in &left {
            there.as_deref().map(|bytes| self.keep(bytes)).transpose()?;
        }
        // What comes back first, what goes after it: nothing is ever in neither place.
        for (path, there, new) in &left {
            match (there, new) {
                (Some(old), Some(new)) => drop(fs::replace(path, old, new)?),
                (None, Some(new)) if fs::write_new(path, new)?.is_none() => {
                    return Err(Error::Edited { path: path.clone() }.into());
                }
                _ => {}
            }
        }
        for (path, _, _) in left.iter().filter(|(_, _, new)| new.is_none()) {
            fs::remove(path)?;
            // Only where it is empty; an issue that was made is gone with its last file.
            let root = self.workspace.root();
            path.ancestors().skip(1).take_while(|dir| *dir != root).for_each(|dir| {
                let _ = std::fs::remove_dir(dir);
            });
        }
        Ok(())
    }

    /// Keeps a content, and gives its digest.
    fn keep(&mut self, bytes: &[u8]) -> Result<String, Error> {
        let digest = fs::sha256(bytes);
        let path = self.blob(&digest);
        if fs::stamp(&path)?.is_none_or(|stamp| stamp.size != bytes.len() as u64) {
            self.workspace.contained(&path)?;
            fs::write_atomic(&path, bytes)?;
            if let Some(size) = &mut self.size {
                *size += bytes.len() as u64;
            }
        }
        Ok(digest)
    }

    fn blob(&self, digest: &str) -> PathBuf {
        self.dir.join("contents").join(digest)
    }

    fn path(&self, number: u64) -> PathBuf {
        self.dir.join(format!("{number:08}.json"))
    }

    fn put(&self, step: &Step) -> Result<(), Error> {
        let text = serde_json::to_vec(step).unwrap_or_default();
        let path = self.path(step.number);
        self.workspace.contained(&path)?;
        fs::write_atomic(&path, &text)?;
        Ok(())
    }

    /// Lets the oldest steps go where there are too many, or their contents take too much room.
    fn tidy(&mut self, mut steps: Vec<Step>) -> Result<(), Error> {
        let size = match self.size {
            Some(size) => size,
            None => fs::list(&self.dir.join("contents"))?
                .iter()
                .filter_map(|path| fs::stamp(path).ok().flatten())
                .map(|stamp| stamp.size)
                .sum(),
        };
        self.size = Some(size);
        if steps.len() <= MOST && size <= ROOM {
            return Ok(());
        }
        let go = if steps.len() > MOST { GO } else { 0 };
        let mut left = self.let_go(steps.drain(..go).collect(), &steps)?;
        // What nobody names is gone by now; where that was not it, half of the steps are.
        while left > ROOM && !steps.is_empty() {
            let half = steps.len().div_ceil(2);
            left = self.let_go(steps.drain(..half).collect(), &steps)?;
        }
        self.known.clear();
        self.size = Some(left);
        Ok(())
    }

    /// Removes steps, and contents that none of those that stay names. Gives the bytes that are left.
    fn let_go(&self, gone: Vec<Step>, stay: &[Step]) -> Result<u64, Error> {
        for step in gone {
            fs::remove(&self.path(step.number))?;
        }
        let ends = |change: &'_ Change| [change.before.clone(), change.after.clone()];
        let named: BTreeSet<String> =
            stay.iter().flat_map(|step| &step.changes).flat_map(ends).flatten().collect();
        let mut left = 0;
        for path in fs::list(&self.dir.join("contents"))? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if named.contains(&name) {
                left += fs::stamp(&path)?.map_or(0, |stamp| stamp.size);
            } else {
                fs::remove(&path)?;
            }
        }
        Ok(left)
    }
}

/// Whether what is typed goes into the last step.
fn goes_on(last: &Step, what: &str, at: DateTime<FixedOffset>, new: &Change) -> bool {
    let [own] = &last.changes[..] else { return false };
    let then = DateTime::parse_from_rfc3339(&last.at);
    last.typed
        && last.what == what
        && own.path == new.path
        && own.after == new.before
        && then.is_ok_and(|then| (at - then).num_seconds().abs() <= ONE_STEP)
}

fn changes(before: &Snapshot, after: &Snapshot) -> Vec<Change> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |path: &String| Change {
        path: path.clone(),
        before: before.get(path).cloned(),
        after: after.get(path).cloned(),
        on_the_way: None,
    };
    paths.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

fn walk(dir: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    for path in fs::list(dir)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // What is being written, and what editors put beside a file that is open.
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        if path.is_dir() && depth > 1 && !path.is_symlink() {
            walk(&path, depth - 1, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
