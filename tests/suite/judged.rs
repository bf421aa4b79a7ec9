//! `jianbao measure`: the program judges its own pages; that it can be seen failing, too.

use serde_json::Value;

use crate::project::Project;

/// No. 28 under a profile.
fn issue_28(layout: &str) -> Project {
    let project = Project::briefings();
    let settings = std::fs::read_to_string(project.path("jianbao.yaml")).expect("read");
    let settings = settings.split("layout:").next().expect("settings").to_owned();
    project.settings(&format!("{settings}\nlayout: {layout}\n"))
}

#[test]
fn issue_28_passes_by_the_layout_it_is_set_with() {
    for profile in ["gb9704", "grid", "shuozhou-2018", "jiyao"] {
        let output = issue_28(&format!("{{profile: {profile}}}")).run(["measure", "28"]);
        assert_eq!(output.status, 0, "{output}");
        assert!(output.stdout.contains("项，全部合格"), "{output}");
        assert!(!output.stdout.contains("不合格"), "{output}");
    }
}

#[test]
fn the_grid_judged_by_the_numbers_of_the_standard_fails() {
    let project = issue_28("{profile: gb9704, line-model: grid}");
    assert_eq!(project.run(["measure", "28"]).status, 0);
    let output = project.run(["measure", "28", "--profile", "gb9704"]);
    assert_eq!(output.status, 1, "{output}");
    let line = |name: &str| {
        let found = output.stdout.lines().find(|line| line.contains(name));
        found.unwrap_or_else(|| panic!("no line {name}\n{output}"))
    };
    assert!(line("行距").contains("29.609 磅") && line("行距").contains("28.991 磅"), "{output}");
    for name in ["行距", "末行基线", "行在行格上", "天头"] {
        assert!(line(name).ends_with("不合格") || name == "天头", "{output}");
    }
    let output = project.run(["measure", "28", "--profile", "gb9405"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.stderr.contains("没有版式方案「gb9405」，现有：gb9704、"), "{output}");
}

#[test]
fn the_same_for_programs() {
    let project = issue_28("{profile: gb9704}");
    let output = project.run(["measure", "28", "--format", "json"]);
    let value: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(value["passed"], true);
    assert_eq!(value["failed"], 0);
    let check =
        value["checks"].as_array().expect("checks").iter().find(|check| check["name"] == "行距");
    let check = check.expect("行距");
    assert_eq!(check["unit"], "磅");
    let got = check["got"].as_f64().expect("a number");
    assert!((got - 29.609).abs() < 0.001, "{got}");
    // Hints are told here, each with how much to trim, and nowhere in a build.
    let hints = value["findings"].as_array().expect("findings");
    assert!(hints.iter().any(|hint| hint["code"] == "runt" && hint["place"]["line"].is_u64()));
    let page = &value["pages"][1];
    assert_eq!(page["number"], "—2—");
    assert!(page["rows"].as_array().expect("rows").len() > 15);
    let built = project.run(["build", "28"]);
    assert!(built.findings().is_empty(), "{built}");
    let built = project.run(["build", "28", "--format", "json"]);
    assert!(!built.stdout.contains("runt"), "{built}");
}

#[test]
fn pages_that_cannot_be_made_cannot_be_measured() {
    let project = Project::with_body("正文。").file("templates/briefing.typ", "#panic()\n");
    let output = project.run(["measure", "2024/1"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("错误["), "{output}");
}

#[test]
fn a_tail_alone_has_no_number_in_a_draft_either() {
    let project = Project::sample("distribution");
    let draft = project.run(["build", "6", "--draft", "--format", "short"]);
    assert_eq!(draft.status, 0, "{draft}");
    assert!(!draft.stdout.contains("page-geometry"), "{draft}");
}

#[test]
fn measuring_says_what_building_says_of_page_1() {
    let note = "各县区闻令而动、立行立改，形成一批可学可鉴的做法。".repeat(14);
    let project = Project::with_body("正文。")
        .issue("2024/001", &format!("number: 1\ndate: 2024-01-15\neditors-note: {note}\n"));
    let build = project.run(["build", "1", "--format", "short"]);
    assert!(build.stdout.contains("first-page"), "{build}");
    let measure = project.run(["measure", "1"]);
    assert_eq!(measure.status, 1, "{measure}");
    assert!(!measure.stdout.contains("全部合格"), "{measure}");
    // With an error in an entry nothing is said of pages that will be others.
    let broken = project.entry("2024/001/20-b.md", "---\ntitel: b\n---\n正文。\n");
    let measure = broken.run(["measure", "1"]);
    assert_eq!(measure.status, 1, "{measure}");
    assert!(measure.stdout.contains("不是最后的版面"), "{measure}");
}
