//! What the import of past issues came to: a table, and below it what was guessed and left out.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::came::{Came, One};
use crate::cli::import::report::{in_short, summed, sure};
use crate::cli::{render, table as columns_of_text};
use crate::import::whole::{Past, Shelved};
use crate::import::{Confidence, Dispatch};

/// The table for people.
pub fn table(output: &mut impl Write, all: &[One]) -> io::Result<()> {
    for one in all {
        match &one.outcome {
            Came::Refused(findings) => {
                render::all(output, findings)?;
            }
            Came::Failed(error) => writeln!(output, "{}", render::failure_line(error))?,
            Came::Placed(..) | Came::Known(_) => {}
        }
    }
    let mut rows = vec![["文件", "期号", "日期", "篇数", "栏目", "说明"].map(str::to_owned)];
    let (mut new, mut known, mut refused) = (0, 0, 0);
    for one in all {
        let only = |what: String| {
            [one.shown.clone(), String::new(), String::new(), String::new(), String::new(), what]
        };
        rows.push(match &one.outcome {
            Came::Placed(past, shelved) => {
                new += 1;
                let columns: Vec<String> = used(past);
                [
                    one.shown.clone(),
                    past.id.to_string(),
                    past.date.value.to_string(),
                    past.entries.len().to_string(),
                    if columns.is_empty() { "—".to_owned() } else { columns.join("、") },
                    format!("→ {}", shelved.folder),
                ]
            }
            Came::Known(entry) => {
                known += 1;
                only(format!("已导入过：{entry}"))
            }
            Came::Refused(_) | Came::Failed(_) => {
                refused += 1;
                only("没有导入，见上".to_owned())
            }
        });
    }
    if rows.len() > 1 {
        columns_of_text::write(output, &rows)?;
        writeln!(output)?;
    }
    for one in all {
        if let Came::Placed(past, shelved) = &one.outcome {
            of_issue(output, past, shelved)?;
        }
    }
    let parts = [(new, "期导入"), (known, "个文件以前导入过，没有动"), (refused, "个文件没有导入")];
    writeln!(output, "{}", summed(&parts, "没有找到整期简报"))?;
    if new > 0 {
        writeln!(
            output,
            "下一步：核对上面的说明和写着「请核对」的各项，再用 jianbao build 排出来，与原件对一遍"
        )?;
    }
    Ok(())
}

/// The names of the columns that have entries.
fn used(past: &Past) -> Vec<String> {
    let named = |(index, column): (usize, &crate::model::Column)| {
        let has = |entry: &Dispatch| entry.column.as_ref().is_some_and(|it| it.value == index);
        let title = column.title.as_ref()?;
        past.entries.iter().any(has).then(|| title.value.clone())
    };
    past.columns.iter().enumerate().filter_map(named).collect()
}

fn of_issue(output: &mut impl Write, past: &Past, shelved: &Shelved) -> io::Result<()> {
    writeln!(output, "{}", shelved.folder)?;
    writeln!(
        output,
        "  依据　期号〔{}〕{}；日期〔{}〕{}",
        sure(past.number.confidence),
        past.number.reason,
        sure(past.date.confidence),
        past.date.reason
    )?;
    for remark in &past.remarks {
        writeln!(output, "  说明　{}", in_short(remark))?;
    }
    for (entry, path) in past.entries.iter().zip(&shelved.entries) {
        let name = path.rsplit('/').next().unwrap_or(path);
        match &entry.title {
            Some(title) if title.confidence == Confidence::High => {
                writeln!(output, "  {name}　{}", title.value)?;
            }
            Some(title) => {
                let level = sure(title.confidence);
                writeln!(output, "  {name}　{}〔{level}〕{}", title.value, title.reason)?;
            }
            None => writeln!(output, "  {name}　没有找到标题，请补上")?,
        }
        for remark in &entry.remarks {
            writeln!(output, "    说明　{}", in_short(remark))?;
        }
    }
    writeln!(output)
}

/// Everything, for programs.
pub fn json(output: &mut impl Write, all: &[One]) -> io::Result<()> {
    let rows = all.iter().map(|one| match &one.outcome {
        Came::Placed(past, shelved) => {
            let entries = past.entries.iter().zip(&shelved.entries).map(|(entry, path)| {
                json!({
                    "entry": path,
                    "title": entry.title.as_ref().map(|title| &title.value),
                    "confidence": entry.title.as_ref().map_or("低", |title| sure(title.confidence)),
                    "remarks": entry.remarks,
                })
            });
            json!({
                "file": one.shown,
                "outcome": "imported",
                "issue": past.id.to_string(),
                "date": past.date.value.to_string(),
                "folder": shelved.folder,
                "columns": used(past),
                "entries": entries.collect::<Vec<Value>>(),
                "remarks": past.remarks,
            })
        }
        Came::Known(entry) => json!({ "file": one.shown, "outcome": "known", "entry": entry }),
        Came::Failed(error) => {
            let problem = json!({ "problem": render::failure_line(error), "help": null });
            json!({ "file": one.shown, "outcome": "refused", "problems": [problem] })
        }
        Came::Refused(findings) => {
            let problems = findings
                .iter()
                .map(|finding| json!({ "problem": finding.message, "help": finding.help }));
            json!({
                "file": one.shown,
                "outcome": "refused",
                "problems": problems.collect::<Vec<Value>>(),
            })
        }
    });
    writeln!(output, "{:#}", Value::from(rows.collect::<Vec<_>>()))
}
