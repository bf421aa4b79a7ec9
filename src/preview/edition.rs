//! An issue as it was set at one moment: the pages to show, and what is to be said of them.
//!
//! Never changes once made, so that a browser can ask for parts of it while the next is being set.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use axum::body::Bytes;
use chrono::NaiveTime;
use tokio::sync::OnceCell;

use super::event::Event;
use super::named::{Key, source_name};
use super::pages::Pages;
use crate::archive::{self, changed_since, issued_mark};
use crate::diagnostic::{Checked, Diagnostic, Severity, SourceFile, code};
use crate::error::{COPY_IN, Error};
use crate::issue::{Correction, Set, Times};
use crate::model::{Issue, IssueId, Limit, Publication};
use crate::typeset::Typeset;
use crate::workspace::{SETTINGS_FILE, Workspace, fs};

/// Stack of a thread that makes a PDF, in bytes.
const STACK: usize = 32 * 1024 * 1024;

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

/// Which edition it is.
#[derive(Clone, Copy, Debug)]
pub struct Whose {
    /// Of which issue.
    pub key: Key,
    /// Counts up over all editions of a run.
    pub version: u64,
    /// How often what it is made of had changed when it was begun.
    pub changes: u64,
    /// When it was set.
    pub time: NaiveTime,
}

/// What there is to say of an issue beside its own text.
pub struct Around {
    /// The issue's folder, as shown.
    folder: String,
    findings: Vec<Diagnostic>,
    published: Result<Option<Publication>, String>,
    workspace: Workspace,
}

impl Around {
    /// Looks into the register, and picks from what is wrong with the numbers of the archive.
    pub fn new(workspace: &Workspace, id: IssueId, survey: &[Diagnostic]) -> Self {
        let folder = workspace.issue_folder(id).map(|folder| folder.shown);
        let folder = folder.unwrap_or_else(|_| id.to_string());
        let mut findings: Vec<Diagnostic> =
            survey.iter().filter(|finding| finding.is_within(&folder)).cloned().collect();
        let published = match archive::ledger(workspace) {
            Ok(ledger) if ledger.has_errors() => {
                findings.extend(ledger.diagnostics);
                Err("印发登记 ledger.yaml 有错误，不知道这一期印发过没有".to_owned())
            }
            Ok(ledger) => {
                findings.extend(ledger.diagnostics);
                let withdrawn = ledger.value.as_ref().and_then(|ledger| ledger.withdrawn(id));
                findings.extend(withdrawn.map(|(_, withdrawal)| {
                    let day = withdrawal.recorded.format("%Y-%m-%d");
                    let message = format!("「{id}」已于 {day} 撤回：{}", withdrawal.reason);
                    Diagnostic::warning(code::ISSUED, message).help("改好后仍用这个期号印发")
                }));
                Ok(ledger.value.and_then(|ledger| ledger.current(id).cloned()))
            }
            Err(error) => Err(error.to_string()),
        };
        Self { folder, findings, published, workspace: workspace.clone() }
    }

    /// What the first page says, where the issue was issued once more.
    pub fn correction(&self) -> Option<Correction> {
        self.published.as_ref().ok()?.as_ref().and_then(Correction::of)
    }
}

/// One setting of an issue.
pub struct Edition {
    /// Whose.
    pub key: Key,
    /// Counts up over all editions of a run.
    pub version: u64,
    /// How often what it is made of had changed when it was begun.
    pub changes: u64,
    /// How the pages stand to the text.
    pub state: State,
    /// What is shown.
    pub pages: Option<Arc<Pages>>,
    /// The issue that the pages show; without pages, as it was read last.
    pub issue: Option<Arc<Issue>>,
    /// Its folder, as shown.
    pub folder: String,
    /// Worst first.
    pub findings: Vec<Diagnostic>,
    /// What the machine could not do, and what the clerk can.
    pub failure: Option<Failure>,
    /// The author's files that are named, by the names they are asked for.
    pub sources: BTreeMap<String, Arc<SourceFile>>,
    /// What was issued under this number; the error says why nobody can tell.
    pub published: Result<Option<Publication>, String>,
    /// Whether its files are not those that were issued.
    pub altered: bool,
    /// When it was set.
    pub time: NaiveTime,
    /// How long that took.
    pub parts: Times,
    /// All of it as the page reads it.
    pub json: String,
    /// The PDF, made when somebody asks and once for all who do.
    pub made: OnceCell<Result<Bytes, String>>,
}

