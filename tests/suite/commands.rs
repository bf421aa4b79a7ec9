//! The command line's own words: help, wrong usage, list, explain, scripts.
//!
//! They are for clerks: Chinese, but for names.

use crate::project::{FIRST, HOUSE, Project, command};

/// A snapshot of the whole result of a command that needs no workspace.
#[track_caller]
fn snapshot<const N: usize>(name: &str, args: [&str; N]) {
    insta::assert_snapshot!(name, Project::new().run(args));
}

#[test]
fn help() {
    snapshot("help", ["--help"]);
    snapshot("help_new", ["new", "--help"]);
    snapshot("help_build", ["build", "--help"]);
    snapshot("help_import", ["import", "--help"]);
    snapshot("help_inbox", ["inbox", "--help"]);
    snapshot("help_move", ["move", "--help"]);
    snapshot("help_order", ["order", "--help"]);
    snapshot("help_hold", ["hold", "--help"]);
    snapshot("help_release", ["release", "--help"]);
    snapshot("help_find", ["find", "--help"]);
    snapshot("help_list", ["list", "--help"]);
    snapshot("help_publish", ["publish", "--help"]);
    snapshot("help_verify", ["verify", "--help"]);
    snapshot("help_extract", ["extract", "--help"]);
    snapshot("help_explain", ["explain", "--help"]);
    snapshot("help_schema", ["schema", "--help"]);
    snapshot("help_completions", ["completions", "--help"]);
    snapshot("help_profile", ["profile", "--help"]);
    snapshot("help_measure", ["measure", "--help"]);
    snapshot("help_man", ["man", "--help"]);
}

/// `import` has `--issue`; where there is none, nobody is led to `--reissue` instead.
#[test]
fn numbers_are_written_without_an_option() {
    let project = Project::new();
    for command in ["build", "check", "preview", "publish", "verify", "measure", "profile"] {
        for written in [vec![command, "--issue", "29"], vec![command, "--issue=29"]] {
            let output = project.run_with(&written);
            let told = format!("期号直接写在后面，例如 jianbao {command} 29");
            assert_eq!(output.status, 2, "{output}");
            assert!(output.stderr.contains(&told), "{output}");
            assert!(!output.stderr.contains("reissue"), "{output}");
        }
    }
}

#[test]
fn wrong_usage() {
    snapshot("usage_nothing", []);
    snapshot("usage_command", ["biuld"]);
    snapshot("usage_option", ["build", "28", "--darft"]);
    snapshot("usage_no_issue", ["build"]);
    snapshot("usage_all_and_one", ["build", "28", "--all"]);
    snapshot("usage_format", ["build", "28", "--format", "jsno"]);
    snapshot("usage_no_value", ["build", "28", "--out"]);
    snapshot("usage_schema", ["schema", "entries"]);
    snapshot("usage_no_schema", ["schema"]);
    snapshot("usage_shell", ["completions", "cmd"]);
    snapshot("usage_too_many", ["explain", "wrong-date", "wrong-number"]);
    snapshot("usage_explain", ["explain", "wrong-dat"]);
}

#[test]
fn explanations() {
    snapshot("explain_list", ["explain"]);
    snapshot("explain_code", ["explain", "wrong-date"]);
}

/// Every line of the list names a code that has a page of its own.
#[test]
fn every_code_is_explained() {
    let project = Project::new();
    let list = project.run(["explain"]);
    assert_eq!(list.status, 0, "{list}");
    // The others are the names of groups.
    for line in list.stdout.lines().filter(|line| line.starts_with("  ")) {
        let code = line.split_whitespace().next().expect("a code");
        let page = project.run(["explain", code]);
        assert_eq!(page.status, 0, "{page}");
        // A rule's level stands behind its name.
        let first = page.stdout.split(['\n', '　']).next();
        assert_eq!(first, Some(code), "{page}");
        assert!(page.stdout.lines().count() > 2, "{page}");
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty())
}

/// Names of things that have no other: commands, options, formats, files, shells.
const NAMES: &str = "A a gb grid shuozhou jiyao jianbao build measure extract publish attach list profile explain \
    schema completions man C V h help version workspace all draft out keep typ format full short \
    json table csv settings issue entry entries yaml YAML Markdown JSON Schema PDF Typst SHELL \
    bash zsh fish powershell elvish briefings wrong date D biuld darft jsno cmd number dat \
    changed since git HEAD shard new supplement ledger verify force reissue jobs report index \
    html pdf as ofd OFD preview check fix dry run hints statistics sarif markdown lexicon roster text no open port listen poll editor once code notepad vscode file line column IP
    builtin manual templates import inbox move issue watch ask replace yes again whole hold to Word docx txt md zip Ctrl
    init name issuer register rebuild withdraw unread lost reason
    order release find years pictures
    guide verbose columns tail word merge sheet take read only";

