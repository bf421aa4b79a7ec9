//! The one line of an issue: read → held against the rules → laid out → judged → exported, as far as is
//! asked for, and all that was found on the way by file and place.
//!
//! Everybody who sets an issue goes through here: who builds, issues or verifies one, who measures it,
//! who shows it on a screen again and again, who reads it for mistakes.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::press::{Correction, Press};
use crate::compose::{Attachment, Document};
use crate::diagnostic::{Checked, Diagnostic};
use crate::error::Error;
use crate::export::{Export, LaidOut, Pdf};
use crate::model::{Digest, Issue, IssueId, Mark};
use crate::typeset::{FONTS_FILE, Typeset, Typesetter, Warm, pictures_of};
use crate::workspace::{IssueFolder, fs};

/// How many settings long Typst remembers what it computed for a screen.
const REMEMBERED: usize = 4;

/// How far an issue is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Goal {
    /// Composed, and no page laid out: it is read for mistakes.
    Text,
    /// Laid out, whatever its pages are like.
    Pages,
    /// Its pages judged, for the screen. What only the export would find, whoever shows it asks for.
    Screen,
    /// The PDF, where nothing found stops it.
    #[default]
    Print,
}

/// How an issue is set.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// How far.
    pub goal: Goal,
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

impl Setting {
    /// For the screen.
    pub fn screen(draft: bool, correction: Option<Correction>) -> Self {
        Self { goal: Goal::Screen, draft, check: true, correction, ..Self::default() }
    }
}

/// An issue as far as it was set.
pub struct Set {
    /// The issue as it was read.
    pub issue: Issue,
    /// Its pages; `None` where findings leave none. With errors among the findings these are the
    /// pages of what could be set.
    pub typeset: Option<Typeset>,
    /// How long the parts of the work took.
    pub times: Times,
    document: Document,
    folder: IssueFolder,
    pdf: Option<Vec<u8>>,
    correction: Option<Correction>,
}

/// How long the parts of the work took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Times {
    /// Reading the issue's files.
    pub read: Duration,
    /// Making Typst files of them.
    pub compose: Duration,
    /// Laying out the pages, and measuring them.
    pub typeset: Duration,
    /// Holding the pages against their layout.
    pub findings: Duration,
}

impl Times {
    /// All of them together.
    pub fn total(&self) -> Duration {
        self.read + self.compose + self.typeset + self.findings
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
    /// As which edition it was set.
    pub correction: Option<Correction>,
    pub(super) typeset: Typeset,
    document: Document,
    /// Its folder.
    pub folder: IssueFolder,
}

impl Proof {
    fn of(set: Set) -> Option<Self> {
        let Set { issue, typeset, document, folder, pdf, correction, .. } = set;
        let typeset = typeset?;
        let pages = typeset.page_count();
        Some(Self { pdf: pdf?, pages, issue, correction, typeset, document, folder })
    }

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
        let made = pdf.bytes(&self.laid_out(None));
        made.value.ok_or(made.diagnostics)
    }

    /// What outputs are made of, and what they say of themselves where they are issued.
    pub fn laid_out<'a>(&'a self, mark: Option<&'a Mark>) -> LaidOut<'a> {
        let Self { issue, document, typeset, folder, .. } = self;
        LaidOut { issue, document, typeset, folder: &folder.path, mark }
    }
}

impl Press {
    /// Sets an issue; writes nothing but the Typst files that are to be kept. The value is missing where
    /// the issue cannot be read.
    ///
    /// # Errors
    /// [`Error`] when a file cannot be read, or one to be kept not be written.
    pub fn set(&self, id: IssueId, how: Setting) -> Result<Checked<Set>, Error> {
        self.set_again(id, how, &mut Warm::default())
    }

    /// The same for who sets it again and again. `warm` is the issue's own: the next setting of it is the
    /// quicker for it, and no other.
    ///
    /// # Errors
    /// As for [`Press::set`].
    pub fn set_again(
        &self,
        id: IssueId,
        how: Setting,
        warm: &mut Warm,
    ) -> Result<Checked<Set>, Error> {
        if how.check {
            // It may be large, and is read for all issues: none of them pays for it alone.
            self.archive()?;
        }
        let mut kept = std::mem::take(warm);
        let set = self.in_time(id, move |press| {
            let set = press.set_now(id, &how, &mut kept)?;
            Ok(Checked { value: Some((set.value, kept)), diagnostics: set.diagnostics })
        })?;
        // What was half done when the time was over is not to be built upon.
        let (value, kept) = set.value.unwrap_or_default();
        *warm = kept;
        Ok(Checked { value, diagnostics: set.diagnostics })
    }

