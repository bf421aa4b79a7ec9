//! Symbolic links: within a workspace they are as good as what they lead to; one that leads out of it
//! is refused by name, and what it leads to is neither read nor written.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;

use crate::outside::did_not_run;
use crate::project::{FIRST, HOUSE, Output, Project};

const SECRET: &str = "外面的文字";

/// A workspace in `w/`, and outside of it a file or folder for everything that a link could stand for.
fn workspace() -> Project {
    let font = fs::read(crate::project::repository().join("fonts/LiberationSerif-Regular.ttf"));
    Project::new()
        .file("w/jianbao.yaml", HOUSE)
        .file("w/2024/001/issue.yaml", FIRST)
        .file("w/2024/001/10-a.md", "---\ntitle: 标题\n---\n正文。\n")
        .file("w/2024/002/issue.yaml", "number: 2\ndate: 2024-01-16\n")
        .file("w/2024/002/10-a.md", "---\ntitle: 标题\n---\n正文。\n")
        .file("外/a.md", &format!("---\ntitle: {SECRET}\n---\n{SECRET}\n"))
        .file("外/issue.yaml", FIRST)
        .file("外/jianbao.yaml", HOUSE)
        .file("外/ledger.yaml", "")
        .file("外/roster.yaml", "leaders: []\n")
        .file("外/lexicon.yaml", "words: []\n")
        .file("外/templates/entries/update.typ", SECRET)
        .bytes("外/fonts/a.ttf", &font.unwrap_or_default())
        .bytes("外/a.png", PIXEL)
        .file("外/2023/001/issue.yaml", "number: 1\ndate: 2023-01-15\n")
        .file("外/003/issue.yaml", "number: 3\ndate: 2024-01-17\n")
        .file("外/003/10-a.md", &format!("---\ntitle: {SECRET}\n---\n{SECRET}\n"))
}

/// One transparent pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\x03\0\x08\xfc\x02\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xaeB`\x82";

/// Puts a link to `target` (as it is written into it) in the place of `path`.
fn link(project: &Project, target: &str, path: &str) {
    let path = project.path(path);
    if path.is_dir() {
        fs::remove_dir_all(&path).expect("removed");
    } else if path.symlink_metadata().is_ok() {
        fs::remove_file(&path).expect("removed");
    }
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    symlink(target, &path).expect("a link");
}

/// The run failed, and says which link leads where and what to do.
#[track_caller]
fn refused(output: &Output, link: &str, target: &str) {
    let said = output.to_string();
    assert!(output.status == 1 || output.status == 2, "{said}");
    let sentence = format!("「{link}」是链接，指向工作区之外的「{target}」，没有使用");
    assert!(said.contains(&sentence), "wanted {sentence}\n{said}");
    assert!(said.contains("复制进来"), "{said}");
    assert!(!said.contains(SECRET), "{said}");
}

#[test]
fn what_leads_out_is_refused() {
    for (target, path) in [
        ("../../../外/a.md", "2024/001/10-a.md"),
        ("../../../外/issue.yaml", "2024/001/issue.yaml"),
        ("../外/jianbao.yaml", "jianbao.yaml"),
        ("../外/roster.yaml", "roster.yaml"),
        ("../外/lexicon.yaml", "lexicon.yaml"),
        ("../外/ledger.yaml", "ledger.yaml"),
        ("../外/templates", "templates"),
        ("../../外/templates/entries", "templates/entries"),
        ("../../../外/templates/entries/update.typ", "templates/entries/update.typ"),
        ("../外/fonts", "fonts"),
        ("../../外/fonts/a.ttf", "fonts/a.ttf"),
    ] {
        let project = workspace();
        link(&project, target, &format!("w/{path}"));
        for args in [&["build", "1"][..], &["publish", "--yes", "1"], &["check", "1"]] {
            refused(&project.run_in_with("w", args), path, target);
        }
        // What only the rules go by keeps nobody from looking at the pages.
        let of_rules = ["roster.yaml", "lexicon.yaml"].contains(&path);
        assert_eq!(project.path("w/out/2024-001.pdf").exists(), of_rules, "{path}");
        assert!(!project.path("w/ledger.yaml").exists() || path == "ledger.yaml", "{path}");
    }
}

