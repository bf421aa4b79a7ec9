//! How two PDFs of one issue differ, as a person would tell it: sentences, pages, looks.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use hayro::RenderCache;

use super::form::{Form, form};
use super::same::Same;
use super::text::{self, Block, Run};
use super::{Pdf, Unreadable, guarded, image};

/// Pixels an inch at which pages are compared: a full stop of 三号 is four pixels wide.
const DPI: f32 = 100.0;

/// Everything in which two PDFs differ; nothing of it where only their metadata does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Sentences that are not in both, in the order of the text.
    pub text: Vec<TextChange>,
    /// How many pages the kept one has, and the new one.
    pub pages: (usize, usize),
    /// The first page, counted from 1, that has other text, looks otherwise or is in one only.
    pub first_differing_page: Option<usize>,
    /// Pages that are in both and look otherwise.
    pub looks: Vec<PageLooks>,
    /// How the text of the kept one is set, and that of the new one.
    pub forms: (Form, Form),
}

/// A place where sentences went, came or were replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    /// The page of the kept PDF, counted from 1, with the first of them or where they would be.
    pub kept_page: usize,
    /// The same of the new PDF.
    pub new_page: usize,
    /// Sentences, or pieces of text without a full stop such as titles, of the kept PDF only.
    pub removed: Vec<String>,
    /// Those of the new one only.
    pub added: Vec<String>,
}

/// A page that looks otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageLooks {
    /// Counted from 1.
    pub page: usize,
    /// How much of the page differs, above 0, up to 1.
    pub share: f64,
    /// Between which heights it does, from 0 at the top of the page to 1 at its foot.
    pub between: (f64, f64),
}

/// The gravest of what differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing that can be read or seen.
    Same,
    /// The pages look otherwise and say the same.
    Looks,
    /// The same text on another number of pages.
    Pages,
    /// The text.
    Text,
}

impl Difference {
    /// The gravest of what differs.
    pub fn verdict(&self) -> Verdict {
        if !self.text.is_empty() {
            Verdict::Text
        } else if self.pages.0 != self.pages.1 {
            Verdict::Pages
        } else if !self.looks.is_empty() {
            Verdict::Looks
        } else {
            Verdict::Same
        }
    }
}

/// Compares a PDF that was kept with one made anew. White space, row ends and page ends are not
/// text; nor are page numbers.
///
/// # Errors
/// [`Unreadable::Broken`] when a page of either cannot be followed or drawn.
pub fn compare(kept: &Pdf, new: &Pdf) -> Result<Difference, Unreadable> {
    guarded(|| {
        let pages = (kept.page_count(), new.page_count());
        let doubtful = doubtful(kept, new)?;
        if doubtful.is_empty() && pages.0 == pages.1 {
            return Ok(Difference { pages, ..Difference::default() });
        }
        let looks = looks(kept, new, &doubtful)?;
        let forms = (form(kept)?, form(new)?);
        let (old, new) = (runs(kept)?, runs(new)?);
        let text_of = |pages: &[Vec<Run>], page: usize| pages.get(page - 1).map(|runs| all(runs));
        let otherwise = (1..=pages.0.max(pages.1)).find(|&page| {
            looks.iter().any(|looks| looks.page == page)
                || text_of(&old, page) != text_of(&new, page)
        });
        Ok(Difference {
            text: changes(&sentences(&old), &sentences(&new)),
            pages,
            first_differing_page: otherwise,
            looks,
            forms,
        })
    })
}

/// The pages that both have and that are not alike for certain.
fn doubtful(kept: &Pdf, new: &Pdf) -> Result<Vec<usize>, Unreadable> {
    let mut same = Same::new(&kept.file, &new.file);
    let mut found = Vec::new();
    for number in 1.. {
        let (Some(old), Some(new)) = (kept.page(number)?, new.page(number)?) else { break };
        if !same.pages(old, new) {
            found.push(number);
        }
    }
    Ok(found)
}

