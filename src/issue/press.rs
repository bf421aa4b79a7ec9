//! One issue at a time: composed, typeset, measured and exported, in memory.
//!
//! Writes nothing but the Typst files that somebody asked to keep.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::set::sort;
use super::{inspect, templates};
use crate::check::{self, Archive, Rulebook};
use crate::compose::{Attachment, Composer, Document};
use crate::diagnostic::{Checked, Diagnostic};
use crate::error::Error;
use crate::export::{Export, LaidOut, Pdf};
use crate::measure::Exceptions;
use crate::model::{Digest, FaceWishes, Issue, IssueId, Limits, Mark, Publication};
use crate::read::{self, Settings};
use crate::typeset::{FontSet, Typeset, Typesetter, pictures_of};
use crate::workspace::{Workspace, fs};

/// Settings, templates and fonts of a workspace, made ready once for any number of issues.
///
/// A clone is the same press for another thread.
#[derive(Clone)]
pub struct Press {
    pub(super) workspace: Workspace,
    pub(super) house: Arc<Checked<Settings>>,
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

/// How an issue is set.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// With a watermark 草稿.
    pub draft: bool,
    /// Where to write the generated Typst files.
    pub keep_typ: Option<PathBuf>,
    /// Files that the PDF carries.
    pub attachments: Vec<Attachment>,
    /// Whether what is written is held against the rules.
    pub check: bool,
    /// As which edition it is issued once more, and why: the first page says so where the house wants it.
    pub correction: Option<Correction>,
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

/// An issue as it would be printed, in memory.
pub struct Proof {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Pages.
    pub pages: usize,
    /// The issue.
    pub issue: Issue,
    typeset: Typeset,
    document: Document,
    folder: PathBuf,
    faces: FaceWishes,
    /// As which edition it was set.
    pub correction: Option<Correction>,
}

impl Proof {
    /// The pictures that its texts use, by their paths within the issue's folder.
    pub fn pictures(&self) -> &[Digest] {
        self.typeset.pictures()
    }

    /// The PDF without any words about it.
    ///
    /// # Errors
    /// The findings of the export.
    pub fn plain(&self) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.export(&Pdf { about: None })
    }

    /// The PDF as it is issued: it says of itself what it is.
    ///
    /// # Errors
    /// The findings of the export.
    pub fn issued(&self, mark: &Mark) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.export(&Pdf { about: Some(mark) })
    }

    fn export(&self, pdf: &Pdf<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let made = pdf.bytes(&self.laid_out());
        made.value.ok_or(made.diagnostics)
    }

    /// What outputs are made of.
    pub fn laid_out(&self) -> LaidOut<'_> {
        let Self { issue, document, typeset, folder, faces, .. } = self;
        LaidOut { issue, document, typeset, folder, faces }
    }
}

/// A template's name within the folder of templates.
fn template_name(path: &str) -> String {
    path.strip_prefix("templates/").unwrap_or(path).to_owned()
}

