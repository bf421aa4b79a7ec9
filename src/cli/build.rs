//! `jianbao build`: findings, then a line for each issue.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use super::{BuildArgs, BuildFormat, Exit, Stop, open, render, select, shown};
use crate::build::{self, BuildOptions, Report};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{IssueId, IssueNumber};

pub fn run(directory: Option<&Path>, args: &BuildArgs) -> Result<Exit, Stop> {
    let workspace = open(directory)?;
    let ids = select::selected(&workspace, &args.select)?.ids;
    let options =
        BuildOptions { out: args.out.clone(), draft: args.draft, keep_typ: args.keep_typ };
    let mut reports = Vec::new();
    let mut output = anstream::stdout();
    let mut told = Vec::new();
    let mut printed = Ok(());
    build::build(&workspace, &ids, &options, |mut report| {
        // House settings and templates are read for each issue; what is wrong there is told once.
        report.diagnostics.retain(|finding| !told.contains(finding));
        // Hints are for `measure`, which is asked for them.
        report.diagnostics.retain(|finding| finding.severity < Severity::Hint);
        told.extend(report.diagnostics.iter().cloned());
        if printed.is_ok() && !matches!(args.format, BuildFormat::Json) {
            printed = print(&mut output, &report, args.format);
        }
        reports.push(report);
    })?;
    printed?;
    match args.format {
        BuildFormat::Json => {
            let reports: Vec<Value> = reports.iter().map(json_report).collect();
            writeln!(output, "{:#}", Value::from(reports))?;
        }
        BuildFormat::Full | BuildFormat::Short if ids.is_empty() => {
            writeln!(output, "{}", select::nothing(&workspace, &args.select)?)?;
        }
        BuildFormat::Full | BuildFormat::Short => {}
    }
    let exit = if reports.iter().any(|report| report.failure.is_some()) {
        Exit::Failure
    } else if reports.iter().any(|report| report.built.is_none()) {
        Exit::Findings
    } else {
        Exit::Fine
    };
    Ok(exit)
}

fn print(output: &mut impl Write, report: &Report, format: BuildFormat) -> std::io::Result<()> {
    for finding in &report.diagnostics {
        match format {
            BuildFormat::Short => render::short(output, finding)?,
            _ => render::full(output, finding)?,
        }
    }
    let issue = issue_name(report.id);
    let path = shown(&report.path);
    if let Some(failure) = &report.failure {
        return writeln!(output, "{issue}　{}", render::failure_line(failure));
    }
    match report.built {
        Some(built) => writeln!(
            output,
            "{issue}　{} 页　{} KB　{:.2} 秒　{path}",
            built.pages,
            built.bytes.div_ceil(1024),
            report.time.as_secs_f64(),
        ),
        None => {
            let errors = report.diagnostics.iter().filter(|finding| finding.is_error()).count();
            let kept = if report.path.exists() {
                format!("；原有的 {path} 没有改动")
            } else {
                String::new()
            };
            let count = if errors == 0 {
                "有上面已列出的错误".to_owned()
            } else {
                format!("有 {errors} 处错误")
            };
            writeln!(output, "{issue}　{count}，没有生成 PDF{kept}")
        }
    }
}

/// 2018年第28期, 2018年增刊第1期.
pub fn issue_name(id: IssueId) -> String {
    match id.number {
        IssueNumber::Regular(number) => format!("{}年第{number}期", id.year),
        IssueNumber::Supplement(number) => format!("{}年增刊第{number}期", id.year),
    }
}

fn json_report(report: &Report) -> Value {
    json!({
        "issue": report.id.to_string(),
        "path": report.path,
        "built": report.built.is_some(),
        "pages": report.built.map(|built| built.pages),
        "bytes": report.built.map(|built| built.bytes),
        "milliseconds": u64::try_from(report.time.as_millis()).unwrap_or(u64::MAX),
        "failure": report.failure.as_ref().map(ToString::to_string),
        "findings": report.diagnostics.iter().map(render::json).collect::<Vec<_>>(),
        "errors": report.diagnostics.iter().filter(|finding: &&Diagnostic| finding.is_error()).count(),
    })
}
