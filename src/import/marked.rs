//! Markdown → [`Document`]: its blocks, bold and struck text, tables, and the pictures beside it.
//!
//! As people write it by hand: what is no mark of these stays as text.

use super::clean;
use super::document::{
    Align, BLOCKS, Block, Content, Document, Dropped, Paragraph, Run, Shown, Table,
};
use super::pictures::bytes::{ALL_PIXELS, Shape, settable};
use super::pictures::lengths;
use super::text::{lines_of, paragraph};

/// All pictures together, in bytes.
const PICTURES: usize = 40 << 20;

/// Reads Markdown; `beside` fetches what lies beside it.
pub fn read(text: &str, beside: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Document {
    let text = clean::characters(&lines_of(text));
    let mut reader =
        Reader { document: Document::default(), pixels: ALL_PIXELS, left: PICTURES, beside };
    let mut lines = text.lines().peekable();
    // The head of an entry: its lines are labels.
    if lines.peek().is_some_and(|line| line.trim_end() == "---") {
        lines.next();
        for line in lines.by_ref() {
            if matches!(line.trim_end(), "---" | "...") {
                break;
            }
            let label = line.trim().trim_start_matches('#').trim();
            if !label.is_empty() {
                reader.put(paragraph(label, Align::Start));
            }
        }
    }
    let mut open = false;
    while let Some(line) = lines.next() {
        if reader.document.blocks.len() > BLOCKS {
            break;
        }
        let shown = line.trim();
        if shown.is_empty() {
            open = false;
            continue;
        }
        if is_row(shown) && lines.peek().is_some_and(|next| is_rule(next)) {
            lines.next();
            let mut rows = vec![reader.row(shown)];
            while let Some(row) = lines.next_if(|it| is_row(it)) {
                rows.push(reader.row(row.trim()));
            }
            reader.document.blocks.push(Block::Table(Table { rows, ..Table::default() }));
            open = false;
            continue;
        }
        let level = shown.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&level) && shown[level..].starts_with(' ') {
            let runs = reader.inline(shown[level..].trim().trim_end_matches('#').trim());
            let level = Some(level as u8);
            reader.put(Paragraph { runs, level, ..Paragraph::default() });
            open = false;
            continue;
        }
        let item = ["- ", "* ", "+ "].iter().find_map(|mark| shown.strip_prefix(mark));
        let number = numbered(shown);
        if let Some(Block::Paragraph(last)) =
            reader.document.blocks.last_mut().filter(|_| open && item.is_none() && number.is_none())
        {
            let mut last = std::mem::take(last);
            let runs = reader.inline(&format!("\n{shown}"));
            runs.into_iter().for_each(|run| last.push(run));
            reader.document.blocks.pop();
            reader.put(last);
        } else {
            let depth = (line.len() - line.trim_start().len()) / 2;
            let bullet = item.map(|_| depth.min(8) as u8);
            let words = item.or_else(|| shown.strip_prefix("> ")).or(number.as_deref());
            let runs = reader.inline(words.unwrap_or(shown));
            reader.put(Paragraph { runs, bullet, ..Paragraph::default() });
            open = true;
        }
    }
    reader.document
}

/// An item with a number, `1. 第一项`, as it stands in a text: without the blank, unless two numbers
/// would meet.
fn numbered(line: &str) -> Option<String> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = line[digits..].strip_prefix(['.', ')']).filter(|_| (1..=9).contains(&digits))?;
    let words = rest.strip_prefix([' ', '\t'])?.trim_start();
    let blank = if words.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
    (!words.is_empty()).then(|| format!("{}{blank}{words}", &line[..digits + 1]))
}

/// Whether a line may be a row of a table.
fn is_row(line: &str) -> bool {
    /// The most columns: no page has more, and a line with more is text.
    const COLUMNS: usize = 64;
    (1..=COLUMNS).contains(&line.matches('|').count())
}

