//! What `import`, `inbox` and `move` are told.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use crate::cli::table::TableOutput;
use crate::cli::usage;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("dated").multiple(true))]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao import <来稿>… --issue <期号> [选项]\n　　　jianbao import <整期简报>… --whole [选项]\n　　　jianbao import --watch <文件夹> --issue <期号> [选项]")]
pub struct ImportArgs {
    /// 来稿：.docx、.txt、.md、.html 文件，或装着这些的文件夹、.zip
    #[arg(value_name = "来稿", required_unless_present = "watch", conflicts_with = "watch")]
    pub files: Vec<PathBuf>,
    /// 放进哪一期；不写则是最新的、还没有印发的一期。正好是下一期的，自动建好
    #[arg(long, value_name = "期号", group = "dated")]
    pub issue: Option<String>,
    /// 新建的这一期的日期，如 2018-12-04；不写则是今天
    #[arg(long, value_name = "日期", requires = "dated")]
    pub date: Option<String>,
    /// 来稿是印过的整期简报：按报头、栏目、标题拆开，建成那一期
    #[arg(long, group = "dated", conflicts_with_all = ["watch", "ask", "replace", "hold"])]
    pub whole: bool,
    /// 守着这个文件夹，来一份导入一份，按 Ctrl-C 结束
    #[arg(long, value_name = "文件夹")]
    pub watch: Option<PathBuf>,
    /// 拿不准的（标题、来源、日期等）逐项问
    #[arg(long, conflicts_with = "watch")]
    pub ask: bool,
    /// 同名的来稿有了新版，换掉原来的稿件；先列出改动再问
    #[arg(long)]
    pub replace: bool,
    /// 不问：直接换（与 --replace 同用）；--issue 的一期是这里的第一期时，从它编起
    #[arg(long)]
    pub yes: bool,
    /// 已撤下的（导入过，稿件后来删去了的）重新导入
    #[arg(long)]
    pub again: bool,
    /// 先放着，本期不用（写上「暂缓: 是」）
    #[arg(long)]
    pub hold: bool,
    #[command(flatten)]
    pub output: TableOutput,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao inbox [文件夹] [选项]")]
pub struct InboxArgs {
    /// 放来稿的文件夹（或 .zip）；不写就是工作区里的「来稿」
    #[arg(value_name = "文件夹")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub output: TableOutput,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao move <稿件> --to <期号> [选项]")]
pub struct MoveArgs {
    /// 稿件文件，如 2018/028/40-山阴县.md；也可以写期号和编号，如 28/40
    #[arg(value_name = "稿件")]
    pub entry: PathBuf,
    /// 移到哪一期；正好是还没有的下一期，问过就先建好
    #[arg(long, value_name = "期号")]
    pub to: String,
    /// 不问，直接建好下一期
    #[arg(long)]
    pub yes: bool,
    /// 新建的这一期的日期，如 2018-12-04；不写则是今天
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
}
