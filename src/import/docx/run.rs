//! The runs of a paragraph: their text, signs, fields and marks of notes.

use super::Damage;
use super::colours::{self, Tint};
use super::field;
use super::flow::Open;
use super::notes::Sort;
use super::reader::Field;
use super::reader::Reader;
use super::styles::RunLook;
use super::xml::Element;
use super::xml::words;
use crate::import::document::{Block, Dropped, Inset, Paragraph, Run, Script};
use crate::import::pictures::without_pictures;
use crate::import::symbols::{self, Faces};

/// The size of text where nothing says it, in pt (ISO/IEC 29500-1, 17.3.2.38).
const PLAIN: f32 = 10.0;

/// Text of this size, in pt, or less is written to be unseen: Word begins with 1.
const SMALLEST: f32 = 1.0;

impl Reader<'_, '_> {
    pub(super) fn run(&mut self, element: &Element, open: &mut Open<'_>) -> Result<(), Damage> {
        let look = self.styles.look(open.properties, element.child("w:rPr"));
        if look.hidden == Some(true) || self.is_lost(element, &look, open) {
            // Fields that begin here may end where text is seen.
            for child in element.children() {
                match child.name.as_str() {
                    "w:fldChar" => self.field_mark(child, &look, open),
                    "w:instrText" => self.code(&child.text(), true),
                    _ => {}
                }
            }
            self.unseen(element);
            return Ok(());
        }
        self.pieces(element, &look, open)
    }

    /// Whether nobody sees a run: white on paper, or too small for the eye.
    fn is_lost(&self, run: &Element, look: &RunLook, open: &Open<'_>) -> bool {
        let own = run.child("w:rPr").and_then(|it| it.child("w:color")).map(colours::of_text);
        let shaded =
            open.properties.and_then(|it| it.child("w:shd")).is_some_and(colours::is_shaded);
        let on_ground = self.grounds > 0 || shaded || look.ground.contains(&Some(true));
        look.size.is_some_and(|size| size <= SMALLEST)
            || (own.is_some_and(colours::is_white) && !on_ground)
    }

