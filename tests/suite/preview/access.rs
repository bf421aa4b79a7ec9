//! What a screen reader is told.

use serde_json::Value;

use super::{look_at_28, read, read_28};
use crate::browser::Tab;
use crate::project::Project;

const TO_BE_NAMED: [&str; 12] = [
    "button",
    "link",
    "textbox",
    "searchbox",
    "combobox",
    "slider",
    "radio",
    "checkbox",
    "img",
    "image",
    "listbox",
    "spinbutton",
];

/// These landmarks must be there, and whatever can be operated must have a name.
#[track_caller]
fn check(tab: &Tab, landmarks: &[&str]) {
    let nodes: Vec<Value> =
        tab.accessibility().into_iter().filter(|node| node["ignored"] != true).collect();
    let role = |node: &Value| node["role"]["value"].as_str().unwrap_or_default().to_owned();
    let name = |node: &Value| node["name"]["value"].as_str().unwrap_or_default().trim().to_owned();
    for landmark in landmarks {
        let found: Vec<&Value> = nodes.iter().filter(|node| role(node) == *landmark).collect();
        assert!(!found.is_empty(), "no {landmark}");
        // One of its kind needs no name to be told from others, but pages and panel do.
        if ["complementary", "navigation"].contains(landmark) {
            assert!(found.iter().all(|node| !name(node).is_empty()), "a {landmark} without a name");
        }
    }
    let nameless: Vec<&Value> = nodes
        .iter()
        .filter(|node| TO_BE_NAMED.contains(&role(node).as_str()) && name(node).is_empty())
        .collect();
    assert!(nameless.is_empty(), "without a name: {nameless:#?}");
}

#[test]
fn the_issue_page_has_landmarks_and_names() {
    look_at_28(|it| {
        it.edit("2018/028/40-山阴县.md", "三是岱岳镇", "三是[^9]岱岳镇");
        it.tab.wait_for("document.querySelector('#findings li')");
        it.click_on(1, "张祥要求", 1);
        it.tab.wait_for("document.querySelector('#source mark')");
        check(&it.tab, &["banner", "main", "complementary", "contentinfo", "navigation"]);
        // The words of a page are there to be read, not only its picture.
        it.sees("张祥要求");
        let live = "document.querySelector('#status')";
        it.tab.wait_for(&format!("{live}.matches('[role=status][aria-live=polite]')"));
        it.tab.wait_for(&format!("{live}.textContent.trim()"));
        assert_eq!(it.tab.eval::<String>("document.documentElement.lang"), "zh-CN");
    });
}

#[test]
fn the_workbench_has_landmarks_and_names() {
    read_28(|it| {
        it.tab.wait_for("document.querySelectorAll('#entries > li').length === 4");
        check(&it.tab, &["banner", "main", "complementary", "contentinfo", "navigation"]);
        it.tab.click("#entries > li:first-child .open");
        it.tab.wait_for("document.querySelector('.editor-host')");
        check(&it.tab, &["banner", "main", "complementary", "contentinfo", "navigation"]);
    });
}

#[test]
fn the_archive_page_has_landmarks_and_names() {
    read(Project::briefings(), &[], "", |it| {
        it.tab.wait_for("document.querySelector('li[data-issue]')");
        check(&it.tab, &["banner", "main", "search"]);
    });
}
