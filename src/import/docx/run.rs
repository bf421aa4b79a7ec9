//! The runs of a paragraph: their text, signs, fields and marks of notes.

use super::Damage;
use super::body::{Open, Reader, alternative, texts};
use super::notes::Sort;
use super::styles::RunLook;
use super::xml::Element;
use crate::import::document::{Block, Dropped, Inset, Run};
use crate::import::symbols;

impl Reader<'_, '_> {
    pub(super) fn run(&mut self, element: &Element, open: &mut Open<'_>) -> Result<(), Damage> {
        let look = self.styles.look(open.properties, element.child("w:rPr"));
        if look.hidden == Some(true) {
            let mut text = String::new();
            texts(element, &["w:t"], &mut text);
            if !text.is_empty() {
                self.document.drop_text(Dropped::Hidden, &text);
            }
            return Ok(());
        }
        self.pieces(element, &look, open)
    }

    pub(super) fn pieces(
        &mut self,
        parent: &Element,
        look: &RunLook,
        open: &mut Open<'_>,
    ) -> Result<(), Damage> {
        for element in parent.children() {
            match element.name.as_str() {
                "w:t" => self.text(&element.text(), look, open),
                "w:tab" | "w:ptab" => self.text("\t", look, open),
                "w:cr" => self.text("\n", look, open),
                // The ends of pages and columns are the old layout's.
                "w:br" if element.attribute("w:type").is_none_or(|it| it == "textWrapping") => {
                    self.text("\n", look, open);
                }
                "w:noBreakHyphen" => self.text("-", look, open),
                "w:sym" => {
                    let font = element.attribute("w:font").unwrap_or_default();
                    let code = element.attribute("w:char").unwrap_or_default();
                    let mut unknown = Vec::new();
                    let mut tell = |sign| unknown.push(sign);
                    if let Some(sign) = symbols::by_code(font, code, &look.faces, &mut tell) {
                        self.shown(sign.to_string(), &unknown, look, open);
                    }
                }
                "w:fldChar" => match element.attribute("w:fldCharType") {
                    Some("begin") => self.fields.push(true),
                    Some("separate") => {
                        if let Some(in_code) = self.fields.last_mut() {
                            *in_code = false;
                        }
                    }
                    Some("end") => drop(self.fields.pop()),
                    _ => {}
                },
                "w:delText" => self.document.drop(Dropped::Deletion),
                "w:footnoteReference" | "w:endnoteReference" => {
                    self.note(element, look, open)?;
                    // What follows is the author's own mark of the note.
                    if element.is_on("w:customMarkFollows") {
                        break;
                    }
                }
                "w:commentReference" => {
                    let id = element.attribute("w:id").unwrap_or_default();
                    let text = self.comments.get(id).map_or("", String::as_str);
                    self.document.drop_text(Dropped::Comment, text);
                }
                "w:ruby" => {
                    if let Some(base) = element.child("w:rubyBase") {
                        self.inline(base, open)?;
                    }
                }
                "w:drawing" | "w:pict" | "w:object" => self.drawing(element, open)?,
                "mc:AlternateContent" => {
                    if let Some(content) = alternative(element) {
                        self.pieces(content, look, open)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str, look: &RunLook, open: &mut Open<'_>) {
        let mut unknown = Vec::new();
        let text = look.faces.shown(text, &mut |sign| unknown.push(sign));
        self.shown(text, &unknown, look, open);
    }

    /// Text as it is seen; `unknown` are signs in it that have no equal.
    fn shown(&mut self, text: String, unknown: &[String], look: &RunLook, open: &mut Open<'_>) {
        if self.fields.contains(&true) {
            return;
        }
        for sign in unknown {
            self.document.drop_text(Dropped::Symbol, sign);
        }
        open.paragraph.push(Run {
            text,
            bold: look.bold.unwrap_or(false),
            face: look.face.clone().unwrap_or_default(),
            size: look.size,
            ..Run::default()
        });
    }

    /// The mark of a note; its text is read where it is first referred to.
    pub(super) fn note(
        &mut self,
        element: &Element,
        look: &RunLook,
        open: &mut Open<'_>,
    ) -> Result<(), Damage> {
        if self.fields.contains(&true) {
            return Ok(());
        }
        let sort = if element.name == "w:endnoteReference" { Sort::End } else { Sort::Foot };
        let id = element.attribute("w:id").unwrap_or_default();
        let index = match self.notes.take(sort, id) {
            Ok(index) => index,
            Err(None) => {
                self.document.drop(Dropped::Note);
                return Ok(());
            }
            Err(Some(note)) => {
                // Its pictures are named by a list of its own, and its fields end in it.
                let relations = std::mem::take(&mut self.relations);
                let fields = std::mem::take(&mut self.fields);
                let blocks = self.blocks(&note)?;
                (self.relations, self.fields) = (relations, fields);
                let paragraphs = blocks.into_iter().flat_map(|block| match block {
                    Block::Paragraph(paragraph) => vec![paragraph],
                    Block::Table(table) => table.rows.into_iter().flatten().flatten().collect(),
                });
                let index = self.document.notes.len();
                self.document.notes.push(paragraphs.collect());
                self.notes.have_read(sort, id, index);
                index
            }
        };
        open.paragraph.push(Run {
            bold: look.bold.unwrap_or(false),
            inset: Some(Inset::Note(index)),
            ..Run::default()
        });
        Ok(())
    }
}
