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
    /// All its names in Chinese, that one first.
    pub names: &'static [&'static str],
    /// What it is counted in.
    pub unit: &'static str,
    /// Where nothing is set.
    pub default: u32,
    /// The highest it can be set to.
    pub ceiling: u32,
    /// One line for the schema.
    pub about: &'static str,
}

macro_rules! limits {
    ($($(#[$about:meta])+ $field:ident: $limit:ident =
        $key:literal, [$name:literal $(, $other:literal)*], $unit:literal, $default:literal, $ceiling:literal,
        $what:literal;)+) => {
        impl Limit {
            $($(#[$about])+
            pub const $limit: Self = Self {
                key: $key,
                name: $name,
                names: &[$name $(, $other)*],
                unit: $unit,
                default: $default,
                ceiling: $ceiling,
                about: $what,
            };)+

            /// All of them, in the order of the table in the guide.
            pub const ALL: [Self; [$($key),+].len()] = [$(Self::$limit),+];
        }

        /// The limits in force: `limits` of `jianbao.yaml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Limits {
            $(#[doc = concat!("[`Limit::", stringify!($limit), "`].")]
            pub $field: u32,)+
        }

        impl Limits {
            /// Each limit as `value` has it.
            pub fn with(mut value: impl FnMut(Limit) -> u32) -> Self {
                Self { $($field: value(Limit::$limit)),+ }
            }
        }
    };
}

// Key, Chinese names, unit, default, ceiling; what the schema says of it.
limits! {
    /// An entry or a template, in MB of 1024 × 1024 bytes. One MB of text is 800 pages, and 8 MB are
    /// more pages than there may be.
    file_size: FILE_SIZE = "file-size", ["文件大小"], "MB", 2, 8,
        "一篇稿件或一个模板最多几 MB，默认 2";
    /// Files of entries in the folder of one issue, those held back by 暂缓 among them. All of them
    /// are in memory at once.
    entries: ENTRIES = "entries", ["稿件数", "篇数"], "篇", 1000, 10_000,
        "一期最多几篇稿件，默认 1000";
    /// Issues of a workspace. The heads of all of them are read to tell whether numbers are right.
    issues: ISSUES = "issues", ["期数"], "期", 20_000, 100_000,
        "工作区里最多几期，默认 20000";
    /// Levels of Markdown within each other. Typst gives up at 64 nested show rules: it sets 16
    /// quotations within each other and no more.
    nesting: NESTING = "nesting", ["嵌套"], "层", 12, 16,
        "正文里列表、引用等最多套几层，默认 12";
    /// A picture's file, in MB of 1024 × 1024 bytes.
    picture_size: PICTURE_SIZE = "picture-size", ["图片大小"], "MB", 50, 200,
        "一张图片最多几 MB，默认 50";
    /// A picture's pixels, in millions: unpacked, each takes up to eight bytes, and as much again
    /// while the PDF is made.
    picture_pixels: PICTURE_PIXELS = "picture-pixels", ["图片像素"], "百万", 100, 150,
        "一张图片最多几百万像素，默认 100（一亿）";
    /// Pages of one issue, all of which are in memory at once: 1000 of them take 300 MB.
    pages: PAGES = "pages", ["页数"], "页", 1000, 5000,
        "一期最多几页，默认 1000";
    /// How long one issue may be set, in seconds.
    time: TIME = "time", ["用时"], "秒", 120, 3600,
        "排一期最多用几秒，默认 120";
}

impl Limit {
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

impl Default for Limits {
    fn default() -> Self {
        Self::with(|limit| limit.default)
    }
}

/// MB as bytes.
pub const fn megabytes(count: u32) -> u64 {
    count as u64 * 1024 * 1024
}
