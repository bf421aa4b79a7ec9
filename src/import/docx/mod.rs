//! `.docx` as Word, WPS and LibreOffice write it → [`Document`].
//!
//! Reads what is printed, and how it looks; guesses nothing. Bounded in size, number and depth, so
//! that no file can take more than its share of memory.

mod body;
mod chunk;
mod colours;
mod contents;
mod controls;
mod damage;
mod drawing;
mod eq;
mod errors;
mod field;
mod flat;
mod flow;
mod formula;
mod math;
mod notes;
mod numbering;
pub mod package;
mod picture;
mod reader;
mod run;
mod styles;
mod table;
mod unseen;
pub mod xml;

use super::document::Document;
use body::read_within;
pub use damage::Damage;
use package::Package;
use reader::Depth;

/// Reads a document.
///
/// # Errors
/// [`Damage`] when it cannot be read whole: half a dispatch would be worse than none.
pub fn read(bytes: &[u8]) -> Result<Document, Damage> {
    read_within(&mut Package::open(bytes)?, &mut Depth::default())
}

/// Whether a file is a document whose parts stand in one XML (Flat OPC).
pub fn is_flat(bytes: &[u8]) -> bool {
    flat::is_such(bytes)
}

/// Reads a document whose parts stand in one XML (Flat OPC).
///
/// # Errors
/// As [`read`].
pub fn read_flat(bytes: &[u8]) -> Result<Document, Damage> {
    read_within(&mut Package::open_flat(bytes)?, &mut Depth::default())
}
