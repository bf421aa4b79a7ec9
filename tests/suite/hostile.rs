//! Input that no clerk writes: huge, deep, binary, cyclic. Each ends in words and an exit code,
//! never in a panic, a hang (see `Project::run`) or a swap storm.

use std::fs;

use crate::project::{FIRST, HOUSE, Output, Project};

/// More than any briefing takes, less than makes a clerk's computer swap.
const MOST_MIB: u64 = 1024;

/// The run ended in order, with this code.
#[track_caller]
fn ended(output: &Output, status: i32) {
    assert_eq!(output.status, status, "{}", shortened(output));
    let said = format!("{}{}", output.stdout, output.stderr);
    for word in ["panicked", "RUST_BACKTRACE", "stack overflow", "SIGABRT"] {
        assert!(!said.contains(word), "{}", shortened(output));
    }
    assert!(output.peak_mib < MOST_MIB, "{} MiB: {}", output.peak_mib, shortened(output));
}

/// A failing case may have said megabytes.
fn shortened(output: &Output) -> String {
    output.to_string().chars().take(3000).collect()
}

/// An entry of these bytes ends with 1 and this finding.
#[track_caller]
fn refused(name: &str, bytes: &[u8], code: &str) {
    let project = Project::with_issue().bytes(&format!("2024/001/{name}"), bytes);
    let output = project.run(["build", "1", "--format", "short"]);
    ended(&output, 1);
    let place = format!("2024/001/{name}:");
    let wanted = format!("错误[{code}]");
    assert!(
        output.findings().iter().any(|line| line.starts_with(&place) && line.contains(&wanted)),
        "wanted {place}… {wanted}:\n{}",
        shortened(&output)
    );
    // The full format shows the lines: it must cope with them too.
    ended(&project.run(["build", "1"]), 1);
}

/// An entry of these bytes ends with 0 or 1, in order.
#[track_caller]
fn survived(name: &str, bytes: &[u8]) {
    let project = Project::with_issue().bytes(&format!("2024/001/{name}"), bytes);
    let output = project.run(["build", "1"]);
    let status = output.status;
    assert!(status == 0 || status == 1, "{}", shortened(&output));
    ended(&output, status);
    assert_eq!(project.path("out/2024-001.pdf").exists(), status == 0, "{}", shortened(&output));
}

fn markdown(body: &str) -> Vec<u8> {
    format!("---\ntitle: 标题\n---\n{body}\n").into_bytes()
}

#[test]
fn fifty_megabytes() {
    let line = "一行很普通的文字，重复很多遍。\n\n";
    let body = line.repeat(50 * 1024 * 1024 / line.len());
    refused("10-a.md", &markdown(&body), "too-large");
    refused(
        "10-a.yaml",
        format!("title: 甲\nbody: |\n  {}", body.replace('\n', "\n  ")).as_bytes(),
        "too-large",
    );
    refused("10-a.md", &vec![0; 50 * 1024 * 1024], "too-large");
}

#[test]
fn what_is_not_text() {
    refused("10-a.md", b"---\ntitle: a\n---\nb\0c\n", "unreadable-encoding");
    refused("10-a.yaml", b"title: a\0\nbody: b\n", "unreadable-encoding");
    refused("10-a.md", &[0; 4096], "unreadable-encoding");
    // Random bytes, the same on every run.
    let mut seed: u32 = 28;
    for _ in 0..20 {
        let bytes: Vec<u8> = (0..2000)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 24) as u8
            })
            .collect();
        refused("10-a.md", &bytes, "unreadable-encoding");
    }
    let half = "---\ntitle: 山阴县人民政府\n---\n正文".as_bytes();
    refused("10-a.md", &half[..half.len() - 1], "unreadable-encoding");
}

