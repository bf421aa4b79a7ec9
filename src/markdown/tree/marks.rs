//! Marks that CommonMark does not know, settled once everything of an element is there: `<sup>` and
//! `<sub>` in pairs, and what stands in braces behind a picture.

use crate::diagnostic::{Diagnostic, code};
use crate::markdown::findings::Findings;
use crate::markdown::picture::{Wish, shortened};

use super::{Kind, Node};

/// The longest text in braces behind a picture that is looked at, in bytes.
const BRACES: usize = 200;

/// Settles the marks among the children of an element.
pub(super) fn settle(nodes: &mut Vec<Node>, source: &str, findings: &mut Findings) {
    if nodes.iter().any(|node| matches!(node.kind, Kind::ScriptTag { .. })) {
        pair(nodes, source, findings);
    }
    widths(nodes, findings);
}

/// Makes one element of a `<sup>` and its `</sup>`; one without the other is told, and text.
fn pair(nodes: &mut Vec<Node>, source: &str, findings: &mut Findings) {
    let mut settled: Vec<Node> = Vec::with_capacity(nodes.len());
    // Where the element that is open begins; there is none in another.
    let mut open: Option<(usize, bool)> = None;
    for node in nodes.drain(..) {
        let Kind::ScriptTag { raised, closing } = node.kind else {
            settled.push(node);
            continue;
        };
        match (closing, open) {
            (true, Some((at, of))) if of == raised => {
                let children = settled.split_off(at + 1);
                if let Some(first) = settled.last_mut() {
                    first.kind = Kind::Script { raised };
                    first.range.end = node.range.end;
                    first.children = children;
                }
                open = None;
            }
            (false, None) => {
                open = Some((settled.len(), raised));
                settled.push(node);
            }
            _ => settled.push(alone(node, source, findings)),
        }
    }
    if let Some((at, _)) = open {
        let node = std::mem::replace(&mut settled[at], Node::leaf(Kind::Plain, 0..0));
        settled[at] = alone(node, source, findings);
    }
    *nodes = settled;
}

fn alone(node: Node, source: &str, findings: &mut Findings) -> Node {
    let written = source.get(node.range.clone()).unwrap_or_default();
    let message = format!("「{}」没有配对", shortened(written));
    let help = "上标写成 m<sup>2</sup>，下标写成 H<sub>2</sub>O，同一段里成对；不要的删去";
    findings.add(&node.range, Diagnostic::error(code::RAW_HTML, message).help(help));
    Node::leaf(Kind::Text(written.to_owned()), node.range)
}

/// Gives pictures what stands in braces behind them.
fn widths(nodes: &mut Vec<Node>, findings: &mut Findings) {
    for at in 1..nodes.len() {
        let (before, after) = nodes.split_at_mut(at);
        let (Some(picture), Some(behind)) = (before.last_mut(), after.first_mut()) else { return };
        let Kind::Picture { width, side, .. } = &mut picture.kind else { continue };
        let Kind::Text(text) = &mut behind.kind else { continue };
        // An entity or an escaped brace is text.
        if text.len() != behind.range.len() || picture.range.end != behind.range.start {
            continue;
        }
        let opened = text.trim_start_matches([' ', '\u{3000}']);
        let blanks = text.len() - opened.len();
        let Some(inner) = opened.strip_prefix(['{', '｛']) else { continue };
        let Some((inner, rest)) = inner.split_once(['}', '｝']) else { continue };
        let length = text.len() - blanks - rest.len();
        if length > BRACES {
            continue;
        }
        let Some(wish) = Wish::of(inner) else {
            let message = format!("图片后面的「{{{}}}」看不懂，会印成文字", shortened(inner));
            let help = "图片的宽度写成 {宽=6cm}、{宽=60mm} 或 {宽=50%}，放在一段文字旁边写成 {位置=右} 或 {位置=左}，两样都要的写成 {宽=4cm 位置=右}；紧跟在图片的圆括号后面，不要的删去";
            let start = behind.range.start + blanks;
            let range = start..start + length;
            findings.add(&range, Diagnostic::warning(code::PICTURE, message).help(help));
            continue;
        };
        (*width, *side) = (wish.width, wish.side);
        text.drain(..blanks + length);
        behind.range.start += blanks + length;
        picture.range.end += blanks + length;
    }
    nodes.retain(|node| !matches!(&node.kind, Kind::Text(text) if text.is_empty()));
}
