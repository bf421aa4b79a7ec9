//! Does what a page asks for.

use std::path::PathBuf;

use super::action::{Action, Spot};
use super::answer::{Done, Refusal, issue, told};
use super::bench::Workbench;
use super::history::Snapshot;
use crate::archive::{self, Order};
use crate::error::Error;
use crate::import::{Shelved, arrange, mark, transfer};
use crate::read::{House, read_date};
use crate::workspace::fs;

impl Workbench {
    /// Does an action.
    ///
    /// # Errors
    /// Why not; then nothing was written.
    pub fn act(&self, action: Action) -> Result<Done, Refusal> {
        match action {
            Action::Write { at, based, text } => self.write(&at, &based, &text),
            Action::Set { at, based, key, value } => self.set(&at, &based, &key, &value),
            Action::Confirm { at, based, key } => self.confirm(&at, &based, &key),
            Action::Hold { issue, files, hold } => self.hold(&issue, &files, hold),
            Action::Order { issue, files } => self.order(&issue, &files),
            Action::Move { at, to } => self.transfer(&at, &to),
            Action::Remove { at, based } => self.remove(&at, &based),
            Action::New { date, supplement } => self.begin(&date, supplement),
            Action::Entry { issue, title, column } => self.entry(&issue, &title, column.as_deref()),
            Action::Make { file } => self.make(&file),
            Action::Drop { issue, files } => self.take_in(&issue, &files),
            Action::Take { issue, files } => self.take(&issue, &files),
            Action::Picture { issue, file } => self.picture(&issue, &file),
            Action::Publish { issue, sure, reissue, unread } => {
                self.publish(&issue, sure, reissue, unread)
            }
            Action::Withdraw { issue, reason } => self.withdraw(&issue, &reason),
            Action::Undo => {
                let undone = self.history().undo()?;
                Ok(told(undone.map_or_else(
                    || "没有可以撤销的了".to_owned(),
                    |it| format!("已撤销：{}", it.what),
                )))
            }
            Action::Redo => {
                let done = self.history().redo()?;
                Ok(told(done.map_or_else(
                    || "没有可以重做的了".to_owned(),
                    |it| format!("已重做：{}", it.what),
                )))
            }
            Action::Restore { at, based, version } => self.restore(&at, &based, &version),
        }
    }

    fn hold(&self, stem: &str, files: &[String], hold: bool) -> Result<Done, Refusal> {
        let id = issue(stem)?;
        let folder = self.workspace.issue_folder(id)?.path;
        let entry = |file: &String| -> Result<Shelved, Refusal> {
            Ok(Shelved { id, folder: folder.clone(), entry: self.entry_path(id, file)? })
        };
        let entries = files.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
        let (what, refused) = match hold {
            true => ("暂缓", "不能再把稿件暂缓"),
            false => ("恢复", "不能再把暂缓的稿件用上"),
        };
        let places: Vec<PathBuf> = entries.iter().map(|entry| entry.entry.clone()).collect();
        let marked =
            self.around(&format!("{what} {} 篇稿件", entries.len()), &places, || {
                let refuse = |_: &Shelved| self.refuse_issued(id, refused);
                Ok(mark(&self.workspace, &entries, hold, refuse)?)
            })?;
        let changed = marked.iter().filter(|it| it.changed).count();
        Ok(told(format!("已{what} {changed} 篇")))
    }

    fn order(&self, stem: &str, files: &[String]) -> Result<Done, Refusal> {
        let id = issue(stem)?;
        let folder = self.workspace.issue_folder(id)?.path;
        let arranged = self.around("调整稿件的先后", &[folder], || {
            let refuse = || self.refuse_issued(id, "不能再改稿件的先后");
            Ok(arrange(&self.workspace, id, files, refuse)?)
        })?;
        Ok(told(match (arranged.completed, arranged.renamed.is_empty()) {
            (true, _) => "上次换先后没有做完，已接着做完，这次没有再换；核对先后，不对再换",
            (_, true) => "本来就是这个先后",
            _ => "已换好先后",
        }))
    }

    fn transfer(&self, at: &Spot, to: &str) -> Result<Done, Refusal> {
        let to = issue(to)?;
        let (id, path) = self.entry_of(at)?;
        let places = [self.workspace.issue_folder(id)?.path, self.workspace.issue_folder(to)?.path];
        let moved = self.around(&format!("把稿件移到{}", to.spoken()), &places, || {
            Ok(transfer(&self.workspace, &path, to)?)
        })?;
        let name = moved.to.rsplit('/').next().unwrap_or_default().to_owned();
        Ok(Done {
            file: Some(name),
            issue: Some(to.file_stem()),
            ..told(format!("已移到{}", to.spoken()))
        })
    }

    fn remove(&self, at: &Spot, based: &str) -> Result<Done, Refusal> {
        let (id, path) = self.entry_of(at)?;
        self.refuse_issued(id, "不能再删稿件")?;
        self.around(
            &format!("删去稿件「{}」", at.file),
            std::slice::from_ref(&path),
            || {
                let _lock = archive::intake(&self.workspace)?;
                self.opened_as(&path, based)?;
                Ok(fs::remove(&path)?)
            },
        )?;
        Ok(told("已删去；可以撤销"))
    }

    fn begin(&self, date: &str, supplement: bool) -> Result<Done, Refusal> {
        let date = read_date(date).map_err(|it| Refusal::Said(it.message))?;
        let house = House::open(self.workspace.clone())?;
        let order = Order { date, supplement, only: None, begins: false };
        let reserved = archive::reserve(&house, &order)?;
        let Some(taken) = reserved.value else {
            let why =
                reserved.diagnostics.first().map_or("刚刚有人取了号，请再试一次", |it| &it.message);
            return Err(Refusal::Said(format!("没有取号：{why}")));
        };
        let mut history = self.history();
        let after = history.snapshot(std::slice::from_ref(&taken.dir), false)?;
        let what = format!("新建{}", taken.id.spoken());
        history.record(&what, (self.now)(), &Snapshot::new(), &after)?;
        Ok(Done { issue: Some(taken.id.file_stem()), ..told(format!("已{what}")) })
    }

    fn restore(&self, at: &Spot, based: &str, version: &str) -> Result<Done, Refusal> {
        let content = self.history().content(version)?;
        let Some(content) = content else {
            return Err(Refusal::Gone { path: at.file.clone() });
        };
        let path = self.path(at)?;
        let old = self.opened_as(&path, based)?;
        self.around("恢复到以前的样子", std::slice::from_ref(&path), || {
            fs::replace(&path, &old, &content)?;
            Ok(())
        })?;
        Ok(Done {
            file: Some(at.file.clone()),
            digest: Some(fs::sha256(&content)),
            ..told("已恢复；可以撤销")
        })
    }

    fn withdraw(&self, stem: &str, reason: &str) -> Result<Done, Refusal> {
        let id = issue(stem)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::Said("撤回要写明原因".to_owned()));
        }
        let done = archive::withdraw(&self.workspace, id, reason, (self.now)())?;
        match (done.value, done.diagnostics.first()) {
            (Some(_), _) => Ok(told(format!("{}已撤回，期号和文件夹可以再用", id.spoken()))),
            (None, why) => Err(Refusal::Failed(Error::Selection {
                problem: format!("没有撤回：{}", why.map_or("", |it| &it.message)),
                remedy: why.and_then(|it| it.help.clone()).unwrap_or_default(),
            })),
        }
    }
}
