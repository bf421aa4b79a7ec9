//! What Typst may see: the files of one document, its pictures and the fonts. Nothing else.

use std::collections::HashMap;
use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Args, Binding, Bytes, Datetime, Duration, IntoValue, Value};
use typst::syntax::{FileId, RootedPath, Source, Span, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::FontSet;
use super::sources::Sources;

/// One document's closed world: no disk, no packages, no clock.
pub struct DocumentWorld<'a> {
    pub library: &'a LazyHash<Library>,
    pub fonts: &'a FontSet,
    pub main: FileId,
    pub sources: Arc<Sources>,
    pub files: HashMap<FileId, Bytes>,
}

/// The id of a virtual path such as `/entries/01.typ`; `None` when it is no valid path.
pub fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// What is told of a package.
pub const NO_PACKAGES: &str = "模板不能用 Typst 的软件包";
/// What is told of any other file that is not there.
pub const NO_FILE: &str = "模板读不到文件";
/// What is told of `plugin()`.
pub const NO_PLUGINS: &str = "模板不能用 plugin()";

fn missing(id: FileId) -> FileError {
    let id = id.get();
    let told = match id.root() {
        VirtualRoot::Package(package) => format!("{NO_PACKAGES}「{package}」"),
        VirtualRoot::Project => format!("{NO_FILE}「{}」", id.vpath().get_without_slash()),
    };
    FileError::Other(Some(told.into()))
}

/// Typst's own functions, without the one that runs programs: `plugin()` would need no file for that,
/// it takes them as bytes too.
pub fn library() -> Library {
    let mut library = Library::default();
    let panic = library.global.scope().get("panic").map(|binding| binding.read().clone());
    if let Some(Value::Func(panic)) = panic {
        let mut told = Args::new(Span::detached(), [NO_PLUGINS.into_value()]);
        let closed = Binding::detached(panic.with(&mut told));
        library.global.scope_mut().bind("plugin".into(), closed);
        library.std = Binding::detached(library.global.clone());
    }
    library
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let Some(bytes) = self.files.get(&id) {
            return Ok(bytes.clone());
        }
        let source = self.source(id)?;
        Ok(Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    /// No clock: every date on the page comes from the issue.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
