//! An issue as it was set at one moment: the pages to show, and what is to be said of them.
//!
//! Never changes once made, so that a browser can ask for parts of it while the next is being set.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::NaiveTime;

use super::desk::Key;
use super::sheet;
use crate::build::{Sheet, Times};
use crate::diagnostic::{Checked, Diagnostic, SourceFile, code};
use crate::error::Error;
use crate::model::{Issue, Publication};
use crate::typeset::Typeset;
use crate::workspace::{Workspace, fs};

/// The pages of one setting.
pub struct Pages {
    /// As laid out.
    pub typeset: Typeset,
    looks: Vec<String>,
    /// Drawn when somebody asks; pages that look the same are drawn once.
    pictures: Vec<Arc<OnceLock<String>>>,
}

impl Pages {
    /// Pages, of which those that look as in `before` need not be drawn again.
    pub fn new(typeset: Typeset, before: Option<&Self>) -> Self {
        let looks: Vec<String> = (0..typeset.page_count()).map(|page| typeset.look(page)).collect();
        let drawn = |look: &String| {
            let before = before?;
            let index = before.index(look)?;
            before.pictures.get(index).cloned()
        };
        let pictures = looks.iter().map(|look| drawn(look).unwrap_or_default()).collect();
        Self { typeset, looks, pictures }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.looks.len()
    }

    /// What tells a page from any that looks otherwise.
    pub fn looks(&self) -> &[String] {
        &self.looks
    }

    /// The page that looks so, from 0.
    pub fn index(&self, look: &str) -> Option<usize> {
        self.looks.iter().position(|known| known == look)
    }

    /// A page as SVG, from 0.
    pub fn picture(&self, index: usize) -> Option<&str> {
        let picture = self.pictures.get(index)?;
        Some(picture.get_or_init(|| self.typeset.svg(index)))
    }
}

/// How the pages stand to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They are of the text as it is.
    Fresh,
    /// The text has errors; they are of the last text that had none.
    Old,
    /// The text has errors and never had none: what could be set.
    Partial,
    /// There are none.
    None,
}

/// One setting of an issue.
pub struct Edition {
    /// Whose.
    pub key: Key,
    /// Counts up over all editions of a run.
    pub version: u64,
    /// How the pages stand to the text.
    pub state: State,
    /// What is shown.
    pub pages: Option<Arc<Pages>>,
    /// The issue as it was read, or as it was when it could be read last.
    pub issue: Option<Arc<Issue>>,
    /// Worst first.
    pub findings: Vec<Diagnostic>,
    /// A failure of the machine.
    pub failure: Option<Error>,
    /// The author's files that are named, by the names they are asked for.
    pub sources: BTreeMap<String, Arc<SourceFile>>,
    /// What was issued under this number.
    pub published: Option<Publication>,
    /// When it was set.
    pub time: NaiveTime,
    /// How long that took, in all and by its parts.
    pub took: Duration,
    /// The parts.
    pub parts: Times,
    /// All of it as the page reads it.
    pub json: String,
}

impl Edition {
    /// What came of setting an issue; the pages of `before` stay where the text has errors.
    pub fn new(
        key: Key,
        version: u64,
        set: Result<Checked<Sheet>, Error>,
        published: Option<Publication>,
        before: Option<&Self>,
        time: NaiveTime,
        workspace: &Workspace,
    ) -> Self {
        let (sheet, mut findings, failure) = match set {
            Ok(set) => (set.value, set.diagnostics, None),
            Err(error) => (None, Vec::new(), Some(error)),
        };
        findings.sort_by_key(|finding| finding.severity);
        let sound = failure.is_none() && findings.iter().all(leaves_pages);
        let (issue, typeset, parts) = match sheet {
            Some(sheet) => (Some(Arc::new(sheet.issue)), sheet.typeset, sheet.times),
            None => (before.and_then(|before| before.issue.clone()), None, Times::default()),
        };
        let shown = before.and_then(|before| before.pages.as_ref());
        let good = before.filter(|before| matches!(before.state, State::Fresh | State::Old));
        let made = |typeset| Some(Arc::new(Pages::new(typeset, shown.map(|pages| pages.as_ref()))));
        let (pages, state) = match (typeset, good.and_then(|good| good.pages.clone())) {
            (Some(typeset), _) if sound => (made(typeset), State::Fresh),
            (_, Some(kept)) => (Some(kept), State::Old),
            (Some(typeset), None) => (made(typeset), State::Partial),
            (None, None) => (None, State::None),
        };
        let mut edition = Self {
            key,
            version,
            state,
            pages,
            issue,
            findings,
            failure,
            sources: BTreeMap::new(),
            published,
            time,
            took: parts.total(),
            parts,
            json: String::new(),
        };
        edition.json = sheet::json(&mut edition, workspace);
        edition
    }

    /// The PDF.
    ///
    /// # Errors
    /// Why there is none, for the clerk.
    pub fn pdf(&self) -> Result<Vec<u8>, String> {
        let pages = self.pages.as_ref().filter(|_| self.state == State::Fresh);
        let errors = self.findings.iter().filter(|finding| finding.is_error()).count();
        match pages {
            Some(pages) if errors == 0 => pages.typeset.pdf().map_err(|findings| {
                let told: Vec<String> = findings.into_iter().map(|it| it.message).collect();
                told.join("；")
            }),
            _ => Err(format!("稿件有 {errors} 处错误，没有生成 PDF；错误列在预览页面的「问题」里")),
        }
    }

    /// Notes that a file of the author's is named, and gives the name it is asked for.
    pub fn source(&mut self, file: &Arc<SourceFile>) -> String {
        let name = source_name(file);
        self.sources.insert(name.clone(), Arc::clone(file));
        name
    }
}

/// The name a file of the author's is asked for: another one for each text it had.
pub fn source_name(file: &SourceFile) -> String {
    let digest = fs::sha256(format!("{}\0{}", file.path, file.text).as_bytes());
    format!("sources/{}.json", &digest[..20])
}

/// Whether pages can be shown in spite of a finding: a fault of the page itself is best seen on it.
fn leaves_pages(finding: &Diagnostic) -> bool {
    !finding.is_error() || finding.code == code::PAGE_GEOMETRY
}
