//! What checking costs: the rules on No. 28, each alone and all together.
//!
//! And what `check --all` does in memory for an archive of 1,000 made-up issues: reading, the digests
//! of all sentences, the rules, doubles included. Between the two, the rules alone on a hundred of
//! those, one after the other: texts that the processor has not just seen.
//!
//! `cargo bench --bench check`. Throughput is in bytes of UTF-8 as they stand in the entries; taking
//! an issue apart (Markdown) is measured with no rule on.

#[path = "../archive/generate.rs"]
mod generate;

use std::fs;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jianbao::testing::{
    Archive, Draft, Issue, Press, RULE_GROUPS, Rulebook, Workspace, check, inspect, read_issue,
};

fn issue() -> Issue {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings");
    let workspace = Workspace::open(&root).expect("a workspace");
    let id = workspace.select("28").expect("No. 28");
    read_issue(&workspace, id).expect("read").value.expect("an issue")
}

/// The issues of the archive; into one in so many the first dispatch of the issue before is copied.
const ISSUES: usize = 1000;
const COPIES: usize = 100;

/// So many of them are checked without being read anew.
const MANY: usize = 100;

/// The bytes of an issue's bodies.
fn bytes(issue: &Issue) -> u64 {
    issue.entries.iter().map(|entry| entry.body.value.len() as u64).sum()
}

fn archive(root: &Path) {
    generate::make_archive(root, ISSUES, 7);
    let years = listed(root).into_iter().filter(|path| path.is_dir());
    let mut folders: Vec<PathBuf> = years.flat_map(|year| listed(&year)).collect();
    folders.sort();
    for pair in folders.windows(2).step_by(COPIES) {
        let markdown = |path: &PathBuf| path.extension().is_some_and(|it| it == "md");
        let first = listed(&pair[0]).into_iter().filter(markdown).min().expect("an entry");
        fs::copy(first, pair[1].join("990-copy.md")).expect("copied");
    }
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

fn whole_archive(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    archive(folder.path());
    let workspace = Workspace::open(folder.path()).expect("a workspace");
    let ids = workspace.issues().expect("issues");
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    let read = |id| read_issue(&workspace, id).expect("read").value.expect("an issue");
    let issues: Vec<Issue> = ids.iter().take(MANY).map(|id| read(*id)).collect();
    let (book, none) = (Rulebook::default(), Archive::default());
    group.throughput(Throughput::Bytes(issues.iter().map(bytes).sum()));
    group.bench_function("all, of 100 issues", |b| {
        b.iter(|| issues.iter().map(|issue| check(issue, &book, &none).len()).sum::<usize>());
    });
    let whole: u64 = ids.iter().map(|id| bytes(&read(*id))).sum();
    group.throughput(Throughput::Bytes(whole));
    group.bench_function("archive of 1,000 issues", |b| {
        b.iter(|| {
            let press = Press::new(&workspace).expect("a press");
            let mut told = 0;
            let copy = |code: &str| ["doubled-entry", "similar-entry"].contains(&code);
            let read = inspect(&press, &ids, None, |issue| {
                told += issue.diagnostics.iter().filter(|it| copy(it.code.name)).count();
            });
            read.expect("inspected");
            assert!(told >= ISSUES / COPIES, "only {told} copies were told");
        });
    });
    group.finish();
}

fn benches(criterion: &mut Criterion) {
    let issue = issue();
    let archive = Archive::default();
    let mut group = criterion.benchmark_group("check");
    group.throughput(Throughput::Bytes(bytes(&issue)));
    group.bench_function("take apart", |b| b.iter(|| Draft::new(&issue)));
    for hints in [false, true] {
        let book = Rulebook::default();
        let (name, book) =
            if hints { ("all, hints too", book.with_hints()) } else { ("all", book) };
        group.bench_function(name, |b| b.iter(|| check(&issue, &book, &archive)));
    }
    for rules in RULE_GROUPS {
        for rule in rules.rules {
            let book = Rulebook::default().only(*rule);
            let name = format!("{} {}", rules.name, rule.code.name);
            group.bench_function(name, |b| b.iter(|| check(&issue, &book, &archive)));
        }
    }
    group.finish();
}

criterion_group!(all, whole_archive, benches);
criterion_main!(all);
