//! Dispatches as they come in → entries: Word files, text, web pages, and folders and zips of these.
//!
//! **The rule.** What a reader of the file sees in Word is in the entry, in its order. What Word hides
//! is not. What an entry cannot hold leaves a 【待补：…】 at its place and a line in the report. What
//! was changed or left out is told word by word. Nothing else happens.
//! `tests/suite/second_reader.rs` holds it: it reads every document of `tests/dispatches` a second
//! way and compares every character.
//!
//! A file is read as it would be printed ([`docx`], [`html`], [`text`]) into one form
//! ([`document`]); what its paragraphs are is guessed, each guess with its reason ([`recognise`]);
//! and an entry is written beside the original ([`intake`]). Reads no clock and prints nothing.

mod arrange;
mod beside;
mod bullets;
mod clean;
mod come;
mod document;
pub(crate) mod docx;
mod emphasis;
mod encoding;
mod entry;
mod formats;
mod held;
mod html;
mod intake;
mod known;
mod letters;
mod mail;
mod marked;
mod members;
mod mime;
mod named;
mod numerals;
mod order;
mod pictures;
mod place;
mod recognise;
#[cfg(test)]
mod roundtrip;
mod scripts;
mod sources;
mod symbols;
mod text;
mod transfer;
pub mod whole;

pub use arrange::{Arranged, arrange};
pub use come::is_whole;
pub use document::Block;
pub(crate) use entry::escaped;
pub use held::{Marked, is_waiting, mark};
pub use intake::{Batch, Intake, Item, Outcome, Plan, Written};
pub use known::Known;
pub use named::{Shelved, named};
pub use recognise::{Confidence, Dispatch, Guess, House, Inspector};
pub use sources::{Found, Passed, Source, gather};
pub use transfer::{Moved, transfer};

use crate::diagnostic::Diagnostic;

/// Reads a file and guesses what it is, without writing anything.
///
/// # Errors
/// Why it cannot be read, and the way out.
pub fn look(source: &Source, house: House<'_>) -> Result<Dispatch, Box<Diagnostic>> {
    let document = formats::document(source)?;
    let stem = source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, _)| stem);
    Ok(recognise::recognise(&document, stem, house))
}
