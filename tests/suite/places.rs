//! Where a finding points: characters no face has, wherever they are written, and the lines of
//! templates.

use crate::findings::{body, check};
use crate::project::{FIRST, HOUSE, Project};

/// What is said of 𠀀, in a project's one issue, at this place.
#[track_caller]
fn missing(project: &Project, place: &str) {
    let line = format!(
        "{place}: 错误[missing-glyph]: 「𠀀」（U+20000）在所有字体里都没有，印出来会是空框"
    );
    // Struck text has a finding of its own.
    let output = project.run(["build", "--all", "--format", "short"]);
    let errors = |found: Vec<&str>| -> Vec<String> {
        found.into_iter().filter(|it| it.contains("错误")).map(str::to_owned).collect()
    };
    assert_eq!((errors(output.findings()), output.status), (vec![line.clone()], 1), "{output}");
    // Drafts are no excuse.
    let output = project.run(["build", "--all", "--draft", "--format", "short"]);
    assert_eq!((errors(output.findings()), output.status), (vec![line], 1), "{output}");
    assert!(!project.path("out/2024-001-草稿.pdf").exists(), "{output}");
}

#[test]
fn a_character_no_face_has_in_a_body() {
    for (text, place) in [
        ("第一段。\n\n第二段𠀀。", "2024/001/10-a.md:6:4"),
        ("第一行\n第二行𠀀。", "2024/001/10-a.md:5:4"),
        ("**加粗𠀀**", "2024/001/10-a.md:4:5"),
        ("*着重𠀀*", "2024/001/10-a.md:4:4"),
        ("~~删去𠀀~~", "2024/001/10-a.md:4:5"),
        ("`代码𠀀`", "2024/001/10-a.md:4:4"),
        ("[链接𠀀](https://example.com)", "2024/001/10-a.md:4:4"),
        ("# 一、标题𠀀", "2024/001/10-a.md:4:7"),
        ("- 甲\n- 乙𠀀", "2024/001/10-a.md:5:4"),
        ("1. 甲\n2. 乙𠀀", "2024/001/10-a.md:5:5"),
        ("> 引用𠀀", "2024/001/10-a.md:4:5"),
        ("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁𠀀 |", "2024/001/10-a.md:6:8"),
        ("| 甲 | 乙𠀀 |\n|---|---|\n| 丙 | 丁 |", "2024/001/10-a.md:4:8"),
        ("正文[^1]。\n\n[^1]: 注释𠀀。", "2024/001/10-a.md:6:9"),
        ("```\n第一行\n第二行𠀀\n```", "2024/001/10-a.md:6:4"),
        ("转义 \\* 和 &amp; 之后𠀀", "2024/001/10-a.md:4:17"),
    ] {
        missing(&Project::with_body(text), place);
    }
}

#[test]
fn a_character_no_face_has_in_a_caption() {
    let picture = std::fs::read(crate::findings::picture()).expect("read");
    let project = Project::with_body("![图](a.png \"说明𠀀\")").bytes("2024/001/a.png", &picture);
    missing(&project, "2024/001/10-a.md:4:15");
}

#[test]
fn a_character_no_face_has_in_a_field() {
    let entry = |text: &str| Project::with_issue().entry("2024/001/10-a.yaml", text);
    missing(&entry("title: 甲县𠀀动态\nbody: 正文\n"), "2024/001/10-a.yaml:1:10");
    missing(
        &entry("title: 甲县动态\nbody: |\n  第一行。\n\n  第二段𠀀。\n"),
        "2024/001/10-a.yaml:5:6",
    );
    missing(
        &entry("title: 甲县动态\nbody: >-\n  第一行\n  第二行𠀀。\n"),
        "2024/001/10-a.yaml:4:6",
    );
    missing(
        &entry("title: 甲县动态\nbody: \"第一段。\\n\\n第二段𠀀。\"\n"),
        "2024/001/10-a.yaml:2:19",
    );
    missing(
        &entry("title: 甲县动态\nmeasures:\n  - 甲。乙。\n  - 丙。丁𠀀。\n"),
        "2024/001/10-a.yaml:4:8",
    );
    missing(
        &entry("kind: report\ntitle: 甲县动态\nsource: 甲县𠀀局\nbody: 正文\n"),
        "2024/001/10-a.yaml:3:11",
    );
}

#[test]
fn a_character_no_face_has_in_the_settings() {
    let house = |text: &str| Project::with_body("正文。").settings(text);
    let issuer = "issuer: 市政府办公室\n";
    missing(&house(&format!("name: 工𠀀简报\n{issuer}")), "jianbao.yaml:1:8");
    missing(&house("name: 工作简报\nissuer: 市政府𠀀公室\n"), "jianbao.yaml:2:12");
    missing(&house(&format!("{HOUSE}prefix: 清洁𠀀取暖\n")), "jianbao.yaml:3:11");
    missing(
        &house(&format!("{HOUSE}columns:\n  - {{id: a, title: 县区𠀀}}\n")),
        "jianbao.yaml:4:22",
    );
    missing(
        &house(&format!("{HOUSE}distribution:\n  report: [省政府, 省委𠀀]\n")),
        "jianbao.yaml:4:19",
    );
    missing(&house(&format!("{HOUSE}sign-off: {{editor: 李𠀀}}\n")), "jianbao.yaml:3:21");
    let issue = |text: &str| Project::with_body("正文。").issue("2024/001", text);
    missing(&issue(&format!("{FIRST}classification: 内部𠀀\n")), "2024/001/issue.yaml:3:19");
    missing(&issue(&format!("{FIRST}serial: 𠀀\n")), "2024/001/issue.yaml:3:9");
    missing(
        &issue(&format!("{FIRST}editors-note: |\n  按语。\n\n  按语𠀀。\n")),
        "2024/001/issue.yaml:6:5",
    );
}

