//! The text of a document, element by element, as it would be printed with all revisions accepted.

use std::collections::{BTreeMap, BTreeSet};

use super::Damage;
use super::notes::Notes;
use super::numbering::{self, Mark, Numbering};
use super::package::{Package, Relations};
use super::styles::{ParagraphLook, RunLook, Styles};
use super::xml::Element;
use crate::import::document::{Align, Block, Document, Dropped, Paragraph};

/// Reads the body of a document.
pub struct Reader<'p, 'b> {
    pub package: &'p mut Package<'b>,
    pub relations: Relations,
    pub styles: Styles,
    pub numbering: Numbering,
    pub document: Document,
    /// Footnotes and endnotes.
    pub notes: Notes,
    /// What comments say, by id.
    pub comments: BTreeMap<String, String>,
    /// Fields that are open: whether their code, which is not printed, is still being read.
    pub fields: Vec<bool>,
    /// Pictures that were read, with their places among those of the document if they can be set:
    /// the same one may stand in many places.
    pub pictures: BTreeMap<String, Option<usize>>,
    /// Headers and footers that were looked at.
    pub headers: BTreeSet<String>,
}

/// A paragraph that is being read, and what stands in text boxes of it.
pub struct Open<'e> {
    pub paragraph: Paragraph,
    pub properties: Option<&'e Element>,
    pub boxes: Vec<Block>,
}

