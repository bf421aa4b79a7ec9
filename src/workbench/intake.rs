//! What is dropped on the page: dispatches, which are kept in `来稿` and imported, and pictures.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::action::Upload;
use super::answer::{Done, Dropped, Refusal, issue, told};
use super::bench::Workbench;
use crate::archive::{self, INBOX};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::import::{Confidence, Intake, Item, Known, Outcome, Plan, gather};
use crate::model::IssueId;
use crate::workspace::{fs, portable};

/// How many names are tried for a file whose own is taken.
const NAMES: u32 = 1000;
/// Endings of pictures that an issue takes.
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg"];

impl Workbench {
    /// Dispatches into an issue; what was not made into an entry says why.
    pub(super) fn take_in(&self, stem: &str, files: &[Upload]) -> Result<Done, Refusal> {
        let id = issue(stem)?;
        let folder = self.workspace.issue_folder(id)?.path;
        self.refuse_issued(id, "不能再放进稿件")?;
        let mut kept = Vec::new();
        let mut places = vec![folder];
        for file in files {
            let bytes = decoded(file)?;
            let path = self.free(&self.workspace.root().join(INBOX), &file.name, &bytes)?;
            places.push(path.clone());
            kept.push((path, bytes));
        }
        let what = format!("导入 {} 个文件", files.len());
        let dropped = self.around(&what, &places, || {
            for (path, bytes) in &kept {
                // One that lies there with this very content is the one that is imported.
                fs::write_new(path, bytes)?;
            }
            let paths: Vec<PathBuf> = kept.iter().map(|(path, _)| path.clone()).collect();
            self.import(id, &paths, None)
        })?;
        Ok(imported(dropped))
    }

    /// Dispatches that wait in the folder for what comes in, into an issue.
    pub(super) fn take(&self, stem: &str, files: &[String]) -> Result<Done, Refusal> {
        let id = issue(stem)?;
        let folder = self.workspace.issue_folder(id)?.path;
        self.refuse_issued(id, "不能再放进稿件")?;
        let what = format!("导入 {} 个文件", files.len());
        let dropped = self.around(&what, &[folder], || {
            self.import(id, &[self.workspace.root().join(INBOX)], Some(files))
        })?;
        Ok(imported(dropped))
    }

    /// What lies in the folder for what comes in and is in no issue yet.
    ///
    /// # Errors
    /// [`Error::Read`] of the disk.
    pub fn inbox(&self) -> Result<Vec<String>, Refusal> {
        let inbox = self.workspace.root().join(INBOX);
        let mut waiting = Vec::new();
        if !inbox.is_dir() {
            return Ok(waiting);
        }
        let known = Known::read(&self.workspace)?;
        gather(&[inbox], &mut |found| {
            let Ok(source) = found else { return Ok(()) };
            let sha256 = fs::sha256(&source.bytes);
            let is_known = known.became(&sha256).is_some()
                || known.taken_out(source.bytes.len() as u64, &sha256).is_some();
            if !is_known {
                waiting.push(source.shown);
            }
            Ok(())
        })?;
        Ok(waiting)
    }

