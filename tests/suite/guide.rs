//! The guide does what it says: each of its commands is run in a fresh copy of a workspace, what it
//! shows of their output is their output, its tables are the program's, its links lead somewhere.
//!
//! A block of commands says after `sh` where it is run (`in=briefings`; the blocks of a page in one
//! workspace go on with it), how its last command ends (`exit=1`; otherwise 0) and what is there
//! afterwards (`makes=out/2018-028.pdf`). What cannot be run here says why (`unrun=…`); its commands
//! must be such as the program knows. A `text` block with `in=` is a transcript.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::project::{FIRST, HOUSE, Output, Project, repository};

mod pages;

use pages::{Block, Page, blocks, inline, pages};

/// A workspace as the guide supposes it.
fn workspace(name: &str) -> Project {
    let entry = "---\ntitle: 全县推进会议召开\nsource: 望河县\n---\n会议强调，要压实责任。\n";
    match name {
        "empty" => Project::new(),
        "briefings" => Project::briefings(),
        "numbered" => dispatched(
            Project::new()
                .settings(HOUSE)
                .issue("2024/001", FIRST)
                .entry("2024/001/10-a.md", entry),
            &["供稿和联系人", "标题只是加粗"],
        ),
        "dispatches" => dispatched(
            Project::new(),
            &[
                "28期-公文式-山阴县",
                "28期-公文式-平鲁区",
                "28期-公文式-开发区",
                "28期-公文式-清洁供暖",
                "供稿和联系人",
                "标题只是加粗",
            ],
        ),
        "published" => issued(),
        "attached" => Project::briefings(),
        "corrected" | "altered" => {
            let project = issued();
            let path = project.path("2018/028/40-山阴县.md");
            let text = fs::read_to_string(&path).expect("an entry");
            assert!(text.contains("11 月 25 日，"), "{text}");
            fs::write(&path, text.replacen("11 月 25 日，", "11 月 26 日，", 1)).expect("written");
            project
        }
        "lost" => {
            let project = issued();
            fs::remove_file(project.path("ledger.yaml")).expect("removed");
            project
        }
        other => panic!("there is no workspace「{other}」 for the guide"),
    }
}

fn issued() -> Project {
    let project = Project::briefings();
    let output = project.run(["publish", "--yes", "28"]);
    assert_eq!(output.status, 0, "{output}");
    project
}

/// A folder with dispatches in 来稿.
fn dispatched(project: Project, names: &[&str]) -> Project {
    names.iter().fold(project, |project, name| {
        let from = repository().join("tests/dispatches").join(format!("{name}.docx"));
        project.bytes(&format!("来稿/{name}.docx"), &fs::read(&from).expect("a dispatch"))
    })
}

#[test]
fn every_command_of_the_guide_runs() {
    let mut run = 0;
    for page in pages() {
        let mut projects: BTreeMap<String, Project> = BTreeMap::new();
        for block in blocks(&page.text) {
            let shown = format!("{}:{}", page.path, block.line);
            let Some(name) = block.value("in") else {
                assert!(
                    block.lang != "sh" || block.value("unrun").is_some(),
                    "{shown}: in= or unrun="
                );
                assert!(!block.text.contains("$ jianbao"), "{shown}: a transcript without in=");
                continue;
            };
            let project = projects.entry(name.to_owned()).or_insert_with(|| workspace(name));
            run += match block.lang.as_str() {
                "sh" => commands(project, &block, &shown),
                _ => transcript(project, &block, &shown),
            };
            if let Some(made) = block.value("makes") {
                assert!(is_there(&project.path(made)), "{shown}: {made} was not made");
            }
        }
    }
    assert!(run > 80, "{run} commands");
}

/// Runs the lines of a block, and says how many they were.
fn commands(project: &Project, block: &Block, shown: &str) -> usize {
    let lines: Vec<&str> = block.text.lines().filter(|line| line.starts_with("jianbao")).collect();
    assert!(!lines.is_empty(), "{shown}: no command");
    let last: i32 = block.value("exit").map_or(0, |code| code.parse().expect("a code"));
    for (index, line) in lines.iter().enumerate() {
        let output = run(project, line);
        let wanted = if index + 1 == lines.len() { last } else { 0 };
        assert_eq!(output.status, wanted, "{shown}: {line}\n{output}");
    }
    lines.len()
}

