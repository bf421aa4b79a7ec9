//! Which number is next, and what a new folder holds.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::workspace::tests::made_up;

/// A workspace with the files given.
fn workspace(settings: &str, files: &[(&str, &str)]) -> (TempDir, Workspace) {
    let settings = format!("name: 简报\nissuer: 甲\n{settings}");
    made_up(&[files, &[("jianbao.yaml", settings.as_str())]].concat())
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("made");
    fs::write(path, text).expect("written");
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn house(workspace: &Workspace) -> House {
    House::open(workspace.clone()).expect("readable")
}

/// The folder and 总期号 of the next number, or what stands against it.
fn take(workspace: &Workspace, on: &str, supplement: bool) -> String {
    let reserved = reserve(
        &house(workspace),
        &Order { date: date(on), supplement, only: None, begins: false },
    )
    .expect("a disk");
    let told: Vec<String> = reserved
        .diagnostics
        .iter()
        .map(|found| format!("{}: {}", found.code.name, found.message))
        .collect();
    let Some(value) = reserved.value else { return told.join("\n") };
    let total = value.total.map_or_else(String::new, |total| format!(" 总 {total}"));
    let shown = format!("{}{total}", workspace.display(&value.dir));
    [vec![shown], told].concat().join("\n")
}

/// Fills a folder with an `issue.yaml`.
fn of(text: &'static str) -> impl Fn(&Path) -> Result<(), Error> {
    move |dir| write_atomic(&dir.join(ISSUE_FILE), text.as_bytes()).map(drop)
}

#[test]
fn the_next_number() {
    let issue = "number: 28\ndate: 2018-11-27\n";
    let (_dir, workspace) = workspace("", &[("2018/028/issue.yaml", issue)]);
    assert_eq!(take(&workspace, "2018-12-04", false), "2018/029");
    assert_eq!(take(&workspace, "2019-01-04", false), "2019/030");
    // Whatever bears a number has taken it.
    fs::create_dir_all(workspace.root().join("2018/31")).expect("made");
    put(workspace.root(), "2019/32", "");
    put(workspace.root(), "2019/_40/issue.yaml", "");
    assert_eq!(take(&workspace, "2019-01-05", false), "2019/33");
    assert_eq!(take(&workspace, "2019-01-05", true), "2019/增刊1");
    assert_eq!(take(&workspace, "2019-01-06", true), "2019/增刊2");
    assert_eq!(
        take(&workspace, "2019-01-01", true),
        "2019/增刊3\ndate-backwards: 「2019/增刊3」的日期 2019-01-01 早于前一期「2019/增刊2」的 2019-01-06"
    );
}

#[test]
fn the_first_number() {
    let (_dir, workspace) = workspace("", &[]);
    assert_eq!(take(&workspace, "2018-01-04", false), "2018/001");
    assert_eq!(take(&workspace, "2018-01-04", true), "2018/增刊1");
}

#[test]
fn each_year_anew() {
    let (_dir, workspace) = workspace(
        "numbering: yearly\n",
        &[
            ("2018/28/issue.yaml", "number: 28\ndate: 2018-12-27\n"),
            ("2018/增刊01/issue.yaml", "number: 1\n增刊: 是\ndate: 2018-12-27\n"),
        ],
    );
    assert_eq!(take(&workspace, "2019-01-04", false), "2019/01");
    assert_eq!(take(&workspace, "2018-12-30", false), "2018/29");
    assert_eq!(take(&workspace, "2019-01-04", true), "2019/增刊01");
}

#[test]
fn totals_go_on_where_the_series_counts_them() {
    let (_dir, workspace) = workspace(
        "",
        &[
            ("2018/028/issue.yaml", "number: 28\ndate: 2018-11-27\ntotal: 136\n"),
            ("2018/增刊1/issue.yaml", "number: 1\n增刊: 是\ndate: 2018-11-28\ntotal: 137\n"),
        ],
    );
    assert_eq!(take(&workspace, "2018-12-04", false), "2018/029 总 138");
    assert_eq!(take(&workspace, "2018-12-04", true), "2018/增刊2 总 139");
    put(workspace.root(), "2018/030/issue.yaml", "number: 30\ndate: 2018-12-05\n");
    assert_eq!(take(&workspace, "2018-12-06", false), "2018/031");
    // No earlier 增刊 has one here.
    put(workspace.root(), "2018/增刊3/issue.yaml", "number: 3\n增刊: 是\ndate: 2018-12-05\n");
    assert_eq!(take(&workspace, "2018-12-06", true), "2018/增刊4");
}

fn entry(id: &str, total: u32) -> String {
    let hash = "0".repeat(64);
    format!(
        "- 期号: {id}\n  日期: 2018-12-01\n  总期号: {total}\n  登记时间: 2018-12-01T00:00:00Z\n  页数: 1\n  文件: a.pdf\n  sha256: {hash}\n  版式: a\n  程序: b\n"
    )
}

#[test]
fn a_number_that_was_issued_is_not_given_again() {
    let (_dir, workspace) = workspace(
        "",
        &[
            ("2018/028/issue.yaml", "number: 28\ndate: 2018-11-27\ntotal: 136\n"),
            ("ledger.yaml", &(entry("2018/29", 137) + &entry("2018/增刊4", 150))),
        ],
    );
    assert_eq!(take(&workspace, "2018-12-04", false), "2018/030 总 151");
    assert_eq!(take(&workspace, "2018-12-04", true), "2018/增刊5");
}

#[test]
fn what_cannot_be_trusted_gives_no_number() {
    let (_dir, broken) = workspace("numbering: yearl\n", &[]);
    assert_eq!(take(&broken, "2018-12-04", false), "wrong-value: 「numbering」不能是「yearl」");
    let (_dir, broken) = workspace("", &[("ledger.yaml", "- 期号: 28\n")]);
    assert!(take(&broken, "2018-12-04", false).contains("ledger: 期号「28」的写法不对"));
    assert!(!broken.root().join("2018").exists());
    let (_dir, full) = workspace("", &[("2018/999999/issue.yaml", "number: 999999\n")]);
    assert_eq!(take(&full, "2018-12-04", false), "wrong-number: 期号已到 999999，没有更大的了");
}

#[test]
fn a_new_issue_is_whole_and_alone() {
    let (_dir, workspace) = workspace("", &[("2018/.jianbao-new-old/issue.yaml", "")]);
    take(&workspace, "2018-12-04", false);
    let names: Vec<String> = fs::read_dir(workspace.root().join("2018"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["001"], "what was left unfinished is cleared away");
}

/// Removing `# ` from each line leaves nothing to be mended.
#[test]
fn every_comment_of_a_new_issue_is_valid() {
    let (_dir, workspace) = workspace("", &[]);
    for supplement in [false, true] {
        let order = Order { date: date("2018-12-04"), supplement, only: None, begins: false };
        let value = reserve(&house(&workspace), &order).expect("a disk").value.expect("a number");
        let path = value.dir.join(ISSUE_FILE);
        let text = fs::read_to_string(&path).expect("UTF-8");
        let bare: Vec<&str> = text
            .lines()
            .map(|line| match line {
                "#" => "",
                line => line.strip_prefix("# ").unwrap_or(line),
            })
            .collect();
        assert!(bare.iter().filter(|line| !line.starts_with("#　")).count() > 12, "{text}");
        fs::write(&path, bare.join("\n")).expect("written");
        fs::write(value.dir.join("10-a.md"), "---\n标题: 甲\n---\n正文。\n").expect("written");
        let issue = crate::read::read_issue(&workspace, value.id).expect("readable");
        assert!(issue.diagnostics.is_empty(), "{:?}", issue.diagnostics);
        let issue = issue.value.expect("an issue");
        assert!(issue.contents && issue.masthead.serial.is_some());
        assert_eq!(issue.editors_note.map(|note| note.value.lines().count()), Some(3));
        assert_eq!(issue.distribution.copies, Some(120));
        assert_eq!(issue.sign_off.approver.map(|name| name.value).as_deref(), Some("王五"));
    }
}

/// Whoever wants a certain number gets no other, though somebody was quicker.
#[test]
fn a_number_that_was_taken_meanwhile() {
    let (_dir, workspace) = workspace("", &[("2018/028/issue.yaml", "number: 28\n")]);
    let number = IssueNumber::Regular(29);
    let order =
        Order { date: date("2018-12-04"), supplement: false, only: Some(number), begins: false };
    let take = || reserve(&house(&workspace), &order).expect("a disk").value.map(|it| it.id.number);
    assert_eq!((take(), take()), (Some(number), None));
    assert!(!workspace.root().join("2018/030").exists());
}

#[test]
fn a_name_that_is_taken_stays_as_it_is() {
    let (_dir, workspace) = workspace("", &[]);
    let year = workspace.root().join("2018");
    for taken in ["001", "002"] {
        fs::create_dir_all(year.join(taken)).expect("made");
    }
    put(&year, "002/稿件.md", "甲");
    for taken in ["001", "002"] {
        assert!(!make(&year, &year.join(taken), &of("")).expect("a disk"), "{taken}");
    }
    assert!(!year.join("001/issue.yaml").exists());
    assert_eq!(fs::read_dir(&year).expect("a folder").count(), 2);
}

#[test]
fn who_finds_a_number_doubled_gives_way() {
    let (_dir, workspace) = workspace("", &[("2019/29/issue.yaml", "")]);
    let year = workspace.root().join("2018");
    let dir = year.join("029");
    assert!(make(&year, &dir, &of("期号: 29\n")).expect("a disk"));
    let id = IssueId { year: 2018, number: IssueNumber::Regular(29) };
    assert!(is_doubled(&workspace, id, Numbering::Continuous).expect("a disk"));
    assert!(!is_doubled(&workspace, id, Numbering::Yearly).expect("a disk"));
    withdraw(&dir).expect("a disk");
    assert_eq!(fs::read_dir(&year).expect("a folder").count(), 0);
    // Also while somebody else is taking back the same number and not done yet.
    put(&year, ".jianbao-new-029/issue.yaml", "期号: 29\n");
    assert!(make(&year, &dir, &of("期号: 29\n")).expect("a disk"));
    withdraw(&dir).expect("a disk");
    assert!(!dir.exists());
}

#[test]
fn a_disk_that_cannot_be_written_is_no_finding() {
    let (_dir, workspace) = workspace("", &[("2018", "a file")]);
    let order = Order { date: date("2018-12-04"), supplement: false, only: None, begins: false };
    let failed = reserve(&house(&workspace), &order).expect_err("no folder");
    assert!(matches!(failed, Error::Write { .. }), "{failed}");
}

/// As on a disk where locks do not work.
#[test]
fn no_number_is_doubled_without_locks() {
    let (_dir, workspace) = workspace("", &[]);
    let take = |thread: usize| {
        let day = if thread.is_multiple_of(2) { "2018-12-31" } else { "2019-01-01" };
        let order = Order { date: date(day), supplement: false, only: None, begins: false };
        let year = u16::try_from(order.date.year()).expect("a year");
        let run = Run {
            year,
            numbering: Numbering::Continuous,
            ledger: Ledger::default(),
            printed: Vec::new(),
        };
        (0..3).filter_map(|_| super::take(&workspace, &order, &run).ok()?.value).count()
    };
    let taken: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|thread| scope.spawn(move || take(thread))).collect();
        threads.into_iter().map(|thread| thread.join().expect("ended")).sum()
    });
    let folders = workspace.numbered().expect("listed");
    let mut numbers: Vec<u32> = folders.iter().map(|folder| folder.id.number.value()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!((numbers.len(), folders.len()), (taken, taken), "{folders:?}");
    assert!(taken > 0 && folders.iter().all(|folder| folder.ready));
}