    /// Imports files; of folders, where they are named, those alone.
    fn import(
        &self,
        id: IssueId,
        paths: &[PathBuf],
        only: Option<&[String]>,
    ) -> Result<Vec<Dropped>, Refusal> {
        let mut intake = match Intake::begin(&self.workspace, id)? {
            Ok(intake) => intake,
            Err(findings) => return Err(Refusal::Said(first(&findings))),
        };
        let mut items = Vec::new();
        let passed = gather(paths, &mut |found| {
            let shown = found.as_ref().map_or_else(|(shown, _)| shown, |source| &source.shown);
            if only.is_some_and(|only| !only.contains(shown)) {
                return Ok(());
            }
            items.push(match found {
                Ok(source) => intake.take(&source, false)?,
                Err((shown, finding)) => Item { shown, outcome: Outcome::Refused(finding) },
            });
            Ok(())
        })?;
        intake.relate(&mut items)?;
        let wanted = |plan: &&Plan| plan.earlier.is_none();
        let plans: Vec<&Plan> = items
            .iter()
            .filter_map(|item| match &item.outcome {
                Outcome::Entry(plan) => Some(plan.as_ref()),
                _ => None,
            })
            .filter(wanted)
            .collect();
        let batch = intake.write(&plans);
        if let Some(failure) = batch.failure {
            return Err(failure.into());
        }
        let mut done = batch.done.into_iter().flatten();
        let mut dropped = Vec::new();
        for item in &items {
            let name = item.shown.rsplit('/').next().unwrap_or(&item.shown).to_owned();
            let mut now = Dropped { name, ..Dropped::default() };
            match &item.outcome {
                Outcome::Refused(finding) => now.told = sentences(finding),
                Outcome::Known(entry) => {
                    now.entry = Some(last(entry));
                    now.told.push("以前导入过，没有再导入".to_owned());
                }
                Outcome::Superseded(entry) => {
                    now.entry = Some(last(entry));
                    now.told.push("以前导入过，后来的一稿已经用上，没有再导入".to_owned());
                }
                Outcome::TakenOut(_) => {
                    now.told.push("以前导入过，稿件被删去了，没有再导入".to_owned());
                }
                Outcome::Entry(plan) if plan.earlier.is_some() => {
                    now.entry = plan.earlier.as_deref().map(last);
                    now.told.push("是一篇已有稿件的后一稿，没有替换；请打开稿件对照".to_owned());
                }
                Outcome::Entry(plan) => {
                    match done.next() {
                        Some(Ok(written)) => {
                            now.entry = Some(last(&written.entry));
                            now.is_new = true;
                            now.told.extend(written.mended);
                        }
                        Some(Err(finding)) => now.told = sentences(&finding),
                        None => {}
                    }
                    if plan.dispatch.confidence() != Confidence::High {
                        now.told.push("标题、来源、日期、栏目有拿不准的，请核对".to_owned());
                    }
                    now.told.extend(plan.remarks.iter().chain(&plan.likeness).cloned());
                }
            }
            dropped.push(now);
        }
        let passed = if only.is_none() { passed.files } else { Vec::new() };
        for name in passed {
            let told = vec!["不是来稿的格式，没有导入".to_owned()];
            dropped.push(Dropped { name, told, ..Dropped::default() });
        }
        Ok(dropped)
    }

    /// A picture beside the entries of an issue.
    pub(super) fn picture(&self, stem: &str, file: &Upload) -> Result<Done, Refusal> {
        let id = issue(stem)?;
        let folder = self.workspace.issue_folder(id)?.path;
        let ending = file.name.rsplit('.').next().unwrap_or_default().to_lowercase();
        if !PICTURES.contains(&ending.as_str()) {
            let known = "PNG、JPEG、GIF、WebP、SVG";
            return Err(Refusal::Said(format!("「{}」不是能用的图片（{known}）", file.name)));
        }
        let bytes = decoded(file)?;
        let path = self.free(&folder.join("assets"), &file.name, &bytes)?;
        self.workspace.contained(&path)?;
        self.around("放进图片", std::slice::from_ref(&path), || {
            let _lock = archive::intake(&self.workspace)?;
            fs::write_new(&path, &bytes)?;
            Ok(())
        })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Done { file: Some(format!("assets/{name}")), ..told("已放进图片") })
    }

    /// A path in a folder for a file that is called so: a name that every system has and nobody else,
    /// unless it is the same file.
    fn free(&self, dir: &std::path::Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Refusal> {
        let own = name.rsplit(['/', '\\']).next().unwrap_or(name).trim_start_matches(['.', '~']);
        let own = portable(own);
        let (stem, ending) = match own.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() => (stem.to_owned(), format!(".{ending}")),
            _ => (own.clone(), String::new()),
        };
        for count in 1..NAMES {
            let again = if count == 1 { String::new() } else { format!("-{count}") };
            let path = dir.join(format!("{stem}{again}{ending}"));
            self.workspace.contained(&path)?;
            if path.symlink_metadata().is_err() || self.workspace.holds(&path, bytes)? {
                return Ok(path);
            }
        }
        Err(Error::Usage(format!("「{name}」：同名的文件太多")).into())
    }
}

/// What came of an import, in a sentence.
fn imported(dropped: Vec<Dropped>) -> Done {
    let new = dropped.iter().filter(|it| it.is_new).count();
    let said = match new == dropped.len() {
        true => format!("已导入 {new} 篇"),
        false => format!("导入了 {new} 篇，{} 个文件没有导入", dropped.len() - new),
    };
    Done { dropped, ..told(said) }
}

fn decoded(file: &Upload) -> Result<Vec<u8>, Refusal> {
    BASE64.decode(&file.data).map_err(|_| Refusal::Said(format!("「{}」没有传完整", file.name)))
}

/// The name of a file that is shown with its folders.
fn last(shown: &str) -> String {
    shown.rsplit('/').next().unwrap_or(shown).to_owned()
}

fn sentences(finding: &Diagnostic) -> Vec<String> {
    std::iter::once(finding.message.clone()).chain(finding.help.clone()).collect()
}

fn first(findings: &[Diagnostic]) -> String {
    let why = findings.first().map(sentences).unwrap_or_default();
    format!("没有导入：{}", why.join("；"))
}
