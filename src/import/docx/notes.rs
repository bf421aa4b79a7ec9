//! Footnotes and endnotes, by the ids that the text refers to them by.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::Element;

/// The two sorts of notes, whose ids are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// At the foot of the page.
    Foot,
    /// At the end of the text.
    End,
}

/// The notes of a document.
#[derive(Debug, Default)]
pub struct Notes {
    waiting: BTreeMap<(Sort, String), Element>,
    /// Those that were read, with their places among the notes of the document.
    read: BTreeMap<(Sort, String), usize>,
    /// Those with a mark that is hidden.
    unseen: BTreeSet<(Sort, String)>,
}

impl Notes {
    /// Adds the notes of a part.
    pub fn add(&mut self, sort: Sort, part: Option<Element>) {
        for note in part.unwrap_or_default().into_children() {
            // The others are the lines that part notes from the text.
            let is_text = note.attribute("w:type").is_none_or(|kind| kind == "normal");
            if let Some(id) = note.attribute("w:id").filter(|_| is_text).map(str::to_owned) {
                self.waiting.insert((sort, id), note);
            }
        }
    }

    /// The place of a note that was read, or else the note itself, once; nothing where there is none.
    pub fn take(&mut self, sort: Sort, id: &str) -> Result<usize, Option<Element>> {
        let key = (sort, id.to_owned());
        match self.read.get(&key) {
            Some(index) => Ok(*index),
            None => Err(self.waiting.remove(&key)),
        }
    }

    /// The text of a note whose mark is hidden, once.
    pub fn unseen(&mut self, sort: Sort, id: &str) -> Option<&Element> {
        let key = (sort, id.to_owned());
        let note = self.waiting.get(&key)?;
        self.unseen.insert(key).then_some(note)
    }

    /// Tells where the text of a note stands now.
    pub fn have_read(&mut self, sort: Sort, id: &str, index: usize) {
        self.read.insert((sort, id.to_owned()), index);
    }
}
