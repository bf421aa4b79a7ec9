//! Folders and files that a colleague may not write or read, under each command.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::faults::jobs::{ALL, Job, MOVED};
use crate::faults::tree::{Tree, check_originals, check_register, check_words, leftovers};
use crate::outside;
use crate::project::Project;

/// What takes from the administrator the power to pass over permissions.
const POWERLESS: &[&str] =
    &["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"];

/// The program as somebody whom permissions bind; `None`, and words about it, where nobody is.
fn bound() -> Option<Vec<String>> {
    let dir = tempfile::TempDir::new().expect("a folder");
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o555)).expect("set");
    let file = dir.path().join("file");
    let as_oneself: &[&str] = &["env"];
    for prefix in [as_oneself, POWERLESS] {
        let touched = Command::new(prefix[0]).args(&prefix[1..]).arg("touch").arg(&file).output();
        // Denied by `touch`, not missing.
        if touched.is_ok_and(|it| it.status.code() == Some(1)) && !file.exists() {
            return Some(prefix.iter().map(|&part| part.to_owned()).collect());
        }
        let _ = fs::remove_file(&file);
    }
    outside::did_not_run("permissions bind nobody here");
    None
}

/// What may not be written, or where the mode is 0 not be read either.
fn rows(name: &str) -> Vec<(&'static str, u32)> {
    let mut rows = vec![(".", 0o555), (".jianbao", 0o555), ("jianbao.yaml", 0)];
    rows.extend(match name {
        "new" => &[("2024", 0o555), ("2024", 0), ("ledger.yaml", 0)][..],
        "build" | "publish" | "reissue" => &[
            ("out", 0o555),
            ("out", 0),
            ("ledger.yaml", 0),
            ("out/2024-002.pdf", 0),
            ("2024/003/10-a.md", 0),
            ("2024/003", 0),
            (".jianbao/built-1.txt", 0),
        ],
        "withdraw" => &[("out", 0o555), ("out", 0), ("ledger.yaml", 0), ("out/2024-002.pdf", 0)],
        "rebuild" => &[("out", 0), ("out/2024-002.pdf", 0)],
        "init" => &[("2024", 0o555), ("2024", 0)],
        "fix" => &[("2024/002", 0o555), ("2024/003/10-a.md", 0), ("2024/003/20-b.md", 0o444)],
        "import" | "again" => &[
            ("2018/029", 0o555),
            ("来稿", 0),
            ("来稿/应县.txt", 0),
            ("roster.yaml", 0),
            ("2018/029/issue.yaml", 0),
        ],
        "replace" => &[
            ("2018/029", 0o555),
            ("2018/029/sources", 0o555),
            ("2018/029/20-平鲁区.md", 0),
            ("2018/029/sources/平鲁区.txt", 0),
        ],
        "move" => &[
            ("2018/029", 0o555),
            ("2018/030", 0o555),
            ("2018/029/sources", 0o555),
            ("2018/029/sources", 0),
            ("2018/029/sources/插图.docx", 0),
            (MOVED, 0),
        ],
        "hold" | "release" => {
            &[("2024/002", 0o555), ("2024/001/20-b.md", 0), ("2024/003/20-b.md", 0o444)]
        }
        "order" => &[("2018/029", 0o555), ("2018/029", 0), ("2018/029/sources", 0)],
        _ => panic!("{name}"),
    });
    rows
}

fn set(path: &Path, mode: u32) -> u32 {
    let before = fs::metadata(path).expect("there").permissions().mode();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
    before
}

#[test]
fn what_one_may_not_write_or_read() {
    let Some(prefix) = bound() else { return };
    for name in ALL {
        let job = Job::of(name);
        let mut failed = 0;
        for (path, mode) in rows(name) {
            let project = job.workspace();
            let target = project.path(path);
            if !target.exists() {
                continue;
            }
            let before = set(&target, mode);
            let output = Command::new(&prefix[0])
                .args(&prefix[1..])
                .arg(env!("CARGO_BIN_EXE_jianbao"))
                .args(job.args)
                .env("NO_COLOR", "1")
                .current_dir(project.path(""))
                .output()
                .expect("runs");
            set(&target, before);
            let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
            let status = output.status.code().unwrap_or(-1);
            let about = format!("{name} {path} {mode:o}: exit {status}: {said}");
            let now = Tree::of(&project);
            job.check_whole(&now, &[], &about);
            check_register(&project, true, &about);
            check_originals(&now, &about);
            assert!(leftovers(&project).is_empty(), "{about}");
            assert!([0, 1, 2].contains(&status), "{about}");
            if status == 2 {
                failed += 1;
                let last = path.rsplit('/').next().unwrap_or(path).trim_start_matches('.');
                assert!(said.contains("没有权限") && said.contains(last), "{about}");
                check_words(&said, &about);
            }
            job.complete(&project, &about);
        }
        println!("{name}: {failed} of {} runs failed", rows(name).len());
        assert!(failed > 1, "{name}: only {failed} runs failed");
    }
}

