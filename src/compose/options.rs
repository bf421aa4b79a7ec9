//! What a run wants of an issue beside what the issue says.

use crate::model::{Issue, Layout};

/// What is not the issue's but this run's.
#[derive(Clone, Debug, Default)]
pub struct ComposeOptions {
    /// Set a watermark 草稿.
    pub draft: bool,
    /// How far page 1 is tightened so that body text shows on it, 0 to [`ComposeOptions::TIGHTEST`].
    pub tighten: u8,
    /// Labels of footnotes in lists and tables: the item, or row, that one is marked in begins a page.
    pub apart: Vec<String>,
}

impl ComposeOptions {
    /// Beyond this nothing is left to give.
    pub const TIGHTEST: u8 = 3;

    /// The layout with page 1 tightened in the order of house practice: one empty row less under
    /// the red rule, the masthead higher, the leading title smaller.
    pub(super) fn tightened(&self, issue: &Issue) -> Layout {
        let mut layout = issue.layout;
        if self.tighten >= 1 {
            layout.blank.after_masthead = layout.blank.after_masthead.min(1);
        }
        if self.tighten >= 2 {
            layout.masthead.offset = layout.masthead.offset.min(8.0);
            // A classification or a serial on the first row needs its room.
            let first_row =
                issue.masthead.classification.is_some() || issue.masthead.serial.is_some();
            if !first_row {
                layout.masthead.crowded_offset = layout.masthead.crowded_offset.min(8.0);
            }
        }
        if self.tighten >= 3 {
            layout.title_size = layout.title_size.min(layout.item_title_size);
        }
        layout
    }
}
