//! The desk, the watch and the archive on a workspace that changes, and a server as a whole.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use tempfile::TempDir;

use super::desk::Desk;
use super::edition::{Edition, State};
use super::named::Key;
use super::shelf::Shelf;
use super::watch::{Seen, Touched, Watching, watch};
use super::*;
use crate::diagnostic::Diagnostic;
use crate::model::IssueNumber;

/// The time of day in every test.
fn nine() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2018-11-27T09:00:00+08:00").expect("a time")
}

const PATIENCE: Duration = Duration::from_secs(20);
const ID: IssueId = IssueId { year: 2024, number: IssueNumber::Regular(1) };
const KEY: Key = Key { id: ID, draft: false };

struct Bench {
    dir: TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self { dir: tempfile::tempdir().expect("a folder") };
        bench.write("jianbao.yaml", "name: 工作简报\nissuer: 河东市人民政府办公室\n");
        bench.write("2024/001/issue.yaml", "number: 1\ndate: 2024-01-15\n");
        bench.write("2024/001/10-a.md", "---\ntitle: 甲县动态\n---\n甲县今日开工。\n");
        bench
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn workspace(&self) -> Workspace {
        Workspace::open(self.dir.path()).expect("a workspace")
    }

    fn desk(&self) -> Arc<Desk> {
        Desk::open(&self.workspace(), nine, Arc::new(|_| ())).expect("a thread")
    }
}

fn touched() -> Touched {
    Touched { issues: BTreeSet::from([ID]), ..Touched::default() }
}

/// The edition that `wanted` holds for, while somebody looks at the issue.
fn edition(desk: &Desk, wanted: impl Fn(&Edition) -> bool) -> Arc<Edition> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let mut receiver = desk.look_at(KEY);
        let found = receiver.wait_for(|edition| edition.as_deref().is_some_and(&wanted));
        let found = tokio::time::timeout(PATIENCE, found).await.expect("an edition in time");
        found.expect("a desk").clone().expect("an edition")
    })
}

#[test]
fn who_asks_while_saves_do_not_end_is_answered() {
    let bench = Bench::new();
    let desk = bench.desk();
    edition(&desk, |_| true);
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let done = AtomicBool::new(false);
    let answered = thread::scope(|scope| {
        // Far more often than an issue is set.
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                desk.touched(&touched());
                thread::sleep(Duration::from_micros(200));
            }
        });
        let asked = async { tokio::time::timeout(PATIENCE, desk.edition(KEY)).await };
        let answered = runtime.block_on(asked);
        done.store(true, Ordering::Relaxed);
        answered
    });
    assert!(answered.expect("an answer in time").is_some());
}

#[test]
fn no_issue_waits_for_ever_while_another_is_opened_and_changed_again_and_again() {
    let bench = Bench::new();
    let desk = bench.desk();
    let mut draft = desk.look_at(Key { draft: true, ..KEY });
    let _other = desk.look_at(KEY);
    let end = Instant::now() + PATIENCE;
    let mut told = 0;
    while told < 3 && Instant::now() < end {
        desk.touched(&touched());
        desk.look_at(KEY);
        told += u32::from(draft.has_changed().expect("a desk"));
        draft.mark_unchanged();
        thread::sleep(Duration::from_micros(200));
    }
    assert_eq!(told, 3, "the draft was set only so often");
}

#[test]
fn pages_that_were_shown_a_moment_ago_can_be_asked_for() {
    let bench = Bench::new();
    let desk = bench.desk();
    let looking = desk.look_at(KEY);
    let mut shown = vec![edition(&desk, |_| true)];
    for turn in 0..10 {
        bench
            .write("2024/001/10-a.md", &format!("---\ntitle: 甲县动态\n---\n甲县{turn}日开工。\n"));
        desk.touched(&touched());
        let last = shown.last().expect("one").version;
        shown.push(edition(&desk, |edition| edition.version > last));
    }
    let (old, lately) = shown.split_at(2);
    for it in lately {
        assert!(desk.shown(KEY, it.version).is_some(), "{}", it.version);
        let known = &it.pages.as_ref().expect("pages").looks()[0];
        assert!(desk.find_in_pages(|pages| pages.index(known)).is_some());
    }
    assert!(old.iter().all(|it| desk.shown(KEY, it.version).is_none()), "kept for ever");
    drop(looking);
}

