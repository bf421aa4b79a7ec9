//! 本期要目 and 编者按: what stands between the head and the first entry.

use crate::import::bare::{dense, plain};
use crate::import::document::{Align, Block, Paragraph};

/// The most lines of a list of contents.
const LONGEST: usize = 80;
/// What lists of contents are called.
const HEADINGS: &[&str] = &[
    "本期要目",
    "要目",
    "目录",
    "本期目录",
    "本期导读",
    "导读",
    "本期内容",
    "内容提要",
    "本期看点",
];

/// A list of contents.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// What it is called.
    pub heading: String,
    /// Its lines, without leaders and numbers of pages.
    pub items: Vec<String>,
    /// Whether a line ends in the number of a page.
    pub paged: bool,
}

/// Whether a line is the heading of a list of contents.
pub fn is_heading(line: &str) -> bool {
    let bare = inner(&dense(line)).trim_end_matches(['：', ':']).to_owned();
    HEADINGS.contains(&bare.as_str())
}

fn inner(text: &str) -> &str {
    text.trim_start_matches(['【', '〖', '[', '◆', '●', '■']).trim_end_matches(['】', '〗', ']'])
}

/// Takes the list off, where the issue begins with one.
pub fn take(blocks: &mut Vec<Block>) -> Option<Contents> {
    let heading = match blocks.first()? {
        Block::Paragraph(first) => first.text(),
        Block::Table(_) => return None,
    };
    // The heading and the first item may be one paragraph.
    let (heading, more) = match heading.split_once('\n') {
        Some((heading, more)) => (heading.to_owned(), Some(more.to_owned())),
        None => (heading, None),
    };
    if !is_heading(&heading) {
        return None;
    }
    let mut contents = Contents { heading: heading.trim().to_owned(), ..Contents::default() };
    blocks.remove(0);
    let mut lines: Vec<String> =
        more.iter().flat_map(|more| more.split('\n')).map(str::to_owned).collect();
    if let Some(Block::Table(table)) = blocks.first() {
        // Titles beside their pages.
        lines.extend(table.rows.iter().map(|row| {
            let cells = row.iter().flatten().map(Paragraph::text);
            cells.filter(|it| !it.trim().is_empty()).collect::<Vec<_>>().join("　")
        }));
        blocks.remove(0);
    } else {
        let count = length(blocks);
        for block in blocks.drain(..count) {
            if let Block::Paragraph(line) = block {
                lines.extend(line.text().split('\n').map(str::to_owned));
            }
        }
    }
    contents.paged = lines.iter().any(|line| ends_in_page(line));
    contents.items = lines.iter().map(|line| item(line)).collect();
    contents.items.retain(|item| !item.is_empty());
    Some(contents)
}

/// How many paragraphs the list has: up to where its first line stands again, over an entry.
fn length(blocks: &[Block]) -> usize {
    let lines: Vec<&Paragraph> = blocks
        .iter()
        .take(LONGEST)
        .map_while(|block| match block {
            Block::Paragraph(it) if !is_running(it) && !it.has_pictures() => Some(it),
            _ => None,
        })
        .collect();
    let Some(first) = lines.first() else { return 0 };
    let texts: Vec<String> = lines.iter().map(|line| plain(&item(&line.text()))).collect();
    // The first of the entries repeats one of the items, whole or its first row.
    let repeats = |at: &usize| {
        texts[..*at].iter().any(|item| {
            let own = &texts[*at];
            own == item || (own.chars().count() >= 6 && item.starts_with(own.as_str()))
        })
    };
    // What looks otherwise is no item.
    let look = |line: &Paragraph| (line.align == Align::Center, line.size(), line.level);
    let is_other = |at: usize| look(lines[at]) != look(first) && !ends_in_page(&lines[at].text());
    // 编者按 stands before the first title.
    let is_note = |at: usize| {
        let paragraph = blocks
            .get(at)
            .map(|block| block.paragraph().is_some_and(|it| note_label(&it.text()).is_some()));
        paragraph.unwrap_or(false)
    };
    if let Some(note) = (0..=lines.len()).find(|at| is_note(*at)) {
        return note;
    }
    if let Some(mut end) = (1..lines.len()).find(repeats) {
        // The column above the first title.
        while end > 1 && is_other(end - 1) {
            end -= 1;
        }
        return end;
    }
    let numbered = lines.iter().filter(|line| ends_in_page(&line.text())).count();
    let last = if numbered == lines.len() { lines.len() } else { lines.len() - 1 };
    (1..lines.len()).find(|at| is_other(*at)).unwrap_or(last)
}

