//! Which paragraph is the title, who sent it and when: guesses, each with its reason.
//!
//! What is not certain stays where it stands: a line that is taken for text is seen by a reader, one
//! that is taken away is not.

mod dateline;
pub mod dates;
mod form;
mod head;
mod headings;
pub mod lines;
mod people;
mod tail;
pub mod units;

pub use people::Inspector;

use chrono::{Datelike, NaiveDate};

use super::document::{Align, Block, Document, Paragraph, Run, quoted};
use super::{bullets, clean};
use crate::model::{Column, Roster};
use lines::Line;

/// How sure a guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Somebody must look.
    Low,
    /// Probably right.
    Medium,
    /// As good as certain.
    High,
}

/// A value that was guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess<T> {
    /// What.
    pub value: T,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in Chinese.
    pub reason: String,
}

impl<T> Guess<T> {
    /// A guess.
    pub fn new(value: T, confidence: Confidence, reason: impl Into<String>) -> Self {
        Self { value, confidence, reason: reason.into() }
    }
}

/// What the house knows.
#[derive(Clone, Copy, Debug)]
pub struct House<'h> {
    /// People and units.
    pub roster: &'h Roster,
    /// Columns of the issue.
    pub columns: &'h [Column],
    /// 印发日期 of the issue.
    pub date: NaiveDate,
}

/// What a dispatch turned out to be.
#[derive(Clone, Debug, Default)]
pub struct Dispatch {
    /// Title; `|` between its lines.
    pub title: Option<Guess<String>>,
    /// The unit that sent it.
    pub source: Option<Guess<String>>,
    /// Its date.
    pub date: Option<Guess<NaiveDate>>,
    /// Who wrote it.
    pub author: Option<Guess<String>>,
    /// The leader, of an inspection.
    pub inspector: Option<Guess<Inspector>>,
    /// Kind: `inspection` or `update`.
    pub kind: Option<Guess<&'static str>>,
    /// The index of the column.
    pub column: Option<Guess<usize>>,
    /// Whether it is to wait.
    pub hold: bool,
    /// The text.
    pub body: Vec<Block>,
    /// The texts of footnotes, by the places that the text names them by.
    pub notes: Vec<Vec<Paragraph>>,
    /// Lines that were left out, with what they were taken for.
    pub left_out: Vec<(&'static str, String)>,
    /// What else is worth telling.
    pub remarks: Vec<String>,
}

impl Dispatch {
    /// Whether so much of its text is bold that it means nothing.
    pub fn is_all_bold(&self) -> bool {
        let (mut bold, mut all) = (0, 0);
        for block in &self.body {
            if let Block::Paragraph(paragraph) = block {
                for run in &paragraph.runs {
                    let length = run.text.chars().count();
                    all += length;
                    bold += if run.bold { length } else { 0 };
                }
            }
        }
        bold * 10 > all * 6
    }

