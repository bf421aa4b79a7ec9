//! A past issue in one file → the issue: its head and tail, columns, and one entry for each title.
//!
//! What stood on the page stays in the entries as it is: nothing is mended here, and what an issue has
//! no place for is told word by word. Writes nothing; [`shelve`] does.

mod aside;
mod compare;
mod contents;
mod head;
mod issue_yaml;
mod labels;
mod lines;
mod look;
mod number;
mod outline;
mod parts;
mod past;
mod shelve;
mod tail;
mod unfold;

pub use lines::HouseFiles;
pub use past::Past;
pub use shelve::{Placed, Shelved, place};

use chrono::{Datelike, NaiveDate};

use super::document::{Block, Document, Inset, Paragraph, Run};
use super::recognise::{Confidence, Dispatch, Guess, Reference, printed};
use super::sources::{Source, refusal};
use super::{document, formats};
use crate::diagnostic::Diagnostic;
use crate::import::bare::dense;
use crate::model::{IssueId, IssueNumber, Limit};
use head::Head;
use outline::Outline;
use parts::Heading;

/// What was told on the command line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// 期号.
    pub number: Option<IssueNumber>,
    /// The year that was written with it.
    pub year: Option<u16>,
    /// 印发日期.
    pub date: Option<NaiveDate>,
}

/// Reads a file as a past issue.
///
/// # Errors
/// Why it is none, or what must be told on the command line.
pub fn read(source: &Source, told: Told, known: HouseFiles<'_>) -> Result<Past, Box<Diagnostic>> {
    let document = formats::document(source)?;
    let shown = &source.shown;
    let mut outline = Outline::of(&document, known);
    let mut remarks: Vec<String> =
        document.dropped.iter().map(|(what, left)| what.told(left)).collect();
    let number = number(&outline.head, told, shown, &mut remarks)?;
    let date = date(&outline, told, shown, &mut remarks)?;
    let year = u16::try_from(date.value.year()).ok().filter(|year| *year <= 9999);
    let Some(year) = year else {
        let message = format!("「{shown}」的日期 {} 不对", date.value);
        return Err(refusal(message, "核对文件里的日期，或用 --date 写明，如 --date 2018-11-27"));
    };
    if let Some(told) = told.year.filter(|told| *told != year) {
        let message = format!("「{shown}」的日期是 {}，不是 {told} 年的", date.value);
        return Err(refusal(message, "核对期号；文件里的日期不对的，用 --date 写明"));
    }
    if outline.parts.entries.is_empty() {
        let message = format!("「{shown}」里没有找到稿件，只有报头");
        return Err(refusal(message, "核对文件；只有一篇来稿的，不写 --whole"));
    }
    let (have, most) = (outline.parts.entries.len(), known.settings.limits.entries);
    if u32::try_from(have).is_ok_and(|have| have > most) {
        let message = format!("「{shown}」里有 {have} 篇稿件，超过 {most} 篇");
        return Err(refusal(message, &Limit::ENTRIES.remedy(most)));
    }
    if let Some(own) =
        outline.head.number.as_ref().and_then(|found| found.year).filter(|own| *own != year)
    {
        remarks
            .push(format!("期号写的是 {own} 年，日期是 {year} 年，按日期放进 {year} 年，请核对"));
    }
    let id = IssueId { year, number: number.value };
    let numbered = compare::printed_number(number.value, outline.head.total);
    for (written, printed) in
        [(&outline.head.written, numbered), (&outline.head.dated, issue_yaml::chinese(date.value))]
    {
        if !written.is_empty() && dense(written) != dense(&printed) {
            remarks.push(format!("「{}」印作「{printed}」", written.trim()));
        }
    }
    let stray = outline.stray_notes(&document);
    if !stray.is_empty() {
        let shown = document::quoted(&stray, stray.len());
        remarks.push(format!("报头、报尾里的脚注没有用：{shown}"));
    }
    let headings = std::mem::take(&mut outline.parts.columns);
    let lead = outline.parts.entries.iter().any(|part| part.column.is_none());
    let columns = compare::columns(&headings, lead, known.settings, &mut remarks);
    let house = Reference { roster: known.roster, columns: &columns.all, date: date.value };
    let mut entries = Vec::new();
    for part in std::mem::take(&mut outline.parts.entries) {
        let column = columns.of.get(part.column.map_or(0, |it| it + 1)).copied().unwrap_or(0);
        entries.push(entry(part, column, &headings, &document, house));
    }
    let note = outline.note.take().map(|note| {
        let dispatch = printed(&of_blocks(note.blocks.clone(), &document), None, house);
        (note, dispatch)
    });
    remarks.extend(outline.told(known.settings, &entries));
    Ok(Past {
        id,
        total: outline.head.total,
        number,
        date,
        own_columns: columns.own,
        columns: columns.all,
        entries,
        remarks,
        head: outline.head,
        tail: outline.tail,
        contents: outline.contents,
        note,
        document,
    })
}