#[test]
fn no_english_but_names() {
    let project = Project::new();
    let runs = [
        project.run(["--help"]),
        project.run(["init", "--help"]),
        project.run(["new", "--help"]),
        project.run(["register", "--help"]),
        project.run(["register", "rebuild", "--help"]),
        project.run(["register", "lost", "--help"]),
        project.run(["register"]),
        project.run(["register", "biuld"]),
        project.run(["build", "--help"]),
        project.run(["preview", "--help"]),
        project.run(["import", "--help"]),
        project.run(["inbox", "--help"]),
        project.run(["move", "--help"]),
        project.run(["order", "--help"]),
        project.run(["hold", "--help"]),
        project.run(["release", "--help"]),
        project.run(["find", "--help"]),
        project.run(["list", "--help"]),
        project.run(["extract", "--help"]),
        project.run(["publish", "--help"]),
        project.run(["verify", "--help"]),
        project.run(["explain", "--help"]),
        project.run(["schema", "--help"]),
        project.run(["completions", "--help"]),
        project.run(["man", "--help"]),
        project.run(["profile", "--help"]),
        project.run(["measure", "--help"]),
        project.run([]),
        project.run(["biuld"]),
        project.run(["build", "28", "--darft"]),
        project.run(["build"]),
        project.run(["build", "28", "--all"]),
        project.run(["build", "28", "--format", "jsno"]),
        project.run(["build", "28", "--out"]),
        project.run(["preview", "--port", "99999"]),
        project.run(["preview", "--listen", "wrong"]),
        project.run(["preview", "--once", "html", "--poll"]),
        project.run(["schema", "entries"]),
        project.run(["completions", "cmd"]),
        project.run(["explain", "wrong-date", "wrong-number"]),
        project.run(["explain", "wrong-dat"]),
    ];
    for output in runs {
        let said = format!("{}{}", output.stdout, output.stderr);
        let english: Vec<&str> = words_of(&said)
            .filter(|word| !NAMES.split_whitespace().any(|name| name == *word))
            .collect();
        assert!(english.is_empty(), "{english:?} in\n{output}");
    }
}

#[test]
fn list_in_three_formats() {
    let project = Project::with_body("正文。")
        .entry("2024/001/20-b.md", "---\ntitle: 乙县|落实要求\n---\n正文。\n")
        .issue("2024/002", "number: 2\ndate: 2024-02-20\ntotla: 9\n")
        .entry("2024/002/10-a.md", "---\ntitle: 逗号, 和\"引号\"\n---\n正文。\n")
        .issue("2024/增刊1", "number: 1\nsupplement: true\ndate: 2024-03-01\n")
        .entry("2024/增刊1/10-a.md", "---\ntitle: 增刊的标题\n---\n正文。\n");
    assert_eq!(project.run(["build", "2024/1"]).status, 0);
    insta::assert_snapshot!("list_table", project.run(["list"]));
    insta::assert_snapshot!("list_json", project.run(["list", "--format", "json"]));
    insta::assert_snapshot!("list_csv", project.run(["list", "--format", "csv"]));
}

#[test]
fn a_date_that_nobody_wrote_is_not_listed() {
    let project = Project::with_body("正文。").issue("2024/001", "number: 1\ndate: 2024-02-30\n");
    for format in ["table", "json", "csv"] {
        let output = project.run(["list", "--format", format]);
        assert_eq!(output.status, 1, "{output}");
        assert!(!output.stdout.contains("2024-"), "a date was made up: {output}");
    }
}

#[test]
fn an_empty_workspace_is_told_of() {
    let project = Project::new().settings(HOUSE);
    insta::assert_snapshot!("list_empty", project.run(["list"]));
    insta::assert_snapshot!("build_empty", project.run(["build", "--all"]));
}

#[test]
fn json_for_scripts() {
    let project = Project::sample("broken")
        .issue("2024/003", "number: 3\ndate: 2024-01-22\n")
        .entry("2024/003/10-a.md", "---\ntitle: 好稿\n---\n正文。\n");
    let output = project.run(["build", "--all", "--format", "json"]);
    assert_eq!(output.status, 1, "{output}");
    let mut reports: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    for report in reports.as_array_mut().expect("a list") {
        // These differ between machines and versions.
        assert!(report["milliseconds"].is_u64(), "{output}");
        report["milliseconds"] = "[time]".into();
        if report["bytes"].is_u64() {
            report["bytes"] = "[size]".into();
        }
    }
    let mut shown = insta::Settings::clone_current();
    shown.add_filter(r#""path": "[^"]*/out/"#, r#""path": "[…]/out/"#);
    shown.bind(|| insta::assert_snapshot!("build_json", format!("{reports:#}")));
}

#[test]
fn scripts_and_manual() {
    let project = Project::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = project.run(["completions", shell]);
        assert_eq!(output.status, 0, "{output}");
        for word in ["jianbao", "build", "keep-typ"] {
            assert!(output.stdout.contains(word), "{shell}: no {word}");
        }
        assert_eq!(output.stderr, "", "{shell}");
    }
    let output = project.run(["man"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(output.stdout.starts_with(".ie \\n(.g") || output.stdout.contains(".TH"), "{output}");
    assert!(output.stdout.contains("jianbao"), "{output}");
}

#[test]
fn version() {
    let output = Project::new().run(["--version"]);
    let wanted = concat!("jianbao ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!((output.status, output.stdout.as_str()), (0, wanted), "{output}");
}

#[test]
fn the_workspace_is_found_from_below_and_from_above() {
    let project = Project::new()
        .file("briefings/jianbao.yaml", HOUSE)
        .issue("briefings/2024/001", FIRST)
        .entry("briefings/2024/001/10-a.md", "---\ntitle: 甲\n---\n正文。\n");
    // The folder above it.
    let output = project.run(["build", "1"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(project.path("briefings/out/2024-001.pdf").exists(), "{output}");
    // A folder within it.
    let output = command()
        .args(["build", "2024/001"])
        .current_dir(project.path("briefings/2024/001"))
        .output()
        .expect("runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // And by -C, before or after the command.
    for args in [["-C", "briefings", "list"], ["list", "-C", "briefings"]] {
        let output = project.run(args);
        assert_eq!(output.status, 0, "{output}");
        assert!(output.stdout.contains("2024/1"), "{output}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let mut child = command()
        .args(["completions", "bash"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "{:?} {stderr}", output.status);
}

#[test]
fn a_disk_that_is_full_is_told_of() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        crate::outside::did_not_run("there is no /dev/full here");
        return;
    };
    let output = command().arg("explain").stdout(full).output().expect("runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("磁盘已满"), "{stderr}");
}
