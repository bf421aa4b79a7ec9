//! The prose of a Markdown text, block by block, as its readers see it: no marks of Markdown, no
//! comments, no code, no addresses.
//!
//! For whoever reads it for mistakes. Nothing is judged here, and nothing is typeset.

use std::ops::Range;

use super::join::Join;
use super::numbered::OBJECT;
use super::tree::{Kind, Node, Tree};
use crate::diagnostic::OffsetMap;

/// One block of prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// What it is.
    pub block: Block,
    /// What readers see. A line break that shows is `\n`; one that does not is nothing; [`OBJECT`]
    /// stands for pictures and code.
    pub text: String,
    /// Offset in `text` → offset in the Markdown text.
    pub map: OffsetMap,
    /// The stretches of `text` that are struck out.
    pub struck: Vec<Range<usize>>,
}

/// What a block of prose is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, also one that reads 一、….
    Paragraph,
    /// A paragraph within `>`.
    Quote,
    /// A heading marked with this many `#`.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// The text of a footnote.
    Note,
}

/// The blocks of a text in their order, footnotes at the end.
pub(super) fn of_tree(tree: &Tree) -> Vec<Prose> {
    let mut blocks = Vec::new();
    collect(&tree.nodes, Block::Paragraph, &mut blocks);
    for definition in tree.notes.iter().filter_map(|note| note.definition.as_ref()) {
        collect(&definition.nodes, Block::Note, &mut blocks);
    }
    blocks
}

fn collect(nodes: &[Node], block: Block, out: &mut Vec<Prose>) {
    let mut open = Open::new(block);
    for node in nodes {
        if node.kind.is_inline() {
            open.write(node, out);
            continue;
        }
        open.close(out);
        let children = match node.kind {
            Kind::Heading(level) => Block::Heading(level),
            Kind::Quote => Block::Quote,
            Kind::List { .. } | Kind::Item => Block::Item,
            Kind::Title => Block::Paragraph,
            Kind::Table { .. } | Kind::Row | Kind::Cell { .. } => Block::Cell,
            Kind::CodeBlock | Kind::Rule | Kind::Definition(_) => continue,
            _ => block,
        };
        collect(&node.children, children, out);
    }
    open.close(out);
}

/// A block that is being written.
struct Open {
    block: Block,
    text: String,
    map: OffsetMap,
    struck: Vec<Range<usize>>,
}

impl Open {
    fn new(block: Block) -> Self {
        Self { block, text: String::new(), map: OffsetMap::default(), struck: Vec::new() }
    }

    fn close(&mut self, out: &mut Vec<Prose>) {
        let Self { block, text, map, struck } = std::mem::replace(self, Self::new(self.block));
        if !text.trim().is_empty() {
            out.push(Prose { block, text, map, struck });
        }
    }

    fn write(&mut self, node: &Node, out: &mut Vec<Prose>) {
        match &node.kind {
            Kind::Text(text) if text.len() == node.range.len() => {
                // The indent of a paragraph is none of its words.
                let shown = if self.text.is_empty() { text.trim_start() } else { text };
                self.map.push(self.text.len(), node.range.start + text.len() - shown.len());
                self.text.push_str(shown);
            }
            // A character written by its name: all of it stands for one place.
            Kind::Text(text) => {
                for c in text.chars() {
                    self.put(c, node.range.start);
                }
            }
            Kind::Break(Join::Nothing) | Kind::Reference(_) => {}
            Kind::Break(Join::Space) => self.put(' ', node.range.start),
            Kind::Break(Join::Line) => self.put('\n', node.range.start),
            Kind::Break(Join::Paragraph) => self.close(out),
            Kind::Code(_) => self.put(OBJECT, node.range.start),
            Kind::Picture { .. } => self.put(OBJECT, node.range.start),
            // What is struck out, raised or lowered makes no number with the digits beside it.
            Kind::Strike | Kind::Script { .. } => {
                self.apart(node.range.start);
                let start = self.text.len();
                for child in &node.children {
                    self.write(child, out);
                }
                if matches!(node.kind, Kind::Strike) && start < self.text.len() {
                    self.struck.push(start..self.text.len());
                }
                self.apart(node.range.end.saturating_sub(1));
            }
            _ => {
                for child in &node.children {
                    self.write(child, out);
                }
            }
        }
    }

    /// Parts what follows from a digit before it.
    fn apart(&mut self, origin: usize) {
        if self.text.ends_with(|c: char| c.is_ascii_digit()) {
            self.put(OBJECT, origin);
        }
    }

    fn put(&mut self, c: char, origin: usize) {
        if self.text.is_empty() && c.is_whitespace() {
            return;
        }
        self.map.push(self.text.len(), origin);
        self.text.push(c);
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Text;
    use crate::markdown::prose;

    #[track_caller]
    fn check(markdown: &str, want: &[&str]) {
        let text = Text::unplaced(markdown);
        let got: Vec<String> = prose(&text)
            .iter()
            .map(|prose| {
                for (at, c) in
                    prose.text.char_indices().filter(|(_, c)| !"\n \u{FFFC}&".contains(*c))
                {
                    let origin = prose.map.resolve(at).expect("a place");
                    assert!(markdown[origin..].starts_with(c), "{c} at {origin} of {markdown}");
                }
                format!("{:?} {}", prose.block, prose.text.replace('\n', "⏎"))
            })
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn what_readers_see() {
        check(
            "一、**落实**责任，\n继续。\n\n> 引文",
            &["Paragraph 一、落实责任，继续。", "Quote 引文"],
        );
        check("<!-- 注 -->\n\n正文<!-- 注 -->在此", &["Paragraph 正文在此"]);
        check(
            "## 标题\n\n- 甲\n- 乙\n  - 丙",
            &["Heading(2) 标题", "Item 甲", "Item 乙", "Item 丙"],
        );
        check("|甲|乙|\n|---|---|\n|丙|丁|", &["Cell 甲", "Cell 乙", "Cell 丙", "Cell 丁"]);
        check("见[网页](http://a.cn)、`code`和图。", &["Paragraph 见网页、\u{FFFC}和图。"]);
        check("正文[^1]，续。\n\n[^1]: 脚注", &["Paragraph 正文，续。", "Note 脚注"]);
        check("~~32~~28个，10<sup>4</sup>吨", &["Paragraph 32\u{FFFC}28个，10\u{FFFC}4\u{FFFC}吨"]);
        check("甲<br>乙\\\n丙", &["Paragraph 甲⏎乙⏎丙"]);
        check("```\n代码\n```\n\n　　首行\n　　次行", &["Paragraph 首行", "Paragraph 次行"]);
    }
}
