//! The PDF, as archives want it.

use super::{Export, LaidOut};
use crate::diagnostic::Checked;
use crate::model::Mark;

/// The PDF of an issue.
pub struct Pdf<'a> {
    /// What it says of itself where it is issued.
    pub about: Option<&'a Mark>,
}

impl Export for Pdf<'_> {
    fn extension(&self) -> &'static str {
        "pdf"
    }

    fn bytes(&self, it: &LaidOut<'_>) -> Checked<Vec<u8>> {
        let made = match self.about {
            Some(mark) => it.typeset.pdf_described(&mark.to_string()),
            None => it.typeset.pdf(),
        };
        match made {
            Ok(pdf) => Checked { value: Some(pdf), diagnostics: Vec::new() },
            Err(diagnostics) => Checked { value: None, diagnostics },
        }
    }
}
