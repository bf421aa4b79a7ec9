//! What writing programs leave in a text and no reader sees: taken out, whatever it came as.

pub use super::bare::characters;
use super::document::{Align, Block, Document, Dropped, Paragraph, Run};
use super::{bullets, letters, scripts};

/// Cleans every paragraph and leaves out those without anything in them.
pub fn document(document: &mut Document) {
    let mut unknown = Vec::new();
    let mut letters = Vec::new();
    let mut one = |paragraph: &mut Paragraph, indents: bool| {
        bullets::without_font(paragraph, &mut |sign| unknown.push(sign));
        for run in &mut paragraph.runs {
            if let Some((plain, said)) = letters::plain(&run.text) {
                run.text = plain;
                letters.push(said);
            }
        }
        self::paragraph(paragraph, indents);
    };
    for block in &mut document.blocks {
        match block {
            // An indent behind a line break tells that a paragraph begins there.
            Block::Paragraph(it) => {
                one(it, it.align == Align::Start && it.level.is_none() && !it.is_title)
            }
            Block::Table(table) => {
                for paragraph in table.rows.iter_mut().flatten().flatten() {
                    // A cell has no lists.
                    bullets::put_back(paragraph);
                    one(paragraph, false);
                }
            }
        }
    }
    for note in &mut document.notes {
        for paragraph in note.iter_mut() {
            bullets::put_back(paragraph);
            one(paragraph, false);
        }
        note.retain(is_seen);
    }
    for said in letters {
        document.drop_text(Dropped::Letter, &said);
    }
    for sign in unknown {
        document.drop_text(Dropped::Symbol, &sign);
    }
    document.blocks.retain(|block| match block {
        Block::Paragraph(it) => is_seen(it),
        Block::Table(table) => table.rows.iter().flatten().flatten().any(|it| !it.runs.is_empty()),
    });
}

/// Whether there is anything in a paragraph, be it the mark of a note alone.
fn is_seen(paragraph: &Paragraph) -> bool {
    paragraph.runs.iter().any(|run| !run.is_blank())
}

fn paragraph(paragraph: &mut Paragraph, indents: bool) {
    for run in &mut paragraph.runs {
        let text = match indents {
            true => run.text.replace("\n\t", "\n　　").replace("\u{0B}\t", "\n　　"),
            false => std::mem::take(&mut run.text),
        };
        run.text = characters(&text);
    }
    trim(&mut paragraph.runs);
    // Blanks at the ends of lines within.
    for run in paragraph.runs.iter_mut().filter(|run| run.text.contains('\n')) {
        let last = run.text.matches('\n').count();
        let lines = run.text.split('\n').enumerate().map(|(index, line)| {
            let line = if index > 0 && !indents { line.trim_start() } else { line };
            if index < last { line.trim_end() } else { line }
        });
        run.text = lines.collect::<Vec<_>>().join("\n");
    }
    let runs = std::mem::take(&mut paragraph.runs);
    runs.into_iter().filter(|run| !run.is_empty()).for_each(|run| paragraph.push(run));
    scripts::settle(paragraph);
}

/// Takes off indents of blanks, and blanks at the end.
pub fn trim(runs: &mut Vec<Run>) {
    let start = runs.iter().position(|run| !run.is_blank()).unwrap_or(runs.len());
    runs.drain(..start);
    runs.truncate(runs.iter().rposition(|run| !run.is_blank()).map_or(0, |last| last + 1));
    if let Some(first) = runs.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
}

/// Takes out blanks beside full-width marks, where none is ever meant.
pub fn blanks(paragraph: &mut Paragraph) {
    const MARKS: &[char] = &['。', '，', '；', '：', '！', '？', '、'];
    for run in &mut paragraph.runs {
        let mut out = String::with_capacity(run.text.len());
        for c in run.text.chars() {
            let blank = matches!(c, ' ' | '　');
            if blank && out.ends_with(MARKS) {
                continue;
            }
            if MARKS.contains(&c) {
                out.truncate(out.trim_end_matches([' ', '　']).len());
            }
            out.push(c);
        }
        run.text = out;
    }
}

/// What ends a sentence, or leads to a list.
pub const FINAL: &[char] = &['。', '！', '？', '；', '：', '…', '”', '!', '?'];

/// Whether a line begins like a numbered one: 一、 （一） 1. （1） ①.
pub fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(['（', '(']);
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let behind = rest.trim_start_matches(number);
    let digits = rest.len() - behind.len();
    let circled = line.starts_with(|c: char| ('①'..='⑳').contains(&c));
    let bracketed = rest.len() < line.len() && behind.starts_with(['）', ')']);
    let listed = rest.len() == line.len() && behind.starts_with(['、', '.', '．']);
    circled || (digits > 0 && digits <= 9 && (bracketed || listed))
}

/// The level of print that a line's number is of: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）.
pub fn level_of_number(line: &str) -> Option<u8> {
    let rest = line.trim_start_matches(['（', '(']);
    let bracketed = rest.len() < line.len();
    let arabic = rest.starts_with(|c: char| c.is_ascii_digit());
    let circled = line.starts_with(|c: char| ('①'..='⑳').contains(&c));
    is_numbered(line).then_some(match (bracketed, arabic) {
        _ if circled => 5,
        (false, false) => 1,
        (true, false) => 2,
        (false, true) => 3,
        (true, true) => 4,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_reader_sees_goes() {
        assert_eq!(
            characters("\u{FEFF}山\u{AD}阴\u{A0}县\u{0B}二\r\n三\u{200B}\u{7}"),
            "山阴 县\n二\n三"
        );
        assert!(is_numbered("1.抓好") && is_numbered("(二)抓好") && is_numbered("①抓好"));
        assert!(!is_numbered("2018年") && !is_numbered("一是") && !is_numbered("（见附件）"));
    }
}
