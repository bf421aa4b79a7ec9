//! Actions on a made-up workspace: what they write, what they refuse, and that they can be undone.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use proptest::prelude::*;
use serde_json::json;

use super::answer::Done;
use super::*;
use crate::workspace::tests::made_up;
use crate::workspace::{Workspace, fs};

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2024-01-02T09:00:00+08:00").expect("a time")
}

fn bench() -> (tempfile::TempDir, Workspace, Workbench) {
    let (dir, workspace) = made_up(&[
        ("jianbao.yaml", "名称: 工作简报\n编发单位: 市政府办公室\n"),
        ("2024/001/issue.yaml", "期号: 1\n日期: 2024-01-02\n"),
        ("2024/001/10-a.md", "---\r\n标题: 甲\r\n---\r\n第一段。\r\n\r\n第二段。\r\n"),
        ("2024/001/20-b.md", "---\n标题: 乙\n---\n正文。\n"),
        ("2024/002/issue.yaml", "期号: 2\n日期: 2024-01-03\n"),
    ]);
    let bench = Workbench::new(&workspace, now, None);
    (dir, workspace, bench)
}

fn at(file: &str) -> Spot {
    Spot { issue: Some("2024-001".to_owned()), file: file.to_owned() }
}

fn act(bench: &Workbench, action: serde_json::Value) -> Result<Done, Refusal> {
    bench.act(serde_json::from_value(action).expect("an action"))
}

