//! What a dispatch came as, whatever program wrote it: paragraphs with their looks, tables, pictures.
//!
//! Nothing is recognized here. Looks are kept because they are the evidence for what is a title.

use std::collections::{BTreeMap, BTreeSet};

use super::clean;
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
}

/// How often something was left out or changed, and what the first of it said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// How often.
    pub times: usize,
    /// The words.
    pub said: Vec<String>,
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
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

/// Something of a document that an entry cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dropped {
    /// Text that was struck out in a revision.
    Deletion,
    /// Text that was put in by a revision and is kept.
    Insertion,
    /// Remarks at the margin.
    Comment,
    /// Marks of footnotes and endnotes that have no text.
    Note,
    /// Headers and footers with text in them.
    Header,
    /// Text that is not shown.
    Hidden,
    /// Text boxes, whose text is kept as paragraphs.
    TextBox,
    /// Words drawn as a picture.
    Art,
    /// Formulas that no line of text can say, in whose place a mark is left.
    Formula,
    /// Fractions, which are written in one line.
    Fraction,
    /// Text that its author struck out and that is kept so.
    Struck,
    /// Text of a colour, which is kept without it.
    Coloured,
    /// Text with a ground of another colour, which is kept without it.
    Highlighted,
    /// How characters are read, written above them.
    Ruby,
    /// Characters in circles or squares that have no sign of their own, kept without these.
    Enclosed,
    /// Mathematical letters, made plain.
    Letter,
    /// Fields that show nothing: what they would fetch.
    Field,
    /// What Word writes where a reference leads nowhere; a mark is left in its place.
    Reference,
    /// Tables of contents.
    Contents,
    /// What a form says where nobody has filled it in.
    Prompt,
    /// Other files that belong into the text, in whose place a mark is left.
    Outside,
    /// What is written only for programs newer than this one.
    Unknown,
    /// Charts, diagrams, embedded objects.
    Object,
    /// Pictures that cannot be set.
    Picture,
    /// Pictures whose file was made anew.
    Reworked,
    /// Pictures that are not shown.
    HiddenPicture,
    /// Pictures in headers and footers.
    HeaderPicture,
    /// Characters of a symbol font that have no equal.
    Symbol,
    /// Cells that were one across rows or columns.
    Merged,
    /// Tables within tables.
    NestedTable,
    /// Addresses behind links.
    Link,
    /// Numbers of pages between the lines of a text.
    PageNumber,
    /// What stands around the article of a page: navigation, other articles, who made the site.
    Around,
    /// Text that a page was saved with as hidden though it is most of what the page says: kept.
    Revealed,
    /// What may be chosen or pressed in a page and was not: other choices of a list, buttons.
    Control,
    /// The name of a page, which stands for the title that its text lacks.
    PageName,
    /// What a file is by its bytes, where its name says otherwise.
    Misnamed,
    /// The encoding of a text, where it is none of those usual here.
    Encoding,
    /// Bytes that are no character of the encoding, each with a sign at its place.
    Undecoded,
    /// The head of an e-mail that was copied with its text.
    Mail,
    /// Lines of plain text that were broken within a sentence and are joined: both sides.
    Joined,
    /// Lines of which one ends and the next begins with a digit, joined with a blank between.
    Severed,
}

