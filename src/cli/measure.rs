//! `jianbao measure`: the page against its layout, row by row, then what an editor would mend.

use std::io::Write;
use std::path::Path;

use clap::Args;
use serde_json::{Value, json};

use super::table::{self, TableFormat, TableOutput};
use super::templates::TemplateArgs;
use super::{Exit, Stop, render, usage};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::issue::{Measurement, Press};
use crate::measure::{Check, Got, Measured, Want};
use crate::model::Layout;
use crate::read;

/// What `measure --profile` is for, with the names that it takes.
fn other_profile() -> String {
    let names: Vec<&str> = read::profile_names().collect();
    format!("按另一个内置版式方案的数值来判：{}（页面仍按本期自己的版式排）", names.join("、"))
}

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao measure <期号> [选项]")]
pub struct MeasureArgs {
    /// 要量的一期：28、2018/28、增刊1、2018/增刊1
    #[arg(value_name = "期号")]
    pub issue: String,
    #[arg(long, value_name = "方案", help = other_profile())]
    pub profile: Option<String>,
    #[command(flatten)]
    pub templates: TemplateArgs,
    #[command(flatten)]
    pub output: TableOutput,
}

pub fn run(directory: Option<&Path>, args: &MeasureArgs) -> Result<Exit, Stop> {
    let by = args.profile.as_deref().map(profile).transpose()?;
    let house = args.templates.open(directory)?;
    let id = house.workspace.select(&args.issue)?;
    let measured = Press::of(house)?.measure(id, by.as_ref())?;
    let mut output = crate::cli::output::stdout();
    let Some(measurement) = measured.value else {
        match args.output.format {
            TableFormat::Table => {
                render::all(&mut output, &measured.diagnostics)?;
            }
            TableFormat::Json => {
                let findings: Vec<Value> = measured.diagnostics.iter().map(render::json).collect();
                writeln!(output, "{:#}", json!({"issue": id.to_string(), "findings": findings}))?;
            }
        }
        return Ok(Exit::Findings);
    };
    match args.output.format {
        TableFormat::Table => {
            let rows = measurement.checks.iter().map(cells);
            let rows: Vec<[String; 8]> =
                [HEAD.map(str::to_owned)].into_iter().chain(rows).collect();
            table::write(&mut output, &rows)?;
            let profile = args.profile.as_deref();
            summary(&mut output, &id.spoken(), profile, &measurement, &measured.diagnostics)?;
            render::all(&mut output, measured.diagnostics.iter().chain(&measurement.findings))?;
        }
        TableFormat::Json => {
            writeln!(
                output,
                "{:#}",
                report(
                    &id.to_string(),
                    args.profile.as_deref(),
                    &measurement,
                    &measured.diagnostics
                )
            )?;
        }
    }
    let broken = measured.diagnostics.iter().any(Diagnostic::is_error);
    Ok(if broken || measurement.failed() > 0 { Exit::Findings } else { Exit::Fine })
}

fn profile(name: &str) -> Result<Layout, Error> {
    read::profile_layout(name).ok_or_else(|| {
        let names: Vec<&str> = read::profile_names().collect();
        Error::Usage(format!("没有版式方案「{name}」，现有：{}", names.join("、")))
    })
}

const HEAD: [&str; 8] = ["页", "检查", "项目", "应为", "实为", "允差", "依据", "结果"];

fn cells(check: &Check) -> [String; 8] {
    let unit = |text: String| match check.tolerance {
        Some(_) => format!("{text} {}", check.unit),
        None => text,
    };
    // Of a row that is right nobody asks which of several it was.
    let name = match &check.subject {
        Some(subject) if !check.ok => format!("{}　{subject}", check.name),
        _ => check.name.to_owned(),
    };
    [
        check.page.map_or_else(|| "全期".to_owned(), |page| page.to_string()),
        check.topic().to_owned(),
        name,
        unit(check.want.to_string()),
        unit(check.got.to_string()),
        check.tolerance.map_or_else(|| "-".to_owned(), |tolerance| format!("{tolerance}")),
        check.clause.to_owned(),
        match (&check.exception, check.ok) {
            (_, true) => "合格".to_owned(),
            (Some(reason), false) => format!("例外：{reason}"),
            (None, false) => "不合格".to_owned(),
        },
    ]
}

fn summary(
    output: &mut impl Write,
    issue: &str,
    profile: Option<&str>,
    measurement: &Measurement,
    findings: &[Diagnostic],
) -> std::io::Result<()> {
    let by = profile.map_or_else(String::new, |name| format!("，按 {name} 的数值"));
    let (all, failed) = (measurement.checks.len(), measurement.failed());
    let pages = measurement.measured.pages.len();
    let verdict =
        if failed == 0 { "全部合格".to_owned() } else { format!("{failed} 项不合格") };
    let others = measurement.findings.len() + findings.len();
    let told =
        if others == 0 { String::new() } else { format!("；另有提醒 {others} 条：\n") };
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    if errors > 0 {
        // What stands on the pages is not what the mended issue will have.
        writeln!(
            output,
            "\n{issue}　稿件有 {errors} 处错误，上面量的不是最后的版面；改正后再量：\n"
        )
    } else {
        writeln!(output, "\n{issue}{by}　{pages} 页　量了 {all} 项，{verdict}{told}")
    }
}

fn report(
    issue: &str,
    profile: Option<&str>,
    measurement: &Measurement,
    others: &[Diagnostic],
) -> Value {
    let findings = others.iter().chain(&measurement.findings);
    json!({
        "issue": issue,
        "profile": profile,
        "passed": measurement.failed() == 0,
        "failed": measurement.failed(),
        "checks": measurement.checks.iter().map(check).collect::<Vec<_>>(),
        "pages": pages(&measurement.measured),
        "findings": findings.map(render::json).collect::<Vec<_>>(),
    })
}

fn check(check: &Check) -> Value {
    let (relation, want) = match &check.want {
        Want::Near(number) => ("near", Value::from(*number)),
        Want::AtMost(number) => ("at-most", Value::from(*number)),
        Want::AtLeast(number) => ("at-least", Value::from(*number)),
        Want::Text(text) => ("same", Value::from(text.as_str())),
    };
    let got = match &check.got {
        Got::Number(number) => Value::from(*number),
        Got::Text(text) => Value::from(text.as_str()),
    };
    json!({
        "page": check.page,
        "check": check.topic(),
        "name": check.name,
        "subject": check.subject,
        "relation": relation,
        "want": want,
        "got": got,
        "tolerance": check.tolerance,
        "unit": check.unit,
        "clause": check.clause,
        "ok": check.ok,
        "exception": check.exception,
    })
}

/// Every row of every page, for those who want to judge for themselves; lengths in mm, sizes in pt.
fn pages(measured: &Measured) -> Value {
    let pages = measured.pages.iter().map(|page| {
        let rows = page.rows.iter().map(|row| {
            json!({
                "baseline": row.baseline,
                "x0": row.x0,
                "x1": row.x1,
                "cells": row.cells,
                "size": row.size,
                "font": row.font,
                "part": format!("{:?}", row.part).to_lowercase(),
                "text": row.text,
            })
        });
        json!({
            "page": page.number,
            "width": page.width,
            "height": page.height,
            "number": page.page_number.as_ref().map(|number| number.text.as_str()),
            "rows": rows.collect::<Vec<_>>(),
        })
    });
    Value::from(pages.collect::<Vec<_>>())
}
