//! The command line: words, colours and exit codes. The only code that prints.

mod build;
mod caller;
mod check;
mod completions;
mod confirm;
mod explain;
mod extract;
mod find;
mod fix;
mod hold;
mod import;
mod inbox;
mod init;
mod issued;
mod issuing;
mod list;
mod man;
mod measure;
mod merge;
mod move_entry;
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
mod register;
mod render;
mod sarif;
mod schema;
mod select;
mod sheet;
mod table;
mod templates;
mod usage;
mod verify;
mod word;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::error::Error;
use find::FindArgs;
use hold::{HoldArgs, ReleaseArgs};
use import::args::{ImportArgs, InboxArgs, MoveArgs};
use issuing::{InitArgs, NewArgs, PublishArgs, RegisterArgs};
use list::ListArgs;
use opening::{open, tell_unready};
use order::OrderArgs;
use preview::PreviewArgs;
use templates::TemplateArgs;
use verify::VerifyArgs;

/// How a run ended; of several, the last named counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// All is well, warnings aside.
    Fine,
    /// The author has something to mend.
    Findings,
    /// The tool could not do its work.
    Failure,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

impl Exit {
    /// What shells report of a process that Ctrl-C ended.
    const INTERRUPTED: u8 = 130;
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Fine => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Failure => Self::from(2),
            Exit::Interrupted => Self::from(Exit::INTERRUPTED),
        }
    }
}

