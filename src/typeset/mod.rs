//! A document → pages and bytes, laid out by Typst. The only module that names typst.
//!
//! Reads nothing but the pictures of the issue at hand and the workspace's fonts.
//!
//! The rooms: `world`, what Typst may see; `sources`, its files as parsed, and the way back from a
//! glyph; `warm`, what of them is kept for the next time; `fonts`, roles and faces; `pictures`,
//! with `svg` (what a drawing must not have, and how much drawing it takes) and `metadata` (what
//! nobody sees); `measure`, laid-out frames as plain numbers; `page`, a page as a picture, and
//! where each character stands; `scene`, the frames as plain values for other writers of pages;
//! `overflow`, text off the page; `findings`, Typst's words in the author's terms.

mod cells;
mod export;
mod findings;
mod fonts;
mod lacking;
mod lettering;
mod measure;
mod metadata;
mod overflow;
mod page;
mod pictures;
mod scene;
mod sources;
mod svg;
mod warm;
mod world;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::Datelike;
use typst::Library;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::{FileId, Source};
use typst::utils::LazyHash;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use fonts::FontSet;
pub use page::{PlacedCell, PlacedRun};
pub use scene::{
    Bounds, Colour, Face, GlyphRun, Join, Matrix, PictureFile, PictureFormat, PlacedGlyph, Scene,
    SceneHeading, SceneItem, SceneLink, ScenePage, ScenePath, ScenePicture, ScenePlace, Segment,
    Stroke, Target,
};
pub use sources::Place;
pub use warm::Warm;
pub(crate) use warm::{Beside, TooLoose};

use crate::compose::{Document, Faces};
use crate::diagnostic::{Checked, Diagnostic, SourceFile};
use crate::error::Error;
use crate::measure::Measured;
use crate::model::{Digest, Layout};
use pictures::{Examined, Pictures};
use sources::{Parsed, Sources};
use world::{DocumentWorld, file_id};

/// The virtual path of the font lists, which only the typesetter can write.
pub const FONTS_FILE: &str = "/fonts.typ";

/// The virtual path of the sizes of pictures.
const PICTURES_FILE: &str = "/pictures.typ";

/// The version of the engine, e.g. `0.15.1`.
pub fn engine_version() -> &'static str {
    typst::utils::version().raw()
}

/// The pictures of a document as Typst is given them, by their paths within the folder: without
/// what nobody sees, and one that cannot be used replaced by a transparent pixel. With them the file
/// that says how large they are.
///
/// # Errors
/// [`Error::Read`] when a picture is there but cannot be read.
pub fn pictures_of(document: &Document, folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let pictures = pictures::load(document, folder, &mut Examined::default())?;
    let sizes = (PICTURES_FILE.to_owned(), Bytes::from_string(pictures.typst_source()));
    let files = pictures.files.into_iter().chain([sizes]);
    Ok(files
        .map(|(path, bytes)| (path.trim_start_matches('/').to_owned(), bytes.to_vec()))
        .collect())
}

/// What is wrong with the pictures of a document, as far as they show it themselves.
///
/// # Errors
/// [`Error::Read`] when a picture is there but cannot be read.
pub fn faults_of_pictures(document: &Document, folder: &Path) -> Result<Vec<Diagnostic>, Error> {
    Ok(pictures::load(document, folder, &mut Examined::default())?.diagnostics)
}

/// Fonts and Typst's library, shared by any number of documents.
pub struct Typesetter {
    library: LazyHash<Library>,
    fonts: FontSet,
    /// The page library as it was parsed last: it is the same for every issue.
    page_library: Mutex<Option<Source>>,
}

impl Typesetter {
    /// A typesetter with these fonts.
    pub fn new(fonts: FontSet) -> Self {
        Self { library: LazyHash::new(world::library()), fonts, page_library: Mutex::new(None) }
    }

    /// `fonts.typ`: the face lists that the page library imports.
    pub fn fonts_source(&self) -> String {
        self.fonts.typst_source()
    }

    /// The font files whose faces stand on the pages, sorted by path.
    pub fn fonts_used(&self, typeset: &Typeset) -> Vec<Digest> {
        self.fonts.files_in(typeset.pages.pages().iter().map(|page| &page.frame))
    }

    /// Lets go of what Typst remembers of earlier documents, save for the last `age` calls of this:
    /// what is on pages that are done with helps no other document.
    pub fn forget(age: usize) {
        typst::comemo::evict(age);
    }

