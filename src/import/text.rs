//! Plain text and Markdown → [`Document`].
//!
//! Text knows no looks: only lines, blank lines and indents.

use super::clean;
use super::document::{Align, Block, Document, Paragraph, Run};

/// A line of this many characters that ends within a sentence was broken by a program.
const WRAPPED: usize = 30;
/// This many blanks before a line put it at the right, as in a telegram.
const RIGHT: usize = 16;

/// Reads plain text.
pub fn plain(text: &str) -> Document {
    let text = clean::characters(text);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    // Whether the line before was broken by a program.
    let mut wrapped = false;
    for line in text.lines() {
        let shown = line.trim();
        if shown.is_empty() {
            open = false;
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let goes_on = open && indent == 0 && !clean::is_numbered(shown);
        if let Some(Block::Paragraph(last)) = blocks.last_mut().filter(|_| goes_on)
            && let Some(run) = last.runs.last_mut()
            && wrapped
        {
            run.text.push_str(shown);
        } else {
            let blanks: usize = line
                .chars()
                .take_while(|c| c.is_whitespace())
                .map(|c| if c == '　' { 2 } else { 1 })
                .sum();
            let align = if blanks >= RIGHT { Align::End } else { Align::Start };
            blocks.push(Block::Paragraph(paragraph(shown, align)));
        }
        open = true;
        wrapped = is_wrapped(shown);
    }
    Document { blocks, ..Document::default() }
}

/// Whether a line ends where a program broke it, not the author.
fn is_wrapped(line: &str) -> bool {
    line.chars().count() >= WRAPPED && !line.ends_with(clean::FINAL)
}

fn paragraph(text: &str, align: Align) -> Paragraph {
    let run = Run { text: text.to_owned(), ..Run::default() };
    Paragraph { runs: vec![run], align, ..Paragraph::default() }
}

/// Reads Markdown: the marks of its blocks and of bold; what else there is stays as text.
pub fn markdown(text: &str) -> Document {
    let text = clean::characters(text);
    let mut document = Document::default();
    let mut lines = text.lines().peekable();
    // The head of an entry: its lines are labels.
    if lines.peek().is_some_and(|line| line.trim_end() == "---") {
        lines.next();
        for line in lines.by_ref() {
            if matches!(line.trim_end(), "---" | "...") {
                break;
            }
            let label = line.trim().trim_start_matches('#').trim();
            if !label.is_empty() {
                document.blocks.push(Block::Paragraph(paragraph(label, Align::Start)));
            }
        }
    }
    let mut open = false;
    for line in lines {
        let shown = line.trim();
        if shown.is_empty() {
            open = false;
            continue;
        }
        let level = shown.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&level) && shown[level..].starts_with(' ') {
            let mut heading = paragraph("", Align::Start);
            heading.runs = bold(shown[level..].trim().trim_end_matches('#').trim());
            heading.level = Some(level as u8);
            document.blocks.push(Block::Paragraph(heading));
            open = false;
        } else if let Some(Block::Paragraph(last)) = document.blocks.last_mut().filter(|_| open) {
            bold(&format!("\n{shown}")).into_iter().for_each(|run| last.push(run));
        } else {
            let item = ["- ", "* ", "+ ", "> "].iter().find_map(|mark| shown.strip_prefix(mark));
            let mut block = paragraph("", Align::Start);
            block.runs = bold(item.unwrap_or(shown));
            document.blocks.push(Block::Paragraph(block));
            open = true;
        }
    }
    document
}

/// `**…**` as bold; a backslash before punctuation is none.
fn bold(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let parts: Vec<&str> = text.split("**").collect();
    let paired = parts.len() % 2 == 1;
    for (index, part) in parts.iter().enumerate() {
        let mut text = String::new();
        let mut characters = part.chars().peekable();
        while let Some(c) = characters.next() {
            let escape = c == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
            if !escape {
                text.push(c);
            } else if let Some(c) = characters.next() {
                text.push(c);
            }
        }
        if !paired && index > 0 {
            text.insert_str(0, "**");
        }
        runs.push(Run { text, bold: paired && index % 2 == 1, ..Run::default() });
    }
    runs.retain(|run| !run.text.is_empty());
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_a_program_broke() {
        let long = "为进一步提升景区服务水平，应县木塔景区管理中心组织开展文明创建活动清理卫生死角";
        let paragraphs = |text: &str| plain(text).blocks.len();
        assert_eq!(paragraphs(&format!("{long}\n受到好评。\n下一步")), 2);
        // Only the line before counts, not all that was joined.
        assert_eq!(paragraphs(&format!("{long}\n受到\n好评。")), 2);
        assert_eq!(paragraphs("短行\n短行"), 2);
        assert_eq!(paragraphs(&format!("{long}\n一、另起")), 2);
    }
}
