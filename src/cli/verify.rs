//! `jianbao verify`: whether issued PDFs could be made again, and what differs where they could not.

mod alike;
mod details;
mod json;
mod report;
mod words;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::batch::interrupt;
use super::progress::Progress;
use super::select::{self, SelectArgs};
use super::table::{TableFormat, TableOutput};
use super::templates::TemplateArgs;
use super::{Exit, Stop, render, shown, usage};
use crate::archive;
use crate::diagnostic::Diagnostic;
use crate::model::Publication;
use crate::publish::{Remade, Verification, VerifyOptions};
use crate::workspace::{LEDGER_FILE, Workspace};
use alike::{Alike, Sorted, heading};
use details::details;
use words::{is_well, verdict};

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao verify <期号>… [选项]\n　　　jianbao verify --all [选项]")]
pub struct VerifyArgs {
    #[command(flatten)]
    select: SelectArgs,
    /// 在这个文件夹里写一份网页报告（index.html），附左右对照图
    #[arg(long, value_name = "文件夹")]
    report: Option<PathBuf>,
    /// 给看上去不同的每一页都做对照图（默认：只做内容不同的页，各期一样的不同只做一张）
    #[arg(long)]
    pictures: bool,
    /// 同时核对几期（默认：与处理器核数相同）
    #[arg(long, value_name = "数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    #[command(flatten)]
    templates: TemplateArgs,
    #[command(flatten)]
    output: TableOutput,
}

pub fn run(directory: Option<&Path>, args: &VerifyArgs) -> Result<Exit, Stop> {
    let workspace = args.templates.open(directory)?.workspace;
    let mut output = crate::cli::output::stdout();
    let publications = match args.output.format {
        // Beside the verdicts, so that they stay an array.
        TableFormat::Json => publications(&workspace, args, &mut crate::cli::output::stderr())?,
        TableFormat::Table => publications(&workspace, args, &mut output)?,
    };
    let Some((publications, is_lacking)) = publications else { return Ok(Exit::Findings) };
    let pictures = match &args.report {
        Some(dir) => dir.clone(),
        None => workspace.default_out().join("对照"),
    };
    let options = VerifyOptions {
        pictures,
        jobs: args.jobs.map(usize::from),
        interrupt: Some(interrupt()),
        program: std::env::current_exe().ok(),
        all_pictures: args.pictures,
    };
    if let Some(dir) = &args.report {
        report::begin(dir)?;
    }
    let progress = Progress::new(publications.len());
    progress.plan(publications.len());
    let brief = progress.is_shown() && std::io::stdout().is_terminal();
    let mut done = Vec::new();
    let ended = crate::publish::verify(&workspace, &publications, &options, |verification| {
        progress.done(verification.id);
        done.push(verification);
    });
    progress.finish();
    ended?;
    let mut sorted = Sorted::of(&done);
    if args.pictures {
        sorted.name(&done);
    } else {
        let wanted = sorted.pictures(&done);
        let mut made = Vec::new();
        crate::publish::picture(&workspace, &wanted, &options, |id, pictures| {
            made.push((id, pictures))
        })?;
        for (id, pictures) in made {
            if let Some(at) = done.iter().position(|verification| verification.id == id) {
                sorted.take(&mut done, at, pictures);
            }
        }
    }
    if let TableFormat::Json = args.output.format {
        let all = done.iter().enumerate();
        let all: Vec<Value> = all.map(|(at, one)| json::in_json(one, &sorted, &done, at)).collect();
        writeln!(output, "{:#}", Value::from(all))?;
    } else {
        for (at, verification) in done.iter().enumerate() {
            if !(brief && is_well(verification)) {
                print(&mut output, verification, &sorted, &done, at)?;
            }
        }
        for group in &sorted.groups {
            print_group(&mut output, group, &done)?;
        }
        conclude(&mut output, &done)?;
        if done.len() < publications.len() {
            writeln!(output, "已停止；还有 {} 期没有核对", publications.len() - done.len())?;
        }
    }
    if let Some(dir) = &args.report {
        let path = report::write(dir, &done, &sorted)?;
        if !matches!(args.output.format, TableFormat::Json) {
            writeln!(output, "对照报告：{}", shown(&path))?;
        }
    }
    Ok(if done.len() < publications.len() {
        Exit::Interrupted
    } else if done.iter().any(|verification| verification.failure.is_some()) {
        Exit::Failure
    } else if done.iter().all(is_well) && !is_lacking {
        Exit::Fine
    } else {
        Exit::Findings
    })
}

