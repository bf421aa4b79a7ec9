//! The line of No. 28, step by step: read, compose, typeset, PDF, and all of it.
//!
//! `cold` is what a new process does: fonts parsed afresh, nothing remembered by typst;
//! `fonts-ready` has the fonts parsed; `warm` is the second build of a process.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use jianbao::{
    ComposeOptions, Composer, FontSet, IssueId, IssueNumber, Press, Setting, Typesetter, Workspace,
    read_issue,
};

const ID: IssueId = IssueId { year: 2018, number: IssueNumber::Regular(28) };

fn workspace() -> Workspace {
    Workspace::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings"))
        .expect("the workspace of the repository")
}

fn line(c: &mut Criterion) {
    let workspace = workspace();
    let folder = workspace.issue_dir(ID).expect("No. 28");
    let read = || read_issue(&workspace, ID).expect("readable").value.expect("an issue");
    let composer = Composer::new(&[]).value.expect("built-in templates");
    let typesetter = Typesetter::new(FontSet::embedded());
    let issue = read();
    let document =
        composer.compose(&issue, ComposeOptions::default(), &typesetter).value.expect("a document");
    let typeset =
        || typesetter.typeset(&document, &folder).expect("readable").value.expect("pages");
    let pages = typeset();

    let mut group = c.benchmark_group("no-28");
    group.bench_function("read", |b| b.iter(|| black_box(read())));
    group.bench_function("templates", |b| b.iter(|| black_box(Composer::new(&[]).value)));
    group.bench_function("compose", |b| {
        b.iter(|| black_box(composer.compose(&issue, ComposeOptions::default(), &typesetter)))
    });
    group.bench_function("typeset-cold", |b| {
        b.iter(|| {
            typst::comemo::evict(0);
            let typesetter = Typesetter::new(FontSet::embedded());
            black_box(typesetter.typeset(&document, &folder).expect("readable"))
        });
    });
    group.bench_function("typeset-fonts-ready", |b| {
        b.iter(|| {
            typst::comemo::evict(0);
            black_box(typeset())
        });
    });
    group.bench_function("typeset-warm", |b| b.iter(|| black_box(typeset())));
    group.bench_function("pdf", |b| b.iter(|| black_box(pages.pdf().expect("a PDF"))));
    group.finish();
}

fn whole(c: &mut Criterion) {
    let workspace = workspace();
    let proof = |press: &Press| {
        let proof = press.proof(ID, &Setting::default()).expect("readable");
        assert!(proof.value.is_some());
    };
    let mut group = c.benchmark_group("whole");
    group.bench_function("cold", |b| {
        b.iter(|| {
            typst::comemo::evict(0);
            proof(&Press::new(&workspace).expect("templates and fonts"));
        });
    });
    let press = Press::new(&workspace).expect("templates and fonts");
    group.bench_function("warm", |b| b.iter(|| proof(&press)));
    group.finish();
}

criterion_group!(benches, line, whole);
criterion_main!(benches);
