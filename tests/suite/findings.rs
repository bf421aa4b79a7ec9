//! Bad input: what the clerk is told, where, and that no PDF is touched.
//!
//! Each case is a workspace and the lines of `--format short` it must give, all of them.

use std::fs;

use crate::project::{FIRST, HOUSE, Project};

/// The project's findings are these lines, the exit code is 1, and no PDF is there.
#[track_caller]
pub fn check(project: &Project, expected: &[&str]) {
    let output = project.run(["build", "--all", "--format", "short"]);
    assert_eq!(output.findings(), expected, "{output}");
    assert_eq!(output.status, 1, "{output}");
    assert!(!output.stdout.contains("panicked") && output.stderr.is_empty(), "{output}");
    let pdf = project.path("out/2024-001.pdf");
    assert!(!pdf.exists(), "a PDF was written: {output}");
}

/// An issue with one entry of this head, above a harmless body.
#[track_caller]
fn head(head: &str, expected: &[&str]) {
    let text = format!("---\n{head}---\n正文。\n");
    check(&Project::with_issue().entry("2024/001/10-a.md", &text), expected);
}

#[track_caller]
fn issue(text: &str, expected: &[&str]) {
    check(&Project::with_body("正文。").issue("2024/001", text), expected);
}

#[track_caller]
fn settings(text: &str, expected: &[&str]) {
    check(&Project::with_body("正文。").settings(text), expected);
}

#[track_caller]
pub fn body(body: &str, expected: &[&str]) {
    check(&Project::with_body(body), expected);
}

#[test]
fn keys() {
    head(
        "titel: 标题\ntitle: 标题\n",
        &["2024/001/10-a.md:2:1: 错误[unknown-key]: 不认识的项目「titel」"],
    );
    head(
        "标提: 标题\n标题: 标题\n",
        &["2024/001/10-a.md:2:1: 错误[unknown-key]: 不认识的项目「标提」"],
    );
    head(
        "title: 标题\n标题: 另一个\n",
        &["2024/001/10-a.md:3:1: 错误[duplicate-key]: 「标题」写了两次"],
    );
    head("source: 甲县\n", &["2024/001/10-a.md:1:1: 错误[missing-title]: 稿件没有标题"]);
    issue(
        "number: 1\ndata: 2024-01-15\ndate: 2024-01-15\n",
        &["2024/001/issue.yaml:2:1: 错误[unknown-key]: 不认识的项目「data」"],
    );
    settings(
        &format!("{HOUSE}distribution: {{reprot: [省政府]}}\n"),
        &["jianbao.yaml:3:16: 错误[unknown-key]: 不认识的项目「reprot」"],
    );
}

#[test]
fn the_nearest_key_is_suggested() {
    let project = Project::with_issue()
        .entry("2024/001/10-a.md", "---\ntitel: 甲\ntitle: 甲\n---\n正文。\n")
        .entry("2024/001/20-b.yaml", "标提: 乙\n标题: 乙\n正文: 正文。\n");
    let output = project.run(["build", "1"]);
    assert!(output.stdout.contains("改法: 是不是「title」？"), "{output}");
    assert!(output.stdout.contains("改法: 是不是「标题」？"), "{output}");
}

#[test]
fn dates_and_numbers() {
    head(
        "title: 标题\ndate: 2024-02-30\n",
        &["2024/001/10-a.md:3:7: 错误[wrong-date]: 日期「2024-02-30」不存在：2月没有30日"],
    );
    head(
        "title: 标题\n日期: 昨天\n",
        &["2024/001/10-a.md:3:5: 错误[wrong-date]: 日期「昨天」的写法不对"],
    );
    issue(
        "number: 7\ndate: 2024-01-15\n",
        &["2024/001/issue.yaml:1:9: 错误[wrong-number]: 期号「7」与文件夹「1」不一致"],
    );
    issue(
        "number: 一\ndate: 2024-01-15\n",
        &["2024/001/issue.yaml:1:9: 错误[wrong-number]: 期号「一」不是从 1 开始的整数"],
    );
    issue(
        "number: 1\nsupplement: true\ndate: 2024-01-15\n",
        &["2024/001/issue.yaml:2:13: 错误[wrong-number]: 这一期写明是增刊，但文件夹是「1」"],
    );
    issue("number: 1\n", &["2024/001/issue.yaml:1:1: 错误[missing-key]: 本期设置缺少「日期」"]);
    issue(
        "number: 1\ndate: 2024-01-15\ntotal: 很多\n",
        &[
            "2024/001/issue.yaml:3:8: 错误[wrong-value]: 「total」应是 1 到 999999 之间的整数，这里写的是「很多」",
        ],
    );
}