#[test]
fn whole_paths_are_shown_as_they_were_written() {
    let project = workspace();
    let target = project.path("外/a.md");
    let target = target.to_str().expect("UTF-8");
    link(&project, target, "w/2024/001/10-a.md");
    refused(&project.run_in("w", ["build", "1"]), "2024/001/10-a.md", target);
    // A finding with its place, like any other.
    let output = project.run_in("w", ["build", "1", "--format", "short"]);
    let finding = output.findings()[0];
    assert!(finding.starts_with("2024/001/10-a.md:1:1: 错误[link-outside]"), "{output}");
}

#[test]
fn folders_of_issues_and_years() {
    let project = workspace();
    link(&project, "../../外/003", "w/2024/003");
    refused(&project.run_in("w", ["build", "3"]), "2024/003", "../../外/003");
    refused(&project.run_in("w", ["build", "--all"]), "2024/003", "../../外/003");
    // Nothing that is wrong with one issue reaches another.
    assert!(project.path("w/out/2024-001.pdf").exists());
    assert!(!project.path("w/out/2024-003.pdf").exists());
    let list = project.run_in("w", ["list"]);
    assert!(list.status == 1 && list.stdout.contains("2024/3"), "{list}");
    assert!(!list.to_string().contains(SECRET), "{list}");
    // The number is taken all the same.
    let new = project.run_in("w", ["new", "--date", "2024-02-01"]);
    assert!(project.path("w/2024/004").is_dir(), "{new}");

    let project = workspace();
    link(&project, "../外/2023", "w/2023");
    for args in [&["list"][..], &["build", "--all"], &["new"], &["check"]] {
        let output = project.run_in_with("w", args);
        refused(&output, "2023", "../外/2023");
    }
}

