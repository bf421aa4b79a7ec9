//! `jianbao preview`: where to look, what happens, and how it ends.

use std::io::{self, IsTerminal, Write};
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use clap::Args;

use super::now::now;
use super::templates::TemplateArgs;
use super::{Exit, Stop, caller, guide, open, recent, shown, usage};
use crate::error::Error;
use crate::model::IssueId;
use crate::preview::{self, Editor, Event, Leaf, PreviewOptions, Start};
use crate::workspace::Workspace;

#[derive(Debug, Default, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao preview [期号] [选项]")]
pub struct PreviewArgs {
    /// 先看哪一期：28、2018/28、增刊1；不写则先看全部各期
    #[arg(value_name = "期号")]
    issue: Option<String>,
    /// 按草稿（带水印）打开；页面上可以随时切换
    #[arg(long)]
    draft: bool,
    /// 不自动打开浏览器
    #[arg(long)]
    no_open: bool,
    /// 用这个端口（默认：由程序选一个空闲的）
    #[arg(long, value_name = "端口")]
    port: Option<u16>,
    /// 让别的电脑也能看：写本机的 IP 地址，或 0.0.0.0；没有密码，能连上的人都能看到草稿
    #[arg(long, value_name = "地址")]
    listen: Option<IpAddr>,
    /// 只看不改：页面上不能改稿件、取号、印发
    #[arg(long)]
    read_only: bool,
    /// 定时查看文件有没有变（工作区在网络磁盘上、改了稿件页面不更新时用）
    #[arg(long)]
    poll: bool,
    /// 点「打开原稿」时用的编辑器，如 code、notepad++、vscode（网页链接），可用 {file}、{line}、{column}
    #[arg(long, value_name = "命令")]
    editor: Option<String>,
    #[command(flatten)]
    templates: TemplateArgs,
    /// 不启动预览，把页面写成一个文件夹，放到内网共享上双击就能看；里面有稿件原文，连注释在内
    #[arg(long, value_name = "文件夹", conflicts_with_all = ["port", "listen", "read_only", "poll", "editor", "no_open"])]
    once: Option<PathBuf>,
}

/// After Ctrl-C, whoever has not ended by himself is ended.
const PATIENCE: Duration = Duration::from_millis(800);
/// A workbench that was started without a terminal ends when no page has said for so long that it is
/// still open.
const LEFT: Duration = Duration::from_secs(300);

pub fn run(directory: Option<&Path>, args: &PreviewArgs) -> Result<Exit, Stop> {
    let workspace = args.templates.open(directory)?.workspace;
    let id = args.issue.as_deref().map(|wanted| workspace.select(wanted)).transpose()?;
    // Of a workspace with too many issues nothing could be shown.
    workspace.issues()?;
    match &args.once {
        Some(dir) => once(&workspace, id, args.draft, dir),
        None => serve(&workspace, id, args),
    }
}

/// The workbench: of the workspace here, or else a page on which one is begun or chosen.
pub fn workbench() -> Result<Exit, Stop> {
    let options = PreviewOptions {
        // Without a terminal there is nowhere to stop it.
        left: (!std::io::stderr().is_terminal()).then_some(LEFT),
        ..options(&PreviewArgs::default())
    };
    let (folder, below) = match open(None) {
        Ok(house) => {
            let workspace = house.workspace;
            recent::remember(workspace.root());
            return until_stopped(false, |stop, told| {
                preview::preview(&workspace, None, &options, stop, told)
            });
        }
        Err(Error::NoWorkspace { start, below, misnamed: None }) => (start, below),
        Err(error) => return Err(error.into()),
    };
    let mut known = below;
    let others: Vec<PathBuf> =
        recent::recent().into_iter().filter(|root| !known.contains(root)).collect();
    known.extend(others);
    let at = Start {
        folder: recent::documents(&folder),
        known,
        caller: caller::this(),
        today: now().date_naive(),
    };
    until_stopped(false, |stop, told| preview::begin(&at, &options, stop, told))
}

fn options(args: &PreviewArgs) -> PreviewOptions {
    PreviewOptions {
        port: args.port,
        listen: args.listen,
        poll: args.poll,
        editor: Editor::parse(args.editor.as_deref().unwrap_or_default()),
        draft: args.draft,
        clock,
        writes: !args.read_only,
        guide: guide::served,
        left: None,
        program: std::env::current_exe().ok(),
    }
}

fn serve(workspace: &Workspace, id: Option<IssueId>, args: &PreviewArgs) -> Result<Exit, Stop> {
    let options = options(args);
    until_stopped(args.no_open, |stop, told| preview::preview(workspace, id, &options, stop, told))
}

/// Serves until Ctrl-C, and says what happens.
fn until_stopped(
    no_open: bool,
    serve: impl FnOnce(&preview::Stop, Box<dyn Fn(Event) + Send + Sync>) -> Result<(), Error>,
) -> Result<Exit, Stop> {
    let stop = preview::Stop::default();
    let heard = stop.clone();
    // Where it cannot be heard, Ctrl-C ends the process as it always does.
    let _ = ctrlc::set_handler(move || {
        heard.ask();
        // Whatever still holds it up, a terminal that stands still among it: it has nothing to lose.
        let _ = thread::Builder::new().spawn(|| {
            thread::sleep(PATIENCE);
            std::process::exit(0);
        });
    });
    let told = move |event| {
        // Nobody may be reading: the preview goes on all the same.
        let _ = tell(event, no_open);
    };
    serve(&stop, Box::new(told))?;
    // Nobody may be reading by now.
    let _ = writeln!(crate::cli::output::stdout(), "预览已停止");
    Ok(Exit::Fine)
}