/// Whether a line is the rule under the head of a table: `| --- | :-: |`.
fn is_rule(line: &str) -> bool {
    let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
    let is_cell = |cell: &&str| {
        let dashes = cell.trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    line.contains('|') && cells.iter().all(is_cell)
}

struct Reader<'b> {
    document: Document,
    /// Pixels that may still be unpacked.
    pixels: u64,
    /// Bytes that pictures may still have.
    left: usize,
    beside: &'b mut dyn FnMut(&str) -> Option<Vec<u8>>,
}

impl Reader<'_> {
    fn put(&mut self, paragraph: Paragraph) {
        self.document.blocks.push(Block::Paragraph(paragraph));
    }

    /// The cells of a row; `\|` parts none.
    fn row(&mut self, line: &str) -> Vec<Vec<Paragraph>> {
        let inner = line.strip_prefix('|').unwrap_or(line);
        let mut cells = vec![String::new()];
        let mut escaped = false;
        for c in inner.chars() {
            if c == '|' && !escaped {
                cells.push(String::new());
            } else if let Some(cell) = cells.last_mut() {
                cell.push(c);
            }
            escaped = c == '\\' && !escaped;
        }
        // The last one closes the row.
        if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        let cell = |cell: String| {
            let runs = self.inline(cell.trim());
            if runs.is_empty() {
                Vec::new()
            } else {
                vec![Paragraph { runs, ..Paragraph::default() }]
            }
        };
        cells.into_iter().map(cell).collect()
    }

    /// The runs of a text: `**…**` bold, `~~…~~` struck, `![…](…)` a picture, `[…](…)` words that led
    /// somewhere; a backslash before a mark is none. A mark without a fellow stays.
    fn inline(&mut self, text: &str) -> Vec<Run> {
        let mut left = ["**", "~~"].map(|mark| marks(text, mark) / 2 * 2);
        let mut out = Paragraph::default();
        let (mut bold, mut struck) = (false, false);
        let mut rest = text;
        // Where no bracket closes any more, there is no picture.
        let mut closes = true;
        while let Some(c) = rest.chars().next() {
            let run = |text: &str| Run { text: text.to_owned(), bold, struck, ..Run::default() };
            if let Some(behind) = rest.strip_prefix("**").filter(|_| left[0] > 0) {
                (bold, left[0], rest) = (!bold, left[0] - 1, behind);
                continue;
            }
            if let Some(behind) = rest.strip_prefix("~~").filter(|_| left[1] > 0) {
                (struck, left[1], rest) = (!struck, left[1] - 1, behind);
                continue;
            }
            let named = if closes && c == '!' { picture(rest, &mut closes) } else { None };
            if let Some((picture, behind)) = named {
                let shown = self.shown(&picture);
                out.push(Run::of_picture(shown));
                rest = behind;
                continue;
            }
            let linked = if closes && c == '[' { link(rest, &mut closes) } else { None };
            if let Some((words, address, behind)) = linked {
                self.document.drop_text(Dropped::Link, address);
                out.push(run(words));
                rest = behind;
                continue;
            }
            let line = ["<br>", "<br/>", "<br />"].iter().find_map(|tag| rest.strip_prefix(tag));
            if let Some(behind) = line {
                out.push(run("\n"));
                rest = behind;
                continue;
            }
            let escaped = rest.strip_prefix('\\').and_then(|it| it.chars().next());
            let c = match escaped.filter(char::is_ascii_punctuation) {
                Some(escaped) => {
                    rest = &rest[1..];
                    escaped
                }
                None => c,
            };
            out.push(run(&c.to_string()));
            rest = &rest[c.len_utf8()..];
        }
        let said = struck_words(&out.runs);
        said.iter().for_each(|words| self.document.drop_text(Dropped::Struck, words));
        out.runs
    }

    /// A picture, or the gap that it leaves.
    fn shown(&mut self, picture: &Named<'_>) -> Shown {
        let width = picture.width;
        let (alt, caption) = (picture.alt.to_owned(), picture.caption.to_owned());
        let shown = Shown { width, alt, caption, ..Shown::default() };
        match self.fetch(picture.address) {
            Ok(index) => Shown { content: Content::Picture(index), ..shown },
            Err(what) => {
                let said = [what.as_str(), picture.alt];
                let said: Vec<&str> = said.into_iter().filter(|it| !it.is_empty()).collect();
                self.document.drop_text(Dropped::Picture, &said.join("："));
                Shown { width, ..Shown::default() }
            }
        }
    }

    fn fetch(&mut self, address: &str) -> Result<usize, String> {
        let is_outside = address.starts_with("http") || address.starts_with("//");
        let missing =
            if is_outside { "网上的图，没有存下来" } else { "旁边没有的图" };
        let bytes = (self.beside)(address).ok_or(missing)?;
        let settable = settable(bytes, Shape::default(), None, &mut self.pixels)?;
        self.left = self.left.checked_sub(settable.picture.bytes.len()).ok_or("太大的图")?;
        if !settable.done.is_empty() {
            self.document.drop_text(Dropped::Reworked, &settable.done);
        }
        self.document.pictures.push(settable.picture);
        Ok(self.document.pictures.len() - 1)
    }
}

