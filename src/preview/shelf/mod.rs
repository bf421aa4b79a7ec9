//! What the workspace's page shows: every issue with its titles, pages and state, and all texts for
//! the search.
//!
//! Read in the background, on a thread of its own, so that no draft has to wait for it.

mod reader;

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use axum::body::Bytes;
use serde::Serialize;
use tokio::sync::watch;

use super::desk::{Desk, STACK};
use super::edition::Edition;
use super::sheet::{Finding, finding};
use super::watch::Touched;
use crate::archive;
use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::error::Error;
use crate::model::{IssueId, Ledger, plain_name};
use crate::read::{House, Settings};
use crate::workspace::Workspace;
use reader::Reader;

/// The state of an issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// It was issued.
    Published,
    /// The text has errors.
    Errors,
    /// It has warnings.
    Findings,
    /// There is nothing to say.
    Clean,
    /// Not known yet.
    #[default]
    Checking,
}

/// One issue in the list.
#[derive(Clone, Debug, Default, Serialize)]
struct Row {
    issue: String,
    href: String,
    name: String,
    date: Option<String>,
    titles: Vec<String>,
    pages: Option<usize>,
    state: State,
    errors: usize,
    warnings: usize,
    edition: Option<u32>,
    problem: Option<String>,
}

/// An entry as the search goes over it.
#[derive(Clone, Debug, Serialize)]
struct EntryText {
    title: String,
    source: Option<String>,
    text: String,
}

/// What is known of one issue.
#[derive(Clone, Debug, Default)]
struct Known {
    row: Row,
    texts: Vec<EntryText>,
}

/// What is known of the archive.
#[derive(Default)]
struct Archive {
    name: String,
    issuer: Option<String>,
    issues: BTreeMap<IssueId, Known>,
    findings: Vec<Diagnostic>,
    notices: Vec<String>,
    told: Told,
}

/// It as pages are told it, once for all who ask: it may be megabytes.
#[derive(Default)]
struct Told {
    list: Option<Bytes>,
    texts: Option<Bytes>,
}

/// A handle to what is known.
pub struct Shelf {
    known: Arc<Mutex<Archive>>,
    version: watch::Sender<u64>,
    tasks: Sender<Touched>,
}

impl Shelf {
    /// Begins to read; its thread ends when the handle is let go.
    ///
    /// # Errors
    /// What the system said when it gave no thread.
    pub fn open(workspace: &Workspace, desk: Arc<Desk>) -> io::Result<Arc<Self>> {
        let (tasks, received) = mpsc::channel();
        let known = Arc::new(Mutex::new(Archive::default()));
        let version = watch::Sender::new(1);
        let (workspace, archive, told) = (workspace.clone(), Arc::clone(&known), version.clone());
        let mut reader = Reader::new(workspace, archive, told, desk);
        thread::Builder::new()
            .name("archive".to_owned())
            .stack_size(STACK)
            .spawn(move || reader.work(&received))?;
        Ok(Arc::new(Self { known, version, tasks }))
    }

    /// Says that files changed.
    pub fn touched(&self, touched: &Touched) {
        let _ = self.tasks.send(touched.clone());
    }

    /// Counts up whenever something else is known.
    pub fn version(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// The list of issues, newest first.
    pub fn list(&self) -> Bytes {
        let mut archive = lock(&self.known);
        let told = archive.told.list.take().unwrap_or_else(|| listed(&archive).into());
        archive.told.list.insert(told).clone()
    }

    /// All texts.
    pub fn texts(&self) -> Bytes {
        let mut archive = lock(&self.known);
        let told = archive.told.texts.take().unwrap_or_else(|| texts(&archive).into());
        archive.told.texts.insert(told).clone()
    }
}

fn lock(known: &Mutex<Archive>) -> MutexGuard<'_, Archive> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// [`lock`] for who changes what is known: it is told anew.
fn change(known: &Mutex<Archive>) -> MutexGuard<'_, Archive> {
    let mut archive = lock(known);
    archive.told = Told::default();
    archive
}

