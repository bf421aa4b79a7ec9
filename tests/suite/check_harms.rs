//! What a checker must not do: change a name, a quotation or history, stop an issue for nothing, let
//! a wrong post or two versions of a text pass, or take ages over a long line.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::project::Project;

const ROSTER: &str = "领导:\n  - 姓名: 邓啟棠\n    职务:\n      - {职务: 望河县副县长}\n单位:\n  - {名称: 市生态环境局, 旧称: [市环保局], 自: 2019-03-01}\n";

/// The entry as `--fix` leaves it.
#[track_caller]
fn fixed(front: &str, body: &str, lexicon: &str) -> String {
    let project = Project::with_issue()
        .file("roster.yaml", ROSTER)
        .file("lexicon.yaml", lexicon)
        .entry("2024/001/10-a.md", &format!("---\ntitle: 标题\n{front}---\n{body}\n"));
    project.run(["check", "--fix"]);
    let text = std::fs::read_to_string(project.path("2024/001/10-a.md")).expect("UTF-8");
    text.split("---\n").nth(2).expect("a body").trim_end().to_owned()
}

#[test]
fn names_quotations_and_history_are_not_mended() {
    let lexicon = "词表:\n  - {错: 县环保局, 对: 县生态环境局}\n  - {错: 商务粮食局, 对: 商务局, 自: 2019-03-01}\n";
    for (front, body) in [
        ("", "副县长邓啟棠主持会议，邓啟棠要求落实责任。"),
        ("", "张峯、李嶽、陈淩等同志参加。"),
        ("", "文件写的是“对工作进行布署”。"),
        ("", "2017年，市环保局开展检查，县环保局参加。"),
        ("", "市水利局的前身、市环保局的工作。"),
        ("date: 2018-05-01\n", "县商务粮食局参加。"),
        ("", "印发《县环保局关于秋冬季工作的通知》。"),
    ] {
        assert_eq!(fixed(front, body, lexicon), body);
    }
    assert_eq!(fixed("", "对工作进行布署。", lexicon), "对工作进行部署。");
    assert_eq!(fixed("", "召开專题会议。", lexicon), "召开专题会议。");
}

/// The codes of what `check` finds, with their severities.
fn found(project: &Project) -> Vec<(String, String)> {
    let output = project.run(["check", "--format", "json"]);
    let findings: Vec<Value> = serde_json::from_str(&output.stdout).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings.iter().map(|it| (text(&it["code"]), text(&it["severity"]))).collect()
}

#[test]
fn both_versions_of_a_merge_are_an_error() {
    let body = "第一段。\n\n<<<<<<< HEAD\n投资3亿元。\n=======\n投资5亿元。\n>>>>>>> b\n";
    let project = Project::with_body(body);
    let errors = found(&project);
    let left = errors.iter().filter(|it| **it == ("left-over".to_owned(), "error".to_owned()));
    assert_eq!(left.count(), 3, "{errors:?}");
    let output = project.run(["publish", "--yes", "1"]);
    assert_ne!(output.status, 0, "{output}");
    // A heading that is underlined is none of these.
    assert!(
        found(&Project::with_body("小标题\n=======\n\n正文一段，说明情况。再说一句，写得长一些。"))
            .is_empty()
    );
}

#[test]
fn without_a_date_of_the_issue_nothing_is_late() {
    for issue in ["number: 1\n", "number: 1\ndate: 2024-13-01\n", "number: 1\ndate: 2023-03-01\n"] {
        let project = Project::new()
            .settings(crate::project::HOUSE)
            .issue("2024/001", issue)
            .entry("2024/001/10-a.md", "---\ntitle: 标题\ndate: 2024-03-15\n---\n正文。\n");
        let codes = found(&project);
        assert!(codes.iter().all(|(code, _)| code != "later-than-issue"), "{issue}: {codes:?}");
    }
}

#[test]
fn a_character_without_a_face_is_told_before_anything_is_set() {
    let project = Project::with_body("河东县\u{10FFFD}开展检查。");
    assert!(found(&project).contains(&("missing-glyph".to_owned(), "error".to_owned())));
    // What stands in a comment is not printed.
    assert!(found(&Project::with_body("河东县开展检查。<!-- \u{10FFFD} -->")).is_empty());
}

#[test]
fn what_cannot_be_mended_is_not_counted_as_mendable() {
    let gb18030 = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let head = gb18030("---\ntitle: 标题\n---\n县委布署工作。价格");
    let project =
        Project::with_issue().bytes("2024/001/10-a.md", &[head.as_slice(), b"\x80\n"].concat());
    let output = project.run(["check"]);
    assert!(!output.stdout.contains("可以自动改正"), "{output}");
    let output = Project::with_body("县委布署工作。").run(["check"]);
    assert!(output.stdout.contains("其中 1 处可以自动改正"), "{output}");
}

#[test]
fn a_roster_with_errors_says_that_it_stops_issuing() {
    let project = Project::with_body("正文。").file("roster.yaml", "领导:\n  - {名字: 甲}\n");
    let output = project.run(["publish", "--yes", "1"]);
    assert!(output.stdout.contains("改正以前，各期都不能印发"), "{output}");
}

#[test]
fn a_long_line_with_many_findings_takes_no_longer_than_it_is() {
    // A finding in each of these; with a look at the whole line for each it would take minutes.
    for body in ["[^a]".repeat(100_000), "要落实，，".repeat(30_000)] {
        let project = Project::with_body(&body);
        for format in ["full", "short", "json"] {
            let begin = Instant::now();
            project.run(["check", "--format", format]);
            assert!(begin.elapsed() < Duration::from_secs(40), "{format}: {:?}", begin.elapsed());
        }
    }
}

/// What a Chinese input method types between a field and its value, with a value behind it or none.
#[test]
fn full_width_colons_of_fields_are_mended() {
    let project = Project::with_issue().entry(
        "2024/001/10-a.md",
        "---\n标题：推进会议召开\n来源: 甲县\n日期： 2024-01-10\n---\n正文。\n",
    );
    project.run(["check", "--fix"]);
    let text = std::fs::read_to_string(project.path("2024/001/10-a.md")).expect("an entry");
    assert!(text.contains("标题: 推进会议召开\n") && text.contains("日期: 2024-01-10\n"), "{text}");
}
