//! `jianbao profile`: every value of the page in effect, and who decided it.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use super::{Exit, ProfileArgs, Stop, TableFormat, open, render, table};
use crate::diagnostic::Diagnostic;
use crate::read::{self, Origin};

pub fn run(directory: Option<&Path>, args: &ProfileArgs) -> Result<Exit, Stop> {
    let workspace = open(directory)?;
    let id = args.issue.as_ref().map(|wanted| workspace.select(wanted)).transpose()?;
    let values = read::read_layout(&workspace, id)?;
    let mut output = anstream::stdout();
    for finding in values.diagnostics.iter().filter(|finding| finding.is_error()) {
        render::full(&mut output, finding)?;
    }
    let listed = values.value.unwrap_or_default();
    match args.output.format {
        TableFormat::Table => {
            let head = ["项目", "值", "来自", "说明"].map(str::to_owned);
            let rows = listed.into_iter().map(|value| {
                [value.key, value.value, origin(value.origin), value.about.to_owned()]
            });
            table::write(&mut output, &[head].into_iter().chain(rows).collect::<Vec<_>>())?;
        }
        TableFormat::Json => {
            let rows: Vec<Value> = listed
                .iter()
                .map(|value| {
                    json!({
                        "key": value.key,
                        "value": value.value,
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
    }
}
