//! What checking costs: the rules on No. 28, each alone and all together.
//!
//! `cargo bench --bench check`. Throughput is in bytes of UTF-8 as they stand in the entries; taking
//! an issue apart (Markdown) is measured with no rule on.

use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jianbao::{Archive, Draft, Issue, RULE_GROUPS, Rulebook, Workspace, check, read_issue};

fn issue() -> Issue {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings");
    let workspace = Workspace::open(&root).expect("a workspace");
    let id = workspace.select("28").expect("No. 28");
    read_issue(&workspace, id).expect("read").value.expect("an issue")
}

fn benches(criterion: &mut Criterion) {
    let issue = issue();
    let archive = Archive::default();
    let bytes: usize = issue.entries.iter().map(|entry| entry.body.value.len()).sum();
    let mut group = criterion.benchmark_group("check");
    group.throughput(Throughput::Bytes(bytes as u64));
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

criterion_group!(all, benches);
criterion_main!(all);
