//! The text of a document, element by element, as it would be printed with all revisions accepted.

use std::collections::BTreeSet;

use super::Damage;
use super::numbering::{Mark, Numbering};
use super::package::{Package, Relations};
use super::styles::{ParagraphLook, RunLook, Styles};
use super::xml::Element;
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
    /// Fields that are open: whether their code, which is not printed, is still being read.
    pub fields: Vec<bool>,
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
        for element in parent.children() {
            match element.name.as_str() {
                "w:p" => self.paragraph(element, &mut blocks)?,
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
        Ok(blocks)
    }

    fn paragraph(&mut self, element: &Element, out: &mut Vec<Block>) -> Result<(), Damage> {
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
                Some(Mark::Bullet) => self.document.drop(Dropped::Bullet),
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
                "w:del" | "w:moveFrom" => self.document.drop(Dropped::Deletion),
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
                    texts(element, "m:t", &mut text);
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
            if element.child("w:t").is_some() {
                self.document.drop(Dropped::Hidden);
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
                    let symbol = symbol(element);
                    if symbol.is_none() {
                        self.document.drop(Dropped::Symbol);
                    }
                    self.text(symbol.unwrap_or("□"), look, open);
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
                "w:footnoteReference" | "w:endnoteReference" => self.document.drop(Dropped::Note),
                "w:commentReference" => self.document.drop(Dropped::Comment),
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
        open.paragraph.push(Run {
            text: text.to_owned(),
            bold: look.bold.unwrap_or(false),
            face: look.face.clone().unwrap_or_default(),
            size: look.size,
        });
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
        let is_object = element.name == "w:object" || element.find("o:OLEObject").is_some();
        let inside = |picture: &&Element| {
            !boxes.iter().any(|content| {
                let mut own = Vec::new();
                content.all(&picture.name, &mut own);
                own.iter().any(|own| std::ptr::eq(*own, *picture))
            })
        };
        let pictures: Vec<&Element> =
            all("a:blip").into_iter().chain(all("v:imagedata")).filter(inside).collect();
        if is_object || (pictures.is_empty() && element.find("c:chart").is_some()) {
            self.placeholder(open);
            return Ok(());
        }
        // Lines and frames say nothing.
        for picture in pictures {
            let id = picture.attribute("r:embed").or_else(|| picture.attribute("r:id"));
            let target = id.and_then(|id| self.relations.get(id).cloned().flatten());
            let bytes = match target {
                Some(name) => self.package.picture(&name)?,
                None => None,
            };
            match bytes.and_then(Picture::of) {
                Some(picture) => {
                    open.paragraph.pictures.push(self.document.pictures.len());
                    self.document.pictures.push(picture);
                }
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
        let mut table = Table { rows };
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 1 && table.rows.len() == 1 {
            // A frame around text.
            let cell = table.rows.pop().and_then(|mut row| row.pop()).unwrap_or_default();
            out.extend(cell.into_iter().map(Block::Paragraph));
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
            texts(&part, "w:t", &mut text);
            let says = |c: char| c.is_alphabetic() && !"第页共".contains(c);
            if text.contains(says) {
                self.document.drop(Dropped::Header);
            }
        }
        Ok(())
    }
}

/// The one form of several that is read.
fn alternative(element: &Element) -> Option<&Element> {
    element.child("mc:Choice").or_else(|| element.child("mc:Fallback"))
}

fn texts(element: &Element, name: &str, out: &mut String) {
    for child in element.children() {
        if child.name == name {
            out.push_str(&child.text());
        }
        texts(child, name, out);
    }
}

/// The character that one of a symbol font stands for.
fn symbol(element: &Element) -> Option<&'static str> {
    let font = element.attribute("w:font").unwrap_or_default().to_lowercase();
    let code = u32::from_str_radix(element.attribute("w:char")?, 16).ok()?;
    let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    Some(match (font.as_str(), code) {
        ("wingdings", 0x6C) => "●",
        ("wingdings", 0x6E) => "■",
        ("wingdings", 0x6F | 0xA8) => "□",
        ("wingdings", 0x75) => "◆",
        ("wingdings", 0xA1) => "○",
        ("wingdings", 0xAB) => "★",
        ("wingdings", 0xFC) => "√",
        ("wingdings", 0xFB) => "×",
        ("wingdings", 0xFE | 0x52) => "☑",
        ("wingdings", 0x81..=0x8A) => {
            const CIRCLED: [&str; 10] = ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩"];
            CIRCLED[code as usize - 0x81]
        }
        ("symbol", 0xB0) => "°",
        ("symbol", 0xB1) => "±",
        ("symbol", 0xB4) => "×",
        ("symbol", 0xB8) => "÷",
        ("symbol", 0xA3) => "≤",
        ("symbol", 0xB3) => "≥",
        ("symbol", 0xB7) => "·",
        ("symbol", 0x6D) => "μ",
        _ => return None,
    })
}