    /// Lays a document out. `folder` is the issue's own, where its pictures lie.
    ///
    /// The value is missing when Typst could not lay it out; findings in the author's text
    /// (a missing picture, a character no face has) leave it in place with errors beside it.
    ///
    /// # Errors
    /// [`Error::Read`] when a picture is there but cannot be read.
    pub fn typeset(&self, document: &Document, folder: &Path) -> Result<Checked<Typeset>, Error> {
        self.typeset_again(document, folder, &mut Warm::default())
    }

    /// The same, quicker where `warm` has set an earlier state of the document.
    ///
    /// # Errors
    /// [`Error::Read`] when a picture is there but cannot be read.
    pub fn typeset_again(
        &self,
        document: &Document,
        folder: &Path,
        warm: &mut Warm,
    ) -> Result<Checked<Typeset>, Error> {
        let pictures = pictures::load(document, folder, &mut warm.pictures)?;
        let mut diagnostics = pictures.diagnostics.clone();
        let digests = pictures.digests.clone();
        let world = self.world(document, pictures, warm);
        let compiled = typst::compile::<PagedDocument>(&world);
        diagnostics.extend(
            compiled.warnings.iter().map(|finding| findings::from_typst(document, &world, finding)),
        );
        let value = match compiled.output {
            Ok(pages) => {
                diagnostics.extend(findings::missing_glyphs(document, &world, &pages));
                let cells = cells::find(document, &world, &pages);
                diagnostics.extend(overflow::find(document, &world, &pages, &cells));
                diagnostics.extend(cells);
                diagnostics.extend(lettering::find(document, &world, &pages));
                Some(Typeset {
                    measured: measure::measure(&world.sources, &pages),
                    sources: Arc::clone(&world.sources),
                    layout: document.layout,
                    pictures: digests,
                    pages,
                    identity: document.identity.clone(),
                    date: timestamp(document),
                    draft: document.draft,
                    attached: !document.attachments.is_empty(),
                    accessible: document
                        .pictures
                        .iter()
                        .all(|picture| !picture.alt.trim().is_empty()),
                })
            }
            Err(errors) => {
                diagnostics.extend(
                    errors.iter().map(|finding| findings::from_typst(document, &world, finding)),
                );
                None
            }
        };
        Ok(Checked { value, diagnostics })
    }

    /// A source that issues have in common, parsed once.
    fn kept(&self, id: FileId, text: &str) -> Source {
        let mut kept = self.page_library.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_ref().filter(|kept| kept.id() == id && kept.text() == text) {
            Some(kept) => kept.clone(),
            None => kept.insert(Source::new(id, text.to_owned())).clone(),
        }
    }

    fn world(&self, document: &Document, pictures: Pictures, warm: &mut Warm) -> DocumentWorld<'_> {
        let mut sources = Sources::default();
        let mut kept = Vec::new();
        for (path, file) in &document.files {
            let Some(id) = file_id(path) else { continue };
            let verbatim = file.template.as_ref().is_some_and(|template| template.verbatim);
            let parsed = match verbatim {
                true => Parsed::new(self.kept(id, &file.text)),
                false => warm.parse(id, &file.text),
            };
            let composed = (!file.origins.is_empty()).then(|| file.clone());
            kept.push((id, parsed.clone()));
            sources.insert(id, parsed, composed);
        }
        let made = [(FONTS_FILE, self.fonts_source()), (PICTURES_FILE, pictures.typst_source())];
        for (path, text) in made {
            let Some(id) = file_id(path) else { continue };
            let parsed = warm.parse(id, &text);
            kept.push((id, parsed.clone()));
            sources.insert(id, parsed, None);
        }
        warm.keep(kept);
        let attachments = document.attachments.iter();
        let attachments =
            attachments.map(|file| (file.virtual_path(), Bytes::new(file.bytes.clone())));
        let files = pictures
            .files
            .into_iter()
            .chain(attachments)
            .filter_map(|(path, bytes)| Some((file_id(&path)?, bytes)))
            .collect();
        let main = file_id(Document::MAIN).unwrap_or_else(|| Source::detached("").id());
        DocumentWorld {
            library: &self.library,
            fonts: &self.fonts,
            main,
            sources: Arc::new(sources),
            files,
        }
    }
}

impl Faces for Typesetter {
    fn advance(&self, role: &str, c: char) -> f64 {
        self.fonts.advance(role, c)
    }
}