fn is_running(paragraph: &Paragraph) -> bool {
    let text = paragraph.text();
    text.contains('。') || text.chars().count() > 120
}

fn ends_in_page(line: &str) -> bool {
    let bare = line.trim_end().trim_end_matches(['）', ')']);
    let text = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    text.len() < bare.len() && text.ends_with(['.', '…', '·', '　', ' ', '（', '(', '-', '—', '．'])
}

/// A line without leaders, page and sign of a list.
pub fn item(line: &str) -> String {
    let mut text = line.trim();
    if ends_in_page(text) {
        text = text.trim_end_matches(['）', ')']).trim_end_matches(|c: char| c.is_ascii_digit());
    }
    let text = text.trim_end_matches([' ', '　', '.', '…', '·', '（', '(', '-', '—', '．', '⋯']);
    text.trim_start_matches(['●', '○', '·', '•', '★', '☆', '▲', '■', '□', '◇', '※', ' ', '　'])
        .to_owned()
}

/// 编者按.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// What the house calls it: 编者按 or 按语.
    pub label: &'static str,
    /// How it is written.
    pub written: String,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// The label of a note and how many bytes of the line it takes.
pub fn note_label(line: &str) -> Option<(&'static str, usize)> {
    const LABELS: &[(&str, &str)] = &[
        ("编者按语", "按语"),
        ("编者按", "编者按"),
        ("编者的话", "编者按"),
        ("编按", "编者按"),
        ("按语", "按语"),
        ("按", "按语"),
    ];
    let start = line.len() - line.trim_start_matches(['【', '〖', '[', ' ', '　', '（', '(']).len();
    let rest = &line[start..];
    for (label, key) in LABELS {
        let mut behind = rest;
        let spaced = label.chars().all(|c| {
            let next = behind.trim_start_matches([' ', '　']).strip_prefix(c);
            behind = next.unwrap_or(behind);
            next.is_some()
        });
        if !spaced {
            continue;
        }
        let after = behind.trim_start_matches(['】', '〗', ']', ' ', '　', '）', ')']);
        let text = after.trim_start_matches(['：', ':', ' ', '　']);
        let marked = text.len() < after.len() || after.len() < behind.len() || after.is_empty();
        return marked.then(|| (*key, line.len() - text.len()));
    }
    None
}

/// Takes 编者按 off, where the issue begins with one: up to where `first` finds the first entry.
pub fn take_note(
    blocks: &mut Vec<Block>,
    first: &dyn Fn(&[Block]) -> Option<usize>,
) -> Option<Note> {
    let Some(Block::Paragraph(line)) = blocks.first_mut() else { return None };
    let text = line.text();
    let (label, bytes) = note_label(&text)?;
    line.skip(bytes);
    let alone = line.runs.is_empty();
    if alone {
        blocks.remove(0);
    }
    // Below a label that stands alone, the next line is of the note; so is what stands behind it.
    let more = blocks.get(1..).and_then(first).map_or(blocks.len(), |at| at + 1);
    let written = text[..bytes].trim().to_owned();
    Some(Note { label, written, blocks: blocks.drain(..more.min(blocks.len())).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_lists() {
        assert_eq!(item("抓好春耕……………………3"), "抓好春耕");
        assert_eq!(item("● 抓好春耕（2）"), "抓好春耕");
        assert_eq!(item("抓好2026年春耕"), "抓好2026年春耕");
        assert_eq!(item("抓好春耕备耕 . . . . 12"), "抓好春耕备耕");
        assert!(is_heading("目　录") && is_heading("【本期导读】") && is_heading("本期要目："));
        assert!(!is_heading("目录清单"));
    }

    #[test]
    fn labels_of_notes() {
        let rest =
            |line: &str| note_label(line).map(|(label, at)| format!("{label}|{}", &line[at..]));
        assert_eq!(rest("编者按：近日"), Some("编者按|近日".to_owned()));
        assert_eq!(rest("【编者按】近日"), Some("编者按|近日".to_owned()));
        assert_eq!(rest("按　语：近日"), Some("按语|近日".to_owned()));
        assert_eq!(rest("编者按"), Some("编者按|".to_owned()));
        assert_eq!(rest("按：近日"), Some("按语|近日".to_owned()));
        assert_eq!(rest("按照要求，近日"), None);
    }
}