#[test]
fn pictures_lead_nowhere_out_of_their_issue() {
    let project = workspace()
        .file("w/2024/001/10-a.md", "---\ntitle: 标题\n---\n![图](assets/a.png)\n")
        .bytes("w/共用/b.png", PIXEL);
    link(&project, "../../../../外/a.png", "w/2024/001/assets/a.png");
    let output = project.run_in("w", ["build", "1", "--format", "short"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.findings()[0].contains("错误[picture-outside]"), "{output}");
    // The folder of pictures itself.
    link(&project, "../../../外", "w/2024/001/assets");
    let output = project.run_in("w", ["build", "1", "--format", "short"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.findings()[0].contains("错误[picture-outside]"), "{output}");
}

#[test]
fn within_the_workspace_links_are_welcome() {
    let project = workspace()
        .file("w/库/a.md", "---\ntitle: 题\n---\n![图](assets/b.png)\n")
        .bytes("w/2024/001/原图/b.png", PIXEL)
        .file("w/库/entries/update.typ", "{% extends \"entries/_entry.typ\" %}\n");
    link(&project, "../../库/a.md", "w/2024/001/20-b.md");
    link(&project, "原图", "w/2024/001/assets");
    link(&project, "库", "w/templates");
    link(&project, "002", "w/2024/005");
    let output = project.run_in("w", ["build", "1"]);
    assert_eq!(output.status, 0, "{output}");
    // A workspace that is itself reached by a link, relative or whole.
    symlink("w", project.path("快捷")).expect("a link");
    for args in [["-C", "快捷", "build", "1"], ["-C", "快捷", "check", "1"]] {
        let output = project.run(args);
        assert_eq!(output.status, 0, "{output}");
    }
    let output = project.run_in("快捷", ["publish", "--yes", "1"]);
    assert_eq!(output.status, 0, "{output}");
}

/// The folder for PDFs may be on another disk.
#[test]
fn out_may_lead_elsewhere() {
    let project = workspace();
    fs::create_dir(project.path("共享盘")).expect("a folder");
    link(&project, "../共享盘", "w/out");
    for args in [&["build", "1"][..], &["publish", "--yes", "1"], &["verify", "1"]] {
        let output = project.run_in_with("w", args);
        assert_eq!(output.status, 0, "{output}");
    }
    assert!(project.path("共享盘/2024-001.pdf").exists());
}

/// The program's own folder is written into: no link leads it to files of others.
#[test]
fn nothing_is_written_through_a_link() {
    let project = workspace().file("外/他人.txt", "原样\n");
    link(&project, "../../外/他人.txt", "w/.jianbao/built-1.txt");
    let output = project.run_in("w", ["build", "--all"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(fs::read_to_string(project.path("外/他人.txt")).expect("read"), "原样\n");
    // Not even one that leads to what is not there yet.
    link(&project, "../../外/新.txt", "w/.jianbao/built-1.txt");
    link(&project, "../../外/新锁", "w/.jianbao/place.lock");
    link(&project, "../../外/新锁", "w/.jianbao/import.lock");
    assert_eq!(project.run_in("w", ["build", "--all", "--force"]).status, 0);
    for new in ["外/新.txt", "外/新锁"] {
        assert!(!project.path(new).exists(), "{new}");
    }
    link(&project, "../../外/新锁", "w/.jianbao/lock");
    refused(&project.run_in("w", ["publish", "--yes", "1"]), ".jianbao/lock", "../../外/新锁");
    assert!(!project.path("外/新锁").exists());
    // Only the folder for PDFs itself may be somewhere else, nothing in it.
    fs::create_dir(project.path("外/源码")).expect("a folder");
    link(&project, "../../外/源码", "w/out/2024-001.typ");
    let output = project.run_in("w", ["build", "1", "--keep-typ"]);
    assert_ne!(output.status, 0, "{output}");
    assert!(output.to_string().contains("2024-001.typ"), "{output}");
    assert_eq!(fs::read_dir(project.path("外/源码")).expect("a folder").count(), 0, "{output}");
    // Imports and moved entries go where the issue is.
    let project = workspace().file("来稿.txt", "甲县抓好工作\n1月15日，甲县召开会议。\n");
    fs::create_dir(project.path("外/空")).expect("a folder");
    link(&project, "../../../外/空", "w/2024/001/sources");
    let import = project.run_in("w", ["import", "../来稿.txt", "--issue", "1"]);
    refused(&import, "2024/001/sources", "../../../外/空");
    assert_eq!(fs::read_dir(project.path("外/空")).expect("a folder").count(), 0);
}

#[test]
fn what_is_beside_an_entry_stays_outside_when_it_is_moved() {
    let project =
        workspace().file("w/2024/001/10-a.md", "---\ntitle: 标题\n---\n![图](assets/a.png)\n");
    link(&project, "../../../../外/a.png", "w/2024/001/assets/a.png");
    let output = project.run_in("w", ["move", "2024/001/10-a.md", "--to", "2"]);
    refused(&output, "2024/001/assets/a.png", "../../../../外/a.png");
    assert!(!project.path("w/2024/002/assets/a.png").exists());
}

/// Nor do earlier versions of an entry go through one.
#[test]
fn earlier_versions_stay_inside_when_an_entry_is_moved() {
    let project = workspace().file("w/2024/001/sources/旧稿-10-a.md", "旧\n");
    fs::create_dir(project.path("外/空")).expect("a folder");
    link(&project, "../../../外/空", "w/2024/002/sources");
    let output = project.run_in("w", ["move", "2024/001/10-a.md", "--to", "2"]);
    refused(&output, "2024/002/sources", "../../../外/空");
    assert_eq!(fs::read_dir(project.path("外/空")).expect("a folder").count(), 0);
    assert!(project.path("w/2024/001/10-a.md").exists());
}

/// The register is a file that anybody can edit: it leads nowhere out either.
#[test]
fn the_register_leads_nowhere_out() {
    let project = workspace();
    assert_eq!(project.run_in("w", ["publish", "--yes", "1"]).status, 0);
    let register = fs::read_to_string(project.path("w/ledger.yaml")).expect("a register");
    for place in ["../外/a.pdf".to_owned(), project.path("外/a.pdf").display().to_string()] {
        fs::copy(project.path("w/out/2024-001.pdf"), project.path("外/a.pdf")).expect("copied");
        let other = register.replace("out/2024-001.pdf", &place);
        assert_ne!(other, register);
        fs::write(project.path("w/ledger.yaml"), &other).expect("written");
        let reissued = project.run_in("w", ["publish", "--yes", "1", "--reissue", "改错"]);
        for output in [reissued, project.run_in("w", ["verify", "1"])] {
            assert_ne!(output.status, 0, "{output}");
            assert!(output.to_string().contains("不在工作区里"), "{output}");
        }
        assert!(!project.path("外/a-第1版.pdf").exists());
        assert_eq!(fs::read_to_string(project.path("w/ledger.yaml")).expect("read"), other);
    }
}

/// A link given by name is the clerk's own choice; one met in a folder is not.
#[test]
fn dispatches_behind_links() {
    let text = |unit: &str| format!("{unit}抓好工作\n1月15日，{unit}召开会议，安排部署工作。\n");
    let project = workspace()
        .file("来稿/一.txt", &text("甲县"))
        .file("别处/二.txt", &text("乙县"))
        .file("别处/三/四.txt", &text("丙县"));
    link(&project, "../别处/二.txt", "来稿/二.txt");
    link(&project, "../别处/三", "来稿/三");
    link(&project, "一.txt", "来稿/又一.txt");
    let output = project.run_in("w", ["import", "../来稿", "--issue", "1"]);
    for (name, target) in [("二.txt", "../别处/二.txt"), ("三", "../别处/三")] {
        let said = format!("「../来稿/{name}」是链接，指向这个文件夹之外的「{target}」，没有导入");
        assert!(output.stdout.contains(&said), "{output}");
    }
    let sources = fs::read_dir(project.path("w/2024/001/sources")).expect("a folder");
    assert_eq!(sources.count(), 1, "{output}");
    link(&project, "别处/二.txt", "点名.txt");
    let output = project.run_in("w", ["import", "../点名.txt", "--issue", "1"]);
    assert_eq!(output.status, 0, "{output}");
}

/// The folder of PDFs by another way: a second mount of it, one over the network, a link above it. The
/// issued PDF is the same one, and stays; a copy somewhere else is anybody's.
#[test]
fn an_issued_pdf_by_another_way_is_not_written_over() {
    let project = Project::with_body("会议强调，要压实责任。");
    assert_eq!(project.run(["publish", "--yes", "1"]).status, 0);
    let issued = project.pdf("2024-001.pdf");
    project.write("2024/001/10-a.md", "---\ntitle: 标题\n---\n改了。\n".as_bytes());
    let time = project.path("out/2024-001.pdf").metadata().expect("there").modified();
    let time = time.expect("a time");
    let copy = |folder: &str, times: bool| {
        let path = project.path(folder).join("2024-001.pdf");
        fs::create_dir_all(project.path(folder)).expect("a folder");
        fs::write(&path, &issued).expect("written");
        let time = if times { time } else { std::time::SystemTime::UNIX_EPOCH };
        let file = fs::File::options().write(true).open(&path).expect("there");
        file.set_modified(time).expect("set");
    };
    copy("另一处", true);
    copy("抄本", false);
    symlink(project.path(""), project.path("自己")).expect("a link");
    for (folder, stays) in [("另一处", true), ("自己/out", true), ("抄本", false)] {
        let output = project.run(["build", "1", "--out", folder]);
        assert_eq!(output.status, 0, "{output}");
        let there = fs::read(project.path(folder).join("2024-001.pdf")).expect("read");
        assert_eq!(there == issued, stays, "{output}");
        assert_eq!(output.stdout.contains("另存在旁边，印发的没有动"), stays, "{output}");
        assert!(project.pdf("2024-001.pdf") == issued);
    }
    let script = "mkdir -p 挂载 && mount --bind out 挂载 && \"$J\" build 1 --out 挂载";
    let output = std::process::Command::new("unshare")
        .args(["--mount", "sh", "-c", script])
        .env("J", env!("CARGO_BIN_EXE_jianbao"))
        .current_dir(project.path(""))
        .output();
    match output {
        Ok(output) if output.status.success() => {
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(said.contains("挂载/2024-001-重排.pdf"), "{said}");
        }
        _ => {
            did_not_run("mounting is not allowed here");
        }
    }
    assert!(project.pdf("2024-001.pdf") == issued);
}
