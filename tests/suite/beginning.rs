//! The first minutes: a folder without a workspace, names with a slip in them, commands in Chinese, and
//! a check whose first line and last lines are those that count.

use std::fs;

use crate::outside::{dense_text, have};
use crate::project::{Project, command, says};

#[test]
fn without_a_command_a_workspace_is_begun() {
    // Nobody can be asked here: it is told what to type.
    let project = Project::new();
    says(&project, &[], 2, "这里还没有简报工作区");
    says(&project, &[], 2, "jianbao init --yes");
    assert_eq!(fs::read_dir(project.path("")).expect("a folder").count(), 0);
    let project = Project::with_body("正文。");
    says(&project, &[], 2, "没有写要做什么");
    says(&project, &[], 2, "jianbao guide");
    // Somebody has not gone in yet.
    let above = Project::new().file("县里/简报/jianbao.yaml", crate::project::HOUSE);
    says(&above, &[], 2, "jianbao -C 县里/简报 list");
}

#[test]
fn every_command_says_how_to_begin() {
    let project = Project::new();
    for args in [
        &["new"][..],
        &["build", "28"],
        &["import", "来稿", "--issue", "12"],
        &["check"],
        &["preview"],
        &["publish", "--yes", "28"],
        &["list"],
        &["find", "供暖"],
        &["profile"],
        &["move", "10-a.md", "--to", "3"],
    ] {
        says(&project, args, 2, "jianbao init");
    }
}

#[test]
fn settings_with_a_slip_in_their_name_are_noticed() {
    for name in ["jianbao.yaml.txt", "jianbao.yml", "ｊianbao．yaml", "jianbao。yaml"] {
        let project = Project::new().file(name, crate::project::HOUSE);
        for args in [&["list"][..], &["build", "--all"], &[]] {
            says(&project, args, 2, &format!("{name}」像是它，但名称不对"));
            says(&project, args, 2, "改名为 jianbao.yaml");
        }
        says(&project, &["init", "--yes"], 2, &format!("「{name}」，像是设置"));
        assert!(!project.path("jianbao.yaml").exists() && !project.path("来稿").exists());
        // Beside the right one it is only told of.
        let project = Project::with_body("正文。").file(name, "name: 另一种\n");
        says(&project, &["list"], 0, &format!("「{name}」没有用上"));
    }
    for fine in ["_jianbao.yml", "jianbao.yaml.bak", "说明.txt"] {
        let output = Project::with_body("正文。").file(fine, "甲\n").run(["list"]);
        assert_eq!(output.stderr, "", "{output}");
    }
}

