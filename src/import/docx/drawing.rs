//! Pictures, text boxes, charts and embedded objects of a run.

use super::Damage;
use super::flow::Open;
use super::picture::{self, Found};
use super::reader::Reader;
use super::styles::RunLook;
use super::xml::Element;
use super::xml::texts;
use crate::import::document::{Block, Content, Dropped, Paragraph, Run, Shown};
use crate::import::pictures::bytes::settable;

impl Reader<'_, '_> {
    /// Pictures, or boxes with text in them; a group has several.
    pub(super) fn drawing(&mut self, element: &Element, open: &mut Open<'_>) -> Result<(), Damage> {
        let mut worded = Vec::new();
        words_of(element, false, &mut worded);
        for (content, is_hidden) in worded {
            match content.name.as_str() {
                _ if is_hidden => self.unseen(content),
                "w:txbxContent" => {
                    self.document.drop(Dropped::TextBox);
                    let blocks = self.apart(content)?;
                    open.boxes.extend(blocks);
                }
                // Shapes pasted from slides hold their text in their own way.
                "a:txBody" => {
                    self.document.drop(Dropped::TextBox);
                    open.boxes.extend(of_slide(content));
                }
                _ => {
                    let said = content.attribute("string").unwrap_or_default();
                    self.document.drop_text(Dropped::Art, said);
                }
            }
        }
        let object = element.find("o:OLEObject");
        let is_object = element.name == "w:object" || object.is_some();
        let pictures = picture::within(element);
        for found in &pictures {
            let shown = found.shown();
            if found.hidden {
                self.document.drop(Dropped::HiddenPicture);
                continue;
            }
            // What an object shows is a picture like any other, where it can be set.
            match self.content(found)? {
                Ok(content) => open.paragraph.push(Run::of_picture(Shown { content, ..shown })),
                Err(_) if is_object => {
                    self.object(object, shown, open);
                    return Ok(());
                }
                Err(what) => {
                    self.document.drop_text(Dropped::Picture, &what);
                    open.paragraph.push(Run::of_picture(shown));
                }
            }
        }
        if pictures.is_empty() && is_object {
            self.object(object, Shown::default(), open);
        } else if pictures.is_empty() {
            self.chart(element, open);
        }
        // Lines and frames say nothing.
        Ok(())
    }

    /// What stands there for a picture, or what it is that cannot be set.
    fn content(&mut self, found: &Found) -> Result<Result<Content, String>, Damage> {
        let name = match self.relations.get(&found.id) {
            Some(Some(name)) => name.clone(),
            Some(None) => return Ok(Err("只有链接、文件里没有的图".to_owned())),
            None if self.relations.is_empty() => return Ok(Err("脚注里的图".to_owned())),
            None => return Ok(Err("文件里缺的图".to_owned())),
        };
        let key = (name, found.shape);
        let known = match self.album.read.get(&key) {
            Some(known) => known.clone(),
            None => {
                let read = self.picture(&key.0, found)?;
                self.album.read.insert(key, read.clone());
                read
            }
        };
        Ok(known.map(Content::Picture))
    }

    fn picture(&mut self, name: &str, found: &Found) -> Result<Result<usize, String>, Damage> {
        let Some(bytes) = self.package.picture(name)? else {
            return Ok(Err("文件里缺的图".to_owned()));
        };
        Ok(settable(bytes, found.shape, found.ratio, &mut self.album.left).map(|settable| {
            if !settable.done.is_empty() {
                self.document.drop_text(Dropped::Reworked, &settable.done);
            }
            self.document.pictures.push(settable.picture);
            self.document.pictures.len() - 1
        }))
    }

    /// What another program put there and shows in a form that cannot be set.
    fn object(&mut self, object: Option<&Element>, shown: Shown, open: &mut Open<'_>) {
        let program = object.and_then(|it| it.attribute("ProgID")).unwrap_or_default();
        let name = match program.split('.').next().unwrap_or_default() {
            "Excel" | "ET" => "Excel 表格",
            "Word" | "WPS" => "Word 文档",
            "PowerPoint" | "WPP" => "PowerPoint 幻灯片",
            "Visio" => "Visio 图",
            "MSGraph" => "图表",
            "Equation" => "公式",
            "Package" => "文件",
            _ => "别的程序做的内容",
        };
        let is_icon = object.is_some_and(|it| it.attribute("DrawAspect") == Some("Icon"));
        self.document.drop_text(Dropped::Object, name);
        match name {
            // A formula is a part of its sentence.
            "公式" => self.text("【待补：公式】", &RunLook::default(), open),
            _ => {
                let content = Content::Gap(if is_icon { "附件" } else { "图表" });
                open.paragraph.push(Run::of_picture(Shown { content, ..shown }));
            }
        }
    }

