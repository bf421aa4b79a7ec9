//! OFD: sound by the standard's own rules, with the text of its PDF, of its size at most and a half, the
//! same bytes each time; and known to the register.

mod issued;
mod package;
mod schema;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;

use crate::generate::make_archive;
use crate::outside::{ask, dense, did_not_run, have};
use crate::project::{HOUSE, Project};
use package::Package;

/// Every workspace of the repository that has no mistake in it, and whether its issues lead to addresses
/// of the web: those are no archive files.
const SAMPLES: &[(&str, bool)] = &[
    ("briefings", false),
    ("distribution", false),
    ("full", false),
    ("grid", false),
    ("jiyao", false),
    ("joint", false),
    ("kinds", false),
    ("vocabulary", true),
];

fn sample(name: &str) -> Project {
    if name == "briefings" { Project::briefings() } else { Project::sample(name) }
}

/// The files of a folder with this ending, sorted.
fn with_ending(dir: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|it| it == ending)).collect();
    found.sort();
    found
}

/// Builds everything as OFD; gives each OFD with its PDF.
fn built(project: &Project) -> Vec<(PathBuf, PathBuf)> {
    let output = project.run(["build", "--all", "--as", "ofd", "--format", "short"]);
    assert_eq!(output.status, 0, "{output}");
    let found = with_ending(&project.path("out"), "ofd");
    let pairs: Vec<(PathBuf, PathBuf)> =
        found.into_iter().map(|ofd| (ofd.clone(), ofd.with_extension("pdf"))).collect();
    assert!(!pairs.is_empty() && pairs.iter().all(|(_, pdf)| pdf.is_file()), "{output}");
    pairs
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).expect("a file").len()
}

#[test]
fn each_sample_keeps_to_the_standard_and_its_size() {
    for (name, leads_out) in SAMPLES {
        let project = sample(name);
        for (ofd, pdf) in built(&project) {
            let package = Package::read(&fs::read(&ofd).expect("read"));
            assert_eq!(package.faults(), Vec::<String>::new(), "{}", ofd.display());
            let kind = if *leads_out { "OFD" } else { "OFD-A" };
            assert_eq!(package.kind(), kind, "{}", ofd.display());
            assert!(size(&ofd) * 2 <= size(&pdf) * 3, "{}: {}", ofd.display(), size(&ofd));
        }
    }
}

/// A reader that shares no code with us finds the words of the PDF, page by page and in their order.
#[test]
fn each_page_has_the_text_of_its_pdf() {
    const READ: &str = "\
import json, sys, ofdkit
with ofdkit.open(sys.argv[1]) as document:
    print(json.dumps([''.join(run.text for run in page.runs) for page in document.pages]))";
    if !have(&["pdftotext", "python3"]) {
        return;
    }
    let known = Command::new("python3").args(["-c", "import ofdkit"]).output();
    if !known.is_ok_and(|output| output.status.success()) {
        did_not_run("missing: ofdkit (pip install ofdkit)");
        return;
    }
    for (name, _) in SAMPLES {
        let project = sample(name);
        for (ofd, pdf) in built(&project) {
            let output = Command::new("python3").args(["-c", READ]).arg(&ofd).output();
            let output = output.expect("python");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let pages: Vec<String> = serde_json::from_slice(&output.stdout).expect("pages");
            let text = ask("pdftotext", &["-raw"], &pdf, &["-"]);
            let kept: Vec<String> = text.split('\u{C}').map(dense).collect();
            assert_eq!(pages.len() + 1, kept.len(), "{}", ofd.display());
            for (number, (page, kept)) in (1..).zip(pages.iter().zip(&kept)) {
                assert_eq!(&dense(page), kept, "{} page {number}", ofd.display());
            }
        }
    }
}

#[test]
fn the_same_issue_gives_the_same_bytes() {
    let bytes = || {
        let project = sample("full");
        built(&project).into_iter().map(|(ofd, _)| fs::read(ofd).expect("read")).collect::<Vec<_>>()
    };
    assert!(bytes() == bytes());
}

/// What not every reader draws is drawn otherwise.
#[test]
fn only_what_every_reader_draws_is_written() {
    const DRAWN: &str = "{% extends \"entries/_entry.typ\" %}
{% block end -%}
#place(bottom + left, pdf.artifact[
#line(length: 40mm, stroke: (paint: blue, thickness: 1pt, dash: \"dashed\"))
#box(curve(fill: green, fill-rule: \"even-odd\", curve.move((0mm, 0mm)), curve.line((20mm, 0mm)),
  curve.line((20mm, 20mm)), curve.line((0mm, 20mm)), curve.close(), curve.move((5mm, 5mm)),
  curve.line((15mm, 5mm)), curve.line((15mm, 15mm)), curve.line((5mm, 15mm)), curve.close()))
