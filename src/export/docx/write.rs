//! A copy as the parts of a file.

use super::body::Writer;
use super::copy::Copy;
use super::package::{self, Part};
use super::page::Page;
use super::{marks, parts, styles};

/// The colours and faces that every Word file must have, whether they are used or not.
const THEME: &str = include_str!("theme.xml");

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
