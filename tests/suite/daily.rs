//! What a clerk does with entries from day to day: holds them back, uses them after all, puts them
//! into another order, moves them to an issue that is not there yet.

use std::fs;

use crate::project::{HOUSE, Output, Project};

/// Three entries of No. 1, and an issue that was issued.
fn entries() -> Project {
    let project = Project::new()
        .settings(HOUSE)
        .issue("2024/001", "number: 1\ndate: 2024-01-15\n")
        .entry("2024/001/10-a.md", "---\ntitle: 甲\n---\n甲县完工。\n")
        .issue("2024/002", "number: 2\ndate: 2024-01-22\n");
    for (name, title) in [("10-甲县.md", "甲县"), ("20-乙县.md", "乙县"), ("30-丙县.md", "丙县")]
    {
        let text = format!("---\ntitle: {title}动态\nsource: {title}\n---\n{title}完工。\n");
        project.write(&format!("2024/002/{name}"), text.as_bytes());
    }
    project
}

/// The names of entries in an issue, in the order of the disk.
fn names(project: &Project, folder: &str) -> Vec<String> {
    let listed = fs::read_dir(project.path(folder)).expect("a folder");
    let mut names: Vec<String> = listed
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| name != "issue.yaml")
        .collect();
    names.sort();
    names
}

#[track_caller]
fn fails(output: &Output, says: &[&str]) {
    assert_eq!(output.status, 2, "{output}");
    for words in says {
        assert!(output.stderr.contains(words), "no 「{words}」 in {output}");
    }
}

#[test]
fn numbers_change_places() {
    // What is typed, and the names that come of it.
    let table: &[(&[&str], &[&str])] = &[
        (&["30", "10", "20"], &["10-丙县.md", "20-甲县.md", "30-乙县.md"]),
        (&["30", "10"], &["10-丙县.md", "20-乙县.md", "30-甲县.md"]),
        (&["20-乙县.md", "10"], &["10-乙县.md", "20-甲县.md", "30-丙县.md"]),
        (&["丙县", "乙县", "甲县"], &["10-丙县.md", "20-乙县.md", "30-甲县.md"]),
        (&["30，20、10"], &["10-丙县.md", "20-乙县.md", "30-甲县.md"]),
        (&["2024/002/30-丙县.md", "１０"], &["10-丙县.md", "20-乙县.md", "30-甲县.md"]),
        (&["10", "20", "30"], &["10-甲县.md", "20-乙县.md", "30-丙县.md"]),
    ];
    for (typed, want) in table {
        let project = entries();
        let output = project.run_with(&[&["order", "2"], *typed].concat());
        assert_eq!(output.status, 0, "{output}");
        assert_eq!(names(&project, "2024/002"), *want, "{typed:?}: {output}");
        // Each with what it said before.
        for name in *want {
            let text = fs::read_to_string(project.path("2024/002").join(name)).expect("an entry");
            let (_, unit) = name.split_once('-').expect("a number");
            assert!(text.contains(&unit.replace(".md", "完工")), "{name}: {text}");
        }
        assert_eq!(project.run(["build", "2"]).status, 0);
    }
}

