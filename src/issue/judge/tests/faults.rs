//! Pages that miss their layout are found out, and not published.

use super::*;

#[test]
fn a_page_judged_by_other_numbers_fails() {
    let text = entry(&format!("{}\n\n{}", unmarked(), paragraphs(20)));
    let grid = House::new("layout: {line-model: grid}", &[("1.md", &text)]);
    assert_eq!(failed(&grid.measure()), [""; 0]);
    let wrong = names(&grid.measure_by(Some("gb9704"))).join("、");
    for name in ["行在行格上（基线）", "首行基线", "末行基线", "行距", "天头"]
    {
        assert!(wrong.contains(name), "{wrong}");
    }
    let narrow = House::new("layout: {grid: {chars: 26}}", &[("1.md", &text)]);
    assert_eq!(failed(&narrow.measure()), [""; 0]);
    let wrong = names(&narrow.measure_by(Some("gb9704"))).join("、");
    assert!(wrong.contains("全汉字满行字数") && wrong.contains("字距"), "{wrong}");
    let low = House::new("layout: {margins: {top: 39, bottom: 33}}", &[("1.md", &text)]);
    assert_eq!(failed(&low.measure()), [""; 0]);
    let wrong = names(&low.measure_by(Some("gb9704"))).join("、");
    assert!(wrong.contains("天头") && wrong.contains("页码横线高度"), "{wrong}");
}

#[test]
fn a_changed_page_library_is_found_out() {
    let cases = [
        ("FOOT + 7mm", "FOOT + 9mm", "页码横线高度"),
        ("SMALL = 14pt", "SMALL = 12pt", "页码字号"),
        ("width: PAGE-WIDTH,\n    height", "width: PAGE-WIDTH + 6mm,\n    height", "纸宽"),
        ("stroke: rule + RED", "stroke: 2 * rule + RED", "红线粗细"),
        ("fill: RED, size: name-size", "fill: rgb(\"#cc0000\"), size: name-size", "名称颜色"),
        ("y += SIZE + 4mm", "y += SIZE + 5mm", "红线至编发单位"),
        ("costs: (widow: 0%, orphan: 0%", "costs: (widow: 100%, orphan: 100%", "末行基线"),
        ("amount: 2 * CELL, all: true", "amount: 1.5 * CELL, all: true", "正文行左端"),
        ("tracking: CELL - SIZE", "tracking: 0pt", "字距"),
        ("stroke: 0.35mm + BLACK", "stroke: 0.5mm + BLACK", "报尾首末条粗细"),
        ("dy: -(ROW-FOOT + EPSILON - FOOT), rows", "dy: 0mm, rows", "报尾末条下沿"),
        ("hanging-indent: 2 * SMALL", "hanging-indent: 0pt", "报尾行左端"),
        (
            "columns: (1fr, auto), column-gutter: SMALL, left",
            "columns: (auto, auto), left",
            "印数右端（空一字）",
        ),
    ];
    for (from, to, name) in cases {
        let house = changed(from, to, TAIL, &format!("{}\n\n{}", unmarked(), paragraphs(25)));
        let wrong = failed(&house.measure());
        assert!(wrong.iter().any(|wrong| wrong.contains(name)), "{from} → {to}: {wrong:#?}");
    }
}

#[test]
fn a_page_that_misses_its_layout_is_not_published() {
    let house = changed("FOOT + 7mm", "FOOT + 9mm", "", &paragraphs(5));
    let report = house.proof(false);
    let (finding, errors) = (&report.diagnostics[0], codes(&report.diagnostics));
    assert!(report.value.is_none());
    assert!(errors.contains(&"page-geometry") && finding.is_error(), "{errors:?}");
    assert_eq!(finding.message, "第 1 页的页码横线高度不合格：应为 269 毫米，实为 271.123 毫米");
    let draft = house.proof(true);
    assert!(draft.value.is_some(), "{:?}", notes(&draft.diagnostics));
    assert!(draft.diagnostics.iter().all(|finding| !finding.is_error()));
    assert!(codes(&draft.diagnostics).contains(&"page-geometry"));
}

#[test]
fn a_kind_that_leaves_the_grid_is_found_out() {
    let house = House::new("", &[("1.md", &entry("第一段。\n\n第二段。"))]);
    let update = include_str!("../../../../templates/entries/_entry.typ");
    house.put("templates/entries/_entry.typ", &update.replace("#include", "#v(3mm)\n#include"));
    let report = house.proof(false);
    let finding = report.diagnostics.iter().find(|finding| finding.is_error()).expect("an error");
    assert!(finding.message.contains("行在行格上（基线）不合格"), "{}", finding.message);
    assert!(finding.message.contains("行「第"), "{}", finding.message);
    let span = finding.span.as_ref().expect("a place");
    assert!(span.file.path.ends_with("1.md") && span.line_column().0 >= 5);
}
