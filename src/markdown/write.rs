//! Writes a tree as Typst markup, and notes where every character came from.
//!
//! The parser gives byte ranges of its copy of the text, which is as long as the text byte for byte
//! (`parser_copy`), so its offsets are the text's. `output` notes for each character of markup
//! where it came from.

mod note;
mod output;
mod picture;
mod table;

use crate::diagnostic::Text;

use super::escape::string_literal;
use super::findings::Findings;
use super::join::Join;
use super::markup::{Markup, Picture};
use super::running::Shown;
use super::tree::{Kind, Node, Note};
use output::Output;

/// How much deeper than the tree nodes may be nested when the texts of footnotes are put where they
/// are referred to. A level of the tree is up to two nodes (a list and its item).
const OF_NOTES: usize = 8;

/// Writes the blocks of a body, and its notes where they are referred to.
pub(super) fn write(
    nodes: &[Node],
    notes: &[Note],
    text: &Text,
    prefix: &str,
    findings: Findings,
) -> Markup {
    let mut writer = Writer {
        output: Output::new(&text.value),
        text,
        prefix,
        findings,
        notes,
        states: vec![State::New; notes.len()],
        pictures: Vec::new(),
        depth: 0,
        level: 0,
        place: Within::Body,
        noted: None,
    };
    writer.blocks(nodes);
    let (typst, map, paragraphs) = writer.output.finish();
    let (pictures, diagnostics) = (writer.pictures, writer.findings.found().sorted());
    Markup { typst, map, pictures, paragraphs, diagnostics }
}

struct Writer<'t> {
    output: Output<'t>,
    text: &'t Text,
    prefix: &'t str,
    findings: Findings<'t>,
    notes: &'t [Note],
    /// How far each of them is written.
    states: Vec<State>,
    pictures: Vec<Picture>,
    depth: usize,
    /// The depth of the last heading among the headings really there.
    level: u8,
    place: Within,
    /// Within a list or a table: the footnotes referred to in it so far.
    noted: Option<Noted>,
}

/// The footnotes of a list or a table that stands in no other: a note that finds no room on the page
/// of its mark asks for the item, or row, to be set on the next one.
#[derive(Default)]
struct Noted {
    /// The item, or row, that is being written.
    part: usize,
    /// Labels, each with its item or row.
    notes: Vec<(String, usize)>,
}

/// Where blocks stand, as far as their paragraphs are running text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Body,
    /// A quotation in the body.
    Quote,
    Elsewhere,
}

