//! `jianbao word`: the Word copy of an issue, for those who correct in Word or WPS.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::select::{self, SelectArgs};
use super::templates::TemplateArgs;
use super::{Exit, Stop, render, shown, usage};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::export::{EDITION, Export, Word, docx};
use crate::issue::{Press, Setting};
use crate::merge;
use crate::read;
use crate::workspace::fs;

/// No copy is larger, in bytes.
const LARGEST: u64 = 64 << 20;

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao word <期号>… [选项]\n　　　jianbao word --all [选项]")]
pub struct WordArgs {
    #[command(flatten)]
    select: SelectArgs,
    /// 副本放到这个文件夹（默认：工作区的 out）
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
    /// 第一页加送审签：拟稿、核稿、签发和意见栏
    #[arg(long)]
    sheet: bool,
    /// 花脸稿：与这份副本（上次送出的，或领导改过的）不同的地方，写成修订
    #[arg(long, value_name = "副本")]
    since: Option<PathBuf>,
    /// 原来的副本在 Word 里改过、还没有收回来，也换成新的
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    templates: TemplateArgs,
}

pub fn run(directory: Option<&Path>, args: &WordArgs) -> Result<Exit, Stop> {
    let workspace = args.templates.open(directory)?;
    let selection = select::selected(&workspace, &args.select)?;
    let earlier = args.since.as_deref().map(super::merge::open_copy).transpose()?;
    if let (Some(copy), [id]) = (&earlier, selection.ids.as_slice()) {
        super::merge::is_of(copy, &workspace, *id)?;
    } else if earlier.is_some() {
        let problem = "加了 --since，只能写一期".to_owned();
        let remedy = "如 jianbao word 28 --since 上次的副本.docx".to_owned();
        return Err(Error::Selection { problem, remedy }.into());
    }
    let faces = read::read_settings(&workspace)?.value.map(|house| house.fonts);
    let press = Press::new(&workspace)?;
    let mut output = crate::cli::output::stdout();
    let mut ended = Exit::Fine;
    for id in selection.ids {
        let out = args.out.clone().unwrap_or_else(|| workspace.default_out());
        let path = out.join(format!("{}-{EDITION}.docx", id.file_stem()));
        // A copy is made of drafts: what would stop the PDF that is issued need not stop it.
        let set = press.proof(id, Setting { draft: true, ..Setting::default() })?;
        let mut findings = set.diagnostics;
        let mut bytes = None;
        if let Some(proof) = &set.value {
            let since = earlier.as_ref().map(|copy| merge::since(&proof.issue, copy));
            let word = Word { faces: faces.as_ref(), sheet: args.sheet, since: since.as_ref() };
            let made = word.bytes(&proof.laid_out(None));
            findings.extend(made.diagnostics);
            bytes = made.value;
        }
        for finding in findings.iter().filter(|it| it.is_error() || is_of_copy(it)) {
            render::short(&mut output, finding)?;
        }
        let issue = id.spoken();
        let Some(bytes) = bytes else {
            writeln!(output, "{issue}　没有排成，没有写副本；先改正上面的错误，再运行一次")?;
            ended = Exit::Findings;
            continue;
        };
        if !args.force && is_corrected(&path)? {
            writeln!(
                output,
                "{issue}　「{}」在 Word 里改过，没有换掉它；先收回来（jianbao merge），或改名、移走，不要了的加 --force",
                shown(&path)
            )?;
            ended = Exit::Findings;
            continue;
        }
        fs::write_atomic(&path, &bytes)?;
        writeln!(output, "{issue}　{}", shown(&path))?;
    }
    Ok(ended)
}

/// What the copy cannot hold: every other finding is told by a build.
fn is_of_copy(finding: &Diagnostic) -> bool {
    finding.message.starts_with("Word 副本")
}

/// Whether a file is there that somebody saved in another program since it was written.
fn is_corrected(path: &Path) -> Result<bool, Error> {
    if !path.exists() {
        return Ok(false);
    }
    let Some(bytes) = fs::read_limited(path, LARGEST)? else { return Ok(true) };
    Ok(merge::read(&bytes).map_or(true, |copy| copy.program != docx::PROGRAM))
}
