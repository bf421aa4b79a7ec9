//! The lines of a page: what a reader sees beside each other, between blocks and line breaks.

use std::collections::BTreeSet;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Html, Node};

use super::look::UNSEEN;
use super::weights::{Weights, written};
use super::{controls, frame, look};
use crate::import::bare::dense;
use crate::import::recognise;

/// The most lines that are looked at; what is behind them is text.
const LINES: usize = 50_000;
/// The most characters of a line that are kept: longer ones are no title.
const LONGEST: usize = 400;

/// Elements whose text is for browsers that cannot show them.
const INSTEAD: &[&str] = &["iframe", "object", "video", "audio", "canvas"];

/// A line of a page.
pub struct Line<'h> {
    /// Its texts, in order.
    pub nodes: Vec<NodeRef<'h, Node>>,
    /// The block that it stands in.
    pub block: ElementRef<'h>,
    /// What it says, with a blank between its parts, up to a bound.
    pub text: String,
    /// Its characters, without blanks.
    pub length: usize,
    /// How many of them are links.
    pub linked: usize,
    /// Whether it is written in sentences, outside links.
    pub written: bool,
    /// The level of the heading that it stands in.
    pub heading: Option<u8>,
    /// Whether it leads to other pages.
    pub leads: bool,
    /// Whether it leads to a file.
    pub leads_to_file: bool,
    /// Whether it is a part of a line with date or source, as which it stood.
    pub is_part: bool,
}

impl<'h> Line<'h> {
    fn new(block: ElementRef<'h>, heading: Option<u8>) -> Self {
        Self {
            nodes: Vec::new(),
            block,
            text: String::new(),
            length: 0,
            linked: 0,
            written: false,
            heading,
            leads: false,
            leads_to_file: false,
            is_part: false,
        }
    }

    fn push(&mut self, node: NodeRef<'h, Node>, linked: bool) {
        let Some(text) = node.value().as_text() else { return };
        let length = text.chars().filter(|c| !c.is_whitespace()).count();
        self.nodes.push(node);
        self.length += length;
        self.linked += if linked { length } else { 0 };
        if self.text.len() < LONGEST {
            self.text.push_str(if self.text.is_empty() { "" } else { " " });
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.text.extend(words.chars().take(LONGEST));
        }
    }

    /// Its parts, where the sheets of the page alone set them apart:
    /// `<span>2018-12-01</span><span>来源：望河县</span>`.
    pub fn parts(self) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::new();
        for node in self.nodes {
            let before = parts.last().and_then(|part| part.nodes.last().copied());
            if before.is_none_or(|before| is_parted(before, node)) {
                parts.push(Self { is_part: true, ..Self::new(self.block, self.heading) });
            }
            let linked = node.ancestors().take(3).filter_map(ElementRef::wrap);
            let linked = linked.into_iter().any(|it| it.value().name() == "a");
            if let Some(last) = parts.last_mut() {
                last.push(node, linked);
            }
        }
        parts
    }

    /// What it says, without blanks.
    pub fn bare(&self) -> String {
        dense(&self.text)
    }

    /// Whether it is nothing but links.
    pub fn is_linked(&self) -> bool {
        self.linked * 10 >= self.length * 7
    }
}

/// What is open while lines are gathered.
#[derive(Clone, Copy, Default)]
struct Open<'h> {
    block: Option<ElementRef<'h>>,
    linked: bool,
    leads: bool,
    file: bool,
    heading: Option<u8>,
    unseen: bool,
}

