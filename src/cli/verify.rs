//! `jianbao verify`: whether issued PDFs could be made again, and what differs where they could not.

mod report;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::build::{halt, issue_name};
use super::progress::Progress;
use super::templates::TemplateArgs;
use super::{Exit, SelectArgs, Stop, TableFormat, TableOutput, render, select, shown, usage};
use crate::build::{
    self, Change, InputChange, InputKind, Outcome, Stored, Verification, VerifyOptions,
};
use crate::model::Publication;
use crate::pdf::{Difference, Verdict};
use crate::read::LedgerFile;
use crate::workspace::{LEDGER_FILE, Workspace};

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao verify <期号>… [选项]\n　　　jianbao verify --all [选项]")]
pub struct VerifyArgs {
    #[command(flatten)]
    select: SelectArgs,
    /// 在这个文件夹里写一份网页报告（index.html），附左右对照图
    #[arg(long, value_name = "文件夹")]
    report: Option<PathBuf>,
    /// 给看上去不同的每一页都做对照图（默认：只做内容不同的页，各期一样的不同只做一张）
    #[arg(long)]
    pictures: bool,
    /// 同时核对几期（默认：与处理器核数相同）
    #[arg(long, value_name = "数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    #[command(flatten)]
    templates: TemplateArgs,
    #[command(flatten)]
    output: TableOutput,
}

pub fn run(directory: Option<&Path>, args: &VerifyArgs) -> Result<Exit, Stop> {
    let workspace = args.templates.open(directory)?;
    let mut output = anstream::stdout();
    let publications = match args.output.format {
        // Beside the verdicts, so that they stay an array.
        TableFormat::Json => publications(&workspace, args, &mut anstream::stderr())?,
        TableFormat::Table => publications(&workspace, args, &mut output)?,
    };
    let Some(publications) = publications else { return Ok(Exit::Findings) };
    let pictures = match &args.report {
        Some(dir) => dir.clone(),
        None => workspace.default_out().join("对照"),
    };
    let options = VerifyOptions {
        pictures,
        jobs: args.jobs.map(usize::from),
        halt: Some(halt()),
        program: std::env::current_exe().ok(),
        all_pictures: args.pictures,
    };
    let progress = Progress::new(publications.len());
    progress.plan(publications.len());
    let brief = progress.is_shown() && std::io::stdout().is_terminal();
    let mut done = Vec::new();
    let mut printed = Ok(());
    let ended = build::verify(&workspace, &publications, &options, |verification| {
        progress.done(verification.id);
        let told = !(brief && is_well(&verification));
        if told && printed.is_ok() && !matches!(args.output.format, TableFormat::Json) {
            printed = progress.aside(|| print(&mut output, &verification));
        }
        done.push(verification);
    });
    progress.finish();
    ended?;
    printed?;
    if let TableFormat::Json = args.output.format {
        writeln!(output, "{:#}", Value::from(done.iter().map(in_json).collect::<Vec<_>>()))?;
    } else {
        conclude(&mut output, &done)?;
        if done.len() < publications.len() {
            writeln!(output, "已停止；还有 {} 期没有核对", publications.len() - done.len())?;
        }
    }
    if let Some(dir) = &args.report {
        let path = report::write(dir, &done)?;
        if !matches!(args.output.format, TableFormat::Json) {
            writeln!(output, "对照报告：{}", shown(&path))?;
        }
    }
    Ok(if done.len() < publications.len() {
        Exit::Interrupted
    } else if done.iter().any(|verification| verification.failure.is_some()) {
        Exit::Failure
    } else if done.iter().all(is_well) {
        Exit::Fine
    } else {
        Exit::Findings
    })
}

/// The entries in force of the issues chosen; `None` when the register has errors, which are told.
fn publications(
    workspace: &Workspace,
    args: &VerifyArgs,
    output: &mut impl Write,
) -> Result<Option<Vec<Publication>>, Stop> {
    let read = LedgerFile::read(workspace)?;
    for finding in &read.diagnostics {
        render::full(output, finding)?;
    }
    let sound = !read.has_errors();
    let Some(file) = read.value.filter(|_| sound) else { return Ok(None) };
    let ledger = file.ledger;
    // Also those whose folder is gone.
    let mut all = workspace.issues()?;
    all.extend(ledger.publications.iter().map(|publication| publication.id));
    all.sort();
    all.dedup();
    let selection = select::among(workspace, &all, &args.select)?;
    if ledger.publications.is_empty() {
        writeln!(output, "{LEDGER_FILE} 里还没有登记任何一期；印发用 jianbao publish 期号")?;
    } else if selection.ids.is_empty() {
        writeln!(output, "{}", select::nothing(workspace, &args.select)?)?;
    }
    let mut found = Vec::new();
    for id in selection.ids {
        match ledger.current(id) {
            Some(publication) => found.push(publication.clone()),
            // Of a set, those that were not issued are not meant.
            None if selection.named => writeln!(output, "{}　还没有印发，不核对", issue_name(id))?,
            None => {}
        }
    }
    Ok(Some(found))
}

