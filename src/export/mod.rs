//! What a laid-out issue is written as: each output makes the bytes of one file.
//!
//! A new output is a file of this room with its [`Export`], and a row in [`OUTPUTS`]; `batch` writes what
//! is wanted beside the PDF, and makes it again when the issue changes. Writes nothing itself, and sets
//! nothing: what stands where is settled before.

pub mod docx;
mod ofd;
mod output;
mod pdf;
mod picture;
mod word;

pub use ofd::Ofd;
pub use output::{Export, LaidOut};
pub use pdf::Pdf;
pub use picture::PageSvg;
pub use word::{EDITION, Word};

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
