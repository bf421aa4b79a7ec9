//! Plans → entries on the disk, each with its original and pictures, in the order of the roster.

use std::path::{Path, PathBuf};

use super::{Intake, Plan};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::import::known;
use crate::import::place::{Rank, refuse_issued};
use crate::import::sources::refusal;
use crate::read;
use crate::workspace::{fs, is_free};

/// An entry that was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its path as shown.
    pub entry: String,
    /// The text that stood there before, of one that was replaced, and where it is kept.
    pub kept: Option<String>,
    /// Where its original is kept, as shown, when another one has its name.
    pub renamed: Option<String>,
    /// SHA-256 of its text.
    pub sha256: String,
    /// What of its characters and marks was mended, in a sentence.
    pub mended: Option<String>,
}

/// What writing several plans came to.
#[derive(Default)]
pub struct Batch {
    /// Of each plan, in their order: the entry, or why there is none; nothing of those that were not
    /// come to.
    pub done: Vec<Option<Result<Written, Box<Diagnostic>>>>,
    /// Why it ended before all were done; what was written before is whole.
    pub failure: Option<Error>,
}

impl Intake<'_> {
    /// What an entry would be replaced by, beside what it is now: for whoever is asked. What it is by
    /// the time it is replaced must be the same.
    ///
    /// # Errors
    /// [`Error::Read`] when it cannot be read.
    pub fn change(&self, plan: &mut Plan) -> Result<Option<(String, String)>, Error> {
        let Some(entry) = &plan.earlier else { return Ok(None) };
        let path = self.workspace.root().join(entry);
        let bytes = self.workspace.bytes(&path, u64::MAX - 1)?.unwrap_or_default();
        let before = read::decoded(entry, &bytes).text.clone();
        plan.asked = Some(fs::sha256(&bytes));
        Ok(self.text(plan).ok().map(|(after, _)| (before, after)))
    }

    /// Writes entries, in the order that the roster gives their units; those of one unit as they
    /// came.
    pub fn write(&mut self, plans: &[&Plan]) -> Batch {
        let mut batch = Batch { done: plans.iter().map(|_| None).collect(), failure: None };
        batch.failure = self.write_into(plans, &mut batch.done).err();
        batch
    }

    fn write_into(
        &mut self,
        plans: &[&Plan],
        done: &mut [Option<Result<Written, Box<Diagnostic>>>],
    ) -> Result<(), Error> {
        if plans.is_empty() {
            return Ok(());
        }
        // Somebody may have been asked about them for long.
        refuse_issued(self.workspace, self.id)?;
        let waiting = plans.iter().flat_map(|plan| {
            std::iter::once(plan.staged.as_path())
                .chain(plan.pictures.iter().map(|(path, _)| path.as_path()))
        });
        let waiting: Vec<&Path> = waiting.collect();
        self.stage.settle(&waiting, &self.folder.join("sources"))?;
        let originals = plans.iter().map(|plan| (plan.sha256.clone(), plan.size));
        self.stage.announce(originals, &self.folder.join("sources"))?;
        let mut order: Vec<usize> = (0..plans.len()).collect();
        order.sort_by_cached_key(|index| {
            let plan = plans[*index];
            // Those of one place stay in the order in which they came.
            (Rank::of(&plan.dispatch, &self.roster).order(), *index)
        });
        for (at, index) in order.iter().enumerate() {
            let plan = plans[*index];
            let (text, mends) = match self.text(plan) {
                Ok(text) => text,
                Err(finding) => {
                    done[*index] = Some(Err(finding));
                    continue;
                }
            };
            let mut put = Vec::new();
            match self.one(plan, &text, order.len() - at, &mut put) {
                Ok(one) => {
                    if let Ok(written) = &one {
                        fs::sweep(&self.folder, &self.workspace.root().join(&written.entry));
                    } else {
                        self.take_back(put);
                    }
                    let mended = mends.told();
                    done[*index] = Some(one.map(|written| Written { mended, ..written }));
                }
                Err(error) => {
                    self.take_back(put);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Puts the original, the pictures and the entry in their places; notes what was put there.
    fn one(
        &mut self,
        plan: &Plan,
        text: &str,
        coming: usize,
        put: &mut Vec<PathBuf>,
    ) -> Result<Result<Written, Box<Diagnostic>>, Error> {
        let (original, pictures) = self.names(plan);
        let is_own = original == format!("sources/{}", plan.name);
        let renamed = (!is_own).then(|| self.workspace.display(&self.folder.join(&original)));
        let moved = std::iter::once((&plan.staged, original))
            .chain(plan.pictures.iter().map(|(path, _)| path).zip(pictures));
        for (from, to) in moved {
            let to = self.folder.join(to);
            if to.symlink_metadata().is_err() {
                move_to(from, &to)?;
                put.push(to.clone());
            }
            fs::sweep(to.parent().unwrap_or(&self.folder), &to);
        }
        let sha256 = fs::sha256(text.as_bytes());
        if let Some(entry) = &plan.earlier {
            return Ok(self.replace(plan, entry, text)?.map(|kept| Written {
                entry: entry.clone(),
                kept: Some(kept),
                renamed: None,
                sha256,
                mended: None,
            }));
        }
        let rank = Rank::of(&plan.dispatch, &self.roster);
        loop {
            let name = self.numbers.name(&rank, "md", coming, &self.folder);
            let path = self.folder.join(&name);
            // Somebody may save an entry of this name just now.
            if fs::write_new(&path, text.as_bytes())?.is_some() {
                let entry = self.workspace.display(&path);
                return Ok(Ok(Written { entry, kept: None, renamed, sha256, mended: None }));
            }
        }
    }

    /// Takes away what was put beside an entry that did not come to be.
    fn take_back(&mut self, put: Vec<PathBuf>) {
        for path in put {
            if fs::remove(&path).is_err() {
                // The next run does it, by what is written down there.
                self.stage.leave();
            }
        }
    }

    /// Puts a text in the place of an entry, which is kept beside the originals; says where.
    fn replace(
        &self,
        plan: &Plan,
        entry: &str,
        text: &str,
    ) -> Result<Result<String, Box<Diagnostic>>, Error> {
        let path = self.workspace.root().join(entry);
        let old = self.workspace.bytes(&path, u64::MAX - 1)?.unwrap_or_default();
        let sha256 = fs::sha256(&old);
        if plan.asked.as_ref().is_some_and(|asked| *asked != sha256) {
            let message = format!("「{entry}」在问过以后又改了，没有换成「{}」", plan.shown);
            return Ok(Err(refusal(message, "核对稿件，再导入一次")));
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let copy = (sha256.as_str(), old.len() as u64);
        let kept = self.free("sources", &format!("{}{stem}", known::EARLIER), &ending, copy);
        fs::write_atomic(&self.folder.join(&kept), &old)?;
        // What is edited from here on would be kept nowhere.
        fs::replace(&path, &old, text.as_bytes())?;
        Ok(Ok(self.workspace.display(&self.folder.join(&kept))))
    }

    /// Free names for the original and its pictures, within the folder.
    pub(super) fn names(&self, plan: &Plan) -> (String, Vec<String>) {
        let (stem, ending) = plan.name.rsplit_once('.').unwrap_or((plan.name.as_str(), "txt"));
        let original = self.free("sources", stem, ending, (&plan.sha256, plan.size));
        let pictures = plan.pictures.iter().enumerate().map(|(index, (path, ending))| {
            let sha256 = fs::sha256_of(path).unwrap_or_default();
            let size = std::fs::metadata(path).map(|data| data.len()).unwrap_or(0);
            self.free("assets", &format!("{stem}-{}", index + 1), ending, (&sha256, size))
        });
        (original, pictures.collect())
    }

    /// A name in a folder that nothing has, or a file of this digest and size.
    fn free(&self, folder: &str, stem: &str, ending: &str, (sha256, size): (&str, u64)) -> String {
        let mut count = 1;
        loop {
            let name = match count {
                1 => format!("{folder}/{stem}.{ending}"),
                _ => format!("{folder}/{stem}-{count}.{ending}"),
            };
            let path = self.folder.join(&name);
            let free = is_free(&path);
            // Of another size it is another one, however large: nothing is digested for nothing.
            let is_ours = || {
                self.workspace.contained(&path).is_ok()
                    && std::fs::metadata(&path)
                        .is_ok_and(|data| data.is_file() && data.len() == size)
                    && fs::sha256_of(&path).is_ok_and(|own| own == sha256)
            };
            if free || is_ours() {
                return name;
            }
            count += 1;
        }
    }
}

fn move_to(from: &Path, to: &Path) -> Result<(), Error> {
    let failed = |source| Error::Write { path: to.to_owned(), source };
    if let Some(dir) = to.parent() {
        std::fs::create_dir_all(dir).map_err(failed)?;
    }
    match fs::rename(from, to) {
        // A folder of originals may lie on a disk of its own.
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => {
            let bytes = std::fs::read(from).map_err(failed)?;
            fs::write_new(to, &bytes).map(drop)
        }
        moved => moved.map_err(failed),
    }
}