#[test]
fn columns_and_kinds() {
    let house = format!("{HOUSE}columns:\n  - {{id: county, title: 县区动态}}\n");
    check(
        &Project::with_issue()
            .settings(&house)
            .entry("2024/001/10-a.md", "---\ntitle: 标题\ncolumn: 县市动态\n---\n正文。\n"),
        &["2024/001/10-a.md:3:9: 错误[unknown-column]: 没有栏目「县市动态」"],
    );
    head(
        "title: 标题\nkind: visit\n",
        &["2024/001/10-a.md:3:7: 错误[unknown-kind]: 没有类型「visit」的模板"],
    );
    head(
        "title: 标题\nkind: ../briefing\n",
        &["2024/001/10-a.md:3:7: 错误[wrong-value]: 类型「../briefing」不能用作模板的名称"],
    );
}

#[test]
fn every_file_is_told_of_in_one_run() {
    let project = Project::with_issue()
        .settings(&format!("{HOUSE}nmae: 简报\n"))
        .issue("2024/001", &format!("{FIRST}total: 无\n"))
        .entry("2024/001/10-a.md", "---\ntitle: 甲\ndate: 2024-13-01\n---\n<div>甲</div>\n")
        .entry("2024/001/20-b.yaml", "title: 乙\nlayout: 1\nbody: 乙𠀀\n");
    check(
        &project,
        &[
            "2024/001/10-a.md:3:7: 错误[wrong-date]: 日期「2024-13-01」不存在：没有13月",
            "2024/001/10-a.md:5:1: 错误[raw-html]: 正文里有网页代码「<div>」",
            "2024/001/20-b.yaml:2:1: 错误[unknown-key]: 不认识的项目「layout」",
            "2024/001/20-b.yaml:3:8: 错误[missing-glyph]: 「𠀀」（U+20000）在所有字体里都没有，印出来会是空框",
            "2024/001/issue.yaml:3:8: 错误[wrong-value]: 「total」应是 1 到 999999 之间的整数，这里写的是「无」",
            "jianbao.yaml:3:1: 错误[unknown-key]: 不认识的项目「nmae」",
        ],
    );
}

#[test]
fn yaml() {
    let entry = |text: &str| Project::with_issue().entry("2024/001/10-a.yaml", text);
    check(
        &entry("title: 标题\n\tsource: 甲县\nbody: 正文\n"),
        &["2024/001/10-a.yaml:2:1: 错误[yaml-syntax]: 缩进用了制表符"],
    );
    check(
        &entry("title: \"标题\nbody: 正文\n"),
        &["2024/001/10-a.yaml:1:8: 错误[yaml-syntax]: 引号没有成对"],
    );
    check(
        &entry("- 一\n- 二\n"),
        &[
            "2024/001/10-a.yaml:1:3: 错误[wrong-value]: 稿件应是一行一行的「项目: 内容」，这里是列表",
        ],
    );
    check(
        &entry("title: [甲, 乙]\nbody: 正文\n"),
        &["2024/001/10-a.yaml:1:8: 错误[wrong-value]: 「title」应是一段文字，这里是列表"],
    );
    check(
        &Project::with_issue().entry("2024/001/10-a.md", "---\ntitle: 标题\n\n正文。\n"),
        &["2024/001/10-a.md:1:1: 错误[unclosed-front-matter]: 项目区没有结束"],
    );
    check(
        &Project::with_issue().entry("2024/001/10-a.md", "正文。\n"),
        &["2024/001/10-a.md:1:1: 错误[missing-title]: 稿件没有项目区，不知道标题和栏目"],
    );
}

#[test]
fn a_full_width_colon_is_mended() {
    let project =
        Project::with_issue().entry("2024/001/10-a.md", "---\n标题：甲县动态\n---\n正文。\n");
    let output = project.run(["build", "1", "--format", "short"]);
    assert_eq!(output.status, 0, "{output}");
    assert_eq!(
        output.findings(),
        ["2024/001/10-a.md:2:3: 警告[full-width-colon]: 「标题」后面用了全角冒号，已按半角处理"],
        "{output}"
    );
}

#[test]
fn pictures() {
    let place = "2024/001/10-a.md:6:1: 错误";
    body(
        "正文。\n\n![图](assets/a.png)",
        &[&format!("{place}[picture]: 找不到图片「assets/a.png」")],
    );
    for outside in ["../x.png", "/etc/x.png", "assets/../../x.png", "%2e%2e/x.png"] {
        let project = Project::with_body(&format!("正文。\n\n![图]({outside})"))
            .bytes("2024/x.png", &fs::read(picture()).expect("read"));
        let shown = outside.replace("%2e", ".");
        let line = format!("{place}[picture-outside]: 图片「{shown}」不在本期文件夹内");
        check(&project, &[&line]);
    }
    body(
        "正文。\n\n![图](http://example.com/x.png)",
        &[&format!("{place}[picture-outside]: 图片「http://example.com/x.png」不在本期文件夹内")],
    );
    body(
        "正文。\n\n![图](file:///etc/x.png)",
        &[&format!("{place}[picture-outside]: 图片「file:///etc/x.png」不在本期文件夹内")],
    );
    check(
        &Project::with_body("正文。\n\n![图](assets/a.png)")
            .file("2024/001/assets/a.png", "不是图片"),
        &[&format!("{place}[picture]: 「assets/a.png」不是可用的图片")],
    );
    check(
        &Project::with_body("正文。\n\n![图](a.bmp)").file("2024/001/a.bmp", "BM"),
        &[&format!("{place}[picture]: 图片「a.bmp」的扩展名不是能用的")],
    );
}

