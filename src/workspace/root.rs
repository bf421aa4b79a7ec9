//! The workspace itself: where it is, how it is found, and the texts that are read of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::caller::Caller;
use super::names::SETTINGS_FILE;
use super::{fs, settings_name};
use crate::error::{Error, shown};

/// A folder with `jianbao.yaml` in it.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub(super) root: PathBuf,
    /// Files as if they had this content.
    instead: Arc<BTreeMap<PathBuf, Vec<u8>>>,
    /// Whether its templates are left alone.
    built_in_only: bool,
    /// The most issues it may have; what the settings say is not known here.
    pub(super) most_issues: u32,
    /// Who works on it.
    caller: Option<Arc<Caller>>,
}

impl Workspace {
    /// Opens the workspace whose root is `dir`.
    ///
    /// # Errors
    /// [`Error::NoWorkspace`] when `dir` holds no `jianbao.yaml`.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        if dir.join(SETTINGS_FILE).is_file() { Ok(Self::in_making(dir)) } else { Err(none(dir)) }
    }

    /// A folder that is to become a workspace: it may be anything yet, or nothing.
    pub fn in_making(dir: &Path) -> Self {
        Self {
            root: dir.to_owned(),
            instead: Arc::default(),
            built_in_only: false,
            most_issues: u32::MAX,
            caller: None,
        }
    }

    /// Opens the workspace that `start` lies in: the nearest `jianbao.yaml` at or above it,
    /// otherwise `start/briefings`.
    ///
    /// # Errors
    /// [`Error::NoWorkspace`] when there is neither.
    pub fn find(start: &Path) -> Result<Self, Error> {
        // The last ancestor of a relative path is the empty one, which means the current folder.
        let named = |dir: &Path| {
            if dir.as_os_str().is_empty() { PathBuf::from(".") } else { dir.to_owned() }
        };
        let inside = start.ancestors().map(named).find(|dir| dir.join(SETTINGS_FILE).is_file());
        match inside {
            Some(root) => Self::open(&root),
            None => Self::open(&start.join("briefings")).map_err(|_| none(start)),
        }
    }

    /// A file beside `jianbao.yaml` that looks as if it were meant as it: nobody reads it.
    pub fn misnamed_settings(&self) -> Option<PathBuf> {
        settings_name::meant(&self.root)
    }

    /// The same workspace as if some of its files of text had another content: how it would be read
    /// after a change that nobody has made yet.
    #[must_use]
    pub fn as_if(&self, files: BTreeMap<PathBuf, Vec<u8>>) -> Self {
        Self { instead: Arc::new(files), ..self.clone() }
    }

    /// The same workspace without its own templates, if `only`: the built-in ones set everything.
    #[must_use]
    pub fn with_built_in_templates(self, only: bool) -> Self {
        Self { built_in_only: only, ..self }
    }

    /// Whether its own templates are left alone.
    pub fn is_built_in_only(&self) -> bool {
        self.built_in_only
    }

    /// The same workspace with a limit on its issues: where it has more, they are not listed.
    #[must_use]
    pub fn with_most_issues(self, most_issues: u32) -> Self {
        Self { most_issues, ..self }
    }

    /// The same workspace, worked on by somebody whom others can be told of.
    #[must_use]
    pub fn called_by(self, caller: Caller) -> Self {
        Self { caller: Some(Arc::new(caller)), ..self }
    }

    /// Who works on it, where that was said.
    pub fn caller(&self) -> Option<&Caller> {
        self.caller.as_deref()
    }

    /// The bytes of a file of text, unless it is longer than `limit` bytes.
    ///
    /// # Errors
    /// [`Error::Outside`] when a link leads out of the workspace; [`Error::Read`] when it cannot be
    /// opened or read.
    pub fn bytes(&self, path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Error> {
        match self.instead.get(path) {
            Some(bytes) => Ok(Some(bytes.clone())),
            None => {
                self.contained(path)?;
                fs::read_limited(path, limit)
            }
        }
    }

    /// Whether a file of text has this very content.
    ///
    /// # Errors
    /// As [`Workspace::bytes`].
    pub fn holds(&self, path: &Path, bytes: &[u8]) -> Result<bool, Error> {
        match self.instead.get(path) {
            Some(instead) => Ok(instead == bytes),
            None => {
                self.contained(path)?;
                fs::holds(path, bytes)
            }
        }
    }

    /// Refuses a path that a link leads out of the workspace. Every file of it is read, and every
    /// folder written into, after this; only the folder for PDFs may be somewhere else.
    ///
    /// # Errors
    /// [`Error::Outside`].
    pub fn contained(&self, path: &Path) -> Result<(), Error> {
        fs::contained(&self.root, path)
    }

    /// The folder of the workspace.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder for PDFs unless the command line names another.
    pub fn default_out(&self) -> PathBuf {
        self.root.join("out")
    }

    /// The folder of templates that override the built-in ones; it need not exist. `None` where they
    /// are not wanted.
    pub fn templates_dir(&self) -> Option<PathBuf> {
        (!self.built_in_only).then(|| self.root.join("templates"))
    }

    /// The folder of the workspace's own fonts; it need not exist.
    pub fn fonts_dir(&self) -> PathBuf {
        self.root.join("fonts")
    }

    /// The folder for what the program keeps for itself: it may be deleted at any time, and need
    /// not exist.
    pub fn cache_dir(&self) -> PathBuf {
        self.root.join(".jianbao")
    }

    /// A path as shown to people: relative to the workspace where it lies in it, with `/`.
    pub fn display(&self, path: &Path) -> String {
        match path.strip_prefix(&self.root) {
            Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
            Err(_) => shown(path).replace('\\', "/"),
        }
    }
}

/// Why there is no workspace, and which file here or above was meant as its settings.
fn none(start: &Path) -> Error {
    let misnamed = start.ancestors().find_map(settings_name::meant);
    Error::NoWorkspace { start: start.to_owned(), below: Vec::new(), misnamed }
}
