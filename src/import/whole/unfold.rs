//! The head of an issue made a row of plain lines: out of tables, text boxes and soft returns.

use super::aside::is_aside;
use super::lines::{HouseFiles, LINE, LONGEST, date_in, is_name, leading};
use super::number;
use crate::import::bare::dense;
use crate::import::document::{Block, Paragraph, Run, Table};
use crate::import::recognise::dates;

/// Parts of a masthead that stand in a table or in one paragraph become lines of their own.
pub fn unfold(blocks: &mut Vec<Block>, known: HouseFiles<'_>) {
    let of_head = |line: &str| {
        let bare = dense(line);
        number::find(line, false).is_some()
            || date_in(line).is_some()
            || is_name(&bare, known)
            || is_aside(line)
    };
    let mut at = 0;
    while at < blocks.len().min(LONGEST) {
        let parts: Vec<Paragraph> = match &blocks[at] {
            Block::Table(table) if is_masthead(table) => {
                table.rows.iter().flatten().flatten().flat_map(lines_of).collect()
            }
            Block::Paragraph(paragraph) if paragraph.text().chars().count() <= LINE => {
                let text = paragraph.text();
                // The rows of a title stay together.
                match text.contains('\n') && text.split('\n').any(of_head) {
                    true => lines_of(paragraph),
                    false => {
                        at += 1;
                        continue;
                    }
                }
            }
            _ => return,
        };
        let parts: Vec<Block> =
            parts.into_iter().filter(|part| !part.runs.is_empty()).map(Block::Paragraph).collect();
        let count = parts.len();
        blocks.splice(at..=at, parts);
        at += count;
    }
}

/// The lines of a paragraph that soft returns part.
fn lines_of(paragraph: &Paragraph) -> Vec<Paragraph> {
    let mut lines = vec![Paragraph { runs: Vec::new(), ..paragraph.clone() }];
    for run in &paragraph.runs {
        for (index, piece) in run.text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Paragraph { runs: Vec::new(), ..paragraph.clone() });
            }
            let piece = Run { text: piece.to_owned(), inset: None, ..run.clone() };
            if let Some(last) = lines.last_mut().filter(|_| !piece.is_empty()) {
                last.push(piece);
            }
        }
        if let (Some(inset), Some(last)) = (&run.inset, lines.last_mut()) {
            last.runs.push(Run { text: String::new(), inset: Some(inset.clone()), ..run.clone() });
        }
    }
    lines
}

/// A text box follows the paragraph that it hangs on: where that one has the number, the name that
/// stands in the box goes above it.
pub fn name_first(blocks: &mut [Block], number: usize, known: HouseFiles<'_>) {
    /// How far behind the number the name may come.
    const FAR: usize = 6;
    let lines = leading(blocks);
    let named = |index: &usize| is_name(&dense(&lines[*index].text()), known);
    let above = (0..number).any(|index| named(&index));
    let own = number::find(&lines[number].text(), false);
    if above || own.is_some_and(|own| is_name(&dense(&own.before), known)) {
        return;
    }
    let size = |index: usize| lines[index].size().unwrap_or_default();
    let far = lines.len().min(number + FAR);
    let behind = (number + 1..far).find(|index| named(index) && size(*index) > size(number));
    if let Some(name) = behind {
        blocks[number..=name].rotate_left(1);
    }
}

/// Whether a table holds a masthead: short words, a number or a date among them.
fn is_masthead(table: &Table) -> bool {
    let mut cells = table.rows.iter().flatten().flatten();
    let mut any = false;
    let short = cells.all(|cell| {
        let text = cell.text();
        any |= number::find(&text, false).is_some() || dates::whole(&text).is_some();
        text.chars().count() <= LINE
    });
    short && any && table.rows.len() <= 8
}

/// A masthead that is a picture, at the very beginning. Returns whether there was one.
pub fn pictures_off(blocks: &mut Vec<Block>) -> bool {
    let before = blocks.len();
    let is_picture = |block: &Block| matches!(block, Block::Paragraph(it) if it.has_pictures() && it.is_wordless());
    while blocks.first().is_some_and(is_picture) {
        blocks.remove(0);
    }
    blocks.len() < before
}