#[test]
fn while_the_text_has_errors_the_last_good_pages_stay() {
    let bench = Bench::new();
    let desk = bench.desk();
    let good = edition(&desk, |_| true);
    assert_eq!(good.state, State::Fresh);
    let looks = |edition: &Edition| edition.pages.as_ref().expect("pages").looks().to_vec();

    bench.write("2024/001/20-b.md", "---\ntitle: 乙县动态\ndate: 2024-02-31\n---\n乙县完工。\n");
    desk.touched(&touched());
    let broken = edition(&desk, |edition| edition.version > good.version);
    assert_eq!(broken.state, State::Old);
    assert_eq!(looks(&broken), looks(&good));
    assert_eq!(broken.findings[0].code.name, "wrong-date");
    assert!(broken.pdf().is_err());
    // The entries are those of the pages.
    assert_eq!(broken.issue.as_ref().expect("an issue").entries.len(), 1);

    bench.write("2024/001/20-b.md", "---\ntitle: 乙县动态\ndate: 2024-02-28\n---\n乙县完工。\n");
    desk.touched(&touched());
    let mended = edition(&desk, |edition| edition.version > broken.version);
    assert_eq!(mended.state, State::Fresh);
    assert_ne!(looks(&mended), looks(&good));
    assert!(mended.pdf().expect("a PDF").starts_with(b"%PDF"));
    let (_, first) = desk.first(KEY).expect("first pages");
    assert_eq!(first.looks(), looks(&good));
}

#[test]
fn an_issue_that_was_never_good_shows_what_there_is() {
    let bench = Bench::new();
    bench.write("2024/001/20-b.md", "---\ntitle: 乙县动态\ndate: 2024-02-31\n---\n乙县完工。\n");
    let desk = bench.desk();
    let broken = edition(&desk, |_| true);
    assert_eq!(broken.state, State::Partial);
    assert!(broken.pages.is_some());
    assert!(desk.first(KEY).is_none());

    bench.write("2024/001/issue.yaml", "number: [\n");
    desk.touched(&touched());
    let unreadable = edition(&desk, |edition| edition.version > broken.version);
    assert_eq!(unreadable.state, State::None);

    fs::remove_dir_all(bench.dir.path().join("2024/001")).expect("removed");
    desk.touched(&touched());
    let gone = edition(&desk, |edition| edition.version > unreadable.version);
    assert!(gone.failure.is_some());
}

#[test]
fn a_failure_of_the_machine_leaves_the_pages_and_is_told() {
    let bench = Bench::new();
    bench.write("2024/001/20-b.md", "---\ntitle: 乙县动态\ndate: 2024-02-31\n---\n乙县完工。\n");
    let desk = bench.desk();
    let partial = edition(&desk, |_| true);
    assert_eq!(partial.state, State::Partial);
    let (from, to) = (bench.dir.path().join("2024/001"), bench.dir.path().join("2024/_001"));
    fs::rename(&from, &to).expect("renamed");
    desk.touched(&touched());
    let gone = edition(&desk, |edition| edition.version > partial.version);
    assert!(gone.pages.is_some());
    let failure = gone.failure.clone().expect("a failure").message;
    assert!(failure.contains("文件夹不在了"), "{failure}");
    assert_eq!(gone.pdf(), Err(failure.clone()));
    // It is among what is wrong, and the places of the findings keep in step.
    let sheet: serde_json::Value = serde_json::from_str(&gone.json).expect("JSON");
    let places: serde_json::Value = serde_json::from_str(&spots::places(&gone)).expect("JSON");
    let count = |value: &serde_json::Value| value.as_array().expect("a list").len();
    assert_eq!(sheet["findings"][0]["message"], failure);
    assert_eq!(count(&sheet["findings"]), count(&places["findings"]));
    assert!(matches!(gone.event(), Event::Set { failure: Some(told), .. } if told == failure));
    fs::rename(to, from).expect("renamed");
    desk.touched(&touched());
    let back = edition(&desk, |edition| edition.version > gone.version);
    assert_eq!((back.state, back.failure.is_none()), (State::Partial, true));
}