impl Dropped {
    /// What is told about it.
    pub fn told(self, left: &Left) -> String {
        let times = left.times;
        let what = match self {
            Self::Deletion => format!("修订中删去的文字 {times} 处，没有用"),
            Self::Insertion => format!("修订中添上的文字 {times} 处，已用上"),
            Self::Comment => format!("批注 {times} 条，没有用"),
            Self::Note => format!("脚注或尾注的记号 {times} 个，没有对应的内容，没有用"),
            Self::Header => "页眉页脚里有文字，没有用".to_owned(),
            Self::Hidden => format!("隐藏的文字 {times} 处，没有用"),
            Self::TextBox => format!("文本框 {times} 个，文字放在原来的地方"),
            Self::Art => format!("艺术字 {times} 处，没有用"),
            Self::Object => format!("图表或嵌入的对象 {times} 个，留了「【待补」的记号"),
            Self::Picture => {
                format!("图片 {times} 张放不进稿件，正文里的写成了「【待补：图片】」")
            }
            Self::Reworked => format!("图片 {times} 张改了才能用"),
            Self::HiddenPicture => format!("隐藏的图片 {times} 张，没有用"),
            Self::HeaderPicture => format!("页眉页脚里的图片 {times} 张，没有用"),
            Self::Formula => format!("公式 {times} 个，留了「【待补：公式】」的记号"),
            Self::Fraction => format!("分数 {times} 个，写成了一行"),
            Self::Struck => format!("有删除线的文字 {times} 处，留下了，标了删除线"),
            Self::Coloured => format!("彩色的文字 {times} 处，文字留下了，颜色没有用"),
            Self::Highlighted => format!("加了底色的文字 {times} 处，文字留下了，底色没有用"),
            Self::Ruby => format!("注音 {times} 处，没有用"),
            Self::Enclosed => format!("带圈或带框的字 {times} 处，只留下里面的字"),
            Self::Letter => format!("数学字母 {times} 处，换成了普通字母"),
            Self::Field => format!("没有结果的域 {times} 个，没有用"),
            Self::Reference => format!("引用出错的地方 {times} 处，留了「【待补：引用】」的记号"),
            Self::Contents => format!("目录 {times} 处，没有用"),
            Self::Prompt => format!("没有填写的提示文字 {times} 处，没有用"),
            Self::Outside => {
                format!("嵌入或链接的文件 {times} 个，没有读进来，留了「【待补」的记号")
            }
            Self::Unknown => format!("只有更新的软件才认识的内容 {times} 处，没有用"),
            Self::Symbol => format!("特殊符号 {times} 个，换成了「□」"),
            Self::Merged => format!("合并的单元格 {times} 处，已拆开"),
            Self::NestedTable => format!("表中的表 {times} 个，只留下文字"),
            Self::Link => format!("超链接 {times} 个，只留下文字"),
            Self::PageNumber => format!("页码 {times} 处，没有用"),
            Self::Around => format!("网页上正文以外的文字 {times} 处，没有用"),
            Self::Revealed => {
                format!("网页存下来时正文是隐藏的（{times} 处），已照读，请与原网页核对")
            }
            Self::Control => format!("网页上没有选的选项、按钮 {times} 处，没有用"),
            Self::PageName => "网页的文字里没有标题，用网页的名称作标题，请核对".to_owned(),
            Self::Misnamed => "文件的后缀与内容不符，按内容读的，内容是".to_owned(),
            Self::Encoding => "文字的编码不常见，已转换，请核对有没有认错的字。编码是".to_owned(),
            Self::Undecoded => format!("认不出的字 {times} 处，留了「【待补」的记号"),
            Self::Mail => format!("邮件的抬头 {times} 行，没有用"),
            Self::Joined => format!("断在句中的行 {times} 处，接成一段"),
            Self::Severed => {
                format!("两行之间数字连着数字 {times} 处，中间留了空格，请核对是不是一个数")
            }
        };
        // Of a dozen pictures of one format, the format is said once.
        let mut said = left.said.clone();
        if matches!(self, Self::Picture | Self::Reworked) {
            let mut seen = BTreeSet::new();
            said.retain(|text| seen.insert(text.clone()));
            return format!("{what}：{}", quoted(&said, said.len()));
        }
        match said.as_slice() {
            [] => what,
            said => format!("{what}：{}", quoted(said, times)),
        }
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
        let text = clean::characters(text.get(..text.floor_char_boundary(MOST)).unwrap_or(text));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if left.said.len() < QUOTED && !text.is_empty() {
            left.said.push(text);
        }
    }
}

/// The most bytes of something left out that are looked at: more than is told.
const MOST: usize = 2_000;
/// How many of several things left out are quoted: all, as far as anybody reads them.
const QUOTED: usize = 60;

/// What was left out, in its own words, as it may stand in a terminal; `times` in all.
pub fn quoted(said: &[String], times: usize) -> String {
    let all: Vec<String> =
        said.iter().take(QUOTED).map(|text| format!("「{}」", shortened(text))).collect();
    let more = if times > all.len() { "等" } else { "" };
    format!("{}{more}", all.join(""))
}

/// A line as it fits a report.
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
