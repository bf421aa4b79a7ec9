//! What somebody has taken out of an issue stays out, however its dispatch comes again.

use std::fs;

use crate::importing::{entries, house};
use crate::intake::FIRST;
use crate::project::{Output, Project};

const OTHER: &str =
    "应县推进秋收秋种\n11月21日，应县召开秋收秋种推进会。会议要求颗粒归仓。\n应县\n2018-11-21\n";

/// Two dispatches in a folder, both in No. 29; there is a No. 30 too.
fn imported() -> Project {
    let project = house()
        .issue("2018/030", "number: 30\ndate: 2018-12-10\n")
        .file("来稿/a.txt", FIRST)
        .file("来稿/b.txt", OTHER);
    assert_eq!(again(&project, &[]).status, 0);
    assert_eq!(entries(&project).len(), 2);
    project
}

fn again(project: &Project, more: &[&str]) -> Output {
    project.run_with(&[&["import", "来稿", "--issue", "29"], more].concat())
}

fn remove(project: &Project, path: &str) {
    fs::remove_file(project.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
}

#[test]
fn what_was_deleted_is_not_brought_back() {
    let project = imported();
    remove(&project, "2018/029/10-山阴县.md");
    for more in [&[][..], &["--replace", "--yes"], &["--hold"]] {
        let output = again(&project, more);
        assert_eq!(output.status, 0, "{output}");
        assert!(output.stdout.contains("已撤下：原稿在 2018/029/sources/a.txt"), "{output}");
        assert!(output.stdout.contains("1 份以前导入过，没有动，1 份已撤下，没有动"), "{output}");
        assert_eq!(entries(&project).len(), 1, "{output}");
    }
    // Nor into another issue, under another name, or from a zip.
    project.write("新名.txt", FIRST.as_bytes());
    let output = project.run(["import", "新名.txt", "--issue", "30"]);
    assert!(output.stdout.contains("已撤下"), "{output}");
    let output = project.run(["inbox", "来稿"]);
    assert!(output.stdout.contains("0 份还没有用上，1 份已在各期里，1 份已撤下"), "{output}");
    assert!(output.stdout.contains("来稿/a.txt　原稿在 2018/029/sources/a.txt"), "{output}");
    let output = project.run(["inbox", "来稿", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(all["taken-out"].as_array().map(Vec::len), Some(1), "{output}");
    let output = again(&project, &["--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(all[0]["outcome"], "taken-out", "{output}");

    // Until somebody says so; its original is there already.
    let output = again(&project, &["--again"]);
    assert!(output.stdout.contains("1 份导入成稿件，1 份以前导入过"), "{output}");
    assert!(!output.stdout.contains("与已撤下的"), "{output}");
    assert!(entries(&project).iter().any(|(_, text)| text.contains("文件: sources/a.txt")));
    assert!(!project.path("2018/029/sources/a-2.txt").exists());
    let output = again(&project, &["--again"]);
    assert!(output.stdout.ends_with("2 份以前导入过，没有动\n"), "{output}");
}

/// However it was taken out: put aside under another name, in a folder, merged into another.
#[test]
fn what_was_put_aside_is_not_brought_back() {
    for aside in ["2018/029/_10-山阴县.md", "2018/029/备用/10-山阴县.md", "不用的/a.md"]
    {
        let project = imported();
        let target = project.path(aside);
        fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        fs::rename(project.path("2018/029/10-山阴县.md"), target).expect("moved");
        let output = again(&project, &[]);
        assert!(output.stdout.contains("1 份以前导入过，没有动，1 份已撤下"), "{aside}: {output}");
        assert!(!project.path("2018/029/10-山阴县.md").exists(), "{aside}: {output}");
    }
    // Renamed, it is still there.
    let project = imported();
    let renamed = project.path("2018/029/55-春耕.md");
    fs::rename(project.path("2018/029/10-山阴县.md"), renamed).expect("renamed");
    let output = again(&project, &["--again"]);
    assert!(output.stdout.contains("已导入过：2018/029/55-春耕.md"), "{output}");
}

/// The versions before it go with an entry that was replaced, and those after a move.
#[test]
fn versions_and_moved_entries_stay_out_too() {
    let project = imported();
    let newer = FIRST.replace("会议。", "视频会议。");
    project.write("来稿/a.txt", newer.as_bytes());
    let output = again(&project, &["--replace", "--yes"]);
    assert!(output.stdout.contains("1 份换了新稿"), "{output}");
    let output = project.run(["move", "2018/029/10-山阴县.md", "--to", "30"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(again(&project, &[]).stdout.ends_with("2 份以前导入过，没有动\n"));
    remove(&project, "2018/030/10-山阴县.md");
    project.write("旧/a.txt", FIRST.as_bytes());
    for (folder, original) in
        [("来稿/a.txt", "2018/030/sources/a-2.txt"), ("旧", "2018/030/sources/a.txt")]
    {
        let output = project.run(["import", folder, "--issue", "29"]);
        assert!(output.stdout.contains(&format!("已撤下：原稿在 {original}")), "{output}");
    }
    // What is new of it comes in.
    project.write("来稿/a.txt", FIRST.replace("会议。", "调度会议。").as_bytes());
    assert!(again(&project, &[]).stdout.contains("1 份导入成稿件"));
}

/// A number is not taken for what is not wanted.
#[test]
fn what_was_taken_out_makes_no_issue() {
    let project = imported();
    remove(&project, "2018/029/10-山阴县.md");
    remove(&project, "2018/029/20-应县.md");
    let output = project.run(["import", "来稿", "--issue", "31", "--date", "2018-12-17"]);
    assert!(output.stdout.contains("没有可以导入的新来稿，没有建第 31 期"), "{output}");
    let output =
        project.run(["import", "来稿", "--issue", "31", "--date", "2018-12-17", "--again"]);
    assert!(output.stdout.contains("2 份导入成稿件"), "{output}");
}

/// Whoever deletes the original as well begins anew.
#[test]
fn without_its_original_nothing_is_remembered() {
    let project = imported();
    remove(&project, "2018/029/10-山阴县.md");
    remove(&project, "2018/029/sources/a.txt");
    assert!(again(&project, &[]).stdout.contains("1 份导入成稿件"));
}

/// `1.docx … 10.docx` stand as they are counted, units of the roster before.
#[test]
fn dispatches_of_one_rank_keep_their_order() {
    let mut project = house().file("来稿/0.txt", FIRST);
    for number in 1..=12 {
        let text = format!(
            "石梁{number}号工作情况\n11月20日，石梁第{number}小组召开会议。会议要求抓好落实。\n"
        );
        project = project.file(&format!("来稿/{number}.txt"), &text);
    }
    assert_eq!(again(&project, &[]).status, 0);
    let order: Vec<String> = entries(&project)
        .into_iter()
        .map(|(_, text)| {
            let name = text.split_once("文件: sources/").expect("an original").1;
            name.split('.').next().expect("a name").to_owned()
        })
        .collect();
    let wanted: Vec<String> = (0..=12).map(|number| number.to_string()).collect();
    assert_eq!(order, wanted);
}
