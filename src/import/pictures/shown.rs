//! A picture and its place in a document, as plain values.

/// A picture where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// What is shown.
    pub content: Content,
    /// How wide it is shown, in mm, where the file says so.
    pub width: Option<f32>,
    /// How high, likewise.
    pub height: Option<f32>,
    /// How it stands to the text.
    pub stands: Stands,
    /// Whether it begins lower than the line that it stands in.
    pub is_below: bool,
    /// What it shows, in words that stand elsewhere; empty where nobody says so.
    pub alt: String,
    /// What is to stand below it; empty where nothing does.
    pub caption: String,
}

/// What is shown where a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// Index into [`Document::pictures`](crate::import::document::Document::pictures).
    Picture(usize),
    /// A gap: what an entry cannot hold, in a word, as in 【待补：图片】.
    Gap(&'static str),
}

impl Default for Content {
    fn default() -> Self {
        Self::Gap("图片")
    }
}

/// How a picture stands to the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// In the line, as a character does.
    #[default]
    InLine,
    /// At a place of its own, and text runs around it.
    Beside,
    /// At a place of its own, in front of text or behind it.
    Over,
}

impl Shown {
    /// A gap: what an entry cannot hold, in a word.
    pub fn gap(what: &'static str) -> Self {
        Self { content: Content::Gap(what), ..Self::default() }
    }

    /// Whether it is a sign within a line: no wider, or no higher and not much wider, than a row is
    /// high (10.5 mm in GB/T 9704-2012, 7.2.3).
    pub fn is_small(&self) -> bool {
        const ROW: f32 = 10.5;
        const WORD: f32 = 60.0;
        let narrow = |most: f32| self.width.is_some_and(|width| width <= most);
        narrow(ROW) || (self.height.is_some_and(|height| height <= ROW) && narrow(WORD))
    }

    /// Whether it stands in the line, as a sign does.
    pub fn is_sign(&self) -> bool {
        self.stands == Stands::InLine && self.is_small()
    }

    /// What tells it from others; equal ones can stand for each other.
    pub fn key(&self) -> String {
        let mm = |length: Option<f32>| length.map_or(0, |length| (length * 100.0) as u32);
        format!("{:?} {:?} {} {}", self.content, self.stands, mm(self.width), mm(self.height))
    }
}

/// A picture that can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `png` or `jpg`.
    pub extension: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Picture {
    /// Width and height, in mm, where nobody gives others: 96 pixels are an inch.
    pub fn natural(&self) -> Option<(f32, f32)> {
        let size = imagesize::blob_size(&self.bytes).ok()?;
        let mm = |pixels: usize| pixels as f32 * 25.4 / 96.0;
        Some((mm(size.width), mm(size.height)))
    }
}
