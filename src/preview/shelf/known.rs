//! What is known of the archive, and how pages are told it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use serde::Serialize;

use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::model::{IssueId, plain_name};
use crate::preview::sheet::{Finding, finding};
use crate::read::Settings;

/// The state of an issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
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
pub struct Row {
    pub issue: String,
    pub href: String,
    pub name: String,
    pub date: Option<String>,
    pub titles: Vec<String>,
    pub pages: Option<usize>,
    pub state: State,
    pub errors: usize,
    pub warnings: usize,
    pub edition: Option<u32>,
    pub problem: Option<String>,
}

/// An entry as the search goes over it.
#[derive(Clone, Debug, Serialize)]
pub struct EntryText {
    pub title: String,
    pub source: Option<String>,
    pub text: String,
}

/// What is known of one issue.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub row: Row,
    pub texts: Vec<EntryText>,
}

/// What is known of the archive.
#[derive(Default)]
pub struct Archive {
    pub name: String,
    pub issuer: Option<String>,
    pub issues: BTreeMap<IssueId, Known>,
    pub findings: Vec<Diagnostic>,
    pub notices: Vec<String>,
    pub told: Told,
}

/// It as pages are told it, once for all who ask: it may be megabytes.
#[derive(Default)]
pub struct Told {
    pub list: Option<Bytes>,
    pub texts: Option<Bytes>,
}

/// What is known, for one at a time.
pub fn lock(known: &Mutex<Archive>) -> MutexGuard<'_, Archive> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// [`lock`] for who changes what is known: it is told anew.
pub fn change(known: &Mutex<Archive>) -> MutexGuard<'_, Archive> {
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

/// The list of issues, newest first.
pub fn listed(archive: &Archive) -> String {
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

/// All texts.
pub fn texts(archive: &Archive) -> String {
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

impl Archive {
    /// Takes the name and the issuer from the settings.
    pub fn name_after(&mut self, house: &Checked<Settings>) {
        if let Some(settings) = &house.value {
            self.name = plain_name(&settings.name.value);
            self.issuer = settings.issuers.first().map(|issuer| issuer.value.clone());
        }
    }
}

impl Row {
    /// What setting the issue told; of one that was issued, that stays what is told.
    pub fn set(&mut self, findings: &[Diagnostic], pages: Option<usize>) {
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
    pub fn fail(&mut self, why: String) {
        self.state = State::Errors;
        self.problem = Some(why);
    }
}
