//! `jianbao build`: findings, then a line for each issue.

use std::cell::{Cell, RefCell};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::progress::Progress;
use super::{BuildArgs, BuildFormat, Exit, SelectArgs, Stop, publish, render, select, shown};
use crate::archive;
use crate::batch::{BuildOptions, Event, Interrupt, Kept, Report, Summary};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::model::IssueId;
use crate::publish::{Intent, Publishing};
use crate::workspace::{ISSUE_FILE, Selection, Workspace};

/// Up to this many issues there is no bar and no sum, and each has its line.
pub const FEW: usize = 3;
/// After Ctrl-C, whoever has not ended by himself is ended.
const PATIENCE: Duration = Duration::from_millis(700);

pub fn run(directory: Option<&Path>, args: &BuildArgs) -> Result<Exit, Stop> {
    let workspace = args.templates.open(directory)?;
    let selection = select::selected(&workspace, &args.select)?;
    let options = BuildOptions {
        out: args.out.clone(),
        draft: args.draft,
        keep_typ: args.keep_typ,
        // Who names an issue wants to see it built, and what is to be said of it.
        stale_only: !selection.named && !args.force,
        jobs: args.jobs.map(usize::from),
        program: std::env::current_exe().ok(),
        interrupt: Some(interrupt()),
        ..BuildOptions::default()
    };
    if selection.ids.is_empty() {
        nothing(&workspace, &args.select, args.output.format)?;
        return Ok(Exit::Fine);
    }
    let Some(reason) = args.reissue.as_deref().map(publish::reason).transpose()? else {
        let work = || drive(&workspace, &selection.ids, &options, None, args.output.format);
        return surveyed(&workspace, &selection, args.output.format, work);
    };
    // Those that were never issued are built and no more: a reason is none for issuing them.
    let ledger = archive::ledger(&workspace)?.value.unwrap_or_default();
    let (issued, others): (Vec<IssueId>, Vec<IssueId>) =
        selection.ids.iter().partition(|id| ledger.current(**id).is_some());
    let how = publish::publishing(Some(reason), false);
    let work = || {
        let mut driven = Driven { exit: Exit::Fine, told: Vec::new(), reports: Vec::new() };
        for (ids, how) in [(&others, None), (&issued, Some(&how))] {
            if !ids.is_empty() {
                let next = drive(&workspace, ids, &options, how, args.output.format)?;
                driven.exit = driven.exit.max(next.exit);
                driven.told.extend(next.told);
                driven.reports.extend(next.reports);
            }
        }
        Ok(driven)
    };
    surveyed(&workspace, &selection, args.output.format, work)
}

