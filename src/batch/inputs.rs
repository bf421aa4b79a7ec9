//! What the PDF of an issue is made of: every file, with a stamp to see quickly that it is the same
//! and a digest to know.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::BuildOptions;
use crate::error::Error;
use crate::issue::templates;
use crate::model::{Digest, IssueId};
use crate::read;
use crate::typeset::{FontSet, engine_version};
use crate::workspace::{ISSUE_FILE, LEXICON_FILE, ROSTER_FILE, SETTINGS_FILE, Workspace, fs};

/// A file as it was when something was made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Path from the workspace's root; [`PROGRAM`] for the program itself.
    pub path: String,
    /// Whether it may have changed, at a glance.
    pub stamp: fs::Stamp,
    /// SHA-256 of its content.
    pub sha256: String,
}

impl Seen {
    /// Its path and what was in it.
    pub fn digest(&self) -> Digest {
        Digest { path: self.path.clone(), sha256: self.sha256.clone() }
    }
}

/// The name of the running program among the inputs: another program makes other pages.
pub const PROGRAM: &str = "(jianbao)";

/// A file younger than its PDF by less than this, in ns, may have been changed once more without
/// its stamp telling: disks count in steps of up to two seconds (FAT).
const RACY: i64 = 2_000_000_000;

/// Looks at files for a whole run: what many issues share is read once.
pub struct Inputs<'a> {
    workspace: &'a Workspace,
    program: Option<&'a Path>,
    /// What is read once for all issues: settings, roster and words, templates and fonts.
    shared: Vec<PathBuf>,
    /// By path: what was seen of the shared files in this run.
    known: Mutex<BTreeMap<String, Seen>>,
    /// The program, which is large: it has a lock of its own, so that only those wait who need it.
    seen_program: Mutex<Option<Seen>>,
}

/// What an issue is made of at this moment.
#[derive(Clone, Debug)]
pub struct Ingredients {
    /// Its files and the shared ones.
    pub files: Vec<Seen>,
    /// What lies beside them and is no entry: it makes no page, but a warning.
    passed_over: Vec<String>,
}

impl Ingredients {
    /// All of it, the program and the options in one digest: equal fingerprints mean equal PDFs.
    pub fn fingerprint(
        &self,
        options: &BuildOptions,
        issued: Option<&str>,
        program: Option<&Seen>,
    ) -> String {
        let mut all = format!("jianbao {VERSION}\ntypst {}\n", engine_version());
        all.push_str(&format!("draft {}\nissued {}\n", options.draft, issued.unwrap_or("-")));
        // What was issued is not held against rules any more: its pages are all there is of it.
        let counts = |file: &&Seen| issued.is_none() || !is_of_rules(&file.path);
        for file in self.files.iter().filter(counts).chain(program) {
            all.push_str(&format!("{} {:?}\n", file.sha256, file.path));
        }
        for path in &self.passed_over {
            all.push_str(&format!("- {path:?}\n"));
        }
        fs::sha256(all.as_bytes())
    }
}

impl<'a> Inputs<'a> {
    /// Lists what the workspace's issues share.
    ///
    /// # Errors
    /// [`Error::Read`] when a folder cannot be listed.
    pub fn new(workspace: &'a Workspace, program: Option<&'a Path>) -> Result<Self, Error> {
        let own = [SETTINGS_FILE, ROSTER_FILE, LEXICON_FILE];
        let mut shared: Vec<PathBuf> = own.iter().map(|name| workspace.root().join(name)).collect();
        shared.extend(templates::files(workspace)?);
        shared.extend(FontSet::files(workspace.root(), &workspace.fonts_dir())?);
        Ok(Self {
            workspace,
            program,
            shared,
            known: Mutex::default(),
            seen_program: Mutex::default(),
        })
    }

    /// What an issue is made of. `pictures` are paths within its folder; `before` is what an earlier
    /// run saw, of use where the stamps are still the same and older than `made`, the stamp of what
    /// was made of it then.
    ///
    /// # Errors
    /// [`Error::Read`] when a file cannot be read.
    pub fn of(
        &self,
        id: IssueId,
        pictures: &[String],
        before: Option<(&[Seen], fs::Stamp)>,
    ) -> Result<Ingredients, Error> {
        let folder = self.workspace.issue_folder(id)?.path;
        let listed = read::issue_files(&folder)?;
        let own = [folder.join(ISSUE_FILE)].into_iter().chain(listed.entries);
        let pictures = pictures.iter().map(|picture| folder.join(picture));
        let mut files = Vec::new();
        for path in own.chain(pictures) {
            files.extend(self.look(&self.workspace.display(&path), &path, before)?);
        }
        files.extend(self.shared(before)?);
        let passed_over = listed.passed_over.iter();
        let passed_over = passed_over.map(|file| self.workspace.display(&file.path)).collect();
        Ok(Ingredients { files, passed_over })
    }

