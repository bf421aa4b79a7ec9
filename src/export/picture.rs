//! A page as a picture: glyphs are outlines, so that no font is needed to look at it.

use super::{Export, LaidOut};
use crate::diagnostic::Checked;
use crate::typeset::Typeset;

/// A page as SVG.
pub struct PageSvg {
    /// Which, from 0.
    pub page: usize,
}

impl PageSvg {
    /// What it is without the issue around it: pages are drawn one by one, as they are looked at.
    pub fn svg(&self, typeset: &Typeset) -> Option<String> {
        (self.page < typeset.page_count()).then(|| typeset.svg(self.page))
    }
}

impl Export for PageSvg {
    fn extension(&self) -> &'static str {
        "svg"
    }

    fn bytes(&self, it: &LaidOut<'_>) -> Checked<Vec<u8>> {
        Checked { value: self.svg(it.typeset).map(String::into_bytes), diagnostics: Vec::new() }
    }
}
