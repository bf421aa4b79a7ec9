//! The command line: words, colours and exit codes. The only code that prints.
//!
//! It lies in the library, and `main.rs` is one call: so it stays under the same tests, lints and
//! arrows as the rest, and typst is linked once for both. One file and one `run` for each command.

mod batch;
mod build;
mod caller;
mod check;
mod completions;
mod confirm;
mod ended;
mod explain;
mod extract;
mod find;
mod fix;
mod guide;
mod hold;
mod import;
mod inbox;
mod init;
mod issued;
mod issuing;
mod list;
mod man;
mod manual;
mod measure;
mod merge;
mod move_entry;
mod names;
mod new;
mod next;
mod now;
mod opening;
mod order;
mod output;
mod preview;
mod profile;
mod progress;
mod publish;
mod reason;
mod recent;
mod register;
mod render;
mod sarif;
mod schema;
mod screen;
mod select;
mod sheet;
mod table;
mod templates;
mod usage;
mod verify;
mod word;
mod years;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::error::Error;
use ended::{Exit, Stop};
use import::args::{ImportArgs, InboxArgs, MoveArgs};
use issuing::{InitArgs, NewArgs, PublishArgs, RegisterArgs};
use opening::{open, tell_unready};
use render::shown;

#[derive(Debug, Parser)]
#[command(
    name = "jianbao",
    version,
    about = "把稿件（Markdown 或 YAML）编排成有期号的工作简报 PDF",
    long_about = None,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_required = true,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    next_help_heading = "通用选项",
    override_usage = "jianbao <命令> [选项]",
    help_template = usage::TEMPLATE,
    after_help = "只写 jianbao，在浏览器里打开。［］里是命令的中文名，一样可以用：jianbao 检查 28。每个命令的用法：jianbao build --help；手册：jianbao guide",
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// 工作区文件夹（默认从当前文件夹往上找 jianbao.yaml，再找 ./briefings）
    #[arg(short = 'C', long, global = true, value_name = "文件夹")]
    workspace: Option<PathBuf>,
    /// 显示帮助
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
enum Command {
    /// 新建一个工作区：设置、放来稿的文件夹、第一期的文件夹
    Init(InitArgs),
    /// 取下一个期号，建好这一期的文件夹
    New(NewArgs),
    /// 生成 PDF：28、2018/28、2018/增刊1、20..28
    Build(build::BuildArgs),
    /// 写出 Word 副本，送领导和有关单位修改
    Word(word::WordArgs),
    /// 收回改好的 Word 副本：列出改了什么，采用到稿件里
    Merge(merge::MergeArgs),
    /// 导入来稿：Word、文本、网页变成这一期的稿件
    Import(ImportArgs),
    /// 列出收到、还没有用上的来稿
    Inbox(InboxArgs),
    /// 把稿件移到另一期
    Move(MoveArgs),
    /// 改一期里稿件的先后
    Order(order::OrderArgs),
    /// 稿件先放着，本期不用
    Hold(hold::HoldArgs),
    /// 放着的稿件用上
    Release(hold::ReleaseArgs),
    /// 在浏览器里编：放来稿、改稿件、看版面、印发；点文字找到稿件
    Preview(preview::PreviewArgs),
    /// 检查：错字、标点、数字、日期、序号、人名职务、重复的稿件
    Check(check::CheckArgs),
    /// 印发：生成最后的 PDF，登记到 ledger.yaml
    Publish(PublishArgs),
    /// 印发登记：丢了的照 PDF 重建，PDF 遗失的登记下来
    Register(RegisterArgs),
    /// 把印发过的重新排一遍，与存档的 PDF 对照
    Verify(verify::VerifyArgs),
    /// 量一期的版面：逐项与版式对照，并指出孤字等
    Measure(measure::MeasureArgs),
    /// 列出所有各期：期号、日期、标题、页数、状态；或每篇稿件一行
    List(list::ListArgs),
    /// 在标题、稿件和印发的 PDF 里找词
    Find(find::FindArgs),
    /// 从带稿件的 PDF 里取出稿件，恢复成工作区
    Extract(extract::ExtractArgs),
    /// 列出版面的各项数值：多少、由谁决定
    Profile(profile::ProfileArgs),
    /// 在浏览器里打开手册，不用联网；也可以写要看的一页或提示的代号
    Guide(guide::GuideArgs),
    /// 解释一种提示：是什么、为什么、怎么改
    Explain(explain::ExplainArgs),
    /// 输出各种 YAML 的 JSON Schema，供编辑器检查
    Schema(schema::SchemaArgs),
    /// 输出命令补全脚本
    Completions(completions::CompletionsArgs),
    /// 输出 man 手册页
    #[command(help_template = usage::TEMPLATE, override_usage = "jianbao man")]
    Man,
    /// 输出手册里由程序写的一张表
    #[command(hide = true)]
    Manual(manual::ManualArgs),
}

