//! Pictures in tables: a table of nothing but pictures and what is said of them is no table but their
//! places; in a real one, large pictures have no room and go behind it.

use super::captions;
use super::lengths::TEXT_WIDTH;
use crate::import::document::{Block, Content, Paragraph, Run, Shown, Table, quoted, shortened};

/// The most characters that are said of a picture in its table.
const LONGEST: usize = 60;

/// Puts the pictures of tables where an entry can hold them. Returns what is to be told.
pub fn settle(blocks: &mut Vec<Block>) -> Vec<String> {
    let mut told = Vec::new();
    let mut settled = Vec::with_capacity(blocks.len());
    for block in std::mem::take(blocks) {
        let mut table = match block {
            Block::Table(table) => table,
            other => {
                settled.push(other);
                continue;
            }
        };
        if let Some(rows) = rows(&table) {
            told.push(told_of(&rows));
            settled.extend(rows.into_iter().map(Block::Paragraph));
            continue;
        }
        let (moved, words) = taken(&mut table);
        settled.push(Block::Table(table));
        if let count @ 1.. = moved.len() {
            let words = quoted(&words, words.len());
            told.push(format!("表格里的图片 {count} 张放不进格子，移到了表格后面，原在：{words}"));
            let runs = moved.into_iter().map(Run::of_picture).collect();
            settled.push(Block::Paragraph(Paragraph { runs, ..Paragraph::default() }));
        }
    }
    *blocks = settled;
    told
}

fn told_of(rows: &[Paragraph]) -> String {
    let shown: Vec<&Shown> = rows.iter().flat_map(Paragraph::pictures).collect();
    let captions: Vec<String> =
        shown.iter().map(|it| it.caption.clone()).filter(|it| !it.is_empty()).collect();
    let said = match captions.len() {
        0 => String::new(),
        count => format!("，格里的字写在图下：{}", quoted(&captions, count)),
    };
    format!("只有图片的表格 1 个，改成了并排的图片 {} 张{said}", shown.len())
}

/// A cell of a table of pictures.
struct Cell {
    pictures: Vec<Shown>,
    /// What is said in it.
    words: String,
}

/// A row of a table of pictures.
enum PictureRow {
    Pictures(Vec<Cell>),
    Words(Vec<Cell>),
}

/// A table of pictures as paragraphs of pictures, row by row; nothing where it is a real table.
fn rows(table: &Table) -> Option<Vec<Paragraph>> {
    let mut rows = Vec::new();
    for row in &table.rows {
        let cells: Vec<Cell> = row.iter().map(|cell| self::cell(cell)).collect::<Option<_>>()?;
        let has = |it: &Cell| !it.pictures.is_empty();
        let says = |it: &Cell| !it.words.is_empty() && it.pictures.is_empty();
        match (cells.iter().any(has), cells.iter().any(says)) {
            (true, true) => return None,
            (true, false) => rows.push(PictureRow::Pictures(cells)),
            (false, true) => rows.push(PictureRow::Words(cells)),
            (false, false) => {}
        }
    }
    let large = |row: &PictureRow| match row {
        PictureRow::Pictures(cells) => {
            cells.iter().flat_map(|it| &it.pictures).any(|it| !it.is_small())
        }
        PictureRow::Words(_) => false,
    };
    let has_words = rows.iter().any(|row| match row {
        PictureRow::Words(_) => true,
        PictureRow::Pictures(cells) => cells.iter().any(|it| !it.words.is_empty()),
    });
    // Signs below words are a real table: 是否完成 and a tick.
    let is_one = rows.iter().any(|row| matches!(row, PictureRow::Pictures(_)));
    if !is_one || (has_words && !rows.iter().any(large)) {
        return None;
    }
    paired(rows)
}

/// What a cell of a table of pictures holds; nothing where it holds more.
fn cell(paragraphs: &[Paragraph]) -> Option<Cell> {
    let mut cell = Cell { pictures: Vec::new(), words: String::new() };
    for paragraph in paragraphs {
        let picture = |run: &Run| run.picture().cloned();
        cell.pictures.extend(paragraph.runs.iter().filter_map(picture));
        let runs = paragraph.runs.iter().filter(|run| run.picture().is_none()).cloned();
        let plain = Paragraph { runs: runs.collect(), ..Paragraph::default() };
        if !plain.text().trim().is_empty() {
            let words = captions::words(&plain)?;
            cell.words = format!("{} {words}", cell.words).trim().to_owned();
        } else if plain.runs.iter().any(|run| run.inset.is_some()) {
            return None;
        }
    }
    let is_gap = |shown: &Shown| matches!(shown.content, Content::Gap(_));
    let fits = cell.words.chars().count() <= LONGEST;
    // A gap cannot have words below it.
    let can_say = cell.words.is_empty() || !cell.pictures.iter().any(is_gap);
    (fits && can_say).then_some(cell)
}