/// Whether the issued PDF is in its place and comes out the same.
fn is_well(verification: &Verification) -> bool {
    verification.failure.is_none()
        && verification.stored == Stored::Whole
        && matches!(verification.outcome, Outcome::Same)
}

/// In a few words, what was found.
pub fn verdict(verification: &Verification) -> &'static str {
    if verification.failure.is_some() {
        return "没能核对";
    }
    match (&verification.outcome, verification.stored) {
        (Outcome::Same, Stored::Whole) => "一致",
        (Outcome::Same, Stored::Missing) => "一致，但存档的 PDF 不见了",
        (Outcome::Same, Stored::Altered) => "能排出原样，但存档的 PDF 被改过",
        (Outcome::Broken(_), _) => "排不出来",
        (Outcome::Differs(Some(difference), _), _) => match difference.verdict() {
            Verdict::Text => "文字不同",
            Verdict::Pages => "文字相同，页数不同",
            Verdict::Looks => "文字相同，版面不同",
            Verdict::Same => "页面相同，只有文件内部不同",
        },
        (Outcome::Differs(None, _), Stored::Missing) => "不一致，存档的 PDF 不见了，无法对照",
        (Outcome::Differs(None, _), Stored::Altered) => "不一致，存档的 PDF 被改过，无法对照",
        (Outcome::Differs(None, _), Stored::Whole) => "不一致，存档的 PDF 无法读取",
    }
}

fn print(output: &mut impl Write, verification: &Verification) -> std::io::Result<()> {
    let Verification { id, publication, .. } = verification;
    let edition = match publication.edition {
        1 => String::new(),
        edition => format!("（第 {edition} 版）"),
    };
    writeln!(output, "{}{edition}　{}", issue_name(*id), verdict(verification))?;
    for line in details(verification) {
        writeln!(output, "　　{line}")?;
    }
    if let Outcome::Differs(_, pictures) = &verification.outcome {
        for picture in pictures {
            writeln!(output, "　　对照图：{}", shown(&picture.path))?;
        }
    }
    if let Outcome::Broken(findings) = &verification.outcome {
        for finding in findings.iter().filter(|finding| finding.is_error()) {
            render::short(output, finding)?;
        }
    }
    Ok(())
}

/// What differs and why, a line each.
pub fn details(verification: &Verification) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(failure) = &verification.failure {
        lines.push(failure.to_string());
    }
    if let Outcome::Differs(Some(difference), _) = &verification.outcome {
        lines.extend(differences(difference));
    }
    match verification.stored {
        Stored::Missing => {
            let again = match verification.outcome {
                Outcome::Same => format!("，或用 jianbao build {} 补上", verification.id),
                _ => String::new(),
            };
            let path = &verification.publication.pdf.path;
            lines.push(format!("存档的应在 {path}；从备份取回{again}"));
        }
        Stored::Altered => lines.push(format!(
            "{} 的指纹与登记的 {}… 不符，请从备份取回原件",
            verification.publication.pdf.path,
            verification.publication.pdf.sha256.get(..12).unwrap_or_default()
        )),
        Stored::Whole => {}
    }
    let differs = !matches!(verification.outcome, Outcome::Same);
    if differs && verification.inputs.is_empty() && verification.failure.is_none() {
        lines.push("稿件、设置、模板、字体和程序版本都与印发时相同".to_owned());
    }
    lines.extend(verification.inputs.iter().map(input));
    lines
}

fn differences(difference: &Difference) -> Vec<String> {
    let mut lines = Vec::new();
    let (then, now) = difference.pages;
    if then != now {
        lines.push(format!("页数：{then} 页 → {now} 页"));
    }
    if let Some(page) = difference.first_differing_page {
        lines.push(format!("从第 {page} 页起不同"));
    }
    for change in &difference.text {
        let [then, now] = marked(&change.removed.join("／"), &change.added.join("／"));
        lines.push(format!("第 {} 页　印发：{then}", change.kept_page));
        lines.push(format!("第 {} 页　现在：{now}", change.new_page));
    }
    if difference.verdict() == Verdict::Looks {
        let pages: Vec<String> = difference
            .looks
            .iter()
            .map(|looks| format!("第 {} 页（{:.1}%）", looks.page, looks.share * 100.0))
            .collect();
        lines.push(format!("看上去不同的页：{}", pages.join("、")));
    }
    lines
}

