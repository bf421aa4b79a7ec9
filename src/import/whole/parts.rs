//! Where each entry of an issue begins: titles and columns, by their looks and their places.
//!
//! The first title tells how titles look; a line that looks so, or is in 本期要目, begins an entry.
//! A heading within an entry is none: it is numbered, or looks otherwise.

use super::lines::HouseFiles;
use super::look::{Face, Look, prevailing};
use crate::import::bare::{dense, plain};
use crate::import::clean;
use crate::import::document::{Block, Paragraph};
use crate::import::recognise::{Confidence, Guess, lines};

/// The most characters of a title.
const TITLE: usize = 80;
/// The most characters of the name of a column.
const COLUMN: usize = 14;
/// The most lines of a title.
const LINES: usize = 4;
/// Signs before the names of columns.
pub const MARKS: &str = "◆◇★☆●○■□▲△▶►▷※❖✦◎⊙☉♦▪◼";
/// What names of columns have in them, where nothing else tells. House practice.
const WORDS: &[&str] = &[
    "动态",
    "活动",
    "交流",
    "要闻",
    "简讯",
    "信息",
    "传真",
    "关注",
    "聚焦",
    "通报",
    "公告",
    "之窗",
    "之声",
    "风采",
    "经验",
    "做法",
    "言论",
    "论坛",
    "解读",
    "资讯",
    "速递",
    "快讯",
    "专栏",
    "园地",
    "看点",
    "一线",
    "基层",
    "督查",
    "调研",
    "要情",
    "集萃",
    "选登",
    "视点",
    "文件",
    "专题",
    "重点工作",
    "部门",
    "县区",
    "乡镇",
    "领导",
];

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The sign before it.
    pub mark: Option<char>,
    /// Its name as written, brackets included.
    pub text: String,
}

impl Heading {
    /// Its name without brackets.
    pub fn bare(&self) -> String {
        let brackets: &[char] = &['【', '】', '〖', '〗', '[', ']', '［', '］', '「', '」'];
        // ◆领导活动◆
        let text = dense(&self.text);
        let text = text.trim_end_matches(|c| MARKS.contains(c)).trim_matches(brackets);
        text.trim_end_matches(['：', ':']).to_owned()
    }
}

/// One entry of the file.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The index of its column among [`Parts::columns`].
    pub column: Option<usize>,
    /// Its title.
    pub title: Option<Guess<String>>,
    /// The paragraph that the title was taken from, with footnotes and pictures of it.
    pub heading: Vec<Paragraph>,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// All entries of a file.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Columns in their order; one that comes twice is twice in it.
    pub columns: Vec<Heading>,
    /// Entries in their order.
    pub entries: Vec<Part>,
}

/// Parts the text of an issue; `items` are the lines of its 本期要目.
pub fn split(blocks: &[Block], items: &[String], known: HouseFiles<'_>) -> Parts {
    let reader = Reader::new(blocks, items, known);
    let mut parts = Parts::default();
    let mut open = Part::default();
    let mut at = 0;
    while at < blocks.len() {
        if let Some(heading) = reader.column(at) {
            close(&mut parts, std::mem::take(&mut open));
            parts.columns.push(heading);
            open.column = Some(parts.columns.len() - 1);
            at += 1;
        } else if let Some(lines) = reader.title(at) {
            let column = open.column;
            close(&mut parts, std::mem::take(&mut open));
            open = Part { column, title: Some(reader.guess(at, lines)), ..Part::default() };
            open.heading = blocks[at..at + lines].iter().filter_map(paragraph).cloned().collect();
            at += lines;
        } else {
            open.blocks.push(blocks[at].clone());
            at += 1;
        }
    }
    close(&mut parts, open);
    parts
}

fn close(parts: &mut Parts, part: Part) {
    if part.title.is_some() || !part.blocks.is_empty() {
        parts.entries.push(part);
    }
}

