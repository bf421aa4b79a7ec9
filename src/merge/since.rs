//! What has changed in an issue since a copy of it was written, or sent back.

use super::align;
use super::copy::Copy;
use super::known::{Known, Marks};
use super::units::{self, Place, Unit};
use crate::export::docx::{Since, Touch};
use crate::model::Issue;

/// What has changed since a copy: since what it says now, with all that was changed in it.
pub fn since(issue: &Issue, copy: &Copy) -> Since {
    let units = units::of_issue(issue);
    let Marks { known, left, .. } = Marks::of(issue, copy, &units);
    let mut since = Since::default();
    let mut seen = vec![false; units.len()];
    let mut last = None;
    for known in &known {
        let was = text(known, copy, &units);
        let unit = known.unit.and_then(|at| Some((at, units.get(at)?)));
        match (unit, was) {
            (Some((at, unit)), Some(was)) => {
                if let Some(seen) = seen.get_mut(at) {
                    *seen = true;
                }
                last = Some(name(unit)).filter(|_| unit.name == "t" || unit.stands_alone());
                if was != unit.text && is_written(unit) {
                    since.touched.insert(name(unit), touches(&was, unit));
                }
            }
            (None, Some(was)) if known.entry.is_some() && !known.in_note => {
                if let Some(last) = &last {
                    since.gone.entry(last.clone()).or_default().push(was);
                }
            }
            _ => {}
        }
    }
    // What somebody added to the copy, and no entry has.
    for place in left {
        let Some(paragraph) = copy.paragraphs.get(place).filter(|it| !it.in_table && !it.in_note)
        else {
            continue;
        };
        let before = known.iter().filter(|it| it.found.is_some_and(|found| found < place));
        let before = before.filter_map(|it| Some((it.found?, units.get(it.unit?)?)));
        let alone = before.filter(|(_, unit)| unit.name == "t" || unit.stands_alone());
        if let Some((_, unit)) = alone.max_by_key(|(found, _)| *found) {
            since.gone.entry(name(unit)).or_default().push(paragraph.text.trim().to_owned());
        }
    }
    let new = units.iter().zip(&seen).filter(|(unit, seen)| !**seen && is_written(unit));
    since.new = new.map(|(unit, _)| name(unit)).collect();
    since
}

/// What a paragraph of the copy says now; what it said, where it stands nowhere in it.
fn text(known: &Known, copy: &Copy, units: &[Unit]) -> Option<String> {
    let paragraph = known.found.filter(|_| !known.joined).and_then(|at| copy.paragraphs.get(at))?;
    Some(match known.unit.and_then(|at| units.get(at)) {
        Some(unit) => unit.said(&paragraph.text).into_owned(),
        None => known.said(&paragraph.text),
    })
}

/// Whether changes of it are shown: lines of text and titles.
fn is_written(unit: &Unit) -> bool {
    unit.entry.is_some()
        && match &unit.place {
            Place::Line(_) => true,
            Place::Value { is_title, .. } => *is_title,
            _ => unit.name == "t",
        }
}

/// What a paragraph is called in a copy.
fn name(unit: &Unit) -> String {
    match unit.entry {
        Some(entry) => format!("{:02}_{}", entry + 1, unit.name),
        None => unit.name.clone(),
    }
}

fn touches(was: &str, unit: &Unit) -> Vec<Touch> {
    if unit.name == "t" {
        return vec![Touch { at: 0, length: unit.text.chars().count(), gone: was.to_owned() }];
    }
    let old: Vec<char> = was.chars().collect();
    let mut touches = Vec::new();
    // How much further on a character stands now than it did.
    let mut shift = 0_isize;
    for (range, put) in align::edits(was, &unit.text) {
        let length = put.chars().count();
        let at = range.start.saturating_add_signed(shift);
        let gone = old.get(range.clone()).unwrap_or_default().iter().collect();
        shift += length.cast_signed() - range.len().cast_signed();
        touches.push(Touch { at, length, gone });
    }
    touches
}
