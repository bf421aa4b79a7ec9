//! The text of a document, element by element, as it would be printed with all revisions accepted.

use super::colours::Tints;
use super::flow::{Flow, Open, Start};
use super::notes::{Notes, Sort};
use super::numbering::{self, Mark, Numbering};
use super::package::Package;
use super::reader::{Depth, Reader};
use super::styles::{ParagraphLook, Styles};
use super::xml::{Element, texts, words};
use super::{Damage, contents, field, math, styles};
use crate::import::document::{Align, Block, Document, Dropped, Paragraph, Run};

impl Reader<'_, '_> {
    /// The blocks of a body, a cell or a text box.
    pub fn blocks(&mut self, parent: &Element) -> Result<Vec<Block>, Damage> {
        let mut flow = Flow::default();
        self.flow(parent, &mut flow)?;
        flow.part();
        Ok(flow.blocks)
    }

    /// Adds the blocks of an element to those before it.
    pub fn flow(&mut self, parent: &Element, flow: &mut Flow) -> Result<(), Damage> {
        for element in parent.children() {
            match element.name.as_str() {
                "w:p" => self.paragraph(element, flow)?,
                "w:tbl" => {
                    flow.part();
                    self.table(element, &mut flow.blocks)?;
                }
                "w:sdt" => self.control(element, |reader, content| reader.flow(content, flow))?,
                "w:ins" | "w:moveTo" | "w:customXml" | "w:smartTag" => self.flow(element, flow)?,
                "w:del" | "w:moveFrom" => self.tell(Dropped::Deletion, &words(element)),
                "w:altChunk" => {
                    flow.part();
                    self.chunk(element, flow)?;
                }
                "m:oMath" | "m:oMathPara" => {
                    flow.part();
                    let mut open = self.open(None);
                    self.math(element, &mut open);
                    flow.blocks.push(Block::Paragraph(open.paragraph));
                }
                "mc:AlternateContent" => {
                    let runs = self.unknown(element);
                    if !runs.is_empty() {
                        flow.part();
                        let paragraph = Paragraph { runs, ..Paragraph::default() };
                        flow.blocks.push(Block::Paragraph(paragraph));
                    }
                }
                "w:sectPr" => self.section(element)?,
                _ => {}
            }
            if std::mem::take(&mut self.contents_begun) {
                let said = contents::take_heading(&mut flow.blocks, flow.above_contents);
                self.tell_heading(said);
            }
        }
        Ok(())
    }