/// Every file but those of the program itself.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut dirs = vec![root.to_owned()];
    while let Some(dir) = dirs.pop() {
        for path in fs::list(&dir).expect("a folder") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() && name != ".jianbao" {
                dirs.push(path);
            } else if path.is_file() {
                let shown = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
                found.insert(shown, std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

#[test]
fn a_text_is_written_where_it_is_the_one_that_was_meant() {
    let (_dir, workspace, bench) = bench();
    let open = bench.open(&at("10-a.md")).expect("a file");
    assert_eq!(open.text, "---\n标题: 甲\n---\n第一段。\n\n第二段。\n");
    let text = open.text.replace("第二段。", "第二段，\n改了。");
    let write = json!({"verb": "write", "at": {"issue": "2024-001", "file": "10-a.md"}, "based": open.digest, "text": text});
    let done = act(&bench, write.clone()).expect("written");
    let path = workspace.root().join("2024/001/10-a.md");
    let bytes = std::fs::read(&path).expect("a file");
    // The ends of its lines are those of the file.
    assert_eq!(
        String::from_utf8_lossy(&bytes),
        "---\r\n标题: 甲\r\n---\r\n第一段。\r\n\r\n第二段，\r\n改了。\r\n"
    );
    assert_eq!(done.digest, Some(fs::sha256(&bytes)));
    // Once more from the old content: somebody else was faster.
    match act(&bench, write) {
        Err(Refusal::Conflict { now: Some(now) }) => assert_eq!(now.text, text),
        other => panic!("{other:?}"),
    }
    assert_eq!(std::fs::read(&path).expect("a file"), bytes);
}

#[test]
fn names_of_files_lead_nowhere() {
    let (_dir, _workspace, bench) = bench();
    for file in ["../../jianbao.yaml", "/etc/passwd", "30-c.md", "", ".", "10-a.md/..", "sources"] {
        assert!(matches!(bench.open(&at(file)), Err(Refusal::Said(_))), "{file}");
    }
    for file in ["ledger.yaml", "../x", "2024/001/10-a.md"] {
        let at = Spot { issue: None, file: file.to_owned() };
        assert!(matches!(bench.open(&at), Err(Refusal::Said(_))), "{file}");
    }
    let drop = json!({"verb": "picture", "issue": "2024-001", "file": {"name": "../../../x.png", "data": "iVBORw=="}});
    assert_eq!(act(&bench, drop).expect("put").file.as_deref(), Some("assets/x.png"));
}

#[test]
fn typing_that_goes_on_is_one_step() {
    let (_dir, workspace, bench) = bench();
    let before = files(workspace.root());
    let mut open = bench.open(&at("20-b.md")).expect("a file");
    for _ in 0..5 {
        open.text.push('续');
        let write = json!({"verb": "write", "at": {"issue": "2024-001", "file": "20-b.md"}, "based": open.digest, "text": open.text});
        open.digest = act(&bench, write).expect("written").digest.expect("a digest");
    }
    assert_eq!(bench.steps().expect("steps").len(), 1);
    act(&bench, json!({"verb": "undo"})).expect("undone");
    assert_eq!(files(workspace.root()), before);
    act(&bench, json!({"verb": "redo"})).expect("done again");
    assert_eq!(bench.open(&at("20-b.md")).expect("a file").text, open.text);
}

#[test]
fn what_was_changed_elsewhere_is_not_undone() {
    let (_dir, workspace, bench) = bench();
    act(
        &bench,
        json!({"verb": "hold", "issue": "2024-001", "files": ["10-a.md", "20-b.md"], "hold": true}),
    )
    .expect("held");
    let path = workspace.root().join("2024/001/20-b.md");
    std::fs::write(&path, "别人写的").expect("written");
    let before = files(workspace.root());
    match act(&bench, json!({"verb": "undo"})) {
        Err(Refusal::Changed { paths }) => assert_eq!(paths, ["2024/001/20-b.md"]),
        other => panic!("{other:?}"),
    }
    assert_eq!(files(workspace.root()), before);
}

#[test]
fn a_file_becomes_what_it_was() {
    let (_dir, _workspace, bench) = bench();
    let first = bench.open(&at("20-b.md")).expect("a file");
    for title in ["丙", "丁"] {
        let open = bench.open(&at("20-b.md")).expect("a file");
        let set = json!({"verb": "set", "at": {"issue": "2024-001", "file": "20-b.md"}, "based": open.digest, "key": "title", "value": title});
        act(&bench, set).expect("set");
    }
    let now = bench.open(&at("20-b.md")).expect("a file");
    assert!(now.text.contains("标题: 丁"));
    let versions = bench.versions(&at("20-b.md")).expect("versions");
    let version = versions.iter().find(|it| it.digest == first.digest).expect("the first one");
    let restore = json!({"verb": "restore", "at": {"issue": "2024-001", "file": "20-b.md"}, "based": now.digest, "version": version.digest});
    act(&bench, restore).expect("restored");
    assert_eq!(bench.open(&at("20-b.md")).expect("a file").text, first.text);
}

#[test]
fn dropped_files_become_entries() {
    let (_dir, workspace, bench) = bench();
    let text = "望河县推进农村公路建设\n\n今年以来，望河县建成农村公路120公里。\n\n（望河县政府办公室供稿）\n";
    let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
    let drop = json!({"verb": "drop", "issue": "2024-001", "files": [{"name": "..\\望河县.txt", "data": data}, {"name": "a.exe", "data": ""}]});
    let before = files(workspace.root());
    let done = act(&bench, drop.clone()).expect("imported");
    let name = done.dropped[0].entry.clone().expect("an entry");
    assert!(done.dropped[0].is_new && bench.open(&at(&name)).is_ok(), "{done:?}");
    assert!(!done.dropped[1].is_new, "{done:?}");
    assert!(workspace.root().join("来稿/望河县.txt").is_file());
    // Once more: it is known.
    let again = act(&bench, drop).expect("looked at");
    assert!(!again.dropped[0].is_new && again.dropped[0].entry == Some(name), "{again:?}");
    act(&bench, json!({"verb": "undo"})).expect("undone");
    assert_eq!(files(workspace.root()), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever was done: taken back step by step, everything is as it was; and forth again.
    #[test]
    fn everything_is_undone_and_done_again(actions in prop::collection::vec((0..8usize, 0..3usize), 1..12)) {
        let (_dir, workspace, bench) = bench();
        let mut states = vec![files(workspace.root())];
        for (action, which) in actions {
            let view = bench.issue(crate::model::IssueId::of_file_stem("2024-001").expect("an issue")).expect("read");
            let names: Vec<String> = view.entries.iter().map(|it| it.file.clone()).collect();
            let Some(file) = names.get(which % names.len().max(1)) else { continue };
            let spot = json!({"issue": "2024-001", "file": file});
            let based = view.entries.iter().find(|it| it.file == *file).and_then(|it| it.view.as_ref()).map(|it| it.digest.clone());
            let mut turned = names.clone();
            turned.rotate_left(1);
            let action = match action {
                0 => json!({"verb": "hold", "issue": "2024-001", "files": [file], "hold": true}),
                1 => json!({"verb": "hold", "issue": "2024-001", "files": [file], "hold": false}),
                2 => json!({"verb": "order", "issue": "2024-001", "files": turned}),
                3 => json!({"verb": "move", "at": spot, "to": "2024-002"}),
                4 => json!({"verb": "remove", "at": spot, "based": based}),
                5 => json!({"verb": "entry", "issue": "2024-001", "title": "新稿"}),
                6 => json!({"verb": "set", "at": spot, "based": based, "key": "来源", "value": "望河县"}),
                _ => json!({"verb": "write", "at": spot, "based": based, "text": format!("---\n标题: 甲{}\n---\n文\n", states.len())}),
            };
            let _ = act(&bench, action);
            let state = files(workspace.root());
            let steps = bench.steps().expect("steps").len();
            // What changed nothing, or went on with what was typed, is no step.
            states.truncate(steps);
            states.push(state);
        }
        for state in states.iter().rev().skip(1) {
            act(&bench, json!({"verb": "undo"})).expect("undone");
            prop_assert_eq!(&files(workspace.root()), state);
        }
        for state in states.iter().skip(1) {
            act(&bench, json!({"verb": "redo"})).expect("done again");
            prop_assert_eq!(&files(workspace.root()), state);
        }
    }
}