/// Runs the command line and says how it ended.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    // There should be no such thing; if there is, whoever maintains the program must hear of it.
    std::panic::set_hook(Box::new(|panic| {
        let _ = writeln!(output::stderr(), "程序内部出错，请把这一行告诉软件维护人员：{panic}");
    }));
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(code) = crate::archive::serve(&args) {
        return ExitCode::from(code);
    }
    let args = names::plain(args);
    let called = args.iter().skip(1).filter_map(|word| word.to_str()).find_map(names::of);
    if args.len() <= 1
        && let Some(exit) = without_command()
    {
        return exit;
    }
    let cli = match command()
        .try_get_matches_from(args)
        .and_then(|matches| Cli::from_arg_matches(&matches))
    {
        Ok(cli) => cli,
        Err(error) => return usage::report(&error, called).into(),
    };
    let directory = cli.workspace.as_deref();
    ended(carry_out(&cli.command, directory))
}

/// What comes of the program's name alone: the workbench where there is a screen. Elsewhere, where there
/// is no workspace, one is made; `None` where there is one, and a command is wanted.
fn without_command() -> Option<ExitCode> {
    if screen::is_there() {
        return Some(ended(preview::workbench()));
    }
    let beginning = InitArgs::default();
    match open(None) {
        Ok(_) => None,
        Err(Error::NoWorkspace { below, misnamed: None, .. }) if below.is_empty() => {
            let _ =
                writeln!(output::stderr(), "这里还没有简报工作区，现在新建一个（不建按 Ctrl-C）");
            Some(ended(init::run(None, &beginning)))
        }
        Err(error) => Some(render::failure(&error).into()),
    }
}

/// Does what a command says.
fn carry_out(command: &Command, directory: Option<&Path>) -> Result<Exit, Stop> {
    match command {
        Command::Init(args) => init::run(directory, args),
        Command::New(args) => new::run(directory, args),
        Command::Build(args) => build::run(directory, args),
        Command::Word(args) => word::run(directory, args),
        Command::Merge(args) => merge::run(directory, args),
        Command::Import(args) => import::run(directory, args),
        Command::Inbox(args) => inbox::run(directory, args),
        Command::Move(args) => move_entry::run(directory, args),
        Command::Order(args) => order::run(directory, args),
        Command::Hold(args) => hold::run(directory, &args.entries, true),
        Command::Release(args) => hold::run(directory, &args.entries, false),
        Command::Preview(args) => preview::run(directory, args),
        Command::Check(args) => check::run(directory, args),
        Command::Publish(args) => publish::run(directory, args),
        Command::Register(args) => register::run(directory, args),
        Command::Verify(args) => verify::run(directory, args),
        Command::Measure(args) => measure::run(directory, args),
        Command::List(args) => list::run(directory, args),
        Command::Find(args) => find::run(directory, args),
        Command::Extract(args) => extract::run(args),
        Command::Profile(args) => profile::run(directory, args),
        Command::Guide(args) => guide::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args, &mut self::command()),
        Command::Man => man::run(self::command()),
        Command::Manual(args) => manual::run(args, &self::command()),
    }
}

/// Tells why a command ended early, and with which code the program ends.
fn ended(ended: Result<Exit, Stop>) -> ExitCode {
    match ended {
        Ok(exit) => exit.into(),
        // The reader has gone (`jianbao list | head`): there is nobody to tell.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Fine.into(),
        Err(Stop::Output(error)) => {
            render::failure(&Error::Write { path: "标准输出".into(), source: error }).into()
        }
        Err(Stop::Error(error)) => render::failure(&error).into(),
    }
}

/// The command line as clap knows it, its own words in Chinese.
fn command() -> clap::Command {
    names::with_chinese(usage::in_chinese(Cli::command()))
}
