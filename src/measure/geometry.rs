//! The coordinates that follow from a [`Layout`], in mm from the upper left corner of the sheet.

use crate::model::{Layout, LineModel, MM_PER_PT, PAPER, Pitch};

use super::{ASCENT, Row};

/// Edges, cells and rows of one layout.
#[derive(Clone, Copy, Debug)]
pub struct Geometry {
    /// Left edge of the 版心.
    pub left: f64,
    /// Right edge of the 版心.
    pub right: f64,
    /// Upper edge of the 版心.
    pub top: f64,
    /// Lower edge of the 版心.
    pub foot: f64,
    /// 一字: from one character to the next.
    pub cell: f64,
    /// From one row to the next.
    pub pitch: f64,
    /// Upper edge of the first row; above the 版心 where its em box touches the edge.
    pub row_top: f64,
    /// Rows of a page.
    pub lines: u32,
    /// Characters of a full row.
    pub chars: usize,
    /// Size of the body in pt.
    pub size: f64,
}

impl Geometry {
    pub fn new(layout: &Layout) -> Self {
        let (pitch, cell) = (layout.row_pitch(), layout.char_pitch());
        let size = layout.body_size * MM_PER_PT;
        let over = match layout.line_model {
            LineModel::Fill => (pitch - size) / 2.0,
            LineModel::Grid => 0.0,
        };
        let chars = match layout.grid.pitch {
            Pitch::Grid => f64::from(layout.grid.chars),
            Pitch::Natural => (layout.text_width() / cell + 1e-6).floor(),
        };
        Self {
            left: layout.margins.left,
            right: PAPER.0 - layout.margins.right,
            top: layout.margins.top,
            foot: PAPER.1 - layout.margins.bottom,
            cell,
            pitch,
            row_top: layout.margins.top - over,
            lines: layout.grid.lines,
            chars: round(chars),
            size: layout.body_size,
        }
    }

    /// White above and below the em box of a body row within its row.
    pub fn pad(&self) -> f64 {
        (self.pitch - self.size * MM_PER_PT) / 2.0
    }

    /// The baseline of body text in row `index`, counted from 1.
    pub fn baseline(&self, index: usize) -> f64 {
        self.em_top(index) + ASCENT * self.size * MM_PER_PT
    }

    /// The upper edge of the em box in row `index`, counted from 1.
    pub fn em_top(&self, index: usize) -> f64 {
        self.row_top + (as_f64(index) - 1.0) * self.pitch + self.pad()
    }

    /// The row nearest to a baseline of body text, counted from 1.
    pub fn row_of(&self, baseline: f64) -> usize {
        round((baseline - self.baseline(1)) / self.pitch) + 1
    }

    /// Where the rows of a page end; below the 版心 where the last em box touches its edge.
    pub fn row_foot(&self) -> f64 {
        self.row_top + f64::from(self.lines) * self.pitch
    }

    /// Whether a row has the size of the body.
    pub fn is_body_size(&self, row: &Row) -> bool {
        (row.size - self.size).abs() < 0.01
    }
}

impl Row {
    /// The lower edge of its em box, in mm.
    pub fn em_foot(&self) -> f64 {
        self.baseline + (1.0 - ASCENT) * self.size * MM_PER_PT
    }

    /// Its width in characters of its own size.
    pub fn ems(&self) -> f64 {
        (self.x1 - self.x0) / (self.size * MM_PER_PT)
    }
}

/// The nearest whole number, 0 for anything below.
pub fn round(value: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rows of a page and characters of a row are small"
    )]
    let whole = value.round().clamp(0.0, 1e6) as usize;
    whole
}

/// A count as a length can be multiplied by.
pub fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// 第 5 行「…」.
pub fn subject(row: &Row, geometry: &Geometry) -> String {
    format!("第 {} 行「{}」", geometry.row_of(row.baseline), excerpt(&row.text))
}

/// The first characters of a row, enough to find it by.
pub fn excerpt(text: &str) -> String {
    const ENOUGH: usize = 12;
    let mut short: String = text.chars().take(ENOUGH).collect();
    if text.chars().nth(ENOUGH).is_some() {
        short.push('…');
    }
    short
}
