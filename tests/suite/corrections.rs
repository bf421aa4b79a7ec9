//! 更正: what the first page says of an issue that goes out once more, wherever it is shown.

use std::fs;

use crate::project::{ENTRY, HOUSE, Project, TEXT, says};

/// What a house wants on the first page of an issue that goes out once more.
#[test]
fn a_correction_says_so_on_its_first_page() {
    let settings = format!("{HOUSE}更正:\n  说明: 本期重新印发（第{{版次}}版）：{{原因}}。\n");
    let project = Project::with_issue().settings(&settings).entry(ENTRY, TEXT);
    says(&project, &["publish", "--yes", "1"], 0, "已印发");
    // Unchanged, it is not issued once more for the sake of the words.
    says(&project, &["publish", "--yes", "1", "--reissue", "更正"], 0, "没有重复登记");
    project.write(ENTRY, TEXT.replace("强调", "要求").as_bytes());
    let reason = "第1页「强调」应为“要求” #1";
    says(&project, &["publish", "--yes", "1", "--reissue", reason], 0, "第 2 版");
    if crate::outside::have(&["pdftotext"]) {
        let text = crate::outside::dense_text(&project.path("out/2024-001.pdf"));
        assert!(
            text.contains("更正：本期重新印发（第2版）：第1页「强调」应为“要求”#1。"),
            "{text}"
        );
    }
    says(&project, &["build", "1"], 0, "与印发的一致");
    says(&project, &["verify", "1"], 0, "一致");
    says(&project, &["publish", "--yes", "1", "--reissue", "再发"], 0, "没有重复登记");
    says(&project, &["measure", "1"], 0, "");
}

/// The preview shows it as it was issued, with the words of that time.
#[test]
fn the_preview_shows_the_words_of_a_correction() {
    let settings = format!("{HOUSE}更正:\n  说明: 本期重新印发（第{{版次}}版）。\n");
    let project = Project::with_issue().settings(&settings).entry(ENTRY, TEXT);
    says(&project, &["publish", "--yes", "1"], 0, "已印发");
    project.write(ENTRY, TEXT.replace("强调", "要求").as_bytes());
    let shown = |project: &Project| {
        says(project, &["preview", "--once", "pages"], 0, "");
        let mut files = vec![project.path("pages")];
        let mut text = String::new();
        while let Some(path) = files.pop() {
            match fs::read_dir(&path) {
                Ok(inside) => files.extend(inside.map(|it| it.expect("an entry").path())),
                Err(_) => text.push_str(&String::from_utf8_lossy(&fs::read(&path).expect("read"))),
            }
        }
        text.contains("本期重新印发（第2版）")
    };
    // Until it is issued again, nobody knows why it will be.
    assert!(!shown(&project));
    says(&project, &["publish", "--yes", "1", "--reissue", "更正"], 0, "第 2 版");
    assert!(shown(&project));
    project.write(ENTRY, TEXT.replace("强调", "指出").as_bytes());
    assert!(shown(&project));
}

/// What stands in braces in the words of a correction and is none of the two is an error in its place.
#[test]
fn words_of_a_correction_that_nobody_knows() {
    for (note, status, told) in [
        ("'第{版次}版：{原因}。'", 0, ""),
        (
            "'第{版本}版：{原因}。'",
            1,
            "jianbao.yaml:4:9: 错误[wrong-value]: 「更正」的说明里不认识「{版本}」",
        ),
        ("'｛版次｝'", 1, "不认识「｛版次｝」"),
        ("第{ 版次 }版", 1, "不认识「{ 版次 }」"),
        ("第{版次版", 1, "不认识「{版次版」"),
        ("{版次}印，{原因}", 1, "以「{」开头的值没有加引号"),
        ("[版次]印", 1, "以「[」开头的值没有加引号"),
        ("{版次}", 1, "「说明」应是一段文字，这里是一组项目"),
    ] {
        let settings = format!("{HOUSE}更正:\n  说明: {note}\n");
        let project = Project::with_issue().settings(&settings).entry(ENTRY, TEXT);
        says(&project, &["check", "1", "--format", "short"], status, told);
        let output = project.run(["check", "1"]).to_string();
        assert!(
            status == 0 || output.contains("引号") || output.contains("可用的只有"),
            "{output}"
        );
    }
    let settings = format!("{HOUSE}更正: {{版次}}印，{{原因}}\n");
    let project = Project::with_issue().settings(&settings).entry(ENTRY, TEXT);
    says(&project, &["check", "1"], 1, "放进半角单引号");
}
