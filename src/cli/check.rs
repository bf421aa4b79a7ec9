//! `jianbao check`: what is written held against the rules, before anything is set.

mod kinds;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::templates::TemplateArgs;
use super::{Exit, Stop, fix, render, sarif, usage};
use crate::archive;
use crate::batch::inspect;
use crate::diagnostic::{Diagnostic, Severity, count};
use crate::error::Error;
use crate::issue::{Inspection, Press, mendable};
use crate::model::IssueId;
use crate::read::House;
use crate::workspace::SETTINGS_FILE;

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao check [期号或稿件]… [选项]\n　　　jianbao check --all [选项]")]
pub struct CheckArgs {
    /// 哪些期（28、2018/28、20..28）或哪些稿件文件；不写则查还没有印发的各期
    #[arg(value_name = "期号或稿件", conflicts_with = "all")]
    pub issues: Vec<String>,
    /// 工作区里的所有各期，连已经印发的
    #[arg(long)]
    pub all: bool,
    /// 把只有一种改法的改好，并列出改了什么
    #[arg(long)]
    pub fix: bool,
    /// 只列出 --fix 会改什么，不改文件
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// 连体例上的建议（提示）也列出
    #[arg(long)]
    pub hints: bool,
    /// 只列出各条规则各有几处
    #[arg(long)]
    pub statistics: bool,
    /// 同时查几期（默认：与处理器核数相同）
    #[arg(long, value_name = "数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub templates: TemplateArgs,
    /// 同一种问题逐处带原文列出（不写则第一处带原文，其余只列位置）
    #[arg(long)]
    pub verbose: bool,
    /// 输出格式：full 带原文和标记（默认），short 每条一行，json、sarif 给程序用
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: CheckFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum CheckFormat {
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

pub fn run(directory: Option<&Path>, args: &CheckArgs) -> Result<Exit, Stop> {
    let wanted = Wanted::of(directory, args)?;
    if wanted.ids.is_empty() {
        return nothing(&wanted, args.format);
    }
    let mut press = Press::of(wanted.house.clone())?;
    if args.hints {
        press = press.with_hints();
    }
    let mut mended = Exit::Fine;
    if args.fix {
        // Beside what is for programs.
        let mut output: Box<dyn Write> = match args.format {
            CheckFormat::Full | CheckFormat::Short => Box::new(super::output::stdout()),
            CheckFormat::Json | CheckFormat::Sarif => Box::new(super::output::stderr()),
        };
        mended = fix::run(&press, &wanted.ids, args.dry_run, &mut output)?;
        press.forget_archive();
    }
    let mut told = Told::default();
    inspect(&press, &wanted.ids, args.jobs.map(usize::from), |inspection| {
        told.take(inspection, &wanted, args.hints);
    })?;
    if !args.fix {
        told.mendable = told.count_mendable(&press, &wanted)?;
    }
    for finding in archive::survey(&wanted.house)? {
        if wanted.concerns(&finding) {
            told.add(finding);
        }
    }
    Ok(told.print(&wanted, args)?.max(mended))
}

/// What is to be checked.
pub struct Wanted {
    pub house: House,
    pub ids: Vec<IssueId>,
    /// Whether these are all issues there are.
    whole: bool,
    /// Issues that were passed over, being issued already.
    issued: usize,
    /// The folders of the issues that were named.
    folders: Vec<String>,
    /// The files that were named: only what stands in them is told.
    files: Vec<String>,
}

impl Wanted {
    fn of(directory: Option<&Path>, args: &CheckArgs) -> Result<Self, Stop> {
        // `jianbao check FOLDER` is what whoever knows other checkers types.
        let folder = match args.issues.as_slice() {
            [only] if Path::new(only).join(SETTINGS_FILE).is_file() => Some(PathBuf::from(only)),
            _ => None,
        };
        let whole = args.all || folder.is_some();
        let house = args.templates.open(folder.as_deref().or(directory))?;
        if args.issues.is_empty() || folder.is_some() {
            super::tell_unready(&house.workspace)?;
        }
        let all = house.workspace.issues()?;
        let mut wanted = Self {
            house,
            ids: Vec::new(),
            whole,
            issued: 0,
            folders: Vec::new(),
            files: Vec::new(),
        };
        if whole {
            wanted.ids = all;
        } else if args.issues.is_empty() {
            let ledger = match args.fix {
                // What was issued must not be changed, which nobody can tell without the register.
                true => archive::sound_ledger(&wanted.house.workspace)?,
                // What is wrong with it is among the findings.
                false => archive::ledger(&wanted.house.workspace)?.value.unwrap_or_default(),
            };
            let (issued, open): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|id| ledger.current(*id).is_some());
            (wanted.issued, wanted.ids) = (issued.len(), open);
            wanted.whole = issued.is_empty();
        } else {
            wanted.name(&all, &args.issues)?;
        }
        Ok(wanted)
    }

    /// Issues and files by name.
    fn name(&mut self, all: &[IssueId], names: &[String]) -> Result<(), Stop> {
        // `2018/028` is a number and, from the right place, a folder too.
        let folder = |name: &String| {
            Path::new(name).is_dir()
                && self.house.workspace.select_among(all, std::slice::from_ref(name)).is_err()
        };
        let (folders, names): (Vec<&String>, Vec<&String>) =
            names.iter().partition(|name| folder(name));
        let (files, issues): (Vec<&String>, Vec<&String>) =
            names.into_iter().partition(|name| Path::new(name.as_str()).is_file());
        for name in folders {
            let is_it = |id: &&IssueId| {
                let dir = self.house.workspace.issue_folder(**id).ok();
                dir.and_then(|it| it.path.canonicalize().ok())
                    .is_some_and(|dir| Path::new(name).canonicalize().is_ok_and(|own| own == dir))
            };
            let Some(id) = all.iter().find(is_it) else {
                let message = format!(
                    "文件夹「{name}」不是这个工作区的一期；请写期号（如 28）、一期的文件夹或稿件文件"
                );
                return Err(Error::Usage(message).into());
            };
            self.folders.push(self.house.workspace.issue_folder(*id)?.shown);
            self.ids.push(*id);
        }
        let is_name = |name: &&String| {
            [".md", ".yaml", ".yml"].iter().any(|ending| name.to_lowercase().ends_with(ending))
        };
        if let Some(name) = issues.iter().copied().find(is_name) {
            return Err(Error::Usage(format!("没有稿件文件「{name}」，请核对路径和文件名")).into());
        }
        for name in files {
            let failed = |source| Error::Read { path: PathBuf::from(name), source };
            let path = Path::new(name).canonicalize().map_err(failed)?;
            let root = self.house.workspace.root().canonicalize().map_err(failed)?;
            let mut of = None;
            for id in all {
                let folder =
                    self.house.workspace.issue_folder(*id)?.path.canonicalize().map_err(failed)?;
                if path.parent() == Some(&folder) {
                    of = Some(*id);
                }
            }
            let Some(id) = of else {
                let message = format!("「{name}」不是这个工作区里某一期的稿件");
                return Err(Error::Usage(message).into());
            };
            self.ids.push(id);
            let shown = path.strip_prefix(&root).unwrap_or(&path);
            self.files.push(shown.to_string_lossy().replace('\\', "/"));
        }
        if !issues.is_empty() {
            let issues: Vec<String> = issues.into_iter().cloned().collect();
            let selected = self.house.workspace.select_among(all, &issues)?.ids;
            for id in &selected {
                self.folders.push(self.house.workspace.issue_folder(*id)?.shown);
            }
            self.ids.extend(selected);
        }
        self.ids.sort_unstable();
        self.ids.dedup();
        Ok(())
    }

    /// Whether a finding is about what was asked for.
    pub fn concerns(&self, finding: &Diagnostic) -> bool {
        if self.files.is_empty() && self.folders.is_empty() {
            return self.whole || !self.is_in_year(finding);
        }
        let path = finding.span.as_ref().map_or("", |span| span.file.path.as_str());
        let named = self.files.iter().any(|file| file == path)
            || self.folders.iter().any(|folder| finding.is_within(folder));
        // What is wrong with the house's own files concerns everybody.
        named || (!self.is_in_year(finding) && self.files.is_empty())
    }

    /// Whether a finding stands in the folder of an issue other than those that are checked.
    fn is_in_year(&self, finding: &Diagnostic) -> bool {
        let path = finding.span.as_ref().map_or("", |span| span.file.path.as_str());
        let digits = path.len() > 5 && path.as_bytes()[..4].iter().all(u8::is_ascii_digit);
        let own = |id: &IssueId| {
            let folder = self.house.workspace.issue_folder(*id);
            folder.is_ok_and(|folder| finding.is_within(&folder.shown))
        };
        digits && path.as_bytes()[4] == b'/' && !self.ids.iter().any(own)
    }
}

/// What was found, in the order of telling.
#[derive(Default)]
struct Told {
    findings: Vec<Diagnostic>,
    failures: Vec<(IssueId, Error)>,
    characters: usize,
    /// How many of them `--fix` would mend.
    mendable: usize,
}

impl Told {
    fn take(&mut self, inspection: Inspection, wanted: &Wanted, hints: bool) {
        self.characters += inspection.characters;
        for finding in inspection.diagnostics {
            // A hint that the house has asked for by name is told.
            let shown = finding.severity < Severity::Hint || hints || finding.is_of_rule;
            if shown && wanted.concerns(&finding) {
                self.add(finding);
            }
        }
        self.failures.extend(inspection.failure.map(|failure| (inspection.id, failure)));
    }

