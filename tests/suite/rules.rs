//! The rules of `check`, held against the tables in `tests/check`: what each must speak of, at which
//! characters and with which mend, and what it must let pass.
//!
//! A table has the name of its rule. Under `## 说` each line is a text with the finding in `⟦⟧`, under
//! `## 不说` each is one on which the rule is silent. ` → ` precedes the text as `--fix` leaves it; `¶`
//! is an empty line, `⏎` the end of a line. Lines `@标题 …`, `@来源 …`, `@日期 …` (of the entry), `@期日期 …`
//! (of the issue), `@并列 …` (the body of another entry of the issue; `@并列来源 …` its source,
//! `@并列标题 …` its title, `@并列文件 …` its file, which otherwise comes before), `@往期 …` (that of an entry of
//! the issue before) set the scene for the next text only. `#` begins a remark.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use jianbao::testing::{
    Archive, CheckRule, Diagnostic, RULE_GROUPS, Rulebook, Workspace, check, read_issue,
    read_lexicon, read_roster, read_settings,
};
use tempfile::TempDir;

/// A text and the scene it stands in.
#[derive(Default)]
struct Case {
    line: usize,
    speaks: bool,
    title: Option<String>,
    source: Option<String>,
    date: Option<String>,
    issue_date: Option<String>,
    beside: Vec<String>,
    beside_source: Option<String>,
    beside_title: Option<String>,
    beside_file: Option<String>,
    before: Vec<String>,
    text: String,
    fixed: Option<String>,
}

const ENTRY: &str = "2024/002/10-a.md";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check")
}

fn rules() -> impl Iterator<Item = CheckRule> {
    RULE_GROUPS.iter().flat_map(|group| group.rules.iter().copied())
}

fn cases(table: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut speaks = false;
    let mut case = Case::default();
    for (index, line) in table.lines().enumerate() {
        let written = |text: &str| text.trim().replace('¶', "\n\n").replace('⏎', "\n");
        if line == "## 说" || line == "## 不说" {
            speaks = line == "## 说";
        } else if let Some((key, value)) = line.strip_prefix('@').and_then(|it| it.split_once(' '))
        {
            let value = written(value);
            match key {
                "标题" => case.title = Some(value),
                "来源" => case.source = Some(value),
                "日期" => case.date = Some(value),
                "期日期" => case.issue_date = Some(value),
                "并列" => case.beside.push(value),
                "并列标题" => case.beside_title = Some(value),
                "并列来源" => case.beside_source = Some(value),
                "并列文件" => case.beside_file = Some(value),
                "往期" => case.before.push(value),
                _ => panic!("line {}: @{key}", index + 1),
            }
        } else if !line.trim().is_empty() && !line.starts_with('#') {
            let (text, fixed) = match line.split_once(" → ") {
                Some((text, fixed)) => (text, Some(written(fixed))),
                None => (line, None),
            };
            // Blanks at the ends of a text may be what it is about.
            let text = text.replace('¶', "\n\n").replace('⏎', "\n");
            cases.push(Case { line: index + 1, speaks, text, fixed, ..std::mem::take(&mut case) });
        }
    }
    cases
}

/// The text without its marks, and where they were.
fn unmarked(text: &str) -> (String, Vec<Range<usize>>) {
    let (mut plain, mut marks, mut open) = (String::new(), Vec::new(), None);
    for c in text.chars() {
        match c {
            '⟦' => open = Some(plain.len()),
            '⟧' => marks.push(open.take().expect("⟦ before ⟧")..plain.len()),
            c => plain.push(c),
        }
    }
    assert!(open.is_none(), "⟧ is missing: {text}");
    (plain, marks)
}

fn entry(case: &Case, body: &str) -> String {
    let mut text = String::from("---\n");
    let title = case.title.as_deref().unwrap_or("标题");
    writeln!(text, "title: {title}").expect("written");
    for (key, value) in [("source", &case.source), ("date", &case.date)] {
        if let Some(value) = value {
            writeln!(text, "{key}: {value}").expect("written");
        }
    }
    write!(text, "---\n{body}\n").expect("written");
    text
}

/// The findings of one rule, or of all with `None`, in a workspace made of a case.
fn findings(case: &Case, file: &str, rule: Option<CheckRule>) -> Vec<Diagnostic> {
    let dir = TempDir::new().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    };
    for house in fs::read_dir(folder().join("house")).expect("a folder") {
        let path = house.expect("an entry").path();
        fs::copy(&path, dir.path().join(path.file_name().expect("a name"))).expect("copied");
    }
    let date = case.issue_date.as_deref().unwrap_or("2024-03-15");
    write("2024/002/issue.yaml", &format!("number: 2\ndate: {date}\n"));
    write(ENTRY, file);
    let beside = Case {
        source: case.beside_source.clone(),
        title: case.beside_title.clone().or(Some("另一篇".to_owned())),
        ..Case::default()
    };
    for (index, body) in case.beside.iter().enumerate() {
        let file = case.beside_file.clone().unwrap_or_else(|| format!("0{index}-b.md"));
        write(&format!("2024/002/{file}"), &entry(&beside, body));
    }
    let then =
        Case { source: case.source.as_deref().map(|source| unmarked(source).0), ..Case::default() };
    for (index, body) in case.before.iter().enumerate() {
        write("2024/001/issue.yaml", "number: 1\ndate: 2024-03-01\n");
        write(&format!("2024/001/1{index}-c.md"), &entry(&then, body));
    }
    let workspace = Workspace::open(dir.path()).expect("a workspace");
    let ids = workspace.issues().expect("issues");
    let id = *ids.last().expect("an issue");
    let issue = read_issue(&workspace, id).expect("read");
    let issue =
        issue.value.unwrap_or_else(|| panic!("line {}: {:?}", case.line, issue.diagnostics));
    let book = book(&workspace);
    let book = match rule {
        Some(rule) => book.only(rule),
        None => book.with_hints(),
    };
    check(&issue, &book, &archive(&workspace))
}

