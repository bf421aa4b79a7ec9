//! A laid-out document as numbers: pages, rows, rules, notes, in mm and pt.

use crate::diagnostic::Span;

/// The ascent of a Han em box in parts of its size, as the page library sets it.
pub const ASCENT: f64 = 0.88;
/// The red of the masthead: 6.2 names the ink, archive PDFs are RGB.
pub const RED: [u8; 3] = [255, 0, 0];

/// A laid-out document as numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// Its pages.
    pub pages: Vec<MeasuredPage>,
    /// Whether a tail (报尾) was to be set; what belongs to it is [`Part::Tail`].
    pub has_tail: bool,
    /// Footnotes, in the order of their marks.
    pub notes: Vec<Note>,
}

/// A footnote: where its mark stands, and where its text begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    /// The label it has in the Typst files, if any.
    pub label: Option<String>,
    /// The page of its mark, from 1.
    pub mark: usize,
    /// The page on which its text begins; `None` where there is no text.
    pub text: Option<usize>,
}

/// One page. The origin is the upper left corner of the sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeasuredPage {
    /// From 1.
    pub number: usize,
    /// Width in mm.
    pub width: f64,
    /// Height in mm.
    pub height: f64,
    /// Rows of text, from the top; the page number is not one of them.
    pub rows: Vec<Row>,
    /// The page number, if there is one.
    pub page_number: Option<PageNumber>,
    /// Straight horizontal and vertical lines.
    pub rules: Vec<Rule>,
    /// Pictures, and whatever is turned or scaled: rows in it are not rows of the page.
    pub pictures: Vec<Area>,
    /// The baselines of the marks of footnotes, in mm from the top of the sheet.
    pub marks: Vec<f64>,
    /// The baselines of runs that are no part of any row's text, blanks alone and raised marks: a row
    /// of its own stands where there is nothing else.
    pub unseen: Vec<f64>,
}

/// A rectangle on a page, in mm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x0: f64,
    /// Upper edge.
    pub y0: f64,
    /// Right edge.
    pub x1: f64,
    /// Lower edge.
    pub y1: f64,
}

impl Area {
    /// The smallest area around both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}

/// What a row or a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 报头: everything down to the red rule.
    Masthead,
    /// A title, the heading of a column or within a body.
    Heading,
    /// A paragraph.
    Body,
    /// An item of a list.
    List,
    /// A quotation.
    Quote,
    /// 要目.
    Contents,
    /// A table.
    Table,
    /// A footnote at the foot of the page.
    Footnote,
    /// 报尾.
    Tail,
    /// A source line, a signature, a caption.
    Other,
}

/// The glyphs of one part of the page that share a baseline; raised marks are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The baseline, in mm from the top of the sheet.
    pub baseline: f64,
    /// Where the first character's cell begins, in mm; blanks do not count.
    pub x0: f64,
    /// Where the last character's cell ends, in mm.
    pub x1: f64,
    /// What is inked.
    pub ink: Area,
    /// Characters, blanks left out.
    pub cells: usize,
    /// Whether more stands in it than these: a picture, a raised mark, blanks at an end. How many
    /// characters it should have can then not be told.
    pub mixed: bool,
    /// Whether a picture stands at its side: the rows of its paragraph are narrower than all others.
    pub beside: bool,
    /// As set.
    pub text: String,
    /// The family most of its characters come from.
    pub font: String,
    /// The largest size in it, in pt.
    pub size: f64,
    /// Red, green, blue of its first character.
    pub color: [u8; 3],
    /// What it belongs to.
    pub part: Part,
    /// Rows of one paragraph (item, footnote) share a number; it may go on over pages.
    pub paragraph: Option<usize>,
    /// Rows of one heading share a number.
    pub heading: Option<usize>,
    /// Rows of one innermost block of the page share a number.
    pub block: usize,
    /// The author's text from the first character to the last, where an author wrote it.
    pub span: Option<Span>,
}

/// — 1 —.
#[derive(Clone, Debug, PartialEq)]
pub struct PageNumber {
    /// As set, without blanks.
    pub text: String,
    /// Where its first dash begins, in mm.
    pub x0: f64,
    /// Where its last dash ends, in mm.
    pub x1: f64,
    /// The middle of the dash's stroke, in mm; where there is no dash, of what is inked.
    pub dash: f64,
    /// In pt.
    pub size: f64,
    /// The family of its first character.
    pub font: String,
}

/// A straight line with its thickness, as the area it inks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// What is inked.
    pub area: Area,
    /// Red, green, blue.
    pub color: [u8; 3],
    /// What it belongs to.
    pub part: Part,
}

impl Rule {
    /// Whether it lies.
    pub fn is_horizontal(&self) -> bool {
        self.area.x1 - self.area.x0 > self.area.y1 - self.area.y0
    }

    /// Its thickness in mm.
    pub fn thickness(&self) -> f64 {
        (self.area.y1 - self.area.y0).min(self.area.x1 - self.area.x0)
    }

    /// Its length in mm.
    pub fn length(&self) -> f64 {
        (self.area.y1 - self.area.y0).max(self.area.x1 - self.area.x0)
    }
}

impl MeasuredPage {
    /// Whether anything but a tail stands on it.
    pub fn has_content(&self) -> bool {
        !self.pictures.is_empty()
            || self.rows.iter().any(|row| row.part != Part::Tail)
            || self.rules.iter().any(|rule| rule.part != Part::Tail)
    }

    /// Whether it lies on its side.
    pub fn is_landscape(&self) -> bool {
        self.width > self.height
    }
}