#box(rect(width: 20mm, height: 5mm, fill: gradient.linear(red, blue)))
#box(circle(radius: 5mm, fill: rgb(0, 0, 255, 50%)))
#box(rotate(30deg)[转动]) #box(scale(x: 150%, y: 100%)[拉宽])
#box(width: 8mm, height: 8mm, clip: true, rect(width: 20mm, height: 3mm, fill: black))
])
{% endblock end %}";
    let project = Project::with_issue()
        .entry("2024/001/10-a.md", "---\ntitle: 标题\nkind: 走访\n---\n**加粗**正文𠮟。\n")
        .file("templates/entries/走访.typ", DRAWN);
    let (ofd, _) = built(&project).remove(0);
    let package = Package::read(&fs::read(ofd).expect("read"));
    assert_eq!(package.faults(), Vec::<String>::new());
    let pages = package.pages();
    for never in ["DashPattern", "Alpha", "Rule", "Clips", "Pattern", "AxialShd"] {
        assert!(!pages.contains(never), "{never}");
    }
    // The gradient, and what is cut to its box.
    assert_eq!(pages.matches("<ofd:ImageObject ").count(), 2, "{pages}");
    // Half of blue on white.
    assert!(pages.contains("Value=\"127 127 255\"") || pages.contains("Value=\"128 128 255\""));
    for told in
        ["CTM=\"0.866025 0.5 -0.5 0.866025 ", "HScale=\"1.5\"", " Stroke=\"true\" Fill=\"true\""]
    {
        assert!(pages.contains(told), "{told}");
    }
    // A character that is two for some readers stands by itself.
    assert!(pages.contains(">𠮟</ofd:TextCode>"), "{pages}");
}

#[test]
fn a_draft_is_no_archive_file() {
    let project = Project::with_body("正文。");
    let output = project.run(["build", "1", "--draft", "--as", "ofd"]);
    assert_eq!(output.status, 0, "{output}");
    let bytes = fs::read(project.path("out/2024-001-草稿.ofd")).expect("a draft");
    let package = Package::read(&bytes);
    assert_eq!(package.faults(), Vec::<String>::new());
    assert_eq!(package.kind(), "OFD");
    // The watermark lies under the text, which it would hide where it lets nothing through.
    let pages = package.pages();
    let at = |text: &str| pages.find(text).unwrap_or_else(|| panic!("{text} in {pages}"));
    assert!(at(">草稿</ofd:TextCode>") < at(">正文。</ofd:TextCode>"));
}

#[test]
fn sources_go_along_as_texts() {
    let project = Project::new()
        .settings(&format!("{HOUSE}outputs: [pdf, OFD]\n"))
        .issue("2024/001", crate::project::FIRST)
        .entry("2024/001/10-a.md", "---\ntitle: 标题\n---\n![图](assets/a.png)\n")
        .bytes("2024/001/assets/a.png", include_bytes!("../../docs/page-1.png"));
    let output = project.run(["publish", "--yes", "1", "--attach", "--yes"]);
    assert_eq!(output.status, 0, "{output}");
    let bytes = fs::read(project.path("out/2024-001.ofd")).expect("an OFD");
    let package = Package::read(&bytes);
    assert_eq!(package.faults(), Vec::<String>::new());
    assert_eq!(package.kind(), "OFD-A");
    let list = package.text("Doc_0/Attachs/Attachments.xml");
    for name in ["2024/001/issue.yaml.txt", "2024/001/10-a.md.txt", "jianbao.yaml.txt"] {
        assert!(list.contains(&format!("Name=\"{name}\"")), "{list}");
    }
    assert!(!list.contains("a.png"), "{list}");
    let head = package.text("OFD.xml");
    assert!(head.contains("Name=\"期号\">2024/1<") && head.contains("Name=\"版次\">1<"), "{head}");
}

#[test]
fn a_form_that_nobody_makes_is_told() {
    let project = Project::with_body("正文。");
    let output = project.run(["build", "1", "--as", "docm"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(
        output.stderr.contains("不能生成「docm」") && output.stderr.contains("ofd"),
        "{output}"
    );
    project.write("jianbao.yaml", format!("{HOUSE}输出: [pdf, 纸]\n").as_bytes());
    let output = project.run(["build", "1", "--format", "short"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(
        output.stdout.contains("jianbao.yaml:3:11") && output.stdout.contains("不能输出「纸」"),
        "{output}"
    );
}

/// Made-up issues as offices write them.
#[test]
fn an_archive_is_sound() {
    for seed in [3, 20_181_127] {
        let project = Project::new();
        make_archive(&project.path(""), 10, seed);
        for (ofd, pdf) in built(&project) {
            let package = Package::read(&fs::read(&ofd).expect("read"));
            assert_eq!(package.faults(), Vec::<String>::new(), "{}", ofd.display());
            assert!(size(&ofd) * 2 <= size(&pdf) * 3, "{}", ofd.display());
        }
    }
}

fn anything() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        "[一-龥，。；：“”]{1,30}",
        "[a-zA-Z0-9 .,fi]{1,12}",
        Just("**加粗的话**".to_owned()),
        Just("\n\n## 一、小标题\n\n".to_owned()),
        Just("\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 二 |\n\n".to_owned()),
        Just("\n\n- 一项\n- 又一项\n\n".to_owned()),
        Just("[链接](https://a.example.cn/?a=1&b=<2>)".to_owned()),
        Just("话[^1]\n\n[^1]: 注\n\n".to_owned()),
        Just("𠮟㐀fi—…①".to_owned()),
    ];
    proptest::collection::vec(pieces, 1..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever an entry says: no object off the page, no glyph without a face.
    #[test]
    fn any_entry_is_sound(body in anything()) {
        let project = Project::with_body(&body);
        let output = project.run(["build", "1", "--as", "ofd"]);
        // What stops the PDF stops the OFD.
        if project.path("out/2024-001.pdf").is_file() {
            let bytes = fs::read(project.path("out/2024-001.ofd"));
            let bytes = bytes.unwrap_or_else(|_| panic!("no OFD: {output}"));
            prop_assert_eq!(Package::read(&bytes).faults(), Vec::<String>::new());
            let pdf = size(&project.path("out/2024-001.pdf"));
            prop_assert!(bytes.len() as u64 * 2 <= pdf * 3);
        }
    }
}
