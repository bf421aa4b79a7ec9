//! What can be asked for, and what is answered.
//!
//! Every answer comes from what is in memory; no path in an address ever reaches the disk.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{self, Body, Bytes, HttpBody};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router, middleware};
use futures_util::future::{Either, select};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use tokio::sync::watch;

use super::app::{App, HTML, JSON, NEVER, Parts, answer, aside, file, misspelt, nothing, say};
use super::edition::Edition;
use super::guard::{self, number};
use super::lines::Line;
use super::named::{self, Key, of_stem};
use super::own;
use super::serve::Peer;
use super::{places, since, spots, work};
use crate::error::Error;
use crate::model::IssueId;
use crate::workspace::fs;

type Shared = State<Arc<App>>;
/// What stands behind the `?`; the same twice is nothing.
type Asked = Result<Query<Wish>, QueryRejection>;

/// A quiet line is kept open by a word now and then.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How soon a browser comes back to a server that has gone.
const RETRY: Duration = Duration::from_millis(500);
/// How soon it comes back to one that had no more lines.
const LATER: Duration = Duration::from_secs(5);

/// How long a request's body may take to arrive, and its length in bytes: a page sends less than a
/// kilobyte, at once.
const BODY_PATIENCE: Duration = Duration::from_secs(5);
const LONGEST_BODY: usize = 8 * 1024;

/// For what is named by its content.
const FOR_EVER: &str = "private, max-age=31536000, immutable";
/// Everything that can be asked for.
pub fn router(app: App) -> Router {
    let guard = Arc::new(app.guard.clone());
    let app = Arc::new(app);
    let own = Router::new()
        .route("/-/workbench/steps.json", get(work::steps))
        .route("/-/workbench/inbox.json", get(work::inbox))
        .route("/-/workbench/issue/{name}", get(work::issue))
        .route("/-/workbench/{what}/{place}/{file}", get(work::file))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&app), work::for_writers));
    Router::new()
        .route("/", get(archive_page))
        .route("/{year}/{number}", get(issue_page))
        .route("/-/data/{*path}", get(data))
        .route("/-/events", get(events))
        .route("/-/here", get(here))
        .route("/-/pdf/{name}", get(pdf))
        .route("/-/guide", get(guide_page))
        .route("/-/open", post(open))
        .route("/-/act", post(work::act))
        .merge(own)
        .route("/-/{name}", get(file))
        .fallback(nothing)
        .method_not_allowed_fallback(guard::no_such_method)
        .layer(Extension(Arc::new(since::Failures::default())))
        .layer(middleware::from_fn_with_state(guard, guard::check))
        .with_state(app)
}

fn no_issue() -> Response {
    say(StatusCode::NOT_FOUND, "工作区里没有这一期")
}

fn found(
    media_type: &'static str,
    lasting: &'static str,
    body: Option<impl IntoResponse>,
) -> Response {
    match body {
        Some(body) => answer(media_type, lasting, body),
        None => say(StatusCode::NOT_FOUND, "没有这一项，可能已经更新"),
    }
}

async fn archive_page(State(app): Shared, Extension(peer): Extension<Peer>) -> Response {
    answer(HTML, NEVER, app.config.of(peer).archive_page("全部各期"))
}

async fn guide_page(State(app): Shared) -> Response {
    found(HTML, NEVER, aside(move || Some((app.guide)("/-/guide.css"))).await)
}

async fn issue_page(
    State(app): Shared,
    Extension(peer): Extension<Peer>,
    parts: Parts<(String, String)>,
    asked: Asked,
) -> Response {
    let (Ok(Path((year, issue))), Ok(Query(wish))) = (parts, asked) else { return misspelt() };
    let (Some(year), Ok(issue)) = (number(&year), issue.parse()) else { return no_issue() };
    let id = IssueId { year, number: issue };
    if !app.has(id).await {
        return no_issue();
    }
    let page = app.config.of(peer).issue_page(&id.spoken(), &id.file_stem(), wish.is_draft());
    answer(HTML, NEVER, page)
}

