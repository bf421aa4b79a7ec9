//! What is left out around an article, told line by line.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};

use super::reader::Reader;
use super::{look, words};
use crate::import::document::Dropped;

impl<'h> Reader<'_, 'h> {
    /// Leaves a node out, with what is in it; what is hidden in it is told as hidden.
    pub(super) fn leave(&mut self, node: NodeRef<'h, Node>) {
        let element = ElementRef::wrap(node);
        let name = element.map_or("", |it| it.value().name());
        if look::UNSEEN.contains(&name) {
            return;
        }
        if look::BLOCKS.contains(&name) || name == "br" {
            self.tell_left();
        }
        let seen = words(node, self.sheets);
        if !seen.is_empty() {
            let gap = if self.left_out.is_empty() { "" } else { " " };
            self.left_out.push_str(gap);
            self.left_out.push_str(&seen);
        }
        if look::BLOCKS.contains(&name) {
            self.tell_left();
        }
        self.tell_hidden(node);
    }

    /// Tells the line that was left out last.
    pub(super) fn tell_left(&mut self) {
        let line = std::mem::take(&mut self.left_out);
        if !line.trim().is_empty() {
            self.document.drop_text(Dropped::Around, line.trim());
        }
    }

    /// Tells what nobody sees within something that is left out.
    fn tell_hidden(&mut self, node: NodeRef<'h, Node>) {
        let mut hidden = None;
        for edge in node.traverse() {
            match edge {
                Edge::Open(_) if hidden.is_some() => {}
                Edge::Open(inner) => {
                    let Some(element) = ElementRef::wrap(inner) else { continue };
                    if look::UNSEEN.contains(&element.value().name()) {
                        hidden = Some(inner.id());
                    } else if self.weights.is_hidden(element) {
                        hidden = Some(inner.id());
                        let said: String = texts(element);
                        if !said.trim().is_empty() {
                            self.document.drop_text(Dropped::Hidden, &said);
                        }
                    }
                }
                Edge::Close(inner) if hidden == Some(inner.id()) => hidden = None,
                Edge::Close(_) => {}
            }
        }
    }
}

/// All texts of an element, seen or not, but what is written for programs.
fn texts(element: ElementRef<'_>) -> String {
    let is_seen = |node: &NodeRef<'_, Node>| {
        !node
            .ancestors()
            .take(2)
            .filter_map(ElementRef::wrap)
            .any(|it| look::UNSEEN.contains(&it.value().name()))
    };
    let inner = element.descendants().filter(|node| node.value().is_text()).filter(is_seen);
    let texts = inner.filter_map(|node| node.value().as_text().map(|text| text.trim().to_owned()));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}
