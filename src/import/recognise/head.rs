//! The head of a dispatch: the paragraphs before its text.

use std::ops::Range;

use super::lines::{self, Line, is_text};
use super::placing::{leave_out, note};
use super::{Confidence, Dispatch, Guess, Reference, annex, breaks, masthead, title, units};
use crate::import::bare::dense;
use crate::import::clean;
use crate::import::document::{Align, Block, Paragraph, Run, Script, quoted};
use crate::model::Roster;

/// The most paragraphs that a head has.
const LONGEST: usize = 14;
/// A size that only titles have, in pt: the next above that of the text is 三号, 16 pt.
const LARGE: f32 = 18.0;

/// What a head says that is not yet in the dispatch.
#[derive(Debug, Default)]
pub struct Head {
    /// The title.
    pub title: Option<Guess<String>>,
    /// A line of the title that may be the unit.
    pub unit: Option<String>,
    /// The label of an annex above the title: 附件4.
    pub annex: Option<String>,
}

/// Takes the head off.
pub fn take(
    blocks: &mut Vec<Block>,
    house: Reference<'_>,
    told: &mut breaks::LineReport,
    dispatch: &mut Dispatch,
) -> Head {
    let mut head = gather(blocks, told);
    let annex = annex::above(&mut head);
    // A dispatch of nothing but short lines has no text to be the head of.
    let mut read: Vec<Vec<Line>> = head
        .iter()
        .map(|paragraph| match paragraph.struck().next() {
            // What was struck out would count as the unit or the date: the line stays with the text.
            Some(_) => Vec::new(),
            None => lines::read(&paragraph.text(), house.roster),
        })
        .collect();
    // 时间 beside 地点 is when a meeting was, and text.
    let of_meeting = ["地点", "会议地点", "主持", "参加", "出席", "参会"];
    let begins = |paragraph: &Paragraph, words: &[&str]| {
        let text = paragraph.text();
        words.iter().any(|word| text.trim_start().starts_with(word))
    };
    let is_meeting = head.iter().any(|paragraph| begins(paragraph, &of_meeting));
    for (paragraph, found) in head.iter().zip(&mut read).filter(|_| is_meeting) {
        if begins(paragraph, &["时间"]) {
            found.clear();
        }
    }
    let own_masthead = masthead::length(&head, &read);
    // What is known as the title leaves all lines to the text.
    let chosen = match dispatch.title {
        Some(_) => None,
        None => choose(&head, &read, own_masthead, annex.as_ref().map(|it| it.at), house),
    };
    let unit = chosen
        .clone()
        .and_then(|range| range.into_iter().find_map(|at| bare_unit(&head, &read, at)));
    let lines = chosen.clone().unwrap_or(0..0);
    // Without a title below it, 附件4 is a line of the text.
    let found = annex.as_ref().map(|annex| annex.label.clone());
    let annex = annex.filter(|annex| lines.contains(&annex.at) || annex.at < lines.start);
    if let Some(label) = found.filter(|_| annex.is_none())
        && !head.iter().any(|paragraph| paragraph.text().trim() == label)
    {
        leave_out("附件号", &label, dispatch);
    }
    let mut kept = Vec::new();
    for (index, (paragraph, found)) in head.iter().zip(read).enumerate() {
        let shown = paragraph.text();
        let is_label =
            annex.as_ref().is_some_and(|annex| annex.at == index && annex.label == shown.trim());
        match found {
            _ if lines.contains(&index) || is_label => {}
            lines
                if lines.is_empty()
                    && !paragraph.has_pictures()
                    && (index < own_masthead || masthead::is_form(&shown)) =>
            {
                leave_out("来稿自己的报头", &shown, dispatch);
            }
            lines if lines.is_empty() => kept.push(Block::Paragraph(paragraph.clone())),
            lines => note(lines, &shown, "文前", house, dispatch),
        }
    }
    // Above the title, what is no line of a head is not the text's either, but nothing is lost.
    blocks.splice(0..0, kept);
    let annex = annex.map(|annex| annex.label);
    let title = match dispatch.title.take() {
        Some(named) => Some(named),
        None => chosen.and_then(|range| written(&head[range], house, dispatch)),
    };
    Head { title, unit: unit.filter(|_| title_has_lines(&lines)), annex }
}

/// Whether a title has more than one line: of one alone, the unit is read as such.
fn title_has_lines(lines: &Range<usize>) -> bool {
    lines.len() > 1
}