    /// How sure the least sure of its guesses is.
    pub fn confidence(&self) -> Confidence {
        let missing = self.title.is_none()
            || self.date.is_none()
            || (self.source.is_none() && self.inspector.is_none());
        let sure = [
            self.title.as_ref().map(|guess| guess.confidence),
            self.source.as_ref().map(|guess| guess.confidence),
            self.date.as_ref().map(|guess| guess.confidence),
            self.column.as_ref().map(|guess| guess.confidence),
        ];
        let least = sure.into_iter().flatten().min().unwrap_or(Confidence::Low);
        if missing { Confidence::Low } else { least }
    }
}

/// Recognizes a dispatch. `name` is that of its file, without extension.
pub fn recognise(document: &Document, name: &str, house: House<'_>) -> Dispatch {
    said(document, Dispatch::default(), name, house)
}

/// Recognizes an entry of an issue that was printed: its title is known, and what stood on the page
/// stays in its text, also lines that say who sent it and when.
pub fn printed(document: &Document, title: Option<Guess<String>>, house: House<'_>) -> Dispatch {
    let known = Dispatch { title: title.clone(), ..Dispatch::default() };
    let mut dispatch = said(document, known, "", house);
    dispatch.title = title;
    dispatch.left_out.clear();
    dispatch.remarks.clear();
    text(&mut dispatch, document.blocks.clone());
    notes(&mut dispatch);
    dispatch
}

fn said(document: &Document, mut dispatch: Dispatch, name: &str, house: House<'_>) -> Dispatch {
    let mut blocks = document.blocks.clone();
    form::unfold(&mut blocks);
    let head = head::take(&mut blocks, house, &mut dispatch);
    tail::take(&mut blocks, house, &mut dispatch);
    dateline::take(&mut blocks, house, &mut dispatch);
    text(&mut dispatch, blocks);
    let others = other_titles(&dispatch.body);
    dispatch.remarks.extend(worth_a_look(&dispatch.body, &others));
    dispatch.notes.clone_from(&document.notes);
    notes(&mut dispatch);
    title(&mut dispatch, head, name, house);
    let first = first_sentence(&dispatch.body);
    date(&mut dispatch, &first, name, house);
    source_of_text(&mut dispatch, &first, name, house);
    kind(&mut dispatch, &first, house);
    column(&mut dispatch, house);
    if !others.is_empty() {
        // Which of the titles is the title, and whose unit and date stand at the end, is not certain.
        doubt(&mut dispatch.title);
        doubt(&mut dispatch.source);
        doubt(&mut dispatch.date);
    }
    dispatch
}

/// Puts the text in, with its paragraphs, lists and headings settled.
fn text(dispatch: &mut Dispatch, blocks: Vec<Block>) {
    dispatch.body = blocks
        .into_iter()
        .flat_map(|block| match block {
            Block::Paragraph(paragraph) => {
                let mut parts = clean::split(paragraph);
                parts.iter_mut().for_each(clean::blanks);
                parts.into_iter().map(Block::Paragraph).collect()
            }
            table => vec![table],
        })
        .collect();
    dispatch.remarks.extend(bullets::settle(&mut dispatch.body));
    dispatch.remarks.extend(headings::settle(&mut dispatch.body));
}

/// Takes certainty from what was found in a file that may hold several dispatches.
fn doubt<T>(guess: &mut Option<Guess<T>>) {
    if let Some(guess) = guess
        && guess.confidence == Confidence::High
    {
        guess.confidence = Confidence::Medium;
        guess.reason.push_str("；正文里还有像标题的段落");
    }
}

fn paragraphs(body: &[Block]) -> impl Iterator<Item = (&Paragraph, String)> {
    body.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some((paragraph, paragraph.text())),
        Block::Table(_) => None,
    })
}

/// What in a text looks like a title.
fn other_titles(body: &[Block]) -> Vec<String> {
    paragraphs(body)
        .filter(|(it, text)| {
            let large = it.is_title || it.size().is_some_and(|size| size >= 18.0);
            large && it.align == Align::Center && !it.has_pictures() && !text.is_empty()
        })
        .map(|(_, text)| text)
        .collect()
}

/// What of a text an editor had better look at: other titles in it, and annexes that did not come.
fn worth_a_look(body: &[Block], titles: &[String]) -> Vec<String> {
    let annex = paragraphs(body).any(|(_, text)| {
        text.starts_with("附件：") || text.starts_with("附件:") || text.starts_with("附件1")
    });
    let several = (!titles.is_empty()).then(|| {
        let quoted = quoted(titles, titles.len());
        format!("正文里有像标题的段落，来稿可能不止一篇，请核对：{quoted}")
    });
    let annex = annex.then(|| "文末写有附件，附件不在稿件里，请核对这几行要不要".to_owned());
    several.into_iter().chain(annex).collect()
}

/// The footnotes that the text refers to, in its order.
pub fn notes_of(body: &[Block]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut one = |paragraph: &Paragraph| {
        let own = paragraph.runs.iter().filter_map(Run::note);
        found.extend(own.filter(|note| seen.insert(*note)));
    };
    for block in body {
        match block {
            Block::Paragraph(paragraph) => one(paragraph),
            Block::Table(table) => table.rows.iter().flatten().flatten().for_each(&mut one),
        }
    }
    found
}

/// Tells of footnotes.
fn notes(dispatch: &mut Dispatch) {
    let text = |note: &[Paragraph]| note.iter().map(Paragraph::text).collect::<String>();
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

fn first_sentence(body: &[Block]) -> String {
    let first = body.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) if paragraph.text().contains('。') => Some(paragraph.text()),
        _ => None,
    });
    first.unwrap_or_default()
}

