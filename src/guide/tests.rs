//! The file as a browser would read it.

use super::{Page, book, written};

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
