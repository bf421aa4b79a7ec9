//! How the text of a page is set, as numbers that a person would measure with a ruler.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::text::{Mark, Written, glyphs};
use super::{Pdf, Unreadable};

/// Millimetres in a point.
const MM: f64 = 25.4 / 72.0;
/// Baselines nearer to each other than this, in points, are one row.
const SAME_ROW: f64 = 1.0;
/// Rows further apart than this, in points, are none of one text.
const FAR: f64 = 80.0;

/// How the running text of a PDF is set, measured on the page that has most of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// From row to row, in points; 0 where there are no two rows.
    pub pitch: f64,
    /// From character to character of Chinese text, in points; 0 where there are no two.
    pub step: f64,
    /// From the left edge of the paper to the text, in mm.
    pub left: f64,
    /// Rows of the page.
    pub rows: usize,
}

/// The form of a PDF.
pub fn form(pdf: &Pdf) -> Result<Form, Unreadable> {
    let mut best: Option<Form> = None;
    // Where the text begins and goes on: more pages tell nothing more.
    for number in 1..=3 {
        let Some(page) = pdf.page(number)? else { break };
        let form = measured(&glyphs(page));
        if best.is_none_or(|best| form.rows > best.rows) {
            best = Some(form);
        }
    }
    Ok(best.unwrap_or_default())
}

fn measured(glyphs: &[Written]) -> Form {
    let (mut pitches, mut steps) = (BTreeMap::new(), BTreeMap::new());
    let mut form = Form { left: f64::INFINITY, ..Form::default() };
    let mut last: Option<&Written> = None;
    let mut begun: Option<f64> = None;
    for glyph in glyphs.iter().filter(|glyph| !matches!(glyph.mark, Mark::Furniture)) {
        form.left = form.left.min(glyph.at.x * MM);
        let goes_on = last.is_some_and(|last| (last.at.y - glyph.at.y).abs() < SAME_ROW);
        match last {
            Some(last) if goes_on => {
                if is_han(&last.text) && is_han(&glyph.text) {
                    count(&mut steps, glyph.at.x - last.at.x);
                }
            }
            _ => {
                form.rows += 1;
                if let Some(begun) = begun {
                    count(&mut pitches, (begun - glyph.at.y).abs());
                }
                begun = Some(glyph.at.y);
            }
        }
        last = Some(glyph);
    }
    form.pitch = usual(&pitches);
    form.step = usual(&steps);
    if !form.left.is_finite() {
        form.left = 0.0;
    }
    form
}

/// Notes a length, in steps of a hundredth of a point.
fn count(lengths: &mut BTreeMap<i64, usize>, length: f64) {
    if length > SAME_ROW && length < FAR {
        *lengths.entry((length * 100.0).round() as i64).or_default() += 1;
    }
}

/// The length that is found most often; the least of several.
fn usual(lengths: &BTreeMap<i64, usize>) -> f64 {
    let most = lengths.iter().max_by_key(|(length, count)| (**count, -**length));
    most.map_or(0.0, |(length, _)| *length as f64 / 100.0)
}

fn is_han(text: &str) -> bool {
    text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}
