//! YAML of any shape as each of the files a workspace may have; settings without errors set a page.

use std::collections::BTreeMap;
use std::fmt::Debug;

use jianbao::testing::{
    Checked, Press, Typesetter, read_issue, read_lexicon, read_roster, read_settings,
};

use super::house::{House, ISSUE, choice, sound};

thread_local! {
    static HOUSE: House = House::new(&[
        ("10-a.md", "---\ntitle: 标题\ncolumn: county\n---\n正文。\n"),
        ("20-b.yaml", "title: 标题\ncolumn: county\nbody: 正文。\n"),
    ]);
}

/// Reading never panics, says the same twice, and what it lets pass can be set.
pub fn run(data: &[u8]) {
    let (what, bytes) = choice(data);
    HOUSE.with(|house| {
        let path = match what % 5 {
            0 => house.workspace.root().join("jianbao.yaml"),
            1 => house.folder.join("issue.yaml"),
            2 => house.folder.join("20-b.yaml"),
            3 => house.workspace.root().join("roster.yaml"),
            _ => house.workspace.root().join("lexicon.yaml"),
        };
        let workspace = house.workspace.as_if(BTreeMap::from([(path, bytes.to_vec())]));
        match what % 5 {
            3 => same(&|| read_roster(&workspace).expect("readable")),
            4 => same(&|| read_lexicon(&workspace).expect("readable")),
            0 => same(&|| read_settings(&workspace).expect("readable")),
            _ => same(&|| read_issue(&workspace, ISSUE).expect("readable")),
        }
        if what % 5 < 3 && what >= 128 {
            let press = Press::new(&workspace).expect("readable");
            sound(&press.typeset(ISSUE, false).expect("readable").diagnostics);
            Typesetter::forget(4);
        }
    });
}

fn same<T: Debug>(read: &dyn Fn() -> Checked<T>) {
    let (first, second) = (read(), read());
    sound(&first.diagnostics);
    assert_eq!(first.diagnostics, second.diagnostics);
    assert_eq!(format!("{:?}", first.value), format!("{:?}", second.value));
}