    /// How many findings `--fix` would mend now: it declines what it could not write back.
    fn count_mendable(&self, press: &Press, wanted: &Wanted) -> Result<usize, Error> {
        if !self.findings.iter().any(|finding| !finding.fix.is_empty()) {
            return Ok(0);
        }
        let counts = wanted.ids.iter().map(|id| mendable(press, *id, &self.findings));
        counts.sum()
    }

    /// House settings and templates are read for each issue; what is wrong there is told once.
    fn add(&mut self, finding: Diagnostic) {
        let shared = finding.span.as_ref().is_none_or(|span| !span.file.path.contains('/'));
        if !(shared && self.findings.contains(&finding)) {
            self.findings.push(finding);
        }
    }

    fn print(mut self, wanted: &Wanted, args: &CheckArgs) -> Result<Exit, Stop> {
        let mut output = crate::cli::output::stdout();
        for (id, failure) in &self.failures {
            let line = render::failure_line(failure);
            writeln!(crate::cli::output::stderr(), "{}　{line}", id.spoken())?;
        }
        if matches!(args.format, CheckFormat::Full | CheckFormat::Short) {
            self.total(&mut output, wanted, args)?;
            kinds::sort(&mut self.findings);
        }
        match args.format {
            _ if args.statistics => self.statistics(&mut output, args.format)?,
            CheckFormat::Full if !args.verbose => kinds::write(&mut output, &self.findings)?,
            CheckFormat::Full => {
                render::all(&mut output, &self.findings)?;
            }
            CheckFormat::Short => {
                for finding in &self.findings {
                    render::short(&mut output, finding)?;
                }
            }
            CheckFormat::Json => {
                let findings: Vec<Value> = self.findings.iter().map(render::json).collect();
                writeln!(output, "{:#}", Value::from(findings))?;
            }
            CheckFormat::Sarif => writeln!(output, "{:#}", sarif::log(&self.findings))?,
        }
        let is_wrong = self.findings.iter().any(Diagnostic::is_error);
        Ok(Exit::of(!self.failures.is_empty(), is_wrong))
    }

