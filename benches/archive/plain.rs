//! The same Typst sources, set in one process with nothing around them: what a build of the archive
//! is measured against.
//!
//! Everything is read into memory before the clock starts; nothing is measured on the pages, and
//! nothing is written.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jianbao::testing::FontSet;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration as Offset, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// As many rounds as a batch keeps what Typst computed (`REMEMBERED` in `src/batch/parallel.rs`).
const REMEMBERED: usize = 4;

/// Sets every `*.typ` folder in `dir` on `threads` threads; returns how long it took.
pub fn set_all(dir: &Path, threads: usize) -> Duration {
    let documents: Vec<Files> = folders(dir).iter().map(|folder| Files::read(folder)).collect();
    let start = Instant::now();
    let library = LazyHash::new(Library::default());
    let fonts = FontSet::embedded();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(files) = documents.get(next.fetch_add(1, Ordering::SeqCst)) {
            assert!(set(&Setting::new(&library, &fonts, files)) > 0);
            typst::comemo::evict(REMEMBERED);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                // Typst takes what threads it is given; each issue has one.
                let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
                pool.expect("a thread").install(work);
            });
        }
    });
    start.elapsed()
}

/// The folders that `build --keep-typ` leaves, sorted.
pub fn folders(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("a folder");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    folders.retain(|path| path.is_dir() && path.extension().is_some_and(|name| name == "typ"));
    folders.sort();
    folders
}

/// Typesets a document and makes its PDF; returns the size of it in bytes.
fn set(world: &Setting) -> usize {
    let document: PagedDocument = typst::compile(world).output.expect("pages");
    let date = Datetime::from_ymd_hms(2018, 1, 1, 0, 0, 0).expect("a date");
    let options = PdfOptions {
        ident: Smart::Custom("plain".to_owned()),
        timestamp: Some(Timestamp::new_utc(date)),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("standards"),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).expect("a PDF").len()
}

/// The files of one document by their paths in it.
struct Files(HashMap<FileId, Bytes>);

impl Files {
    fn read(folder: &Path) -> Self {
        let mut files = HashMap::new();
        let mut dirs = vec![folder.to_owned()];
        while let Some(dir) = dirs.pop() {
            for entry in fs::read_dir(&dir).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    dirs.push(path);
                    continue;
                }
                let bytes = fs::read(&path).expect("a file");
                let name =
                    path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
                files.insert(id(&name.replace('\\', "/")), Bytes::new(bytes));
            }
        }
        Self(files)
    }
}

fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One document's world; its sources are parsed when it is made.
struct Setting<'a> {
    library: &'a LazyHash<Library>,
    fonts: &'a FontSet,
    files: &'a Files,
    sources: HashMap<FileId, Source>,
}

impl<'a> Setting<'a> {
    fn new(library: &'a LazyHash<Library>, fonts: &'a FontSet, files: &'a Files) -> Self {
        let source = |(id, bytes): (&FileId, &Bytes)| {
            let text = std::str::from_utf8(bytes).ok()?;
            Some((*id, Source::new(*id, text.to_owned())))
        };
        Self { library, fonts, files, sources: files.0.iter().filter_map(source).collect() }
    }
}

fn missing() -> FileError {
    FileError::NotFound("a file of the document".into())
}

impl World for Setting<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        id("main.typ")
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(missing)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.0.get(&id).cloned().ok_or_else(missing)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Offset>) -> Option<Datetime> {
        None
    }
}
