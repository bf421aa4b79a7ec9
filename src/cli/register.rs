//! `jianbao register`: the register as a whole.

use std::io::Write;
use std::path::Path;

use super::issuing::{LostArgs, RegisterWork};
use super::select::with_issued;
use super::{Exit, RegisterArgs, Stop, confirm, open, reason, render};
use crate::archive;
use crate::archive::{Gone, Meant};
use crate::error::Error;
use crate::workspace::{LEDGER_FILE, Workspace};

pub fn run(directory: Option<&Path>, args: &RegisterArgs) -> Result<Exit, Stop> {
    let workspace = open(directory)?.workspace;
    match &args.work {
        RegisterWork::Rebuild => rebuild(&workspace),
        RegisterWork::Lost(args) => lost(&workspace, args),
    }
}

/// Enters that PDFs are lost, and says which.
fn lost(workspace: &Workspace, args: &LostArgs) -> Result<Exit, Stop> {
    let why = "登记遗失要写明原因，例如：--reason \"硬盘损坏，备份里也没有\"";
    let reason = reason::said(&args.reason, why)?;
    let meant = meant(workspace, &args.what)?;
    let mut output = crate::cli::output::stdout();
    let at = super::now::now().fixed_offset();
    let found = crate::archive::gone(workspace, &meant, &reason, at)?;
    render::all(&mut output, &found.diagnostics)?;
    let mut exit = if found.has_errors() { Exit::Findings } else { Exit::Fine };
    let mut agreed = Vec::new();
    for gone in found.value.unwrap_or_default() {
        let name = named(&gone);
        if !args.yes && confirm::is_possible() {
            let question = format!("登记遗失：{name}？原因：{reason}");
            if !confirm::yes(&question)? {
                writeln!(output, "{name}　没有登记")?;
                continue;
            }
        }
        agreed.push(gone);
    }
    if agreed.is_empty() {
        return Ok(exit);
    }
    let done = crate::archive::lose(workspace, &agreed)?;
    for finding in &done.diagnostics {
        render::full(&mut output, finding)?;
        exit = Exit::Findings;
    }
    if done.value.is_some() {
        for gone in &agreed {
            writeln!(output, "{}　已登记遗失；找到了放回原处就行，不用改登记", named(gone))?;
            if gone.in_force {
                let id = gone.loss.id;
                writeln!(
                    output,
                    "提醒：这一版还在用；能照原样排出来的，jianbao build {id} 会把它补上"
                )?;
            }
        }
    }
    Ok(exit)
}

fn named(gone: &Gone) -> String {
    format!("{}{}的 {}", gone.loss.id.spoken(), gone.what, gone.loss.path)
}

/// A file by its path from the workspace's root or from here, or an issue.
fn meant(workspace: &Workspace, what: &str) -> Result<Meant, Stop> {
    let what = what.trim();
    if what.to_lowercase().ends_with(".pdf") {
        let written = what.replace('\\', "/");
        let written = written.trim_start_matches("./").to_owned();
        let here = std::env::current_dir().unwrap_or_default().join(&written);
        let here = here.strip_prefix(workspace.root()).map(|path| workspace.display(path));
        let ledger = archive::ledger(workspace)?.value.unwrap_or_default();
        let is_known = |path: &str| {
            let in_force = ledger.in_force().filter_map(|id| ledger.current(id));
            let kept = ledger.kept().map(|(_, path)| path);
            kept.chain(in_force.map(|it| it.pdf.path.as_str())).any(|known| known == path)
        };
        let choices = [Some(written.clone()), here.ok(), Some(format!("out/{written}"))];
        let path = choices.into_iter().flatten().find(|path| is_known(path));
        return Ok(Meant::Path(path.unwrap_or(written)));
    }
    // What was issued may have lost its folder.
    let ledger = archive::ledger(workspace)?.value.unwrap_or_default();
    let all = with_issued(workspace, &ledger)?;
    let selection = workspace.select_among(&all, &[what.to_owned()])?;
    match selection.ids[..] {
        [id] => Ok(Meant::Issue(id)),
        _ => Err(Error::Usage("一次登记一期的，或写明是哪一个 PDF".to_owned()).into()),
    }
}

/// Makes it anew, and says of each entry what could not be known.
fn rebuild(workspace: &Workspace) -> Result<Exit, Stop> {
    let rebuilt = crate::publish::rebuild(workspace, chrono::Local::now().fixed_offset())?;
    let mut output = anstream::stdout();
    for publication in rebuilt.publications.iter().filter(|_| !rebuilt.is_copy) {
        let withdrawn = if publication.withdrawn.is_some() { "，已撤回" } else { "" };
        let again = match publication.turn {
            1 => String::new(),
            turn => format!("，第 {turn} 次印发"),
        };
        writeln!(
            output,
            "{}（第 {} 版{again}{withdrawn}）　{}",
            publication.id.spoken(),
            publication.edition,
            publication.rebuilt.as_deref().unwrap_or_default()
        )?;
    }
    for path in &rebuilt.silent {
        writeln!(
            output,
            "{path}　没有登记：它没有写明是印发的；没有印发过，或是旧版程序印发的，印发过的请重新印发"
        )?;
    }
    for (path, why) in &rebuilt.left {
        writeln!(output, "{path}　没有登记：{why}")?;
    }
    let made = format!("已重建 {LEDGER_FILE}，登记了 {} 份 PDF", rebuilt.publications.len());
    if rebuilt.is_copy {
        writeln!(output, "{made}；照 .jianbao 里留的底账，与丢失前一字不差")?;
    } else {
        writeln!(
            output,
            "{made}；请与手头的印发记录核对：登记时间是重建的时间的，写着「不详」的原因，当时是否未核先发，都不能从 PDF 里知道"
        )?;
    }
    for publication in &rebuilt.gone {
        writeln!(
            output,
            "{}（第 {} 版，{} 登记）　PDF 没有找到，没有登记；找到后放回 out，把 {LEDGER_FILE} 移到别处，再重建一次",
            publication.id.spoken(),
            publication.edition,
            publication.recorded.format("%Y-%m-%d")
        )?;
    }
    if let Some(had) = rebuilt.had {
        writeln!(
            output,
            "提醒：原来有 {had} 条登记，只重建了 {} 条，少 {} 条；{}",
            rebuilt.entries,
            had - rebuilt.entries,
            match rebuilt.gone.is_empty() {
                true =>
                    "少的是哪些，从 out 里的 PDF 看不出来（可能是撤回、登记遗失，或 PDF 已经不在的），请与手头的印发记录核对",
                false => "上面列出的就是其中 PDF 已经不在的",
            }
        )?;
    }
    let is_whole = rebuilt.left.is_empty() && rebuilt.had.is_none();
    Ok(if is_whole { Exit::Fine } else { Exit::Findings })
}
