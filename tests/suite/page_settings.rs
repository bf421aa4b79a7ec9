//! What a house asks for is a setting: each is read back from the laid-out page, and a value that it
//! cannot have is told with those that it can.

use std::fs;

use serde_json::Value;

use crate::measure::pages;
use crate::outside::{have, text};
use crate::project::{Project, repository};

const PT: f64 = 25.4 / 72.0;
/// Rows without end, so that pages are full.
const SENTENCE: &str =
    "各县区要提高政治站位压实工作责任，把督察反馈问题整改作为当前的重要任务抓紧抓实抓好。";

/// An issue of two full pages and a tail in a house with these settings.
fn house(settings: &str) -> Project {
    let body = vec![SENTENCE.repeat(3); 25].join("\n\n");
    Project::new()
        .settings(&format!("名称: 工作简报\n编发单位: 河东市人民政府办公室\n{settings}\n"))
        .issue("2024/003", "期号: 3\n日期: 2024-02-01\n")
        .entry("2024/003/10-a.md", &format!("---\n标题: 整改工作取得新进展\n---\n{body}\n"))
}

/// The table of `measure`: every check must be right.
fn measured(project: &Project) -> Value {
    let output = project.run(["measure", "3", "--format", "json"]);
    let value: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let wrong: Vec<&Value> = value["checks"]
        .as_array()
        .unwrap_or_else(|| panic!("{output}"))
        .iter()
        .filter(|check| check["ok"] == false)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(value["failed"], 0);
    value
}

/// What a check found.
fn got(value: &Value, name: &str) -> Value {
    let checks = value["checks"].as_array().expect("checks");
    let check = checks.iter().find(|check| check["name"] == name);
    check.unwrap_or_else(|| panic!("no check {name}"))["got"].clone()
}

fn near(got: &Value, want: f64, tolerance: f64) {
    let got = got.as_f64().expect("a number");
    assert!((got - want).abs() <= tolerance, "{got} is not {want}");
}

#[test]
fn rows_have_the_pitch_that_is_written() {
    // As many rows as the text area holds, or as were written; the area ends with the last of them.
    for (layout, pitch, rows) in [
        ("行距: 28磅", 28.0, 23),
        ("行距: 30", 30.0, 21),
        ("行距: 28.95磅, 行距方式: 网格", 28.95, 22),
        ("行距: 28pt, 网格: {行数: 20}", 28.0, 20),
        ("行距: 26, 方案: shuozhou-2018", 26.0, 24),
    ] {
        let value = measured(&house(&format!("版式: {{{layout}}}")));
        let page = value["pages"][1]["rows"].as_array().expect("rows");
        let baselines: Vec<f64> = page.iter().filter_map(|row| row["baseline"].as_f64()).collect();
        assert_eq!(baselines.len(), rows, "{layout}");
        for pair in baselines.windows(2) {
            let [above, below] = pair else { continue };
            assert!(
                ((below - above) / PT - pitch).abs() < 1e-6,
                "{layout}: {}",
                (below - above) / PT
            );
        }
    }
    let auto = measured(&house("版式: {行距: 按行数}"));
    assert_eq!(auto["pages"], measured(&house(""))["pages"]);
}

#[test]
fn what_follows_from_the_pitch_is_listed() {
    let output = house("版式: {行距: 28磅}").run(["profile", "--format", "json"]);
    let rows: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let row = |key: &str| {
        let rows = rows.as_array().expect("rows").iter();
        rows.clone().find(|row| row["key"] == key).unwrap_or_else(|| panic!("{key}")).clone()
    };
    let pitch = row("row-pitch");
    assert_eq!((&pitch["value"], &pitch["unit"]), (&"28".into(), &"磅".into()));
    assert_eq!((&pitch["name"], &pitch["origin"]), (&"行距".into(), &"jianbao.yaml".into()));
    let lines = row("grid.lines");
    assert_eq!((&lines["value"], &lines["origin"]), (&"23".into(), &"随行距".into()));
    assert_eq!(lines["source"], "GB/T 9704 5.2.3");
    assert_eq!(row("margins.bottom")["origin"], "随行距");
    assert_eq!(row("fonts.title")["value"], "Noto Serif SC");
}

