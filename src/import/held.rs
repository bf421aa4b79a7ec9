//! An entry that waits: 「暂缓: 是」 written into it, or taken out.
//!
//! Nothing else of a file changes, and none is written before all can be.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::named::Shelved;
use super::place::ENTRY;
use crate::archive;
use crate::diagnostic::SourceFile;
use crate::error::Error;
use crate::read;
use crate::workspace::{Workspace, fs};

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The entry, as shown.
    pub shown: String,
    /// Its title, where it can be read.
    pub title: Option<String>,
    /// Whether it was not so before.
    pub changed: bool,
}

/// Holds entries back from their issues, or, where `hold` is false, no longer. `refuse` is asked of
/// each whether its issue may be changed, while nobody else changes it.
///
/// # Errors
/// [`Error::Selection`] when one cannot be changed; [`Error::Write`] when one cannot be written. In
/// either case none is.
pub fn mark(
    workspace: &Workspace,
    entries: &[Shelved],
    hold: bool,
    refuse: impl Fn(&Shelved) -> Result<(), Error>,
) -> Result<Vec<Marked>, Error> {
    let _lock = archive::intake(workspace)?;
    let mut marked = Vec::new();
    let mut changes: Vec<(PathBuf, Vec<u8>, Vec<u8>)> = Vec::new();
    for entry in entries {
        let path = &entry.entry;
        let shown = workspace.display(path);
        if marked.iter().any(|it: &Marked| it.shown == shown) {
            continue;
        }
        let bytes = workspace
            .bytes(path, ENTRY)?
            .ok_or_else(|| Error::Usage(format!("「{shown}」太大，不是稿件")))?;
        let file =
            read::decode(shown.clone(), &bytes).map_err(|found| Error::Usage(found.message))?;
        let changed = is_held(&file) != hold;
        let title = title(&file, &bytes);
        if changed {
            refuse(entry)?;
            let new = edit(&file, hold).and_then(|(range, text)| {
                let new = read::rewritten(&bytes, &[(range, text.as_str())])?;
                (is_held(&read::decoded(&shown, &new)) == hold).then_some(new)
            });
            let Some(new) = new else { return Err(by_hand(&file, hold)) };
            changes.push((path.clone(), bytes, new));
        }
        marked.push(Marked { shown, title, changed });
    }
    for (done, (path, old, new)) in changes.iter().enumerate() {
        if let Err(error) = fs::replace(path, old, new) {
            for (path, old, new) in changes[..done].iter().rev() {
                let _ = fs::replace(path, new, old);
            }
            return Err(error);
        }
        fs::sweep(path.parent().unwrap_or(path), path);
    }
    Ok(marked)
}

/// Whether an entry is held back from its issue.
///
/// # Errors
/// [`Error::Read`] when it cannot be read.
pub fn is_waiting(workspace: &Workspace, entry: &Shelved) -> Result<bool, Error> {
    let bytes = workspace.bytes(&entry.entry, ENTRY)?.unwrap_or_default();
    Ok(is_held(&read::decoded(&workspace.display(&entry.entry), &bytes)))
}

/// Whether an entry that was read says so.
pub fn is_held(file: &Arc<SourceFile>) -> bool {
    let read = read::read_entry(file, &[]);
    read.value.is_none() && read.diagnostics.is_empty()
}

/// Where the keys of an entry stand: in a Markdown file between its fences.
fn keys(file: &SourceFile) -> Option<Range<usize>> {
    let text = &file.text;
    if !file.path.to_lowercase().ends_with(".md") {
        return Some(0..text.len());
    }
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        match start {
            None if bare.is_empty() => {}
            None if bare == "---" => start = Some(at + line.len()),
            None => return None,
            Some(start) if bare == "---" || bare == "..." => return Some(start..at),
            Some(_) => {}
        }
        at += line.len();
    }
    None
}