impl Reader<'_, '_> {
    /// The blocks of a body, a cell or a text box.
    pub fn blocks(&mut self, parent: &Element) -> Result<Vec<Block>, Damage> {
        let mut blocks = Vec::new();
        // A paragraph whose end was deleted: it goes on in the next one.
        let mut before: Option<Paragraph> = None;
        for element in parent.children() {
            match element.name.as_str() {
                "w:p" => {
                    let at = blocks.len();
                    self.paragraph(element, before.take(), &mut blocks)?;
                    let Some(Block::Paragraph(own)) = blocks.get_mut(at) else { continue };
                    if is_end_deleted(element) {
                        before = Some(std::mem::take(own));
                    }
                }
                "w:tbl" => self.table(element, &mut blocks)?,
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        blocks.extend(self.blocks(content)?);
                    }
                }
                "w:ins" | "w:moveTo" | "w:customXml" | "w:smartTag" => {
                    blocks.extend(self.blocks(element)?);
                }
                "mc:AlternateContent" => {
                    if let Some(content) = alternative(element) {
                        blocks.extend(self.blocks(content)?);
                    }
                }
                "w:sectPr" => self.section(element)?,
                _ => {}
            }
        }
        blocks.extend(before.map(Block::Paragraph));
        Ok(blocks)
    }

    /// A paragraph; `start` is what came before it and goes on in it.
    fn paragraph(
        &mut self,
        element: &Element,
        start: Option<Paragraph>,
        out: &mut Vec<Block>,
    ) -> Result<(), Damage> {
        // No code of a field goes on in another paragraph; one that does not end must not take the
        // rest of the text with it.
        self.fields.fill(false);
        let properties = element.child("w:pPr");
        let ParagraphLook { align, level, list } = self.styles.paragraph(properties);
        let paragraph = Paragraph {
            align: align.unwrap_or(Align::Start),
            level,
            is_title: self.styles.is_title(properties),
            runs: start.map(|start| start.runs).unwrap_or_default(),
            ..Paragraph::default()
        };
        // The number of one that goes on in the next is that one's.
        let list = list.filter(|_| !is_end_deleted(element));
        // One that is hidden whole is passed over; what stands in its boxes is counted after it.
        let may_be_hidden = self.is_end_hidden(properties);
        let count = |reader: &mut Self| list.as_ref().and_then(|it| reader.numbering.next(it));
        let before = if may_be_hidden { None } else { count(self) };
        let mut open = Open { paragraph, properties, boxes: Vec::new() };
        self.inline(element, &mut open)?;
        let Open { mut paragraph, boxes, .. } = open;
        let is_shown = !paragraph.runs.is_empty() || !boxes.is_empty();
        let mark = if may_be_hidden && is_shown { count(self) } else { before };
        match mark {
            Some(Mark::Number(number, has_blank)) => {
                let number = numbering::before(number, has_blank, &paragraph.text());
                paragraph.put_before(number);
            }
            Some(Mark::Bullet(sign, level)) => {
                paragraph.bullet = Some(level);
                paragraph.sign = Some(sign);
            }
            None => {}
        }
        if let Some(section) = properties.and_then(|it| it.child("w:sectPr")) {
            self.section(section)?;
        }
        out.push(Block::Paragraph(paragraph));
        out.extend(boxes);
        Ok(())
    }

    /// Whether the end of a paragraph is not shown.
    fn is_end_hidden(&self, properties: Option<&Element>) -> bool {
        let mark = properties.and_then(|properties| properties.child("w:rPr"));
        self.styles.look(properties, mark).hidden == Some(true)
    }

    /// What stands in the lines of a paragraph.
    pub fn inline(&mut self, parent: &Element, open: &mut Open<'_>) -> Result<(), Damage> {
        for element in parent.children() {
            match element.name.as_str() {
                "w:r" => self.run(element, open)?,
                "w:ins" | "w:moveTo" => {
                    self.document.drop(Dropped::Insertion);
                    self.inline(element, open)?;
                }
                "w:del" | "w:moveFrom" => {
                    let mut text = String::new();
                    texts(element, &["w:delText", "w:t"], &mut text);
                    self.document.drop_text(Dropped::Deletion, &text);
                }
                "w:hyperlink" => {
                    if element.attribute("r:id").is_some() {
                        self.document.drop(Dropped::Link);
                    }
                    self.inline(element, open)?;
                }
                "w:smartTag" | "w:customXml" | "w:fldSimple" | "w:bdo" | "w:dir" => {
                    self.inline(element, open)?;
                }
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        self.inline(content, open)?;
                    }
                }
                "mc:AlternateContent" => {
                    if let Some(content) = alternative(element) {
                        self.inline(content, open)?;
                    }
                }
                "m:oMath" | "m:oMathPara" => {
                    self.document.drop(Dropped::Formula);
                    let mut text = String::new();
                    texts(element, &["m:t"], &mut text);
                    self.text(&text, &RunLook::default(), open);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Notes headers and footers that say more than the number of the page.
    fn section(&mut self, element: &Element) -> Result<(), Damage> {
        for reference in element.children() {
            if !matches!(reference.name.as_str(), "w:headerReference" | "w:footerReference") {
                continue;
            }
            let target = reference.attribute("r:id").and_then(|id| self.relations.get(id));
            let Some(name) = target.cloned().flatten() else { continue };
            // The same one stands in many sections.
            if !self.headers.insert(name.clone()) {
                continue;
            }
            let Some(part) = self.package.part(&name)? else { continue };
            let mut text = String::new();
            texts(&part, &["w:t"], &mut text);
            let says = |c: char| c.is_alphabetic() && !"第页共".contains(c);
            if text.contains(says) {
                self.document.drop_text(Dropped::Header, &text);
            }
        }
        Ok(())
    }
}

/// Whether the end of a paragraph was deleted in a revision.
fn is_end_deleted(paragraph: &Element) -> bool {
    paragraph.at(&["w:pPr", "w:rPr"]).is_some_and(|look| {
        look.children().any(|mark| matches!(mark.name.as_str(), "w:del" | "w:moveFrom"))
    })
}

/// The one form of several that is read: the new one, unless it is of a sort that is unknown here.
pub fn alternative(element: &Element) -> Option<&Element> {
    const READ: &[&str] = &["w:txbxContent", "a:blip", "c:chart", "w:t", "w:p", "v:imagedata"];
    let new = element.child("mc:Choice");
    let old = element.child("mc:Fallback");
    match (new, old) {
        (Some(new), Some(old)) => {
            let reads = |form: &Element| READ.iter().any(|name| form.find(name).is_some());
            Some(if reads(old) && !reads(new) { old } else { new })
        }
        (new, old) => new.or(old),
    }
}

/// The text of all elements of some names, at any depth; that of paragraphs apart.
pub fn texts(element: &Element, names: &[&str], out: &mut String) {
    for child in element.children() {
        if names.contains(&child.name.as_str()) {
            out.push_str(&child.text());
        }
        texts(child, names, out);
        if child.name == "w:p" {
            out.push(' ');
        }
    }
}
