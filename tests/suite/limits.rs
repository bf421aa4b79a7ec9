//! The limits: at each of them all is well, one past it there is an error that names the limit and
//! the key that raises it, and raised it is well again.

use std::fs;
use std::time::{Duration, Instant};

use jianbao::testing::Limit;

use crate::project::{FIRST, HOUSE, Output, Project};

/// Settings with one limit.
fn house(limit: Limit, value: u32) -> String {
    format!("{HOUSE}限制:\n  {}: {value}\n", limit.name)
}

/// A build of a project that is at the limit, or past it; `value` is what the settings say.
fn build(limit: Limit, value: u32, make: &dyn Fn(bool) -> Project, past: bool) -> Output {
    make(past).settings(&house(limit, value)).run(["build", "--all"])
}

/// `make` makes a project that `value` of a limit just allows, or one that is just past it.
#[track_caller]
fn check(limit: Limit, value: u32, code: &str, told: &str, make: &dyn Fn(bool) -> Project) {
    let output = build(limit, value, make, false);
    assert_eq!(output.status, 0, "at the limit: {output}");
    let output = build(limit, value, make, true);
    assert_eq!(output.status, 1, "past the limit: {output}");
    assert!(output.stdout.contains(&format!("错误[{code}]")), "{output}");
    assert!(output.stdout.contains(told), "{told}: {output}");
    assert!(output.stdout.contains(" --> 2024/001/"), "no place: {output}");
    // The help is broken over lines, as wide as the terminal is.
    let words: String = output.stdout.split_whitespace().collect();
    for part in [
        format!("「限制」里把「{}」改大", limit.name),
        format!("现在是{value}，最大{}", limit.ceiling),
    ] {
        assert!(words.contains(&part), "{part}: {output}");
    }
    let output = build(limit, value + 1, make, true);
    assert_eq!(output.status, 0, "raised: {output}");
}

fn entry(body: &str) -> String {
    format!("---\ntitle: 标题\n---\n{body}\n")
}

/// An entry of exactly so many bytes, almost all of them in a comment.
fn entry_of(bytes: usize) -> String {
    let (before, after) = (entry("正文。\n\n<!--"), "\n-->\n");
    let row = format!("{}\n", "x".repeat(99));
    let filling = bytes - before.len() - after.len();
    let comment: String = row.chars().cycle().take(filling).collect();
    format!("{before}{comment}{after}")
}

/// A picture of so many pixels, as a file of at least so many bytes.
fn picture(width: u32, height: u32, bytes: usize) -> Vec<u8> {
    let mut picture =
        tiny_skia::Pixmap::new(width, height).expect("a size").encode_png().expect("encoded");
    // What stands behind the last chunk is nothing to a decoder.
    picture.resize(bytes.max(picture.len()), 0);
    picture
}

fn with_picture(picture: &[u8]) -> Project {
    Project::with_body("正文。\n\n![图](assets/a.png)").bytes("2024/001/assets/a.png", picture)
}

const MEGABYTE: usize = 1024 * 1024;

#[test]
fn size_of_an_entry() {
    let make = |past| {
        let text = entry_of(MEGABYTE + usize::from(past));
        Project::with_issue().entry("2024/001/10-a.md", &text)
    };
    check(Limit::FILE_SIZE, 1, "too-large", "超过 1 MB", &make);
    // A template as well, and every command that reads entries says so.
    let template =
        "{# ".to_owned() + &"x".repeat(MEGABYTE) + " #}{% extends \"entries/_entry.typ\" %}";
    let make = |value| {
        let project = Project::with_body("正文。").settings(&house(Limit::FILE_SIZE, value));
        project.file("templates/entries/update.typ", &template)
    };
    for command in ["build", "check"] {
        let output = make(1).run([command, "1", "--format", "short"]);
        assert_eq!(output.status, 1, "{output}");
        let told = "templates/entries/update.typ:1:1: 错误[too-large]";
        assert!(output.stdout.contains(told), "{output}");
    }
    let output = make(2).run(["build", "1"]);
    assert_eq!(output.status, 0, "{output}");
}

