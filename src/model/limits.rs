//! How much the program takes on, and how far a house may raise each limit.
//!
//! Limits guard against slips: a picture pasted as text, a loop without end in a template. They
//! are far above what a briefing needs; the ceilings are what the program can still bear.

/// One limit of [`Limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its key in `limits` of `jianbao.yaml`.
    pub key: &'static str,
    /// The same in Chinese, as messages name it.
    pub name: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// Where nothing is set.
    pub default: u32,
    /// The highest it can be set to.
    pub ceiling: u32,
}

impl Limit {
    /// An entry or a template, in MB of 1024 × 1024 bytes. One MB of text is 800 pages, and 8 MB are
    /// more pages than there may be.
    pub const FILE_SIZE: Self =
        Self { key: "file-size", name: "文件大小", unit: "MB", default: 2, ceiling: 8 };
    /// Files of entries in the folder of one issue, those held back by 暂缓 among them. All of them
    /// are in memory at once.
    pub const ENTRIES: Self =
        Self { key: "entries", name: "稿件数", unit: "篇", default: 1000, ceiling: 10_000 };
    /// Issues of a workspace. The heads of all of them are read to tell whether numbers are right.
    pub const ISSUES: Self =
        Self { key: "issues", name: "期数", unit: "期", default: 20_000, ceiling: 100_000 };
    /// Levels of Markdown within each other. Typst gives up at 64 nested show rules: it sets 16
    /// quotations within each other and no more.
    pub const NESTING: Self =
        Self { key: "nesting", name: "嵌套", unit: "层", default: 12, ceiling: 16 };
    /// A picture's file, in MB of 1024 × 1024 bytes.
    pub const PICTURE_SIZE: Self =
        Self { key: "picture-size", name: "图片大小", unit: "MB", default: 50, ceiling: 200 };
    /// A picture's pixels, in millions: unpacked, each takes up to eight bytes, and as much again
    /// while the PDF is made.
    pub const PICTURE_PIXELS: Self =
        Self {
            key: "picture-pixels", name: "图片像素", unit: "百万", default: 100, ceiling: 150
        };
    /// Pages of one issue, all of which are in memory at once: 1000 of them take 300 MB.
    pub const PAGES: Self =
        Self { key: "pages", name: "页数", unit: "页", default: 1000, ceiling: 5000 };
    /// How long one issue may be set, in seconds.
    pub const TIME: Self =
        Self { key: "time", name: "用时", unit: "秒", default: 120, ceiling: 3600 };

    /// All of them, in the order of the table in the guide.
    pub const ALL: [Self; 8] = [
        Self::FILE_SIZE,
        Self::ENTRIES,
        Self::ISSUES,
        Self::NESTING,
        Self::PICTURE_SIZE,
        Self::PICTURE_PIXELS,
        Self::PAGES,
        Self::TIME,
    ];

    /// How to have more of it, where it is `now`: a clause for the help of a finding.
    pub fn remedy(&self, now: u32) -> String {
        if now >= self.ceiling {
            return format!("jianbao.yaml 的「限制」里的「{}」已经是最大的，不能再改大", self.name);
        }
        format!(
            "确有需要的，在 jianbao.yaml 的「限制」里把「{}」改大（现在是 {now}，最大 {}）",
            self.name, self.ceiling
        )
    }
}

/// The limits in force: `limits` of `jianbao.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// [`Limit::FILE_SIZE`].
    pub file_size: u32,
    /// [`Limit::ENTRIES`].
    pub entries: u32,
    /// [`Limit::ISSUES`].
    pub issues: u32,
    /// [`Limit::NESTING`].
    pub nesting: u32,
    /// [`Limit::PICTURE_SIZE`].
    pub picture_size: u32,
    /// [`Limit::PICTURE_PIXELS`].
    pub picture_pixels: u32,
    /// [`Limit::PAGES`].
    pub pages: u32,
    /// [`Limit::TIME`].
    pub time: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self::with(|limit| limit.default)
    }
}

impl Limits {
    /// Each limit as `value` has it.
    pub fn with(mut value: impl FnMut(Limit) -> u32) -> Self {
        Self {
            file_size: value(Limit::FILE_SIZE),
            entries: value(Limit::ENTRIES),
            issues: value(Limit::ISSUES),
            nesting: value(Limit::NESTING),
            picture_size: value(Limit::PICTURE_SIZE),
            picture_pixels: value(Limit::PICTURE_PIXELS),
            pages: value(Limit::PAGES),
            time: value(Limit::TIME),
        }
    }
}

/// MB as bytes.
pub const fn megabytes(count: u32) -> u64 {
    count as u64 * 1024 * 1024
}