    /// A chart or diagram, which has no picture in it: a gap, and the words that it shows.
    fn chart(&mut self, element: &Element, open: &mut Open<'_>) {
        let mut kinds = Vec::new();
        element.all("a:graphicData", &mut kinds);
        let is_drawn = kinds.iter().any(|data| {
            let kind = data.attribute("uri").unwrap_or_default();
            kind.contains("chart") || kind.contains("diagram")
        });
        if !is_drawn && element.find("c:chart").is_none() {
            return;
        }
        let ids = kinds.iter().flat_map(|data| data.children()).filter_map(|data| {
            data.attribute("r:dm").or_else(|| data.attribute("r:id")).map(str::to_owned)
        });
        let ids: Vec<String> = ids.collect();
        let said: Vec<String> = ids.iter().map(|id| self.said(id)).collect();
        self.document.drop_text(Dropped::Object, &said.join(" "));
        let extent = element.find("wp:extent");
        let length =
            |name: &str| crate::import::pictures::lengths::of_emu(extent?.attribute(name)?);
        let (width, height) = (length("cx"), length("cy"));
        open.paragraph.push(Run::of_picture(Shown { width, height, ..Shown::gap("图表") }));
    }

    /// The title of a chart, or all words of a diagram.
    fn said(&mut self, id: &str) -> String {
        let Some(Some(name)) = self.relations.get(id) else { return String::new() };
        if let Some(said) = self.album.said.get(name) {
            return said.clone();
        }
        let name = name.clone();
        let mut said = String::new();
        // One that cannot be read says nothing; the text around it does.
        if let Ok(Some(part)) = self.package.part(&name) {
            let title = part.find("c:title").or_else(|| part.find("?:title"));
            let is_chart = name.to_lowercase().contains("chart");
            if let Some(words) = title.or(Some(&part).filter(|_| !is_chart)) {
                let mut paragraphs = Vec::new();
                words.all("a:p", &mut paragraphs);
                for paragraph in paragraphs {
                    texts(paragraph, &["a:t"], &mut said);
                    said.push(' ');
                }
            }
        }
        self.album.said.insert(name, said.clone());
        said
    }

    /// What is written only for programs newer than this one, in a form for each: its words are told,
    /// and each picture leaves a gap.
    pub(super) fn unknown(&mut self, element: &Element) -> Vec<Run> {
        let Some(form) = element.child("mc:Choice") else { return Vec::new() };
        let mut said = String::new();
        texts(form, &["w:t", "w:delText", "m:t", "a:t"], &mut said);
        if self.shows_nothing() {
            self.is_taken(&said);
            return Vec::new();
        }
        self.tell(Dropped::Unknown, &said);
        let mut runs = Vec::new();
        let pictures = picture::within(form);
        for found in &pictures {
            if found.hidden {
                self.document.drop(Dropped::HiddenPicture);
                continue;
            }
            self.document.drop_text(Dropped::Picture, "只有更新的软件才认识的图");
            runs.push(Run::of_picture(found.shown()));
        }
        let is_drawn = ["w:drawing", "w:pict", "w:object"].iter().any(|it| form.find(it).is_some());
        if pictures.is_empty() && said.trim().is_empty() && is_drawn {
            self.document.drop_text(Dropped::Object, "只有更新的软件才认识的内容");
            runs.push(Run::of_picture(Shown::gap("图表")));
        }
        runs
    }
}

/// What of a drawing holds words: boxes, shapes of slides, words drawn as a picture. Each with whether
/// its own shape, or one around it, is hidden.
fn words_of<'e>(element: &'e Element, is_hidden: bool, found: &mut Vec<(&'e Element, bool)>) {
    for child in element.children() {
        let is_hidden = is_hidden || picture::is_hidden(child);
        match child.name.as_str() {
            "w:txbxContent" | "a:txBody" | "v:textpath" => found.push((child, is_hidden)),
            _ => words_of(child, is_hidden, found),
        }
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