    pub(super) fn pieces(
        &mut self,
        parent: &Element,
        look: &RunLook,
        open: &mut Open<'_>,
    ) -> Result<(), Damage> {
        for element in parent.children() {
            match element.name.as_str() {
                "w:t" => self.text(&shown(element), look, open),
                "w:tab" | "w:ptab" => self.text("\t", look, open),
                "w:cr" => self.text("\n", look, open),
                "w:br" => match element.attribute("w:type") {
                    Some("page" | "column") if !self.shows_nothing() => {
                        open.end_page();
                        self.paragraphs += 1;
                    }
                    _ => self.text("\n", look, open),
                },
                "w:noBreakHyphen" => self.text("-", look, open),
                "w:sym" => {
                    let mut unknown = Vec::new();
                    let sign = symbol(element, &look.faces, &mut |sign| unknown.push(sign));
                    self.seen(sign.to_string(), &unknown, look, open);
                }
                "w:fldChar" => self.field_mark(element, look, open),
                "w:instrText" => self.code(&element.text(), false),
                "w:delText" => self.document.drop_text(Dropped::Deletion, &element.text()),
                "w:footnoteReference" | "w:endnoteReference" => {
                    self.note(element, look, open)?;
                    // What follows is the author's own mark of the note.
                    if element.is_on("w:customMarkFollows") {
                        break;
                    }
                }
                "w:commentReference" => self.comment(element),
                "w:ruby" => self.ruby(element, open)?,
                "w:drawing" | "w:pict" | "w:object" => {
                    if self.shows_nothing() {
                        self.is_taken(&words(element));
                    } else {
                        self.is_taken(" ");
                        // Boxes have grounds of their own.
                        self.grounds += 1;
                        let done = self.drawing(element, open);
                        self.grounds -= 1;
                        done?;
                    }
                }
                "mc:AlternateContent" => {
                    let runs = self.unknown(element);
                    runs.into_iter().for_each(|run| open.paragraph.push(run));
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str, look: &RunLook, open: &mut Open<'_>) {
        let mut unknown = Vec::new();
        let text = look.faces.shown(text, &mut |sign| unknown.push(sign));
        self.seen(text, &unknown, look, open);
    }

    /// Text as it is seen; `unknown` are signs in it that have no equal.
    pub(super) fn seen(
        &mut self,
        mut text: String,
        unknown: &[String],
        look: &RunLook,
        open: &mut Open<'_>,
    ) {
        if self.is_taken(&text) {
            return;
        }
        for sign in unknown {
            self.document.drop_text(Dropped::Symbol, sign);
        }
        if look.capitals.contains(&Some(true)) {
            text = text.to_uppercase();
        }
        if Self::is_parted(open, &text) {
            text.insert(0, ' ');
        }
        let is_link = || self.links > 0 || self.fields.iter().any(Field::is_link);
        let colour = look.colour.filter(|colour| *colour != 0 && !is_link());
        let tint = Tint::of(colour, look.ground.contains(&Some(true)), look.size);
        self.tints.add(tint, &text, open.length() > 0);
        let script = look.script.unwrap_or_else(|| lifted(look, open));
        open.push(Run {
            text,
            bold: look.bold.unwrap_or(false),
            face: look.face.clone().unwrap_or_default(),
            size: look.size,
            struck: look.struck.contains(&Some(true)),
            script,
            inset: None,
        });
    }

    /// A remark, at the place that it is about.
    pub(super) fn comment(&mut self, reference: &Element) {
        let id = reference.attribute("w:id").unwrap_or_default();
        let text = self.comments.get(id).map_or("", String::as_str);
        self.document.drop_text(Dropped::Comment, text);
    }

    /// Characters with how they are read above them.
    fn ruby(&mut self, element: &Element, open: &mut Open<'_>) -> Result<(), Damage> {
        let Some(base) = element.child("w:rubyBase") else { return Ok(()) };
        self.inline(base, open)?;
        let above = element.child("w:rt").map(words).unwrap_or_default();
        if !above.trim().is_empty() && !self.shows_nothing() {
            let said = format!("{}（{}）", words(base), above.trim());
            self.document.drop_text(Dropped::Ruby, &said);
        }
        Ok(())
    }

    /// The mark of a note; its text is read where it is first referred to.
    pub(super) fn note(
        &mut self,
        element: &Element,
        look: &RunLook,
        open: &mut Open<'_>,
    ) -> Result<(), Damage> {
        if self.shows_nothing() {
            return Ok(());
        }
        self.is_taken(" ");
        let sort = if element.name == "w:endnoteReference" { Sort::End } else { Sort::Foot };
        let id = element.attribute("w:id").unwrap_or_default();
        let index = match self.notes.take(sort, id) {
            Ok(index) => index,
            Err(None) => {
                self.document.drop(Dropped::Note);
                return Ok(());
            }
            Err(Some(note)) => {
                // Its pictures are named by a list of its own.
                let relations = std::mem::take(&mut self.relations);
                let blocks = self.apart(&note)?;
                self.relations = relations;
                let index = self.document.notes.len();
                let mut paragraphs: Vec<Paragraph> =
                    blocks.into_iter().flat_map(Block::into_paragraphs).collect();
                paragraphs.iter_mut().for_each(|it| without_pictures(it, &mut self.document));
                self.document.notes.push(paragraphs);
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

    /// The blocks of a text that stands apart, whose fields end in it.
    pub(super) fn apart(&mut self, text: &Element) -> Result<Vec<Block>, Damage> {
        let fields = std::mem::take(&mut self.fields);
        let close = std::mem::replace(&mut self.fields_close, field::close(text));
        let blocks = self.blocks(text)?;
        (self.fields, self.fields_close) = (fields, close);
        Ok(blocks)
    }
}

/// The text of `w:t`: blanks at its ends count only where it says so, and others are all alike.
fn shown(element: &Element) -> String {
    let text = element.text();
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let text = match element.attribute("xml:space") {
        Some("preserve") => text.as_str(),
        _ => text.trim_matches(is_blank),
    };
    text.replace(['\t', '\n', '\r'], " ")
}

/// Whether text is raised or lowered by hand: moved off the line, and smaller than what stands on it.
fn lifted(look: &RunLook, open: &Open<'_>) -> Script {
    let on_line = open.paragraph.runs.iter().rev().find(|run| run.script == Script::Line);
    let size = |size: Option<f32>| size.unwrap_or(PLAIN);
    let is_smaller = on_line.is_some_and(|line| size(look.size) <= size(line.size) * 0.8);
    match look.lift {
        Some(lift) if lift != 0 && is_smaller => {
            if lift > 0 {
                Script::Raised
            } else {
                Script::Lowered
            }
        }
        _ => Script::Line,
    }
}

/// The sign of `w:sym`; `unknown` hears of one without an equal, or without a code that can be read.
pub fn symbol(element: &Element, faces: &Faces, unknown: &mut dyn FnMut(String)) -> char {
    let font = element.attribute("w:font").unwrap_or_default();
    let written = element.attribute("w:char").unwrap_or_default();
    let code = u32::from_str_radix(written.trim(), 16).ok();
    code.and_then(|code| symbols::by_code(font, code, faces, unknown)).unwrap_or_else(|| {
        unknown(format!("{font} 字体 {written}"));
        symbols::UNKNOWN
    })
}

#[cfg(test)]
mod tests {
    use crate::import::document::{Block, Dropped, Paragraph};
    use crate::import::docx::read_flat;

    /// What is seen of a body, and what is told as hidden.
    fn seen(body: &str) -> (String, String) {
        let names = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
        let file = format!(
            "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>\
             <p:package xmlns:p=\"http://schemas.microsoft.com/office/2006/xmlPackage\">\
             <p:part p:name=\"/word/document.xml\"><p:xmlData><w:document {names}><w:body>{body}\
             </w:body></w:document></p:xmlData></p:part></p:package>"
        );
        let document = read_flat(file.as_bytes()).expect("a document");
        let said = |block: &Block| block.paragraphs().map(Paragraph::text).collect::<String>();
        let hidden = document.dropped.get(&Dropped::Hidden);
        (
            document.blocks.iter().map(said).collect(),
            hidden.map_or_else(String::new, |left| left.said.join("|")),
        )
    }

    #[test]
    fn text_that_nobody_sees_on_paper() {
        let white = r#"<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>乙</w:t></w:r>"#;
        let dark = r#"<w:shd w:val="clear" w:fill="1F3864"/>"#;
        let run = |look: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>乙</w:t></w:r>");
        let paragraph = |properties: &str, run: &str| {
            format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>甲</w:t></w:r>{run}</w:p>")
        };
        let cell = |table: &str, cell: &str| {
            format!(
                "<w:tbl><w:tblPr>{table}</w:tblPr><w:tr><w:tc><w:tcPr>{cell}</w:tcPr>{}</w:tc><w:tc>\
                 <w:p/></w:tc></w:tr></w:tbl>",
                paragraph("", white)
            )
        };
        let size = |half: u32| run(&format!(r#"<w:sz w:val="{half}"/>"#));
        let cases = [
            (paragraph("", white), "甲", "乙"),
            (paragraph("", &run(r#"<w:color w:val="FEFEFE"/>"#)), "甲", "乙"),
            (paragraph("", &size(2)), "甲", "乙"),
            (paragraph("", &size(3)), "甲乙", ""),
            (paragraph("", &run(r#"<w:color w:val="FF0000"/>"#)), "甲乙", ""),
            (paragraph(dark, white), "甲乙", ""),
            (paragraph("", &run(&format!(r#"<w:color w:val="FFFFFF"/>{dark}"#))), "甲乙", ""),
            (cell("", ""), "甲", "乙"),
            (cell("", dark), "甲乙", ""),
            (cell(dark, ""), "甲乙", ""),
            (cell(r#"<w:tblStyle w:val="a"/>"#, ""), "甲乙", ""),
        ];
        for (body, wanted, hidden) in cases {
            assert_eq!(seen(&body), (wanted.to_owned(), hidden.to_owned()), "{body}");
        }
    }
}
