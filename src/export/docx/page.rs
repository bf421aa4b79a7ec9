//! The numbers of a [`Layout`] as Word counts them: twentieths of a point.

use crate::model::{Layout, LineModel, MM_PER_PT, PAPER, Pitch};

/// Twentieths of a point in a point.
const TWIPS: f64 = 20.0;

/// A length in pt as Word counts it.
pub fn twips(pt: f64) -> i64 {
    (pt * TWIPS).round() as i64
}

/// A length in mm as Word counts it.
pub fn twips_of_mm(mm: f64) -> i64 {
    twips(mm / MM_PER_PT)
}

/// A size in pt as Word counts it: half points.
pub fn half_points(pt: f64) -> i64 {
    (pt * 2.0).round() as i64
}

/// The page of a house. All lengths but sizes are in twentieths of a point.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Width and height of the paper.
    pub paper: (i64, i64),
    /// From the edges to the text: top, right, bottom, left.
    pub margins: (i64, i64, i64, i64),
    /// From one row to the next.
    pub row: i64,
    /// From one character of the body to the next.
    pub cell: i64,
    /// What is added between characters so that a row holds as many as the house wants.
    pub tracking: i64,
    /// Rows a page.
    pub lines: i64,
    /// Size of the body in pt.
    pub body: f64,
    /// The lower edge of the 版心, from the top of the paper.
    pub foot: i64,
}

impl Page {
    /// The page of a layout.
    pub fn of(layout: &Layout) -> Self {
        let lines = i64::from(layout.grid.lines);
        // Rounded down: 22 rows that are a trifle too high are 21.
        let row = (layout.row_pitch() / MM_PER_PT * TWIPS).floor() as i64;
        let paper = (twips_of_mm(PAPER.0), twips_of_mm(PAPER.1));
        let above = match layout.line_model {
            LineModel::Fill => (layout.row_pitch() - layout.body_size * MM_PER_PT) / 2.0,
            LineModel::Grid => 0.0,
        };
        let top = twips_of_mm(layout.margins.top - above);
        let bottom = paper.1 - top - lines * row - SLACK;
        let left = twips_of_mm(layout.margins.left);
        let natural = twips(layout.body_size);
        let (tracking, right) = match layout.grid.pitch {
            Pitch::Natural => (0, twips_of_mm(layout.margins.right)),
            Pitch::Grid => {
                let tracking = twips_of_mm(layout.char_pitch()) - natural;
                let needed = i64::from(layout.grid.chars) * (natural + tracking);
                // Word tracks by twentieths of a point only: what that adds to a row comes off the margin,
                // where it is less than a fifth of a millimetre.
                (tracking, (paper.0 - left - needed).min(twips_of_mm(layout.margins.right)))
            }
        };
        Self {
            paper,
            margins: (top, right, bottom, left),
            row,
            cell: natural + tracking,
            tracking,
            lines,
            body: layout.body_size,
            foot: twips_of_mm(PAPER.1 - layout.margins.bottom),
        }
    }

    /// Width of the text.
    pub fn width(&self) -> i64 {
        self.paper.0 - self.margins.1 - self.margins.3
    }

    /// Height of all rows.
    pub fn height(&self) -> i64 {
        self.lines * self.row
    }

    /// Width of the text of a page on its side.
    pub fn side_width(&self) -> i64 {
        self.paper.1 - self.margins.0 - self.margins.2
    }
}

/// Keeps the last row from falling off the page.
const SLACK: i64 = 3;
