//! What `list` says of PDFs: whether what was built last still holds, whatever it was made of.

use std::fs;

use serde_json::Value;

use crate::project::{HOUSE, Project};

fn two_issues() -> Project {
    Project::with_body("甲县完工。")
        .issue("2024/002", "number: 2\ndate: 2024-01-22\n")
        .entry("2024/002/10-b.md", "---\ntitle: 乙\n---\n乙县完工。\n")
}

/// What is told of an issue: its state, whether its PDF holds, its pages.
type State = (String, Option<bool>, Option<u64>);

/// The exit code, and the state of each issue.
fn states(project: &Project) -> (i32, Vec<State>) {
    let output = project.run(["list", "--format", "json"]);
    let rows: Vec<Value> =
        serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{output}"));
    let state = |row: &Value| {
        let words = row["state"].as_str().expect("a state").to_owned();
        (words, row["fresh"].as_bool(), row["pages"].as_u64())
    };
    (output.status, rows.iter().map(state).collect())
}

#[test]
fn whatever_a_page_is_made_of_counts() {
    type Change = fn(&Project);
    let changes: [(&str, Change); 6] = [
        ("稿件", |project| {
            project.write("2024/001/10-a.md", "---\ntitle: 标题\n---\n改了。\n".as_bytes())
        }),
        ("稿件", |project| {
            project.write("2024/001/20-b.md", "---\ntitle: 又一篇\n---\n文。\n".as_bytes())
        }),
        ("设置", |project| {
            project.write("jianbao.yaml", format!("{HOUSE}prefix: 望河县\n").as_bytes());
        }),
        ("模板", |project| {
            let template = crate::project::repository().join("templates/briefing.typ");
            let text = fs::read_to_string(template).expect("read");
            project.write("templates/briefing.typ", text.as_bytes());
        }),
        ("字体", |project| {
            let font = fs::read_dir(crate::project::repository().join("fonts"))
                .expect("a folder")
                .map(|entry| entry.expect("an entry").path())
                .find(|path| path.extension().is_some_and(|it| it == "ttf" || it == "otf"));
            let font = fs::read(font.expect("a font")).expect("read");
            project.write("fonts/自备.ttf", &font);
        }),
        ("名册或词表", |project| {
            project.write("roster.yaml", "units:\n- {name: 望河县}\n".as_bytes())
        }),
    ];
    for (kind, change) in changes {
        let project = two_issues();
        assert_eq!(states(&project).1[0], ("未生成".to_owned(), None, None));
        assert_eq!(project.run(["build", "1"]).status, 0);
        assert_eq!(
            states(&project),
            (
                0,
                vec![("已生成".to_owned(), Some(true), Some(1)), ("未生成".to_owned(), None, None),]
            )
        );
        change(&project);
        let (_, now) = states(&project);
        assert_eq!(now[0], (format!("已生成，之后{kind}有改动"), Some(false), Some(1)));
        assert_eq!(project.run(["build", "1"]).status, 0);
        assert_eq!(states(&project).1[0].1, Some(true), "{kind}");
    }
}

#[test]
fn a_pdf_of_which_nothing_is_known() {
    let project = two_issues();
    assert_eq!(project.run(["build", "1"]).status, 0);
    let built = project.pdf("2024-001.pdf");
    project.write("out/2024-001.pdf", b"%PDF-1.7 somebody's");
    assert_eq!(states(&project).1[0].0, "有 PDF，不知是不是最新的");
    project.write("out/2024-001.pdf", &built);
    assert_eq!(states(&project).1[0].0, "已生成");
    fs::remove_dir_all(project.path(".jianbao")).expect("removed");
    assert_eq!(states(&project).1[0], ("有 PDF，不知是不是最新的".to_owned(), None, Some(1)));
}

