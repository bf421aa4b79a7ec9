//! `jianbao inbox`: what has come in and is in no issue yet.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use super::import::{KindName, passed_over, shortened};
use super::table::{self, TableFormat};
use super::{Exit, InboxArgs, Stop, open, render};
use crate::archive::INBOX;
use crate::error::Error;
use crate::import::{Dispatch, Known, Reference, gather, look};
use crate::workspace::fs;

pub fn run(directory: Option<&Path>, args: &InboxArgs) -> Result<Exit, Stop> {
    let read = open(directory)?;
    let roster = read.roster()?.value.clone().unwrap_or_default();
    let known = Known::read(&read.workspace)?;
    let settings = read.settings.value.unwrap_or_default();
    let house = Reference {
        roster: &roster,
        columns: &settings.columns,
        date: super::now::now().date_naive(),
    };
    let (mut used, mut waiting, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let mut taken_out = Vec::new();
    let own = read.workspace.root().join(INBOX);
    let files = match args.files.as_slice() {
        [] if own.is_dir() => std::slice::from_ref(&own),
        [] => {
            let problem = format!("工作区里没有「{INBOX}」文件夹");
            let remedy = "写明来稿放在哪里，如 jianbao inbox D:\\来稿".to_owned();
            return Err(Error::Selection { problem, remedy }.into());
        }
        given => given,
    };
    let passed = gather(files, &mut |found| {
        let source = match found {
            Ok(source) => source,
            Err(found) => {
                refused.push(found);
                return Ok(());
            }
        };
        let sha256 = fs::sha256(&source.bytes);
        if let Some(entry) = known.became(&sha256) {
            used.push((source.shown, entry.to_owned()));
        } else if let Some(original) = known.taken_out(source.bytes.len() as u64, &sha256) {
            taken_out.push((source.shown, original.to_owned()));
        } else {
            match look(&source, house) {
                Ok(dispatch) => waiting.push((source.shown, dispatch)),
                Err(finding) => refused.push((source.shown, finding)),
            }
        }
        Ok(())
    })?;
    passed_over(&passed)?;
    let mut output = crate::cli::output::stdout();
    if matches!(args.output.format, TableFormat::Json) {
        let used = used.iter().map(
            |(file, entry)| json!({ "file": file, "entry": entry, "held": known.is_held(entry) }),
        );
        let waiting = waiting.iter().map(|(file, dispatch)| {
            json!({
                "file": file,
                "title": dispatch.title.as_ref().map(|title| &title.value),
                "source": dispatch.source.as_ref().map(|source| &source.value),
                "date": dispatch.date.as_ref().map(|date| date.value.to_string()),
            })
        });
        let taken_out =
            taken_out.iter().map(|(file, original)| json!({ "file": file, "original": original }));
        let refused = refused
            .iter()
            .map(|(file, finding)| json!({ "file": file, "problem": finding.message }));
        let all = json!({
            "used": used.collect::<Vec<Value>>(),
            "waiting": waiting.collect::<Vec<Value>>(),
            "taken-out": taken_out.collect::<Vec<Value>>(),
            "refused": refused.collect::<Vec<Value>>(),
        });
        writeln!(output, "{all:#}")?;
        return Ok(Exit::Fine);
    }
    for (_, finding) in &refused {
        render::full(&mut output, finding)?;
    }
    if !waiting.is_empty() {
        let head = ["文件", "来源", "日期", "类型", "标题"].map(str::to_owned);
        let rows = waiting.iter().map(|(file, dispatch)| row(file, dispatch));
        table::write(&mut output, &std::iter::once(head).chain(rows).collect::<Vec<_>>())?;
        writeln!(output)?;
    }
    let all = used.len() + waiting.len() + taken_out.len() + refused.len();
    let gone = match taken_out.len() {
        0 => String::new(),
        count => format!("，{count} 份已撤下"),
    };
    let broken = match refused.len() {
        0 => String::new(),
        count => format!("，{count} 份打不开"),
    };
    writeln!(
        output,
        "来稿 {all} 份：{} 份还没有用上，{} 份已在各期里{gone}{broken}",
        waiting.len(),
        used.len()
    )?;
    let held: Vec<_> = used.iter().filter(|(_, entry)| known.is_held(entry)).collect();
    if !held.is_empty() {
        writeln!(output, "其中暂缓的 {} 份：", held.len())?;
        for (file, entry) in held {
            writeln!(output, "  {file}　{entry}")?;
        }
        writeln!(
            output,
            "要用的，删去稿件里「暂缓: 是」一行；用到另一期，用 jianbao move 稿件 --to 期号"
        )?;
    }
    if !taken_out.is_empty() {
        writeln!(output, "已撤下的（导入过，后来稿件删去或移开了的）{} 份：", taken_out.len())?;
        for (file, original) in &taken_out {
            writeln!(output, "  {file}　原稿在 {original}")?;
        }
        writeln!(output, "还要用的，用 jianbao import 文件 --again")?;
    }
    if !waiting.is_empty() {
        writeln!(output, "下一步：jianbao import 文件 --issue 期号")?;
    }
    Ok(Exit::Fine)
}

fn row(file: &str, dispatch: &Dispatch) -> [String; 5] {
    let or_none = |text: Option<&String>| text.map_or_else(|| "？".to_owned(), Clone::clone);
    let kind = dispatch.kind.as_ref().map_or("", |kind| kind.value);
    [
        file.to_owned(),
        or_none(dispatch.source.as_ref().map(|source| &source.value)),
        dispatch.date.as_ref().map_or_else(|| "？".to_owned(), |date| date.value.to_string()),
        KindName(kind).to_string(),
        shortened(&or_none(dispatch.title.as_ref().map(|title| &title.value))),
    ]
}
