//! What stands where on the pages that were really set, and whether that is what the layout asks.
//!
//! Plain values in mm and pt: `typeset` fills them in from the laid-out frames. Nothing here knows
//! how a page is made; every number it is judged by comes from a `Layout` of the model.
//!
//! `typeset/measure.rs` walks the frames and writes down rows, rules, pictures and page numbers in
//! millimetres; what a run of text is (paragraph, heading, footnote) is read from the tags of the
//! tagged PDF, not guessed from its looks. `measure::judge` holds that against a `Layout`. What
//! cannot be told for certain is left out: a row missing in the table is better than a false one.
//! Under the built-in templates a failed row is a warning and the PDF is written; under a house's
//! own templates it stops the PDF.
//!
//! Typst moves a row to the next page for the sake of its footnote only in paragraphs. In lists and
//! tables the note strays; `issue/first_page.rs` finds that in what was measured
//! (`Measured::notes`) and composes once more with the item or row at the head of a page
//! (`ComposeOptions::apart`, `in-parts` in `briefing.typ`). The tests measure once more from
//! outside, with poppler, so that the program is not its own only judge.
//!
//! It is a module of its own and no part of `typeset`: the judgement is plain arithmetic that needs
//! no engine to be tested, and it must not share code with what sets the page, or it could not
//! fail.

mod check;
mod exceptions;
mod findings;
mod geometry;
mod judge;
mod masthead;
mod numbers;
mod page;
mod rows;
mod tail;
mod text;

pub use check::{Check, Got, Want};
pub use exceptions::Exceptions;
pub use findings::{Templates, fill, findings};
pub use judge::judge;
pub use page::{ASCENT, Area, Measured, MeasuredPage, Note, PageNumber, Part, RED, Row, Rule};
