//! The Chinese manual, which the program carries: its pages, and all of them as one HTML file that
//! needs nothing else.
//!
//! Writes no file and opens no browser. What the program itself knows (rules, settings) is handed in
//! as pages by the caller.

mod html;
mod summary;

#[cfg(test)]
mod tests;

pub use html::{STYLE, anchor, book, find, served};
pub use summary::{Chapter, chapters};

/// A page in Markdown, called as its file in `docs/guide/zh` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its name without `.md`.
    pub name: String,
    /// What is written.
    pub text: String,
}

macro_rules! pages {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../docs/guide/zh/", $name, ".md")))),*]
    };
}

/// What leads through the pages.
const SUMMARY: &str = include_str!("../../docs/guide/zh/SUMMARY.md");

/// The pages that somebody wrote. `rules` and `layout` are not among them: the program writes both.
const WRITTEN: &[(&str, &str)] = pages![
    "README",
    "start",
    "workbench",
    "assemble",
    "write",
    "proofread",
    "preview",
    "publish",
    "correct",
    "archive",
    "settings",
    "roster",
    "page",
    "templates",
    "faces",
    "install",
    "batch",
    "backup",
    "verify",
    "safety",
    "commands",
    "keys",
    "limits",
    "findings",
    "library",
    "word",
    "ofd",
];

/// The pages that somebody wrote.
pub fn written() -> Vec<Page> {
    let page = |(name, text): &(&str, &str)| Page { name: (*name).into(), text: (*text).into() };
    WRITTEN.iter().map(page).collect()
}
