//! The pictures of the READMEs: the page of an issue and the page of the workspace.

use std::env;

use super::{SHOWN, read_28};
use crate::browser::Tab;
use crate::project::repository;

const SIZE: (u32, u32) = (1440, 900);

/// Whether a picture is there; `GALLERY=renew` takes it anew, on a machine with Chinese fonts.
#[track_caller]
fn picture(tab: &Tab, name: &str) {
    let path = repository().join("docs").join(name);
    if env::var_os("GALLERY").is_some() {
        tab.screenshot(&path);
    }
    let pixmap = tiny_skia::Pixmap::load_png(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; GALLERY=renew takes it", path.display()));
    assert_eq!((pixmap.width(), pixmap.height()), SIZE, "{name}");
}

#[test]
fn the_pictures_of_the_readmes_are_there() {
    read_28(|it| {
        it.tab.resize(SIZE.0, SIZE.1);
        // More than one issue to look at.
        it.project.write("2018/029/issue.yaml", "number: 29\ndate: 2018-12-04\n".as_bytes());
        let body = "---\ncolumn: county\ntitle: 应县开展散煤治理专项检查\nsource: 应县\n---\n12 月 3 日，应县开展散煤治理专项检查。\n";
        it.project.write("2018/029/10-应县.md", body.as_bytes());
        it.click_on(1, "质量改善重任", 2);
        it.tab.wait_for(
            "document.querySelector('.editor-host') && document.querySelector('.mark.place')",
        );
        picture(&it.tab, "preview-issue.png");
        it.tab.go(&it.preview.url(""));
        it.tab.wait_for("document.querySelectorAll('li[data-issue]').length === 2");
        it.tab.wait_for("!document.querySelector('[data-state=checking]')");
        picture(&it.tab, "preview-archive.png");
        it.tab.go(&it.preview.url("2018/28"));
        it.tab.wait_for(SHOWN);
    });
}