#[test]
fn page_numbers_have_the_form_and_the_place_that_are_written() {
    for (layout, number, centred) in [
        ("", "—2—", false),
        ("页码位置: 居中", "—2—", true),
        ("页码样式: \"- 1 -\"", "-2-", false),
        ("页码样式: －1－, 页码位置: 居中", "-2-", true),
        ("页码样式: 只有数字", "2", false),
        ("页码样式: plain, 页码位置: centre", "2", true),
        ("页码: 居中", "—2—", true),
        ("页码: \"- 12 -\"", "-2-", false),
        ("页码位置: 居中, 页边距: {左: 31, 右: 20}", "—2—", true),
    ] {
        let value = measured(&house(&format!("版式: {{{layout}}}")));
        assert_eq!(value["pages"][1]["number"], number, "{layout}");
        let names: Vec<&str> = value["checks"]
            .as_array()
            .expect("checks")
            .iter()
            .filter_map(|check| check["name"].as_str())
            .collect();
        assert_eq!(names.contains(&"页码居中（中点）"), centred, "{layout}");
        assert_eq!(names.contains(&"页码左端"), !centred, "{layout}");
    }
    let none = measured(&house("版式: {页码: 否}"));
    assert_eq!(none["pages"][1]["number"], Value::Null);
}

#[test]
fn the_number_of_the_issue_has_the_form_that_is_written() {
    for (form, total, want) in [
        ("第1期", "", "第 3 期"),
        ("plain", "总期号: 136\n", "第 3 期（总第 136 期）"),
        ("（第1期）", "", "（第 3 期）"),
        ("\"(第 1 期)\"", "总期号: 136\n", "（第 3 期　总第 136 期）"),
        ("总第1期", "总期号: 136\n", "总第 136 期"),
        ("total", "", "总第 3 期"),
        ("总第…期", "", "总第 3 期"),
        ("（第12期）", "", "（第 3 期）"),
    ] {
        let project = house(&format!("版式: {{报头: {{期号样式: {form}}}}}"))
            .issue("2024/003", &format!("期号: 3\n日期: 2024-02-01\n{total}"));
        let value = measured(&project);
        let rows = value["pages"][0]["rows"].as_array().expect("rows");
        let texts: Vec<&str> = rows.iter().filter_map(|row| row["text"].as_str()).collect();
        assert!(texts.contains(&want), "{form}: {texts:?}");
    }
}

#[test]
fn the_red_rule_has_the_form_that_is_written() {
    let rule = |layout: &str| measured(&house(&format!("版式: {{报头: {{{layout}}}}}")));
    near(&got(&rule(""), "红线条数"), 1.0, 0.0);
    near(&got(&rule("红线: 双线"), "红线条数"), 2.0, 0.0);
    let double = rule("红线样式: 双线");
    near(&got(&double, "红线条数"), 2.0, 0.0);
    near(&got(&double, "红线间距"), 0.8, 0.01);
    let star = rule("红线样式: 五角星, 红线: 1");
    near(&got(&star, "红线条数"), 2.0, 0.0);
    near(&got(&star, "红线粗细"), 1.0, 0.005);
    near(&got(&star, "红线中的五角星"), 28.0 + 78.0, 0.02);
    // Read by another program too.
    if !have(&["qpdf"]) {
        return;
    }
    for (layout, lines) in [("", 1), ("红线样式: 双线", 2), ("红线样式: star", 2)] {
        let project = house(&format!("版式: {{报头: {{{layout}}}}}"));
        let page = &pages(&project.into_pdf())[0];
        assert_eq!(page.lines.iter().filter(|line| line.red).count(), lines, "{layout}");
    }
}

#[test]
fn a_name_on_two_lines_is_one_name_elsewhere() {
    let project = house("版式: {报头: {名称字号: 50}}");
    let settings = fs::read_to_string(project.path("jianbao.yaml")).expect("read");
    let project =
        project.settings(&settings.replace("名称: 工作简报", "名称: 望河县|生态环境保护工作简报"));
    let value = measured(&project);
    let rows = value["pages"][0]["rows"].as_array().expect("rows");
    let names: Vec<&Value> = rows.iter().take(2).collect();
    assert_eq!(names[0]["text"], "望河县");
    assert_eq!(names[1]["text"], "生态环境保护工作简报");
    assert_eq!(names[0]["size"], names[1]["size"]);
    for row in names {
        let middle = (row["x0"].as_f64().expect("x0") + row["x1"].as_f64().expect("x1")) / 2.0;
        assert!((middle - 106.0).abs() < 0.1, "{middle}");
    }
    if have(&["pdfinfo"]) {
        let output = project.run(["build", "3"]);
        assert_eq!(output.status, 0, "{output}");
        let title = crate::outside::ask("pdfinfo", &[], &project.path("out/2024-003.pdf"), &[]);
        assert!(title.contains("望河县生态环境保护工作简报第3期"), "{title}");
    }
}

