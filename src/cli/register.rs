//! `jianbao register`: the register as a whole.

use std::io::Write;
use std::path::Path;

use super::build::issue_name;
use super::{Exit, RegisterArgs, Stop, issuing::RegisterWork, open};
use crate::build;
use crate::workspace::{LEDGER_FILE, Workspace};

pub fn run(directory: Option<&Path>, args: &RegisterArgs) -> Result<Exit, Stop> {
    let workspace = open(directory)?;
    match args.work {
        RegisterWork::Rebuild => rebuild(&workspace),
    }
}

/// Makes it anew, and says of each entry what could not be known.
fn rebuild(workspace: &Workspace) -> Result<Exit, Stop> {
    let rebuilt = build::rebuild(workspace, chrono::Local::now().fixed_offset())?;
    let mut output = anstream::stdout();
    for publication in &rebuilt.publications {
        let withdrawn = if publication.withdrawn.is_some() { "，已撤回" } else { "" };
        writeln!(
            output,
            "{}（第 {} 版{withdrawn}）　{}",
            issue_name(publication.id),
            publication.edition,
            publication.rebuilt.as_deref().unwrap_or_default()
        )?;
    }
    for path in &rebuilt.silent {
        writeln!(
            output,
            "{path}　没有登记：它没有写明是印发的；没有印发过，或是旧版程序印发的，印发过的请重新印发"
        )?;
    }
    for (path, why) in &rebuilt.left {
        writeln!(output, "{path}　没有登记：{why}")?;
    }
    writeln!(
        output,
        "已重建 {LEDGER_FILE}，登记了 {} 份 PDF；请与手头的印发记录核对，重发和撤回的原因、登记时间不能从 PDF 里知道",
        rebuilt.publications.len()
    )?;
    Ok(if rebuilt.left.is_empty() { Exit::Fine } else { Exit::Findings })
}
