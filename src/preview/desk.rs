//! The desk that issues are set on, again and again: one thread, one set of fonts and templates, and
//! what each open issue looked like last.
//!
//! Serves nothing: whoever watches an issue is handed its newest edition.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveTime};
use tokio::sync::watch;

use super::edition::{Around, Edition, State, Whose};
use super::event::Event;
use super::named::Key;
use super::pages::Pages;
use super::sheet::written;
use super::watch::Touched;
use crate::diagnostic::{Checked, Diagnostic};
use crate::error::Error;
use crate::issue::{Correction, Press, Set, Setting, guarded};
use crate::typeset::Warm;
use crate::workspace::Workspace;

/// How many issues are kept that nobody looks at.
const IDLE: usize = 6;

type Told = Arc<dyn Fn(Event) + Send + Sync>;

/// A handle to the desk.
pub struct Desk {
    table: Arc<Table>,
    tasks: Sender<Task>,
}

enum Task {
    /// Somebody looks at an issue.
    Open(Key),
    /// Something to be set changed.
    Stale,
    /// Other findings about the numbers of the archive.
    Survey(Arc<Vec<Diagnostic>>),
}

/// What lies on the desk.
#[derive(Default)]
struct Table {
    open: Mutex<BTreeMap<Key, Opened>>,
    /// How often settings, templates or fonts changed; counted and read while `open` is locked.
    house: AtomicU64,
    /// Pages of earlier times that somebody compares with, newest last.
    aside: Mutex<Vec<(String, Arc<Pages>)>>,
}

/// An issue that somebody looks at, or did.
struct Opened {
    newest: watch::Sender<Option<Arc<Edition>>>,
    /// The editions before, newest first: browsers may be about to ask for their pages.
    earlier: VecDeque<Arc<Edition>>,
    /// The pages it had first, and when.
    first: Option<(NaiveTime, Arc<Pages>)>,
    /// How often something changed that it is made of, from 1.
    changes: u64,
    /// Which of the changes was set last, or is being set.
    set: u64,
    /// Counts up with every opening: the smallest was looked at longest ago.
    used: u64,
    /// How often another was set while this one waited.
    passed: u32,
}

/// How many earlier editions of an issue are kept while somebody looks at it: a browser asks for a
/// page a moment after it was told of it, and saves may follow each other fast.
const EARLIER: usize = 8;
/// So long nothing is asked for before it is tried whether final PDFs could be made.
const QUIET: Duration = Duration::from_millis(400);
/// How often others are set first while an issue waits.
const PATIENCE: u32 = 3;
/// How many older sets of pages are kept for comparisons.
const ASIDE: usize = 3;

impl Desk {
    /// Makes the desk ready; its thread ends when the handle is let go.
    ///
    /// # Errors
    /// What the system said when it gave no thread.
    pub fn open(
        workspace: &Workspace,
        clock: fn() -> DateTime<FixedOffset>,
        told: Told,
    ) -> io::Result<Arc<Self>> {
        let (tasks, received) = mpsc::channel();
        let table = Arc::new(Table::default());
        let mut setter = Setter {
            workspace: workspace.clone(),
            table: Arc::clone(&table),
            press: None,
            house: 0,
            warm: BTreeMap::new(),
            survey: Arc::default(),
            unproven: BTreeSet::new(),
            versions: 0,
            openings: 0,
            clock,
            told,
        };
        // Deeply nested lists need more than a thread has by default.
        thread::Builder::new()
            .name("desk".to_owned())
            .stack_size(STACK)
            .spawn(move || setter.work(&received))?;
        Ok(Arc::new(Self { table, tasks }))
    }

    /// The editions of an issue: the newest, and each that follows. `None` until the first is set.
    pub fn look_at(&self, key: Key) -> watch::Receiver<Option<Arc<Edition>>> {
        let mut open = self.table.open();
        let receiver = open.entry(key).or_default().newest.subscribe();
        drop(open);
        // Without its thread there is nothing to wait for; the receiver tells so.
        let _ = self.tasks.send(Task::Open(key));
        receiver
    }

    /// The newest edition of an issue, set now if need be. `None` when the desk has gone.
    pub async fn edition(&self, key: Key) -> Option<Arc<Edition>> {
        let mut receiver = self.look_at(key);
        // What changes from here on is for who asks later: changes may come faster than editions.
        let changes = self.table.open().get(&key).map_or(0, |opened| opened.changes);
        loop {
            let edition = receiver.wait_for(Option::is_some).await.ok()?.clone();
            if edition.as_ref().is_some_and(|edition| edition.changes >= changes) {
                return edition;
            }
            receiver.changed().await.ok()?;
        }
    }

    /// An edition that was shown lately.
    pub fn shown(&self, key: Key, version: u64) -> Option<Arc<Edition>> {
        let open = self.table.open();
        let opened = open.get(&key)?;
        let newest = opened.newest.borrow().clone();
        let mut all = newest.into_iter().chain(opened.earlier.iter().cloned());
        all.find(|edition| edition.version == version)
    }

