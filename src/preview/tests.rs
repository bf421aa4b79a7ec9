//! The desk and the watch on a workspace that changes, and the page's own files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use chrono::NaiveTime;
use tempfile::TempDir;

use super::desk::{Desk, Key};
use super::edition::{Edition, State};
use super::own::{self, FILES, MODULES};
use super::watch::{Touched, Watching, watch};
use super::*;
use crate::model::IssueNumber;

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
        let clock = || NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
        Desk::open(&self.workspace(), clock, Arc::new(|_| ())).expect("a thread")
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
    // The entries are those of the text as it is.
    assert_eq!(broken.issue.as_ref().expect("an issue").entries.len(), 2);

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
    assert!(pages.picture(0).expect("a picture").starts_with("<svg"));
    // Every file a map names can be asked for.
    let map: serde_json::Value =
        serde_json::from_str(&places::map(pages, 0).expect("a map")).expect("JSON");
    for source in map["sources"].as_array().expect("sources") {
        assert!(edition.sources.contains_key(source.as_str().expect("a name")), "{source}");
    }
    let at: serde_json::Value = serde_json::from_str(&places::places(&edition)).expect("JSON");
    assert_eq!(at["entries"][0][0]["page"], 1);
}

/// What is told of changes, gathered until `wanted` is among it.
fn heard(events: &Receiver<Touched>, wanted: impl Fn(&Touched) -> bool) -> bool {
    let end = Instant::now() + PATIENCE;
    let mut all = Touched::default();
    while let Ok(touched) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        all.issues.extend(touched.issues);
        all.house |= touched.house;
        all.ledger |= touched.ledger;
        all.folders |= touched.folders;
        if wanted(&all) {
            return true;
        }
    }
    false
}

fn watched(bench: &Bench, poll: bool) -> (Watching, Receiver<Touched>) {
    let (sender, events) = mpsc::channel();
    let watching = watch(&bench.workspace(), poll, move |touched| {
        let _ = sender.send(touched);
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

/// The names that a line of a module declares for the whole module.
fn declared(line: &str) -> Option<&str> {
    let line = line.strip_prefix("export ").unwrap_or(line);
    let words = ["async function ", "function ", "class ", "const ", "let ", "var "];
    let rest = words.iter().find_map(|word| line.strip_prefix(word))?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
    Some(&rest[..end.unwrap_or(rest.len())]).filter(|name| !name.is_empty())
}

#[test]
fn the_modules_can_be_written_one_after_the_other() {
    let mut names: Vec<&str> = Vec::new();
    let mut before: Vec<&str> = Vec::new();
    for module in MODULES {
        for line in module.text.lines() {
            if let Some(import) = line.strip_prefix("import ") {
                assert!(import.starts_with("{ ") && import.ends_with("\";"), "{line}");
                assert!(!import.contains(" as "), "{line}");
                let from = import.split("\"./").nth(1).expect("a module").trim_end_matches("\";");
                assert!(before.contains(&from), "{}: {from} comes later", module.name);
            }
            assert!(!line.starts_with("export {") && !line.starts_with("export default"), "{line}");
            if let Some(name) = declared(line) {
                assert!(!names.contains(&name), "{}: {name} is declared twice", module.name);
                names.push(name);
            }
        }
        before.push(module.name);
    }
    assert!(names.contains(&"start_issue") && names.contains(&"start_archive"), "{names:?}");
    assert!(!own::bundle().lines().any(|line| line.starts_with("import ")));
}

#[test]
fn every_file_of_the_page_is_in_the_program() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/preview/page");
    for entry in fs::read_dir(dir).expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let known = MODULES.iter().chain(FILES).any(|own| own.name == name);
        assert!(known || ["issue.html", "archive.html"].contains(&&*name), "{name} is not served");
    }
}

#[test]
fn nothing_of_an_author_becomes_part_of_a_page() {
    let banned =
        ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "\"style\""];
    for module in MODULES {
        for word in banned {
            assert!(!module.text.contains(word), "{}: {word}", module.name);
        }
    }
    let page = Config::folder().issue_page("\"><script>{{own}}", "2018-028", false);
    assert!(page.contains("<title>&quot;&gt;&lt;script&gt;{{own}}</title>"), "{page}");
}
