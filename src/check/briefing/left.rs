//! What is still to come, and how it is told.

use super::rules::LEFT_OVER;
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// What people write where something is still to come.
pub const LEFT_OVERS: &[&str] = words!("words.txt", "LEFT_OVERS");

/// Tells of a place that nobody has filled in yet.
pub fn tell(passage: &Passage<'_>, range: std::ops::Range<usize>, out: &mut Findings<'_>) {
    let message = format!("「{}」还没有处理", &passage.text[range.clone()]);
    out.tell(
        LEFT_OVER,
        passage,
        range,
        message,
        "核实以后改掉；暂时核实不了的，去掉这一句，或给稿件写上「暂缓: 是」",
    );
}
