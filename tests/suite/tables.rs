//! Tables on the page: nothing stands on anything else, widths, merged cells, titles, page breaks.

use std::fmt::Write as _;

use jianbao::testing::{Area, Part, PlacedCell, Press, Setting, Typeset, Warm, Workspace};
use proptest::prelude::*;

use crate::project::Project;

/// The pages of a project's one issue, and what is found wrong with it.
fn set(body: &str) -> (Typeset, Vec<String>) {
    set_project(&Project::with_body(body))
}

fn set_project(project: &Project) -> (Typeset, Vec<String>) {
    let workspace = Workspace::open(&project.path("")).expect("a workspace");
    let ids = workspace.issues().expect("issues");
    let press = Press::new(&workspace).expect("templates and fonts");
    let sheet = press
        .set_again(ids[0], Setting::screen(false, None), &mut Warm::default())
        .expect("readable");
    // What would save a page is advice.
    let told = sheet.diagnostics.iter().filter(|it| it.code.name != "few-rows");
    let told = told.map(|it| format!("{} {}", it.code.name, it.message)).collect();
    (sheet.value.and_then(|sheet| sheet.typeset).expect("pages"), told)
}

/// The characters of a page, each with its box.
fn boxes(typeset: &Typeset, page: usize) -> Vec<(Area, String)> {
    let mut boxes = Vec::new();
    for run in typeset.runs(page) {
        for PlacedCell { x0, x1, text, .. } in run.cells {
            if !text.trim().is_empty() {
                boxes.push((Area { x0, x1, y0: run.top, y1: run.bottom }, text));
            }
        }
    }
    boxes
}

/// Two characters of a page that stand on each other, or one that stands beside the text area.
fn misplaced(typeset: &Typeset) -> Option<String> {
    // Rounding, and what a spread row puts behind a character.
    const TOLERANCE: f64 = 0.15;
    for page in 0..typeset.page_count() {
        let mut all = boxes(typeset, page);
        all.sort_by(|(a, _), (b, _)| a.y0.total_cmp(&b.y0));
        for (index, (one, text)) in all.iter().enumerate() {
            if one.x0 < 28.0 - TOLERANCE || one.x1 > 184.0 + TOLERANCE || one.y1 > 283.0 {
                return Some(format!("page {}: {text} at {one:?}", page + 1));
            }
            let below =
                all[index + 1..].iter().take_while(|(other, _)| other.y0 < one.y1 - TOLERANCE);
            for (other, beside) in below {
                if other.x0 < one.x1 - TOLERANCE && one.x0 < other.x1 - TOLERANCE {
                    return Some(format!(
                        "page {}: {text} on {beside} at {one:?} {other:?}",
                        page + 1
                    ));
                }
            }
        }
    }
    None
}

fn shown(typeset: &Typeset) -> String {
    let pages = 0..typeset.page_count();
    pages.flat_map(|page| boxes(typeset, page)).map(|(_, text)| text).collect()
}

/// The pages on which rows of tables stand, from 0, each with how many there are.
fn rows_of_tables(typeset: &Typeset) -> Vec<(usize, usize)> {
    let pages = typeset.measured().pages.iter().enumerate();
    let rows = pages
        .map(|(page, it)| (page, it.rows.iter().filter(|row| row.part == Part::Table).count()));
    rows.filter(|(_, rows)| *rows > 0).collect()
}

/// The widths of the columns of the tables of page 1, in mm.
fn widths(typeset: &Typeset) -> Vec<f64> {
    let rules = &typeset.measured().pages[0].rules;
    let upright = rules.iter().filter(|rule| rule.part == Part::Table && !rule.is_horizontal());
    let mut edges: Vec<f64> = upright.map(|rule| rule.area.x0).collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < 0.1);
    edges.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

