//! `jianbao manual`: the tables of the guide that the program writes, so that they say what it does.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::{Exit, Stop, render, usage};
use crate::check;
use crate::diagnostic::code;
use crate::model::{EntryKind, Limit};
use crate::read;

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao manual <表>")]
pub struct ManualArgs {
    /// 哪一张表：commands、exits、keys、kinds、limits、codes
    #[arg(value_enum, value_name = "表", hide_possible_values = true)]
    table: Table,
}

/// A table of the guide.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Table {
    Commands,
    Exits,
    Keys,
    Kinds,
    Limits,
    Codes,
}

pub fn run(args: &ManualArgs, program: &clap::Command) -> Result<Exit, Stop> {
    let mut output = crate::cli::output::stdout();
    match args.table {
        Table::Commands => commands(program, &mut output)?,
        Table::Exits => exits(&mut output)?,
        Table::Keys => write!(output, "{}", read::listing())?,
        Table::Kinds => kinds(&mut output)?,
        Table::Limits => limits(&mut output)?,
        Table::Codes => codes(&mut output)?,
    }
    Ok(Exit::Fine)
}

/// Every command with its options.
fn commands(program: &clap::Command, output: &mut impl Write) -> io::Result<()> {
    writeln!(output, "| 命令 | 中文名 | 选项 | 作用 |\n|---|---|---|---|")?;
    for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
        let chinese = command.get_all_aliases().next().unwrap_or_default();
        let further = command.get_subcommands().map(|sub| format!("`{}`", sub.get_name()));
        let options = command
            .get_opts()
            .filter_map(clap::Arg::get_long)
            .filter(|long| !["help", "workspace"].contains(long))
            .map(|long| format!("`--{long}`"));
        let options: Vec<String> = further.chain(options).collect();
        let options = if options.is_empty() { "—".to_owned() } else { options.join(" ") };
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let about = about.split_once('］').map_or(about.as_str(), |(_, about)| about);
        let name = command.get_name();
        writeln!(output, "| `jianbao {name}` | {chinese} | {options} | {about} |")?;
    }
    Ok(())
}

/// How a run may end.
fn exits(output: &mut impl Write) -> io::Result<()> {
    writeln!(output, "| 退出码 | 意思 |\n|---|---|")?;
    let all = [
        (Exit::Fine, "一切正常，可以有警告"),
        (Exit::Findings, "稿件有要改的地方，页面与版式不符，或者印发过的排不出原样"),
        (Exit::Failure, "程序没能完成：没有工作区、没有这一期、磁盘已满、命令写错"),
        (Exit::Interrupted, "有人按了 Ctrl-C"),
    ];
    for (exit, meaning) in all {
        writeln!(output, "| {} | {meaning} |", exit.code())?;
    }
    Ok(())
}

/// The kinds of entries that have templates.
fn kinds(output: &mut impl Write) -> io::Result<()> {
    writeln!(output, "| 类型 | 中文名 | 标题和正文之外排什么 |\n|---|---|---|")?;
    for EntryKind { name, chinese, .. } in EntryKind::ALL {
        let sets = match *name {
            "inspection" => "不写标题时，用 `领导`、`地点`、`事项` 组成标题",
            "report" => "`来源` 排成（××供稿）",
            "notice" => "`来源` 和 `日期` 排成落款",
            "annex" => "「附件」二字，另起一页",
            _ => "—",
        };
        writeln!(output, "| `{name}` | {chinese} | {sets} |")?;
    }
    Ok(())
}

/// What a house may raise, and what happens beyond it.
fn limits(output: &mut impl Write) -> io::Result<()> {
    writeln!(
        output,
        "| 项目 | 中文名 | 默认 | 最大 | 管什么 | 超过时 |\n|---|---|---|---|---|---|"
    )?;
    for limit in Limit::ALL {
        let (what, beyond) = match limit.key {
            "file-size" => ("一篇稿件或一个模板", "错误 `too-large`，不读这个文件"),
            "entries" => ("一期的稿件，连暂缓的", "错误 `too-many`，指出从哪一篇起没有用上"),
            "issues" => {
                ("工作区里的期", "列出、生成、检查、预览等都不往下做（退出码 2），`new` 不再取号")
            }
            "nesting" => ("正文里列表、引用、加粗等一层套一层", "错误 `too-large`，指出位置"),
            "picture-size" => ("一张图片的文件", "错误 `picture`，指出是哪一张"),
            "picture-pixels" => ("一张图片的像素", "错误 `picture`，指出是哪一张"),
            "pages" => ("一期的页数", "错误 `too-many`，指出多出的一页从哪里开始"),
            "time" => ("排一期用的时间", "错误 `too-slow`，不再等这一期，接着做别的"),
            _ => ("", ""),
        };
        writeln!(
            output,
            "| `{}` | {} | {} {unit} | {} {unit} | {what} | {beyond} |",
            limit.key,
            limit.name,
            limit.default,
            limit.ceiling,
            unit = limit.unit
        )?;
    }
    Ok(())
}

/// Every code with its level.
fn codes(output: &mut impl Write) -> io::Result<()> {
    writeln!(output, "| 代号 | 级别 | 说什么 |\n|---|---|---|")?;
    for rule in check::rules() {
        let level = render::word(rule.level);
        writeln!(output, "| `{}` | {level} | {} |", rule.code.name, rule.code.summary())?;
    }
    for code in code::ALL {
        writeln!(output, "| `{}` | | {} |", code.name, code.summary())?;
    }
    Ok(())
}
