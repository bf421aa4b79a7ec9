//! The file as a browser would read it.

use super::{Chapter, Page, book, chapters, written};

#[test]
fn every_page_is_in_the_summary_and_in_the_program() {
    let named: Vec<String> = chapters(super::SUMMARY)
        .into_iter()
        .filter_map(|chapter| match chapter {
            Chapter::Page { name, .. } => Some(name),
            Chapter::Part(_) => None,
        })
        .collect();
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/zh");
    for entry in std::fs::read_dir(dir).expect("the folder") {
        let file = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let Some(name) = file.strip_suffix(".md").filter(|name| *name != "SUMMARY") else {
            continue;
        };
        assert!(named.iter().any(|it| it == name), "{file} is not in SUMMARY.md");
        let by_program = ["rules", "layout"].contains(&name);
        let carried = written().iter().any(|page| page.name == name);
        assert!(by_program != carried, "{file} belongs into WRITTEN of src/guide/mod.rs");
    }
}

/// Every link within the file leads to something in it.
#[test]
fn links_lead_somewhere() {
    let mut pages = written();
    for name in ["rules", "layout"] {
        pages.push(Page { name: name.to_owned(), text: "# 表\n".to_owned() });
    }
    let html = book(&pages);
    for link in html.split("href=\"#").skip(1) {
        let id = link.split('"').next().expect("an end");
        // What the program writes is not here.
        if !id.starts_with("rules--") && !id.starts_with("layout--") {
            assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
}

#[test]
fn one_page_as_html() {
    let text = "# 印发\n\n<!-- 记号 -->\n\n见[更正](correct.md#再印一版)、[这里](#先看)、[代码](../../../src/lib.rs)、\
                [网](https://example.cn/)。\n\n![一页](../../page-1.png)\n\n## 先看\n\n`<b>`&lt;\n";
    let pages = [Page { name: "publish".to_owned(), text: text.to_owned() }];
    let html = book(&pages);
    for part in [
        "<section id=\"publish\">\n<h1>印发</h1>",
        "<a href=\"#correct--再印一版\">更正</a>",
        "<a href=\"#publish--先看\">这里</a>、代码、<a href=\"https://example.cn/\">网</a>",
        "<h2 id=\"publish--先看\">先看</h2>",
        "<code>&lt;b&gt;</code>&lt;",
        "<a href=\"#publish\">印发</a>",
    ] {
        assert!(html.contains(part), "{part} in\n{html}");
    }
    assert!(!html.contains("记号") && !html.contains("一页"), "{html}");
}
