//! What is worth keeping between two settings of the same issue.
//!
//! Only ever makes setting quicker: what comes out is what a first setting gives.

use std::collections::HashMap;
use std::sync::Arc;

use typst::syntax::{FileId, Source};

use super::pictures::Examined;
use super::sources::Parsed;
use crate::model::Digest;

/// So many states of a file are kept: it is set differently each time page 1 is tightened.
const STATES: usize = 4;

/// The parsed files of an issue as it was set last.
///
/// Typst numbers the nodes of a file anew when it is parsed anew, and takes a paragraph whose nodes
/// have other numbers for another paragraph. Kept and edited, the nodes that did not change keep
/// their numbers, and Typst remembers what it made of them.
#[derive(Default)]
pub struct Warm {
    /// The states of each file, the latest first.
    parsed: HashMap<FileId, Vec<Parsed>>,
    /// What was found out about its pictures.
    pub(super) pictures: Examined,
    /// What is known of settings that were too loose.
    pub(crate) too_loose: TooLoose,
}

/// How an issue was set before page 1 was tight enough to show body text.
#[derive(Default)]
pub(crate) struct TooLoose {
    /// Which press set it.
    pub by: Option<Arc<()>>,
    /// For each trial the file of the first body, which was not on page 1, and a digest of all that
    /// stands before its end.
    pub trials: Vec<(String, String)>,
    /// What else the trials depended on; `None` where there were no pages.
    pub beside: Option<Beside>,
}

/// What a document's files do not show.
#[derive(PartialEq, Eq)]
pub(crate) struct Beside {
    /// The rows of 要目, with the page numbers.
    pub contents: Vec<String>,
    /// The pictures.
    pub pictures: Vec<Digest>,
}

impl Warm {
    /// A file, from what was parsed before where that can be had.
    pub(super) fn parse(&self, id: FileId, text: &str) -> Parsed {
        let known = self.parsed.get(&id).map_or(&[][..], Vec::as_slice);
        if let Some(same) = known.iter().find(|known| known.source().text() == text) {
            return same.clone();
        }
        let fresh = Source::new(id, text.to_owned());
        let edited = known.first().map(|latest| {
            let mut edited = latest.source().clone();
            edited.replace(text);
            edited
        });
        // Typst has two ways to parse; that they agree is not taken on trust.
        let agrees = |edited: &Source| edited.root().spanless_eq(fresh.root());
        Parsed::new(edited.filter(agrees).unwrap_or(fresh))
    }

    /// Remembers the files of the document that is being set, and forgets all others.
    pub(super) fn keep(&mut self, files: Vec<(FileId, Parsed)>) {
        let mut before = std::mem::take(&mut self.parsed);
        for (id, latest) in files {
            let mut states = before.remove(&id).unwrap_or_default();
            states.retain(|state| state.source().text() != latest.source().text());
            states.insert(0, latest);
            states.truncate(STATES);
            self.parsed.insert(id, states);
        }
    }
}