impl Writer<'_> {
    /// What is inside a bracket that was just opened, or the whole body.
    fn blocks(&mut self, nodes: &[Node]) {
        self.output.enter();
        self.sequence(nodes);
        self.output.leave();
    }

    fn blocks_at(&mut self, place: Within, nodes: &[Node]) {
        let before = std::mem::replace(&mut self.place, place);
        self.blocks(nodes);
        self.place = before;
    }

    /// Blocks, separated by blank lines; a run of inline elements is a paragraph.
    fn sequence(&mut self, nodes: &[Node]) {
        let mut rest = nodes;
        while let Some(first) = rest.first() {
            let inline = rest.iter().take_while(|node| node.kind.is_inline()).count();
            self.output.begin_line();
            if let [picture, text, after @ ..] = rest
                && let Some((picture, side)) = self.is_beside(picture, text)
            {
                self.beside(picture, side, &text.children.iter().collect::<Vec<_>>());
                rest = after;
            } else if inline == 0 {
                self.block(first);
                rest = &rest[1..];
                let is_table = |node: Option<&Node>| {
                    node.is_some_and(|it| matches!(it.kind, Kind::Table { .. }))
                };
                if is_table(Some(first)) && is_table(rest.first()) {
                    // Two tables that touch would be read as one.
                    self.output.end_paragraph();
                    self.output.begin_line();
                    self.output.put("#blank(1)", rest[0].range.start);
                }
            } else {
                self.paragraph(&rest[..inline]);
                rest = &rest[inline..];
            }
            self.output.end_paragraph();
        }
    }

    fn block(&mut self, node: &Node) {
        let start = node.range.start;
        self.depth += 1;
        match &node.kind {
            Kind::Paragraph => self.paragraph(&node.children),
            Kind::Heading(level) => {
                // A tagged PDF may skip no level; the face follows the level as written.
                self.level = (*level).min(self.level + 1);
                let depth = self.level;
                let call = if depth == *level {
                    format!("#level({level})[")
                } else {
                    format!("#level({level}, depth: {depth})[")
                };
                self.output.put(&call, start);
                self.inlines(&node.children);
                self.output.put_end("]");
            }
            Kind::Quote => {
                self.output.put("#quotation[", start);
                let inside =
                    if self.place == Within::Body { Within::Quote } else { Within::Elsewhere };
                self.blocks_at(inside, &node.children);
                self.output.put_end("]");
            }
            Kind::CodeBlock => self.code_block(node),
            Kind::List { start: first } => self.list(node, *first),
            Kind::Table { .. } => self.table(node),
            Kind::Rule => self.output.put("#separator()", start),
            Kind::Definition(at) => {
                let note = &self.notes[*at];
                if let Some(definition) = note.definition.as_ref().filter(|_| note.in_place) {
                    self.sequence(&definition.nodes);
                }
            }
            // Parts of lists and tables stand in them; inline elements are no blocks.
            _ => self.sequence(&node.children),
        }
        self.depth -= 1;
    }

    /// A paragraph; pictures that stand in it alone are set as blocks.
    fn paragraph(&mut self, nodes: &[Node]) {
        // A break at the end shows nothing, and its empty row would leave the grid.
        let is_end = |node: &Node| matches!(node.kind, Kind::Break(Join::Line));
        let nodes = match nodes.iter().rposition(|node| !is_end(node)) {
            Some(last) => &nodes[..=last],
            None => nodes,
        };
        if self.pictures_alone(nodes) || self.picture_and_text(nodes) {
            return;
        }
        if self.place == Within::Elsewhere {
            self.inlines(nodes);
        } else {
            self.output.recorder.start(self.place == Within::Quote);
            self.inlines(nodes);
            self.output.recorder.stop();
        }
    }

    fn list(&mut self, node: &Node, first: Option<u64>) {
        let loose =
            |item: &Node| item.children.iter().any(|each| matches!(each.kind, Kind::Paragraph));
        let tight = !node.children.iter().any(loose);
        let call = match first {
            Some(first) => format!("#numbered(start: {first}, tight: {tight}"),
            None => format!("#bullets(tight: {tight}"),
        };
        self.output.put(&call, node.range.start);
        let outer = self.noted.is_none().then(|| self.noted = Some(Noted::default()));
        for (at, item) in node.children.iter().enumerate() {
            if let Some(noted) = self.noted.as_mut().filter(|_| outer.is_some()) {
                noted.part = at;
            }
            self.depth += 1;
            self.output.put(", [", item.range.start);
            self.blocks_at(Within::Elsewhere, &item.children);
            self.output.put_end("]");
            self.depth -= 1;
        }
        self.put_notes(outer.is_some());
        self.output.put_end(")");
    }

    /// The footnotes of a list or a table, as an argument; `outer` where it stands in no other.
    fn put_notes(&mut self, outer: bool) {
        if !outer {
            return;
        }
        let notes = self.noted.take().unwrap_or_default().notes;
        if notes.is_empty() {
            return;
        }
        let notes: Vec<String> =
            notes.iter().map(|(label, part)| format!("\"{label}\": {part}")).collect();
        self.output.put_end(&format!(", notes: ({})", notes.join(", ")));
    }

    fn code_block(&mut self, node: &Node) {
        self.output.put("#code-block(\"", node.range.start);
        let last = node.children.len().saturating_sub(1);
        for (at, child) in node.children.iter().enumerate() {
            if let Kind::Text(text) = &child.kind {
                // The break before the closing fence ends the last line and begins none.
                let text = if at == last { text.trim_end_matches(['\n', '\r']) } else { text };
                self.output.string(text, &child.range);
            }
        }
        self.output.put_end("\")");
    }

    fn inlines(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.depth += 1;
            self.inline(node);
            self.depth -= 1;
        }
    }

    fn inline(&mut self, node: &Node) {
        match &node.kind {
            Kind::Text(text) => self.output.text(text, &node.range),
            Kind::Code(text) => {
                self.output.put("#code(\"", node.range.start);
                self.output.recorder.code(true);
                self.output.string(text, &node.range);
                self.output.recorder.code(false);
                self.output.put_end("\")");
            }
            Kind::Break(join) => match join {
                Join::Nothing => self.output.begin_line(),
                Join::Space => self.output.space(node.range.start),
                Join::Line => {
                    self.output.put("#linebreak()", node.range.start);
                    self.output.see(self.output.len() - "#linebreak()".len(), Shown::Break);
                    self.output.begin_line();
                }
                Join::Paragraph => self.output.end_paragraph(),
            },
            Kind::Emphasis => {
                self.output.recorder.emphasize(true);
                self.wrapped("#emph[", node);
                self.output.recorder.emphasize(false);
            }
            Kind::Strong => self.wrapped("#strong[", node),
            Kind::Strike => self.wrapped("#strike[", node),
            Kind::Script { raised } => {
                self.output.recorder.script(true);
                self.wrapped(if *raised { "#raised[" } else { "#lowered[" }, node);
                self.output.recorder.script(false);
            }
            Kind::Link(address) => {
                self.wrapped(&format!("#link({})[", string_literal(address)), node);
            }
            Kind::Picture { .. } => self.inline_picture(node),
            Kind::Reference(at) => self.reference(*at, &node.range),
            _ => self.inlines(&node.children),
        }
    }

    fn wrapped(&mut self, call: &str, node: &Node) {
        self.output.put(call, node.range.start);
        self.inlines(&node.children);
        self.output.put_end("]");
    }
}

/// A Typst array of expressions; one element needs a comma to be one.
fn array(elements: &[&str]) -> String {
    let comma = if elements.len() == 1 { "," } else { "" };
    format!("({}{comma})", elements.join(", "))
}

/// How far the writer has come with a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not written: the next reference carries the text.
    New,
    /// The text is being written.
    Open,
    /// Written: references repeat its number.
    Done,
}
