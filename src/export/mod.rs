//! What a laid-out issue is written as: each output makes the bytes of one file.
//!
//! A new output is a file of this room with its [`Export`], and a row in [`OUTPUTS`]; `batch` writes what
//! is wanted beside the PDF, and makes it again when the issue changes. Writes nothing itself, and sets
//! nothing: what stands where is settled before.

pub mod docx;
mod ofd;
mod pdf;
mod picture;
mod word;

use std::path::Path;

pub use ofd::Ofd;
pub use pdf::Pdf;
pub use picture::PageSvg;
pub use word::{EDITION, Word};

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

/// An output that a house may want.
pub struct Output {
    /// Its name in settings and on the command line.
    pub name: &'static str,
    /// What clerks call it.
    pub chinese: &'static str,
    /// What makes it.
    pub export: &'static dyn Export,
}

impl std::fmt::Debug for Output {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name)
    }
}

/// All outputs of a whole issue. The PDF comes first: it is always made, and what is issued.
pub const OUTPUTS: &[Output] = &[
    Output { name: "pdf", chinese: "PDF", export: &Pdf { about: None } },
    Output { name: "ofd", chinese: "OFD", export: &Ofd },
];

/// The outputs of these names besides the PDF; a name that none has is left out.
pub fn besides_pdf<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'static Output> {
    let mut wanted: Vec<&'static Output> = Vec::new();
    for name in names {
        let known = OUTPUTS.iter().skip(1).find(|output| output.name == name);
        if let Some(output) = known.filter(|output| wanted.iter().all(|it| it.name != output.name))
        {
            wanted.push(output);
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pdf_is_made_anyhow_and_nothing_twice() {
        let wanted = |names: &[&str]| {
            besides_pdf(names.iter().copied()).iter().map(|it| it.name).collect::<Vec<_>>()
        };
        assert_eq!(wanted(&["pdf", "ofd", "ofd", "x"]), ["ofd"]);
        assert_eq!(wanted(&[]), Vec::<&str>::new());
    }
}
