//! The tail of a dispatch: who sent it and when, behind its text.

use super::lines::{self, Line};
use super::placing::note;
use super::{Dispatch, House, people, units};
use crate::import::document::{Align, Block, Paragraph, Run};
use crate::model::Roster;

/// The most paragraphs that a tail has.
const LONGEST: usize = 16;
/// The most paragraphs of pictures within it.
const PICTURES: usize = 40;

/// Takes the tail off. Pictures among its lines stay, in their order.
pub fn take(blocks: &mut Vec<Block>, house: House<'_>, dispatch: &mut Dispatch) {
    let mut taken: Vec<(Vec<Line>, String)> = Vec::new();
    let mut pictures: Vec<Block> = Vec::new();
    while taken.len() < LONGEST && pictures.len() < PICTURES && blocks.len() > 1 {
        let Some(Block::Paragraph(last)) = blocks.last() else { break };
        if last.is_wordless() && last.has_pictures() {
            pictures.extend(blocks.pop());
            continue;
        }
        if last.bullet.is_some() {
            break;
        }
        let text = last.text().replace('\n', " ");
        let mut found = lines::read(&text, house.roster);
        if found.is_empty() {
            // （某某供稿）
            found.extend(signed(&text, house.roster));
        }
        if found.is_empty() && people::are_names(&text) && ends_text(blocks) {
            found.push(Line::Names(text.trim().to_owned()));
        }
        if found.is_empty() {
            break;
        }
        // A line of text that names only a unit ends no dispatch, unless it stands apart.
        let is_unit = matches!(found.as_slice(), [Line::Unit(_)]);
        let dated =
            taken.iter().any(|(lines, _)| lines.iter().any(|line| matches!(line, Line::Date(..))));
        let marked = text.starts_with(['（', '(', '【']) || text.contains(['：', ':']);
        // Above one unit that signed, others sign with it only where they stand like it: a list of
        // units is the end of the text.
        let signed = taken.iter().any(|(lines, _)| {
            lines.iter().any(|line| matches!(line, Line::Unit(_) | Line::Both(..)))
        });
        let known = || units::known(text.trim(), house.roster).is_some();
        let listed = || !dated && is_listed(blocks, house);
        let apart = last.align != Align::Start || (!signed && (dated || known()) && !listed());
        if is_unit && !apart && !marked {
            break;
        }
        let Some(Block::Paragraph(mut last)) = blocks.pop() else { break };
        last.runs.retain(|run| run.picture().is_some());
        if !last.runs.is_empty() {
            pictures.push(Block::Paragraph(last));
        }
        taken.push((found, text));
    }
    if pictures.is_empty()
        && let Some(Block::Paragraph(last)) = blocks.last_mut()
    {
        closing(last, house, dispatch);
    }
    blocks.extend(pictures.into_iter().rev());
    // What was said at the head counts more; of the tail, what stands first.
    for (lines, text) in taken.into_iter().rev() {
        note(lines, &text, "文末", house, dispatch);
    }
}

/// Whether the line before the last is the end of a text: a name below it is that of its author.
fn ends_text(blocks: &[Block]) -> bool {
    match blocks.len().checked_sub(2).and_then(|at| blocks.get(at)) {
        Some(Block::Paragraph(before)) => before.text().trim_end().ends_with(['。', '”', '！']),
        _ => false,
    }
}

/// Whether the unit in the last line is one of several below each other, or what a line above leads
/// to: part of the text.
fn is_listed(blocks: &[Block], house: House<'_>) -> bool {
    let Some(Block::Paragraph(before)) = blocks.len().checked_sub(2).and_then(|at| blocks.get(at))
    else {
        return false;
    };
    let text = before.text();
    let text = text.trim();
    let is_unit = matches!(lines::read(text, house.roster).as_slice(), [Line::Unit(_)]);
    is_unit || text.ends_with(['：', ':', '、'])
}

/// 「……到位。（山阴县委办）」: who sent it, in brackets behind the last sentence.
fn closing(last: &mut Paragraph, house: House<'_>, dispatch: &mut Dispatch) {
    // What stands behind a mark of a footnote is cut with it.
    let plain = |run: &Run| run.inset.is_none();
    let text = last.text();
    let bare = text.trim_end();
    // ……到位。来源：山阴县
    let behind = bare.rfind('。').map(|at| at + '。'.len_utf8()).filter(|at| *at < bare.len());
    if let Some(at) = behind.filter(|at| lines::is_labelled(&bare[*at..], house.roster)) {
        let label = bare[at..].trim().to_owned();
        if last.runs.last().is_some_and(plain) && label.chars().count() <= 60 {
            last.truncate(bare[..at].trim_end().len());
            note(lines::read(&label, house.roster), &label, "文末", house, dispatch);
        }
        return;
    }
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
    let titled = found.iter().any(|line| matches!(line, Line::Title(_)));
    if found.is_empty() || titled || !last.runs.last().is_some_and(plain) {
        return;
    }
    let (kept, bracket) = (before.trim_end().len(), bracket.to_owned());
    last.truncate(kept);
    note(found, &bracket, "文末括号里", house, dispatch);
}

/// （某某供稿）, （山阴县水利局 某某 供稿）, （王芳）: a name in brackets that closes the text.
fn signed(text: &str, roster: &Roster) -> Vec<Line> {
    let text = text.trim();
    let inner =
        text.strip_prefix(['（', '(', '【']).and_then(|it| it.strip_suffix(['）', ')', '】']));
    let Some(inner) = inner.map(str::trim) else { return Vec::new() };
    let words = ["供稿", "撰稿", "报道", "通讯员", "/文", "／文", "文/图", "报送"];
    let author =
        words.iter().fold(inner, |author, word| author.strip_suffix(word).unwrap_or(author));
    let author = author.trim();
    let named = author.len() < inner.len();
    let length = author.chars().count();
    if people::are_names(author) && length <= 12 {
        return vec![match named {
            true => Line::Author(author.to_owned()),
            false => Line::Names(author.to_owned()),
        }];
    }
    // （望河县融媒 李明）: before names stands the unit, whatever it ends in.
    if let Some((unit, names)) = author.split_once([' ', '　'])
        && people::are_names(names)
        && (3..=20).contains(&unit.chars().count())
        && !people::is_name(unit)
        && !unit.contains(['，', '。', '、', '：', ':'])
    {
        return vec![Line::Unit(unit.to_owned()), Line::Names(names.trim().to_owned())];
    }
    match units::looks_like_one(author, roster) {
        _ if !named || !(2..=16).contains(&length) => Vec::new(),
        true => vec![Line::Unit(author.to_owned())],
        false => vec![Line::Author(author.to_owned())],
    }
}
