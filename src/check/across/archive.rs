//! What stands in the entries of all issues, kept so that one text is quickly held against all.
//!
//! Takes the text of a file as it is: Markdown and YAML are not read in full, for thousands of files
//! are added at a time and only 汉字 and digits count.

use std::collections::{BTreeMap, HashMap};

use super::totals::{Total, totals};
use super::wording::{Wording, condensed};
use crate::model::IssueId;

/// What stands in the entries of all issues.
#[derive(Default)]
pub struct Archive {
    entries: BTreeMap<u32, Kept>,
    /// Clause → the entries that have it, in the order in which they came.
    clauses: HashMap<u64, Vec<u32>>,
    /// Key of a running total → the entries that have it, in the order in which they came.
    totals: HashMap<u64, Vec<u32>>,
    next: u32,
}

/// An entry of the archive.
pub(super) struct Kept {
    pub(super) id: IssueId,
    /// Name of its file.
    pub(super) file: String,
    /// Its characters that count.
    pub(super) chars: String,
    /// Its running totals.
    pub(super) totals: Vec<Total>,
    clauses: Vec<u64>,
}

impl Archive {
    /// Adds an entry by its file's decoded text; one that is held back is not printed and not added,
    /// nor is an annex: lists of telephone numbers are the same in each issue.
    pub fn add(&mut self, id: IssueId, file: &str, text: &str) {
        let Some(printed) = printed(file, text) else { return };
        self.put(id, file, &printed.pieces, printed.source);
    }

    /// Adds the pieces of a text.
    fn put(&mut self, id: IssueId, file: &str, pieces: &[&str], source: &str) {
        let (chars, clauses) = condensed(pieces);
        let totals = pieces.iter().flat_map(|piece| totals(piece)).map(|(total, _)| total);
        let totals = totals.map(|total| total.of(source)).collect();
        self.keep(Kept { id, file: file.to_owned(), chars, totals, clauses });
    }

    /// Adds what has been taken apart, without its totals.
    pub(super) fn put_wording(&mut self, id: IssueId, file: &str, wording: &Wording<'_>) {
        let (chars, clauses) = wording.condensed();
        self.keep(Kept { id, file: file.to_owned(), chars, totals: Vec::new(), clauses });
    }

    fn keep(&mut self, kept: Kept) {
        for clause in &kept.clauses {
            self.clauses.entry(*clause).or_default().push(self.next);
        }
        for total in &kept.totals {
            self.totals.entry(total.key).or_default().push(self.next);
        }
        self.entries.insert(self.next, kept);
        self.next += 1;
    }

    /// Takes out what stands in an issue, because it has changed.
    pub fn forget(&mut self, id: IssueId) {
        for (index, kept) in self.entries.extract_if(.., |_, kept| kept.id == id) {
            for clause in kept.clauses {
                if let Some(entries) = self.clauses.get_mut(&clause) {
                    entries.retain(|entry| *entry != index);
                }
            }
            for total in kept.totals {
                if let Some(entries) = self.totals.get_mut(&total.key) {
                    entries.retain(|entry| *entry != index);
                }
            }
        }
    }

    /// The entries that have a clause.
    pub(super) fn with(&self, clause: u64) -> impl Iterator<Item = (u32, &Kept)> {
        let entries = self.clauses.get(&clause).map_or(&[][..], Vec::as_slice);
        entries.iter().filter_map(|index| Some((*index, self.entries.get(index)?)))
    }

    /// The totals of that key, each with its entry, in the order in which these came.
    pub(super) fn totals(&self, key: u64) -> impl Iterator<Item = (&Kept, &Total)> {
        let entries = self.totals.get(&key).map_or(&[][..], Vec::as_slice);
        // An entry that has several of a key stands there as often.
        let mut last = None;
        let entries = entries.iter().filter(move |index| last.replace(**index) != Some(**index));
        let entries = entries.filter_map(|index| self.entries.get(index));
        entries.flat_map(move |kept| {
            kept.totals.iter().filter(move |total| total.key == key).map(move |total| (kept, total))
        })
    }

    /// An entry that [`Archive::with`] named.
    pub(super) fn get(&self, index: u32) -> Option<&Kept> {
        self.entries.get(&index)
    }
}

/// What counts of a file.
struct Printed<'t> {
    pieces: Vec<&'t str>,
    /// 来源.
    source: &'t str,
}

