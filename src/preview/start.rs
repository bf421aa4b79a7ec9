//! The page of whoever has no workspace yet: one is begun there, with its first page beside the form, or
//! one that there is is opened.

use std::net::{SocketAddr, TcpListener as StdListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router, middleware};
use chrono::NaiveDate;
use futures_util::future::select;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};

use super::app::{HTML, NEVER, answer, file, nothing};
use super::guard::{self, Guard};
use super::lines::Lines;
use super::own::{Config, percent};
use super::serve::{self, Peer};
use super::stop::{Stop, ended};
use super::work::{may_write, read, refused, told};
use crate::archive::{self, Beginning, tail};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::export::PageSvg;
use crate::issue::{Press, Setting, guarded};
use crate::model::{IssueId, plain_name};
use crate::read::{House, read_date};
use crate::workbench::Refusal;
use crate::workspace::{Caller, Workspace, fs, portable};

/// Where a workspace may begin, and which there are.
#[derive(Clone, Debug)]
pub struct Start {
    /// The folder; a new one in it is made where something lies in it.
    pub folder: PathBuf,
    /// Workspaces that may be opened instead, the likeliest first.
    pub known: Vec<PathBuf>,
    /// Who works on it, for others who wait.
    pub caller: Caller,
    /// Today, the date that is offered for the first issue.
    pub today: NaiveDate,
}

/// The longest request, in bytes: a handful of lines.
const LONGEST: usize = 64 * 1024;
/// How long one may take to arrive.
const PATIENCE: Duration = Duration::from_secs(5);
/// A quiet line is kept open by a word now and then.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// The most pages that are shown beside the form.
const MOST_PAGES: usize = 2;
/// The most folders of one name that are tried.
const MOST_FOLDERS: u32 = 99;

/// What the answers are made of.
struct Beginner {
    at: Start,
    config: Config,
    lines: Arc<Lines>,
    chosen: Mutex<Option<Workspace>>,
    done: Notify,
    /// Pages are set one after the other.
    turn: Semaphore,
}

/// Serves the page until a workspace is chosen; `None` where the end was asked for before.
///
/// # Errors
/// [`Error::Listen`] and [`Error::Random`] of the system.
pub async fn serve(
    listener: StdListener,
    address: SocketAddr,
    at: &Start,
    left: Option<Duration>,
    stop: &Stop,
) -> Result<Option<Workspace>, Error> {
    let failed = |source| Error::Listen { address: address.to_string(), source };
    let listener = TcpListener::from_std(listener).map_err(failed)?;
    let room = serve::room();
    let beginner = Arc::new(Beginner {
        at: at.clone(),
        config: Config::beginning()?,
        lines: Lines::new(room),
        chosen: Mutex::new(None),
        done: Notify::new(),
        turn: Semaphore::new(1),
    });
    let guard = Arc::new(Guard::new(address, false));
    let router = Router::new()
        .route("/", get(page))
        .route("/-/start.json", get(known))
        .route("/-/start/{verb}", post(act))
        .route("/-/events", get(events))
        .route("/-/{name}", get(file))
        .fallback(nothing)
        .method_not_allowed_fallback(guard::no_such_method)
        .layer(middleware::from_fn_with_state(guard, guard::check))
        .with_state(Arc::clone(&beginner));
    let waiting = Arc::clone(&beginner);
    let end = async move {
        let done = async {
            waiting.done.notified().await;
            // The answer is on its way.
            tokio::time::sleep(Duration::from_millis(200)).await;
        };
        let asked = ended(stop, &waiting.lines, left);
        select(std::pin::pin!(done), std::pin::pin!(asked)).await;
    };
    serve::serve(listener, router, room, end).await;
    Ok(beginner.chosen.lock().unwrap_or_else(PoisonError::into_inner).take())
}

type Shared = State<Arc<Beginner>>;

async fn page(State(beginner): Shared, Extension(peer): Extension<Peer>) -> Response {
    answer(HTML, NEVER, beginner.config.of(peer).start_page())
}

