//! What the workbench is asked over HTTP, and how it answers.
//!
//! Whoever writes must sit at this machine, hold the token that its pages are given, and send JSON; a
//! page elsewhere can do none of it without being asked first by the browser, and that is refused.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{self, Body, HttpBody};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::app::{App, JSON, NEVER, Parts, answer, say};
use super::own::Config;
use super::serve::Peer;
use crate::error::Error;
use crate::model::IssueId;
use crate::workbench::{Action, Refusal, Spot};

/// How a page shows that it is this server's.
const TOKEN: &str = "x-jianbao-token";
/// The longest request, in bytes: a dozen dispatches with photographs, in Base64.
const LONGEST: usize = 96 << 20;
/// How long one may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether who asks may write, by what can be told from the head of the request.
pub fn may_write(config: &Config, peer: Peer, headers: &HeaderMap) -> Result<(), Box<Response>> {
    let refused = |why: &str| Err(Box::new(say(StatusCode::FORBIDDEN, why)));
    if !peer.0.ip().to_canonical().is_loopback() {
        return refused("只有在运行工作台的电脑上才能改稿件");
    }
    if !config.writes {
        return refused("这里只看不改；要改稿件，不加 --read-only 再打开");
    }
    let media_type = headers.get(header::CONTENT_TYPE).map(|it| it.as_bytes());
    if !media_type.is_some_and(|it| it.starts_with(b"application/json")) {
        return refused("这个请求不是工作台的页面发出的");
    }
    let mut tokens = headers.get_all(TOKEN).iter();
    let given = tokens.next().and_then(|token| token.to_str().ok());
    if given.is_none() || tokens.next().is_some() || given != config.token.as_deref() {
        return refused("工作台已经重新启动，请刷新页面再试");
    }
    Ok(())
}

/// What the workbench shows is for who may write: files as they are, what they were, dispatches.
pub async fn for_writers(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    request: Request,
    next: Next,
) -> Response {
    match app.config.of(peer).writes {
        true => next.run(request).await,
        false => say(StatusCode::FORBIDDEN, "这里只看不改"),
    }
}

/// Does what a page asks for.
pub async fn act(
    State(app): State<Arc<App>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if let Err(refused) = may_write(&app.config, peer, &headers) {
        return *refused;
    }
    // Before anything is waited for.
    if body.size_hint().lower() > LONGEST as u64 {
        return long();
    }
    // One at a time: large ones would fill the memory together.
    let Ok(_turn) = app.turn.acquire().await else {
        return say(StatusCode::SERVICE_UNAVAILABLE, "工作台正在关闭");
    };
    let action: Action = match read(body, LONGEST, PATIENCE).await {
        Ok(action) => action,
        Err(refused) => return *refused,
    };
    let bench = Arc::clone(&app);
    match tokio::task::spawn_blocking(move || bench.workbench.act(action)).await {
        Ok(Ok(done)) => told(StatusCode::OK, &done),
        Ok(Err(refusal)) => refused(refusal),
        Err(_) => say(StatusCode::INTERNAL_SERVER_ERROR, "程序内部出错，没有做完；请刷新页面核对"),
    }
}

fn long() -> Response {
    say(StatusCode::PAYLOAD_TOO_LARGE, "文件太大：一次最多约 70 MB，请分几次放")
}

/// Reads what a page sends: at most so many bytes, within so long.
pub async fn read<T: DeserializeOwned>(
    body: Body,
    longest: usize,
    patience: Duration,
) -> Result<T, Box<Response>> {
    let body = match tokio::time::timeout(patience, body::to_bytes(body, longest)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return Err(Box::new(long())),
        Err(_) => return Err(Box::new(say(StatusCode::REQUEST_TIMEOUT, "请求没有发完"))),
    };
    serde_json::from_slice(&body)
        .map_err(|_| Box::new(say(StatusCode::BAD_REQUEST, "请求写得不对，请刷新页面再试")))
}

/// An issue as its forms show it.
pub async fn issue(State(app): State<Arc<App>>, name: Parts<String>) -> Response {
    let id = name.ok().and_then(|Path(name)| IssueId::of_file_stem(name.strip_suffix(".json")?));
    let Some(id) = id else { return say(StatusCode::NOT_FOUND, "工作区里没有这一期") };
    reading(move || app.workbench.issue(id)).await
}

/// A file, or what it was before.
pub async fn file(State(app): State<Arc<App>>, parts: Parts<(String, String, String)>) -> Response {
    let Ok(Path((what, place, file))) = parts else {
        return say(StatusCode::BAD_REQUEST, "网址写得不对");
    };
    let at = Spot { issue: (place != "-").then_some(place), file };
    match what.as_str() {
        "text" => reading(move || app.workbench.open(&at)).await,
        "form" => reading(move || app.workbench.form(&at)).await,
        "original" => reading(move || app.workbench.original(&at)).await,
        "versions" => reading(move || app.workbench.versions(&at)).await,
        _ => say(StatusCode::NOT_FOUND, "没有这个页面"),
    }
}

/// Dispatches that wait.
pub async fn inbox(State(app): State<Arc<App>>) -> Response {
    reading(move || app.workbench.inbox()).await
}

/// What can be undone, the newest first.
pub async fn steps(State(app): State<Arc<App>>) -> Response {
    reading(move || {
        let mut steps = app.workbench.steps()?;
        steps.reverse();
        Ok(steps)
    })
    .await
}

/// What can be found out by reading files.
async fn reading<T: Serialize + Send + 'static>(
    read: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Response {
    match tokio::task::spawn_blocking(read).await {
        Ok(Ok(value)) => told(StatusCode::OK, &value),
        Ok(Err(refusal)) => refused(refusal),
        Err(_) => say(StatusCode::INTERNAL_SERVER_ERROR, "程序内部出错"),
    }
}

/// A value as JSON.
pub fn told(status: StatusCode, value: &impl Serialize) -> Response {
    let body = serde_json::to_string(value).unwrap_or_default();
    (status, answer(JSON, NEVER, body)).into_response()
}

/// Why something was not done, in words for the page.
pub fn refused(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Conflict { now } => told(
            StatusCode::CONFLICT,
            &json!({ "why": "这个文件刚才被别处改过，没有写入", "now": now }),
        ),
        Refusal::Changed { paths } => {
            let named = paths.join("」「");
            say(
                StatusCode::CONFLICT,
                format!("「{named}」后来又改过，不能整步撤销；可以打开它，恢复到以前的样子"),
            )
        }
        Refusal::Gone { path } => {
            say(StatusCode::GONE, format!("「{path}」以前的样子没有留存，不能恢复"))
        }
        Refusal::Said(why) => say(StatusCode::UNPROCESSABLE_ENTITY, why),
        Refusal::Failed(Error::Selection { problem, remedy }) if remedy.is_empty() => {
            say(StatusCode::UNPROCESSABLE_ENTITY, problem)
        }
        Refusal::Failed(Error::Selection { problem, remedy }) => {
            say(StatusCode::UNPROCESSABLE_ENTITY, format!("{problem}；{remedy}"))
        }
        Refusal::Failed(Error::Edited { .. }) => {
            say(StatusCode::CONFLICT, "这个文件刚才被别处改过，没有写入；请再试一次")
        }
        Refusal::Failed(error) => say(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
    }
}
