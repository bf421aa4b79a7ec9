//! What Typst may see: the files of one document, its pictures and the fonts. Nothing else.

use std::collections::HashMap;
use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

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

fn missing(id: FileId) -> FileError {
    match id.get().root() {
        VirtualRoot::Package(_) => FileError::Other(Some("packages are not available".into())),
        VirtualRoot::Project => FileError::NotFound(id.get().vpath().get_with_slash().into()),
    }
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