#[test]
fn columns_and_tail_are_what_was_said() {
    let project = Project::new();
    let args = [
        &["init", "--name", "营商环境简报", "--issuer", "望河县人民政府办公室"][..],
        &["--columns", "领导活动、部门动态，“三县”联动: #1", "--date", "2026-11-30"],
        &["--tail", "报：县委、县政府；送: 县直各单位；发：各乡镇；共印120份", "--number", "12"],
    ];
    says(&project, &args.concat(), 0, "已建好文件夹 2026/012");
    project.write(
        "2026/012/10-a.md",
        "---\n栏目: 部门动态\n标题: 望河县召开会议\n---\n会议强调，要压实责任。\n".as_bytes(),
    );
    let pdf = project.built();
    if have(&["pdftotext"]) {
        let text = dense_text(&pdf);
        for words in ["部门动态", "县委、县政府", "县直各单位", "各乡镇", "120"] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
    let settings = fs::read_to_string(project.path("jianbao.yaml")).expect("UTF-8");
    assert!(settings.contains("{标题: 领导活动, 类型: 领导督查}"), "{settings}");
    // Every line that may be used is valid once its mark is gone.
    let used: String =
        settings.lines().map(|line| format!("{}\n", line.trim_start_matches("# "))).collect();
    project.write("jianbao.yaml", used.as_bytes());
    says(&project, &["build", "12", "--format", "short"], 0, "out/2026-012.pdf");
    for wrong in ["县委、县政府", "报：", "给：县委"] {
        let project = Project::new();
        says(&project, &["init", "--yes", "--tail", wrong], 2, "看不明白");
        assert!(!project.path("jianbao.yaml").exists() && !project.path("来稿").exists());
    }
}

#[test]
fn commands_are_understood_in_chinese() {
    let project = Project::with_body("正文。");
    for (typed, meant) in [
        (&["列表"][..], &["list"][..]),
        (&["检查", "1"], &["check", "1"]),
        (&["帮助"], &["--help"]),
        (&["help"], &["--help"]),
        (&["帮助", "检查"], &["check", "--help"]),
        (&["印发", "9"], &["publish", "--yes", "9"]),
        (&["-C", ".", "版式", "1"], &["-C", ".", "profile", "1"]),
    ] {
        let (typed, meant) = (project.run_with(typed), project.run_with(meant));
        assert_eq!(typed.status, meant.status, "{typed}");
        assert_eq!((&typed.stdout, &typed.stderr), (&meant.stdout, &meant.stderr), "{typed}");
    }
    says(&project, &["新建", "--date", "2024-02-01"], 0, "第2期");
    let help = project.run(["--help"]).stdout;
    for name in ["新建", "导入", "检查", "构建", "预览", "印发", "列表", "手册"] {
        assert!(help.contains(&format!("［{name}］")), "{name}: {help}");
    }
}

#[test]
fn a_check_begins_with_its_totals_and_ends_with_the_worst() {
    let paragraphs: String = (1..=20).map(|n| format!("第{n}次会议强调,要抓好。\n\n")).collect();
    let body = format!("11月31日，召开会议。\n\n{paragraphs}县委布署工作。\n");
    let project = Project::with_body(&body);
    let output = project.run(["check", "1"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.starts_with("查了 1 期"), "{output}");
    let first = output.stdout.lines().next().expect("a line");
    assert!(first.contains("错误 1 处，警告 21 处"), "{output}");
    let marks = |text: &str| text.matches("警告[half-width-mark]").count();
    assert_eq!(marks(&output.stdout), 1, "{output}");
    assert!(output.stdout.contains("half-width-mark 还有 19 处"), "{output}");
    // The places are all there, in their order.
    assert!(output.stdout.contains("10-a.md　8:8、10:8、12:8"), "{output}");
    let mut heads = output.stdout.lines().filter(|line| line.starts_with(['错', '警', '提']));
    assert!(
        heads.next_back().is_some_and(|it| it.starts_with("错误[impossible-date]")),
        "{output}"
    );
    let all = project.run(["check", "1", "--verbose"]);
    assert_eq!(marks(&all.stdout), 20, "{all}");
    let short = project.run(["check", "1", "--format", "short"]);
    assert_eq!(short.findings().len(), 22, "{short}");
    assert!(short.stdout.starts_with("查了 1 期"), "{short}");
}

/// The questions, as somebody at a terminal answers them.
#[cfg(target_os = "linux")]
#[test]
fn a_workspace_is_made_by_answering() {
    use std::io::Write;
    use std::process::Stdio;
    let project = Project::new();
    let program = command().get_program().to_owned();
    // `script` gives the program a terminal; it is part of every Linux.
    let mut child = match std::process::Command::new("script")
        .args(["-qec", &format!("'{}'", program.to_string_lossy()), "/dev/null"])
        .current_dir(project.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    {
        Ok(child) => child,
        Err(error) => {
            crate::outside::did_not_run(&format!("script: {error}"));
            return;
        }
    };
    let answers =
        "营商环境简报\n望河县人民政府办公室\n12\n\n县委、县政府\n报：县委、县政府；80份\n";
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(answers.as_bytes()).expect("typed");
    let output = child.wait_with_output().expect("ends");
    drop(input);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("报尾里的「县委、县政府」看不明白"), "{said}");
    let settings = fs::read_to_string(project.path("jianbao.yaml")).expect(&said);
    for line in ["名称: 营商环境简报\n", "编发单位: 望河县人民政府办公室\n", "  份数: 80\n"]
    {
        assert!(settings.contains(line), "{line}: {settings}");
    }
    assert!(settings.contains("# 栏目:\n"), "{settings}");
}
