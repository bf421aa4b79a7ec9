//! Word copies: written the same every time, with a bookmark on everything that an author wrote, and
//! taken back with what was changed in them and nothing else.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::project::{Output, Project};

/// The samples, and which of their issues.
pub const SAMPLES: &[(&str, &str)] = &[
    ("full", "2024-003"),
    ("distribution", "2024-006"),
    ("grid", "2024-012"),
    ("jiyao", "2024-001"),
    ("joint", "2024-007"),
    ("kinds", "2024-增刊01"),
    ("vocabulary", "2024-003"),
];

/// A copy written by the program.
pub fn written(project: &Project, stem: &str) -> PathBuf {
    let output = project.run(["word", "--all"]);
    assert_eq!(output.status, 0, "{output}");
    let path = project.path(&format!("out/{stem}-送审稿.docx"));
    assert!(path.is_file(), "{output}");
    path
}

/// The text of a part.
fn part(copy: &Path, name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(fs::read(copy).expect("read"))).expect("a zip");
    let mut text = String::new();
    zip.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

/// A copy of a copy, some parts of it otherwise: nothing for one that is left out.
fn otherwise(copy: &Path, change: impl Fn(&str, String) -> Option<String>) -> PathBuf {
    let mut zip = ZipArchive::new(Cursor::new(fs::read(copy).expect("read"))).expect("a zip");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).expect("a file");
        let name = file.name().expect("a name").to_string();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("read");
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => change(&name, text).map(String::into_bytes),
            Err(error) => Some(error.into_bytes()),
        };
        if let Some(bytes) = bytes {
            out.start_file(name.as_str(), SimpleFileOptions::default()).expect("begun");
            out.write_all(&bytes).expect("written");
        }
    }
    let path = copy.with_file_name("改过.docx");
    fs::write(&path, out.finish().expect("packed").into_inner()).expect("written");
    path
}

/// The text of a copy with one stretch of it replaced.
fn edited(copy: &Path, from: &str, to: &str) -> PathBuf {
    otherwise(copy, |name, text| {
        if name != "word/document.xml" {
            return Some(text);
        }
        assert!(text.contains(from), "{from} is not in the copy");
        Some(text.replacen(from, to, 1))
    })
}

fn merged(project: &Project, copy: &Path, args: &[&str]) -> Output {
    let copy = copy.to_string_lossy();
    project.run_with(&[&["merge", &*copy], args].concat())
}

const BODY: &str = "望河县召开会议，**安排**整改工作。\n\n柳溪县完成整改三项。\n\n石梁县继续推进。";

fn entry(project: &Project) -> String {
    fs::read_to_string(project.path("2024/001/10-a.md")).expect("read")
}

#[test]
fn the_same_files_give_the_same_bytes() {
    for (sample, stem) in SAMPLES {
        let project = Project::sample(sample);
        let first = fs::read(written(&project, stem)).expect("read");
        let again = fs::read(written(&Project::sample(sample), stem)).expect("read");
        assert!(first == again, "{sample}");
    }
}

#[test]
fn out_and_back_nothing_is_changed() {
    let mut all: Vec<(Project, &str)> =
        SAMPLES.iter().map(|(sample, stem)| (Project::sample(sample), *stem)).collect();
    all.push((Project::briefings(), "2018-028"));
    for (project, stem) in all {
        let copy = written(&project, stem);
        let output = merged(&project, &copy, &[]);
        assert_eq!(output.status, 0, "{output}");
        assert!(output.stdout.contains("没有改动"), "{output}");
    }
}

