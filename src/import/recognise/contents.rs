//! A table of contents that somebody typed: no reader of a briefing needs it.

use super::Dispatch;
use super::placing::leave_out;
use crate::import::bare::dense;
use crate::import::document::Block;

/// How far down it may begin.
const FURTHEST: usize = 20;
/// The most lines that it has.
const LONGEST: usize = 60;

/// Takes 「目录」 and its lines off.
pub fn take(blocks: &mut Vec<Block>, dispatch: &mut Dispatch) {
    let texts: Vec<String> = blocks
        .iter()
        .take(FURTHEST + LONGEST)
        .map(|block| match block {
            Block::Paragraph(paragraph) if !paragraph.has_pictures() => paragraph.text(),
            _ => String::new(),
        })
        .collect();
    let is_title = |text: &&String| matches!(dense(text).as_str(), "目录" | "目次");
    let Some(start) = texts.iter().take(FURTHEST).position(|text| is_title(&text)) else { return };
    let entries = texts[start + 1..].iter().take_while(|text| is_entry(text)).count();
    for text in &texts[start..=start + entries] {
        leave_out("目录", &text.replace('\n', " "), dispatch);
    }
    blocks.drain(start..=start + entries);
}

/// 一、总体情况……1: a line, a leader, and the number of a page.
fn is_entry(text: &str) -> bool {
    let text = text.trim().trim_end_matches([')', '）', '-', '—']);
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - before.len();
    let leads = before.ends_with(['.', '…', '·', ' ', '　', '-', '—', '_', '(', '（', '．']);
    let said = before.chars().any(|c| c.is_alphanumeric());
    (1..=3).contains(&digits)
        && leads
        && said
        && !text.contains('。')
        && text.chars().count() <= 120
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_contents() {
        for line in
            ["一、总体情况……1", "总体情况 3", "（二）下步打算........12", "附件 -4-", "甲 （3）"]
        {
            assert!(is_entry(line), "{line}");
        }
        for line in ["总体情况", "2018", "共3个乡镇。 1", "PM10", "第3"] {
            assert!(!is_entry(line), "{line}");
        }
    }
}
