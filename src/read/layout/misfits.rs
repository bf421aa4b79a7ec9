//! Text areas that cannot hold their grid, and margins that a printer cannot reach.

use super::{Changes, Origin};
use crate::diagnostic::{Diagnostic, Span, code};
use crate::model::{Layout, MM_PER_PT};

/// A character may be squeezed to this part of its size, marks being narrower than their cells.
const TIGHTEST_CHAR: f64 = 0.8;
/// A row needs this many times the size of its characters, or rows touch.
const TIGHTEST_ROW: f64 = 1.1;
/// What an office printer cannot reach, with some room for binding, in mm (house practice).
const LEAST_MARGIN: f64 = 10.0;
/// The same under a page number, 7 mm under the text and some 5 mm high.
const LEAST_FOOT: f64 = 20.0;

impl Changes {
    /// What does not fit, each told where somebody wrote it.
    pub(super) fn misfits(&self, layout: &Layout) -> Vec<Diagnostic> {
        let size = layout.body_size * MM_PER_PT;
        let body = layout.body_size;
        let margins = &layout.margins;
        let mut out = Vec::new();
        for (key, name, margin) in [
            ("margins.top", "上边距", margins.top),
            ("margins.bottom", "下边距", margins.bottom),
            ("margins.left", "左边距", margins.left),
            ("margins.right", "右边距", margins.right),
        ] {
            let numbered = key == "margins.bottom" && layout.page_number;
            let (need, why) = if numbered {
                (LEAST_FOOT, "页码排在版心下 7 毫米处，下面还要留出打印机印不到的纸边")
            } else {
                (LEAST_MARGIN, "再窄打印机就印不到，装订也会压住字")
            };
            // Where the foot follows from the rows, they do not fit.
            if let (Some(points), true) = (self.points(), key == "margins.bottom" && margin < need)
            {
                let message = format!(
                    "行距 {points} 磅、每页 {} 行排不下：下边距只剩 {margin:.1} 毫米，至少要 {need} 毫米",
                    layout.grid.lines
                );
                out.push(
                    Diagnostic::error(code::WRONG_VALUE, message)
                        .at(self.blame(["row-pitch", "grid.lines", "margins.top"]))
                        .help("减小行距，或减少每页行数；不写每页行数的，随行距算出"),
                );
                continue;
            }
            if margin < need {
                let message = format!("{name} {margin} 毫米太窄：{why}");
                out.push(
                    Diagnostic::error(code::WRONG_VALUE, message)
                        .at(self.blame([key]))
                        .help(format!("至少 {need} 毫米")),
                );
            }
        }
        let width = layout.text_width();
        let (cell, need) = (width / f64::from(layout.grid.chars), size * TIGHTEST_CHAR);
        if cell < need {
            let message = format!(
                "每行 {} 字排不下：版心宽 {width:.1} 毫米，每字只有 {cell:.1} 毫米，{body} 磅的字至少要 {need:.1} 毫米",
                layout.grid.chars
            );
            let blamed = ["grid.chars", "margins.left", "margins.right", "body-size"];
            out.push(
                Diagnostic::error(code::WRONG_VALUE, message)
                    .at(self.blame(blamed))
                    .help("减少每行字数，减小左右边距或正文字号"),
            );
        }
        let height = layout.text_height();
        let (row, need) = (height / f64::from(layout.grid.lines), size * TIGHTEST_ROW);
        if let (Some(points), true) = (self.points(), row < need) {
            let least = need / MM_PER_PT;
            let message = format!("行距 {points} 磅太小：{body} 磅的字至少要 {least:.1} 磅");
            out.push(
                Diagnostic::error(code::WRONG_VALUE, message)
                    .at(self.blame(["row-pitch", "body-size"]))
                    .help("加大行距，或减小正文字号"),
            );
        } else if row < need {
            let message = format!(
                "每页 {} 行排不下：版心高 {height:.1} 毫米，每行只有 {row:.1} 毫米，{body} 磅的字至少要 {need:.1} 毫米",
                layout.grid.lines
            );
            let blamed = ["grid.lines", "margins.top", "margins.bottom", "body-size"];
            out.push(
                Diagnostic::error(code::WRONG_VALUE, message)
                    .at(self.blame(blamed))
                    .help("减少每页行数，减小上下边距或正文字号"),
            );
        }
        out
    }

    /// The first of the values that an author wrote.
    fn blame<const N: usize>(&self, keys: [&str; N]) -> Option<Span> {
        keys.into_iter()
            .filter_map(|key| self.values.get(key))
            .filter(|change| matches!(change.origin, Origin::House | Origin::Issue))
            .find_map(|change| change.span.clone())
    }
}
