//! What a dispatch came as, whatever program wrote it: paragraphs with their looks, tables, pictures.
//!
//! Nothing is recognized here. Looks are kept because they are the evidence for what is a title.

use std::collections::BTreeMap;

use super::bare;
pub use super::dropped::{Dropped, Left, quoted};
pub use super::pictures::shown::{Content, Picture, Shown, Stands};

/// The most paragraphs and tables: a book has fewer. A reader may end when it has more.
pub const BLOCKS: usize = 20_000;

/// A dispatch as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Paragraphs and tables, in the order of the page.
    pub blocks: Vec<Block>,
    /// Pictures, in the order in which paragraphs name them.
    pub pictures: Vec<Picture>,
    /// The texts of footnotes and endnotes, in the order in which runs name them.
    pub notes: Vec<Vec<Paragraph>>,
    /// What was left out or changed on the way.
    pub dropped: BTreeMap<Dropped, Left>,
    /// Bytes of the words in [`dropped`](Self::dropped).
    pub told: usize,
    /// What the head of an e-mail said that it came in.
    pub letter: Letter,
}

/// What the head of an e-mail says of the text below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// What about, without what says that it was sent on.
    pub subject: Option<String>,
    /// Who sent it, without an address.
    pub from: Option<String>,
    /// When.
    pub sent: Option<super::recognise::dates::Found>,
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

impl Block {
    /// The paragraph that it is.
    pub fn paragraph(&self) -> Option<&Paragraph> {
        match self {
            Self::Paragraph(paragraph) => Some(paragraph),
            Self::Table(_) => None,
        }
    }

    /// The paragraph that it is, and those in the cells of a table.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        let rows: &[Vec<Vec<Paragraph>>] = match self {
            Self::Paragraph(_) => &[],
            Self::Table(table) => &table.rows,
        };
        self.paragraph().into_iter().chain(rows.iter().flatten().flatten())
    }

    /// The same, to be changed.
    pub fn paragraphs_mut(&mut self) -> impl Iterator<Item = &mut Paragraph> {
        let (one, rows): (_, &mut [Vec<Vec<Paragraph>>]) = match self {
            Self::Paragraph(paragraph) => (Some(paragraph), &mut []),
            Self::Table(table) => (None, &mut table.rows),
        };
        one.into_iter().chain(rows.iter_mut().flatten().flatten())
    }

    /// The same, taken out.
    pub fn into_paragraphs(self) -> impl Iterator<Item = Paragraph> {
        let (one, rows) = match self {
            Self::Paragraph(paragraph) => (Some(paragraph), Vec::new()),
            Self::Table(table) => (None, table.rows),
        };
        one.into_iter().chain(rows.into_iter().flatten().flatten())
    }
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Its text. `\n` is a line break within the paragraph.
    pub runs: Vec<Run>,
    /// How its lines stand.
    pub align: Align,
    /// Its level as a heading, 1 to 9, by its style.
    pub level: Option<u8>,
    /// Whether its style is the one for titles.
    pub is_title: bool,
    /// Whether it is an item of a list with bullets, and how deep.
    pub bullet: Option<u8>,
    /// Whether the file itself calls it what is said of the picture above it.
    pub is_caption: bool,
    /// Paragraphs of pictures that stand above and below it, while head and tail are looked for; see
    /// [`aside`](super::pictures::aside).
    pub aside: [Vec<Paragraph>; 2],
    /// The sign of such an item, where it is known.
    pub sign: Option<char>,
}

/// How the lines of a paragraph stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left, or filled.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the right.
    End,
}

/// Text of one look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// What it says.
    pub text: String,
    /// Whether it is bold.
    pub bold: bool,
    /// The name of its face for Chinese; empty where it is unknown.
    pub face: String,
    /// Its size in pt.
    pub size: Option<f32>,
    /// Whether it is struck out: no revision, but a look that its author gave it.
    pub struck: bool,
    /// Whether it is raised or lowered.
    pub script: Script,
    /// What stands in the line and is no text; such a run has none.
    pub inset: Option<Inset>,
}

/// Whether text stands on the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// On the line.
    #[default]
    Line,
    /// Raised, as the 2 of m².
    Raised,
    /// Lowered, as the 2 of H₂O.
    Lowered,
}

