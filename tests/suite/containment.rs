//! Nothing is fetched, and templates see nothing but what they set: the program runs where there is
//! no network, and what a template reaches for beyond that is an error that names it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::outside::{did_not_run, have, text};
use crate::project::{HOUSE, Project, command, repository};

/// How a command is run without any network; `None` where that cannot be had.
fn without_network() -> Option<Vec<&'static str>> {
    // As root, or else as somebody who may be root of a namespace of his own.
    let ways = [vec!["unshare", "-n"], vec!["unshare", "-r", "-n"]];
    ways.into_iter().find(|way| {
        let tried = Command::new(way[0]).args(&way[1..]).arg("true").output();
        tried.is_ok_and(|output| output.status.success())
    })
}

/// Every file below a folder with its content, save what tells times.
fn everything(dir: &Path, root: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if !path.ends_with(".jianbao") {
                everything(&path, root, found);
            }
        } else {
            let bytes = fs::read(&path).expect("read");
            found.push((path.strip_prefix(root).expect("inside").to_owned(), bytes));
        }
    }
    found.sort();
}

#[test]
fn without_any_network_everything_is_the_same() {
    let Some(way) = without_network() else {
        did_not_run("no network namespace can be made (unshare -n, unshare -r -n)");
        return;
    };
    // There is nothing but the loop, and that is down.
    let links = Command::new(way[0]).args(&way[1..]).args(["cat", "/proc/net/dev"]).output();
    let links = String::from_utf8(links.expect("run").stdout).expect("UTF-8");
    let names: Vec<&str> =
        links.lines().skip(2).filter_map(|line| line.split(':').next()).map(str::trim).collect();
    assert_eq!(names, ["lo"], "{links}");
    let dispatch = repository().join("tests/dispatches/插图.docx");
    let dispatch = dispatch.to_str().expect("UTF-8");
    let runs: [&[&str]; 6] = [
        &["build", "28", "--keep-typ"],
        &["check", "28"],
        &["measure", "28"],
        &["import", dispatch, "--issue", "29"],
        &["list"],
        &["preview", "28", "--once", "pages"],
    ];
    let work = |before: &[&str]| {
        let project = Project::briefings().issue("2018/029", "number: 29\ndate: 2018-12-03\n");
        let told: Vec<_> = runs
            .iter()
            .map(|args| {
                let program = command();
                let mut run = match before {
                    [] => command(),
                    [first, rest @ ..] => {
                        let mut run = Command::new(first);
                        run.args(rest).arg(program.get_program());
                        run.env("NO_COLOR", "1").env("COLUMNS", "100");
                        run
                    }
                };
                let output = run.args(*args).current_dir(project.path("")).output().expect("run");
                let said = String::from_utf8(output.stdout).expect("UTF-8");
                let failed = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(output.status.code().is_some_and(|code| code < 2), "{args:?} {failed}");
                // How long it took differs each time.
                let is_time = |word: &&str| word.contains('秒') || word.contains("用时");
                let said: Vec<String> = said
                    .split_whitespace()
                    .filter(|word| !is_time(word) && word.parse::<f64>().is_err())
                    .map(str::to_owned)
                    .collect();
                (output.status.code(), said)
            })
            .collect();
        let mut files = Vec::new();
        everything(&project.path(""), &project.path(""), &mut files);
        // Pages in a folder say when they were written.
        files
            .retain(|(path, _)| !path.starts_with("pages") || path.starts_with("pages/data/pages"));
        (told, files)
    };
    let (told_inside, files_inside) = work(&way);
    let (told, files) = work(&[]);
    assert_eq!(told_inside, told);
    let names = |files: &[(PathBuf, Vec<u8>)]| -> Vec<PathBuf> {
        files.iter().map(|(path, _)| path.clone()).collect()
    };
    assert_eq!(names(&files_inside), names(&files));
    for ((path, inside), (_, outside)) in files_inside.iter().zip(&files) {
        assert!(inside == outside, "{} differs", path.display());
    }
    for made in ["out/2018-028.pdf", "out/2018-028.typ/main.typ"] {
        assert!(files.iter().any(|(path, _)| path == Path::new(made)), "{made}");
    }
}

/// The words of a file that no template may reach.
const SECRET: &str = "外面的秘密文字";

/// A workspace with an entry, next to it a file that is none of its business.
fn workspace() -> Project {
    Project::new()
        .file("外面.txt", SECRET)
        .file("外面.typ", &format!("#let stolen = [{SECRET}]"))
        .file("外面.csv", &format!("{SECRET},2"))
        .file("w/jianbao.yaml", HOUSE)
        .file("w/2024/001/issue.yaml", "number: 1\ndate: 2024-01-15\n")
        .file("w/2024/001/10-a.md", "---\ntitle: 标题\n---\n正文。\n")
        .file("w/2024/001/旁边.txt", SECRET)
}

/// A template that asks for something is told of in this sentence, by its file and line.
#[track_caller]
fn refused(line: &str, said: &str) {
    let project = workspace();
    let template = format!(
        "{{% extends \"entries/_entry.typ\" %}}\n{{% block end %}}\n{line}\n{{% endblock %}}\n"
    );
    project.write("w/templates/entries/update.typ", template.as_bytes());
    let output = project.run_in("w", ["build", "1", "--format", "short"]);
    assert_eq!(output.status, 1, "{line}\n{output}");
    let place = "templates/entries/update.typ:3:";
    let findings = output.findings();
    let found = findings.iter().find(|finding| finding.contains("错误[template]"));
    let found = found.unwrap_or_else(|| panic!("{line}\n{output}"));
    assert!(found.starts_with(place) && found.contains(said), "{line}\n{output}");
    assert!(!found.contains("failed to") && !output.to_string().contains(SECRET), "{output}");
    assert!(!project.path("w/out/2024-001.pdf").exists(), "{line}");
}

