//! Entries held against each other and against the archive: what is told, in which words, and that
//! much of it takes no longer than it must.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jianbao::testing::{
    Archive, Issue, IssueId, OffsetMap, Rulebook, SourceFile, Text, Workspace, check, read_issue,
};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::generate::make_archive;

const DISPATCH: &str = "11月27日，县长张明深入城关镇、南关社区，实地察看煤改气工程进展情况，并召开现场会议。\
    张明强调，清洁取暖是头号民生工程，住建部门要倒排工期，加快推进管网建设，确保按期完成全年任务。\
    工信部门要紧盯停业整顿企业，逐一落实断水断电措施，严防死灰复燃。";

/// An issue with entries of these texts, all with the same title.
fn issue(bodies: &[String]) -> Issue {
    let dir = TempDir::new().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    };
    write("jianbao.yaml", "name: 工作简报\nissuer: 河东市人民政府办公室\n");
    write("2024/002/issue.yaml", "number: 2\ndate: 2024-01-15\n");
    write("2024/002/10-a.md", "---\ntitle: 张明督查煤改气工程\n---\n正文。\n");
    let workspace = Workspace::open(dir.path()).expect("a workspace");
    let id = workspace.select("2").expect("an issue");
    let mut issue = read_issue(&workspace, id).expect("read").value.expect("an issue");
    let entry = issue.entries.remove(0);
    for (index, body) in bodies.iter().enumerate() {
        let mut entry = entry.clone();
        entry.file = format!("{}-a.md", 10 + index);
        let path = format!("2024/002/{}", entry.file);
        let file = Arc::new(SourceFile { path, text: body.clone() });
        entry.body = Text::new(body.clone(), &file, OffsetMap::shifted(0)).into();
        issue.entries.push(entry);
    }
    issue
}

/// What is told about things in print twice, line by line.
fn told(issue: &Issue, archive: &Archive) -> Vec<String> {
    let rules = ["doubled-entry", "similar-entry", "same-title", "differing-figures"];
    let findings = check(issue, &Rulebook::default(), archive).into_iter();
    let own = findings.filter(|finding| rules.contains(&finding.code.name));
    own.map(|finding| {
        let note = finding.note.unwrap_or_default();
        format!("{:?} {} {} {note}", finding.severity, finding.code.name, finding.message)
    })
    .collect()
}

fn earlier() -> IssueId {
    IssueId { year: 2024, number: "1".parse().expect("a number") }
}

#[test]
fn one_trouble_is_told_once_and_names_the_other() {
    let issue = issue(&[DISPATCH.to_owned(), DISPATCH.to_owned()]);
    assert_eq!(
        told(&issue, &Archive::default()),
        ["Error doubled-entry 这篇稿件与本期的「10-a.md」是同一篇 \
          相同的句子：「张明强调，清洁取暖是头号民生工程，住建部门要倒排……」、\
          「11月27日，县长张明深入城关镇、南关社区，实地……」、\
          「工信部门要紧盯停业整顿企业，逐一落实断水断电措施……」"]
    );
}

#[test]
fn an_earlier_issue_is_named_and_a_later_one_and_the_issue_itself_are_not() {
    let mut archive = Archive::default();
    let own = IssueId { number: "2".parse().expect("a number"), ..earlier() };
    archive.add(own, "10-a.md", DISPATCH);
    archive.add(IssueId { number: "3".parse().expect("a number"), ..own }, "10-c.md", DISPATCH);
    let issue = issue(&[DISPATCH.replace("深入", "来到")]);
    assert_eq!(told(&issue, &archive), [""; 0]);
    archive.add(earlier(), "20-b.md", DISPATCH);
    let told_now = told(&issue, &archive);
    assert_eq!(told_now.len(), 1, "{told_now:?}");
    let beginning = "Warning similar-entry 这篇稿件有 9";
    assert!(told_now[0].starts_with(beginning), "{told_now:?}");
    assert!(told_now[0].contains("% 与2024/1 的「20-b.md」相同"), "{told_now:?}");
    archive.forget(earlier());
    assert_eq!(told(&issue, &archive), [""; 0]);
}

#[test]
fn made_up_issues_of_the_same_words_are_all_different() {
    let dir = TempDir::new().expect("a folder");
    make_archive(dir.path(), 120, 6);
    let workspace = Workspace::open(dir.path()).expect("a workspace");
    let archive = read_archive(&workspace);
    for id in workspace.issues().expect("issues") {
        let issue = read_issue(&workspace, id).expect("read").value.expect("an issue");
        // Two of their few kinds of titles may well be the same.
        let told = told(&issue, &archive).into_iter().filter(|told| !told.contains("same-title"));
        assert_eq!(told.collect::<Vec<_>>(), [""; 0], "{id}");
    }
}