/// What may stand behind the `?`.
#[derive(Debug, Default, Deserialize)]
struct Wish {
    issue: Option<String>,
    draft: Option<String>,
    save: Option<String>,
    from: Option<String>,
    issued: Option<String>,
}

impl Wish {
    fn is_draft(&self) -> bool {
        self.draft.as_deref() == Some("1")
    }
}

impl App {
    /// Whether there is such an issue. One that two folders claim is one all the same: its page says
    /// what is wrong.
    async fn has(self: &Arc<Self>, id: IssueId) -> bool {
        let app = Arc::clone(self);
        let looked = aside(move || Some(app.workspace.issue_folder(id)));
        matches!(looked.await, Some(Ok(_) | Err(Error::DoubledIssue { .. })))
    }

    /// An issue that there is, by its file stem.
    async fn issue(self: &Arc<Self>, stem: &str, draft: bool) -> Option<Key> {
        let key = Key { draft, ..of_stem(stem)? };
        self.has(key.id).await.then_some(key)
    }
}

async fn data(
    State(app): Shared,
    Extension(failures): Extension<Arc<since::Failures>>,
    path: Parts<String>,
    asked: Asked,
) -> Response {
    let (Ok(Path(path)), Ok(Query(wish))) = (path, asked) else { return misspelt() };
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["archive.json"] => {
            let shelf = Arc::clone(&app.shelf);
            found(JSON, NEVER, aside(move || Some(shelf.list())).await)
        }
        ["texts.json"] => {
            let shelf = Arc::clone(&app.shelf);
            found(JSON, NEVER, aside(move || Some(shelf.texts())).await)
        }
        ["sheet", name] => {
            let key = name.strip_suffix(".json").and_then(of_stem);
            let Some(key) = key else { return no_issue() };
            if !app.has(key.id).await {
                return no_issue();
            }
            let edition = app.desk.edition(key).await;
            found(JSON, NEVER, edition.map(|edition| told(&app, &edition)))
        }
        ["pages", name] => page(&app, name).await,
        ["maps", stem, version, name] => {
            let edition = edition(&app, stem, version);
            let page = name.strip_suffix(".json").and_then(number::<usize>);
            let map = aside(move || {
                let index = page?.checked_sub(1)?;
                places::map(&edition?.pages.as_ref()?.typeset, index)
            });
            found(JSON, FOR_EVER, map.await)
        }
        ["places", stem, name] => {
            let edition = name.strip_suffix(".json").and_then(|it| edition(&app, stem, it));
            found(JSON, FOR_EVER, aside(move || Some(spots::places(&*edition?))).await)
        }
        ["sources", _] => {
            let source = app.desk.find_in_editions(|edition| edition.sources.get(&path).cloned());
            found(JSON, FOR_EVER, source.map(|file| places::source(&file)))
        }
        ["since", name] => {
            let stem = name.strip_suffix(".json").unwrap_or_default();
            let Some(key) = app.issue(stem, wish.is_draft()).await else { return no_issue() };
            let from = wish.from.as_deref().unwrap_or_default();
            let compared = since::since(&app, &failures, key, from);
            found(JSON, NEVER, compared.await)
        }
        ["kept", name] => match since::kept(&app, name) {
            Some(work) => match aside(work).await {
                Some(picture) => answer("image/png", FOR_EVER, picture),
                None => say(StatusCode::NOT_FOUND, "存档的 PDF 里没有这一页"),
            },
            None => nothing().await,
        },
        _ => nothing().await,
    }
}

/// The edition that a path names.
fn edition(app: &App, stem: &str, version: &str) -> Option<Arc<Edition>> {
    app.desk.shown(of_stem(stem)?, number(version)?)
}

/// A page's picture or its text, by how it looks.
async fn page(app: &App, name: &str) -> Response {
    let Some((look, kind)) = name.split_once('.') else { return nothing().await };
    let look = look.to_owned();
    let pages = app.desk.find_in_pages(|pages| {
        let index = pages.index(&look)?;
        Some((Arc::clone(pages), index))
    });
    match kind {
        "svg" => {
            let drawn = aside(move || {
                let (pages, index) = pages?;
                pages.picture(index)
            });
            found("image/svg+xml", FOR_EVER, drawn.await)
        }
        "json" => {
            let text = aside(move || {
                let (pages, index) = pages?;
                pages.text(index)
            });
            found(JSON, FOR_EVER, text.await)
        }
        _ => nothing().await,
    }
}

