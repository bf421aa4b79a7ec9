//! The tail of a dispatch: who sent it and when, behind its text.

use super::lines::{self, Line};
use super::{Dispatch, House, note};
use crate::import::document::{Align, Block, Paragraph};
use crate::model::Roster;

/// The most paragraphs that a tail has.
const LONGEST: usize = 10;

/// Takes the tail off.
pub fn take(blocks: &mut Vec<Block>, house: House<'_>, dispatch: &mut Dispatch) {
    let mut taken: Vec<(Vec<Line>, String)> = Vec::new();
    while taken.len() < LONGEST && blocks.len() > 1 {
        let Some(Block::Paragraph(last)) = blocks.last() else { break };
        if last.is_wordless() || last.bullet.is_some() {
            break;
        }
        let text = last.text().replace('\n', " ");
        let mut found = lines::read(&text, house.roster);
        if found.is_empty() {
            // （某某供稿）
            found.extend(signed(&text, house.roster));
        }
        if found.is_empty() {
            break;
        }
        // A line of text that names only a unit ends no dispatch, unless it stands apart.
        let is_unit = matches!(found.as_slice(), [Line::Unit(_)]);
        let dated =
            taken.iter().any(|(lines, _)| lines.iter().any(|line| matches!(line, Line::Date(..))));
        let marked = text.starts_with(['（', '(']) || text.contains(['：', ':']);
        // Above one unit that signed, others sign with it only where they stand like it: a list of
        // units is the end of the text.
        let signed = taken.iter().any(|(lines, _)| {
            lines.iter().any(|line| matches!(line, Line::Unit(_) | Line::Both(..)))
        });
        let known = || super::units::known(text.trim(), house.roster).is_some();
        let apart = last.align != Align::Start || (!signed && (dated || known()));
        if is_unit && !apart && !marked {
            break;
        }
        blocks.pop();
        taken.push((found, text));
    }
    if let Some(Block::Paragraph(last)) = blocks.last_mut() {
        closing(last, house, dispatch);
    }
    // What was said at the head counts more; of the tail, what stands first.
    for (lines, text) in taken.into_iter().rev() {
        lines.into_iter().for_each(|line| note(line, &text, "文末", house, dispatch));
    }
}

/// 「……到位。（山阴县委办）」: who sent it, in brackets behind the last sentence.
fn closing(last: &mut Paragraph, house: House<'_>, dispatch: &mut Dispatch) {
    let text = last.text();
    let bare = text.trim_end();
    let Some(at) = bare.rfind(['（', '(']).filter(|_| bare.ends_with(['）', ')'])) else {
        return;
    };
    let (before, bracket) = bare.split_at(at);
    if !before.trim_end().ends_with(['。', '！', '”']) || bracket.contains(['\n', '。']) {
        return;
    }
    let mut found = lines::read(bracket, house.roster);
    if found.is_empty() {
        found.extend(signed(bracket, house.roster));
    }
    if found.is_empty() || found.iter().any(|line| matches!(line, Line::Title(_))) {
        return;
    }
    let (kept, bracket) = (before.trim_end().len(), bracket.to_owned());
    last.truncate(kept);
    for line in found {
        note(line, &bracket, "文末括号里", house, dispatch);
    }
}

/// （某某供稿）, （某某）: a short name in brackets that closes the text.
fn signed(text: &str, roster: &Roster) -> Option<Line> {
    let inner = text.trim().strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    let inner = inner.trim();
    let named = ["供稿", "撰稿", "报道", "通讯员"].iter().any(|word| inner.ends_with(word));
    let author = inner.trim_end_matches("供稿").trim_end_matches("撰稿").trim_end_matches("报道");
    let author = author.trim_end_matches("通讯员").trim();
    let length = author.chars().count();
    let is_unit = super::units::looks_like_one(author, roster);
    (named && (2..=16).contains(&length)).then(|| match is_unit {
        true => Line::Unit(author.to_owned()),
        false => Line::Author(author.to_owned()),
    })
}
