//! The numbers of the page that a house decides; where each comes from is said at its field.
//!
//! Lengths in mm, type sizes in pt. The named profiles lie in `templates/profiles/`. A number has a
//! field in [`Layout`] and a row in [`Layout::FIELDS`]: `read` fills the field by the row, and
//! `settings.typ` is written from the rows. What it is called, its bounds and its default are in
//! `read::keys`.

mod field;

pub use field::PageValue;

use field::{Field, Setting, field};

/// A setting whose values are words: the variants of an enum, each with the English and the Chinese
/// word that a house may write for it. The first is the default.
macro_rules! words {
    ($(#[$about:meta])* $name:ident {
        $(#[$first_about:meta])* $first:ident = $first_english:literal $first_chinese:literal,
        $($(#[$other_about:meta])* $other:ident = $english:literal $chinese:literal,)+
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            $(#[$first_about])*
            #[default]
            $first,
            $($(#[$other_about])* $other),+
        }

        impl $name {
            /// The words of all values, English and Chinese, in the order in which they are offered.
            pub const WORDS: &[(&str, &str)] =
                &[($first_english, $first_chinese), $(($english, $chinese)),+];
        }

        impl Setting for $name {
            fn value(self) -> PageValue {
                PageValue::Word(match self {
                    Self::$first => $first_english,
                    $(Self::$other => $english),+
                })
            }

            fn of(value: PageValue) -> Option<Self> {
                match value {
                    PageValue::Word($first_english) => Some(Self::$first),
                    $(PageValue::Word($english) => Some(Self::$other),)+
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// How rows of text share the height of the 版心.
    LineModel {
        /// The first row touches the top of the 版心, the last its foot (撑满版心, GB/T 9704 3.2 as read here).
        Fill = "fill" "撑满",
        /// The height divided into equal cells, as Word's document grid does.
        Grid = "grid" "网格",
    }
}

words! {
    /// How far apart characters stand.
    Pitch {
        /// The width of the 版心 divided by the characters of a row; glyphs keep their size.
        Grid = "grid" "按格",
        /// Each character as wide as its size.
        Natural = "natural" "自然",
    }
}

words! {
    /// How paragraphs are broken into rows.
    LineBreaks {
        /// Row by row, at most `chars` cells each.
        Simple = "simple" "逐行",
        /// Over the whole paragraph; may squeeze marks to take one character more.
        Optimized = "optimized" "整段",
        /// As Word and WPS break Chinese: row by row, marks squeezed so that more fits, no character
        /// carried over because of a closing mark.
        Office = "office" "办公",
    }
}

words! {
    /// What of the name lies [`MastheadLayout::offset`] under the top of the 版心.
    Anchor {
        /// Its em box; what rounding to whole rows adds goes above it.
        Box = "box" "字框",
        /// Its ink, exactly (GB/T 9704 7.2.4 and 10.3, read strictly).
        Ink = "ink" "笔画",
    }
}

words! {
    /// Whether 一是…。 and its like are set bold.
    LeadIns {
        /// The first sentence after 一是, 一要, 第一， is bold.
        Bold = "bold" "加粗",
        /// As written.
        Plain = "plain" "不加粗",
    }
}

words! {
    /// How the number of the issue is written in the masthead (house practice).
    NumberForm {
        /// 第 28 期（总第 136 期）.
        Plain = "plain" "第1期",
        /// （第 28 期）.
        Brackets = "brackets" "（第1期）",
        /// 总第 136 期.
        Total = "total" "总第1期",
    }
}

words! {
    /// What the red rule under the masthead is (house practice).
    RuleForm {
        /// One line.
        Plain = "plain" "单线",
        /// Two lines, [`RuleForm::GAP`] apart.
        Double = "double" "双线",
        /// One line with a five-pointed star in the middle.
        Star = "star" "五角星",
    }
}

impl RuleForm {
    /// White between the lines of a double rule, in mm (house practice).
    pub const GAP: f64 = 0.8;
    /// Height of the star's circle, in mm (house practice: about a character of 三号).
    pub const STAR: f64 = 5.5;
    /// White between the star's circle and the line on each side, in mm (house practice).
    pub const BESIDE_STAR: f64 = 2.0;
}

words! {
    /// How the number of a page is written.
    PageNumberForm {
        /// — 1 — (GB/T 9704 7.5).
        Dash = "dash" "— 1 —",
        /// - 1 -.
        Hyphen = "hyphen" "- 1 -",
        /// 1.
        Plain = "plain" "只有数字",
    }
}

impl PageNumberForm {
    /// What stands on both sides of the number.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Dash => "—",
            Self::Hyphen => "-",
            Self::Plain => "",
        }
    }
}

words! {
    /// Where the number of a page stands.
    PageNumberPlace {
        /// 空一字 from the outer edge (GB/T 9704 7.5).
        Outer = "outer" "外侧",
        /// In the middle of the 版心.
        Centre = "centre" "居中",
    }
}

words! {
    /// Which entries end in a line （××供稿）.
    SourceLines {
        /// Those of the kind 综合 (`report`).
        Reports = "reports" "综合",
        /// All that name their source, annexes and notices aside.
        All = "all" "全部",
        /// None.
        None = "none" "不排",
    }
}

/// Rows and characters of a full page (GB/T 9704 5.2.3: 22 × 28).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Rows a page.
    pub lines: u32,
    /// Characters a row.
    pub chars: u32,
    /// How far apart they stand.
    pub pitch: Pitch,
}

/// White around the 版心, in mm (GB/T 9704 5.2.1: top 37, left 28; right 26 and bottom 35 follow).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Margins {
    /// 天头.
    pub top: f64,
    /// Foot.
    pub bottom: f64,
    /// 订口.
    pub left: f64,
    /// 切口.
    pub right: f64,
}

/// The masthead's own numbers (house practice).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MastheadLayout {
    /// From the top of the 版心 to the name, in mm.
    pub offset: f64,
    /// The same where a prefix, a classification or a serial stands above the name, in mm.
    pub crowded_offset: f64,
    /// What of the name the offset leads to.
    pub anchor: Anchor,
    /// Largest size of the name in pt.
    pub name_size: f64,
    /// How the number of the issue is written.
    pub number_form: NumberForm,
    /// Thickness of the red rule in mm.
    pub rule: f64,
    /// What the red rule is.
    pub rule_form: RuleForm,
}

/// Empty rows (house practice).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blank {
    /// Under the red rule.
    pub after_masthead: u32,
    /// Before an entry's title.
    pub before_title: u32,
    /// After it.
    pub after_title: u32,
    /// Before the heading of a column.
    pub before_column: u32,
    /// After it; an entry's title that follows at once has no row of its own before it.
    pub after_column: u32,
}

/// The page of one house.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layout {
    /// How rows share the height.
    pub line_model: LineModel,
    /// Rows and characters.
    pub grid: Grid,
    /// White around the text area.
    pub margins: Margins,
    /// Size of the body in pt (三号).
    pub body_size: f64,
    /// Size of the leading entry's title in pt (二号).
    pub title_size: f64,
    /// Size of a title within a column in pt (小二).
    pub item_title_size: f64,
    /// The masthead.
    pub masthead: MastheadLayout,
    /// Empty rows.
    pub blank: Blank,
    /// Whether pages carry their number.
    pub page_number: bool,
    /// How it is written.
    pub page_number_form: PageNumberForm,
    /// Where it stands.
    pub page_number_place: PageNumberPlace,
    /// Printed on both sides: the tail goes on an even page.
    pub duplex: bool,
    /// How rows are broken.
    pub line_breaks: LineBreaks,
    /// How much the marks within a row give together under [`LineBreaks::Office`], in em; the blank
    /// half of a mark at its end is not counted. Half an em is what explains every row of the printed
    /// No. 28 of 2018 (a search over row width, squeeze, hang and the stiffness of quotation marks).
    pub squeeze: f64,
    /// How 一是 and its like are set.
    pub lead_ins: LeadIns,
    /// Which entries end in their source.
    pub source_lines: SourceLines,
}

/// A field of [`Layout`].
pub type PageField = Field<Layout>;

/// A4, GB/T 9704 5.1, in mm: width and height.
pub const PAPER: (f64, f64) = (210.0, 297.0);
/// Millimetres in a point.
pub const MM_PER_PT: f64 = 25.4 / 72.0;

impl Layout {
    /// The fields, each with its key and, where the page is set by it, what `settings.typ` calls it.
    pub const FIELDS: &[PageField] = &[
        field!(line_model = "line-model", "line-model"),
        field!(grid.lines = "grid.lines", "lines"),
        field!(grid.chars = "grid.chars", "chars"),
        field!(grid.pitch = "grid.pitch", "char-pitch"),
        field!(margins.top = "margins.top", "margin-top", "mm"),
        field!(margins.bottom = "margins.bottom", "margin-bottom", "mm"),
        field!(margins.left = "margins.left", "margin-left", "mm"),
        field!(margins.right = "margins.right", "margin-right", "mm"),
        field!(body_size = "body-size", "body-size", "pt"),
        field!(title_size = "title-size"),
        field!(item_title_size = "item-title-size"),
        field!(masthead.offset = "masthead.offset", "masthead-offset", "mm"),
        field!(
            masthead.crowded_offset = "masthead.crowded-offset",
            "masthead-crowded-offset",
            "mm"
        ),
        field!(masthead.anchor = "masthead.anchor", "masthead-anchor"),
        field!(masthead.name_size = "masthead.name-size", "masthead-name-size", "pt"),
        field!(masthead.number_form = "masthead.number-form"),
        field!(masthead.rule = "masthead.rule", "masthead-rule", "mm"),
        field!(masthead.rule_form = "masthead.rule-form", "masthead-rule-form"),
        field!(blank.after_masthead = "blank.after-masthead", "blank.after-masthead"),
        field!(blank.before_title = "blank.before-title", "blank.before-title"),
        field!(blank.after_title = "blank.after-title", "blank.after-title"),
        field!(blank.before_column = "blank.before-column", "blank.before-column"),
        field!(blank.after_column = "blank.after-column", "blank.after-column"),
        field!(page_number = "page-number", "page-number"),
        PageField {
            typst: Some("page-number-mark"),
            given: |layout| PageValue::Word(layout.page_number_form.mark()),
            ..field!(page_number_form = "page-number-form")
        },
        field!(page_number_place = "page-number-place", "page-number-place"),
        field!(duplex = "duplex", "duplex"),
        field!(line_breaks = "linebreaks", "linebreaks"),
        field!(squeeze = "squeeze"),
        field!(lead_ins = "lead-ins"),
        field!(source_lines = "source-lines"),
    ];

    /// Width of the 版心 in mm.
    pub fn text_width(&self) -> f64 {
        PAPER.0 - self.margins.left - self.margins.right
    }

    /// Height of the 版心 in mm.
    pub fn text_height(&self) -> f64 {
        PAPER.1 - self.margins.top - self.margins.bottom
    }

    /// From one row to the next, in mm.
    pub fn row_pitch(&self) -> f64 {
        match self.line_model {
            LineModel::Fill => {
                (self.text_height() - self.body_size * MM_PER_PT) / f64::from(self.grid.lines - 1)
            }
            LineModel::Grid => self.text_height() / f64::from(self.grid.lines),
        }
    }

    /// From one character to the next, in mm.
    pub fn char_pitch(&self) -> f64 {
        match self.grid.pitch {
            Pitch::Grid => self.text_width() / f64::from(self.grid.chars),
            Pitch::Natural => self.body_size * MM_PER_PT,
        }
    }
}
