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
//!
//! `docx` reads what would be printed with all revisions accepted, and how it looks; it guesses
//! nothing. Converters to Markdown throw alignment, face and size away, which are the evidence for
//! title, unit and date; so the reader is ours, on `zip` and `quick-xml`. XML becomes a tree of
//! bounded size and depth; a document type, where entities could be declared, is refused.
//! Everything that an entry cannot have is counted in `Dropped`, with its first words, and told.
//! The mark of a footnote is a run of its own (`Run::note`), so that whatever is cut and joined on
//! the way keeps it.
//!
//! `recognise` takes lines off the head and the tail only when they are certainly no text; what is
//! doubtful stays in the text, where a reader sees it. Each guess is a `Guess`: value, confidence,
//! reason. The text of the entry is then read as an entry and mended by the rules of `check` about
//! characters and marks, so that import changes nothing that `check --fix` would not.
//!
//! There `signature` puts aside what stands behind a signature, `behind` says what may stand behind
//! a label, `gaps` leaves 【待补】 for pictures that are only named, `letter` and `greetings` read
//! e-mails. Of a web page, `html/lines` and `html/weights` say what stands beside each other and
//! how much is written there, `frame` knows words and names of frames, `article` decides what is
//! read, `left` tells the rest. `docx/unseen` tells what Word hides with all that hangs in it.
//! `document::Table::joined` is the one place that says which cells are one.
//!
//! `tests/suite/second_reader/` reads every dispatch a second way, shares no code with this, and
//! holds each sign against the entry and what was told; `broken.rs` puts faults into entries to see
//! that they are found; what it accepts besides equality stands in `compare.rs`, `known.rs` and
//! `told.rs`. A new kind of document needs its few lines there. `import` mends only marks and
//! blanks, each told; characters that may be in a name or a figure are left to `check`.
//!
//! One source is in memory at a time. Originals and pictures wait in a hidden folder within the
//! issue and are renamed into place before the entry is written: a run that is killed leaves no
//! entry without its original, and the next run clears the folder away. What was imported before is
//! known by the SHA-256 that entries carry (`known`), found by looking through entries as bytes. A
//! lock (`archive::intake`) keeps apart whoever changes entries: imports, `move` and `check --fix`.
//!
//! `tests/dispatches` holds documents of Word-like programs, LibreOffice, pandoc and hands,
//! `make.py` that makes them, and `expected/`, the entries they become.

mod arrange;
mod bare;
mod beside;
mod bullets;
mod clean;
mod come;
mod document;
pub(crate) mod docx;
mod dropped;
mod emphasis;
mod encoding;
mod entry;
mod formats;
mod held;
mod html;
mod intake;
mod known;
mod letters;
mod look;
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
mod seen;
mod sources;
mod symbols;
mod text;
mod transfer;
pub mod whole;

pub use arrange::{Arranged, arrange};
pub use come::is_whole;
pub use document::Block;
pub(crate) use emphasis::escaped;
pub use held::{Marked, is_waiting, mark};
pub use intake::{Batch, Intake, Item, Outcome, Plan, Written};
pub use known::Known;
pub use look::look;
pub use named::{Shelved, named, names_in};
pub use recognise::{Confidence, Dispatch, Guess, Inspector, Reference};
pub use seen::{Seen, seen};
pub use sources::{Found, Passed, Source, gather};
pub use transfer::{Moved, transfer};