/// An issue composed and typeset.
pub(super) struct Pages {
    pub(super) document: Document,
    pub(super) typeset: Option<Typeset>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Press {
    /// Reads the workspace's settings, its own templates and fonts.
    ///
    /// # Errors
    /// [`Error::Read`] when one of them cannot be read.
    pub fn new(workspace: &Workspace) -> Result<Self, Error> {
        let house = read::read_settings(workspace)?;
        let limits = house.value.as_ref().map(|house| house.limits).unwrap_or_default();
        let templates = templates::own(workspace, &limits)?;
        let own = templates.value.unwrap_or_default();
        let composer = Composer::new(&own);
        let wanted = house.value.as_ref().map(|house| house.fonts.clone()).unwrap_or_default();
        let (fonts, findings) =
            FontSet::with_folder(workspace.root(), &workspace.fonts_dir(), &wanted)?;
        let rules = inspect::rulebook(workspace, house.value.as_ref())?;
        let written = house.value.as_ref().map(|house| house.exceptions.clone());
        let (exceptions, unknown) = Exceptions::new(&written.unwrap_or_default());
        let diagnostics = [templates.diagnostics, composer.diagnostics, findings, unknown].concat();
        Ok(Self {
            workspace: workspace.clone(),
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

    /// Sets an issue and writes nothing. The value is missing where findings leave no pages.
    ///
    /// # Errors
    /// [`Error`] when a file cannot be read.
    pub fn typeset(&self, id: IssueId, draft: bool) -> Result<Checked<Typeset>, Error> {
        self.in_time(id, move |press| {
            let (folder, issue) = press.read(id)?;
            let mut diagnostics = issue.diagnostics;
            let mut value = None;
            if let Some(issue) = issue.value
                && let Some(page) =
                    press.lay_out(&issue, &folder, &Setting { draft, ..Setting::default() })?
            {
                diagnostics.extend(page.diagnostics);
                value = page.typeset;
            }
            sort(&mut diagnostics);
            Ok(Checked { value, diagnostics })
        })
    }

    /// Makes the PDF of an issue in memory. The value is missing where findings stop it.
    ///
    /// # Errors
    /// [`Error`] when a file cannot be read, or one to be kept not be written.
    pub fn proof(&self, id: IssueId, how: Setting) -> Result<Checked<Proof>, Error> {
        if how.check {
            // It may be large, and is read for all issues: none of them pays for it alone.
            self.archive()?;
        }
        self.in_time(id, move |press| press.proof_now(id, &how))
    }

    fn proof_now(&self, id: IssueId, how: &Setting) -> Result<Checked<Proof>, Error> {
        let (folder, mut read) = self.read(id)?;
        self.correct(read.value.as_mut(), how.correction.as_ref());
        let mut diagnostics = read.diagnostics;
        let ruled = match &read.value {
            Some(issue) if how.check => self.check(issue)?,
            _ => Vec::new(),
        };
        let value = match read.value {
            Some(issue) => self.print(issue, &folder, how, &mut diagnostics)?,
            None => None,
        };
        diagnostics.extend(ruled);
        sort(&mut diagnostics);
        Ok(Checked { value, diagnostics })
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
        self.house.value.as_ref()?.correction.as_ref().map(|note| note.value.clone())
    }

    /// The limits of the house; those of every house where its settings cannot be read.
    pub(super) fn limits(&self) -> Limits {
        self.house.value.as_ref().map(|house| house.limits).unwrap_or_default()
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
        let read = Arc::new(inspect::archive(&self.workspace, &self.limits())?);
        *archive = Some(Arc::clone(&read));
        Ok(read)
    }

    /// Says that other issues changed: the archive is read again when it is next needed.
    pub fn forget_archive(&self) {
        *self.archive.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// An issue and its folder; the findings are the workspace's and the issue's.
    pub(super) fn read(&self, id: IssueId) -> Result<(PathBuf, Checked<Issue>), Error> {
        let folder = self.workspace.issue_dir(id)?;
        let mut read = read::read_issue_of(&self.workspace, &self.house, id)?;
        read.diagnostics.splice(0..0, self.diagnostics.iter().cloned());
        Ok((folder, read))
    }

    fn print(
        &self,
        issue: Issue,
        folder: &Path,
        how: &Setting,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Option<Proof>, Error> {
        let Some(page) = self.lay_out(&issue, folder, how)? else { return Ok(None) };
        diagnostics.extend(page.diagnostics);
        if let Some(dir) = &how.keep_typ {
            self.keep_typ(&page.document, folder, dir)?;
        }
        let Some(typeset) = page.typeset else { return Ok(None) };
        // With an entry missing or mistaken the pages are not those of the mended issue.
        if diagnostics.iter().any(Diagnostic::stops_pages) {
            return Ok(None);
        }
        diagnostics.extend(self.page_findings(&issue, &typeset, how.draft));
        if diagnostics.iter().any(Diagnostic::stops_pages) {
            return Ok(None);
        }
        if how.draft {
            // What would stop the final one.
            diagnostics.extend(typeset.archive_faults());
            if diagnostics.iter().any(Diagnostic::stops_pages) {
                return Ok(None);
            }
        }
        let mut proof = Proof {
            pdf: Vec::new(),
            pages: typeset.page_count(),
            issue,
            typeset,
            document: page.document,
            folder: folder.to_owned(),
            faces: self.house.value.as_ref().map(|house| house.fonts.clone()).unwrap_or_default(),
            correction: how.correction.clone(),
        };
        match proof.plain() {
            Ok(pdf) => {
                proof.pdf = pdf;
                Ok(Some(proof))
            }
            Err(findings) => {
                diagnostics.extend(findings);
                Ok(None)
            }
        }
    }

    /// The font files whose faces stand on the pages, sorted by path.
    pub fn fonts_used(&self, proof: &Proof) -> Vec<Digest> {
        self.typesetter.fonts_used(&proof.typeset)
    }

    /// Writes the Typst files so that an ordinary Typst compiler with the same fonts makes the
    /// same pages of `main.typ`. Only the folder for PDFs itself may be a link to somewhere else.
    fn keep_typ(&self, document: &Document, folder: &Path, dir: &Path) -> Result<(), Error> {
        let out = dir.parent().unwrap_or(dir);
        let write = |path: &str, bytes: &[u8]| -> Result<(), Error> {
            let path = dir.join(path);
            fs::contained(out, &path)?;
            fs::write_atomic(&path, bytes).map(drop)
        };
        for (path, file) in &document.files {
            write(path.trim_start_matches('/'), file.text.as_bytes())?;
        }
        let fonts = crate::typeset::FONTS_FILE.trim_start_matches('/');
        write(fonts, self.typesetter.fonts_source().as_bytes())?;
        for (path, bytes) in pictures_of(document, folder)? {
            write(&path, &bytes)?;
        }
        Ok(())
    }
}
