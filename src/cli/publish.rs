//! `jianbao publish`: the final PDF, and its entry in the register; and taking it back.

use std::io::Write;
use std::path::Path;

use super::batch::{drive, interrupt, nothing};
use super::issuing::PublishArgs;
use super::reason::{publishing, reason, said};
use super::{Exit, Stop, confirm, render, select, shown};
use crate::batch::BuildOptions;
use crate::error::Error;
use crate::model::IssueId;
use crate::publish::Publishing;
use crate::workspace::Workspace;

pub fn run(directory: Option<&Path>, args: &PublishArgs) -> Result<Exit, Stop> {
    let reason = args.reissue.as_deref().map(reason).transpose()?;
    let unread = args.unread.as_deref().map(unread).transpose()?;
    let withdrawal = args.withdraw.as_deref().map(withdrawal).transpose()?;
    // What cannot be undone is never done unasked.
    if !args.yes && !confirm::is_possible() {
        let what = if withdrawal.is_some() { "撤回" } else { "印发" };
        let problem = format!("这里不是终端，问不了「是/否」，没有{what}");
        let remedy = format!("确实要{what}的，在后面加上 --yes 再运行");
        return Err(Error::Selection { problem, remedy }.into());
    }
    let house = args.templates.open(directory)?;
    let workspace = &house.workspace;
    let selection = match &withdrawal {
        // What was issued may have lost its folder.
        Some(_) => select::registered(workspace, &args.select)?,
        None => select::selected(workspace, &args.select)?,
    };
    if selection.ids.is_empty() {
        nothing(workspace, &args.select, args.output.format)?;
        return Ok(Exit::Fine);
    }
    if let Some(reason) = withdrawal {
        return withdraw(workspace, &selection.ids, &reason, args.yes);
    }
    let options = BuildOptions {
        outputs: super::build::outputs(&house, &[])?,
        jobs: args.jobs.map(usize::from),
        program: std::env::current_exe().ok(),
        interrupt: Some(interrupt()),
        ..BuildOptions::default()
    };
    let asks = !args.yes;
    let how = Publishing { unread, asks, ..publishing(reason, args.attach) };
    drive(workspace, &selection.ids, &options, Some(&how), args.output.format)?
        .finish(args.output.format)
}

fn unread(given: &str) -> Result<String, Error> {
    said(given, "还没有核对就印发，要写明原因，例如：--unread \"领导已口头核对\"")
}

fn withdrawal(given: &str) -> Result<String, Error> {
    said(given, "撤回要写明原因，例如：--withdraw \"期号编错\"")
}

/// Takes issues back, and says what became of each.
fn withdraw(workspace: &Workspace, ids: &[IssueId], reason: &str, yes: bool) -> Result<Exit, Stop> {
    let mut output = anstream::stdout();
    let mut exit = Exit::Fine;
    let at = chrono::Local::now().fixed_offset();
    for id in ids {
        let question = format!("撤回{}？原因：{reason}", id.spoken());
        if !yes && !confirm::yes(&question)? {
            writeln!(output, "{}　没有撤回", id.spoken())?;
            continue;
        }
        let done = crate::archive::withdraw(workspace, *id, reason, at)?;
        render::all(&mut output, &done.diagnostics)?;
        let Some(done) = done.value else {
            writeln!(output, "{}　没有撤回", id.spoken())?;
            exit = Exit::Findings;
            continue;
        };
        let kept = match &done.kept {
            Some(path) => format!("PDF 存为 {}", shown(path)),
            None => "存档的 PDF 早已不见，没有另存".to_owned(),
        };
        let was = match done.new {
            true => "已撤回，登记在 ledger.yaml".to_owned(),
            false => format!("早已撤回，没有重复登记（登记的原因：{}）", done.reason),
        };
        writeln!(
            output,
            "{}（第 {} 版）　{was}；{kept}；期号和文件夹可以再用",
            id.spoken(),
            done.edition
        )?;
        if let Some(next) = done.later.first().filter(|_| done.new) {
            let more = if done.later.len() > 1 { "等" } else { "" };
            writeln!(
                output,
                "提醒：后面的{}{more}已经印发，这个期号会空着，除非改好后仍用它印发",
                next.spoken()
            )?;
        }
    }
    Ok(exit)
}