#[test]
fn faces_have_the_roles_that_are_written() {
    let file = |name: &str| fs::read(repository().join("fonts").join(name)).expect("read");
    let kai = file("LXGWWenKaiGBLite-Regular.ttf");
    let row_font = |value: &Value, text: &str| {
        let rows = value["pages"][0]["rows"].as_array().expect("rows").clone();
        let row = rows.iter().find(|row| row["text"] == text).cloned();
        row.unwrap_or_else(|| panic!("{text}"))["font"].clone()
    };
    // A name that the file itself has, in either language; the family of the face is the answer.
    for name in ["LXGW WenKai GB Lite", "lxgw wenkai gb lite", "霞鹜文楷 GB 轻便版"] {
        let project = house(&format!("字体: {{报头: {name}}}")).bytes("fonts/楷.ttf", &kai);
        let value = measured(&project);
        assert_eq!(row_font(&value, "工作简报"), "LXGW WenKai GB Lite", "{name}");
        assert_eq!(row_font(&value, "整改工作取得新进展"), "Noto Serif SC", "{name}");
    }
    let value = measured(&house("字体: {正文: LXGW WenKai GB Lite}"));
    let rows = value["pages"][1]["rows"].as_array().expect("rows");
    assert!(rows.iter().all(|row| row["font"] == "LXGW WenKai GB Lite"));
    let wrong = house("字体: {报头: 方正大标宋}").bytes("fonts/楷.ttf", &kai);
    let output = wrong.run(["build", "3", "--format", "short"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("jianbao.yaml:3:10: "), "{output}");
    assert!(output.stdout.contains("没有叫「方正大标宋」的字体"), "{output}");
}

#[test]
fn columns_may_be_written_as_their_headings() {
    let project = Project::new()
        .settings("名称: 工作简报\n编发单位: 河东市人民政府办公室\n栏目: [县区动态, 部门动态]\n")
        .issue("2024/003", "期号: 3\n日期: 2024-02-01\n")
        .entry("2024/003/10-a.md", "---\n标题: 甲稿\n栏目: 部门动态\n---\n正文。\n")
        .entry("2024/003/20-b.md", "---\n标题: 乙稿\n栏目: 县区动态\n---\n正文。\n");
    let value = measured(&project);
    let rows = value["pages"][0]["rows"].as_array().expect("rows");
    let texts: Vec<&str> = rows.iter().filter_map(|row| row["text"].as_str()).collect();
    let at = |text: &str| texts.iter().position(|row| *row == text).expect("a row");
    assert!(at("县区动态") < at("乙稿") && at("乙稿") < at("部门动态"), "{texts:?}");
    assert!(at("部门动态") < at("甲稿"), "{texts:?}");
    let doubled = project.settings("名称: 简报\n编发单位: 甲\n栏目: [甲, 甲]\n");
    let output = doubled.run(["check", "3", "--format", "short"]);
    assert!(
        output.stdout.contains("jianbao.yaml:3:9: ")
            && output.stdout.contains("有两个栏目都叫「甲」"),
        "{output}"
    );
}

#[test]
fn the_tail_has_main_and_copy_recipients() {
    let many = "市委办公室，市人大常委会办公室，市政府办公室，市政协办公室，市中级人民法院，市人民检察院，市纪委监委";
    let project = house(&format!("报送: {{主送: [{many}], 报: [省委], 抄送: [{many}], 份数: 20}}"));
    let value = measured(&project);
    let pages = value["pages"].as_array().expect("pages");
    let rows = pages[pages.len() - 1]["rows"].as_array().expect("rows");
    let tail: Vec<&Value> = rows.iter().filter(|row| row["part"] == "tail").collect();
    let starts: Vec<String> = tail
        .iter()
        .map(|row| row["text"].as_str().unwrap_or_default().chars().take(3).collect())
        .collect();
    assert_eq!(starts[0], "主送：");
    assert!(starts[2..].iter().any(|start| start == "抄送："), "{starts:?}");
    // Behind the colon of two characters.
    let x = |row: &Value| row["x0"].as_f64().expect("x0");
    assert!((x(tail[1]) - x(tail[0]) - 3.0 * 14.0 * PT).abs() < 0.05, "{starts:?}");
    if have(&["pdftotext"]) {
        let shown = text(&project.into_pdf());
        assert!(shown.find("主送：") < shown.find("报：省委"), "{shown}");
    }
}

#[test]
fn a_value_that_cannot_be_is_told_with_those_that_can() {
    for (settings, place, told) in [
        ("版式: {行距: 很大}", "3:10", "只写数字，单位是磅；或写 auto（按行数）"),
        ("版式: {行距: 5磅}", "3:10", "12 到 80 之间的数（磅）"),
        ("版式: {行距: 16.5磅}", "3:10", "行距 16.5 磅太小：16 磅的字至少要 17.6 磅"),
        ("版式: {行距: 30磅, 行列: {行数: 25}}", "3:10", "行距 30 磅、每页 25 行排不下"),
        ("版式: {页码样式: 罗马}", "3:12", "dash（— 1 —）、hyphen（- 1 -）、plain（只有数字）"),
        ("版式: {页码位置: 上}", "3:12", "outer（外侧）、centre（居中）"),
        (
            "版式: {报头: {期号样式: 卷}}",
            "3:17",
            "plain（第1期）、brackets（（第1期））、total（总第1期）",
        ),
        ("版式: {报头: {红线样式: 波浪}}", "3:17", "plain（单线）、double（双线）、star（五角星）"),
        ("字体: {报头: [甲]}", "3:10", "「报头」应是一段文字，这里是列表"),
        ("测量: {例外: 五角星}", "3:10", "「例外」应是一组项目"),
        ("测量: {例外: {red-role: 五角星}}", "3:11", "是不是「red-rule」"),
        ("测量: {例外: {red-rule: }}", "3:11", "写成「red-rule: 原因」"),
        ("栏目: {甲: 乙}", "3:5", "「栏目」应是列表"),
    ] {
        let output = house(settings).run(["build", "3"]);
        assert_eq!(output.status, 1, "{settings}\n{output}");
        let said = format!("{}{}", output.stdout, output.stderr);
        assert!(said.contains(&format!("jianbao.yaml:{place}")), "{settings}\n{output}");
        assert!(said.contains(told), "{settings}\n{output}");
    }
}

#[test]
fn the_manual_is_current() {
    let name = "docs/guide/zh/layout.md";
    let committed = fs::read_to_string(repository().join(name));
    let printed = Project::new().run(["profile", "--manual"]).stdout;
    assert!(
        committed.is_ok_and(|committed| committed == printed),
        "{name} is not current; run: jianbao profile --manual > {name}"
    );
}

#[test]
fn a_face_without_a_role_is_told() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let font = fs::read(repository().join("fonts/LiberationSerif-Bold.ttf")).expect("read");
    let (known, own) = ("Liberation Serif", "Wanghexian Serif");
    let font = renamed(&renamed(&font, &wide(known), &wide(own)), known.as_bytes(), own.as_bytes());
    for (settings, told) in [
        ("", true),
        ("字体: {补字: Wanghexian Serif}", false),
        ("字体: {西文: wanghexian serif}", false),
    ] {
        let project = house(settings).bytes("fonts/望河.ttf", &font);
        let output = project.run(["build", "3", "--format", "short"]);
        assert_eq!(output.status, 0, "{settings}: {output}");
        let words = "字体文件「fonts/望河.ttf」里的「Wanghexian Serif」没有写明用途";
        assert_eq!(output.stdout.contains(words), told, "{settings}: {output}");
    }
}

/// A font's bytes with one name in place of another of the same length.
fn renamed(font: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = font.to_vec();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(from.len()).position(|window| window == from) {
        bytes[at + found..at + found + from.len()].copy_from_slice(to);
        at += found + from.len();
    }
    bytes
}
