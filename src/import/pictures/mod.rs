//! Pictures of a dispatch: what their bytes are, how wide they stand, where they go and what is said of them.
//!
//! A reader ([`docx`](super::docx), [`html`](super::html)) asks [`bytes`] and [`lengths`]; whoever
//! recognises the dispatch has them put where an entry can hold them: [`tables`], [`apart`], [`aside`]
//! and [`captions`]. No picture goes without a word: [`lost`] finds those that did.

pub mod apart;
pub mod aside;
pub mod bytes;
pub mod captions;
mod jpeg;
pub mod lengths;
mod png;
pub mod shown;
pub mod tables;

use super::document::{Block, Content, Paragraph, Picture, Run, Shown};

/// The pictures of a text, in its order.
pub fn all(blocks: &[Block]) -> Vec<Shown> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => found.extend(paragraph.shown().cloned()),
            Block::Table(table) => {
                let inside = table.rows.iter().flatten().flatten();
                found.extend(inside.flat_map(Paragraph::shown).cloned());
            }
        }
    }
    found
}

/// Those of some pictures that others have not among them, in order; what stands there twice must be
/// there twice.
pub fn lost(before: &[Shown], after: &[Shown]) -> Vec<Shown> {
    let mut left: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for shown in after {
        *left.entry(shown.key()).or_default() += 1;
    }
    let gone = before.iter().filter(|shown| match left.get_mut(&shown.key()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    gone.cloned().collect()
}

/// A paragraph of a picture alone.
pub fn alone(shown: Shown) -> Block {
    Block::Paragraph(Paragraph { runs: vec![Run::of_picture(shown)], ..Paragraph::default() })
}

/// The pictures that a text shows, each once, in its order; those that nothing shows are left behind.
pub fn used(body: &mut [Block], pictures: Vec<Picture>) -> Vec<Picture> {
    let mut waiting: Vec<Option<Picture>> = pictures.into_iter().map(Some).collect();
    let mut places = vec![None; waiting.len()];
    let mut kept = Vec::new();
    for run in runs(body) {
        let Some(Content::Picture(index)) = run.picture_mut().map(|shown| &mut shown.content)
        else {
            continue;
        };
        if let Some(picture) = waiting.get_mut(*index).and_then(Option::take) {
            places[*index] = Some(kept.len());
            kept.push(picture);
        }
        *index = places.get(*index).copied().flatten().unwrap_or(usize::MAX);
    }
    kept
}

fn runs(body: &mut [Block]) -> impl Iterator<Item = &mut Run> {
    body.iter_mut().flat_map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.runs.iter_mut().collect::<Vec<_>>(),
        Block::Table(table) => {
            let inside = table.rows.iter_mut().flatten().flatten();
            inside.flat_map(|paragraph| paragraph.runs.iter_mut()).collect()
        }
    })
}
