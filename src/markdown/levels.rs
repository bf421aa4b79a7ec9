//! What official prose marks without Markdown: 一、 and （一） before a heading, 一是 before a lead-in.
//!
//! Clerks type these as plain paragraphs. Only what is certain is touched: a paragraph that could
//! be a sentence stays one, and an author's own bold is left alone.

use super::join::Join;
use super::numbered::{OBJECT, heading, leads, run_in};
use super::tree::{Kind, Node};

/// The paragraphs of a body that are headings made such, with run-in headings in 楷体 and,
/// with `lead_ins`, the sentences that 一是, 一要 … lead in bold. Lines that begin paragraphs become
/// such.
pub(super) fn settled(nodes: Vec<Node>, lead_ins: bool) -> Vec<Node> {
    let mut settled = Vec::with_capacity(nodes.len());
    for mut node in nodes {
        if !matches!(node.kind, Kind::Paragraph) {
            settled.push(node);
        } else if !node.children.iter().any(parts) {
            if !number(&mut node) && lead_ins {
                lead(&mut node);
            }
            settled.push(node);
        } else {
            // Whether sentences lead is seen from all of them.
            if lead_ins {
                lead(&mut node);
            }
            settled.extend(lines(node).into_iter().map(|mut line| {
                number(&mut line);
                line
            }));
        }
    }
    settled
}

/// Whether it is where a line begins a paragraph.
fn parts(node: &Node) -> bool {
    matches!(node.kind, Kind::Break(Join::Paragraph))
}

/// The paragraphs that the lines of one are.
fn lines(node: Node) -> Vec<Node> {
    let mut lines: Vec<Node> = Vec::new();
    let mut open = false;
    for child in node.children {
        if parts(&child) {
            open = false;
            continue;
        }
        match lines.last_mut().filter(|_| open) {
            Some(line) => {
                line.range.end = child.range.end;
                line.children.push(child);
            }
            None => {
                let range = child.range.clone();
                lines.push(Node { kind: Kind::Paragraph, range, children: vec![child] });
            }
        }
        open = true;
    }
    lines
}

/// Makes a heading of a paragraph that is one, or of its first sentence; whether it was either.
fn number(node: &mut Node) -> bool {
    let text = shown(&node.children);
    if let Some(level) = heading(&text) {
        node.kind = Kind::Heading(level);
        return true;
    }
    let Some(end) = run_in(&text) else { return false };
    let children = std::mem::take(&mut node.children);
    node.children = wrap(children, &[(0, end)], || Kind::Emphasis);
    true
}

/// Sets the sentences that lead in bold, unless the author set some so.
fn lead(node: &mut Node) {
    if node.children.iter().any(|child| matches!(child.kind, Kind::Strong)) {
        return;
    }
    let spans = leads(&shown(&node.children));
    if !spans.is_empty() {
        let children = std::mem::take(&mut node.children);
        node.children = wrap(children, &spans, || Kind::Strong);
    }
}

/// The text of inline elements, [`OBJECT`] for each that is no plain text.
fn shown(children: &[Node]) -> String {
    let mut text = String::new();
    for child in children {
        match &child.kind {
            Kind::Text(part) => text.push_str(part),
            Kind::Break(_) => {}
            _ => text.push(OBJECT),
        }
    }
    text
}

/// Puts the stretches of [`shown`] text, ascending, into nodes of their own; texts are split at
/// their ends.
fn wrap(children: Vec<Node>, spans: &[(usize, usize)], kind: fn() -> Kind) -> Vec<Node> {
    let mut out = Vec::new();
    let mut at = 0;
    // The first stretch that does not end before `at`.
    let mut next = 0;
    for child in children {
        let text = match &child.kind {
            // A text that differs from its source cannot be split with its places kept.
            Kind::Text(text) if text.len() == child.range.len() => text.clone(),
            other => {
                let length = match other {
                    Kind::Text(text) => text.len(),
                    Kind::Break(_) => 0,
                    _ => OBJECT.len_utf8(),
                };
                out.push((stretch(spans, &mut next, at), child));
                at += length;
                continue;
            }
        };
        let (start, end, origin) = (at, at + text.len(), child.range.start);
        while at < end {
            let within = stretch(spans, &mut next, at);
            let cut = match (within, spans.get(next)) {
                (Some(_), Some((_, to))) => (*to).min(end),
                (None, Some((from, _))) => (*from).min(end),
                (_, None) => end,
            };
            let part = text[at - start..cut - start].to_owned();
            let range = origin + at - start..origin + cut - start;
            out.push((within, Node::leaf(Kind::Text(part), range)));
            at = cut;
        }
    }
    gather(out, kind)
}

/// The start of the stretch that `at` lies in; `next` goes on to the first that ends behind it.
fn stretch(spans: &[(usize, usize)], next: &mut usize, at: usize) -> Option<usize> {
    while spans.get(*next).is_some_and(|(_, end)| *end <= at) {
        *next += 1;
    }
    spans.get(*next).map(|(start, _)| *start).filter(|start| *start <= at)
}

/// Runs of nodes of one stretch become its children.
fn gather(parts: Vec<(Option<usize>, Node)>, kind: fn() -> Kind) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    let mut open: Option<usize> = None;
    for (stretch, node) in parts {
        match (stretch, out.last_mut()) {
            (Some(start), Some(last)) if open == Some(start) => {
                last.range.end = node.range.end;
                last.children.push(node);
            }
            (Some(_), _) => {
                let range = node.range.clone();
                out.push(Node { kind: kind(), range, children: vec![node] });
            }
            (None, _) => out.push(node),
        }
        open = stretch;
    }
    out
}
