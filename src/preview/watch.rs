//! What changed in the workspace, told soon and not too often.
//!
//! Goes by paths alone. Editors write a file in several steps and under other names first: what comes
//! within a moment is told at once.
//!
//! There is no debouncer: those wake up many times a second and tell of a change when their time is
//! up, not when it is over. A blocking wait for 6 ms of quiet is shorter, and idle when nothing
//! happens.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{EventKind, MetadataKind, ModifyKind};
use notify::{Config, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::error::Error;
use crate::model::IssueId;
use crate::workspace::{LEDGER_FILE, SETTINGS_FILE, Workspace, fs};

/// When nothing more has happened for this long, the change is told: who writes in place empties a
/// file first, and on a busy machine goes on only some milliseconds later.
const QUIET: Duration = Duration::from_millis(15);
/// A change is told after this long even if more keeps coming.
const LONGEST: Duration = Duration::from_millis(60);
/// Between two looks at a network folder.
const POLL: Duration = Duration::from_millis(700);

/// What a change may concern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Settings, templates or fonts.
    pub house: bool,
    /// The register.
    pub ledger: bool,
    /// Which issues there are.
    pub folders: bool,
    /// Issues with a file that changed.
    pub issues: BTreeSet<IssueId>,
    /// Years whose folder came, went or was replaced: all their issues may have changed.
    pub years: BTreeSet<u16>,
}

impl Touched {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an issue may look otherwise.
    pub fn concerns(&self, id: IssueId) -> bool {
        self.house || self.ledger || self.issues.contains(&id) || self.years.contains(&id.year)
    }

    /// Adds what changed later.
    pub fn extend(&mut self, more: Self) {
        self.house |= more.house;
        self.ledger |= more.ledger;
        self.folders |= more.folders;
        self.issues.extend(more.issues);
        self.years.extend(more.years);
    }
}

/// What is told of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Something changed.
    Touched(Touched),
    /// From now on files are looked at again and again: the system tells of no changes.
    Polling,
}

/// A watch that lasts as long as this value.
pub struct Watching {
    end: Sender<Signal>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.end.send(Signal::End);
    }
}

enum Signal {
    Event(notify::Result<notify::Event>),
    End,
}

/// Watches a workspace and hands what it sees to `told`, on a thread of its own.
///
/// # Errors
/// [`Error::Watch`] when it can be watched in no way.
pub fn watch(
    workspace: &Workspace,
    poll: bool,
    told: impl Fn(Seen) + Send + 'static,
) -> Result<Watching, Error> {
    let (sender, signals) = mpsc::channel();
    let failed = |error: notify::Error| Error::Watch(error.to_string());
    let root = workspace.root().canonicalize();
    let root = root.unwrap_or_else(|_| workspace.root().to_owned());
    let mut eyes = Eyes {
        workspace: workspace.clone(),
        root,
        watcher: watcher(poll, &sender).map_err(failed)?,
        polls: poll,
        watched: BTreeSet::new(),
        sender: sender.clone(),
    };
    // A system may give fewer watches than there are folders.
    let polls = eyes.spread().map_err(failed)?;
    if polls {
        told(Seen::Polling);
    }
    thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || listen(eyes, &signals, told))
        .map_err(|error| Error::Threads(error.to_string()))?;
    Ok(Watching { end: sender })
}

fn watcher(poll: bool, sender: &Sender<Signal>) -> notify::Result<Box<dyn Watcher + Send>> {
    let sender = sender.clone();
    let told = move |event| {
        let _ = sender.send(Signal::Event(event));
    };
    Ok(if poll {
        // A network disk's dates are not to be trusted.
        let config = Config::default().with_poll_interval(POLL).with_compare_contents(true);
        Box::new(PollWatcher::new(told, config)?)
    } else {
        Box::new(RecommendedWatcher::new(told, Config::default())?)
    })
}

/// What is looked at.
struct Eyes {
    workspace: Workspace,
    root: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    polls: bool,
    watched: BTreeSet<PathBuf>,
    sender: Sender<Signal>,
}

impl Eyes {
    /// Watches what there is to watch; by polling where the system cannot. Whether that is new.
    fn spread(&mut self) -> notify::Result<bool> {
        if self.look_around().is_ok() || self.polls {
            return Ok(false);
        }
        self.watcher = watcher(true, &self.sender)?;
        self.polls = true;
        self.watched.clear();
        self.look_around()?;
        Ok(true)
    }

