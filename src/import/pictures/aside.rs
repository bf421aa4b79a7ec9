//! Pictures at the head and the tail of a dispatch, put aside while title, unit and date are looked for.
//!
//! A picture above the title, in the red head or at the signature must hide none of them. It goes
//! with the paragraph that it stands at and comes back with it; where that becomes a field of the
//! entry, the picture goes to the beginning or the end of the text, and that is told. A seal is no
//! part of a text.

use super::{all, count, lost};
use crate::import::document::{Align, Block, Paragraph, Shown, Stands};

/// The most paragraphs at an end of a text that are gone through.
const MOST: usize = 30;

/// Puts paragraphs of pictures aside; `is_long` tells which paragraphs are running text.
pub fn put(blocks: &mut Vec<Block>, is_long: &dyn Fn(&Paragraph) -> bool) {
    let ends = |block: &Block| block.paragraph().is_none_or(|it| !it.is_wordless() && is_long(it));
    let end = blocks.iter().take(MOST).position(ends).unwrap_or(blocks.len().min(MOST));
    let rest = blocks.split_off(end);
    let mut waiting = Vec::new();
    for block in std::mem::take(blocks) {
        match block {
            Block::Paragraph(it) if it.is_wordless() => waiting.push(it),
            Block::Paragraph(mut it) => {
                it.aside[0].append(&mut waiting);
                blocks.push(Block::Paragraph(it));
            }
            table => blocks.push(table),
        }
    }
    // No line of the head stands below these.
    blocks.extend(waiting.into_iter().map(Block::Paragraph));
    blocks.extend(rest);

    let length = blocks.len();
    let start = blocks.iter().rev().take(MOST).position(ends).unwrap_or(length.min(MOST));
    let mut waiting = Vec::new();
    for block in blocks.split_off(length - start) {
        match (block, blocks.len() > length - start) {
            (Block::Paragraph(it), true) if it.is_wordless() => {
                if let Some(Block::Paragraph(before)) = blocks.last_mut() {
                    before.aside[1].push(it);
                }
            }
            (Block::Paragraph(it), false) if it.is_wordless() => waiting.push(it),
            (Block::Paragraph(mut it), _) => {
                it.aside[0].append(&mut waiting);
                blocks.push(Block::Paragraph(it));
            }
            (table, _) => blocks.push(table),
        }
    }
    blocks.extend(waiting.into_iter().map(Block::Paragraph));
}

/// Whether a picture parts a paragraph from the one before it, as no title is parted.
pub fn parts(paragraph: &Paragraph) -> bool {
    let [above, _] = &paragraph.aside;
    above.iter().flat_map(Paragraph::pictures).any(|shown| shown.stands == Stands::InLine)
}

/// Puts the pictures of the head, which was taken off since `before`, where the text begins. Returns
/// what is to be told.
pub fn head(before: &[Paragraph], blocks: &mut Vec<Block>) -> Option<String> {
    let lost = lost(before, &all(blocks));
    let count = count(&lost);
    blocks.splice(0..0, lost.into_iter().map(Block::Paragraph));
    (count > 0).then(|| format!("标题和报头处的图片 {count} 张，放在正文开头，请核对要不要"))
}

/// Puts the pictures of the tail, which was taken off since `before`, where the text ends, but for
/// seals. Returns what is to be told.
pub fn tail(before: &[Paragraph], blocks: &mut Vec<Block>) -> Vec<String> {
    let mut lost = lost(before, &all(blocks));
    // One at a signature that is taken for text.
    let signed = !lost.is_empty();
    let mut seals = 0;
    let mut unsealed = |paragraph: &mut Paragraph, is_one: &dyn Fn(&Shown) -> bool| {
        let length = paragraph.runs.len();
        paragraph.runs.retain(|run| !run.picture().is_some_and(is_one));
        seals += length - paragraph.runs.len();
    };
    lost.iter_mut().for_each(|paragraph| unsealed(paragraph, &is_seal));
    // So it is where an annex follows, or where nobody knows the unit.
    let (half, last) = (blocks.len() / 2, blocks.len().saturating_sub(2));
    let signs = |(at, block): (usize, &Block)| match block {
        Block::Paragraph(it) => (signed && at >= last) || (at >= half && is_signature(it)),
        Block::Table(_) => false,
    };
    let over = |shown: &Shown| shown.stands == Stands::Over && is_seal(shown);
    let signatures: Vec<bool> = blocks.iter().enumerate().map(signs).collect();
    for (at, block) in blocks.iter_mut().enumerate() {
        let near = [at.checked_sub(1), at.checked_add(1)];
        let beside = near.iter().flatten().any(|at| signatures.get(*at) == Some(&true));
        match block {
            Block::Paragraph(it) if it.is_wordless() && beside => unsealed(it, &over),
            Block::Paragraph(it) if signatures[at] => {
                it.aside.iter_mut().flatten().for_each(|it| unsealed(it, &over));
            }
            _ => {}
        }
    }
    let is_left = |block: &Block| !matches!(block, Block::Paragraph(it) if it.runs.is_empty());
    blocks.retain(is_left);
    lost.retain(Paragraph::has_pictures);
    let moved = count(&lost);
    blocks.extend(lost.into_iter().map(Block::Paragraph));
    let seals = (seals > 0).then(|| format!("落款处的印章 {seals} 个，没有用"));
    let moved = (moved > 0).then(|| format!("落款处的图片 {moved} 张，放在正文末尾，请核对要不要"));
    seals.into_iter().chain(moved).collect()
}