impl Edition {
    /// What came of setting an issue; the pages of `before` stay where the text has errors.
    pub fn new(
        whose: Whose,
        set: Result<Checked<Set>, Error>,
        around: &Around,
        before: Option<&Self>,
    ) -> Self {
        let (sheet, mut findings, failure) = match set {
            Ok(set) => (set.value, set.diagnostics, None),
            Err(error) => (None, Vec::new(), Some(error)),
        };
        let sound = failure.is_none() && findings.iter().all(leaves_pages);
        for finding in &around.findings {
            if !findings.contains(finding) {
                findings.push(finding.clone());
            }
        }
        findings.sort_by_key(|finding| finding.severity);
        let (issue, typeset, parts) = match sheet {
            Some(sheet) => (Some(Arc::new(sheet.issue)), sheet.typeset, sheet.times),
            None => (before.and_then(|before| before.issue.clone()), None, Times::default()),
        };
        let shown = before.and_then(|before| Some((before.pages.clone()?, before.state)));
        let good = shown.as_ref().filter(|(_, state)| *state != State::Partial);
        let made = |typeset| {
            let known = shown.as_ref().map(|(pages, _)| pages.as_ref());
            Some(Arc::new(Pages::new(typeset, known)))
        };
        let (pages, state) = match (typeset, good) {
            (Some(typeset), _) if sound => (made(typeset), State::Fresh),
            (_, Some((kept, _))) => (Some(Arc::clone(kept)), State::Old),
            (Some(typeset), None) => (made(typeset), State::Partial),
            // The machine failed, not the text: what is there is as good as it was.
            (None, None) if failure.is_some() && shown.is_some() => {
                (shown.as_ref().map(|(pages, _)| Arc::clone(pages)), State::Partial)
            }
            (None, None) => (None, State::None),
        };
        // The entries listed are those of the pages shown.
        let kept = before.and_then(|before| before.issue.clone());
        let issue = if state == State::Old { kept.or(issue) } else { issue };
        let Whose { key, version, changes, time } = whose;
        let altered = match (&issue, &around.published) {
            (Some(issue), Ok(Some(publication))) => {
                // What cannot be read is told of elsewhere; it is not known to be what was issued.
                changed_since(&around.workspace, issue, publication).unwrap_or(true)
            }
            _ => false,
        };
        Self {
            key,
            version,
            changes,
            state,
            pages,
            issue,
            folder: around.folder.clone(),
            findings,
            failure: failure.as_ref().map(worded),
            sources: BTreeMap::new(),
            published: around.published.clone(),
            altered,
            time,
            parts,
            json: String::new(),
            made: OnceCell::new(),
        }
    }

    /// What is told of it where the preview was started.
    pub fn event(&self) -> Event {
        let count = |severity| self.findings.iter().filter(|it| it.severity == severity).count();
        Event::Set {
            id: self.key.id,
            pages: self.pages.as_ref().map_or(0, |pages| pages.len()),
            findings: (count(Severity::Error), count(Severity::Warning)),
            failure: self.failure.as_ref().map(|failure| failure.message.clone()),
            time: self.parts.total(),
        }
    }

    /// The PDF.
    ///
    /// # Errors
    /// Why there is none, for the clerk.
    pub fn pdf(&self) -> Result<Vec<u8>, String> {
        if let Some(failure) = &self.failure {
            return Err(failure.message.clone());
        }
        let pages = self.pages.as_ref().filter(|_| self.state == State::Fresh);
        let errors = self.findings.iter().filter(|finding| finding.stops_pages()).count();
        match pages {
            Some(pages) if errors == 0 => self.pdf_in_time(pages),
            _ => Err(format!("稿件有 {errors} 处错误，没有生成 PDF；错误列在预览页面的「问题」里")),
        }
    }

    /// The PDF of pages.
    fn pdf_in_time(&self, pages: &Arc<Pages>) -> Result<Vec<u8>, String> {
        let published = self.published.iter().flatten().next().filter(|_| !self.key.draft);
        let published = published.cloned();
        self.in_time(pages, move |typeset| {
            // What comes out as it was issued says so of itself as that does.
            if let Some(published) = &published
                && let Ok(pdf) = typeset.pdf_described(&issued_mark(published).to_string())
                && fs::sha256(&pdf) == published.pdf.sha256
            {
                return Ok(pdf);
            }
            typeset.pdf().map_err(|findings| {
                let told: Vec<String> = findings.into_iter().map(|it| it.message).collect();
                told.join("；")
            })
        })
    }

