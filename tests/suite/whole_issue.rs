//! `jianbao import --whole`: past issues in `tests/dispatches/whole` become issues whose pages say
//! what the documents say, and nothing of a document is lost in silence.
//!
//! Beside each document lies what its pages say; the pages are read by poppler, the documents by a
//! plain reader of this file.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::importing::house;
use crate::outside::{dense, dense_text, have};
use crate::project::{Output, Project, repository};

/// A workspace made from nothing but name and issuer.
const BARE: &str = "name: 工作简报\nissuer: 望河县优化营商环境领导小组办公室\n";

fn folder() -> PathBuf {
    repository().join("tests/dispatches/whole")
}

fn document(stem: &str) -> String {
    folder().join(format!("{stem}.docx")).display().to_string()
}

/// The documents, by name without ending.
fn stems() -> Vec<String> {
    let mut stems: Vec<String> = fs::read_dir(folder())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "docx"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    stems.sort();
    assert!(stems.len() >= 18, "{stems:?}");
    stems
}

/// Imports one document; the number of the one that has none is told.
fn import(project: &Project, stem: &str) -> Output {
    let path = document(stem);
    let mut args = vec!["import", path.as_str(), "--whole"];
    if stem == "没有期号" {
        args.extend(["--issue", "12"]);
    }
    project.run_with(&args)
}

/// The text of every file that the import wrote, sources aside.
fn written(project: &Project) -> String {
    let mut text = String::new();
    let mut folders = vec![project.path("")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() && !["sources", "assets", ".jianbao", "out"].contains(&name.as_str()) {
                folders.push(path);
            } else if name.ends_with(".md") || name.ends_with(".yaml") {
                text.push_str(&fs::read_to_string(&path).expect("UTF-8"));
            }
        }
    }
    text
}

#[test]
fn the_pages_say_what_the_documents_say() {
    if !have(&["pdftotext"]) {
        return;
    }
    let stems = stems();
    let own = ["28期", "2026年第1期", "2026年第3期", "2026年第10期"];
    for stem in &stems {
        let in_house = own.iter().any(|start| stem.starts_with(start));
        let bare = Project::new().settings(BARE);
        let of_house = Project::new().settings(
            &fs::read_to_string(repository().join("briefings/jianbao.yaml")).expect("read"),
        );
        for project in [Some(bare), in_house.then_some(of_house)].into_iter().flatten() {
            let output = import(&project, stem);
            assert_eq!(output.status, 0, "{output}");
            let said = dense_text(&project.into_pdf()).replace('·', "");
            let wanted = fs::read_to_string(folder().join(format!("{stem}.txt"))).expect("read");
            assert_eq!(said, dense(&wanted), "{stem}");
        }
    }
}

/// What a document says: each paragraph of its parts, by a plain reader of the XML.
fn plainly(path: &Path) -> Vec<String> {
    let file = fs::File::open(path).expect("a file");
    let mut zip = zip::ZipArchive::new(file).expect("a zip");
    let mut paragraphs = Vec::new();
    for part in ["word/document.xml", "word/footnotes.xml"] {
        let Ok(mut member) = zip.by_name(part) else { continue };
        let mut xml = String::new();
        member.read_to_string(&mut xml).expect("UTF-8");
        // The same text box twice: for programs that know it and for those that do not.
        while let Some((start, end)) =
            xml.find("<mc:Fallback").zip(xml.find("</mc:Fallback>")).filter(|(a, b)| a < b)
        {
            xml.replace_range(start..end + "</mc:Fallback>".len(), "");
        }
        for paragraph in xml.split("</w:p>") {
            let texts = paragraph.split("<w:t").skip(1).filter_map(|rest| {
                let inner = rest.strip_prefix(['>', ' '])?;
                let inner = if rest.starts_with('>') { inner } else { inner.split_once('>')?.1 };
                Some(inner.split("</w:t>").next().unwrap_or_default())
            });
            let text: String = texts.collect();
            let text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&quot;", "\"");
            paragraphs.push(text.chars().filter(|c| !c.is_whitespace()).collect());
        }
    }
    paragraphs.retain(|text: &String| !text.is_empty());
    paragraphs
}

/// What of a text is not in another one, looked for piece after piece. A piece has three characters at
/// least, unless marks bound it or it is a label or a number.
fn missing(text: &str, all: &str) -> String {
    const LABELS: &[&str] = &[
        "报：",
        "送：",
        "发：",
        "（共印",
        "共印",
        "份）",
        "份",
        "。",
        "，",
        "编者按：",
        "审核：",
        "签发：",
        "本期要目",
    ];
    let mut rest = text;
    let mut lost = String::new();
    while let Some(first) = rest.chars().next() {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
        let found = ends.take_while(|end| all.contains(&rest[..*end])).last().unwrap_or(0);
        let label = LABELS.iter().find(|label| rest.starts_with(**label)).map_or(0, |it| it.len());
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        // A short piece counts where it is all that stands between two marks: 县委，县政府。
        let at_mark = !rest[found..].starts_with(char::is_alphanumeric);
        let long = rest[..found].chars().count() >= 3;
        let enough = long || (found > 0 && (at_mark || !first.is_alphanumeric()));
        let piece = if enough { found } else { label.max(digits.min(found)) };
        if piece == 0 {
            lost.push(first);
        }
        rest = &rest[piece.max(first.len_utf8())..];
    }
    lost
}

