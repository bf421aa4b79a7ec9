//! The issues that a command is to work on: by number, all, changed lately, or a part of them.

use std::time::SystemTime;

use chrono::{Datelike, Local, NaiveDate, NaiveTime, TimeDelta};
use clap::Args;

use super::Stop;
use crate::archive;
use crate::error::Error;
use crate::model::{IssueId, Ledger};
use crate::read;
use crate::workspace::{Selection, Shard, Workspace};

/// What `--changed-since` counts from.
enum Since<'a> {
    Moment(SystemTime),
    Revision(&'a str),
}

/// Which issues a command works on.
#[derive(Debug, Args)]
pub struct SelectArgs {
    /// 哪些期：28、2018/28、增刊1；几期 20、22、25；范围 20..28、20..、2018/3..9；一年 2018；一种 增刊、正刊
    #[arg(
        value_name = "期号",
        required_unless_present_any = ["all", "changed_since", "shard"],
        conflicts_with = "all"
    )]
    pub issues: Vec<String>,
    /// 工作区里的所有各期
    #[arg(long)]
    pub all: bool,
    /// 只要从这一天（如 2018-11-27）或这个 git 版本（如 HEAD~1）以来改动过的各期
    #[arg(long, value_name = "日期或版本")]
    pub changed_since: Option<String>,
    /// 只要分成几份后的一份，供几台电脑分头做：1/4 是四份中的第一份
    #[arg(long, value_name = "第几份/共几份")]
    pub shard: Option<String>,
}

/// The issues that the arguments mean. Those that must both hold narrow each other down.
pub fn selected(workspace: &Workspace, args: &SelectArgs) -> Result<Selection, Stop> {
    if args.issues.is_empty() {
        super::tell_unready(workspace)?;
    }
    among(workspace, &workspace.issues()?, args)
}

/// The same among those that have a folder or were issued.
pub fn registered(workspace: &Workspace, args: &SelectArgs) -> Result<Selection, Stop> {
    let ledger = archive::ledger(workspace)?.value.unwrap_or_default();
    among(workspace, &with_issued(workspace, &ledger)?, args)
}

/// The issues and those that are in the register only, sorted.
pub fn with_issued(workspace: &Workspace, ledger: &Ledger) -> Result<Vec<IssueId>, Error> {
    let mut all = workspace.issues()?;
    all.extend(ledger.publications.iter().map(|publication| publication.id));
    all.sort();
    all.dedup();
    Ok(all)
}

/// The same among issues that need not have a folder, sorted.
pub fn among(workspace: &Workspace, all: &[IssueId], args: &SelectArgs) -> Result<Selection, Stop> {
    let shard = args.shard.as_deref().map(Shard::parse).transpose()?;
    let since = args.changed_since.as_deref().map(since).transpose()?;
    let mut selection = if args.issues.is_empty() {
        Selection { ids: all.to_vec(), named: false }
    } else {
        workspace.select_among(all, &args.issues)?
    };
    if let Some(since) = since {
        let changed = match since {
            Since::Moment(moment) => workspace.changed_since(moment)?,
            Since::Revision(revision) => workspace.changed_since_revision(revision)?,
        };
        selection.ids.retain(|id| changed.contains(id));
        selection.named = false;
    }
    if let Some(shard) = shard {
        selection.ids.retain(|id| shard.contains(*id));
    }
    Ok(selection)
}

/// Why a selection is empty, for a command that has nothing to do.
pub fn nothing(workspace: &Workspace, args: &SelectArgs) -> Result<String, Stop> {
    Ok(if workspace.issues()?.is_empty() {
        "工作区里还没有任何一期简报：每期是一个「年份/期号」文件夹（如 2018/028），里面有 issue.yaml"
            .to_owned()
    } else {
        match (&args.changed_since, &args.shard) {
            (Some(since), None) => format!("所选的各期从「{since}」以来都没有改动"),
            (Some(since), Some(shard)) => {
                format!("所选的各期中，「{shard}」这一份从「{since}」以来都没有改动")
            }
            (None, Some(shard)) => format!("所选的各期中，没有一期分在「{shard}」这一份里"),
            (None, None) => "没有选中任何一期".to_owned(),
        }
    })
}

fn since(written: &str) -> Result<Since<'_>, Error> {
    match read::written_date(written) {
        Some(Ok(date)) => Ok(Since::Moment(midnight(date))),
        Some(Err(finding)) => Err(Error::Selection {
            problem: finding.message.clone(),
            remedy: finding.help.clone().unwrap_or_default(),
        }),
        None => Ok(Since::Revision(written.trim())),
    }
}

/// When a day begins here: files carry moments, people name days.
fn midnight(date: NaiveDate) -> SystemTime {
    // No file is older, and not every system can tell of earlier times.
    if date.year() <= 1970 {
        return SystemTime::UNIX_EPOCH;
    }
    let midnight = date.and_time(NaiveTime::MIN);
    // Where clocks are put forward at midnight, the day begins an hour later.
    [midnight, midnight + TimeDelta::hours(1)]
        .into_iter()
        .find_map(|time| time.and_local_timezone(Local).earliest())
        .map_or(SystemTime::UNIX_EPOCH, SystemTime::from)
}