    /// What only the export of the final PDF finds; nothing where the pages are not those of the text,
    /// or something else is wrong with it.
    pub fn archive_faults(&self) -> Vec<Diagnostic> {
        let sound = !self.findings.iter().any(Diagnostic::stops_pages);
        let pages = self.pages.as_ref().filter(|_| self.state == State::Fresh && sound);
        let found = pages.map(|pages| self.in_time(pages, |typeset| Ok(typeset.archive_faults())));
        found.and_then(Result::ok).unwrap_or_default()
    }

    /// The same edition with more findings.
    pub fn told(&self, version: u64, more: Vec<Diagnostic>) -> Self {
        let mut findings = [self.findings.clone(), more].concat();
        findings.sort_by_key(|finding| finding.severity);
        Self {
            key: self.key,
            version,
            changes: self.changes,
            state: self.state,
            pages: self.pages.clone(),
            issue: self.issue.clone(),
            folder: self.folder.clone(),
            findings,
            failure: self.failure.clone(),
            sources: BTreeMap::new(),
            published: self.published.clone(),
            altered: self.altered,
            time: self.time,
            parts: self.parts,
            json: String::new(),
            made: OnceCell::new(),
        }
    }

    /// Makes something of pages, waited for as long as for setting them. What is not done then is left
    /// to its thread; it ends with the process.
    fn in_time<T: Send + 'static>(
        &self,
        pages: &Arc<Pages>,
        make: impl FnOnce(&Typeset) -> Result<T, String> + Send + 'static,
    ) -> Result<T, String> {
        let limits = self.issue.as_ref().map(|issue| issue.limits).unwrap_or_default();
        let (sender, done) = mpsc::channel();
        let pages = Arc::clone(pages);
        let work = move || {
            // Whoever has left does not listen.
            let _ = sender.send(make(&pages.typeset));
        };
        let started = thread::Builder::new().stack_size(STACK).spawn(work);
        started.map_err(|error| format!("没有生成 PDF：{error}"))?;
        done.recv_timeout(Duration::from_secs(limits.time.into())).unwrap_or_else(|error| {
            Err(match error {
                RecvTimeoutError::Timeout => {
                    let time = limits.time;
                    format!(
                        "PDF 用了 {time} 秒还没有生成，没有等下去；{}",
                        Limit::TIME.remedy(time)
                    )
                }
                RecvTimeoutError::Disconnected => "没有生成 PDF：程序出错".to_owned(),
            })
        })
    }

    /// Notes that a file of the author's is named, and gives the name it is asked for.
    pub fn source(&mut self, file: &Arc<SourceFile>) -> String {
        let name = source_name(file);
        self.sources.insert(name.clone(), Arc::clone(file));
        name
    }
}

/// What the machine could not do, in words that fit someone who looks at the issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened.
    pub message: String,
    /// What to do.
    pub help: Option<&'static str>,
}

fn worded(error: &Error) -> Failure {
    let told = |message: &str, help| Failure { message: message.to_owned(), help: Some(help) };
    match error {
        Error::NoIssue { .. } => told(
            "这一期的文件夹不在了，或里面没有 issue.yaml",
            "放回来以后，页面会自动更新；没有备份的，可照别的期写一个 issue.yaml，至少有期号和日期",
        ),
        Error::DoubledIssue { .. } => told(
            &error.to_string(),
            "只留一个；多余的那个改名（前面加「_」）或移到别处，页面会自动更新",
        ),
        Error::Read { path, .. } if path.ends_with(SETTINGS_FILE) => {
            told("工作区的 jianbao.yaml 不在了，或打不开", "放回来以后，页面会自动更新")
        }
        Error::Outside { .. } => told(&error.to_string(), COPY_IN),
        _ => Failure { message: error.to_string(), help: None },
    }
}

/// Whether pages can be shown in spite of a finding: a fault of the page itself is best seen on it.
fn leaves_pages(finding: &Diagnostic) -> bool {
    !finding.stops_pages() || finding.code == code::PAGE_GEOMETRY
}
