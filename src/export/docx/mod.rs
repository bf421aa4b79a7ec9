//! The Word copy of an issue (`.docx`): for leaders and offices who correct in Word or WPS.
//!
//! From the same model, Markdown tree and numbers as the PDF. Everything that an author wrote carries a
//! bookmark, so that what somebody changed in the copy finds its way back (see `merge`). Reads no file:
//! pictures are handed in. Faces are named, never embedded.

mod body;
mod figure;
mod head;
mod marks;
mod package;
mod page;
mod parts;
mod sheet;
mod styles;
mod table;
mod tail;
mod text;
mod track;
mod xml;

use std::collections::BTreeMap;

use crate::model::{FaceWishes, Issue};
use body::Writer;
pub use body::{flow_of, squeezed};
pub use figure::instead;
pub use marks::{BASE_PART, PROPERTY, digest, digits, entry_property, file_of, named, prefix};
use package::Part;
use page::Page;
pub use parts::PROGRAM;
pub use track::{Since, Touch};

/// The colours and faces that every Word file must have, whether they are used or not.
const THEME: &str = include_str!("theme.xml");

/// The faces that a copy names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faces {
    /// The name in the masthead.
    pub masthead: String,
    /// Titles.
    pub title: String,
    /// The text.
    pub body: String,
    /// 楷体.
    pub kai: String,
    /// 黑体.
    pub hei: String,
    /// Digits and Latin letters.
    pub latin: String,
}

impl Faces {
    /// Those that offices have (GB/T 9704 5.2.2; house practice for 小标宋), unless a house names others.
    pub fn of(wishes: &FaceWishes) -> Self {
        let named = |roles: &[&str], otherwise: &str| {
            let wished = roles.iter().find_map(|role| {
                wishes.wanted.iter().find(|(wanted, _)| wanted == role).map(|(_, name)| name)
            });
            wished.map_or_else(|| otherwise.to_owned(), |name| name.value.clone())
        };
        Self {
            masthead: named(&["masthead", "title"], "方正小标宋简体"),
            title: named(&["title"], "方正小标宋简体"),
            body: named(&["body"], "仿宋_GB2312"),
            kai: named(&["kai"], "楷体_GB2312"),
            hei: named(&["hei"], "黑体"),
            latin: named(&["latin"], "Times New Roman"),
        }
    }
}

/// A picture as it is put into a copy.
#[derive(Clone, Debug)]
pub struct Image {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// png, jpg or gif: what every Word shows.
    pub extension: &'static str,
    /// Pixels across and down.
    pub pixels: (f64, f64),
}

/// What a copy is made of.
pub struct Copy<'a> {
    /// The issue.
    pub issue: &'a Issue,
    /// What the copy calls itself: 送审稿.
    pub edition: &'a str,
    /// The faces it names.
    pub faces: Faces,
    /// Whether its first page is a 送审签.
    pub sheet: bool,
    /// What has changed since an earlier copy, to be written as tracked changes.
    pub since: Option<&'a Since>,
    /// Pictures by their paths within the issue's folder; those that Word cannot show are missing.
    pub pictures: &'a BTreeMap<String, Image>,
    /// The pages on which entries begin, where they are known: for 要目.
    pub pages: &'a BTreeMap<usize, usize>,
}

/// The bytes of a copy.
///
/// # Errors
/// What the packing program says.
pub fn write(copy: &Copy<'_>) -> Result<Vec<u8>, String> {
    let page = Page::of(&copy.issue.layout);
    let mut writer = Writer::new(copy, page);
    writer.issue();
    let written = writer.finish();
    let mut extensions: Vec<&str> =
        written.media.iter().map(|(_, image)| image.extension).collect();
    extensions.sort_unstable();
    extensions.dedup();
    let text = |name: &str, text: String| -> Part { (name.to_owned(), text.into_bytes()) };
    let mut parts = vec![
        text("[Content_Types].xml", parts::types(&extensions)),
        text("_rels/.rels", parts::of_file()),
        text("word/document.xml", written.document),
        text("word/_rels/document.xml.rels", parts::relations(&written.relations)),
        text("word/styles.xml", styles::styles(&page, &copy.faces)),
        text("word/settings.xml", parts::settings()),
        text("word/fontTable.xml", parts::fonts(&copy.faces)),
        text("word/numbering.xml", parts::numbering(&written.starts, &page)),
        text("word/footnotes.xml", written.footnotes),
        text("word/footer1.xml", parts::footer(&copy.issue.layout, &page, true)),
        text("word/footer2.xml", parts::footer(&copy.issue.layout, &page, false)),
        text("word/theme/theme1.xml", THEME.to_owned()),
        text("customXml/item1.xml", parts::base(&written.base)),
        text("customXml/_rels/item1.xml.rels", parts::of_base()),
        text("customXml/itemProps1.xml", parts::base_properties()),
        text("docProps/core.xml", parts::core(copy)),
        text("docProps/app.xml", parts::app()),
        text("docProps/custom.xml", parts::custom(&marks::properties(copy))),
    ];
    if !written.note_relations.is_empty() {
        let relations = parts::relations(&written.note_relations);
        parts.push(text("word/_rels/footnotes.xml.rels", relations));
    }
    for (name, image) in written.media {
        parts.push((format!("word/{name}"), image.bytes));
    }
    package::pack(&parts)
}