#[test]
fn a_dispatch_with_a_word_changed_here_and_there_is_known_again() {
    let dir = TempDir::new().expect("a folder");
    make_archive(dir.path(), 40, 7);
    let workspace = Workspace::open(dir.path()).expect("a workspace");
    let archive = read_archive(&workspace);
    let (mut known, mut all) = (0, 0);
    for id in workspace.issues().expect("issues") {
        let old = read_issue(&workspace, id).expect("read").value.expect("an issue");
        for entry in old.entries.iter().filter(|entry| !entry.is_annex()) {
            let altered = |(at, c)| if at % 30 == 29 { '某' } else { c };
            let body: String = entry.body.as_str().chars().enumerate().map(altered).collect();
            let mut new = issue(&[body]);
            new.id.year = 2030;
            let told = told(&new, &archive);
            all += 1;
            known += usize::from(told.iter().any(|told| told.contains(&format!("{id} 的"))));
        }
    }
    assert!(all > 100, "{all}");
    assert!(known * 100 >= all * 95, "{known} of {all}");
}

fn read_archive(workspace: &Workspace) -> Archive {
    let mut archive = Archive::default();
    for id in workspace.issues().expect("issues") {
        let folder = workspace.issue_folder(id).expect("a folder").path;
        for file in fs::read_dir(folder).expect("a folder") {
            let path = file.expect("a file").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".md") {
                archive.add(id, &name, &fs::read_to_string(&path).expect("UTF-8"));
            }
        }
    }
    archive
}

/// How long an issue is checked against an archive, the best of three.
fn time(issue: &Issue, archive: &Archive) -> Duration {
    let once = || {
        let start = Instant::now();
        check(issue, &Rulebook::default(), archive);
        start.elapsed()
    };
    (0..3).map(|_| once()).min().expect("a time")
}

#[test]
fn four_times_the_entries_take_about_four_times_as_long() {
    let monsters: [fn(usize) -> String; 5] = [
        |_| DISPATCH.to_owned(),
        |n| format!("{DISPATCH}另有{n}条。"),
        |n| format!("各乡镇各部门要认真抓好落实，第{n}条第{n}款第{n}项第{n}目的要求照此办理执行。"),
        |n| format!("全县排查危险化学品生产经营企业{n}家，整改隐患35处。").repeat(20),
        |n| "一".repeat(40 + n % 7),
    ];
    for (index, monster) in monsters.iter().enumerate() {
        let scene = |n: usize| {
            let texts: Vec<String> = (0..n).map(monster).collect();
            let mut archive = Archive::default();
            for text in &texts {
                archive.add(earlier(), "10-a.md", text);
            }
            (issue(&texts), archive)
        };
        let ((small, few), (large, many)) = (scene(100), scene(400));
        let (one, four) = (time(&small, &few), time(&large, &many));
        let ratio = four.as_secs_f64() / one.as_secs_f64();
        // What is done in a moment may well be disturbed by a moment.
        assert!(ratio < 10.0 || four < Duration::from_millis(300), "{index}: {one:?} {four:?}");
    }
}

#[test]
fn four_times_the_text_takes_about_four_times_as_long() {
    let monsters = ["一", "县委，", "<!--", "全县排查企业1家，", "1", "各乡镇各部门抓好落实，\n"];
    for monster in monsters {
        let scene = |n: usize| {
            let text = monster.repeat(n);
            let mut archive = Archive::default();
            archive.add(earlier(), "10-a.md", &text);
            (issue(&[text.clone(), format!("{text}甲")]), archive)
        };
        let ((small, few), (large, many)) = (scene(20_000), scene(80_000));
        let (one, four) = (time(&small, &few), time(&large, &many));
        let ratio = four.as_secs_f64() / one.as_secs_f64();
        assert!(ratio < 10.0 || four < Duration::from_millis(300), "{monster}: {one:?} {four:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
    #[test]
    fn any_two_texts_are_told_apart_without_a_panic(
        one in "(\\PC|[0-9０-９，。\n<>!-]|<!--|-->|---\n|暂缓: 否\n|正文: |全县排查企业12家，|各乡镇各部门抓好落实。){0,60}",
        two in "(\\PC|[0-9，。\n]|全县排查企业12家，|各乡镇各部门抓好落实。){0,60}",
        name in "a\\.(md|yaml)",
    ) {
        let mut archive = Archive::default();
        archive.add(earlier(), &name, &one);
        for finding in check(&issue(&[two.clone(), one.clone(), two]), &Rulebook::default(), &archive) {
            if let Some(span) = finding.span {
                prop_assert!(span.file.text.get(span.range).is_some());
            }
        }
    }
}
