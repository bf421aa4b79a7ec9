//! `jianbao import` of what Word's text has besides characters: fields, controls, formulas, revisions.
//! What stands in the entries is in `tests/dispatches/expected`; here is what is told of it.

use crate::importing::{house, import};

/// Documents of which something is told.
const TOLD: [&str; 14] = [
    "上标和彩字.docx",
    "修订表格.docx",
    "公式.docx",
    "内容控件.docx",
    "删除线.docx",
    "备选内容.docx",
    "嵌入的文件.docx",
    "带圈字符.docx",
    "引用错误和域.docx",
    "文本框和图表.docx",
    "注音.docx",
    "目录.docx",
    "目录域.docx",
    "链接和域.docx",
];

#[test]
fn what_was_changed_or_left_out_is_told_in_its_words() {
    let mut told = String::new();
    for name in TOLD {
        let project = house();
        let output = import(&project, &[name], &[]);
        assert_eq!(output.status, 0, "{output}");
        told.push_str(&format!("{name}\n"));
        for line in output.stdout.lines().filter_map(|line| line.trim().strip_prefix("说明　")) {
            told.push_str(&format!("  {line}\n"));
        }
    }
    insta::assert_snapshot!("import_tells_what_was_changed", told);
}

/// What a reader sees in Word is in the entry, and what cannot be in it keeps the issue from being
/// issued until somebody decides.
#[test]
fn what_is_undecided_is_found() {
    let project = house();
    let names =
        ["删除线.docx", "公式.docx", "引用错误和域.docx", "嵌入的文件.docx", "备选内容.docx"];
    assert_eq!(import(&project, &names, &[]).status, 0);
    let output = project.run(["check", "29", "--format", "short"]);
    for said in [
        "「【待补：公式】」",
        "「【待补：引用】」",
        "「【待补：嵌入的文件】」",
        "「【待补：子文档】」",
    ] {
        let is_error = |line: &str| line.contains("错误[left-over]") && line.contains(said);
        assert!(output.stdout.lines().any(is_error), "{said}: {output}");
    }
    let is_warning = |line: &str| line.contains("警告[left-over]") && line.contains("「32」");
    assert!(output.stdout.lines().any(is_warning), "{output}");
}

/// What is read so is set on pages.
#[test]
fn what_was_read_is_built() {
    let project = house();
    let names =
        ["上标和彩字.docx", "单元格换行.docx", "旧式窗体.docx", "内容控件.docx", "带圈字符.docx"];
    assert_eq!(import(&project, &names, &[]).status, 0);
    let output = project.run(["build", "29", "--format", "short"]);
    let is_missing = |line: &str| line.contains("[missing-glyph]") || line.contains("[overflow]");
    assert!(!output.stdout.lines().any(is_missing), "{output}");
}