/// The lines that a reader sees within an element, in their order.
pub fn of<'h>(body: ElementRef<'h>, weights: &Weights) -> Vec<Line<'h>> {
    let blocks = holders(body);
    let mut lines: Vec<Line<'h>> = Vec::new();
    let mut open: Vec<Open<'h>> = vec![Open { block: Some(body), ..Open::default() }];
    let mut fresh = true;
    for edge in body.traverse() {
        let Some(last) = open.last().copied() else { break };
        match edge {
            Edge::Open(node) => {
                let Some(element) = ElementRef::wrap(node) else {
                    if let Node::Text(text) = node.value()
                        && !last.unseen
                        && let Some(block) = last.block
                    {
                        add(&mut lines, &mut fresh, node, text, &last, block);
                    }
                    continue;
                };
                let name = element.value().name();
                let is_block = blocks.contains(&element.id());
                fresh |= is_block || name == "br";
                let level = name.strip_prefix('h').and_then(|it| it.parse::<u8>().ok());
                open.push(Open {
                    block: if is_block { Some(element) } else { last.block },
                    linked: last.linked
                        || ["a", "textarea"].contains(&name)
                        || controls::is_control(name),
                    leads: last.leads || name == "a",
                    file: last.file || is_file(element),
                    heading: level.or(last.heading),
                    unseen: last.unseen
                        || UNSEEN.contains(&name)
                        || INSTEAD.contains(&name)
                        || weights.is_hidden(element),
                });
            }
            Edge::Close(node) => {
                if ElementRef::wrap(node).is_some() {
                    open.pop();
                    fresh |= blocks.contains(&node.id());
                }
            }
        }
        if lines.len() >= LINES {
            break;
        }
    }
    lines
}

fn add<'h>(
    lines: &mut Vec<Line<'h>>,
    fresh: &mut bool,
    node: NodeRef<'h, Node>,
    text: &str,
    open: &Open<'h>,
    block: ElementRef<'h>,
) {
    let length = text.chars().filter(|c| !c.is_whitespace()).count();
    if length == 0 {
        return;
    }
    if std::mem::take(fresh) || lines.is_empty() {
        lines.push(Line::new(block, open.heading));
    }
    let Some(line) = lines.last_mut() else { return };
    line.leads |= open.leads;
    line.leads_to_file |= open.file;
    line.written |= !open.linked && open.heading.is_none() && written(text) > 0;
    line.push(node, open.linked);
}

/// Whether two texts of one line lie in elements of their own, and neither needs the other.
fn is_parted(one: NodeRef<'_, Node>, next: NodeRef<'_, Node>) -> bool {
    let text = |node: NodeRef<'_, Node>| -> String {
        node.value().as_text().map_or_else(String::new, |text| text.trim().to_owned())
    };
    let (before, behind) = (text(one), text(next));
    let is_blank =
        |it: NodeRef<'_, Node>| it.value().as_text().is_some_and(|it| it.trim().is_empty());
    let begins = next.prev_siblings().all(is_blank);
    let outer = |node: NodeRef<'_, Node>| node.parent().map(|it| it.id());
    let is_short = before.chars().count() < 4 && behind.chars().count() < 4;
    let is_label =
        || !before.contains(['：', ':']) && recognise::is_labelled(&format!("{before}："));
    let leads = before.ends_with(['：', ':', '（', '(', '[', '【', '/']) || is_label();
    // 来源：新京报 and a button.
    let is_button = frame::is_line(&behind) && behind.chars().count() > 1;
    begins && outer(one) != outer(next) && (!is_short || is_button) && !leads
}

fn is_file(element: ElementRef<'_>) -> bool {
    const FILES: &[&str] = &[
        ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".pdf", ".ppt", ".pptx", ".zip", ".rar",
        ".ofd", ".txt",
    ];
    let address = element.attr("href").unwrap_or_default().to_lowercase();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    FILES.iter().any(|end| path.ends_with(end))
}

/// Elements that lines begin and end with: blocks, and what blocks lie in.
fn holders(body: ElementRef<'_>) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut open: Vec<bool> = Vec::new();
    for edge in body.traverse() {
        match edge {
            Edge::Open(node) => {
                if let Some(element) = ElementRef::wrap(node) {
                    open.push(look::BLOCKS.contains(&element.value().name()));
                }
            }
            Edge::Close(node) => {
                if ElementRef::wrap(node).is_some() && open.pop() == Some(true) {
                    found.insert(node.id());
                    if let Some(outer) = open.last_mut() {
                        *outer = true;
                    }
                }
            }
        }
    }
    found
}

/// The element that a page's text is in.
pub fn body(html: &Html) -> ElementRef<'_> {
    let all = html.root_element();
    all.child_elements().find(|it| it.value().name() == "body").unwrap_or(all)
}
