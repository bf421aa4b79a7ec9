//! What Windows cannot hold is renamed, refused or told on every system: most workspaces come there
//! some day.

use std::fs;

use crate::importing::{entries, house};
use crate::intake::FIRST;
use crate::project::Project;

#[test]
fn a_folder_that_windows_has_not_is_not_made() {
    let project = Project::new();
    for (folder, why) in
        [("con", "留给设备"), ("简报：一?", "不许用的「?」"), ("a/简报.", "末尾的点")]
    {
        let output = project.run([
            "init",
            folder,
            "--name",
            "望河县工作简报",
            "--issuer",
            "望河县人民政府办公室",
        ]);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.stderr.contains("文件夹不能叫") && output.stderr.contains(why), "{output}");
        assert!(!project.path(folder).exists() && !project.path("a").exists(), "{folder}");
    }
}

/// Two originals whose names differ in capitals only would be one file where the workspace is copied
/// to Windows.
#[cfg(target_os = "linux")]
#[test]
fn originals_are_told_apart_by_more_than_capitals() {
    let project = house();
    project.write("甲/Report.txt", FIRST.as_bytes());
    project.write("乙/REPORT.TXT", FIRST.replace("山阴县", "应县").as_bytes());
    let output = project.run(["import", "甲/Report.txt", "乙/REPORT.TXT", "--issue", "29"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(entries(&project).len(), 2, "{output}");
    let folder = fs::read_dir(project.path("2018/029/sources")).expect("a folder");
    let names = folder.map(|it| it.expect("an entry").file_name().to_string_lossy().to_lowercase());
    let mut names: Vec<String> = names.collect();
    names.sort();
    assert_eq!(names, ["report-2.txt", "report.txt"]);
}

#[cfg(unix)]
#[test]
fn what_comes_along_with_an_entry_gets_a_name_that_windows_has() {
    let project = house().issue("2018/030", "number: 30\ndate: 2018-12-10\n");
    let output = {
        project.write("a.txt", FIRST.as_bytes());
        project.run(["import", "a.txt", "--issue", "29"])
    };
    assert_eq!(output.status, 0, "{output}");
    let (name, text) = entries(&project).into_iter().next().expect("an entry");
    project
        .write(&format!("2018/029/{name}"), format!("{text}\n![](assets/现场?.png)\n").as_bytes());
    project.write("2018/029/assets/现场?.png", b"picture");
    let output = project.run(["move", &format!("2018/029/{name}"), "--to", "30"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(project.path("2018/030/assets/现场-.png").is_file(), "{output}");
    let moved = fs::read_to_string(project.path("2018/030").join(&name)).expect("moved");
    assert!(moved.contains("![](assets/现场-.png)") && !moved.contains('?'), "{moved}");
}

#[cfg(target_os = "linux")]
#[test]
fn two_files_that_are_one_on_windows_are_not_attached() {
    let text = "---\ntitle: 标题\n---\n\n正文。\n";
    let project = Project::with_issue()
        .entry("2024/001/10-A.md", text)
        .entry("2024/001/10-a.md", &text.replace("正文", "又一篇"));
    let output = project.run(["publish", "--yes", "1", "--attach"]);
    assert_eq!(output.status, 1, "{output}");
    let told = "「2024/001/10-A.md」和「2024/001/10-a.md」只差大小写，在 Windows 上是同一个文件";
    assert!(output.stdout.contains(&format!("错误[file-name]: {told}，不能附")), "{output}");
    // It can be issued all the same, and whoever issues it knows.
    let output = project.run(["publish", "--yes", "1"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.contains(&format!("警告[file-name]: {told}")), "{output}");
}
