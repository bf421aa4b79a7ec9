//! Many issues at once: only what is stale, the same on any number of threads, one never hurting
//! another.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::project::{Project, command, repository};

const HOUSE: &str = "name: 工作简报\nissuer: 市政府办公室\n";
const PICTURE: &[u8] = include_bytes!("../../docs/page-1.png");

/// Issues 1 to `count` of 2024, each with an entry of its own.
fn archive(count: u32) -> Project {
    let mut project = Project::new().settings(HOUSE);
    for number in 1..=count {
        let folder = format!("2024/{number:03}");
        project = project
            .issue(&folder, &format!("number: {number}\ndate: 2024-01-{number:02}\n"))
            .entry(&format!("{folder}/10-a.md"), &entry(number, "各项工作有序推进。"));
    }
    project
}

fn entry(number: u32, body: &str) -> String {
    format!("---\ntitle: 第{number}项工作推进会议召开\n---\n{body}\n")
}

/// The numbers of the issues that a run of `build --all` built, and those it found unchanged.
fn built(project: &Project) -> (Vec<String>, Vec<String>) {
    let output = project.run(["build", "--all", "--format", "json"]);
    let reports: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let mut found = (Vec::new(), Vec::new());
    for report in reports.as_array().expect("an array") {
        assert_eq!(report["built"], true, "{output}");
        let list = if report["fresh"] == true { &mut found.1 } else { &mut found.0 };
        list.push(report["issue"].as_str().expect("text").to_owned());
    }
    found
}

#[test]
fn only_what_could_come_out_otherwise_is_built() {
    let project = archive(3);
    let all = vec!["2024/1".to_owned(), "2024/2".to_owned(), "2024/3".to_owned()];
    let only = |number: &str| vec![format!("2024/{number}")];
    let again = |what: &str, want: &[String]| {
        let (fresh_ones, rest) = built(&project);
        assert_eq!(fresh_ones, want, "{what}");
        assert_eq!(rest.len(), 3 - want.len(), "{what}");
    };
    again("nothing is there", &all);
    again("nothing changed", &[]);
    project.write("2024/002/10-a.md", entry(2, "各项工作有序推进。").as_bytes());
    again("saved without a change", &[]);
    project.write("2024/002/10-a.md", entry(2, "各项工作稳步推进。").as_bytes());
    again("an entry of the same length changed", &only("2"));
    project.write("2024/003/20-b.md", entry(3, "另有一事。").as_bytes());
    again("an entry came", &only("3"));
    fs::remove_file(project.path("2024/003/20-b.md")).expect("removed");
    again("an entry went", &only("3"));
    fs::rename(project.path("2024/003/10-a.md"), project.path("2024/003/5-a.md")).expect("moved");
    again("an entry has another name", &only("3"));
    project.write("2024/003/来稿.docx", b"word");
    again("a file came that looks like an entry", &only("3"));
    fs::remove_file(project.path("out/2024-001.pdf")).expect("removed");
    again("an output was deleted", &only("1"));
    let mut pdf = project.pdf("2024-001.pdf");
    let middle = pdf.len() / 2;
    pdf[middle] ^= 1;
    project.write("out/2024-001.pdf", &pdf);
    again("an output was altered", &only("1"));
    project.write("2024/001/assets/a.png", PICTURE);
    again("a picture came that nobody uses", &[]);
    project.write("2024/001/10-a.md", entry(1, "![甲](assets/a.png)").as_bytes());
    again("it is used", &only("1"));
    let mut picture = PICTURE.to_vec();
    picture.extend(b"\0");
    project.write("2024/001/assets/a.png", &picture);
    again("it changed", &only("1"));
    project.write("jianbao.yaml", HOUSE.replace("市政府", "县政府").as_bytes());
    again("the house changed", &all);
    let template = fs::read(repository().join("templates/briefing.typ")).expect("read");
    project.write("templates/briefing.typ", &template);
    again("a template came", &all);
    project.write("templates/briefing.typ", &[&template[..], b"// \n"].concat());
    again("a template changed", &all);
    let font = fs::read(repository().join("fonts/LiberationSerif-Bold.ttf")).expect("read");
    project.write("fonts/a.ttf", &font);
    again("a font came", &all);
    again("nothing changed", &[]);
}

#[test]
fn what_is_named_is_always_built() {
    let project = archive(1);
    for _ in 0..2 {
        let output = project.run(["build", "1", "--format", "json"]);
        let reports: Value = serde_json::from_str(&output.stdout).expect("JSON");
        assert_eq!((&reports[0]["built"], &reports[0]["fresh"]), (&true.into(), &false.into()));
    }
    let output = project.run(["build", "2024"]);
    assert!(output.stdout.contains("2024年第1期　1 页　没有变化　out/2024-001.pdf"), "{output}");
    let output = project.run(["build", "2024", "--force"]);
    assert!(!output.stdout.contains("没有变化"), "{output}");
}

