//! A draft as it will print, alive in the browser: watches the workspace, sets again what changed,
//! serves the pages and leads from each character back to the author's file.
//!
//! Decides nothing about text or page, prints nothing and writes nothing into the workspace. The
//! only module that names axum, hyper, tokio, notify, open and getrandom.
//!
//! # How a preview stays alive
//!
//! `watch` tells `desk` which issues a change may concern, going by paths alone. Editors write in
//! several steps and under other names first, so what comes within 6 ms of each other is told at once.
//! Only the root, the years, `templates` and `fonts` are watched: `out` and a `.git` may be large and
//! change often.
//!
//! The desk is one thread with one `Press`. It sets only issues that somebody looks at, the one opened
//! last first, though none waits for more than three others; of others it notes that they are stale.
//! What is worth keeping between two settings of one issue is its `Warm` (see `typeset/warm.rs`). What
//! comes of a setting is an `Edition`: pages, findings, sources, and all of it as JSON. Editions never
//! change, so requests are answered from them on other threads while the next one is being set, and the
//! last eight are kept for browsers that are about to ask for their parts. While the text has errors an
//! edition carries the pages of the last good one.
//!
//! Each browser hears of a new edition by one server-sent event with the whole sheet (some KB): which
//! page looks how, what is wrong, the outline. Nothing that a browser has is sent again: pictures are
//! named by how the page looks, sources by their content, and may be kept for ever. So only pages that
//! changed travel, and only those that are in sight. What a character came from is asked for when
//! somebody clicks: maps are made for that page then.
//!
//! The page knows two ways to its data, in `page/get.js` alone: the server, or scripts in a folder.
//! Browsers load neither modules nor data from a folder on disk, so `once` writes all modules one after
//! the other into one script, and each piece of data as a call. That is why modules import by plain
//! names only and no name is declared twice; `preview/tests.rs` holds them to it. The fields of the
//! JSON are explained at the structs that make it (`sheet.rs`, `places.rs`, `shelf/`, `since.rs`).
//!
//! Nobody's page but the preview's own may ask: `guard` looks at Host, Origin and Sec-Fetch-Site, and
//! tells browsers to run nothing that is not a file of the page. No path in an address reaches the
//! disk: what is asked for is looked up in what is in memory. Files are opened in an editor only when a
//! page was shown them, for a request with the token of this run, from this machine. Connections are
//! counted, and given up when they say nothing for ten seconds. There may be 2,000, or as many as the
//! system gives files for (it is asked for more than it gives at first), less 100 for everything else;
//! where they are all taken, whoever was answered gives theirs up and comes again. What many ask for is
//! made once and shared: pictures, texts, the list, the PDF; 16 answers are worked on at a time.
//! `tests/load` holds it.
//!
//! The archive's page must not make a draft wait: `shelf` reads on a thread of its own, when nothing
//! has changed for a while.
//!
//! Pages are pictures in `<img>`, with a transparent text layer over them: the browser keeps them
//! sharp, nothing in a page can run, and the page's policy needs no exception.

mod app;
mod desk;
mod edition;
mod editor;
mod event;
mod guard;
mod lines;
mod named;
mod once;
mod own;
mod pages;
mod places;
mod routes;
mod serve;
mod sheet;
mod shelf;
mod since;
mod spots;
mod start;
mod stop;
#[cfg(test)]
mod tests;
mod watch;
mod work;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

pub use editor::Editor;
pub use event::Event;
pub use once::{Leaf, once};
pub use start::Start;
pub use stop::Stop;

use crate::archive::Sandbox;
use crate::error::Error;
use crate::model::IssueId;
use crate::workbench::Workbench;
use crate::workspace::{Workspace, fs};
use app::App;
use desk::Desk;
use own::Config;
use stop::ended;

use watch::Seen;

