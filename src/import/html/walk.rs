//! Going through the elements of a page, one behind the other: no nesting is too deep for it.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};

use super::article::Standing;
use super::list::{List, Mark};
use super::look::{Look, Own};
use super::office::{self, Part};
use super::reader::Reader;
use super::{address, all_words, controls, formula, look, table, words};
use crate::import::document::{Block, Dropped, Inset, Paragraph, Run};
use crate::import::pictures::without_pictures;
use crate::import::text;

/// What is done with an element whose beginning was met.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// What is in it is read.
    In,
    /// It is done with.
    Past,
}

impl<'h> Reader<'_, 'h> {
    /// Reads an element, whose text looks like that around it.
    pub fn walk(&mut self, root: ElementRef<'h>, look: Look) {
        let mut looks: Vec<(Look, Own, bool)> = vec![(look, Own::default(), false)];
        let mut skipped = None;
        let mut within = self.in_note;
        for edge in root.traverse() {
            match edge {
                Edge::Open(_) if skipped.is_some() => {}
                Edge::Open(node) => {
                    let Some((outer, ..)) = looks.last() else { break };
                    let place = match self.in_note {
                        true => Standing::Inside,
                        false => self.article.place(node.id(), within),
                    };
                    within |= self.article.is_root(node.id());
                    if place == Standing::Outside && !self.notes.holders.contains_key(&node.id()) {
                        self.leave(node);
                        skipped = Some(node.id());
                        continue;
                    }
                    if let Node::Text(text) = node.value() {
                        if self.article.begins_part(node.id()) {
                            self.close();
                        }
                        self.text(text, &outer.clone());
                    }
                    let Some(element) = ElementRef::wrap(node) else { continue };
                    let said = self.sheets.said(element, looks.len());
                    let (mut look, own) = outer.within(element, &said);
                    if own.gone || own.unseen {
                        self.reveal(element, &mut look, place);
                    }
                    if place == Standing::Holder {
                        if own.block {
                            self.close();
                        }
                        looks.push((look, own, true));
                        continue;
                    }
                    let part = office::part(element, &said);
                    match self.begins(element, &look, own, part) {
                        Way::In => looks.push((look, own, false)),
                        Way::Past => skipped = Some(node.id()),
                    }
                }
                Edge::Close(node) if skipped.is_some() => {
                    if Some(node.id()) == skipped {
                        skipped = None;
                    }
                }
                Edge::Close(node) => {
                    within &= self.in_note || !self.article.is_root(node.id());
                    if let Some(element) = ElementRef::wrap(node)
                        && let Some((look, own, holds)) = looks.pop()
                    {
                        match holds {
                            false => self.ends(element, &look, own),
                            true if own.block => self.close(),
                            true => {}
                        }
                    }
                }
            }
        }
        self.close();
        self.tell_left();
    }

    /// Hidden or not, what is most of a page is the article: pages are saved before they are shown.
    fn reveal(&mut self, element: ElementRef<'h>, look: &mut Look, place: Standing) {
        if place == Standing::Holder || self.weights.is_shown_later(element) {
            look.hidden = false;
            self.document.drop(Dropped::Revealed);
        }
    }

    fn begins(
        &mut self,
        element: ElementRef<'h>,
        look: &Look,
        own: Own,
        part: Option<Part>,
    ) -> Way {
        let name = element.value().name();
        if look::UNSEEN.contains(&name) {
            return Way::Past;
        }
        if own.gone && !self.weights.is_shown_later(element) {
            return self.pass(element, Dropped::Hidden);
        }
        match part {
            Some(Part::Deletion) => return self.pass(element, Dropped::Deletion),
            Some(Part::Comment) => return self.pass_comment(element),
            Some(Part::Contents) => return self.pass(element, Dropped::Contents),
            Some(Part::Header) => return self.pass(element, Dropped::Header),
            Some(Part::Anchor) => return Way::Past,
            None => {}
        }
        if let Some(way) = self.note(element, look) {
            return way;
        }
        // The contents that a writing program put before its text.
        if name == "nav" && self.article.is_whole() && !self.weights.is_most(element) {
            return self.pass(element, Dropped::Around);
        }
        if own.block || own.page {
            self.close();
        }
        self.named(name, element, look)
    }

    /// What the name of an element asks for.
    fn named(&mut self, name: &str, element: ElementRef<'h>, look: &Look) -> Way {
        match name {
            "br" => self.break_line(look),
            "img" => self.image(element, look),
            "q" => self.text("“", look),
            "table" => self.tables.push(table::Open::of(element)),
            "tr" => self.tables.iter_mut().last().into_iter().for_each(table::Open::begin_row),
            "td" | "th" if !self.tables.is_empty() => self.sinks.push(Vec::new()),
            "ul" | "ol" | "menu" | "dir" => self.lists.push(List::of(element, look.marker)),
            "li" => self.mark = self.item(element, look),
            "rt" | "rtc" => return self.pass_reading(element),
            "pre" | "listing" | "xmp" if element.children().all(|it| it.value().is_text()) => {
                return self.plain(element);
            }
            "math" => return self.formula(element, look),
            "svg" | "canvas" => return self.drawing(element, look),
            "video" | "audio" | "iframe" | "object" | "embed" | "applet" => {
                return self.embedded(name, element, look);
            }
            "a" if element.attr("href").is_some_and(|it| it.starts_with("http")) => {
                self.document.drop(Dropped::Link);
            }
            name if controls::is_control(name) => return self.control(element, look),
            _ => {}
        }
        Way::In
    }

    fn ends(&mut self, element: ElementRef<'h>, look: &Look, own: Own) {
        let name = element.value().name();
        if name == "q" {
            self.text("”", look);
        }
        if own.block {
            self.close();
        }
        match name {
            "ul" | "ol" | "menu" | "dir" => drop(self.lists.pop()),
            // One with nothing in it.
            "li" => self.mark = None,
            "tr" => self.tables.iter_mut().last().into_iter().for_each(table::Open::end_row),
            "td" | "th" if self.sinks.len() > 1 => {
                self.close();
                let blocks = self.sinks.pop().unwrap_or_default();
                match self.tables.last_mut() {
                    Some(table) => table.cell(element, blocks),
                    None => blocks.into_iter().for_each(|block| self.put(block)),
                }
            }
            "table" => {
                self.close();
                let table = self.tables.pop().unwrap_or_default();
                let blocks = table.end(&mut self.document);
                blocks.into_iter().for_each(|block| self.put(block));
            }
            _ => {}
        }
    }

    /// Leaves an element out and tells it.
    fn pass(&mut self, element: ElementRef<'h>, what: Dropped) -> Way {
        let words = words(*element, self.sheets);
        // In what is hidden itself nothing is seen.
        let words = if words.is_empty() { all_words(element) } else { words };
        if !words.trim().is_empty() {
            self.document.drop_text(what, &words);
        }
        if what == Dropped::Hidden {
            let pictures = element.descendants().filter_map(ElementRef::wrap);
            let count = pictures.filter(|it| address::is_named(*it)).count();
            (0..count).for_each(|_| self.document.drop(Dropped::HiddenPicture));
        }
        Way::Past
    }

    /// A remark, without the mark before it.
    fn pass_comment(&mut self, element: ElementRef<'h>) -> Way {
        let words = words(*element, self.sheets);
        let words = words.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{A0}');
        let words = match words.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((mark, rest)) if mark.chars().count() <= 8 => rest,
            _ => words,
        };
        self.document.drop_text(Dropped::Comment, words);
        Way::Past
    }

    /// The reading of a ruby, with what it is the reading of.
    fn pass_reading(&mut self, element: ElementRef<'h>) -> Way {
        let mut base: Vec<String> = Vec::new();
        for before in element.prev_siblings() {
            match ElementRef::wrap(before) {
                Some(it) if ["rt", "rtc"].contains(&it.value().name()) => break,
                Some(it) if it.value().name() == "rp" => {}
                Some(it) => base.push(it.text().collect()),
                None => base.extend(before.value().as_text().map(|text| text.to_string())),
            }
        }
        base.reverse();
        let reading: String = element.text().collect();
        let told = format!("{}（{}）", base.concat().trim(), reading.trim());
        self.document.drop_text(Dropped::Ruby, &told);
        Way::Past
    }

    /// The mark or the text of a footnote.
    fn note(&mut self, element: ElementRef<'h>, look: &Look) -> Option<Way> {
        let id = element.id();
        if self.notes.back.contains_key(&id) {
            return Some(Way::Past);
        }
        if self.in_note {
            return None;
        }
        if self.notes.holders.contains_key(&id) {
            return Some(Way::Past);
        }
        if self.notes.lost.contains_key(&id) {
            return Some(self.pass(element, Dropped::Note));
        }
        let number = *self.notes.marks.get(&id)?;
        let run = Run { inset: Some(Inset::Note(number)), ..Run::default() };
        self.run(run, look);
        Some(Way::Past)
    }

    /// Reads the texts of the footnotes, behind all else.
    pub fn end_notes(&mut self) {
        self.close();
        self.document.blocks = std::mem::take(&mut self.sinks).into_iter().flatten().collect();
        self.in_note = true;
        for (holder, mark) in &self.notes.texts {
            self.sinks = vec![Vec::new()];
            self.walk(*holder, Look::default());
            let blocks = std::mem::take(&mut self.sinks).into_iter().flatten();
            let mut note: Vec<Paragraph> = blocks.flat_map(Block::into_paragraphs).collect();
            note.iter_mut().for_each(|it| without_pictures(it, &mut self.document));
            // A mark that is no link back stands before the text all the same.
            if let Some(first) = note.first_mut() {
                let text = first.text();
                let rest = text.trim_start().strip_prefix(mark.as_str());
                first.skip(rest.map_or(0, |rest| text.len() - rest.trim_start().len()));
            }
            self.document.notes.push(note);
        }
    }

    /// What an item begins with, in the list that it stands in.
    fn item(&mut self, element: ElementRef<'h>, look: &Look) -> Option<Mark> {
        let depth = self.lists.len().saturating_sub(1);
        match self.lists.last_mut() {
            Some(list) => list.item(element, look.marker, depth),
            None => Some(Mark::Bullet(0)),
        }
    }

    fn control(&mut self, element: ElementRef<'h>, look: &Look) -> Way {
        let control = controls::read(element);
        self.text(&control.shown, look);
        if !control.left_out.is_empty() {
            self.document.drop_text(Dropped::Control, &control.left_out.join("、"));
        }
        Way::Past
    }

    /// Plain text in a page, whose lines a program may have broken.
    fn plain(&mut self, element: ElementRef<'h>) -> Way {
        let text: String = element.text().collect();
        let document = text::plain(&text);
        self.document.drop_all(document.dropped);
        document.blocks.into_iter().for_each(|block| self.put(block));
        Way::Past
    }

    fn formula(&mut self, element: ElementRef<'h>, look: &Look) -> Way {
        let words = words(*element, self.sheets);
        match formula::written(element) {
            Some(parts) => {
                let line: String = parts.iter().map(|(text, _)| text.as_str()).collect();
                if line.contains('/') {
                    self.document.drop_text(Dropped::Fraction, &line);
                }
                for (text, script) in parts {
                    self.text(&text, &Look { script, ..look.clone() });
                }
            }
            None => {
                self.text("【待补：公式】", look);
                self.document.drop_text(Dropped::Formula, &words);
            }
        }
        Way::Past
    }

    /// A drawing: an ornament, unless it is as large as a picture.
    fn drawing(&mut self, element: ElementRef<'h>, look: &Look) -> Way {
        /// From here on it is no icon, in px.
        const PICTURE: f32 = 100.0;
        let length = |name: &str| {
            let value = element.attr(name).unwrap_or_default();
            value.trim_end_matches("px").parse::<f32>().unwrap_or_default()
        };
        let words = words(*element, self.sheets);
        let large = length("width") >= PICTURE && length("height") >= PICTURE;
        if large || !words.is_empty() {
            self.document.drop_text(Dropped::Object, &words);
            self.text("【待补：此处原有图片】", look);
        }
        Way::Past
    }

    /// What is played or shown from elsewhere, unless it is no larger than a dot.
    fn embedded(&mut self, name: &str, element: ElementRef<'h>, look: &Look) -> Way {
        let is_dot = |name: &str| {
            let value = element.attr(name).map(|it| it.trim_end_matches("px").trim());
            value.is_some_and(|it| it.parse::<f32>().is_ok_and(|it| it <= 2.0))
        };
        if is_dot("width") || is_dot("height") {
            return Way::Past;
        }
        let what = match name {
            "video" => "视频",
            "audio" => "音频",
            _ => "嵌入的内容",
        };
        let address = element.attr("src").or(element.attr("data")).unwrap_or_default();
        self.document.drop_text(Dropped::Object, &format!("{what} {address}"));
        self.text(&format!("【待补：此处原有{what}】"), look);
        Way::Past
    }
}
