//! The text of a PDF as one long line, and on which page each of its characters stands.

use std::path::Path;

use super::dense::{Dense, head};
use crate::archive::{Failed, Sandbox};
use crate::check::{Part, Story};

/// How much of the beginning of an entry's body tells it from others, in characters.
const BEGINNING: usize = 16;
/// A beginning shorter than this is none to go by.
const SHORTEST: usize = 4;

/// The pages of a PDF, to be searched.
#[derive(Debug, Default)]
pub struct Leaves {
    /// All text, without blanks, without page numbers.
    pub text: String,
    /// Where each page begins in it.
    pages: Vec<usize>,
}

impl Leaves {
    /// Reads a PDF.
    ///
    /// # Errors
    /// [`Failed`] where it cannot be read.
    pub fn of(sandbox: &Sandbox, pdf: &Path) -> Result<Self, Failed> {
        Ok(Self::from_pages(&sandbox.text(pdf)?))
    }

    pub(super) fn from_pages(pages: &[String]) -> Self {
        let mut leaves = Self::default();
        for page in pages {
            leaves.pages.push(leaves.text.len());
            for row in page.lines() {
                let row = Dense::of(row).text;
                if !is_page_number(&row) {
                    leaves.text.push_str(&row);
                }
            }
        }
        leaves
    }

    /// The page on which a byte of the text stands, from 1.
    pub fn page(&self, at: usize) -> usize {
        self.pages.partition_point(|start| *start <= at).max(1)
    }

    /// The pages on which entries begin, in the order of the page; `None` of one that is not found.
    pub fn of_stories(&self, stories: &[Story<'_>]) -> Vec<Option<usize>> {
        let mut from = 0;
        let mut pages = Vec::new();
        for story in stories {
            let at = self.begins(story, from);
            if let Some(at) = at {
                from = at + 1;
            }
            pages.push(at.map(|at| self.page(at)));
        }
        pages
    }

    /// Where an entry begins, from somewhere on. Its title may stand among the contents too: the one
    /// before its body counts.
    fn begins(&self, story: &Story<'_>, from: usize) -> Option<usize> {
        let mut from = from.min(self.text.len());
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let rest = &self.text[from..];
        let written = story.passages.iter().find(|passage| passage.part == Part::Title);
        let title = Dense::of(&written.map_or_else(
            || story.entry.title_or_composed().value,
            |passage| passage.text.clone().into_owned(),
        ));
        let body = story.body().map(|passage| Dense::of(&passage.text).text);
        let mut body = body;
        let body = body.find(|text| text.chars().count() >= SHORTEST);
        let body = body.and_then(|text| rest.find(head(&text, BEGINNING)));
        let title = (!title.text.is_empty()).then_some(title.text.as_str());
        let at = match (title, body) {
            (Some(title), Some(body)) => rest[..body].rfind(title).unwrap_or(body),
            (Some(title), None) => rest.find(title)?,
            (None, body) => body?,
        };
        Some(from + at)
    }
}

/// 「—2—」, alone in its row.
fn is_page_number(row: &str) -> bool {
    let dash = ['—', '–', '-'];
    let number = row.trim_start_matches(dash).trim_end_matches(dash);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number && row.starts_with(dash) && row.ends_with(dash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_run_over_the_page() {
        let pages = ["简报\n甲县抓好清洁\n— 1 —".to_owned(), "供 暖。\n— 2 —".to_owned()];
        let leaves = Leaves::from_pages(&pages);
        assert_eq!(leaves.text, "简报甲县抓好清洁供暖。");
        let at = leaves.text.find("清洁供暖").expect("found");
        assert_eq!(leaves.page(at), 1);
        assert_eq!(leaves.page(at + "清洁".len()), 2);
    }
}
