//! Sources taken out of PDFs: by the program as a clerk runs it, and out of PDFs that mean ill.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::project::{FIRST, HOUSE, Output, Project};

/// A PDF of one empty page that carries these files, names and all, written by hand: nobody
/// between the test and the program mends the names.
fn carrying(files: &[(&str, &[u8])]) -> Vec<u8> {
    let text = |text: &str| -> String {
        let units = text.encode_utf16().map(|unit| format!("{unit:04x}"));
        format!("<feff{}>", units.collect::<String>())
    };
    let names: String =
        (0..files.len()).map(|at| format!("{} {} 0 R ", text(files[at].0), 4 + 2 * at)).collect();
    let mut objects = vec![
        format!(
            "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [{names}] >> >> >>"
        )
        .into_bytes(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_vec(),
    ];
    for (name, bytes) in files {
        let (name, stream) = (text(name), objects.len() + 2);
        let file = format!("<< /Type /Filespec /F {name} /UF {name} /EF << /F {stream} 0 R >> >>");
        objects.push(file.into_bytes());
        let head = format!("<< /Length {} >> stream\n", bytes.len());
        objects.push([head.as_bytes(), bytes, b"\nendstream"].concat());
    }
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let size = objects.len() + 1;
    let mut table = format!("xref\n0 {size}\n0000000000 65535 f \n");
    for (number, object) in (1..).zip(&objects) {
        table += &format!("{:010} 00000 n \n", pdf.len());
        pdf.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let end = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", pdf.len());
    pdf.extend(table.into_bytes());
    pdf.extend(end.into_bytes());
    pdf
}

const ENTRY: &str = "---\ntitle: 标题\n---\n正文。\n";
const PROVENANCE: &str = "程序: jianbao\n字体:\n- 12  内置/仿宋.ttf\n\
    - 5eb6  fonts/方正小标宋.ttf\n";

/// What a small issue consists of, and other files.
fn sources<'a>(more: &[(&'a str, &'a [u8])]) -> Vec<(&'a str, &'a [u8])> {
    let issue = [
        ("jianbao.yaml", HOUSE.as_bytes()),
        ("2024/001/issue.yaml", FIRST.as_bytes()),
        ("2024/001/10-清洁供暖.md", ENTRY.as_bytes()),
    ];
    [&issue[..], more].concat()
}

/// Every file below a folder and its bytes, by path.
fn files_below(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir).expect("below").to_string_lossy().into_owned();
                found.push((name.replace('\\', "/"), fs::read(&path).expect("read")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_pdf_becomes_the_workspace_it_was_made_from() {
    let attached = [("2024/001/assets/图.png", &b"\x89PNG\r\n\x00\xff"[..])];
    let sources = sources(&attached);
    let project = Project::new().bytes("来件/2024-001.pdf", &carrying(&sources));
    let output = project.run(["extract", "来件/2024-001.pdf"]);
    insta::assert_snapshot!("extract", output);
    let mut wanted: Vec<(String, Vec<u8>)> =
        sources.iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect();
    wanted.sort();
    assert_eq!(files_below(&project.path("2024-001")), wanted);
    // The last line is the command that comes next.
    let output = project.run(["-C", "2024-001", "build", "2024/1"]);
    assert_eq!(output.status, 0, "{output}");
}

#[test]
fn licensed_fonts_that_are_missing_are_named() {
    let attached = [("出处.yaml", PROVENANCE.as_bytes())];
    let project = Project::new().bytes("a.pdf", &carrying(&sources(&attached)));
    let output = project.run(["extract", "a.pdf", "--out", "新 文件夹/一"]);
    insta::assert_snapshot!("extract_fonts", output);
    assert!(project.path("新 文件夹/一/出处.yaml").is_file());
}

#[test]
fn what_cannot_be_extracted() {
    let project = Project::with_body("正文。")
        .file("a.txt", "不是 PDF\n")
        .bytes("plain.pdf", &carrying(&[]))
        .bytes("other.pdf", &carrying(&[("发票.xml", b"<x/>")]))
        .bytes("good.pdf", &carrying(&sources(&[])))
        .bytes("bad.pdf", &carrying(&sources(&[("../x.md", b"x")])))
        .bytes("twice.pdf", &carrying(&sources(&[("2024/001/Issue.yaml", b"x")])))
        .bytes("both.pdf", &carrying(&sources(&[("2024/001", b"x")])))
        .file("有东西/a.txt", "留着\n");
    let before = files_below(&project.path(""));
    let shown = [
        project.run(["extract", "没有.pdf"]),
        project.run(["extract", "a.txt"]),
        project.run(["extract", "plain.pdf"]),
        project.run(["extract", "other.pdf"]),
        project.run(["extract", "bad.pdf"]),
        project.run(["extract", "twice.pdf"]),
        project.run(["extract", "both.pdf"]),
        project.run(["extract", "good.pdf", "--out", "有东西"]),
        project.run(["extract", "good.pdf", "--out", "a.txt"]),
        project.run(["extract", "good.pdf", "--out", "a.txt/x"]),
    ];
    insta::assert_snapshot!("extract_failures", shown.map(|o| o.to_string()).join("\n"));
    assert_eq!(files_below(&project.path("")), before, "something was left behind");
}

#[test]
fn an_empty_folder_is_filled_even_if_it_is_the_current_one() {
    let project = Project::new().bytes("a.pdf", &carrying(&sources(&[])));
    fs::create_dir(project.path("空")).expect("a folder");
    let output: Output = project.run_in("空", ["extract", "../a.pdf", "--out", "."]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(files_below(&project.path("空")).len(), 3, "{output}");
}

fn hostile_name() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("..".to_owned()),
        Just("".to_owned()),
        Just("C:".to_owned()),
        Just("nul".to_owned()),
        Just("..\\..".to_owned()),
        Just("\0".to_owned()),
        "[a-c一二. ]{1,3}",
        "\\PC{0,6}",
    ];
    proptest::collection::vec(part, 1..4).prop_map(|parts| parts.join("/"))
}

proptest! {
    /// All files in the folder, or none anywhere.
    #[test]
    fn whatever_the_names_nothing_lands_outside(
        names in proptest::collection::vec(hostile_name(), 1..4),
    ) {
        let named: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b"x"[..])).collect();
        let pdf = carrying(&sources(&named));
        let project = Project::new().bytes("a/b/x.pdf", &pdf);
        let path = project.path("a/b/x.pdf");
        let extracted = jianbao::testing::extract(&path, &project.path("a/b/to"));
        let mut found = files_below(&project.path(""));
        found.retain(|(name, _)| name != "a/b/x.pdf");
        match extracted {
            Err(_) => prop_assert!(found.is_empty(), "{found:?}"),
            Ok(extracted) => {
                let mut wanted: Vec<String> =
                    extracted.files.iter().map(|name| format!("a/b/to/{name}")).collect();
                wanted.sort();
                let found: Vec<String> = found.into_iter().map(|(name, _)| name).collect();
                prop_assert_eq!(found, wanted);
                prop_assert_eq!(extracted.files.len(), names.len() + 3);
            }
        }
    }
}
