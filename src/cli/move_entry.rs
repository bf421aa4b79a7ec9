//! `jianbao move`: an entry to another issue.

use std::io::Write;
use std::path::Path;

use super::{Exit, MoveArgs, Stop, next, open};
use crate::error::Error;
use crate::import::transfer;
use crate::model::IssueId;
use crate::workspace::Workspace;

pub fn run(directory: Option<&Path>, args: &MoveArgs) -> Result<Exit, Stop> {
    let workspace = open(directory)?;
    let to = target(&workspace, &args.to)?;
    // As typed from where one stands, or as the program shows it.
    let inside = workspace.root().join(&args.entry);
    let path = if args.entry.is_file() { &args.entry } else { &inside };
    if !path.is_file() {
        let message = format!(
            "没有稿件「{}」；请写稿件文件的路径，如 2018/028/40-山阴县.md",
            args.entry.display()
        );
        return Err(Error::Usage(message).into());
    }
    let moved = transfer(&workspace, path, to)?;
    let along = match moved.along {
        0 => String::new(),
        count => format!("，连同图片和原稿 {count} 个"),
    };
    writeln!(anstream::stdout(), "{} 已移到 {}{along}", moved.from, moved.to)?;
    if !moved.left.is_empty() {
        let left = moved.left.join("」「");
        writeln!(
            anstream::stdout(),
            "「{left}」不能删去（可能只读或正被打开），留在原处，可以以后手工删"
        )?;
    }
    Ok(Exit::Fine)
}

/// The issue that is meant; where there is none, says how one is made.
fn target(workspace: &Workspace, written: &str) -> Result<IssueId, Error> {
    match workspace.select(written) {
        Err(missing @ Error::NoIssue { .. }) => {
            let Some(next) = next::number(workspace, next::date(None)?)? else {
                return Err(missing);
            };
            let is_next = written.trim() == next.to_string();
            let remedy = match is_next {
                true => format!("第 {next} 期正是下一期：先用 jianbao new 取号，再移"),
                false => format!("下一期是第 {next} 期，用 jianbao new 取号"),
            };
            Err(Error::Selection { problem: missing.to_string(), remedy })
        }
        found => {
            let id = found?;
            next::refuse_issued(workspace, id, "--to")?;
            Ok(id)
        }
    }
}
