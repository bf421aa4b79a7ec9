//! HTML in a text: reported, and set as the text it is.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, OffsetMap, code};
use crate::markdown::findings::Findings;
use crate::markdown::html::{Part, dissect, is_script};
use crate::markdown::join::{Join, spaced};
use crate::markdown::picture::shortened;

use super::{Kind, Node};

/// The HTML of one text.
#[derive(Default)]
pub(super) struct Fragments {
    /// The tags already reported; their closing tags are not worth another message.
    reported: BTreeSet<String>,
}

impl Fragments {
    /// The inline elements that stand for a piece of HTML; `map` leads from it to the source.
    pub(super) fn nodes(
        &mut self,
        html: &str,
        map: &OffsetMap,
        findings: &mut Findings,
    ) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut finding = None;
        for part in dissect(html) {
            match part {
                Part::LineBreak(at) => {
                    nodes.push(Node::leaf(Kind::Break(Join::Line), place(map, at..at)));
                }
                Part::Text(range) => push_lines(&mut nodes, html, range, map),
                Part::Tag { name, closing, range } if is_script(&html[range.clone()]) => {
                    let kind = Kind::ScriptTag { raised: name == "sup", closing };
                    nodes.push(Node::leaf(kind, place(map, range)));
                }
                Part::Tag { name, closing, range } => {
                    if !closing || !self.reported.contains(&name) {
                        let message =
                            format!("正文里有网页代码「{}」", shortened(&html[range.clone()]));
                        let help = "删去尖括号里的代码，只留文字；要印出尖括号，写成 \\<";
                        finding.get_or_insert((place(map, range.clone()), message, help));
                        self.reported.insert(name);
                    }
                    push_lines(&mut nodes, html, range, map);
                }
                Part::OpenComment(range) => {
                    let message = "注释「<!--」没有结束".to_owned();
                    let at = place(map, range.start..range.start + 4);
                    finding.get_or_insert((at, message, "在注释末尾写 -->"));
                    push_lines(&mut nodes, html, range, map);
                }
            }
        }
        if let Some((range, message, help)) = finding {
            findings.add(&range, Diagnostic::error(code::RAW_HTML, message).help(help));
        }
        nodes
    }
}

/// Adds the lines of a part as text, joined as lines of a paragraph are.
fn push_lines(nodes: &mut Vec<Node>, html: &str, range: Range<usize>, map: &OffsetMap) {
    let mut start = range.start;
    let mut before = None;
    for line in html[range].split_inclusive('\n') {
        let text = line.trim_end_matches(['\n', '\r']);
        if let Some(first) = text.chars().next() {
            if before.is_some_and(|before| spaced(before, first)) {
                nodes.push(Node::leaf(Kind::Break(Join::Space), place(map, start..start)));
            }
            before = text.chars().next_back();
            let range = place(map, start..start + text.len());
            nodes.push(Node::leaf(Kind::Text(text.to_owned()), range));
        }
        start += line.len();
    }
}

fn place(map: &OffsetMap, range: Range<usize>) -> Range<usize> {
    let start = map.resolve(range.start).unwrap_or(0);
    // The end of a line belongs to the line, not to the start of the next.
    let end = range.end.checked_sub(1).filter(|last| *last >= range.start);
    start..end.and_then(|last| map.resolve(last)).map_or(start, |last| last + 1)
}