/// How to preview.
#[derive(Clone, Debug)]
pub struct PreviewOptions {
    /// The port; where `None`, one that is the workspace's own as long as nobody else has it, so
    /// that a page left open finds the server again.
    pub port: Option<u16>,
    /// Another address than the loopback to serve on: whoever reaches it reads all drafts.
    pub listen: Option<IpAddr>,
    /// Look at all files again and again, for network folders that tell of no change.
    pub poll: bool,
    /// What opens the author's files.
    pub editor: Editor,
    /// Whether the issue to begin with is shown as a draft.
    pub draft: bool,
    /// The time now.
    pub clock: fn() -> DateTime<FixedOffset>,
    /// Whether whoever sits at this machine may change files from the page.
    pub writes: bool,
    /// Ends when nobody has looked for so long: for who started it without a terminal to stop it in.
    pub left: Option<Duration>,
    /// Makes the guide as a page whose style is at the address that it is given.
    pub guide: fn(&str) -> String,
    /// This program, which is called once more to draw what was issued; it is drawn within this process
    /// where `None`.
    pub program: Option<PathBuf>,
}

/// The first of the ports that workspaces choose from, and how many there are.
const PORTS: (u16, u16) = (17_000, 8_000);
/// Connections that the system keeps until they are taken; the usual 128 are soon used up, and who
/// finds no room tries again only after a second.
const WAITING: u32 = 4096;
/// Answers that are worked on at a time; in a crowd the others wait rather than take memory too.
const WORKERS: usize = 16;
/// After being asked to stop, requests under way get this long.
const PATIENCE: Duration = Duration::from_millis(300);

/// Serves the workspace until `stop` asks for the end; `issue` is the page to begin with.
///
/// # Errors
/// [`Error::Listen`] when the address cannot be used, [`Error::Read`] when the workspace cannot be
/// read, [`Error::Threads`] when the system gives no threads.
pub fn preview(
    workspace: &Workspace,
    issue: Option<IssueId>,
    options: &PreviewOptions,
    stop: &Stop,
    told: impl Fn(Event) + Send + Sync + 'static,
) -> Result<(), Error> {
    let told = relayed(told)?;
    let runtime = runtime()?;
    let listener = runtime.block_on(listen(workspace.root(), options))?;
    let path = issue.map_or_else(|| "/".to_owned(), |id| format!("/{id}"));
    let draft = if options.draft && issue.is_some() { "?draft=1" } else { "" };
    told(ready(&listener, options, &format!("{}{draft}", own::percent(&path)))?);
    serve_workspace(workspace, &runtime, listener, options, stop, told)?;
    runtime.shutdown_timeout(PATIENCE);
    Ok(())
}

/// Serves a page on which a workspace is begun in `at.folder`, or one of those that there are is chosen;
/// then serves that one like [`preview`], at the same address.
///
/// # Errors
/// As [`preview`].
pub fn begin(
    at: &Start,
    options: &PreviewOptions,
    stop: &Stop,
    told: impl Fn(Event) + Send + Sync + 'static,
) -> Result<(), Error> {
    let told = relayed(told)?;
    let runtime = runtime()?;
    let listener = runtime.block_on(listen(&at.folder, options))?;
    told(ready(&listener, options, "/")?);
    let failed = |source| listening(options, source);
    let address = listener.local_addr().map_err(failed)?;
    // The same socket for both: who asks in between waits, and is not turned away.
    let listener = listener.into_std().map_err(failed)?;
    let first = listener.try_clone().map_err(failed)?;
    let chosen = runtime.block_on(start::serve(first, address, at, options.left, stop))?;
    // With it go the connections on which only the page of the beginning is served.
    runtime.shutdown_timeout(PATIENCE);
    let Some(workspace) = chosen else { return Ok(()) };
    told(Event::Chosen { root: workspace.root().to_owned() });
    let runtime = self::runtime()?;
    let listener = {
        let _inside = runtime.enter();
        TcpListener::from_std(listener).map_err(failed)?
    };
    serve_workspace(&workspace, &runtime, listener, options, stop, told)?;
    runtime.shutdown_timeout(PATIENCE);
    Ok(())
}

/// Whoever is told may take long (a terminal that was stopped): no page waits for that.
fn relayed(told: impl Fn(Event) + Send + Sync + 'static) -> Result<Told, Error> {
    let (events, happened) = mpsc::channel();
    thread::Builder::new()
        .name("told".to_owned())
        .spawn(move || happened.into_iter().for_each(told))
        .map_err(threads)?;
    Ok(Arc::new(move |event| {
        let _ = events.send(event);
    }))
}

