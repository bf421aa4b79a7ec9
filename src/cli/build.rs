//! `jianbao build`: findings, then a line for each issue.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;

use super::batch::{BuildFormat, BuildOutput, Driven, drive, interrupt, nothing};
use super::select::{self, SelectArgs};
use super::templates::TemplateArgs;
use super::{Exit, Stop, reason, render, usage};
use crate::archive;
use crate::batch::BuildOptions;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::export::{OUTPUTS, Output, besides_pdf};
use crate::model::IssueId;
use crate::read::House;
use crate::workspace::{IssueFolder, Selection};

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao build <期号>… [选项]\n　　　jianbao build --all [选项]\n　　　jianbao build --changed-since <日期或版本> [选项]")]
pub struct BuildArgs {
    #[command(flatten)]
    pub select: SelectArgs,
    /// 草稿：加「草稿」水印，文件名加「-草稿」
    #[arg(long)]
    pub draft: bool,
    /// PDF 放到这个文件夹（默认：工作区的 out）
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 除 PDF 外还生成哪些文件：ofd（默认：jianbao.yaml 的「输出」）
    #[arg(long = "as", value_name = "格式", value_delimiter = ',')]
    pub outputs: Vec<String>,
    /// 同时保留生成的 Typst 文件
    #[arg(long)]
    pub keep_typ: bool,
    /// 没有变化的也重新生成
    #[arg(long)]
    pub force: bool,
    /// 已经印发的，重新印发并登记原因（同 jianbao publish --reissue）
    #[arg(long, value_name = "原因", conflicts_with_all = ["draft", "out", "keep_typ"])]
    pub reissue: Option<String>,
    /// 同时排几期（默认：与处理器核数相同）
    #[arg(long, value_name = "数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub templates: TemplateArgs,
    #[command(flatten)]
    pub output: BuildOutput,
}

pub fn run(directory: Option<&Path>, args: &BuildArgs) -> Result<Exit, Stop> {
    let house = args.templates.open(directory)?;
    let workspace = &house.workspace;
    let selection = select::selected(workspace, &args.select)?;
    let options = BuildOptions {
        out: args.out.clone(),
        draft: args.draft,
        keep_typ: args.keep_typ,
        outputs: outputs(&house, &args.outputs)?,
        // Who names an issue wants to see it built, and what is to be said of it.
        stale_only: !selection.named && !args.force,
        jobs: args.jobs.map(usize::from),
        program: std::env::current_exe().ok(),
        interrupt: Some(interrupt()),
    };
    if selection.ids.is_empty() {
        nothing(workspace, &args.select, args.output.format)?;
        return Ok(Exit::Fine);
    }
    let Some(reason) = args.reissue.as_deref().map(reason::reason).transpose()? else {
        let work = || drive(workspace, &selection.ids, &options, None, args.output.format);
        return surveyed(&house, &selection, args, work);
    };
    // Those that were never issued are built and no more: a reason is none for issuing them.
    let ledger = archive::ledger(workspace)?.value.unwrap_or_default();
    let (issued, others): (Vec<IssueId>, Vec<IssueId>) =
        selection.ids.iter().partition(|id| ledger.current(**id).is_some());
    let how = reason::publishing(Some(reason), false);
    let work = || {
        let mut driven =
            Driven { exit: Exit::Fine, held: 0, told: Vec::new(), reports: Vec::new() };
        for (ids, how) in [(&others, None), (&issued, Some(&how))] {
            if !ids.is_empty() {
                let next = drive(workspace, ids, &options, how, args.output.format)?;
                driven.exit = driven.exit.max(next.exit);
                driven.held += next.held;
                driven.told.extend(next.told);
                driven.reports.extend(next.reports);
            }
        }
        Ok(driven)
    };
    surveyed(&house, &selection, args, work)
}

/// What is made of an issue besides its PDF: what the command line names, or else the house.
///
/// # Errors
/// [`Error::Usage`] for a name that no output has.
pub fn outputs(house: &House, given: &[String]) -> Result<Vec<&'static Output>, Error> {
    if given.is_empty() {
        // What is wrong with the settings is told when they are used.
        let settings = house.settings.value.as_ref();
        return Ok(besides_pdf(settings.into_iter().flat_map(|it| it.outputs.iter().copied())));
    }
    let given: Vec<String> = given.iter().map(|name| name.trim().to_lowercase()).collect();
    let unknown = given.iter().find(|name| OUTPUTS.iter().all(|output| output.name != **name));
    match unknown {
        None => Ok(besides_pdf(given.iter().map(String::as_str))),
        Some(name) => {
            let names: Vec<&str> = OUTPUTS.iter().map(|output| output.name).collect();
            let told = format!("不能生成「{name}」；--as 后面可以写：{}", names.join("、"));
            Err(Error::Usage(told))
        }
    }
}

/// Does some work, and tells afterwards what is wrong with the numbers: of the whole archive, or of
/// the issues that were named.
fn surveyed(
    house: &House,
    selection: &Selection,
    args: &BuildArgs,
    work: impl FnOnce() -> Result<Driven, Stop>,
) -> Result<Exit, Stop> {
    let format = args.output.format;
    let (driven, survey) = thread::scope(|scope| {
        let survey = scope.spawn(|| archive::survey(house));
        (work(), survey.join())
    });
    let mut driven = driven?;
    let told = std::mem::take(&mut driven.told);
    let held = driven.held;
    let exit = driven.finish(format)?;
    let Ok(survey) = survey else { return Ok(exit) };
    let mut findings = survey?;
    if selection.named {
        let folders: Result<Vec<IssueFolder>, Error> =
            selection.ids.iter().map(|id| house.workspace.issue_folder(*id)).collect();
        let folders = folders?;
        findings.retain(|finding| folders.iter().any(|it| finding.is_within(&it.shown)));
    }
    findings.retain(|finding| !told.contains(finding));
    for finding in &findings {
        match format {
            BuildFormat::Full => render::full(&mut crate::cli::output::stdout(), finding)?,
            BuildFormat::Short => render::short(&mut crate::cli::output::stdout(), finding)?,
            // Beside the reports, so that they stay an array of them.
            BuildFormat::Json => render::full(&mut crate::cli::output::stderr(), finding)?,
        }
    }
    let wrong = findings.iter().any(Diagnostic::is_error);
    if let ([id], BuildFormat::Full, Exit::Fine, false) =
        (selection.ids.as_slice(), format, exit, wrong || args.draft)
        // For people; to programs an issue is a line.
        && std::io::stdout().is_terminal()
        && archive::ledger(&house.workspace)?.value.is_some_and(|it| it.current(*id).is_none())
    {
        let next = match held {
            0 => "定稿了，用 jianbao publish",
            _ => "上面没有核对的各处核对完、定稿了，用 jianbao publish",
        };
        writeln!(
            crate::cli::output::stdout(),
            "下一步：核对 PDF；送领导修改，用 jianbao word {id}；{next} {id} 印发"
        )?;
    }
    Ok(exit.max(if wrong { Exit::Findings } else { Exit::Fine }))
}
