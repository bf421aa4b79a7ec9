//! What the page has to say to an editor.

use super::*;

#[test]
fn last_rows_of_one_or_two_characters() {
    // 26 cells after the indent, then 28.
    let check = |body: &str, want: &[&str]| {
        let found = House::new("", &[("1.md", &entry(body))]).measure().findings;
        let runts: Vec<&str> = found
            .iter()
            .filter(|finding| finding.code == code::RUNT && finding.severity == Severity::Hint)
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(runts, want, "{body}");
    };
    check(&"整".repeat(27), &["段落的最后一行只有「整」"]);
    check(&("整".repeat(26) + "改。"), &["段落的最后一行只有「改。」"]);
    check(&("整".repeat(26) + "改好。"), &[]);
    check("整改。", &[]);
    // Broken there by the author.
    check("整改工作进展顺利\\\n特此", &[]);
    check(&format!("- {}\n- 短", "整".repeat(26)), &["段落的最后一行只有「整整」"]);
}

#[test]
fn what_an_editor_would_mend() {
    let found = |house: &House| {
        let measured = house.measure();
        let mut found = measured.findings;
        found.retain(|finding| finding.severity != Severity::Hint);
        found
    };
    let check = |house: &House, want: &[(&str, &str)]| {
        let found = found(house);
        let got: Vec<(&str, &str)> =
            found.iter().map(|finding| (finding.code.name, finding.message.as_str())).collect();
        assert_eq!(got, want);
    };
    let rows = |rows: usize| entry(&vec!["一行文字。"; rows].join("\n\n"));
    // Text begins in row 12 of page 1 and fills it in eleven rows.
    check(&House::new("", &[("1.md", &rows(11))]), &[]);
    check(&House::new("", &[("1.md", &rows(12))]), &[("few-rows", "再删 1 行，全期可省 1 页")]);
    check(&House::new("", &[("1.md", &rows(14))]), &[("few-rows", "再删 3 行，全期可省 1 页")]);
    check(&House::new("", &[("1.md", &rows(15))]), &[]);
    // The tail of six rows stands alone when more than five rows are set.
    check(&House::new(TAIL, &[("1.md", &rows(6))]), &[]);
    check(&House::new(TAIL, &[("1.md", &rows(8))]), &[("few-rows", "再删 2 行，全期可省 1 页")]);
    // Printed on both sides it stands on page 2 whatever is cut.
    let duplex = format!("layout: {{duplex: true}}\n{TAIL}");
    check(&House::new(&duplex, &[("1.md", &rows(8))]), &[]);

    let long = "A".repeat(120);
    let word = House::new("", &[("1.md", &entry(&format!("网址 {long}。")))]);
    let [overfull] = &found(&word)[..] else { panic!("{:?}", codes(&found(&word))) };
    assert_eq!(overfull.code, code::OVERFLOW);
    assert!(
        overfull.message.starts_with("第 1 页第 13 行「AAAAAAAAAAAA…」伸出版心"),
        "{}",
        overfull.message
    );
    // The build says so once, and refuses.
    let report = word.proof(false);
    assert_eq!(codes(&report.diagnostics), ["overflow"]);
    assert!(report.value.is_none());

    // A mark that hangs, as office programs hang it, is none of that.
    let office = "layout: {profile: shuozhou-2018}\n";
    let body = "整".repeat(25) + "1i。";
    let hung = entry(&format!("{}\\\n{body}", "整".repeat(23)));
    let hung = House::new(office, &[("1.md", &hung)]);
    let measured = hung.measure();
    let rows = measured.measured.pages.iter().flat_map(|page| &page.rows);
    let row = rows.into_iter().find(|row| row.text == body).expect("one row");
    assert!(row.ink.x1 > 210.0 - 31.75 + 0.3, "{row:?}");
    assert_eq!(codes(&found(&hung)), [""; 0]);

    // Titles are broken by what letters take up on the whole; a W is wider than that.
    let title = format!("---\n标题: {}\n栏目: lead\n---\n正文。\n", "W".repeat(38));
    let wide = House::new("", &[("1.md", &title)]);
    let [wide] = &found(&wide)[..] else { panic!("{:?}", codes(&found(&wide))) };
    assert_eq!(wide.code, code::TITLE_TOO_WIDE);
    assert_eq!(wide.message, "第 1 页的标题有一行排不下：最多 20 字，实有 28 字");
    assert_eq!(wide.span.as_ref().map(|span| span.line_column().0), Some(2));
}

#[test]
fn a_heading_left_behind() {
    let loose = |before: usize| {
        let body = format!("{}# 一、标题\n\n正文。\n", "前文。\n\n".repeat(before));
        changed("let look = block(sticky: true", "let look = block(sticky: false", "", &body)
    };
    // Row 22 of page 1.
    let house = loose(10);
    let measured = house.measure();
    let stranded = measured.findings.iter().find(|finding| finding.code == code::STRANDED_HEADING);
    let stranded = stranded.unwrap_or_else(|| panic!("{:?}", codes(&measured.findings)));
    assert_eq!(stranded.message, "第 22 行「一、标题」是第 1 页的最后一行，与下文分在两页");
    assert_eq!(stranded.span.as_ref().map(|span| span.line_column().0), Some(25));
    assert!(house.proof(false).value.is_some(), "it is a warning");
    for before in [8, 9, 11] {
        let measured = loose(before).measure();
        assert!(!codes(&measured.findings).contains(&"stranded-heading"), "{before}");
    }
}