fn title(dispatch: &mut Dispatch, head: Option<Guess<String>>, name: &str, house: House<'_>) {
    let named = dispatch.title.take();
    dispatch.title = head.or(named).or_else(|| {
        let words = of_file_name(name, house.roster);
        let enough = words.chars().filter(|c| !c.is_ascii()).count() >= 6;
        let reason = "文中没有找到标题，用了文件名";
        enough.then(|| Guess::new(words, Confidence::Low, reason))
    });
}

/// What of a file's name may be a title: without date, unit, number and remarks.
fn of_file_name(name: &str, roster: &Roster) -> String {
    let mut words = clean::characters(name);
    if let Some(found) = dates::first(&words) {
        words.replace_range(found.range, "");
    }
    // 11.25, 1125: a day without its year, between words.
    let is_day = |c: char| c.is_ascii_digit() || c == '.';
    if let Some(start) = words.find(|c: char| c.is_ascii_digit()) {
        let end = words[start..].find(|c| !is_day(c)).map_or(words.len(), |end| start + end);
        if (3..=5).contains(&(end - start)) && words[end..].starts_with(|c: char| !c.is_ascii()) {
            words.replace_range(start..end, "");
        }
    }
    let words = words.trim_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || "-_.、（）()【】[]+".contains(c)
    });
    let words = lines::unit_before(words, roster).map_or(words, |(_, rest)| rest);
    let remarks = ["终稿", "定稿", "最终版", "修改稿", "副本", "报送", "新建 Microsoft Word 文档"];
    let words = remarks.iter().fold(words.to_owned(), |words, remark| words.replace(remark, ""));
    words.trim_matches(|c: char| "-_ （）()".contains(c)).to_owned()
}

fn date(dispatch: &mut Dispatch, first: &str, name: &str, house: House<'_>) {
    let in_text = dates::first(first).filter(|found| found.range.start <= 60);
    let told = in_text.as_ref().and_then(|found| found.on(house.date));
    if let Some(date) = &dispatch.date {
        let told = in_text.as_ref().and_then(|found| found.in_year(date.value.year()));
        if let Some(told) = told.filter(|told| *told != date.value) {
            dispatch.remarks.push(format!("文首写的日期是 {told}，与所用的 {} 不同", date.value));
        }
        return;
    }
    if let (Some(found), Some(day)) = (in_text, told) {
        let shown = &first[found.range.clone()];
        let (confidence, year) = match found.has_year() {
            true => (Confidence::High, ""),
            false => (Confidence::Medium, "，年份按本期推定"),
        };
        let reason = format!("文首写的「{shown}」{year}");
        dispatch.date = Some(Guess::new(day, confidence, reason));
        return;
    }
    if let Some(day) = dates::first(name).and_then(|found| found.on(house.date)) {
        dispatch.date = Some(Guess::new(day, Confidence::Low, "文中没有日期，用了文件名里的"));
    }
}

fn source_of_text(dispatch: &mut Dispatch, first: &str, name: &str, house: House<'_>) {
    if dispatch.source.is_some() {
        return;
    }
    let clause = first.split('。').next().unwrap_or_default();
    let title = dispatch.title.as_ref().map_or("", |title| title.value.as_str());
    let places = [
        (name, "文件名里的单位", Confidence::Medium),
        (title, "标题里的单位", Confidence::Medium),
        (clause, "首句里的单位", Confidence::Medium),
    ];
    let found = places.iter().find_map(|(text, why, confidence)| {
        let unit = units::only_named(text, house.roster)?;
        Some(Guess::new(unit.to_owned(), *confidence, *why))
    });
    dispatch.source = found;
}

fn kind(dispatch: &mut Dispatch, first: &str, house: House<'_>) {
    let title = dispatch.title.as_ref().map_or("", |title| title.value.as_str());
    let date = dispatch.date.as_ref().map(|date| date.value);
    dispatch.inspector = people::inspector(title, first, house.roster, date);
    let kind = match &dispatch.inspector {
        Some(inspector) => {
            // The place that a leader of the house inspects has not sent the dispatch.
            let guessed = |source: &Guess<String>| source.confidence < Confidence::High;
            if dispatch.source.as_ref().is_some_and(guessed) {
                dispatch.source = None;
            }
            Guess::new("inspection", inspector.confidence, inspector.reason.clone())
        }
        None => Guess::new("update", Confidence::High, "首句没有名册里的领导督查、调研"),
    };
    dispatch.kind = Some(kind);
}

