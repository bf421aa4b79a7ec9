//! `jianbao check`: what it finds in a broken workspace, what it mends and how exactly, what keeps it
//! quiet, and what else goes by it.

use std::fs;

use serde_json::Value;

use crate::project::{Project, repository};

const BODY: &str = "会议强调,要抓好\"煤改气\"工程。县委布署下一步工作...\n";

#[test]
fn the_broken_project_as_expected() {
    let output = Project::sample("broken").run(["check", ".", "--format", "short"]);
    let path = repository().join("tests/projects/broken/check.txt");
    if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
        fs::write(&path, &output.stdout).expect("written");
    }
    let want = fs::read_to_string(&path).expect("UTF-8");
    assert_eq!(output.stdout, want, "{output}");
    assert_eq!(output.status, 1, "{output}");
}

#[test]
fn issue_28_has_nothing_to_mend() {
    let project = Project::briefings();
    for args in [["check", "28", "--format=short"], ["check", "--all", "--hints"]] {
        let output = project.run(args);
        assert!(output.findings().is_empty(), "{output}");
        assert!(output.stdout.contains("没有发现问题"), "{output}");
        assert_eq!(output.status, 0, "{output}");
    }
}

/// An entry in some encoding, and what should become of it.
fn mended(encode: impl Fn(&str) -> Vec<u8>) {
    let entry = |body: &str| format!("---\r\ntitle: 标题\r\n# 注, 不动\r\n---\r\n\r\n{body}");
    let before = entry(
        "会议强调,要抓好\"煤改气\"工程。\r\n\r\n　　县委布署下一步工作,`a,b`...\r\n\r\n<!-- 布署, -->\r\n",
    );
    let after = entry(
        "会议强调，要抓好“煤改气”工程。\r\n\r\n　　县委部署下一步工作,`a,b`...\r\n\r\n<!-- 布署, -->\r\n",
    );
    let project = Project::with_issue().bytes("2024/001/10-a.md", &encode(&before));
    let path = project.path("2024/001/10-a.md");
    let dry = project.run(["check", "--fix", "--dry-run"]);
    assert!(dry.stdout.contains("\n+会议强调，要抓好“煤改气”工程。\n"), "{dry}");
    assert_eq!(fs::read(&path).expect("read"), encode(&before), "{dry}");
    let first = project.run(["check", "--fix"]);
    assert_eq!(fs::read(&path).expect("read"), encode(&after), "{first}");
    assert!(first.stdout.contains("已改正 3 处，在 1 个文件里"), "{first}");
    let second = project.run(["check", "--fix"]);
    assert_eq!(fs::read(&path).expect("read"), encode(&after), "{second}");
    assert!(second.stdout.contains("没有可以自动改正的"), "{second}");
}

#[test]
fn mending_keeps_every_other_byte() {
    mended(|text| text.as_bytes().to_vec());
    mended(|text| [b"\xEF\xBB\xBF", text.as_bytes()].concat());
    mended(|text| encoding_rs::GB18030.encode(text).0.into_owned());
    mended(|text| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xFF, 0xFE].into_iter().chain(units).collect()
    });
}

/// A workspace with these bytes as its entry, which `--fix` must leave as they are.
#[track_caller]
fn left_alone(bytes: &[u8], lexicon: &str, told: &str) {
    let path = "2024/001/10-a.md";
    let project = Project::with_issue().file("lexicon.yaml", lexicon).bytes(path, bytes);
    let output = project.run(["check", "--fix"]);
    assert_eq!(fs::read(project.path(path)).expect("read"), bytes, "{output}");
    assert!(output.stdout.contains(told), "{output}");
}

