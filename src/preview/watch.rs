//! What changed in the workspace, told soon and not too often.
//!
//! Goes by paths alone. Editors write a file in several steps and under other names first: what comes
//! within a moment is told at once.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{EventKind, MetadataKind, ModifyKind};
use notify::{Config, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::error::Error;
use crate::model::IssueId;
use crate::workspace::{LEDGER_FILE, SETTINGS_FILE, Workspace, fs};

/// When nothing more has happened for this long, the change is told.
const QUIET: Duration = Duration::from_millis(6);
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
}

impl Touched {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A watch that lasts as long as this value.
pub struct Watching {
    /// Whether files are looked at again and again because the system tells nothing.
    pub polls: bool,
    _watcher: SharedWatcher,
}

/// Watches a workspace and hands what changed to `told`, on a thread of its own.
///
/// # Errors
/// [`Error::Watch`] when it can be watched in no way.
pub fn watch(
    workspace: &Workspace,
    poll: bool,
    told: impl Fn(Touched) + Send + 'static,
) -> Result<Watching, Error> {
    let (sender, events) = mpsc::channel();
    let mut watched = None;
    if !poll && let Ok(watcher) = RecommendedWatcher::new(sender.clone(), Config::default()) {
        // A system may give fewer watches than there are folders.
        watched = Eyes::open(workspace, Box::new(watcher)).ok();
    }
    let polls = watched.is_none();
    let (eyes, watcher) = match watched {
        Some(watched) => watched,
        None => {
            // A network disk's dates are not to be trusted.
            let config = Config::default().with_poll_interval(POLL).with_compare_contents(true);
            PollWatcher::new(sender, config)
                .and_then(|watcher| Eyes::open(workspace, Box::new(watcher)))
                .map_err(|error| Error::Watch(error.to_string()))?
        }
    };
    thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || listen(eyes, &events, told))
        .map_err(|error| Error::Threads(error.to_string()))?;
    Ok(Watching { polls, _watcher: watcher })
}

type SharedWatcher = Arc<Mutex<Box<dyn Watcher + Send>>>;

/// What is looked at.
struct Eyes {
    workspace: Workspace,
    root: PathBuf,
    /// Whoever holds the watcher ends the watch by letting go of it.
    watcher: Weak<Mutex<Box<dyn Watcher + Send>>>,
    watched: BTreeSet<PathBuf>,
}

impl Eyes {
    fn open(
        workspace: &Workspace,
        watcher: Box<dyn Watcher + Send>,
    ) -> notify::Result<(Self, SharedWatcher)> {
        let root = workspace.root().canonicalize();
        let root = root.unwrap_or_else(|_| workspace.root().to_owned());
        let watcher = Arc::new(Mutex::new(watcher));
        let mut eyes = Self {
            workspace: workspace.clone(),
            root,
            watcher: Arc::downgrade(&watcher),
            watched: BTreeSet::new(),
        };
        eyes.spread()?;
        Ok((eyes, watcher))
    }

    /// Watches the root, and whole the folders that pages are made of: not `out` nor a `.git`, which
    /// may be large and change often.
    fn spread(&mut self) -> notify::Result<()> {
        let Some(watcher) = self.watcher.upgrade() else { return Ok(()) };
        let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
        if self.watched.insert(self.root.clone()) {
            watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        }
        // A folder that is gone is no longer watched; one of its name may come again.
        self.watched.retain(|path| path.is_dir());
        for path in fs::list(&self.root).unwrap_or_default() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if (is_year(&name) || name == "templates" || name == "fonts")
                && path.is_dir()
                && self.watched.insert(path.clone())
            {
                watcher.watch(&path, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
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
            [year] if is_year(year) => touched.folders = true,
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

    fn take(&self, event: notify::Result<notify::Event>, touched: &mut Touched) {
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
                for path in event.paths.iter().filter(|_| matters) {
                    self.note(path, touched);
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

fn listen(
    mut eyes: Eyes,
    events: &Receiver<notify::Result<notify::Event>>,
    told: impl Fn(Touched),
) {
    while let Ok(event) = events.recv() {
        let mut touched = Touched::default();
        let first = Instant::now();
        eyes.take(event, &mut touched);
        while first.elapsed() < LONGEST {
            match events.recv_timeout(QUIET) {
                Ok(event) => eyes.take(event, &mut touched),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        if touched.folders || touched.house {
            // New folders; where one cannot be watched any more, the next look finds it.
            let _ = eyes.spread();
        }
        if !touched.is_empty() {
            told(touched);
        }
    }
}
