//! Where a paragraph is broken into rows, as Word and WPS break Chinese (办公断行).
//!
//! Greedy, row by row: a row takes as much as fits. Marks give up the blank half of their cells
//! so that more fits; a closing mark that would start a row is squeezed into the row before, or
//! hangs past its edge; an opening mark never ends a row. A pure function from widths to rows:
//! it knows neither faces nor Typst, and sets nothing.
//!
//! All widths are in em of the type size.

mod item;
mod items;
#[cfg(test)]
mod tests;
mod units;

use std::ops::Range;

pub use item::{After, Item};
pub use items::{Piece, Rules, items};

/// What lies between two positions is never as exact as floating point pretends.
const EPSILON: f64 = 1e-6;

/// How wide the rows of a paragraph are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Widths {
    /// The first row, without its indent.
    pub first: f64,
    /// Every other row.
    pub rest: f64,
}

/// What a house decides about its rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How much the marks within a row may give together, the blank half of a closing mark at its
    /// end not counted.
    pub squeeze: f64,
    /// How far the last mark of a row may stand past the edge when it has been squeezed already.
    /// Half an em is Word's 允许标点溢出边界: the mark as a whole stands outside.
    pub hang: f64,
    /// Numbers and units, and names, stay together unless the row would have to be stretched by
    /// more than this.
    pub loosest: f64,
}

impl Options {
    /// As the printed No. 28 of 2018 has it: the marks of a row give half an em together, the last
    /// may hang by the half that is ink; and a row may miss three characters (house practice).
    pub const DEFAULT: Self = Self { squeeze: 0.5, hang: 0.5, loosest: 3.0 };
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its items, the spaces that vanish at its end included.
    pub items: Range<usize>,
    /// The width of the items as they are, without those spaces.
    pub natural: f64,
    /// The room there is.
    pub width: f64,
    /// How much its marks may give.
    pub shrink: f64,
}

impl Row {
    /// How much the row is too wide or, below zero, too narrow for its room.
    pub fn excess(&self) -> f64 {
        self.natural - self.width
    }

    /// How far its last mark stands past the edge after every mark has given all it can.
    pub fn hang(&self) -> f64 {
        let over = self.excess() - self.shrink;
        if over > EPSILON { over } else { 0.0 }
    }
}

/// Breaks a paragraph. The rows follow each other without gaps and end with the last item;
/// there are none for no items. Something wider than a row, a long address for example, is cut.
pub fn break_rows(items: &[Item], widths: Widths, options: Options) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut start = 0;
    while start < items.len() {
        let width = if rows.is_empty() { widths.first } else { widths.rest };
        let end = Ends::of(items, start, width, options).choose(items, widths.rest, options);
        rows.push(row(items, start..end, width, options));
        start = end;
    }
    rows
}

fn row(items: &[Item], range: Range<usize>, width: f64, options: Options) -> Row {
    let seen = range.end - items[range.clone()].iter().rev().take_while(|item| item.space).count();
    let visible = &items[range.start..seen.max(range.start)];
    Row {
        natural: visible.iter().map(|item| item.width).sum(),
        shrink: given(visible.iter().map(|item| item.shrink).sum(), visible.last(), options),
        items: range,
        width,
    }
}

/// What marks may give that have `shrink` to give, the last item of the row included.
fn given(shrink: f64, last: Option<&Item>, options: Options) -> f64 {
    let edge = last.filter(|last| last.hangs()).map_or(0.0, |last| last.shrink);
    (shrink - edge).min(options.squeeze) + edge
}

/// The last places where a row can end; none of them where it is the row's start.
struct Ends {
    start: usize,
    width: f64,
    /// Where nothing speaks against it.
    free: usize,
    /// As well as between a number and its unit.
    held: usize,
    /// As well as within a word.
    cut: usize,
    /// Wherever the room ends, even before a closing mark.
    full: usize,
}

impl Ends {
    fn of(items: &[Item], start: usize, width: f64, options: Options) -> Self {
        let mut ends = Self { start, width, free: start, held: start, cut: start, full: start };
        let (mut natural, mut shrink, mut spaces) = (0.0, 0.0, 0.0);
        let mut last = None;
        for (at, item) in items.iter().enumerate().skip(start) {
            if item.space {
                spaces += item.width;
            } else {
                natural += spaces + item.width;
                shrink += item.shrink;
                spaces = 0.0;
                last = Some(item);
            }
            if natural - shrink > width + options.hang + EPSILON {
                break;
            }
            let over = natural - given(shrink, last, options) - width - EPSILON;
            if over > options.hang {
                continue;
            }
            if over > 0.0 && !last.is_some_and(|last| last.hangs()) {
                continue;
            }
            let end = at + 1;
            ends.full = end;
            let next = items.get(end);
            if next.is_some_and(|next| !next.may_start || last.is_some_and(|last| !last.may_end)) {
                continue;
            }
            ends.cut = end;
            match if next.is_none() { After::Free } else { item.after } {
                After::Free => (ends.held, ends.free) = (end, end),
                After::Held => ends.held = end,
                After::Joined => {}
            }
        }
        ends
    }

    fn choose(&self, items: &[Item], rest: f64, options: Options) -> usize {
        let loose = |end| {
            -row(items, self.start..end, self.width, options).excess() > options.loosest + EPSILON
        };
        let end = if self.free > self.start && !loose(self.free) { self.free } else { self.held };
        if end == self.start {
            // Nothing whole fits.
            return if self.cut > self.start { self.cut } else { self.full }.max(self.start + 1);
        }
        // What is wider than any row is cut in any case, so that it need not begin a new one.
        if loose(end) && wider(&items[end..], rest) { self.cut } else { end }
    }
}

/// Whether what cannot be broken at the start of `items` is wider than a row.
fn wider(items: &[Item], width: f64) -> bool {
    let mut needed = 0.0;
    for (at, item) in items.iter().enumerate() {
        needed += item.width - item.shrink;
        if needed > width + EPSILON {
            return true;
        }
        let next_may_start = items.get(at + 1).is_none_or(|next| next.may_start);
        if item.after != After::Joined && item.may_end && next_may_start {
            return false;
        }
    }
    false
}