/// How often a mark stands in a text, escaped ones aside.
fn marks(text: &str, mark: &str) -> usize {
    let mut count = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix(mark) {
            (count, rest) = (count + 1, behind);
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if c == '\\' && rest.starts_with(|c: char| c.is_ascii_punctuation()) {
            rest = &rest[1..];
        }
    }
    count
}

/// A picture as a text names it.
struct Named<'t> {
    alt: &'t str,
    address: &'t str,
    caption: &'t str,
    width: Option<f32>,
}

/// `![说明](a.png "图题"){宽=6cm}`, and what follows it; `closes` becomes false where no bracket closes.
fn picture<'t>(text: &'t str, closes: &mut bool) -> Option<(Named<'t>, &'t str)> {
    /// The most bytes of what a picture shows, and of its width.
    const LONGEST: [usize; 2] = [1_000, 40];
    let window = |text: &'t str, most: usize| &text[..text.floor_char_boundary(most)];
    let behind = text.strip_prefix("![")?;
    let (alt, _) = window(behind, LONGEST[0]).split_once("](")?;
    if alt.contains(['[', ']', '\n']) {
        return None;
    }
    let Some((inner, mut rest)) = behind[alt.len() + 2..].split_once(')') else {
        *closes = false;
        return None;
    };
    let (address, caption) = match inner.trim().split_once([' ', '\t']) {
        Some((address, caption)) => (address, caption.trim().trim_matches('"')),
        None => (inner.trim(), ""),
    };
    let address = address.trim_start_matches('<').trim_end_matches('>');
    let mut width = None;
    let braces = rest.strip_prefix('{').and_then(|it| window(it, LONGEST[1]).split_once('}'));
    let said = braces.and_then(|(said, _)| {
        let value = ["宽=", "width="].iter().find_map(|name| said.trim().strip_prefix(name))?;
        Some((said.len() + 2, lengths::of(value, "mm")))
    });
    if let Some((length, own)) = said {
        (width, rest) = (own, &rest[length..]);
    }
    (!address.is_empty()).then_some((Named { alt, address, caption, width }, rest))
}

/// `[说明](http://…)`: the words, the address, and what follows; `closes` becomes false where no bracket
/// closes.
fn link<'t>(text: &'t str, closes: &mut bool) -> Option<(&'t str, &'t str, &'t str)> {
    /// The most bytes of the words.
    const LONGEST: usize = 1_000;
    const SCHEMES: [&str; 5] = ["http://", "https://", "mailto:", "www.", "#"];
    let behind = text.strip_prefix('[')?;
    let (words, _) = behind[..behind.floor_char_boundary(LONGEST)].split_once("](")?;
    if words.is_empty() || words.contains(['[', ']', '\n', '\\']) {
        return None;
    }
    let Some((address, rest)) = behind[words.len() + 2..].split_once(')') else {
        *closes = false;
        return None;
    };
    let leads = SCHEMES.iter().any(|scheme| address.trim_start().starts_with(scheme));
    leads.then_some((words, address.trim(), rest))
}

