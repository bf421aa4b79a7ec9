//! Bullets and other characters of symbol fonts, as marks of the list that they stand for.
//!
//! Word keeps Symbol and Wingdings as private-use characters (U+F000 and up), which no other face
//! has: none of them reaches an entry.

use super::document::{Block, Paragraph};

/// Signs that clerks put before the paragraphs of a list.
const SIGNS: &[char] = &[
    '●', '•', '·', '■', '◆', '➢', '➤', '▪', '▫', '◦', '‣', '⁃', '►', '▶', '▲', '◇', '❖', '✧', '✓',
    '✔', '√', '★', '☆', '□', '○', '∙', '◼', '◾', '⚫',
];
/// Blanks between a sign and its text.
const BLANKS: &[char] = &[' ', '　', '\t', '\u{A0}'];

/// What follows the sign of a list at the beginning of a line.
pub fn after(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(SIGNS)?.trim_start_matches(BLANKS);
    // 「○五年」 and 「√2」 are no items, nor are rows of signs.
    let begins = rest.chars().next()?;
    let is_number = "〇零一二三四五六七八九十".contains(begins) && line.starts_with(['○', '□']);
    let is_text = (begins.is_alphabetic() && !is_number) || "（(“《〈".contains(begins);
    let digits = line.starts_with(['●', '•', '·', '■', '◆', '➢', '➤', '▪']);
    (is_text || (digits && begins.is_ascii_digit())).then_some(rest)
}

/// Puts what they stand for in the place of characters of symbol fonts; one that begins a paragraph
/// makes it an item. Returns how many stand for nothing known.
pub fn symbols(paragraph: &mut Paragraph) -> usize {
    let is_symbol = |c: char| ('\u{F000}'..='\u{F0FF}').contains(&c);
    if !paragraph.runs.iter().any(|run| run.text.contains(is_symbol)) {
        return 0;
    }
    let mut unknown = 0;
    // Where a line begins, whatever sign it is, it is a bullet.
    let mut at_start = true;
    let mut is_first_line = true;
    for run in &mut paragraph.runs {
        let mut out = String::with_capacity(run.text.len());
        for c in run.text.chars() {
            let blank = c.is_whitespace() || c == '\u{0B}';
            if c == '\n' || c == '\u{0B}' {
                at_start = true;
                is_first_line = false;
            }
            if !is_symbol(c) {
                at_start &= blank;
                out.push(c);
            } else if at_start && is_first_line {
                paragraph.bullet.get_or_insert(0);
            } else if at_start {
                out.push('●');
            } else if let Some(equal) = equal(u32::from(c) - 0xF000) {
                out.push(equal);
            } else {
                unknown += 1;
                out.push('□');
            }
        }
        run.text = out;
    }
    unknown
}

/// Whether a face has symbols where others have letters.
pub fn is_symbol_font(face: &str) -> bool {
    let face = face.to_lowercase();
    ["wingdings", "webdings", "symbol"].iter().any(|start| face.starts_with(start))
}

/// The letters of a text in such a face as the private-use characters that Word keeps them as.
pub fn of_symbol_font(text: &str) -> String {
    let moved = |c: char| match u32::from(c) {
        code @ 0x21..=0xFF => char::from_u32(0xF000 + code).unwrap_or(c),
        _ => c,
    };
    text.chars().map(moved).collect()
}

/// The character that one of Symbol or Wingdings stands for. Where the two differ, the one that is
/// met in dispatches.
pub fn equal(code: u32) -> Option<char> {
    Some(match code {
        0x52 | 0xFE => '☑',
        0x6C | 0x9F => '●',
        0x6D | 0xA1 => '○',
        0x6E | 0xA7 => '■',
        0x6F | 0x71 | 0xA8 => '□',
        0x75 => '◆',
        0x76 => '◇',
        0x81..=0x8A => char::from_u32(u32::from('①') + code - 0x81)?,
        0x8C..=0x95 => char::from_u32(u32::from('①') + code - 0x8C)?,
        0xAB => '★',
        0xB0 => '°',
        0xB1 => '±',
        0xB3 => '≥',
        0xB4 | 0xFB => '×',
        0xB7 => '·',
        0xB8 => '÷',
        0xA3 => '≤',
        0xD8 | 0xE0 => '→',
        0xFC => '√',
        _ => return None,
    })
}

