//! Reading with the keyboard alone.

use std::collections::BTreeSet;

use super::{look_at_28, read_28};

#[test]
fn pages_are_turned_and_sized_by_keys() {
    read_28(|it| {
        let page = |n: u32| {
            it.tab.wait_for(&format!("document.querySelector('#page-now').value === '{n}'"));
        };
        page(1);
        it.tab.key("PageDown");
        page(2);
        it.tab.key("ArrowRight");
        page(3);
        it.tab.key("End");
        page(5);
        assert!(it.scrolled() > 0.0);
        it.tab.key("PageUp");
        page(4);
        it.tab.key("Home");
        page(1);

        let width = "document.querySelector('.sheet img').getBoundingClientRect().width";
        let now = || it.tab.eval::<f64>(width);
        // Millimetres of paper at 96 pixels to the inch.
        it.tab.key("0");
        it.tab.wait_for(&format!("Math.abs({width} - 210 / 25.4 * 96) < 1"));
        it.tab.key("+");
        it.tab.wait_for(&format!("{width} > 210 / 25.4 * 96 + 1"));
        let larger = now();
        it.tab.key("-");
        it.tab.wait_for(&format!("{width} < {larger} - 1"));
        it.tab.key("f");
        it.tab.wait_for("document.querySelector('#zoom').dataset.mode !== '1'");
        let one = now();
        it.tab.key("f");
        it.tab.wait_for(&format!("Math.abs({width} - {one}) > 1"));
        it.tab.key("d");
        it.tab.wait_for(
            "document.querySelector('[data-page=\"1\"]').getBoundingClientRect().top \
             === document.querySelector('[data-page=\"2\"]').getBoundingClientRect().top",
        );
    });
}

#[test]
fn all_there_is_can_be_reached_and_the_focus_be_seen() {
    look_at_28(|it| {
        let here = "(() => {
            const element = document.activeElement;
            const style = getComputedStyle(element);
            // A radio button may show its focus on the label around it.
            const around = getComputedStyle(element.closest('label') ?? element);
            const next = getComputedStyle(element.nextElementSibling ?? element);
            const seen = [style, around, next].some(it =>
                (it.outlineStyle !== 'none' && parseFloat(it.outlineWidth) > 0) || it.boxShadow !== 'none');
            return [element.id || element.name || element.closest('[id]')?.id || element.tagName, seen];
        })()";
        let mut reached = BTreeSet::new();
        for _ in 0..60 {
            it.tab.key("Tab");
            let (name, seen): (String, bool) = it.tab.eval(here);
            if name != "BODY" && name != "HTML" {
                assert!(seen, "the focus on {name} cannot be seen");
            }
            reached.insert(name);
        }
        for wanted in ["home", "page-now", "draft", "zoom", "since", "pdf", "print", "outline"] {
            assert!(reached.contains(wanted), "{wanted} is not among {reached:?}");
        }
        // An entry of the outline, chosen and opened without a mouse.
        it.tab.run("document.querySelector('#outline li[data-index=\"2\"] > button').focus()");
        it.tab.key("Enter");
        it.tab.wait_for("document.querySelector('.sheet[data-page=\"3\"] .mark.entry')");
    });
}