#[test]
fn files_of_settings_have_a_limit_that_stays() {
    let large = format!("# {}\n", "x".repeat(2 * MEGABYTE));
    for (name, text) in [
        ("jianbao.yaml", house(Limit::FILE_SIZE, 8)),
        ("2024/001/issue.yaml", FIRST.to_owned()),
        ("roster.yaml", String::new()),
        ("lexicon.yaml", String::new()),
    ] {
        let project = Project::with_body("正文。")
            .settings(&house(Limit::FILE_SIZE, 8))
            .file(name, &format!("{text}{large}"));
        let output = project.run(["build", "1"]);
        assert_eq!(output.status, 1, "{output}");
        assert!(output.stdout.contains(&format!("文件「{name}」超过 2 MB")), "{output}");
        assert!(output.stdout.contains("这个上限不能改"), "{output}");
    }
}

#[test]
fn entries_of_an_issue() {
    let make = |past| {
        let mut project = Project::with_issue();
        for number in 1..=3 + u32::from(past) {
            project = project.entry(&format!("2024/001/{number}-a.md"), &entry("正文。"));
        }
        project
    };
    check(Limit::ENTRIES, 3, "too-many", "「2024/001」里有 4 篇稿件，超过 3 篇", &make);
    let project = make(true).settings(&house(Limit::ENTRIES, 3));
    for command in ["build", "check", "measure"] {
        let output = project.run([command, "1"]);
        assert_eq!(output.status, 1, "{output}");
        let told = format!("{}{}", output.stdout, output.stderr);
        assert!(told.contains(" --> 2024/001/4-a.md:1:1"), "{output}");
    }
    let output = project.run(["list"]);
    assert!(output.stdout.contains("稿件有错误"), "{output}");
}

#[test]
fn nesting_of_markdown() {
    let make = |past| Project::with_body(&format!("{}甲", "> ".repeat(12 + usize::from(past))));
    check(Limit::NESTING, 12, "too-large", "正文的嵌套超过 12 层", &make);
    // At the ceiling Typst still bears it; past it nothing can be raised.
    let most = usize::try_from(Limit::NESTING.ceiling).expect("small");
    // More than twelve quotations leave a page no room for text.
    for body in [
        "> ".repeat(12) + "*甲 **乙 *丙 **丁** 丙* 乙** 甲*",
        "- ".repeat(most) + "甲",
        format!("{}丙{}", "*甲 **乙 ".repeat(most / 2), " 丙** 丁*".repeat(most / 2)),
    ] {
        let project = Project::with_body(&body).settings(&house(Limit::NESTING, 16));
        let output = project.run(["build", "1"]);
        assert_eq!(output.status, 0, "{output}");
    }
    let project = Project::with_body(&format!("{}甲", "> ".repeat(most + 1)));
    let output = project.settings(&house(Limit::NESTING, 16)).run(["build", "1"]);
    assert_eq!(output.status, 1, "{output}");
    let words: String = output.stdout.split_whitespace().collect();
    assert!(words.contains("「嵌套」已经是最大的，不能再改大"), "{output}");
}

#[test]
fn size_of_a_picture() {
    let make = |past| with_picture(&picture(8, 8, MEGABYTE + usize::from(past)));
    check(Limit::PICTURE_SIZE, 1, "picture", "图片「assets/a.png」超过 1 MB", &make);
}

#[test]
fn pixels_of_a_picture() {
    let make = |past| with_picture(&picture(1000, 1000 + u32::from(past), 0));
    let told = "图片「assets/a.png」有 1000 × 1001 像素，超过 1 百万像素";
    check(Limit::PICTURE_PIXELS, 1, "picture", told, &make);
}