/// Makes lists of paragraphs that follow each other with a sign before each. A sign alone is left
/// as it was typed, one of Word's own is left out. Returns what is to be told.
pub fn settle(blocks: &mut [Block]) -> Vec<String> {
    let (mut listed, mut alone) = (0, 0);
    let mut at = 0;
    while at < blocks.len() {
        let length = blocks[at..].iter().take_while(|block| is_item(block)).count();
        for block in &mut blocks[at..at + length] {
            let Block::Paragraph(paragraph) = block else { continue };
            if length > 1 {
                listed += 1;
                strip(paragraph);
                paragraph.bullet.get_or_insert(0);
            } else if paragraph.bullet.take().is_some() {
                alone += 1;
            }
        }
        at += length.max(1);
    }
    let told = [
        (listed, format!("带项目符号的段落 {listed} 个，写成了列表")),
        (alone, format!("单独一段的项目符号 {alone} 个，没有用")),
    ];
    told.into_iter().filter(|(count, _)| *count > 0).map(|(_, told)| told).collect()
}

fn is_item(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else { return false };
    let is_heading = paragraph.level.is_some();
    let typed = || after(&paragraph.text()).is_some();
    !is_heading && !paragraph.is_wordless() && (paragraph.bullet.is_some() || typed())
}

/// Takes a typed sign off.
fn strip(paragraph: &mut Paragraph) {
    let text = paragraph.text();
    let Some(rest) = after(&text) else { return };
    paragraph.skip(text.len() - rest.len());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::Run;

    fn paragraph(text: &str) -> Paragraph {
        let run = Run { text: text.to_owned(), ..Run::default() };
        Paragraph { runs: vec![run], ..Paragraph::default() }
    }

    #[test]
    fn signs_of_lists() {
        assert_eq!(after("●　压实责任"), Some("压实责任"));
        assert_eq!(after("·30户完成改造"), Some("30户完成改造"));
        for text in ["○五年", "√2", "●●●●", "·", "一、抓好", "★"] {
            assert_eq!(after(text), None, "{text}");
        }
    }

    #[test]
    fn characters_of_symbol_fonts() {
        let mut item = paragraph("　\u{F06C} 压实责任\u{F0FC}，甲\u{F021}乙");
        assert_eq!(symbols(&mut item), 1);
        assert_eq!(item.bullet, Some(0));
        assert_eq!(item.text(), "　 压实责任√，甲□乙");
        let mut plain = paragraph("压实责任");
        assert_eq!((symbols(&mut plain), plain.bullet), (0, None));
        let mut lines = paragraph("如下：\n\u{F0A7}甲。\n\u{F0A7}乙。");
        assert_eq!((symbols(&mut lines), lines.bullet), (0, None));
        assert_eq!(lines.text(), "如下：\n●甲。\n●乙。");
    }

    #[test]
    fn one_sign_alone_is_no_list() {
        let shown = |texts: &[&str]| {
            let mut blocks: Vec<Block> =
                texts.iter().map(|text| Block::Paragraph(paragraph(text))).collect();
            let told = settle(&mut blocks);
            let lines = blocks.iter().map(|block| match block {
                Block::Paragraph(it) if it.bullet.is_some() => format!("- {}", it.text()),
                Block::Paragraph(it) => it.text(),
                Block::Table(_) => String::new(),
            });
            (lines.collect::<Vec<_>>().join("|"), told)
        };
        assert_eq!(
            shown(&["甲", "● 乙", "◆丙"]),
            ("甲|- 乙|- 丙".to_owned(), vec!["带项目符号的段落 2 个，写成了列表".to_owned()])
        );
        assert_eq!(shown(&["甲", "●乙", "丙"]), ("甲|●乙|丙".to_owned(), vec![]));
    }
}
