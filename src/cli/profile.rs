//! `jianbao profile`: every value of the page in effect, and who decided it.

use std::io::Write;
use std::path::Path;

use clap::Args;
use serde_json::{Value, json};

use super::table::{self, TableFormat, TableOutput};
use super::{Exit, Stop, open, render, usage};
use crate::diagnostic::Diagnostic;
use crate::read::{self, Origin};

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao profile [期号] [选项]")]
pub struct ProfileArgs {
    /// 哪一期；不写则是 jianbao.yaml 的
    #[arg(value_name = "期号")]
    pub issue: Option<String>,
    /// 印出各项设置的说明（Markdown）：可写的值、默认、依据、作用处
    #[arg(long, conflicts_with = "issue")]
    pub manual: bool,
    #[command(flatten)]
    pub output: TableOutput,
}

pub fn run(directory: Option<&Path>, args: &ProfileArgs) -> Result<Exit, Stop> {
    if args.manual {
        write!(crate::cli::output::stdout(), "{}", read::manual())?;
        return Ok(Exit::Fine);
    }
    let house = open(directory)?;
    let id = args.issue.as_ref().map(|wanted| house.workspace.select(wanted)).transpose()?;
    let values = read::read_layout(&house.workspace, &house.settings, id)?;
    let mut output = crate::cli::output::stdout();
    for finding in values.diagnostics.iter().filter(|finding| finding.is_error()) {
        match args.output.format {
            TableFormat::Table => render::full(&mut output, finding)?,
            // Beside the values, so that they stay an array.
            TableFormat::Json => render::full(&mut crate::cli::output::stderr(), finding)?,
        }
    }
    let listed = values.value.unwrap_or_default();
    match args.output.format {
        TableFormat::Table => {
            let head = ["项目", "名称", "值", "单位", "默认", "来自", "依据", "作用处", "说明"];
            let head = head.map(str::to_owned);
            let rows = listed.into_iter().map(|value| {
                let unit = if value.unit.is_empty() { "-" } else { value.unit };
                [
                    value.key,
                    value.name,
                    value.value,
                    unit.to_owned(),
                    value.default.to_owned(),
                    origin(value.origin),
                    value.source.to_owned(),
                    value.acts.to_owned(),
                    value.about.to_owned(),
                ]
            });
            table::write(&mut output, &[head].into_iter().chain(rows).collect::<Vec<_>>())?;
        }
        TableFormat::Json => {
            let rows: Vec<Value> = listed
                .iter()
                .map(|value| {
                    json!({
                        "key": value.key,
                        "name": value.name,
                        "value": value.value,
                        "unit": value.unit,
                        "default": value.default,
                        "source": value.source,
                        "acts": value.acts,
                        "origin": origin(value.origin),
                        "about": value.about,
                    })
                })
                .collect();
            writeln!(output, "{:#}", Value::from(rows))?;
        }
    }
    let broken = values.diagnostics.iter().any(Diagnostic::is_error);
    Ok(if broken { Exit::Findings } else { Exit::Fine })
}

fn origin(origin: Origin) -> String {
    match origin {
        Origin::Profile(name) => format!("内置 {name}"),
        Origin::House => "jianbao.yaml".to_owned(),
        Origin::Issue => "issue.yaml".to_owned(),
        Origin::Pitch => "随行距".to_owned(),
        Origin::BuiltIn => "内置".to_owned(),
    }
}