#[test]
fn mending_leaves_alone_what_it_could_break() {
    // Markup stands in the word, or a character of it is written by its number.
    left_alone("---\ntitle: 标题\n---\n县委布**署**工作。\n".as_bytes(), "", "wrong-word");
    left_alone("---\ntitle: 标题\n---\n县委&#24067;署工作。\n".as_bytes(), "", "wrong-word");
    // What would be left is a comment to YAML: the title would be gone.
    left_alone("---\ntitle: \u{200B}#甲乙\n---\n正文。\n".as_bytes(), "", "control-character");
    let lexicon = "词表:\n  - {错: 甲乙, 对: \"# 丙\"}\n";
    left_alone("---\ntitle: 甲乙\n---\n正文。\n".as_bytes(), lexicon, "house-word");
}

#[test]
fn mending_leaves_alone_what_it_could_not_write_back() {
    let gb18030 = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let refused = "2024/001/10-a.md　没有改：这个文件的编码不规范";
    // A byte that is read as € and would be written as two others.
    let head = gb18030("---\ntitle: 标题\n---\n县委布署工作。价格");
    left_alone(&[head.as_slice(), b"\x80\n"].concat(), "", refused);
    // Without the full-width digits the bytes of 盲 alone would be taken for UTF-8.
    left_alone(&gb18030("---\ntitle: a\n---\nA盲１２\n"), "", refused);
}

#[test]
fn mending_the_broken_project_twice_changes_no_byte() {
    let project = Project::sample("broken");
    project.run(["check", "--all", "--fix"]);
    let snapshot = || -> Vec<Vec<u8>> {
        let mut files: Vec<_> = fs::read_dir(project.path("2024/003"))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        files.iter().map(|path| fs::read(path).expect("read")).collect()
    };
    let once = snapshot();
    let output = project.run(["check", "--all", "--fix"]);
    assert_eq!(snapshot(), once, "{output}");
    assert!(output.stdout.contains("没有可以自动改正的"), "{output}");
}

#[test]
fn silences() {
    let project = Project::with_body(
        "<!-- jianbao: 忽略 wrong-word：来稿原文如此 -->\n县委布署工作。\n\n县委布署工作。\n\n县委部署工作。<!-- jianbao：忽略 wrong-word：没有 -->\n\n<!-- jianbao: 忽略 wrong-wrod：笔误 -->\n\n<!-- jianbao: 忽略 wrong-word -->\n县委布署工作。",
    );
    let output = project.run(["check", "--format", "short"]);
    let want = [
        "2024/001/10-a.md:7:3: 警告[wrong-word]: 「布署」应是「部署」",
        "2024/001/10-a.md:9:8: 警告[silence]: 忽略「wrong-word」没有起作用：后面这一段没有这个问题",
        "2024/001/10-a.md:11:1: 警告[unknown-rule]: 没有名为「wrong-wrod」的规则",
        "2024/001/10-a.md:13:1: 警告[silence]: 忽略「wrong-word」没有写原因",
    ];
    assert_eq!(output.findings(), want, "{output}");
}

#[test]
fn levels_of_the_house() {
    let house = |check: &str| {
        let settings = format!("name: 工作简报\nissuer: 河东市\n检查:\n{check}");
        let project = Project::with_body(BODY).settings(&settings);
        project.run(["check", "--format", "short"])
    };
    assert_eq!(house("  提示: 否\n").findings().len(), 4);
    let output = house("  级别: {wrong-word: 关, ellipsis: 错误, straight-qoute: 关}\n");
    assert_eq!(output.findings().len(), 4, "{output}");
    assert!(output.stdout.contains("错误[ellipsis]"), "{output}");
    assert!(output.stdout.contains("没有名为「straight-qoute」的规则"), "{output}");
    assert_eq!(output.status, 1, "{output}");
}

