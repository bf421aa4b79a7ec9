//! What stands in a row, as wide as it is and as far as it may be parted.

/// One character, or one thing that stands in a row like a character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// Natural width.
    pub width: f64,
    /// How much of the width is blank and can be given up.
    pub shrink: f64,
    /// Whether it may be the first of a row; closing marks and spaces may not.
    pub may_start: bool,
    /// Whether it may be the last of a row; opening marks may not.
    pub may_end: bool,
    /// Whether it vanishes at the end of a row.
    pub space: bool,
    /// Whether a row may end after it.
    pub after: After,
}

/// Whether a row may end between an item and the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It may.
    Free,
    /// Only where the row would become too loose otherwise: between a number and its unit,
    /// within a name.
    Held,
    /// Only where the whole is wider than a row: within a word, a number, a dash.
    Joined,
}

impl Item {
    /// A closing mark with a blank half: it may stand past the edge.
    pub(super) fn hangs(&self) -> bool {
        !self.may_start && self.shrink > 0.0
    }
}
