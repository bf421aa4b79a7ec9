//! What of a past issue is as in `jianbao.yaml`, and what only this issue has.

use std::collections::BTreeMap;

use super::contents::Contents;
use super::lines::{day, number_of_item};
use super::parts::Heading;
use crate::diagnostic::Text;
use crate::import::bare::{dense, plain};
use crate::import::document::{self, Align, Block, Document};
use crate::import::recognise::Confidence;
use crate::import::recognise::{Dispatch, Guess, Reference, dates, units};
use crate::model::{Column, IssueNumber};
use crate::read::Settings;

/// What a column before all others is called, which has no title.
const LEAD: &str = "卷首";

/// The columns of an issue.
pub struct Columns {
    /// In the order of the page.
    pub all: Vec<Column>,
    /// For each heading of the file, its column; before them, that of entries above all headings.
    pub of: Vec<usize>,
    /// Whether the issue needs columns of its own.
    pub own: bool,
}

/// Finds the columns of the house that a file's headings mean, by title. Where the file has others,
/// or another order, the issue has its own.
pub fn columns(
    headings: &[Heading],
    lead: bool,
    settings: &Settings,
    remarks: &mut Vec<String>,
) -> Columns {
    let house = &settings.columns;
    let named = |heading: &Heading| {
        let bare = heading.bare();
        house.iter().position(|column| {
            column.title.as_ref().is_some_and(|title| {
                let own = Heading { mark: None, text: title.value.clone() };
                own.bare() == bare
            })
        })
    };
    let untitled = house.iter().position(|column| column.title.is_none());
    let found: Vec<Option<usize>> = headings.iter().map(named).collect();
    for (heading, column) in headings.iter().zip(&found) {
        let Some(column) = column.and_then(|index| house.get(index)) else { continue };
        let printed = shown(column);
        let written =
            format!("{}{}", heading.mark.map_or(String::new(), String::from), heading.text);
        if dense(&written) != dense(&printed) {
            remarks.push(format!("栏目「{written}」按 jianbao.yaml 印作「{printed}」"));
        }
    }
    let mut run: Vec<Option<usize>> = Vec::new();
    if lead && !(house.is_empty() && headings.is_empty()) {
        run.push(untitled);
    }
    run.extend(&found);
    let known: Option<Vec<usize>> = run.iter().copied().collect();
    let in_order = known.is_some_and(|known| known.windows(2).all(|pair| pair[0] < pair[1]));
    if in_order {
        // A briefing without columns is one column without heading.
        let all = if house.is_empty() { vec![implicit()] } else { house.clone() };
        let of = std::iter::once(untitled.unwrap_or(0))
            .chain(found.into_iter().map(|index| index.unwrap_or(0)))
            .collect();
        return Columns { all, of, own: false };
    }
    let mut all: Vec<Column> = Vec::new();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut of = vec![0];
    if lead {
        let own = untitled.and_then(|index| house.get(index)).cloned();
        all.push(own.unwrap_or_else(|| Column { id: LEAD.to_owned(), ..implicit() }));
    }
    for (heading, column) in headings.iter().zip(found) {
        let mut own = match column.and_then(|index| house.get(index)) {
            Some(column) => column.clone(),
            None => Column {
                id: heading.text.clone(),
                title: Some(Text::unplaced(heading.text.as_str())),
                mark: heading.mark.map(|mark| Text::unplaced(mark.to_string())),
                kind: implicit().kind,
            },
        };
        // One that comes again stands where it comes again.
        let name = own.id.clone();
        let count = times.entry(name.clone()).or_insert(0_usize);
        *count += 1;
        if *count > 1 {
            own.id = format!("{name}-{count}");
        }
        of.push(all.len());
        all.push(own);
    }
    Columns { all, of, own: true }
}

/// The number as the page prints it.
pub fn printed_number(number: IssueNumber, total: Option<u32>) -> String {
    let total = total.map_or(String::new(), |total| format!("（总第{total}期）"));
    format!("{}{total}", number.spoken())
}