    /// Sets the pages of an issue, whatever they are like. The value is missing where findings leave none.
    ///
    /// # Errors
    /// As for [`Press::set`].
    pub fn typeset(&self, id: IssueId, draft: bool) -> Result<Checked<Typeset>, Error> {
        let set = self.set(id, Setting { goal: Goal::Pages, draft, ..Setting::default() })?;
        Ok(set.and_then(|set| set.typeset))
    }

    /// Makes the PDF of an issue in memory. The value is missing where findings stop it.
    ///
    /// # Errors
    /// As for [`Press::set`].
    pub fn proof(&self, id: IssueId, how: Setting) -> Result<Checked<Proof>, Error> {
        Ok(self.set(id, Setting { goal: Goal::Print, ..how })?.and_then(Proof::of))
    }

    /// The font files whose faces stand on the pages, sorted by path.
    pub fn fonts_used(&self, proof: &Proof) -> Vec<Digest> {
        self.typesetter.fonts_used(&proof.typeset)
    }

    fn set_now(&self, id: IssueId, how: &Setting, warm: &mut Warm) -> Result<Checked<Set>, Error> {
        let mut times = Times::default();
        let (folder, mut read) = timed(&mut times.read, || self.read(id))?;
        self.correct(read.value.as_mut(), how.correction.as_ref());
        let mut found = read.diagnostics;
        let Some(issue) = read.value else {
            sort(&mut found);
            return Ok(Checked { value: None, diagnostics: found });
        };
        let ruled = match how.check {
            true => timed(&mut times.findings, || self.check(&issue))?,
            false => Vec::new(),
        };
        let mut set = Set {
            issue,
            typeset: None,
            times,
            document: Document::default(),
            folder,
            pdf: None,
            correction: how.correction.clone(),
        };
        match how.goal {
            Goal::Text => found.extend(self.faults_of_text(&set.issue, &set.folder.path)?),
            _ => self.print(&mut set, how, warm, &mut found)?,
        }
        found.extend(ruled);
        if how.goal == Goal::Text {
            found.extend(self.lacking(&set.issue));
        }
        sort(&mut found);
        Ok(Checked { value: Some(set), diagnostics: found })
    }

    /// Lays an issue out and goes on with its pages as far as is asked for and what is found allows.
    fn print(
        &self,
        set: &mut Set,
        how: &Setting,
        warm: &mut Warm,
        found: &mut Vec<Diagnostic>,
    ) -> Result<(), Error> {
        let page = self.lay_out(&set.issue, &set.folder.path, how, warm, &mut set.times)?;
        if how.goal == Goal::Screen {
            // A long-lived process forgets here what Typst remembers of earlier settings.
            Typesetter::forget(REMEMBERED);
        }
        let Some(page) = page else { return Ok(()) };
        found.extend(page.diagnostics);
        if let Some(dir) = &how.keep_typ {
            self.keep_typ(&page.document, &set.folder.path, dir)?;
        }
        set.document = page.document;
        set.typeset = page.typeset;
        let stops = |found: &[Diagnostic]| found.iter().any(Diagnostic::stops_pages);
        // With an entry missing or mistaken the pages are not those of the mended issue.
        let judged = how.goal != Goal::Pages && !stops(found);
        let Some(typeset) = set.typeset.as_ref().filter(|_| judged) else { return Ok(()) };
        let judge = || self.page_findings(&set.issue, typeset, how.draft);
        found.extend(timed(&mut set.times.findings, judge));
        if how.goal != Goal::Print || stops(found) {
            return Ok(());
        }
        if how.draft {
            // What would stop the final one.
            found.extend(typeset.archive_faults());
            if stops(found) {
                return Ok(());
            }
        }
        let Set { issue, document, folder, .. } = &*set;
        let made = Pdf { about: None }.bytes(&LaidOut {
            issue,
            document,
            typeset,
            folder: &folder.path,
            mark: None,
        });
        found.extend(made.diagnostics);
        set.pdf = made.value;
        Ok(())
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
        write(FONTS_FILE.trim_start_matches('/'), self.typesetter.fonts_source().as_bytes())?;
        for (path, bytes) in pictures_of(document, folder)? {
            write(&path, &bytes)?;
        }
        Ok(())
    }
}

/// Adds to `time` how long `work` takes.
pub(super) fn timed<T>(time: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    *time += start.elapsed();
    done
}

/// By file, then by place; a finding without a place comes first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let key = |diagnostic: &Diagnostic| {
            diagnostic.span.as_ref().map(|span| (span.file.path.clone(), span.range.start))
        };
        key(a).cmp(&key(b))
    });
}
