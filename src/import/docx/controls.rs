//! Content controls: what was filled in is text, what asks to be filled in is not.

use super::Damage;
use super::contents;
use super::flow::Open;
use super::reader::Reader;
use super::styles::RunLook;
use super::xml::Element;
use super::xml::words;
use crate::import::document::Dropped;

impl Reader<'_, '_> {
    /// Reads what stands in a control, with or without showing it.
    pub(super) fn control(
        &mut self,
        element: &Element,
        read: impl FnOnce(&mut Self, &Element) -> Result<(), Damage>,
    ) -> Result<(), Damage> {
        let Some(content) = element.child("w:sdtContent") else { return Ok(()) };
        let properties = element.child("w:sdtPr");
        match properties.and_then(what_is_left_out).filter(|_| !self.shows_nothing()) {
            Some(what) => self.leave_out(what, |reader| read(reader, content)),
            None => read(self, content),
        }
    }

    /// A control in a line; a box that has no sign gets it.
    pub(super) fn inline_control(
        &mut self,
        element: &Element,
        open: &mut Open<'_>,
    ) -> Result<(), Damage> {
        let before = open.length();
        self.control(element, |reader, content| reader.inline(content, open))?;
        let check = element.child("w:sdtPr").and_then(|it| it.child("w14:checkbox"));
        if let Some(check) = check.filter(|_| open.length() == before) {
            let state = check.child("w14:checked").and_then(|it| it.attribute("w14:val"));
            let sign = if matches!(state, Some("1" | "true" | "on")) { "☑" } else { "☐" };
            self.text(sign, &RunLook::default(), open);
        }
        Ok(())
    }

    /// A file that belongs into the text.
    pub(super) fn subdocument(&mut self, element: &Element, open: &mut Open<'_>) {
        let id = element.attribute("r:id").unwrap_or_default();
        let outside = self.relations.get(&format!("@{id}")).or(self.relations.get(id));
        let name = outside.cloned().flatten().unwrap_or_else(|| words(element));
        let file = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        self.text("【待补：子文档】", &RunLook::default(), open);
        self.document.drop_text(Dropped::Outside, &file);
    }
}

/// As what the text of a control is left out, if it is.
fn what_is_left_out(properties: &Element) -> Option<Dropped> {
    if contents::is_control(properties) {
        return Some(Dropped::Contents);
    }
    (properties.toggle("w:showingPlcHdr") == Some(true)).then_some(Dropped::Prompt)
}
