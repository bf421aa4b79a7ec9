//! What changed since an earlier moment: the pages as they were then, and which are not the same.
//!
//! Earlier is when the preview was opened, what was issued, or a revision in git.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::app::App;
use super::desk::Desk;
use super::edition::Edition;
use super::guard::number;
use super::named::Key;
use super::pages::Pages;
use crate::archive::Sandbox;
use crate::error::Error;
use crate::issue::{Press, Setting, guarded};
use crate::model::Publication;
use crate::read;
use crate::typeset::Typeset;
use crate::workspace::{NoRevision, Workspace, fs};

/// Pixels an inch of pages that were issued: sharp enough to be laid over others.
const DPI: u32 = 144;
/// Larger PDFs than this, in bytes, are not ours.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// How much of a digest names a PDF.
const DIGITS: usize = 20;

/// How many revisions that could not be set are kept in mind.
const FAILURES: usize = 16;

/// Revisions that could not be set, and why: a page asks again at each save.
#[derive(Default)]
pub struct Failures(Mutex<Vec<(String, String)>>);

impl Failures {
    fn known(&self) -> MutexGuard<'_, Vec<(String, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, name: &str) -> Option<String> {
        self.known().iter().find(|(known, _)| known == name).map(|(_, why)| why.clone())
    }

    fn keep(&self, name: &str, why: &str) {
        let mut known = self.known();
        known.push((name.to_owned(), why.to_owned()));
        let old = known.len().saturating_sub(FAILURES);
        known.drain(..old);
    }
}

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
pub async fn since(app: &App, failures: &Arc<Failures>, key: Key, from: &str) -> Option<String> {
    let (workspace, desk) = (&app.workspace, &app.desk);
    let now = desk.edition(key).await?;
    let since = match from {
        "opened" => opened(desk, key, &now),
        "published" => {
            // A draft bears a watermark that was not issued.
            let issue = desk.edition(Key { draft: false, ..key }).await?;
            let (workspace, sandbox) = (workspace.clone(), app.sandbox.clone());
            let compared =
                tokio::task::spawn_blocking(move || published(&workspace, &sandbox, &issue));
            compared.await.ok()?
        }
        _ => {
            let revision = from.strip_prefix("git:")?.trim().to_owned();
            let (workspace, desk) = (workspace.clone(), Arc::clone(desk));
            let failures = Arc::clone(failures);
            let compared = tokio::task::spawn_blocking(move || {
                at(&workspace, &desk, &failures, &now, &revision)
            });
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

fn published(workspace: &Workspace, sandbox: &Sandbox, now: &Edition) -> Since {
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
    if let Err(message) = issued_bytes(workspace, publication) {
        return told(label, message);
    }
    let Ok(new) = now.pdf() else {
        return told(label, "稿件有错误，改好以后才能与印发的对照");
    };
    match sandbox.compare(&workspace.root().join(&publication.pdf.path), &new) {
        Ok(difference) => {
            let (old, new) = difference.pages;
            let page = |number: usize| Then {
                picture: if number <= old { picture_name(publication, number) } else { None },
                changed: number > old.min(new)
                    || difference.looks.iter().any(|looks| looks.page == number),
            };
            Since { label, pages: (1..=old.max(new)).map(page).collect(), message: None }
        }
        Err(why) => told(label, format!("存档的 PDF 不能对照：{why}")),
    }
}

/// The PDF that was issued, provided that nobody has touched it since.
///
/// # Errors
/// Why there is none, for the clerk.
pub fn issued_bytes(workspace: &Workspace, publication: &Publication) -> Result<Vec<u8>, String> {
    let path = workspace.root().join(&publication.pdf.path);
    if !fs::is_below(&publication.pdf.path) || !path.is_file() {
        return Err(format!("存档的 PDF「{}」不见了", publication.pdf.path));
    }
    let bytes = fs::read_limited(&path, MOST_BYTES).map_err(|error| error.to_string())?;
    // Whatever else stands there now, it is not what was issued.
    let bytes = bytes.filter(|bytes| fs::sha256(bytes) == publication.pdf.sha256);
    bytes.ok_or_else(|| format!("存档的 PDF「{}」被改过，不能对照", publication.pdf.path))
}

fn picture_name(publication: &Publication, page: usize) -> Option<String> {
    Some(format!("kept/{}-{page}.png", publication.pdf.sha256.get(..DIGITS)?))
}

/// The picture of an issued page by its name, drawn when called; `None` for what is no such name.
pub fn kept(app: &App, name: &str) -> Option<impl FnOnce() -> Option<Vec<u8>> + Send + use<>> {
    let (digest, page) = name.strip_suffix(".png")?.split_once('-')?;
    let digits = digest.len() == DIGITS && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (digest, page) = (digits.then(|| digest.to_owned())?, number(page)?);
    let (workspace, sandbox) = (app.workspace.clone(), app.sandbox.clone());
    Some(move || {
        let ledger = read::read_ledger(&workspace).ok()?.value?;
        let mut all = ledger.publications.iter();
        let publication = all.find(|it| it.pdf.sha256.starts_with(&digest))?;
        issued_bytes(&workspace, publication).ok()?;
        sandbox.draw(&workspace.root().join(&publication.pdf.path), page, DPI).ok()
    })
}

fn at(
    workspace: &Workspace,
    desk: &Desk,
    failures: &Failures,
    now: &Edition,
    revision: &str,
) -> Since {
    let label = format!("git 版本「{revision}」");
    match pages_at(workspace, desk, failures, now.key, revision) {
        Ok(pages) => Since { label, pages: by_looks(&pages, now), message: None },
        Err(why) => told(label, why),
    }
}

/// The pages as they were at a revision, with the settings, templates and fonts of that time;
/// otherwise why there are none.
fn pages_at(
    workspace: &Workspace,
    desk: &Desk,
    failures: &Failures,
    key: Key,
    revision: &str,
) -> Result<Arc<Pages>, String> {
    let commit = workspace.commit(revision).map_err(|why| no_revision(revision, why))?;
    let name = format!("{commit} {} {}", key.id, key.draft);
    if let Some(pages) = desk.kept(&name) {
        return Ok(pages);
    }
    if let Some(why) = failures.of(&name) {
        return Err(why);
    }
    let folder = tempfile::tempdir()
        .map_err(|source| Error::Write { path: std::env::temp_dir(), source }.to_string())?;
    workspace.restore(&commit, key.id, folder.path()).map_err(|why| no_revision(revision, why))?;
    // From here on all depends on the commit alone: what fails once fails each time.
    let built_in_only = workspace.is_built_in_only();
    let set =
        set(folder.path(), built_in_only, key).map(|typeset| Arc::new(Pages::new(typeset, None)));
    match &set {
        Ok(pages) => desk.keep(name, pages),
        Err(why) => failures.keep(&name, why),
    }
    set
}

/// Sets an issue of a workspace that nobody else sees.
fn set(folder: &Path, built_in_only: bool, key: Key) -> Result<Typeset, String> {
    let Ok(then) = Workspace::open(folder) else {
        return Err("那个版本里还没有这个工作区".to_owned());
    };
    let then = then.with_built_in_templates(built_in_only);
    let sheet = guarded(key.id, || {
        if !then.issues()?.contains(&key.id) {
            return Ok(None);
        }
        Ok(Some(Press::new(&then)?.set(key.id, Setting::screen(key.draft, None))?.value))
    });
    match sheet {
        Ok(Some(sheet)) => sheet
            .and_then(|sheet| sheet.typeset)
            .ok_or_else(|| "那个版本的稿件有错误，排不出来".to_owned()),
        Ok(None) => Err("那个版本里还没有这一期".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Why there is nothing to compare with, as the page says it.
fn no_revision(revision: &str, why: NoRevision) -> String {
    match why {
        NoRevision::NoGit => "这台电脑没有安装 git，不能与 git 版本对照".to_owned(),
        NoRevision::NoRepository => "工作区没有用 git 管理，不能与 git 版本对照".to_owned(),
        NoRevision::Foreign => {
            "工作区的 git 属于另一个用户，不能与 git 版本对照；请在工作区里运行 git status，按它的提示处理".to_owned()
        }
        NoRevision::Unknown => {
            format!("git 里没有「{revision}」这个版本；请写提交号、分支名，或 HEAD~1 这样的写法")
        }
        NoRevision::Silent(said) => format!("git 没有给出「{revision}」里的文件：{said}"),
        NoRevision::Failed(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use chrono::{DateTime, FixedOffset};

    use super::*;
    use crate::model::{IssueId, IssueNumber};

    #[test]
    fn what_could_not_be_set_is_not_tried_at_each_save() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("jianbao.yaml"), "name: 简报\n").expect("written");
        for args in ["init -q", "add -A", "-c user.name=a -c user.email=a@b.c commit -qm x"] {
            let git = Command::new("git").args(args.split(' ')).current_dir(dir.path()).status();
            // Machines without git are another test's.
            let Ok(git) = git else { return };
            assert!(git.success(), "{args}");
        }
        let workspace = Workspace::open(dir.path()).expect("a workspace");
        let desk = Desk::open(&workspace, DateTime::<FixedOffset>::default, Arc::new(|_| ()))
            .expect("a thread");
        let failures = Failures::default();
        let key = Key { id: IssueId { year: 2024, number: IssueNumber::Regular(1) }, draft: false };
        let why = |revision| pages_at(&workspace, &desk, &failures, key, revision).err();
        for _ in 0..3 {
            assert_eq!(why("HEAD").as_deref(), Some("那个版本里还没有这一期"));
        }
        assert_eq!(failures.known().len(), 1);
        // What depends on more than the commit is asked anew.
        assert!(why("HEAD~1").is_some_and(|why| why.contains("没有「HEAD~1」这个版本")));
        assert_eq!(failures.known().len(), 1);
        (0..FAILURES * 2).for_each(|at| failures.keep(&at.to_string(), ""));
        assert_eq!(failures.known().len(), FAILURES);
    }
}
