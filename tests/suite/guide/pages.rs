//! The pages of the guides and the READMEs, taken apart: blocks of code, commands in sentences, links.

use std::fs;

use crate::project::repository;
use crate::tidy::collect;

/// A file in Markdown.
#[derive(Clone)]
pub struct Page {
    /// From the repository's root.
    pub path: String,
    pub text: String,
}

/// A fenced block.
pub struct Block {
    /// Where it begins, counted from 1.
    pub line: usize,
    pub lang: String,
    /// What stands behind the language, as `name=value`.
    pub said: Vec<(String, String)>,
    pub text: String,
}

impl Block {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.said.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The pages of both guides and the READMEs, by their paths.
pub fn pages() -> Vec<Page> {
    let mut files = vec![repository().join("README.md"), repository().join("README.zh-CN.md")];
    for language in ["en", "zh"] {
        collect(&repository().join("docs/guide").join(language), &mut files);
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    let page = |path: std::path::PathBuf| {
        let shown = path.strip_prefix(repository()).expect("in the repository");
        let shown = shown.to_string_lossy().replace('\\', "/");
        Page { path: shown, text: fs::read_to_string(&path).expect("UTF-8") }
    };
    files.into_iter().map(page).collect()
}

/// The fenced blocks of a page, also those within lists.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (fence, open.take()) {
            (Some(_), Some(block)) => blocks.push(block),
            (Some(info), None) => {
                let mut words = info.split_whitespace();
                let lang = words.next().unwrap_or_default().to_owned();
                let pair = |word: &str| {
                    let (key, value) = word.split_once('=').unwrap_or((word, ""));
                    (key.to_owned(), value.to_owned())
                };
                let said = words.map(pair).collect();
                open = Some(Block { line: index + 1, lang, said, text: String::new() });
            }
            (None, Some(mut block)) => {
                // In a list they are indented; transcripts are not.
                let inside = if block.lang == "sh" { line.trim_start() } else { line };
                block.text += &format!("{inside}\n");
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block without an end");
    blocks
}

/// The lines outside of blocks.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_block = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        in_block ^= fence;
        !in_block && !fence
    })
}

/// What stands between backticks in sentences and tables.
pub fn inline(text: &str) -> impl Iterator<Item = String> {
    let code = |line: &str| -> Vec<String> {
        line.split('`').skip(1).step_by(2).map(|it| it.replace("\\|", "|")).collect()
    };
    prose(text).flat_map(code).collect::<Vec<_>>().into_iter()
}

impl Page {
    /// Where the links lead; a draft of a chapter has none.
    pub fn links(&self) -> impl Iterator<Item = String> {
        let link = |line: &str| -> Vec<String> {
            let plain: String = line.split('`').step_by(2).collect();
            let rest = plain.split("](").skip(1);
            rest.filter_map(|it| it.split_once(')').map(|(link, _)| link.to_owned())).collect()
        };
        let links = prose(&self.text).flat_map(link).filter(|link| !link.is_empty());
        links.collect::<Vec<_>>().into_iter()
    }

    /// The names of its headings, as GitHub makes them.
    pub fn anchors(&self) -> impl Iterator<Item = String> {
        let fit = |c: char| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
            _ => None,
        };
        let headings = prose(&self.text).filter(|line| line.starts_with('#'));
        let names = headings.map(|line| {
            line.trim_start_matches('#').trim().to_lowercase().chars().filter_map(fit).collect()
        });
        names.collect::<Vec<String>>().into_iter()
    }
}