/// Two texts with what differs between 【】: in a long sentence one character is hard to find.
fn marked(then: &str, now: &str) -> [String; 2] {
    if then.is_empty() || now.is_empty() {
        return [then, now].map(|text| if text.is_empty() { "（没有）" } else { text }.to_owned());
    }
    let [then, now]: [Vec<char>; 2] = [then, now].map(|text| text.chars().collect());
    let head = then.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let rest = then[head..].iter().rev().zip(now[head..].iter().rev());
    let tail = rest.take_while(|(a, b)| a == b).count();
    [then, now].map(|text| {
        let end = text.len() - tail;
        let piece = |part: &[char]| part.iter().collect::<String>();
        format!("{}【{}】{}", piece(&text[..head]), piece(&text[head..end]), piece(&text[end..]))
    })
}

fn input(input: &InputChange) -> String {
    let kind = match input.kind {
        InputKind::Source => "稿件",
        InputKind::Settings => "设置",
        InputKind::Template => "模板",
        InputKind::Profile => "版式",
        InputKind::Font => "字体",
        InputKind::Rules => "名册或词表",
        InputKind::Tool => "程序",
    };
    let change = match (input.kind, input.change) {
        (InputKind::Tool, _) => "换过版本",
        (InputKind::Profile, _) => "换过",
        (_, Change::Changed) => "改动过",
        (_, Change::Added) => "是印发后加的",
        (_, Change::Removed) => "已经没有了",
    };
    format!("{kind}{change}：{}", input.path)
}

/// How many of each verdict, the usual one first.
fn conclude(output: &mut impl Write, done: &[Verification]) -> std::io::Result<()> {
    if done.len() < 2 {
        return Ok(());
    }
    let mut counts: Vec<(&str, usize)> = vec![("一致", 0)];
    for verification in done {
        let verdict = verdict(verification);
        match counts.iter_mut().find(|(word, _)| *word == verdict) {
            Some((_, count)) => *count += 1,
            None => counts.push((verdict, 1)),
        }
    }
    let told: Vec<String> =
        counts.iter().map(|(word, count)| format!("{word} {count} 期")).collect();
    writeln!(output, "核对 {} 期：{}", done.len(), told.join("；"))
}

fn in_json(verification: &Verification) -> Value {
    let (difference, pictures) = match &verification.outcome {
        Outcome::Differs(difference, pictures) => (difference.as_deref(), &pictures[..]),
        _ => (None, &[][..]),
    };
    let pictures: Vec<&PathBuf> = pictures.iter().map(|picture| &picture.path).collect();
    json!({
        "issue": verification.id.to_string(),
        "edition": verification.publication.edition,
        "same": matches!(verification.outcome, Outcome::Same),
        "stored": match verification.stored {
            Stored::Whole => "whole",
            Stored::Missing => "missing",
            Stored::Altered => "altered",
        },
        "verdict": verdict(verification),
        "pages": difference.map(|difference| [difference.pages.0, difference.pages.1]),
        "first-differing-page": difference.and_then(|difference| difference.first_differing_page),
        "text": difference.map(|difference| difference.text.iter().map(|change| json!({
            "kept-page": change.kept_page,
            "new-page": change.new_page,
            "removed": change.removed,
            "added": change.added,
        })).collect::<Vec<_>>()),
        "looks": difference.map(|difference| difference.looks.iter().map(|looks| json!({
            "page": looks.page,
            "share": looks.share,
        })).collect::<Vec<_>>()),
        "pictures": pictures,
        "inputs": verification.inputs.iter().map(input).collect::<Vec<_>>(),
        "failure": verification.failure.as_ref().map(ToString::to_string),
    })
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn what_differs_is_marked() {
        let check = |then, now, want: [&str; 2]| assert_eq!(marked(then, now), want);
        check("要抓紧整改。", "要限期整改。", ["要【抓紧】整改。", "要【限期】整改。"]);
        check("整改。", "限期整改。", ["【】整改。", "【限期】整改。"]);
        check("好好。", "好好好。", ["好好【】。", "好好【好】。"]);
        check("甲。", "乙", ["【甲。】", "【乙】"]);
        check("", "甲。", ["（没有）", "甲。"]);
    }
}