#[test]
fn a_word_is_changed_and_every_other_byte_stays() {
    let project = Project::with_body(BODY);
    let before = entry(&project);
    let copy = written(&project, "2024-001");
    let copy = edited(&copy, "柳溪县完成整改三项", "柳溪县完成整改五项");
    let output = merged(&project, &copy, &[]);
    assert!(output.stdout.contains("〔－三〕〔＋五〕"), "{output}");
    assert_eq!(entry(&project), before, "nothing is written before somebody agrees");
    let output = merged(&project, &copy, &["--yes"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(entry(&project), before.replace("整改三项", "整改五项"));
    let output = merged(&project, &copy, &["--yes"]);
    assert!(output.stdout.contains("没有改动"), "taken over twice: {output}");
}

#[test]
fn paragraphs_go_come_and_are_renamed() {
    let project = Project::with_body(BODY);
    let copy = written(&project, "2024-001");
    let text = part(&copy, "word/document.xml");
    let at = text.find("石梁县").expect("there");
    let start = text[..at].rfind("<w:p>").expect("a paragraph");
    let end = at + text[at..].find("</w:p>").expect("its end") + "</w:p>".len();
    let new = "<w:p><w:r><w:t>新加的*一段*。</w:t></w:r></w:p>";
    let copy = edited(&copy, &text[start..end], new);
    let copy = edited(&copy, "<w:t xml:space=\"preserve\">标题</w:t>", "<w:t>新标题</w:t>");
    let output = merged(&project, &copy, &["--yes"]);
    assert_eq!(output.status, 0, "{output}");
    let now = entry(&project);
    assert!(now.contains("title: 新标题"), "{now}");
    assert!(now.contains("新加的\\*一段\\*。") && !now.contains("石梁县"), "{now}");
    assert!(now.contains("**安排**整改工作"), "{now}");
}

#[test]
fn tracked_changes_are_accepted_and_remarks_are_told_with_their_authors() {
    let project = Project::with_body(BODY);
    let copy = written(&project, "2024-001");
    let tracked = "<w:t>柳溪县完成整改</w:t></w:r><w:ins w:id=\"1\" w:author=\"李明\"><w:r><w:t>任务</w:t></w:r></w:ins><w:del w:id=\"2\" w:author=\"王芳\"><w:r><w:delText>三项</w:delText></w:r></w:del><w:r><w:t>四项。";
    let copy = edited(&copy, "<w:t xml:space=\"preserve\">柳溪县完成整改三项。", tracked);
    let output = merged(&project, &copy, &["--yes"]);
    assert!(output.stdout.contains("李明、王芳"), "{output}");
    assert!(entry(&project).contains("柳溪县完成整改任务四项。"), "{output}");
}

#[test]
fn what_an_entry_became_meanwhile_is_kept() {
    let project = Project::with_body(BODY);
    let copy = written(&project, "2024-001");
    let both = edited(&copy, "柳溪县完成整改三项", "柳溪县已完成整改三项");
    let changed =
        entry(&project).replace("整改三项", "整改四项").replace("望河县", "新写的一段。\n\n望河县");
    project.write("2024/001/10-a.md", changed.as_bytes());
    let output = merged(&project, &both, &["--yes"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(entry(&project), changed.replace("柳溪县完成", "柳溪县已完成"));
    // The same word, changed on both sides.
    let same = edited(&copy, "柳溪县完成整改三项", "柳溪县完成整改六项");
    project.write("2024/001/10-a.md", changed.as_bytes());
    let output = merged(&project, &same, &["--yes"]);
    assert!(output.stdout.contains("冲突"), "{output}");
    for said in
        ["送出时：柳溪县完成整改三项", "稿件里：柳溪县完成整改四项", "副本里：柳溪县完成整改六项"]
    {
        assert!(output.stdout.contains(said), "{said}: {output}");
    }
    assert_eq!(entry(&project), changed);
    let output = merged(&project, &same, &["--take", "1"]);
    assert_eq!(entry(&project), changed.replace("整改四项", "整改六项"), "{output}");
}

#[test]
fn without_bookmarks_paragraphs_are_told_by_their_words() {
    let project = Project::with_body(BODY);
    let copy = written(&project, "2024-001");
    let copy = edited(&copy, "柳溪县完成整改三项", "柳溪县完成整改五项");
    let copy = otherwise(&copy, |name, text| {
        let marks = text.replace("<w:bookmarkStart ", "<w:proofErr w:type=\"x\" ");
        Some(if name == "word/document.xml" { marks } else { text })
    });
    let output = merged(&project, &copy, &["--yes"]);
    assert!(output.stdout.contains("书签丢了"), "{output}");
    assert!(entry(&project).contains("柳溪县完成整改五项。"), "{output}");
}

#[test]
fn what_no_program_kept_is_no_reason_to_lose_anything() {
    let project = Project::with_body(BODY);
    let copy = written(&project, "2024-001");
    let copy = edited(&copy, "柳溪县完成整改三项", "柳溪县完成整改五项");
    let copy = otherwise(&copy, |name, text| (!name.starts_with("customXml/")).then_some(text));
    let output = merged(&project, &copy, &["--yes"]);
    assert!(entry(&project).contains("柳溪县完成整改五项。"), "{output}");
}

#[test]
fn files_that_are_no_copies_are_told_by_what_they_are() {
    let project = Project::with_body(BODY);
    let copy = written(&project, "2024-001");
    let bytes = fs::read(&copy).expect("read");
    project.write("half.docx", &bytes[..bytes.len() / 2]);
    project.write("text.docx", "不是 Word 文件".as_bytes());
    let stripped = otherwise(&copy, |name, text| (name != "docProps/custom.xml").then_some(text));
    let other = otherwise(&copy, |_, text| Some(text.replace("2024/1 送审稿", "2023/9 送审稿")));
    fs::copy(&other, project.path("other.docx")).expect("copied");
    let before = entry(&project);
    for (file, said) in [
        (project.path("half.docx"), "读不了"),
        (project.path("text.docx"), "读不了"),
        (stripped, "不是本程序写的副本"),
        (project.path("other.docx"), "没有符合「2023/9」的简报"),
    ] {
        let output = merged(&project, &file, &["--yes"]);
        assert_ne!(output.status, 0, "{output}");
        assert!(output.stderr.contains(said) || said.starts_with("不是"), "{said}: {output}");
        assert_eq!(entry(&project), before);
    }
}

#[test]
fn a_corrected_copy_is_not_written_over() {
    let project = Project::with_body(BODY);
    let copy = written(&project, "2024-001");
    let saved = otherwise(&copy, |name, text| {
        // Some programs do not say that it was they who saved it.
        let word = text.replace("完成整改三项", "完成整改五项");
        Some(if name == "word/document.xml" { word } else { text })
    });
    let bytes = fs::read(&saved).expect("read");
    fs::copy(&saved, &copy).expect("copied");
    let output = project.run(["word", "1"]);
    assert!(output.status != 0 && output.stdout.contains("没有换掉它"), "{output}");
    assert_eq!(fs::read(&copy).expect("read"), bytes);
    let output = project.run(["word", "1", "--force"]);
    assert_eq!(output.status, 0, "{output}");
    assert_ne!(fs::read(&copy).expect("read"), bytes);
    // One that nobody touched is no reason to ask.
    let output = project.run(["word", "1"]);
    assert_eq!(output.status, 0, "{output}");
}

#[test]
fn an_issued_issue_is_not_changed() {
    let project = Project::with_body(BODY);
    let copy = written(&project, "2024-001");
    let copy = edited(&copy, "柳溪县完成整改三项", "柳溪县完成整改五项");
    let output = project.run(["publish", "--yes", "1", "--yes"]);
    assert_eq!(output.status, 0, "{output}");
    let before = entry(&project);
    let output = merged(&project, &copy, &["--yes"]);
    assert!(output.status != 0 && output.stderr.contains("已印发"), "{output}");
    assert_eq!(entry(&project), before);
}