/// What the message says of the extension is what holds: a sound picture by another name is renamed.
#[test]
fn a_picture_needs_an_extension_and_a_folder_is_none() {
    let place = "2024/001/10-a.md:6:1: 错误";
    for (address, message, help) in [
        ("assets/a.bmp", "图片「assets/a.bmp」的扩展名不是能用的", "给文件改名"),
        ("assets/a", "图片「assets/a」没有扩展名", ".gif、.webp"),
        ("assets/", "「assets/」是文件夹，不是图片", "assets/1.jpg"),
        ("x.png", "「x.png」是文件夹，不是图片", "assets/1.jpg"),
    ] {
        let project = Project::with_body(&format!("正文。\n\n![图]({address})"));
        let png = fs::read(picture()).expect("read");
        for name in ["assets/a.bmp", "assets/a", "x.png/b.png"] {
            let path = project.path(&format!("2024/001/{name}"));
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, &png).expect("written");
        }
        check(&project, &[&format!("{place}[picture]: {message}")]);
        let told = project.run(["build", "1"]);
        assert!(told.stdout.contains(help), "{told}");
    }
}

/// A sound little PNG.
pub fn picture() -> std::path::PathBuf {
    crate::project::repository().join("tests/projects/vocabulary/2024/003/assets/水库.png")
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_folder_is_refused() {
    let project = Project::with_body("正文。\n\n![图](assets/a.png)")
        .bytes("secret.png", &fs::read(picture()).expect("read"));
    fs::create_dir_all(project.path("2024/001/assets")).expect("a folder");
    let link = project.path("2024/001/assets/a.png");
    std::os::unix::fs::symlink(project.path("secret.png"), &link).expect("a link");
    let line = "2024/001/10-a.md:6:1: 错误[picture-outside]: 图片「assets/a.png」是指向本期文件夹之外的链接";
    check(&project, &[line]);
    // One that stays inside is as good as the picture.
    project.write("2024/001/real.png", &fs::read(picture()).expect("read"));
    fs::remove_file(&link).expect("removed");
    std::os::unix::fs::symlink("../real.png", &link).expect("a link");
    let output = project.run(["build", "1"]);
    assert_eq!(output.status, 0, "{output}");
}

#[test]
fn raw_html() {
    body(
        "第一段。\n\n<font color=\"red\">红字</font>",
        &["2024/001/10-a.md:6:1: 错误[raw-html]: 正文里有网页代码「<font color=\"red\">」"],
    );
    body(
        "<script>\nalert(1)\n</script>",
        &["2024/001/10-a.md:4:1: 错误[raw-html]: 正文里有网页代码「<script>」"],
    );
}

#[test]
fn the_old_pdf_is_not_touched() {
    for flag in ["--format", "--keep-typ", "--draft"] {
        let project = Project::with_body("正文。");
        assert_eq!(project.run(["build", "1"]).status, 0);
        assert_eq!(project.run(["build", "1", "--draft"]).status, 0);
        let state = |name: &str| {
            let path = project.path("out").join(name);
            let modified = fs::metadata(&path).and_then(|data| data.modified()).expect("a time");
            (fs::read(&path).expect("read"), modified)
        };
        let names = ["2024-001.pdf", "2024-001-草稿.pdf"];
        let before = names.map(state);
        project.write("2024/001/20-b.md", "---\ntitle: 乙\n---\n乙𠀀。\n".as_bytes());
        let output = match flag {
            "--format" => project.run(["build", "1", "--format", "short"]),
            flag => project.run(["build", "1", flag]),
        };
        assert_eq!(output.status, 1, "{output}");
        assert!(names.map(state) == before, "a PDF was touched: {output}");
        let temporary: Vec<_> = fs::read_dir(project.path("out"))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name())
            .filter(|name| name.to_string_lossy().starts_with('.'))
            .collect();
        assert!(temporary.is_empty(), "left behind: {temporary:?}");
    }
}

#[test]
fn one_bad_issue_does_not_stop_the_others() {
    let project = Project::with_body("正文𠀀。")
        .issue("2024/002", "number: 2\ndate: 2024-02-01\n")
        .entry("2024/002/10-a.md", "---\ntitle: 乙\n---\n正文。\n");
    let output = project.run(["build", "--all", "--format", "short"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(project.path("out/2024-002.pdf").exists(), "{output}");
    assert!(!project.path("out/2024-001.pdf").exists(), "{output}");
}

#[test]
fn the_four_findings_as_people_see_them() {
    let project = Project::sample("broken");
    project.write("out/2024-002.pdf", b"the old one");
    let output = project.run(["build", "2"]);
    insta::assert_snapshot!(output);
    assert_eq!(project.pdf("2024-002.pdf"), b"the old one");
}
