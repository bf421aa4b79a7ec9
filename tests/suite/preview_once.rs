//! `jianbao preview --once`: whose folder is replaced, and what is left when it ends early.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use crate::project::{Project, command};

const PATIENCE: Duration = Duration::from_secs(30);

/// The names in a folder.
fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry"));
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[track_caller]
fn made(project: &Project) {
    let output = project.run(["preview", "--once", "pages"]);
    assert_eq!(output.status, 0, "{output}");
}

#[test]
fn a_folder_with_something_else_in_it_is_left_alone() {
    let project = Project::with_body("正文。");
    made(&project);
    // What Windows puts there on its own account is nobody's.
    project.write("pages/Thumbs.db", b"x");
    made(&project);
    assert!(!project.path("pages/Thumbs.db").exists());
    for foreign in ["说明.docx", "报送.html", "pages/a.txt"] {
        let foreign = format!("pages/{foreign}");
        project.write(&foreign, b"x");
        let output = project.run(["preview", "--once", "pages"]);
        let folder = project.path("pages");
        let said = format!(
            "无法完成：文件夹「{}」里已经有文件，没有改动它\n改法：请写明一个新的文件夹（extract 写在 --out 后面，preview 写在 --once 后面），或先把原有的改名、移走\n",
            folder.display()
        );
        assert_eq!((output.status, &*output.stderr), (2, &*said), "{output}");
        assert!(project.path(&foreign).exists(), "{foreign}");
        fs::remove_file(project.path(&foreign)).expect("removed");
        let _ = fs::remove_dir(project.path("pages/pages"));
    }
    made(&project);
}

#[test]
fn the_current_folder_is_refused_in_plain_words() {
    let project = Project::with_body("正文。");
    fs::create_dir_all(project.path("空/里")).expect("a folder");
    for (here, dir) in [("空", "."), ("空", "../空"), ("空/里", ".."), ("空", "/")] {
        let output = project.run_in(here, ["preview", "--once", dir]);
        assert_eq!(output.status, 2, "{output}");
        let said = format!("预览不能写成当前所在的文件夹或它的上级：「{dir}」\n改法：");
        assert!(output.stderr.contains(&said), "{output}");
    }
    let output = project.run_in("空/里", ["preview", "--once", "../外"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(project.path("空/外/index.html").is_file());
}

#[test]
#[cfg(unix)]
fn a_link_to_the_folder_stays_one() {
    let share = Project::new();
    fs::create_dir(share.path("简报")).expect("a folder");
    let project = Project::with_body("正文。");
    std::os::unix::fs::symlink(share.path("简报"), project.path("pages")).expect("a link");
    for _ in 0..2 {
        made(&project);
        assert!(project.path("pages").is_symlink());
        assert!(share.path("简报/2024-001.html").is_file());
        assert_eq!(names(&share.path("")), ["简报"]);
    }
}

#[test]
#[cfg(unix)]
fn who_stops_it_finds_everything_as_it_was() {
    let mut project = Project::with_body("正文。");
    made(&project);
    let before = fs::metadata(project.path("pages/index.html")).expect("there").modified();
    for number in 2..=300 {
        project = project
            .issue(&format!("2024/{number:03}"), &format!("number: {number}\ndate: 2024-01-15\n"))
            .entry(&format!("2024/{number:03}/10-a.md"), "---\ntitle: 标题\n---\n正文。\n");
    }
    let mut child = command()
        .args(["preview", "--once", "pages"])
        .current_dir(project.path(""))
        .stdout(Stdio::null())
        .stderr(File::create(project.path("stderr")).expect("a file"))
        .spawn()
        .expect("starts");
    let start = Instant::now();
    // As soon as the first issue is there.
    while !names(&project.path("")).iter().any(|name| {
        name.starts_with(".jianbao-") && project.path(name).join("2024-001.html").is_file()
    }) {
        assert!(start.elapsed() < PATIENCE, "nothing was written");
        sleep(Duration::from_millis(2));
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill").success());
    let status = child.wait().expect("ended");
    let said = fs::read_to_string(project.path("stderr")).expect("read");
    assert_eq!((status.code(), &*said), (Some(130), "已停止，没有改动「pages」\n"));
    assert_eq!(names(&project.path("")), ["2024", "jianbao.yaml", "pages", "stderr"]);
    let after = fs::metadata(project.path("pages/index.html")).expect("there").modified();
    assert_eq!(after.expect("a time"), before.expect("a time"));
}

#[test]
fn what_killed_runs_left_is_put_right() {
    let project = Project::with_body("正文。");
    made(&project);
    let hours_ago = SystemTime::now() - Duration::from_secs(2 * 3600);
    for (folder, mark, old) in [
        (".jianbao-dead", "预览说明.txt", true),
        (".jianbao-busy", "预览说明.txt", false),
        (".jianbao-else", "别的.txt", true),
    ] {
        let path = format!("{folder}/{mark}");
        project.write(&path, b"x");
        if old {
            let file = File::options().write(true).open(project.path(&path)).expect("opened");
            file.set_modified(hours_ago).expect("dated");
        }
    }
    // Ended after the old folder had been put aside: it comes back, even if no new one can be made.
    project.write("pages/别的.txt", b"x");
    fs::rename(project.path("pages"), project.path(".jianbao-pages.old")).expect("renamed");
    assert_eq!(project.run(["preview", "--once", "pages"]).status, 2);
    assert!(project.path("pages/别的.txt").is_file());
    fs::remove_file(project.path("pages/别的.txt")).expect("removed");
    // Ended before the old folder was removed.
    project.write(".jianbao-pages.old/预览说明.txt", b"x");
    made(&project);
    let left = names(&project.path(""));
    assert_eq!(left, [".jianbao-busy", ".jianbao-else", "2024", "jianbao.yaml", "pages"]);
}

#[test]
fn another_content_has_other_names() {
    let project = Project::with_body("正文。");
    let maps = || {
        made(&project);
        names(&project.path("pages/data/maps/2024-001"))
    };
    let first = maps();
    assert_eq!(maps(), first);
    // Looks the same and is written otherwise.
    project.write("2024/001/10-a.md", "---\n# 注\ntitle: 标题\n---\n正文。\n".as_bytes());
    let second = maps();
    assert_ne!(second, first);
    assert!(second[0].parse::<u64>().expect("a number") < 1 << 53);
}
