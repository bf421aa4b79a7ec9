//! From the page to the author's file, and back, for who only looks.

use super::{LAST, LEAD, look_at_28};

#[test]
fn a_click_on_a_character_leads_to_it() {
    look_at_28(|it| {
        it.click_on(1, "张祥要求", 1);
        it.source_is(LEAD, 11, "祥");
        it.click_on(1, "张祥要求", 3);
        it.source_is(LEAD, 11, "求");
        it.tab.wait_for(
            "document.querySelector('.mark.entry') && document.querySelector('.mark.place')",
        );
        let line: String = it.tab.eval("document.querySelector('#source').textContent");
        assert!(line.contains("朔城区政府要攻坚克难"), "{line}");
        // A body in YAML, and the second row of a paragraph.
        it.click_on(3, "马占文要求各相关", 2);
        it.source_is("2018/028/30-平鲁区.yaml", 8, "文");
        it.click_on(3, "紧迫感，压紧", 0);
        it.source_is("2018/028/30-平鲁区.yaml", 8, "紧");
        it.tab.key("Escape");
    });
}

#[test]
fn a_click_after_an_edit_leads_to_where_it_is_now() {
    look_at_28(|it| {
        it.edit(LEAD, "张祥要求，", "【补充】张祥要求，");
        it.sees("【补充】张祥要求");
        it.click_on(1, "张祥要求", 1);
        it.source_is(LEAD, 11, "祥");
        // Lines were put in above, in a row that stays as it is.
        it.edit(LEAD, "kind: inspection", "kind: inspection\n# 一行\n# 又一行");
        it.tab.wait_for("+document.documentElement.dataset.version > 2");
        it.click_on(1, "张祥要求", 1);
        it.source_is(LEAD, 13, "祥");
    });
}

#[test]
fn a_click_on_a_title_leads_to_its_field() {
    look_at_28(|it| {
        it.click_on(2, "强化责任落实", 1);
        it.tab.wait_for("document.querySelector('#source mark')");
        it.tab
            .wait_for("document.querySelector('#source').dataset.path === '2018/028/20-开发区.md'");
        assert_eq!(it.tab.eval::<String>("document.querySelector('#source').dataset.line"), "3");
        let title = "强化责任落实 坚持问题导向 全力抓好中央环保督察交办问题整改";
        let marked: String = it.tab.eval("document.querySelector('#source mark').textContent");
        assert!(!marked.is_empty() && title.contains(&marked), "{marked}");
    });
}

#[test]
fn the_outline_leads_to_the_entry() {
    look_at_28(|it| {
        it.tab.click("#outline li[data-index='3'] > button");
        it.tab.wait_for("document.querySelector('.sheet[data-page=\"4\"] .mark.entry')");
        it.tab.wait_for(&in_view(".sheet[data-page=\"4\"] .mark.entry"));
        it.tab.click("#outline li[data-index='0'] > button");
        it.tab.wait_for("document.querySelector('.sheet[data-page=\"1\"] .mark.entry')");
        it.tab.wait_for(&in_view(".sheet[data-page=\"1\"] .mark.entry"));
    });
}

#[test]
fn a_finding_leads_to_its_place() {
    look_at_28(|it| {
        it.edit(LAST, "三是岱岳镇", "三是[^9]岱岳镇");
        it.tab.wait_for("document.querySelector('#findings li[data-code=footnote]')");
        it.tab.click("#findings li[data-code=footnote] > button");
        it.tab.wait_for(&in_view(".sheet[data-page=\"5\"] .mark.finding"));
        it.source_is(LAST, 11, "[^9]");
    });
}

/// That an element is where the reader sees it.
fn in_view(selector: &str) -> String {
    format!(
        "(() => {{ const mark = document.querySelector('{selector}').getBoundingClientRect();
            const pages = document.querySelector('#pages').getBoundingClientRect();
            return mark.top >= pages.top && mark.top < pages.bottom; }})()"
    )
}