/// Where the first entry or column begins.
pub fn first(blocks: &[Block], items: &[String], known: HouseFiles<'_>) -> Option<usize> {
    let reader = Reader::new(blocks, items, known);
    (0..blocks.len()).find(|at| reader.column(*at).is_some() || reader.title(*at).is_some())
}

fn paragraph(block: &Block) -> Option<&Paragraph> {
    match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) => None,
    }
}

/// Whether a short line is called as columns are.
fn is_worded(line: &str) -> bool {
    WORDS.iter().any(|word| line.contains(word))
}

struct Reader<'b> {
    blocks: &'b [Block],
    items: Vec<String>,
    known: HouseFiles<'b>,
    /// That of the text.
    text: Look,
    /// That of the first title.
    first: Option<Look>,
    /// Of each block, whether it is running text, and whether it may be a title or a column.
    is_text: Vec<bool>,
    is_line: Vec<bool>,
}

impl<'b> Reader<'b> {
    fn new(blocks: &'b [Block], items: &[String], known: HouseFiles<'b>) -> Self {
        let mut reader = Self {
            blocks,
            items: items.iter().map(|item| plain(item)).collect(),
            known,
            text: prevailing(blocks.iter().filter_map(paragraph)),
            first: None,
            is_text: Vec::new(),
            is_line: Vec::new(),
        };
        reader.is_text = (0..blocks.len()).map(|at| reader.reads_as_text(at)).collect();
        reader.is_line = (0..blocks.len()).map(|at| reader.reads_as_line(at)).collect();
        reader.first = reader.first_title();
        reader
    }