/// Does some work, and tells afterwards what is wrong with the numbers: of the whole archive, or of
/// the issues that were named.
fn surveyed(
    workspace: &Workspace,
    selection: &Selection,
    format: BuildFormat,
    work: impl FnOnce() -> Result<Driven, Stop>,
) -> Result<Exit, Stop> {
    let (driven, survey) = thread::scope(|scope| {
        let survey = scope.spawn(|| archive::survey(workspace));
        (work(), survey.join())
    });
    let mut driven = driven?;
    let told = std::mem::take(&mut driven.told);
    let exit = driven.finish(format)?;
    let Ok(survey) = survey else { return Ok(exit) };
    let mut findings = survey?;
    if selection.named {
        let folders: Result<Vec<_>, Error> =
            selection.ids.iter().map(|id| workspace.issue_dir(*id)).collect();
        let folders: Vec<String> = folders?.iter().map(|dir| workspace.display(dir)).collect();
        findings.retain(|finding| folders.iter().any(|folder| finding.is_within(folder)));
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
    Ok(exit.max(if wrong { Exit::Findings } else { Exit::Fine }))
}

/// Says that there is nothing to do.
pub fn nothing(
    workspace: &Workspace,
    select: &SelectArgs,
    format: BuildFormat,
) -> Result<(), Stop> {
    let mut output = crate::cli::output::stdout();
    match format {
        BuildFormat::Json => writeln!(output, "[]")?,
        _ => writeln!(output, "{}", select::nothing(workspace, select)?)?,
    }
    Ok(())
}

/// Builds, or issues where it is said how, and prints what happens.
pub fn drive(
    workspace: &Workspace,
    ids: &[IssueId],
    options: &BuildOptions,
    how: Option<&Publishing>,
    format: BuildFormat,
) -> Result<Driven, Stop> {
    let start = Instant::now();
    let printer = RefCell::new(Printer::new(format, ids.len(), how.is_some()));
    let take = |event| printer.borrow_mut().take(event);
    let ended = match how {
        Some(how) => {
            let all = Cell::new(false);
            let agreed = |intent: &Intent| {
                let printer = printer.borrow();
                printer.progress.aside(|| publish::agreed(intent, how.asks, &all))
            };
            crate::publish::publish(workspace, ids, options, how, agreed, take)
        }
        None => crate::batch::build(workspace, ids, options, take),
    };
    let printer = printer.into_inner();
    printer.progress.finish();
    let summary = ended?;
    printer.printed?;
    if !matches!(format, BuildFormat::Json) {
        let mut output = crate::cli::output::stdout();
        if printer.beside > 0 && !printer.few {
            writeln!(
                output,
                "其中 {} 期已经印发，新排的与印发的不同，另存为「…-重排.pdf」，印发的没有动；哪里不同用 jianbao verify 查看，要改用新的，用 jianbao publish 加 --reissue 原因",
                printer.beside
            )?;
        }
        conclude(&mut output, &summary, ids.len(), how.is_some(), start.elapsed())?;
    }
    let exit = match summary {
        Summary { left: 1.., .. } => Exit::Interrupted,
        Summary { failed: 1.., .. } => Exit::Failure,
        Summary { broken: 1.., .. } | Summary { faulty: 1.., .. } => Exit::Findings,
        _ => Exit::Fine,
    };
    Ok(Driven { exit, told: printer.told, reports: printer.reports })
}

/// How a batch ended, and what was told of it.
pub struct Driven {
    exit: Exit,
    told: Vec<Diagnostic>,
    /// For programs, who want all of it in one piece.
    reports: Vec<Value>,
}

impl Driven {
    /// Prints what is for programs, and says how it ended.
    pub fn finish(self, format: BuildFormat) -> Result<Exit, Stop> {
        if let BuildFormat::Json = format {
            writeln!(crate::cli::output::stdout(), "{:#}", Value::from(self.reports))?;
        }
        Ok(self.exit)
    }
}

/// Hears Ctrl-C: first no further issue is begun; if that takes too long, the process is ended
/// while no file is being written.
pub fn interrupt() -> Arc<Interrupt> {
    let interrupt = Arc::new(Interrupt::default());
    let heard = Arc::clone(&interrupt);
    // Where it cannot be heard, Ctrl-C ends the process as it always does.
    let _ = ctrlc::set_handler(move || {
        heard.ask();
        thread::sleep(PATIENCE);
        let _nobody_writes = heard.wait();
        let _ = writeln!(
            crate::cli::output::stderr(),
            "\n已停止；写好的文件都是完整的，再次运行会接着生成"
        );
        std::process::exit(Exit::INTERRUPTED.into());
    });
    interrupt
}

/// Prints what happens, as it happens.
struct Printer {
    format: BuildFormat,
    progress: Progress,
    /// Whether issues with nothing to tell are passed over: the bar tells enough.
    brief: bool,
    /// Whether issues are issued, not only built.
    publishing: bool,
    /// Of a few issues each is told at length, of many the sum.
    few: bool,
    /// How many were set beside an issued one that differs.
    beside: usize,
    told: Vec<Diagnostic>,
    printed: std::io::Result<()>,
    reports: Vec<Value>,
}

impl Printer {
    fn new(format: BuildFormat, issues: usize, publishing: bool) -> Self {
        let progress = Progress::new(issues);
        let brief = progress.is_shown() && std::io::stdout().is_terminal();
        Self {
            format,
            progress,
            brief,
            publishing,
            few: issues <= FEW,
            beside: 0,
            told: Vec::new(),
            printed: Ok(()),
            reports: Vec::new(),
        }
    }

    fn take(&mut self, event: Event) {
        self.progress.take(&event);
        let Event::Done(mut report) = event else { return };
        // House settings and templates are read for each issue; what is wrong there is told once.
        report.diagnostics.retain(|finding| !self.told.contains(finding));
        // Hints are for `measure`, which is asked for them.
        report.diagnostics.retain(|finding| finding.severity < Severity::Hint);
        // Those of one issue's own entries cannot come again, and each keeps a file in memory.
        let may_recur = |finding: &&Diagnostic| {
            finding.span.as_ref().is_none_or(|span| {
                let path = span.file.path.as_str();
                !path.contains('/')
                    || !path.starts_with(|c: char| c.is_ascii_digit())
                    || path.ends_with(ISSUE_FILE)
            })
        };
        self.told.extend(report.diagnostics.iter().filter(may_recur).cloned());
        self.beside += usize::from(report.kept == Some(Kept::Differs));
        if let BuildFormat::Json = self.format {
            self.reports.push(json_report(&report));
        } else if self.printed.is_ok() && !(self.brief && is_plain(&report)) {
            let (format, publishing, few) = (self.format, self.publishing, self.few);
            self.printed = self.progress.aside(|| {
                print(&mut crate::cli::output::stdout(), &report, format, publishing, few)
            });
        }
    }
}

/// Whether there is nothing to tell of an issue but that it is built.
fn is_plain(report: &Report) -> bool {
    let told = !report.diagnostics.is_empty() || report.failure.is_some();
    let kept = matches!(report.kept, None | Some(Kept::Same | Kept::Differs));
    !told && report.built.is_some() && kept
}

fn print(
    output: &mut impl Write,
    report: &Report,
    format: BuildFormat,
    publishing: bool,
    few: bool,
) -> std::io::Result<()> {
    for finding in &report.diagnostics {
        match format {
            BuildFormat::Short => render::short(output, finding)?,
            _ => render::full(output, finding)?,
        }
    }
    let issue = issue_name(report.id);
    let path = shown(&report.path);
    if let Some(failure) = &report.failure {
        writeln!(output, "{issue}　{}", render::failure_line(failure))?;
        if let Some(remedy) = render::remedy(failure) {
            writeln!(output, "改法：{remedy}")?;
        }
        return Ok(());
    }
    let Some(built) = report.built else {
        if report.declined {
            return writeln!(output, "{issue}　没有印发");
        }
        return writeln!(output, "{issue}　{}", stopped(report, publishing));
    };
    if let Some(issued) = &report.issued {
        let edition = issued.edition;
        let entered = match (issued.new, &issued.before) {
            (false, _) if report.kept == Some(Kept::Restored) => {
                format!(
                    "早已印发（第 {edition} 版），存档的 PDF 不见了，已按原样补上，没有重复登记"
                )
            }
            (false, _) => format!("早已印发（第 {edition} 版），与存档一致，没有重复登记"),
            (true, None) if edition == 1 => "已印发，登记在 ledger.yaml".to_owned(),
            (true, None) => format!(
                "已重新印发（第 {edition} 版），登记在 ledger.yaml；上一版的 PDF 早已不见，没有另存"
            ),
            (true, Some(before)) => format!(
                "已重新印发（第 {edition} 版），登记在 ledger.yaml；上一版存为 {}",
                shown(before)
            ),
        };
        return writeln!(output, "{issue}　{} 页　{path}　{entered}", built.pages);
    }
    if report.fresh {
        let again = match report.warned_before {
            0 => String::new(),
            count => format!("（上次有 {count} 条提醒，加 --force 重排可再看）"),
        };
        let beside = match report.kept {
            Some(Kept::Differs) => "　与印发的不同，印发的没有动",
            _ => "",
        };
        let faulty = faulty(report);
        let pages = built.pages;
        return writeln!(output, "{issue}　{pages} 页　没有变化　{path}{beside}{again}{faulty}");
    }
    let others: String = report.others.iter().map(|path| format!("、{}", shown(path))).collect();
    writeln!(
        output,
        "{issue}　{} 页　{} KB　{:.2} 秒　{path}{others}{}{}",
        built.pages,
        built.bytes.div_ceil(1024),
        report.time.as_secs_f64(),
        standing(report, few),
        faulty(report),
    )
}

/// That what is written is not fit to be issued, though its pages could be set.
fn faulty(report: &Report) -> String {
    let errors = report.diagnostics.iter().filter(|finding| finding.is_error()).count();
    obstacles(errors, report.held).map(|told| format!("　{told}")).unwrap_or_default()
}

/// What keeps an issue from being issued: mistakes, and places that nobody has looked at yet. `publish`
/// calls both errors.
pub fn obstacles(errors: usize, held: usize) -> Option<String> {
    match (errors, held) {
        (0, 0) => None,
        (errors, 0) => Some(format!("有 {errors} 处错误，改正前不能印发")),
        (0, held) => Some(format!("有 {held} 处没有核对，核对前不能印发")),
        (errors, held) => Some(format!("有 {errors} 处错误、{held} 处没有核对，改好以前不能印发")),
    }
}

/// How the PDF stands to the one that was issued, in words.
fn standing(report: &Report, few: bool) -> String {
    match report.kept {
        None => String::new(),
        Some(Kept::Same) => {
            let beside = crate::batch::beside(&report.path);
            let old = match beside.is_file() {
                true => format!("（旁边的 {} 是以前排的，可以删去）", shown(&beside)),
                false => String::new(),
            };
            format!("　与印发的一致{old}")
        }
        Some(Kept::Gone) => "\n　　提醒：存档的 PDF 不见了，请从备份取回；新排的与印发的不同，另存在旁边".to_owned(),
        Some(Kept::Restored) => "　印发的 PDF 不见了，已按原样补上".to_owned(),
        Some(Kept::Differs) if !few => "　与印发的不同，印发的没有动".to_owned(),
        Some(Kept::Differs) => format!(
            "\n　　提醒：这一期已经印发，新排的与印发的不同，另存在旁边，印发的没有动；要改用新的，运行 jianbao publish {} --reissue 原因",
            report.id
        ),
        Some(Kept::Altered) => "\n　　提醒：存档的 PDF 与登记的不符，可能被人改过；新排的另存在旁边，详情见 jianbao verify".to_owned(),
    }
}

/// Why there is no PDF.
fn stopped(report: &Report, publishing: bool) -> String {
    let not = if publishing { "没有印发" } else { "没有生成 PDF" };
    let errors = report.diagnostics.iter().filter(|finding| finding.is_error()).count();
    let kept = if report.path.exists() {
        format!("；原有的 {} 没有改动", shown(&report.path))
    } else {
        String::new()
    };
    if errors == 0 {
        format!("有上面已列出的错误，{not}{kept}")
    } else {
        format!("有 {errors} 处错误，{not}{kept}")
    }
}

/// The last lines: the sum of many issues, and what was left.
fn conclude(
    output: &mut impl Write,
    summary: &Summary,
    issues: usize,
    publishing: bool,
    time: Duration,
) -> std::io::Result<()> {
    if summary.damaged_records > 0 {
        writeln!(
            output,
            "提醒：缓存文件夹 .jianbao 里有 {} 处损坏，没有采用，相应各期会重新生成",
            summary.damaged_records
        )?;
    }
    if issues > FEW {
        let parts = [
            (if publishing { "印发" } else { "生成" }, summary.built),
            (if publishing { "早已印发" } else { "没有变化" }, summary.fresh),
            ("有错误", summary.broken),
            ("没能写出", summary.failed),
            ("没有印发", summary.declined),
            ("没有轮到", summary.left),
        ];
        let told = parts.iter().enumerate().filter(|(index, (_, count))| {
            *count > 0 || *index == 0 || (*index == 1 && !publishing)
        });
        let told: Vec<String> =
            told.map(|(_, (word, count))| format!("{word} {count} 期")).collect();
        writeln!(output, "共 {issues} 期：{}　用时 {:.1} 秒", told.join("，"), time.as_secs_f64())?;
    }
    if summary.left > 0 {
        writeln!(output, "已停止；写好的文件都是完整的，再次运行会接着生成")?;
    }
    Ok(())
}

/// 2018年第28期, 2018年增刊第1期.
pub fn issue_name(id: IssueId) -> String {
    format!("{}年{}", id.year, id.number.spoken())
}

fn json_report(report: &Report) -> Value {
    let kept = report.kept.map(|kept| match kept {
        Kept::Same => "same",
        Kept::Restored => "restored",
        Kept::Differs => "differs",
        Kept::Altered => "altered",
        Kept::Gone => "gone",
    });
    json!({
        "issue": report.id.to_string(),
        "path": report.path,
        "built": report.built.is_some(),
        "fresh": report.fresh,
        "published": kept,
        "edition": report.issued.as_ref().map(|issued| issued.edition),
        "pages": report.built.map(|built| built.pages),
        "bytes": report.built.map(|built| built.bytes),
        "milliseconds": u64::try_from(report.time.as_millis()).unwrap_or(u64::MAX),
        "failure": report.failure.as_ref().map(ToString::to_string),
        "findings": report.diagnostics.iter().map(render::json).collect::<Vec<_>>(),
        "errors": report.diagnostics.iter().filter(|finding: &&Diagnostic| finding.is_error()).count(),
    })
}
