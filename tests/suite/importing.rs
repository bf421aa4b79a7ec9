//! `jianbao import`: every document of `tests/dispatches` becomes the entry that is expected, and
//! what cannot be read says why.
//!
//! `tests/dispatches/make.py` makes the documents; `expected/` holds the entries, for people to read.

use std::fs;
use std::path::PathBuf;

use crate::project::{Output, Project, repository};

/// The folder of documents.
fn dispatches() -> PathBuf {
    repository().join("tests/dispatches")
}

/// Every document that can be imported, by name.
fn documents() -> Vec<String> {
    let endings = [".docx", ".doc", ".txt", ".md", ".html", ".htm", ".mht", ".zip"];
    let mut names: Vec<String> = fs::read_dir(dispatches())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| endings.iter().any(|ending| name.ends_with(ending)))
        .collect();
    names.sort();
    names
}

/// A workspace with the house's settings and roster and an issue of early December.
pub fn house() -> Project {
    let read =
        |name: &str| fs::read_to_string(repository().join("briefings").join(name)).expect("UTF-8");
    Project::new()
        .settings(&read("jianbao.yaml"))
        .file("roster.yaml", &read("roster.yaml"))
        .issue("2018/029", "number: 29\ndate: 2018-12-03\n")
}

/// Imports documents into No. 29.
pub fn import(project: &Project, names: &[&str], more: &[&str]) -> Output {
    let paths: Vec<String> =
        names.iter().map(|name| dispatches().join(name).display().to_string()).collect();
    let mut args = vec!["import", "--issue", "29"];
    args.extend(paths.iter().map(String::as_str));
    args.extend(more);
    project.run_with(&args)
}

/// The entries of No. 29: name and text, in the order of the page.
pub fn entries(project: &Project) -> Vec<(String, String)> {
    let mut all: Vec<(u32, String, String)> = fs::read_dir(project.path("2018/029"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let number = name.split('-').next().expect("a number").parse().expect("digits");
            (number, name, fs::read_to_string(&path).expect("UTF-8"))
        })
        .collect();
    all.sort();
    all.into_iter().map(|(_, name, text)| (name, text)).collect()
}

/// The name of the original that an entry names.
fn original(text: &str) -> &str {
    let line = text.lines().find_map(|line| line.strip_prefix("  文件: sources/"));
    line.expect("an original")
}

