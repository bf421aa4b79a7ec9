//! What a line looks like, as far as it tells titles and columns from text.

use crate::import::document::{Align, Paragraph};

/// What a line looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    /// In the middle.
    pub center: bool,
    /// In half points.
    pub size: Option<i32>,
    /// What its face is used for.
    pub face: Face,
    /// Whether all of it is bold.
    pub bold: bool,
    /// Its level as a heading.
    pub level: Option<u8>,
    /// Whether its style is the one for titles.
    pub titled: bool,
}

/// What a face is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// 小标宋.
    Title,
    /// 黑体.
    Hei,
    /// Any other.
    #[default]
    Other,
}

impl Look {
    /// That of a paragraph.
    pub fn of(it: &Paragraph) -> Self {
        let shown = it.runs.iter().find(|run| !run.text.trim().is_empty());
        let face = shown.map_or("", |run| run.face.as_str());
        Self {
            center: it.align == Align::Center,
            size: it.size().map(|size| (size * 2.0).round() as i32),
            face: match face {
                face if face.contains("标宋") => Face::Title,
                face if face.contains("黑体") || face.to_lowercase().contains("simhei") => {
                    Face::Hei
                }
                _ => Face::Other,
            },
            bold: it.is_bold(),
            level: it.level,
            titled: it.is_title,
        }
    }

    /// Whether it is not that of the text.
    pub fn stands_out(self, text: Self) -> bool {
        self.center || self.is_strong(text)
    }

    /// Whether more than its place tells it from the text.
    pub fn is_strong(self, text: Self) -> bool {
        let larger = matches!((self.size, text.size), (Some(own), Some(text)) if own >= text + 3);
        let faced = self.face != Face::Other && self.face != text.face;
        larger || faced || (self.bold && !text.bold) || self.level.is_some() || self.titled
    }
}

/// The look that most of the running text has.
pub fn prevailing<'p>(paragraphs: impl Iterator<Item = &'p Paragraph>) -> Look {
    /// More looks than these no text has.
    const LOOKS: usize = 64;
    let mut counts: Vec<(Look, usize)> = Vec::new();
    for paragraph in paragraphs {
        let text = paragraph.text();
        if !text.contains('。') {
            continue;
        }
        let look = Look::of(paragraph);
        let length = text.chars().count();
        if let Some((_, count)) = counts.iter_mut().find(|(other, _)| *other == look) {
            *count += length;
        } else if counts.len() < LOOKS {
            counts.push((look, length));
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(look, _)| look).unwrap_or_default()
}
