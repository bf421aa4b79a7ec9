//! Entries from several sides at once, and registers that nothing may be written into.

use std::fs;
use std::thread;

use tempfile::TempDir;

use super::Register;
use crate::model::{Digest, Entered, IssueId, IssueNumber, Publication};
use crate::read::read_ledger;
use crate::workspace::Workspace;
use crate::workspace::tests::made_up;

fn workspace() -> (TempDir, Workspace) {
    made_up(&[("jianbao.yaml", "name: a\nissuer: b\n")])
}

fn publication(number: u32, edition: u32) -> Publication {
    let time = "2018-11-28T16:20:00.123456+08:00";
    Publication {
        id: IssueId { year: 2018, number: IssueNumber::Regular(number) },
        edition,
        turn: 1,
        reason: (edition > 1).then(|| "更正".to_owned()),
        total: None,
        date: "2018-11-27".parse().expect("a date"),
        recorded: time.parse().expect("a time"),
        titles: vec!["标题".to_owned()],
        pages: 4,
        pdf: Digest { path: format!("out/2018-{number:03}.pdf"), sha256: "0".repeat(64) },
        earlier: None,
        others: Vec::new(),
        attached: false,
        profile: "gb9704".to_owned(),
        tool: "jianbao".to_owned(),
        sources: Vec::new(),
        shared: Vec::new().into(),
        fonts: Vec::new().into(),
        unread: None,
        rebuilt: None,
        withdrawn: None,
    }
}

fn entered(publication: Publication) -> Entered {
    Entered::Issued(Box::new(publication))
}

fn open(workspace: &Workspace) -> Register {
    Register::open(workspace).expect("a disk").value.expect("a register")
}

#[test]
fn entries_from_several_sides_are_all_kept() {
    let (_dir, workspace) = workspace();
    thread::scope(|scope| {
        for side in 0..4 {
            let workspace = &workspace;
            scope.spawn(move || {
                for number in 1..=5 {
                    let mut register = open(workspace);
                    let done = register.append(entered(publication(side * 5 + number, 1)));
                    assert!(done.expect("a disk").value.is_some());
                    // Several entries may follow each other under one lock.
                    let done = register.append(entered(publication(side * 5 + number, 2)));
                    assert!(done.expect("a disk").value.is_some());
                }
            });
        }
    });
    let ledger = read_ledger(&workspace).expect("a disk");
    assert!(ledger.diagnostics.is_empty(), "{:?}", ledger.diagnostics);
    let ledger = ledger.value.expect("a register");
    assert_eq!(ledger.publications.len(), 40);
    for number in 1..=20 {
        let current = ledger.current(publication(number, 1).id).expect("entered");
        assert_eq!(current.edition, 2);
        assert_eq!(current.recorded.to_rfc3339(), "2018-11-28T16:20:00+08:00");
    }
}

#[test]
fn an_edition_out_of_turn_is_refused() {
    let (_dir, workspace) = workspace();
    let mut register = open(&workspace);
    let refused = register.append(entered(publication(28, 2))).expect("a disk");
    assert!(refused.value.is_none());
    assert_eq!(refused.diagnostics[0].message, "「2018/28」已登记到第 0 版，不能再登记第 2 版");
    assert!(!workspace.root().join("ledger.yaml").exists());
    // By hand, while the register is held.
    assert!(open_other_and_append(&workspace, &mut register));
    let refused = register.append(entered(publication(28, 1))).expect("a disk");
    assert!(refused.value.is_none());
    assert_eq!(register.ledger().publications.len(), 1);
}

/// Puts an entry into the file behind the register's back.
fn open_other_and_append(workspace: &Workspace, register: &mut Register) -> bool {
    let file = register.file.with(&entered(Publication {
        recorded: "2018-11-28T16:20:00+08:00".parse().expect("a time"),
        ..publication(28, 1)
    }));
    fs::write(workspace.root().join("ledger.yaml"), file.expect("an entry").bytes()).is_ok()
}

#[test]
fn a_register_with_mistakes_is_not_written_into() {
    let (_dir, workspace) = workspace();
    let path = workspace.root().join("ledger.yaml");
    fs::write(&path, "- 期号: 28\n").expect("written");
    let refused = Register::open(&workspace).expect("a disk");
    assert!(refused.value.is_none() && refused.has_errors());
    fs::remove_file(&path).expect("removed");
    let mut register = open(&workspace);
    fs::write(&path, "- 期号: 28\n").expect("written");
    let refused = register.append(entered(publication(28, 1))).expect("a disk");
    assert!(refused.value.is_none() && refused.has_errors());
    assert_eq!(fs::read_to_string(&path).expect("read"), "- 期号: 28\n");
}

#[test]
fn the_cache_may_be_deleted_at_any_time() {
    let (_dir, workspace) = workspace();
    let mut register = open(&workspace);
    fs::remove_dir_all(workspace.cache_dir()).expect("removed");
    assert!(register.append(entered(publication(28, 1))).expect("a disk").value.is_some());
    assert!(open(&workspace).append(entered(publication(28, 2))).expect("a disk").value.is_some());
}

/// With the register gone or cut short under its hands, nothing is entered: the next entry would make
/// what is left look whole.
#[test]
fn a_register_that_vanishes_is_not_begun_anew() {
    let (_dir, workspace) = workspace();
    let path = workspace.root().join("ledger.yaml");
    let mut register = open(&workspace);
    for number in 1..=2 {
        assert!(register.append(entered(publication(number, 1))).expect("a disk").value.is_some());
    }
    let whole = fs::read_to_string(&path).expect("UTF-8");
    let second = whole.rfind("\n- ").expect("an entry");
    for left in [None, Some(""), Some(&whole[..second])] {
        match left {
            Some(left) => fs::write(&path, left).expect("written"),
            None => fs::remove_file(&path).expect("removed"),
        }
        let refused = register.append(entered(publication(3, 1))).expect("a disk");
        assert!(refused.value.is_none() && refused.diagnostics[0].message.contains("里少了"));
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), left);
        fs::write(&path, &whole).expect("written");
    }
    assert!(register.append(entered(publication(3, 1))).expect("a disk").value.is_some());
}

/// Gone in the very moment in which an entry is written, it is not taken for one that never had any:
/// the issues after that would be issued over those that are there.
#[test]
fn a_register_that_vanishes_while_it_is_written_is_not_begun_anew() {
    let (_dir, workspace) = workspace();
    let path = workspace.root().join("ledger.yaml");
    let mut register = open(&workspace);
    for number in 1..=2 {
        assert!(register.append(entered(publication(number, 1))).expect("a disk").value.is_some());
    }
    let whole = fs::read_to_string(&path).expect("UTF-8");
    for left in [None, Some("")] {
        let before = (register.file.bytes().len(), register.ledger().entries());
        register.file.enter(&entered(publication(3, 1))).expect("an entry");
        match left {
            Some(left) => fs::write(&path, left).expect("written"),
            None => fs::remove_file(&path).expect("removed"),
        }
        register.take_back(before).expect("a disk");
        assert_eq!(register.ledger().publications.len(), 2);
        let refused = register.append(entered(publication(3, 1))).expect("a disk");
        assert!(refused.value.is_none() && refused.diagnostics[0].message.contains("里少了"));
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), left);
        fs::write(&path, &whole).expect("written");
    }
    // What is on the disk and whole is what it says.
    let before = (register.file.bytes().len(), register.ledger().entries());
    register.file.enter(&entered(publication(3, 1))).expect("an entry");
    register.take_back(before).expect("a disk");
    assert!(register.append(entered(publication(3, 1))).expect("a disk").value.is_some());
}