    /// The pages an issue had when it was first looked at, and when that was.
    pub fn first(&self, key: Key) -> Option<(NaiveTime, Arc<Pages>)> {
        self.table.open().get(&key)?.first.clone()
    }

    /// Whatever of all the pages that are kept `find` finds something in.
    pub fn find_in_pages<T>(&self, find: impl Fn(&Arc<Pages>) -> Option<T>) -> Option<T> {
        let shown = self.find_in_editions(|edition| edition.pages.as_ref().and_then(&find));
        let first = || {
            let open = self.table.open();
            open.values().filter_map(|opened| opened.first.as_ref()).find_map(|it| find(&it.1))
        };
        shown.or_else(first).or_else(|| self.table.aside().iter().find_map(|it| find(&it.1)))
    }

    /// Whatever of the editions shown lately `find` finds something in.
    pub fn find_in_editions<T>(&self, find: impl Fn(&Edition) -> Option<T>) -> Option<T> {
        let open = self.table.open();
        open.values().find_map(|opened| {
            let newest = opened.newest.borrow().clone();
            newest.iter().chain(&opened.earlier).find_map(|edition| find(edition))
        })
    }

    /// Keeps pages that somebody compares with, by a name.
    pub fn keep(&self, name: String, pages: &Arc<Pages>) {
        let mut aside = self.table.aside();
        aside.push((name, Arc::clone(pages)));
        let old = aside.len().saturating_sub(ASIDE);
        aside.drain(..old);
    }

    /// Pages kept under a name.
    pub fn kept(&self, name: &str) -> Option<Arc<Pages>> {
        let aside = self.table.aside();
        aside.iter().find(|(known, _)| known == name).map(|(_, pages)| Arc::clone(pages))
    }

    /// Says that files changed. From now on nothing older is handed out to whoever comes anew.
    pub fn touched(&self, touched: &Touched) {
        let mut open = self.table.open();
        // Before anything counts as changed: what is set from then on is set with them.
        self.table.house.fetch_add(u64::from(touched.house), Ordering::Relaxed);
        for (_, opened) in open.iter_mut().filter(|(key, _)| touched.concerns(key.id)) {
            opened.change();
        }
        drop(open);
        let _ = self.tasks.send(Task::Stale);
    }

    /// Says what is wrong with the numbers of the archive.
    pub fn surveyed(&self, findings: Arc<Vec<Diagnostic>>) {
        let _ = self.tasks.send(Task::Survey(findings));
    }
}

/// Enough for the deepest text that is read.
pub const STACK: usize = 32 * 1024 * 1024;