/// What a document looks like that may be a past issue: its number, and how many entries it has.
/// None where it is a dispatch like others.
pub fn seen(document: &Document, known: HouseFiles<'_>) -> Option<(IssueNumber, usize)> {
    // Most dispatches have no tail, and are looked at no further.
    if tail::take(&mut document.blocks.clone()).is_empty() {
        return None;
    }
    let outline = Outline::of(document, known);
    let number = outline.head.number.as_ref()?.number?;
    let titled = outline.parts.entries.iter().filter(|part| part.title.is_some()).count();
    let named = outline.head.name.as_ref().is_some_and(|name| name.confidence == Confidence::High);
    (named && titled >= 2).then_some((number, titled))
}

/// 期号.
fn number(
    head: &Head,
    told: Told,
    shown: &str,
    remarks: &mut Vec<String>,
) -> Result<Guess<IssueNumber>, Box<Diagnostic>> {
    let found = head.number.as_ref().and_then(|found| found.number);
    match (told.number, found) {
        (Some(told), Some(found)) if told != found => {
            remarks.push(format!("报头写的是第 {found} 期，按 --issue 作第 {told} 期"));
            Ok(Guess::new(told, Confidence::High, "命令里写的"))
        }
        (Some(told), None) => Ok(Guess::new(told, Confidence::High, "命令里写的")),
        (_, Some(found)) => {
            Ok(Guess::new(found, Confidence::High, format!("报头里的「{}」", head.written)))
        }
        (None, None) => {
            let message = format!("「{shown}」的报头里没有找到期号");
            Err(refusal(message, "用 --issue 写明是第几期，如 --issue 28"))
        }
    }
}

/// 印发日期: that of the head; else the tail's.
fn date(
    outline: &Outline,
    told: Told,
    shown: &str,
    remarks: &mut Vec<String>,
) -> Result<Guess<NaiveDate>, Box<Diagnostic>> {
    let of_tail = || {
        let (found, text) = outline.tail.printed.as_ref()?;
        let reason = format!("报头里没有日期，用了报尾的「{text}」");
        Some(Guess::new(found.on(NaiveDate::MAX)?, Confidence::Medium, reason))
    };
    let found = outline.head.date.clone().or_else(of_tail);
    match (told.date, found) {
        (Some(told), Some(found)) if told != found.value => {
            remarks.push(format!("报头写的日期是 {}，按 --date 作 {told}", found.value));
            Ok(Guess::new(told, Confidence::High, "命令里写的"))
        }
        (Some(told), None) => Ok(Guess::new(told, Confidence::High, "命令里写的")),
        (_, Some(found)) => Ok(found),
        (None, None) => {
            let message = format!("「{shown}」的报头里没有找到日期");
            Err(refusal(message, "用 --date 写明这一期的日期，如 --date 2018-11-27"))
        }
    }
}

/// One entry, as its own small document is recognized.
fn entry(
    part: parts::Part,
    column: usize,
    headings: &[Heading],
    document: &Document,
    house: Reference<'_>,
) -> Dispatch {
    let mut blocks = part.blocks;
    // A picture that hangs on the title stands above the text.
    for line in part.heading.iter().rev().filter(|line| line.has_pictures()) {
        let runs = line.pictures().cloned().map(Run::of_picture).collect();
        blocks.insert(0, Block::Paragraph(Paragraph { runs, ..Paragraph::default() }));
    }
    let mut small = of_blocks(blocks, document);
    let on_title: Vec<String> = part
        .heading
        .iter()
        .flat_map(|line| &line.runs)
        .filter_map(|run| document.notes.get(run.note()?))
        .map(|note| note.iter().map(Paragraph::text).collect())
        .collect();
    small.dropped.clear();
    let words: Vec<String> = part.heading.iter().flat_map(|line| line.struck()).collect();
    let mut dispatch = printed(&small, part.title, house);
    if !words.is_empty() {
        let shown = document::quoted(&words, words.len());
        dispatch.remarks.push(format!("标题里划掉的文字也写进了标题，请核对：{shown}"));
        if let Some(title) = &mut dispatch.title {
            title.confidence = Confidence::Low;
            title.reason = format!("里面有划掉的文字{shown}");
        }
    }
    if !on_title.is_empty() {
        let shown = document::quoted(&on_title, on_title.len());
        dispatch.remarks.push(format!("标题上的脚注不能排，没有用：{shown}"));
    }
    compare::signature(&mut dispatch, &mut small, house);
    let bare = house.columns.get(column).is_none_or(|it| it.title.is_none() && it.id.is_empty());
    let reason = match part.column.and_then(|index| headings.get(index)) {
        Some(heading) => format!("在栏目「{}」下", heading.text),
        None => "在第一个栏目之前".to_owned(),
    };
    dispatch.column = (!bare).then(|| Guess::new(column, Confidence::High, reason));
    dispatch
}

/// A document of some blocks, with the footnotes that they name and all pictures.
fn of_blocks(mut blocks: Vec<Block>, document: &Document) -> Document {
    let mut notes = Vec::new();
    let own = |paragraph: &mut Paragraph| {
        for run in &mut paragraph.runs {
            if let Some(Inset::Note(note)) = &mut run.inset {
                notes.push(document.notes.get(*note).cloned().unwrap_or_default());
                *note = notes.len() - 1;
            }
        }
    };
    blocks.iter_mut().flat_map(Block::paragraphs_mut).for_each(own);
    Document { blocks, notes, pictures: Vec::new(), ..Document::default() }
}
