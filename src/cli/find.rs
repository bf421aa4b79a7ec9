//! `jianbao find`: where a word stands in the archive.

use std::io::Write;
use std::path::Path;

use clap::Args;
use serde_json::{Value, json};

use super::batch::interrupt;
use super::progress::Progress;
use super::select::with_issued;
use super::table::{ListFormat, ListOutput};
use super::years::Years;
use super::{Exit, Stop, open, render, sheet, usage};
use crate::archive;
use crate::model::IssueId;
use crate::search::{FindOptions, Findings, Hit, Within};

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao find <词> [选项]")]
pub struct FindArgs {
    /// 要找的词或一句话；空格、换行和全角半角不论
    #[arg(value_name = "词")]
    word: String,
    /// 只找这些年的：2026、2023..2026、2023..
    #[arg(long, value_name = "年份")]
    years: Option<String>,
    /// 同时找几期（默认：与处理器核数相同）
    #[arg(long, value_name = "数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    #[command(flatten)]
    output: ListOutput,
}

pub fn run(directory: Option<&Path>, args: &FindArgs) -> Result<Exit, Stop> {
    let house = open(directory)?;
    let years = Years::parse(args.years.as_deref())?;
    let register = archive::ledger(&house.workspace)?;
    let is_sound = !register.has_errors();
    render::all(
        &mut crate::cli::output::stderr(),
        register.diagnostics.iter().filter(|finding| finding.is_error()),
    )?;
    if !is_sound {
        let told = "登记改好以前，印发的 PDF 都没有找，只找了稿件";
        writeln!(crate::cli::output::stderr(), "{told}")?;
    }
    let ledger = register.sound().unwrap_or_default();
    let mut ids: Vec<IssueId> = with_issued(&house.workspace, &ledger)?;
    ids.retain(|id| years.contain(id.year));
    let options = FindOptions {
        jobs: args.jobs.map(usize::from),
        interrupt: Some(interrupt()),
        program: std::env::current_exe().ok(),
    };
    let progress = Progress::new(ids.len());
    progress.plan(ids.len());
    let mut output = crate::cli::output::stdout();
    let mut rows: Vec<(IssueId, String, Hit)> = Vec::new();
    let mut untold = Vec::new();
    let (mut done, mut hits, mut issues) = (0, 0, 0);
    let mut printed = Ok(());
    let mut take = |findings: Findings| {
        done += 1;
        progress.done(findings.id);
        hits += findings.hits.len();
        issues += usize::from(!findings.hits.is_empty());
        untold.extend(findings.untold.iter().map(|why| (findings.id, why.clone())));
        match args.output.format {
            // As they are found: nothing is kept.
            ListFormat::Table if printed.is_ok() => {
                printed = progress.aside(|| print(&mut output, &findings));
            }
            ListFormat::Table => {}
            _ => {
                let date = findings.date.map(|date| date.to_string()).unwrap_or_default();
                rows.extend(findings.hits.into_iter().map(|hit| (findings.id, date.clone(), hit)));
            }
        }
    };
    let ended = crate::search::find(&house, &ledger, &ids, &args.word, &options, &mut take);
    progress.finish();
    ended?;
    printed?;
    match args.output.format {
        ListFormat::Table => conclude(&mut output, &args.word, (hits, issues, ids.len()))?,
        ListFormat::Json => {
            writeln!(output, "{:#}", Value::from(rows.iter().map(in_json).collect::<Vec<_>>()))?;
        }
        ListFormat::Csv => csv(&mut output, &rows)?,
    }
    let mut beside = crate::cli::output::stderr();
    for (id, why) in &untold {
        writeln!(beside, "{}　{why}", id.spoken())?;
    }
    if done < ids.len() {
        writeln!(beside, "已停下；还有 {} 期没有找", ids.len() - done)?;
        return Ok(Exit::Interrupted);
    }
    Ok(if untold.is_empty() && is_sound { Exit::Fine } else { Exit::Findings })
}

/// Hits under their entries.
fn print(output: &mut impl Write, findings: &Findings) -> std::io::Result<()> {
    if findings.hits.is_empty() {
        return Ok(());
    }
    let date = findings.date.map(|date| format!("（{date}）")).unwrap_or_default();
    writeln!(output, "{}{date}", findings.id.spoken())?;
    let mut entry = None;
    for hit in &findings.hits {
        let own = (&hit.file, &hit.title);
        if entry != Some(own) {
            entry = Some(own);
            match &hit.file {
                Some(file) => writeln!(output, "  {file}　{}", hit.title)?,
                None => writeln!(output, "  印发的 PDF")?,
            }
        }
        let line = hit.line.map(|line| format!("第{line}行")).unwrap_or_default();
        let page = hit.page.map(|page| format!("第{page}页")).unwrap_or_default();
        let gap = if line.is_empty() || page.is_empty() { "" } else { " " };
        let [before, word, after] = &hit.text;
        let what = within(hit.within);
        writeln!(output, "    {line}{gap}{page}　{what}　{before}【{word}】{after}")?;
    }
    Ok(())
}

fn conclude(
    output: &mut impl Write,
    word: &str,
    (hits, issues, all): (usize, usize, usize),
) -> std::io::Result<()> {
    match hits {
        0 => writeln!(output, "{all} 期里都没有「{word}」"),
        _ => writeln!(output, "「{word}」共 {hits} 处，在 {issues} 期里（找了 {all} 期）"),
    }
}

fn within(within: Within) -> &'static str {
    match within {
        Within::Title => "标题",
        Within::Field => "项目",
        Within::Body => "正文",
        Within::Pdf => "页面",
    }
}

fn in_json((id, date, hit): &(IssueId, String, Hit)) -> Value {
    json!({
        "issue": id.to_string(),
        "date": date,
        "entry": hit.file,
        "title": hit.title,
        "within": match hit.within {
            Within::Title => "title",
            Within::Field => "field",
            Within::Body => "body",
            Within::Pdf => "pdf",
        },
        "line": hit.line,
        "page": hit.page,
        "before": hit.text[0],
        "match": hit.text[1],
        "after": hit.text[2],
    })
}

fn csv(output: &mut impl Write, rows: &[(IssueId, String, Hit)]) -> std::io::Result<()> {
    let number = |number: Option<usize>| number.map(|it| it.to_string()).unwrap_or_default();
    let rows = rows.iter().map(|(id, date, hit)| {
        [
            id.year.to_string(),
            id.number.to_string(),
            date.clone(),
            hit.title.clone(),
            within(hit.within).to_owned(),
            number(hit.line),
            number(hit.page),
            hit.text.concat(),
            hit.file.clone().unwrap_or_default(),
        ]
    });
    let heads = ["年份", "期号", "日期", "标题", "位置", "行", "页", "内容", "文件"];
    sheet::write(output, heads, rows)
}
