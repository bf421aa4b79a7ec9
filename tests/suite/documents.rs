//! What kinds of PDF are written: archive copies, drafts, the kept Typst files, and the samples'
//! texts.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::measure::pages;
use crate::outside::{ask, dense, did_not_run, have, page_count, text, words};
use crate::project::{FIRST, HOUSE, Project};

/// The marks of an archive copy and of an accessible document in a PDF's metadata.
fn marks(pdf: &Path) -> Vec<&'static str> {
    let xmp = dense(&ask("pdfinfo", &["-meta"], pdf, &[]));
    [
        ("PDF/A-2", "<pdfaid:part>2</pdfaid:part>"),
        ("a", "<pdfaid:conformance>A</pdfaid:conformance>"),
        ("PDF/UA-1", "<pdfuaid:part>1</pdfuaid:part>"),
    ]
    .into_iter()
    .filter(|(_, mark)| xmp.contains(mark))
    .map(|(name, _)| name)
    .collect()
}

#[test]
fn every_sample_is_an_accessible_archive_copy() {
    if !have(&["pdfinfo", "qpdf"]) {
        return;
    }
    for name in ["distribution", "vocabulary", "kinds"] {
        let project = Project::sample(name);
        let pdf = project.built();
        assert_eq!(marks(&pdf), ["PDF/A-2", "a", "PDF/UA-1"], "{name}");
        ask("qpdf", &["--check"], &pdf, &[]);
    }
}

#[test]
fn a_picture_without_text_costs_the_accessible_mark() {
    if !have(&["pdfinfo"]) {
        return;
    }
    let project = Project::with_body("正文。\n\n![](a.png)")
        .bytes("2024/001/a.png", &fs::read(crate::findings::picture()).expect("read"));
    let output = project.run(["build", "1", "--format", "short"]);
    assert_eq!(output.status, 0, "{output}");
    let findings = output.findings();
    assert_eq!(findings.len(), 1, "{output}");
    assert!(findings[0].starts_with("2024/001/10-a.md:6:1: 警告[picture-alt]: "), "{output}");
    assert!(findings[0].contains("a.png"), "the warning says which: {output}");
    assert_eq!(marks(&project.path("out/2024-001.pdf")), ["PDF/A-2", "a"]);
}