    /// How often each rule spoke, the most frequent first.
    fn statistics(&self, output: &mut impl Write, format: CheckFormat) -> io::Result<()> {
        let mut counts: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry((finding.code.name, finding.severity)).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts
            .sort_by_key(|((name, severity), count)| (std::cmp::Reverse(*count), *severity, *name));
        if matches!(format, CheckFormat::Json | CheckFormat::Sarif) {
            let rows = counts.iter().map(|((name, severity), count)| {
                json!({ "code": name, "severity": render::level(*severity), "count": count })
            });
            return writeln!(output, "{:#}", Value::from(rows.collect::<Vec<_>>()));
        }
        for ((name, severity), count) in counts {
            let page = crate::check::code(name).map_or("", |code| code.summary());
            writeln!(output, "{count:>6}  {}  {name:<24}  {page}", render::word(severity))?;
        }
        Ok(())
    }

    /// The line of totals, before anything else.
    fn total(&self, output: &mut impl Write, wanted: &Wanted, args: &CheckArgs) -> io::Result<()> {
        let count = |severity| count(&self.findings, severity);
        let parts = [
            (count(Severity::Error), "错误"),
            (count(Severity::Warning), "警告"),
            (count(Severity::Hint), "提示"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{word} {count} 处"))
            .collect();
        let found = match (parts.is_empty(), self.failures.is_empty()) {
            (true, true) => "没有发现问题".to_owned(),
            (true, false) => "查到的部分没有发现问题，其余的没有查成".to_owned(),
            (false, _) => parts.join("，"),
        };
        write!(output, "查了 {} 期，{} 字：{found}", wanted.ids.len(), self.characters)?;
        if wanted.issued > 0 {
            write!(output, "（已印发的 {} 期没有查，要查加 --all）", wanted.issued)?;
        }
        writeln!(output)?;
        let mendable = self.mendable;
        if mendable > 0 && !args.fix {
            writeln!(
                output,
                "其中 {mendable} 处可以自动改正：加 --fix；先看怎么改：加 --fix --dry-run"
            )?;
        }
        if matches!(args.format, CheckFormat::Full) && !self.findings.is_empty() && !args.statistics
        {
            writeln!(output, "重的在最后；方括号里是代号，每种怎么改见 jianbao explain 代号\n")?;
        }
        Ok(())
    }
}

fn nothing(wanted: &Wanted, format: CheckFormat) -> Result<Exit, Stop> {
    let mut output = crate::cli::output::stdout();
    match format {
        CheckFormat::Json => writeln!(output, "[]")?,
        CheckFormat::Sarif => writeln!(output, "{:#}", sarif::log(&[]))?,
        _ if wanted.issued > 0 => {
            writeln!(output, "{} 期都已印发，没有要查的；要查加 --all，或写明期号", wanted.issued)?;
        }
        _ => writeln!(output, "工作区里还没有任何一期简报")?,
    }
    Ok(Exit::Fine)
}