#[test]
fn nothing_is_lost() {
    for stem in stems() {
        let project = house();
        fs::remove_dir_all(project.path("2018")).expect("removed");
        let output = import(&project, &stem);
        assert_eq!(output.status, 0, "{output}");
        let all = [written(&project), output.stdout].concat();
        let all: String =
            all.chars().filter(|c| !c.is_whitespace() && !"*|\\#-_".contains(*c)).collect();
        // Leaders of 要目 are set anew, as are its page numbers.
        for paragraph in plainly(&folder().join(format!("{stem}.docx"))) {
            let paragraph = paragraph.split("………").next().unwrap_or_default();
            let paragraph: String = paragraph.chars().filter(|c| !"*|\\#-_".contains(*c)).collect();
            let lost = missing(&paragraph, &all);
            assert_eq!(lost, "", "{stem}: {paragraph}");
        }
    }
}

#[test]
fn entries_name_their_original() {
    let project = Project::new().settings(BARE);
    let output = import(&project, "2026年第4期");
    assert_eq!(output.status, 0, "{output}");
    let kept = fs::read(project.path("2026/004/sources/2026年第4期.docx")).expect("kept");
    assert_eq!(kept, fs::read(document("2026年第4期")).expect("read"));
    let names: Vec<String> = fs::read_dir(project.path("2026/004"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".md"))
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    for name in names {
        let text = fs::read_to_string(project.path(&format!("2026/004/{name}"))).expect("UTF-8");
        assert!(text.contains("  文件: sources/2026年第4期.docx\n  sha256: "), "{text}");
    }
    let text = fs::read_to_string(project.path("2026/004/issue.yaml")).expect("UTF-8");
    insta::assert_snapshot!("a_past_issue", text);
    assert!(project.path("2026/004/assets/2026年第4期-1.png").exists());
    insta::assert_snapshot!("report_of_a_past_issue", shown(&output));
}

/// What is printed, without the folder that the test runs in and without the padding of a column as
/// wide as that folder's name.
fn shown(output: &Output) -> String {
    let text = output.stdout.replace(&format!("{}/", folder().display()), "");
    let heading = text.lines().next().unwrap_or_default().to_owned();
    let columns: Vec<&str> = heading.split_whitespace().collect();
    text.replacen(&heading, &columns.join("  "), 1)
}

#[test]
fn several_files_in_the_order_of_their_numbers() {
    let project = Project::new().settings(BARE);
    let paths = ["2026年第10期", "2026年第2期", "没有期号", "2026年第1期"].map(document);
    let mut args = vec!["import"];
    args.extend(paths.iter().map(String::as_str));
    args.push("--whole");
    let output = project.run_with(&args);
    // One that fails keeps nobody from the others.
    assert_eq!(output.status, 1, "{output}");
    let rows: Vec<&str> = output.stdout.lines().filter(|row| row.contains("→ 2026/")).collect();
    let folders: Vec<&str> = rows.iter().filter_map(|row| row.split("→ ").nth(1)).collect();
    assert_eq!(folders, ["2026/001", "2026/002", "2026/010"], "{output}");
    assert!(
        output.stdout.contains("没有找到期号") && output.stdout.contains("--issue 28"),
        "{output}"
    );
    assert!(output.stdout.contains("3 期导入，1 个文件没有导入"), "{output}");
    // A second time nothing is imported again, nor changed.
    let before = written(&project);
    let output = project.run_with(&args);
    assert!(output.stdout.contains("3 个文件以前导入过，没有动，1 个文件没有导入"), "{output}");
    assert_eq!(written(&project), before);
    args.extend(["--issue", "3"]);
    let output = project.run_with(&args);
    assert_eq!(output.status, 2, "{output}");
}

#[test]
fn a_number_is_taken_once() {
    let file = document("28期-公文式");
    // Below and above those that are there, in another year too.
    let project = Project::new()
        .settings(BARE)
        .issue("2019/041", "number: 41\ndate: 2019-03-01\n")
        .issue("2017/003", "number: 3\ndate: 2017-03-01\n");
    let output = project.run_with(&["import", &file, "--whole"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(project.path("2018/028/issue.yaml").exists());
    for folder in ["2018/028", "2018/28", "2017/028"] {
        let project = Project::new().settings(BARE).file(&format!("{folder}/备忘.txt"), "甲");
        let output = project.run_with(&["import", &file, "--whole"]);
        assert_eq!(output.status, 1, "{output}");
        assert!(output.stdout.contains(&format!("第 28 期已经有了：文件夹 {folder}")), "{output}");
        assert!(!project.path("2018/028/issue.yaml").exists());
    }
    let project = Project::new().settings(&format!("{BARE}编号方式: 按年\n"));
    let project = project.file("2017/028/备忘.txt", "甲");
    assert_eq!(project.run_with(&["import", &file, "--whole"]).status, 0);
    let project = Project::new().settings(BARE);
    fs::create_dir_all(project.path("2018/28")).expect("made");
    assert_eq!(project.run_with(&["import", &file, "--whole"]).status, 0);
    assert!(project.path("2018/28/issue.yaml").exists());
}

#[test]
fn one_that_is_not_asked_for_is_told() {
    let project = Project::new().settings(BARE).issue("2026/030", "number: 30\ndate: 2026-12-01\n");
    let file = document("2026年第1期");
    let output = project.run_with(&["import", &file, "--issue", "30"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains("像是整期简报（第 1 期，3 篇）"), "{output}");
    assert!(output.stdout.contains(&format!("jianbao import {file} --whole")), "{output}");
    assert!(!project.path("2026/001").exists());
    // A county's own briefing of one item is none.
    let single = repository().join("tests/dispatches/红头简报.docx").display().to_string();
    let output = project.run_with(&["import", &single, "--issue", "30"]);
    assert!(!output.stdout.contains("像是整期简报"), "{output}");
}
