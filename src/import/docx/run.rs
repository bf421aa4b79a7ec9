//! The runs of a paragraph: their text, signs, fields and marks of notes.

use super::Damage;
use super::body::{Open, Reader, alternative, texts};
use super::notes::Sort;
use super::styles::RunLook;
use super::xml::Element;
use crate::import::bullets;
use crate::import::document::{Block, Dropped, Inset, Run};

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
                    if let Some(symbol) = symbol(element) {
                        self.text(symbol.encode_utf8(&mut [0; 4]), look, open);
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
        if self.fields.contains(&true) {
            return;
        }
        let text = if look.symbol { bullets::of_symbol_font(text) } else { text.to_owned() };
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
                let paragraphs = paragraphs.map(Self::without_pictures);
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

/// The character that one of a symbol font stands for; one of private use where it is not known,
/// because a bullet may be any.
fn symbol(element: &Element) -> Option<char> {
    let font = element.attribute("w:font").unwrap_or_default().to_lowercase();
    let code = u32::from_str_radix(element.attribute("w:char")?, 16).ok()?;
    let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    if code > 0xFF {
        // A character of any face, such as the box of a form.
        return char::from_u32(code);
    }
    let of_greek = match (font.as_str(), code) {
        ("symbol", 0x6D) => Some('μ'),
        ("symbol", 0xD8 | 0xE0 | 0x6C..=0x76 | 0x81..=0xA2 | 0xA4..=0xAB) => None,
        _ => bullets::equal(code),
    };
    of_greek.or_else(|| char::from_u32(0xF000 + code))
}
