//! Which entries are replaced by new versions of their dispatches: shown, and asked about.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};

use super::ask;
use super::done::Replacing;
use crate::cli::{ImportArgs, Stop, fix};
use crate::diagnostic::Diagnostic;
use crate::import::{Intake, Item, Outcome};
use crate::workspace::Workspace;
use crate::workspace::fs;

/// Entries that are to be replaced, each with the file that takes its place. No value when settings
/// could not be read any more after somebody was asked.
pub fn agreed(
    workspace: &Workspace,
    intake: &mut Intake<'_>,
    items: &mut [Item],
    args: &ImportArgs,
    replacing: &Replacing<'_>,
) -> Result<Result<BTreeMap<String, String>, Vec<Diagnostic>>, Stop> {
    let mut output = crate::cli::output::stderr();
    let mut agreed: BTreeMap<String, String> = BTreeMap::new();
    let mut has_asked = false;
    for item in items.iter_mut() {
        let Outcome::Entry(plan) = &mut item.outcome else { continue };
        let Some(entry) = plan.earlier.clone() else { continue };
        let is_untouched = match replacing {
            Replacing::Untouched(own) => own.get(&entry).is_some_and(|sha256| {
                fs::sha256_of(&workspace.root().join(&entry)).is_ok_and(|now| now == *sha256)
            }),
            Replacing::Asked => false,
        };
        if !args.replace && !is_untouched {
            continue;
        }
        if let Some(other) = agreed.get(&entry) {
            let shown = &item.shown;
            writeln!(
                output,
                "{shown}　没有换：{entry} 这次已由「{other}」换过，同一份稿件不能有两个新版"
            )?;
            continue;
        }
        // What cannot be read back is told of when it is written.
        if let Some((before, after)) = intake.change(plan)? {
            if before == after {
                writeln!(output, "{entry}　没有变化")?;
                continue;
            }
            if !is_untouched {
                fix::lines(&mut output, &entry, &before, &after)?;
            }
        }
        if !is_untouched && !args.yes {
            if !std::io::stdin().is_terminal() {
                writeln!(output, "{entry}　没有换：不在终端里，不能问；确实要换，加 --yes")?;
                continue;
            }
            intake.release();
            has_asked = true;
            let question = format!("换掉 {entry}？原来的稿件存到 sources 里（是/否）");
            if !matches!(ask::line(&question)?.as_deref(), Some("是" | "y" | "yes" | "Y")) {
                continue;
            }
        }
        agreed.insert(entry, item.shown.clone());
    }
    if has_asked {
        if let Err(findings) = intake.resume()? {
            return Ok(Err(findings));
        }
        intake.relate(items)?;
    }
    Ok(Ok(agreed))
}
