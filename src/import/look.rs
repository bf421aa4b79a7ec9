//! What a file is, without anything written.

use super::formats;
use super::recognise::{Dispatch, Reference, recognise};
use super::sources::Source;
use crate::diagnostic::Diagnostic;

/// Reads a file and guesses what it is, without writing anything.
///
/// # Errors
/// Why it cannot be read, and the way out.
pub fn look(source: &Source, house: Reference<'_>) -> Result<Dispatch, Box<Diagnostic>> {
    let document = formats::document(source)?;
    let stem = source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, _)| stem);
    Ok(recognise(&document, stem, house))
}
