//! The Word copy, for leaders and offices who correct in Word or WPS.

use std::collections::BTreeMap;

use super::docx::{self, Copy, Faces, Image, Since};
use super::{Export, LaidOut};
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::model::{EntryKind, FaceWishes, Issue, megabytes};
use crate::workspace::fs;

/// What a copy calls itself, in its name and in its properties.
pub const EDITION: &str = "送审稿";

/// The Word copy of an issue.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word<'a> {
    /// The faces that the house wants, by name; those that offices have where there are none.
    pub faces: Option<&'a FaceWishes>,
    /// Whether its first page is a 送审签.
    pub sheet: bool,
    /// What has changed since an earlier copy, to be written as tracked changes.
    pub since: Option<&'a Since>,
}

impl Export for Word<'_> {
    fn extension(&self) -> &'static str {
        "docx"
    }

    fn bytes(&self, it: &LaidOut<'_>) -> Checked<Vec<u8>> {
        // As page 1 was set in the end.
        let issue = &Issue { layout: it.document.layout, ..it.issue.clone() };
        let mut diagnostics = own_kinds(issue);
        let pictures = pictures(it, &mut diagnostics);
        let faces = Faces::of(self.faces.unwrap_or(&FaceWishes::default()));
        let pages = &pages(it);
        let copy = Copy {
            issue,
            edition: EDITION,
            faces,
            sheet: self.sheet,
            since: self.since,
            pictures: &pictures,
            pages,
        };
        let value = match docx::write(&copy) {
            Ok(bytes) => Some(bytes),
            Err(why) => {
                let message = format!("Word 副本没有写成：{why}");
                diagnostics.push(Diagnostic::error(code::TYPESET, message));
                None
            }
        };
        Checked { value, diagnostics }
    }
}

/// Entries whose templates are the house's own: what these add is written in Typst.
fn own_kinds(issue: &Issue) -> Vec<Diagnostic> {
    let own = issue.entries.iter().filter(|entry| EntryKind::named(&entry.kind.value).is_none());
    let told = own.map(|entry| {
        let kind = &entry.kind.value;
        let message = format!("Word 副本里，类型「{kind}」只有标题、正文和来源");
        let help = format!("templates/entries/{kind}.typ 里另外排的内容，请看 PDF");
        Diagnostic::warning(code::TEMPLATE, message).help(help).at(entry.kind.whole())
    });
    told.collect()
}

/// The pictures that Word shows; a line for each of the others.
fn pictures(it: &LaidOut<'_>, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Image> {
    let mut images = BTreeMap::new();
    let most = megabytes(it.document.limits.picture_size);
    for picture in &it.document.pictures {
        // One that cannot be read was told of when the pages were set.
        let Ok(Some(bytes)) = fs::read_limited(&it.folder.join(&picture.path), most) else {
            continue;
        };
        let extension = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => Some("png"),
            [0xFF, 0xD8, ..] => Some("jpg"),
            [b'G', b'I', b'F', b'8', ..] => Some("gif"),
            _ => None,
        };
        let size = imagesize::blob_size(&bytes).ok();
        if let (Some(extension), Some(size)) = (extension, size) {
            let pixels = (size.width as f64, size.height as f64);
            images.insert(picture.path.clone(), Image { bytes, extension, pixels });
        } else {
            let message = format!("Word 副本里没有图片「{}」，只有它的说明", picture.path);
            let help = "Word 副本放得进 PNG、JPEG 和 GIF；要放进去，把图片另存为 PNG";
            let finding = Diagnostic::warning(code::PICTURE, message).help(help);
            diagnostics.push(finding.at(picture.span.clone()));
        }
    }
    images
}

/// The pages on which entries begin: where the first row of their titles stands.
fn pages(it: &LaidOut<'_>) -> BTreeMap<usize, usize> {
    let mut pages = BTreeMap::new();
    let mut titles: Vec<(usize, String)> = Vec::new();
    for (at, entry) in it.issue.entries.iter().enumerate() {
        titles.push((at, docx::squeezed(&entry.title_or_composed().value)));
    }
    for page in &it.typeset.measured().pages {
        for row in page.rows.iter().filter(|row| row.heading.is_some()) {
            let said = docx::squeezed(&row.text);
            // Titles come in their order: each row is the first of the next one, or a later one of it.
            let next =
                titles.iter().position(|(_, title)| !said.is_empty() && title.starts_with(&said));
            if let Some(next) = next {
                let (at, _) = titles.remove(next);
                pages.insert(at, page.number);
            }
        }
    }
    pages
}
