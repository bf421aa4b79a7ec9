//! Chooses among the places of a title those that cost least together: what the sense says of
//! each place, and the outline of the lines (GB/T 9704 7.3.1: 梯形或菱形).

use super::cost::LEANS_BACK;
use super::widths::Widths;

/// The most lines that are tried; a longer title is filled row by row.
const MOST_LINES: usize = 4;

/// Each line after the first.
const LINE: f64 = 5.0;
/// A line is comfortable up to this part of its width (18 of 20 em at 22 pt) …
const ROOMY: f64 = 0.9;
/// … and each em more costs this much.
const TIGHT: f64 = 4.0;
/// A line of less than [`SHORTEST`] em.
const SHORT_LINE: f64 = 30.0;
const SHORTEST: f64 = 5.0;

/// Lines should differ: all of them within one em, or the shorter of two more than this part of
/// the longer, which costs so much for each unit.
const EQUAL: f64 = 5.0;
const ALIKE: f64 = 60.0;
const ALIKE_RATIO: f64 = 0.85;
/// The shorter of two lines should be half the longer at least, or it costs this for each unit.
const UNEVEN: f64 = 60.0;
const UNEVEN_RATIO: f64 = 0.5;

/// The longest line in the middle is best, then longer above, then longer below.
const DIAMOND: f64 = 0.0;
const LONGER_ABOVE: f64 = 2.0;
const LONGER_BELOW: f64 = 3.0;
/// Neither, such as 13, 11, 21, 15.
const RAGGED: f64 = 25.0;
/// Short in the middle: forbidden, unless nothing else fits …
const HOURGLASS: f64 = 85.0;
/// … and less where the middle is this part of the longest line at least.
const WAIST: f64 = 45.0;
const WAIST_RATIO: f64 = 0.6;
/// Lines that differ by at most this many em have no outline that the eye would see.
const FLAT: f64 = 2.0;

/// A place where a line may end.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The width of the segment up to here, in em, without the space here.
    pub before: f64,
    /// The same with it.
    pub after: f64,
    /// What a break here costs by the sense …
    pub cost: f64,
    /// … and what it costs that no line ends here.
    pub missed: f64,
    /// Whether a subtitle begins here, whose lines have an outline of their own.
    pub subtitle: bool,
}

/// The cheapest choice of places (by index) for a segment that is `whole` em wide, or `None` when
/// no way fits the widths.
pub fn best(whole: f64, places: &[Place], widths: Widths) -> Option<Vec<usize>> {
    let missed = places.iter().map(|place| place.missed).sum();
    let mut search = Search { whole, places, widths, missed, best: None };
    search.go_on(&mut Vec::with_capacity(MOST_LINES), &mut Vec::with_capacity(MOST_LINES), 0.0);
    search.best.map(|(_, cuts)| cuts)
}

struct Search<'a> {
    whole: f64,
    places: &'a [Place],
    widths: Widths,
    /// What it costs to use none of the places.
    missed: f64,
    best: Option<(f64, Vec<usize>)>,
}

impl Search<'_> {
    /// Tries every next cut; `spent` never falls, so a row of cuts that is dearer than the best
    /// found so far is left at once.
    fn go_on(&mut self, cuts: &mut Vec<usize>, lines: &mut Vec<f64>, spent: f64) {
        let start = cuts.last().map_or(0.0, |&cut| self.places[cut].after);
        let left = self.whole - start;
        if left <= self.widths.last {
            lines.push(left);
            let used: f64 = cuts.iter().map(|&cut| self.places[cut].missed).sum();
            let cost = spent + self.line(left) + self.missed - used + self.outline(cuts, lines);
            if self.best.as_ref().is_none_or(|(least, _)| cost < *least) {
                self.best = Some((cost, cuts.clone()));
            }
            lines.pop();
        }
        let more = MOST_LINES - cuts.len() - 1;
        for next in cuts.last().map_or(0, |cut| cut + 1)..self.places.len() {
            let place = self.places[next];
            let width = place.before - start;
            if more == 0 || width > self.widths.line {
                break;
            }
            if place.cost >= LEANS_BACK {
                continue;
            }
            let cost = spent + LINE + place.cost + self.line(width);
            let room = self.widths.line * (more - 1) as f64 + self.widths.last;
            if self.whole - place.after > room
                || self.best.as_ref().is_some_and(|(least, _)| cost >= *least)
            {
                continue;
            }
            cuts.push(next);
            lines.push(width);
            self.go_on(cuts, lines, cost);
            lines.pop();
            cuts.pop();
        }
    }

    /// What the outline of the lines costs: of those before a subtitle, and of its own.
    fn outline(&self, cuts: &[usize], lines: &[f64]) -> f64 {
        match cuts.iter().position(|&cut| self.places[cut].subtitle) {
            Some(cut) => shape(&lines[..=cut]) + shape(&lines[cut + 1..]),
            None => shape(lines),
        }
    }

    fn line(&self, width: f64) -> f64 {
        let tight = TIGHT * (width - self.widths.line * ROOMY).max(0.0);
        tight + if width < SHORTEST { SHORT_LINE } else { 0.0 }
    }
}

/// What the outline of the lines costs.
fn shape(widths: &[f64]) -> f64 {
    let most = widths.iter().copied().fold(0.0, f64::max);
    let least = widths.iter().copied().fold(f64::INFINITY, f64::min);
    let uneven = UNEVEN * (UNEVEN_RATIO - least / most).max(0.0);
    match widths {
        [] | [_] => 0.0,
        [_, _] => uneven + ALIKE * (least / most - ALIKE_RATIO).max(0.0),
        [first, inner @ .., last] => {
            let outline = if inner.iter().all(|&width| width >= first.max(*last)) {
                DIAMOND
            } else if widths.is_sorted_by(|a, b| a >= b) {
                LONGER_ABOVE
            } else if widths.is_sorted() {
                LONGER_BELOW
            } else if inner.iter().all(|&width| width < first.min(*last)) && most - least > FLAT {
                if least / most < WAIST_RATIO { HOURGLASS } else { WAIST }
            } else {
                RAGGED
            };
            uneven + outline + if most - least <= 1.0 { EQUAL } else { 0.0 }
        }
    }
}
