//! What Word does not show, in runs and shapes that are hidden: it is told with all that hangs in it.

use super::notes::Sort;
use super::picture;
use super::reader::Reader;
use super::run::symbol;
use super::xml::Element;
use super::xml::words;
use crate::import::document::Dropped;
use crate::import::symbols::Faces;

impl Reader<'_, '_> {
    /// Tells the words of something hidden, and the pictures, notes and remarks in it.
    pub(super) fn unseen(&mut self, element: &Element) {
        let mut said = String::new();
        self.gather(element, &mut said);
        if !said.trim().is_empty() && !self.is_taken(&said) {
            self.document.drop_text(Dropped::Hidden, &said);
        }
    }

    fn gather(&mut self, element: &Element, said: &mut String) {
        for child in element.children() {
            match child.name.as_str() {
                "w:t" | "m:t" | "a:t" => said.push_str(&child.text()),
                "w:tab" | "w:ptab" | "w:br" | "w:cr" | "a:br" => said.push(' '),
                "w:noBreakHyphen" => said.push('-'),
                "w:sym" => said.push(symbol(child, &Faces::default(), &mut |_| {})),
                "w:delText" => self.tell(Dropped::Deletion, &child.text()),
                "w:del" | "w:moveFrom" => self.tell(Dropped::Deletion, &words(child)),
                "w:commentReference" => self.comment(child),
                "w:footnoteReference" => self.unseen_note(Sort::Foot, child),
                "w:endnoteReference" => self.unseen_note(Sort::End, child),
                "v:textpath" => {
                    self.tell(Dropped::Art, child.attribute("string").unwrap_or_default());
                }
                "w:drawing" | "w:pict" | "w:object" => {
                    for _ in 0..shown_by(child) {
                        self.document.drop(Dropped::HiddenPicture);
                    }
                    self.gather(child, said);
                }
                // Each of its forms says the same.
                "mc:AlternateContent" => {
                    if let Some(form) = child.child("mc:Choice") {
                        self.gather(form, said);
                    }
                }
                _ => self.gather(child, said),
            }
            if matches!(child.name.as_str(), "w:p" | "a:p") {
                said.push(' ');
            }
        }
    }

    fn unseen_note(&mut self, sort: Sort, mark: &Element) {
        let id = mark.attribute("w:id").unwrap_or_default();
        if let Some(said) = self.notes.unseen(sort, id).map(words) {
            self.tell(Dropped::Hidden, &said);
        }
    }
}

/// How many pictures a drawing shows, those in its boxes aside; a chart or an object is one.
fn shown_by(drawing: &Element) -> usize {
    let is_chart = || {
        let mut kinds = Vec::new();
        drawing.all("a:graphicData", &mut kinds);
        kinds.iter().any(|data| {
            let kind = data.attribute("uri").unwrap_or_default();
            kind.contains("chart") || kind.contains("diagram")
        })
    };
    match picture::within(drawing).len() {
        0 => usize::from(drawing.name == "w:object" || is_chart()),
        count => count,
    }
}
