//! What answers are made of, and how they are given.

use std::sync::Arc;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use super::desk::Desk;
use super::editor::Editor;
use super::guard::Guard;
use super::lines::Lines;
use super::own::{self, Config, Own};
use super::shelf::Shelf;
use crate::archive::Sandbox;
use crate::workbench::Workbench;
use crate::workspace::Workspace;

/// What the answers are made of.
pub struct App {
    /// The workspace.
    pub workspace: Workspace,
    /// Open issues.
    pub desk: Arc<Desk>,
    /// All issues.
    pub shelf: Arc<Shelf>,
    /// Who may ask.
    pub guard: Guard,
    /// What opens files.
    pub editor: Editor,
    /// Where PDFs that were issued are drawn.
    pub sandbox: Sandbox,
    /// Lines on which pages hear of changes.
    pub lines: Arc<Lines>,
    /// What pages are told.
    pub config: Config,
    /// What is done to the files.
    pub workbench: Workbench,
    /// Who does something to them, one after the other.
    pub turn: Semaphore,
    /// Makes the guide.
    pub guide: fn(&str) -> String,
}

/// Parts of an address; in a wrong spelling they are no text.
pub type Parts<T> = Result<Path<T>, PathRejection>;
pub const JSON: &str = "application/json; charset=utf-8";
pub const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
pub const NEVER: &str = "no-store";

/// A sentence for the page.
pub fn say(status: StatusCode, message: impl Into<String>) -> Response {
    (status, [(header::CONTENT_TYPE, TEXT)], message.into()).into_response()
}

/// A body of a media type, with how long it may be kept.
pub fn answer(
    media_type: &'static str,
    lasting: &'static str,
    body: impl IntoResponse,
) -> Response {
    ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, lasting)], body).into_response()
}

/// Does some work that takes longer than an answer may, on a thread for such work.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Option<T> + Send + 'static,
) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

/// That there is no such page.
pub async fn nothing() -> Response {
    say(StatusCode::NOT_FOUND, "没有这个页面")
}

/// That an address cannot be read.
pub fn misspelt() -> Response {
    say(StatusCode::BAD_REQUEST, "网址写得不对")
}

/// A file of the page's own.
pub async fn file(name: Parts<String>) -> Response {
    let Ok(Path(name)) = name else { return misspelt() };
    let known = |own: &&Own| own.name == name;
    match own::MODULES.iter().chain(own::FILES).chain(own::WORK).chain(own::OTHERS).find(known) {
        Some(own) => answer(own.media_type(), "no-cache", own.text),
        None => nothing().await,
    }
}
