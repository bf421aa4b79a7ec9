//! 信息报送表: a dispatch in a table whose cells are labels and what they ask for.

use super::lines;
use crate::import::document::{Block, Paragraph, Run, Table};
use crate::model::Roster;

/// What the cell beside the text says.
const TEXT: &[&str] = &["内容", "正文", "信息内容", "信息正文", "主要内容", "稿件内容"];
/// Labels whose cells are often empty, and say nothing of the text.
const ASIDE: &[&str] = &["备注", "编号", "密级", "报送方式", "领导批示", "采用情况"];

/// Puts the lines of a form in the place of its table. A table of anything else stays.
pub fn unfold(blocks: &mut Vec<Block>) {
    let at = blocks.iter().position(|block| matches!(block, Block::Table(_)));
    // Text before it: it is a table of the text.
    let Some(at) = at.filter(|at| *at <= 3) else { return };
    let lines = match &blocks[at] {
        Block::Table(table) => read(table),
        Block::Paragraph(_) => None,
    };
    if let Some(lines) = lines {
        blocks.splice(at..=at, lines.into_iter().map(Block::Paragraph));
    }
}

/// The lines that a form comes to; nothing when a row of it is none of a form.
fn read(table: &Table) -> Option<Vec<Paragraph>> {
    let (mut lines, mut text, mut labels) = (Vec::new(), Vec::new(), 0);
    for row in &table.rows {
        let mut cells = row.iter().filter(|cell| !shown(cell).is_empty()).peekable();
        while let Some(cell) = cells.next() {
            labels += 1;
            let label = shown(cell);
            // Label and value in one cell.
            if label.contains(['：', ':']) && !lines::read(&label, &Roster::default()).is_empty() {
                lines.extend(cell.iter().cloned());
                continue;
            }
            if !is_label(&label) {
                return None;
            }
            // What nothing stands beside was left blank.
            let Some(value) = cells.next_if(|cell| !is_label(&shown(cell))) else { continue };
            if TEXT.contains(&plain(&label).as_str()) {
                text.extend(value.iter().cloned());
            } else {
                lines.push(line(&plain(&label), value));
            }
        }
    }
    (labels >= 2).then(|| lines.into_iter().chain(text).collect())
}

fn is_label(cell: &str) -> bool {
    let label = plain(cell);
    TEXT.contains(&label.as_str()) || ASIDE.contains(&label.as_str()) || lines::is_label(&label)
}

/// A label without blanks and colon.
fn plain(label: &str) -> String {
    let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    label.trim_end_matches(['：', ':']).to_owned()
}

fn shown(cell: &[Paragraph]) -> String {
    let texts: Vec<String> = cell.iter().map(Paragraph::text).collect();
    texts.join("").trim().to_owned()
}

fn line(label: &str, value: &[Paragraph]) -> Paragraph {
    let run = Run { text: format!("{label}：{}", shown(value)), ..Run::default() };
    let pictures = value.iter().flat_map(Paragraph::pictures).cloned().map(Run::of_picture);
    Paragraph { runs: std::iter::once(run).chain(pictures).collect(), ..Paragraph::default() }
}