fn looks(kept: &Pdf, new: &Pdf, pages: &[usize]) -> Result<Vec<PageLooks>, Unreadable> {
    let (old_cache, new_cache) = (RenderCache::new(), RenderCache::new());
    let mut found = Vec::new();
    for &page in pages {
        let (Some(old), Some(new)) = (kept.page(page)?, new.page(page)?) else { break };
        let old = image::draw(old, &old_cache, DPI);
        let new = image::draw(new, &new_cache, DPI);
        let share = old.difference(&new);
        if share > 0.0 {
            found.push(PageLooks { page, share, between: old.differs_between(&new) });
        }
    }
    Ok(found)
}

/// The text of every page.
fn runs(pdf: &Pdf) -> Result<Vec<Vec<Run>>, Unreadable> {
    let mut pages = Vec::new();
    while let Some(page) = pdf.page(pages.len() + 1)? {
        pages.push(text::runs(&pdf.file, page, pages.len() + 1));
    }
    Ok(pages)
}

/// A sentence, or what stands alone like one.
struct Sentence {
    /// Without white space: what is compared.
    key: String,
    shown: String,
    /// Where it begins, counted from 1.
    page: usize,
}

/// The text of a page without white space and page numbers.
fn all(runs: &[Run]) -> String {
    runs.iter().filter(|run| !is_page_number(&run.text)).map(|run| dense(&run.text)).collect()
}

/// Sentences in the order in which their paragraphs begin: one that goes on overleaf is not broken
/// by the notes at the foot of the page.
fn sentences(pages: &[Vec<Run>]) -> Vec<Sentence> {
    let mut order: Vec<Block> = Vec::new();
    let mut blocks = std::collections::BTreeMap::<Block, Vec<(usize, &str)>>::new();
    for (page, run) in (1..).zip(pages).flat_map(|(page, runs)| runs.iter().map(move |r| (page, r)))
    {
        if is_page_number(&run.text) {
            continue;
        }
        let pieces = blocks.entry(run.block).or_default();
        if pieces.is_empty() {
            order.push(run.block);
        }
        pieces.push((page, &run.text));
    }
    let pieces = order.iter().filter_map(|block| blocks.get(block));
    pieces.flat_map(|pieces| of_block(pieces)).collect()
}

fn of_block(pieces: &[(usize, &str)]) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    let mut ended = true;
    for (page, text) in pieces {
        for c in text.chars() {
            // A closing quote or bracket belongs to the sentence it closes.
            let begins = ended && !(found.last().is_some() && CLOSING.contains(c));
            match found.last_mut() {
                Some(sentence) if !begins => sentence.shown.push(c),
                _ if c.is_whitespace() => continue,
                _ => found.push(Sentence { key: String::new(), shown: c.into(), page: *page }),
            }
            ended = END.contains(c) || (ended && !begins);
        }
    }
    for sentence in &mut found {
        sentence.shown = sentence.shown.trim().to_owned();
        sentence.key = dense(&sentence.shown);
    }
    found
}

const END: &str = "。！？；";
const CLOSING: &str = "”’）》〉」』】〕";

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// 「— 2 —」, alone in its row.
fn is_page_number(row: &str) -> bool {
    let dash = ['—', '–', '-', '－'];
    let row = dense(row);
    let number = row.trim_start_matches(dash).trim_end_matches(dash);
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    digits && row.starts_with(dash) && row.ends_with(dash)
}

fn changes(old: &[Sentence], new: &[Sentence]) -> Vec<TextChange> {
    let [old_keys, new_keys] =
        [old, new].map(|all| all.iter().map(|one| one.key.as_str()).collect::<Vec<_>>());
    let operations = capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys);
    let shown = |all: &[Sentence]| all.iter().map(|one| one.shown.clone()).collect();
    let page = |all: &[Sentence], at: usize| {
        all.get(at).or(all.last()).map_or(1, |sentence| sentence.page)
    };
    let differing = operations.into_iter().filter(|operation| operation.tag() != DiffTag::Equal);
    differing
        .map(|operation| {
            let (from, to) = (operation.old_range(), operation.new_range());
            TextChange {
                kept_page: page(old, from.start),
                new_page: page(new, to.start),
                removed: shown(&old[from]),
                added: shown(&new[to]),
            }
        })
        .collect()
}
