//! `jianbao new`: the next number, its folder and what to do with it.

use std::io::Write;
use std::path::Path;

use super::{Exit, NewArgs, Stop, confirm, next, open, render};
use chrono::NaiveDate;

use crate::archive::{self, Order};
use crate::error::Error;
use crate::model::IssueNumber;
use crate::read::House;
use crate::workspace::{Folder, ISSUE_FILE, Workspace};

pub fn run(directory: Option<&Path>, args: &NewArgs) -> Result<Exit, Stop> {
    let date = next::date(args.date.as_deref())?;
    let wanted = args
        .issue
        .as_deref()
        .or(args.number.as_deref())
        .map(archive::number_written)
        .transpose()?;
    let wanted = match (wanted, args.supplement) {
        (Some(number), true) => Some(IssueNumber::Supplement(number.value())),
        (wanted, _) => wanted,
    };
    let supplement = args.supplement || wanted.is_some_and(IssueNumber::is_supplement);
    let house = open(directory)?;
    let workspace = &house.workspace;
    let mut order = Order { date, supplement, only: None, begins: false };
    if let Some(wanted) = wanted {
        let next = archive::peek(&house, &order)?.map(|next| next.number);
        let begins = next != Some(wanted) && archive::is_open(workspace, supplement)?;
        if begins {
            let asks = !args.yes && confirm::is_possible();
            if asks && !confirm::yes(&next::before(wanted))? {
                writeln!(anstream::stdout(), "没有取号")?;
                return Ok(Exit::Fine);
            }
        } else if let Some(next) = next.filter(|next| *next != wanted) {
            if let Some(folder) = unready(workspace, wanted)? {
                return complete(&house, &folder, date);
            }
            return Err(not_next(workspace, wanted, next)?.into());
        }
        order = Order { only: Some(wanted), begins, ..order };
    }
    let before = workspace.numbered()?;
    let reserved = archive::reserve(&house, &order)?;
    let mut output = crate::cli::output::stdout();
    render::all(&mut output, &reserved.diagnostics)?;
    let Some(reserved) = reserved.value else {
        match reserved.diagnostics.is_empty() {
            true => writeln!(output, "没有取号：刚刚有人取了号，请再运行一次")?,
            false => writeln!(output, "没有取号，请先改正上面的错误")?,
        }
        return Ok(Exit::Findings);
    };
    let id = reserved.id;
    // The one that `init` made for the time being.
    if let Some(gone) = before.iter().find(|folder| order.begins && !folder.dir.exists()) {
        let folder = workspace.display(&gone.dir);
        writeln!(output, "空的文件夹 {folder} 没有用过，已换成这一期")?;
    }
    let total = match reserved.total {
        Some(total) => format!("（总第{total}期）"),
        None => String::new(),
    };
    let folder = workspace.display(&reserved.dir);
    writeln!(
        output,
        "{}{total}　{date}　已建好文件夹 {folder}\n\
         下一步：收到的 Word 文件用 jianbao import 文件 --issue {id} 导入（写好的 .md 或 .yaml 稿件直接放进这个文件夹），核对其中的 {ISSUE_FILE}，然后运行 jianbao build {id}",
        id.spoken()
    )?;
    Ok(Exit::Fine)
}

/// The folder of a number that has no `issue.yaml`, where it is the only one of that number.
fn unready(workspace: &Workspace, wanted: IssueNumber) -> Result<Option<Folder>, Error> {
    let folders = workspace.numbered()?;
    let mut own = folders.into_iter().filter(|folder| folder.id.number.meets(wanted));
    let (Some(folder), None) = (own.next(), own.next()) else { return Ok(None) };
    // One whose name says otherwise is to be renamed first.
    let is_it = folder.dir.file_name().is_some_and(|name| name.to_string_lossy() == folder.name)
        && folder.id.number == wanted
        && folder.dir.is_dir();
    Ok(Some(folder).filter(|folder| is_it && !folder.ready))
}

/// Puts the file into a folder that lacks it.
fn complete(house: &House, folder: &Folder, date: NaiveDate) -> Result<Exit, Stop> {
    let done = archive::complete(house, folder, date)?;
    let mut output = crate::cli::output::stdout();
    render::all(&mut output, &done.diagnostics)?;
    let Some(id) = done.value else { return Ok(Exit::Findings) };
    writeln!(
        output,
        "{}　{date}　文件夹 {} 里没有 {ISSUE_FILE}，已补上；原有的文件没有动\n\
         下一步：核对其中的日期，然后运行 jianbao build {id}",
        id.spoken(),
        house.workspace.display(&folder.dir)
    )?;
    Ok(Exit::Fine)
}

/// Why a number cannot be had, and which can.
fn not_next(workspace: &Workspace, wanted: IssueNumber, next: IssueNumber) -> Result<Error, Error> {
    let folders = workspace.numbered()?;
    let there = folders.iter().rev().find(|folder| folder.id.number.meets(wanted));
    let problem = match there {
        Some(there) => {
            let folder = workspace.display(&there.dir);
            format!("{}已经有了：文件夹 {folder}", wanted.spoken())
        }
        None => format!("下一期是{}，不能取{}", next.spoken(), wanted.spoken()),
    };
    let series = if next.is_supplement() { " --增刊" } else { "" };
    let remedy = format!(
        "取下一期，运行 jianbao new{series}；以前印过的，用 jianbao import 文件 --whole --issue {wanted} 补进来"
    );
    Ok(Error::Selection { problem, remedy })
}
