//! What a house does on purpose is no fault of the page, and levels apply to what is.

use crate::project::{Project, repository};

/// A house whose own page library has the page number 2 mm too low.
fn low_numbers(settings: &str) -> Project {
    let library = std::fs::read_to_string(repository().join("templates/briefing.typ"));
    let library = library.expect("read");
    let low = library.replace("FOOT + 7mm", "FOOT + 9mm");
    assert_ne!(library, low);
    Project::with_body("正文。")
        .settings(&format!("name: 工作简报\nissuer: 市政府\n{settings}\n"))
        .file("templates/briefing.typ", &low)
}

#[test]
fn a_declared_difference_is_no_fault() {
    let project = low_numbers("");
    let output = project.run(["build", "1"]);
    assert_eq!(output.status, 1, "{output}");
    let said = format!("{}{}", output.stdout, output.stderr);
    assert!(said.contains("page-geometry") && said.contains("templates/briefing.typ"), "{output}");
    assert!(said.contains("测量: {例外: {page-number: 原因}}"), "{output}");
    for name in ["page-number", "页码", "页码横线高度"] {
        let project = low_numbers(&format!("测量: {{例外: {{{name}: 放低两毫米}}}}"));
        let output = project.run(["build", "1", "--format", "short"]);
        assert_eq!(output.status, 0, "{name}: {output}");
        assert!(output.findings().is_empty(), "{name}: {output}");
        let output = project.run(["measure", "1"]);
        assert_eq!(output.status, 0, "{name}: {output}");
        assert!(output.stdout.contains("例外：放低两毫米"), "{name}: {output}");
        assert!(output.stdout.contains("page-number"), "{name}: {output}");
    }
    // Of another part of the page it says nothing.
    let other = low_numbers("measure: {except: {red-rule: 五角星}}");
    assert_eq!(other.run(["build", "1"]).status, 1);
}

#[test]
fn levels_apply_to_what_is_found_on_the_page() {
    for (level, status, findings) in [("关", 0, 0), ("提示", 0, 1), ("警告", 0, 1), ("错误", 1, 1)]
    {
        let project = low_numbers(&format!("检查: {{级别: {{page-geometry: {level}}}}}"));
        let output = project.run(["build", "1", "--format", "short"]);
        assert_eq!(output.status, status, "{level}: {output}");
        let told = output.stdout.matches("page-geometry").count();
        // Hints are told by `check` and `measure` alone.
        assert!(told <= findings, "{level}: {output}");
        assert!(!output.stdout.contains("unknown-rule"), "{level}: {output}");
    }
}

#[test]
fn templates_that_take_no_part_are_not_blamed() {
    // A kind of its own, of which the issue has no entry; rows with pictures and blanks in them.
    let body =
        "各县区要提高政治站位&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;压实工作责任。\n".repeat(30);
    let kind = "{% extends \"entries/_entry.typ\" %}\n";
    let project = Project::with_body(&body).file("templates/entries/visit.typ", kind);
    let output = project.run(["build", "1", "--format", "short"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(!output.stdout.contains("templates/"), "{output}");
}

#[test]
fn what_is_no_character_is_no_fault_of_its_row() {
    let picture = repository().join("tests/projects/vocabulary/2024/003/assets");
    let picture = std::fs::read_dir(picture)
        .expect("pictures")
        .map(|file| file.expect("a picture").path())
        .find(|path| path.extension().is_some_and(|extension| extension == "png"))
        .expect("a PNG");
    let picture = std::fs::read(picture).expect("read");
    let han = "各县区要提高政治站位压实工作责任把督察反馈问题整改作为当前的重要任务抓紧抓实抓好";
    let inline = format!("{han}![图](assets/a.png){han}");
    let blanks = format!("{han}　　　　　　　　　　{han}");
    let spaces = format!("{han}{}{han}", "&nbsp;".repeat(60));
    let empty = format!("{han}<br><br>{han}");
    let note = format!("{han}[^1]{han}[^2]{han}");
    let sub = format!("{han}H<sub>2</sub>O和m<sup>3</sup>{han}");
    let notes =
        "[^1]: 脚注一。\n\n[^2]: 脚注二，内容很长很长很长很长很长很长很长很长很长很长很长很长。";
    for profile in ["gb9704", "grid", "shuozhou-2018", "jiyao"] {
        for (name, paragraph) in [
            ("picture", &inline),
            ("blanks", &blanks),
            ("spaces", &spaces),
            ("empty", &empty),
            ("note", &note),
            ("sub", &sub),
        ] {
            // Its rows are not decided beforehand; one that hangs over by 0.2 mm is told.
            if name == "picture" && profile == "shuozhou-2018" {
                continue;
            }
            let tail = if name == "note" { notes } else { "" };
            let others = vec![paragraph.as_str(); if name == "note" { 1 } else { 14 }].join("\n\n");
            let rest = vec![han.repeat(3); 8].join("\n\n");
            let project = Project::with_body(&format!("{rest}\n\n{others}\n\n{rest}\n\n{tail}\n"))
                .settings(&format!("name: 简报\nissuer: 市政府\nlayout: {{profile: {profile}}}\n"))
                .bytes("2024/001/assets/a.png", &picture);
            let output = project.run(["measure", "1"]);
            assert_eq!(output.status, 0, "{profile} {name}: {output}");
        }
    }
}
