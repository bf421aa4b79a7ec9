//! 合刊: one issue that takes several numbers, on the page, in names, in the run of numbers and in the
//! register.

use crate::outside::{have, text};
use crate::project::Project;

/// Issues 6 and 7—8 of a series.
fn series() -> Project {
    let entry = "---\n标题: 整改工作取得新进展\n---\n正文。\n";
    Project::new()
        .settings("名称: 工作简报\n编发单位: 市政府\n")
        .issue("2024/006", "期号: 6\n日期: 2024-02-01\n总期号: 106\n")
        .entry("2024/006/10-a.md", entry)
        .issue("2024/007-008", "期号: 7-8\n日期: 2024-02-20\n总期号: 108\n")
        .entry("2024/007-008/10-a.md", &entry.replace("新进展", "明显成效"))
}

#[test]
fn page_and_names_say_both_numbers() {
    let project = series();
    for wanted in ["7-8", "2024/7-8", "第7—8期", "8", "2024/7", "2024-007-008"] {
        let output = project.run(["build", wanted, "--format", "short", "--force"]);
        assert_eq!(output.status, 0, "{wanted}: {output}");
        assert!(project.path("out/2024-007-008.pdf").is_file(), "{wanted}: {output}");
    }
    let output = project.run(["build", "6..8", "--force"]);
    assert!(output.stdout.contains("2024年第6期"), "{output}");
    assert!(output.stdout.contains("2024年第7—8期"), "{output}");
    assert_eq!(project.run(["measure", "8"]).status, 0);
    if have(&["pdftotext"]) {
        let shown = text(&project.path("out/2024-007-008.pdf"));
        assert!(shown.contains("第 7—8 期（总第 107—108 期）"), "{shown}");
    }
}

#[test]
fn the_next_number_follows_the_last_of_them() {
    let project = series();
    let listed = project.run(["check", "--all", "--format", "short"]);
    assert!(!listed.stdout.contains("number-gap"), "{listed}");
    assert!(!listed.stdout.contains("total-number"), "{listed}");
    let output = project.run(["new", "--date", "2024-03-01"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(project.path("2024/009/issue.yaml").is_file(), "{output}");
    let text = std::fs::read_to_string(project.path("2024/009/issue.yaml")).expect("read");
    assert!(text.contains("期号: 9\n") && text.contains("总期号: 109\n"), "{text}");
}

#[test]
fn the_register_keeps_both_numbers() {
    let project = series();
    let output = project.run(["publish", "--yes", "7-8"]);
    assert_eq!(output.status, 0, "{output}");
    let ledger = std::fs::read_to_string(project.path("ledger.yaml")).expect("read");
    assert!(ledger.contains("2024/7-8"), "{ledger}");
    assert_eq!(project.run(["verify", "8"]).status, 0);
    // The numbers stay taken without the folder.
    std::fs::remove_dir_all(project.path("2024/007-008")).expect("removed");
    let output = project.run(["new", "--date", "2024-03-01"]);
    assert!(project.path("2024/009/issue.yaml").is_file(), "{output}");
}

#[test]
fn folder_and_number_must_agree() {
    for (folder, number, told) in [
        ("2024/007", "7-8", "给文件夹改名为「007-008」"),
        ("2024/007-008", "7", "改成「期号: 7-8」"),
        ("2024/007-008", "7—9", "给文件夹改名为「007-009」"),
        ("2024/007-008", "七八", "写成「期号: 7-8」"),
    ] {
        let project = Project::new()
            .settings("名称: 工作简报\n编发单位: 市政府\n")
            .issue(folder, &format!("期号: {number}\n日期: 2024-02-20\n"))
            .entry(&format!("{folder}/10-a.md"), "---\n标题: 甲\n---\n正文。\n");
        let output = project.run(["build", "7"]);
        assert_eq!(output.status, 1, "{folder} {number}: {output}");
        let said = format!("{}{}", output.stdout, output.stderr);
        assert!(
            said.contains("issue.yaml:1:5") && said.contains(told),
            "{folder} {number}: {output}"
        );
    }
    for number in ["7—8", "7~8", "7、8", "第7-8期", "７－８"] {
        let project =
            series().issue("2024/007-008", &format!("期号: {number}\n日期: 2024-02-20\n"));
        let output = project.run(["build", "8"]);
        assert_eq!(output.status, 0, "{number}: {output}");
    }
    // A number that a 合刊 has taken is nobody else's.
    let doubled = series().issue("2024/008", "期号: 8\n日期: 2024-02-21\n");
    let output = doubled.run(["check", "--all", "--format", "short"]);
    assert!(output.stdout.contains("doubled-number"), "{output}");
}
