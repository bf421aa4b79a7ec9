//! What issues are set with: settings, rules, templates and fonts of a workspace, made ready once.
//!
//! Writes nothing.

use std::sync::{Arc, Mutex, PoisonError};

use super::{rules, templates};
use crate::check::{self, Archive, Rulebook};
use crate::compose::Composer;
use crate::diagnostic::{Checked, Diagnostic};
use crate::error::Error;
use crate::measure::Exceptions;
use crate::model::{Issue, IssueId, Publication};
use crate::read::{self, House};
use crate::typeset::{FontSet, Typesetter};
use crate::workspace::{IssueFolder, Workspace};

/// Settings, templates and fonts of a workspace, made ready once for any number of issues.
///
/// A clone is the same press for another thread.
#[derive(Clone)]
pub struct Press {
    pub(super) house: Arc<House>,
    pub(super) composer: Option<Arc<Composer>>,
    pub(super) typesetter: Arc<Typesetter>,
    diagnostics: Arc<Vec<Diagnostic>>,
    /// The names of the house's own templates.
    own_templates: Arc<Vec<String>>,
    pub(super) rules: Arc<Checked<Rulebook>>,
    /// What of the page is as the house wants it and no setting asks.
    pub(super) exceptions: Arc<Exceptions>,
    /// What stands in other issues; read when it is first needed.
    archive: Arc<Mutex<Option<Arc<Archive>>>>,
    /// Tells this one from others: what was found out with other fonts is no use.
    pub(super) mark: Arc<()>,
}

/// That an issue is issued once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// 版次, from 2.
    pub edition: u32,
    /// Why.
    pub reason: String,
}

impl Correction {
    /// That of an issue that was issued; a first edition has none, whatever was said of it.
    pub fn of(publication: &Publication) -> Option<Self> {
        let reason = publication.reason.clone().filter(|_| publication.edition > 1)?;
        Some(Self { edition: publication.edition, reason })
    }

    /// The words of the house with this edition and reason in them.
    fn worded(&self, note: &str) -> String {
        // A reason may have such signs itself.
        let words = note.replace(read::EDITION, &self.edition.to_string());
        words.replace(read::REASON, self.reason.trim_end_matches(['。', '；']))
    }
}

/// A template's name within the folder of templates.
fn template_name(path: &str) -> String {
    path.strip_prefix("templates/").unwrap_or(path).to_owned()
}

impl Press {
    /// Reads the workspace's settings, its own templates and fonts.
    ///
    /// # Errors
    /// [`Error::Read`] when one of them cannot be read.
    pub fn new(workspace: &Workspace) -> Result<Self, Error> {
        Self::of(House::open(workspace.clone())?)
    }

    /// The same for a house whose settings were read before.
    ///
    /// # Errors
    /// As [`Press::new`].
    pub fn of(house: House) -> Result<Self, Error> {
        let workspace = &house.workspace;
        let settings = house.settings.value.as_ref();
        let templates = templates::own(workspace, &house.limits())?;
        let own = templates.value.unwrap_or_default();
        let composer = Composer::new(&own);
        let wanted = settings.map(|settings| settings.fonts.clone()).unwrap_or_default();
        let (fonts, findings) =
            FontSet::with_folder(workspace.root(), &workspace.fonts_dir(), &wanted)?;
        let rules = rules::rulebook(&house)?;
        let written = settings.map_or(&[][..], |settings| &settings.exceptions);
        let (exceptions, unknown) = Exceptions::new(written);
        let diagnostics = [templates.diagnostics, composer.diagnostics, findings, unknown].concat();
        Ok(Self {
            house: Arc::new(house),
            rules: Arc::new(rules),
            archive: Arc::default(),
            // Broken templates stop every PDF; the built-in ones find what else is wrong.
            composer: composer.value.or_else(|| Composer::new(&[]).value).map(Arc::new),
            typesetter: Arc::new(Typesetter::new(fonts)),
            diagnostics: Arc::new(diagnostics),
            own_templates: Arc::new(own.iter().map(|file| template_name(&file.path)).collect()),
            exceptions: Arc::new(exceptions),
            mark: Arc::default(),
        })
    }

    /// Puts what the first page says into an issue that is issued once more.
    pub(super) fn correct(&self, issue: Option<&mut Issue>, correction: Option<&Correction>) {
        if let (Some(issue), Some(note), Some(correction)) =
            (issue, self.correction_note(), correction)
        {
            issue.correction = Some(correction.worded(&note));
        }
    }

    /// The same press with the rules' hints shown.
    #[must_use]
    pub fn with_hints(mut self) -> Self {
        let Checked { value, diagnostics } = Arc::unwrap_or_clone(self.rules);
        self.rules = Arc::new(Checked { value: value.map(Rulebook::with_hints), diagnostics });
        self
    }

    /// The house's own templates that take part in an issue: those of kinds that it has no entries of
    /// do not.
    pub(super) fn own_templates_of(&self, issue: &Issue) -> Vec<String> {
        let takes_part = |name: &&String| match name.strip_prefix("entries/") {
            Some(file) if !file.starts_with('_') => {
                let kind = file.strip_suffix(".typ").unwrap_or(file);
                issue.entries.iter().any(|entry| entry.kind.value == kind)
            }
            _ => true,
        };
        self.own_templates.iter().filter(takes_part).cloned().collect()
    }

    /// What the house says on the first page of an issue that is issued once more.
    pub fn correction_note(&self) -> Option<String> {
        let settings = self.house.settings.value.as_ref()?;
        settings.correction.as_ref().map(|note| note.value.clone())
    }

    /// What the rules find in an issue, and what is wrong with the files they go by.
    ///
    /// # Errors
    /// [`Error::Read`] when a folder of the archive cannot be listed.
    pub(super) fn check(&self, issue: &Issue) -> Result<Vec<Diagnostic>, Error> {
        let mut findings = self.rules.diagnostics.clone();
        if let Some(book) = &self.rules.value {
            findings.extend(check::check(issue, book, &*self.archive()?));
        }
        Ok(findings)
    }

    /// What stands in other issues, as it was when it was first asked for.
    ///
    /// # Errors
    /// [`Error::Read`] when a folder of it cannot be listed.
    pub fn archive(&self) -> Result<Arc<Archive>, Error> {
        let mut archive = self.archive.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(archive) = &*archive {
            return Ok(Arc::clone(archive));
        }
        let read = Arc::new(rules::archive(&self.house)?);
        *archive = Some(Arc::clone(&read));
        Ok(read)
    }

    /// Says that other issues changed: the archive is read again when it is next needed.
    pub fn forget_archive(&self) {
        *self.archive.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// An issue and its folder; the findings are the workspace's and the issue's.
    pub(super) fn read(&self, id: IssueId) -> Result<(IssueFolder, Checked<Issue>), Error> {
        let folder = self.house.workspace.issue_folder(id)?;
        let mut read = read::read_issue_in(&self.house.workspace, &self.house.settings, &folder)?;
        read.diagnostics.splice(0..0, self.diagnostics.iter().cloned());
        Ok((folder, read))
    }
}
