//! Many issues built or issued: what happens, printed as it happens.

use std::cell::{Cell, RefCell};
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::progress::{FEW, Progress};
use super::select::{self, SelectArgs};
use super::{Exit, Stop, render, shown};
use crate::batch::{BuildOptions, Built, Event, Interrupt, Issued, Kept, Outcome, Report, Summary};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::IssueId;
use crate::publish::{Intent, Publishing};
use crate::workspace::{ISSUE_FILE, Workspace};

/// After Ctrl-C, whoever has not ended by himself is ended.
const PATIENCE: Duration = Duration::from_millis(700);

/// How findings and issues are printed.
#[derive(Debug, Args)]
pub struct BuildOutput {
    /// 输出格式：full 带原文和标记（默认），short 每条一行，json 给程序用
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: BuildFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum BuildFormat {
    // With the line and a mark under the place, for people.
    #[default]
    Full,
    // `path:line:column: level[code]: message`.
    Short,
    // For programs.
    Json,
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
            let consent = |intent: &Intent| {
                let printer = printer.borrow();
                printer.progress.aside(|| agreed(intent, how.asks, ids.len() > 1, &all))
            };
            crate::publish::publish(workspace, ids, options, how, consent, take)
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
    Ok(Driven { exit, held: printer.held, told: printer.told, reports: printer.reports })
}

/// How a batch ended, and what was told of it.
pub struct Driven {
    pub exit: Exit,
    /// How many places keep issues from being issued until somebody has looked at them.
    pub held: usize,
    pub told: Vec<Diagnostic>,
    /// For programs, who want all of it in one piece.
    pub reports: Vec<Value>,
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
        std::process::exit(Exit::Interrupted.code().into());
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
    /// How many places of all of them nobody has looked at yet.
    held: usize,
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
            held: 0,
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
        self.held += report.held;
        self.beside += usize::from(report.outcome.kept() == Some(Kept::Differs));
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
    let kept = matches!(report.outcome.kept(), None | Some(Kept::Same | Kept::Differs));
    report.diagnostics.is_empty() && report.outcome.built().is_some() && kept
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
    let issue = report.id.spoken();
    let path = shown(&report.path);
    let (built, rest) = match &report.outcome {
        Outcome::Failed(failure) => {
            writeln!(output, "{issue}　{}", render::failure_line(failure))?;
            return match render::remedy(failure) {
                Some(remedy) => writeln!(output, "改法：{remedy}"),
                None => Ok(()),
            };
        }
        Outcome::Declined => return writeln!(output, "{issue}　没有印发"),
        Outcome::Stopped => return writeln!(output, "{issue}　{}", stopped(report, publishing)),
        Outcome::Issued(built, issued) => {
            (built, format!("{path}{}　{}", others(report), entered(issued, built)))
        }
        Outcome::Fresh { built, warned_before } => {
            let again = match warned_before {
                0 => String::new(),
                count => format!("（上次有 {count} 条提醒，加 --force 重排可再看）"),
            };
            let beside = match built.kept {
                Some(Kept::Differs) => "　与印发的不同，印发的没有动",
                _ => "",
            };
            (built, format!("没有变化　{path}{beside}{again}{}", faulty(report)))
        }
        Outcome::Built(built) => {
            let others = others(report);
            let (size, time) = (built.bytes.div_ceil(1024), report.time.as_secs_f64());
            let beside = match report.is_unregistered {
                true => format!(
                    "\n　　提醒：「{}」没有随这一期印发，不在登记里；要一起印发，在 jianbao.yaml 写「输出: [pdf, ofd]」，再运行 jianbao publish {} --reissue 原因",
                    others.trim_start_matches('、').replace('、', "」「"),
                    report.id
                ),
                false => String::new(),
            };
            let told = format!("{}{}{beside}", standing(report, few), faulty(report));
            (built, format!("{size} KB　{time:.2} 秒　{path}{others}{told}"))
        }
    };
    writeln!(output, "{issue}　{} 页　{rest}", built.pages)
}

/// The files that were written beside a PDF.
fn others(report: &Report) -> String {
    report.others.iter().map(|path| format!("、{}", shown(path))).collect()
}

/// How an issue stands in the register, in words.
fn entered(issued: &Issued, built: &Built) -> String {
    let Issued { edition, new, before } = issued;
    match (new, before) {
        (false, _) if built.kept == Some(Kept::Restored) => {
            format!("早已印发（第 {edition} 版），存档的 PDF 不见了，已按原样补上，没有重复登记")
        }
        (false, _) => format!("早已印发（第 {edition} 版），与存档一致，没有重复登记"),
        (true, None) if *edition == 1 => "已印发，登记在 ledger.yaml".to_owned(),
        (true, None) => format!(
            "已重新印发（第 {edition} 版），登记在 ledger.yaml；上一版的 PDF 早已不见，没有另存"
        ),
        (true, Some(before)) => format!(
            "已重新印发（第 {edition} 版），登记在 ledger.yaml；上一版存为 {}",
            shown(before)
        ),
    }
}

/// That what is written is not fit to be issued, though its pages could be set.
fn faulty(report: &Report) -> String {
    obstacles(report.errors(), report.held).map(|told| format!("　{told}")).unwrap_or_default()
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
    match report.outcome.kept() {
        None => String::new(),
        Some(Kept::Same) => {
            let beside = crate::batch::remade_path(&report.path);
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
    let errors = report.errors();
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

fn json_report(report: &Report) -> Value {
    let kept = report.outcome.kept().map(|kept| match kept {
        Kept::Same => "same",
        Kept::Restored => "restored",
        Kept::Differs => "differs",
        Kept::Altered => "altered",
        Kept::Gone => "gone",
    });
    let (outcome, built) = (&report.outcome, report.outcome.built());
    let edition = match outcome {
        Outcome::Issued(_, issued) => Some(issued.edition),
        _ => None,
    };
    let failure = match outcome {
        Outcome::Failed(failure) => Some(failure.to_string()),
        _ => None,
    };
    json!({
        "issue": report.id.to_string(),
        "path": report.path,
        "others": report.others,
        "built": built.is_some(),
        "fresh": matches!(outcome, Outcome::Fresh { .. }),
        "published": kept,
        "edition": edition,
        "pages": built.map(|built| built.pages),
        "bytes": built.map(|built| built.bytes),
        "milliseconds": u64::try_from(report.time.as_millis()).unwrap_or(u64::MAX),
        "failure": failure,
        "findings": report.diagnostics.iter().map(render::json).collect::<Vec<_>>(),
        "errors": report.errors(),
    })
}

/// Says what is about to be issued, and asks about it where somebody is there; `all` is whether he
/// said yes to all that follow, which is offered where there are `several`.
pub fn agreed(intent: &Intent, asks: bool, several: bool, all: &Cell<bool>) -> bool {
    let Intent { id, date, pages, entries, edition, turn } = intent;
    let again = match (turn, edition) {
        (2.., 1) => "（撤回后再次印发）",
        _ => "",
    };
    let said = format!("{}　{date}　{pages} 页　{entries} 篇　第 {edition} 版{again}", id.spoken());
    if !asks || all.get() {
        // Beside what is printed of each issue.
        let _ = writeln!(anstream::stderr(), "将印发：{said}");
        return true;
    }
    loop {
        let all_of_them = if several { "/全部" } else { "" };
        let question = format!("印发并登记？{said}（是/否{all_of_them}）");
        match super::import::ask_line(&question).ok().flatten().as_deref() {
            Some("是" | "y" | "Y" | "yes") => return true,
            Some("全部" | "a" | "A") if several => {
                all.set(true);
                return true;
            }
            Some("否" | "n" | "N" | "no") | None => return false,
            Some(_) => {}
        }
    }
}
