//! What `verify` says of an issued PDF that does not come out the same: what differs, and why.

use std::fs;

use jianbao::testing::{Pdf, compare};

use crate::project::{Output, Project, repository};

const BODY: &str = "会议强调，要压实责任。\n\n会议**要求**，要抓紧整改。各级各部门要提高政治站位。";

fn issued() -> Project {
    let project = Project::with_body(BODY);
    assert_eq!(project.run(["publish", "--yes", "1"]).status, 0);
    project
}

fn verified(project: &Project) -> Output {
    let output = project.run(["verify", "1"]);
    assert_eq!(output.status, 1, "{output}");
    output
}

fn briefing() -> String {
    fs::read_to_string(repository().join("templates/briefing.typ")).expect("read")
}

#[test]
fn another_text_is_shown_by_sentences() {
    let project = issued();
    let body = BODY.replace("抓紧整改", "限期整改");
    project.write("2024/001/10-a.md", format!("---\ntitle: 标题\n---\n{body}\n").as_bytes());
    let output = verified(&project);
    let want = [
        "2024年第1期　文字不同",
        "　　从第 1 页起不同",
        "　　第 1 页　印发：会议要求，要【抓紧】整改。",
        "　　第 1 页　现在：会议要求，要【限期】整改。",
        "　　稿件改动过：2024/001/10-a.md",
        "　　对照图：out/对照/2024-001-第1页.png",
    ];
    assert_eq!(output.stdout.lines().collect::<Vec<_>>(), want, "{output}");
    let png = fs::read(project.path("out/对照/2024-001-第1页.png")).expect("a picture");
    assert!(png.starts_with(b"\x89PNG"));
}

#[test]
fn another_template_changes_the_looks_only() {
    let project = issued();
    let bolder = briefing().replace("stroke: 0.028em", "stroke: 0.06em");
    assert_ne!(bolder, briefing());
    project.write("templates/briefing.typ", bolder.as_bytes());
    let output = verified(&project);
    assert!(output.stdout.starts_with("2024年第1期　文字相同，版面不同\n"), "{output}");
    assert!(output.stdout.contains("看上去不同的页：第 1 页（"), "{output}");
    assert!(output.stdout.contains("模板是印发后加的：templates/briefing.typ"), "{output}");
}

#[test]
fn other_settings_change_the_pages() {
    let project = issued();
    let long = BODY.repeat(20);
    project.write("2024/001/10-a.md", format!("---\ntitle: 标题\n---\n{long}\n").as_bytes());
    assert_eq!(project.run(["publish", "--yes", "1", "--reissue", "补充"]).status, 0);
    let house = format!("{}layout: {{margins: {{left: 40, right: 40}}}}\n", crate::project::HOUSE);
    project.write("jianbao.yaml", house.as_bytes());
    let output = verified(&project);
    assert!(output.stdout.contains("设置改动过：jianbao.yaml"), "{output}");
    assert!(output.stdout.contains("页数不同") || output.stdout.contains("版面不同"), "{output}");
}

