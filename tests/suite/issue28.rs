//! The real No. 28 in `briefings/`: one command, the PDF that a leader would sign.
//!
//! The text it must hold is the given one, `tests/data/issue-28.txt`.

use std::fs;

use crate::outside::{ask, dense, dense_text, have};
use crate::project::{Project, repository};

const PDF: &str = "2018-028.pdf";

#[test]
fn builds_in_one_command_with_one_line() {
    let project = Project::briefings();
    let output = project.run(["build", "28"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(output.stderr, "", "{output}");
    let lines: Vec<&str> = output.stdout.lines().collect();
    let [line] = lines[..] else { panic!("one line expected:\n{output}") };
    assert!(line.starts_with("2018年第28期　5 页　"), "{output}");
    assert!(line.ends_with("out/2018-028.pdf"), "{output}");
    assert!(project.pdf(PDF).starts_with(b"%PDF-"));
}

#[test]
fn every_run_writes_the_same_bytes() {
    let first = Project::briefings();
    assert_eq!(first.run(["build", "28"]).status, 0);
    let bytes = first.pdf(PDF);
    fs::remove_file(first.path("out").join(PDF)).expect("removed");
    assert_eq!(first.run(["build", "2018/28"]).status, 0);
    assert!(first.pdf(PDF) == bytes, "a second run in the same folder differs");
    // Another folder, another folder for the PDF, another current folder.
    let second = Project::briefings();
    let inside = second.path("2018/028");
    let out = second.path("elsewhere");
    let [inside, shown] = [&inside, &out].map(|path| path.to_str().expect("UTF-8"));
    let output = second.run(["-C", inside, "build", "28", "--out", shown]);
    assert_eq!(output.status, 0, "{output}");
    assert!(fs::read(out.join(PDF)).expect("read") == bytes, "a run in another folder differs");
}

#[test]
fn holds_every_character_in_order() {
    if !have(&["pdftotext"]) {
        return;
    }
    let given = fs::read_to_string(repository().join("tests/data/issue-28.txt")).expect("read");
    let set = dense_text(&Project::briefings().into_pdf());
    let mut rest = set.as_str();
    for paragraph in given.lines().filter(|line| !line.is_empty()) {
        // The space in a title marks where the original broke it.
        let wanted = dense(&paragraph.replace("**", ""));
        let Some(at) = rest.find(&wanted) else {
            panic!("after {:?} this is missing:\n{wanted}\nin\n{rest}", set.len() - rest.len());
        };
        // Between the paragraphs there is nothing that the given text does not have.
        assert_eq!(&rest[..at], "", "before\n{wanted}");
        rest = &rest[at + wanted.len()..];
    }
    assert_eq!(rest, "", "after the end of the given text");
}

#[test]
fn fonts_are_embedded_and_subset() {
    if !have(&["pdffonts"]) {
        return;
    }
    let table = ask("pdffonts", &[], &Project::briefings().into_pdf(), &[]);
    let rows: Vec<&str> = table.lines().skip(2).collect();
    assert!(!rows.is_empty(), "{table}");
    for row in rows {
        // … encoding emb sub uni object ID
        let mut fields = row.split_whitespace().rev();
        let marks: Vec<&str> = fields.by_ref().skip(2).take(3).collect();
        assert_eq!(marks, ["yes", "yes", "yes"], "embedded, subset, Unicode:\n{table}");
    }
}

#[test]
fn the_file_is_sound() {
    if !have(&["qpdf"]) {
        return;
    }
    // Warnings end with 3, and `ask` wants 0.
    ask("qpdf", &["--check"], &Project::briefings().into_pdf(), &[]);
}

#[test]
fn names_itself_to_readers_and_archives() {
    if !have(&["pdfinfo"]) {
        return;
    }
    let pdf = Project::briefings().into_pdf();
    let info = ask("pdfinfo", &["-isodates"], &pdf, &[]);
    for line in [
        "Title:工作简报第28期",
        "Author:中央生态环境保护督察“回头看”朔州市协调联络领导小组",
        "CreationDate:2018-11-27T00:00:00Z",
        "Tagged:yes",
    ] {
        assert!(dense(&info).contains(&dense(line)), "{line}\nin\n{info}");
    }
    let keywords = info.lines().find(|line| line.starts_with("Keywords:")).unwrap_or_default();
    assert!(keywords.contains("县区动态"), "{info}");
}

#[test]
fn bookmarks_name_the_column_and_every_item() {
    if !have(&["qpdf"]) {
        return;
    }
    let json =
        ask("qpdf", &["--json", "--json-key=outlines"], &Project::briefings().into_pdf(), &[]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let mut shown = String::new();
    outline(&json["outlines"], 0, &mut shown);
    insta::assert_snapshot!(shown);
}

fn outline(items: &serde_json::Value, depth: usize, shown: &mut String) {
    for item in items.as_array().into_iter().flatten() {
        let title = item["title"].as_str().unwrap_or("?");
        shown.push_str(&format!("{}{title}\n", "  ".repeat(depth)));
        outline(&item["kids"], depth + 1, shown);
    }
}
