//! What goes on around an import: new versions, questions, the inbox, a watched folder, moving entries.

use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::importing::{entries, house};
use crate::project::{Project, command};

/// A dispatch as it may come in.
pub const FIRST: &str = "山阴县抓好春耕备耕\n11月20日，山阴县召开春耕备耕会议。会议要求抓好落实。\n山阴县\n2018-11-20\n";

#[test]
fn a_new_version_replaces_only_when_told_to() {
    let project = house().file("山阴.txt", FIRST);
    assert_eq!(project.run(["import", "山阴.txt", "--issue", "29"]).status, 0);
    let (name, text) = entries(&project).remove(0);
    assert_eq!(name, "10-山阴县.md");
    project.write("2018/029/10-山阴县.md", text.replace("抓好落实", "抓好各项落实").as_bytes());
    project.write("山阴.txt", FIRST.replace("会议。", "视频会议。").as_bytes());

    let output = project.run(["import", "山阴.txt", "--issue", "29"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains("1 份同名、同标题而内容不同，没有动"), "{output}");
    assert!(entries(&project)[0].1.contains("抓好各项落实"));

    // Nobody can be asked here.
    let output = project.run(["import", "山阴.txt", "--issue", "29", "--replace"]);
    assert!(output.stderr.contains("+11月20日，山阴县召开春耕备耕视频会议"), "{output}");
    assert!(output.stderr.contains("没有换"), "{output}");
    assert!(entries(&project)[0].1.contains("抓好各项落实"));

    let output = project.run(["import", "山阴.txt", "--issue", "29", "--replace", "--yes"]);
    assert!(output.stdout.contains("1 份换了新稿"), "{output}");
    let all = entries(&project);
    assert_eq!(all.len(), 1);
    assert!(
        all[0].1.contains("视频会议") && all[0].1.contains("sources/山阴-2.txt"),
        "{}",
        all[0].1
    );
    let kept = fs::read_to_string(project.path("2018/029/sources/旧稿-10-山阴县.md"));
    assert!(kept.expect("kept").contains("抓好各项落实"));
    let first = fs::read_to_string(project.path("2018/029/sources/山阴.txt"));
    assert_eq!(first.expect("kept"), FIRST);
}

/// What one unit sends stays in the order in which people number files, or which somebody gave.
#[test]
fn dispatches_of_one_unit_stay_in_their_order() {
    let text = |what: &str| FIRST.replace("春耕备耕", what);
    let project = house()
        .file("来/第一篇.txt", &text("秋收秋种"))
        .file("来/第二篇.txt", &text("护林防火"))
        .file("来/第十篇.txt", &text("冬季供暖"));
    let titles = |project: &Project| -> Vec<String> {
        let title =
            |text: String| text.lines().find(|line| line.starts_with("标题")).map(str::to_owned);
        entries(project).into_iter().filter_map(|(_, text)| title(text)).collect()
    };
    assert_eq!(project.run(["import", "来", "--issue", "29"]).status, 0);
    let wanted = ["秋收秋种", "护林防火", "冬季供暖"].map(|what| format!("标题: 山阴县抓好{what}"));
    assert_eq!(titles(&project), wanted);

    let again = house()
        .file("甲.txt", &text("秋收秋种"))
        .file("乙.txt", &text("护林防火"))
        .file("丙.txt", &text("冬季供暖"));
    assert_eq!(again.run(["import", "甲.txt", "丙.txt", "乙.txt", "--issue", "29"]).status, 0);
    let wanted = ["秋收秋种", "冬季供暖", "护林防火"].map(|what| format!("标题: 山阴县抓好{what}"));
    assert_eq!(titles(&again), wanted);
}

/// Folders that are not entered are told, and so are those that lie too deep.
#[test]
fn no_folder_is_passed_over_in_silence() {
    let deep = "来/1/2/3/4/5/6/7/8/9/10/11/12/丁.txt";
    let project = house()
        .file("来/甲.txt", FIRST)
        .file("来/_乙县/乙.txt", &FIRST.replace("春耕", "秋收"))
        .file("来/丙县_files/丙.txt", &FIRST.replace("春耕", "护林"))
        .file(deep, &FIRST.replace("春耕", "冬灌"));
    let output = project.run(["import", "来", "--issue", "29"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stderr.contains("没有看的文件：_乙县/"), "{output}");
    assert!(output.stdout.contains("套得太深，没有看"), "{output}");
    // What is called like the folder beside a page, without the page, is a folder as any other.
    assert_eq!(entries(&project).len(), 2, "{output}");
}

/// Whoever imports a whole folder gives the versions that were replaced too.
#[test]
fn a_version_that_was_replaced_is_known() {
    let newer = FIRST.replace("会议。", "视频会议。");
    let newest = FIRST.replace("会议。", "调度会议。");
    let project =
        house().file("旧/稿件.md", FIRST).file("新/稿件.md", &newer).file("再新/稿件.md", &newest);
    assert_eq!(project.run(["import", "旧/稿件.md", "--issue", "29"]).status, 0);
    for path in ["新/稿件.md", "再新/稿件.md"] {
        let output = project.run(["import", path, "--issue", "29", "--replace", "--yes"]);
        assert!(output.stdout.contains("1 份换了新稿"), "{output}");
    }
    let all = entries(&project);
    let path = format!("2018/029/{}", all[0].0);
    for more in [&[][..], &["--replace", "--yes"]] {
        for old in ["旧/稿件.md", "新/稿件.md"] {
            let output = project.run_with(&[&["import", old, "--issue", "29"], more].concat());
            assert_eq!(output.status, 0, "{output}");
            let says = format!("已导入过，已被新稿代替（{path}）");
            assert!(output.stdout.contains(&says), "{output}");
            assert_eq!(entries(&project), all, "{output}");
        }
    }
    let output = project.run(["inbox", "旧", "新", "再新"]);
    assert_eq!(output.stdout, "来稿 3 份：0 份还没有用上，3 份已在各期里\n", "{output}");
    // Also when the entry has another name since.
    fs::rename(project.path(&path), project.path("2018/029/70-改名.md")).expect("renamed");
    let output = project.run(["inbox", "旧", "新", "再新"]);
    assert_eq!(output.stdout, "来稿 3 份：0 份还没有用上，3 份已在各期里\n", "{output}");
}

#[test]
fn a_new_version_of_what_waits_waits() {
    let project = house().file("a.txt", FIRST);
    assert_eq!(project.run(["import", "a.txt", "--issue", "29", "--hold"]).status, 0);
    project.write("a.txt", FIRST.replace("会议。", "视频会议。").as_bytes());
    let output = project.run(["import", "a.txt", "--issue", "29", "--replace", "--yes"]);
    assert!(output.stdout.contains("原来的稿件写着「暂缓: 是」，换了新稿照旧"), "{output}");
    let (_, text) = entries(&project).remove(0);
    assert!(text.contains("视频会议") && text.contains("\n暂缓: 是\n"), "{text}");
}

/// A revised version often comes under another name: 最终版, 修改稿.
#[test]
fn a_version_under_another_name_is_told() {
    let newer = FIRST.replace("会议。", "视频会议。");
    let newest = FIRST.replace("会议。", "调度会议。");
    let project = house()
        .file("稿件.txt", FIRST)
        .file("稿件（修改稿）.txt", &newer)
        .file("稿件最终版.txt", &newest)
        .file("别的.txt", &FIRST.replace("山阴", "应"));
    let nothing = "没有换掉哪一篇";
    let output = project.run(["import", "稿件.txt", "--issue", "29"]);
    assert!(!output.stdout.contains("同标题") && !output.stdout.contains(nothing), "{output}");
    let says = "与 2018/029/10-山阴县.md 同标题；若是它的新稿";
    let output = project.run(["import", "稿件（修改稿）.txt", "--issue", "29"]);
    assert!(output.stdout.contains(says) && !output.stdout.contains(nothing), "{output}");
    let output = project.run(["import", "稿件最终版.txt", "--issue", "29", "--replace"]);
    assert!(output.stdout.contains(says) && output.stdout.contains(nothing), "{output}");
    // Of another unit, it is another dispatch.
    let output = project.run(["import", "别的.txt", "--issue", "29"]);
    assert!(!output.stdout.contains("同标题"), "{output}");
}

/// Every county calls its dispatch 简报: a name alone makes no new version.
#[test]
fn two_dispatches_of_one_name_are_two_entries() {
    let other = FIRST.replace("春耕备耕", "秋收秋种");
    let project = house().file("简报.txt", FIRST);
    assert_eq!(project.run(["import", "简报.txt", "--issue", "29"]).status, 0);
    project.write("简报.txt", other.as_bytes());
    let output = project.run(["import", "简报.txt", "--issue", "29"]);
    assert_eq!(output.status, 0, "{output}");
    for says in [
        "请核对　与 2018/029/10-山阴县.md 的原稿同名而标题不同，作为另一份稿件导入；若是那一份的新版，删去旧的那一篇\n",
        "说明　　已有同名的原稿，这一份的存为 2018/029/sources/简报-2.txt\n",
    ] {
        assert!(output.stdout.contains(says), "{output}");
    }
    let all = entries(&project);
    assert_eq!(all.len(), 2, "{output}");
    assert!(all[0].1.contains("文件: sources/简报.txt") && all[0].1.contains("春耕"), "{all:?}");
    assert!(all[1].1.contains("文件: sources/简报-2.txt") && all[1].1.contains("秋收"), "{all:?}");
    let kept = |name: &str| fs::read_to_string(project.path("2018/029/sources").join(name));
    assert_eq!(kept("简报.txt").expect("kept"), FIRST);
    assert_eq!(kept("简报-2.txt").expect("kept"), other);
    let output = project.run(["import", "简报.txt", "--issue", "29"]);
    assert!(output.stdout.ends_with("1 份以前导入过，没有动\n"), "{output}");

    // Two of one name at once.
    let project = house().file("甲/简报.txt", FIRST).file("乙/简报.txt", &other);
    let output = project.run(["import", "甲", "乙", "--issue", "29"]);
    assert_eq!(entries(&project).len(), 2, "{output}");
    assert!(output.stdout.contains("已有同名的原稿，这一份的存为"), "{output}");
    let (first, second) =
        (project.path("2018/029/sources/简报.txt"), "2018/029/sources/简报-2.txt");
    assert!(first.is_file() && project.path(second).is_file());
}

#[test]
fn what_is_not_certain_is_asked() {
    let project = house().file(
        "来稿.txt",
        "怀仁市抓好秋收\n11月20日，怀仁市召开秋收会议，抓好落实。会后开展检查。\n",
    );
    let mut child = command()
        .args(["import", "来稿.txt", "--issue", "29", "--ask"])
        .current_dir(project.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let answers = "怀仁市抓好秋收\n怀仁市\n11月31日\n2018年11月21日\n";
    child.stdin.take().expect("a pipe").write_all(answers.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("ended");
    let asked = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(output.status.success(), "{asked}");
    assert!(asked.contains("来源：没有找到") && asked.contains("日期"), "{asked}");
    let (_, text) = entries(&project).remove(0);
    assert!(text.contains("标题: 怀仁市抓好秋收\n来源: 怀仁市\n日期: 2018-11-21\n"), "{text}");
    assert!(!text.contains("请核对"), "{text}");
}

/// What the import was not sure of is told until somebody has looked at it, and not issued before.
#[test]
fn what_nobody_has_checked_is_told() {
    let project = Project::briefings();
    let path = "2018/028/40-山阴县.md";
    let text = fs::read_to_string(project.path(path)).expect("an entry");
    let doubted = text.replacen("---\n", "---\n# 请核对来源：从落款看出\n", 1);
    project.write(path, doubted.as_bytes());
    let says = format!("{path}:2:1: 警告[left-over]: 还有一处没有核对：来源");
    for command in ["check", "build"] {
        let output = project.run([command, "28", "--format", "short"]);
        assert_eq!(output.status, 0, "{output}");
        assert!(output.to_string().contains(&says), "{output}");
    }
    let output = project.run(["publish", "--yes", "28", "--format", "short"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains(&says.replace("警告", "错误")), "{output}");
    project.write(path, text.as_bytes());
    let output = project.run(["publish", "--yes", "28"]);
    assert_eq!(output.status, 0, "{output}");
}

#[test]
fn a_dispatch_that_waits_is_not_printed() {
    let project = house().file("a.txt", FIRST);
    let output = project.run(["import", "a.txt", "--hold"]);
    assert_eq!(output.status, 0, "{output}");
    let output = project.run(["check", "29", "--format", "short"]);
    assert!(output.stdout.contains("没有可用的稿件"), "{output}");
}

#[test]
fn the_inbox_lists_what_is_in_no_issue() {
    let project =
        house().file("来稿/a.txt", FIRST).file("来稿/b.txt", &FIRST.replace("山阴", "应"));
    project.write("来稿/c.doc", b"\xd0\xcf\x11\xe0");
    assert_eq!(project.run(["import", "来稿/a.txt"]).status, 0);
    let output = project.run(["inbox", "来稿"]);
    assert_eq!(output.status, 0, "{output}");
    insta::assert_snapshot!("inbox", output.stdout);
    let output = project.run(["inbox", "来稿", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(all["waiting"].as_array().map(Vec::len), Some(1), "{output}");
}

#[test]
fn a_folder_is_watched() {
    let project = house();
    fs::create_dir(project.path("来稿")).expect("a folder");
    let mut child = command()
        .args(["import", "--watch", "来稿", "--issue", "29"])
        .current_dir(project.path(""))
        .stdout(Stdio::null())
        .spawn()
        .expect("started");
    project.write("来稿/a.txt", FIRST.as_bytes());
    let start = Instant::now();
    while entries(&project).is_empty() && start.elapsed() < Duration::from_secs(30) {
        sleep(Duration::from_millis(50));
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    assert_eq!(entries(&project).len(), 1);
}

/// One that waits keeps its number: none is given twice.
#[test]
fn what_waits_keeps_its_number() {
    let project = house().file("a.txt", FIRST).file("b.txt", &FIRST.replace("山阴", "应"));
    assert_eq!(project.run(["import", "a.txt", "--issue", "29", "--hold"]).status, 0);
    assert_eq!(project.run(["import", "b.txt", "--issue", "29"]).status, 0);
    let names: Vec<String> = entries(&project).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["10-山阴县.md", "20-应县.md"]);
}

/// Whoever imports a whole folder with `--replace` keeps what was corrected where nothing new came.
#[test]
fn what_is_not_new_replaces_nothing() {
    let project = house().file("来稿/a.txt", FIRST);
    assert_eq!(project.run(["import", "来稿", "--issue", "29"]).status, 0);
    let (name, text) = entries(&project).remove(0);
    let path = format!("2018/029/{name}");
    project.write(&path, text.replace("抓好落实", "抓好各项落实").as_bytes());
    let before = entries(&project);
    let output = project.run(["import", "来稿", "--issue", "29", "--replace", "--yes"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains(&format!("已导入过：{path}")), "{output}");
    assert_eq!(entries(&project), before, "{output}");
}

/// A file that begins with a telephone number or a date says nothing of where others stand.
#[test]
fn numbers_that_are_none() {
    let other = "---\n栏目: 县区动态\n标题: 乙\n来源: 山阴县\n---\n正文。\n";
    let project = house().file("a.txt", FIRST).file("2018/029/4294967295-乙.md", other);
    let output = project.run(["import", "a.txt", "--issue", "29"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(project.path("2018/029/10-山阴县.md").exists(), "{output}");
}