/// The entries in force of the issues chosen, and whether a PDF that is in force no more is gone or
/// altered; `None` when the register has errors, which are told.
fn publications(
    workspace: &Workspace,
    args: &VerifyArgs,
    output: &mut impl Write,
) -> Result<Option<(Vec<Publication>, bool)>, Stop> {
    let read = archive::register(workspace)?;
    render::all(output, &read.diagnostics)?;
    let Some(file) = read.sound() else { return Ok(None) };
    let ledger = file.ledger;
    // Also those whose folder is gone.
    let all = select::with_issued(workspace, &ledger)?;
    let selection = select::among(workspace, &all, &args.select)?;
    if ledger.publications.is_empty() {
        writeln!(output, "{LEDGER_FILE} 里还没有登记任何一期；印发用 jianbao publish 期号")?;
    } else if selection.ids.is_empty() {
        writeln!(output, "{}", select::nothing(workspace, &args.select)?)?;
    }
    let kept = crate::archive::kept(workspace, &ledger, |id| selection.ids.contains(&id))?;
    render::all(output, &kept)?;
    let mut found = Vec::new();
    for id in selection.ids {
        match ledger.current(id) {
            Some(publication) => found.push(publication.clone()),
            None if selection.named
                && let Some((_, withdrawal)) = ledger.withdrawn(id) =>
            {
                let day = withdrawal.recorded.format("%Y-%m-%d");
                writeln!(
                    output,
                    "{}　已于 {day} 撤回（{}），不核对",
                    id.spoken(),
                    withdrawal.reason
                )?;
            }
            // Of a set, those that were not issued are not meant.
            None if selection.named => writeln!(output, "{}　还没有印发，不核对", id.spoken())?,
            None => {}
        }
    }
    Ok(Some((found, kept.iter().any(Diagnostic::is_error))))
}

fn print(
    output: &mut impl Write,
    verification: &Verification,
    sorted: &Sorted,
    done: &[Verification],
    at: usize,
) -> std::io::Result<()> {
    let Verification { id, publication, .. } = verification;
    let edition = match publication.edition {
        1 => String::new(),
        edition => format!("（第 {edition} 版）"),
    };
    let name = id.spoken();
    // In nothing but what is told once for all.
    if sorted.is_all(done, at) {
        writeln!(output, "{name}{edition}　{}，与别的各期一样，见后面", verdict(verification))?;
        return print_pictures(output, verification);
    }
    writeln!(output, "{name}{edition}　{}", verdict(verification))?;
    for line in details(verification, sorted, at) {
        writeln!(output, "　　{line}")?;
    }
    print_pictures(output, verification)?;
    if let Remade::Broken(findings) = &verification.outcome {
        for finding in findings.iter().filter(|finding| finding.is_error()) {
            render::short(output, finding)?;
        }
    }
    Ok(())
}

/// The pictures of an issue's own.
fn print_pictures(output: &mut impl Write, verification: &Verification) -> std::io::Result<()> {
    if let Remade::Differs(_, pictures) = &verification.outcome {
        for picture in pictures {
            writeln!(output, "　　对照图：{}", shown(&picture.path))?;
        }
    }
    Ok(())
}

/// What several issues have alike, once.
fn print_group(
    output: &mut impl Write,
    group: &Alike,
    done: &[Verification],
) -> std::io::Result<()> {
    writeln!(output, "{}", heading(group, done))?;
    for line in group.what.iter().chain(&group.causes) {
        writeln!(output, "　　{line}")?;
    }
    if let Some(picture) = &group.picture {
        writeln!(output, "　　对照图：{}", shown(picture))?;
    }
    Ok(())
}

/// How many of each verdict, the usual one first.
fn conclude(output: &mut impl Write, done: &[Verification]) -> std::io::Result<()> {
    if done.len() < 2 {
        return Ok(());
    }
    let mut counts: Vec<(&str, usize)> = vec![("一致", 0)];
    for verification in done {
        let verdict = verdict(verification);
        match counts.iter_mut().find(|(word, _)| *word == verdict) {
            Some((_, count)) => *count += 1,
            None => counts.push((verdict, 1)),
        }
    }
    let told: Vec<String> =
        counts.iter().map(|(word, count)| format!("{word} {count} 期")).collect();
    writeln!(output, "核对 {} 期：{}", done.len(), told.join("；"))
}
