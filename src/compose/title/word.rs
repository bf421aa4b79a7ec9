//! A word of a title.

use std::ops::Range;

use super::lexicon::Kind;
use crate::dictionary::Class;

/// A word of a title: the bytes it takes up and what it does.
#[derive(Clone, Debug)]
pub struct Word {
    pub range: Range<usize>,
    pub kind: Kind,
    /// What the dictionary says of it, if the lexicon says nothing.
    pub class: Option<Class>,
}
