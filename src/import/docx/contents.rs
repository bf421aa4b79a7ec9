//! Tables of contents: they say where what stands below was printed, which an entry cannot.
//!
//! Fields that make them are in [`field`](super::field).

use super::styles::Styles;
use super::xml::Element;
use crate::import::bare::dense;
use crate::import::document::{Block, Document, Dropped, Paragraph};

/// Styles of their lines, by the beginning of their names; the number of the level follows.
const LEVELS: &[&str] = &["toc", "目录", "contents", "wpsoffice手动目录"];
/// Styles of the lines of lists of figures.
const FIGURES: &[&str] = &["table of figures", "图表目录"];
/// Styles of the line above them, which writers also use elsewhere.
const HEADINGS: &[&str] = &["toc heading", "toc 标题", "toc标题", "目录标题", "contents heading"];

/// Whether a control holds one.
pub fn is_control(properties: &Element) -> bool {
    let parts = ["w:docPartObj", "w:docPartList"];
    let mut parts = parts.iter().filter_map(|name| properties.child(name));
    parts.any(|part| {
        let gallery = part.value("w:docPartGallery").unwrap_or_default().to_lowercase();
        gallery.contains("table of contents") || gallery.contains("table of figures")
    })
}

impl Styles {
    /// Whether a paragraph is a line of one, by its style.
    pub(super) fn is_of_contents(&self, properties: Option<&Element>) -> bool {
        self.names(properties).any(|name| {
            let level = LEVELS.iter().find_map(|start| name.strip_prefix(start));
            let level = level.and_then(|rest| rest.trim().parse::<u8>().ok());
            level.is_some_and(|level| (1..=9).contains(&level)) || FIGURES.contains(&name)
        })
    }

    /// Whether a paragraph stands above one, by its style, if one follows.
    pub(super) fn is_above_contents(&self, properties: Option<&Element>) -> bool {
        self.names(properties).any(|name| HEADINGS.contains(&name))
    }
}

/// Whether a line is the heading of one.
fn is_heading(paragraph: &Paragraph) -> bool {
    let text = dense(&paragraph.text());
    matches!(
        text.to_lowercase().as_str(),
        "目录" | "目次" | "目錄" | "contents" | "tableofcontents"
    )
}

/// Takes a heading off the end of what was read; `above` is the place of one by its style.
pub fn take_heading(blocks: &mut Vec<Block>, above: Option<usize>) -> Option<String> {
    let is_seen = |block: &Block| {
        block.paragraph().is_none_or(|it| !it.text().trim().is_empty() || it.has_pictures())
    };
    let at = blocks.iter().rposition(is_seen)?;
    let Block::Paragraph(paragraph) = &blocks[at] else { return None };
    let is_such = above == Some(at) || is_heading(paragraph);
    let said = is_such.then(|| paragraph.text())?;
    blocks.remove(at);
    Some(said)
}

/// Leaves out one that was typed: its heading, and lines that end in the number of a page.
pub fn leave_out_typed(blocks: &mut Vec<Block>, document: &mut Document) {
    let is_entry = |block: &Block| matches!(block, Block::Paragraph(it) if is_entry(&it.text()));
    let is_blank = |block: &Block| matches!(block, Block::Paragraph(it) if it.text().trim().is_empty() && !it.has_pictures());
    let mut at = 0;
    while at < blocks.len() {
        let is_heading = matches!(&blocks[at], Block::Paragraph(it) if is_heading(it));
        let mut end = at + 1;
        while is_heading && blocks.get(end).is_some_and(|block| is_entry(block) || is_blank(block))
        {
            end += 1;
        }
        if blocks[at + 1..end].iter().any(is_entry) {
            let lines = blocks.drain(at..end).filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(paragraph.text()),
                Block::Table(_) => None,
            });
            let said = lines.collect::<Vec<_>>().join(" ");
            document.drop_text(Dropped::Contents, &said);
        }
        at += 1;
    }
}

/// Whether a line leads to the number of a page: 一、总体情况……3.
fn is_entry(line: &str) -> bool {
    let line = line.trim().trim_end_matches([')', '）', '-', '—']);
    let rest = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let lead = rest.trim_end_matches(['(', '（', '-', '—', ' ', '　']);
    let dots = lead.chars().rev().take_while(|c| ".…·．。".contains(*c)).count();
    (1..=3).contains(&digits) && (lead.ends_with('\t') || dots >= 3 || lead.ends_with("……"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_lead_to_a_page() {
        for line in ["一、总体情况\t1", "（二）下步打算……12", "三、附表 ......... 3", "甲\t(3)"]
        {
            assert!(is_entry(line), "{line}");
        }
        for line in ["一、总体情况", "全年完成12", "完成……", "比例为1.5", "12", "见第3页"]
        {
            assert!(!is_entry(line), "{line}");
        }
    }
}
