//! What a machine may do to a run that nobody meant: pipes and devices where files belong, clocks that
//! are wrong, disks that are read-only, settings that are broken, names that steer a terminal.

use std::io::Write;
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::outside::did_not_run;
use crate::project::{HOUSE, Project};
use crate::stranger::attack_with_files;

fn made(program: &str, args: &[&str]) -> bool {
    Command::new(program).args(args).status().is_ok_and(|status| status.success())
}

/// What would wait for ever, or take what is written to it away, is refused in words.
#[cfg(unix)]
#[test]
fn pipes_and_devices_in_place_of_files() {
    let commands: [(&str, &[&[&str]]); 4] = [
        ("lock", &[&["new"], &["publish", "--yes", "1"]]),
        (
            "import.lock",
            &[&["hold", "1/10"], &["order", "1", "10", "20"], &["check", "1", "--fix"]],
        ),
        ("place.lock", &[&["build", "1"], &["publish", "--yes", "1"]]),
        ("built-1.txt", &[&["build", "1"], &["list"], &["publish", "--yes", "1"]]),
    ];
    for (name, commands) in commands {
        for kind in [&["mkfifo"][..], &["mknod", "c", "1", "3"]] {
            for command in commands {
                let project = Project::with_body("正文。")
                    .entry("2024/001/20-b.md", "---\ntitle: 乙\n---\n正文。\n")
                    .file(".jianbao/.own", "");
                let path = project.path(&format!(".jianbao/{name}"));
                let path = path.to_str().expect("UTF-8");
                if !made(kind[0], &[&[path], &kind[1..]].concat()) {
                    did_not_run(&format!("{} is not allowed here", kind[0]));
                    continue;
                }
                let begun = Instant::now();
                let output = project.run_with(command);
                assert!(begun.elapsed() < Duration::from_secs(20), "{output}");
                assert_ne!(output.status, 0, "{name}: {output}");
                let said = format!("{}{}", output.stdout, output.stderr);
                assert!(said.contains("这不是普通文件") && said.contains(name), "{output}");
            }
        }
    }
}

/// Without the part of `chrono` that does not bear it. The clock is put back for the program alone.
#[cfg(target_os = "linux")]
#[test]
fn a_clock_before_1970() {
    const SHIM: &str = "#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <time.h>\n\
        int clock_gettime(clockid_t c, struct timespec *t) {\n\
        int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, \"clock_gettime\");\n\
        int e = real(c, t); if (c == CLOCK_REALTIME) t->tv_sec = -86400 * 365; return e; }\n";
    let project = Project::with_body("正文。")
        .file("shim.c", SHIM)
        .file("收/甲县.txt", "甲县抓好供暖\n甲县召开会议。\n甲县\n");
    let (source, shim) = (project.path("shim.c"), project.path("shim.so"));
    let [source, shim] = [&source, &shim].map(|path| path.to_str().expect("UTF-8"));
    if !made("cc", &["-shared", "-fPIC", "-o", shim, source]) {
        did_not_run("there is no C compiler here");
        return;
    }
    let commands: [&[&str]; 8] = [
        &["list"],
        &["build", "1"],
        &["check", "1"],
        &["new"],
        &["import", "收", "--issue", "1"],
        &["inbox", "收"],
        &["preview", "1", "--once", "页"],
        &["move", "1/10", "--to", "9"],
    ];
    for command in commands {
        let output = crate::project::command()
            .args(command)
            .current_dir(project.path(""))
            .env("LD_PRELOAD", shim)
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("程序内部出错"), "{command:?}: {said}");
        assert!(output.status.code().is_some_and(|code| code < 3), "{command:?}: {said}");
    }
}

/// Signs that turn the direction of writing do not reach a terminal, wherever they stand.
#[test]
fn signs_that_steer_a_terminal_are_shown_by_number() {
    let turned = "望河\u{202E}gpj.\u{2066}县";
    let project = Project::with_issue()
        .entry(
            "2024/001/10-a.md",
            &format!("---\ntitle: {turned}\nsource: {turned}\n---\n{turned}正文。\n"),
        )
        .entry(&format!("2024/001/20-{turned}.md"), "---\ntitle: 乙\nkolumn: x\n---\n正文。\n")
        .file(&format!("收/{turned}.txt"), "甲县抓好供暖\n甲县召开会议。\n甲县\n");
    let commands: [&[&str]; 12] = [
        &["list"],
        &["list", "--format", "json"],
        &["list", "--entries", "--format", "csv"],
        &["find", "望河"],
        &["find", "望河", "--format", "json"],
        &["check", "1"],
        &["build", "1"],
        &["build", "1", "--format", "json"],
        &["hold", "1/20"],
        &["inbox", "收"],
        &["order", "1", "20", turned],
        &[turned],
    ];
    for command in commands {
        let output = project.run_with(command);
        let said = format!("{}{}", output.stdout, output.stderr);
        let steering = said.chars().find(|c| {
            ('\u{202A}'..='\u{202E}').contains(c) || ('\u{2066}'..='\u{2069}').contains(c)
        });
        assert_eq!(steering, None, "{output}");
        if command.contains(&"json") {
            assert!(output.stdout.contains("\\u202e"), "{output}");
            let read: Value = serde_json::from_str(&output.stdout).expect("JSON");
            assert!(read.to_string().contains('\u{202E}'), "{output}");
        }
    }
}