/// Rows of pictures with the rows of words above or below them; nothing where these do not fit.
fn paired(rows: Vec<PictureRow>) -> Option<Vec<Paragraph>> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut rows = rows.into_iter().peekable();
    // What stands over all of them is a line of its own.
    if let Some(PictureRow::Words(cells)) = rows.peek()
        && let [one] = said(cells).as_slice()
    {
        let title = (*one).to_owned();
        rows.next();
        if rows.peek().is_some_and(|row| matches!(row, PictureRow::Words(_))) {
            return None;
        }
        out.push(line(title));
    }
    let above = matches!(rows.peek(), Some(PictureRow::Words(_)));
    while let Some(row) = rows.next() {
        let (mut pictures, words) = match (row, above) {
            (PictureRow::Words(words), true) => match rows.next()? {
                PictureRow::Pictures(pictures) => (pictures, Some(words)),
                PictureRow::Words(_) => return None,
            },
            // 整改前、整改后 over several rows.
            (PictureRow::Pictures(pictures), true) => (pictures, None),
            (PictureRow::Pictures(pictures), false) => {
                let words = rows.next_if(|row| matches!(row, PictureRow::Words(_)));
                let words =
                    words.map(|(PictureRow::Words(cells) | PictureRow::Pictures(cells))| cells);
                (pictures, words)
            }
            _ => return None,
        };
        let mut of_all = None;
        if let Some(words) = words {
            of_all = give(&mut pictures, &words)?;
        }
        let row = row_of(pictures)?;
        match of_all {
            Some(words) if above => out.extend([line(words), row]),
            Some(words) => out.extend([row, line(words)]),
            None => out.push(row),
        }
    }
    Some(out)
}

fn said(cells: &[Cell]) -> Vec<&str> {
    cells.iter().map(|it| it.words.as_str()).filter(|it| !it.is_empty()).collect()
}

/// Gives cells of pictures the words of another row: those of their column, or one after the other.
/// What is said of all of them comes back. Nothing where the words do not fit.
fn give(pictures: &mut [Cell], words: &[Cell]) -> Option<Option<String>> {
    let add = |cell: &mut Cell, words: &str| {
        cell.words = format!("{} {words}", cell.words).trim().to_owned();
    };
    let has = |cell: &Cell| !cell.pictures.is_empty();
    let count = pictures.iter().filter(|it| has(it)).count();
    let said = said(words);
    if said.len() == 1 && count > 1 {
        return Some(Some(said[0].to_owned()));
    }
    let is_below =
        |(at, cell): (usize, &Cell)| cell.words.is_empty() || pictures.get(at).is_some_and(has);
    if words.iter().enumerate().all(is_below) {
        for (cell, words) in pictures.iter_mut().zip(words) {
            add(cell, &words.words);
        }
    } else if said.len() == count {
        for (cell, words) in pictures.iter_mut().filter(|it| has(it)).zip(said) {
            add(cell, words);
        }
    } else {
        return None;
    }
    Some(None)
}

/// A paragraph of the pictures of a row; nothing where words would stand below what cannot have any.
fn row_of(cells: Vec<Cell>) -> Option<Paragraph> {
    let mut paragraph = Paragraph::default();
    for Cell { mut pictures, words } in cells {
        if let Some(last) = pictures.last_mut().filter(|_| !words.is_empty()) {
            if matches!(last.content, Content::Gap(_)) {
                return None;
            }
            last.caption = words;
        }
        paragraph.runs.extend(pictures.into_iter().map(Run::of_picture));
    }
    // Beside each other they stood, beside each other they stay, on whatever paper.
    let all: f32 = paragraph.pictures().filter_map(|shown| shown.width).sum();
    for shown in paragraph.runs.iter_mut().filter_map(Run::picture_mut) {
        shown.width = shown.width.map(|width| width * (TEXT_WIDTH / all).min(1.0));
    }
    Some(paragraph)
}

fn line(text: String) -> Paragraph {
    Paragraph { runs: vec![Run { text, ..Run::default() }], ..Paragraph::default() }
}

