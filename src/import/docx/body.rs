//! The text of a document, element by element, as it would be printed with all revisions accepted.

use std::collections::{BTreeMap, BTreeSet};

use super::Damage;
use super::notes::{Notes, Sort};
use super::numbering::{Mark, Numbering};
use super::package::{Package, Relations};
use super::styles::{ParagraphLook, RunLook, Styles};
use super::xml::Element;
use crate::import::bullets;
use crate::import::document::{Align, Block, Document, Dropped, Paragraph, Picture, Run, Table};

/// What is put where a picture or chart stood that cannot be set. `check` finds it, so that the issue
/// is not issued with a gap.
const PLACEHOLDER: &str = "【待补：此处原有图表】";

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
struct Open<'e> {
    paragraph: Paragraph,
    properties: Option<&'e Element>,
    boxes: Vec<Block>,
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
                    self.paragraph(element, &mut blocks)?;
                    let Some(Block::Paragraph(own)) = blocks.get_mut(at) else { continue };
                    if let Some(mut start) = before.take() {
                        start.runs.append(&mut own.runs);
                        start.pictures.append(&mut own.pictures);
                        (own.runs, own.pictures) = (start.runs, start.pictures);
                    }
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

    fn paragraph(&mut self, element: &Element, out: &mut Vec<Block>) -> Result<(), Damage> {
        // No code of a field goes on in another paragraph; one that does not end must not take the
        // rest of the text with it.
        self.fields.fill(false);
        let properties = element.child("w:pPr");
        let ParagraphLook { align, level, list } = self.styles.paragraph(properties);
        let paragraph = Paragraph {
            align: align.unwrap_or(Align::Start),
            level,
            is_title: self.styles.is_title(properties),
            ..Paragraph::default()
        };
        let mut open = Open { paragraph, properties, boxes: Vec::new() };
        self.inline(element, &mut open)?;
        let Open { mut paragraph, boxes, .. } = open;
        if let Some((list, level)) = list
            && !paragraph.text().trim().is_empty()
        {
            match self.numbering.next(&list, level) {
                Some(Mark::Number(number)) => {
                    let look = paragraph.runs.first().cloned().unwrap_or_default();
                    paragraph.runs.insert(0, Run { text: number, ..look });
                }
                Some(Mark::Bullet) => paragraph.bullet = Some(level as u8),
                None => {}
            }
        }
        if let Some(section) = properties.and_then(|it| it.child("w:sectPr")) {
            self.section(section)?;
        }
        out.push(Block::Paragraph(paragraph));
        out.extend(boxes);
        Ok(())
    }

    /// What stands in the lines of a paragraph.
    fn inline(&mut self, parent: &Element, open: &mut Open<'_>) -> Result<(), Damage> {
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

    fn run(&mut self, element: &Element, open: &mut Open<'_>) -> Result<(), Damage> {
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

    fn pieces(
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

    fn text(&mut self, text: &str, look: &RunLook, open: &mut Open<'_>) {
        if self.fields.contains(&true) {
            return;
        }
        let text = if look.symbol { bullets::of_symbol_font(text) } else { text.to_owned() };
        open.paragraph.push(Run {
            text,
            bold: look.bold.unwrap_or(false),
            face: look.face.clone().unwrap_or_default(),
            size: look.size,
            note: None,
        });
    }

    /// The mark of a note; its text is read where it is first referred to.
    fn note(
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
            note: Some(index),
            ..Run::default()
        });
        Ok(())
    }

    /// Pictures, or boxes with text in them; a group has several.
    fn drawing(&mut self, element: &Element, open: &mut Open<'_>) -> Result<(), Damage> {
        let all = |name: &str| {
            let mut found = Vec::new();
            element.all(name, &mut found);
            found
        };
        let boxes = all("w:txbxContent");
        for content in &boxes {
            self.document.drop(Dropped::TextBox);
            let blocks = self.blocks(content)?;
            open.boxes.extend(blocks);
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
                Some(index) => open.paragraph.pictures.push(index),
                None => self.placeholder(open),
            }
        }
        Ok(())
    }

    fn placeholder(&mut self, open: &mut Open<'_>) {
        self.document.drop(Dropped::Object);
        self.text(PLACEHOLDER, &RunLook::default(), open);
    }

    fn table(&mut self, element: &Element, out: &mut Vec<Block>) -> Result<(), Damage> {
        let mut rows = Vec::new();
        let mut merged = 0;
        self.rows(element, &mut rows, &mut merged)?;
        let table = Table { rows };
        if table.rows.iter().all(|row| row.len() <= 1) {
            // A frame around text.
            let cells = table.rows.into_iter().flatten().flatten();
            out.extend(cells.map(Block::Paragraph));
            return Ok(());
        }
        for _ in 0..merged {
            self.document.drop(Dropped::Merged);
        }
        out.push(Block::Table(table));
        Ok(())
    }

    fn rows(
        &mut self,
        parent: &Element,
        rows: &mut Vec<Vec<Vec<Paragraph>>>,
        merged: &mut usize,
    ) -> Result<(), Damage> {
        for element in parent.children() {
            match element.name.as_str() {
                "w:tr" => {
                    if element.child("w:trPr").is_some_and(|it| it.child("w:del").is_some()) {
                        self.document.drop(Dropped::Deletion);
                        continue;
                    }
                    let mut row = Vec::new();
                    self.cells(element, &mut row, merged)?;
                    rows.push(row);
                }
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        self.rows(content, rows, merged)?;
                    }
                }
                "w:ins" | "w:customXml" => self.rows(element, rows, merged)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn cells(
        &mut self,
        parent: &Element,
        row: &mut Vec<Vec<Paragraph>>,
        merged: &mut usize,
    ) -> Result<(), Damage> {
        /// The most columns of a page.
        const COLUMNS: usize = 31;
        for element in parent.children() {
            match element.name.as_str() {
                "w:tc" => {
                    let properties = element.child("w:tcPr");
                    let mut cell = Vec::new();
                    for block in self.blocks(element)? {
                        match block {
                            Block::Paragraph(paragraph) => cell.push(paragraph),
                            Block::Table(table) => {
                                self.document.drop(Dropped::NestedTable);
                                cell.extend(table.rows.into_iter().flatten().flatten());
                            }
                        }
                    }
                    let below = properties.and_then(|it| it.child("w:vMerge"));
                    let continued =
                        below.is_some_and(|it| it.attribute("w:val") != Some("restart"));
                    let span = properties.and_then(|it| it.value("w:gridSpan"));
                    let span = span.and_then(|span| span.parse::<usize>().ok()).unwrap_or(1);
                    *merged += usize::from(span > 1 || (below.is_some() && !continued));
                    row.push(if continued { Vec::new() } else { cell });
                    let more = span.min(COLUMNS.saturating_sub(row.len()).saturating_add(1));
                    row.extend((1..more).map(|_| Vec::new()));
                }
                "w:sdt" => {
                    if let Some(content) = element.child("w:sdtContent") {
                        self.cells(content, row, merged)?;
                    }
                }
                "w:customXml" => self.cells(element, row, merged)?,
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
fn alternative(element: &Element) -> Option<&Element> {
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
