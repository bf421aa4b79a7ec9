//! One issue as it stands in its files at this moment, pages and findings, again and again.
//!
//! Makes no PDF: what only its export would find, whoever shows the sheet asks for apart.

use std::time::{Duration, Instant};

use super::press::{Correction, Press, Setting};
use crate::diagnostic::{Checked, Diagnostic};
use crate::error::Error;
use crate::model::{Issue, IssueId};
use crate::typeset::{Typeset, Typesetter, Warm};

/// How many settings long Typst remembers what it computed for them.
const REMEMBERED: usize = 4;

/// An issue set for the screen.
pub struct Sheet {
    /// The issue as it was read.
    pub issue: Issue,
    /// Its pages; `None` where findings leave none. With errors among the findings these are the
    /// pages of what could be set.
    pub typeset: Option<Typeset>,
    /// How long the parts of the work took.
    pub times: Times,
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

impl Press {
    /// Sets an issue and writes nothing. The findings are those of a build, hints among them, by
    /// file and place; the value is missing where the issue cannot be read.
    ///
    /// `warm` is the issue's own: the next setting of it is the quicker for it, and no other. A
    /// long-lived process forgets here what Typst remembers of earlier settings.
    ///
    /// # Errors
    /// [`Error`] when a file cannot be read.
    pub fn sheet(
        &self,
        id: IssueId,
        draft: bool,
        warm: &mut Warm,
    ) -> Result<Checked<Sheet>, Error> {
        self.corrected_sheet(id, draft, None, warm)
    }

    /// The same for an issue that was issued once more: its first page says so where the house wants it.
    ///
    /// # Errors
    /// [`Error`] when a file cannot be read.
    pub fn corrected_sheet(
        &self,
        id: IssueId,
        draft: bool,
        correction: Option<Correction>,
        warm: &mut Warm,
    ) -> Result<Checked<Sheet>, Error> {
        // For findings about other issues; not a part of the time that this one may take.
        self.archive()?;
        let mut kept = std::mem::take(warm);
        let set = self.in_time(id, move |press| {
            let set = press.sheet_now(id, draft, correction.as_ref(), &mut kept)?;
            Ok(Checked { value: Some((set.value, kept)), diagnostics: set.diagnostics })
        })?;
        // What was half done when the time was over is not to be built upon.
        let (value, kept) = set.value.unwrap_or_default();
        *warm = kept;
        Ok(Checked { value, diagnostics: set.diagnostics })
    }

    fn sheet_now(
        &self,
        id: IssueId,
        draft: bool,
        correction: Option<&Correction>,
        warm: &mut Warm,
    ) -> Result<Checked<Sheet>, Error> {
        let mut times = Times::default();
        let (folder, mut read) = timed(&mut times.read, || self.read(id))?;
        self.correct(read.value.as_mut(), correction);
        let mut diagnostics = read.diagnostics;
        let ruled = match &read.value {
            Some(issue) => timed(&mut times.findings, || self.check(issue))?,
            None => Vec::new(),
        };
        let Some(issue) = read.value else {
            sort(&mut diagnostics);
            return Ok(Checked { value: None, diagnostics });
        };
        let how = Setting { draft, ..Setting::default() };
        let mut typeset = None;
        if let Some(page) = self.lay_out_again(&issue, &folder, &how, warm, &mut times)? {
            diagnostics.extend(page.diagnostics);
            typeset = page.typeset;
        }
        Typesetter::forget(REMEMBERED);
        // With an entry missing or mistaken the pages are not those of the mended issue.
        if let Some(typeset) = &typeset
            && !diagnostics.iter().any(Diagnostic::stops_pages)
        {
            let start = Instant::now();
            diagnostics.extend(self.page_findings(&issue, typeset, draft));
            times.findings += start.elapsed();
        }
        diagnostics.extend(ruled);
        sort(&mut diagnostics);
        Ok(Checked { value: Some(Sheet { issue, typeset, times }), diagnostics })
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
