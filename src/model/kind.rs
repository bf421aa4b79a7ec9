//! The kinds of entries that the program brings along: one row each.
//!
//! What sets one is its template, `templates/entries/NAME.typ`; a workspace may add kinds by adding
//! templates, which have no row.
//!
//! Fields of these kinds are fields of `Entry`; there is no type for each. Only kinds that a
//! workspace adds have further `fields`; in an entry of these here an unknown key is a mistake.

/// A kind of entry that the program brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryKind {
    /// What the file of its template is called, and how `kind` names it.
    pub name: &'static str,
    /// What clerks call it.
    pub chinese: &'static str,
    /// When its entries end in a line （××供稿）.
    pub source_line: SourceLine,
    /// Whether the title may be left out where a leader is named: it is composed of who, where and
    /// what about.
    pub composes_title: bool,
}

/// When the entries of a kind end in their source; what a house asks for is
/// [`SourceLines`](super::SourceLines).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceLine {
    /// Wherever a house has such lines at all.
    Usual,
    /// Where a house wants them under all entries.
    OnRequest,
    /// Nowhere.
    Never,
}

macro_rules! kinds {
    (($name:literal, $chinese:literal, $line:ident, $composes:literal),
     $(($names:literal, $chineses:literal, $lines:ident, $composed:literal),)+) => {
        impl EntryKind {
            /// All of them, in the order in which they are listed.
            pub const ALL: &[Self] = &[
                Self::row($name, $chinese, SourceLine::$line, $composes),
                $(Self::row($names, $chineses, SourceLine::$lines, $composed)),+
            ];

            /// What the schema says of the key `kind`.
            pub const ABOUT: &str = concat!(
                "类型：", $name, " ", $chinese, $("、", $names, " ", $chineses,)+
                "，或自定义；不写则随栏目"
            );
        }
    };
}

kinds! {
    // Name, Chinese name, line of the source, whether the title may be composed.
    ("inspection", "领导督查", OnRequest, true),
    ("update", "县区动态", OnRequest, false),
    ("report", "综合", Usual, false),
    ("notice", "通知", Never, false),
    ("annex", "附件", Never, false),
}

impl EntryKind {
    /// The kind where nothing else is said.
    pub const DEFAULT: &str = "update";

    const fn row(
        name: &'static str,
        chinese: &'static str,
        source_line: SourceLine,
        composes_title: bool,
    ) -> Self {
        Self { name, chinese, source_line, composes_title }
    }

    /// The one of that name; `None` for a kind that a workspace adds.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|kind| kind.name == name)
    }

    /// The one that clerks call so.
    pub fn called(chinese: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|kind| kind.chinese == chinese)
    }
}