#[test]
fn what_cannot_be_set_any_more() {
    let project = issued();
    project.write("2024/001/10-a.md", b"---\ntitle: a\ndate: 2024-02-31\n---\nb\n");
    let output = verified(&project);
    assert!(output.stdout.contains("排不出来\n　　稿件改动过：2024/001/10-a.md\n"), "{output}");
    assert!(output.stdout.contains("2024/001/10-a.md:3:7: 错误[wrong-date]"), "{output}");
    fs::remove_dir_all(project.path("2024")).expect("removed");
    let output = project.run(["verify", "--all"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("稿件已经没有了：2024/001/issue.yaml"), "{output}");
}

#[test]
fn a_report_for_the_browser() {
    let project = issued();
    let body = BODY.replace("抓紧整改", "限期<b>整改");
    project.write("2024/001/10-a.md", format!("---\ntitle: 标题\n---\n{body}\n").as_bytes());
    let body = fs::read_to_string(project.path("2024/001/10-a.md")).expect("read");
    project.write("2024/001/10-a.md", body.replace("<b>", "\\<b\\>").as_bytes());
    let output = project.run(["verify", "--all", "--report", "报告"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.ends_with("对照报告：报告/index.html\n"), "{output}");
    let page = fs::read_to_string(project.path("报告/index.html")).expect("a report");
    assert!(
        page.contains("要【限期&lt;b&gt;】整改") && page.contains("src=\"2024-001-第1页.png\""),
        "{page}"
    );
    assert!(!page.contains("http") && !page.contains("<script"), "{page}");
    assert!(project.path("报告/2024-001-第1页.png").is_file());
}

#[test]
fn a_part_of_what_was_issued() {
    let project = issued()
        .issue("2024/002", "number: 2\ndate: 2024-01-20\n")
        .entry("2024/002/10-a.md", "---\ntitle: 标题\n---\n另一期。\n");
    assert_eq!(project.run(["publish", "--yes", "2"]).status, 0);
    let parts = ["1/2", "2/2"].map(|part| project.run(["verify", "--all", "--shard", part]).stdout);
    let count = |text: &str| text.matches("　一致").count();
    assert_eq!(count(&parts[0]) + count(&parts[1]), 2, "{parts:?}");
    let output = project.run(["verify", "--all", "--changed-since", "2999-01-01"]);
    assert!(output.stdout.contains("都没有改动"), "{output}");
    // One whose folder is gone can be named.
    fs::remove_dir_all(project.path("2024/002")).expect("removed");
    let output = project.run(["verify", "2"]);
    assert!(output.stdout.starts_with("2024年第2期　排不出来"), "{output}");
}

#[test]
fn as_json() {
    let project = issued();
    let output = project.run(["verify", "--all", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!((&all[0]["same"], &all[0]["stored"]), (&true.into(), &"whole".into()), "{output}");
}

#[test]
fn a_pdf_with_its_sources_has_the_same_pages_and_gives_them_back() {
    let project = Project::briefings();
    assert_eq!(project.run(["build", "28", "--out", "plain"]).status, 0);
    assert_eq!(project.run(["publish", "--yes", "28", "--attach"]).status, 0);
    let read = |path: &str| Pdf::parse(fs::read(project.path(path)).expect("read")).expect("a PDF");
    let (plain, attached) = (read("plain/2018-028.pdf"), read("out/2018-028.pdf"));
    let difference = compare(&plain, &attached).expect("pages");
    assert!(difference.text.is_empty() && difference.looks.is_empty(), "{difference:?}");
    assert_eq!(difference.pages, (5, 5));
    let output = project.run(["verify", "28"]);
    assert_eq!((output.status, &*output.stdout), (0, "2018年第28期　一致\n"), "{output}");

    let output = project.run(["extract", "out/2018-028.pdf", "--out", "取出"]);
    assert_eq!(output.status, 0, "{output}");
    for file in ["jianbao.yaml", "2018/028/issue.yaml", "2018/028/30-平鲁区.yaml"] {
        let [ours, theirs] =
            ["", "取出/"].map(|dir| fs::read(project.path(&format!("{dir}{file}"))));
        assert_eq!(ours.expect("read"), theirs.expect("extracted"), "{file}");
    }
    let output = project.run(["-C", "取出", "build", "28"]);
    assert_eq!(output.status, 0, "{output}");
    let [ours, theirs] =
        ["plain", "取出/out"].map(|dir| fs::read(project.path(&format!("{dir}/2018-028.pdf"))));
    assert!(ours.expect("read") == theirs.expect("built"), "other pages");
}

#[test]
fn for_programs_there_is_nothing_but_json() {
    let project = Project::with_body("正文。");
    for args in [["verify", "1", "--format", "json"], ["verify", "--all", "--format", "json"]] {
        let output = project.run(args);
        assert_eq!((output.status, &*output.stdout), (0, "[]\n"), "{output}");
        assert!(output.stderr.contains("还没有"), "{output}");
    }
}
