//! `jianbao init`: a new workspace, with the folder of its first issue.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::import::ask_line;
use super::render::RENAME_SETTINGS;
use super::{Exit, InitArgs, Stop, caller, confirm, next, shown};
use crate::archive::{self, Beginning, INBOX, tail};
use crate::error::Error;
use crate::workspace::{SETTINGS_FILE, Workspace};

/// What stands in the settings where nobody said otherwise.
const NAME: &str = "工作简报";
const ISSUER: &str = "办公室";
/// The question about the tail; what may be answered is in it.
const TAIL: &str = "报尾，例如 报：县委、县政府；送：县直各单位；发：各乡镇；120份";
/// What whoever wants no columns is shown as the default.
const NO_COLUMNS: &str = "不分栏目";

pub fn run(directory: Option<&Path>, args: &InitArgs) -> Result<Exit, Stop> {
    let date = next::date(args.date.as_deref())?;
    let written = args.number.as_deref().map(archive::number_written).transpose()?;
    let dir = folder(directory, args)?;
    // Nobody is asked in vain.
    if let Ok(found) = Workspace::find(&dir)
        && found.root() == dir
    {
        let problem = format!("「{}」已经是简报工作区，没有改动它", dir.display());
        let remedy = "取下一个期号用 jianbao new；名称、编发单位等在 jianbao.yaml 里改".to_owned();
        return Err(Error::Selection { problem, remedy }.into());
    }
    // What was meant as settings holds what somebody wrote.
    if let Some(other) = Workspace::in_making(&dir).misnamed_settings() {
        let problem = format!("这里已经有「{}」，像是设置，但名称不对；没有另建", shown(&other));
        return Err(Error::Selection { problem, remedy: RENAME_SETTINGS.to_owned() }.into());
    }
    let asks = !args.yes && confirm::is_possible();
    if !asks && !args.yes && (args.name.is_none() || args.issuer.is_none()) {
        let problem = "没有写明简报的名称和编发单位，又不在终端里，不能问".to_owned();
        let remedy = format!(
            "写明它们，例如：jianbao init --name {NAME} --issuer 望河县人民政府办公室 --number 1（还可以写 --columns、--tail，见 jianbao init --help）；都用默认的，用 jianbao init --yes"
        );
        return Err(Error::Selection { problem, remedy }.into());
    }
    let name = given(args.name.as_deref(), "简报名称", NAME, asks)?;
    let issuer = given(args.issuer.as_deref(), "编发单位", ISSUER, asks)?;
    let number = match written {
        Some(number) => number,
        None => until(
            || given(None, "第一期的期号（以前的在别处印过，接着编）", "1", asks),
            archive::number_written,
        )?,
    };
    let columns = match &args.columns {
        Some(written) => tail::listed(written),
        None => tail::listed(&given(None, "栏目，几个用顿号隔开", NO_COLUMNS, asks)?),
    };
    let columns = if columns == [NO_COLUMNS] { Vec::new() } else { columns };
    let tail = match &args.tail {
        Some(written) => tail::read(written)?,
        None if asks => until(|| given(None, TAIL, tail::NONE, asks), tail::read)?,
        None => tail::Tail::default(),
    };
    let is_named = issuer != ISSUER;
    let tail::Tail { recipients, copies } = tail;
    let beginning = Beginning { name, issuer, columns, recipients, copies, number, date };
    let begun = archive::begin(&dir, &beginning)?;
    let workspace = begun.workspace.called_by(caller::this());
    let mut output = anstream::stdout();
    writeln!(
        output,
        "已建好工作区「{}」：设置在 {SETTINGS_FILE}，收到的稿件放进 {INBOX}",
        dir.display()
    )?;
    // The first folder gives way to any other number, while it is empty.
    let other = match number.value() {
        1 => "；要从别的期号编起，用 jianbao new 期号",
        _ => "",
    };
    // Its commands work in the folder alone.
    let inside = match std::env::current_dir().and_then(|here| here.canonicalize()) {
        Ok(here) if here == dir => String::new(),
        _ => format!("先进入这个文件夹：cd \"{}\"；", shown(&dir)),
    };
    match begun.first {
        Some((id, folder)) => writeln!(
            output,
            "{}　{date}　已建好文件夹 {}{other}\n\
             下一步：{inside}把收到的 Word 文件放进「{INBOX}」，运行 jianbao import {INBOX} --issue {number} 导入稿件，再运行 jianbao build {number} 生成 PDF；手册：jianbao guide",
            id.spoken(),
            workspace.display(&folder),
        )?,
        None => writeln!(output, "这里已经有各期的文件夹，没有另建；用 jianbao list 查看")?,
    }
    if !is_named {
        writeln!(
            output,
            "提醒：{SETTINGS_FILE} 里的编发单位写的是「{ISSUER}」，印发前改成单位的全称"
        )?;
    }
    Ok(Exit::Fine)
}

/// Where the workspace is to be, as a whole path: its name in messages, and what lies above it.
fn folder(directory: Option<&Path>, args: &InitArgs) -> Result<PathBuf, Error> {
    let dir = match (directory, &args.folder) {
        (Some(directory), Some(folder)) => directory.join(folder),
        (Some(one), None) => one.to_owned(),
        (None, Some(one)) => one.clone(),
        (None, None) => PathBuf::from("."),
    };
    let failed = |source| Error::Read { path: dir.clone(), source };
    if dir.exists() {
        let real = dir.canonicalize().map_err(failed)?;
        return match real.is_dir() {
            true => Ok(real),
            false => Err(failed(std::io::ErrorKind::NotADirectory.into())),
        };
    }
    std::path::absolute(&dir).map_err(failed)
}

/// Asks again until the answer can be read; whoever does not answer takes the default, which can.
fn until<T>(
    mut ask: impl FnMut() -> Result<String, Stop>,
    read: impl Fn(&str) -> Result<T, Error>,
) -> Result<T, Stop> {
    loop {
        match read(&ask()?) {
            Ok(value) => return Ok(value),
            Err(error) => writeln!(super::output::stderr(), "{error}")?,
        }
    }
}

/// What was written, or what is answered, or the default.
fn given(written: Option<&str>, what: &str, default: &str, asks: bool) -> Result<String, Stop> {
    let answer = match written {
        Some(written) => Some(written.to_owned()),
        None if asks => ask_line(&format!("{what}（直接回车：{default}）"))?,
        None => None,
    };
    let answer = answer.map(|answer| answer.trim().to_owned()).filter(|answer| !answer.is_empty());
    match (answer, written) {
        (Some(answer), _) => Ok(answer),
        (None, Some(_)) => {
            let problem = format!("{what}是空的");
            let remedy = format!("写明{what}，例如「{default}」");
            Err(Error::Selection { problem, remedy }.into())
        }
        (None, None) => Ok(default.to_owned()),
    }
}
