//! Signs before paragraphs: when they are bullets, and make a list of the paragraphs.
//!
//! A sign that stands alone says something, and so does a box to be ticked: these stay in the text.
//! What the signs of symbol fonts are is known elsewhere ([`super::symbols`]).

use super::document::{Block, Paragraph};
use super::symbols;

/// Signs that clerks put before the paragraphs of a list.
const SIGNS: &[char] = &[
    '●', '•', '·', '■', '◆', '➢', '➤', '▪', '▫', '◦', '‣', '⁃', '►', '▶', '▲', '◇', '❖', '✧', '★',
    '☆', '○', '◎', '◉', '∙', '◼', '◾', '⚫',
];
/// Boxes and ticks, which are answers: never bullets.
const BOXES: &[char] = &['□', '☐', '☑', '☒', '√', '✓', '✔'];
/// Blanks between a sign and its text.
const BLANKS: &[char] = &[' ', '　', '\t', '\u{A0}'];
/// What the items of a web page have before them.
const DISC: char = '•';

/// What follows the sign of a list, or a box, at the beginning of a line.
pub fn after(line: &str) -> Option<&str> {
    item(line).or_else(|| {
        let rest = line.strip_prefix(BOXES)?.trim_start_matches(BLANKS);
        // 「√2」 is a root.
        let is_text = |c: char| c.is_alphabetic() || "（(“《〈".contains(c);
        rest.starts_with(is_text).then_some(rest)
    })
}

/// What follows the sign of a list at the beginning of a line.
fn item(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(SIGNS)?.trim_start_matches(BLANKS);
    // 「○五年」 is no item, nor are rows of signs.
    let begins = rest.chars().next()?;
    let is_number = line.starts_with('○') && "〇零一二三四五六七八九十".contains(begins);
    let is_text = begins.is_alphanumeric() || "（(“《〈「【".contains(begins);
    (is_text && !is_number).then_some(rest)
}

/// The sign that the text of a level of bullets is; none where it says something.
pub fn as_bullet(text: &str) -> Option<char> {
    let mut signs = text.trim().chars();
    match (signs.next(), signs.next()) {
        // Drawn as a picture.
        (None, _) => Some(DISC),
        // Word's own second level, of a face that has no circle.
        (Some('o'), None) => Some('○'),
        (Some(sign), None) if !sign.is_alphanumeric() && !BOXES.contains(&sign) => Some(sign),
        _ => None,
    }
}

/// Puts signs in the place of characters that only symbol fonts have and whose font nobody knows;
/// `unknown` hears of those that stand for nothing known.
pub fn without_font(paragraph: &mut Paragraph, unknown: &mut dyn FnMut(String)) {
    for run in paragraph.runs.iter_mut().filter(|run| run.text.contains(symbols::is_private)) {
        run.text = run.text.chars().map(|c| symbols::of_no_font(c, unknown)).collect();
    }
}

/// Puts the sign of an item back before its text, where there can be no list.
pub fn put_back(paragraph: &mut Paragraph) {
    let sign = paragraph.sign.take();
    if paragraph.bullet.take().is_some() {
        let text = format!("{} ", sign.unwrap_or(DISC));
        paragraph.put_before(text);
    }
}

/// Makes lists of paragraphs that follow each other with a sign before each; a sign alone stays.
/// Returns what is to be told.
pub fn settle(blocks: &mut [Block]) -> Vec<String> {
    let mut listed = 0;
    let mut at = 0;
    while at < blocks.len() {
        let length = blocks[at..].iter().take_while(|block| is_item(block)).count();
        for block in &mut blocks[at..at + length.max(1)] {
            let Block::Paragraph(paragraph) = block else { continue };
            if length > 1 {
                listed += 1;
                strip(paragraph);
                paragraph.bullet.get_or_insert(0);
            } else {
                put_back(paragraph);
            }
        }
        at += length.max(1);
    }
    let told = format!("带项目符号的段落 {listed} 个，写成了列表");
    (listed > 0).then_some(told).into_iter().collect()
}

fn is_item(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else { return false };
    let is_heading = paragraph.level.is_some();
    let typed = || item(&paragraph.text()).is_some();
    !is_heading && !paragraph.is_wordless() && (paragraph.bullet.is_some() || typed())
}

/// Takes a typed sign off, and the sign that Word would draw.
fn strip(paragraph: &mut Paragraph) {
    paragraph.sign = None;
    let text = paragraph.text();
    if let Some(rest) = item(&text) {
        paragraph.skip(text.len() - rest.len());
    }
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
        assert_eq!((after("☑ 已完成"), item("☑ 已完成")), (Some("已完成"), None));
        for text in ["○五年", "√2", "●●●●", "·", "一、抓好", "★", "☑"] {
            assert_eq!(after(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_level_of_bullets_draws() {
        assert_eq!(as_bullet("●"), Some('●'));
        assert_eq!(
            (as_bullet("o"), as_bullet("-"), as_bullet("")),
            (Some('○'), Some('-'), Some('•'))
        );
        for text in ["□", "☑", "√", "注", "注：", "一是"] {
            assert_eq!(as_bullet(text), None, "{text}");
        }
    }

    #[test]
    fn characters_of_symbol_fonts_that_nobody_names() {
        let mut unknown = Vec::new();
        let mut item = paragraph("　\u{F06C} 压实责任\u{F0FC}，甲\u{F021}乙\n\u{F0A7}丙");
        without_font(&mut item, &mut |it| unknown.push(it));
        assert_eq!(item.text(), "　● 压实责任√，甲□乙\n▪丙");
        assert_eq!(unknown, ["字体不明 F021"]);
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
        for alone in
            [&["甲", "●乙", "丙"][..], &["□是", "□否"], &["☑ 已完成", "☐ 未完成", "√ 已报"]]
        {
            assert_eq!(shown(alone), (alone.join("|"), vec![]));
        }
    }

    #[test]
    fn a_sign_that_word_draws_comes_back_where_there_is_no_list() {
        let drawn = |text: &str, sign| Paragraph { bullet: Some(1), sign, ..paragraph(text) };
        let shown = |paragraphs: Vec<Paragraph>| {
            let mut blocks: Vec<Block> = paragraphs.into_iter().map(Block::Paragraph).collect();
            settle(&mut blocks);
            let lines = blocks.iter().map(|block| match block {
                Block::Paragraph(it) => format!("{:?} {}", it.bullet, it.text()),
                Block::Table(_) => String::new(),
            });
            lines.collect::<Vec<_>>().join("|")
        };
        let heading = Paragraph { level: Some(1), ..drawn("丙", Some('■')) };
        assert_eq!(
            shown(vec![drawn("甲", Some('◆')), paragraph("乙"), heading, drawn("丁", None)]),
            "None ◆ 甲|None 乙|None ■ 丙|None • 丁"
        );
        assert_eq!(shown(vec![drawn("甲", Some('◆')), paragraph("●乙")]), "Some(1) 甲|Some(0) 乙");
    }
}