/// The paragraphs before the text, each line of them by itself.
fn gather(blocks: &mut Vec<Block>, told: &mut breaks::LineReport) -> Vec<Paragraph> {
    let mut head: Vec<Paragraph> = Vec::new();
    while let Some(Block::Paragraph(first)) = blocks.first() {
        if first.text().contains('\n') {
            let parts = of_several_lines(first.clone(), told);
            let parts = parts.into_iter().map(Block::Paragraph);
            blocks.splice(0..1, parts);
            continue;
        }
        // Lines of pages are long: [ 索引号 ]… [ 发布机构 ]….
        let runs_on = is_text(first) && !lines::is_labelled(&first.text(), &Roster::default());
        if head.len() >= LONGEST || runs_on || begins_text(first) || first.bullet.is_some() {
            break;
        }
        let Block::Paragraph(first) = blocks.remove(0) else { break };
        head.extend(without_pictures(first));
    }
    // What only pictures came to the end of is the text's.
    let worded = head.iter().rposition(|it| !it.is_wordless()).map_or(0, |last| last + 1);
    let pictures = head.split_off(worded);
    blocks.splice(0..0, pictures.into_iter().map(Block::Paragraph));
    head
}

/// The lines of a paragraph. In the middle and at the right each stands for itself, as do those of
/// titles.
fn of_several_lines(paragraph: Paragraph, told: &mut breaks::LineReport) -> Vec<Paragraph> {
    if paragraph.align == Align::Start
        && (!is_marked(&paragraph) || paragraph.text().contains('。'))
    {
        return breaks::split(paragraph, told);
    }
    let mut parts = breaks::lines_of(paragraph);
    parts.iter_mut().for_each(|part| clean::trim(&mut part.runs));
    parts.retain(|part| !part.runs.is_empty());
    parts
}

/// A paragraph and, by themselves, the pictures that stand in it.
fn without_pictures(mut paragraph: Paragraph) -> Vec<Paragraph> {
    if !paragraph.has_pictures() || paragraph.is_wordless() {
        return vec![paragraph];
    }
    let is_above = paragraph.runs.first().is_some_and(|run| run.picture().is_some());
    let (pictures, words): (Vec<Run>, Vec<Run>) =
        paragraph.runs.drain(..).partition(|run| run.picture().is_some());
    let pictures = Paragraph { runs: pictures, align: paragraph.align, ..Paragraph::default() };
    let words = Paragraph { runs: words, ..paragraph };
    if is_above { vec![pictures, words] } else { vec![words, pictures] }
}

/// The lines of the title.
fn choose(
    head: &[Paragraph],
    read: &[Vec<Line>],
    own_masthead: usize,
    annex: Option<usize>,
    house: Reference<'_>,
) -> Option<Range<usize>> {
    // What is named as the title leaves the other lines to the text.
    if read.iter().flatten().any(|line| matches!(line, Line::Title(_))) {
        return None;
    }
    let free = |index: usize| {
        let text = head[index].text();
        read[index].is_empty()
            && index >= own_masthead
            && !head[index].is_wordless()
            && (is_marked(&head[index]) || !is_labelled(&text, house))
            && annex.is_none_or(|at| at != index || !annex::is_label(&text))
    };
    // 河口镇：完成九成, one below the other, tells of several places.
    let of_places: Vec<usize> =
        (0..head.len()).filter(|at| is_of_place(&head[*at].text(), house)).collect();
    let is_first = |index: usize| (0..index).all(|before| !free(before));
    let fits = |index: usize| {
        free(index) && (!of_places.contains(&index) || of_places.len() == 1 && is_first(index))
    };
    // A long line that ends like the name of a unit, where there is no other, is the title.
    let like_unit = |index: usize| {
        index >= own_masthead
            && matches!(read[index].as_slice(), [Line::Unit(unit)] if unit.chars().count() > 12
                && units::is_of_house(unit, house.roster).is_none())
    };
    let mut range = title::choose(head, &fits).or_else(|| title::choose(head, &like_unit))?;
    // Lines of one look are one title, though the first may be the name of a unit.
    let joins = |unit: usize, line: usize, is_above: bool| {
        bare_unit(head, read, unit).is_some()
            && unit >= own_masthead
            && title::belongs(&head[unit], &head[line], is_above)
    };
    while range.start > 0 && joins(range.start - 1, range.start, true) {
        range.start -= 1;
    }
    let dated = |at: usize| {
        read.get(at).is_some_and(|lines| lines.iter().any(|line| matches!(line, Line::Date(..))))
    };
    while range.end < head.len() && joins(range.end, range.end - 1, false) && !dated(range.end + 1)
    {
        range.end += 1;
    }
    Some(range)
}