/// A line that only shows that somebody is there.
async fn events(State(beginner): Shared) -> Response {
    let line = beginner.lines.open();
    let quiet = stream::once(async move {
        line.ends().await;
        Ok::<_, std::convert::Infallible>(Event::default())
    });
    Sse::new(quiet).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response()
}

/// What the page is told when it is opened.
#[derive(Serialize)]
struct Told {
    /// Where a workspace of no name would lie.
    folder: String,
    /// Whether a folder of the briefing's name is made in it.
    inside: bool,
    date: String,
    known: Vec<KnownWorkspace>,
}

#[derive(Serialize)]
struct KnownWorkspace {
    name: String,
    folder: String,
}

async fn known(State(beginner): Shared) -> Response {
    let told_of = move || {
        let at = &beginner.at;
        let known = at
            .known
            .iter()
            .map(|root| KnownWorkspace { name: name_of(root), folder: root.display().to_string() });
        Told {
            folder: at.folder.display().to_string(),
            inside: !is_empty(&at.folder),
            date: at.today.to_string(),
            known: known.collect(),
        }
    };
    match tokio::task::spawn_blocking(told_of).await {
        Ok(all) => told(StatusCode::OK, &all),
        Err(_) => nothing().await,
    }
}

/// The briefing's name in a workspace; that of its folder where it cannot be read.
fn name_of(root: &Path) -> String {
    let house = Workspace::find(root).and_then(House::open);
    let settings = house.ok().and_then(|house| house.settings.value);
    let named = settings.map(|settings| plain_name(&settings.name.value));
    let folder = || root.file_name().map(|it| it.to_string_lossy().into_owned());
    named.or_else(folder).unwrap_or_default()
}

/// What somebody wrote into the form.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    name: String,
    issuer: String,
    number: String,
    date: String,
    columns: String,
    tail: String,
    /// Which of the workspaces that there are.
    known: usize,
}

impl Written {
    fn beginning(&self) -> Result<Beginning, Refusal> {
        let needed = |text: &str, what: &str| match text.trim() {
            "" => Err(Refusal::Said(format!("请写上{what}"))),
            text => Ok(text.to_owned()),
        };
        let tail::Tail { recipients, copies } = tail::read(&self.tail)?;
        Ok(Beginning {
            name: needed(&self.name, "简报名称")?,
            issuer: needed(&self.issuer, "编发单位")?,
            columns: tail::listed(&self.columns),
            recipients,
            copies,
            number: archive::number_written(&self.number)?,
            date: read_date(&self.date).map_err(|it| Refusal::Said(it.message))?,
        })
    }
}

async fn act(
    State(beginner): Shared,
    Extension(peer): Extension<Peer>,
    axum::extract::Path(verb): axum::extract::Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if let Err(refused) = may_write(&beginner.config, peer, &headers) {
        return *refused;
    }
    let Ok(_turn) = beginner.turn.acquire().await else { return nothing().await };
    let written: Written = match read(body, LONGEST, PATIENCE).await {
        Ok(written) => written,
        Err(refused) => return *refused,
    };
    let work = Arc::clone(&beginner);
    let done = tokio::task::spawn_blocking(move || match verb.as_str() {
        "pages" => written.beginning().and_then(|it| Ok(json!({ "pages": first_pages(&it)? }))),
        "begin" => work.begin(&written).map(|address| json!({ "address": address })),
        "open" => work.open(written.known).map(|()| json!({ "address": "/" })),
        _ => Err(Refusal::Said("没有这一步，请刷新页面".to_owned())),
    });
    match done.await {
        Ok(Ok(value)) => told(StatusCode::OK, &value),
        Ok(Err(refusal)) => refused(refusal),
        Err(_) => refused(Refusal::Said("程序内部出错，没有做完".to_owned())),
    }
}

impl Beginner {
    fn begin(&self, written: &Written) -> Result<String, Refusal> {
        let beginning = written.beginning()?;
        let folder = free(&self.at.folder, &beginning.name)?;
        let begun = archive::begin(&folder, &beginning)?;
        self.choose(begun.workspace);
        let first = begun.first.map_or_else(|| "/".to_owned(), |(id, _)| format!("/{id}"));
        Ok(percent(&first))
    }

