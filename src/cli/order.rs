//! `jianbao order`: the entries of an issue in another order.

use std::io::Write;
use std::path::Path;

use clap::Args;

use super::{Exit, Stop, issued, open, table, usage};
use crate::error::Error;
use crate::import::arrange;
use crate::model::IssueId;
use crate::read::House;

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao order <期号> <编号>…")]
pub struct OrderArgs {
    /// 哪一期：28、2018/28、增刊1
    #[arg(value_name = "期号")]
    issue: String,
    /// 从前到后写稿件的编号（文件名开头的数字）或文件名，如 30 10 20；没有写到的留在原位
    #[arg(value_name = "编号", required = true, num_args = 1..)]
    entries: Vec<String>,
}

pub fn run(directory: Option<&Path>, args: &OrderArgs) -> Result<Exit, Stop> {
    let house = open(directory)?;
    let workspace = &house.workspace;
    let id = workspace.select(&args.issue)?;
    let refuse = || issued::refuse(workspace, id, "不能再改稿件的先后");
    // The house may write one number after another, and they all come as one argument.
    let wanted: Vec<String> = args
        .entries
        .iter()
        .flat_map(|part| part.split([',', '，', '、']).map(str::trim).map(str::to_owned))
        .filter(|part| !part.is_empty())
        .collect();
    if wanted.len() < 2 {
        let problem = "要换先后，至少写两篇稿件".to_owned();
        let remedy = format!("从前到后写它们的编号，如 jianbao order {id} 30 10 20");
        return Err(Error::Selection { problem, remedy }.into());
    }
    let arranged = arrange(workspace, id, &wanted, refuse)?;
    let mut output = crate::cli::output::stdout();
    if arranged.completed {
        writeln!(
            output,
            "{} 上次换先后没有做完，已接着做完，这次没有再换；核对下面的先后，不对再换",
            id.spoken()
        )?;
    } else if arranged.renamed.is_empty() {
        writeln!(output, "{} 的稿件本来就是这个先后，没有改动", id.spoken())?;
    } else {
        for (old, new) in arranged.renamed.iter().filter(|(old, new)| old != new) {
            writeln!(output, "{old} → {new}")?;
        }
        writeln!(output, "编号变了：再用编号指稿件时（如 jianbao hold），照下面的新编号写")?;
    }
    let printed = print(&house, id, &mut output)?;
    // Entries stand by their columns first.
    let place = |name: &String| printed.iter().position(|printed| printed == name);
    let places: Vec<usize> = arranged.renamed.iter().filter_map(|(_, new)| place(new)).collect();
    if places.windows(2).any(|pair| pair[0] > pair[1]) {
        writeln!(
            output,
            "说明：稿件先按栏目排，同一栏目里才按编号排；栏目的先后在 jianbao.yaml 的「栏目」里改"
        )?;
    }
    Ok(Exit::Fine)
}

/// Prints the entries in the order in which they are printed, and returns their names.
fn print(house: &House, id: IssueId, output: &mut impl Write) -> Result<Vec<String>, Stop> {
    let mut printed = Vec::new();
    let mut rows = Vec::new();
    if let Some(issue) = house.issue(id)?.value {
        for entry in &issue.entries {
            let title = entry.title_or_composed().value.replace('|', "");
            rows.push([format!("  {}", entry.file), title]);
            printed.push(entry.file.clone());
        }
    }
    writeln!(output, "{} 现在的先后：", id.spoken())?;
    table::write(output, &rows)?;
    Ok(printed)
}
