//! Turns Markdown and plain text into Typst markup that sets exactly that text.
//!
//! The markup calls functions that `templates/briefing.typ` defines (`#level`, `#bullets`,
//! `#picture`, …) and never uses Typst's own toggles such as `*` and `_`, whose meaning depends
//! on word boundaries that Chinese does not have. Nothing here reads a file: whether a picture
//! exists is for others to find out. Front matter is cut off before the text comes here.
//!
//! Three habits of clerks are met half-way, because strict CommonMark would print nonsense:
//! a paragraph indented by four spaces is a paragraph and not code, `**一是。**各级` is bold
//! although the full stop stands inside, and `5~10人` strikes nothing out.

mod escape;
mod findings;
mod flow;
mod footnote;
mod html;
mod join;
mod levels;
mod picture;
mod prose;
mod running;
mod shadow;
mod tree;
mod write;

#[cfg(test)]
mod tests;

pub use escape::{escape, escape_with_map, string_literal};
pub use flow::{
    CellSide, Figure, Figures, Flow, FlowBlock, FlowCell, FlowTable, Line, LineSort, Look, Piece,
    Shown as Seen, flow,
};
pub(crate) use join::is_wide;
pub use join::is_wide_punctuation;
pub use picture::{Side as FigureSide, Width as FigureWidth};
pub use prose::{Block, OBJECT, Prose, prose};
pub use running::{Paragraph, Shown, Visible};

use crate::diagnostic::{Diagnostic, OffsetMap, Span, Text, code};
use findings::Findings;

/// A Markdown text as Typst markup, with the way back to its author's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    /// The markup: blocks separated by blank lines, without import lines and without a final
    /// line break.
    pub typst: String,
    /// Offset in [`Markup::typst`] → offset in the Markdown text ([`Text::value`]); exact for
    /// every visible character, the start of the construct for what surrounds it.
    pub map: OffsetMap,
    /// The pictures the markup sets, in order.
    pub pictures: Vec<Picture>,
    /// The paragraphs of running text, in order.
    pub paragraphs: Vec<Paragraph>,
    /// What is wrong with the text, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Markup {
    /// Whether nothing would be set.
    pub fn is_empty(&self) -> bool {
        self.typst.is_empty()
    }
}

/// A picture that a text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file relative to the folder, normalized, with `/` between the parts.
    pub path: String,
    /// The description for those who cannot see it; empty if the author gave none.
    pub alt: String,
    /// Where the author asks for it.
    pub span: Option<Span>,
}

/// Warns of paragraphs that are meant as tables: without the `|---|` under its head a table is text.
fn tables_without_rule(nodes: &[tree::Node], text: &Text, findings: &mut Findings) {
    let bars =
        |line: &str| line.trim().starts_with(['|', '｜']) && line.trim().ends_with(['|', '｜']);
    for node in nodes.iter().filter(|node| matches!(node.kind, tree::Kind::Paragraph)) {
        let source = text.value.get(node.range.clone()).unwrap_or_default().trim_end();
        if source.lines().count() > 1 && source.lines().all(bars) {
            let finding = Diagnostic::warning(code::TABLE, "这几行像表格，但排成了文字");
            let help = "表格用半角「|」，第一行（表头）下面要有一行「|---|---|」，每格一个「---」";
            let first = node.range.start..node.range.start + source.find('\n').unwrap_or(0);
            findings.add(&first, finding.help(help));
        }
    }
}

/// Markdown → Typst markup.
///
/// `prefix` keeps the labels of footnotes apart where several texts form one document; it
/// consists of ASCII letters, digits and hyphens, and no two texts of a document share it.
///
/// `lead_ins` asks for the sentences that 一是, 一要 … lead in to be bold.
///
/// Never fails: what cannot be set as meant is reported and its text is set plainly.
pub fn to_typst(text: &Text, prefix: &str, lead_ins: bool) -> Markup {
    to_typst_within(text, prefix, lead_ins, tree::DEEPEST)
}

/// The same with another limit on how deep elements may be nested.
pub fn to_typst_within(text: &Text, prefix: &str, lead_ins: bool, deepest: usize) -> Markup {
    let mut findings = Findings::within(text, deepest);
    let mut tree = tree::grow(&text.value, &mut findings);
    footnote::settle(&mut tree.notes, &mut findings);
    tables_without_rule(&tree.nodes, text, &mut findings);
    levels::settle(&mut tree.nodes, lead_ins);
    write::write(tree, text, prefix, findings)
}