/// Why a command ended early.
enum Stop {
    Error(Error),
    /// Standard output is closed or full.
    Output(io::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

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
    after_help = "每个命令的用法：jianbao build --help",
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
    Build(BuildArgs),
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
    Order(OrderArgs),
    /// 稿件先放着，本期不用
    Hold(HoldArgs),
    /// 放着的稿件用上
    Release(ReleaseArgs),
    /// 在浏览器里预览：边改稿件边看版面，点文字找到原稿
    Preview(PreviewArgs),
    /// 检查：错字、标点、数字、日期、序号、人名职务、重复的稿件
    Check(CheckArgs),
    /// 印发：生成最后的 PDF，登记到 ledger.yaml
    Publish(PublishArgs),
    /// 印发登记：丢了的照 PDF 重建，PDF 遗失的登记下来
    Register(RegisterArgs),
    /// 把印发过的重新排一遍，与存档的 PDF 对照
    Verify(VerifyArgs),
    /// 量一期的版面：逐项与版式对照，并指出孤字等
    Measure(MeasureArgs),
    /// 列出所有各期：期号、日期、标题、页数、状态；或每篇稿件一行
    List(ListArgs),
    /// 在标题、稿件和印发的 PDF 里找词
    Find(FindArgs),
    /// 从带稿件的 PDF 里取出稿件，恢复成工作区
    Extract(ExtractArgs),
    /// 列出版面的各项数值：多少、由谁决定
    Profile(ProfileArgs),
    /// 解释一种提示：是什么、为什么、怎么改
    Explain(ExplainArgs),
    /// 输出各种 YAML 的 JSON Schema，供编辑器检查
    Schema(SchemaArgs),
    /// 输出命令补全脚本
    Completions(CompletionsArgs),
    /// 输出 man 手册页
    #[command(help_template = usage::TEMPLATE, override_usage = "jianbao man")]
    Man,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao build <期号>… [选项]\n　　　jianbao build --all [选项]\n　　　jianbao build --changed-since <日期或版本> [选项]")]
struct BuildArgs {
    #[command(flatten)]
    select: SelectArgs,
    /// 草稿：加「草稿」水印，文件名加「-草稿」
    #[arg(long)]
    draft: bool,
    /// PDF 放到这个文件夹（默认：工作区的 out）
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
    /// 同时保留生成的 Typst 文件
    #[arg(long)]
    keep_typ: bool,
    /// 没有变化的也重新生成
    #[arg(long)]
    force: bool,
    /// 已经印发的，重新印发并登记原因（同 jianbao publish --reissue）
    #[arg(long, value_name = "原因", conflicts_with_all = ["draft", "out", "keep_typ"])]
    reissue: Option<String>,
    /// 同时排几期（默认：与处理器核数相同）
    #[arg(long, value_name = "数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    #[command(flatten)]
    templates: TemplateArgs,
    #[command(flatten)]
    output: BuildOutput,
}

/// Which issues a command works on.
#[derive(Debug, Args)]
struct SelectArgs {
    /// 哪些期：28、2018/28、增刊1；几期 20、22、25；范围 20..28、20..、2018/3..9；一年 2018；一种 增刊、正刊
    #[arg(
        value_name = "期号",
        required_unless_present_any = ["all", "changed_since", "shard"],
        conflicts_with = "all"
    )]
    issues: Vec<String>,
    /// 工作区里的所有各期
    #[arg(long)]
    all: bool,
    /// 只要从这一天（如 2018-11-27）或这个 git 版本（如 HEAD~1）以来改动过的各期
    #[arg(long, value_name = "日期或版本")]
    changed_since: Option<String>,
    /// 只要分成几份后的一份，供几台电脑分头做：1/4 是四份中的第一份
    #[arg(long, value_name = "第几份/共几份")]
    shard: Option<String>,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao check [期号或稿件]… [选项]\n　　　jianbao check --all [选项]")]
struct CheckArgs {
    /// 哪些期（28、2018/28、20..28）或哪些稿件文件；不写则查还没有印发的各期
    #[arg(value_name = "期号或稿件", conflicts_with = "all")]
    issues: Vec<String>,
    /// 工作区里的所有各期，连已经印发的
    #[arg(long)]
    all: bool,
    /// 把只有一种改法的改好，并列出改了什么
    #[arg(long)]
    fix: bool,
    /// 只列出 --fix 会改什么，不改文件
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// 连体例上的建议（提示）也列出
    #[arg(long)]
    hints: bool,
    /// 只列出各条规则各有几处
    #[arg(long)]
    statistics: bool,
    /// 同时查几期（默认：与处理器核数相同）
    #[arg(long, value_name = "数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    #[command(flatten)]
    templates: TemplateArgs,
    /// 输出格式：full 带原文和标记（默认），short 每条一行，json、sarif 给程序用
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: CheckFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum CheckFormat {
    // With the line and a mark under the place, for people.
    #[default]
    Full,
    // `path:line:column: level[code]: message`.
    Short,
    // For programs.
    Json,
    // For editors and services that show findings of any checker.
    Sarif,
}

/// How findings and issues are printed.
#[derive(Debug, Args)]
struct BuildOutput {
    /// 输出格式：full 带原文和标记（默认），short 每条一行，json 给程序用
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: BuildFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum BuildFormat {
    // With the line and a mark under the place, for people.
    #[default]
    Full,
    // `path:line:column: level[code]: message`.
    Short,
    // For programs.
    Json,
}

/// What `measure --profile` is for, with the names that it takes.
fn other_profile() -> String {
    let names: Vec<&str> = crate::read::profile_names().collect();
    format!("按另一个内置版式方案的数值来判：{}（页面仍按本期自己的版式排）", names.join("、"))
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao measure <期号> [选项]")]
struct MeasureArgs {
    /// 要量的一期：28、2018/28、增刊1、2018/增刊1
    #[arg(value_name = "期号")]
    issue: String,
    #[arg(long, value_name = "方案", help = other_profile())]
    profile: Option<String>,
    #[command(flatten)]
    templates: TemplateArgs,
    #[command(flatten)]
    output: TableOutput,
}

/// How a table is printed.
#[derive(Debug, Args)]
struct TableOutput {
    /// 输出格式：table 表格（默认），json 给程序用
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: TableFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum TableFormat {
    // For people.
    #[default]
    Table,
    // For programs.
    Json,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao profile [期号] [选项]")]
struct ProfileArgs {
    /// 哪一期；不写则是 jianbao.yaml 的
    #[arg(value_name = "期号")]
    issue: Option<String>,
    /// 印出各项设置的说明（Markdown）：可写的值、默认、依据、作用处
    #[arg(long, conflicts_with = "issue")]
    manual: bool,
    #[command(flatten)]
    output: TableOutput,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao extract <PDF> [选项]")]
struct ExtractArgs {
    /// 用 jianbao publish --attach 印发的 PDF
    #[arg(value_name = "PDF")]
    pdf: PathBuf,
    /// 放到这个新文件夹（默认：当前文件夹下与 PDF 同名的文件夹）
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao explain [代号]")]
struct ExplainArgs {
    /// 提示方括号里的代号，如 wrong-date；不写则列出全部
    #[arg(value_name = "代号")]
    code: Option<String>,
    /// 把全部说明都输出
    #[arg(long, conflicts_with = "code")]
    all: bool,
    /// 输出格式：text 文字（默认），markdown 可放到网页或文档里
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: ExplainFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ExplainFormat {
    // For people at the terminal.
    #[default]
    Text,
    // For documents.
    Markdown,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao schema <种类>")]
struct SchemaArgs {
    /// 哪一种 YAML：settings 是 jianbao.yaml，issue 是 issue.yaml，entry 是稿件，lexicon 是 lexicon.yaml，roster 是 roster.yaml
    #[arg(value_enum, value_name = "种类", hide_possible_values = true)]
    shape: SchemaShape,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SchemaShape {
    Settings,
    Issue,
    Entry,
    Lexicon,
    Roster,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao completions <SHELL>")]
struct CompletionsArgs {
    /// 哪一种命令行：bash、zsh、fish、powershell、elvish
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    shell: clap_complete::Shell,
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
    let cli = match command()
        .try_get_matches_from(args)
        .and_then(|matches| Cli::from_arg_matches(&matches))
    {
        Ok(cli) => cli,
        Err(error) => return usage::report(&error).into(),
    };
    let directory = cli.workspace.as_deref();
    let ended = match &cli.command {
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
        Command::Explain(args) => explain::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man => man::run(),
    };
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
    usage::in_chinese(Cli::command())
}

/// A path as short as it can be shown from the current folder.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}
