//! The line of No. 28, step by step: read, compose, typeset, PDF, and all of it.
//!
//! `cold` is what a new process does: fonts parsed afresh, nothing remembered by typst;
//! `fonts-ready` has the fonts parsed; `warm` is the second build of a process.
//!
//! And what an edit costs who looks on: `edited` is another number put into the entry in the middle
//! of a made-up issue, up to the looks of all its pages; the saving of the file is in it.

#[path = "archive/generate.rs"]
mod generate;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use jianbao::testing::{
    ComposeOptions, Composer, Export, FontSet, IssueId, IssueNumber, LaidOut, Ofd, Press, Setting,
    Typesetter, Warm, Workspace, read_issue,
};

const ID: IssueId = IssueId { year: 2018, number: IssueNumber::Regular(28) };

fn workspace() -> Workspace {
    Workspace::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings"))
        .expect("the workspace of the repository")
}

fn line(c: &mut Criterion) {
    let workspace = workspace();
    let folder = workspace.issue_folder(ID).expect("No. 28").path;
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
    group.bench_function("pdf", |b| {
        b.iter(|| {
            typst::comemo::evict(0);
            black_box(pages.pdf().expect("a PDF"))
        });
    });
    // Of the same pages, as cold: it may cost what the PDF costs.
    group.bench_function("ofd", |b| {
        b.iter(|| {
            typst::comemo::evict(0);
            let it = LaidOut {
                issue: &issue,
                document: &document,
                typeset: &pages,
                folder: &folder,
                mark: None,
            };
            black_box(Ofd.bytes(&it).value.expect("an OFD"))
        });
    });
    group.finish();
}

fn whole(c: &mut Criterion) {
    let workspace = workspace();
    let proof = |press: &Press| {
        let proof = press.proof(ID, Setting::default()).expect("readable");
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

fn edited(c: &mut Criterion) {
    let mut group = c.benchmark_group("edited");
    for (name, issues) in [("5-pages", 1), ("40-pages", 13)] {
        let dir = tempfile::tempdir().expect("a folder");
        let id = joined(dir.path(), issues);
        let workspace = Workspace::open(dir.path()).expect("a workspace");
        let press = Press::new(&workspace).expect("templates and fonts");
        let entries = entries(&workspace.issue_folder(id).expect("an issue").path);
        let entry = &entries[entries.len() / 2];
        let text = fs::read_to_string(entry).expect("an entry");
        let middle = text.char_indices().nth(text.chars().count() * 2 / 3).expect("a place").0;
        let mut warm = Warm::default();
        let mut saved = 0;
        group.bench_function(name, |b| {
            b.iter(|| {
                // Never the same twice: what was set lately is remembered.
                saved += 1;
                let (before, after) = text.split_at(middle);
                fs::write(entry, format!("{before}{saved:06}{after}")).expect("saved");
                let sheet =
                    press.set_again(id, Setting::screen(false, None), &mut warm).expect("readable");
                let typeset = sheet.value.and_then(|sheet| sheet.typeset).expect("pages");
                (0..typeset.page_count()).for_each(|page| drop(black_box(typeset.look(page))))
            });
        });
    }
    group.finish();
}

/// One issue with the entries of so many made-up ones.
fn joined(root: &Path, issues: usize) -> IssueId {
    generate::make_archive(root, issues, 20_181_127);
    let last = root.join(format!("2018/{issues:03}"));
    for issue in 1..issues {
        let folder = root.join(format!("2018/{issue:03}"));
        for entry in entries(&folder) {
            let name = entry.file_name().expect("a name").to_string_lossy().into_owned();
            fs::copy(&entry, last.join(format!("{}-{issue:03}-{name}", &name[..2])))
                .expect("copied");
        }
        let picture = folder.join("assets/scene.png");
        if picture.exists() {
            fs::create_dir_all(last.join("assets")).expect("a folder");
            fs::copy(picture, last.join("assets/scene.png")).expect("copied");
        }
        fs::remove_dir_all(folder).expect("removed");
    }
    let number = u32::try_from(issues).expect("few issues");
    IssueId { year: 2018, number: IssueNumber::Regular(number) }
}

/// The entries in a folder that are no annex, in their order.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let annex = |path: &Path| path.to_string_lossy().contains("/90-");
    let entry = |path: &Path| path.extension().is_some_and(|it| it == "md") && !annex(path);
    let mut entries: Vec<PathBuf> = all.filter(|path| entry(path)).collect();
    entries.sort();
    entries
}

criterion_group!(benches, line, whole, edited);
criterion_main!(benches);
