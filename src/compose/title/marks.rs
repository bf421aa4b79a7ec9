//! Characters that no line of a title begins or ends with.

/// Marks that close: never at the start of a line.
pub const CLOSING: &str = "，。、；：？！”’）》〉」』】〕…—·,;:?!)]";
/// Marks that open: never at the end of a line.
pub const OPENING: &str = "“‘（《〈「『【〔([";

/// No line begins with one of these either: they lean on what stands before them. (A word such as
/// 及时 begins one where nothing else would do.)
pub const LEANING: &str = "和的及与等";
