//! What the library offers by itself: its verbs, one after the other, as a program would call them.

use jianbao::{OUTPUTS, Setting, check, export, import, open, read, set};

use crate::project::Project;

#[test]
fn an_issue_is_filled_read_checked_set_and_exported() {
    let project = Project::with_issue()
        .file("来稿/望河县.txt", "望河县整改工作取得新进展\n\n望河县抓好整改工作，全部完成。\n")
        .file("来稿/空.bin", "\u{0}\u{1}");
    let workspace = open(&project.path("2024")).expect("a workspace above it");
    let id = workspace.select("1").expect("an issue");
    let files = [project.path("来稿/望河县.txt"), project.path("来稿/空.bin")];
    let imported = import(&workspace, id, &files).expect("the disk does as asked");
    assert_eq!(imported.value.expect("a readable issue").len(), 1);
    assert!(imported.diagnostics.iter().any(|finding| finding.is_error()), "one is refused");
    let again = import(&workspace, id, &files[..1]).expect("the disk does as asked");
    assert_eq!(again.value.expect("a readable issue"), Vec::<String>::new(), "it came before");

    let issue = read(&workspace, id).expect("readable").value.expect("an issue");
    assert!(issue.entries[0].body.as_str().contains("望河县抓好整改工作"));
    let checked = check(&workspace, id).expect("readable");
    assert!(checked.failure.is_none() && checked.characters > 10, "{checked:?}");

    let proof = set(&workspace, id, Setting::default()).expect("readable");
    let proof = proof.value.unwrap_or_else(|| panic!("{:?}", proof.diagnostics));
    assert_eq!(proof.pages, 1);
    let made = export(&proof, OUTPUTS[0].export);
    assert!(made.value.is_some_and(|pdf| pdf == proof.pdf), "the first output is the PDF");
    assert_eq!(OUTPUTS[0].export.extension(), "pdf");
}
