//! Which issues a command line picks out: sets, changes since a day or a revision, parts.
//!
//! The issues have no entries: what is picked out is told without setting a page.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::outside;
use crate::project::{HOUSE, Project, command};

/// A workspace with issues in these folders. They have nothing in them: none is set, all are told of.
fn archive(folders: &[&str]) -> Project {
    archive_in("", folders)
}

/// The same below a folder such as `简报/`.
fn archive_in(below: &str, folders: &[&str]) -> Project {
    let mut project = Project::new().file(&format!("{below}jianbao.yaml"), HOUSE);
    for folder in folders {
        let (year, number) = folder.split_once('/').expect("year and number");
        let supplement = if number.starts_with("增刊") { "supplement: true\n" } else { "" };
        let number = number.trim_start_matches("增刊");
        let issue = format!("number: {number}\ndate: {year}-03-01\n{supplement}");
        project = project.issue(&format!("{below}{folder}"), &issue);
    }
    project
}

/// Holds the issues that a build takes up against what is wanted.
#[track_caller]
fn check<const N: usize>(project: &Project, args: [&str; N], want: &[&str]) {
    let mut line = command();
    line.args(["build", "--format", "json"]).args(args).current_dir(project.path(""));
    let output = line.output().expect("runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let reports: Vec<Value> = serde_json::from_str(&stdout)
        .unwrap_or_else(|error| panic!("{args:?}: {error} in\n{stdout}{stderr}"));
    let picked: Vec<&str> =
        reports.iter().map(|report| report["issue"].as_str().expect("an id")).collect();
    assert_eq!(picked, want, "{args:?}");
}

/// Holds the words that refuse a command line against what is wanted.
#[track_caller]
fn refused<const N: usize>(project: &Project, args: [&str; N], want: &str) {
    let output = project.run(args);
    let root = project.path("").display().to_string();
    let said = output.stderr.replace(root.trim_end_matches('/'), "…");
    assert_eq!((output.status, output.stdout.as_str(), said.as_str()), (2, "", want), "{output}");
}

#[test]
fn ranges_years_and_series() {
    let project = archive(&["2017/001", "2017/002", "2018/003", "2018/004", "2018/增刊1"]);
    check(&project, ["3"], &["2018/3"]);
    check(&project, ["2..3"], &["2017/2", "2018/3"]);
    check(&project, ["4、2", "2018年第3期"], &["2017/2", "2018/3", "2018/4"]);
    check(&project, ["2018"], &["2018/3", "2018/4", "2018/增刊1"]);
    check(&project, ["增刊"], &["2018/增刊1"]);
    check(&project, ["2..4", "3"], &["2017/2", "2018/3", "2018/4"]);
    refused(
        &project,
        ["build", "4..2"],
        "无法完成：「4..2」的两端写反了\n改法：从小到大写：2..4\n",
    );
    refused(
        &project,
        ["build", "2", "2016"],
        "无法完成：没有符合「2016」的简报，现有：2017/1、2017/2、2018/3、2018/4、2018/增刊1\n\
         改法：用 jianbao list 查看所有各期\n",
    );
    refused(
        &project,
        ["measure", "2..3"],
        "无法完成：「2..3」不止一期\n改法：这个命令一次只看一期，请写一个期号，如 2018/28\n",
    );
}

#[test]
fn numbers_of_several_years_need_the_year() {
    let project = archive(&["2017/001", "2017/002", "2018/001"]);
    refused(
        &project,
        ["build", "1..2"],
        "无法完成：「1..2」在多个年份都有：2017/1、2018/1，请写明年份\n\
         改法：例如：2018/28，或 2018/20..28\n",
    );
    check(&project, ["2017/1..2"], &["2017/1", "2017/2"]);
}

#[test]
fn parts_of_a_batch_make_up_the_whole() {
    let folders: Vec<String> = (1..=9).map(|number| format!("2018/00{number}")).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    let project = archive(&folders);
    check(
        &project,
        ["--shard", "1/2"],
        &["2018/1", "2018/2", "2018/3", "2018/5", "2018/8", "2018/9"],
    );
    check(&project, ["--all", "--shard", "2/2"], &["2018/4", "2018/6", "2018/7"]);
    check(&project, ["2..4", "--shard", "2/2"], &["2018/4"]);
    refused(
        &project,
        ["build", "--shard", "3/2"],
        "无法完成：「3/2」里没有第 3 份：一共 2 份\n改法：第几份从 1 写到 2，如 1/2\n",
    );
    let nothing = project.run(["build", "2", "--shard", "2/2"]);
    assert_eq!(nothing.status, 0, "{nothing}");
    assert_eq!(nothing.stdout, "所选的各期中，没有一期分在「2/2」这一份里\n");
}

/// Sets the time of a file or folder, in days since 2024-01-01.
fn date(path: &Path, days: u64) {
    let moment = SystemTime::UNIX_EPOCH + Duration::from_secs((19_723 + days) * 86_400);
    File::open(path).expect("opened").set_modified(moment).expect("dated");
}

#[test]
fn changes_since_a_day() {
    let project = archive(&["2018/001", "2018/002"]).file("templates/x.typ", "");
    for path in ["jianbao.yaml", "templates/x.typ", "templates", "2018/001", "2018/002"] {
        date(&project.path(path), 10);
    }
    date(&project.path("2018/001/issue.yaml"), 10);
    date(&project.path("2018/002/issue.yaml"), 20);
    // The day of the change is 2024-01-21; a day on either side leaves room for any time zone.
    for day in ["2024-01-19", "2024/1/19", "２０２４年１月１９日"] {
        check(&project, ["--changed-since", day], &["2018/2"]);
    }
    check(&project, ["--changed-since", "2024-01-23"], &[]);
    check(&project, ["1", "--changed-since", "2024-01-19"], &[]);
    check(&project, ["--changed-since", "2024-01-19", "--shard", "1/2"], &["2018/2"]);
    check(&project, ["--changed-since", "0001-01-01"], &["2018/1", "2018/2"]);
    // A file that was taken out leaves its mark on the folder; a template touches every issue.
    date(&project.path("2018/001"), 30);
    check(&project, ["--changed-since", "2024-01-29"], &["2018/1"]);
    date(&project.path("templates"), 40);
    check(&project, ["--changed-since", "2024-02-08"], &["2018/1", "2018/2"]);
    let nothing = project.run(["build", "--changed-since", "2024-03-01"]);
    assert_eq!(nothing.stdout, "所选的各期从「2024-03-01」以来都没有改动\n", "{nothing}");
    refused(
        &project,
        ["build", "--changed-since", "2024-02-30"],
        "无法完成：日期「2024-02-30」不存在：2月没有30日\n\
         改法：年月日都要写，用阿拉伯数字，例如 2018-11-27 或 2018年11月27日\n",
    );
}

/// Runs git in a project; must succeed.
fn git<const N: usize>(project: &Project, args: [&str; N]) {
    let output = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@example.com", "-C"])
        .arg(project.path(""))
        .args(args)
        .output()
        .expect("git");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit_all(project: &Project) {
    git(project, ["add", "-A"]);
    git(project, ["commit", "-q", "-m", "x"]);
}

#[test]
fn changes_since_a_revision() {
    if !outside::have(&["git"]) {
        return;
    }
    let project = archive(&["2018/001", "2018/002", "2018/003", "2018/增刊1"])
        .file("2018/001/10-a.md", "甲")
        .file(".gitignore", "out/\n");
    git(&project, ["init", "-q"]);
    commit_all(&project);
    let since = |revision: &str, want: &[&str]| {
        check(&project, ["--changed-since", revision], want);
    };
    since("HEAD", &[]);
    // Changed, new, renamed within the folder, deleted: committed or not.
    project.write("2018/002/issue.yaml", b"number: 2\ndate: 2018-03-02\n");
    project.write("2018/增刊1/20-b.md", "乙".as_bytes());
    project.write("out/2018-001.pdf", b"");
    project.write("README.md", b"x");
    since("HEAD", &["2018/2", "2018/增刊1"]);
    commit_all(&project);
    std::fs::remove_file(project.path("2018/001/10-a.md")).expect("removed");
    since("HEAD", &["2018/1"]);
    since("HEAD~1", &["2018/1", "2018/2", "2018/增刊1"]);
    check(&project, ["2..3", "--changed-since", "HEAD~1"], &["2018/2"]);
    // Staged; an issue taken out is none.
    git(&project, ["add", "-A"]);
    since("HEAD", &["2018/1"]);
    std::fs::remove_dir_all(project.path("2018/003")).expect("removed");
    since("HEAD", &["2018/1"]);
    project.write("templates/x.typ", b"");
    since("HEAD", &["2018/1", "2018/2", "2018/增刊1"]);
}

#[test]
fn a_workspace_in_a_folder_of_a_repository() {
    if !outside::have(&["git"]) {
        return;
    }
    let project = archive_in("简报/", &["2018/001", "2018/002"]);
    git(&project, ["init", "-q"]);
    commit_all(&project);
    project.write("简报/2018/002/10-a.md", "甲".as_bytes());
    // Issues and settings of another workspace do not count.
    project.write("别处/2018/001/issue.yaml", b"");
    project.write("jianbao.yaml", b"");
    check(&project, ["-C", "简报", "--changed-since", "HEAD"], &["2018/2"]);
}

#[test]
fn revisions_that_git_does_not_know() {
    if !outside::have(&["git"]) {
        return;
    }
    let project = archive(&["2018/001"]);
    refused(
        &project,
        ["build", "--changed-since", "HEAD"],
        "无法完成：「HEAD」不是日期，工作区「…」又没有用 git 管理，不能按版本挑选\n\
         改法：请写日期，例如 --changed-since 2018-11-27\n",
    );
    git(&project, ["init", "-q"]);
    commit_all(&project);
    for revision in ["HEAD~1", "nowhere", "--output=x", "-p", "HEAD:2018", ""] {
        let argument = format!("--changed-since={revision}");
        let want = format!(
            "无法完成：git 里没有「{revision}」这个版本\n\
             改法：写日期（如 2018-11-27），或写 git 的版本（如 HEAD~1、main、提交号）\n"
        );
        refused(&project, ["build", &argument], &want);
    }
    assert!(!project.path("x").exists());
    let output = command()
        .args(["build", "--changed-since", "HEAD"])
        .current_dir(project.path(""))
        .env("PATH", "")
        .output()
        .expect("runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("没有安装 git"), "{stderr}");
}
