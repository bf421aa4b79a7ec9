//! Issues → PDFs on disk: the whole line for one issue or many, and nothing half done.
//!
//! Decides nothing about text or page; prints nothing. What happened leaves as values.

mod extract;
mod measure;
mod output;
mod sources;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub use extract::{Extracted, extract};
pub use measure::Measurement;
pub use output::page_count;

use crate::compose::{ComposeOptions, Composer, Document};
use crate::diagnostic::{Checked, Diagnostic, Text, code};
use crate::error::Error;
use crate::model::{Issue, IssueId};
use crate::read;
use crate::typeset::{FontSet, Typeset, Typesetter};
use crate::workspace::{Workspace, fs};

/// How to build.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Folder for the PDFs; `out/` in the workspace where `None`.
    pub out: Option<PathBuf>,
    /// Set a watermark 草稿; the file is called `…-草稿.pdf`, so that the final one stays.
    pub draft: bool,
    /// Write the generated Typst files beside the PDF, into a folder `….typ`.
    pub keep_typ: bool,
}

/// What became of one issue.
#[derive(Debug)]
pub struct Report {
    /// Which.
    pub id: IssueId,
    /// Where its PDF is, or would be.
    pub path: PathBuf,
    /// The PDF that was written; `None` when findings stopped it. What stood at
    /// [`Report::path`] before still stands then.
    pub built: Option<Built>,
    /// Everything found, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// A failure of the machine while this issue was built.
    pub failure: Option<Error>,
    /// How long it took.
    pub time: Duration,
}

/// A PDF on disk.
#[derive(Clone, Copy, Debug)]
pub struct Built {
    /// Pages.
    pub pages: usize,
    /// Size in bytes.
    pub bytes: usize,
}

/// Templates and fonts of a workspace, made ready once for any number of issues.
pub struct Press {
    workspace: Workspace,
    composer: Option<Composer>,
    typesetter: Typesetter,
    diagnostics: Vec<Diagnostic>,
}

/// An issue composed and typeset.
struct LaidOut {
    document: Document,
    typeset: Option<Typeset>,
    diagnostics: Vec<Diagnostic>,
}

impl Press {
    /// Reads the workspace's own templates and fonts.
    ///
    /// # Errors
    /// [`Error::Read`] when one of them cannot be read.
    pub fn new(workspace: &Workspace) -> Result<Self, Error> {
        let templates = sources::templates(workspace)?;
        let composer = Composer::new(&templates.value.unwrap_or_default());
        let (fonts, findings) = FontSet::with_folder(&workspace.fonts_dir())?;
        let diagnostics = [templates.diagnostics, composer.diagnostics, findings].concat();
        Ok(Self {
            workspace: workspace.clone(),
            // Broken templates stop every PDF; the built-in ones find what else is wrong.
            composer: composer.value.or_else(|| Composer::new(&[]).value),
            typesetter: Typesetter::new(fonts),
            diagnostics,
        })
    }

    /// Builds one issue. Everything that is wrong with it is in the report, and only there.
    pub fn build(&self, id: IssueId, options: &BuildOptions) -> Report {
        let start = Instant::now();
        let out = options.out.clone().unwrap_or_else(|| self.workspace.default_out());
        let draft = if options.draft { "-草稿" } else { "" };
        let path = out.join(format!("{}{draft}.pdf", id.file_stem()));
        let mut report = Report {
            id,
            path,
            built: None,
            diagnostics: self.diagnostics.clone(),
            failure: None,
            time: Duration::ZERO,
        };
        if let Err(error) = self.run(&mut report, options) {
            report.failure = Some(error);
        }
        sort(&mut report.diagnostics);
        report.time = start.elapsed();
        report
    }

    /// Sets an issue and writes nothing. The value is missing where findings leave no pages.
    ///
    /// # Errors
    /// [`Error`] when a file cannot be read.
    pub fn typeset(&self, id: IssueId, draft: bool) -> Result<Checked<Typeset>, Error> {
        let folder = self.workspace.issue_dir(id)?;
        let issue = read::read_issue(&self.workspace, id)?;
        let mut diagnostics = [self.diagnostics.clone(), issue.diagnostics].concat();
        let mut value = None;
        if let Some(issue) = issue.value
            && let Some(page) = self.lay_out(&issue, &folder, draft)?
        {
            diagnostics.extend(page.diagnostics);
            value = page.typeset;
        }
        sort(&mut diagnostics);
        Ok(Checked { value, diagnostics })
    }