/// Whatever is broken, what is for programs stays what they read.
#[test]
fn json_stays_json_where_settings_are_broken() {
    for house in ["name: [\n", "issuer: 甲\nlayout: {row-pitch: 坏}\n", "a: b\n", ""] {
        let project = Project::new()
            .settings(house)
            .issue("2024/001", "number: 1\ndate: 2024-01-15\n")
            .entry("2024/001/10-a.md", "---\ntitle: 甲\n---\n正文。\n")
            .file("收/甲县.txt", "甲县抓好供暖\n甲县召开会议。\n甲县\n");
        let commands: [&[&str]; 11] = [
            &["profile", "--format", "json"],
            &["profile", "1", "--format", "json"],
            &["import", "收", "--issue", "1", "--format", "json"],
            &["import", "收", "--issue", "2", "--format", "json"],
            &["import", "收", "--whole", "--format", "json"],
            &["list", "--format", "json"],
            &["list", "--entries", "--format", "json"],
            &["find", "甲", "--format", "json"],
            &["verify", "--all", "--format", "json"],
            &["build", "1", "--format", "json"],
            &["check", "1", "--format", "json"],
        ];
        for command in commands {
            let output = project.run_with(command);
            let is_json = serde_json::from_str::<Value>(&output.stdout).is_ok();
            // A failure of the machine, which is no result at all, is told beside it.
            let is_failure = output.status == 2 && output.stdout.is_empty();
            assert!(is_json || is_failure, "{house:?}: {output}");
        }
    }
}

/// Pages that hear of changes keep nobody out who comes after them.
#[test]
fn open_streams_leave_room_for_the_next_visitor() {
    attack_with_files(256, |it| {
        let host = it.host();
        let streams: Vec<TcpStream> = (0..400)
            .map(|at| {
                let mut stream = it.connect();
                let issue = if at % 2 == 0 { "" } else { "?issue=2018-028" };
                let _ = write!(stream, "GET /-/events{issue} HTTP/1.1\r\nHost: {host}\r\n\r\n");
                stream
            })
            .collect();
        let begun = Instant::now();
        assert_eq!(it.get("/2018/28").status, 200);
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        drop(streams);
    });
}

/// Ctrl-C ends a preview, though nobody reads what it says and its terminal stands still.
#[cfg(unix)]
#[test]
fn a_preview_ends_within_a_second() {
    use std::process::Stdio;
    for (args, before) in [
        (&["preview", "--no-open"][..], 1500),
        (&["preview", "--no-open", "--poll"], 1500),
        (&["preview", "--no-open"], 60),
    ] {
        let project = Project::briefings();
        let mut child = crate::project::command()
            .args(args)
            .current_dir(project.path(""))
            .stdin(Stdio::null())
            // A pipe that nobody empties.
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        std::thread::sleep(Duration::from_millis(before));
        let asked = Instant::now();
        assert!(made("kill", &["-INT", &child.id().to_string()]));
        let ended = loop {
            if child.try_wait().expect("waited for").is_some() {
                break asked.elapsed();
            }
            assert!(asked.elapsed() < Duration::from_secs(20), "{args:?} goes on");
            std::thread::sleep(Duration::from_millis(5));
        };
        // Half a second more, for a machine that does something else.
        assert!(ended < Duration::from_millis(1500), "{args:?}: {ended:?}");
    }
}

/// Where there is no workspace, or one stands in the wrong folder, every command says so.
#[test]
fn folders_that_are_no_workspace() {
    let commands: [&[&str]; 8] = [
        &["list"],
        &["find", "供暖"],
        &["list", "--entries"],
        &["hold", "28/10"],
        &["release", "28/10"],
        &["order", "28", "20", "10"],
        &["move", "28/10", "--to", "29"],
        &["verify", "--all"],
    ];
    for command in commands {
        let output = Project::new().run_with(command);
        assert_eq!(output.status, 2, "{output}");
        assert!(
            output.stderr.contains("没有 jianbao.yaml") && output.stderr.contains("改法："),
            "{output}"
        );
        // One folder too deep is still in it.
        let project = Project::with_body("正文。").file("2024/001/assets/x.txt", "");
        let output = project.run_in_with("2024/001/assets", command);
        assert!(!output.stderr.contains("没有 jianbao.yaml"), "{output}");
        // A register of a version that does not exist yet.
        let project = Project::with_body("正文。").file("ledger.yaml", "版本: 99\n登记: []\n");
        let output = project.run_with(command);
        let said = format!("{}{}", output.stdout, output.stderr);
        assert!(
            output.status != 0 || command[0] == "find" || command.contains(&"--entries"),
            "{output}"
        );
        assert!(!said.contains("程序内部出错"), "{output}");
    }
    // An empty workspace.
    let project = Project::new().settings(HOUSE);
    for (command, says) in [
        (&["find", "供暖"][..], "0 期里都没有「供暖」"),
        (&["list", "--entries"], "还没有任何一期简报"),
    ] {
        let output = project.run_with(command);
        assert!(output.status == 0 && output.stdout.contains(says), "{output}");
    }
}
