//! What files of past issues came to.

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::import::whole::{Past, Shelved};

/// What a file came to.
pub struct One {
    /// The file as shown.
    pub shown: String,
    /// What became of it.
    pub outcome: Came,
}

/// What became of it.
pub enum Came {
    /// It is an issue now.
    Placed(Box<Past>, Shelved),
    /// It was imported before: the entry or folder it became.
    Known(String),
    /// Why it is none.
    Refused(Vec<Diagnostic>),
    /// The disk does not do as asked.
    Failed(Error),
}
