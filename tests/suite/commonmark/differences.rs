//! Where our Markdown shows something else than CommonMark, on purpose, example by example.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Why an example shows something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// HTML is an error and set as the text it is: dropped in silence, as a browser would, words
    /// of the author could go with it.
    Html,
    /// A link or a picture without words, of which a browser shows nothing: its address is set,
    /// for nothing that was typed may vanish, and a finding asks for the words.
    Address,
    /// The title of a picture is its caption; browsers show it only under the mouse.
    Caption,
    /// White space at the head of a paragraph is an indent, also one that is not to be broken: the
    /// page sets its own. Four blanks below a line of text begin a paragraph.
    Indent,
    /// A line of `=` or `-` below a paragraph makes no heading of it: clerks draw lines with them. Those
    /// of `=` are printed.
    Underline,
    /// A single star between figures is printed.
    Times,
    /// A line that begins with a number begins a paragraph.
    Numbered,
    /// A line break beside a picture is no space: it stands among 汉字.
    BesidePicture,
}

impl Difference {
    /// The findings of which one must tell the author.
    pub fn told_by(self) -> &'static [&'static str] {
        match self {
            Self::Html => &["raw-html"],
            Self::Address => &["link", "picture-outside"],
            Self::Caption
            | Self::Indent
            | Self::BesidePicture
            | Self::Underline
            | Self::Times
            | Self::Numbered => &[],
        }
    }
}

use Difference::{Address, BesidePicture, Caption, Html, Indent, Numbered, Times, Underline};

/// The examples, by number in version 0.31.2.
const KNOWN: &[(RangeInclusive<usize>, Difference)] = &[
    (21..=21, Html),
    (25..=25, Indent),
    (31..=31, Html),
    (49..=49, Indent),
    (70..=70, Indent),
    (80..=84, Underline),
    (87..=87, Indent),
    (113..=113, Indent),
    (148..=176, Html),
    (178..=178, Html),
    (180..=182, Html),
    (184..=191, Html),
    (201..=201, Html),
    (215..=215, Underline),
    (223..=223, Indent),
    (285..=285, Numbered),
    (304..=304, Numbered),
    (344..=344, Html),
    (356..=356, Times),
    (475..=477, Html),
    (484..=484, Address),
    (491..=491, Html),
    (494..=494, Html),
    (524..=524, Html),
    (536..=536, Html),
    (573..=573, Caption),
    (576..=577, Caption),
    (581..=581, Address),
    (587..=587, BesidePicture),
    (613..=617, Html),
    (623..=623, Html),
    (627..=631, Html),
    (642..=643, Html),
];

/// Number → why.
pub fn all() -> BTreeMap<usize, Difference> {
    let each = |(numbers, why): &(RangeInclusive<usize>, Difference)| {
        let why = *why;
        numbers.clone().map(move |number| (number, why))
    };
    KNOWN.iter().flat_map(each).collect()
}
