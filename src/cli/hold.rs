//! `jianbao hold` and `jianbao release`: an entry that waits, and one that no longer does.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, Stop, issued, open, usage};
use crate::import::{mark, named};

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao hold <稿件>…")]
pub struct HoldArgs {
    /// 稿件文件，如 2018/028/40-山阴县.md；也可以写期号和编号，如 28/40
    #[arg(value_name = "稿件", required = true)]
    pub entries: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao release <稿件>…")]
pub struct ReleaseArgs {
    /// 稿件文件，如 2018/028/40-山阴县.md；也可以写期号和编号，如 28/40
    #[arg(value_name = "稿件", required = true)]
    pub entries: Vec<PathBuf>,
}

/// Writes 「暂缓: 是」 into entries, or takes it out.
pub fn run(directory: Option<&Path>, entries: &[PathBuf], hold: bool) -> Result<Exit, Stop> {
    let workspace = open(directory)?.workspace;
    let mut meant = Vec::new();
    for written in entries {
        meant.push(named(&workspace, written)?);
    }
    let what = if hold { "不能再把稿件暂缓" } else { "不能再把暂缓的稿件用上" };
    let marked =
        mark(&workspace, &meant, hold, |entry| issued::refuse(&workspace, entry.id, what))?;
    let mut output = crate::cli::output::stdout();
    for entry in &marked {
        let told = match (entry.changed, hold) {
            (true, true) => "已暂缓，本期不用；要用时 jianbao release",
            (true, false) => "已恢复，本期要用",
            (false, true) => "本来就暂缓着，没有改动",
            (false, false) => "本来就没有暂缓，没有改动",
        };
        let title = entry.title.as_ref().map_or_else(String::new, |it| format!("《{it}》"));
        writeln!(output, "{}{title}　{told}", entry.shown)?;
    }
    Ok(Exit::Fine)
}