/// What was issued stays; what the house has changed since is told once, not in each row.
#[test]
fn the_house_may_change_after_an_issue() {
    let project = two_issues();
    assert_eq!(project.run(["publish", "--yes", "--all"]).status, 0);
    assert_eq!(states(&project).1[0], ("已印发".to_owned(), Some(true), Some(1)));
    project.write("jianbao.yaml", format!("{HOUSE}prefix: 望河县\n").as_bytes());
    let output = project.run(["list"]);
    assert_eq!(output.status, 0, "{output}");
    let told =
        "提醒：2024/1 至 2024/2 中的 2 期印发以后，设置有改动；存档的 PDF 不变，重排可能与它不同\n";
    assert_eq!(output.stderr, told, "{output}");
    assert_eq!(output.stdout.matches("已印发 ").count(), 2, "{output}");
}

/// Errors end with 1: whoever calls it from a script need not read the table.
#[test]
fn errors_are_not_zero() {
    let project = two_issues();
    project.write("2024/001/10-a.md", "没有项目区\n".as_bytes());
    assert_eq!(states(&project).0, 1);
    assert_eq!(states(&project).1[0].0, "稿件有错误");
    let project = two_issues();
    assert_eq!(project.run(["build", "1"]).status, 0);
    project.write("2024/001/10-a.md", "没有项目区\n".as_bytes());
    assert_eq!(states(&project).1[0].0, "稿件有错误，已生成，之后稿件有改动");
    let project = two_issues();
    assert_eq!(project.run(["publish", "--yes", "1"]).status, 0);
    fs::remove_file(project.path("out/2024-001.pdf")).expect("removed");
    assert_eq!(states(&project).0, 1);
    // Pages there are, and it could not be issued: it is told as often as somebody asks.
    let project = two_issues().file("roster.yaml", "units: [望河县]\n");
    for _ in 0..2 {
        assert_eq!(project.run(["build", "1"]).status, 1);
        let (status, states) = states(&project);
        let told = "已生成，有 1 处错误，改正前不能印发".to_owned();
        assert_eq!((status, &states[0]), (1, &(told, Some(true), Some(1))));
    }
    // As `new` leaves it, nobody has made a mistake.
    let project = two_issues();
    fs::remove_file(project.path("2024/001/10-a.md")).expect("removed");
    assert_eq!(
        states(&project),
        (0, vec![("没有稿件".to_owned(), None, None), ("未生成".to_owned(), None, None),])
    );
}

/// Folders that were meant as issues are told of by every command, and their numbers are taken.
#[test]
fn names_that_were_meant_as_numbers() {
    for (name, right) in [
        ("第29期", "2024/029"),
        ("０２９", "2024/029"),
        ("二十九期", "2024/029"),
        ("增刊第3期", "2024/增刊3"),
    ] {
        let project = two_issues().issue(&format!("2024/{name}"), "number: 29\ndate: 2024-02-15\n");
        let commands: [&[&str]; 7] = [
            &["list"],
            &["build", "1"],
            &["check", "1"],
            &["find", "甲县"],
            &["measure", "1"],
            &["verify", "--all"],
            &["profile", "--format", "json"],
        ];
        for command in commands {
            let output = project.run_with(command);
            assert_eq!(output.status, 0, "{output}");
            let told = format!("文件夹「2024/{name}」像是");
            assert_eq!(output.stderr.matches(&told).count(), 1, "{output}");
            assert!(output.stderr.contains(&format!("改名为「{right}」")), "{output}");
            assert!(!output.stderr.contains("没有算作一期"), "told twice: {output}");
        }
        let supplement = name.contains("增刊");
        let mut args = vec!["new", "--date", "2024-03-01"];
        args.extend(supplement.then_some("--supplement"));
        let output = project.run_with(&args);
        assert_eq!(output.status, 0, "{output}");
        let made = if supplement { "2024/增刊4" } else { "2024/030" };
        assert!(project.path(made).is_dir(), "{output}");
    }
    // Put aside on purpose, or no number at all: nothing is said of it in passing.
    for name in ["_第29期", "资料"] {
        let project = two_issues().file(&format!("2024/{name}/x.txt"), "x");
        assert_eq!(project.run(["build", "1"]).stderr, "");
    }
}

