//! What a Word file hides, and what only newer programs show, read a second way: all of it is to be told.

use super::docx::{Reader, alternative};
use super::runs::sign_of;
use super::tree::Node;

impl Reader<'_> {
    /// The words, pictures, notes and remarks of something hidden.
    pub fn unseen(&mut self, node: &Node) {
        let mut text = String::new();
        self.gather(node, &mut text);
        self.shown.aside.push(("hidden", text));
    }

    fn gather(&mut self, node: &Node, text: &mut String) {
        match node.name.as_str() {
            "w:t" | "m:t" | "a:t" => node.children.iter().for_each(|it| text.push_str(&it.text)),
            "w:noBreakHyphen" => text.push('-'),
            "w:sym" => text.push(sign_of(node)),
            "w:delText" => {
                let mut gone = String::new();
                node.texts(&["w:delText"], &mut gone);
                self.shown.aside.push(("deletion", gone));
            }
            "w:commentReference" => self.comment(node),
            "w:footnoteReference" => self.unseen_note(node, true),
            "w:endnoteReference" => self.unseen_note(node, false),
            "a:blip" | "v:imagedata" => self.shown.hidden_pictures += 1,
            "mc:AlternateContent" => {
                let form = alternative(node).or(node.children.first());
                form.into_iter().for_each(|form| self.gather(form, text));
            }
            _ => node.children.iter().for_each(|child| self.gather(child, text)),
        }
    }

    fn unseen_note(&mut self, mark: &Node, at_foot: bool) {
        let part = if at_foot { &self.footnotes } else { &self.endnotes };
        let id = mark.attribute("w:id");
        let notes = part.iter().flat_map(|part| &part.children);
        let mut text = String::new();
        for note in notes.filter(|note| note.attribute("w:id") == id) {
            note.texts(&["w:t"], &mut text);
        }
        self.shown.aside.push(("hidden", text));
    }

    /// What a remark says.
    pub fn comment(&mut self, mark: &Node) {
        let id = mark.attribute("w:id").unwrap_or_default();
        let remarks = self.comments.iter().flat_map(|part| &part.children);
        let mut text = String::new();
        for remark in remarks.filter(|it| it.attribute("w:id") == Some(id)).take(1) {
            remark.texts(&["w:t"], &mut text);
        }
        self.shown.aside.push(("comment", text));
    }

    /// What is written in no form that is known: its words are told, its pictures leave places.
    pub fn unknown(&mut self, node: &Node) {
        let Some(form) = node.child("mc:Choice") else { return };
        let mut text = String::new();
        form.texts(&["w:t", "m:t", "a:t"], &mut text);
        self.shown.aside.push(("unknown", text));
        self.shown.pictures += pictures(form);
    }
}

fn pictures(node: &Node) -> usize {
    let own = usize::from(matches!(node.name.as_str(), "a:blip" | "v:imagedata"));
    own + node.children.iter().map(pictures).sum::<usize>()
}

/// Whether a shape, or the place of a drawing, is hidden.
pub fn is_hidden(node: &Node) -> bool {
    let style = node.attribute("style").unwrap_or_default().replace(' ', "").to_lowercase();
    if node.name.starts_with("v:") && style.contains("visibility:hidden") {
        return true;
    }
    let says = |it: &Node| {
        let names = it.name == "wp:docPr" || it.name.ends_with(":cNvPr");
        names && it.attribute("hidden").is_some_and(|it| it == "1" || it == "true")
    };
    let deeper = |it: &Node| it.name.ends_with(":nvPicPr") && it.children.iter().any(says);
    node.children.iter().any(|it| says(it) || deeper(it))
}