/// What of the text is replaced by what.
fn edit(file: &SourceFile, hold: bool) -> Option<(Range<usize>, String)> {
    let keys = keys(file)?;
    let text = &file.text;
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut at = keys.start;
    // Before the keys of YAML may stand comments and its own fence.
    let mut first = None;
    for line in text[keys.clone()].split_inclusive('\n') {
        let own = ["暂缓", "hold"].into_iter().find(|key| {
            let rest = line.strip_prefix(key).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with([':', '：']))
        });
        if let Some(key) = own {
            let range = at..at + line.len();
            let end = &line[line.trim_end_matches(['\r', '\n']).len()..];
            return Some((range, if hold { format!("{key}: 是{end}") } else { String::new() }));
        }
        let is_key = !line.trim().is_empty() && !line.starts_with(['#', '%', '-']);
        if first.is_none() && is_key {
            first = Some(at);
        }
        at += line.len();
    }
    let is_markdown = file.path.to_lowercase().ends_with(".md");
    let place = if is_markdown { keys.end } else { first? };
    hold.then(|| (place..place, format!("暂缓: 是{line_end}")))
}

/// What is told where the program cannot do it.
fn by_hand(file: &SourceFile, hold: bool) -> Error {
    let shown = &file.path;
    let remedy = match hold {
        true => {
            "先用 jianbao check 看它有什么错误并改好；或在文件最前面两行「---」之间手工加一行「暂缓: 是」"
        }
        false => "请打开稿件，删去写着「暂缓」的那一行",
    };
    let what = if hold { "写不上「暂缓: 是」" } else { "删不了「暂缓: 是」" };
    Error::Selection {
        problem: format!("「{shown}」的项目区或编码不规范，{what}，没有改动"),
        remedy: remedy.to_owned(),
    }
}

/// The title of an entry, be it held back or not.
pub fn title(file: &Arc<SourceFile>, bytes: &[u8]) -> Option<String> {
    let read = |file: &Arc<SourceFile>| {
        let entry = read::read_entry(file, &[]).value?;
        Some(entry.title_or_composed().value.replace('|', ""))
    };
    if !is_held(file) {
        return read(file);
    }
    let (range, text) = edit(file, false)?;
    read(&read::decoded(&file.path, &read::rewritten(bytes, &[(range, text.as_str())])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Held and released; what is released is what was there before it was held.
    #[track_caller]
    fn check(name: &str, before: &str, held: &str) {
        let file = read::decoded(name, before.as_bytes());
        assert!(!is_held(&file), "{before}");
        let (range, text) = edit(&file, true).expect("can be held");
        let mut after = file.text.clone();
        after.replace_range(range, &text);
        assert_eq!(after, held);
        let file = read::decoded(name, after.as_bytes());
        assert!(is_held(&file), "{after}");
        let (range, text) = edit(&file, false).expect("can be released");
        let mut again = file.text.clone();
        again.replace_range(range, &text);
        assert!(!is_held(&read::decoded(name, again.as_bytes())), "{again}");
        if !before.contains("暂缓") {
            assert_eq!(again, before);
        }
    }

    #[test]
    fn one_line_is_written_and_taken_out() {
        check("a.md", "---\n标题: 甲\n---\n正文。\n", "---\n标题: 甲\n暂缓: 是\n---\n正文。\n");
        check(
            "a.md",
            "\r\n---\r\n标题: 甲\r\n---\r\n正文。\r\n",
            "\r\n---\r\n标题: 甲\r\n暂缓: 是\r\n---\r\n正文。\r\n",
        );
        check(
            "a.md",
            "---\n标题: >\n  甲\n  乙\n---\n暂缓：不是项目\n",
            "---\n标题: >\n  甲\n  乙\n暂缓: 是\n---\n暂缓：不是项目\n",
        );
        check(
            "a.md",
            "---\n标题: 甲\n暂缓：否\n来源: 乙\n---\n文\n",
            "---\n标题: 甲\n暂缓: 是\n来源: 乙\n---\n文\n",
        );
        check(
            "a.yaml",
            "# 说明\n---\n标题: 甲\n正文: |\n  文\n",
            "# 说明\n---\n暂缓: 是\n标题: 甲\n正文: |\n  文\n",
        );
    }

    #[test]
    fn what_has_no_keys_is_left_alone() {
        for text in ["没有项目区。\n", "---\n标题: 甲\n没有结束\n", ""] {
            let file = read::decoded("a.md", text.as_bytes());
            assert_eq!(edit(&file, true), None, "{text}");
        }
    }
}
