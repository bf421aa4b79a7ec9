//! Which paragraph is the title, who sent it and when: guesses, each with its reason.
//!
//! What is not certain stays where it stands: a line that is taken for text is seen by a reader, one
//! that is taken away is not.

mod annex;
mod behind;
mod breaks;
mod chat;
mod contents;
mod dateline;
pub mod dates;
mod dispatch;
mod form;
mod gaps;
mod greetings;
mod guess;
mod guesses;
mod head;
mod headings;
mod labels;
mod letter;
pub mod lines;
mod masthead;
mod numbers;
mod page;
mod people;
mod placing;
mod signature;
mod tail;
mod title;
pub mod units;

pub use dispatch::{Dispatch, Reference};
pub use guess::{Confidence, Guess};
pub use numbers::is_number_of_page;
pub use people::Inspector;

use super::document::{Align, Block, Document, Paragraph, Run, quoted};
use super::{bullets, clean, pictures};
use crate::model::Roster;

/// Whether a line says what stands in heads and tails, by its labels: 发布时间：… 来源：….
pub fn is_labelled(line: &str) -> bool {
    lines::is_labelled(line, &Roster::default())
}

/// Whether a line says what stands in heads and tails: who sent it, when, who wrote it.
pub fn is_of_head(line: &str) -> bool {
    !lines::read(line, &Roster::default()).is_empty()
}

/// Whether a line stands around the text of a page: its buttons, its way, its owner.
pub fn is_of_page(line: &str) -> bool {
    page::is_around(line)
}

/// Recognizes a dispatch. `name` is that of its file, without extension.
pub fn recognise(document: &Document, name: &str, house: Reference<'_>) -> Dispatch {
    said(document, Dispatch::default(), name, house)
}

/// Recognizes an entry of an issue that was printed: its title is known, and what stood on the page
/// stays in its text, also lines that say who sent it and when.
pub fn printed(
    document: &Document,
    title: Option<Guess<String>>,
    house: Reference<'_>,
) -> Dispatch {
    let known = Dispatch { title: title.clone(), ..Dispatch::default() };
    let mut dispatch = said(document, known, "", house);
    dispatch.title = title;
    dispatch.left_out.clear();
    dispatch.remarks.clear();
    let mut blocks = document.blocks.clone();
    dispatch.remarks.extend(pictures::tables::settle(&mut blocks));
    dispatch.remarks.extend(pictures::apart::settle(&mut blocks));
    pictures::captions::settle(&mut blocks);
    let mut told = breaks::LineReport::default();
    let blocks = breaks::settle(blocks, &mut told);
    text(&mut dispatch, blocks, &mut told);
    notes(&mut dispatch);
    dispatch
}

