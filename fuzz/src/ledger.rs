//! The register: of any bytes, and continued by an entry of any words.
//!
//! Up to the first NUL: the words of the entry, a line each. Behind it: the register as it lies there.

use chrono::{DateTime, NaiveDate};
use jianbao::testing::{Digest, Entered, LedgerFile, Publication, Withdrawal};

use super::house::{ISSUE, sound};

/// Every byte that stood there stays, and what is put behind it is read back as it was.
pub fn run(data: &[u8]) {
    let at = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    let words = String::from_utf8_lossy(&data[..at]);
    let bytes = data.get(at + 1..).unwrap_or_default();
    let read = LedgerFile::parse(bytes.to_vec());
    sound(&read.diagnostics);
    let Some(file) = read.value else { return };
    let all = file.ledger.publications.len();
    assert!((0..all).all(|index| file.place(index).is_some()) && file.place(all).is_none());
    if read.diagnostics.iter().any(jianbao::testing::Diagnostic::is_error) {
        return;
    }
    let mut file = file;
    for edition in 1..=2 {
        let publication = publication(&words, edition);
        let entered = Entered::Issued(Box::new(publication.clone()));
        let Ok(next) = file.with(&entered) else { return };
        assert!(next.bytes().starts_with(file.bytes()));
        let again = LedgerFile::parse(next.bytes().to_vec());
        assert!(!again.has_errors(), "{:?}", again.diagnostics);
        let ledger = again.value.expect("a register").ledger;
        assert_eq!(ledger, next.ledger);
        assert_eq!(ledger.publications.last().map(AsRef::as_ref), Some(&publication));
        file = next;
    }
    let reason = words.lines().next().filter(|line| !line.is_empty()).unwrap_or("期号编错");
    let taken_back = publication(&words, 2);
    let entered = Entered::Withdrawn {
        id: ISSUE,
        edition: 2,
        sha256: taken_back.pdf.sha256.clone(),
        withdrawal: Withdrawal {
            recorded: taken_back.recorded,
            reason: reason.to_owned(),
            kept: Some("out/2024-001-撤回.pdf".to_owned()),
        },
    };
    let Ok(next) = file.with(&entered) else { return };
    assert!(next.bytes().starts_with(file.bytes()));
    let again = LedgerFile::parse(next.bytes().to_vec()).value.expect("a register").ledger;
    assert!(again == next.ledger && again.current(ISSUE).is_none());
}

fn publication(words: &str, edition: u32) -> Publication {
    let mut lines = words.lines().map(str::to_owned);
    let mut next = |otherwise: &str| {
        lines.next().filter(|line| !line.is_empty()).unwrap_or_else(|| otherwise.to_owned())
    };
    let digest = |path: String| Digest { path, sha256: "0123456789abcdef".repeat(4) };
    let date = NaiveDate::from_ymd_opt(2024, 1, 15).expect("a date");
    let recorded = DateTime::parse_from_rfc3339("2024-01-15T17:30:00+08:00").expect("a time");
    Publication {
        id: ISSUE,
        edition,
        turn: 1,
        reason: (edition > 1).then(|| next("更正")),
        earlier: (edition > 1).then(|| next("out/2024-001-第1版.pdf")),
        total: Some(136),
        date,
        recorded,
        titles: vec![next("标题一"), next("标题二")],
        pages: 3,
        pdf: digest(next("out/2024-001.pdf")),
        attached: false,
        profile: "gb9704".to_owned(),
        tool: next("jianbao 0.1.0"),
        sources: vec![digest(next("2024/001/issue.yaml")), digest(next("2024/001/10-a.md"))],
        shared: vec![digest(next("jianbao.yaml"))].into(),
        fonts: Vec::new().into(),
        unread: None,
        rebuilt: None,
        withdrawn: None,
        // Last: what earlier findings were made of stays what it was.
        others: vec![digest(next("out/2024-001.ofd"))],
    }
}
