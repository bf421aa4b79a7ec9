//! What is too long or too large for its place: it is set on the page or reported, never lost.

use crate::outside::{dense, dense_text, have};
use crate::project::{FIRST, HOUSE, Project};

fn long(characters: usize) -> String {
    "朔州市人民政府办公室".chars().cycle().take(characters).collect()
}

/// Whether the project's text is all on its pages, or a finding says why not.
/// poppler leaves out what lies outside the paper.
fn kept(project: &Project, text: &str) -> Result<(), String> {
    let output = project.run(["build", "1", "--format", "short"]);
    if output.status == 1 && !output.findings().is_empty() {
        return Ok(());
    }
    if output.status != 0 {
        return Err(output.to_string());
    }
    // The head of a table is repeated where the page ends.
    let set = dense_text(&project.path("out/2024-001.pdf")).replace("甲乙", "");
    if set.contains(&dense(text)) {
        return Ok(());
    }
    let (wanted, shown) = (text.chars().count(), set.chars().count());
    Err(format!("a text of {wanted} characters, {shown} on all the pages:\n{output}"))
}

#[track_caller]
fn check(project: &Project, text: &str) {
    kept(project, text).unwrap_or_else(|lost| panic!("{lost}"));
}

#[test]
fn a_long_title() {
    if !have(&["pdftotext"]) {
        return;
    }
    for characters in [100, 300, 2000] {
        let title = long(characters);
        let entry = format!("---\ntitle: {title}\n---\n正文。\n");
        check(&Project::with_issue().entry("2024/001/10-a.md", &entry), &title);
    }
}

#[test]
fn a_long_masthead() {
    if !have(&["pdftotext"]) {
        return;
    }
    for characters in [60, 2000] {
        let text = long(characters);
        let house = |settings: String| Project::with_body("正文。").settings(&settings);
        check(&house(format!("name: 简报\nissuer: {text}\n")), &text);
        check(&house(format!("{HOUSE}prefix: {text}\n")), &text);
        check(&house(format!("name: {text}\nissuer: 甲\n")), &text);
    }
}

#[test]
fn a_long_mark_of_secrecy() {
    if !have(&["pdftotext"]) {
        return;
    }
    let text = long(60);
    let project = Project::with_body("正文。");
    check(&project.issue("2024/001", &format!("{FIRST}classification: {text}\n")), &text);
}

#[test]
fn a_long_column_heading() {
    if !have(&["pdftotext"]) {
        return;
    }
    let text = long(60);
    let house = format!("{HOUSE}columns:\n  - {{id: a, title: {text}}}\n");
    check(&Project::with_body("正文。").settings(&house), &text);
}

#[test]
fn a_long_tail() {
    if !have(&["pdftotext"]) {
        return;
    }
    for units in [30, 400] {
        let text = vec!["朔州市人民政府办公室"; units].join("，");
        let list = text.replace('，', ", ");
        let house = format!("{HOUSE}distribution: {{report: [{list}]}}\n");
        check(&Project::with_body("正文。").settings(&house), &text);
    }
}

#[test]
fn a_long_sign_off() {
    if !have(&["pdftotext"]) {
        return;
    }
    let text = long(60);
    let house = format!("{HOUSE}sign-off: {{editor: {text}}}\n");
    check(&Project::with_body("正文。").settings(&house), &text);
}

/// This text in every construct of Markdown.
#[track_caller]
fn in_a_body(text: &str) {
    let mut lost = String::new();
    for (name, before, after) in [
        ("paragraph", "", ""),
        ("bold", "**", "**"),
        ("heading", "# ", ""),
        ("item", "- ", ""),
        ("quotation", "> ", ""),
        ("code", "`", "`"),
        ("code block", "```\n", "\n```"),
        ("link", "[", "](https://example.com)"),
        ("table cell", "| 甲 | 乙 |\n|---|---|\n| 丙 | ", " |"),
        ("table head", "| 丙 | ", " |\n|---|---|\n| 甲 | 乙 |"),
        ("footnote", "正文[^1]。\n\n[^1]: ", ""),
    ] {
        let project = Project::with_body(&format!("{before}{text}{after}"));
        if let Err(said) = kept(&project, text) {
            lost.push_str(&format!("{name}: {said}\n"));
        }
    }
    assert!(lost.is_empty(), "{lost}");
}

#[test]
fn long_texts_in_a_body() {
    if have(&["pdftotext"]) {
        in_a_body(&long(400));
    }
}

#[test]
fn long_words_in_a_body() {
    if have(&["pdftotext"]) {
        in_a_body(&"abcdefghij".repeat(15));
    }
}

#[test]
fn long_addresses_in_a_body() {
    if have(&["pdftotext"]) {
        in_a_body(
            "https://www.example.gov.cn/zwgk/2018/11/27/content_5343839_a1b2c3d4e5f6a7b8c9d0.html?from=timeline&isappinstalled=0",
        );
    }
}

#[test]
fn a_wide_table() {
    if !have(&["pdftotext"]) {
        return;
    }
    for columns in [8, 40] {
        let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
        let body = format!("{}{}{}", row("丙"), row("-"), row("丁"));
        check(&Project::with_body(&body), &"丁".repeat(columns));
    }
}

#[test]
fn a_long_table() {
    if !have(&["pdftotext"]) {
        return;
    }
    let rows: String = (0..200).map(|row| format!("| 第{row}行 | 内容 |\n")).collect();
    let project = Project::with_body(&format!("| 行 | 内容 |\n|---|---|\n{rows}"));
    let set = dense_text(&project.into_pdf());
    for row in 0..200 {
        assert!(set.contains(&format!("第{row}行内容")), "row {row} is missing");
    }
    assert!(set.matches("行内容第").count() > 3, "the head is repeated on each page: {set}");
}
