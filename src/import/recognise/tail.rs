//! The tail of a dispatch: who sent it and when, behind its text.

use super::lines::{self, Line};
use super::{Dispatch, House, note};
use crate::import::document::{Align, Block};

/// The most paragraphs that a tail has.
const LONGEST: usize = 10;

/// Takes the tail off.
pub fn take(blocks: &mut Vec<Block>, house: House<'_>, dispatch: &mut Dispatch) {
    let mut taken: Vec<(Line, String)> = Vec::new();
    while taken.len() < LONGEST && blocks.len() > 1 {
        let Some(Block::Paragraph(last)) = blocks.last() else { break };
        let text = last.text().replace('\n', " ");
        let line = match lines::read(&text, house.roster) {
            Some(line) => line,
            // （某某供稿）
            None => match signed(&text) {
                Some(line) => line,
                None => break,
            },
        };
        // A line of text that names only a county ends no dispatch, unless it stands apart.
        let alone = matches!(line, Line::Unit(_)) && last.align == Align::Start;
        let below = taken.iter().any(|(line, _)| matches!(line, Line::Date(..)));
        let bracketed = text.starts_with(['（', '(']);
        if alone && !below && !bracketed && !text.contains(['：', ':']) && !is_indented(&text) {
            let known = super::units::known(text.trim(), house.roster).is_some();
            if !known {
                break;
            }
        }
        blocks.pop();
        taken.push((line, text));
    }
    // What was said at the head counts more; of the tail, what stands first.
    for (line, text) in taken.into_iter().rev() {
        note(line, &text, "文末", house, dispatch);
    }
}

fn is_indented(text: &str) -> bool {
    text.starts_with([' ', '　'])
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