    fn open<'e>(&mut self, properties: Option<&'e Element>) -> Open<'e> {
        self.paragraphs += 1;
        self.fields_at_paragraph();
        let ParagraphLook { align, level, .. } = self.styles.paragraph(properties);
        let paragraph = Paragraph {
            align: align.unwrap_or(Align::Start),
            level,
            is_title: self.styles.is_title(properties),
            ..Paragraph::default()
        };
        Open::new(paragraph, properties)
    }

    fn paragraph(&mut self, element: &Element, flow: &mut Flow) -> Result<(), Damage> {
        let properties = element.child("w:pPr");
        if self.styles.is_of_contents(properties) && !self.shows_nothing() {
            return self.leave_out(Dropped::Contents, |reader| {
                reader.paragraph_of(element, properties, flow)
            });
        }
        self.paragraph_of(element, properties, flow)
    }

    fn paragraph_of(
        &mut self,
        element: &Element,
        properties: Option<&Element>,
        flow: &mut Flow,
    ) -> Result<(), Damage> {
        let ParagraphLook { list, .. } = self.styles.paragraph(properties);
        let end = self.end_of(properties);
        let mut list = list.filter(|_| !matches!(end, End::InNext | End::Cap));
        // It comes before what stands in its boxes.
        let hidden = self.shows_nothing();
        let place = if hidden { None } else { list.take() };
        let mut mark = place.and_then(|place| self.numbering.next(&place));
        let mut open = self.open(properties);
        self.inline(element, &mut open)?;
        // A table of contents often ends at the beginning of the heading behind it.
        if hidden && !self.shows_nothing() && open.length() > 0 {
            mark = list.and_then(|place| self.numbering.next(&place));
        }
        let Open { mut paragraph, boxes, mut pages, .. } = open;
        pages.push(std::mem::take(&mut paragraph.runs));
        // Ends of pages before and behind all text part nothing.
        let is_seen = |runs: &Vec<Run>| runs.iter().any(|run| !run.is_blank());
        if pages.iter().any(is_seen) {
            pages.retain(is_seen);
        } else {
            pages.truncate(1);
        }
        let mut pages = pages.into_iter();
        paragraph.runs = pages.next().unwrap_or_default();
        let before = flow.before.take();
        let joins = |start: Start, paragraph: &mut Paragraph| {
            let mut runs = start.runs;
            if let Some(look) = paragraph.runs.first().filter(|_| start.is_cap) {
                let look = Run { text: String::new(), inset: None, ..look.clone() };
                let plain = |run: Run| Run { text: run.text, inset: run.inset, ..look.clone() };
                runs = runs.into_iter().map(plain).collect();
            }
            for run in std::mem::replace(&mut paragraph.runs, runs) {
                paragraph.push(run);
            }
        };
        let (numbered, plain) = match before {
            Some(start) if start.is_numbered => (Some(start), None),
            start => (None, start),
        };
        if let Some(start) = plain {
            joins(start, &mut paragraph);
        }
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
        if let Some(start) = numbered {
            joins(start, &mut paragraph);
        }
        if let Some(section) = properties.and_then(|it| it.child("w:sectPr")) {
            self.section(section)?;
        }
        self.reference_errors(&mut paragraph);
        let blank = Paragraph { runs: Vec::new(), bullet: None, ..paragraph.clone() };
        let mut all = vec![paragraph];
        for runs in pages {
            let mut page = Paragraph { runs, ..blank.clone() };
            self.reference_errors(&mut page);
            all.push(page);
        }
        all.iter().for_each(|paragraph| self.tell_struck(paragraph));
        if end != End::Seen
            && let Some(last) = all.pop()
        {
            let (is_numbered, is_cap) = (end == End::RunIn, end == End::Cap);
            flow.before = Some(Start { runs: last.runs, is_numbered, is_cap });
        }
        if self.styles.is_above_contents(properties) {
            flow.above_contents = Some(flow.blocks.len());
        }
        flow.blocks.extend(all.into_iter().map(Block::Paragraph));
        flow.blocks.extend(boxes);
        Ok(())
    }

    /// Tells what is struck out, passage by passage.
    fn tell_struck(&mut self, paragraph: &Paragraph) {
        let mut passage = String::new();
        for run in &paragraph.runs {
            if run.struck || (run.is_blank() && !passage.is_empty()) {
                passage.push_str(&run.text);
            } else {
                self.tell(Dropped::Struck, &std::mem::take(&mut passage));
            }
        }
        self.tell(Dropped::Struck, &passage);
    }

    /// How the end of a paragraph shows.
    fn end_of(&self, properties: Option<&Element>) -> End {
        let Some(own) = properties else { return End::Seen };
        let cap = own.child("w:framePr").and_then(|it| it.attribute("w:dropCap"));
        if cap.is_some_and(|cap| cap != "none") {
            return End::Cap;
        }
        let Some(mark) = own.child("w:rPr") else { return End::Seen };
        if mark.children().any(|it| matches!(it.name.as_str(), "w:del" | "w:moveFrom")) {
            End::InNext
        } else if mark.toggle("w:specVanish") == Some(true) {
            End::RunIn
        } else if mark.toggle("w:vanish") == Some(true) {
            End::InNext
        } else {
            End::Seen
        }
    }

    /// What stands in the lines of a paragraph.
    pub fn inline(&mut self, parent: &Element, open: &mut Open<'_>) -> Result<(), Damage> {
        for element in parent.children() {
            match element.name.as_str() {
                "w:r" => self.run(element, open)?,
                "w:ins" | "w:moveTo" => {
                    let mut text = String::new();
                    texts(element, &["w:t", "m:t"], &mut text);
                    self.document.drop_text(Dropped::Insertion, &text);
                    self.inline(element, open)?;
                }
                "w:del" | "w:moveFrom" => {
                    self.document.drop_text(Dropped::Deletion, &words(element));
                }
                "w:hyperlink" => {
                    if element.attribute("r:id").is_some() {
                        self.document.drop(Dropped::Link);
                    }
                    self.links += 1;
                    self.inline(element, open)?;
                    self.links -= 1;
                }
                "w:smartTag" | "w:customXml" | "w:bdo" | "w:dir" => self.inline(element, open)?,
                "w:fldSimple" => self.simple_field(element, open)?,
                "w:sdt" => self.inline_control(element, open)?,
                "w:subDoc" => self.subdocument(element, open),
                "m:oMath" | "m:oMathPara" => self.math(element, open),
                "mc:AlternateContent" => {
                    let runs = self.unknown(element);
                    runs.into_iter().for_each(|run| open.paragraph.push(run));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn math(&mut self, element: &Element, open: &mut Open<'_>) {
        let mut revised = Vec::new();
        let line = math::line(element, &mut revised);
        revised.iter().for_each(|(what, said)| self.tell(*what, said));
        let mut said = String::new();
        texts(element, &["m:t", "w:t"], &mut said);
        if line.is_none() && said.trim().is_empty() {
            // An empty frame.
            return;
        }
        let look = self.styles.look(open.properties, None);
        self.formula(line, &said, &look, open);
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
            if ["a:blip", "v:imagedata"].iter().any(|name| part.find(name).is_some()) {
                self.document.drop(Dropped::HeaderPicture);
            }
            let says = |c: char| c.is_alphabetic() && !"第页共".contains(c);
            if text.contains(says) {
                self.document.drop_text(Dropped::Header, &text);
            }
        }
        Ok(())
    }
}

/// How the end of a paragraph shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The next one begins a line.
    Seen,
    /// Not at all, for it was deleted or is hidden: the next one goes on in the same line, and is what
    /// the two are.
    InNext,
    /// A heading that runs into its text.
    RunIn,
    /// A large letter, with the rest of its word in the next one.
    Cap,
}

/// Reads a document that may stand within others.
pub fn read_within(package: &mut Package<'_>, depth: &mut Depth) -> Result<Document, Damage> {
    let main = package.relations("")?.get("=officeDocument").cloned().flatten();
    let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
    let root = package.part(&main)?.ok_or(Damage::NoDocument)?;
    let body = root.child("w:body").filter(|_| root.name == "w:document");
    let body = body.ok_or(Damage::NoDocument)?;
    let relations = package.relations(&main)?;
    let mut part =
        |kind: &str, skip: fn(&Element) -> bool| match relations.get(kind).cloned().flatten() {
            Some(name) => package.part_without(&name, skip),
            None => Ok(None),
        };
    let styles = part("=styles", styles::is_unused)?;
    let theme = part("=theme", styles::is_unused_theme)?;
    let mut part = |kind: &str| part(kind, |_| false);
    let lists = part("=numbering")?;
    let mut notes = Notes::default();
    notes.add(Sort::Foot, part("=footnotes")?);
    notes.add(Sort::End, part("=endnotes")?);
    let comments = part("=comments")?.unwrap_or_default();
    let comments = comments.children().filter_map(|comment| {
        let mut text = String::new();
        texts(comment, &["w:t"], &mut text);
        Some((comment.attribute("w:id")?.to_owned(), text))
    });
    let comments = comments.collect();
    let styles = Styles::read(styles.as_ref(), theme.as_ref());
    let numbering = Numbering::read(lists.as_ref(), &styles.lists);
    let mut reader = Reader {
        package,
        relations,
        styles,
        numbering,
        document: Document::default(),
        notes,
        comments,
        fields: Vec::new(),
        album: Default::default(),
        fields_close: field::close(body),
        contents_begun: false,
        paragraphs: 0,
        links: 0,
        tints: Tints::default(),
        grounds: 0,
        depth: *depth,
        headers: Default::default(),
    };
    let mut blocks = reader.blocks(body)?;
    *depth = reader.depth;
    let mut document = reader.document;
    contents::leave_out_typed(&mut blocks, &mut document);
    reader.tints.tell(&mut document);
    Ok(Document { blocks, ..document })
}