/// The unit that a line names, without a label or brackets.
fn bare_unit(head: &[Paragraph], read: &[Vec<Line>], index: usize) -> Option<String> {
    let [Line::Unit(unit)] = read[index].as_slice() else { return None };
    let text = dense(&head[index].text());
    (text == *unit).then(|| unit.clone())
}

/// The title as it is written, and the unit before it.
fn written(
    lines: &[Paragraph],
    house: Reference<'_>,
    dispatch: &mut Dispatch,
) -> Option<Guess<String>> {
    let text: Vec<String> = lines.iter().map(|line| line_of_title(line, dispatch)).collect();
    let mut text = text.join("|");
    if let Some((unit, rest)) = lines::unit_before(&text, house.roster) {
        let (unit, rest) = (unit.to_owned(), rest.to_owned());
        let shown = text[..text.len() - rest.len()].to_owned();
        note(vec![Line::Unit(unit)], &shown, "标题前", house, dispatch);
        text = rest;
    }
    let bare = text.trim_end_matches(['。', '，']);
    if bare.len() < text.len() {
        dispatch.remarks.push(format!("标题末尾的「{}」没有用", &text[bare.len()..]));
    }
    let text = bare.to_owned();
    let looks = title::looks(lines.first()?);
    let (confidence, reason) = match looks.is_empty() {
        false => (Confidence::High, format!("正文前，{}", looks.join("、"))),
        true => (Confidence::Medium, "正文前的第一行".to_owned()),
    };
    Some(Guess::new(text, confidence, reason))
}

/// A line of a title as an entry's title can hold it: nothing in one is struck out, raised or lowered.
fn line_of_title(line: &Paragraph, dispatch: &mut Dispatch) -> String {
    let struck: Vec<String> = line.struck().collect();
    if !struck.is_empty() {
        dispatch.remarks.push(format!(
            "标题里划掉的字 {} 处，留了「【待补：划掉的字】」的记号，请核对：{}",
            struck.len(),
            quoted(&struck, struck.len())
        ));
    }
    let off_line = |run: &&Run| run.script != Script::Line && !run.struck && !run.is_blank();
    let off_line: Vec<String> =
        line.runs.iter().filter(off_line).map(|run| run.text.clone()).collect();
    if !off_line.is_empty() {
        dispatch.remarks.push(format!(
            "标题里的上标、下标 {} 处，写成了平排的字，请核对：{}",
            off_line.len(),
            quoted(&off_line, off_line.len())
        ));
    }
    let mut text = String::new();
    let mut was_struck = false;
    for run in &line.runs {
        let is_struck = run.struck && !run.is_blank();
        if is_struck && !was_struck {
            text.push_str("【待补：划掉的字】");
        } else if !is_struck {
            text.push_str(&run.text);
        }
        was_struck = is_struck;
    }
    text.trim().replace('　', " ")
}

/// What looks like a title beyond doubt: a colon makes no label of its first words.
fn is_marked(paragraph: &Paragraph) -> bool {
    let is_large = paragraph.size().is_some_and(|size| size >= LARGE);
    paragraph.is_title
        || paragraph.level == Some(1)
        || paragraph.align == Align::Center && (title::is_title_face(paragraph) || is_large)
}

/// 地点：县政府: a short word and a colon, which no title begins with unless it is a unit.
fn is_labelled(text: &str, house: Reference<'_>) -> bool {
    let label = text.split_once(['：', ':']).map(|(label, _)| label.trim());
    label.is_some_and(|label| {
        (1..=4).contains(&label.chars().count()) && !units::looks_like_one(label, house.roster)
    })
}

/// 河口镇：完成九成.
fn is_of_place(text: &str, house: Reference<'_>) -> bool {
    let place = text.split_once(['：', ':']).map(|(place, _)| place.trim());
    place.is_some_and(|place| units::looks_like_one(place, house.roster))
}

/// Whether a short paragraph is the first of the text all the same.
fn begins_text(paragraph: &Paragraph) -> bool {
    let text = paragraph.text();
    let centered = paragraph.align == Align::Center || paragraph.is_title;
    !centered
        && (clean::is_numbered(&text) || text.ends_with(['。', '；', '：', ':']) && !is_line(&text))
}

/// 各位领导好： ends like text and is a line of the head.
fn is_line(text: &str) -> bool {
    !lines::read(text, &Roster::default()).is_empty()
}