/// Runs the commands of a transcript; the lines under each must be lines of its output, in their
/// order.
fn transcript(project: &Project, block: &Block, shown: &str) -> usize {
    let mut count = 0;
    let mut said: Vec<String> = Vec::new();
    for line in block.text.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            let output = run(project, command);
            let wanted = block.value("exit").map_or(0, |code| code.parse().expect("a code"));
            assert_eq!(output.status, wanted, "{shown}: {command}\n{output}");
            said = format!("{}{}", output.stdout, output.stderr).lines().map(steady).collect();
            said.reverse();
            count += 1;
        } else if line != "…" && !line.trim().is_empty() {
            let all = said.clone();
            let found = std::iter::from_fn(|| said.pop()).any(|it| it.trim_end() == steady(line));
            assert!(found, "{shown}: 「{line}」 is not in\n{all:#?}");
        }
    }
    count
}

fn run(project: &Project, line: &str) -> Output {
    let words = words(line);
    let args: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    project.run_with(&args)
}

/// A line without what differs from run to run: times and sizes.
fn steady(line: &str) -> String {
    let words = line.split('　').map(|part| {
        let number = |unit| part.strip_suffix(unit).is_some_and(|it| it.parse::<f64>().is_ok());
        if number(" 秒") || number(" KB") { "…" } else { part }
    });
    words.collect::<Vec<&str>>().join("　").trim_end().to_owned()
}

/// The words of a command line, as a shell would cut it; what stands behind ` #` is a remark.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for c in line.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            '#' if !quoted && word.is_none() => break,
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

fn is_there(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Some((start, end)) = name.split_once('*') else { return path.exists() };
    let entries = fs::read_dir(path.parent().expect("a folder")).expect("a folder");
    entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with(start) && name.ends_with(end)
    })
}

/// Commands within sentences, and those that cannot be run here, are such as the program knows.
#[test]
fn every_command_that_is_named_is_one() {
    let project = Project::new();
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    for page in pages() {
        let unrun = blocks(&page.text).into_iter().filter(|block| block.value("unrun").is_some());
        let unrun =
            unrun.flat_map(|block| block.text.lines().map(str::to_owned).collect::<Vec<_>>());
        for line in inline(&page.text).chain(unrun).filter(|line| line.starts_with("jianbao ")) {
            if known.contains_key(&line) {
                continue;
            }
            let words = words(&line);
            let mut args: Vec<&str> = words[1..].iter().map(String::as_str).collect();
            args.push("--help");
            let output = project.run_with(&args);
            // Named without its value, an option is one all the same.
            let is_known = output.status == 0 || output.stderr.contains("后面缺少内容");
            assert!(is_known, "{}: {line}\n{output}", page.path);
            known.insert(line, true);
        }
    }
    assert!(known.len() > 60, "{}", known.len());
}

/// The tables between marks are the program's own. In the English guide, which has sentences of its
/// own, their first columns are.
#[test]
fn the_tables_are_current() {
    let mut seen = 0;
    for page in pages() {
        let mut text = page.text.clone();
        for (mark, end, is_own) in
            [("<!-- 程序写：", "<!-- 到此 -->", true), ("<!-- program: ", "<!-- end -->", false)]
        {
            let mut at = 0;
            while let Some(found) = text[at..].find(mark) {
                let name_at = at + found + mark.len();
                let name_end = name_at + text[name_at..].find(" -->").expect("an end of the mark");
                let name = text[name_at..name_end].to_owned();
                let from = name_end + " -->\n".len();
                let to = from + text[from..].find(end).expect("the end of the table");
                let output = Project::new().run(["manual", &name]);
                assert_eq!(output.status, 0, "{output}");
                if is_own {
                    assert!(!output.stdout.contains("|  |"), "a cell is empty: {output}");
                    text.replace_range(from..to, &output.stdout);
                } else {
                    same_columns(&page.path, &text[from..to], &output.stdout);
                }
                at = from;
                seen += 1;
            }
        }
        if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
            fs::write(repository().join(&page.path), &text).expect("written");
        } else {
            assert_eq!(text, page.text, "{} is not current", page.path);
        }
    }
    assert_eq!(seen, 11, "tables of the program in the two guides");
}

