//! The tail for any length of text: on the right page, over nothing, without a word from Typst.

use std::fmt::Write;
use std::path::Path;

use jianbao::testing::{IssueId, IssueNumber, Press, Setting, Severity, Workspace, code};

use crate::project::Project;

const SETTINGS: &str =
    "name: 工作简报\nissuer: 市政府办公室\ncolumns: [{id: lead, kind: report}]\n";
const TAIL: &str = "distribution: {report: [市委、市政府], send: [市直各部门], issue: [各县（市、区）], copies: 80}\n";
/// Four rows and a bit.
const PARAGRAPH: &str = "各级各部门要提高政治站位，压实工作责任，逐项对照整改清单，倒排工期、挂图作战，确保各项任务按期完成。\
    要坚持问题导向，强化工作举措，把握时间节点，对症下药、由点及面、集中攻坚、标本兼治，保质保量完成整改。";

fn check(tail: bool, duplex: bool) {
    let tail_settings = if tail { TAIL } else { "" };
    let settings = format!("{SETTINGS}{tail_settings}layout: {{duplex: {duplex}}}\n");
    let project =
        Project::new().settings(&settings).issue("2024/001", "number: 1\ndate: 2024-01-02\n");
    let workspace = Workspace::open(Path::new(&*project.path(""))).expect("a workspace");
    let press = Press::new(&workspace).expect("fonts and templates");
    let id = IssueId { year: 2024, number: IssueNumber::Regular(1) };
    let mut wrong = String::new();
    for paragraphs in 1..=60 {
        let body = vec![PARAGRAPH; paragraphs].join("\n\n");
        let entry = format!("---\ntitle: 全市推进会议召开\n---\n{body}\n");
        project.write("2024/001/10-a.md", entry.as_bytes());
        let proof = press.proof(id, Setting::default()).expect("readable");
        // That three rows could be saved is about the text; an overlap, a wrong page or a layout
        // that never settles is not.
        let said: Vec<String> = proof
            .diagnostics
            .iter()
            .filter(|finding| finding.severity != Severity::Hint && finding.code != code::FEW_ROWS)
            .map(|finding| finding.message.clone())
            .collect();
        if proof.value.is_none() || !said.is_empty() {
            let _ = writeln!(wrong, "{paragraphs} paragraphs: {said:?}");
        }
        let pages = proof.value.map_or(0, |proof| proof.pages);
        if tail && duplex && !pages.is_multiple_of(2) {
            let _ = writeln!(wrong, "{paragraphs} paragraphs: {pages} pages");
        }
    }
    assert!(wrong.is_empty(), "tail {tail}, duplex {duplex}:\n{wrong}");
}

#[test]
fn a_tail_on_the_last_page() {
    check(true, false);
}

#[test]
fn a_tail_on_an_even_page() {
    check(true, true);
}

#[test]
fn no_tail() {
    check(false, false);
    check(false, true);
}
