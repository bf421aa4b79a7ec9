//! What a build and an issuing at the same time do to each other.

use std::fs;

use super::{Publishing, publish};
use crate::batch::{Batch, BuildOptions, Kept, Outcome};
use crate::error::Error;
use crate::model::{IssueId, IssueNumber};
use crate::workspace::Workspace;

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
    put("2024/001/20-b.md", "---\ntitle: 标题\n---\n正文。\n");
    let workspace = Workspace::open(dir.path()).expect("a workspace");
    (dir, workspace)
}

#[test]
fn what_is_issued_while_a_build_runs_is_not_written_over() {
    let (dir, workspace) = workspace();
    let options = BuildOptions::default();
    let batch = Batch::new(&workspace, &options).expect("readable");
    let press = batch.press().expect("readable");
    let how = Publishing {
        reason: None,
        unread: None,
        attach: true,
        asks: false,
        at: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
    };
    let issued = publish(&workspace, &[ID], &options, &how, |_| true, |_| {});
    assert_eq!(issued.expect("issued").built, 1);
    let pdf = dir.path().join("out/2024-001.pdf");
    let kept = fs::read(&pdf).expect("a PDF");
    let report = batch.report(&press, ID).expect("a report");
    assert_eq!(report.outcome.kept(), Some(Kept::Differs));
    assert_eq!(report.path, dir.path().join("out/2024-001-重排.pdf"));
    assert!(fs::read(&pdf).expect("a PDF") == kept);
    // Nobody knows what was issued: nothing is written.
    fs::write(dir.path().join("ledger.yaml"), "- 期号: [\n").expect("written");
    fs::remove_file(&pdf).expect("removed");
    let report = batch.report(&press, ID).expect("a report");
    assert!(matches!(report.outcome, Outcome::Failed(Error::Changed { .. })), "{report:?}");
    assert!(!pdf.exists());
}
