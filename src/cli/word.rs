//! `jianbao word`: the Word copy of an issue, for those who correct in Word or WPS.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::select::{self, SelectArgs};
use super::templates::TemplateArgs;
use super::{Exit, Stop, render, shown, usage};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::export::{EDITION, Export, Word};
use crate::issue::{Press, Setting};
use crate::merge;
use crate::workspace::{Workspace, fs};

/// No copy is larger, in bytes.
const LARGEST: u64 = 64 << 20;
/// In the folder of what the program keeps for itself: the digests of the copies it wrote, a line each.
const WRITTEN: &str = "copies-1.txt";

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
    let house = args.templates.open(directory)?;
    let workspace = house.workspace.clone();
    let selection = select::selected(&workspace, &args.select)?;
    let earlier = args.since.as_deref().map(super::merge::open_copy).transpose()?;
    if let (Some(copy), [id]) = (&earlier, selection.ids.as_slice()) {
        super::merge::is_of(copy, &workspace, *id)?;
    } else if earlier.is_some() {
        let problem = "加了 --since，只能写一期".to_owned();
        let remedy = "如 jianbao word 28 --since 上次的副本.docx".to_owned();
        return Err(Error::Selection { problem, remedy }.into());
    }
    let faces = house.settings.value.as_ref().map(|settings| settings.fonts.clone());
    let press = Press::of(house)?;
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
        if !args.force && is_corrected(&workspace, &path)? {
            writeln!(
                output,
                "{issue}　「{}」在 Word 里改过，没有换掉它；先收回来（jianbao merge），或改名、移走，不要了的加 --force",
                shown(&path)
            )?;
            ended = Exit::Findings;
            continue;
        }
        fs::write_atomic(&path, &bytes)?;
        remember(&workspace, &bytes)?;
        let copy = shown(&path);
        writeln!(output, "{issue}　{copy}　改好放回这里，运行 jianbao merge {copy}")?;
    }
    Ok(ended)
}

/// What the copy cannot hold: every other finding is told by a build.
fn is_of_copy(finding: &Diagnostic) -> bool {
    finding.message.starts_with("Word 副本")
}

/// Whether a file is there that is not, byte for byte, a copy that was written: whatever program saved it,
/// somebody's corrections may be in it.
fn is_corrected(workspace: &Workspace, path: &Path) -> Result<bool, Error> {
    if !path.exists() {
        return Ok(false);
    }
    let Some(bytes) = fs::read_limited(path, LARGEST)? else { return Ok(true) };
    let digest = fs::sha256(&bytes);
    Ok(!written(workspace)?.lines().any(|line| line == digest))
}

/// The digests of the copies that were written; none where that is not known any more.
fn written(workspace: &Workspace) -> Result<String, Error> {
    let path = workspace.cache_dir().join(WRITTEN);
    if !path.exists() {
        return Ok(String::new());
    }
    let bytes = fs::read_limited(&path, LARGEST)?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Keeps the digest of a copy, so that it may be written over while nobody has touched it.
fn remember(workspace: &Workspace, bytes: &[u8]) -> Result<(), Error> {
    let lines = format!("{}{}\n", written(workspace)?, fs::sha256(bytes));
    fs::write_atomic(&workspace.cache_dir().join(WRITTEN), lines.as_bytes()).map(drop)
}
