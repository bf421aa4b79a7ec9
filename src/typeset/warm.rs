//! What is worth keeping between two settings of the same issue.
//!
//! Only ever makes setting quicker: what comes out is what a first setting gives.

use std::collections::HashMap;

use typst::syntax::{FileId, Source};

use super::sources::{Parsed, Sources};

/// The parsed files of an issue as it was set last.
///
/// Typst numbers the nodes of a file anew when it is parsed anew, and takes a paragraph whose nodes
/// have other numbers for another paragraph. Kept and edited, the nodes that did not change keep
/// their numbers, and Typst remembers what it made of them.
#[derive(Default)]
pub struct Warm {
    parsed: HashMap<FileId, Parsed>,
}

impl Warm {
    /// A file, from what was parsed before where that can be had.
    pub(super) fn parse(&self, id: FileId, text: &str) -> Parsed {
        let Some(known) = self.parsed.get(&id) else {
            return Parsed::new(Source::new(id, text.to_owned()));
        };
        if known.source().text() == text {
            return known.clone();
        }
        let fresh = Source::new(id, text.to_owned());
        let mut edited = known.source().clone();
        edited.replace(text);
        // Typst has two ways to parse; that they agree is not taken on trust.
        let agree = edited.root().spanless_eq(fresh.root());
        Parsed::new(if agree { edited } else { fresh })
    }

    /// Remembers the files of the document that is being set, and forgets all others.
    pub(super) fn keep(&mut self, sources: &Sources) {
        self.parsed = sources.parsed();
    }
}