impl Table {
    fn open(&self) -> MutexGuard<'_, BTreeMap<Key, Opened>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn aside(&self) -> MutexGuard<'_, Vec<(String, Arc<Pages>)>> {
        self.aside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Opened {
    fn is_stale(&self) -> bool {
        self.set < self.changes
    }

    /// It is not what it was; whoever comes anew is not shown that.
    fn change(&mut self) {
        self.changes += 1;
        if self.newest.receiver_count() == 0 {
            let edition = self.newest.send_replace(None);
            self.put_by(edition);
        }
    }

    /// Keeps an edition that is no longer the newest.
    fn put_by(&mut self, edition: Option<Arc<Edition>>) {
        if let Some(edition) = edition {
            self.earlier.truncate(EARLIER - 1);
            self.earlier.push_front(edition);
        }
    }
}

impl Default for Opened {
    fn default() -> Self {
        Self {
            newest: watch::Sender::new(None),
            earlier: VecDeque::new(),
            first: None,
            changes: 1,
            set: 0,
            used: 0,
            passed: 0,
        }
    }
}

/// Who works at the desk.
struct Setter {
    workspace: Workspace,
    table: Arc<Table>,
    /// Made when the first issue is set, and again when settings, templates or fonts change.
    press: Option<Press>,
    /// What [`Table::house`] was then.
    house: u64,
    warm: BTreeMap<Key, Warm>,
    survey: Arc<Vec<Diagnostic>>,
    /// Set, and not yet tried whether the final PDF could be made.
    unproven: BTreeSet<Key>,
    versions: u64,
    openings: u64,
    clock: fn() -> DateTime<FixedOffset>,
    told: Told,
}

impl Setter {
    fn work(&mut self, tasks: &Receiver<Task>) {
        loop {
            let task = if self.unproven.is_empty() {
                tasks.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                tasks.recv_timeout(QUIET)
            };
            match task {
                Ok(task) => self.take(task),
                Err(RecvTimeoutError::Timeout) => {
                    self.prove();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
            // What is waiting may concern the same issue.
            while let Ok(task) = tasks.try_recv() {
                self.take(task);
            }
            while let Some(key) = self.stale() {
                self.set(key);
                while let Ok(task) = tasks.try_recv() {
                    self.take(task);
                }
            }
            self.tidy();
        }
    }

    fn take(&mut self, task: Task) {
        let table = Arc::clone(&self.table);
        let mut open = table.open();
        match task {
            Task::Open(key) => {
                self.openings += 1;
                open.entry(key).or_default().used = self.openings;
            }
            Task::Stale => {}
            Task::Survey(survey) => {
                if self.survey != survey {
                    self.survey = survey;
                    if let Some(press) = &self.press {
                        press.forget_archive();
                    }
                    open.values_mut().for_each(Opened::change);
                }
            }
        }
    }

    /// What is to be set next: of what somebody is looking at, what was opened last; but nothing
    /// waits for ever while others are opened and changed without end.
    fn stale(&self) -> Option<Key> {
        let mut open = self.table.open();
        let mut wanted: Vec<(Key, &mut Opened)> = open
            .iter_mut()
            .filter(|(_, opened)| opened.is_stale() && opened.newest.receiver_count() > 0)
            .map(|(key, opened)| (*key, opened))
            .collect();
        wanted.sort_by_key(|(_, opened)| (opened.passed / PATIENCE, opened.used));
        let (key, opened) = wanted.pop()?;
        opened.passed = 0;
        wanted.iter_mut().for_each(|(_, opened)| opened.passed += 1);
        Some(key)
    }

    /// Tries whether the final PDF of an issue could be made, and tells what stands in its way. That
    /// takes as long as making it, so it is done when nobody writes.
    fn prove(&mut self) {
        let Some(key) = self.unproven.pop_last() else { return };
        let newest =
            || self.table.open().get(&key).and_then(|opened| opened.newest.borrow().clone());
        let Some(edition) = newest() else { return };
        let faults = guarded(key.id, || Ok(edition.archive_faults())).unwrap_or_default();
        if faults.is_empty() {
            return;
        }
        self.versions += 1;
        let version = self.versions;
        let told = Arc::new(written(edition.told(version, faults)));
        let mut open = self.table.open();
        let Some(opened) = open.get_mut(&key) else { return };
        // Where something changed meanwhile, it is told with that.
        if opened.is_stale() {
            return;
        }
        let before = opened.newest.send_replace(Some(Arc::clone(&told)));
        opened.put_by(before);
        drop(open);
        (self.told)(told.event());
    }

    fn set(&mut self, key: Key) {
        self.unproven.insert(key);
        let (before, changes) = {
            let mut open = self.table.open();
            let Some(opened) = open.get_mut(&key) else { return };
            // What changes from here on makes it stale again.
            opened.set = opened.changes;
            let house = self.table.house.load(Ordering::Relaxed);
            if self.house != house {
                (self.press, self.house) = (None, house);
            }
            let before = opened.newest.borrow().clone().or_else(|| opened.earlier.front().cloned());
            (before, opened.changes)
        };
        let around = Around::new(&self.workspace, key.id, &self.survey);
        let set = self.sheet(key, around.correction());
        self.versions += 1;
        let whose = Whose { key, version: self.versions, changes, time: (self.clock)().time() };
        let before = before.as_deref();
        let made = guarded(key.id, || Ok(written(Edition::new(whose, set, &around, before))));
        let edition =
            made.unwrap_or_else(|error| written(Edition::new(whose, Err(error), &around, before)));
        let edition = Arc::new(edition);
        let mut open = self.table.open();
        let Some(opened) = open.get_mut(&key) else { return };
        if opened.first.is_none()
            && edition.state == State::Fresh
            && let Some(pages) = &edition.pages
        {
            opened.first = Some((whose.time, Arc::clone(pages)));
        }
        let before = opened.newest.send_replace(Some(Arc::clone(&edition)));
        opened.put_by(before);
        drop(open);
        // Last: whoever hears of it may take long.
        (self.told)(edition.event());
    }

    /// Sets the issue; a failure of the machine is the other value.
    fn sheet(&mut self, key: Key, correction: Option<Correction>) -> Result<Checked<Set>, Error> {
        let press = match &self.press {
            Some(press) => press,
            None => self.press.insert(Press::new(&self.workspace)?),
        };
        let warm = self.warm.entry(key).or_default();
        let set = guarded(key.id, || {
            press.set_again(key.id, Setting::screen(key.draft, correction), warm)
        });
        if set.is_err() {
            // Whatever was half done is not to be built upon.
            self.warm.remove(&key);
        }
        set
    }

    /// Lets go of issues that nobody has looked at for long.
    fn tidy(&mut self) {
        let mut open = self.table.open();
        let left = open.values_mut().filter(|opened| opened.newest.receiver_count() == 0);
        left.for_each(|opened| opened.earlier.truncate(1));
        let idle = |opened: &Opened| opened.newest.receiver_count() == 0;
        let mut idlers: Vec<(u64, Key)> = open
            .iter()
            .filter(|(_, opened)| idle(opened))
            .map(|(key, opened)| (opened.used, *key))
            .collect();
        idlers.sort_unstable();
        let many = idlers.len().saturating_sub(IDLE);
        for (_, key) in &idlers[..many] {
            open.remove(key);
            self.warm.remove(key);
        }
    }
}
