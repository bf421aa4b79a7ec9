//! Whoever has to wait is told for whom; whoever is asked lets others work.

use std::fs;
use std::io::Write;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::importing::{entries, house};
use crate::intake::FIRST;
use crate::project::{Project, command};

/// Starts a command whose questions are answered here.
fn start(project: &Project, args: &[&str]) -> Child {
    let file = |name: &str| fs::File::create(project.path(name)).expect("a file");
    command()
        .args(args)
        .current_dir(project.path(""))
        .stdin(Stdio::piped())
        .stdout(file("说的"))
        .stderr(file("问的"))
        .spawn()
        .expect("started")
}

fn said(project: &Project) -> String {
    ["说的", "问的"].map(|name| fs::read_to_string(project.path(name)).expect("read")).concat()
}

#[track_caller]
fn until(project: &Project, words: &str) {
    let start = Instant::now();
    while !said(project).contains(words) {
        assert!(start.elapsed() < Duration::from_secs(60), "never: {words}\n{}", said(project));
        sleep(Duration::from_millis(20));
    }
}

/// Its unit and date are asked for.
const VAGUE: &str = "抓好秋收秋种工作\n日前召开秋收会议，抓好落实。会后开展检查。\n";

#[test]
fn whoever_is_asked_holds_nothing() {
    let project = house().issue("2018/030", "number: 30\ndate: 2018-12-10\n").file("b.txt", FIRST);
    project.write("a.txt", VAGUE.as_bytes());
    let mut child = start(&project, &["import", "a.txt", "b.txt", "--issue", "29", "--ask"]);
    until(&project, "a.txt\n");
    // Others import the one of them, move it, check, and take a number meanwhile.
    for args in [
        &["import", "b.txt", "--issue", "29"][..],
        &["check", "29", "--fix"],
        &["move", "2018/029/10-山阴县.md", "--to", "30"],
        &["import", "a.txt", "--issue", "30", "--hold"],
    ] {
        let begun = Instant::now();
        let output = project.run_with(args);
        assert!([0, 1].contains(&output.status), "{output}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{output}");
        assert!(!output.stderr.contains("正在等"), "{output}");
    }
    fs::remove_file(project.path("2018/030/20-抓好秋收秋种工作.md"))
        .or_else(|_| fs::remove_file(project.path("2018/030/10-抓好秋收秋种工作.md")))
        .expect("removed");
    child.stdin.take().expect("a pipe").write_all("\n".repeat(20).as_bytes()).expect("answered");
    assert!(child.wait().expect("ended").success(), "{}", said(&project));
    let said = said(&project);
    // What came in meanwhile is not brought in once more.
    assert!(said.contains("已导入过：2018/030/10-山阴县.md"), "{said}");
    assert!(said.contains("1 份导入成稿件，1 份以前导入过"), "{said}");
    assert_eq!(entries(&project).len(), 1, "{said}");
    let left = fs::read_dir(project.path("2018/029")).expect("a folder");
    let left: Vec<_> = left.map(|it| it.expect("an entry").file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with('.')), "{left:?}");
}

/// What is edited or issued while somebody is asked is looked at again.
#[test]
fn what_changed_meanwhile_is_looked_at() {
    let project = house().file("a.txt", VAGUE);
    let mut child = start(&project, &["import", "a.txt", "--issue", "29", "--ask"]);
    until(&project, "a.txt\n");
    project.write("2018/029/issue.yaml", b"number: 29\ndate: [\n");
    child.stdin.take().expect("a pipe").write_all("\n".repeat(20).as_bytes()).expect("answered");
    assert_eq!(child.wait().expect("ended").code(), Some(1), "{}", said(&project));
    assert!(said(&project).contains("没有导入，请先改正上面的错误"), "{}", said(&project));
    assert!(entries(&project).is_empty());
}

#[cfg(unix)]
#[test]
fn whoever_waits_is_told_for_whom() {
    let project = house().file("a.txt", FIRST);
    let cache = project.path(".jianbao");
    fs::create_dir_all(&cache).expect("a folder");
    for (name, args, status) in [
        ("import.lock", &["import", "a.txt", "--issue", "29"][..], 0),
        ("import.lock", &["check", "29", "--fix"], 1),
        ("lock", &["new", "--date", "2018-12-10"], 0),
        ("place.lock", &["build", "29", "--force"], 0),
    ] {
        for (line, says) in [
            (
                "4711\t收发室\tjianbao import --ask\n",
                "电脑「收发室」上的进程 4711（jianbao import --ask，",
            ),
            ("4711\t\tjianbao build\n", "正在等进程 4711（jianbao build，"),
            ("", "正在等另一个 jianbao把"),
            ("\u{0}乱码", "正在等另一个 jianbao把"),
        ] {
            let path = cache.join(name);
            fs::write(&path, line).expect("written");
            let file = fs::File::options().write(true).open(&path).expect("opened");
            file.lock().expect("locked");
            let mut child = start(&project, args);
            until(&project, says);
            sleep(Duration::from_millis(200));
            assert!(child.try_wait().expect("asked").is_none(), "{}", said(&project));
            drop(file);
            drop(child.stdin.take());
            let ended = child.wait().expect("ended").code();
            assert!(ended.is_some_and(|it| it <= status.max(1)), "{args:?}: {}", said(&project));
            assert_eq!(said(&project).matches("正在等").count(), 1, "{}", said(&project));
            // What somebody left in the file who was killed stops nobody, and is not left by others.
            fs::write(&path, line).expect("written");
            let output = project.run_with(args);
            assert!(!output.stderr.contains("正在等"), "{output}");
        }
    }
}

/// A pipe in the place of a lock or a dispatch would be waited for, for ever.
#[cfg(unix)]
#[test]
fn pipes_are_refused() {
    let pipe = |project: &Project, path: &str| {
        let path = project.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.is_ok_and(|status| status.success()));
    };
    for (name, args) in [
        ("import.lock", &["import", "a.txt", "--issue", "29"][..]),
        ("lock", &["new", "--date", "2018-12-10"]),
        ("place.lock", &["build", "29", "--force"]),
    ] {
        let project = house().file("a.txt", FIRST).file(
            "2018/029/10-a.md",
            "---\n标题: 望河县抓好秋收\n栏目: 县区动态\n来源: 望河县\n---\n会议要求抓好秋收。\n",
        );
        pipe(&project, &format!(".jianbao/{name}"));
        let output = project.run_with(args);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.to_string().contains("这不是普通文件"), "{output}");
        assert!(output.to_string().contains(name), "{output}");
    }
    let project = house().file("来稿/a.txt", FIRST);
    pipe(&project, "来稿/b.docx");
    let output = project.run(["import", "来稿/b.docx", "--issue", "29"]);
    assert_ne!(output.status, 0, "{output}");
    assert!(output.to_string().contains("这不是普通文件"), "{output}");
    let output = project.run(["import", "来稿", "--issue", "29"]);
    assert_eq!(entries(&project).len(), 1, "{output}");
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("来稿/b.docx"), "{output}");
}