#[test]
fn typst_reads_nothing_but_the_document() {
    let outside = project_paths();
    for path in ["/etc/passwd", "/etc/hostname", "/外面.txt", "/旁边.txt", "/2024/001/旁边.txt"]
        .into_iter()
        .chain(outside.iter().map(String::as_str))
    {
        refused(&format!("#read({path:?})"), "模板读不到文件「");
    }
    for path in ["../../外面.txt", "../../../../../../../../etc/passwd"] {
        refused(&format!("#read({path:?})"), "模板里的路径走到了这一期之外");
    }
    for call in [
        "#csv(\"/外面.csv\")",
        "#json(\"/etc/passwd\")",
        "#yaml(\"/jianbao.yaml\")",
        "#toml(\"/a.toml\")",
        "#xml(\"/a.xml\")",
        "#cbor(\"/a.cbor\")",
        "#image(\"/外面.png\")",
        "#include \"/外面.typ\"",
        "#import \"/外面.typ\": stolen",
        "#bibliography(\"/外面.bib\")",
        "#raw(read(\"/旁边.txt\"))",
        "#eval(\"read(\\\"/etc/passwd\\\")\")",
        "#pdf.attach(\"/etc/passwd\")",
        "#set raw(syntaxes: \"/etc/passwd\")",
    ] {
        refused(call, "模板读不到文件「");
    }
}

/// Whole paths of this machine, as a template could guess them.
fn project_paths() -> Vec<String> {
    vec![repository().join("Cargo.toml").to_string_lossy().into_owned()]
}

#[test]
fn typst_packages_and_plugins_are_closed() {
    for package in ["@preview/cetz:0.3.0", "@local/own:1.0.0"] {
        refused(&format!("#import \"{package}\""), "模板不能用 Typst 的软件包「");
        refused(&format!("#include \"{package}\""), "模板不能用 Typst 的软件包「");
    }
    for call in [
        "#plugin(\"/a.wasm\")",
        // Needs no file: a module that has nothing in it.
        "#plugin(bytes((0, 97, 115, 109, 1, 0, 0, 0)))",
        "#std.plugin(bytes((0, 97, 115, 109, 1, 0, 0, 0)))",
        "#eval(\"plugin(bytes((0, 97, 115, 109, 1, 0, 0, 0)))\")",
    ] {
        refused(call, "模板不能用 plugin()");
    }
}

#[test]
fn tera_reads_nothing_at_all() {
    for path in ["../../外面.txt", "/etc/passwd", "../jianbao.yaml", "外面"] {
        refused(&format!("{{% include \"{path}\" %}}"), "没有模板「");
    }
    for call in [
        "get_env(name=\"HOME\")",
        "load_data(path=\"/etc/passwd\")",
        "read_file(path=\"/etc/passwd\")",
        "now()",
        "get_random(start=0, end=9)",
    ] {
        let name = call.split('(').next().expect("a name");
        refused(&format!("{{{{ {call} }}}}"), &format!("没有函数「{name}」"));
    }
}

/// The page library is Typst itself: what it asks for is its fault, not the entry's that calls it.
#[test]
fn a_page_library_that_reads_is_blamed_itself() {
    let library = fs::read_to_string(repository().join("templates/briefing.typ")).expect("UTF-8");
    let project = workspace();
    let with = format!("#let stolen = read(\"/etc/passwd\")\n{library}");
    project.write("w/templates/briefing.typ", with.as_bytes());
    let output = project.run_in("w", ["build", "1", "--format", "short"]);
    assert_eq!(output.status, 1, "{output}");
    let findings = output.findings();
    let finding = findings.iter().find(|it| it.contains("错误[template]")).expect("a finding");
    assert!(finding.starts_with("templates/briefing.typ:1:"), "{output}");
    assert!(finding.contains("模板读不到文件「etc/passwd」"), "{output}");
}

/// With and without the workspace's templates, the cache takes one PDF for the other never.
#[test]
fn built_in_templates_are_another_pdf() {
    if !have(&["pdftotext"]) {
        return;
    }
    let project = workspace();
    let template = "{% extends \"entries/_entry.typ\" %}\n{% block end %}\n#par[工作区的模板]\n{% endblock %}\n";
    project.write("w/templates/entries/update.typ", template.as_bytes());
    let pdf = project.path("w/out/2024-001.pdf");
    let shows = |args: &[&str]| {
        let output = command().args(args).current_dir(project.path("w")).output().expect("run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        text(&pdf).contains("工作区的模板")
    };
    assert!(shows(&["build", "--all"]));
    assert!(!shows(&["build", "--all", "--builtin-templates"]));
    assert!(shows(&["build", "--all"]));
    // Broken templates are not even read.
    project.write("w/templates/entries/update.typ", b"{% if %}");
    for args in [
        &["build", "1"][..],
        &["check", "1"],
        &["measure", "1"],
        &["preview", "1", "--once", "p"],
        &["publish", "--yes", "1"],
        &["verify", "1"],
    ] {
        let args = [args, &["--builtin-templates"]].concat();
        let output = command().args(&args).current_dir(project.path("w")).output().expect("run");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{args:?}: {said}");
    }
}
