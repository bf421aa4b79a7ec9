//! The tail of a dispatch: who sent it and when, behind its text.

use super::lines::{self, Line};
use super::placing::{joint, note};
use super::{Confidence, Dispatch, Guess, Reference, people, units};
use crate::import::bare::dense;
use crate::import::document::{Align, Block, Paragraph, Run};
use crate::model::Roster;

/// The most paragraphs that a tail has.
const LONGEST: usize = 16;
/// The most paragraphs of pictures within it.
const PICTURES: usize = 40;
/// The most units that sign together.
const SIGNERS: usize = 6;

/// A tail as it was found.
pub struct Tail {
    /// Where it begins among the blocks.
    pub start: usize,
    /// Its lines, the last first: what each says, and as it is written.
    pub lines: Vec<(Vec<Line>, String)>,
    /// A last line that is the name of a unit and may be text all the same.
    pub perhaps: Option<String>,
}

impl Tail {
    /// Whether a unit signed it, and with a date.
    pub fn is_signed(&self) -> bool {
        let has = |is: fn(&Line) -> bool| self.lines.iter().any(|it| it.0.iter().any(is));
        has(|line| matches!(line, Line::Both(..)))
            || has(|line| matches!(line, Line::Unit(_))) && has(|it| matches!(it, Line::Date(..)))
    }
}

/// Finds the tail of a text; changes nothing.
pub fn find(blocks: &[Block], house: Reference<'_>) -> Tail {
    let mut tail = Tail { start: blocks.len(), lines: Vec::new(), perhaps: None };
    let mut pictures = 0;
    while tail.lines.len() < LONGEST && pictures < PICTURES && tail.start > 1 {
        let above = &blocks[..tail.start];
        let Some(Block::Paragraph(last)) = above.last() else { break };
        if last.is_wordless() && last.has_pictures() {
            pictures += 1;
            tail.start -= 1;
            continue;
        }
        if last.bullet.is_some() {
            break;
        }
        let text = last.text().replace('\n', " ");
        let Some(found) = line(above, last, &text, &mut tail, house) else { break };
        tail.lines.push((found, text));
        tail.start -= 1;
    }
    tail
}

/// What a line says that is the last of those above a tail; nothing where it is text.
fn line(
    above: &[Block],
    last: &Paragraph,
    text: &str,
    tail: &mut Tail,
    house: Reference<'_>,
) -> Option<Vec<Line>> {
    let has = |is: fn(&Line) -> bool| tail.lines.iter().any(|it| it.0.iter().any(is));
    let dated = has(|line| matches!(line, Line::Date(..)));
    let signed = has(|line| matches!(line, Line::Unit(_) | Line::Both(..)));
    let mut found = lines::read(text, house.roster);
    if found.is_empty() {
        // （某某供稿）
        found.extend(signed_in_brackets(text, house.roster));
    }
    let bare = text.trim();
    if found.is_empty() && people::are_names(bare) {
        let stands = last.align == Align::End && dated;
        found.extend((stands || ends_text(above)).then(|| Line::Names(bare.to_owned())));
    } else if found.is_empty() && last.align == Align::End && dated && !signed {
        // Above a date at the right a unit stands, whatever it ends in.
        found.extend(units::may_sign(bare).then(|| Line::Unit(bare.to_owned())));
    }
    if found.is_empty() {
        return None;
    }
    // A line of text that names only a unit ends no dispatch, unless it stands apart.
    if !matches!(found.as_slice(), [Line::Unit(_)]) {
        return Some(found);
    }
    let marked = text.starts_with(['（', '(', '【'])
        || matches!(found.as_slice(), [Line::Unit(unit)] if dense(unit) != dense(bare));
    // Above one unit that signed, others sign with it only where they stand like it, or where nothing
    // but them stands between the text and the date: a list of units is the end of the text.
    let known = || units::known(bare, house.roster).is_some();
    let listed = is_listed(above, house);
    let greeted = tail.lines.is_empty() && follows_greeting(above, house.roster);
    let apart = last.align != Align::Start
        || (!signed && (dated || (known() && !listed) || greeted))
        || (signed && dated && signs_too(above, house));
    if apart || marked {
        return Some(found);
    }
    if tail.lines.is_empty() && !listed {
        tail.perhaps = Some(bare.to_owned());
    }
    None
}