/// What is printed as running text: body and measures, in that order. `None` when nothing is.
fn printed<'t>(file: &str, text: &'t str) -> Option<Printed<'t>> {
    let markdown = file.to_lowercase().ends_with(".md");
    let (head, mut body) = match markdown {
        true => split(text),
        false => (text, Vec::new()),
    };
    let mut measures = Vec::new();
    let mut field = "";
    let mut source = "";
    for line in head.lines() {
        let mut value = line;
        if !line.starts_with([' ', '\t', '-', '#'])
            && let Some((key, rest)) = line.split_once([':', '：'])
        {
            (field, value) = (key.trim(), rest);
            let (word, _) = value.split_once('#').unwrap_or((value, ""));
            let word = word.trim().trim_matches(['"', '\'']);
            let held = ["true", "yes", "on", "是", "有", "对"].contains(&word);
            let annex = ["annex", "附件"].contains(&word);
            match field {
                "hold" | "暂缓" if held => return None,
                "kind" | "类型" if annex => return None,
                "source" | "来源" => source = word,
                _ => {}
            }
        }
        match field {
            "body" | "正文" if !markdown => body.push(value),
            "measures" | "措施" => measures.push(value),
            _ => {}
        }
    }
    body.append(&mut measures);
    Some(Printed { pieces: body, source })
}

/// The front matter of a Markdown entry, and its body.
fn split(text: &str) -> (&str, Vec<&str>) {
    let whole = text.trim_start();
    let Some(rest) = whole.strip_prefix("---") else { return ("", vec![whole]) };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if at > 0 && (line.trim_end() == "---" || line.trim_end() == "...") {
            return (&rest[..at], vec![&rest[at + line.len()..]]);
        }
        at += line.len();
    }
    ("", vec![rest])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IssueNumber;

    #[track_caller]
    fn check(file: &str, text: &str, want: Option<&str>) {
        let got = printed(file, text).map(|printed| condensed(&printed.pieces).0);
        assert_eq!(got.as_deref(), want, "{text}");
    }

    #[test]
    fn what_is_printed_of_a_file() {
        check("a.md", "---\ntitle: 标题\n---\n正文，１户。\n", Some("正文1户"));
        check("a.md", "\r\n---\r\n标题: 标题\r\n---\r\n**正文**\r\n", Some("正文"));
        check("a.md", "没有项目区", Some("没有项目区"));
        check("a.md", "---\ntitle: 没有结束", Some("没有结束"));
        check("a.md", "---\n暂缓: 是\n---\n正文", None);
        check("a.md", "---\n暂缓: 否\n---\n正文", Some("正文"));
        check("a.md", "---\nkind: annex # 附\n---\n正文", None);
        check("a.md", "---\n措施:\n- 甲\n- 乙\n来源: 丙\n---\n正文", Some("正文甲乙"));
        check(
            "a.yaml",
            "title: 标题\nbody: |\n  正文\n\n  又一段\nsource: 某县\n",
            Some("正文又一段"),
        );
        check("a.YML", "正文: 一段\nmeasures: [甲, 乙]\nhold: no", Some("一段甲乙"));
        check("a.md", "甲<!-- 不印 -->乙<!-- 没有完", Some("甲乙没有完"));
        check("a.md", "", Some(""));
    }

    #[test]
    fn what_is_forgotten_is_gone_and_can_come_back() {
        let id = |n| IssueId { year: 2024, number: IssueNumber::Regular(n) };
        let text = "县政府召开全县安全生产工作会议。累计完成改造3200户，累计完成改造3300户。";
        let (_, clauses) = condensed(&[text]);
        let issues = |archive: &Archive| -> Vec<u32> {
            archive.with(clauses[0]).map(|(_, kept)| kept.id.number.value()).collect()
        };
        let (total, _) = totals(text).next().expect("a running total");
        let key = total.of("").key;
        let of_totals = |archive: &Archive| -> Vec<u32> {
            archive.totals(key).map(|(kept, _)| kept.id.number.value()).collect()
        };
        let mut archive = Archive::default();
        for n in 1..=3 {
            archive.add(id(n), "10-a.md", text);
        }
        assert_eq!(of_totals(&archive), [1, 1, 2, 2, 3, 3]);
        archive.forget(id(2));
        assert_eq!(issues(&archive), [1, 3]);
        assert_eq!(of_totals(&archive), [1, 1, 3, 3]);
        archive.add(id(2), "10-a.md", text);
        assert_eq!(issues(&archive), [1, 3, 2]);
        for n in 1..=3 {
            archive.forget(id(n));
        }
        assert_eq!(issues(&archive), [0; 0]);
        assert_eq!(of_totals(&archive), [0; 0]);
    }
}