/// Takes the large pictures out of a real table, with the words of the cells they stood in.
fn taken(table: &mut Table) -> (Vec<Shown>, Vec<String>) {
    let (mut moved, mut words) = (Vec::new(), Vec::new());
    for (at, row) in table.rows.iter_mut().enumerate() {
        let text = |cell: &[Paragraph]| -> String {
            let texts: Vec<String> = cell.iter().map(Paragraph::text).collect();
            texts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let of_row: Vec<String> =
            row.iter().map(|cell| text(cell)).filter(|it| !it.is_empty()).collect();
        for (column, cell) in row.iter_mut().enumerate() {
            let own = text(cell);
            for run in cell.iter_mut().flat_map(|paragraph| &mut paragraph.runs) {
                let large =
                    |it: &&Shown| !it.is_small() && matches!(it.content, Content::Picture(_));
                let Some(shown) = run.picture().filter(large) else { continue };
                moved.push(shown.clone());
                run.inset = None;
                words.push(match (own.is_empty(), of_row.is_empty()) {
                    (false, _) => shortened(&own),
                    (true, false) => shortened(&of_row.join("｜")),
                    (true, true) => format!("第 {} 行第 {} 格", at + 1, column + 1),
                });
            }
            for paragraph in cell {
                paragraph.runs.retain(|run| !run.is_empty());
            }
        }
    }
    (moved, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows by `/`, cells by `|`; `▣` is a large picture, `·` a sign, `×` a gap.
    fn settled(table: &str) -> String {
        let run = |c: char| {
            let shown = |width: f32, content: Content| {
                Run::of_picture(Shown { content, width: Some(width), ..Shown::default() })
            };
            match c {
                '▣' => shown(70.0, Content::Picture(0)),
                '·' => shown(5.0, Content::Picture(1)),
                '×' => shown(70.0, Content::Gap("图片")),
                c => Run { text: c.to_string(), ..Run::default() },
            }
        };
        let cell = |text: &str| {
            vec![Paragraph { runs: text.chars().map(run).collect(), ..Paragraph::default() }]
        };
        let rows = table.split('/').map(|row| row.split('|').map(cell).collect()).collect();
        let mut blocks = vec![Block::Table(Table { rows, ..Table::default() })];
        let told = super::settle(&mut blocks);
        let paragraph = |it: &Paragraph| -> String {
            let runs = it.runs.iter().map(|run| match run.picture() {
                Some(shown) if shown.caption.is_empty() => "▣".to_owned(),
                Some(shown) => format!("▣[{}]", shown.caption),
                None => run.text.clone(),
            });
            runs.collect()
        };
        let block = |block: &Block| match block {
            Block::Paragraph(it) => paragraph(it),
            Block::Table(table) => {
                let cell = |cell: &Vec<Paragraph>| cell.iter().map(paragraph).collect::<String>();
                let row =
                    |row: &Vec<Vec<Paragraph>>| row.iter().map(cell).collect::<Vec<_>>().join("|");
                let rows: Vec<String> = table.rows.iter().map(row).collect();
                format!("〔{}〕", rows.join("/"))
            }
        };
        let shown = blocks.iter().map(block).collect::<Vec<_>>().join("¶");
        let said = told.iter().filter_map(|it| it.split_once("原在：")).map(|(_, said)| said);
        shown + &said.collect::<String>()
    }

    #[test]
    fn tables_of_pictures() {
        for (table, want) in [
            ("▣|▣", "▣▣"),
            ("▣|▣/▣|", "▣▣¶▣"),
            ("▣▣|×", "▣▣▣"),
            ("▣甲|乙▣", "▣[甲]▣[乙]"),
            ("▣|▣/甲|乙", "▣[甲]▣[乙]"),
            // Of both, or of the one above: only a paragraph below says neither.
            ("▣|▣/甲|乙/▣|▣/丙|", "▣[甲]▣[乙]¶▣▣¶丙"),
            ("甲|乙/▣|▣/▣|▣", "▣[甲]▣[乙]¶▣▣"),
            ("总|/▣|▣/甲|乙", "总¶▣[甲]▣[乙]"),
            ("▣|▣/总|", "▣▣¶总"),
            ("|▣|▣/甲|乙|", "▣[甲]▣[乙]"),
            ("·|·", "▣▣"),
        ] {
            assert_eq!(settled(table), want, "{table}");
        }
    }

    #[test]
    fn pictures_in_real_tables() {
        for (table, want) in [
            ("名|照/明|▣/芳|▣", "〔名|照/明|/芳|〕¶▣▣「明」「芳」"),
            ("名|照/明|·", "〔名|照/明|▣〕"),
            ("甲|乙/·|·", "〔甲|乙/▣|▣〕"),
            ("名|照/明|×", "〔名|照/明|▣〕"),
            ("名|照/|▣", "〔名|照/|〕¶▣「第 2 行第 2 格」"),
            ("▣|▣/甲|乙/丙|丁", "〔|/甲|乙/丙|丁〕¶▣▣「第 1 行第 1 格」「第 1 行第 2 格」"),
            ("×甲|▣", "〔▣甲|〕¶▣「甲」"),
            ("甲|乙", "〔甲|乙〕"),
        ] {
            assert_eq!(settled(table), want, "{table}");
        }
        let long = "长".repeat(LONGEST + 1);
        assert!(settled(&format!("▣{long}|▣")).starts_with('〔'));
    }
}