    /// Watches the root, and whole the folders that pages are made of: not `out` nor a `.git`, which
    /// may be large and change often.
    fn look_around(&mut self) -> notify::Result<()> {
        if !self.watched.contains(&self.root) {
            self.watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
            self.watched.insert(self.root.clone());
        }
        self.watched.retain(|path| path.is_dir());
        for path in fs::list(&self.root).unwrap_or_default() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if is_source(&name) && path.is_dir() && !self.watched.contains(&path) {
                self.watcher.watch(&path, RecursiveMode::Recursive)?;
                self.watched.insert(path);
            }
        }
        Ok(())
    }

    /// Forgets a folder that came, went or was replaced: the system watches the old one, whatever
    /// stands under its name now.
    fn renew(&mut self, path: &Path) {
        if path != self.root && self.watched.remove(path) {
            // One that is gone cannot be let go of any more.
            let _ = self.watcher.unwatch(path);
        }
    }

    /// What the change of a path may concern.
    fn note(&self, path: &Path, touched: &mut Touched) {
        let Ok(inside) = path.strip_prefix(&self.root) else { return };
        let parts: Vec<String> = inside
            .components()
            .filter_map(|part| match part {
                Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
                _ => None,
            })
            .collect();
        match parts.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] | [SETTINGS_FILE] | ["templates" | "fonts", ..] => touched.house = true,
            [LEDGER_FILE] => touched.ledger = true,
            // The folder itself: whatever is in it may be another.
            [year] if is_year(year) => {
                touched.folders = true;
                let year = year.parse().unwrap_or(0);
                touched.years.insert(year);
            }
            [year, folder, ..] if is_year(year) => {
                // A folder that came, went or got an `issue.yaml`: which issues there are.
                touched.folders |= parts.len() == 2 || parts[2] == crate::workspace::ISSUE_FILE;
                if let (Ok(year), Ok(number)) = (year.parse(), folder.parse()) {
                    touched.issues.insert(IssueId { year, number });
                }
            }
            _ => {}
        }
    }

    fn take(&mut self, event: notify::Result<notify::Event>, touched: &mut Touched) {
        match event {
            Ok(event) if event.need_rescan() => self.everything(touched),
            Ok(event) => {
                // Having been read, or having another owner, changes no page.
                let matters = match event.kind {
                    EventKind::Access(_) => false,
                    // Whoever polls sees no more of a change than its time.
                    EventKind::Modify(ModifyKind::Metadata(what)) => {
                        what == MetadataKind::WriteTime
                    }
                    _ => true,
                };
                let moved = matches!(
                    event.kind,
                    EventKind::Create(_)
                        | EventKind::Remove(_)
                        | EventKind::Modify(ModifyKind::Name(_))
                );
                for path in event.paths.iter().filter(|_| matters) {
                    self.note(path, touched);
                    if moved {
                        self.renew(path);
                    }
                }
            }
            // Something was missed: everything may have changed.
            Err(_) => self.everything(touched),
        }
    }

    fn everything(&self, touched: &mut Touched) {
        (touched.house, touched.ledger, touched.folders) = (true, true, true);
        touched.issues.extend(self.workspace.issues().unwrap_or_default());
    }
}

fn is_year(name: &str) -> bool {
    name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether pages are made of what is in a folder of the root.
fn is_source(name: &str) -> bool {
    is_year(name) || name == "templates" || name == "fonts"
}

fn listen(mut eyes: Eyes, signals: &Receiver<Signal>, told: impl Fn(Seen)) {
    while let Ok(Signal::Event(event)) = signals.recv() {
        let mut touched = Touched::default();
        let first = Instant::now();
        eyes.take(event, &mut touched);
        while first.elapsed() < LONGEST {
            match signals.recv_timeout(QUIET) {
                Ok(Signal::Event(event)) => eyes.take(event, &mut touched),
                Err(RecvTimeoutError::Timeout) => break,
                Ok(Signal::End) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        if touched.folders || touched.house {
            // Where nothing works any more, the next change of a folder is another chance.
            if eyes.spread().unwrap_or(false) {
                told(Seen::Polling);
            }
        }
        if !touched.is_empty() {
            told(Seen::Touched(touched));
        }
    }
}
