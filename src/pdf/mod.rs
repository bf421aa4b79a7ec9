//! Finished PDFs: their pages as text and pixels, what is attached to them, and how two differ.
//!
//! Makes no PDF and writes no file. The only module that names hayro, flate2 and similar.

mod attachments;
mod compare;
mod form;
mod image;
mod same;
mod stated;
#[cfg(test)]
mod tests;
mod text;
mod tree;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::RenderCache;
use hayro::hayro_syntax::{self, page::Page};

pub use attachments::Attachment;
pub use compare::{Difference, PageLooks, TextChange, Verdict, compare};
pub use form::Form;
pub use image::{Image, side_by_side};
pub use stated::{SHORT_TAIL, Stated, TAIL, stated};

/// A PDF in memory. Its pages are counted from 1, as people count them.
pub struct Pdf {
    file: hayro_syntax::Pdf,
}

/// Why nothing can be told of a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not a PDF, or a damaged one.
    #[error("这不是 PDF，或文件已损坏")]
    Broken,
    /// Encrypted with a password that is not the empty one.
    #[error("这个 PDF 有密码保护")]
    Locked,
    /// Attachments beyond any briefing: 512 MB in all, or 10 000 of them.
    #[error("这个 PDF 附带的文件太多或太大")]
    TooLarge,
}

impl Pdf {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// [`Unreadable`] for whatever is not a whole PDF.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        guarded(|| {
            if !tree::ends(&bytes) {
                return Err(Unreadable::Broken);
            }
            let file = hayro_syntax::Pdf::new(bytes).map_err(|error| match error {
                hayro_syntax::LoadPdfError::Decryption(_) => Unreadable::Locked,
                hayro_syntax::LoadPdfError::Invalid => Unreadable::Broken,
            })?;
            Ok(Self { file })
        })
    }

    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.file.pages().len()
    }

    /// The text of a page in the order of drawing, a line for each row; page numbers and the like
    /// are included. A glyph of unknown meaning is U+FFFD; a page that is not there has no text.
    ///
    /// # Errors
    /// [`Unreadable::Broken`] when the page cannot be followed.
    pub fn text(&self, page: usize) -> Result<String, Unreadable> {
        guarded(|| Ok(self.page(page)?.map(text::rows).unwrap_or_default()))
    }

    /// The page as it looks on white paper at `dpi` pixels an inch; `None` when there is no such
    /// page. A page far larger than paper comes out smaller than asked for.
    ///
    /// # Errors
    /// [`Unreadable::Broken`] when the page cannot be drawn.
    pub fn pixels(&self, page: usize, dpi: f32) -> Result<Option<Image>, Unreadable> {
        guarded(|| Ok(self.page(page)?.map(|page| image::draw(page, &RenderCache::new(), dpi))))
    }

    /// The files that the document carries, in the order of their name tree.
    ///
    /// # Errors
    /// [`Unreadable::Broken`] when one of them cannot be taken out whole, [`Unreadable::TooLarge`]
    /// when they are more than a briefing ever has.
    pub fn attachments(&self) -> Result<Vec<Attachment>, Unreadable> {
        guarded(|| attachments::read(&self.file))
    }

    /// A page, counted from 1, that can be walked through.
    fn page(&self, number: usize) -> Result<Option<&Page<'_>>, Unreadable> {
        let page = number.checked_sub(1).and_then(|index| self.file.pages().get(index));
        match page {
            Some(page) if !tree::ends_drawing(page) => Err(Unreadable::Broken),
            page => Ok(page),
        }
    }
}

/// Runs what follows a file from anywhere. The reader is young and meets files made to break it:
/// its panic is the file's fault, and one broken file must not end a run over three hundred.
fn guarded<T>(work: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Unreadable::Broken))
}