/// Takes the tail off. Pictures among its lines stay, in their order.
pub fn take(blocks: &mut Vec<Block>, house: Reference<'_>, dispatch: &mut Dispatch) {
    let tail = find(blocks, house);
    let mut pictures: Vec<Block> = Vec::new();
    for block in blocks.split_off(tail.start) {
        let Block::Paragraph(mut it) = block else { continue };
        if !it.is_wordless() {
            it.runs.retain(|run| run.picture().is_some());
        }
        if !it.runs.is_empty() {
            pictures.push(Block::Paragraph(it));
        }
    }
    if pictures.is_empty()
        && let Some(Block::Paragraph(last)) = blocks.last_mut()
    {
        closing(last, house, dispatch);
    }
    blocks.extend(pictures);
    // What was said at the head counts more; of the tail, what stands first.
    let mut lines: Vec<(Vec<Line>, String)> = tail.lines.into_iter().rev().collect();
    let (units, shown) = signers(&mut lines, house.roster);
    if units.len() > 1 {
        joint(&units, &shown, "文末", house, dispatch);
    }
    for (lines, text) in lines.into_iter().filter(|(lines, _)| !lines.is_empty()) {
        note(lines, &text, "文末", house, dispatch);
    }
    if let Some(unit) = tail.perhaps.filter(|_| dispatch.source.is_none()) {
        let why = "最后一行像是单位，没有从正文里拆出来";
        let guess = units::standard(&unit, house.roster, why);
        dispatch.source = Some(Guess { confidence: Confidence::Low, ..guess });
    }
}

/// Takes the units off the lines of a tail that signed together, where there are several: those that
/// stand without a label, brackets or names of people. Returns them, and the lines as written.
fn signers(lines: &mut [(Vec<Line>, String)], roster: &Roster) -> (Vec<String>, Vec<String>) {
    let signs = |(lines, text): &(Vec<Line>, String)| {
        let text = text.trim();
        let plain = !text.contains(['：', ':']) && !text.starts_with(['（', '(', '【']);
        let only = |it: &Line| matches!(it, Line::Unit(_) | Line::Date(..) | Line::Both(..));
        plain && !lines::SENT.iter().any(|word| text.ends_with(word)) && lines.iter().all(only)
    };
    let (mut units, mut shown) = (Vec::new(), Vec::new());
    for (lines, text) in lines.iter().filter(|it| signs(it)) {
        let before = units.len();
        for line in lines {
            if let Line::Unit(unit) | Line::Both(unit, ..) = line {
                units.extend(units::each(unit, roster).into_iter().map(str::to_owned));
            }
        }
        if units.len() > before {
            shown.push(text.trim().to_owned());
        }
    }
    if units.len() < 2 || units.len() > SIGNERS {
        return (Vec::new(), Vec::new());
    }
    for it in lines.iter_mut().filter(|it| signs(it)) {
        let without_unit = |line| match line {
            Line::Unit(_) => None,
            Line::Both(_, found, text) => Some(Line::Date(found, text)),
            line => Some(line),
        };
        it.0 = std::mem::take(&mut it.0).into_iter().filter_map(without_unit).collect();
    }
    (units, shown)
}

/// Whether nothing but names of units stands between the end of the text and the last line, which is
/// one: they sign together.
fn signs_too(above: &[Block], house: Reference<'_>) -> bool {
    let texts = above.iter().rev().map_while(|block| match block {
        Block::Paragraph(it) if it.bullet.is_none() => Some(it.text()),
        _ => None,
    });
    for text in texts.take(SIGNERS) {
        let text = text.trim();
        let is_unit = matches!(lines::read(text, house.roster).as_slice(), [Line::Unit(_)]);
        if !is_unit {
            return text.ends_with(['。', '！', '”']) || text.starts_with("附");
        }
    }
    false
}

/// Whether the line before the last thanks or greets, as before a signature of a letter.
fn follows_greeting(above: &[Block], roster: &Roster) -> bool {
    let before = above.len().checked_sub(2).and_then(|at| above.get(at));
    let Some(Block::Paragraph(before)) = before else { return false };
    matches!(lines::read(&before.text(), roster).as_slice(), [Line::Other(lines::GREETING)])
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
fn is_listed(blocks: &[Block], house: Reference<'_>) -> bool {
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
fn closing(last: &mut Paragraph, house: Reference<'_>, dispatch: &mut Dispatch) {
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
        found.extend(signed_in_brackets(bracket, house.roster));
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
fn signed_in_brackets(text: &str, roster: &Roster) -> Vec<Line> {
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
