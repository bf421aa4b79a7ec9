//! Finished PDFs: their pages as text and pixels, what is attached to them, and how two differ.
//!
//! Makes no PDF and writes no file. The only module that names hayro, flate2 and similar.

mod attachments;
mod compare;
mod file;
mod form;
mod image;
mod same;
mod stated;
#[cfg(test)]
mod tests;
mod text;
mod tree;

use hayro::RenderCache;

pub use attachments::Attachment;
pub use compare::{Difference, PageLooks, TextChange, Verdict, compare};
use file::guarded;
pub use file::{Pdf, Unreadable};
pub use form::Form;
pub use image::{Image, side_by_side};
pub use stated::{SHORT_TAIL, Stated, TAIL, stated};

impl Pdf {
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
}