#[derive(Serialize)]
struct List<'a> {
    name: &'a str,
    issuer: Option<&'a str>,
    years: Vec<Year<'a>>,
    findings: Vec<Finding<'a>>,
    notices: &'a [String],
}

#[derive(Serialize)]
struct Year<'a> {
    year: u16,
    issues: Vec<&'a Row>,
}

fn listed(archive: &Archive) -> String {
    let mut years: Vec<Year> = Vec::new();
    for (id, known) in archive.issues.iter().rev() {
        match years.last_mut() {
            Some(year) if year.year == id.year => year.issues.push(&known.row),
            _ => years.push(Year { year: id.year, issues: vec![&known.row] }),
        }
    }
    let list = List {
        name: &archive.name,
        issuer: archive.issuer.as_deref(),
        years,
        findings: archive.findings.iter().map(finding).collect(),
        notices: &archive.notices,
    };
    serde_json::to_string(&list).unwrap_or_default()
}

fn texts(archive: &Archive) -> String {
    #[derive(Serialize)]
    struct Of<'a> {
        issue: &'a str,
        entries: &'a [EntryText],
    }
    #[derive(Serialize)]
    struct Texts<'a> {
        issues: Vec<Of<'a>>,
    }
    let issues = archive.issues.values().rev();
    let issues =
        issues.map(|known| Of { issue: &known.row.issue, entries: &known.texts }).collect();
    serde_json::to_string(&Texts { issues }).unwrap_or_default()
}

/// The list and the texts of issues that were all set just now.
pub struct Still {
    archive: Archive,
    ledger: Ledger,
}

impl Still {
    /// No issues yet; name and findings are the workspace's.
    ///
    /// # Errors
    /// [`Error::Read`] when settings or register cannot be read.
    pub fn new(house: &House) -> Result<Self, Error> {
        let mut still = Archive::default();
        still.name_after(&house.settings);
        still.findings.clone_from(&house.settings.diagnostics);
        still.findings.extend(archive::survey(house)?);
        let register = archive::ledger(&house.workspace)?;
        let ledger = register.sound().unwrap_or_default();
        Ok(Self { archive: still, ledger })
    }

    /// Adds an issue, whose page is `href`.
    pub fn add(&mut self, workspace: &Workspace, edition: &Edition, href: String) {
        let id = edition.key.id;
        let mut known =
            reader::known(workspace, id, edition.issue.as_deref(), &edition.findings, &self.ledger);
        known.row.set(&edition.findings, edition.pages.as_ref().map(|pages| pages.len()));
        known.row.href = href;
        if let Some(failure) = &edition.failure {
            known.row.fail(failure.message.clone());
        }
        self.archive.issues.insert(id, known);
    }

    /// The list of issues, newest first.
    pub fn list(&self) -> String {
        listed(&self.archive)
    }

    /// All texts.
    pub fn texts(&self) -> String {
        texts(&self.archive)
    }
}

impl Archive {
    fn name_after(&mut self, house: &Checked<Settings>) {
        if let Some(settings) = &house.value {
            self.name = plain_name(&settings.name.value);
            self.issuer = settings.issuers.first().map(|issuer| issuer.value.clone());
        }
    }
}

impl Row {
    /// What setting the issue told; of one that was issued, that stays what is told.
    fn set(&mut self, findings: &[Diagnostic], pages: Option<usize>) {
        let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
        (self.errors, self.warnings) = (count(Severity::Error), count(Severity::Warning));
        if self.state == State::Published {
            return;
        }
        self.pages = pages;
        self.state = match (self.errors, self.warnings) {
            (0, 0) => State::Clean,
            (0, _) => State::Findings,
            _ => State::Errors,
        };
    }

    /// That nothing can be told.
    fn fail(&mut self, why: String) {
        self.state = State::Errors;
        self.problem = Some(why);
    }
}