#[test]
fn every_dispatch_becomes_the_entry_expected() {
    let names = documents();
    assert!(names.len() >= 40, "{} documents", names.len());
    let project = house();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let output = import(&project, &names, &[]);
    assert_eq!(output.status, 0, "{output}");
    let renew = std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always");
    let mut order = String::new();
    let mut wrong = Vec::new();
    for (name, text) in entries(&project) {
        let original = original(&text);
        order.push_str(&format!("{name} ← {original}\n"));
        let path = dispatches().join("expected").join(format!("{original}.md"));
        if renew {
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(&path, &text).expect("written");
        }
        if fs::read_to_string(&path).unwrap_or_default() != text {
            wrong.push(format!("{original}:\n{text}"));
        }
        let kept = project.path("2018/029/sources").join(original);
        let came = dispatches().join(original);
        if came.exists() {
            assert_eq!(fs::read(kept).expect("read"), fs::read(came).expect("read"), "{original}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    insta::assert_snapshot!("order_of_imported_entries", order);
}

#[test]
fn a_second_time_nothing_changes() {
    let project = house();
    let names = ["28期-公文式-山阴县.docx", "插图.docx", "文本-GB18030.txt", "几份.zip"];
    assert_eq!(import(&project, &names, &[]).status, 0);
    let before = files(&project);
    let output = import(&project, &names, &[]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(files(&project), before);
    assert!(output.stdout.ends_with("5 份以前导入过，没有动\n"), "{output}");
    // Nor under another name, nor into another issue.
    fs::copy(dispatches().join(names[0]), project.path("新名.docx")).expect("copied");
    let project = project.issue("2018/030", "number: 30\ndate: 2018-12-10\n");
    let output = project.run(["import", "新名.docx", "--issue", "30"]);
    assert!(output.stdout.contains("已导入过：2018/029/"), "{output}");
}

/// All files of No. 29 with their bytes.
fn files(project: &Project) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    let mut folders = vec![project.path("2018/029")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => all.push((path.clone(), fs::read(&path).expect("read"))),
            }
        }
    }
    all.sort();
    all
}

/// The four items of No. 28, sent in three ways, come back as they were.
#[test]
fn the_items_of_number_28_come_back() {
    let open = |path: PathBuf| jianbao::testing::Workspace::open(&path).expect("a workspace");
    let read = |workspace: &jianbao::testing::Workspace, number| {
        let id = jianbao::testing::IssueId {
            year: 2018,
            number: jianbao::testing::IssueNumber::Regular(number),
        };
        jianbao::testing::read_issue(workspace, id).expect("read").value.expect("an issue")
    };
    let printed = read(&open(repository().join("briefings")), 28);
    for style in ["公文式", "网页式", "普通式"] {
        let project = house();
        let items = ["清洁供暖", "开发区", "平鲁区", "山阴县"];
        let names = items.map(|item| format!("28期-{style}-{item}.docx"));
        let output = import(&project, &names.each_ref().map(String::as_str), &[]);
        assert_eq!(output.status, 0, "{output}");
        let imported = read(&open(project.path("")), 29);
        assert_eq!(imported.entries.len(), 4);
        for entry in &printed.entries {
            let title = entry.title.as_ref().map(|title| title.value.clone());
            let came = imported
                .entries
                .iter()
                .find(|came| came.title.as_ref().map(|title| title.value.clone()) == title);
            let came = came.unwrap_or_else(|| panic!("{style}: no 「{title:?}」"));
            let text =
                |text: &Option<jianbao::testing::Text>| text.as_ref().map(|it| it.value.clone());
            let who = |entry: &jianbao::testing::Entry| {
                entry.leader.as_ref().map(|it| (it.name.value.clone(), text(&it.post)))
            };
            let shape = |entry: &jianbao::testing::Entry| {
                (
                    entry.kind.value.clone(),
                    entry.column,
                    text(&entry.source),
                    entry.date,
                    who(entry),
                    text(&entry.place),
                    text(&entry.topic),
                )
            };
            assert_eq!(shape(came), shape(entry), "{style}");
            assert_eq!(came.body.value.trim(), entry.body.value.trim(), "{style}");
        }
    }
}

/// What is imported is built and checked with no finding but those about what it says.
#[test]
fn what_is_imported_is_built() {
    let project = house();
    let names = [
        "28期-公文式-山阴县.docx",
        "28期-网页式-清洁供暖.docx",
        "28期-普通式-开发区.docx",
        "自动编号.docx",
        "合并单元格.docx",
        "供稿和联系人.docx",
        "段首小标题.docx",
        "pandoc-标记文本.docx",
        "WPS-两行标题.docx",
        "聊天粘贴.txt",
        "网页.html",
        "红头简报.docx",
        "信息期刊.docx",
        "报送表.docx",
        "脚注和批注.docx",
        "符号字体项目.docx",
        "字体小标题.docx",
        "扫描识别.txt",
    ];
    assert_eq!(import(&project, &names, &[]).status, 0);
    let output = project.run(["build", "29", "--format", "short"]);
    assert_eq!(output.status, 0, "{output}");
    let findings = output.findings();
    let of_content = ["picture-alt", "还有一处没有核对"];
    let other: Vec<_> =
        findings.iter().filter(|line| !of_content.iter().any(|code| line.contains(code))).collect();
    assert!(other.is_empty(), "{other:?}");
    // A gap that was left where a picture stood keeps the issue from being issued.
    assert_eq!(import(&project, &["文本框和图表.docx"], &[]).status, 0);
    let output = project.run(["check", "29", "--format", "short"]);
    assert!(output.stdout.contains("错误[left-over]"), "{output}");
}

#[test]
fn what_cannot_be_read_says_why() {
    let project = house();
    let output = import(&project, &["refused", "文本-UTF8.txt"], &[]);
    assert_eq!(output.status, 1, "{output}");
    assert_eq!(entries(&project).len(), 1);
    insta::assert_snapshot!("import_refused", squeezed(&output));
}

/// What was printed, without the folder of the documents, as wide as whose name the columns are.
fn squeezed(output: &Output) -> String {
    let folder = format!("{}/", dispatches().display());
    let lines: Vec<String> = output
        .stdout
        .replace(&folder, "")
        .lines()
        .map(|line| {
            let cells = line.split("  ").map(|cell| cell.trim_matches(' '));
            cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("  ")
        })
        .collect();
    lines.join("\n")
}

#[test]
fn the_report() {
    let project = house();
    let names = ["供稿和联系人.docx", "领导调研.docx", "自动换行.txt"];
    let output = import(&project, &names, &[]);
    insta::assert_snapshot!("import_report", squeezed(&output));
    let output = import(&project, &["脚注和批注.docx", "符号字体项目.docx"], &[]);
    insta::assert_snapshot!("import_report_of_what_was_left_out", squeezed(&output));
    let output = import(&project, &names, &["--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(rows[0]["outcome"], "known", "{output}");
}

/// Whatever is taken off a text is told with its words.
#[test]
fn what_heads_and_tails_said_is_told() {
    let project = house();
    let names = [
        "网页上的行.txt",
        "聊天里的行.txt",
        "报送各行.txt",
        "小标题后软回车.docx",
        "标题两行像单位.docx",
    ];
    let output = import(&project, &names, &[]);
    insta::assert_snapshot!("import_report_of_heads_and_tails", squeezed(&output));
}

/// Nobody answers: every guess stays as it is, and what is left is counted.
#[test]
fn asked_without_an_answer() {
    let (asked, plain) = (house(), house());
    let names = ["自动换行.txt", "标题两行像单位.docx"];
    let output = import(&asked, &names, &["--ask"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stderr.contains("共 2 份来稿、3 项没有核对"), "{output}");
    import(&plain, &names, &[]);
    assert_eq!(entries(&asked), entries(&plain));
    assert!(entries(&asked).iter().all(|(_, text)| text.contains("# 请核对来源：")));
}
