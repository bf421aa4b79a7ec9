//! The numbers of the page that a house decides; where each comes from is said at its field.
//!
//! Lengths in mm, type sizes in pt.

/// How rows of text share the height of the 版心.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineModel {
    /// The first row touches the top of the 版心, the last its foot (撑满版心, GB/T 9704 3.2 as read here).
    Fill,
    /// The height divided into equal cells, as Word's document grid does.
    Grid,
}

/// How paragraphs are broken into rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineBreaks {
    /// Row by row, at most `chars` cells each.
    Simple,
    /// Over the whole paragraph; may squeeze marks to take one character more.
    Optimized,
}

/// Rows and characters of a full page (GB/T 9704 5.2.3: 22 × 28).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Rows a page.
    pub lines: u32,
    /// Characters a row.
    pub chars: u32,
}

/// White around the 版心, in mm (GB/T 9704 5.2.1: top 37, left 28; right 26 and bottom 35 follow).
#[derive(Clone, Copy, Debug, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MastheadLayout {
    /// From the top of the 版心 to the name, or to the prefix where there is one, in mm.
    pub offset: f64,
    /// Largest size of the name in pt.
    pub name_size: f64,
    /// Thickness of the red rule in mm.
    pub rule: f64,
}

/// The page of one house.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// Whether pages carry their number.
    pub page_number: bool,
    /// Printed on both sides: the tail goes on an even page.
    pub duplex: bool,
    /// How rows are broken.
    pub line_breaks: LineBreaks,
}

impl Default for Layout {
    /// The profile `gb9704`.
    fn default() -> Self {
        Self {
            line_model: LineModel::Fill,
            grid: Grid { lines: 22, chars: 28 },
            margins: Margins { top: 37.0, bottom: 35.0, left: 28.0, right: 26.0 },
            body_size: 16.0,
            title_size: 22.0,
            item_title_size: 18.0,
            masthead: MastheadLayout { offset: 12.0, name_size: 62.0, rule: 0.7 },
            page_number: true,
            duplex: false,
            line_breaks: LineBreaks::Simple,
        }
    }
}
