//! Columns of Chinese text, aligned: a Chinese character is two cells wide on a terminal.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// How a table is printed.
#[derive(Debug, Args)]
pub struct TableOutput {
    /// 输出格式：table 表格（默认），json 给程序用
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: TableFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum TableFormat {
    // For people.
    #[default]
    Table,
    // For programs.
    Json,
}

/// How a list is printed that spreadsheets may read.
#[derive(Debug, Args)]
pub struct ListOutput {
    /// 输出格式：table 表格（默认），json 给程序用，csv 可用表格软件打开
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: ListFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum ListFormat {
    // For people.
    #[default]
    Table,
    // For programs.
    Json,
    // For spreadsheets.
    Csv,
}

/// Writes rows for programs.
pub fn json(output: &mut impl Write, rows: &impl Serialize) -> io::Result<()> {
    writeln!(output, "{}", serde_json::to_string_pretty(rows).map_err(io::Error::other)?)
}

/// Writes rows with their columns aligned; the last column is not padded.
pub fn write<const N: usize>(output: &mut impl Write, rows: &[[String; N]]) -> io::Result<()> {
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0));
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        writeln!(output, "{}", line.trim_end())?;
    }
    Ok(())
}