#[test]
fn a_broken_register_is_told_and_leaves_the_pages() {
    let bench = Bench::new();
    bench.write("ledger.yaml", "- 期号: [\n");
    let broken = edition(&bench.desk(), |_| true);
    assert_eq!(broken.state, State::Fresh);
    assert!(broken.published.is_err());
    assert!(broken.findings.iter().any(Diagnostic::is_error), "{:?}", broken.findings);
    assert!(broken.pdf().is_err());
}

#[test]
fn an_issue_that_takes_too_long_is_told_and_does_not_hold_the_desk_up() {
    let bench = Bench::new();
    bench.write("jianbao.yaml", "name: 工作简报\nissuer: 市政府办公室\nlimits: {time: 2}\n");
    let desk = bench.desk();
    let good = edition(&desk, |_| true);
    assert_eq!(good.state, State::Fresh);
    let endless = "{% extends \"entries/_entry.typ\" %}{% block end %}\n#for i in range(1000000) \
        { for j in range(1000000) { let _ = i + j } }\n{% endblock end %}\n";
    bench.write("templates/entries/update.typ", endless);
    desk.touched(&Touched { house: true, ..touched() });
    let late = edition(&desk, |edition| edition.version > good.version);
    // The pages are those of before, and what is wrong is said.
    assert_eq!((late.state, late.findings[0].code.name), (State::Old, "too-slow"));
    assert!(late.pages.is_some() && late.pdf().is_err());
    fs::remove_file(bench.dir.path().join("templates/entries/update.typ")).expect("removed");
    desk.touched(&Touched { house: true, ..touched() });
    let mended = edition(&desk, |edition| edition.version > late.version);
    assert_eq!((mended.state, mended.findings.len()), (State::Fresh, 0));
}

#[test]
fn settings_changed_while_an_issue_is_set_are_not_lost() {
    let bench = Bench::new();
    let desk = bench.desk();
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    for round in 0..20 {
        desk.touched(&touched());
        let name = format!("工作简报{round}");
        bench.write("jianbao.yaml", &format!("name: {name}\nissuer: 河东市人民政府办公室\n"));
        desk.touched(&Touched { house: true, ..Touched::default() });
        let newest = runtime.block_on(desk.edition(KEY)).expect("an edition");
        assert_eq!(newest.issue.as_ref().expect("an issue").masthead.name.value, name);
    }
}

#[test]
fn an_issue_nobody_looked_at_meanwhile_is_not_shown_as_it_was() {
    let bench = Bench::new();
    let desk = bench.desk();
    let before = edition(&desk, |_| true);
    bench.write("2024/001/10-a.md", "---\ntitle: 甲县动态\n---\n甲县明日开工。\n");
    desk.touched(&touched());
    // A tab that is opened now must not see the old text first, not even for a moment.
    let after = edition(&desk, |_| true);
    assert!(after.version > before.version, "{} after {}", after.version, before.version);
}

#[test]
fn an_edition_is_what_the_page_expects() {
    let bench = Bench::new();
    let edition = edition(&bench.desk(), |_| true);
    let sheet: serde_json::Value = serde_json::from_str(&edition.json).expect("JSON");
    assert_eq!(sheet["state"], "fresh");
    assert_eq!(sheet["name"], "2024年第1期");
    assert_eq!(sheet["outline"][0]["title"], "甲县动态");
    assert_eq!(sheet["outline"][0]["line"], 2);
    assert_eq!(sheet["rows"]["of"], 22);
    assert_eq!(sheet["pdf"], "2024-001.pdf");
    let pages = edition.pages.as_ref().expect("pages");
    assert_eq!(sheet["pages"].as_array().expect("pages").len(), pages.len());
    assert!(pages.picture(0).expect("a picture").starts_with(b"<svg"));
    // Every file a map names can be asked for.
    let map: serde_json::Value =
        serde_json::from_str(&places::map(&pages.typeset, 0).expect("a map")).expect("JSON");
    for source in map["sources"].as_array().expect("sources") {
        assert!(edition.sources.contains_key(source.as_str().expect("a name")), "{source}");
    }
    let at: serde_json::Value = serde_json::from_str(&spots::places(&edition)).expect("JSON");
    assert_eq!(at["entries"][0][0]["page"], 1);
}