#[test]
fn pages_of_an_issue() {
    // An annex has a page of its own.
    let annex = "---\nkind: annex\ntitle: 附表\n---\n正文。\n";
    let make = |past| {
        let mut project = Project::with_body("正文。");
        for number in 2..=3 + u32::from(past) {
            project = project.entry(&format!("2024/001/{number}0-b.md"), annex);
        }
        project
    };
    check(Limit::PAGES, 3, "too-many", "这一期有 4 页，超过 3 页", &make);
    let project = make(true).settings(&house(Limit::PAGES, 3));
    let output = project.run(["build", "1"]);
    // The place is the first text that is too much.
    assert!(output.stdout.contains(" --> 2024/001/40-b.md"), "{output}");
    assert!(!project.path("out/2024-001.pdf").exists(), "{output}");
    let output = project.run(["publish", "--yes", "1"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(!project.path("ledger.yaml").exists(), "{output}");
}

/// A workspace of so many issues.
fn issues(count: u32) -> Project {
    let mut project = Project::new();
    for number in 1..=count {
        let folder = format!("2024/{number:03}");
        project = project
            .issue(&folder, &format!("number: {number}\ndate: 2024-01-15\n"))
            .entry(&format!("{folder}/10-a.md"), &entry(&format!("甲县第 {number} 次开工。")));
    }
    project
}

#[test]
fn issues_of_a_workspace() {
    let commands: [&[&str]; 6] = [
        &["list"],
        &["build", "--all"],
        &["build", "2024/1"],
        &["check", "--all"],
        &["preview", "--once", "预览"],
        &["preview", "--no-open", "1"],
    ];
    let project = issues(4).settings(&house(Limit::ISSUES, 3));
    for command in commands {
        let output = project.run_with(command);
        assert_eq!(output.status, 2, "{output}");
        assert!(output.stderr.contains("里有 4 期，超过 3 期；"), "{output}");
        let key = "在 jianbao.yaml 的「限制」里把「期数」改大（现在是 3，最大 100000）";
        assert!(output.stderr.contains(key), "{output}");
    }
    let project = project.settings(&house(Limit::ISSUES, 4));
    for command in &commands[..5] {
        let output = project.run_with(command);
        assert_eq!(output.status, 0, "{output}");
    }
    // There is no room for a fifth.
    let output = project.run(["new", "--date", "2024-02-01"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.to_string().contains("工作区里已有 4 期，不能超过 4 期"), "{output}");
    project.write("来稿.txt", "甲县开工\n\n甲县今日开工。\n".as_bytes());
    let output = project.run(["import", "来稿.txt", "--issue", "5"]);
    assert!(output.stderr.contains("工作区里已有 4 期，不能超过 4 期"), "{output}");
    assert!(!project.path("2024/005").exists());
    let project = project.settings(&house(Limit::ISSUES, 5));
    let output = project.run(["new", "--date", "2024-02-01"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(project.path("2024/005/issue.yaml").exists());
}

/// A template of a kind 慢 whose loops run so many times as many times.
const SLOW: [&str; 2] = [
    "{% extends \"entries/_entry.typ\" %}{% block end %}\n#{\n  let n = 0\n  for i in range(ROUNDS) { for j in range(ROUNDS) { n += calc.rem(i + j, 7) } }\n  hide[#n]\n}\n{% endblock end %}\n",
    "{% extends \"entries/_entry.typ\" %}{% block end %}\n{% set_global n = 0 %}{% for i in range(end=ROUNDS) %}{% for j in range(end=ROUNDS) %}{% if i + j == 1 %}{% set_global n = i %}{% endif %}{% endfor %}{% endfor %}\n{% endblock end %}\n",
];

/// Three issues, the second of the slow kind.
fn slow(template: &str, rounds: usize, seconds: u32) -> Project {
    let project = issues(3)
        .entry("2024/002/10-a.md", "---\ntitle: 标题\nkind: 慢\n---\n正文。\n")
        .settings(&house(Limit::TIME, seconds));
    project.file("templates/entries/慢.typ", &template.replace("ROUNDS", &rounds.to_string()))
}

#[test]
fn time_of_an_issue() {
    for template in SLOW {
        // Without end, as far as anybody can wait.
        let project = slow(template, 100_000, 2);
        let start = Instant::now();
        let output = project.run(["build", "--all"]);
        assert_eq!(output.status, 1, "{output}");
        assert!(start.elapsed() < Duration::from_secs(40), "{output}");
        let told = "错误[too-slow]: 「2024/2」排了 2 秒还没有排完，没有等下去";
        assert!(output.stdout.contains(told), "{output}");
        assert!(output.stdout.contains(" --> 2024/002/issue.yaml:1:1"), "{output}");
        let words: String = output.stdout.split_whitespace().collect();
        assert!(words.contains("「限制」里把「用时」改大（现在是2，最大3600）"), "{output}");
        // The others are there, and of this one there is nothing.
        let built = |number: u32| project.path(&format!("out/2024-{number:03}.pdf")).exists();
        assert_eq!([1, 2, 3].map(built), [true, false, true], "{output}");
        // Whatever sets pages ends.
        for command in [
            &["publish", "--yes", "2"][..],
            &["measure", "2"],
            &["preview", "2", "--once", "预览"],
            &["build", "2", "--draft", "--keep-typ"],
        ] {
            let output = project.run_with(command);
            assert_eq!(output.status, 1, "{output}");
        }
        assert!(!project.path("ledger.yaml").exists());
        let page = fs::read_to_string(project.path("预览/data/sheet/2024-002.js")).expect("read");
        assert!(page.contains("too-slow"), "{page}");
    }
}

#[test]
fn templates_are_rendered_in_time_when_an_issue_is_checked() {
    let project = slow(SLOW[1], 100_000, 2);
    let output = project.run(["check", "--all", "--format", "short"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("2024/002/issue.yaml:1:1: 错误[too-slow]"), "{output}");
}

#[test]
fn time_that_is_given_is_used() {
    // Some seconds' work.
    let project = slow(SLOW[0], 2000, 1);
    let output = project.run(["build", "2"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("排了 1 秒还没有排完"), "{output}");
    let output = project.settings(&house(Limit::TIME, 600)).run(["build", "2"]);
    assert_eq!(output.status, 0, "{output}");
}

#[test]
fn a_batch_does_not_pile_up_what_it_has_left() {
    let mut project = issues(7).settings(&house(Limit::TIME, 1));
    for number in 1..=6 {
        let text = "---\ntitle: 标题\nkind: 慢\n---\n正文。\n";
        project = project.entry(&format!("2024/{number:03}/10-a.md"), text);
    }
    let project = project.file("templates/entries/慢.typ", &SLOW[0].replace("ROUNDS", "100000"));
    let output = project.run(["build", "--all", "--jobs", "1", "--format", "short"]);
    assert_eq!(output.status, 1, "{output}");
    let count = |what: &str| output.stdout.matches(what).count();
    assert_eq!(count("排了 1 秒还没有排完"), 4, "{output}");
    assert_eq!(count("没有排：前面有 4 次没有按时排完"), 3, "{output}");
}

#[test]
fn nonsense_is_refused_and_the_ceilings_can_be_reached() {
    let build = |value: &dyn Fn(Limit) -> String| {
        let rows: String =
            Limit::ALL.map(|limit| format!("  {}: {}\n", limit.name, value(limit))).concat();
        let project = Project::with_body("正文。").settings(&format!("{HOUSE}限制:\n{rows}"));
        project.run(["build", "1", "--format", "short"])
    };
    let beyond = |limit: Limit| (limit.ceiling + 1).to_string();
    let nonsense: [&dyn Fn(Limit) -> String; 5] = [
        &|_| "0".to_owned(),
        &|_| "-1".to_owned(),
        &|_| "很多".to_owned(),
        &|_| "1.5".to_owned(),
        &beyond,
    ];
    for value in nonsense {
        let output = build(value);
        assert_eq!(output.status, 1, "{output}");
        assert_eq!(output.findings().len(), Limit::ALL.len(), "{output}");
        for (finding, limit) in output.findings().iter().zip(Limit::ALL) {
            let (name, most) = (limit.name, limit.ceiling);
            assert!(finding.contains("错误[wrong-value]"), "{output}");
            assert!(finding.contains(&format!("「{name}」应是 1 到 {most} 之间")), "{output}");
        }
    }
    let output = build(&|limit| limit.ceiling.to_string());
    assert_eq!(output.status, 0, "{output}");
}