const PIECES: &[&str] = &[
    "山",
    "整改",
    "河东市人民政府办公室",
    "，",
    "。",
    "、",
    "；",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    "——",
    "……",
    "·",
    "1234567.89",
    "0349-2165432",
    "2018年12月31日",
    "100%",
    "99.5％",
    "３６",
    "12345678901234567890",
    "http://www.example.com/a/b/index.html?x=1&y=2",
    "someone@example.com",
    "PM2.5",
    "word",
    "a b c",
    " ",
    "　",
    "**加粗12345**67890",
    "**1234567890**",
    "*着重*",
    "~~32~~",
    "<br>",
    "m<sup>2</sup>",
    "`code_with_a_long_name`",
    "[链接](http://a.cn)",
    "①②③",
    "℃",
    "）））））））））））",
    "。。。。。。。。",
    "((((((((((",
    "✓",
    "—",
];

fn cell() -> impl Strategy<Value = String> {
    let long = prop::collection::vec(prop::sample::select(PIECES), 0..40);
    let short = prop::collection::vec(prop::sample::select(PIECES), 0..4);
    prop_oneof![4 => short, 1 => long].prop_map(|pieces| pieces.concat().trim().to_owned())
}

fn table() -> impl Strategy<Value = String> {
    let sized = (1_usize..=12, 1_usize..5).prop_flat_map(|(columns, rows)| {
        let cells = prop::collection::vec(prop::collection::vec(cell(), columns), rows + 1);
        let dashes = prop::collection::vec(1_usize..20, columns);
        let merged = prop::collection::vec(prop::bool::weighted(0.1), columns * (rows + 1));
        (cells, dashes, prop::bool::ANY, merged)
    });
    sized.prop_map(|(cells, dashes, told, merged)| {
        let mut text = String::new();
        for (y, row) in cells.iter().enumerate() {
            for (x, cell) in row.iter().enumerate() {
                let joins = x > 0 && merged[y * row.len() + x];
                let _ = write!(text, "| {} ", if joins { "<<" } else { cell });
            }
            text.push_str("|\n");
            if y == 0 {
                let rule =
                    |count: &usize| format!("|{}", "-".repeat(if told { *count } else { 3 }));
                text.extend(dashes.iter().map(rule));
                text.push_str("|\n");
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn nothing_stands_on_anything_else(table in table()) {
        let (typeset, told) = set(&format!("见下表。\n\n{table}\n末段。"));
        prop_assert_eq!(misplaced(&typeset), None, "{}", table);
        let told: Vec<&String> = told.iter().filter(|it| !it.starts_with("missing-glyph")).collect();
        prop_assert!(!told.iter().any(|it| it.starts_with("overflow")), "{:?}\n{}", told, table);
    }
}

/// A row of so many cells.
fn row(cell: &str, columns: usize) -> String {
    format!("|{}\n", format!("{cell}|").repeat(columns))
}

#[test]
fn what_cannot_fit_is_told_with_its_cell() {
    let body = format!("{}{}{}", row("甲", 60), row("---", 60), row("长", 60));
    let project = Project::with_body(&body);
    let output = project.run(["build", "1"]);
    assert_eq!(output.status, 1, "{output}");
    for wanted in ["错误[overflow]", "10-a.md:4:", "10-a.md:6:", "放不下「长」", "横排: 是"]
    {
        assert!(
            output.stderr.contains(wanted) || output.stdout.contains(wanted),
            "{wanted}\n{output}"
        );
    }
    // One for each row.
    assert_eq!(output.findings().len(), 2, "{output}");
}

#[test]
fn columns_are_as_wide_as_their_dashes_say() {
    for (rule, parts) in [
        ("|--|----|------|", &[2.0, 4.0, 6.0][..]),
        ("|:--|:----:|------:|", &[2.0, 4.0, 6.0]),
        ("|-----|----------|", &[1.0, 2.0]),
    ] {
        let (typeset, told) =
            set(&format!("{}{rule}\n{}", row("甲", parts.len()), row("乙", parts.len())));
        assert_eq!(told, [""; 0]);
        let all: f64 = parts.iter().sum();
        for (width, part) in widths(&typeset).iter().zip(parts) {
            assert!((width - 156.0 * part / all).abs() < 0.2, "{rule}: {:?}", widths(&typeset));
        }
        assert_eq!(widths(&typeset).len(), parts.len());
    }
    // Of one length they say nothing, and the contents tell.
    let (typeset, _) = set("|甲|一二三四五|\n|---|:---|\n|乙|丙|");
    let [narrow, wide] = widths(&typeset)[..] else { panic!("two columns") };
    assert!(narrow < 10.0 && (25.0..35.0).contains(&wide), "{narrow} {wide}");
}

#[test]
fn numbers_stay_whole_where_there_is_room() {
    let columns = ["序号", "责任单位", "整改措施", "责任人", "完成时限", "联系电话", "进展"];
    let long = "立即停工，苫盖裸土，安装喷淋，清运积存垃圾并复绿到位，每日洒水两次。";
    let body = format!(
        "|{}|\n{}|1|住建局|{long}|李明、王芳|2018年12月31日|0349-2165432|已完成|\n",
        columns.join("|"),
        row("---", 7)
    );
    let (typeset, told) = set(&body);
    assert_eq!(told, [""; 0]);
    let rows = &typeset.measured().pages[0].rows;
    assert!(rows.iter().any(|row| row.text.contains("0349-2165432")), "{:?}", shown(&typeset));
    let (typeset, _) = set(&format!("{}{}{}", row("一月", 8), row("---", 8), row("1234567.89", 8)));
    let rows = &typeset.measured().pages[0].rows;
    assert!(rows.iter().any(|row| row.text.matches("1234567.89").count() == 8));
}

#[test]
fn a_row_higher_than_a_page_runs_over_pages() {
    let long = "会议指出要坚持问题导向压实工作责任确保各项整改任务按期完成。".repeat(40);
    let (typeset, told) =
        set(&format!("|序号|措施|进展|\n|---|---|---|\n|1|{long}|已完成|\n|2|短|完|\n"));
    assert_eq!(told, [""; 0]);
    assert_eq!(misplaced(&typeset), None);
    assert!(typeset.page_count() > 2);
    assert_eq!(shown(&typeset).matches("压实工作责任").count(), 40);
    // The head is repeated.
    assert_eq!(shown(&typeset).matches("措施").count(), rows_of_tables(&typeset).len());
}

#[test]
fn small_tables_stay_on_one_page() {
    let table = format!("表1　各县完成情况\n\n|单位|数量|\n|---|---|\n{}", row("甲", 2).repeat(5));
    for rows in 0..24 {
        let (typeset, told) = set(&format!("{}{table}\n末段。", "一行文字。\n\n".repeat(rows)));
        assert_eq!(told, [""; 0]);
        let found = rows_of_tables(&typeset);
        assert!(matches!(found[..], [(_, 6)]), "{rows}: {found:?}");
        let title = |page: usize| boxes(&typeset, page).iter().any(|(_, text)| text == "表");
        assert!(title(found[0].0), "{rows}");
    }
}

#[test]
fn merged_cells() {
    let body = "|单位|完成情况|<<|备注|\n|---|---|---|---|\n|^^|计划|实际|^^|\n|望河县|120|98|\\^^|\n|石梁县|共|<<|\\<<|\n|^^|^^|<<|无|\n";
    let (typeset, told) = set(body);
    assert_eq!(told, [""; 0]);
    let text = shown(&typeset);
    assert_eq!(text.matches("^^").count(), 1, "{text}");
    assert_eq!(text.matches("<<").count(), 1, "{text}");
    // 单位 stands between the two rows of the head.
    let top = |wanted: &str| {
        let all = boxes(&typeset, 0);
        all.iter().find(|(_, text)| text == wanted).map(|(area, _)| area.y0).expect("on the page")
    };
    assert!(top("完") < top("位") && top("位") < top("际"), "{text}");
    // Both rows of the head are repeated.
    let (typeset, _) = set(&format!("{body}{}", row("乙", 4).repeat(40)));
    let pages = rows_of_tables(&typeset).len();
    assert!(pages > 1);
    assert_eq!(shown(&typeset).matches("计划").count(), pages);
}

#[test]
fn cells_merged_unsoundly_are_told() {
    for (body, wanted, line) in [
        ("|^^|乙|\n|---|---|\n|丙|丁|", "第一行", 4),
        ("|甲|乙|\n|---|---|\n|<<|丁|", "第一列", 6),
        ("|甲|乙|\n|---|---|\n|丙|<<|\n|^^|丁|", "长方形", 6),
    ] {
        let project = Project::with_body(body);
        let output = project.run(["check", "1", "--format", "short"]);
        let told = output.findings();
        let found =
            told.iter().any(|it| it.contains(wanted) && it.contains(&format!("10-a.md:{line}:")));
        assert!(found, "{body}\n{output}");
    }
    let sound = Project::with_body("|甲|<<|\n|---|---|\n|^^|<<|\n|丙|丁|\n|丙|^^|");
    let output = sound.run(["check", "1", "--format", "short"]);
    assert!(output.findings().iter().all(|it| !it.contains(" table ")), "{output}");
}

#[test]
fn titles_of_tables() {
    for (body, shown_title, plain) in [
        (": 各县情况\n\n|甲|乙|\n|---|---|\n|丙|丁|", "各县情况", false),
        ("|甲|乙|\n|---|---|\n|丙|丁|\n\n: 各县情况", "各县情况", false),
        ("表 1　各县情况\n\n|甲|乙|\n|---|---|\n|丙|丁|", "表1各县情况", false),
        ("附表：各县情况\n\n|甲|乙|\n|---|---|\n|丙|丁|", "附表：各县情况", false),
        ("表1列出了各县情况。\n\n|甲|乙|\n|---|---|\n|丙|丁|", "表1列出了各县情况。", true),
        ("\\: 各县情况\n\n|甲|乙|\n|---|---|\n|丙|丁|", ":各县情况", true),
    ] {
        let (typeset, told) = set(body);
        assert!(!told.iter().any(|it| it.starts_with("table")), "{told:?}");
        let text: String =
            shown(&typeset).chars().filter(|c| !c.is_whitespace() && *c != '　').collect();
        assert!(text.contains(shown_title), "{body}: {text}");
        let rows = &typeset.measured().pages[0].rows;
        let title = rows.iter().find(|row| row.text.contains("各县情况")).expect("a title");
        assert_eq!(title.part == Part::Body, plain, "{body}");
        let first = rows.iter().find(|row| row.part == Part::Table).expect("a table");
        assert!(title.baseline < first.baseline, "{body}");
    }
}

#[test]
fn a_head_with_a_footnote_or_a_link() {
    for head in ["甲[^1]", "[甲](http://a.cn)"] {
        let body = format!("|{head}|乙|\n|---|---|\n{}\n[^1]: 脚注。\n", row("丙", 2).repeat(40));
        let project = Project::with_body(&body);
        let output = project.run(["build", "1"]);
        assert_eq!(output.status, 0, "{head}: {output}");
    }
}

#[test]
fn tables_of_an_entry_on_their_sides() {
    let table = format!("{}{}{}", row("一月", 14), row("---", 14), row("1234567.89", 14));
    for wide in [false, true] {
        let aside = if wide { "横排: 是\n" } else { "" };
        let entry = format!(
            "---\ntitle: 标题\n{aside}---\n前文。\n\n{table}\n后文。\n\n> {}",
            table.trim_end().replace('\n', "\n> ")
        );
        let project = Project::with_issue().entry("2024/001/10-a.md", &entry);
        let output = project.run(["build", "1"]);
        assert_eq!(output.status, 0, "{output}");
        let measured = project.run(["measure", "1", "--format", "json"]);
        assert_eq!(measured.status, 0, "{measured}");
        let (typeset, told) = set_project(&project);
        assert_eq!(told, [""; 0]);
        let sides: Vec<bool> = typeset
            .measured()
            .pages
            .iter()
            .map(jianbao::testing::MeasuredPage::is_landscape)
            .collect();
        assert_eq!(sides, if wide { &[false, true, false][..] } else { &[false] }, "{wide}");
    }
}
