//! What `init`, `new`, `publish` and `register` are told.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::batch::BuildOutput;
use super::select::SelectArgs;
use super::templates::TemplateArgs;
use super::usage;

#[derive(Debug, Default, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao init [文件夹] [选项]")]
pub struct InitArgs {
    /// 在这个文件夹里建（默认：当前文件夹）；没有就新建
    #[arg(value_name = "文件夹")]
    pub folder: Option<PathBuf>,
    /// 简报名称，如 工作简报
    #[arg(long, value_name = "名称", alias = "名称")]
    pub name: Option<String>,
    /// 编发单位，如 望河县人民政府办公室
    #[arg(long, value_name = "单位", alias = "编发单位")]
    pub issuer: Option<String>,
    /// 栏目，几个用顿号隔开：领导活动、县区动态（默认：不分栏目）
    #[arg(long, value_name = "栏目", alias = "栏目")]
    pub columns: Option<String>,
    /// 报尾：报：县委、县政府；送：县直各单位；发：各乡镇；120份（默认：不排）
    #[arg(long, value_name = "报送", alias = "报尾")]
    pub tail: Option<String>,
    /// 第一期的期号：以前的在别处印过的，接着编（默认：1）
    #[arg(long, value_name = "期号", alias = "期号")]
    pub number: Option<String>,
    /// 第一期的印发日期，如 2018-11-27（默认：今天）
    #[arg(long, value_name = "日期", alias = "日期")]
    pub date: Option<String>,
    /// 不问，没有写明的都用默认的
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao new [期号] [选项]")]
pub struct NewArgs {
    /// 取这一期的号：正好是下一期的，或者是这里的第一期，从它编起
    #[arg(value_name = "期号", conflicts_with = "number")]
    pub issue: Option<String>,
    /// 同上
    #[arg(long, value_name = "期号", alias = "期号")]
    pub number: Option<String>,
    /// 从别的期号编起时不问
    #[arg(long)]
    pub yes: bool,
    /// 印发日期，如 2018-11-27 或 2018年11月27日（默认：今天）
    #[arg(long, value_name = "日期", alias = "日期")]
    pub date: Option<String>,
    /// 取增刊的号，增刊单独编号
    #[arg(long, alias = "增刊")]
    pub supplement: bool,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao publish <期号>… [选项]\n　　　jianbao publish --all [选项]\n　　　jianbao publish <期号> --withdraw <原因>")]
pub struct PublishArgs {
    #[command(flatten)]
    pub select: SelectArgs,
    /// 撤回已经印发的，写明原因；PDF 存为「…-撤回.pdf」，期号和文件夹可以再用
    #[arg(long, value_name = "原因", conflicts_with_all = ["reissue", "unread", "attach", "all"])]
    pub withdraw: Option<String>,
    /// 还有没核对、没补上的也印发，写明原因，原因记入登记
    #[arg(long, value_name = "原因")]
    pub unread: Option<String>,
    /// 不问，直接印发或撤回
    #[arg(long)]
    pub yes: bool,
    /// 已经印发的，写明原因重新印发；上一版存为「…-第1版.pdf」
    #[arg(long, value_name = "原因")]
    pub reissue: Option<String>,
    /// 把稿件、设置和模板附在 PDF 里（PDF/A-3a），以后可用 jianbao extract 取出；连注释一起附，谁拿到 PDF 谁都能看到
    #[arg(long)]
    pub attach: bool,
    /// 同时排几期（默认：与处理器核数相同）
    #[arg(long, value_name = "数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub templates: TemplateArgs,
    #[command(flatten)]
    pub output: BuildOutput,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao register rebuild [选项]\n　　　jianbao register lost <期号或文件> --reason <原因>")]
#[command(
    disable_help_subcommand = true,
    subcommand_value_name = "命令",
    subcommand_help_heading = "命令"
)]
pub struct RegisterArgs {
    #[command(subcommand)]
    pub work: RegisterWork,
}

#[derive(Debug, Subcommand)]
pub enum RegisterWork {
    /// ledger.yaml 丢了，又没有备份：照 out 里印发过的 PDF 重建
    #[command(help_template = usage::TEMPLATE, override_usage = "jianbao register rebuild [选项]")]
    Rebuild,
    /// 登记遗失：印发过的 PDF 找不回来了，写明原因记入登记，以后 list 和 verify 只提醒，不再算错
    #[command(help_template = usage::TEMPLATE, override_usage = "jianbao register lost <期号或文件> --reason <原因>")]
    Lost(LostArgs),
}

#[derive(Debug, Args)]
pub struct LostArgs {
    /// 哪一个 PDF，如 out/2018-028-第1版.pdf；写期号则是这一期所有不见了的
    #[arg(value_name = "期号或文件")]
    pub what: String,
    /// 怎么遗失的、谁核实的
    #[arg(long, value_name = "原因", alias = "原因")]
    pub reason: String,
    /// 不问，直接登记
    #[arg(long)]
    pub yes: bool,
}
