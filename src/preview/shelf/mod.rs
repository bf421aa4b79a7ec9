//! What the workspace's page shows: every issue with its titles, pages and state, and all texts for
//! the search.
//!
//! Read in the background, on a thread of its own, so that no draft has to wait for it.

mod known;
mod reader;

use std::io;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread;

use axum::body::Bytes;
use tokio::sync::watch;

use super::desk::{Desk, STACK};
use super::edition::Edition;
use super::watch::Touched;
use crate::archive;
use crate::error::Error;
use crate::model::Ledger;
use crate::read::House;
use crate::workspace::Workspace;
use known::{Archive, listed, lock, texts};
use reader::Reader;

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
