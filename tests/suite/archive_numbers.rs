//! The run of numbers as clerks meet it: `new`, also from several sides and cut off in between, and
//! what `list` tells of an archive.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Instant;

use crate::project::{HOUSE, Output, Project, command};

/// `new` in a project, not waited for.
fn start(project: &Project, date: &str) -> Child {
    command()
        .args(["new", "--date", date])
        .current_dir(project.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// Every folder under the years, and the text of its `issue.yaml`.
fn folders(project: &Project) -> BTreeMap<String, Option<String>> {
    let mut found = BTreeMap::new();
    for year in ["2024", "2025"] {
        let Ok(entries) = fs::read_dir(project.path(year)) else { continue };
        for entry in entries {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            found
                .insert(format!("{year}/{name}"), fs::read_to_string(path.join("issue.yaml")).ok());
        }
    }
    found
}

#[test]
fn a_new_issue_from_number_to_pdf() {
    let project = Project::with_body("正文。");
    let output = project.run(["new", "--date", "2024年1月22日"]);
    insta::assert_snapshot!("new", output);
    let text = fs::read_to_string(project.path("2024/002/issue.yaml")).expect("UTF-8");
    insta::assert_snapshot!("new_issue_yaml", text);
    // It waits for its entries, and nobody is blamed for that.
    let listed = project.run(["list"]);
    assert!(listed.stdout.contains("没有稿件") && listed.stderr.is_empty(), "{listed}");
    project.write("2024/002/10-a.md", "---\n标题: 甲\n---\n正文。\n".as_bytes());
    let built = project.run(["build", "2024/2"]);
    assert_eq!((built.status, built.findings().len()), (0, 0), "{built}");
}

#[test]
fn today_is_the_date_where_none_is_given() {
    let project = Project::new().settings(HOUSE);
    let before = chrono::Local::now().date_naive();
    let output = project.run(["new", "--增刊"]);
    let after = chrono::Local::now().date_naive();
    assert_eq!(output.status, 0, "{output}");
    let shown = |date: chrono::NaiveDate| output.stdout.contains(&format!("增刊第1期　{date}　"));
    assert!(shown(before) || shown(after), "{output}");
}

#[test]
fn what_stands_against_a_number() {
    let told = |project: &Project| -> Output { project.run(["new", "--date", "2024-01-22"]) };
    let project = Project::new().settings("name: 简报\nissuer: 甲\nnumbering: 按年度\n");
    insta::assert_snapshot!("new_broken_settings", told(&project));
    let project = Project::with_issue().file("ledger.yaml", "- 期号: 2024/1\n");
    let output = told(&project);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("印发登记缺少「日期」"), "{output}");
    // A file stands where the program's own folder should be.
    let project = Project::with_issue().file(".jianbao", "");
    let output = told(&project);
    assert_eq!((output.status, output.stdout.as_str()), (2, ""), "{output}");
    assert!(output.stderr.contains("无法写入"), "{output}");
    let output = Project::with_issue().run(["new", "--date", "2024-02-30"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.stderr.contains("日期「2024-02-30」不存在：2月没有30日"), "{output}");
    assert_eq!(folders(&project).len(), 1);
}

#[test]
fn eight_clerks_at_once_get_eight_numbers() {
    let project = Project::with_body("正文。");
    let dates = ["2024-12-31", "2025-01-01"];
    let clerks: Vec<Child> = (0..8).map(|clerk| start(&project, dates[clerk % 2])).collect();
    for clerk in clerks {
        let output = clerk.wait_with_output().expect("ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let folders = folders(&project);
    let mut numbers: Vec<&str> =
        folders.keys().filter_map(|folder| folder.split('/').nth(1)).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, ["001", "002", "003", "004", "005", "006", "007", "008", "009"]);
    for (folder, text) in &folders {
        let number = folder.split('/').nth(1).expect("a number").trim_start_matches('0');
        let text = text.as_deref().unwrap_or_default();
        let said = text.contains(&format!("期号: {number}\n"))
            || text.contains(&format!("number: {number}\n"));
        assert!(said, "{folder}: {text}");
    }
}

#[cfg(unix)]
#[test]
fn whoever_is_cut_off_leaves_nothing_half_made() {
    let project = Project::with_body("正文。");
    let begun = Instant::now();
    start(&project, "2024-12-31").wait().expect("ended");
    let whole_run = begun.elapsed();
    for round in 0..20 {
        let mut clerk = start(&project, "2024-12-31");
        // From its start to its end, wherever in between it is then.
        sleep(whole_run * round / 20);
        clerk.kill().expect("killed");
        clerk.wait().expect("ended");
        for (folder, text) in folders(&project) {
            let unfinished = folder.contains("/.");
            let whole = text.is_some_and(|text| {
                text.ends_with("写法同 jianbao.yaml。\n") || text.starts_with("number: 1\n")
            });
            assert!(unfinished || whole, "{folder} in round {round}");
        }
    }
    // And the next one finds everything in order, and clears away what was left.
    let output = project.run(["new", "--date", "2024-12-31"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(folders(&project).keys().all(|folder| !folder.contains("/.")));
}

#[test]
fn what_list_tells_of_an_archive() {
    let project = Project::new()
        .settings(HOUSE)
        .issue("2024/001", "期号: 1\n日期: 2024-01-15\n总期号: 11\n")
        .issue("2024/1", "期号: 1\n日期: 2024-01-15\n")
        .issue("2024/004", "期号: 3\n日期: 2024-01-10\n总期号: 11\n")
        .issue("2025/004", "期号: 4\n日期: 2025-01-10\n总期号: 20\n");
    let output = project.run(["list"]);
    insta::assert_snapshot!("list_of_an_archive", output);
    let json = project.run(["list", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(rows.as_array().map(Vec::len), Some(3), "{json}");
    assert_eq!(json.stderr, output.stderr);
}
