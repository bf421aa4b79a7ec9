//! Which issue dispatches go into: one that is issued already, the next number, none named; what a
//! folder has beside them, and in which order they stand.

use std::fs;

use crate::importing::{entries, house};
use crate::intake::FIRST;
use crate::project::{Project, repository};

#[test]
fn an_issued_issue_takes_no_dispatch() {
    let project = Project::briefings();
    assert_eq!(project.run(["publish", "--yes", "28"]).status, 0);
    project.write("a.txt", FIRST.as_bytes());
    let output = project.run(["import", "a.txt", "--issue", "28"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.stderr.contains("2018/28 已印发，不能再放进稿件"), "{output}");
    let says = "放到下一期：先用 jianbao new 取号，再写 --issue 29";
    assert!(output.stderr.contains(says), "{output}");
    let project = project.issue("2018/029", "number: 29\ndate: 2018-12-03\n");
    let output = project.run(["import", "a.txt", "--issue", "28"]);
    assert!(output.stderr.contains("放到下一期：--issue 2018/29"), "{output}");
    let output = project.run(["move", "2018/028/40-山阴县.md", "--to", "28"]);
    assert_ne!(output.status, 0, "{output}");
    assert!(output.stderr.contains("放到下一期：--to 2018/29"), "{output}");
    let output = project.run(["move", "2018/028/40-山阴县.md", "--to", "29"]);
    assert!(output.stderr.contains("2018/28 已印发，不能再放进或移出稿件"), "{output}");
}

#[test]
fn the_next_number_is_made_for_it() {
    let project = Project::briefings();
    project.write("a.txt", FIRST.as_bytes());
    for args in [["import", "a.txt", "--issue", "31"], ["import", "--watch=.", "--issue", "31"]] {
        let output = project.run(args);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.stderr.contains("下一期是第 29 期"), "{output}");
    }
    for (to, says) in
        [("29", "第 29 期正是下一期：加 --yes"), ("31", "下一期是第 29 期，写 --to 29")]
    {
        let output = project.run(["move", "2018/028/40-山阴县.md", "--to", to]);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.stderr.contains(says), "{output}");
    }
    // A number is not taken for nothing.
    project.write("旧.doc", b"\xd0\xcf\x11\xe0");
    for (name, status) in [("没有.docx", 2), ("旧.doc", 1)] {
        let output = project.run(["import", name, "--issue", "29"]);
        assert_eq!(output.status, status, "{output}");
        let list = project.run(["list"]);
        assert!(!list.stdout.contains("29"), "{list}");
    }
    let output = project.run(["import", "a.txt", "--issue", "29"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stderr.contains("还没有第 29 期，已建好文件夹"), "{output}");
    assert!(output.stderr.contains("/029，日期写的是今天（"), "{output}");
    assert!(output.stderr.contains("年份不对就删去这个文件夹，用 --date 重来"), "{output}");
}

/// An archive that is looked after later is not of this year.
#[test]
fn the_issue_that_is_made_has_the_date_it_is_given() {
    let project = Project::briefings();
    project.write("a.txt", FIRST.as_bytes());
    let output = project.run(["import", "a.txt", "--issue", "29", "--date", "2018年12月40日"]);
    assert_eq!(output.status, 2, "{output}");
    let output = project.run(["import", "a.txt", "--issue", "29", "--date", "2018年12月4日"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stderr.contains("已建好文件夹 2018/029，日期是 2018-12-04"), "{output}");
    let settings = fs::read_to_string(project.path("2018/029/issue.yaml")).expect("settings");
    assert!(settings.contains("2018-12-04"), "{settings}");
    project.write("b.txt", FIRST.replace("山阴", "应").as_bytes());
    let output = project.run(["import", "b.txt", "--issue", "29", "--date", "2018-12-05"]);
    assert!(output.stderr.contains("2018/29 已经有了，没有用上 --date"), "{output}");
    // Where none is named, it is told which one it is.
    project.write("c.txt", FIRST.replace("山阴", "怀仁").as_bytes());
    let output = project.run(["import", "c.txt"]);
    assert!(output.stderr.contains("没有写 --issue，放进 2018/29"), "{output}");
}

/// What is not read is named: nobody should think that it was.
#[test]
fn what_is_passed_over_is_named() {
    let project = house().file("来稿/山阴.txt", FIRST);
    for name in ["来稿/a.rar", "来稿/b.ofd", "来稿/Thumbs.db", "别的/c.csv", "~$稿件之一.docx"]
    {
        project.write(name, b"x");
    }
    // Word puts its signs in the place of two characters: either may be the one it has opened.
    for name in ["山阴稿件之一.docx", "平鲁稿件之一.docx"] {
        project.write(name, b"x");
    }
    let output = project.run(["import", "来稿", "--issue", "29"]);
    assert_eq!(output.status, 1, "{output}");
    for name in ["a.rar", "b.ofd"] {
        assert!(output.stdout.contains(&format!("文件「来稿/{name}」")), "{output}");
    }
    assert!(!output.stderr.contains("里没有能读的来稿"), "{output}");
    for command in [&["import", "别的", "--issue", "29"][..], &["inbox", "别的"]] {
        let output = project.run_with(command);
        assert!(output.stderr.contains("文件夹「别的」里没有能读的来稿"), "{output}");
        assert!(output.stderr.contains("没有看的文件：c.csv（"), "{output}");
    }
    for (name, says, help) in [
        ("来稿/a.rar", "是压缩包", "请解压，再导入解出来的文件或文件夹；或另存为 .zip"),
        ("~$稿件之一.docx", "临时文件，不是稿件", "关掉 Word 后导入稿件本身"),
    ] {
        let output = project.run(["import", name, "--issue", "29"]);
        assert_eq!(output.status, 1, "{output}");
        assert!(output.stdout.contains(says) && output.stdout.contains(help), "{output}");
    }
    fs::remove_file(project.path("山阴稿件之一.docx")).expect("removed");
    let output = project.run(["import", "~$稿件之一.docx", "--issue", "29"]);
    assert!(output.stdout.contains("关掉 Word 后导入「平鲁稿件之一.docx」本身"), "{output}");
}

/// What lies in an issue's folder is an entry, or its settings.
#[test]
fn entries_are_not_imported_again() {
    let project = Project::briefings().issue("2018/029", "number: 29\ndate: 2018-12-03\n");
    for name in ["2018/028/40-山阴县.md", "2018/028/issue.yaml", "jianbao.yaml"] {
        let output = project.run(["import", name, "--issue", "29"]);
        assert_eq!(output.status, 1, "{output}");
        assert!(entries(&project).is_empty(), "{output}");
    }
}

/// Entries stand in the order of the roster, also among those that were there before.
#[test]
fn entries_stand_in_the_order_of_the_roster() {
    let project = house();
    let text = |unit: &str| {
        format!(
            "{unit}抓好工作\n11月20日，{unit}召开会议。会议要求抓好落实。\n{unit}\n2018-11-20\n"
        )
    };
    for unit in ["山阴县", "朔城区", "平鲁区"] {
        project.write(&format!("{unit}.txt"), text(unit).as_bytes());
        assert_eq!(project.run_with(&["import", &format!("{unit}.txt")]).status, 0);
    }
    let names: Vec<String> = entries(&project).into_iter().map(|(name, _)| name).collect();
    let units: Vec<&str> = names
        .iter()
        .map(|name| name.trim_end_matches(".md").split('-').nth(1).expect("a unit"))
        .collect();
    assert_eq!(units, ["朔城区", "平鲁区", "山阴县"], "{names:?}");
    assert!(repository().join("briefings/roster.yaml").is_file());
}
