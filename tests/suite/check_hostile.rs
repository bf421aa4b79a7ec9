//! Any text at all is checked in a time that grows with its length, without a panic, and each
//! finding has a place in its file.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use jianbao::testing::{
    Archive, Issue, OffsetMap, Rulebook, SourceFile, Text, Workspace, check, read_issue,
};
use proptest::prelude::*;

use crate::project::Project;

/// An issue with one entry, whose body can be replaced: `read` would refuse what is too long.
fn issue() -> Issue {
    let project = Project::with_body("正文。");
    let workspace = Workspace::open(&project.path("")).expect("a workspace");
    let ids = workspace.issues().expect("issues");
    read_issue(&workspace, ids[0]).expect("read").value.expect("an issue")
}

fn with(issue: &mut Issue, text: String) {
    let file = Arc::new(SourceFile { path: "2024/001/10-a.md".to_owned(), text: text.clone() });
    issue.entries[0].body = Text::new(text, &file, OffsetMap::shifted(0)).into();
}

/// How long the text is checked, the best of three.
fn time(issue: &mut Issue, book: &Rulebook, text: &str) -> Duration {
    with(issue, text.to_owned());
    let once = || {
        let start = Instant::now();
        check(issue, book, &Archive::default());
        start.elapsed()
    };
    (0..3).map(|_| once()).min().expect("a time")
}

#[test]
fn four_times_the_text_takes_about_four_times_as_long() {
    let book = Rulebook::default().with_hints();
    let mut issue = issue();
    let monsters = [
        "一",
        "“",
        "“”",
        "（",
        "《",
        "1",
        "一是",
        "一是甲；",
        "11月31日",
        "，",
        ",甲",
        "二○",
        "甲 ",
        "。",
        ".",
        "-",
        "下午",
        "五、六个",
        "〔2018〕",
        "布署",
        "<!-- jianbao: 忽略 dash -->甲",
        "【待核实】",
        "甲\n\n",
        "\"",
        "一、甲\n\n",
        "２",
        "TODO ",
        "县委召开会议部署下一步工作并听取汇报。",
    ];
    let mut slow = String::new();
    for monster in monsters {
        let small = monster.repeat(20_000);
        let large = monster.repeat(80_000);
        let (one, four) = (time(&mut issue, &book, &small), time(&mut issue, &book, &large));
        let ratio = four.as_secs_f64() / one.as_secs_f64().max(0.000_5);
        // What is done in a moment may well be disturbed by a moment.
        if ratio > 10.0 && four > Duration::from_secs(1) {
            writeln!(slow, "{monster:?}: {one:?}, {four:?}").expect("written");
        }
    }
    assert!(slow.is_empty(), "{slow}");
}

#[test]
fn a_line_of_five_megabytes() {
    let book = Rulebook::default().with_hints();
    let mut issue = issue();
    let line = "11月27日,县委布署\"煤改气\"工程（一是提高认识；三是《强化督查...";
    with(&mut issue, line.repeat(5_000_000 / line.len()));
    assert!(!check(&issue, &book, &Archive::default()).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
    #[test]
    fn any_text_gives_findings_in_their_places(
        text in "(\\PC|[一二三是、，。；：“”（）《》〔〕0-9月日年 \n,.\"-]|11月31日|一是|【待核实】|<!--|-->|\\*\\*|&copy;|布署){0,80}",
    ) {
        let mut issue = issue();
        with(&mut issue, text.clone());
        issue.date = NaiveDate::from_ymd_opt(2024, 1, 15).expect("a date");
        for finding in check(&issue, &Rulebook::default().with_hints(), &Archive::default()) {
            let span = finding.span.expect("a place");
            prop_assert!(span.file.text.get(span.range.clone()).is_some());
            for edit in &finding.fix {
                prop_assert!(edit.span.file.text.get(edit.span.range.clone()).is_some());
            }
        }
    }
}
