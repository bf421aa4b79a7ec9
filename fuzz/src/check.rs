//! The rules and `--fix` on an entry of any bytes: a second run finds nothing more to mend, and what
//! could be read before can be read afterwards.

use std::fs;

use jianbao::testing::{
    Archive, Checked, Issue, Rulebook, check, mend, read_issue, read_lexicon, read_roster,
    read_settings,
};

use super::house::{House, ISSUE, choice, sound};

const OTHER: &str = "---\ntitle: 另一篇\ncolumn: county\nsource: 山阴县\n---\n另一篇的正文。\n";

thread_local! {
    static HOUSE: (House, Rulebook) = {
        let house = House::new(&[("20-b.md", OTHER)]);
        let book = rulebook(&house);
        (house, book)
    };
}

/// See above. The first byte chooses between Markdown and YAML.
pub fn run(data: &[u8]) {
    let (how, bytes) = choice(data);
    let (name, other) = match how & 1 {
        0 => ("10-a.md", "10-a.yaml"),
        _ => ("10-a.yaml", "10-a.md"),
    };
    HOUSE.with(|(house, book)| {
        house.remove(other);
        house.write(name, bytes);
        let before = read_issue(&house.workspace, ISSUE).expect("readable");
        if let Some(issue) = &before.value {
            sound(&check(issue, book, &Archive::default()));
        }
        let dry = mend(&house.press, ISSUE, true).expect("readable");
        assert_eq!(fs::read(house.folder.join(name)).expect("the file"), bytes, "a dry run");
        let mended = mend(&house.press, ISSUE, false).expect("readable");
        assert_eq!(format!("{dry:?}"), format!("{mended:?}"));
        let once = fs::read(house.folder.join(name)).expect("the file");
        assert_eq!(once != bytes, mended.files.iter().any(|file| file.path.ends_with(name)));
        let after = read_issue(&house.workspace, ISSUE).expect("readable");
        assert!(errors(&after) <= errors(&before), "{:?}", after.diagnostics);
        let again = mend(&house.press, ISSUE, false).expect("readable");
        assert!(again.files.is_empty(), "{:?}", again.files);
    });
}

/// Every rule with its hints.
fn rulebook(house: &House) -> Rulebook {
    let settings = read_settings(&house.workspace).expect("readable").value.expect("settings");
    let roster = read_roster(&house.workspace).expect("readable").value.unwrap_or_default();
    let lexicon = read_lexicon(&house.workspace).expect("readable").value.unwrap_or_default();
    Rulebook::new(&settings.check, roster, &lexicon).0.with_hints()
}

fn errors(read: &Checked<Issue>) -> usize {
    read.diagnostics.iter().filter(|finding| finding.is_error()).count()
}
