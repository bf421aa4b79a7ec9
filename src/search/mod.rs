//! Words in the archive: in titles and texts of entries, and in the PDFs that were issued, compared
//! without blanks.
//!
//! Writes nothing, and keeps nothing of an issue once it is searched.

mod dense;
mod find;
mod leaves;

pub use find::{FindOptions, Findings, Hit, Within, find};
pub use leaves::Leaves;