/// What `list` counts is what `publish` stops at: mistakes, and what nobody has looked at yet.
#[test]
fn obstacles_are_counted_alike() {
    const CONFIRM: &str = "---\ntitle: 乙县召开会议\n来源: 乙县 # 请核对\n---\n会议强调要抓紧。\n";
    let gap = CONFIRM.replace("强调", "强调【待补：人数】");
    let roster = "units: [望河县]\n";
    for (text, roster, told, count) in [
        (CONFIRM, "", "有 1 处没有核对，核对前不能印发", 1),
        (&gap, "", "有 1 处错误、1 处没有核对，改好以前不能印发", 2),
        (&gap, roster, "有 2 处错误、1 处没有核对，改好以前不能印发", 3),
    ] {
        let project = two_issues().entry("2024/001/10-a.md", text).file("roster.yaml", roster);
        for _ in 0..2 {
            let built = project.run(["build", "1"]);
            assert!(built.stdout.contains(told), "{built}");
            assert_eq!(states(&project).1[0].0, format!("已生成，{told}"));
        }
        let output = project.run(["publish", "--yes", "1"]);
        assert!(output.stdout.contains(&format!("有 {count} 处错误，没有印发")), "{output}");
    }
}

/// A folder that was meant as an issue and has no `issue.yaml`: each step says the next one.
#[test]
fn a_folder_without_its_head_is_no_dead_end() {
    for (name, right, number) in
        [("第15期", "015", "15"), ("015", "015", "15"), ("增刊第2期", "增刊2", "增刊2")]
    {
        let entry = "---\ntitle: 丙\n---\n丙县完工。\n";
        let project = two_issues().file(&format!("2024/{name}/10-c.md"), entry);
        let new = format!("jianbao new {number} --date 2024-月-日");
        let output = project.run(["list"]);
        assert!(output.stderr.contains(&new), "{output}");
        if name != right {
            assert!(output.stderr.contains(&format!("先改名为「2024/{right}」")), "{output}");
            let (from, to) = (format!("2024/{name}"), format!("2024/{right}"));
            fs::rename(project.path(&from), project.path(&to)).expect("renamed");
        }
        let output = project.run(["build", &format!("2024/{number}")]);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.stderr.contains("jianbao new 期号 补上"), "{output}");
        let wrong = project.run(["new", number, "--date", "2025-01-05"]);
        assert!(wrong.status == 1 && wrong.stdout.contains("是 2024 年的"), "{wrong}");
        let output = project.run(["new", number, "--date", "2024-03-01"]);
        assert_eq!(output.status, 0, "{output}");
        assert!(output.stdout.contains("已补上；原有的文件没有动"), "{output}");
        let built = project.run(["build", &format!("2024/{number}")]);
        assert_eq!(built.status, 0, "{built}");
        let again = project.run(["new", number, "--date", "2024-03-01"]);
        assert!(again.status == 2 && again.stderr.contains("已经有了"), "{again}");
    }
}

/// Whoever stands above a workspace is told where it is, and how to say so.
#[test]
fn a_workspace_below_is_named() {
    for (below, named) in
        [("简报", true), ("办公室/简 报", true), ("办公室/2024/简报", false), (".备份/简报", false)]
    {
        let project =
            Project::new().file(&format!("{below}/jianbao.yaml"), HOUSE).file("文件/说明.txt", "x");
        for args in [&["list"][..], &["build", "1"], &["new"], &["register", "rebuild"]] {
            let output = project.run_with(args);
            assert_eq!(output.status, 2, "{output}");
            let told = output.stderr.contains("下面的文件夹里有工作区");
            assert_eq!(told, named, "{output}");
            let shown = if below.contains(' ') { format!("\"{below}\"") } else { below.to_owned() };
            assert_eq!(output.stderr.contains(&format!("-C {shown} list")), named, "{output}");
        }
    }
    // However many folders there are, it is told at once.
    let project = Project::new();
    for number in 0..700 {
        fs::create_dir_all(project.path(&format!("a{number:03}"))).expect("a folder");
    }
    project.write("z/jianbao.yaml", HOUSE.as_bytes());
    let output = project.run(["list"]);
    assert!(output.status == 2 && !output.stderr.contains("下面的文件夹"), "{output}");
}
