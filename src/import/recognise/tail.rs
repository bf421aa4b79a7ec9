//! The tail of a dispatch: who sent it and when, behind its text.

use super::lines::{self, Line};
use super::{Dispatch, House, note};
use crate::import::document::{Align, Block};

/// The most paragraphs that a tail has.
const LONGEST: usize = 10;

/// Takes the tail off.
pub fn take(blocks: &mut Vec<Block>, house: House<'_>, dispatch: &mut Dispatch) {
    let mut taken: Vec<(Vec<Line>, String)> = Vec::new();
    while taken.len() < LONGEST && blocks.len() > 1 {
        let Some(Block::Paragraph(last)) = blocks.last() else { break };
        if !last.pictures.is_empty() || last.bullet.is_some() {
            break;
        }
        let text = last.text().replace('\n', " ");
        let mut found = lines::read(&text, house.roster);
        if found.is_empty() {
            // （某某供稿）
            found.extend(signed(&text));
        }
        if found.is_empty() {
            break;
        }
        // A line of text that names only a unit ends no dispatch, unless it stands apart.
        let is_unit = matches!(found.as_slice(), [Line::Unit(_)]);
        let dated =
            taken.iter().any(|(lines, _)| lines.iter().any(|line| matches!(line, Line::Date(..))));
        let marked = text.starts_with(['（', '(']) || text.contains(['：', ':']);
        let apart = last.align != Align::Start || dated || marked;
        if is_unit && !apart && super::units::known(text.trim(), house.roster).is_none() {
            break;
        }
        blocks.pop();
        taken.push((found, text));
    }
    // What was said at the head counts more; of the tail, what stands first.
    for (lines, text) in taken.into_iter().rev() {
        lines.into_iter().for_each(|line| note(line, &text, "文末", house, dispatch));
    }
}

/// （某某供稿）, （某某）: a short name in brackets that closes the text.
fn signed(text: &str) -> Option<Line> {
    let inner = text.trim().strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    let inner = inner.trim();
    let named = ["供稿", "撰稿", "报道", "通讯员"].iter().any(|word| inner.ends_with(word));
    let author = inner.trim_end_matches("供稿").trim_end_matches("撰稿").trim_end_matches("报道");
    let author = author.trim_end_matches("通讯员").trim();
    let length = author.chars().count();
    (named && (2..=16).contains(&length)).then(|| Line::Author(author.to_owned()))
}
