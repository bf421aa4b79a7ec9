//! What changed since an earlier moment: the pages as they were then, and which are not the same.
//!
//! Earlier is when the preview was opened, what was issued, or a revision in git.

use std::sync::Arc;

use serde::Serialize;

use super::desk::{Desk, Key};
use super::edition::{Edition, Pages};
use crate::build::{Press, guarded};
use crate::error::Error;
use crate::model::Publication;
use crate::pdf::{self, Pdf};
use crate::read;
use crate::typeset::Warm;
use crate::workspace::{Workspace, fs};

/// Pixels an inch of pages that were issued: sharp enough to be laid over others.
const DPI: f32 = 144.0;
/// Larger PDFs than this, in bytes, are not ours.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// How much of a digest names a PDF.
const DIGITS: usize = 20;

#[derive(Default, Serialize)]
struct Since {
    label: String,
    pages: Vec<Then>,
    message: Option<String>,
}

/// A page as it was.
#[derive(Serialize)]
struct Then {
    /// `None` where there was none.
    picture: Option<String>,
    changed: bool,
}

/// The comparison that `from` names; `None` when there is no such.
pub async fn since(
    workspace: &Workspace,
    desk: &Arc<Desk>,
    key: Key,
    from: &str,
) -> Option<String> {
    let now = desk.edition(key).await?;
    let since = match from {
        "opened" => opened(desk, key, &now),
        "published" => {
            // A draft bears a watermark that was not issued.
            let issue = desk.edition(Key { draft: false, ..key }).await?;
            let workspace = workspace.clone();
            let compared = tokio::task::spawn_blocking(move || published(&workspace, &issue));
            compared.await.ok()?
        }
        _ => {
            let revision = from.strip_prefix("git:")?.trim().to_owned();
            let (workspace, desk) = (workspace.clone(), Arc::clone(desk));
            let compared =
                tokio::task::spawn_blocking(move || at(&workspace, &desk, &now, &revision));
            compared.await.ok()?
        }
    };
    serde_json::to_string(&since).ok()
}

fn told(label: impl Into<String>, message: impl Into<String>) -> Since {
    Since { label: label.into(), message: Some(message.into()), pages: Vec::new() }
}

fn opened(desk: &Desk, key: Key, now: &Edition) -> Since {
    match desk.first(key) {
        Some((time, pages)) => {
            let label = format!("打开预览时（{}）", time.format("%H:%M:%S"));
            Since { label, pages: by_looks(&pages, now), message: None }
        }
        None => told("打开预览时", "稿件一直有错误，还没有可以对照的页面"),
    }
}

/// Earlier pages beside those of now.
fn by_looks(then: &Pages, now: &Edition) -> Vec<Then> {
    let shown = now.pages.as_ref().map_or(&[][..], |pages| pages.looks());
    let count = then.len().max(shown.len());
    let page = |index: usize| {
        let (old, new) = (then.looks().get(index), shown.get(index));
        let picture = old.map(|look| format!("pages/{look}.svg"));
        Then { picture, changed: old != new }
    };
    (0..count).map(page).collect()
}

fn published(workspace: &Workspace, now: &Edition) -> Since {
    let publication = match &now.published {
        Ok(Some(publication)) => publication,
        Ok(None) => return told("印发的", "这一期还没有印发过"),
        Err(why) => return told("印发的", why),
    };
    let label = format!(
        "印发的（{}，第 {} 版）",
        publication.date.format("%Y年%-m月%-d日"),
        publication.edition
    );
    let kept = match issued(workspace, publication) {
        Ok(kept) => kept,
        Err(message) => return told(label, message),
    };
    let new = match now.pdf().map(Pdf::parse) {
        Ok(Ok(new)) => new,
        Ok(Err(why)) => return told(label, why.to_string()),
        Err(_) => return told(label, "稿件有错误，改好以后才能与印发的对照"),
    };
    match pdf::compare(&kept, &new) {
        Ok(difference) => {
            let (old, new) = difference.pages;
            let page = |number: usize| Then {
                picture: (number <= old).then(|| picture_name(publication, number)),
                changed: number > old.min(new)
                    || difference.looks.iter().any(|looks| looks.page == number),
            };
            Since { label, pages: (1..=old.max(new)).map(page).collect(), message: None }
        }
        Err(why) => told(label, format!("存档的 PDF 不能对照：{why}")),
    }
}

fn issued(workspace: &Workspace, publication: &Publication) -> Result<Pdf, String> {
    let path = workspace.root().join(&publication.pdf.path);
    if !path.is_file() {
        return Err(format!("存档的 PDF「{}」不见了", publication.pdf.path));
    }
    let bytes = fs::read_limited(&path, MOST_BYTES).map_err(|error| error.to_string())?;
    Pdf::parse(bytes.unwrap_or_default()).map_err(|why| format!("存档的 PDF 不能对照：{why}"))
}

fn picture_name(publication: &Publication, page: usize) -> String {
    format!("kept/{}-{page}.png", &publication.pdf.sha256[..DIGITS])
}

/// The picture of an issued page by its name, drawn when called; `None` for what is no such name.
pub fn kept(
    workspace: &Workspace,
    name: &str,
) -> Option<impl FnOnce() -> Option<Vec<u8>> + Send + use<>> {
    let (digest, page) = name.strip_suffix(".png")?.split_once('-')?;
    let digits = digest.len() == DIGITS && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (digest, page) = (digits.then(|| digest.to_owned())?, page.parse().ok()?);
    let workspace = workspace.clone();
    Some(move || {
        let ledger = read::read_ledger(&workspace).ok()?.value?;
        let mut all = ledger.publications.iter();
        let publication = all.find(|it| it.pdf.sha256.starts_with(&digest))?;
        issued(&workspace, publication).ok()?.pixels(page, DPI).ok()??.png()
    })
}

fn at(workspace: &Workspace, desk: &Desk, now: &Edition, revision: &str) -> Since {
    let label = format!("git 版本「{revision}」");
    match pages_at(workspace, desk, now.key, revision) {
        Ok(Some(pages)) => Since { label, pages: by_looks(&pages, now), message: None },
        Ok(None) => told(label, "那个版本的稿件有错误，或没有这一期，排不出来"),
        Err(Error::Selection { problem, .. }) => told(label, problem),
        Err(error) => told(label, error.to_string()),
    }
}

/// The pages as they were at a revision, with the settings, templates and fonts of that time.
fn pages_at(
    workspace: &Workspace,
    desk: &Desk,
    key: Key,
    revision: &str,
) -> Result<Option<Arc<Pages>>, Error> {
    let commit = workspace.commit(revision)?;
    let name = format!("{commit} {} {}", key.id, key.draft);
    if let Some(pages) = desk.kept(&name) {
        return Ok(Some(pages));
    }
    let folder = tempfile::tempdir()
        .map_err(|source| Error::Write { path: std::env::temp_dir(), source })?;
    workspace.restore(&commit, key.id, folder.path())?;
    let Ok(then) = Workspace::open(folder.path()) else { return Ok(None) };
    let sheet = guarded(key.id, || {
        if !then.issues()?.contains(&key.id) {
            return Ok(None);
        }
        Ok(Press::new(&then)?.sheet(key.id, key.draft, &mut Warm::default())?.value)
    })?;
    let Some(typeset) = sheet.and_then(|sheet| sheet.typeset) else { return Ok(None) };
    let pages = Arc::new(Pages::new(typeset, None));
    desk.keep(name, &pages);
    Ok(Some(pages))
}
