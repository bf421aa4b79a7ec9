//! Writes pictures: in a line, of their own, beside one another, and beside a paragraph.

use super::{Within, Writer};
use crate::diagnostic::{Diagnostic, code};
use crate::markdown::escape::string_literal;
use crate::markdown::join::Join;
use crate::markdown::markup::Picture;
use crate::markdown::picture::{Side, Width};
use crate::markdown::running::Shown;
use crate::markdown::tree::{Kind, Node};

impl Writer<'_> {
    /// Writes a paragraph that has nothing in it but pictures; whether it was one.
    pub(super) fn pictures_alone(&mut self, nodes: &[Node]) -> bool {
        let Some(pictures) = pictures_of(nodes) else { return false };
        for picture in &pictures {
            self.tell_of_side(picture, "旁边没有文字");
        }
        match pictures.as_slice() {
            [picture] => {
                self.output.put("#", picture.range.start);
                self.picture("picture", picture);
            }
            [first, ..] => {
                self.output.put("#side-by-side(", first.range.start);
                for (at, picture) in pictures.iter().enumerate() {
                    if at > 0 {
                        self.output.put_end(", ");
                    }
                    // Not yet pictures: their common height follows from all their shapes.
                    self.picture("arguments", picture);
                }
                self.output.put_end(")");
            }
            [] => return false,
        }
        true
    }

    /// The picture of a paragraph that stands beside the paragraph that follows, and at which side.
    pub(super) fn is_beside<'n>(&self, node: &'n Node, text: &Node) -> Option<(&'n Node, Side)> {
        let is_paragraph = |node: &Node| matches!(node.kind, Kind::Paragraph);
        if self.place == Within::Elsewhere || !is_paragraph(node) || !is_paragraph(text) {
            return None;
        }
        let pictures = pictures_of(&node.children)?;
        let &[picture] = pictures.as_slice() else { return None };
        let has_one = |node: &Node| matches!(node.kind, Kind::Picture { side: Some(_), .. });
        let free = pictures_of(&text.children).is_none() && !text.children.iter().any(has_one);
        Some((picture, side_of(picture).filter(|_| free)?))
    }

    /// Writes a paragraph with a picture that is to stand beside its text; whether it was one.
    pub(super) fn picture_and_text(&mut self, nodes: &[Node]) -> bool {
        if self.place == Within::Elsewhere {
            return false;
        }
        let Some(at) = nodes.iter().position(|node| side_of(node).is_some()) else { return false };
        let Some(side) = side_of(&nodes[at]) else { return false };
        let mut text: Vec<&Node> = nodes.iter().collect();
        text.remove(at);
        let is_break = |node: &&Node| matches!(node.kind, Kind::Break(_));
        while text.first().is_some_and(is_break) {
            text.remove(0);
        }
        while text.last().is_some_and(is_break) {
            text.pop();
        }
        self.beside(&nodes[at], side, &text);
        true
    }

    /// A picture and the text of a paragraph beside it. Its rows are narrower than all others, so
    /// nothing but Typst breaks them.
    pub(super) fn beside(&mut self, picture: &Node, side: Side, text: &[&Node]) {
        self.output.put("#beside(", picture.range.start);
        self.picture("arguments", picture);
        self.output.put_end(&format!(", side: {}, [", side.typst()));
        let before = std::mem::replace(&mut self.place, Within::Elsewhere);
        self.output.enter();
        self.output.begin_line();
        for node in text {
            self.depth += 1;
            self.inline(node);
            self.depth -= 1;
        }
        self.output.leave();
        self.place = before;
        self.output.put_end("])");
    }

    /// A picture in a line of text.
    pub(super) fn inline_picture(&mut self, node: &Node) {
        self.picture_within("inline-picture", node);
    }

    /// The pictures of a cell that holds nothing else; whether it was one.
    pub(super) fn pictures_in_cell(&mut self, nodes: &[Node]) -> bool {
        let Some(pictures) = pictures_of(nodes) else { return false };
        pictures.into_iter().for_each(|picture| self.picture_within("cell-picture", picture));
        true
    }

    fn picture_within(&mut self, function: &str, node: &Node) {
        let Kind::Picture { path, width, .. } = &node.kind else { return };
        self.tell_of_side(node, "只能放在正文的一段文字旁边，一段一张");
        let path = string_literal(&format!("/{path}"));
        let paused = self.output.recorder.pause();
        let start = self.output.begin(node.range.start);
        self.output.put(&format!("#{function}({path}, alt: \""), node.range.start);
        self.description(node);
        self.output.put_end(&format!("\"{})", width_of(*width)));
        self.output.recorder.resume(paused);
        self.output.see(start, Shown::Picture);
    }

    /// Says that a picture was not set at the side that was asked for.
    fn tell_of_side(&mut self, node: &Node, why: &str) {
        let Some(side) = side_of(node) else { return };
        let side = if side == Side::Left { "左" } else { "右" };
        let message = format!("图片的「位置={side}」没有用上：{why}");
        let help = "写在一段正文的上一行（中间空一行），或写在这段正文的开头；不要的，删去「位置」";
        self.findings.add(&node.range, Diagnostic::warning(code::PICTURE, message).help(help));
    }

    /// A call, without the `#`, with the path, the description and the caption of a picture.
    fn picture(&mut self, function: &str, node: &Node) {
        let Kind::Picture { path, caption, width, .. } = &node.kind else {
            return;
        };
        let path = string_literal(&format!("/{path}"));
        self.output.put(&format!("{function}({path}, alt: \""), node.range.start);
        self.description(node);
        let width = width_of(*width);
        if caption.is_empty() {
            self.output.put_end(&format!("\"{width}, caption: none)"));
        } else {
            self.output.put_end(&format!("\"{width}, caption: ["));
            let source = self.text.value.get(node.range.clone()).unwrap_or_default();
            let at =
                source.rfind(caption.as_str()).map_or(node.range.start, |at| node.range.start + at);
            self.output.begin_line();
            self.output.text(caption, &(at..node.range.end));
            self.output.put_end("])");
        }
    }

    /// The description of a picture, inside a string literal.
    fn description(&mut self, node: &Node) {
        let mut alt = String::new();
        for child in &node.children {
            match &child.kind {
                Kind::Text(text) | Kind::Code(text) => {
                    self.output.string(text, &child.range);
                    alt.push_str(text);
                }
                Kind::Break(Join::Space | Join::Line) => {
                    self.output.string(" ", &child.range);
                    alt.push(' ');
                }
                _ => {}
            }
        }
        if let Kind::Picture { path, .. } = &node.kind {
            let span = self.text.span(node.range.clone());
            self.pictures.push(Picture { path: path.clone(), alt, span });
        }
    }
}

/// The pictures of a paragraph that has nothing else in it.
fn pictures_of(nodes: &[Node]) -> Option<Vec<&Node>> {
    let is_picture = |node: &&Node| matches!(node.kind, Kind::Picture { .. });
    let is_blank = |node: &Node| match &node.kind {
        Kind::Break(_) => true,
        Kind::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    let alone = nodes.iter().all(|node| is_picture(&node) || is_blank(node));
    let pictures: Vec<&Node> = nodes.iter().filter(is_picture).collect();
    (alone && !pictures.is_empty()).then_some(pictures)
}

/// The side that a picture is to stand at.
fn side_of(node: &Node) -> Option<Side> {
    match node.kind {
        Kind::Picture { side, .. } => side,
        _ => None,
    }
}

/// The argument that gives a picture its width, if it has one.
fn width_of(width: Option<Width>) -> String {
    width.map_or(String::new(), |width| format!(", width: {}", width.typst()))
}