#[test]
fn settings_that_are_not_text() {
    for file in ["jianbao.yaml", "2024/001/issue.yaml", "templates/entries/update.typ"] {
        let project = Project::with_body("正文。").bytes(file, b"\xFF\xD8\xFF\xE0\0\x10JFIF");
        let output = project.run(["build", "1", "--format", "short"]);
        ended(&output, 1);
        let findings = output.findings();
        assert!(findings.iter().any(|line| line.starts_with(file)), "{output}");
    }
}

#[test]
fn deep_markdown() {
    let many = 100_000;
    // Pages are set all the same, thousands where there are more levels.
    let deep = 20_000;
    for body in [
        ">".repeat(deep),
        "> ".repeat(deep),
        "- ".repeat(deep),
        "1. ".repeat(deep),
        (0..2000).map(|depth| format!("{}- 甲\n", "  ".repeat(depth))).collect(),
    ] {
        refused("10-a.md", &markdown(&format!("{body}甲")), "too-large");
    }
    for body in [
        "[".repeat(many),
        // Typst takes the square of it.
        "![".repeat(many / 2),
        "*".repeat(many),
        "*a **a ".repeat(many / 10),
        "`".repeat(many),
        "<".repeat(many),
        "a[^1]".repeat(many / 10),
        "[a](".repeat(many / 10),
        "|".repeat(many),
        format!("|{}\n|{}\n", "甲|".repeat(3000), "-|".repeat(3000)),
        "&".repeat(many),
        "\\".repeat(many),
    ] {
        survived("10-a.md", &markdown(&body));
    }
}

