//! What a build and an issuing at the same time do to each other.

use std::fs;

use super::{Publishing, publish};
use crate::batch::{Batch, BuildOptions, Kept, Outcome};
use crate::error::Error;
use crate::model::{IssueId, IssueNumber};
use crate::workspace::tests::one_issue;

const ID: IssueId = IssueId { year: 2024, number: IssueNumber::Regular(1) };

#[test]
fn what_is_issued_while_a_build_runs_is_not_written_over() {
    let (dir, workspace) = one_issue();
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
