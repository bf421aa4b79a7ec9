//! What was issued stays as it was issued: the register, the kept PDF, and what is built beside it.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::project::{Project, ledger};

const ENTRY: &str = "2024/001/10-a.md";

fn text(body: &str) -> String {
    format!("---\ntitle: 全市|推进会议召开\nsource: 甲县\n---\n{body}\n")
}

/// A workspace whose issue 2024/001 is issued.
fn issued() -> Project {
    let project = Project::with_issue().entry(ENTRY, &text("会议强调，要压实责任。"));
    let output = project.run(["publish", "--yes", "1"]);
    assert_eq!(output.status, 0, "{output}");
    let told = "2024年第1期　1 页　out/2024-001.pdf　已印发，登记在 ledger.yaml\n";
    assert_eq!(output.stdout, told, "{output}");
    project
}

fn change(project: &Project) {
    project.write(ENTRY, text("会议要求，要压实责任。").as_bytes());
}

fn sha256(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The only line of a text that holds some words.
fn line<'a>(text: &'a str, words: &str) -> &'a str {
    let found: Vec<&str> = text.lines().filter(|line| line.contains(words)).collect();
    assert_eq!(found.len(), 1, "{words} in\n{text}");
    found[0]
}

#[test]
fn the_register_says_what_was_issued_and_of_what() {
    let project = Project::with_issue()
        .entry(ENTRY, &text("![图](assets/a.png)"))
        .entry("2024/001/20-b.md", "---\ntitle: 暂缓的一篇\nhold: true\n---\n正文。\n")
        .bytes("2024/001/assets/a.png", include_bytes!("../../docs/page-1.png"))
        .file("templates/entries/走访.typ", "{% extends \"entries/_entry.typ\" %}");
    assert_eq!(project.run(["publish", "--yes", "1"]).status, 0);
    let ledger = ledger(&project);
    for path in [
        "2024/001/issue.yaml",
        ENTRY,
        "2024/001/assets/a.png",
        "jianbao.yaml",
        "templates/entries/走访.typ",
    ] {
        let digest = sha256(&project.path(path));
        assert_eq!(line(&ledger, path).trim(), format!("- {digest}  {path}"));
    }
    let pdf = sha256(&project.path("out/2024-001.pdf"));
    assert_eq!(line(&ledger, "sha256: ").trim(), format!("sha256: {pdf}"));
    assert_eq!(line(&ledger, "标题"), "  标题:");
    assert!(ledger.contains("    - 全市推进会议召开\n"), "{ledger}");
    assert!(ledger.contains("版式: gb9704") && ledger.contains("程序: jianbao "), "{ledger}");
    let font =
        sha256(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/ZhuqueFangsong-Regular.ttf")));
    assert_eq!(
        line(&ledger, "Zhuque").trim(),
        format!("- {font}  内置/ZhuqueFangsong-Regular.ttf")
    );
    assert!(!ledger.contains("20-b.md"), "what is put aside is not issued:\n{ledger}");
}

#[test]
fn the_same_is_not_entered_twice() {
    let project = issued();
    let before = ledger(&project);
    let output = project.run(["publish", "--yes", "1"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains("早已印发（第 1 版），与存档一致，没有重复登记"), "{output}");
    assert_eq!(ledger(&project), before);
}

#[test]
fn an_issued_pdf_is_never_written_over() {
    let project = issued();
    let kept = project.pdf("2024-001.pdf");
    assert!(project.run(["list"]).stdout.contains("已印发"));
    let output = project.run(["build", "1"]);
    assert!(output.stdout.contains("与印发的一致"), "{output}");
    change(&project);
    assert!(project.run(["list"]).stdout.contains("已印发，稿件有改动"));
    for args in [["build", "1"], ["build", "--all"]] {
        let output = project.run(args);
        assert_eq!(output.status, 0, "{output}");
        assert!(output.stdout.contains("out/2024-001-重排.pdf"), "{output}");
        assert!(project.pdf("2024-001.pdf") == kept && project.pdf("2024-001-重排.pdf") != kept);
    }
    let output = project.run(["build", "--all"]);
    assert!(output.stdout.contains("没有变化　out/2024-001-重排.pdf　与印发的不同"), "{output}");
    let output = project.run(["build", "1"]);
    assert!(
        output.stdout.contains("这一期已经印发") && output.stdout.contains("--reissue"),
        "{output}"
    );
    let output = project.run(["publish", "--yes", "1"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("错误[issued]: 「2024/1」已于 "), "{output}");
    assert!(output.stdout.contains("没有印发"), "{output}");
    assert!(project.pdf("2024-001.pdf") == kept);
    // However the folder is written.
    fs::create_dir(project.path("a")).expect("a folder");
    for out in ["out", "./out", "a/../out", project.path("out").to_str().expect("UTF-8")] {
        let output = project.run(["build", "1", "--out", out]);
        assert!(output.stdout.contains("2024-001-重排.pdf"), "{output}");
        assert!(project.pdf("2024-001.pdf") == kept, "{out}");
    }
    // Elsewhere nothing is in the way.
    assert_eq!(project.run(["build", "1", "--out", "新"]).status, 0);
    assert!(project.path("新/2024-001.pdf").is_file());
}

#[test]
fn a_reason_issues_it_again_and_keeps_the_one_before() {
    for command in ["publish", "build"] {
        let project = issued();
        let (kept, before) = (project.pdf("2024-001.pdf"), ledger(&project));
        change(&project);
        let output = project.run([command, "1", "--reissue", " 更正：第1页的\"用词\" "]);
        assert_eq!(output.status, 0, "{output}");
        assert!(
            output.stdout.contains(
                "已重新印发（第 2 版），登记在 ledger.yaml；上一版存为 out/2024-001-第1版.pdf"
            ),
            "{output}"
        );
        assert!(project.pdf("2024-001-第1版.pdf") == kept && project.pdf("2024-001.pdf") != kept);
        let after = ledger(&project);
        assert!(after.starts_with(&before), "{after}");
        let entered = &after[before.len()..];
        assert!(
            entered.contains(
                "  版次: 2\n  重发原因: \"更正：第1页的\\\"用词\\\"\"\n  上一版: out/2024-001-第1版.pdf\n"
            ),
            "{entered}"
        );
        assert!(project.run(["list"]).stdout.contains("已印发"));
        let output = project.run(["verify", "1"]);
        assert_eq!(
            (output.status, &*output.stdout),
            (0, "2024年第1期（第 2 版）　一致\n"),
            "{output}"
        );
    }
    let project = issued();
    let output = project.run(["publish", "--yes", "1", "--reissue", " "]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.stderr.contains("重新印发要写明原因"), "{output}");
}

#[test]
fn building_with_a_reason_issues_nothing_that_was_not_issued() {
    let project = issued()
        .issue("2024/002", "number: 2\ndate: 2024-01-20\n")
        .entry("2024/002/10-a.md", &text("另一期。"));
    change(&project);
    let output = project.run(["build", "--all", "--reissue", "更正"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(ledger(&project).matches("- 期号: 2024/1").count(), 2);
    assert!(!ledger(&project).contains("2024/2") && project.path("out/2024-002.pdf").is_file());
}

#[test]
fn an_issue_with_its_sources_goes_on_to_carry_them() {
    let project = Project::with_issue().entry(ENTRY, &text("正文。"));
    assert_eq!(project.run(["publish", "--yes", "1", "--attach"]).status, 0);
    for (args, says) in [
        (&["build", "1"][..], "与印发的一致"),
        (&["publish", "--yes", "1"], "没有重复登记"),
        (&["verify", "1"], "一致"),
    ] {
        let output = project.run_with(args);
        assert!(output.status == 0 && output.stdout.contains(says), "{output}");
        assert!(!project.path("out/2024-001-重排.pdf").exists(), "{output}");
    }
    change(&project);
    assert_eq!(project.run(["build", "1"]).status, 0);
    assert!(project.path("out/2024-001-重排.pdf").exists());
    assert_eq!(project.run(["publish", "--yes", "1", "--reissue", "更正"]).status, 0);
    assert!(!project.path("out/2024-001-重排.pdf").exists(), "it is the issued one now");
    assert_eq!(project.run(["extract", "out/2024-001.pdf"]).status, 0);
    assert_eq!(ledger(&project).matches("  附带稿件: 是\n").count(), 2);

    let plain = issued();
    let output = plain.run(["publish", "--yes", "1", "--attach"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("当时没有附带稿件，没有再印发"), "{output}");
}

#[test]
fn a_kept_pdf_that_is_gone_or_altered() {
    let project = issued();
    let kept = project.pdf("2024-001.pdf");
    fs::remove_file(project.path("out/2024-001.pdf")).expect("removed");
    assert!(project.run(["list"]).stdout.contains("已印发，PDF 不见了"));
    let output = project.run(["verify", "1"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("一致，但存档的 PDF 不见了"), "{output}");
    let output = project.run(["build", "1"]);
    assert!(output.stdout.contains("已按原样补上"), "{output}");
    assert!(project.pdf("2024-001.pdf") == kept);
    fs::remove_file(project.path("out/2024-001.pdf")).expect("removed");
    let output = project.run(["publish", "--yes", "1"]);
    assert!(output.stdout.contains("存档的 PDF 不见了，已按原样补上，没有重复登记"), "{output}");
    assert!(project.pdf("2024-001.pdf") == kept);

    project.write(ENTRY, text("另一句。").as_bytes());
    assert_eq!(project.run(["build", "--all"]).status, 0);
    fs::remove_file(project.path("out/2024-001.pdf")).expect("removed");
    let output = project.run(["build", "--all"]);
    assert!(output.stdout.contains("存档的 PDF 不见了，请从备份取回"), "{output}");
    project.write(ENTRY, text("会议强调，要压实责任。").as_bytes());
    let output = project.run(["build", "1"]);
    assert!(
        output.stdout.contains("（旁边的 out/2024-001-重排.pdf 是以前排的，可以删去）")
            || output.stdout.contains("补上"),
        "{output}"
    );
    let output = project.run(["build", "1"]);
    assert!(
        output.stdout.contains("（旁边的 out/2024-001-重排.pdf 是以前排的，可以删去）"),
        "{output}"
    );

    project.write("out/2024-001.pdf", b"%PDF-1.7 something else");
    let output = project.run(["build", "1"]);
    assert!(
        output.stdout.contains("与登记的不符") && output.stdout.contains("-重排.pdf"),
        "{output}"
    );
    let output = project.run(["publish", "--yes", "1"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("存档的 PDF 与登记的不符，可能被人改过"), "{output}");
    change(&project);
    let output = project.run(["publish", "--yes", "1", "--reissue", "更正"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("存档的「out/2024-001.pdf」与登记的不符"), "{output}");
    assert_eq!(project.pdf("2024-001.pdf"), b"%PDF-1.7 something else");
    let output = project.run(["verify", "1"]);
    assert!(output.stdout.contains("不一致，存档的 PDF 被改过，无法对照"), "{output}");
    // There is none to put by, and that is what is said.
    fs::remove_file(project.path("out/2024-001.pdf")).expect("removed");
    let output = project.run(["publish", "--yes", "1", "--reissue", "更正"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains("上一版的 PDF 早已不见，没有另存"), "{output}");
}

#[test]
fn nothing_with_errors_is_issued() {
    let project = Project::with_issue().entry(ENTRY, &text("![图](assets/no.png)"));
    let output = project.run(["publish", "--yes", "1"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(!project.path("ledger.yaml").exists() && !project.path("out").exists(), "{output}");
}

#[test]
fn with_a_broken_register_nothing_is_written_where_an_issued_pdf_may_stand() {
    let project = issued();
    let kept = project.pdf("2024-001.pdf");
    change(&project);
    let broken = ledger(&project).replace("  页数: 1\n", "  页数: 一\n");
    project.write("ledger.yaml", broken.as_bytes());
    for args in [&["build", "1"][..], &["publish", "--yes", "1"], &["verify", "1"]] {
        let output = project.run_with(args);
        assert_eq!(output.status, 1, "{output}");
        assert!(output.stdout.contains("ledger.yaml:9:"), "{output}");
        assert!(project.pdf("2024-001.pdf") == kept);
        assert_eq!(ledger(&project), broken);
    }
}

#[test]
fn a_register_that_is_gone_does_not_give_its_pdfs_away() {
    let project = issued();
    let (kept, register) = (project.pdf("2024-001.pdf"), ledger(&project));
    change(&project);
    for rest in [None, Some("")] {
        fs::remove_file(project.path("ledger.yaml")).expect("removed");
        if let Some(rest) = rest {
            project.write("ledger.yaml", rest.as_bytes());
        }
        for args in [&["build", "--all"][..], &["publish", "--yes", "1"]] {
            let output = project.run_with(args);
            assert_eq!(output.status, 1, "{output}");
            assert!(output.stdout.contains("「ledger.yaml」里原有的 1 条登记都不见了"), "{output}");
            assert!(project.pdf("2024-001.pdf") == kept);
        }
        project.write("ledger.yaml", register.as_bytes());
    }
    assert_eq!(project.run(["build", "1"]).status, 0);
    // The PDF itself says that it was issued; `register.rs` looks at all who read the register.
    fs::remove_file(project.path("ledger.yaml")).expect("removed");
    fs::remove_dir_all(project.path(".jianbao")).expect("removed");
    assert_eq!(project.run(["build", "--all"]).status, 1);
    assert!(project.pdf("2024-001.pdf") == kept);
}

#[test]
fn issues_are_entered_in_their_order() {
    let mut project = Project::new().settings(crate::project::HOUSE);
    for number in 1..=8 {
        let folder = format!("2024/{number:03}");
        project = project
            .issue(&folder, &format!("number: {number}\ndate: 2024-01-{number:02}\n"))
            .entry(&format!("{folder}/10-a.md"), &text(&"正文。".repeat(200 * (9 - number))));
    }
    let output = project.run(["publish", "--yes", "--all", "--jobs", "4"]);
    assert_eq!(output.status, 0, "{output}");
    let register = ledger(&project);
    let entered: Vec<&str> =
        register.lines().filter_map(|line| line.strip_prefix("- 期号: ")).collect();
    assert_eq!(entered.join(" "), "2024/1 2024/2 2024/3 2024/4 2024/5 2024/6 2024/7 2024/8");
    let output = project.run(["verify", "--all"]);
    assert!(output.stdout.ends_with("核对 8 期：一致 8 期\n"), "{output}");
    // What was issued is not built again.
    let output = project.run(["build", "--all"]);
    assert_eq!(output.stdout.matches("没有变化").count(), 9, "{output}");
}

#[test]
fn two_processes_enter_both() {
    let mut project = Project::new().settings(crate::project::HOUSE);
    for number in 1..=6 {
        let folder = format!("2024/{number:03}");
        project = project
            .issue(&folder, &format!("number: {number}\ndate: 2024-01-{number:02}\n"))
            .entry(&format!("{folder}/10-a.md"), &text("正文。"));
    }
    let mut running: Vec<_> = (1..=6)
        .map(|number| {
            crate::project::command()
                .args(["publish", "--yes", &number.to_string()])
                .current_dir(project.path(""))
                .stdout(std::process::Stdio::null())
                .spawn()
                .expect("the program starts")
        })
        .collect();
    for child in &mut running {
        assert!(child.wait().expect("it ends").success());
    }
    let output = project.run(["verify", "--all"]);
    assert!(output.stdout.ends_with("核对 6 期：一致 6 期\n"), "{output}\n{}", ledger(&project));
}

#[cfg(unix)]
#[test]
fn a_name_that_not_every_system_has_is_not_attached() {
    let project = Project::with_issue().entry("2024/001/10-甲?.md", &text("正文。"));
    let output = project.run(["publish", "--yes", "1", "--attach"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("错误[file-name]: 「2024/001/10-甲?.md」的文件名"), "{output}");
    assert!(!project.path("ledger.yaml").exists());
    assert_eq!(project.run(["publish", "--yes", "1"]).status, 0);
}

#[test]
fn a_folder_that_is_not_there_leads_to_no_other() {
    let project = issued();
    let output = project.run(["-C", "briefngs", "publish", "--yes", "1"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.stderr.contains("无法读取「briefngs」：文件或文件夹不存在"), "{output}");
}

#[test]
fn a_list_that_cannot_know_says_so() {
    let project = issued();
    let register = ledger(&project);
    project.write("ledger.yaml", b"- [\n");
    let output = project.run(["list"]);
    assert!(
        output.stdout.contains("印发登记有错误") && !output.stdout.contains("已生成"),
        "{output}"
    );
    project.write("ledger.yaml", register.as_bytes());
    project.write("jianbao.yaml", crate::project::HOUSE.replace("name", "nmae").as_bytes());
    let output = project.run(["list"]);
    assert!(output.stdout.contains("jianbao.yaml 有错误"), "{output}");
    assert!(output.stderr.contains("jianbao.yaml:1:1"), "{output}");
}