/// A laid-out document.
pub struct Typeset {
    pages: PagedDocument,
    sources: Arc<Sources>,
    measured: Measured,
    layout: Layout,
    pictures: Vec<Digest>,
    identity: String,
    date: Option<Timestamp>,
    draft: bool,
    attached: bool,
    accessible: bool,
}

impl Typeset {
    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.pages.pages().len()
    }

    /// Whether body text stands on page 1 (7.3.3: 首页必须显示正文).
    pub fn body_on_first_page(&self) -> bool {
        findings::body_on_first_page(&self.pages)
    }

    /// The virtual path of the body whose text stands first on the pages.
    pub fn first_body(&self) -> Option<String> {
        findings::first_body(&self.pages)
    }

    /// The laid-out pages.
    pub fn pages(&self) -> &PagedDocument {
        &self.pages
    }

    /// Equal for pages that look the same, whatever their text came from: 32 hexadecimal digits.
    /// `index` counts from 0; empty where there is no such page.
    pub fn look(&self, index: usize) -> String {
        self.pages.pages().get(index).map(page::look).unwrap_or_default()
    }

    /// A page as SVG, glyphs as outlines. `index` counts from 0; empty where there is no such page.
    pub fn svg(&self, index: usize) -> String {
        self.pages.pages().get(index).map(page::svg).unwrap_or_default()
    }

    /// What stands on a page, character by character, with where it came from. `index` counts
    /// from 0; empty where there is no such page.
    pub fn runs(&self, index: usize) -> Vec<PlacedRun> {
        let place = |glyph, c| self.sources.place(glyph, c);
        self.pages
            .pages()
            .get(index)
            .map(|page| page::runs(&page.frame, &place))
            .unwrap_or_default()
    }

    /// The author's files that anything on the pages came from, sorted by path.
    pub fn files(&self) -> Vec<Arc<SourceFile>> {
        self.sources.origins()
    }

    /// The pictures that were read, by their paths within the folder.
    pub fn pictures(&self) -> &[Digest] {
        &self.pictures
    }

    /// The pages as plain values, for exports that write them themselves.
    pub fn scene(&self) -> Scene {
        scene::of(&self.pages)
    }

    /// What stands where on the pages.
    pub fn measured(&self) -> &Measured {
        &self.measured
    }

    /// The layout that the pages were set by.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The PDF: PDF/A-2a (PDF/A-3a where it carries files), and PDF/UA-1 too where every picture has
    /// its text; a draft is none of these.
    ///
    /// # Errors
    /// The findings of the export, in the author's terms.
    pub fn pdf(&self) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.export(self.draft, None)
    }

    /// The same PDF with some words about it in its metadata.
    ///
    /// # Errors
    /// The findings of the export, as above.
    pub fn pdf_described(&self, description: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.export(self.draft, Some(description))
    }

    /// What stands in the way of an archive PDF and only its export finds: a face that may not be
    /// embedded, colours of print. It takes as long as making the PDF.
    pub fn archive_faults(&self) -> Vec<Diagnostic> {
        self.export(false, None).err().unwrap_or_default()
    }

    fn export(&self, draft: bool, description: Option<&str>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let archive = if self.attached { PdfStandard::A_3a } else { PdfStandard::A_2a };
        let standards: &[PdfStandard] = match (draft, self.accessible) {
            (true, _) => &[],
            (false, true) => &[archive, PdfStandard::Ua_1],
            (false, false) => &[archive],
        };
        let standards = PdfStandards::new(standards)
            .map_err(|error| vec![export::finding(error.message(), None)])?;
        let options = PdfOptions {
            ident: Smart::Custom(self.identity.clone()),
            creator: Smart::Custom(Some(concat!("jianbao ", env!("CARGO_PKG_VERSION")).to_owned())),
            timestamp: self.date,
            standards,
            ..PdfOptions::default()
        };
        let described = description.map(|description| {
            let mut pages = self.pages.clone();
            pages.info_mut().description = Some(description.into());
            pages
        });
        typst_pdf::pdf(described.as_ref().unwrap_or(&self.pages), &options).map_err(|errors| {
            let place = |span| self.sources.nearest(span);
            let errors = errors.iter();
            errors.map(|error| export::finding(&error.message, place(error.span))).collect()
        })
    }
}

/// Midnight of the date, in UTC: the PDF says when the issue is dated, not when it was built.
fn timestamp(document: &Document) -> Option<Timestamp> {
    let date = document.date;
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    Datetime::from_ymd_hms(date.year(), month, day, 0, 0, 0).map(Timestamp::new_utc)
}
