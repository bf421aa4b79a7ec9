//! Whether a picture is used, and how it is told that it is not.

use typst::foundations::Bytes;

use crate::diagnostic::{Code, Diagnostic};

/// A picture, or why it is not used.
pub(super) type Verdict = Result<Usable, Box<Diagnostic>>;

/// A picture as it is used.
#[derive(Clone)]
pub(super) struct Usable {
    pub(super) bytes: Bytes,
    /// Pixels across and down.
    pub(super) size: (f64, f64),
    /// What is to be said of it.
    pub(super) finding: Option<Diagnostic>,
}

pub(super) fn refuse(code: Code, message: String, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, message).help(help))
}
