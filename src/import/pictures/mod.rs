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

use std::collections::BTreeMap;

use super::document::{Block, Content, Document, Dropped, Paragraph, Picture, Run, Shown};

/// The pictures of a text, in its order: those of a paragraph together, a sign among words alone.
pub fn all(blocks: &[Block]) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let one = |paragraph: &Paragraph| {
        let [above, below] = &paragraph.aside;
        for it in above.iter().chain([paragraph]).chain(below) {
            match it.is_wordless() {
                true if it.has_pictures() => found.push(it.clone()),
                true => {}
                false => found.extend(it.pictures().cloned().map(alone)),
            }
        }
    };
    blocks.iter().flat_map(Block::paragraphs).for_each(one);
    found
}

/// Those of some pictures that others have not among them, in order; what stands there twice must be
/// there twice.
pub fn lost(before: &[Paragraph], after: &[Paragraph]) -> Vec<Paragraph> {
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for key in after.iter().flat_map(Paragraph::pictures).map(Shown::key) {
        *left.entry(key).or_default() += 1;
    }
    let mut gone = before.to_vec();
    for run in gone.iter_mut().flat_map(|paragraph| &mut paragraph.runs) {
        let count = run.picture().and_then(|shown| left.get_mut(&shown.key()));
        if let Some(count) = count.filter(|count| **count > 0) {
            *count -= 1;
            run.inset = None;
        }
    }
    gone.retain(Paragraph::has_pictures);
    gone
}

/// A paragraph of a picture alone.
pub fn alone(shown: Shown) -> Paragraph {
    Paragraph { runs: vec![Run::of_picture(shown)], ..Paragraph::default() }
}

/// Makes a paragraph of a note what an entry can hold of it: words, and gaps where pictures stood.
pub fn without_pictures(paragraph: &mut Paragraph, document: &mut Document) {
    for run in &mut paragraph.runs {
        let Some(shown) = run.picture() else { continue };
        let what = match shown.content {
            // What left a gap was told when it did.
            Content::Gap(what) => what,
            Content::Picture(_) => {
                document.drop_text(Dropped::Picture, "脚注里的图");
                "图片"
            }
        };
        run.text = format!("【待补：{what}】");
        run.inset = None;
    }
}

/// How many pictures there are.
pub fn count(paragraphs: &[Paragraph]) -> usize {
    paragraphs.iter().flat_map(Paragraph::pictures).count()
}

/// Puts the pictures of a form at the end that went with its cells, since `before`. Returns what is to
/// be told.
pub fn of_form(before: &[Paragraph], blocks: &mut Vec<Block>) -> Option<String> {
    let lost = lost(before, &all(blocks));
    let count = count(&lost);
    blocks.extend(lost.into_iter().map(Block::Paragraph));
    (count > 0).then(|| format!("报送表里的图片 {count} 张，放在正文末尾，请核对要不要"))
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
    body.iter_mut().flat_map(Block::paragraphs_mut).flat_map(|it| &mut it.runs)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::document::{Align, Stands, Table};
    use super::super::recognise::{Reference, recognise};
    use super::*;
    use crate::model::Roster;

    /// What paragraphs say; nothing stands for a picture, whose width follows from its place.
    const LINES: &[&str] = &[
        "",
        "",
        "望河县推进秋粮收储",
        "望河县人民政府办公室",
        "2018年11月20日",
        "图为会场。",
        "图1 会场　　图2 现场",
        "会议要求，各乡镇要压实责任，确保颗粒归仓，不误农时，全部完成任务。",
        "一、加强领导",
        "标题",
        "内容",
        "照片",
    ];

    /// A document of lines, each with its look; pictures are numbered in their order.
    fn document(lines: &[(usize, u8, bool)]) -> (Document, usize) {
        let mut count = 0;
        let mut run = |line: usize, look: u8| match LINES[line] {
            "" => {
                let stands = [Stands::InLine, Stands::Beside, Stands::Over][usize::from(look % 3)];
                let (width, height) = (Some(f32::from(look)), Some(42.0));
                let content = Content::Picture(count);
                count += 1;
                Run::of_picture(Shown { content, width, height, stands, ..Shown::default() })
            }
            text => Run { text: text.to_owned(), ..Run::default() },
        };
        let mut blocks: Vec<Block> = Vec::new();
        for (line, look, joins) in lines {
            let run = run(*line, *look);
            let align = [Align::Start, Align::Center, Align::End][usize::from(look % 3)];
            match blocks.last_mut() {
                Some(Block::Paragraph(last)) if *joins => last.runs.push(run),
                Some(Block::Table(table)) if look % 4 > 0 => {
                    let cell = vec![Paragraph { runs: vec![run], ..Paragraph::default() }];
                    match table.rows.last_mut().filter(|_| *joins) {
                        Some(row) => row.push(cell),
                        None => table.rows.push(vec![cell]),
                    }
                }
                _ if look % 5 == 0 => {
                    let cell = vec![Paragraph { runs: vec![run], ..Paragraph::default() }];
                    blocks.push(Block::Table(Table { rows: vec![vec![cell]], ..Table::default() }));
                }
                _ => {
                    let runs = vec![run];
                    blocks.push(Block::Paragraph(Paragraph {
                        runs,
                        align,
                        ..Paragraph::default()
                    }));
                }
            }
        }
        (Document { blocks, ..Document::default() }, count)
    }

    proptest! {
        /// Each picture is in the text once, but for seals, which are told.
        #[test]
        fn no_picture_is_lost(
            lines in prop::collection::vec((0..LINES.len(), 0_u8..100, any::<bool>()), 0..24),
        ) {
            let (document, count) = document(&lines);
            let roster = Roster::default();
            let date = chrono::NaiveDate::from_ymd_opt(2018, 12, 3).expect("a day");
            let house = Reference { roster: &roster, columns: &[], date };
            let dispatch = recognise(&document, "来稿", house);
            let mut found: Vec<Content> = all(&dispatch.body)
                .iter()
                .flat_map(Paragraph::pictures)
                .map(|shown| shown.content)
                .collect();
            found.sort();
            let seals = dispatch.remarks.iter().find_map(|remark| {
                let rest = remark.strip_prefix("落款处的印章 ")?;
                rest.split(' ').next()?.parse::<usize>().ok()
            });
            prop_assert_eq!(found.len() + seals.unwrap_or(0), count, "{:?}", &dispatch);
            found.dedup();
            prop_assert_eq!(found.len() + seals.unwrap_or(0), count, "{:?}", &dispatch);
        }
    }
}