/// The sheet, with the run it comes from.
fn told(app: &App, edition: &Edition) -> String {
    // All sheets are objects: the run is put in front.
    format!("{{\"run\":\"{}\",{}", app.config.run, edition.json.trim_start_matches('{'))
}

/// A page is open that nobody may be looking at.
async fn here(State(app): Shared) -> StatusCode {
    app.lines.seen();
    StatusCode::NO_CONTENT
}

async fn events(State(app): Shared, asked: Asked) -> Response {
    let Ok(Query(wish)) = asked else { return misspelt() };
    let alive = KeepAlive::new().interval(HEARTBEAT);
    let Some(stem) = &wish.issue else {
        let news = changes(app.lines.open(), app.shelf.version(), |version| {
            Some(sse::Event::default().event("archive").data(format!("{{\"version\":{version}}}")))
        });
        return line(Sse::new(news).keep_alive(alive));
    };
    let Some(key) = of_stem(stem) else { return no_issue() };
    // Whether its folder is there or not: the edition says so, and the folder may come back.
    let receiver = app.desk.look_at(Key { draft: wish.is_draft(), ..key });
    let news = changes(app.lines.open(), receiver, move |edition| {
        let sheet = told(&app, edition.as_deref()?);
        Some(sse::Event::default().event("sheet").retry(RETRY).data(sheet))
    });
    line(Sse::new(news).keep_alive(alive))
}

/// A line that is given up as a whole when it ends: its connection is somebody else's then.
fn line(news: impl IntoResponse) -> Response {
    ([(header::CONNECTION, "close")], news).into_response()
}

/// What is there now, and then each change; what came and went in between is passed over.
fn changes<T: Clone + Send + Sync + 'static>(
    line: Line,
    mut receiver: watch::Receiver<T>,
    event: impl Fn(&T) -> Option<sse::Event> + Send + 'static,
) -> impl Stream<Item = Result<sse::Event, Infallible>> {
    receiver.mark_changed();
    stream::unfold((Some((line, receiver)), event), |(open, event)| async move {
        let (line, mut receiver) = open?;
        loop {
            let changed = match select(pin!(receiver.changed()), pin!(line.ends())).await {
                Either::Left((changed, _)) => Some(changed),
                Either::Right(_) => None,
            };
            match changed {
                Some(changed) => changed.ok()?,
                // Others wait for a line: whoever had one longest comes again a little later.
                None => {
                    let last = sse::Event::default().retry(LATER);
                    return Some((Ok(last), (None, event)));
                }
            }
            let value = receiver.borrow_and_update().clone();
            if let Some(told) = event(&value) {
                return Some((Ok(told), (Some((line, receiver)), event)));
            }
        }
    })
}

async fn pdf(State(app): Shared, name: Parts<String>, asked: Asked) -> Response {
    let (Ok(Path(name)), Ok(Query(wish))) = (name, asked) else { return misspelt() };
    let stem = name.strip_suffix(".pdf").unwrap_or_default();
    let Some(key) = app.issue(stem, wish.is_draft()).await else { return no_issue() };
    let Some(edition) = app.desk.edition(key).await else { return nothing().await };
    if wish.issued.as_deref() == Some("1") {
        return issued(&app, &edition).await;
    }
    let published = edition.published.iter().flatten().next().map(|it| it.pdf.sha256.clone());
    let made = edition.made.get_or_init(|| async {
        let edition = Arc::clone(&edition);
        let made = aside(move || Some(edition.pdf().map(Bytes::from))).await;
        made.unwrap_or_else(|| Err("稿件有错误，没有生成 PDF".to_owned()))
    });
    let bytes = match made.await.clone() {
        Ok(bytes) => bytes,
        Err(why) => return say(StatusCode::CONFLICT, why),
    };
    // Another PDF than the issued one must not go by its name.
    let other = !key.draft && published.is_some_and(|issued| issued != fs::sha256(&bytes));
    let again = if other { "-重排" } else { "" };
    deliver(&format!("{}{again}.pdf", named::stem(key)), &wish, bytes)
}