#[test]
fn deep_yaml() {
    let many = 100_000;
    for text in [
        format!("title: {}", "[".repeat(many)),
        format!("title: {}", "{a: ".repeat(many)),
        format!("title: {}", "- ".repeat(many)),
        format!("title: {}甲{}", "[".repeat(many), "]".repeat(many)),
        format!("{{a: {}", "{a: ".repeat(many)),
        (0..5000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
    ] {
        survived("10-a.yaml", text.as_bytes());
        let project = Project::with_body("正文。").settings(&text);
        ended(&project.run(["build", "1", "--format", "short"]), 1);
        ended(&project.run(["list"]), 1);
    }
}

#[test]
fn alias_bombs() {
    let mut bomb = String::from("a0: &a0 [甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲]\n");
    for level in 1..30 {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
    }
    bomb.push_str("title: 甲\nkind: visit\nbody: 甲\nmeasures: *a29\n");
    survived("10-a.yaml", bomb.as_bytes());
    survived("10-a.yaml", "a: &a\n  b: *a\ntitle: 甲\nbody: 甲\n".as_bytes());
    survived("10-a.yaml", "title: &a [*a]\nbody: 甲\n".as_bytes());
    let project = Project::with_body("正文。").issue("2024/001", &format!("{FIRST}{bomb}"));
    ended(&project.run(["build", "1", "--format", "short"]), 1);
}

#[test]
fn lone_surrogates() {
    for text in [
        "title: \"甲\\ud800乙\"\nbody: 甲\n",
        "title: \"甲\\uDFFF\"\nbody: 甲\n",
        "{\"title\": \"甲\\ud800\", \"body\": \"甲\"}\n",
        "{\"title\": \"甲\", \"body\": \"甲\\udc00\\ud800\"}\n",
        "title: \"甲\\U00110000\"\nbody: 甲\n",
    ] {
        refused("10-a.yaml", text.as_bytes(), "yaml-syntax");
    }
    survived("10-a.md", &markdown("甲&#xD800;&#x110000;&#0;乙"));
}

#[test]
fn a_long_title() {
    let long = "朔州市人民政府办公室".repeat(2000);
    survived("10-a.md", format!("---\ntitle: {long}\n---\n正文。\n").as_bytes());
}

#[test]
fn long_titles_with_many_places_to_break() {
    survived("10-a.md", format!("---\ntitle: {}\n---\n正文。\n", "甲 ".repeat(10_000)).as_bytes());
    survived("10-a.md", format!("---\ntitle: {}\n---\n正文。\n", "甲|".repeat(10_000)).as_bytes());
}

#[test]
fn long_names() {
    let long = "朔州市人民政府办公室".repeat(2000);
    survived(
        "10-a.md",
        format!("---\ntitle: 甲\nsource: {long}\nkind: report\n---\n正文。\n").as_bytes(),
    );
    let project = Project::with_body("正文。")
        .settings(&format!("name: {long}\nissuer: {long}\nprefix: {long}\n"));
    let output = project.run(["build", "1"]);
    ended(&output, 1);
    for key in ["name", "issuer", "prefix"] {
        let says = format!("「{key}」有 20000 个字，最多");
        assert!(output.stdout.contains(&says), "{}", shortened(&output));
    }
}

/// A collection of fonts of 16 bytes that claims four billion faces: they are not looked for. What is
/// counted is work, not time.
#[cfg(unix)]
#[test]
fn a_collection_of_countless_fonts() {
    let font = [&b"ttcf\0\x01\0\0"[..], &[0xFF; 4], &[0; 4]].concat();
    let project = Project::with_body("正文。").bytes("fonts/无数.ttc", &font);
    let run = std::process::Command::new("sh")
        .args(["-c", "ulimit -t 20; exec \"$0\" build 1", env!("CARGO_BIN_EXE_jianbao")])
        .current_dir(project.path(""))
        .output()
        .expect("runs");
    let said = String::from_utf8([run.stdout, run.stderr].concat()).expect("UTF-8");
    assert_eq!(run.status.code(), Some(0), "{said}");
    assert!(said.contains("无数.ttc"), "{said}");
}

#[test]
fn five_thousand_paragraphs() {
    let body = "一段很普通的文字，有逗号，也有句号。\n\n".repeat(5000);
    let project = Project::with_body(&body);
    let output = project.run(["build", "1"]);
    ended(&output, 0);
    assert!(output.stdout.contains("228 页"), "{output}");
}

/// The tool could not do its work: 2, one sentence that names the path, nothing on standard output.
#[track_caller]
fn failed(output: &Output, named: &str) {
    ended(output, 2);
    let sentences: Vec<&str> =
        output.stderr.lines().filter(|line| line.starts_with("无法完成：")).collect();
    assert_eq!(sentences.len(), 1, "one sentence:\n{output}");
    assert!(sentences[0].contains(named), "「{named}」 is not named:\n{output}");
    assert!(!sentences[0].contains("os error"), "{output}");
}

#[test]
fn a_missing_workspace() {
    let project = Project::new();
    let here = project.path("");
    let here = here.to_str().expect("UTF-8").trim_end_matches('/');
    for output in [
        project.run(["build", "1"]),
        project.run(["list"]),
        project.run(["-C", here, "build", "1"]),
    ] {
        failed(&output, here);
    }
    failed(&project.run(["-C", "nowhere", "build", "1"]), "nowhere");
}

#[test]
fn an_issue_that_is_not_there() {
    let project = Project::with_body("正文。");
    for wanted in ["9", "2023/1", "增刊1", "x", ""] {
        failed(&project.run(["build", wanted]), wanted);
    }
    let project = project
        .issue("2023/001", "number: 1\ndate: 2023-01-01\n")
        .entry("2023/001/10-a.md", "---\ntitle: 甲\n---\n正文。\n");
    let output = project.run(["build", "1"]);
    failed(&output, "2023/1");
    failed(&output, "2024/1");
}

#[test]
fn an_out_folder_that_is_a_file() {
    let project = Project::with_body("正文。").file("out", "in the way");
    let output = project.run(["build", "1"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.to_string().contains(project.path("out").to_str().expect("UTF-8")), "{output}");
    assert_eq!(fs::read_to_string(project.path("out")).expect("read"), "in the way");
    let output = project.run(["build", "1", "--out", "jianbao.yaml/x"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.to_string().contains("jianbao.yaml/x"), "{output}");
}

#[test]
fn a_pdf_that_is_a_folder() {
    let project = Project::with_body("正文。").file("out/2024-001.pdf/x", "in the way");
    let output = project.run(["build", "1"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.to_string().contains("out/2024-001.pdf"), "{output}");
}

#[test]
fn what_should_be_a_file_is_none() {
    // A picture that is a folder is the author's to mend, settings that are one are the machine's.
    let project = Project::with_body("![图](a.png)").file("2024/001/a.png/x", "");
    let output = project.run(["build", "1", "--format", "short"]);
    assert!(output.status == 1 || output.status == 2, "{output}");
    assert!(output.to_string().contains("a.png"), "{output}");
    let project = Project::with_body("正文。").file("2024/001/20-b.md/x", "");
    ended(&project.run(["build", "1"]), 0);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_an_entry_does_not_hang() {
    let project = Project::with_issue();
    let pipe = project.path("2024/001/10-a.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        crate::outside::did_not_run("missing: mkfifo");
        return;
    }
    let output = project.run(["build", "1"]);
    assert_ne!(output.status, 0, "{output}");
    assert!(output.to_string().contains("10-a.md"), "{output}");
    // Nor does one that has the name of an original, or what never ends.
    for (name, make) in [("甲.txt", "mkfifo"), ("乙.txt", "ln -s /dev/zero")] {
        let project =
            Project::with_body("正文。").file(name, "甲县抓好工作\n1月15日，召开会议。\n");
        let place = project.path("2024/001/sources");
        fs::create_dir(&place).expect("a folder");
        let made = std::process::Command::new("sh")
            .args(["-c", &format!("{make} \"$0\"")])
            .arg(place.join(name))
            .status();
        assert!(made.is_ok_and(|status| status.success()), "{make}");
        let output = project.run_with(&["import", name, "--issue", "1"]);
        ended(&output, 0);
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_a_circle() {
    let project = Project::with_issue();
    std::os::unix::fs::symlink("10-a.md", project.path("2024/001/10-a.md")).expect("a link");
    let output = project.run(["build", "1"]);
    assert_ne!(output.status, 0, "{output}");
    assert!(output.to_string().contains("10-a.md"), "{output}");
    assert!(!output.to_string().contains("panicked"), "{output}");
}

#[test]
fn fonts_that_are_none() {
    let project = Project::with_body("正文。")
        .bytes("fonts/x.ttf", &[0xFF; 3000])
        .bytes("fonts/y.otf", b"OTTO\0\xFF\0\0\0\0\0\0")
        .bytes("fonts/z.ttc", b"ttcf\0\x01\0\0\xFF\xFF\xFF\xFF\0\0\0\x10");
    let output = project.run(["build", "1", "--format", "short"]);
    ended(&output, 0);
    assert_eq!(output.findings().len(), 3, "{output}");
    assert!(output.findings().iter().all(|line| line.contains("警告[font]")), "{output}");
}

#[test]
fn settings_at_their_limits() {
    for layout in [
        "{grid: {lines: 10, chars: 10}}",
        "{grid: {lines: 40, chars: 50}}",
        "{body-size: 80}",
        "{title-size: 80, item-title-size: 80}",
        "{masthead: {offset: 60, name-size: 80, rule: 5}}",
        "{margins: {top: 100, bottom: 100, left: 100, right: 100}}",
        "{margins: {top: 0, bottom: 0, left: 0, right: 0}}",
        "{margins: {top: 1e999}}",
        "{body-size: -1}",
    ] {
        let project = Project::with_body("正文，有一些文字。\n\n## （一）标题\n\n- 甲").settings(
            &format!("{HOUSE}distribution: {{report: [甲], copies: 9999999}}\nlayout: {layout}\n"),
        );
        let output = project.run(["build", "1"]);
        assert!(output.status < 2, "{layout}: {output}");
        ended(&output, output.status);
    }
}