type Told = Arc<dyn Fn(Event) + Send + Sync>;

fn threads(error: std::io::Error) -> Error {
    Error::Threads(error.to_string())
}

fn runtime() -> Result<Runtime, Error> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(WORKERS)
        .enable_io()
        .enable_time()
        .build()
        .map_err(threads)
}

/// That it can be looked at, at this path.
fn ready(listener: &TcpListener, options: &PreviewOptions, path: &str) -> Result<Event, Error> {
    let address = listener.local_addr().map_err(|source| listening(options, source))?;
    let exposed = !address.ip().is_loopback();
    Ok(Event::Ready { address: format!("http://{}{path}", shown(address)), exposed })
}

fn serve_workspace(
    workspace: &Workspace,
    runtime: &Runtime,
    listener: TcpListener,
    options: &PreviewOptions,
    stop: &Stop,
    told: Told,
) -> Result<(), Error> {
    let address = listener.local_addr().map_err(|source| listening(options, source))?;
    let desk = Desk::open(workspace, options.clock, Arc::clone(&told)).map_err(threads)?;
    let shelf = shelf::Shelf::open(workspace, Arc::clone(&desk)).map_err(threads)?;
    let _watching = watch::watch(workspace, options.poll, {
        let (desk, shelf) = (Arc::clone(&desk), Arc::clone(&shelf));
        move |seen| match seen {
            Seen::Touched(touched) => {
                desk.touched(&touched);
                shelf.touched(&touched);
            }
            Seen::Polling => told(Event::Polling),
        }
    })?;
    let room = serve::room();
    let lines = lines::Lines::new(room);
    let app = App {
        workspace: workspace.clone(),
        desk,
        shelf,
        guard: guard::Guard::new(address, options.listen.is_some()),
        editor: options.editor.clone(),
        sandbox: Sandbox::of(options.program.clone()),
        lines: Arc::clone(&lines),
        config: Config::live(workspace, &options.editor, options.writes, options.left.is_some())?,
        workbench: Workbench::new(workspace, options.clock, options.program.clone()),
        turn: Semaphore::new(1),
        guide: options.guide,
    };
    let end = ended(stop, &lines, options.left);
    runtime.block_on(serve::serve(listener, routes::router(app), room, end));
    Ok(())
}

/// Opens an address in the browser of whoever is logged in.
///
/// # Errors
/// What the system said when it could not.
pub fn browse(address: &str) -> std::io::Result<()> {
    open::that_detached(address)
}

/// The address as a browser on this machine reaches it.
fn shown(address: SocketAddr) -> SocketAddr {
    match address.ip().is_unspecified() {
        true => (Ipv4Addr::LOCALHOST, address.port()).into(),
        false => address,
    }
}

async fn listen(folder: &Path, options: &PreviewOptions) -> Result<TcpListener, Error> {
    let ip = options.listen.unwrap_or(Ipv4Addr::LOCALHOST.into());
    let bind = async |port| {
        let socket = if ip.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // Elsewhere this would let another program take the port away; here it lets a server have
        // the port it had a moment ago.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind(SocketAddr::new(ip, port))?;
        socket.listen(WAITING)
    };
    let listener = match options.port {
        Some(port) => bind(port).await,
        None => match bind(own_port(folder)).await {
            Ok(listener) => Ok(listener),
            Err(_) => bind(0).await,
        },
    };
    listener.map_err(|source| listening(options, source))
}

fn listening(options: &PreviewOptions, source: std::io::Error) -> Error {
    let ip = options.listen.unwrap_or(Ipv4Addr::LOCALHOST.into());
    let address = match options.port {
        Some(port) => SocketAddr::from((ip, port)).to_string(),
        None => ip.to_string(),
    };
    Error::Listen { address, source }
}

/// The port that a workspace asks for first.
fn own_port(root: &Path) -> u16 {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let digest = fs::sha256(root.to_string_lossy().as_bytes());
    let number = u32::from_str_radix(&digest[..6], 16).unwrap_or(0);
    PORTS.0 + u16::try_from(number % u32::from(PORTS.1)).unwrap_or(0)
}