#[test]
fn a_broken_lexicon_stops_no_other_rule() {
    let project = Project::with_body(BODY).file("lexicon.yaml", "词表:\n  - {错: 老百姓}\n  - [\n");
    let output = project.run(["check", "--format", "short"]);
    assert!(output.stdout.contains("lexicon.yaml:"), "{output}");
    assert!(output.stdout.contains("警告[wrong-word]"), "{output}");
    assert_eq!(output.status, 1, "{output}");
    // The pages do not go by it.
    assert!(project.run(["build", "1"]).stdout.contains("2024-001.pdf"));
    assert!(project.path("out/2024-001.pdf").is_file());
}

#[test]
fn what_is_left_over_is_built_and_not_issued() {
    let project = Project::with_body("投资3亿元【待核实】。会议强调抓好落实。");
    let built = project.run(["build", "1", "--format", "short"]);
    assert!(built.stdout.contains("错误[left-over]"), "{built}");
    assert!(built.stdout.contains("有 1 处错误，改正前不能印发"), "{built}");
    assert_eq!(built.status, 1, "{built}");
    assert!(project.path("out/2024-001.pdf").is_file());
    let published = project.run(["publish", "--yes", "1"]);
    assert_eq!(published.status, 1, "{published}");
    assert!(!project.path("ledger.yaml").exists(), "{published}");
    let entry = "---\ntitle: 标题\n---\n投资3亿元。会议强调抓好落实。\n";
    project.write("2024/001/10-a.md", entry.as_bytes());
    assert_eq!(project.run(["publish", "--yes", "1"]).status, 0);
    // What was issued is looked at only when asked for.
    let output = project.run(["check"]);
    assert!(output.stdout.contains("1 期都已印发"), "{output}");
}

#[test]
fn for_programs() {
    let project = Project::with_body(BODY);
    let json: Value =
        serde_json::from_str(&project.run(["check", "--format", "json"]).stdout).expect("JSON");
    let first = &json[0];
    assert_eq!(first["code"], "half-width-mark");
    assert_eq!(first["fix"][0]["text"], "，");
    let sarif: Value =
        serde_json::from_str(&project.run(["check", "--format", "sarif"]).stdout).expect("JSON");
    let run = &sarif["runs"][0];
    let result = &run["results"][0];
    let rule = result["ruleIndex"].as_u64().expect("a number") as usize;
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64()), (Some(4), Some(5)));
    assert_eq!(region["endColumn"], 6);
    let table = project.run(["check", "--statistics"]).stdout;
    assert!(table.contains("     1  警告  ellipsis"), "{table}");
}

#[test]
fn a_file_can_be_named() {
    let project =
        Project::with_body(BODY).entry("2024/001/20-b.md", "---\ntitle: 乙\n---\n县委布署。\n");
    let output = project.run(["check", "2024/001/20-b.md", "--format", "short"]);
    assert_eq!(output.findings().len(), 1, "{output}");
    let output = project.run(["check", "jianbao.yaml"]);
    assert_eq!(output.status, 2, "{output}");
}

#[test]
fn folders_and_names_that_are_none() {
    let project = Project::briefings();
    let output = project.run_in("2018", ["check", "028", "--format=short"]);
    assert_eq!(output.status, 0, "{output}");
    let output = project.run(["check", "./2018/028", "--format=short"]);
    assert!(output.stdout.starts_with("查了 1 期"), "{output}");
    for (wrong, says) in
        [("2018/028/40-山阳县.md", "没有稿件文件"), ("./2018", "不是这个工作区的一期")]
    {
        let output = project.run(["check", wrong]);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.stderr.contains(says), "{output}");
    }
}

#[test]
fn the_page_of_rules_is_current() {
    let output = Project::new().run(["explain", "--all", "--format", "markdown"]);
    let path = repository().join("docs/guide/zh/rules.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
        fs::write(&path, &output.stdout).expect("written");
    }
    assert_eq!(output.stdout, fs::read_to_string(&path).unwrap_or_default());
    let page = Project::new().run(["explain", "date-weekday"]);
    assert!(page.stdout.starts_with("date-weekday　错误\n\n日期与星期对不上"), "{page}");
}