fn implicit() -> Column {
    Column { id: String::new(), title: None, mark: None, kind: Text::unplaced("update") }
}

fn shown(column: &Column) -> String {
    let part = |text: &Option<Text>| text.as_ref().map_or(String::new(), |text| text.value.clone());
    format!("{}{}", part(&column.mark), part(&column.title))
}

/// Where 本期要目 and the titles differ.
pub fn contents(contents: &Contents, columns: &[Heading], entries: &[Dispatch]) -> Vec<String> {
    let mut remarks = Vec::new();
    if dense(&contents.heading) != "本期要目" {
        remarks.push(format!("「{}」印作「本期要目」", contents.heading));
    }
    if contents.paged {
        remarks.push("要目里的页码没有用，按排出来的页码印".to_owned());
    }
    let titles: Vec<String> = entries
        .iter()
        .filter_map(|entry| entry.title.as_ref())
        .map(|title| plain(&title.value))
        .collect();
    let columns: Vec<String> = columns.iter().map(|column| plain(&column.bare())).collect();
    // An item may take several lines.
    let mut rest: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut unlike = Vec::new();
    for item in &contents.items {
        let own = plain(number_of_item(item));
        if own.is_empty() || columns.contains(&own) {
            continue;
        }
        let found = rest
            .iter()
            .position(|title| title.strip_prefix(own.as_str()).is_some() || plain(item) == **title);
        match found {
            Some(at) => {
                let left = rest[at].strip_prefix(own.as_str()).unwrap_or_default();
                rest[at] = left;
                rest.retain(|title| !title.is_empty());
            }
            None => unlike.push(item.clone()),
        }
    }
    if !unlike.is_empty() {
        let shown = document::quoted(&unlike, unlike.len());
        remarks.push(format!("要目里的这些与各篇标题不同，印出来的要目按标题排，请核对：{shown}"));
    }
    if !rest.is_empty() {
        let missing: Vec<String> = entries
            .iter()
            .filter_map(|entry| entry.title.as_ref())
            .filter(|title| rest.iter().any(|rest| plain(&title.value).ends_with(rest)))
            .map(|title| title.value.clone())
            .collect();
        let shown = document::quoted(&missing, missing.len());
        remarks.push(format!("这些标题要目里没有，或写法不同，请核对：{shown}"));
    }
    remarks
}

/// A notice ends in a unit and a date that its kind prints itself: where they stand at the right, and
/// are written as they are printed.
pub fn signature(dispatch: &mut Dispatch, small: &mut Document, house: Reference<'_>) {
    let title = dispatch.title.as_ref().map_or("", |title| title.value.as_str());
    let is_notice =
        ["通知", "公告", "通告", "通报", "函", "启事"].iter().any(|end| title.ends_with(end));
    let [.., Block::Paragraph(unit), Block::Paragraph(date)] = small.blocks.as_slice() else {
        return;
    };
    let apart = unit.align == Align::End && date.align == Align::End;
    let (name, written) = (unit.text().trim().to_owned(), date.text());
    let found = dates::whole(&written).filter(dates::Found::has_year);
    let Some(day) = found.as_ref().and_then(day) else { return };
    let printed = crate::import::whole::issue_yaml::chinese(day);
    let plain = unit.runs.iter().chain(&date.runs).all(|run| run.inset.is_none() && !run.struck);
    let unit_like = units::looks_like_one(&name, house.roster) && !name.contains('\n');
    if !(is_notice && apart && plain && unit_like && dense(&written) == printed) {
        return;
    }
    if dispatch.body.len() < 3 {
        return;
    }
    dispatch.body.truncate(dispatch.body.len() - 2);
    dispatch.source = Some(Guess::new(name, Confidence::High, "文末的落款"));
    dispatch.date = Some(Guess::new(day, Confidence::High, "文末的落款"));
    dispatch.kind = Some(Guess::new("notice", Confidence::High, "标题是通知、公告，文末有落款"));
    dispatch.inspector = None;
}