#[test]
fn names_that_clash_or_have_no_number() {
    let texts = |names: &[&str]| {
        let project =
            Project::new().settings(HOUSE).issue("2024/001", "number: 1\ndate: 2024-01-15\n");
        for name in names {
            let text = format!("---\ntitle: {name}\n---\n完工。\n");
            project.write(&format!("2024/001/{name}"), text.as_bytes());
        }
        project
    };
    // Those that are all number take each other's names.
    let project = texts(&["10.md", "20.md", "030.md"]);
    assert_eq!(project.run(["order", "1", "30", "10", "20"]).status, 0);
    let title = |name: &str| {
        let text = fs::read_to_string(project.path("2024/001").join(name)).expect("an entry");
        text.lines().nth(1).expect("a title").to_owned()
    };
    assert_eq!(names(&project, "2024/001"), ["030.md", "10.md", "20.md"]);
    assert_eq!(
        ["10.md", "20.md", "030.md"].map(title),
        ["title: 030.md", "title: 10.md", "title: 20.md"]
    );
    // Without numbers, or with the same twice, all must be named.
    let project = texts(&["甲.md", "乙.md", "10-丙.md", "10-丁.md"]);
    fails(
        &project.run(["order", "1", "甲", "乙"]),
        &["没有编号或编号相同", "还没有写的：10-丁.md"],
    );
    fails(&project.run(["order", "1", "10", "甲"]), &["有 2 篇稿件是「10」", "10-丁.md、10-丙.md"]);
    let output = project.run(["order", "1", "丁", "甲", "丙", "乙"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(names(&project, "2024/001"), ["10-丁.md", "20-甲.md", "30-丙.md", "40-乙.md"]);
}

#[test]
fn an_order_that_cannot_be_meant_changes_nothing() {
    let project = entries();
    for (typed, says) in [
        (vec!["order", "2", "30"], "至少写两篇"),
        (vec!["order", "2", "30", "40"], "没有稿件「40」"),
        (vec!["order", "2", "30", "30-丙县"], "写了两次"),
        (vec!["order", "9", "30", "10"], "没有符合「9」的简报"),
        (vec!["order", "2", "issue.yaml", "10"], "没有稿件「issue.yaml」"),
    ] {
        let output = project.run_with(&typed);
        assert_eq!(output.status, 2, "{output}");
        let told = output.stderr.contains(says) || output.stderr.contains("缺少");
        assert!(told || output.stderr.contains("个数不对"), "{output}");
    }
    assert_eq!(names(&project, "2024/002"), ["10-甲县.md", "20-乙县.md", "30-丙县.md"]);
}

/// Columns come first: whoever mixes them is told why the page does not follow.
#[test]
fn columns_stand_before_numbers() {
    let settings =
        format!("{HOUSE}columns:\n  - {{id: a, title: 要闻}}\n  - {{id: b, title: 动态}}\n");
    let project =
        Project::new().settings(&settings).issue("2024/001", "number: 1\ndate: 2024-01-15\n");
    for (name, column) in [("10-甲.md", "a"), ("20-乙.md", "b")] {
        let text = format!("---\ntitle: {name}\ncolumn: {column}\n---\n完工。\n");
        project.write(&format!("2024/001/{name}"), text.as_bytes());
    }
    let output = project.run(["order", "1", "20", "10"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains("稿件先按栏目排"), "{output}");
}

#[test]
fn what_waits_is_not_printed_and_comes_back() {
    let project = entries();
    let before = fs::read(project.path("2024/002/20-乙县.md")).expect("read");
    for way in ["2024/002/20-乙县.md", "2/20", "2024/2/乙县", "第2期/20-乙县"] {
        let output = project.run(["hold", way]);
        assert_eq!(output.status, 0, "{output}");
        assert!(output.stdout.contains("2024/002/20-乙县.md《乙县动态》　已暂缓"), "{output}");
        let again = project.run(["hold", way]);
        assert!(again.stdout.contains("本来就暂缓着"), "{again}");
        let listed = project.run(["list"]);
        assert!(listed.stdout.contains("甲县动态等 2 篇"), "{listed}");
        let output = project.run(["release", way]);
        assert!(output.stdout.contains("已恢复"), "{output}");
        assert_eq!(fs::read(project.path("2024/002/20-乙县.md")).expect("read"), before);
        assert!(project.run(["release", way]).stdout.contains("本来就没有暂缓"));
    }
    // From the folder itself, several at once, in other encodings and with other line ends.
    let crlf = "\u{feff}---\r\ntitle: 丁\r\n---\r\n文。\r\n";
    project.write("2024/002/40-丁.md", crlf.as_bytes());
    project.write("2024/002/50-戊.yaml", "title: 戊\nbody: |\n  文。\n".as_bytes());
    let gbk = b"---\n\xb1\xea\xcc\xe2: \xbc\xba\n---\n\xce\xc4\xa1\xa3\xba\xc3\xa1\xa3\n";
    project.write("2024/002/60-己.md", gbk);
    let files = ["40-丁.md", "50-戊.yaml", "60-己.md"];
    let output = project.run_in_with("2024/002", &[&["hold"], &files[..]].concat());
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(output.stdout.matches("已暂缓").count(), 3, "{output}");
    assert!(project.run(["list"]).stdout.contains("甲县动态等 3 篇"));
    let output = project.run_in_with("2024/002", &[&["release"], &files[..]].concat());
    assert_eq!(output.stdout.matches("已恢复").count(), 3, "{output}");
    assert_eq!(fs::read(project.path("2024/002/40-丁.md")).expect("read"), crlf.as_bytes());
    assert_eq!(fs::read(project.path("2024/002/60-己.md")).expect("read"), gbk);
}

/// All or none: one that cannot be held leaves the others as they are.
#[test]
fn what_cannot_be_held_is_told_and_nothing_is_written() {
    let project = entries();
    project.write("2024/002/40-坏.md", "没有项目区。\n".as_bytes());
    project.write("2024/002/_50-放着.md", "---\ntitle: 放着\n---\n文。\n".as_bytes());
    let before = fs::read(project.path("2024/002/10-甲县.md")).expect("read");
    fails(&project.run(["hold", "2/10", "2/40"]), &["项目区或编码不规范", "check"]);
    fails(&project.run(["hold", "2/10", "2/99"]), &["没有稿件「99」", "10-甲县.md"]);
    fails(&project.run(["hold", "2024/002/_50-放着.md"]), &["以「_」开头的不算稿件"]);
    fails(&project.run(["hold", "2024/002/issue.yaml"]), &["不是这个工作区里某一期的稿件"]);
    fails(&project.run(["hold", "没有.md"]), &["没有稿件「没有.md」", "2018/28/40"]);
    assert_eq!(fs::read(project.path("2024/002/10-甲县.md")).expect("read"), before);
}

#[test]
fn what_was_issued_is_left_alone() {
    let project = entries();
    assert_eq!(project.run(["publish", "--yes", "2"]).status, 0);
    let ways: [&[&str]; 3] =
        [&["hold", "2/10"], &["order", "2", "30", "10"], &["move", "2/10", "--to", "1"]];
    for way in ways {
        let output = project.run_with(way);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.stderr.contains("已印发"), "{output}");
    }
    fails(&project.run(["hold", "2/10"]), &["--withdraw", "--reissue"]);
    assert_eq!(names(&project, "2024/002"), ["10-甲县.md", "20-乙县.md", "30-丙县.md"]);
    assert_eq!(project.run(["verify", "2"]).status, 0);
    // Of a damaged register nobody knows what was issued.
    let project = entries().file("ledger.yaml", "- 坏\n");
    fails(&project.run(["order", "2", "30", "10"]), &["不知道哪些已经印发"]);
}

#[test]
fn the_next_issue_is_made_for_an_entry() {
    let project = entries();
    fails(&project.run(["move", "2/10", "--to", "3"]), &["还没有第 3 期", "加 --yes"]);
    fails(&project.run(["move", "2/10", "--to", "7", "--yes"]), &["下一期是第 3 期", "--to 3"]);
    fails(&project.run(["move", "2/99", "--to", "3", "--yes"]), &["没有稿件「99」"]);
    assert!(!project.path("2024/003").exists() && !project.path("2026").exists());
    let args = ["move", "2/10", "--to", "第3期", "--yes", "--date", "2024-01-29"];
    let output = project.run(args);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stderr.contains("已建好第 3 期的文件夹 2024/003"), "{output}");
    assert_eq!(names(&project, "2024/003"), ["10-甲县.md"]);
    assert_eq!(names(&project, "2024/002"), ["20-乙县.md", "30-丙县.md"]);
    // One that went out with its issue makes no other.
    assert_eq!(project.run(["publish", "--yes", "2"]).status, 0);
    let output = project.run(["move", "2/20", "--to", "4", "--yes", "--date", "2024-02-05"]);
    fails(&output, &["2024/2 已印发"]);
    assert!(!project.path("2024/004").exists());
}
