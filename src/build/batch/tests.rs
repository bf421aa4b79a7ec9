//! What is noticed between the reading of an issue and the writing of its PDF.

use std::fs;

use super::*;
use crate::model::IssueNumber;

const ID: IssueId = IssueId { year: 2024, number: IssueNumber::Regular(1) };

fn workspace() -> (tempfile::TempDir, Workspace) {
    let dir = tempfile::tempdir().expect("a folder");
    let put = |path: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    };
    put("jianbao.yaml", "name: 工作简报\nissuer: 市政府办公室\n");
    put("2024/001/issue.yaml", "number: 1\ndate: 2024-01-02\n");
    put("2024/001/10-a.md", "---\ntitle: 标题\n---\n![图](assets/a.png)\n");
    put("2024/001/20-b.md", "---\ntitle: 标题\n---\n正文。\n");
    let picture = include_bytes!("../../../docs/page-1.png");
    fs::create_dir_all(dir.path().join("2024/001/assets")).expect("a folder");
    fs::write(dir.path().join("2024/001/assets/a.png"), picture).expect("written");
    let workspace = Workspace::open(dir.path()).expect("a workspace");
    (dir, workspace)
}

/// What the batch says of an issue that `edit` changes after it was set.
fn after(edit: impl Fn(&Path)) -> Result<(), Error> {
    let (dir, workspace) = workspace();
    let options = BuildOptions::default();
    let batch = Batch::new(&workspace, &options)?;
    let press = batch.press()?;
    let before = batch.inputs.of(ID, &[], None)?;
    let proof = press.proof(ID, Setting::default())?;
    edit(dir.path());
    batch.unchanged(ID, &before, &proof.value.expect("pages")).map(|_| ())
}

#[test]
fn an_edit_during_the_build_is_noticed() {
    let put = |path: &'static str, text: &'static [u8]| {
        move |root: &Path| fs::write(root.join(path), text).expect("written")
    };
    let mut picture = include_bytes!("../../../docs/page-1.png").to_vec();
    after(|_| {}).expect("nothing changed");
    after(put("2024/001/assets/b.png", b"unused")).expect("it is not used");
    after(put("jianbao.yaml", b"name: a\nissuer: b\n")).expect("it was read once, for all");
    picture.push(0);
    let gone = |root: &Path| fs::remove_file(root.join("2024/001/20-b.md")).expect("removed");
    let repainted =
        |root: &Path| fs::write(root.join("2024/001/assets/a.png"), &picture).expect("written");
    let changed = [
        ("10-a.md", after(put("2024/001/10-a.md", b"---\ntitle: a\n---\nb\n"))),
        ("30-c.md", after(put("2024/001/30-c.md", b"---\ntitle: a\n---\nb\n"))),
        ("20-b.md", after(gone)),
        ("a.png", after(repainted)),
    ];
    for (name, result) in changed {
        match result {
            Err(Error::Changed { path }) => assert!(path.ends_with(name), "{name}: {path:?}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn what_is_shared_must_not_change_while_it_is_read() {
    let (dir, workspace) = workspace();
    fs::create_dir(dir.path().join("templates")).expect("a folder");
    let path = dir.path().join("templates/issue.typ");
    fs::write(&path, include_str!("../../../templates/issue.typ")).expect("written");
    let options = BuildOptions::default();
    let batch = Batch::new(&workspace, &options).expect("readable");
    let seen = batch.inputs.shared(None).expect("readable");
    assert_eq!(batch.inputs.changed(&seen).expect("readable"), None);
    fs::write(&path, "changed").expect("written");
    assert_eq!(batch.inputs.changed(&seen).expect("readable"), Some(path));
}

#[test]
fn what_is_issued_while_a_build_runs_is_not_written_over() {
    let (dir, workspace) = workspace();
    let options = BuildOptions::default();
    let batch = Batch::new(&workspace, &options).expect("readable");
    let press = batch.press().expect("readable");
    let how = crate::build::Publishing {
        reason: None,
        unread: None,
        attach: true,
        asks: false,
        at: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
    };
    let issued = crate::build::publish(&workspace, &[ID], &options, &how, |_| true, |_| {});
    assert_eq!(issued.expect("issued").built, 1);
    let pdf = dir.path().join("out/2024-001.pdf");
    let kept = fs::read(&pdf).expect("a PDF");
    let report = batch.report(&press, ID).expect("a report");
    assert_eq!(report.kept, Some(Kept::Differs));
    assert_eq!(report.path, dir.path().join("out/2024-001-重排.pdf"));
    assert!(fs::read(&pdf).expect("a PDF") == kept);
    // Nobody knows what was issued: nothing is written.
    fs::write(dir.path().join("ledger.yaml"), "- 期号: [\n").expect("written");
    fs::remove_file(&pdf).expect("removed");
    let report = batch.report(&press, ID).expect("a report");
    assert!(matches!(report.failure, Some(Error::Changed { .. })), "{report:?}");
    assert!(!pdf.exists());
}
