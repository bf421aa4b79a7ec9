//! Pictures apart from words: an entry has large ones in paragraphs of their own.
//!
//! Signs as high as a row stay in their line. What stands at the end of a paragraph, or between the
//! lines that a writer broke, keeps its place; within a sentence there is none, and it is told where
//! the picture went.

use crate::import::clean::FINAL;
use crate::import::document::{Block, Paragraph, Run, Shown, Stands, quoted};

/// How many characters before a picture tell where it stood.
const WORDS: usize = 16;

/// Blanks within a line.
const BLANK: [char; 3] = [' ', '　', '\t'];

/// Parts all paragraphs. Returns what is to be told.
pub fn settle(blocks: &mut Vec<Block>) -> Option<String> {
    let mut moved = Vec::new();
    let mut parted = Vec::with_capacity(blocks.len());
    for block in std::mem::take(blocks) {
        match block {
            Block::Paragraph(paragraph) if paragraph.has_pictures() && !paragraph.is_wordless() => {
                part(paragraph, &mut parted, &mut moved);
            }
            block => parted.push(block),
        }
    }
    *blocks = parted;
    let count = moved.len();
    (count > 0).then(|| {
        format!("句子中间的图片 {count} 张，移到了那一段的后面，原在：{}", quoted(&moved, count))
    })
}

fn part(paragraph: Paragraph, out: &mut Vec<Block>, moved: &mut Vec<String>) {
    let blank = Paragraph { runs: Vec::new(), ..paragraph.clone() };
    let is_word = |run: &Run| !run.text.trim().is_empty();
    let last = paragraph.runs.iter().rposition(is_word).unwrap_or(0);
    let mut words = blank.clone();
    // What they say.
    let mut text = String::new();
    // Pictures that stand behind words which go on.
    let mut behind: Vec<Run> = Vec::new();
    let mut runs = paragraph.runs.into_iter().enumerate().peekable();
    while let Some((at, mut run)) = runs.next() {
        let Some(shown) = run.picture_mut().filter(|shown| !shown.is_sign()) else {
            text.push_str(&run.text);
            words.runs.push(run);
            continue;
        };
        let floats = shown.stands != Stands::InLine;
        let begins = !shown.is_below;
        beside(shown);
        let before = text.trim();
        let next = runs.peek().map(|(_, next)| next.text.trim_start_matches(BLANK));
        let broken = text.trim_end_matches(BLANK).ends_with('\n')
            || next.is_some_and(|next| next.starts_with('\n'));
        if before.is_empty() && behind.is_empty() && begins {
            out.push(alone(vec![run]));
        } else if broken && before.ends_with(FINAL) {
            finish(std::mem::replace(&mut words, go_on(&blank)), &mut behind, out);
            out.push(alone(vec![run]));
            text.clear();
        } else {
            if at < last && !floats {
                let start = before.char_indices().rev().nth(WORDS - 1).map_or(0, |(at, _)| at);
                moved.push(before[start..].replace('\n', ""));
            }
            behind.push(run);
        }
    }
    finish(words, &mut behind, out);
}

/// A paragraph that goes on behind a picture is no second item or heading.
fn go_on(blank: &Paragraph) -> Paragraph {
    Paragraph { bullet: None, level: None, is_title: false, ..blank.clone() }
}

fn finish(mut words: Paragraph, behind: &mut Vec<Run>, out: &mut Vec<Block>) {
    let text = words.text();
    words.truncate(text.trim_end().len());
    words.skip(text.len() - text.trim_start().len());
    if !words.runs.is_empty() {
        out.push(Block::Paragraph(words));
    }
    if !behind.is_empty() {
        out.push(alone(std::mem::take(behind)));
    }
}

/// What stood in a line of words is not alone in its own.
fn beside(shown: &mut Shown) {
    if shown.stands == Stands::InLine {
        shown.stands = Stands::Beside;
    }
}

fn alone(runs: Vec<Run>) -> Block {
    Block::Paragraph(Paragraph { runs, ..Paragraph::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `▣` is a large picture, `·` a sign, `◈` one at a place of its own,
    /// `▽` one that begins below the line that it stands in.
    fn parts(text: &str) -> String {
        let run = |c: char| {
            let shown = |width: f32, stands: Stands| {
                Run::of_picture(Shown { width: Some(width), stands, ..Shown::default() })
            };
            match c {
                '▣' => shown(80.0, Stands::InLine),
                '◈' => shown(80.0, Stands::Over),
                '▽' => {
                    let stands = Stands::Beside;
                    Run::of_picture(Shown { stands, is_below: true, ..Shown::default() })
                }
                '·' => shown(5.0, Stands::InLine),
                c => Run { text: c.to_string(), ..Run::default() },
            }
        };
        let paragraph = Paragraph { runs: text.chars().map(run).collect(), ..Paragraph::default() };
        let mut blocks = vec![Block::Paragraph(paragraph)];
        let told = settle(&mut blocks);
        let shown = blocks.iter().map(|block| match block {
            Block::Paragraph(it) => it
                .runs
                .iter()
                .map(|run| match run.picture() {
                    Some(shown) if shown.is_sign() => "·",
                    Some(_) => "▣",
                    None => run.text.as_str(),
                })
                .collect::<String>(),
            Block::Table(_) => String::new(),
        });
        shown.collect::<Vec<_>>().join("¶") + if told.is_some() { "!" } else { "" }
    }

    #[test]
    fn pictures_stand_apart() {
        for (text, want) in [
            ("▣甲乙。", "▣¶甲乙。"),
            ("甲乙。▣", "甲乙。¶▣"),
            ("甲▣乙。", "甲乙。¶▣!"),
            ("甲◈乙。", "甲乙。¶▣"),
            ("▽甲。", "甲。¶▣"),
            ("甲·乙。", "甲·乙。"),
            ("·甲▣", "·甲¶▣"),
            ("甲。\n▣\n乙。", "甲。¶▣¶乙。"),
            ("甲。▣\n乙。", "甲。¶▣¶乙。"),
            ("甲，\n▣\n乙。", "甲，\n\n乙。¶▣!"),
            ("▣▣甲。▣▣", "▣¶▣¶甲。¶▣▣"),
            ("▣", "▣"),
            ("甲▣乙▣丙", "甲乙丙¶▣▣!"),
        ] {
            assert_eq!(parts(text), want, "{text:?}");
        }
    }
}
