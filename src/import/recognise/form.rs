//! 信息报送表: a dispatch in a table whose cells are labels and what they ask for.

use super::placing::leave_out;
use super::{Dispatch, labels, lines, masthead};
use crate::import::document::{Block, Paragraph, Run, Table};
use crate::model::Roster;

/// What the cell beside the text says.
const TEXT: &[&str] = &["内容", "正文", "信息内容", "信息正文", "主要内容", "稿件内容"];
/// Labels whose cells are often empty, and say nothing of the text.
const ASIDE: &[&str] = &["备注", "编号", "密级", "报送方式", "领导批示", "采用情况"];

/// Puts the lines of a form in the place of its table. A table of anything else stays.
pub fn unfold(blocks: &mut Vec<Block>, dispatch: &mut Dispatch) {
    let at = blocks.iter().position(|block| matches!(block, Block::Table(_)));
    // Text before it: it is a table of the text.
    let Some(at) = at.filter(|at| *at <= 3) else { return };
    let form = match &blocks[at] {
        Block::Table(table) => read(table),
        Block::Paragraph(_) => None,
    };
    if let Some((lines, labels)) = form {
        for label in labels {
            leave_out("表里的项目名", &label, dispatch);
        }
        blocks.splice(at..=at, lines.into_iter().map(Block::Paragraph));
    }
}

/// The lines that a form comes to, and the labels that are in none of them; nothing when a row of it
/// is none of a form.
fn read(table: &Table) -> Option<(Vec<Paragraph>, Vec<String>)> {
    let (mut lines, mut text, mut labels) = (Vec::new(), Vec::new(), 0);
    let mut unused = Vec::new();
    for row in &table.rows {
        let filled: Vec<&Vec<Paragraph>> = row.iter().filter(|cell| is_filled(cell)).collect();
        if let [only] = filled.as_slice() {
            // The name of the form over all its columns, or the text without a label.
            let name = masthead::is_form(&shown(only));
            if name || labels >= 2 && shown(only).contains('。') && !is_labelled(only) {
                if name {
                    lines.extend(only.iter().cloned())
                } else {
                    text.extend(only.iter().cloned())
                }
                continue;
            }
        }
        let mut cells = filled.into_iter().peekable();
        while let Some(cell) = cells.next() {
            labels += 1;
            let label = shown(cell);
            // Label and value in one cell.
            if is_labelled(cell) && !is_label(&label) {
                lines.extend(cell.iter().cloned());
                continue;
            }
            if !is_label(&label) {
                return None;
            }
            // What nothing stands beside was left blank.
            let Some(value) = cells.next_if(|cell| !is_label(&shown(cell))) else {
                unused.push(label);
                continue;
            };
            if TEXT.contains(&plain(&label).as_str()) {
                unused.push(label);
                text.extend(value.iter().cloned());
            } else {
                lines.push(line(label.trim_end_matches(['：', ':']), value));
            }
        }
    }
    (labels >= 2).then(|| (lines.into_iter().chain(text).collect(), unused))
}

fn is_filled(cell: &[Paragraph]) -> bool {
    !shown(cell).is_empty() || cell.iter().any(Paragraph::has_pictures)
}

/// Whether label and value stand in one cell.
fn is_labelled(cell: &[Paragraph]) -> bool {
    let text = shown(cell);
    text.contains(['：', ':']) && !lines::read(&text, &Roster::default()).is_empty()
}

fn is_label(cell: &str) -> bool {
    let label = plain(cell);
    TEXT.contains(&label.as_str())
        || ASIDE.contains(&label.as_str())
        || labels::named(&label).is_some()
}

/// A label without blanks and colon.
fn plain(label: &str) -> String {
    let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    labels::without_brackets(label.trim_end_matches(['：', ':'])).to_owned()
}

fn shown(cell: &[Paragraph]) -> String {
    let texts: Vec<String> = cell.iter().map(Paragraph::text).collect();
    texts.join(" ").trim().to_owned()
}

/// Label and value as a line; a blank where a paragraph of the value ends.
fn line(label: &str, value: &[Paragraph]) -> Paragraph {
    let words = |text: String| Run { text, ..Run::default() };
    let mut line = Paragraph::default();
    line.push(words(format!("{label}：")));
    for (index, paragraph) in value.iter().filter(|it| !it.runs.is_empty()).enumerate() {
        if index > 0 {
            line.push(words(" ".to_owned()));
        }
        paragraph.runs.iter().for_each(|run| {
            line.push(Run { text: run.text.replace('\n', " "), ..run.clone() });
        });
    }
    line
}