/// The rows of a table in another language, by the columns that have no language.
fn same_columns(path: &str, have: &str, want: &str) {
    let rows = |text: &str, count: usize| -> Vec<Vec<String>> {
        let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("|--"));
        let cells = |row: &str| -> Vec<String> {
            row.split('|').skip(1).take(count).map(plain).collect::<Vec<_>>()
        };
        rows.map(cells).filter(|cells| !is_head(&cells[0])).collect()
    };
    // How many there are stands in the other language's head: those before the first sentence.
    let head = have.lines().find(|line| line.starts_with("| ")).expect("a head");
    let shared = head.split('|').filter(|cell| !cell.trim().is_empty()).count() - 1;
    let (have, want) = (rows(have, shared), rows(want, shared));
    for (index, row) in want.iter().enumerate() {
        assert_eq!(have.get(index), Some(row), "{path}");
    }
    assert_eq!(have.len(), want.len(), "{path}");
}

/// A cell without its remarks and without words of a language.
fn plain(cell: &str) -> String {
    let cell = cell.split(['（', '(']).next().unwrap_or_default().trim();
    match cell.split_once(' ') {
        Some((number, _)) if number.bytes().all(|byte| byte.is_ascii_digit()) => number.to_owned(),
        _ => cell.to_owned(),
    }
}

fn is_head(cell: &str) -> bool {
    ["项目", "命令", "退出码", "类型", "代号", "key", "command", "exit code", "kind", "code"]
        .contains(&cell)
}

#[test]
fn links_lead_somewhere() {
    for page in pages() {
        let path = repository().join(&page.path);
        for link in page.links() {
            if link.starts_with("https://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target: PathBuf = match file {
                "" => path.clone(),
                file => path.parent().expect("a folder").join(file),
            };
            assert!(target.exists(), "{}: {link}", page.path);
            if !anchor.is_empty() {
                let text = fs::read_to_string(&target).expect("a page");
                let is_there = Page { path: link.clone(), text }.anchors().any(|it| it == anchor);
                assert!(is_there, "{}: {link}", page.path);
            }
        }
    }
}

#[test]
fn both_guides_have_the_same_pages() {
    let of = |language: &str| -> Vec<String> {
        let start = format!("docs/guide/{language}/");
        let names = pages()
            .into_iter()
            .filter_map(|page| page.path.strip_prefix(&start).map(str::to_owned));
        // Two are written by the program, in Chinese.
        names.filter(|name| !["rules.md", "layout.md"].contains(&name.as_str())).collect()
    };
    assert_eq!(of("zh"), of("en"));
    assert!(of("zh").len() > 20);
    for language in ["zh", "en"] {
        let summary = repository().join("docs/guide").join(language).join("SUMMARY.md");
        let summary = fs::read_to_string(summary).expect("a summary");
        for name in of(language) {
            assert!(name == "SUMMARY.md" || summary.contains(&format!("]({name})")), "{name}");
        }
    }
}

#[test]
fn a_readme_is_read_to_its_end() {
    for name in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(repository().join(name)).expect("a readme");
        assert!(text.lines().count() <= 120, "{name} has {} lines", text.lines().count());
        for command in ["cargo run --release -- build 28", "cargo test --release"] {
            assert!(text.contains(command), "{name}: {command}");
        }
    }
}

/// The file that the program writes has every page, and turns to what was asked for.
#[test]
fn the_guide_is_in_the_program() {
    let project = Project::new();
    let html = |args: &[&str]| {
        let output = project.run_with(&[args, &["--out", "手册.html"]].concat());
        assert_eq!(output.status, 0, "{output}");
        fs::read_to_string(project.path("手册.html")).expect("written")
    };
    let whole = html(&["guide"]);
    for page in pages().iter().filter(|page| page.path.starts_with("docs/guide/zh/")) {
        let name = page.path.trim_start_matches("docs/guide/zh/").trim_end_matches(".md");
        assert!(name == "SUMMARY" || whole.contains(&format!("<section id=\"{name}\">")), "{name}");
    }
    assert!(whole.contains("id=\"rules--wrong-word\"") && !whole.contains("<script"), "no rules");
    let head = whole.split("</head>").next().expect("a head");
    assert!(!head.contains("@import") && !head.contains("url("), "{head}");
    for outside in ["<link", "<img", "<iframe", "<object", "http-equiv"] {
        assert!(!whole.contains(outside), "{outside} in the guide");
    }
    assert!(html(&["guide", "wrong-date"]).contains("location.hash = \"rules--wrong-date\""));
    assert!(html(&["手册", "印发"]).contains("location.hash = \"publish\""));
    assert!(html(&["guide", "退出码"]).contains("location.hash = \"commands"));
    let output = project.run(["guide", "没有这个"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.stderr.contains("手册的标题里没有「没有这个」"), "{output}");
}
