//! `jianbao new`: the next number, its folder and what to do with it.

use std::io::Write;
use std::path::Path;

use super::build::issue_name;
use super::{Exit, NewArgs, Stop, next, open, render};
use crate::archive::{self, Order};
use crate::workspace::ISSUE_FILE;

pub fn run(directory: Option<&Path>, args: &NewArgs) -> Result<Exit, Stop> {
    let date = next::date(args.date.as_deref())?;
    let workspace = open(directory)?;
    let order = Order { date, supplement: args.supplement, only: None };
    let reserved = archive::reserve(&workspace, &order)?;
    let mut output = crate::cli::output::stdout();
    for finding in &reserved.diagnostics {
        render::full(&mut output, finding)?;
    }
    let Some(reserved) = reserved.value else {
        writeln!(output, "没有取号，请先改正上面的错误")?;
        return Ok(Exit::Findings);
    };
    let id = reserved.id;
    let total = match reserved.total {
        Some(total) => format!("（总第{total}期）"),
        None => String::new(),
    };
    let folder = workspace.display(&reserved.dir);
    writeln!(
        output,
        "{}{total}　{date}　已建好文件夹 {folder}\n\
         下一步：把稿件（.md 或 .yaml）放进这个文件夹（Word 文件用 jianbao import 文件 --issue {id} 导入），核对其中的 {ISSUE_FILE}，然后运行 jianbao build {id}",
        issue_name(id)
    )?;
    Ok(Exit::Fine)
}