/// What is told of changes, gathered until `wanted` is among it.
fn heard(events: &Receiver<Touched>, wanted: impl Fn(&Touched) -> bool) -> bool {
    let end = Instant::now() + PATIENCE;
    let mut all = Touched::default();
    while let Ok(touched) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        all.extend(touched);
        if wanted(&all) {
            return true;
        }
    }
    false
}

fn watched(bench: &Bench, poll: bool) -> (Watching, Receiver<Touched>) {
    let (sender, events) = mpsc::channel();
    let watching = watch(&bench.workspace(), poll, move |seen| {
        if let Seen::Touched(touched) = seen {
            let _ = sender.send(touched);
        }
    });
    (watching.expect("a watch"), events)
}

#[test]
fn changes_are_told_with_what_they_concern() {
    for poll in [false, true] {
        let bench = Bench::new();
        let (_watching, events) = watched(&bench, poll);
        bench.write("2024/001/10-a.md", "---\ntitle: 甲县动态\n---\n甲县完工。\n");
        assert!(heard(&events, |it| it.issues.contains(&ID)), "an edit, poll {poll}");
        bench.write("2024/001/new.tmp", "---\ntitle: 乙县动态\n---\n乙县完工。\n");
        let (from, to) = ("2024/001/new.tmp", "2024/001/20-b.md");
        fs::rename(bench.dir.path().join(from), bench.dir.path().join(to)).expect("renamed");
        assert!(heard(&events, |it| it.issues.contains(&ID)), "a renaming, poll {poll}");
        bench.write("jianbao.yaml", "name: 另一种简报\nissuer: 河东市人民政府办公室\n");
        assert!(heard(&events, |it| it.house), "settings, poll {poll}");
        bench.write("ledger.yaml", "[]\n");
        assert!(heard(&events, |it| it.ledger), "the register, poll {poll}");
        // A year and a folder of templates that were not there when the watch began.
        bench.write("2025/增刊1/issue.yaml", "number: 增刊1\ndate: 2025-01-15\n");
        assert!(heard(&events, |it| it.folders), "a new year, poll {poll}");
        bench.write("2025/增刊1/10-c.md", "丙县\n");
        let new = IssueId { year: 2025, number: IssueNumber::Supplement(1) };
        assert!(heard(&events, |it| it.issues.contains(&new)), "in the new year, poll {poll}");
        bench.write("templates/entries/update.typ", "x");
        assert!(heard(&events, |it| it.house), "a template, poll {poll}");
    }
}

#[test]
fn a_folder_that_was_replaced_is_watched_on() {
    for poll in [false, true] {
        let bench = Bench::new();
        bench.write("neu/001/issue.yaml", "number: 1\ndate: 2024-01-15\n");
        bench.write("templates/entries/update.typ", "x");
        let (_watching, events) = watched(&bench, poll);
        let path = |name: &str| bench.dir.path().join(name);
        fs::rename(path("2024"), path("alt")).expect("renamed");
        fs::rename(path("neu"), path("2024")).expect("renamed");
        assert!(heard(&events, |it| it.concerns(ID)), "another year, poll {poll}");
        fs::remove_dir_all(path("templates")).expect("removed");
        bench.write("templates/entries/update.typ", "y");
        assert!(heard(&events, |it| it.house), "other templates, poll {poll}");
        // What is told of the replacing itself is over by now.
        while events.recv_timeout(Duration::from_secs(2)).is_ok() {}
        bench.write("2024/001/10-a.md", "甲县完工。\n");
        assert!(heard(&events, |it| it.issues.contains(&ID)), "in the other year, poll {poll}");
        bench.write("templates/entries/update.typ", "z");
        assert!(heard(&events, |it| it.house), "in the other templates, poll {poll}");
    }
}