#[test]
fn a_character_no_face_has_in_two_files_is_told_of_in_both() {
    let says = "错误[missing-glyph]: 「𠀀」（U+20000）在所有字体里都没有，印出来会是空框";
    let project = Project::with_body("甲𠀀，又是𠀀。")
        .entry("2024/001/20-b.md", "---\ntitle: 乙𠀀\n---\n乙。\n");
    check(
        &project,
        &[&format!("2024/001/10-a.md:4:2: {says}"), &format!("2024/001/20-b.md:2:9: {says}")],
    );
}

#[test]
fn invisible_characters_are_named_by_their_number() {
    body(
        "甲\u{E000}乙",
        &[
            "2024/001/10-a.md:4:2: 错误[missing-glyph]: 「\u{E000}」（U+E000）在所有字体里都没有，印出来会是空框",
        ],
    );
}

/// What is said of a template, in a project that overrides it.
#[track_caller]
fn template(name: &str, text: &str, line: &str) {
    let project = Project::with_body("正文。").file(&format!("templates/{name}"), text);
    check(&project, &[line]);
}

#[test]
fn mistakes_of_tera_in_a_template() {
    template(
        "entries/update.typ",
        "{% extends \"entries/_entry.typ\" %}\n{% block end %}\n{{ title. }}\n{% endblock end %}\n",
        "templates/entries/update.typ:3:11: 错误[template]: 模板「templates/entries/update.typ」有误",
    );
    template(
        "entries/update.typ",
        "#import \"/briefing.typ\": *\n\n第一行\n{{ nothing }}\n",
        "templates/entries/update.typ:4:4: 错误[template]: 模板「templates/entries/update.typ」有误",
    );
    template(
        "issue.typ",
        "#import \"/briefing.typ\": *\n{% for column in columns %}\n{{ column.title }}\n",
        "templates/issue.typ:3:19: 错误[template]: 模板「templates/issue.typ」有误",
    );
}

#[test]
fn a_filter_that_does_not_exist_in_a_template() {
    template(
        "entries/update.typ",
        "#import \"/briefing.typ\": *\n{{ title | nofilter }}\n",
        "templates/entries/update.typ:2:12: 错误[template]: 模板「templates/entries/update.typ」有误",
    );
    template(
        "entries/update.typ",
        "{% extends \"entries/nobody.typ\" %}\n",
        "templates/entries/update.typ:1:1: 错误[template]: 没有模板「entries/nobody.typ」",
    );
}

#[test]
fn mistakes_of_typst_in_a_template() {
    template(
        "entries/update.typ",
        "#import \"/briefing.typ\": *\n\n#no-such-function[甲]\n",
        "templates/entries/update.typ:3:1: 错误[template]: 模板有误，无法排版",
    );
}

#[test]
fn mistakes_of_typst_in_a_line_that_tera_fills() {
    template(
        "entries/update.typ",
        "#import \"/briefing.typ\": *\n#title-of(({% for line in title.lines %}[{{ line }}], {% endfor %})\n",
        "templates/entries/update.typ:2:1: 错误[template]: 模板有误，无法排版",
    );
}

#[test]
fn mistakes_of_typst_in_the_page_library() {
    let library =
        std::fs::read_to_string(crate::project::repository().join("templates/briefing.typ"))
            .expect("read");
    let line = library.lines().count() + 1;
    template(
        "briefing.typ",
        &format!("{library}#let broken = (\n"),
        &format!("templates/briefing.typ:{line}:15: 错误[template]: 模板有误，无法排版"),
    );
    // A mistake within a function of the library shows only when it is called.
    let broken = library.replacen("#let blank(rows) = ", "#let blank(rows) = no-such-name + ", 1);
    assert_ne!(broken, library);
    let line = broken.lines().position(|line| line.contains("no-such-name")).expect("there") + 1;
    template(
        "briefing.typ",
        &broken,
        &format!("templates/briefing.typ:{line}:20: 错误[template]: 模板有误，无法排版"),
    );
}

#[test]
fn a_mistake_in_a_template_does_not_hide_the_entries_mistakes() {
    let project = Project::with_body("<b>甲</b>")
        .file("templates/entries/update.typ", "#no-such-function[甲]\n");
    let output = project.run(["build", "1", "--format", "short"]);
    let findings = output.findings();
    assert!(findings.iter().any(|line| line.contains("[raw-html]")), "{output}");
    assert!(findings.iter().any(|line| line.contains("[template]")), "{output}");
    assert_eq!(output.status, 1, "{output}");
}

#[test]
fn a_template_that_tera_cannot_read_does_not_hide_the_entries_mistakes() {
    let project = Project::with_body("<b>甲</b>").file("templates/entries/update.typ", "{{ \n");
    let output = project.run(["build", "1", "--format", "short"]);
    let findings = output.findings();
    assert!(findings.iter().any(|line| line.contains("[template]")), "{output}");
    assert!(findings.iter().any(|line| line.contains("[raw-html]")), "{output}");
}