/// The words that are struck, stretch by stretch.
fn struck_words(runs: &[Run]) -> Vec<String> {
    let stretches = runs.chunk_by(|one, other| one.struck == other.struck);
    let struck = stretches.filter(|runs| runs.iter().all(|run| run.struck));
    struck.map(|runs| runs.iter().map(|run| run.text.as_str()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks, one a line: `~` before what is struck, `*` before what is bold, `▣` for a picture
    /// and `▢` for a gap.
    fn shown(text: &str) -> String {
        let document = read(text, &mut |_| None);
        let line = |paragraph: &Paragraph| {
            let item = if paragraph.bullet.is_some() { "- " } else { "" };
            let runs = paragraph.runs.iter().map(|run| {
                let marks = [("*", run.bold), ("~", run.struck), ("▢", run.picture().is_some())];
                let marks = marks.iter().filter(|(_, on)| *on).map(|(mark, _)| *mark);
                marks.collect::<String>() + &run.text
            });
            item.to_owned() + &runs.collect::<String>().replace('\n', "⏎")
        };
        let block = |block: &Block| match block {
            Block::Paragraph(paragraph) => line(paragraph),
            Block::Table(table) => {
                let cell = |cell: &Vec<Paragraph>| cell.iter().map(line).collect::<String>();
                let row =
                    |row: &Vec<Vec<Paragraph>>| row.iter().map(cell).collect::<Vec<_>>().join("|");
                format!("[{}]", table.rows.iter().map(row).collect::<Vec<_>>().join(";"))
            }
        };
        document.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn blocks_and_marks() {
        for (text, want) in [
            ("甲**乙。**丙", "甲*乙。丙"),
            ("甲~~乙~~丙~~", "甲~乙丙~~"),
            (r"甲\*\*乙**丙", "甲**乙**丙"),
            ("1. 第一项\n2. 第二项", "1.第一项\n2.第二项"),
            ("1. 3个乡镇", "1. 3个乡镇"),
            ("- 甲\n- 乙", "- 甲\n- 乙"),
            ("甲\n乙", "甲⏎乙"),
            (
                "| 乡镇 | 吨 |\n| --- | :-: |\n| 甲\\|乙 | 120<br>98 |\n丙",
                "[乡镇|吨;甲|乙|120⏎98]\n丙",
            ),
            ("乡镇 | 吨\n--- | ---\n甲 | 1", "[乡镇|吨;甲|1]"),
            ("甲 | 乙", "甲 | 乙"),
            ("见![现场](a.png){宽=6cm}图", "见▢图"),
            ("![甲", "![甲"),
        ] {
            assert_eq!(shown(text), want, "{text}");
        }
    }

    #[test]
    fn words_that_led_somewhere() {
        let document = read("见[通知](http://x.cn/a.html)和[2018]（3）号。", &mut |_| None);
        let Some(Block::Paragraph(only)) = document.blocks.first() else { panic!("a paragraph") };
        assert_eq!(only.text(), "见通知和[2018]（3）号。");
        let told = document.dropped.get(&Dropped::Link).map(|left| left.said.clone());
        assert_eq!(told, Some(vec!["http://x.cn/a.html".to_owned()]));
    }

    #[test]
    fn pictures_leave_a_gap_where_they_are_missing() {
        let document = read("![会场](a.png)\n\n![](http://example.com/b.png)", &mut |_| None);
        let told = document.dropped.get(&Dropped::Picture).expect("told");
        assert_eq!(told.said, ["旁边没有的图：会场", "网上的图，没有存下来"]);
    }
}