fn clock() -> DateTime<FixedOffset> {
    now().fixed_offset()
}

fn tell(event: Event, no_open: bool) -> io::Result<()> {
    let mut output = crate::cli::output::stdout();
    match event {
        Event::Ready { address, exposed } => {
            writeln!(output, "预览：{address}　（按 Ctrl-C 停止）")?;
            if exposed {
                writeln!(
                    crate::cli::output::stderr(),
                    "提醒：用了 --listen，能连到这台电脑的人都能看到工作区里的全部草稿，而且没有密码；看完请停止。别人打开时，把网址里的 127.0.0.1 换成这台电脑的 IP 地址"
                )?;
            }
            output.flush()?;
            if !no_open && preview::browse(&address).is_err() {
                writeln!(
                    crate::cli::output::stderr(),
                    "提醒：没能打开浏览器，请自己把上面的网址复制到浏览器里"
                )?;
            }
        }
        Event::Set { id, failure: Some(failure), .. } => {
            writeln!(output, "{}　{}　{failure}", clock().format("%H:%M:%S"), id.spoken())?;
        }
        Event::Set { id, pages, findings: (errors, warnings), time, failure: None } => {
            let found = match (errors, warnings) {
                (0, 0) => "没有问题".to_owned(),
                (0, warnings) => format!("{warnings} 处警告"),
                (errors, 0) => format!("{errors} 处错误"),
                (errors, warnings) => format!("{errors} 处错误，{warnings} 处警告"),
            };
            writeln!(
                output,
                "{}　{}　{pages} 页　{found}　{:.0} 毫秒",
                clock().format("%H:%M:%S"),
                id.spoken(),
                time.as_secs_f64() * 1e3,
            )?;
        }
        Event::Chosen { root } => recent::remember(&root),
        Event::Polling => writeln!(
            crate::cli::output::stderr(),
            "提醒：系统不能通知文件改动，改为每隔不到一秒查看一次，更新会慢一些"
        )?,
    }
    Ok(())
}

/// Writes the pages as a folder.
fn once(workspace: &Workspace, id: Option<IssueId>, draft: bool, dir: &Path) -> Result<Exit, Stop> {
    let dir = place(dir)?;
    let ids = match id {
        Some(id) => vec![id],
        None => workspace.issues()?,
    };
    let asked = hear();
    let mut exit = Exit::Fine;
    let mut printed = Ok(());
    let ended = preview::once(workspace, &ids, draft, &dir, now().naive_local(), |leaf| {
        exit = exit.max(ended(&leaf));
        if printed.is_ok() {
            printed = told(&leaf);
        }
        match asked.load(Ordering::SeqCst) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    })?;
    if ended.is_break() {
        writeln!(crate::cli::output::stderr(), "已停止，没有改动「{}」", shown(&dir))?;
        return Ok(Exit::Interrupted);
    }
    printed?;
    let index = shown(&dir.join("index.html"));
    writeln!(
        crate::cli::output::stdout(),
        "已写好 {} 期的预览，用浏览器打开 {index} 即可查看；里面有稿件原文，请只放在可以看草稿的地方",
        ids.len()
    )?;
    Ok(exit)
}

/// The whole path of the folder to be written. It is put in its place as a whole, which cannot be
/// done to the current folder, or to one around it.
fn place(dir: &Path) -> Result<PathBuf, Stop> {
    let unreadable = |source| Error::Read { path: dir.to_owned(), source };
    let whole: PathBuf = std::path::absolute(dir).map_err(unreadable)?.components().collect();
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).map_err(unreadable)?;
    let around = whole.canonicalize().is_ok_and(|whole| here.starts_with(whole));
    if around || whole.file_name().is_none() {
        let problem = format!("预览不能写成当前所在的文件夹或它的上级：「{}」", dir.display());
        let remedy = "请在 --once 后面写一个新文件夹的名称，例如：--once 预览".to_owned();
        return Err(Error::Selection { problem, remedy }.into());
    }
    Ok(whole)
}

/// Hears Ctrl-C: the issue at hand is ended first, so that nothing half done is left; whoever presses
/// it again does not want to wait.
fn hear() -> Arc<AtomicBool> {
    let asked = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&asked);
    // Where it cannot be heard, Ctrl-C ends the process as it always does.
    let _ = ctrlc::set_handler(move || {
        if heard.swap(true, Ordering::SeqCst) {
            std::process::exit(Exit::Interrupted.code().into());
        }
    });
    asked
}

fn ended(leaf: &Leaf) -> Exit {
    match leaf {
        Leaf { failure: Some(_), .. } => Exit::Failure,
        Leaf { findings: (1.., _), .. } => Exit::Findings,
        _ => Exit::Fine,
    }
}

/// What is wrong with an issue; of one that is in order there is nothing to tell.
fn told(leaf: &Leaf) -> io::Result<()> {
    let issue = leaf.id.spoken();
    match (&leaf.failure, leaf.findings.0) {
        (Some(failure), _) => writeln!(crate::cli::output::stdout(), "{issue}　{failure}"),
        (None, 0) => Ok(()),
        (None, errors) => writeln!(
            crate::cli::output::stdout(),
            "{issue}　有 {errors} 处错误，预览里的页面不完整，错误列在页面的「问题」里"
        ),
    }
}