/// What stands in a line and is no text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inset {
    /// The mark of a footnote, as index into [`Document::notes`].
    Note(usize),
    /// A picture.
    Picture(Shown),
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Rows of cells; a cell has paragraphs. Where one goes over others, these are there and empty.
    pub rows: Vec<Vec<Vec<Paragraph>>>,
    /// The cells that go over several columns or rows.
    pub merged: Vec<Merged>,
}

/// A cell of a table that goes over others to the right and below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Its row, from 0.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
    /// How many columns it goes over, 1 or more.
    pub across: usize,
    /// How many rows it goes over, 1 or more.
    pub down: usize,
}

/// What the place of a cell in a table is to the cells that go over others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// A cell of its own, or the first of several.
    Own,
    /// One with the cell to the left.
    Left,
    /// One with the cell above.
    Above,
}

impl Table {
    /// How many columns its longest row has.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// For each place of the table, row by row, what it is to the cells that go over others. One that
    /// goes over a cell with words of its own, or over one that another goes over, stays alone.
    pub fn joined(&self) -> Vec<Vec<Joined>> {
        let (width, height) = (self.width(), self.rows.len());
        let mut joined = vec![vec![Joined::Own; width]; height];
        // The first places of cells that go over others are no part of further ones.
        let mut taken = vec![vec![false; width]; height];
        for merged in &self.merged {
            let columns = merged.column..merged.column.saturating_add(merged.across).min(width);
            let rows = merged.row..merged.row.saturating_add(merged.down).min(height);
            let places = || rows.clone().flat_map(|y| columns.clone().map(move |x| (y, x)));
            let is_free = |(y, x): (usize, usize)| {
                let own = (y, x) == (merged.row, merged.column);
                let cell = self.rows[y].get(x);
                !taken[y][x]
                    && (own || cell.is_none_or(|cell| cell.iter().all(Paragraph::is_blank)))
            };
            if columns.len() * rows.len() < 2 || !places().all(is_free) {
                continue;
            }
            for (y, x) in places() {
                taken[y][x] = true;
                joined[y][x] = match (y == merged.row, x == merged.column) {
                    (true, true) => Joined::Own,
                    (false, true) => Joined::Above,
                    (_, false) => Joined::Left,
                };
            }
        }
        joined
    }
}

impl Document {
    /// Notes that something was left out once more.
    pub fn drop(&mut self, what: Dropped) {
        self.drop_text(what, "");
    }

    /// Notes that something was left out once more, and what it said.
    pub fn drop_text(&mut self, what: Dropped, text: &str) {
        let left = self.dropped.entry(what).or_default();
        left.times += 1;
        // One remark may be named at ten thousand places.
        let room = TOLD.saturating_sub(self.told);
        let is_whole = text.len() <= room;
        let text = bare::characters(&text[..text.floor_char_boundary(room)]);
        let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        self.told += text.len();
        if !is_whole {
            text.push_str("……");
        }
        left.said.push(text);
    }

    /// Takes over what another document tells.
    pub fn drop_all(&mut self, other: BTreeMap<Dropped, Left>) {
        for (what, left) in other {
            let unsaid = left.times.saturating_sub(left.said.len());
            left.said.iter().for_each(|text| self.drop_text(what, text));
            (0..unsaid).for_each(|_| self.drop(what));
        }
    }
}

/// The most bytes of words left out that are told, of one document: a book of them. What is beyond is
/// counted.
const TOLD: usize = 2 << 20;

/// A line as it tells a place.
pub fn shortened(line: &str) -> String {
    const MOST: usize = 200;
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}……", &line[..end]),
        None => line.to_owned(),
    }
}

impl Run {
    /// A picture in the line.
    pub fn of_picture(shown: Shown) -> Self {
        Self { inset: Some(Inset::Picture(shown)), ..Self::default() }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.inset.is_none()
    }

    /// The footnote whose mark it is.
    pub fn note(&self) -> Option<usize> {
        match self.inset {
            Some(Inset::Note(note)) => Some(note),
            _ => None,
        }
    }

    /// The picture that it is.
    pub fn picture(&self) -> Option<&Shown> {
        match &self.inset {
            Some(Inset::Picture(shown)) => Some(shown),
            _ => None,
        }
    }

    /// The picture that it is.
    pub fn picture_mut(&mut self) -> Option<&mut Shown> {
        match &mut self.inset {
            Some(Inset::Picture(shown)) => Some(shown),
            _ => None,
        }
    }