#[test]
fn a_draft_is_no_archive_copy_and_leaves_the_final_one_alone() {
    if !have(&["pdfinfo", "pdftotext"]) {
        return;
    }
    let project = Project::briefings();
    assert_eq!(project.run(["build", "28"]).status, 0);
    let before = project.pdf("2018-028.pdf");
    let output = project.run(["build", "28", "--draft"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains("2018-028-草稿.pdf"), "{output}");
    assert!(project.pdf("2018-028.pdf") == before, "the final PDF was touched");
    let (last, draft) = (project.path("out/2018-028.pdf"), project.path("out/2018-028-草稿.pdf"));
    assert_eq!(marks(&draft), [] as [&str; 0]);
    assert!(!text(&last).contains("草稿"));
    for page in text(&draft).split_terminator('\u{c}') {
        assert!(dense(page).contains("草") && dense(page).contains("稿"), "{page}");
    }
}

#[test]
fn the_watermark_moves_no_line() {
    if !have(&["pdftotext", "qpdf"]) {
        return;
    }
    for project in
        [Project::briefings(), Project::sample("distribution"), Project::sample("vocabulary")]
    {
        let last = project.built();
        let output = project.run(["build", "--all", "--draft"]);
        assert_eq!(output.status, 0, "{output}");
        let name = last.file_stem().expect("a name").to_string_lossy().into_owned();
        let draft = last.with_file_name(format!("{name}-草稿.pdf"));
        let (last_pages, draft_pages) = (pages(&last), pages(&draft));
        assert_eq!(last_pages.len(), draft_pages.len());
        for (number, (a, b)) in last_pages.iter().zip(&draft_pages).enumerate() {
            // The watermark is the only text as large as that, and turned.
            let own = |run: &&crate::measure::Run| run.size < 63.0 && run.size > 1.0;
            let (a_runs, b_runs): (Vec<_>, Vec<_>) =
                (a.runs.iter().filter(own).collect(), b.runs.iter().filter(own).collect());
            for run in &a_runs {
                assert!(b_runs.contains(run), "{name} page {}: {run:?} moved", number + 1);
            }
            assert_eq!(a.lines, b.lines, "{name} page {}", number + 1);
        }
        let boxes = |pdf: &Path| -> Vec<(String, String)> {
            words(pdf).into_iter().filter(|(_, word)| !word.contains(['草', '稿'])).collect()
        };
        let (ours, theirs) = (boxes(&last), boxes(&draft));
        let lost: Vec<_> = ours.iter().filter(|word| !theirs.contains(word)).collect();
        assert!(lost.is_empty(), "{name}: other boxes in the draft: {lost:?}");
    }
}

#[test]
fn the_watermark_survives_a_black_and_white_printer() {
    if !have(&["pdftoppm"]) {
        return;
    }
    let project = Project::with_body("正文。");
    assert_eq!(project.run(["build", "1", "--draft"]).status, 0);
    let draft = project.path("out/2024-001-草稿.pdf");
    // There is nothing else in the middle of the page. A fifth of black is what a printer's screen
    // of dots still shows.
    let part = crate::outside::Part { left: 40.0, top: 170.0, width: 130.0, height: 80.0 };
    let ink = crate::outside::ink(&draft, 1, part, 204);
    assert!(ink.is_some(), "nothing of the watermark is as dark as a fifth of black");
}

#[test]
fn kept_typst_files_compile_with_an_ordinary_compiler() {
    if !have(&["pdfinfo"]) {
        return;
    }
    let python = Command::new("python3").args(["-c", "import typst"]).output();
    if !python.is_ok_and(|output| output.status.success()) {
        did_not_run("python3 with the package typst is missing");
        return;
    }
    for project in [
        Project::briefings(),
        Project::sample("distribution"),
        Project::sample("vocabulary"),
        Project::sample("kinds"),
    ] {
        let output = project.run(["build", "--all", "--keep-typ"]);
        assert_eq!(output.status, 0, "{output}");
        let kept = folder(&project.path("out"));
        let pdf = kept.with_extension("pdf");
        let again = kept.with_extension("again.pdf");
        let script = "import sys, typst\n\
            root, fonts, out = sys.argv[1:]\n\
            typst.compile(root + '/main.typ', output=out, root=root, font_paths=[fonts], ignore_system_fonts=True)\n";
        let compiled = Command::new("python3")
            .args(["-c", script])
            .args([&kept, &crate::project::repository().join("fonts"), &again])
            .output()
            .expect("python3 runs");
        let stderr = String::from_utf8_lossy(&compiled.stderr);
        assert!(compiled.status.success(), "{}: {stderr}", kept.display());
        assert_eq!(page_count(&again), page_count(&pdf), "{}", kept.display());
        assert_eq!(dense(&text(&again)), dense(&text(&pdf)), "{}", kept.display());
    }
}

/// The one folder in a folder.
fn folder(dir: &Path) -> std::path::PathBuf {
    let entries = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.into_iter().find(|path| path.is_dir()).expect("the kept Typst files")
}

#[test]
fn where_it_is_built_does_not_show() {
    for name in ["distribution", "vocabulary", "kinds"] {
        let build = || fs::read(Project::sample(name).built()).expect("read");
        assert!(build() == build(), "{name} differs between two folders");
    }
}

/// A way to encode a file.
type Form<'a> = &'a dyn Fn(&str) -> Vec<u8>;

#[test]
fn an_encoding_does_not_show() {
    let settings = "name: 工作简报\nissuer: 河东市人民政府办公室\n";
    let entry = "---\ntitle: 甲县动态\n---\n第一段的第一行\n第二行。\n\n第二段，**加粗**。\n";
    let plain = Project::new().settings(settings).issue("2024/001", FIRST);
    let plain = fs::read(plain.entry("2024/001/10-a.md", entry).built()).expect("read");
    let gb18030 = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let crlf = |text: &str| text.replace('\n', "\r\n").into_bytes();
    let marked = |text: &str| [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let forms: [(&str, Form); 4] = [
        ("GB18030", &gb18030),
        ("CRLF", &crlf),
        ("a byte-order mark", &marked),
        ("GB18030 with CRLF", &|text| gb18030(&text.replace('\n', "\r\n"))),
    ];
    for (name, form) in forms {
        let project = Project::new()
            .bytes("jianbao.yaml", &form(settings))
            .bytes("2024/001/issue.yaml", &form(FIRST))
            .bytes("2024/001/10-a.md", &form(entry));
        assert!(fs::read(project.built()).expect("read") == plain, "{name} makes another PDF");
    }
}

#[test]
fn chinese_keys_do_not_show() {
    let english = Project::new()
        .settings("name: 简报\nissuer: 甲\ncolumns:\n  - {id: a, title: 动态, mark: ◆, kind: report}\ndistribution: {report: [乙], copies: 2}\n")
        .issue("2024/001", "number: 1\ndate: 2024-01-15\ntotal: 9\neditors-note: 按语\n")
        .entry("2024/001/1.yaml", "column: a\ntitle: 题\nsource: 县\nmeasures: [一]\nbody: 文\n");
    let chinese = Project::new()
        .settings("名称: 简报\n编发单位: 甲\n栏目:\n  - {标识: a, 标题: 动态, 标记: ◆, 类型: report}\n报送: {报: [乙], 份数: 2}\n")
        .issue("2024/001", "期号: 1\n日期: 2024年1月15日\n总期号: 9\n编者按: 按语\n")
        .entry("2024/001/1.yaml", "栏目: 动态\n标题: 题\n来源: 县\n措施: [一]\n正文: 文\n");
    let read = |project: Project| fs::read(project.built()).expect("read");
    assert!(read(english) == read(chinese), "Chinese keys make another PDF");
}

#[test]
fn the_samples_read_as_written() {
    if !have(&["pdftotext"]) {
        return;
    }
    for name in ["distribution", "vocabulary", "kinds"] {
        insta::assert_snapshot!(format!("text_of_{name}"), text(&Project::sample(name).into_pdf()));
    }
}

#[test]
fn a_measure_is_a_paragraph_of_its_own() {
    if !have(&["pdftotext"]) {
        return;
    }
    let project = Project::with_issue().entry(
        "2024/001/10-a.yaml",
        "title: 标题\nbody: 正文。\nmeasures: [压实责任。逐户建账。, 限期完成]\n",
    );
    let text = text(&project.built());
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for line in ["正文。", "一是压实责任。逐户建账。", "二是限期完成"] {
        assert!(lines.contains(&line), "「{line}」 is no line of its own:\n{text}");
    }
}

#[test]
fn a_line_break_between_han_is_no_space() {
    if !have(&["pdftotext"]) {
        return;
    }
    let text = text(&Project::with_body("第一行\n第二行\nLatin\nwords，\n逗号").into_pdf());
    assert!(text.contains("第一行第二行"), "{text}");
    assert!(text.contains("Latin words"), "{text}");
    assert!(text.contains("words，逗号"), "{text}");
}

#[test]
fn an_issue_of_its_own_may_override_the_house() {
    if !have(&["pdftotext"]) {
        return;
    }
    let project = Project::with_body("正文。")
        .settings(&format!("{HOUSE}prefix: 甲活动\ndistribution: {{report: [省委], copies: 5}}\n"))
        .issue(
            "2024/001",
            &format!("{FIRST}name: 特刊\nissuer: 乙局\ndistribution: {{send: [市委]}}\n"),
        );
    let set = dense(&text(&project.built()));
    for wanted in ["甲活动", "特刊", "乙局", "报：省委。", "送：市委。", "（共印5份）"]
    {
        assert!(set.contains(wanted), "「{wanted}」 in {set}");
    }
    assert!(!set.contains("工作简报") && !set.contains("河东市"), "{set}");
}
