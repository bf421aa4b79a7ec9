//! Plain text → [`Document`].
//!
//! Text knows no looks: only lines, blank lines and indents.

use super::document::{Align, BLOCKS, Block, Document, Dropped, Paragraph, Run};
use super::{bullets, clean, document, mail, recognise};

/// A line of this many characters that ends within a sentence was broken by a program.
const WRAPPED: usize = 30;
/// Fewer characters than this no page has in a line.
const NARROWEST: usize = 24;
/// This many blanks before a line put it at the right, as in a telegram.
const RIGHT: usize = 16;

/// Reads plain text.
pub fn plain(text: &str) -> Document {
    let text = clean::characters(&lines_of(text));
    let mut document = Document::default();
    let start = mail::take(&text, &mut document);
    let text = &text[start..];
    let page = Page::of(text);
    let mut open = false;
    // Whether the line before was broken by a program.
    let mut wrapped = false;
    for line in text.lines() {
        let shown = line.trim();
        if shown.is_empty() {
            open = false;
            continue;
        }
        if recognise::is_number_of_page(shown) {
            document.drop_text(Dropped::PageNumber, shown);
            continue;
        }
        // 发布时间：…… is a line of its own, however long.
        let labelled = recognise::is_labelled(shown);
        let begins = labelled || clean::is_numbered(shown) || bullets::after(shown).is_some();
        let goes_on = open && !page.is_indented(line) && !begins;
        if let Some(Block::Paragraph(last)) = document.blocks.last_mut().filter(|_| goes_on)
            && let Some(run) = last.runs.last_mut()
            && wrapped
        {
            // Of Latin words and of figures, a blank parts lines: whether two figures are one, only
            // the sender knows.
            let is_word = |c: char| c.is_ascii_alphanumeric();
            let digit = |c: char| c.is_ascii_digit();
            let severed = run.text.ends_with(digit) && shown.starts_with(digit);
            let said = document::around(&run.text, shown);
            if run.text.ends_with(is_word) && shown.starts_with(is_word) {
                run.text.push(' ');
            }
            run.text.push_str(shown);
            document.drop_text(if severed { Dropped::Severed } else { Dropped::Joined }, &said);
        } else {
            if document.blocks.len() > BLOCKS {
                break;
            }
            let align = if blanks(line) >= RIGHT { Align::End } else { Align::Start };
            document.blocks.push(Block::Paragraph(paragraph(shown, align)));
        }
        open = true;
        wrapped = page.is_wrapped(line) && !labelled;
    }
    document
}

/// A text whose lines end in one way, whichever systems it went through.
pub fn lines_of(text: &str) -> String {
    text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace(['\r', '\u{C}'], "\n")
}

/// The blanks before a line, in half characters.
fn blanks(line: &str) -> usize {
    let blanks = line.chars().take_while(|c| c.is_whitespace());
    blanks.map(|c| if c == '　' { 2 } else { 1 }).sum()
}

/// How wide a line is, in characters.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>().div_ceil(2)
}

/// How a program that broke the lines of a text did it.
struct Page {
    /// The characters of a full line.
    full: usize,
    /// Whether paragraphs begin with an indent.
    indents: bool,
}

impl Page {
    /// Full lines are the longest, and there are several of the same length.
    fn of(text: &str) -> Self {
        let lines = || text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
        let longest = lines().map(width).max().unwrap_or(0);
        let alike = lines().filter(|line| width(line) + 2 >= longest).count();
        let within =
            lines().filter(|line| width(line) + 2 >= longest && !line.ends_with(clean::FINAL));
        let is_page = (NARROWEST..WRAPPED + 20).contains(&longest)
            && alike >= 3
            && within.count() * 2 >= alike;
        let indents = lines().filter(|line| (2..RIGHT).contains(&blanks(line))).count() >= 2;
        Self { full: if is_page { longest - 2 } else { WRAPPED }, indents: is_page && indents }
    }

    fn is_indented(&self, line: &str) -> bool {
        line.starts_with(char::is_whitespace)
    }

    /// Whether a line ends where a program broke it, not the author.
    fn is_wrapped(&self, line: &str) -> bool {
        let line = line.trim_end();
        let full = if self.indents { width(line) } else { line.trim().chars().count() };
        // What ends in a comma goes on, however short the line.
        let is_open = line.ends_with(['，', '、']);
        // Where paragraphs begin with an indent, a full line may end a sentence and none of them.
        is_open || full >= self.full && (self.indents || !line.ends_with(clean::FINAL))
    }
}

/// A paragraph of plain text.
pub fn paragraph(text: &str, align: Align) -> Paragraph {
    let run = Run { text: text.to_owned(), ..Run::default() };
    Paragraph { runs: vec![run], align, ..Paragraph::default() }
}