fn said(document: &Document, mut dispatch: Dispatch, name: &str, house: Reference<'_>) -> Dispatch {
    let mut blocks = document.blocks.clone();
    let marked = gaps::leave(&mut blocks, &mut dispatch);
    let shown = pictures::all(&blocks);
    form::unfold(&mut blocks, &mut dispatch);
    dispatch.remarks.extend(pictures::of_form(&shown, &mut blocks));
    dispatch.remarks.extend(pictures::tables::settle(&mut blocks));
    dispatch.remarks.extend(pictures::apart::settle(&mut blocks));
    pictures::captions::settle(&mut blocks);
    contents::take(&mut blocks, &mut dispatch);
    let day = chat::take(&mut blocks, house.date, marked, &mut dispatch);
    let letter = &document.letter;
    letter::take(&mut blocks, letter, &mut dispatch);
    let behind = signature::part(&mut blocks, house);
    pictures::aside::put(&mut blocks, &lines::is_text);
    let mut told = breaks::LineReport::default();
    let shown = pictures::all(&blocks);
    let head = head::take(&mut blocks, house, &mut told, &mut dispatch);
    dispatch.remarks.extend(pictures::aside::head(&shown, &mut blocks));
    let mut blocks = breaks::settle(blocks, &mut told);
    let shown = pictures::all(&blocks);
    tail::take(&mut blocks, house, &mut dispatch);
    dispatch.remarks.extend(pictures::aside::tail(&shown, &mut blocks));
    pictures::aside::bring_back(&mut blocks);
    blocks.extend(breaks::settle(behind.blocks, &mut told));
    dateline::take(&mut blocks, house, &mut dispatch);
    text(&mut dispatch, blocks, &mut told);
    let others = other_titles(&dispatch.body);
    dispatch.remarks.extend(worth_a_look(&dispatch.body, &others));
    no_such_days(&mut dispatch, name);
    dispatch.notes.clone_from(&document.notes);
    notes(&mut dispatch);
    let day = day.or_else(|| letter.sent.as_ref().and_then(|found| found.on(house.date)));
    let sent = guesses::Sent { day, by: letter.from.as_deref() };
    guesses::settle(&mut dispatch, head, &sent, name, house);
    if behind.is_doubtful {
        doubt(&mut dispatch.source, "落款后面还有文字");
        doubt(&mut dispatch.date, "落款后面还有文字");
    }
    if !others.is_empty() {
        // Which of the titles is the title, and whose unit and date stand at the end, is not certain.
        doubt(&mut dispatch.title, OTHERS);
        doubt(&mut dispatch.source, OTHERS);
        doubt(&mut dispatch.date, OTHERS);
    }
    dispatch
}

/// Puts the text in, with its paragraphs, lists and headings settled.
fn text(dispatch: &mut Dispatch, mut blocks: Vec<Block>, told: &mut breaks::LineReport) {
    for block in &mut blocks {
        if let Block::Paragraph(paragraph) = block {
            clean::blanks(paragraph);
        }
    }
    dispatch.body = blocks;
    let is_blank = |block: &Block| matches!(block, Block::Paragraph(it) if it.is_wordless());
    if !dispatch.body.is_empty() && dispatch.body.iter().all(is_blank) {
        let scanned = "正文里只有图片，没有文字，请核对：扫描件要先识别成文字，再导入";
        dispatch.remarks.push(scanned.to_owned());
    }
    let stays: std::collections::BTreeSet<String> =
        paragraphs(&dispatch.body).map(|(_, text)| text.trim().to_owned()).collect();
    told.keep(&|line| stays.contains(line.trim()));
    // Captions that were lines of a longer paragraph.
    pictures::captions::settle(&mut dispatch.body);
    dispatch.remarks.extend(told.remarks());
    dispatch.remarks.extend(bullets::settle(&mut dispatch.body));
    dispatch.remarks.extend(headings::settle(&mut dispatch.body));
}

/// Tells of a day at the end of the text, or in the name of the file, that no calendar has: it was not
/// taken for the date.
fn no_such_days(dispatch: &mut Dispatch, name: &str) {
    let all: Vec<String> = paragraphs(&dispatch.body).map(|(_, text)| text).collect();
    let last = all.iter().rev().take(LAST_LINES);
    let remarks = last
        .filter(|text| text.chars().count() <= MOST_OF_A_SIGNATURE)
        .filter_map(|text| dates::impossible(text))
        .map(|day| format!("文末写的「{day}」没有这一天，没有当作落款，请核对"))
        .chain(
            dates::impossible(name)
                .map(|day| format!("文件名里的「{day}」没有这一天，没有用，请核对")),
        )
        .collect::<Vec<_>>();
    dispatch.remarks.extend(remarks);
}

/// The longest line of a signature, in characters, and how many lines it may have.
const MOST_OF_A_SIGNATURE: usize = 40;
const LAST_LINES: usize = 4;

/// Why a file may hold several dispatches.
const OTHERS: &str = "正文里还有像标题的段落";

