//! Markup with its breaks, in rows of six em.

use proptest::prelude::*;

use super::*;
use crate::compose::HalfWidth;
use crate::diagnostic::Text;
use crate::markdown::to_typst;

const PAGE: Page = Page {
    row: 6.0,
    cell: 1.0,
    options: Options::DEFAULT,
    units: false,
    names: Vec::new(),
    note_label: 4.0,
};

fn broken(markdown: &str, place: Place) -> Markup {
    let mut markup = to_typst(&Text::unplaced(markdown), "e1", false);
    break_rows(&mut markup, &PAGE, place, &HalfWidth);
    markup
}

/// `/` stands for a justified break.
fn check(markdown: &str, expected: &str) {
    assert_eq!(broken(markdown, Place::Entry).typst.replace(BREAK, "/"), expected, "{markdown}");
}

#[test]
fn paragraphs() {
    check("", "");
    check("一二三四", "一二三四");
    check("一二三四五六七八九十一", "一二三四/五六七八九十/一");
    check("一二三四五\n\n六七八九十", "一二三四/五\n\n六七八九/十");
    check("一二三四五  \n六七八九十一二", "一二三四/五#linebreak()六七八九十一/二");
    check("一二11 月", "一二11 /月");
    check("一二三（四）", "一二三/（四）");
    check("一二三1\\.5", "一二三/1\\.5");
}

#[test]
fn marks_past_the_edge_lose_their_width() {
    check("一二三四。五", "一二三四。#h(-0.5000em)/五");
}

#[test]
fn a_last_row_that_is_squeezed_is_held_together() {
    check("一，二三四五", "一，二三/四五");
    check("一二三四五，", "一二三四/五，");
    check("一，二三四", "一，二三/四");
    // Typst takes the blank half of a last mark off by itself.
    check("一二三四，", "一二三四，#h(-0.5000em)/");
    check("一二三，", "一二三，");
}

#[test]
fn within_markup() {
    check("一二**三四五六**七", "一二#strong[三四/五六]七");
    check("一二三四**五**", "一二三四/#strong[五]");
    check("**一二三四**五", "#strong[一二三四/]五");
    check("一二`aaaa`三", "一二#code(\"aaaa\")/三");
    check("`aaaaaaaaaaaa`", "#code(\"aaaaaaaa\")/#code(\"aaaa\")");
    check("[一二三四五](http://a)", "#link(\"http://a\")[一二三四/五]");
    check("一二三四[^1]五\n\n[^1]: 六七八九十", "一二三/四#footnote[六七八九十]五");
    check("> 一二三四五六七", "#quotation[一二/三四五六/七]");
}

#[test]
fn what_typst_breaks() {
    check("# 一二三四五六七八九", "#level(1)[一二三四五六七八九]");
    check("- 一二三四五六七八九", "#bullets(tight: true, [一二三四五六七八九])");
    check(
        "一二三四五六七八![甲](1.png)",
        "一二三四五六七八#inline-picture(\"/1.png\", alt: \"甲\")",
    );
}

#[test]
fn a_note_stands_behind_its_label() {
    let page = Page { row: 8.0, ..PAGE };
    let mut markup = to_typst(&Text::unplaced("一二三四\n\n五六七八九十一"), "e1", false);
    break_rows(&mut markup, &page, Place::Note, &HalfWidth);
    assert_eq!(markup.typst.replace(BREAK, "/"), "一二/三四\n\n五六七八九十/一");
}

proptest! {
    #[test]
    fn every_place_leads_back(words in words()) {
        let markdown = words.concat();
        let before = to_typst(&Text::unplaced(&markdown), "e1", false);
        let after = broken(&markdown, Place::Entry);
        let seen = |markup: &Markup| -> Vec<(Shown, String, Option<usize>)> {
            let visible = markup.paragraphs.iter().flat_map(|paragraph| &paragraph.visible);
            visible
                .map(|each| {
                    let typst = if each.shown == Shown::Break { "" } else { &markup.typst[each.range.clone()] };
                    (each.shown, typst.to_owned(), markup.map.resolve(each.range.start))
                })
                .collect()
        };
        prop_assert_eq!(seen(&before), seen(&after));
        let bare = |typst: &str| {
            let mut bare = typst.to_owned();
            while let Some(start) = bare.find("#h(-") {
                let end = bare[start..].find(')').map_or(bare.len(), |end| start + end + 1);
                bare.replace_range(start..end, "");
            }
            let bare = bare.replace(&format!("\"){BREAK}#code(\""), "");
            bare.replace("#linebreak()", "").replace(BREAK, "")
        };
        prop_assert_eq!(bare(&before.typst), bare(&after.typst));
    }
}

fn words() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        4 => "[a-z0-9]{1,4}",
        6 => "[一-龥]{1,8}",
        3 => prop::sample::select(vec![
            " ", "\n", "\n\n", "，", "。", "“", "”", "**", "*", "`", "\n\n> ", "\n\n- ", "\\*", "$", "#",
            "[^1]", "\n\n[^1]: ", "  \n", "（", "）", "——", "![甲](1.png)", "&amp;",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 0..40)
}
