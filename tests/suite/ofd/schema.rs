//! The sequences of GB/T 33190-2016 as far as we write them: what an element may hold and say.
//!
//! The standard's schema is in no package; these rows are written after its annex A.

/// How often an element may stand at a place of its parent.
#[derive(Clone, Copy, PartialEq)]
pub enum Count {
    /// Once.
    One,
    /// Not at all or once.
    Maybe,
    /// As often as one likes.
    Any,
    /// Once at least.
    Some,
}

use Count::{Any, Maybe, One, Some as More};

/// An element: its name, its attributes (those it must have begin with `!`), its children in order.
pub type Rule = (&'static str, &'static [&'static str], &'static [(&'static str, Count)]);

/// The same of objects on a page, which have them all in common.
pub const GRAPHIC: &[&str] = &["!ID", "!Boundary", "CTM", "LineWidth", "Cap", "Join", "MiterLimit"];

pub const RULES: &[Rule] = &[
    ("OFD", &["!Version", "!DocType"], &[("DocBody", More)]),
    ("DocBody", &[], &[("DocInfo", One), ("DocRoot", Maybe)]),
    (
        "DocInfo",
        &[],
        &[
            ("DocID", One),
            ("Title", Maybe),
            ("Author", Maybe),
            ("Subject", Maybe),
            ("Abstract", Maybe),
            ("CreationDate", Maybe),
            ("ModDate", Maybe),
            ("DocUsage", Maybe),
            ("Cover", Maybe),
            ("Keywords", Maybe),
            ("Creator", Maybe),
            ("CreatorVersion", Maybe),
            ("CustomDatas", Maybe),
        ],
    ),
    ("Keywords", &[], &[("Keyword", More)]),
    ("CustomDatas", &[], &[("CustomData", More)]),
    ("CustomData", &["!Name"], &[]),
    (
        "Document",
        &[],
        &[("CommonData", One), ("Pages", One), ("Outlines", Maybe), ("Attachments", Maybe)],
    ),
    (
        "CommonData",
        &[],
        &[("MaxUnitID", One), ("PageArea", One), ("PublicRes", Any), ("DocumentRes", Any)],
    ),
    ("PageArea", &[], &[("PhysicalBox", One)]),
    ("Area", &[], &[("PhysicalBox", One)]),
    ("Pages", &[], &[("Page", More)]),
    ("Outlines", &[], &[("OutlineElem", More)]),
    ("OutlineElem", &["!Title", "Count", "Expanded"], &[("Actions", Maybe), ("OutlineElem", Any)]),
    ("Actions", &[], &[("Action", More)]),
    ("Action", &["!Event"], &[("Goto", Maybe), ("URI", Maybe)]),
    ("Goto", &[], &[("Dest", One)]),
    ("Dest", &["!Type", "!PageID", "Left", "Top", "Zoom"], &[]),
    ("URI", &["!URI"], &[]),
    ("Res", &["!BaseLoc"], &[("Fonts", Maybe), ("MultiMedias", Maybe)]),
    ("Fonts", &[], &[("Font", More)]),
    ("Font", &["!ID", "!FontName", "FamilyName"], &[("FontFile", Maybe)]),
    ("MultiMedias", &[], &[("MultiMedia", More)]),
    ("MultiMedia", &["!ID", "!Type", "Format"], &[("MediaFile", One)]),
    ("Attachments", &[], &[("Attachment", More)]),
    ("Attachment", &["!ID", "!Name", "Format"], &[("FileLoc", One)]),
    ("Content", &[], &[("Layer", More)]),
    (
        "TextObject",
        &["!Font", "!Size", "Stroke", "Fill", "HScale"],
        &[("FillColor", Maybe), ("StrokeColor", Maybe), ("CGTransform", Any), ("TextCode", More)],
    ),
    ("CGTransform", &["!CodePosition", "CodeCount", "GlyphCount"], &[("Glyphs", Maybe)]),
    ("TextCode", &["X", "Y", "DeltaX"], &[]),
    (
        "PathObject",
        &["Stroke", "Fill"],
        &[
            ("Actions", Maybe),
            ("StrokeColor", Maybe),
            ("FillColor", Maybe),
            ("AbbreviatedData", One),
        ],
    ),
    ("ImageObject", &["!ResourceID"], &[("Actions", Maybe)]),
    ("FillColor", &["!Value"], &[]),
    ("StrokeColor", &["!Value"], &[]),
];

/// Elements that hold text alone.
pub const TEXTS: &[&str] = &[
    "DocID",
    "Title",
    "Author",
    "CreationDate",
    "Keyword",
    "Creator",
    "CreatorVersion",
    "DocRoot",
    "MaxUnitID",
    "PublicRes",
    "DocumentRes",
    "PhysicalBox",
    "FontFile",
    "MediaFile",
    "FileLoc",
    "Glyphs",
    "AbbreviatedData",
];

/// Whether children stand in the order and number of a row; otherwise, what does not.
pub fn in_order(children: &[&str], allowed: &[(&str, Count)]) -> Result<(), String> {
    let mut rest = children;
    for (name, count) in allowed {
        let here = rest.iter().take_while(|child| *child == name).count();
        let fits = match count {
            One => here == 1,
            Maybe => here <= 1,
            Any => true,
            More => here >= 1,
        };
        if !fits {
            return Err(format!("{here} {name} in {children:?}"));
        }
        rest = &rest[here..];
    }
    match rest.first() {
        None => Ok(()),
        Some(other) => Err(format!("{other} out of place in {children:?}")),
    }
}

#[test]
fn an_order_is_held() {
    let row: &[(&str, Count)] = &[("A", One), ("B", Maybe), ("C", Any)];
    for (children, fits) in [
        (&["A"][..], true),
        (&["A", "C", "C"], true),
        (&["A", "B", "C"], true),
        (&["B", "A"], false),
        (&["A", "A"], false),
        (&["A", "C", "B"], false),
        (&[], false),
        (&["A", "D"], false),
    ] {
        assert_eq!(in_order(children, row).is_ok(), fits, "{children:?}");
    }
}