/// One file that nobody may read leaves the list of all the other issues as it is.
#[test]
fn the_list_goes_on_past_what_one_may_not_read() {
    let Some(prefix) = bound() else { return };
    let project = Job::of("build").workspace();
    let target = project.path("2024/003/10-a.md");
    let before = set(&target, 0);
    let output = Command::new(&prefix[0])
        .args(&prefix[1..])
        .args([env!("CARGO_BIN_EXE_jianbao"), "list"])
        .env("NO_COLOR", "1")
        .current_dir(project.path(""))
        .output()
        .expect("runs");
    set(&target, before);
    let whole = project.run(["list"]).stdout;
    let listed = String::from_utf8(output.stdout).expect("UTF-8");
    let beside = String::from_utf8(output.stderr).expect("UTF-8");
    let about = format!("{listed}{beside}");
    let words = |text: &str| -> Vec<Vec<String>> {
        let line = |line: &str| line.split_whitespace().map(str::to_owned).collect();
        text.lines().map(line).collect()
    };
    assert_eq!(output.status.code(), Some(2), "{about}");
    assert_eq!(listed.lines().count(), whole.lines().count(), "{about}");
    for (now, then) in words(&listed).into_iter().zip(words(&whole)) {
        if now[0] == "2024/3" {
            assert!(now.iter().any(|word| word == "有文件读不出来"), "{about}");
        } else {
            assert_eq!(now, then, "{about}");
        }
    }
    assert!(
        beside.contains("2024年第3期") && beside.contains("10-a.md") && beside.contains("没有权限"),
        "{about}"
    );
}

/// One dispatch that nobody may read keeps nobody from importing the others.
#[test]
fn an_import_goes_on_past_what_one_may_not_read() {
    for denied in ["来稿/应县.txt", "来稿/乡镇"] {
        let project = Job::of("import").workspace().file("来稿/乡镇/安荣乡.txt", "春耕\n正文。\n");
        let args = ["import", "来稿", "--issue", "29"];
        let Some((status, said)) = with_mode(&project, denied, 0, &args) else { return };
        assert_eq!(status, 1, "{said}");
        assert!(said.contains(&format!("「{denied}」读不了")), "{said}");
        assert!(said.contains("改法: 没有权限"), "{said}");
        let count = |folder: &str| {
            let all = fs::read_dir(project.path(folder)).expect("a folder");
            all.filter(|it| it.as_ref().is_ok_and(|it| it.path().is_file())).count()
        };
        let came = count("来稿") + count("来稿/乡镇");
        let kept = fs::read_dir(project.path("2018/029/sources")).expect("a folder").count();
        assert_eq!(kept, came - 1, "{said}");
    }
}

/// The program, bound by permissions, in a workspace whose `path` has a mode; says how it ended.
fn with_mode(project: &Project, path: &str, mode: u32, args: &[&str]) -> Option<(i32, String)> {
    let prefix = bound()?;
    let before = set(&project.path(path), mode);
    let output = Command::new(&prefix[0])
        .args(&prefix[1..])
        .arg(env!("CARGO_BIN_EXE_jianbao"))
        .args(args)
        .env("NO_COLOR", "1")
        .current_dir(project.path(""))
        .output()
        .expect("runs");
    set(&project.path(path), before);
    let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
    Some((output.status.code().unwrap_or(-1), said))
}

/// An issue that nobody may look into is none that is not there.
#[test]
fn a_folder_nobody_may_look_into_is_told() {
    let project = Job::of("build").workspace();
    for args in [&["list"][..], &["check", "--all"], &["build", "--all"], &["build", "3"]] {
        let Some((status, said)) = with_mode(&project, "2024/003", 0, args) else { return };
        assert_eq!(status, 2, "{said}");
        assert!(said.contains("2024/003") && said.contains("没有权限"), "{said}");
        assert!(!said.contains("没有 issue.yaml"), "{said}");
    }
}

/// Who makes an entry read-only wants to keep it as it is.
#[test]
fn what_is_read_only_is_not_mended() {
    let project = Job::of("fix").workspace();
    let path = project.path("2024/003/20-b.md");
    let before = fs::read(&path).expect("read");
    let args = ["check", "3", "--fix"];
    let Some((status, said)) = with_mode(&project, "2024/003/20-b.md", 0o444, &args) else {
        return;
    };
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("20-b.md") && said.contains("是否只读"), "{said}");
    assert_eq!(fs::read(&path).expect("read"), before, "{said}");
    assert_ne!(project.run(args).status, 2);
    assert_ne!(fs::read(&path).expect("read"), before);
}

/// An entry that cannot be taken from its issue is not put into another, nor is what belongs to it.
#[test]
fn a_move_that_fails_leaves_nothing_in_the_new_place() {
    let job = Job::of("move");
    let project = job.workspace();
    let Some((status, said)) = with_mode(&project, "2018/029", 0o555, job.args) else { return };
    assert_eq!(status, 2, "{said}");
    let (now, old) = (Tree::of(&project), Tree::of(&job.before));
    let names = |tree: &Tree| -> Vec<String> {
        let own = tree.0.keys().filter(|path| !path.starts_with(".jianbao/"));
        own.cloned().collect()
    };
    assert_eq!(names(&now), names(&old), "{said}");
}
