//! A dispatch in an e-mail: the title is its subject, and above it stand greetings.

use super::Dispatch;
use super::lines::is_text;
use super::placing::leave_out;
use crate::import::bare::dense;
use crate::import::document::{Block, Letter};

/// How far down the title of a letter may stand.
const FURTHEST: usize = 8;

/// Marks the line that repeats the subject as the title, and takes off what greets above it.
pub fn take(blocks: &mut Vec<Block>, letter: &Letter, dispatch: &mut Dispatch) {
    let Some(subject) = letter.subject.as_deref().map(dense) else { return };
    let is_title = |block: &Block| {
        block.paragraph().is_some_and(|it| dense(&it.text()) == subject && !subject.is_empty())
    };
    let Some(at) = blocks.iter().take(FURTHEST).position(is_title) else { return };
    if let Block::Paragraph(title) = &mut blocks[at] {
        title.is_title = true;
    }
    let mut index = 0;
    blocks.retain(|block| {
        index += 1;
        match block {
            Block::Paragraph(it) if index <= at && !it.has_pictures() && !is_text(it) => {
                leave_out("标题前的客套话", &it.text(), dispatch);
                false
            }
            _ => true,
        }
    });
}
