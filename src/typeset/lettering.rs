//! Writing within drawings: what is wrong with it is known only when the faces of the page are.

use std::collections::BTreeSet;

use typst::foundations::Bytes;
use typst::layout::{Frame, FrameItem};
use typst::visualize::{ImageKind, SvgImage};
use typst_layout::PagedDocument;

use super::svg::{Lettering, lettering};
use super::world::{DocumentWorld, file_id};
use crate::compose::Document;
use crate::diagnostic::{Diagnostic, code};

/// The most characters that a message shows.
const SHOWN: usize = 8;

/// Letters in drawings that no face has, and letters drawn with too many dashes, once per drawing.
pub fn find(document: &Document, world: &DocumentWorld, pages: &PagedDocument) -> Vec<Diagnostic> {
    let mut drawings = Vec::new();
    for page in pages.pages() {
        collect(&page.frame, &mut drawings);
    }
    let mut found = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for drawing in drawings {
        let is_it = |bytes: &Bytes| bytes == drawing.data();
        let picture = document.pictures.iter().find(|picture| {
            let file = file_id(&format!("/{}", picture.path)).and_then(|id| world.files.get(&id));
            file.is_some_and(is_it)
        });
        let Some(picture) = picture.filter(|picture| seen.insert(&picture.path)) else { continue };
        let writing = lettering(drawing.tree());
        let told = told(&picture.path, &writing).into_iter();
        found.extend(told.map(|finding| finding.at(picture.span.clone())));
    }
    found
}

fn told(shown: &str, writing: &Lettering) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    if !writing.missing.is_empty() {
        let missing: String = writing.missing.iter().take(SHOWN).collect();
        let more = if writing.missing.len() > SHOWN { "等" } else { "" };
        let message = format!("图片「{shown}」里的「{missing}」{more}在所有字体里都没有，印不出来");
        told.push(Diagnostic::error(code::MISSING_GLYPH, message).help(
            "在画图软件里把图中的文字转成图形（路径），或把整幅图另存为 PNG，再用；也可以把含有这些字的字体文件放进工作区的 fonts 文件夹",
        ));
    }
    if writing.is_too_dashed {
        let message = format!("图片「{shown}」里的文字是用虚线描的，虚线太密，超出限度");
        let help = "请在画图软件里去掉文字的虚线描边，或把整幅图另存为 PNG，再用";
        told.push(Diagnostic::error(code::PICTURE, message).help(help));
    }
    told
}

/// The drawings on a page, each once in a row.
fn collect(frame: &Frame, drawings: &mut Vec<SvgImage>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, drawings),
            FrameItem::Image(image, ..) => {
                if let ImageKind::Svg(drawing) = image.kind()
                    && drawings.iter().all(|known| known.data().as_ptr() != drawing.data().as_ptr())
                {
                    drawings.push(drawing.clone());
                }
            }
            _ => {}
        }
    }
}