    fn at(&self, at: usize) -> Option<&'b Paragraph> {
        self.blocks.get(at).and_then(paragraph)
    }

    /// The look of the line above the first running text that is most like a title.
    fn first_title(&self) -> Option<Look> {
        let is_free =
            |at: &usize| self.is_line(*at) && self.marked(*at).is_none() && !self.is_of_house(*at);
        // 编者按 may stand before it.
        let start = (0..self.blocks.len()).find(is_free)?;
        let end = (start..self.blocks.len()).find(|at| self.is_text(*at))?;
        let score = |at: &usize| {
            let look = self.at(*at).map(Look::of).unwrap_or_default();
            let size = look.size.unwrap_or(0) * 5;
            let weight = i32::from(look.titled) * 400
                + i32::from(look.level.is_some()) * 200
                + i32::from(look.center) * 150
                + i32::from(look.face == Face::Title) * 150
                + i32::from(look.bold) * 60;
            size + weight
        };
        // Of a run of lines, a column stands above the title: of equals, the last.
        (start..end).filter(is_free).max_by_key(score).and_then(|at| self.at(at)).map(Look::of)
    }

    fn is_text(&self, at: usize) -> bool {
        self.is_text.get(at).copied().unwrap_or(false)
    }

    fn is_line(&self, at: usize) -> bool {
        self.is_line.get(at).copied().unwrap_or(false)
    }

    /// Whether running text, a table or an item of a list stands there.
    fn reads_as_text(&self, at: usize) -> bool {
        let Some(paragraph) = self.at(at) else { return at < self.blocks.len() };
        let text = paragraph.text();
        let marked = self.marked(at).is_some() && text.chars().count() <= COLUMN + 2;
        !marked
            && (text.chars().count() > TITLE
                || text.contains('。')
                || text.trim_end().ends_with(['；', '：', ':', '，'])
                || paragraph.bullet.is_some()
                || clean::is_numbered(&text))
    }

    /// Whether it is a short line that may be a title or a column.
    fn reads_as_line(&self, at: usize) -> bool {
        let Some(paragraph) = self.at(at) else { return false };
        let text = paragraph.text();
        let bare = text.trim();
        let aside = bare.starts_with(['图', '注', '（', '(']) && !bare.starts_with("图书")
            || (bare.starts_with('表')
                && bare.chars().nth(1).is_some_and(|c| c.is_ascii_digit() || c == '：'))
            || bare.starts_with("附件")
            || bare.starts_with("附：");
        let said = lines::read(bare, self.known.roster);
        // A title may end like the name of a unit; nothing else that such a line says is one.
        let is_said = said.iter().any(|line| !matches!(line, lines::Line::Unit(_)));
        // The first row of a title may be a unit: 县市场监管局 / 开展专项检查.
        let free = said.is_empty()
            || bare.chars().count() > 12
            || Look::of(paragraph).is_strong(self.text)
            || self.is_below_column(at);
        !bare.is_empty() && !self.is_text(at) && !aside && !is_said && free
    }

    /// Whether the line above can only be a column.
    fn is_below_column(&self, at: usize) -> bool {
        let Some(above) = at.checked_sub(1) else { return false };
        let Some(text) = self.at(above).map(Paragraph::text) else { return false };
        let worded = text.trim().chars().count() <= 8 && is_worded(text.trim());
        worded || self.is_of_house(above) || self.marked(above).is_some()
    }

    /// Whether text follows that is an entry's, at once or below lines that say whose it is.
    fn leads(&self, mut at: usize) -> bool {
        const FEW: usize = 5;
        for _ in 0..FEW {
            match self.at(at) {
                None => return at < self.blocks.len(),
                Some(it) if self.is_text(at) || it.has_pictures() => return true,
                Some(_) => at += 1,
            }
        }
        false
    }

    /// ◆ 县区动态, 【领导活动】: the sign and the rest, or the brackets.
    fn marked(&self, at: usize) -> Option<Heading> {
        let text = self.at(at)?.text();
        let bare = text.trim();
        let first = bare.chars().next()?;
        if MARKS.contains(first) {
            let rest = bare[first.len_utf8()..].trim();
            return (!rest.is_empty())
                .then(|| Heading { mark: Some(first), text: rest.to_owned() });
        }
        let pairs = [('【', '】'), ('〖', '〗'), ('［', '］'), ('[', ']')];
        let whole = pairs.iter().any(|(open, close)| {
            let inner = bare.strip_prefix(*open).and_then(|rest| rest.strip_suffix(*close));
            inner.is_some_and(|inner| !inner.contains([*open, *close]))
        });
        whole.then(|| Heading { mark: None, text: bare.to_owned() })
    }

    fn is_of_house(&self, at: usize) -> bool {
        let Some(paragraph) = self.at(at) else { return false };
        let heading = Heading { mark: None, text: paragraph.text() };
        let bare = heading.bare();
        let bare = bare.trim_start_matches(|c| MARKS.contains(c));
        let titles = self.known.settings.columns.iter().filter_map(|column| column.title.as_ref());
        titles.into_iter().any(|title| dense(title.as_str()) == bare)
    }

    /// The column that begins at a place.
    fn column(&self, at: usize) -> Option<Heading> {
        let paragraph = self.at(at)?;
        let text = paragraph.text();
        let marked = self.marked(at);
        let name =
            marked.clone().unwrap_or_else(|| Heading { mark: None, text: text.trim().to_owned() });
        let length = name.bare().chars().count();
        if !(2..=COLUMN).contains(&length) || text.contains(['，', '。', '；', '\n']) {
            return None;
        }
        // A title comes below it; it may look like any line that stands by itself.
        let next = self.at(at + 1)?;
        let line_below =
            self.is_line(at + 1) && self.marked(at + 1).is_none() && self.leads(at + 2);
        if !line_below {
            return None;
        }
        let (own, below) = (Look::of(paragraph), Look::of(next));
        if marked.is_some() || self.is_of_house(at) {
            return Some(name);
        }
        if !self.is_line(at) || clean::is_numbered(&text) || next.text().trim().starts_with('—') {
            return None;
        }
        let worded = is_worded(&name.bare()) && length <= 8;
        let apart = own != below && own.stands_out(self.text) && below.stands_out(self.text);
        let is_title = self.looks_like_title(at + 1);
        let like_title = self.first == Some(own) && own.stands_out(self.text);
        let is_column = match (worded, apart) {
            (true, _) => is_title || below != own || self.first == Some(own),
            (false, true) => is_title && length <= 10 && !like_title,
            (false, false) => false,
        };
        is_column.then_some(name)
    }

    /// How many lines the title has that begins at a place.
    fn title(&self, at: usize) -> Option<usize> {
        if !self.is_line(at) {
            return None;
        }
        let after_column = at > 0 && self.column(at - 1).is_some();
        if !(self.looks_like_title(at) || after_column) {
            return None;
        }
        let mut end = at + 1;
        while end < self.blocks.len() && end - at < LINES && self.continues(at, end) {
            end += 1;
        }
        self.leads(end).then_some(end - at)
    }

    /// Whether a line is a further one of the title above it.
    fn continues(&self, first: usize, at: usize) -> bool {
        let (Some(above), Some(own)) = (self.at(first), self.at(at)) else { return false };
        let text = own.text();
        if text.trim().starts_with(['—', '－']) && text.chars().count() <= TITLE {
            return true;
        }
        let length: usize =
            (first..=at).filter_map(|at| self.at(at)).map(|it| it.text().chars().count()).sum();
        let look = Look::of(above);
        self.is_line(at)
            && self.marked(at).is_none()
            && !self.is_of_house(at)
            && Look::of(own) == look
            && length <= TITLE
            // In plain text, a line further down may as well be the first of the entry.
            && (look.stands_out(self.text) || at - first < 2)
    }

    /// Whether a line looks as titles do in this file.
    fn looks_like_title(&self, at: usize) -> bool {
        let Some(paragraph) = self.at(at).filter(|_| self.is_line(at)) else { return false };
        if self.is_item(at) {
            return true;
        }
        let own = Look::of(paragraph);
        let Some(first) = self.first else { return false };
        // The title of a table and the caption of a picture stand in the middle too.
        let above_table = at + 1 < self.blocks.len() && self.at(at + 1).is_none();
        let below_picture = at.checked_sub(1).and_then(|above| self.at(above));
        let below_picture = below_picture.is_some_and(|it| it.is_wordless() && it.has_pictures());
        if own != first && (above_table || below_picture) {
            return false;
        }
        if !first.stands_out(self.text) {
            // Nothing but its shortness tells it.
            let before = at.checked_sub(1).is_none_or(|before| {
                self.is_text(before) || self.marked(before).is_some() || self.is_of_house(before)
            });
            let above = at > 0 && self.is_line(at - 1);
            return (before || above) && own == first && self.is_long_enough(paragraph);
        }
        let deeper = matches!((own.level, first.level), (Some(own), Some(first)) if own > first);
        own == first
            || (own.center && first.center && own.is_strong(self.text) && !deeper)
            || (own.level.is_some() && own.level <= first.level && !own.center)
    }

    /// Whether a line of plain text has as many characters as a title.
    fn is_long_enough(&self, paragraph: &Paragraph) -> bool {
        paragraph.text().chars().count() >= 6
    }

    /// Whether it is a line of 本期要目, or its first row.
    fn is_item(&self, at: usize) -> bool {
        let Some(paragraph) = self.at(at) else { return false };
        let own = plain(&paragraph.text());
        let enough = own.chars().count() >= 6;
        self.items.iter().any(|item| *item == own || (enough && item.starts_with(own.as_str())))
    }

    fn guess(&self, at: usize, lines: usize) -> Guess<String> {
        let rows = self.blocks[at..at + lines].iter().filter_map(paragraph).map(Paragraph::text);
        let mut title = rows.collect::<Vec<_>>().join("|").replace('\n', "|").replace('　', " ");
        while title.contains("||") {
            title = title.replace("||", "|");
        }
        let title = title.trim_matches([' ', '|']).to_owned();
        let look = self.at(at).map(Look::of).unwrap_or_default();
        if self.is_item(at) {
            return Guess::new(title, Confidence::High, "本期要目里有这一行");
        }
        match look.stands_out(self.text) {
            true => Guess::new(title, Confidence::High, "与各篇标题的样子相同"),
            false => Guess::new(title, Confidence::Medium, "正文之间的短行，样子与正文相同"),
        }
    }
}