fn book(workspace: &Workspace) -> Rulebook {
    let settings = read_settings(workspace).expect("read").value.expect("settings");
    let roster = read_roster(workspace).expect("read");
    let lexicon = read_lexicon(workspace).expect("read");
    assert!(roster.diagnostics.is_empty(), "{:?}", roster.diagnostics);
    assert!(lexicon.diagnostics.is_empty(), "{:?}", lexicon.diagnostics);
    let (book, found) = Rulebook::new(
        &settings.check,
        roster.value.expect("a roster"),
        &lexicon.value.expect("a lexicon"),
    );
    assert!(found.is_empty(), "{found:?}");
    book
}

/// What stands in all issues of the workspace.
fn archive(workspace: &Workspace) -> Archive {
    let mut archive = Archive::default();
    for id in workspace.issues().expect("issues") {
        let folder = workspace.issue_folder(id).expect("a folder").path;
        for file in fs::read_dir(folder).expect("a folder") {
            let path = file.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".md") {
                archive.add(id, &name, &fs::read_to_string(&path).expect("UTF-8"));
            }
        }
    }
    archive
}

/// What is wrong with how a rule treats a case, if anything.
fn fault(rule: CheckRule, case: &Case) -> Option<String> {
    let (file, marks) = unmarked(&entry(case, &case.text));
    let found = findings(case, &file, Some(rule));
    let own: Vec<&Diagnostic> = found.iter().collect();
    let shown = |ranges: &[Range<usize>]| -> Vec<String> {
        ranges.iter().map(|range| format!("{}「{}」", range.start, &file[range.clone()])).collect()
    };
    let mut places = Vec::new();
    for finding in &own {
        let Some(span) = &finding.span else {
            return Some(format!("no place: {}", finding.message));
        };
        places.push(span.range.clone());
    }
    places.sort_by_key(|range| (range.start, range.end));
    if places != marks {
        let messages: Vec<&str> = own.iter().map(|finding| finding.message.as_str()).collect();
        return Some(format!("wants {:?}, got {:?} {messages:?}", shown(&marks), shown(&places)));
    }
    let mut edits: Vec<_> = own.iter().flat_map(|finding| &finding.fix).collect();
    edits.sort_by_key(|edit| edit.span.range.start);
    let mut fixed = file.clone();
    for edit in edits.iter().rev() {
        fixed.replace_range(edit.span.range.clone(), &edit.text);
    }
    let want = match &case.fixed {
        Some(want) => entry(
            &Case {
                title: case.title.as_deref().map(|it| unmarked(it).0),
                source: case.source.as_deref().map(|it| unmarked(it).0),
                date: case.date.clone(),
                ..Case::default()
            },
            want,
        ),
        None => file.clone(),
    };
    // A title that is mended is written whole behind the arrow.
    let title_mended = case.title.as_deref().is_some_and(|title| title.contains('⟦'));
    let same = if title_mended && let Some(want) = &case.fixed {
        fixed.contains(&format!("title: {want}\n"))
    } else {
        fixed == want
    };
    if !same {
        return Some(format!("mended to {fixed:?}"));
    }
    if case.fixed.is_some() {
        let again = findings(case, &fixed, Some(rule));
        if again.iter().any(|finding| !finding.fix.is_empty()) {
            return Some(format!("mended a second time: {}", again[0].message));
        }
    }
    None
}

#[test]
fn each_rule_speaks_and_is_silent_as_its_table_says() {
    let mut faults = String::new();
    // For whoever works on one of them.
    let only = std::env::var("RULE").ok();
    for rule in rules() {
        let name = rule.code.name;
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let path = folder().join(format!("{name}.txt"));
        let Ok(table) = fs::read_to_string(&path) else {
            writeln!(faults, "{name}: no table").expect("written");
            continue;
        };
        let cases = cases(&table);
        let speaking = cases.iter().filter(|case| case.speaks).count();
        if speaking == 0 || cases.len() - speaking <= speaking {
            writeln!(faults, "{name}: {speaking} speaking of {}", cases.len()).expect("written");
        }
        for case in &cases {
            let marked = format!("{:?}{}", case.title, case.text).contains('⟦')
                || case.source.as_deref().is_some_and(|source| source.contains('⟦'))
                || case.date.as_deref().is_some_and(|date| date.contains('⟦'));
            if marked != case.speaks {
                writeln!(faults, "{name}.txt:{}: marks under the wrong head", case.line)
                    .expect("written");
            }
            if let Some(fault) = fault(rule, case) {
                writeln!(faults, "{name}.txt:{}: {fault}", case.line).expect("written");
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn every_table_is_that_of_a_rule() {
    for table in fs::read_dir(folder()).expect("a folder") {
        let path = table.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            assert!(rules().any(|rule| rule.code.name == name), "{name}");
        }
    }
}

#[test]
fn good_prose_is_let_pass_by_all_rules() {
    for text in fs::read_dir(folder().join("good")).expect("a folder") {
        let path = text.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("UTF-8");
        let found = findings(&Case::default(), &text, None);
        let told: Vec<String> = found
            .iter()
            .map(|finding| {
                format!(
                    "{} {:?} {}",
                    finding.code.name,
                    finding.span.as_ref().map(|span| span.line_column()),
                    finding.message
                )
            })
            .collect();
        assert!(told.is_empty(), "{}: {told:#?}", path.display());
    }
}