    /// Whether nothing of it shows.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.inset.is_none()
    }

    /// Whether its text looks as that of another.
    pub fn looks_like(&self, other: &Self) -> bool {
        (self.bold, &self.face, self.size, self.struck, self.script)
            == (other.bold, &other.face, other.size, other.struck, other.script)
    }
}

impl Paragraph {
    /// Whether nothing of it shows.
    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(Run::is_blank)
    }

    /// Whether it has nothing that shows but pictures.
    pub fn is_wordless(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty() && run.note().is_none())
    }

    /// Words of it that are struck out.
    pub fn struck(&self) -> impl Iterator<Item = String> {
        let struck = self.runs.iter().filter(|run| run.struck && !run.is_blank());
        struck.map(|run| run.text.clone())
    }

    /// The pictures that stand in it, in order.
    pub fn pictures(&self) -> impl Iterator<Item = &Shown> {
        self.runs.iter().filter_map(Run::picture)
    }

    /// The pictures that stand above it, in it and below it.
    pub fn shown(&self) -> impl Iterator<Item = &Shown> {
        let [above, below] = &self.aside;
        let all = above.iter().chain([self]).chain(below);
        all.flat_map(|paragraph| paragraph.runs.iter().filter_map(Run::picture))
    }

    /// Whether a picture stands in it.
    pub fn has_pictures(&self) -> bool {
        self.pictures().next().is_some()
    }

    /// Its text without looks.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Whether all of its text that shows is bold.
    pub fn is_bold(&self) -> bool {
        let mut shown = self.runs.iter().filter(|run| !run.text.trim().is_empty()).peekable();
        shown.peek().is_some() && shown.all(|run| run.bold)
    }

    /// The largest size of its text, in pt.
    pub fn size(&self) -> Option<f32> {
        let shown = self.runs.iter().filter(|run| !run.text.trim().is_empty());
        shown.filter_map(|run| run.size).reduce(f32::max)
    }

    /// Puts text before its own, with the look of that, as far as looks say nothing themselves.
    pub fn put_before(&mut self, text: String) {
        let first = self.runs.iter().find(|run| !run.text.trim().is_empty());
        let look = first.cloned().unwrap_or_default();
        let script = Script::Line;
        self.runs.insert(0, Run { text, struck: false, script, inset: None, ..look });
    }

    /// Its lines: the runs between the line breaks within it.
    pub fn lines(&self) -> Vec<Vec<Run>> {
        let mut lines = vec![Vec::new()];
        for run in &self.runs {
            for (index, text) in run.text.split('\n').enumerate() {
                if index > 0 {
                    lines.push(Vec::new());
                }
                let piece = Run { text: text.to_owned(), ..run.clone() };
                if let Some(line) = lines.last_mut().filter(|_| !piece.is_empty()) {
                    line.push(piece);
                }
            }
        }
        lines
    }

    /// Takes text off its beginning.
    pub fn skip(&mut self, bytes: usize) {
        let mut left = bytes;
        for run in &mut self.runs {
            let here = left.min(run.text.len());
            run.text.drain(..here);
            left -= here;
        }
        self.runs.retain(|run| !run.is_empty());
    }

    /// Takes off what stands behind a number of bytes.
    pub fn truncate(&mut self, bytes: usize) {
        let mut left = bytes;
        for run in &mut self.runs {
            let here = left.min(run.text.len());
            run.text.truncate(here);
            left -= here;
        }
        self.runs.retain(|run| !run.is_empty());
    }

    /// Adds text; one look, one run.
    pub fn push(&mut self, run: Run) {
        match self.runs.last_mut() {
            Some(last) if last.looks_like(&run) && last.inset.is_none() && run.inset.is_none() => {
                last.text.push_str(&run.text);
            }
            _ => self.runs.push(run),
        }
    }
}

/// How many characters on each side of a break are told.
const AROUND: usize = 8;

/// The words on both sides of a break: ……形成上／下联动的…….
pub fn around(before: &str, after: &str) -> String {
    let skipped = before.chars().count().saturating_sub(AROUND);
    let before: String = before.chars().skip(skipped).collect();
    let after: String = after.chars().take(AROUND).collect();
    format!("{before}／{after}")
}