fn column(dispatch: &mut Dispatch, house: House<'_>) {
    let Some(kind) = dispatch.kind.as_ref().map(|kind| kind.value) else { return };
    let of_kind: Vec<usize> = house
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.kind.as_str() == kind)
        .map(|(index, _)| index)
        .collect();
    let name = |index: usize| {
        let column = &house.columns[index];
        column.title.as_ref().map_or(column.id.clone(), |title| title.value.clone())
    };
    dispatch.column = match of_kind.as_slice() {
        [] if house.columns.is_empty() => None,
        [] => Some(Guess::new(0, Confidence::Low, "没有这一类稿件的栏目，放在第一个")),
        [only] => Some(Guess::new(*only, Confidence::High, "这一类稿件只有这个栏目")),
        several => {
            let source = dispatch.source.as_ref().map_or("", |source| source.value.as_str());
            let is_county = |unit: &&crate::model::Unit| unit.name.as_str() == source;
            let unit = house.roster.units.iter().find(is_county);
            let words: &[&str] = match unit.map(|unit| unit.county) {
                Some(true) => &["县", "区", "市", "乡镇", "基层", "地方"],
                Some(false) => &["部门", "单位", "直属", "市直"],
                None => &[],
            };
            let fits = |index: &&usize| words.iter().any(|word| name(**index).contains(word));
            match several.iter().find(fits) {
                Some(fit) => Some(Guess::new(*fit, Confidence::Medium, "按来源的单位和栏目的名称")),
                None => {
                    Some(Guess::new(several[0], Confidence::Low, "有几个栏目都可以，放在第一个"))
                }
            }
        }
    };
}

/// Puts what a line says where it belongs, unless something better is known.
fn note(line: Line, shown: &str, place: &str, house: House<'_>, dispatch: &mut Dispatch) {
    match line {
        Line::Title(text) => {
            let guess = Guess::new(text, Confidence::High, "写明是标题");
            if !put(&mut dispatch.title, guess) {
                leave_out("另一个标题", shown, dispatch);
            }
        }
        Line::Unit(text) => unit(&text, shown, place, house, dispatch),
        Line::Date(found, text) => day(&found, &text, shown, place, house, dispatch),
        Line::Both(name, found, text) => {
            unit(&name, shown, place, house, dispatch);
            day(&found, &text, shown, place, house, dispatch);
        }
        Line::Author(text) => {
            let guess = Guess::new(text, Confidence::High, "写明是作者或供稿");
            if !put(&mut dispatch.author, guess) {
                leave_out("另一个作者", shown, dispatch);
            }
        }
        Line::Other(what) => leave_out(what, shown, dispatch),
    }
}

/// Puts a value where there is none yet. False where another one is: the line is left out.
fn put<T: PartialEq>(slot: &mut Option<Guess<T>>, guess: Guess<T>) -> bool {
    match slot {
        Some(own) => own.value == guess.value,
        None => {
            *slot = Some(guess);
            true
        }
    }
}

fn leave_out(what: &'static str, shown: &str, dispatch: &mut Dispatch) {
    // A line may say several things that are not used.
    if !dispatch.left_out.iter().any(|(_, line)| line == shown) {
        dispatch.left_out.push((what, shown.to_owned()));
    }
}

fn unit(name: &str, shown: &str, place: &str, house: House<'_>, dispatch: &mut Dispatch) {
    let guess = units::standard(name, house.roster, place);
    if !put(&mut dispatch.source, guess) {
        leave_out("另一个单位", shown, dispatch);
    }
}

fn day(
    found: &dates::Found,
    text: &str,
    shown: &str,
    place: &str,
    house: House<'_>,
    dispatch: &mut Dispatch,
) {
    let Some(day) = found.on(house.date) else {
        return leave_out("看不懂的日期", shown, dispatch);
    };
    let confidence = if found.has_year() { Confidence::High } else { Confidence::Medium };
    let year = if found.has_year() { "" } else { "，年份按本期推定" };
    let reason = format!("{place}的「{}」{year}", text[found.range.clone()].trim());
    if !put(&mut dispatch.date, Guess::new(day, confidence, reason)) {
        leave_out("另一个日期", shown, dispatch);
    }
}

/// Whether a paragraph is running text, not a line of the head.
fn is_text(paragraph: &Paragraph) -> bool {
    let text = paragraph.text();
    let length = text.chars().count();
    length > 80 || (text.contains('。') && length > 24) || paragraph.has_pictures()
}
