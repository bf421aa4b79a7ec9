//! The pages of one setting, as pictures and as text.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;

use super::places;
use crate::export::PageSvg;
use crate::typeset::Typeset;

/// The pages of one setting.
pub struct Pages {
    /// As laid out.
    pub typeset: Typeset,
    looks: Vec<String>,
    /// Made when somebody asks, and once for all who do; pages that look the same share theirs.
    made: Vec<Arc<Made>>,
}

/// What is shown of one page.
#[derive(Default)]
struct Made {
    picture: OnceLock<Bytes>,
    text: OnceLock<Bytes>,
}

impl Pages {
    /// Pages, of which those that look as in `before` need not be drawn again.
    pub fn new(typeset: Typeset, before: Option<&Self>) -> Self {
        let looks: Vec<String> = (0..typeset.page_count()).map(|page| typeset.look(page)).collect();
        let known = |look: &String| {
            let before = before?;
            let index = before.index(look)?;
            before.made.get(index).cloned()
        };
        let made = looks.iter().map(|look| known(look).unwrap_or_default()).collect();
        Self { typeset, looks, made }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.looks.len()
    }

    /// What tells a page from any that looks otherwise.
    pub fn looks(&self) -> &[String] {
        &self.looks
    }

    /// The page that looks so, from 0.
    pub fn index(&self, look: &str) -> Option<usize> {
        self.looks.iter().position(|known| known == look)
    }

    /// A page as SVG, from 0.
    pub fn picture(&self, index: usize) -> Option<Bytes> {
        let made = self.made.get(index)?;
        let picture = || PageSvg { page: index }.svg(&self.typeset).unwrap_or_default().into();
        Some(made.picture.get_or_init(picture).clone())
    }

    /// The text of a page as JSON, from 0.
    pub fn text(&self, index: usize) -> Option<Bytes> {
        let made = self.made.get(index)?;
        let text = || places::text(&self.typeset, index).unwrap_or_default().into();
        Some(made.text.get_or_init(text).clone())
    }
}