/// Takes certainty from a guess, and says why.
fn doubt<T>(guess: &mut Option<Guess<T>>, why: &str) {
    if let Some(guess) = guess
        && guess.confidence == Confidence::High
    {
        guess.confidence = Confidence::Medium;
        guess.reason.push_str(&format!("；{why}"));
    }
}

fn paragraphs(body: &[Block]) -> impl Iterator<Item = (&Paragraph, String)> {
    body.iter().filter_map(Block::paragraph).map(|paragraph| (paragraph, paragraph.text()))
}

/// What in a text looks like a title; that of an annex is below its label.
fn other_titles(body: &[Block]) -> Vec<String> {
    let mut of_annex = 0;
    let mut found = Vec::new();
    for (it, text) in paragraphs(body).filter(|(_, text)| !text.trim().is_empty()) {
        let large = it.is_title || it.size().is_some_and(|size| size >= 18.0);
        let is_title = large && it.align == Align::Center && !it.has_pictures();
        if annex::is_label(&text) {
            // A title has three lines at most.
            of_annex = 3;
        } else if is_title && of_annex > 0 {
            of_annex -= 1;
        } else {
            of_annex = 0;
            found.extend(is_title.then_some(text));
        }
    }
    found
}

/// What of a text an editor had better look at: other titles in it, and annexes.
fn worth_a_look(body: &[Block], titles: &[String]) -> Vec<String> {
    let several = (!titles.is_empty()).then(|| {
        let quoted = quoted(titles, titles.len());
        format!("正文里有像标题的段落，来稿可能不止一篇，请核对：{quoted}")
    });
    several.into_iter().chain(annexes(body)).collect()
}

/// Whether annexes that a text lists came with it.
fn annexes(body: &[Block]) -> Option<String> {
    let begins = |text: &str| {
        ["附件：", "附件:", "附件1", "附：", "附:"]
            .iter()
            .any(|it| text.trim_start().starts_with(it))
    };
    let at =
        body.iter().position(|block| block.paragraph().is_some_and(|it| begins(&it.text())))?;
    let follows = body[at + 1..]
        .iter()
        .any(|block| block.paragraph().is_none_or(|it| annex::is_label(&it.text())));
    let is_own = matches!(&body[at], Block::Paragraph(it) if annex::is_label(&it.text()));
    Some(match follows || is_own && at + 1 < body.len() {
        true => "附件接在正文后面，请核对要不要、齐不齐".to_owned(),
        false => "文末写有附件，附件不在稿件里，请核对这几行要不要".to_owned(),
    })
}

/// The footnotes that the text refers to, in its order.
pub fn notes_of(body: &[Block]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let one = |paragraph: &Paragraph| {
        let own = paragraph.runs.iter().filter_map(Run::note);
        found.extend(own.filter(|note| seen.insert(*note)));
    };
    body.iter().flat_map(Block::paragraphs).for_each(one);
    found
}

/// Tells of footnotes.
fn notes(dispatch: &mut Dispatch) {
    let text = |note: &[Paragraph]| {
        note.iter().map(Paragraph::text).collect::<Vec<_>>().join(" ").trim().to_owned()
    };
    let kept: std::collections::BTreeSet<usize> = notes_of(&dispatch.body).into_iter().collect();
    let of = |wanted: bool| -> Vec<String> {
        let notes = dispatch.notes.iter().enumerate();
        notes
            .filter(|(index, _)| kept.contains(index) == wanted)
            .map(|(_, note)| text(note))
            .filter(|text| !text.is_empty())
            .collect()
    };
    let told = [
        (of(true), "写成了稿件的脚注，请核对要不要"),
        (of(false), "不在正文里（如在标题上），没有用"),
    ];
    for (notes, what) in told.iter().filter(|(notes, _)| !notes.is_empty()) {
        let count = notes.len();
        dispatch.remarks.push(format!("脚注或尾注 {count} 条，{what}：{}", quoted(notes, count)));
    }
}

#[cfg(test)]
mod tests;
