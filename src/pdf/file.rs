//! A PDF in memory, and what keeps a file from anywhere from ending the run.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_syntax::{self, page::Page};

use super::tree;

/// A PDF in memory. Its pages are counted from 1, as people count them.
pub struct Pdf {
    pub(super) file: hayro_syntax::Pdf,
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

    /// A page, counted from 1, that can be walked through.
    pub(super) fn page(&self, number: usize) -> Result<Option<&Page<'_>>, Unreadable> {
        let page = number.checked_sub(1).and_then(|index| self.file.pages().get(index));
        match page {
            Some(page) if !tree::ends_drawing(page) => Err(Unreadable::Broken),
            page => Ok(page),
        }
    }
}

/// Runs what follows a file from anywhere. The reader is young and meets files made to break it:
/// its panic is the file's fault, and one broken file must not end a run over three hundred.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Unreadable>) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Unreadable::Broken))
}
