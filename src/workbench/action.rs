//! What can be done, as a page says it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::history::Snapshot;
use super::{Done, Refusal, Workbench, issue};
use crate::archive::{self, Order};
use crate::error::Error;
use crate::import::{Shelved, arrange, mark, transfer};
use crate::read::{House, read_date};
use crate::workspace::fs;

/// A file: of an issue by its name, or one of the workspace's own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// The issue's file stem; none for `jianbao.yaml`, `roster.yaml` and `lexicon.yaml`.
    #[serde(default)]
    pub issue: Option<String>,
    /// The name of the file.
    pub file: String,
}

/// Something to be done.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "verb", rename_all = "kebab-case")]
pub enum Action {
    /// A file gets another text.
    Write {
        /// Which.
        at: Spot,
        /// The digest of the content that was changed.
        based: String,
        /// The whole new text; ends of lines are those of the file.
        text: String,
    },
    /// A key of a file gets another value; `null` takes it out.
    Set {
        /// Which file.
        at: Spot,
        /// The digest of the content that was looked at.
        based: String,
        /// The key, English or Chinese.
        key: String,
        /// Its value.
        value: Json,
    },
    /// Entries wait (`jianbao hold`), or no longer do (`release`).
    Hold {
        /// The issue.
        issue: String,
        /// The entries.
        files: Vec<String>,
        /// Whether they are to wait.
        hold: bool,
    },
    /// Entries in another order (`jianbao order`).
    Order {
        /// The issue.
        issue: String,
        /// The entries as they are to follow each other.
        files: Vec<String>,
    },
    /// An entry goes to another issue (`jianbao move`).
    Move {
        /// Where it is.
        at: Spot,
        /// The issue it goes to.
        to: String,
    },
    /// An entry is taken out.
    Remove {
        /// Which.
        at: Spot,
        /// The digest of the content that was looked at.
        based: String,
    },
    /// The next issue (`jianbao new`).
    New {
        /// Its date, in any way of writing one.
        date: String,
        /// Whether it is a supplement.
        #[serde(default)]
        supplement: bool,
    },
    /// A new entry.
    Entry {
        /// The issue.
        issue: String,
        /// Its title.
        title: String,
        /// Its column, as `jianbao.yaml` names it.
        #[serde(default)]
        column: Option<String>,
    },
    /// A file of the house that there is not yet.
    Make {
        /// `roster.yaml` or `lexicon.yaml`.
        file: String,
    },
    /// Dispatches come in: kept in `来稿`, then imported (`jianbao import`).
    Drop {
        /// The issue.
        issue: String,
        /// The files.
        files: Vec<Upload>,
    },
    /// A picture is put beside the entries of an issue.
    Picture {
        /// The issue.
        issue: String,
        /// The picture.
        file: Upload,
    },
    /// What would be issued, or that it is to be (`jianbao publish`).
    Publish {
        /// The issue.
        issue: String,
        /// Whether it is to be issued now; otherwise it is only told what would be.
        sure: bool,
        /// Why it is issued once more.
        #[serde(default)]
        reissue: Option<String>,
        /// Why with places that nobody has looked at.
        #[serde(default)]
        unread: Option<String>,
    },
    /// An issue is taken back (`jianbao publish --withdraw`).
    Withdraw {
        /// The issue.
        issue: String,
        /// Why.
        reason: String,
    },
    /// The last action is taken back.
    Undo,
    /// The one that was taken back last is done again.
    Redo,
    /// A file becomes again what it was.
    Restore {
        /// Which.
        at: Spot,
        /// The digest of the content that stands there.
        based: String,
        /// The digest of what it is to become.
        version: String,
    },
}

/// A file that a page hands over.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// Its name, as the page was given it.
    pub name: String,
    /// Its bytes, in Base64.
    pub data: String,
}

/// What became of a dispatch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// Its name.
    pub name: String,
    /// The entry that it became or had become, by its file's name.
    pub entry: Option<String>,
    /// Whether that was made now.
    pub is_new: bool,
    /// What is worth looking at, in sentences; why there is no entry.
    pub told: Vec<String>,
}

impl Action {
    /// Does it.
    pub(super) fn act(self, bench: &Workbench) -> Result<Done, Refusal> {
        match self {
            Self::Write { at, based, text } => bench.write(&at, &based, &text),
            Self::Set { at, based, key, value } => bench.set(&at, &based, &key, &value),
            Self::Hold { issue, files, hold } => bench.hold(&issue, &files, hold),
            Self::Order { issue, files } => bench.order(&issue, &files),
            Self::Move { at, to } => bench.transfer(&at, &to),
            Self::Remove { at, based } => bench.remove(&at, &based),
            Self::New { date, supplement } => bench.begin(&date, supplement),
            Self::Entry { issue, title, column } => bench.entry(&issue, &title, column.as_deref()),
            Self::Make { file } => bench.make(&file),
            Self::Drop { issue, files } => bench.take_in(&issue, &files),
            Self::Picture { issue, file } => bench.picture(&issue, &file),
            Self::Publish { issue, sure, reissue, unread } => {
                bench.publish(&issue, sure, reissue, unread)
            }
            Self::Withdraw { issue, reason } => bench.withdraw(&issue, &reason),
            Self::Undo => {
                let undone = bench.history().undo()?;
                Ok(told(undone.map_or_else(
                    || "没有可以撤销的了".to_owned(),
                    |it| format!("已撤销：{}", it.what),
                )))
            }
            Self::Redo => {
                let done = bench.history().redo()?;
                Ok(told(done.map_or_else(
                    || "没有可以重做的了".to_owned(),
                    |it| format!("已重做：{}", it.what),
                )))
            }
            Self::Restore { at, based, version } => bench.restore(&at, &based, &version),
        }
    }
}

/// Done, and said so.
pub(super) fn told(said: impl Into<String>) -> Done {
    Done { said: said.into(), ..Done::default() }
}

impl Workbench {
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
