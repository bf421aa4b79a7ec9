//! What outputs are made of, and what each does.

use std::path::Path;

use crate::compose::Document;
use crate::diagnostic::Checked;
use crate::model::{Issue, Mark};
use crate::typeset::Typeset;

/// An issue with its pages: all that an output may be made of.
#[derive(Clone, Copy)]
pub struct LaidOut<'a> {
    /// What was read.
    pub issue: &'a Issue,
    /// What was composed of it: texts as markup, the pictures they use, title and keywords.
    pub document: &'a Document,
    /// The pages; their layout is [`Typeset::layout`], what stands where [`Typeset::measured`] and
    /// [`Typeset::runs`], in mm.
    pub typeset: &'a Typeset,
    /// The folder of the issue, in which its pictures lie.
    pub folder: &'a Path,
    /// What it says of itself where it is issued.
    pub mark: Option<&'a Mark>,
}

/// A way to write an issue.
pub trait Export: Sync {
    /// What the names of its files end in, without the dot.
    fn extension(&self) -> &'static str;

    /// Whether a file of this kind has a seal or a signature on it, which somebody put there.
    fn is_signed(&self, _kept: &[u8]) -> bool {
        false
    }

    /// Whether a file of this kind was only sealed or signed since it was made.
    fn is_sealed(&self, _made: &[u8], _kept: &[u8]) -> bool {
        false
    }

    /// One file of it: the same bytes of the same issue, always. The findings say what of the issue it
    /// cannot hold; the value is missing where nothing can be made.
    fn bytes(&self, it: &LaidOut<'_>) -> Checked<Vec<u8>>;
}