/// The PDF that was issued.
async fn issued(app: &Arc<App>, edition: &Edition) -> Response {
    let publication = edition.published.iter().flatten().next().cloned();
    let workspace = app.workspace.clone();
    let name = format!("{}.pdf", edition.key.id.file_stem());
    match aside(move || Some(since::issued_bytes(&workspace, &publication?))).await {
        Some(Ok(bytes)) => deliver(&name, &Wish::default(), bytes),
        Some(Err(why)) => say(StatusCode::CONFLICT, why),
        None => say(StatusCode::NOT_FOUND, "这一期还没有印发过"),
    }
}

fn deliver(file: &str, wish: &Wish, bytes: impl IntoResponse) -> Response {
    let kind = if wish.save.as_deref() == Some("1") { "attachment" } else { "inline" };
    let disposition = format!("{kind}; filename*=UTF-8''{}", own::percent(file));
    let headers = [(header::CONTENT_DISPOSITION, disposition)];
    (headers, answer("application/pdf", NEVER, bytes)).into_response()
}

/// A file to be opened in the editor.
#[derive(Debug, Deserialize)]
struct Opening {
    token: String,
    path: String,
    line: usize,
    column: usize,
}

async fn open(
    State(app): Shared,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    // What can be told from the head is told before anything else is waited for.
    if !peer.ip().to_canonical().is_loopback() {
        return say(StatusCode::FORBIDDEN, "只有在运行预览的电脑上才能打开编辑器");
    }
    let foreign = || say(StatusCode::FORBIDDEN, "这个请求不是预览页面发出的");
    let media_type = headers.get(header::CONTENT_TYPE).map(|it| it.as_bytes());
    if !media_type.is_some_and(|it| it.starts_with(b"application/json")) {
        return foreign();
    }
    let long = || say(StatusCode::PAYLOAD_TOO_LARGE, "请求太长");
    if body.size_hint().lower() > LONGEST_BODY as u64 {
        return long();
    }
    let arriving = tokio::time::timeout(BODY_PATIENCE, body::to_bytes(body, LONGEST_BODY));
    let body = match arriving.await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return long(),
        Err(_) => return say(StatusCode::REQUEST_TIMEOUT, "请求没有发完"),
    };
    let Ok(wish) = serde_json::from_slice::<Opening>(&body) else { return foreign() };
    if app.config.token.as_ref() != Some(&wish.token) {
        return say(StatusCode::FORBIDDEN, "预览已经重新启动，请刷新页面再试");
    }
    match aside(move || Some(app.show(&wish))).await {
        Some(Ok(())) => StatusCode::NO_CONTENT.into_response(),
        Some(Err((status, why))) => say(status, why),
        None => say(StatusCode::INTERNAL_SERVER_ERROR, "没有打开文件"),
    }
}

impl App {
    /// Opens a file in the editor, or says why not.
    fn show(&self, wish: &Opening) -> Result<(), (StatusCode, String)> {
        // Only what a page was shown: no path that somebody made up reaches the disk.
        let offered = self.desk.find_in_editions(|edition| {
            edition.sources.values().any(|file| file.path == wish.path).then_some(())
        });
        if offered.is_none() {
            return Err((StatusCode::NOT_FOUND, "预览里没有这个文件".to_owned()));
        }
        let root = self.workspace.root();
        let file = root.join(&wish.path);
        if !file.is_file() {
            return Err((StatusCode::NOT_FOUND, format!("「{}」已经不在了", wish.path)));
        }
        let inside = match (file.canonicalize(), root.canonicalize()) {
            (Ok(file), Ok(root)) => file.starts_with(root),
            _ => false,
        };
        if !inside {
            let why = format!("「{}」其实在工作区外面，没有打开", wish.path);
            return Err((StatusCode::FORBIDDEN, why));
        }
        // Not the canonical path: on Windows it begins with `\\?\`, which many editors do not know.
        let file = std::path::absolute(&file).unwrap_or(file);
        self.editor
            .open(&file, wish.line.max(1), wish.column.max(1))
            .map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))
    }
}
