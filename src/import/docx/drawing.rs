//! Pictures, text boxes, charts and embedded objects of a run.

use super::Damage;
use super::body::{Reader, texts};
use super::flow::Open;
use super::styles::RunLook;
use super::xml::Element;
use crate::import::document::{Block, Dropped, Paragraph, Picture, Run, Shown};

/// What is put where a picture or chart stood that cannot be set. `check` finds it, so that the issue
/// is not issued with a gap.
const PLACEHOLDER: &str = "【待补：此处原有图表】";

impl Reader<'_, '_> {
    /// Pictures, or boxes with text in them; a group has several.
    pub(super) fn drawing(&mut self, element: &Element, open: &mut Open<'_>) -> Result<(), Damage> {
        let all = |name: &str| {
            let mut found = Vec::new();
            element.all(name, &mut found);
            found
        };
        let boxes = all("w:txbxContent");
        for content in &boxes {
            self.document.drop(Dropped::TextBox);
            let blocks = self.apart(content)?;
            open.boxes.extend(blocks);
        }
        // Shapes pasted from slides hold their text in their own way.
        for content in all("a:txBody") {
            self.document.drop(Dropped::TextBox);
            open.boxes.extend(of_slide(content));
        }
        for art in all("v:textpath") {
            self.document.drop_text(Dropped::Art, art.attribute("string").unwrap_or_default());
        }
        let is_object = element.name == "w:object" || element.find("o:OLEObject").is_some();
        // Charts and diagrams, which have no picture in them.
        let is_drawn = || {
            all("a:graphicData").iter().any(|data| {
                let kind = data.attribute("uri").unwrap_or_default();
                kind.contains("chart") || kind.contains("diagram")
            }) || element.find("c:chart").is_some()
        };
        let inside = |picture: &&Element| {
            !boxes.iter().any(|content| {
                let mut own = Vec::new();
                content.all(&picture.name, &mut own);
                own.iter().any(|own| std::ptr::eq(*own, *picture))
            })
        };
        let pictures: Vec<&Element> =
            all("a:blip").into_iter().chain(all("v:imagedata")).filter(inside).collect();
        if is_object || (pictures.is_empty() && is_drawn()) {
            self.placeholder(open);
            return Ok(());
        }
        // Lines and frames say nothing.
        for picture in pictures {
            let id = picture.attribute("r:embed").or_else(|| picture.attribute("r:id"));
            let target = id.and_then(|id| self.relations.get(id).cloned().flatten());
            let known = target.as_ref().and_then(|name| self.pictures.get(name)).copied();
            let index = match (target, known) {
                (_, Some(known)) => known,
                (None, None) => None,
                (Some(name), None) => {
                    let bytes = self.package.picture(&name)?;
                    let index = bytes.and_then(Picture::of).map(|picture| {
                        self.document.pictures.push(picture);
                        self.document.pictures.len() - 1
                    });
                    self.pictures.insert(name, index);
                    index
                }
            };
            match index {
                Some(picture) => {
                    open.paragraph.push(Run::of_picture(Shown { picture, width: None }));
                }
                None => self.placeholder(open),
            }
        }
        Ok(())
    }

    pub(super) fn placeholder(&mut self, open: &mut Open<'_>) {
        self.document.drop(Dropped::Object);
        self.text(PLACEHOLDER, &RunLook::default(), open);
    }
}

/// The paragraphs of a shape from a slide.
fn of_slide(content: &Element) -> impl Iterator<Item = Block> {
    let paragraphs = content.children().filter(|child| child.name == "a:p");
    paragraphs.map(|paragraph| {
        let mut text = String::new();
        for piece in paragraph.children() {
            match piece.name.as_str() {
                "a:br" => text.push('\n'),
                _ => texts(piece, &["a:t"], &mut text),
            }
        }
        let runs = vec![Run { text, ..Run::default() }];
        Block::Paragraph(Paragraph { runs, ..Paragraph::default() })
    })
}