/// UTF-16 whose byte-order mark is missing, with the mark. Chinese in another encoding does not look
/// like Chinese in this one.
pub fn with_mark(bytes: &[u8]) -> Option<Vec<u8>> {
    /// A text of fewer characters tells nothing.
    const LEAST: usize = 4;
    /// How much of a text is looked at, in characters.
    const LOOKED_AT: usize = 4_000;
    let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    if is_text || !bytes.len().is_multiple_of(2) || bytes.len() < LEAST * 2 {
        return None;
    }
    // Marks, digits and line ends, and all that a text may have; the first tell the order of bytes.
    let count = |unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).take(LOOKED_AT).map(|pair| unit([pair[0], pair[1]]));
        let mut sure = 0;
        let mut all = 0;
        for unit in units {
            let is_mark = matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0x2010..=0x2026)
                || matches!(unit, 0x3000..=0x303F | 0xFF01..=0xFF5E);
            sure += usize::from(is_mark);
            all += usize::from(is_mark || matches!(unit, 0x4E00..=0x9FA5));
        }
        (sure, all)
    };
    let (little, big) = (count(u16::from_le_bytes), count(u16::from_be_bytes));
    let (mark, (sure, all)) =
        if little >= big { ([0xFF, 0xFE], little) } else { ([0xFE, 0xFF], big) };
    let looked_at = (bytes.len() / 2).min(LOOKED_AT);
    (sure > 0 && all * 10 >= looked_at * 9).then(|| [&mark[..], bytes].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_joined_are_told() {
        let told = |text: &str, what: Dropped| {
            let document = plain(text);
            document.dropped.get(&what).map(|left| left.said.clone()).unwrap_or_default()
        };
        let long = "全县共完成秋粮收储任务、农村人居环境整治和冬季清洁取暖改造项目投资120";
        let severed = plain(&format!("{long}\n98处为新增治理点。"));
        let Some(Block::Paragraph(only)) = severed.blocks.first() else { panic!("a paragraph") };
        assert!(only.text().contains("投资120 98处"), "{}", only.text());
        let text = format!("{long}\n98处为新增治理点。");
        assert_eq!(told(&text, Dropped::Severed), ["造项目投资120／98处为新增治理"]);
        // A comma never ends a paragraph, however short the line.
        let short = "确保河道清洁，\n确保水质达标。";
        assert_eq!(plain(short).blocks.len(), 1);
        assert_eq!(told(short, Dropped::Joined), ["确保河道清洁，／确保水质达标。"]);
        assert!(told("短行\n短行", Dropped::Joined).is_empty());
    }

    #[test]
    fn utf_16_without_its_mark() {
        let encoded = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(unit).collect()
        };
        let of = |bytes: &[u8]| with_mark(bytes).map(|bytes| [bytes[0], bytes[1]]);
        for text in ["山阴县抓好春耕\r\n会议要求落实。", "PM2.5 is 30", "11月20日，山阴县"]
        {
            assert_eq!(of(&encoded(text, u16::to_le_bytes)), Some([0xFF, 0xFE]), "{text}");
            assert_eq!(of(&encoded(text, u16::to_be_bytes)), Some([0xFE, 0xFF]), "{text}");
            assert_eq!(of(text.as_bytes()), None, "{text}");
        }
        // 「山阴县抓好春耕备耕。」 in GB18030, and what is no text.
        let gb =
            b"\xC9\xBD\xD2\xF5\xCF\xD8\xD7\xA5\xBA\xC3\xB4\xBA\xB8\xFB\xB1\xB8\xB8\xFB\xA1\xA3";
        assert_eq!(of(gb), None);
        assert_eq!(of(&[0; 64]), None);
        assert_eq!(of(b"Bush hid the facts"), None);
    }

    #[test]
    fn lines_end_as_any_system_ends_them() {
        for text in ["甲\n乙\n丙", "甲\r\n乙\r丙", "甲\r\r\n乙\r\r\n丙", "甲\u{C}乙\u{2028}丙"]
        {
            assert_eq!(plain(text).blocks.len(), 3, "{text:?}");
        }
        let columns = plain("望河县\t120  98\n");
        let Some(Block::Paragraph(line)) = columns.blocks.first() else { panic!("a line") };
        assert_eq!(line.text(), "望河县 120  98");
    }

    #[test]
    fn lines_that_a_program_broke() {
        let long = "为进一步提升景区服务水平，应县木塔景区管理中心组织开展文明创建活动清理卫生死角";
        let paragraphs = |text: &str| plain(text).blocks.len();
        assert_eq!(paragraphs(&format!("{long}\n受到好评。\n下一步")), 2);
        // Only the line before counts, not all that was joined.
        assert_eq!(paragraphs(&format!("{long}\n受到\n好评。")), 2);
        assert_eq!(paragraphs("短行\n短行"), 2);
        assert_eq!(paragraphs(&format!("{long}\n一、另起")), 2);
        // A page of 28 characters, with the number of a page within a paragraph.
        let page = "　　为改善城乡人居环境，从本月上旬起，在全县范围内开展专\n\
                    项整治行动，重点清理公路沿线、河道沟渠的废旧塑料和农膜。\n\
                    - 1 -\n\
                    共清理56吨，出动人员一百五十人次、车辆四十台次，取得了明\n\
                    显成效。\n　　下一步，继续抓好落实。\n";
        assert_eq!(paragraphs(page), 2);
    }
}
