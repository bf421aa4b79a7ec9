//! Moving entries from one issue to another, with all that belongs to them.

use std::fs;

use crate::importing::{entries, house, import};
use crate::intake::FIRST;
use crate::project::Project;

#[test]
fn an_entry_moves_with_its_picture_and_original() {
    let project = house().issue("2018/030", "number: 30\ndate: 2018-12-10\n");
    assert_eq!(import(&project, &["插图.docx", "28期-公文式-山阴县.docx"], &[]).status, 0);
    let (name, text) =
        entries(&project).into_iter().find(|(_, text)| text.contains("插图")).expect("an entry");
    // What another entry shows too stays.
    let other = entries(&project).into_iter().find(|(_, text)| !text.contains("插图"));
    let (other, own) = other.expect("another entry");
    let shares = format!("{own}\n![](assets/合用.png)\n");
    project.write(&format!("2018/029/{other}"), shares.as_bytes());
    let text = format!("{text}\n![](assets/合用.png)\n");
    project.write(&format!("2018/029/{name}"), text.as_bytes());
    project.write("2018/029/assets/合用.png", b"shared");
    // A name that is taken there.
    project.write("2018/030/assets/插图-1.png", b"another");
    let path = format!("2018/029/{name}");
    let output = project.run(["move", &path, "--to", "30"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(entries(&project).len(), 1);
    let (_, slug) = name.split_once('-').expect("a number");
    let name = format!("10-{slug}");
    let moved = fs::read_to_string(project.path("2018/030").join(&name)).expect("moved");
    assert_eq!(moved, text.replace("插图-1.png", "插图-1-2.png"));
    assert!(project.path("2018/030/assets/插图-1-2.png").is_file());
    assert!(project.path("2018/030/sources/插图.docx").is_file());
    assert!(project.path("2018/029/assets/合用.png").is_file());
    assert!(project.path("2018/030/assets/合用.png").is_file());
    assert!(!project.path("2018/029/assets/插图-1.png").exists());
    assert!(!project.path("2018/029/sources/插图.docx").exists());
    assert!(project.path("2018/029/sources/28期-公文式-山阴县.docx").is_file());
    // It is known wherever it is.
    let output = import(&project, &["插图.docx"], &[]);
    assert!(output.stdout.contains(&format!("已导入过：2018/030/{name}")), "{output}");
    for (wrong, says) in
        [("2018/029/没有.md", "没有稿件"), ("2018/029/issue.yaml", "不是这个工作区")]
    {
        let output = project.run(["move", wrong, "--to", "30"]);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.stderr.contains(says), "{output}");
    }
}

/// Wherever an entry comes from, it stands where the roster puts its unit.
#[test]
fn an_entry_moves_to_its_place_among_the_others() {
    let project = house().issue("2018/030", "number: 30\ndate: 2018-12-10\n");
    let text = |unit: &str| FIRST.replace("山阴县", unit);
    for (unit, issue) in [("朔城区", "30"), ("山阴县", "30"), ("平鲁区", "29"), ("应县", "29")]
    {
        let name = format!("{unit}.txt");
        project.write(&name, text(unit).as_bytes());
        assert_eq!(project.run_with(&["import", &name, "--issue", issue]).status, 0);
    }
    // One that waits is placed like the others; what stands there keeps its name.
    let held = project.path("2018/029/10-平鲁区.md");
    let waits =
        fs::read_to_string(&held).expect("an entry").replacen("原稿:", "暂缓: 是\n原稿:", 1);
    fs::write(&held, &waits).expect("written");
    for name in ["10-平鲁区.md", "20-应县.md"] {
        let output = project.run_with(&["move", &format!("2018/029/{name}"), "--to", "30"]);
        assert_eq!(output.status, 0, "{output}");
    }
    assert!(entries(&project).is_empty());
    let mut names: Vec<String> = fs::read_dir(project.path("2018/030"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".md"))
        .collect();
    names.sort();
    assert_eq!(names, ["10-朔城区.md", "15-平鲁区.md", "20-山阴县.md", "30-应县.md"]);
    let moved = fs::read_to_string(project.path("2018/030/15-平鲁区.md")).expect("an entry");
    assert_eq!(moved, waits);
}

/// What an entry was before it was replaced goes with it, so that old versions stay known.
#[test]
fn an_entry_moves_with_what_it_was_before() {
    let newer = FIRST.replace("会议。", "视频会议。");
    let project = house()
        .issue("2018/030", "number: 30\ndate: 2018-12-10\n")
        .file("旧/稿件.md", FIRST)
        .file("新/稿件.md", &newer)
        .file("别的.md", &FIRST.replace("山阴", "朔城"));
    assert_eq!(project.run(["import", "旧/稿件.md", "--issue", "29"]).status, 0);
    assert_eq!(project.run(["import", "别的.md", "--issue", "30"]).status, 0);
    let output = project.run(["import", "新/稿件.md", "--issue", "29", "--replace", "--yes"]);
    assert_eq!(output.status, 0, "{output}");
    let files = |folder: &str| {
        let all = fs::read_dir(project.path(folder)).expect("a folder");
        let name = |it: std::io::Result<fs::DirEntry>| it.expect("a file").file_name();
        let mut names: Vec<_> = all.map(|it| name(it).into_string().expect("UTF-8")).collect();
        names.sort();
        names
    };
    assert_eq!(
        files("2018/029/sources"),
        ["旧稿-10-山阴县.md", "稿件-2.md", "稿件.md"],
        "{output}"
    );
    let before = fs::read(project.path("2018/029/sources/旧稿-10-山阴县.md")).expect("read");
    let output = project.run(["move", "2018/029/10-山阴县.md", "--to", "30"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(files("2018/029/sources").is_empty(), "{output}");
    let kept = ["别的.md", "旧稿-05-山阴县.md", "稿件-2.md", "稿件.md"];
    assert_eq!(files("2018/030/sources"), kept, "{output}");
    let after = fs::read(project.path("2018/030/sources/旧稿-05-山阴县.md")).expect("read");
    assert_eq!(after, before);
    let output = project.run(["import", "旧/稿件.md", "--issue", "29"]);
    let says = "已导入过，已被新稿代替（2018/030/05-山阴县.md）";
    assert!(output.stdout.contains(says), "{output}");
}

/// Two issues that are open, and a body for the first.
fn two_issues(body: &str) -> Project {
    house()
        .issue("2018/030", "number: 30\ndate: 2018-12-10\n")
        .file("2018/029/10-a.md", &format!("---\n栏目: 县区动态\n标题: 甲\n---\n{body}\n"))
}

/// Pictures come along wherever they lie and however their addresses are written.
#[test]
fn an_entry_moves_with_pictures_of_all_addresses() {
    let body = "![](assets/图/1.png)\n\n![](assets/现场%20图.png)\n\n![](./b.png)";
    let project = two_issues(body);
    let pictures = ["assets/图/1.png", "assets/现场 图.png", "b.png"];
    for picture in pictures {
        project.write(&format!("2018/029/{picture}"), picture.as_bytes());
    }
    let output = project.run(["move", "2018/029/10-a.md", "--to", "30"]);
    assert_eq!(output.status, 0, "{output}");
    for picture in pictures {
        let moved = fs::read(project.path("2018/030").join(picture)).expect("moved");
        assert_eq!(moved, picture.as_bytes());
        assert!(!project.path("2018/029").join(picture).exists(), "{picture}");
    }
    // A name that is taken cannot be changed where the text has it in another form.
    let project = two_issues("![](assets/现场%20图.png)");
    project.write("2018/029/assets/现场 图.png", b"one");
    project.write("2018/030/assets/现场 图.png", b"another");
    let output = project.run(["move", "2018/029/10-a.md", "--to", "30"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.stderr.contains("已有别的「assets/现场 图.png」"), "{output}");
    assert_eq!(fs::read(project.path("2018/030/assets/现场 图.png")).expect("read"), b"another");
    assert!(project.path("2018/029/10-a.md").exists(), "{output}");
}

/// A picture that another entry sets stays, however large that is and however it writes the address.
#[test]
fn what_another_entry_sets_stays() {
    let long = format!("{}\n\n![](assets/a%2Epng)", "正文。\n\n".repeat(300_000));
    for other in [long, "![](./assets//a.png)".to_owned()] {
        let project = two_issues("![](assets/a.png)")
            .file("2018/029/20-b.md", &format!("---\n标题: 乙\n---\n{other}\n"));
        project.write("2018/029/assets/a.png", b"shared");
        let output = project.run(["move", "2018/029/10-a.md", "--to", "30"]);
        assert_eq!(output.status, 0, "{output}");
        assert!(project.path("2018/029/assets/a.png").exists(), "{other:.40}");
        assert!(project.path("2018/030/assets/a.png").exists());
    }
}

/// What was held back is no part of what went out: it is listed, and may go into a later issue.
#[test]
fn what_was_held_back_leaves_an_issue_that_went_out() {
    let project = Project::briefings();
    project.write("2018/029/issue.yaml", "number: 29\ndate: 2018-12-03\n".as_bytes());
    project.write("2018/030/issue.yaml", "number: 30\ndate: 2018-12-10\n".as_bytes());
    project.write("a.txt", FIRST.as_bytes());
    project.write("b.txt", FIRST.replace("山阴", "应").as_bytes());
    assert_eq!(project.run(["import", "a.txt", "--issue", "29", "--hold"]).status, 0);
    assert_eq!(project.run(["import", "b.txt", "--issue", "29"]).status, 0);
    let names: Vec<String> = entries(&project).into_iter().map(|(name, _)| name).collect();
    let [held, other] = &names[..] else { panic!("{names:?}") };
    let text = fs::read_to_string(project.path("2018/029").join(other)).expect("read");
    let checked: Vec<&str> = text.lines().filter(|line| !line.contains("请核对")).collect();
    project.write(&format!("2018/029/{other}"), checked.join("\n").as_bytes());
    let output = project.run(["publish", "--yes", "29"]);
    assert_eq!(output.status, 0, "{output}");
    let output = project.run(["inbox", "a.txt", "b.txt"]);
    assert!(
        output.stdout.contains(&format!("暂缓的 1 份：\n  a.txt　2018/029/{held}")),
        "{output}"
    );
    let output = project.run_with(&["move", &format!("2018/029/{other}"), "--to", "30"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.stderr.contains("已印发"), "{output}");
    let output = project.run_with(&["move", &format!("2018/029/{held}"), "--to", "30"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(project.path("2018/030").join(held).exists(), "{output}");
    let output = project.run(["verify", "29"]);
    assert_eq!(output.status, 0, "{output}");
}