    /// Settings, roster and words, templates and fonts.
    ///
    /// # Errors
    /// [`Error::Read`] when one cannot be read.
    pub fn shared(&self, before: Option<(&[Seen], fs::Stamp)>) -> Result<Vec<Seen>, Error> {
        let mut files = Vec::new();
        for path in &self.shared {
            files.extend(self.look_once(&self.workspace.display(path), path, before)?);
        }
        Ok(files)
    }

    /// The program.
    ///
    /// # Errors
    /// [`Error::Read`] when it cannot be read.
    pub fn program(&self, before: Option<(&[Seen], fs::Stamp)>) -> Result<Option<Seen>, Error> {
        let Some(program) = self.program else { return Ok(None) };
        let mut seen = self.seen_program.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.is_none() {
            *seen = self.look(PROGRAM, program, before)?;
        }
        Ok(seen.clone())
    }

    /// The first of some files that is not what it was; `None` when all are.
    ///
    /// # Errors
    /// [`Error::Read`] when the file system does not tell.
    pub fn changed(&self, files: &[Seen]) -> Result<Option<PathBuf>, Error> {
        for file in files.iter().filter(|file| file.path != PROGRAM) {
            let path = self.workspace.root().join(&file.path);
            if fs::stamp(&path)? != Some(file.stamp) {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// A shared file: the first look of the run counts for all of it.
    fn look_once(
        &self,
        shown: &str,
        path: &Path,
        before: Option<(&[Seen], fs::Stamp)>,
    ) -> Result<Option<Seen>, Error> {
        // Held while the file is read: whoever else wants it waits and need not read it again.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = known.get(shown) {
            return Ok(Some(seen.clone()));
        }
        let seen = self.look(shown, path, before)?;
        if let Some(seen) = &seen {
            known.insert(shown.to_owned(), seen.clone());
        }
        Ok(seen)
    }

    fn look(
        &self,
        shown: &str,
        path: &Path,
        before: Option<(&[Seen], fs::Stamp)>,
    ) -> Result<Option<Seen>, Error> {
        // What a link leads to outside of the workspace is not looked at; reading it tells.
        if shown != PROGRAM && self.workspace.contained(path).is_err() {
            return Ok(None);
        }
        let Some(stamp) = fs::stamp(path)? else { return Ok(None) };
        let known = before.and_then(|(seen, made)| {
            let seen = seen.iter().find(|seen| seen.path == shown && seen.stamp == stamp)?;
            (stamp.modified.saturating_add(RACY) < made.modified).then_some(seen)
        });
        Ok(Some(match known {
            Some(seen) => seen.clone(),
            None => Seen { path: shown.to_owned(), stamp, sha256: fs::sha256_of(path)? },
        }))
    }
}

/// Whether a file says what drafts are held against, and nothing of their pages.
pub fn is_of_rules(path: &str) -> bool {
    [ROSTER_FILE, LEXICON_FILE].contains(&path)
}

/// The version of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NEVER: fs::Stamp = fs::Stamp::NEVER;

    /// All that decides about a PDF.
    type Parts = (Vec<(String, u8)>, Vec<String>, bool, Option<u8>, Option<u8>);

    /// Names of which one may be mistaken for two.
    fn name() -> impl Strategy<Value = String> {
        prop::sample::select(vec!["a", "b", "a\n- b", "\\n", "- b", "甲\""]).prop_map(str::to_owned)
    }

    fn parts() -> impl Strategy<Value = Parts> {
        let files = prop::collection::vec((name(), 0..2u8), 0..3);
        let passed_over = prop::collection::vec(name(), 0..3);
        (files, passed_over, any::<bool>(), prop::option::of(0..2u8), prop::option::of(0..2u8))
    }

    /// Seen at `time`, which must not matter.
    fn fingerprint((files, passed_over, draft, issued, program): &Parts, time: i64) -> String {
        let stamp = fs::Stamp { modified: time, ..NEVER };
        let seen = |path: &str, content: u8| Seen {
            path: path.to_owned(),
            stamp,
            sha256: fs::sha256(&[content]),
        };
        let made_of = Ingredients {
            files: files.iter().map(|(path, content)| seen(path, *content)).collect(),
            passed_over: passed_over.clone(),
        };
        let options = BuildOptions { draft: *draft, ..BuildOptions::default() };
        let issued = issued.map(|content| fs::sha256(&[content]));
        let program = program.map(|content| seen(PROGRAM, content));
        made_of.fingerprint(&options, issued.as_deref(), program.as_ref())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn fingerprints_differ_exactly_where_the_parts_do(one in parts(), other in parts()) {
            prop_assert_eq!(fingerprint(&one, 1) == fingerprint(&other, 2), one == other);
            prop_assert_eq!(fingerprint(&one, 1), fingerprint(&one, 2));
        }
    }
}