    fn open(&self, index: usize) -> Result<(), Refusal> {
        let root = self.at.known.get(index);
        let root = root.ok_or_else(|| Refusal::Said("没有这个工作区，请刷新页面".to_owned()))?;
        let workspace = Workspace::find(root)?;
        workspace.issues()?;
        self.choose(workspace);
        Ok(())
    }

    fn choose(&self, workspace: Workspace) {
        let workspace = workspace.called_by(self.at.caller.clone());
        *self.chosen.lock().unwrap_or_else(PoisonError::into_inner) = Some(workspace);
        self.done.notify_one();
    }
}

/// Whether nothing that anybody sees lies in a folder, or there is none.
fn is_empty(folder: &Path) -> bool {
    fs::list(folder).is_ok_and(|all| {
        let hidden = |path: &PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
        };
        all.iter().all(hidden)
    })
}

/// The folder itself where it is empty, or else a new one in it that is called like the briefing.
fn free(folder: &Path, name: &str) -> Result<PathBuf, Refusal> {
    if is_empty(folder) {
        return Ok(folder.to_owned());
    }
    let name = portable(&plain_name(name).replace('/', ""));
    let named = |number: u32| match number {
        1 => folder.join(&name),
        number => folder.join(format!("{name}{number}")),
    };
    let usable = |path: &PathBuf| path.symlink_metadata().is_err() || is_empty(path);
    (1..=MOST_FOLDERS).map(named).find(usable).ok_or_else(|| {
        Refusal::Said(format!("「{}」里已经有很多个「{name}」，请换一个名称", folder.display()))
    })
}

/// What stands on the first pages of an issue that nobody has written.
const SAMPLE: &str = "这里是正文。稿件放进来以后，按国家标准排好版面，正文三号仿宋，每页 22 行、每行 28 字。\n\n一是左边改一个字，这里马上跟着变。二是名称、栏目、报尾以后都还可以改。\n";

/// The first pages of an issue that begins so, as SVG.
fn first_pages(beginning: &Beginning) -> Result<Vec<String>, Refusal> {
    let scratch = tempfile::tempdir()
        .map_err(|source| Error::Write { path: std::env::temp_dir(), source })?;
    let begun = archive::begin(scratch.path(), beginning)?;
    let Some((id, folder)) = begun.first else { return Ok(Vec::new()) };
    let columns: Vec<Option<&String>> = match beginning.columns.is_empty() {
        true => vec![None],
        false => beginning.columns.iter().map(Some).collect(),
    };
    for (index, column) in columns.into_iter().enumerate() {
        let column = column.map(|title| format!("栏目: {}\n", crate::read::scalar(title)));
        let text = format!(
            "---\n标题: 第{}篇稿件的标题排在这里\n{}来源: 某县\n---\n{SAMPLE}",
            index + 1,
            column.unwrap_or_default()
        );
        fs::write_atomic(&folder.join(format!("{:03}.md", index + 1)), text.as_bytes())?;
    }
    Ok(pages(&begun.workspace, id)?)
}

fn pages(workspace: &Workspace, id: IssueId) -> Result<Vec<String>, Error> {
    let press = Press::of(House::open(workspace.clone())?)?;
    let set = guarded(id, || press.set(id, Setting::screen(false, None)))?;
    let wrong = set.diagnostics.iter().find(|found| Diagnostic::stops_pages(found));
    if let Some(wrong) = wrong {
        let (problem, remedy) = (wrong.message.clone(), wrong.help.clone().unwrap_or_default());
        return Err(Error::Selection { problem, remedy });
    }
    let typeset = set.value.and_then(|set| set.typeset);
    let drawn = typeset
        .iter()
        .flat_map(|typeset| (0..MOST_PAGES).filter_map(|page| PageSvg { page }.svg(typeset)));
    Ok(drawn.collect())
}