#[test]
fn another_folder_has_records_of_its_own() {
    let project = archive(2);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let out = elsewhere.path().to_str().expect("UTF-8");
    for (args, want) in [
        (["build", "--all", "--out", out], 0),
        (["build", "--all", "--out", out], 2),
        (["build", "--all", "--out", "out"], 0),
        (["build", "--all", "--out", "out"], 2),
    ] {
        let output = project.run(args);
        assert_eq!(output.stdout.matches("没有变化").count(), want, "{output}");
    }
    let cache = fs::read_to_string(project.path(".jianbao/built-1.txt")).expect("a cache");
    assert!(!cache.contains(out), "it tells the folders of this machine: {cache}");
}

#[test]
fn a_damaged_cache_is_told_and_not_trusted() {
    let project = archive(3);
    built(&project);
    let path = project.path(".jianbao/built-1.txt");
    let whole = fs::read(&path).expect("a cache");
    // A flipped byte in the record of one, the last line cut short.
    let mut bytes = whole[..whole.len() - 100].to_vec();
    let middle = whole.len() / 6;
    bytes[middle] ^= 1;
    fs::write(&path, &bytes).expect("written");
    let output = project.run(["build", "--all"]);
    assert!(output.stdout.contains("缓存文件夹 .jianbao 里有 2 处损坏"), "{output}");
    assert_eq!(output.stdout.matches("没有变化").count(), 1, "{output}");
    let output = project.run(["build", "--all"]);
    assert!(!output.stdout.contains("损坏"), "{output}");
    assert_eq!(output.stdout.matches("没有变化").count(), 3, "{output}");
    for junk in [&b""[..], b"\0\0\0", b"{}\n", "\u{feff}甲".as_bytes()] {
        fs::write(&path, junk).expect("written");
        assert_eq!(project.run(["build", "--all"]).status, 0);
    }
    #[cfg(unix)]
    {
        // Not even readable.
        fs::remove_file(&path).expect("removed");
        std::os::unix::fs::symlink(&path, &path).expect("linked");
        let output = project.run(["build", "--all"]);
        assert!(output.status == 0 && output.stdout.contains("1 处损坏"), "{output}");
    }
    fs::remove_dir_all(project.path(".jianbao")).expect("removed");
    assert_eq!(built(&project).0.len(), 3);
}

#[test]
fn any_number_of_threads_makes_the_same_bytes() {
    let project = archive(6);
    for (jobs, out) in [("1", "one"), ("2", "two"), ("5", "five")] {
        let output = project.run(["build", "--all", "--jobs", jobs, "--out", out]);
        assert_eq!(output.status, 0, "{output}");
    }
    for number in 1..=6 {
        let pdf = |out: &str| {
            fs::read(project.path(&format!("{out}/2024-{number:03}.pdf"))).expect("a PDF")
        };
        assert!(pdf("one") == pdf("two") && pdf("one") == pdf("five"), "{number}");
    }
}

#[test]
fn one_broken_issue_stops_no_other() {
    let project = archive(6);
    project.write("2024/002/10-a.md", b"---\ntitle: a\ndate: 2024-02-31\n---\nb\n");
    // A folder where the PDF belongs.
    fs::create_dir_all(project.path("out/2024-004.pdf/x")).expect("a folder");
    let output = project.run(["build", "--all", "--format", "short", "--jobs", "3"]);
    assert_eq!(output.status, 2, "{output}");
    let lines: Vec<&str> = output.stdout.lines().filter(|line| line.contains("年第")).collect();
    let numbers: Vec<&str> =
        lines.iter().map(|line| line.split('　').next().unwrap_or(line)).collect();
    let in_order: Vec<String> = (1..=6).map(|number| format!("2024年第{number}期")).collect();
    assert_eq!(numbers, in_order, "{output}");
    assert!(
        output.stdout.contains("共 6 期：生成 4 期，没有变化 0 期，有错误 1 期，没能写出 1 期"),
        "{output}"
    );
    for number in [1, 3, 5, 6] {
        assert!(project.path(&format!("out/2024-{number:03}.pdf")).is_file(), "{number}");
    }
    assert!(!project.path("out/2024-002.pdf").exists());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_batch_within_a_second_with_whole_files() {
    let project = archive(25);
    let long =
        "各级各部门要提高政治站位，压实工作责任，逐项对照整改清单，确保按期完成。".repeat(60);
    for number in 1..=25 {
        project.write(&format!("2024/{number:03}/10-a.md"), entry(number, &long).as_bytes());
    }
    let mut child = command()
        .args(["build", "--all", "--jobs", "1"])
        .current_dir(project.path(""))
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    let first = project.path("out/2024-001.pdf");
    let start = Instant::now();
    while !first.exists() && start.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(2));
    }
    let interrupt = Instant::now();
    let pid = child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &pid]).status().expect("kill");
    assert!(sent.success());
    let status = child.wait().expect("it ends");
    assert!(interrupt.elapsed() < Duration::from_secs(2), "{:?}", interrupt.elapsed());
    assert_eq!(status.code(), Some(130));
    let names: Vec<String> = fs::read_dir(project.path("out"))
        .expect("an out folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.len() < 25 && names.iter().all(|name| name.ends_with(".pdf")), "{names:?}");
    let (rest, done) = built(&project);
    assert_eq!((rest.len(), done.len()), (25 - names.len(), names.len()));
}