/// Whether a paragraph stands as a signature does: short, and at the right.
fn is_signature(paragraph: &Paragraph) -> bool {
    const SHORT: usize = 30;
    paragraph.align == Align::End
        && !paragraph.is_wordless()
        && paragraph.text().chars().count() <= SHORT
}

/// Whether a picture at a signature is a seal: over or beside its words, about as wide as high, and of
/// the size of seals (42 to 58 mm by the State Council's rule of 1999, less for others, more with a
/// margin around it).
fn is_seal(shown: &Shown) -> bool {
    let (Some(width), Some(height)) = (shown.width, shown.height) else { return false };
    let ratio = width / height;
    shown.stands != Stands::InLine && (0.7..=1.4).contains(&ratio) && (15.0..=75.0).contains(&width)
}

/// Brings back what was put aside.
pub fn bring_back(blocks: &mut Vec<Block>) {
    let mut whole = Vec::with_capacity(blocks.len());
    for block in std::mem::take(blocks) {
        match block {
            Block::Paragraph(mut it) => {
                let [above, below] = std::mem::take(&mut it.aside);
                let shows = |it: &Paragraph| it.has_pictures();
                whole.extend(above.into_iter().filter(shows).map(Block::Paragraph));
                whole.push(Block::Paragraph(it));
                whole.extend(below.into_iter().filter(shows).map(Block::Paragraph));
            }
            table => whole.push(table),
        }
    }
    *blocks = whole;
}

#[cfg(test)]
mod tests {
    use super::super::alone;
    use super::*;
    use crate::import::document::{Content, Run};

    fn words(text: &str) -> Block {
        let run = Run { text: text.to_owned(), ..Run::default() };
        Block::Paragraph(Paragraph { runs: vec![run], ..Paragraph::default() })
    }

    fn picture(index: usize, width: f32, stands: Stands) -> Block {
        let content = Content::Picture(index);
        let (width, height) = (Some(width), Some(40.0));
        Block::Paragraph(alone(Shown { content, width, height, stands, ..Shown::default() }))
    }

    fn shown(blocks: &[Block]) -> String {
        let one = |block: &Block| match block {
            Block::Paragraph(it) => {
                let pictures: Vec<String> = it
                    .shown()
                    .map(|shown| match shown.content {
                        Content::Picture(index) => index.to_string(),
                        Content::Gap(what) => what.to_owned(),
                    })
                    .collect();
                it.text() + &pictures.concat()
            }
            Block::Table(_) => "表".to_owned(),
        };
        blocks.iter().map(one).collect::<Vec<_>>().join("¶")
    }

    fn is_long(paragraph: &Paragraph) -> bool {
        paragraph.text().ends_with('。')
    }

    #[test]
    fn what_is_put_aside_comes_back() {
        let inline = |index| picture(index, 80.0, Stands::InLine);
        let all = || {
            vec![
                inline(0),
                words("题"),
                inline(1),
                words("县"),
                inline(2),
                words("文。"),
                inline(3),
                words("县"),
                inline(4),
                words("日"),
                inline(5),
            ]
        };
        let mut blocks = all();
        put(&mut blocks, &is_long);
        assert_eq!(shown(&blocks), "题0¶县1¶2¶文。¶县34¶日5");
        bring_back(&mut blocks);
        assert_eq!(blocks, all());
        let mut blocks = vec![inline(0), inline(1)];
        put(&mut blocks, &is_long);
        bring_back(&mut blocks);
        assert_eq!(shown(&blocks), "0¶1");
    }

    #[test]
    fn pictures_of_lines_that_are_taken() {
        let over = |index, width| picture(index, width, Stands::Over);
        let mut blocks = vec![
            over(0, 90.0),
            words("题"),
            words("文。"),
            over(1, 42.0),
            words("县"),
            over(2, 90.0),
        ];
        put(&mut blocks, &is_long);
        let before = super::all(&blocks);
        blocks.remove(0);
        assert!(head(&before, &mut blocks).is_some());
        let before = super::all(&blocks);
        blocks.pop();
        let told = tail(&before, &mut blocks);
        assert_eq!(told.len(), 2, "{told:?}");
        bring_back(&mut blocks);
        assert_eq!(shown(&blocks), "0¶文。¶2");
        // The same picture twice is there twice.
        let one = |index| alone(Shown { content: Content::Picture(index), ..Shown::default() });
        let lost = lost(&[one(1), one(1), one(2)], &[one(1)]);
        assert_eq!(lost, [one(1), one(2)]);
    }
}