#[test]
fn what_makes_no_page_is_not_told() {
    let bench = Bench::new();
    bench.write("out/2024-001.pdf", "x");
    let (_watching, events) = watched(&bench, false);
    bench.write("out/2024-001.pdf", "y");
    bench.write(".jianbao/built-1.txt", "y");
    bench.write("2024说明.txt", "y");
    fs::read(bench.dir.path().join("2024/001/10-a.md")).expect("read");
    assert_eq!(
        events.recv_timeout(Duration::from_millis(300)),
        Err(mpsc::RecvTimeoutError::Timeout)
    );
}

/// The list of the archive as soon as `wanted` holds for it.
fn listed(shelf: &Shelf, wanted: impl Fn(&str) -> bool) -> String {
    let end = Instant::now() + PATIENCE;
    loop {
        let list = String::from_utf8_lossy(&shelf.list()).into_owned();
        if wanted(&list) || Instant::now() > end {
            return list;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_list_tells_of_issues_only_and_of_what_is_wrong_with_them() {
    let bench = Bench::new();
    let shelf = Shelf::open(&bench.workspace(), bench.desk()).expect("a thread");
    let clean = listed(&shelf, |list| list.contains("\"state\":\"clean\""));
    assert!(clean.contains("甲县动态") && clean.contains("\"href\":\"/2024/1\""), "{clean}");
    let texts = String::from_utf8_lossy(&shelf.texts()).into_owned();
    assert!(texts.contains("甲县今日开工"));
    // A folder that is no issue yet, as clerks begin one.
    bench.write("2024/002/10-b.md", "乙县开工。\n");
    let new = IssueId { year: 2024, number: IssueNumber::Regular(2) };
    shelf.touched(&Touched {
        issues: BTreeSet::from([ID, new]),
        folders: true,
        ..Touched::default()
    });
    let list = listed(&shelf, |list| list.contains("2024/002"));
    assert!(!list.contains("第2期") && list.contains("没有 issue.yaml"), "{list}");
    // Without settings nothing can be read, and each issue says so.
    fs::remove_file(bench.dir.path().join("jianbao.yaml")).expect("removed");
    shelf.touched(&Touched { house: true, ..Touched::default() });
    let list = listed(&shelf, |list| list.contains("\"state\":\"errors\""));
    assert!(list.contains("第1期") && list.contains("jianbao.yaml"), "{list}");
}

/// Asks a server for something.
fn ask(address: &str, path: &str) -> String {
    let host = address.trim_start_matches("http://").split('/').next().expect("a host");
    let mut stream = TcpStream::connect(host).expect("connects");
    stream.set_read_timeout(Some(PATIENCE)).expect("set");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
        .expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered in time");
    answer
}

#[test]
fn a_terminal_that_stands_still_holds_nobody_up() {
    let bench = Bench::new();
    let (sender, ready) = mpsc::channel();
    let stop = Stop::default();
    let asked = stop.clone();
    let workspace = bench.workspace();
    let options = PreviewOptions {
        port: None,
        listen: None,
        poll: false,
        editor: Editor::System,
        draft: false,
        writes: true,
        guide: |_| String::new(),
        left: None,
        clock: nine,
        program: None,
    };
    let running = thread::spawn(move || {
        preview(&workspace, Some(ID), &options, &asked, move |event| match event {
            Event::Ready { address, .. } => sender.send(address).expect("waited for"),
            _ => loop {
                thread::park();
            },
        })
    });
    let address = ready.recv_timeout(PATIENCE).expect("a preview");
    let sheet = "/-/data/sheet/2024-001.json";
    assert!(ask(&address, sheet).contains("甲县动态"));
    let end = Instant::now() + PATIENCE;
    for round in 0..5 {
        bench.write("2024/001/10-a.md", &format!("---\ntitle: 动态{round}\n---\n甲县完工。\n"));
        while !ask(&address, sheet).contains(&format!("动态{round}")) {
            assert!(Instant::now() < end, "edit {round} was not set");
        }
    }
    stop.ask();
    running.join().expect("no panic").expect("a good end");
}
