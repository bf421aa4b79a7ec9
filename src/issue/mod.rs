//! One issue, set in memory: read, held against the rules, laid out, its pages judged, its PDF made.
//!
//! Writes nothing but mended files ([`mend()`]) and the Typst files that somebody asked to keep; knows of
//! no other issue but by what the rules ask of the archive.

mod first_page;
mod inspect;
mod judge;
mod mend;
mod press;
mod rules;
mod set;
mod stopped;
pub mod templates;
#[cfg(test)]
mod tests;
mod time;
pub mod unread;

pub use inspect::Inspection;
pub use judge::Measurement;
pub use mend::{Mended, Mending, mend, mendable};
pub use press::{Correction, Press};
pub use set::{Goal, Proof, Set, Setting, Times, sort};
pub use stopped::Stopped;
pub use time::guarded;