    fn run(&self, report: &mut Report, options: &BuildOptions) -> Result<(), Error> {
        let folder = self.workspace.issue_dir(report.id)?;
        let issue = read::read_issue(&self.workspace, report.id)?;
        report.diagnostics.extend(issue.diagnostics);
        let Some(issue) = issue.value else { return Ok(()) };
        let Some(page) = self.lay_out(&issue, &folder, options.draft)? else { return Ok(()) };
        report.diagnostics.extend(page.diagnostics);
        if options.keep_typ {
            self.keep_typ(&page.document, &folder, &report.path.with_extension("typ"))?;
        }
        let Some(typeset) = page.typeset else { return Ok(()) };
        // With an entry missing or mistaken the pages are not those of the mended issue.
        if report.diagnostics.iter().any(Diagnostic::is_error) {
            return Ok(());
        }
        let found = measure::findings_of(&typeset, options.draft);
        report.diagnostics.extend(found);
        if report.diagnostics.iter().any(Diagnostic::is_error) {
            return Ok(());
        }
        match typeset.pdf() {
            Ok(pdf) => {
                fs::write_atomic(&report.path, &pdf)?;
                report.built = Some(Built { pages: typeset.page_count(), bytes: pdf.len() });
            }
            Err(findings) => report.diagnostics.extend(findings),
        }
        Ok(())
    }

    /// Composes and typesets an issue, page 1 as loose as it can be with body text on it.
    fn lay_out(&self, issue: &Issue, folder: &Path, draft: bool) -> Result<Option<LaidOut>, Error> {
        let Some(composer) = &self.composer else { return Ok(None) };
        for tighten in 0..=ComposeOptions::TIGHTEST {
            let composed =
                composer.compose(issue, ComposeOptions { draft, tighten }, &self.typesetter);
            let mut diagnostics = composed.diagnostics;
            let Some(document) = composed.value else {
                return Ok(Some(LaidOut {
                    document: Document::default(),
                    typeset: None,
                    diagnostics,
                }));
            };
            let typeset = self.typesetter.typeset(&document, folder)?;
            diagnostics.extend(typeset.diagnostics);
            let shows = typeset.value.as_ref().is_none_or(Typeset::body_on_first_page);
            if !shows && tighten < ComposeOptions::TIGHTEST {
                continue;
            }
            if !shows && !diagnostics.iter().any(Diagnostic::is_error) {
                let note = issue.editors_note.as_ref().and_then(Text::whole);
                diagnostics.push(
                    Diagnostic::warning(code::FIRST_PAGE, "首页没有正文")
                        .at(note)
                        .help("报头、编者按和要目占满了首页；请缩短编者按，或去掉本期要目"),
                );
            }
            return Ok(Some(LaidOut { document, typeset: typeset.value, diagnostics }));
        }
        Ok(None)
    }

    /// Writes the Typst files so that an ordinary Typst compiler with the same fonts makes the
    /// same pages of `main.typ`.
    fn keep_typ(&self, document: &Document, folder: &Path, dir: &Path) -> Result<(), Error> {
        for (path, file) in &document.files {
            fs::write_atomic(&dir.join(path.trim_start_matches('/')), file.text.as_bytes())?;
        }
        let fonts = crate::typeset::FONTS_FILE.trim_start_matches('/');
        fs::write_atomic(&dir.join(fonts), self.typesetter.fonts_source().as_bytes())?;
        for picture in &document.pictures {
            let from = folder.join(&picture.path);
            // One that is missing, or a link that leads out of the folder, has its finding already.
            let inside = from
                .canonicalize()
                .is_ok_and(|real| folder.canonicalize().is_ok_and(|root| real.starts_with(root)));
            if inside && let Some(bytes) = fs::read_limited(&from, u64::MAX - 1)? {
                fs::write_atomic(&dir.join(&picture.path), &bytes)?;
            }
        }
        Ok(())
    }
}

/// Builds issues one after the other and hands each report to `done` as soon as it is there.
/// One that fails does not stop the others.
///
/// # Errors
/// [`Error::Read`] when the workspace's templates or fonts cannot be read; whatever concerns one
/// issue only is in its report.
pub fn build(
    workspace: &Workspace,
    ids: &[IssueId],
    options: &BuildOptions,
    mut done: impl FnMut(Report),
) -> Result<(), Error> {
    let press = Press::new(workspace)?;
    for &id in ids {
        done(press.build(id, options));
    }
    Ok(())
}

/// By file, then by place; a finding without a place comes first.
fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let key = |diagnostic: &Diagnostic| {
            diagnostic.span.as_ref().map(|span| (span.file.path.clone(), span.range.start))
        };
        key(a).cmp(&key(b))
    });
}
